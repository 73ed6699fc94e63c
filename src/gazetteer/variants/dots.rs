//! `U.S.` and `US`: acronyms with and without dots, letter for letter.
//!
//! An acronym that is no `exact` name needs no variant with dots: the lexicon knows it with them.

use super::{Emit, Name};
use crate::gazetteer::cues::Cues;
use crate::model::NameSource;
use crate::text::case::is_acronym;

/// Nobody writes longer ones with dots.
const LONGEST: usize = 4;

/// Acronyms that are words of some language and yet written without dots everywhere.
const WRITTEN_BARE: [&str; 2] = ["UN", "US"];

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    let text = name.text;
    if text.len() > 2 * LONGEST || !text.is_ascii() {
        return;
    }
    if is_acronym(text) {
        if name.source == NameSource::Exact && text.len() <= LONGEST {
            let dotted: String = text.chars().flat_map(|letter| [letter, '.']).collect();
            emit.push(&[&dotted]);
        }
    } else if text.len() >= 4
        && text
            .bytes()
            .enumerate()
            .all(|(i, byte)| byte == b'.' && i % 2 == 1 || byte.is_ascii_uppercase() && i % 2 == 0)
        && text.ends_with('.')
    {
        let plain: String = text.chars().filter(|&c| c != '.').collect();
        // IT and LA would be found in any headline
        if WRITTEN_BARE.contains(&plain.as_str()) || !Cues::get().is_common_word(&plain.to_lowercase()) {
            emit.push(&[&plain]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Name;
    use super::super::support::{name, variants};
    use crate::model::{Kind, NameSource, VariantRule};

    #[test]
    fn acronyms_lose_and_gain_dots() {
        for (source, text, expected) in [
            (NameSource::Exact, "EU", &["E.U."][..]),
            (NameSource::Exact, "U.K.", &["UK"]),
            (NameSource::Exact, "U.S.", &["US"]),
            (NameSource::Exact, "US", &["U.S."]),
            (NameSource::Canonical, "U.N.", &["UN"]),
            (NameSource::Canonical, "NATO", &[]),
            (NameSource::Exact, "I.T.", &[]),
            (NameSource::Exact, "UNESCO", &[]),
            (NameSource::Exact, "Mass.", &[]),
            (NameSource::Exact, "A.", &[]),
        ] {
            let name = Name { source, ..name(Kind::Place, "", text) };
            assert_eq!(variants(VariantRule::Dots, &name), expected, "{text}");
        }
    }
}
