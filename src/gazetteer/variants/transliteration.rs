//! Russian and Arabic in Latin letters, spelt in another way: `Zelensky`, "Zelenskyy", "Zelenskiy"; `Sergei`, "Sergey";
//! `Hmeymim`, "Hmeimim", "Khmeimim"; `Mohammed`, "Muhammad".
//!
//! Word by word, where the country says that the name is Russian or Arabic, or where the word itself does: by an ending
//! such as -skiy, a beginning such as Hm-, a given name of the table. Otherwise a name stays as it is: Stein and Steyn
//! are two families.

use super::arabic::{has_article, is_arab};
use super::{Emit, Name};
use crate::model::{Kind, NameSource};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Whether names of a country come out of Cyrillic letters, now or in the lists' past.
fn writes_cyrillic(country: &str) -> bool {
    matches!(country, "ARM" | "AZE" | "BLR" | "GEO" | "KAZ" | "KGZ" | "MDA" | "RUS" | "TJK" | "TKM" | "UKR" | "UZB")
}

/// Whether people of a country that is not Arab have Arabic names.
fn is_muslim(country: &str) -> bool {
    matches!(country, "AFG" | "BGD" | "IRN" | "MLI" | "NER" | "PAK" | "SOM" | "TCD")
}

/// Spellings of one given name, each row for one name.
const GIVEN_NAMES: [&[&str]; 30] = [
    &["Mohammed", "Mohammad", "Muhammad", "Mohamed", "Muhammed", "Mohamad"],
    &["Ahmed", "Ahmad"],
    &["Hussein", "Hussain", "Husain", "Husayn", "Hossein"],
    &["Hassan", "Hasan"],
    &["Khaled", "Khalid"],
    &["Omar", "Umar"],
    &["Osama", "Usama"],
    &["Yousef", "Yusuf", "Youssef", "Yousuf", "Yusef"],
    &["Abdullah", "Abdallah", "Abdulla"],
    &["Ibrahim", "Ebrahim"],
    &["Saeed", "Said", "Saïd"],
    &["Saleh", "Salih"],
    &["Mustafa", "Mostafa", "Moustafa"],
    &["Mahmoud", "Mahmud"],
    &["Suleiman", "Sulaiman", "Sulayman", "Soleiman"],
    &["Faisal", "Faysal", "Feisal"],
    &["Muammar", "Moammar", "Mu'ammar"],
    &["Rashid", "Rasheed", "Rachid"],
    &["Nasser", "Nasir", "Naser"],
    &["Hamid", "Hameed"],
    &["Tariq", "Tarek", "Tareq", "Tarik"],
    &["Haider", "Haidar", "Haydar"],
    &["Nouri", "Nuri"],
    &["Jamal", "Gamal"],
    &["Sheikh", "Shaikh", "Sheik"],
    &["Ismail", "Ismael", "Isma'il"],
    &["Aleksandr", "Alexander", "Alexandr", "Aleksander"],
    &["Yevgeny", "Evgeny", "Yevgeni", "Evgeni", "Yevgeniy", "Evgeniy"],
    &["Vasily", "Vasili", "Vassily", "Vasiliy"],
    &["Gennady", "Gennadi", "Gennadiy"],
];

/// No name gives more variants by this rule.
const MOST: usize = 20;

/// Words of fewer letters stay as they are.
const SHORTEST: usize = 4;

const SKY: [&str; 6] = ["sky", "skyy", "skiy", "skyi", "skii", "ski"];

/// Endings of Russian words, longer ones first, and what they are also spelt as.
const ENDINGS: [(&str, &[&str]); 8] = [
    ("ei", &["ey"]),
    ("ey", &["ei"]),
    ("ai", &["ay"]),
    ("ay", &["ai"]),
    ("iy", &["y", "i"]),
    ("yy", &["y", "iy"]),
    ("y", &["iy", "i", "yy"]),
    ("i", &["y", "iy"]),
];

