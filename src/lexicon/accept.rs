//! Whether a name that was found folded may stand as it is written there: case, marks, dots.

use super::acronym_rule;
use super::beginnings::Lead;
use super::first_words::first_word_of;
use super::sieve::Asks;
use super::words::MOST_LEADS;
use crate::model::{CaseRule, ListedName, Span};
use crate::text::case;
use crate::text::class::Class;
use crate::text::fold::{fold_char, marks_matter, same_marks};
use crate::text::word_hash;

/// In which form a name was compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// As it is listed, to be compared letter by letter.
    Plain,
    /// One word of letters, of which all that matters is which of these cases it allows.
    Word(Cases),
    /// Words of two letters and more with single spaces between them, each a capital and small letters, in a name that
    /// may be written otherwise too.
    Titles,
    /// One short word with marks that matter: a word of ASCII letters is another.
    Marked,
    /// An all-capitals name with a dot behind every letter.
    Dotted,
}

/// A set of ways to write a word of letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cases(u8);

impl Cases {
    /// A capital, then small letters.
    const TITLE: Cases = Cases(word_hash::TITLE);
    /// Capitals, two or more.
    const CAPITALS: Cases = Cases(word_hash::CAPITALS);
    /// Small letters.
    const SMALL: Cases = Cases(word_hash::SMALL);

    /// How a word of ASCII letters and digits is written; nothing where it is none of the ways, or holds a digit.
    #[inline]
    pub(super) fn of(text: &[u8], word: Span) -> Cases {
        Cases(word_hash::case_bits(text, word.start(), word.end()))
    }

    const fn with(self, other: Cases) -> Cases {
        Cases(self.0 | other.0)
    }

    /// Whether the two have a way in common.
    pub(super) const fn meets(self, other: Cases) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is no way at all.
    pub(super) const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether it is capitals alone.
    pub(super) fn is_capitals(self) -> bool {
        self == Cases::CAPITALS
    }
}

/// Abbreviations have no more characters than this, dots and marks counted; what is longer is a name in capitals.
const LONGEST_ABBREVIATION: usize = 12;

impl Shape {
    /// Set in the byte of a word, whose lower bits are its cases.
    const WORD: u8 = 0x10;

    /// The form as a byte below 0x80.
    pub(super) const fn to_byte(self) -> u8 {
        match self {
            Shape::Plain => 0,
            Shape::Marked => 1,
            Shape::Dotted => 2,
            Shape::Titles => 3,
            Shape::Word(cases) => Self::WORD | cases.0,
        }
    }

    /// The form of a byte that [`Shape::to_byte`] gave.
    pub(super) const fn of_byte(byte: u8) -> Option<Shape> {
        match byte {
            0 => Some(Shape::Plain),
            1 => Some(Shape::Marked),
            2 => Some(Shape::Dotted),
            3 => Some(Shape::Titles),
            _ if byte & !0x07 == Self::WORD => Some(Shape::Word(Cases(byte & 0x07))),
            _ => None,
        }
    }

    /// What is to be asked of the one word that a name of this form is.
    pub(super) fn asks(self) -> Asks {
        match self {
            Shape::Word(Cases::CAPITALS) => Asks::CAPITALS,
            _ => Asks::SINGLE,
        }
    }

    /// The form where any case will do.
    pub(super) const fn in_any_case(self) -> Shape {
        match self {
            Shape::Word(_) | Shape::Titles => Shape::Plain,
            other => other,
        }
    }

