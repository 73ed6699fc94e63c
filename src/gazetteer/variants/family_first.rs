//! The family name first where the language puts it there, and last where lists or foreign texts put it: `Viktor Orbán`
//! and "Orbán Viktor", `Shinzo Abe` and "Abe Shinzo", `Son Heung-min` and "Heung-min Son".
//!
//! Names of three words stay as they are: which of them is the family's cannot be seen.

use super::{Emit, Name};
use crate::text::class::Class;

const COUNTRIES: [&str; 4] = ["HUN", "JPN", "KOR", "PRK"];

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    if !name.is_person() || !COUNTRIES.contains(&name.country) {
        return;
    }
    let Some((first, second)) = name.text.split_once(' ') else { return };
    let capital = |word: &str| word.chars().next().is_some_and(|c| Class::of(c).is_upper());
    if !second.contains([' ', '.']) && !first.contains('.') && capital(first) && capital(second) {
        emit.push(&[second, " ", first]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    #[test]
    fn two_words_change_places() {
        for (country, text, expected) in [
            ("HUN", "Viktor Orbán", &["Orbán Viktor"][..]),
            ("JPN", "Abe Shinzo", &["Shinzo Abe"]),
            ("KOR", "Son Heung-min", &["Heung-min Son"]),
            ("KOR", "Kim Dae Jung", &[]),
            ("JPN", "Emperor of Japan", &[]),
            ("USA", "Joe Biden", &[]),
        ] {
            assert_eq!(variants(VariantRule::FamilyFirst, &name(Kind::Person, country, text)), expected, "{text}");
        }
    }
}