/// The other spellings of an Arabic or Russian given name, itself among them; none for other words.
pub(super) fn spellings_of_given_name(word: &str) -> &'static [&'static str] {
    static BY_NAME: OnceLock<FxHashMap<&str, &[&str]>> = OnceLock::new();
    // nearly every word is turned away by its length or first letter
    if !(4..=10).contains(&word.len()) || !word.as_bytes()[0].is_ascii_uppercase() {
        return &[];
    }
    let of_each = |names: &'static &[&str]| names.iter().map(move |name| (*name, *names));
    BY_NAME.get_or_init(|| GIVEN_NAMES.iter().flat_map(of_each).collect()).get(word).copied().unwrap_or_default()
}

#[derive(Clone, Copy, Debug, Default)]
struct Origin {
    cyrillic: bool,
    arabic: bool,
}

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    if name.kind == Kind::Organization || name.source == NameSource::Demonym || !name.text.is_ascii() {
        return;
    }
    let origin =
        Origin { cyrillic: writes_cyrillic(name.country), arabic: is_arab(name.country) || is_muslim(name.country) };
    let several = name.text.contains(' ');
    let person = name.kind == Kind::Person;
    let marked = |word: &str| {
        several && (person && !spellings_of_given_name(word).is_empty() || is_plainly_russian(word))
            || name.country.is_empty() && (is_plainly_arabic(word) || has_article(word))
    };
    // a word alone says nothing beside the country
    let asks_words = several || name.country.is_empty();
    let may = origin.cyrillic || origin.arabic || asks_words && name.text.split(' ').any(marked);
    if !may {
        return;
    }
    let words: Vec<Vec<String>> = name.text.split(' ').map(|word| spellings(word, origin, several, name)).collect();
    if words.iter().all(|word| word.len() == 1) {
        return;
    }
    let combinations: usize = words.iter().map(Vec::len).product();
    let mut written = String::new();
    for number in 1..combinations.min(MOST + 1) {
        written.clear();
        let mut rest = number;
        for word in &words {
            if !written.is_empty() {
                written.push(' ');
            }
            written.push_str(&word[rest % word.len()]);
            rest /= word.len();
        }
        emit.push(&[&written]);
    }
}

/// A word as it is written, then its other spellings.
fn spellings(word: &str, origin: Origin, several: bool, name: &Name<'_>) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    if word.len() < SHORTEST {
        return all;
    }
    let mut add = |other: String| {
        if !all.contains(&other) {
            all.push(other);
        }
    };
    let person = name.kind == Kind::Person;
    if several && person {
        for other in spellings_of_given_name(word) {
            add((*other).to_owned());
        }
    }
    let article = if has_article(word) { word.rfind('-').map_or(0, |at| at + 1) } else { 0 };
    let (front, stem) = word.split_at(article);
    if origin.cyrillic || is_plainly_russian(stem) && several {
        russian(stem, origin.cyrillic, &mut |other| add(format!("{front}{other}")));
    }
    if origin.arabic || name.country.is_empty() && (is_plainly_arabic(stem) || !front.is_empty()) {
        arabic(stem, &mut |other| add(format!("{front}{other}")));
    }
    all
}

fn is_plainly_russian(word: &str) -> bool {
    ["skyy", "skiy", "skyi", "skii"].iter().any(|ending| word.ends_with(ending))
}

/// Consonants with which no word of a Western language begins.
fn is_plainly_arabic(word: &str) -> bool {
    ["Hm", "Hs", "Khm", "Kh", "Gh"].iter().any(|begin| word.starts_with(begin))
}