    /// The form of a listed name with its folded key.
    pub(super) fn of(name: &ListedName<'_>, key: &str, ignore_case: bool) -> Shape {
        let ascii = name.text.is_ascii();
        if !ascii && key.is_ascii() && marks_matter(name.text) && !same_marks(name.text, key) {
            return Shape::Marked;
        }
        if !ignore_case && name.of.case == CaseRule::Auto && is_titles_like(name.text, key) {
            return Shape::Titles;
        }
        // every letter folds to one ASCII letter, and marks do not matter: the case is all there is to ask
        let plain = key.bytes().all(|b| b.is_ascii_lowercase())
            && (ascii
                || name.text.chars().count() == key.len()
                    && name.of.case != CaseRule::Exact
                    && !marks_matter(name.text));
        if !plain {
            return Shape::Plain;
        }
        let mut classes = name.text.chars().map(Class::of);
        let first_upper = classes.next().is_some_and(Class::is_upper);
        let (mut uppers, mut lowers) = (0, 0);
        for class in classes {
            uppers += usize::from(class.is_upper());
            lowers += usize::from(class.is_lower());
        }
        let written = match (first_upper, uppers, lowers) {
            (true, 0, 1..) => Cases::TITLE,
            (true, 1.., 0) => Cases::CAPITALS,
            (false, 0, 1..) => Cases::SMALL,
            _ => return Shape::Plain,
        };
        if key.len() != uppers + lowers + 1 {
            return Shape::Plain;
        }
        Shape::Word(match name.of.case {
            CaseRule::Exact => written,
            CaseRule::Auto if !ignore_case => match written {
                Cases::SMALL => Cases::SMALL.with(Cases::TITLE).with(Cases::CAPITALS),
                Cases::TITLE => Cases::TITLE.with(Cases::CAPITALS),
                capitals if key.len() >= case::ACRONYM_AS_WORD_FROM => match acronym_rule(name.text) {
                    case::Acronym::MayBeAWord => capitals.with(Cases::TITLE),
                    case::Acronym::OnlyCapitals => capitals,
                },
                capitals => capitals,
            },
            // any case, also mixed ones
            _ => return Shape::Plain,
        })
    }
}

/// Whether a name of which no marks matter is two or more words of two letters and more, each a capital and small
/// letters, that all fold to one ASCII letter.
fn is_titles_like(name: &str, key: &str) -> bool {
    let is_title = |word: &str| {
        let mut classes = word.chars().map(Class::of);
        classes.next().is_some_and(Class::is_upper) && word.chars().nth(1).is_some() && classes.all(Class::is_lower)
    };
    key.contains(' ')
        && key.bytes().all(|byte| byte == b' ' || byte.is_ascii_lowercase())
        && name.chars().count() == key.len()
        && name.split(' ').all(is_title)
        && !marks_matter(name)
}

/// Whether a stretch of ASCII letters with single spaces or line breaks between them is such words.
fn are_titles(text: &[u8], span: Span) -> bool {
    let mut start = span.start();
    while start < span.end() {
        let end = word_hash::plain_end(text, start);
        if Cases::of(text, Span::new(start, end)) != Cases::TITLE {
            return false;
        }
        start = end + 1;
    }
    true
}

/// What stands before the first capital of a name in any of the ways it may be written.
pub(super) fn lead_of(name: &ListedName<'_>, ignore_case: bool, word: &mut Vec<u8>) -> Lead {
    if name.of.case == CaseRule::Any || ignore_case && name.of.case != CaseRule::Exact {
        return Lead::AllLower;
    }
    let text = name.text.trim_start();
    let behind = text.strip_prefix(|c| !is_of_words(c));
    let mut rest = behind.unwrap_or(text);
    // where no capital is found behind it, what is no word has to be looked for itself
    let otherwise = if behind.is_some() { Lead::None } else { Lead::AllLower };
    let mut count = 0;
    loop {
        let Some(first) = rest.chars().next() else { return otherwise };
        let class = Class::of(first);
        let article = count == 0 && rest.starts_with("The ") && name.of.case == CaseRule::Auto;
        if class.is_word() && !class.is_lower() && !article {
            // what the scan looks at: a capital; where the small words end otherwise, they are looked for themselves
            if (count > 0 || behind.is_some()) && !class.is_upper() {
                return otherwise;
            }
            break;
        }
        if !class.is_word() {
            return if count > 0 { otherwise } else { Lead::None };
        }
        // one small word of letters and one character or stretch of white space behind it, as `start_before` goes back
        let end = rest.find(|c| !Class::of(c).is_word() && !Class::of(c).is_mark()).unwrap_or(rest.len());
        if count == 0
            && rest[..end].chars().any(|c| Class::of(c).is_upper())
            && !article
            && rest.starts_with(|c: char| c.is_ascii_lowercase())
        {
            return if behind.is_some() { otherwise } else { Lead::Inner };
        }
        let letters = rest[..end].chars().all(|c| article || Class::of(c).is_lower() || Class::of(c).is_mark());
        let Some(gap) = rest[end..].chars().next().filter(|_| end > 0 && letters && count < MOST_LEADS) else {
            return otherwise;
        };
        rest = &rest[end + gap.len_utf8()..];
        if Class::of(gap).is_white() {
            rest = rest.trim_start();
        }
        count += 1;
    }
    if count == 0 && behind.is_none() {
        return Lead::None;
    }
    match first_word_of(rest, word) {
        Some(first) if !first.unspaced => {
            Lead::Words { count, behind_odd: behind.is_some(), capital: word_hash::word(word) }
        }
        _ => otherwise,
    }
}

