//! Russian cases: `Москва`, "Москве"; `Владимир Путин`, "Владимира Путина"; `российский`, "российских".
//!
//! A name of words is declined as speakers do it: of a person every word, each in the same case; of anything else the
//! adjectives and the first noun behind them, and nothing after (`Совет Безопасности`, "Совета Безопасности"). Words
//! that end in o, e, u, yu or in capitals stay as they are (Осло, США). Where an ending may belong to two declensions
//! both are given: a form that does not exist is found nowhere.
//!
//! The nominative with its five other cases, singular as listed; adjectives of peoples (demonyms in small letters) in
//! all genders and in the plural too.

use super::{Emit, Name};
use crate::model::{Kind, NameSource};

/// Genitive, dative, accusative, instrumental, prepositional.
const CASES: usize = 5;

/// Two ways for each case, where a word has two.
const WAYS: usize = 2;

/// Whether и stands for ы behind a consonant.
const fn is_hard_to_y(consonant: char) -> bool {
    is_velar(consonant) || matches!(consonant, 'ж' | 'ч' | 'ш' | 'щ')
}

/// Whether е stands for an unstressed о behind a consonant.
const fn is_hushing(consonant: char) -> bool {
    matches!(consonant, 'ж' | 'ч' | 'ш' | 'щ' | 'ц')
}

