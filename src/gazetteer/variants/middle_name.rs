//! Middle names and initials left out: `George W. Bush` is "George Bush", `Vladimir Vladimirovich Putin` "Vladimir
//! Putin", `John Fitzgerald Kennedy` "John Kennedy" and "John F. Kennedy".
//!
//! Initials and patronymics go whatever the country. A whole middle name goes only where it is a known given name and
//! the country is one where people have one given name they are called by and others they are not: `Juan Manuel Santos`
//! is no "Juan Santos". Of a canonical name it stays: `Martin Luther King` is called by both.

use super::{Emit, Name};
use crate::gazetteer::cues::Cues;
use crate::model::NameSource;

/// Countries whose middle names are not used in speaking.
const COUNTRIES: [&str; 13] =
    ["AUS", "AUT", "CAN", "CHE", "DEU", "DNK", "GBR", "IRL", "NLD", "NOR", "NZL", "SWE", "USA"];

const PATRONYMICS: [&str; 5] = ["ovich", "evich", "ovych", "ovna", "evna"];

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    let spaces = name.text.bytes().filter(|&byte| byte == b' ').count();
    if !name.is_person() || spaces < 2 {
        return;
    }
    let tokens: Vec<&str> = name.text.split(' ').collect();
    let [first, middle @ .., last] = tokens.as_slice() else { return };
    if middle.is_empty() || is_initial(first) || is_initial(last) || is_generation(last) {
        return;
    }
    if middle.iter().all(|token| is_initial(token)) || middle.len() == 1 && is_patronymic(middle[0]) {
        emit.push(&[first, " ", last]);
        return;
    }
    let [middle] = middle else { return };
    let given = || Cues::get().is_given_name(&middle.to_lowercase());
    if name.source == NameSource::Alias && COUNTRIES.contains(&name.country) && given() {
        emit.push(&[first, " ", last]);
        let initial = middle.chars().next().map(String::from).unwrap_or_default();
        emit.push(&[first, " ", &initial, ". ", last]);
    }
}

fn is_initial(token: &str) -> bool {
    let letters = token.chars().filter(|&c| c != '.').count();
    let capitals = token.chars().all(|c| c == '.' || c.is_uppercase());
    capitals && (letters == 1 || letters > 0 && token.ends_with('.'))
}

fn is_generation(token: &str) -> bool {
    matches!(token, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV")
}

fn is_patronymic(token: &str) -> bool {
    PATRONYMICS.iter().any(|ending| token.len() > ending.len() + 2 && token.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::super::Name;
    use super::super::support::{name, variants};
    use crate::model::{Kind, NameSource, VariantRule};

    #[test]
    fn what_is_left_out_depends_on_the_country() {
        for (source, country, text, expected) in [
            (NameSource::Canonical, "", "George W. Bush", &["George Bush"][..]),
            (NameSource::Canonical, "USA", "George H. W. Bush", &["George Bush"]),
            (NameSource::Canonical, "", "Vladimir Vladimirovich Putin", &["Vladimir Putin"]),
            (NameSource::Alias, "USA", "John Michael Smith", &["John Smith", "John M. Smith"]),
            (NameSource::Canonical, "USA", "Martin Luther King", &[]),
            (NameSource::Alias, "COL", "Juan Manuel Santos", &[]),
            (NameSource::Alias, "USA", "Hillary Rodham Clinton", &[]),
            (NameSource::Canonical, "USA", "J. Edgar Hoover", &[]),
            (NameSource::Canonical, "USA", "John D. Rockefeller Jr.", &[]),
            (NameSource::Canonical, "VNM", "Ho Chi Minh", &[]),
        ] {
            let name = Name { source, ..name(Kind::Person, country, text) };
            assert_eq!(variants(VariantRule::MiddleName, &name), expected, "{text}");
        }
    }
}
