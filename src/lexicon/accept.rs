//! Whether a name that was found folded may stand as it is written there: case, marks, dots (design 5.2, 5.3, 5.5).

use super::acronym_rule;
use crate::model::{CaseRule, ListedName, Span};
use crate::text::case;
use crate::text::class::Class;
use crate::text::fold::{marks_matter, same_marks};

/// In which form a name was compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// As it is listed.
    Plain,
    /// As it is listed, and that is one word of ASCII letters: a capital, then lower case.
    Titled,
    /// An all-capitals name with a dot behind every letter.
    Dotted,
}

impl Shape {
    /// The form of a listed name.
    pub(super) fn of(name: &str) -> Shape {
        let mut bytes = name.bytes();
        let titled = bytes.next().is_some_and(|b| b.is_ascii_uppercase()) && bytes.len() > 0;
        if titled && bytes.all(|b| b.is_ascii_lowercase()) { Shape::Titled } else { Shape::Plain }
    }
}

/// Whether some allowed way to write a name begins with a lower-case letter.
pub(super) fn may_begin_lower(name: &ListedName<'_>, ignore_case: bool) -> bool {
    let first = name.text.chars().map(Class::of).find(|class| class.is_word());
    let loose = name.of.case == CaseRule::Any || ignore_case && name.of.case != CaseRule::Exact;
    loose || first.is_some_and(Class::is_lower) || name.text.starts_with("The ")
}

/// Whether the name allows its surface.
pub(super) fn accepts(name: &ListedName<'_>, shape: Shape, text: &str, span: Span, ignore_case: bool) -> bool {
    let surface = span.of(text);
    if (shape == Shape::Dotted || is_abbreviation(surface)) && !stands_alone(text, span) {
        return false;
    }
    if shape == Shape::Dotted {
        return surface.chars().filter(|&c| c != '.').eq(name.text.chars());
    }
    if surface == name.text {
        return true;
    }
    match name.of.case {
        CaseRule::Exact => case::is_as_written(name.text, surface),
        CaseRule::Auto if !ignore_case => {
            case::fits(name.text, surface, acronym_rule(name.text)) && marks_fit(name.text, surface)
        }
        _ => marks_fit(name.text, surface),
    }
}

fn marks_fit(name: &str, surface: &str) -> bool {
    !marks_matter(name) || same_marks(name, surface)
}

/// Whether a surface is an abbreviation that can be part of a longer one or of a currency: U.S. or US.
fn is_abbreviation(surface: &str) -> bool {
    surface.len() <= 8 && (case::is_acronym(surface) || is_dotted(surface))
}

fn is_dotted(surface: &str) -> bool {
    let mut chars = surface.chars();
    chars.next().is_some_and(|c| Class::of(c).is_upper()) && chars.next() == Some('.') && surface.ends_with('.')
}

/// An abbreviation never counts before a dollar sign (US$), and one with dots never inside a longer one (U.S.S.R.).
fn stands_alone(text: &str, span: Span) -> bool {
    if text[span.end()..].starts_with('$') {
        return false;
    }
    let mut before = text[..span.start()].chars().rev();
    let inside = is_dotted(span.of(text))
        && before.next() == Some('.')
        && before.next().is_some_and(|c| Class::of(c).is_upper())
        && before.next().is_none_or(|c| !Class::of(c).is_word());
    !inside
}