const fn is_velar(consonant: char) -> bool {
    matches!(consonant, 'г' | 'к' | 'х')
}

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    let text = name.text;
    if !is_russian(text) {
        return;
    }
    if name.source == NameSource::Demonym && text.chars().next().is_some_and(char::is_lowercase) {
        return decline_adjective(text, emit);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let person = name.kind == Kind::Person;
    let declined = if person { words.len() } else { words_to_decline(&words) };
    let woman = person && words.len() > 1 && is_womans_name(words[0]);
    let (mut written, mut before) = (String::new(), String::new());
    for case in 0..CASES {
        for way in 0..WAYS {
            std::mem::swap(&mut written, &mut before);
            written.clear();
            for (i, word) in words.iter().enumerate() {
                if i > 0 {
                    written.push(' ');
                }
                if i < declined {
                    let surname = person && i + 1 == words.len();
                    decline(word, case, way, Gender { person, woman, surname }, &mut written);
                } else {
                    written.push_str(word);
                }
            }
            // most words have one way, and some cases are like the one before
            if written != before {
                emit.push(&[&written]);
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Gender {
    person: bool,
    woman: bool,
    surname: bool,
}

/// Letters such as і, ї, є and ў are of other languages, whose cases are others.
fn is_russian(text: &str) -> bool {
    text.chars().all(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё') || !c.is_alphabetic())
}

fn is_womans_name(word: &str) -> bool {
    word.ends_with(['а', 'я']) && !matches!(word, "Никита" | "Илья" | "Кузьма" | "Лука" | "Саша" | "Фома")
}

/// Adjectives up to the first noun.
fn words_to_decline(words: &[&str]) -> usize {
    let noun = words.iter().position(|word| !is_adjective(word));
    noun.map_or(words.len(), |noun| noun + 1)
}

fn is_adjective(word: &str) -> bool {
    let ending = |ending: &str| word.ends_with(ending) && word.chars().count() > 4;
    ["ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"].iter().any(|e| ending(e)) && !ending("рий")
}

/// Writes a word in a case. A word with hyphens is declined in its last part, one with small words between hyphens
/// (Ростов-на-Дону) in its first.
fn decline(word: &str, case: usize, way: usize, gender: Gender, written: &mut String) {
    if let Some((first, rest)) = word.split_once('-') {
        let small = rest.split('-').next().is_some_and(|part| part.starts_with(char::is_lowercase));
        if small {
            decline_part(first, case, way, gender, written);
            written.extend(["-", rest]);
        } else {
            let (front, last) = word.rsplit_once('-').unwrap_or((first, rest));
            written.extend([front, "-"]);
            decline_part(last, case, way, gender, written);
        }
    } else {
        decline_part(word, case, way, gender, written);
    }
}

fn decline_part(word: &str, case: usize, way: usize, gender: Gender, written: &mut String) {
    let kept = written.len();
    written.push_str(word);
    let mut letters = word.chars().rev();
    let (Some(last), Some(before)) = (letters.next(), letters.next()) else { return };
    let third = letters.next().unwrap_or(' ');
    if last.is_uppercase() {
        return;
    }
    let mut end = |drop: usize, endings: [&str; CASES]| {
        let stem = word.char_indices().rev().nth(drop - 1).map_or(0, |(at, _)| at);
        written.truncate(kept + stem);
        written.push_str(endings[case]);
    };
    let soft = is_hard_to_y(third);
    match (before, last) {
        // adjectives, and surnames that are adjectives
        ('ы' | 'о', 'й') if third != 'р' || gender.person => {
            let animate = if gender.person {
                "ого"
            } else if before == 'ы' {
                "ый"
            } else {
                "ой"
            };
            let instrumental = if soft { "им" } else { "ым" };
            end(2, ["ого", "ому", animate, instrumental, "ом"]);
        }
        ('и', 'й') if is_velar(third) => {
            end(2, ["ого", "ому", if gender.person { "ого" } else { "ий" }, "им", "ом"]);
        }
        ('и', 'й') if matches!(third, 'ж' | 'ч' | 'ш' | 'щ' | 'н') && way == 0 && !gender.person => {
            end(2, ["его", "ему", "ий", "им", "ем"]);
        }
        ('и', 'й') => end(1, ["я", "ю", if gender.person { "я" } else { "й" }, "ем", "и"]),
        ('а', 'я') => {
            let hushing = is_hushing(third);
            if hushing {
                end(2, ["ей", "ей", "ую", "ей", "ей"])
            } else {
                end(2, ["ой", "ой", "ую", "ой", "ой"])
            }
        }
        ('я', 'я') => end(2, ["ей", "ей", "юю", "ей", "ей"]),
        ('о', 'е') => end(2, ["ого", "ому", "ое", if soft { "им" } else { "ым" }, "ом"]),
        ('ы' | 'и', 'е') if before == 'ы' || !gender.person && is_velar(third) => {
            if before == 'ы' {
                end(2, ["ых", "ым", "ые", "ыми", "ых"])
            } else {
                end(2, ["их", "им", "ие", "ими", "их"])
            }
        }
        ('и', 'е') => end(1, ["я", "ю", "е", "ем", "и"]),
        // nouns
        ('и', 'я') => end(1, ["и", "и", "ю", "ей", "и"]),
        (_, 'я') => end(1, ["и", "е", "ю", "ей", "е"]),
        ('в' | 'н', 'а') if gender.woman && gender.surname => end(1, ["ой", "ой", "у", "ой", "ой"]),
        (_, 'а') => {
            let hard = is_hard_to_y(before);
            let instrumental = if is_hushing(before) { "ей" } else { "ой" };
            end(1, [if hard { "и" } else { "ы" }, "е", "у", instrumental, "е"]);
        }
        (_, 'ь') if gender.woman => {}
        (_, 'ь') if way == 0 => end(1, ["я", "ю", if gender.person { "я" } else { "ь" }, "ем", "е"]),
        (_, 'ь') => end(1, ["и", "и", "ь", "ью", "и"]),
        (_, 'й') => end(1, ["я", "ю", if gender.person { "я" } else { "й" }, "ем", "е"]),
        ('а'..='я', 'ы' | 'и') if !gender.person => {
            let genitive = if way == 0 { "ов" } else { "" };
            end(1, [genitive, "ам", if last == 'ы' { "ы" } else { "и" }, "ами", "ах"]);
        }
        (_, 'б'..='д' | 'ж' | 'з' | 'к'..='н' | 'п'..='т' | 'ф'..='щ') if !gender.woman => {
            let surname = gender.surname && matches!((before, last), ('о' | 'е' | 'ё', 'в') | ('и' | 'ы', 'н'));
            let instrumental = if surname {
                "ым"
            } else if is_hushing(last) {
                "ем"
            } else {
                "ом"
            };
            let plain = ["а", "у", if gender.person { "а" } else { "" }, instrumental, "е"];
            written.push_str(plain[case]);
        }
        _ => {}
    }
}

/// `российский` in all its forms.
fn decline_adjective(text: &str, emit: &mut Emit<'_>) {
    let Some(stem) = text.strip_suffix("ий").or_else(|| text.strip_suffix("ый")) else { return };
    let hard = text.ends_with("ый");
    let endings: [&str; 11] = if hard {
        ["ого", "ому", "ым", "ом", "ая", "ой", "ую", "ое", "ые", "ых", "ыми"]
    } else {
        ["ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими"]
    };
    endings.iter().for_each(|ending| emit.push(&[stem, ending]));
}

#[cfg(test)]
mod tests {
    use super::super::Name;
    use super::super::support::{name, variants};
    use crate::model::{Kind, NameSource, VariantRule};

    fn given(kind: Kind, text: &str) -> Vec<String> {
        variants(VariantRule::RussianCase, &name(kind, "", text))
    }

    #[test]
    fn places_and_organizations_are_declined() {
        for (text, cases) in [
            ("Москва", &["Москвы", "Москве", "Москву", "Москвой"][..]),
            ("Россия", &["России", "Россию", "Россией"]),
            ("Лондон", &["Лондона", "Лондону", "Лондоном", "Лондоне"]),
            ("Казань", &["Казани", "Казанью"]),
            ("Ярославль", &["Ярославля", "Ярославлю", "Ярославлем", "Ярославле"]),
            ("Китай", &["Китая", "Китаю", "Китаем", "Китае"]),
            ("Нью-Йорк", &["Нью-Йорка", "Нью-Йорке"]),
            ("Ростов-на-Дону", &["Ростова-на-Дону", "Ростове-на-Дону"]),
            ("Нижний Новгород", &["Нижнего Новгорода", "Нижнем Новгороде"]),
            ("Саудовская Аравия", &["Саудовской Аравии", "Саудовскую Аравию"]),
            ("Белый дом", &["Белого дома", "Белом доме"]),
            ("Совет Безопасности ООН", &["Совета Безопасности ООН", "Совете Безопасности ООН"]),
            ("Соединённые Штаты", &["Соединённых Штатов", "Соединённым Штатам", "Соединёнными Штатами"]),
            ("Нидерланды", &["Нидерландов", "Нидерландах"]),
            ("Афины", &["Афин", "Афинам", "Афинах"]),
            ("Европейский союз", &["Европейского союза", "Европейским союзом"]),
        ] {
            let found = given(Kind::Place, text);
            let missing: Vec<_> = cases.iter().filter(|case| !found.iter().any(|name| name == *case)).collect();
            assert!(missing.is_empty(), "{text}: no {missing:?} in {found:?}");
        }
    }

    #[test]
    fn people_are_declined_in_every_word() {
        for (text, cases) in [
            ("Владимир Путин", &["Владимира Путина", "Владимиру Путину", "Владимиром Путиным", "Владимире Путине"][..]),
            ("Путин", &["Путина", "Путину", "Путиным", "Путине"]),
            ("Барак Обама", &["Барака Обамы", "Бараку Обаме", "Барака Обаму", "Бараком Обамой"]),
            ("Дональд Трамп", &["Дональда Трампа", "Дональдом Трампом"]),
            ("Ангела Меркель", &["Ангелы Меркель", "Ангелой Меркель"]),
            ("Анна Политковская", &["Анны Политковской", "Анну Политковскую"]),
            ("Валентина Терешкова", &["Валентины Терешковой", "Валентину Терешкову"]),
            ("Владимир Зеленский", &["Владимира Зеленского", "Владимиру Зеленскому", "Владимиром Зеленским"]),
            ("Сергей Лавров", &["Сергея Лаврова", "Сергеем Лавровым"]),
            ("Юрий Гагарин", &["Юрия Гагарина", "Юрием Гагариным"]),
        ] {
            let found = given(Kind::Person, text);
            let missing: Vec<_> = cases.iter().filter(|case| !found.iter().any(|name| name == *case)).collect();
            assert!(missing.is_empty(), "{text}: no {missing:?} in {found:?}");
        }
    }

    #[test]
    fn what_does_not_change_gives_nothing() {
        for text in ["Осло", "США", "Сантьяго", "Баку", "Київ"] {
            assert!(given(Kind::Place, text).is_empty(), "{text}: {:?}", given(Kind::Place, text));
        }
    }

    #[test]
    fn adjectives_of_peoples_have_all_forms() {
        let name = Name { source: NameSource::Demonym, ..name(Kind::Place, "RUS", "российский") };
        let found = variants(VariantRule::RussianCase, &name);
        assert!(["российская", "российских", "российскими"].iter().all(|form| found.contains(&(*form).to_owned())));
    }
}
