//! Legal forms of companies: `Siemens AG` is "Siemens", and a company that is listed without one is found with it:
//! "Apple Inc." where `Apple` is listed.
//!
//! A form is taken off the name of any organization, never where an ordinary word or the name of people would be left.
//! It is put behind the names of companies of countries where that form is used.

use super::{Emit, Name};
use crate::gazetteer::cues::Cues;
use crate::model::{Kind, NameSource};
use crate::text::case::is_acronym;

/// Forms that stand behind a name, longer ones first.
const FORMS: [&str; 46] = [
    "& Co. KGaA",
    "& Co. KG",
    "& Co KG",
    "GmbH & Co. KG",
    "Co., Ltd.",
    "Co. Ltd.",
    "Co., Ltd",
    "Co Ltd",
    "Pty Ltd",
    "Pte Ltd",
    "Incorporated",
    "Corporation",
    "& Company",
    "Company",
    "Limited",
    "Sdn Bhd",
    "Berhad",
    "& Co.",
    "& Co",
    "S.p.A.",
    "S.A.S.",
    "S.A.",
    "N.V.",
    "B.V.",
    "A.G.",
    "A.S.",
    "GmbH",
    "KGaA",
    "Corp.",
    "Inc.",
    "Ltd.",
    "Corp",
    "Inc",
    "Ltd",
    "Bhd",
    "Oyj",
    "PLC",
    "plc",
    "SpA",
    "ASA",
    "LLC",
    "LLP",
    "A/S",
    "Co.",
    "Co",
    "AG",
];

/// Short forms that are ordinary letters of other names, taken off only behind a word with small letters.
const SHORT_FORMS: [&str; 8] = ["AB", "AS", "NV", "BV", "SA", "SE", "Plc", "KG"];

/// The letters with which forms end.
const LAST_LETTERS: [char; 17] = ['A', 'B', 'C', 'E', 'G', 'H', 'P', 'S', 'V', 'c', 'd', 'j', 'n', 'o', 'p', 'y', '.'];

/// Spellings of one form.
const SPELLINGS: [&[&str]; 4] = [
    &["Inc.", "Inc", "Incorporated"],
    &["Corp.", "Corp", "Corporation"],
    &["Ltd.", "Ltd", "Limited"],
    &["Co.", "Co", "Company"],
];

/// What is put behind the names of the companies of a country.
const FORMS_OF_COUNTRIES: [(&[&str], &[&str]); 11] = [
    (&["USA"], &["Inc.", "Inc", "Corp.", "Corp", "Co.", "Co"]),
    (&["CAN"], &["Inc.", "Inc", "Ltd.", "Ltd", "Corp.", "Corp"]),
    (&["GBR", "IRL"], &["plc", "Ltd.", "Ltd"]),
    (&["AUS", "NZL", "IND", "HKG", "SGP", "ISR"], &["Ltd.", "Ltd", "Limited"]),
    (&["JPN", "KOR", "TWN", "CHN"], &["Co.", "Co", "Corp.", "Corp", "Ltd.", "Ltd", "Co., Ltd.", "Co Ltd"]),
    (&["DEU", "AUT", "CHE"], &["AG", "SE", "GmbH"]),
    (&["FRA", "BEL", "ESP", "LUX"], &["SA", "S.A."]),
    (&["NLD"], &["NV", "N.V."]),
    (&["ITA"], &["SpA", "S.p.A."]),
    (&["SWE"], &["AB"]),
    (&["NOR", "DNK", "FIN"], &["ASA", "A/S", "Oyj"]),
];

/// Words that already say what a company is: nothing is put behind them.
const SAYS_ENOUGH: [&str; 12] = [
    "Group",
    "Holdings",
    "Bank",
    "Company",
    "Corporation",
    "Motors",
    "Industries",
    "Enterprises",
    "Partners",
    "Association",
    "University",
    "Foundation",
];

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    if name.kind != Kind::Organization || name.source == NameSource::Demonym {
        return;
    }
    let text = name.text;
    if let Some((rest, form)) = split(text) {
        for spellings in SPELLINGS.iter().filter(|spellings| spellings.contains(&form)) {
            for other in spellings.iter().filter(|other| **other != form) {
                emit.push(&[rest, " ", other]);
                emit.push(&[rest, ", ", other]);
            }
            emit.push(&[rest, if text[rest.len()..].starts_with(',') { " " } else { ", " }, form]);
        }
        // Wells Fargo & Co. Inc. has two
        let rest = split(rest).map_or(rest, |(rest, _)| rest);
        if stands_alone(rest) {
            emit.push(&[rest]);
        }
        return;
    }
    let last = text.rsplit(' ').next().unwrap_or(text);
    if name.class != "company" || SAYS_ENOUGH.contains(&last) || text.split(' ').count() > 3 {
        return;
    }
    let forms = FORMS_OF_COUNTRIES.iter().find(|(countries, _)| countries.contains(&name.country));
    for form in forms.map_or(&[][..], |(_, forms)| forms) {
        emit.push(&[text, " ", form]);
        if form.starts_with("Inc") {
            emit.push(&[text, ", ", form]);
        }
    }
}

