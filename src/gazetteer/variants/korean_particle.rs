//! Korean particles, which are written onto the name: `한국`, "한국의", "한국은"; `서울`, "서울에서".
//!
//! Which of two forms a particle has depends on whether the last syllable ends in a consonant.

use super::{Emit, Name};

/// A name of one syllable with a particle would be found in other words.
const FEWEST_SYLLABLES: usize = 2;

/// Particles with one form.
const ALWAYS: [&str; 7] = ["의", "에", "에서", "에게", "도", "까지", "부터"];

/// Behind a consonant, and behind a vowel.
const PAIRS: [(&str, &str); 4] = [("은", "는"), ("이", "가"), ("을", "를"), ("과", "와")];

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    let syllable = |c: char| matches!(c, '\u{AC00}'..='\u{D7A3}');
    let Some(last) = name.text.chars().next_back().filter(|&c| syllable(c)) else { return };
    if name.text.chars().filter(|&c| syllable(c)).count() < FEWEST_SYLLABLES {
        return;
    }
    // syllables stand in rows of 28, by their last consonant: none is 0, l is 8
    let ending = (u32::from(last) - 0xAC00) % 28;
    for (consonant, vowel) in PAIRS {
        emit.push(&[name.text, if ending > 0 { consonant } else { vowel }]);
    }
    emit.push(&[name.text, if ending == 0 || ending == 8 { "로" } else { "으로" }]);
    ALWAYS.iter().for_each(|particle| emit.push(&[name.text, particle]));
}

#[cfg(test)]
mod tests {
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    #[test]
    fn particles_follow_the_last_syllable() {
        for (text, some, none) in [
            ("한국", &["한국은", "한국이", "한국의", "한국으로"][..], "한국는"),
            ("러시아", &["러시아는", "러시아가", "러시아를", "러시아로", "러시아에서"], "러시아은"),
            ("서울", &["서울은", "서울로"], "서울으로"),
        ] {
            let found = variants(VariantRule::KoreanParticle, &name(Kind::Place, "KOR", text));
            assert!(some.iter().all(|name| found.iter().any(|other| other == name)), "{found:?}");
            assert!(found.iter().all(|name| name != none), "{found:?}");
        }
        assert!(variants(VariantRule::KoreanParticle, &name(Kind::Place, "KOR", "몽")).is_empty());
    }
}