fn russian(word: &str, country: bool, add: &mut impl FnMut(String)) {
    if let Some(stem) = SKY.iter().rev().find_map(|ending| word.strip_suffix(ending)) {
        SKY.iter().for_each(|ending| add(format!("{stem}{ending}")));
        return;
    }
    if !country {
        return;
    }
    let mut begins = vec![word.to_owned()];
    for (begin, other) in [("Ye", "E"), ("Ev", "Yev"), ("Ek", "Yek"), ("Aleks", "Alex"), ("Alex", "Aleks")] {
        if let Some(rest) = word.strip_prefix(begin) {
            begins.push(format!("{other}{rest}"));
            break;
        }
    }
    for word in begins {
        let ended = ENDINGS.iter().find_map(|(ending, others)| Some((word.strip_suffix(ending)?, *others)));
        let consonant = |stem: &str| stem.ends_with(|c: char| c.is_ascii_alphabetic() && !"aeiouy".contains(c));
        if let Some((stem, others)) = ended.filter(|(stem, _)| consonant(stem)) {
            others.iter().for_each(|other| add(format!("{stem}{other}")));
        }
        add(word);
    }
}

fn arabic(word: &str, add: &mut impl FnMut(String)) {
    let mut begins = vec![word.to_owned()];
    if let Some(rest) = word.strip_prefix("Kh") {
        begins.push(format!("H{rest}"));
    } else if word.starts_with('H') && word[1..].starts_with(|c: char| c.is_ascii_alphabetic() && !"aeiouy".contains(c))
    {
        begins.push(format!("Kh{}", &word[1..]));
    }
    for word in begins {
        let inner = ["ei", "ey", "ay"].iter().find_map(|pair| word.find(pair).map(|at| (at, *pair)));
        if let Some((at, pair)) = inner.filter(|(at, _)| *at > 0 && at + 2 < word.len()) {
            for other in ["ei", "ey", "ay"].iter().filter(|other| **other != pair) {
                add(format!("{}{other}{}", &word[..at], &word[at + 2..]));
            }
        }
        add(word);
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    fn given(kind: Kind, country: &str, text: &str) -> Vec<String> {
        variants(VariantRule::Transliteration, &name(kind, country, text))
    }

    #[test]
    fn spellings_meet() {
        for (kind, country, names) in [
            (Kind::Place, "SYR", &["Hmeymim", "Hmeimim", "Khmeimim"][..]),
            (Kind::Place, "", &["Hmeymim", "Hmeimim", "Khmeimim"]),
            (Kind::Person, "UKR", &["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"]),
            (Kind::Person, "RUS", &["Sergei Lavrov", "Sergey Lavrov"]),
            (Kind::Person, "RUS", &["Dmitry Peskov", "Dmitri Peskov", "Dmitriy Peskov"]),
            (Kind::Person, "RUS", &["Alexei Navalny", "Aleksei Navalny", "Alexey Navalny"]),
            (Kind::Person, "", &["Mohammed Morsi", "Mohamed Morsi", "Muhammad Morsi"]),
            (Kind::Place, "RUS", &["Yekaterinburg", "Ekaterinburg"]),
            (Kind::Place, "IRQ", &["al-Hamdaniya", "al-Hamdaniya"]),
            (Kind::Place, "SYR", &["Deir Hafer", "Deyr Hafer"]),
        ] {
            for from in names {
                let found = given(kind, country, from);
                for to in names.iter().filter(|to| *to != from) {
                    assert!(found.iter().any(|name| name == to), "{from} gives no {to}: {found:?}");
                }
                assert!(found.len() <= super::MOST, "{from}: {}", found.len());
            }
        }
    }

    #[test]
    fn names_of_other_languages_stay() {
        for (kind, country, text) in [
            (Kind::Person, "USA", "Mark Steyn"),
            (Kind::Person, "", "Rupert Bailey"),
            (Kind::Person, "POL", "Jan Kowalski"),
            (Kind::Person, "", "Jan Kowalski"),
            (Kind::Place, "USA", "Monterey"),
            (Kind::Person, "", "Mohammed"),
            (Kind::Organization, "RUS", "Sky News"),
        ] {
            assert!(given(kind, country, text).is_empty(), "{text}: {:?}", given(kind, country, text));
        }
    }
}