/// A name and the form behind it.
fn split(text: &str) -> Option<(&str, &str)> {
    // the last word of most names is no form: told by its length and last letter
    let (_, last) = text.rsplit_once(' ')?;
    if last.len() > "Incorporated".len() || !last.ends_with(LAST_LETTERS) {
        return None;
    }
    let at_end = |form: &&&str| text.ends_with(**form);
    let long = FORMS.iter().find(at_end);
    let form = long.or_else(|| SHORT_FORMS.iter().find(at_end))?;
    let rest = text[..text.len() - form.len()].strip_suffix(' ')?;
    let rest = rest.strip_suffix(',').unwrap_or(rest);
    let small = rest.chars().any(char::is_lowercase);
    (!rest.is_empty() && (long.is_some() || small)).then_some((rest, &text[text.len() - form.len()..]))
}

/// Whether what is left without the form is a name: more than one word, or one that is no ordinary word and no one's.
fn stands_alone(rest: &str) -> bool {
    let lower = rest.to_lowercase();
    let cues = Cues::get();
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    if bare.contains(' ') {
        return !bare.split(' ').any(|word| matches!(word, "&" | "and" | "of")) || bare.split(' ').count() > 2;
    }
    let ordinary = cues.is_common_word(bare) || cues.is_given_name(bare) || cues.is_surname(bare);
    !ordinary && (is_acronym(rest) || rest.chars().any(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::super::Name;
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    fn given(class: &str, country: &str, text: &str) -> Vec<String> {
        let name = Name { class, ..name(Kind::Organization, country, text) };
        variants(VariantRule::CompanyEnding, &name)
    }

    #[test]
    fn forms_are_taken_off_where_a_name_is_left() {
        for (text, left) in [
            ("Siemens AG", "Siemens"),
            ("Vodafone Group plc", "Vodafone Group"),
            ("Exxon Mobil Corporation", "Exxon Mobil"),
            ("Toyota Motor Co., Ltd.", "Toyota Motor"),
            ("Wells Fargo & Co.", "Wells Fargo"),
            ("IBM Corp.", "IBM"),
            ("Danone S.A.", "Danone"),
            ("Amazon.com, Inc.", "Amazon.com"),
            ("Telenor ASA", "Telenor"),
        ] {
            let found = given("", "", text);
            assert!(found.iter().any(|name| name == left), "{text}: {found:?}");
        }
        for (text, left) in [
            ("Apple Inc.", "Apple"),
            ("Gap Inc.", "Gap"),
            ("Target Corporation", "Target"),
            ("Johnson Ltd", "Johnson"),
            ("Mary Inc", "Mary"),
            ("The Company", "The"),
            ("BASE AB", "BASE"),
        ] {
            let found = given("", "", text);
            assert!(!found.iter().any(|name| name == left), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_form_has_spellings() {
        assert_eq!(
            given("", "", "Gap Inc."),
            ["Gap Inc", "Gap, Inc", "Gap Incorporated", "Gap, Incorporated", "Gap, Inc."]
        );
    }

    #[test]
    fn companies_are_found_with_the_forms_of_their_country() {
        let found = given("company", "USA", "Apple");
        assert!(["Apple Inc", "Apple Inc.", "Apple, Inc."].iter().all(|name| found.contains(&(*name).to_owned())));
        assert_eq!(given("company", "DEU", "Siemens"), ["Siemens AG", "Siemens SE", "Siemens GmbH"]);
        assert!(given("party", "DEU", "Die Linke").is_empty());
        assert!(given("company", "USA", "Goldman Sachs Group").is_empty());
        assert!(given("company", "", "Apple").is_empty());
    }
}
