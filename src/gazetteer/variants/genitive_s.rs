//! The genitive of German and the Scandinavian languages: `Deutschland`, "Deutschlands"; `Putin`, "Putins".
//!
//! Only names that such texts are full of get one: those of the countries that speak so, and those that news names all
//! over the world. In a text of another language the rule `genitive` lets none of them count.

use super::{Emit, Name};
use crate::gazetteer::cues::Cues;
use crate::model::NameSource;
use crate::text::class::Class;

fn is_germanic(country: &str) -> bool {
    matches!(country, "AUT" | "CHE" | "DEU" | "DNK" | "ISL" | "LIE" | "NOR" | "SWE")
}

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    let listed = matches!(name.source, NameSource::Canonical | NameSource::Alias);
    if !listed || !(name.prominent || is_germanic(name.country)) {
        return;
    }
    let text = name.text;
    let word = text.rsplit([' ', '-']).next().unwrap_or(text);
    let last = word.chars().next_back().unwrap_or(' ');
    let first = word.chars().next().unwrap_or(' ');
    // behind a hissing sound there is an apostrophe, which is an edge
    let hisses = matches!(last, 's' | 'x' | 'z' | 'ß' | 'ş' | 'š');
    let small = Class::of(last).is_lower() && Class::of(first).is_upper() && word.chars().count() > 2;
    let spoken_for = || {
        let mut lower = text.to_lowercase();
        lower.push('s');
        Cues::get().is_surname(&lower) || Cues::get().is_given_name(&lower)
    };
    if small && !hisses && !spoken_for() {
        emit.push(&[text, "s"]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Name;
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    #[test]
    fn an_s_is_put_behind_what_german_texts_name() {
        for (country, prominent, text, expected) in [
            ("DEU", false, "Brandenburg", &["Brandenburgs"][..]),
            ("RUS", true, "Wladimir Putin", &["Wladimir Putins"]),
            ("SWE", false, "Göteborg", &["Göteborgs"]),
            ("USA", false, "Springfield", &[]),
            ("DEU", false, "Mainz", &[]),
            ("DEU", false, "CDU", &[]),
            ("DEU", false, "Robert", &[]),
        ] {
            let name = Name { prominent, ..name(Kind::Place, country, text) };
            assert_eq!(variants(VariantRule::GenitiveS, &name), expected, "{text}");
        }
    }
}