/// Whether a character is one of words, or is passed over in them.
pub(super) fn is_of_words(c: char) -> bool {
    let class = Class::of(c);
    class.is_word() || class.is_mark() || class.is_dropped() || class.is_white()
}

/// Whether the name allows its surface.
pub(super) fn accepts(name: &ListedName<'_>, shape: Shape, text: &str, span: Span, ignore_case: bool) -> bool {
    let surface = span.of(text);
    if (shape == Shape::Dotted || is_abbreviation(surface)) && !stands_alone(text, span) {
        return false;
    }
    if shape == Shape::Dotted {
        let letters: String = surface.chars().filter(|&c| c != '.').collect();
        return case::is_as_written(name.text, &letters);
    }
    if surface == name.text || name.of.case != CaseRule::Exact && is_same_but_marks(name.text, surface) {
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

/// Whether a surface of ASCII is the name letter for letter, but for marks that do not matter: what nearly all names with
/// marks are that were written without.
fn is_same_but_marks(name: &str, surface: &str) -> bool {
    if !surface.is_ascii() || marks_matter(name) {
        return false;
    }
    let mut written = surface.bytes();
    let same = name.chars().all(|c| {
        written.next().is_some_and(|written| match fold_char(c).as_bytes() {
            _ if c.is_ascii() => c == char::from(written),
            &[folded] => {
                written.to_ascii_lowercase() == folded && written.is_ascii_uppercase() == Class::of(c).is_upper()
            }
            _ => false,
        })
    });
    same && written.next().is_none()
}

fn marks_fit(name: &str, surface: &str) -> bool {
    !marks_matter(name) || same_marks(name, surface)
}

/// Whether a surface is an abbreviation that can be part of a longer one or of a currency: U.S. or US.
fn is_abbreviation(surface: &str) -> bool {
    // the second character of nearly all others is a small letter
    !surface.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase)
        && surface.chars().take(LONGEST_ABBREVIATION + 1).count() <= LONGEST_ABBREVIATION
        && (case::is_acronym(surface) || is_dotted(surface))
}

fn without_marks(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.filter(|&c| !Class::of(c).is_mark())
}

fn is_dotted(surface: &str) -> bool {
    let mut chars = without_marks(surface.chars());
    chars.next().is_some_and(|c| Class::of(c).is_upper()) && chars.next() == Some('.') && surface.ends_with('.')
}

/// Whether a word may stand as it is written, where that needs no look at the list.
#[inline]
pub(super) fn accepts_word(shape: Shape, written: Cases, text: &str, span: Span) -> Option<bool> {
    match shape {
        Shape::Word(cases) if !written.is_none() => {
            Some(cases.meets(written) && (!written.is_capitals() || stands_alone(text, span)))
        }
        Shape::Titles if are_titles(text.as_bytes(), span) => Some(true),
        Shape::Marked if !written.is_none() => Some(false),
        _ => None,
    }
}

/// An abbreviation never counts before a dollar sign (US$), and one with dots never inside a longer one (U.S.S.R.).
fn stands_alone(text: &str, span: Span) -> bool {
    if text[span.end()..].starts_with('$') {
        return false;
    }
    let mut before = without_marks(text[..span.start()].chars().rev());
    let inside = is_dotted(span.of(text))
        && before.next() == Some('.')
        && before.next().is_some_and(|c| Class::of(c).is_upper())
        && before.next().is_none_or(|c| !Class::of(c).is_word());
    !inside
}
