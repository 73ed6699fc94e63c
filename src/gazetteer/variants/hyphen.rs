//! A hyphen or a space: `Guinea-Bissau` and "Guinea Bissau", `Kim Jong-un` and "Kim Jong Un".
//!
//! A hyphen is taken out wherever it joins two parts of at least two letters; Arabic articles have a rule of their own.
//! One is put in only where many write it: in Korean given names, and around the small words inside the names of towns.

use super::{Emit, Name, arabic};
use crate::model::Kind;
use crate::text::class::Class;

/// Small words that stand between hyphens in the names of towns.
const BETWEEN_HYPHENS: [&str; 9] = ["am", "au", "aux", "en", "on", "sous", "sur", "under", "upon"];

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    let text = name.text;
    if text.contains('-') {
        let part = |part: &str| part.chars().filter(|&c| Class::of(c).is_word()).count() >= 2;
        let sound = text.split(' ').all(|word| word.split('-').all(|p| !word.contains('-') || part(p)));
        let digits = text.bytes().any(|byte| byte.is_ascii_digit());
        if sound && !digits && !text.split(' ').any(arabic::has_article) {
            emit.push(&[&text.replace('-', " ")]);
        }
        return;
    }
    let spaces = text.bytes().filter(|&byte| byte == b' ').count();
    if spaces != 2 {
        return;
    }
    let Some((first, rest)) = text.split_once(' ') else { return };
    let Some((second, third)) = rest.split_once(' ') else { return };
    match name.kind {
        Kind::Person if matches!(name.country, "KOR" | "PRK" | "TWN") => {
            // small: "Jong-un" may also be written "Jong-Un"
            emit.push(&[first, " ", second, "-", &third.to_lowercase()]);
        }
        Kind::Place if BETWEEN_HYPHENS.contains(&second) => emit.push(&[first, "-", second, "-", third]),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    #[test]
    fn hyphens_come_and_go() {
        for (kind, country, text, expected) in [
            (Kind::Place, "GNB", "Guinea-Bissau", &["Guinea Bissau"][..]),
            (Kind::Place, "GBR", "Newcastle upon Tyne", &["Newcastle-upon-Tyne"]),
            (Kind::Place, "GBR", "Stratford-upon-Avon", &["Stratford upon Avon"]),
            (Kind::Person, "PRK", "Kim Jong-un", &["Kim Jong un"]),
            (Kind::Person, "PRK", "Kim Jong Un", &["Kim Jong-un"]),
            (Kind::Person, "SYR", "Bashar al-Assad", &[]),
            (Kind::Organization, "DEU", "T-Mobile", &[]),
            (Kind::Organization, "", "F-16 Club", &[]),
            (Kind::Place, "ESP", "Palma de Mallorca", &[]),
            (Kind::Place, "USA", "New York City", &[]),
        ] {
            assert_eq!(variants(VariantRule::Hyphen, &name(kind, country, text)), expected, "{text}");
        }
    }
}
