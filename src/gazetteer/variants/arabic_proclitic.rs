//! Arabic particles that are written onto the next word: و "and", ف "so", ب "in, by", ك "like", ل "to".
//!
//! Before the article all of them (ل and the article make لل); before other names the three that news joins to names
//! daily, and only before words of four letters or more, since short ones with a letter in front are often other words.

use super::{Emit, Name};

const ARTICLE: &str = "ال";

/// A word without the article has at least so many letters.
const FEWEST_LETTERS: usize = 4;

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    if let Some(rest) = name.text.strip_prefix(ARTICLE) {
        for particle in ["وال", "بال", "لل", "فال", "كال", "وبال", "ولل"] {
            emit.push(&[particle, rest]);
        }
        return;
    }
    let first = name.text.split(' ').next().unwrap_or_default();
    if first.chars().count() >= FEWEST_LETTERS {
        ["و", "ب", "ل"].iter().for_each(|particle| emit.push(&[particle, name.text]));
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    #[test]
    fn particles_are_joined_in_front() {
        for (text, expected) in [
            ("العراق", &["والعراق", "بالعراق", "للعراق", "فالعراق", "كالعراق", "وبالعراق", "وللعراق"][..]),
            ("دمشق", &["ودمشق", "بدمشق", "لدمشق"]),
            ("قطر", &[]),
        ] {
            assert_eq!(variants(VariantRule::ArabicProclitic, &name(Kind::Place, "", text)), expected, "{text}");
        }
    }
}
