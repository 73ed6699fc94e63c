//! `St.` and `Saint`, `Mt.` and `Mount`, `Ft.` and `Fort`, before a word with a capital.

use super::{Emit, Name};
use crate::text::class::Class;

/// The long form and the short one, which also stands with a dot.
const WORDS: [(&str, &str); 4] = [("Saint", "St"), ("Sainte", "Ste"), ("Mount", "Mt"), ("Fort", "Ft")];

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    let text = name.text;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let begins = at == 0 || matches!(text.as_bytes()[at - 1], b' ' | b'-');
        if !begins || !matches!(byte, b'S' | b'M' | b'F') {
            continue;
        }
        let (before, rest) = text.split_at(at);
        for (long, short) in WORDS {
            // nobody writes a person's name so but a saint's
            if name.is_person() && !long.starts_with('S') {
                continue;
            }
            if let Some(after) = rest.strip_prefix(long) {
                if begins_a_name(after, " ") {
                    emit.push(&[before, short, ".", after]);
                    emit.push(&[before, short, after]);
                } else if begins_a_name(after, "-") {
                    emit.push(&[before, short, after]);
                }
            } else if let Some(after) = rest.strip_prefix(short) {
                let undotted = after.strip_prefix('.');
                let after = undotted.unwrap_or(after);
                if begins_a_name(after, " ") {
                    emit.push(&[before, long, after]);
                    emit.push(&[before, short, if undotted.is_some() { "" } else { "." }, after]);
                } else if undotted.is_none() && begins_a_name(after, "-") {
                    emit.push(&[before, long, after]);
                }
            }
        }
    }
}

fn begins_a_name(after: &str, gap: &str) -> bool {
    after.strip_prefix(gap).and_then(|word| word.chars().next()).is_some_and(|c| Class::of(c).is_upper())
}

#[cfg(test)]
mod tests {
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    #[test]
    fn long_and_short_forms_meet() {
        for (text, expected) in [
            ("St. Louis", &["Saint Louis", "St Louis"][..]),
            ("St Albans", &["Saint Albans", "St. Albans"]),
            ("Saint Petersburg", &["St. Petersburg", "St Petersburg"]),
            ("Saint-Denis", &["St-Denis"]),
            ("St-Denis", &["Saint-Denis"]),
            ("Sault Ste. Marie", &["Sault Sainte Marie", "Sault Ste Marie"]),
            ("Mount Everest", &["Mt. Everest", "Mt Everest"]),
            ("Fort Worth", &["Ft. Worth", "Ft Worth"]),
            ("Bury St Edmunds", &["Bury Saint Edmunds", "Bury St. Edmunds"]),
            ("Wall St.", &[]),
            ("Stockholm", &[]),
            ("Saint", &[]),
            ("Mount of Olives", &[]),
            ("Montreal", &[]),
        ] {
            assert_eq!(variants(VariantRule::Abbreviation, &name(Kind::Place, "", text)), expected, "{text}");
        }
        assert!(variants(VariantRule::Abbreviation, &name(Kind::Person, "", "Mount Hill")).is_empty());
    }
}
