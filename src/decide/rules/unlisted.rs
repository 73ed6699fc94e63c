//! Hits inside names that no list has: Jack London, Laurel County, Paris Police Department.

use crate::decide::chain::Reading;
use crate::decide::{Ranked, Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{Kind, Level, Reason, Role};

/// Reads the words around a hit: what lies inside the name of a person, an organization or a place is no name of its own.
pub(super) struct Unlisted;

const IN_PERSON: Reason = Reason::InPerson;
const FULL_NAME: Reason = Reason::FullName;
const TITLE: Reason = Reason::TitleBefore;
const IN_ORGANIZATION: Reason = Reason::InOrganization;
const IN_PLACE: Reason = Reason::InPlace;
/// At the head of what may be a person's name: "Virginia Graduation" is none.
const PERSON_HEAD: Reason = Reason::GivenNameOfPerson;
/// A word for what somebody is, in small letters, before one word.
const ROLE: Reason = Reason::RoleBefore;
/// Offices that every town has: "Delta Police Department" is of Delta, and names it. In local news 85 to 92 % of the
/// towns before Department, Council and Police were annotated as places (588 articles), before Bank and Times a third.
const TOWN_OFFICE: Reason = Reason::OfficeOfTown;
const CIVIC: [&str; 12] = [
    "Police",
    "Department",
    "Council",
    "Commission",
    "Authority",
    "Library",
    "Board",
    "Fire",
    "Committee",
    "Schools",
    "Association",
    "Center",
];
/// The same before a word that leaves the town itself meant: "Huntsville City Manager", "Vancouver Airport".
const IN_TOWN: Reason = Reason::InPlaceOfTown;
const OF_TOWN: [&str; 8] = ["City", "Town", "Township", "Village", "State", "Airport", "Metro", "Downtown"];
const WHOLE_ORGANIZATION: Reason = Reason::OrganizationWord;
const WHOLE_PLACE: Reason = Reason::PlaceWord;

impl Rule for Unlisted {
    fn reason(&self) -> Reason {
        Reason::Unlisted
    }

    fn about(&self) -> &'static str {
        "it is part of a longer name that no list has"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[
            (IN_PERSON, "it lies inside the name of a person"),
            (FULL_NAME, "it is a given name and a family name"),
            (TITLE, "a title stands before it"),
            (IN_ORGANIZATION, "it lies inside the name of an organization that no list has"),
            (IN_PLACE, "it lies inside the name of another place"),
            (PERSON_HEAD, "it is the given name of a person"),
            (ROLE, "a word for what somebody is stands before it"),
            (TOWN_OFFICE, "it opens the name of an office that every town has"),
            (IN_TOWN, "City, Airport or the like stands behind it, which may leave the town itself meant"),
            (WHOLE_ORGANIZATION, "it ends in a word of organizations"),
            (WHOLE_PLACE, "it ends in a word of places"),
        ]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        use crate::decide::weights as w;
        for hit in 0..scene.hits.len() {
            let Some(part) = scene.part(hit).filter(|_| !scene.hits[hit].covered) else { continue };
            let span = scene.hits[hit].span;
            let whole = part.span == span || scene.words(hit).len() == usize::from(part.words);
            match (part.reading, whole) {
                (Reading::Person, true) => {
                    scene.support(hit, Kind::Person, w::FULL_NAME, FULL_NAME);
                    scene.support(hit, Kind::Place, w::FULL_NAME_PLACE, FULL_NAME);
                }
                (Reading::Titled, true) => {
                    scene.support(hit, Kind::Person, w::TITLE, TITLE);
                    let small = scene.word_before(hit).is_none();
                    if small && scene.words(hit).len() == 1 {
                        // "the best leader Bulgaria has had"
                        scene.support(hit, Kind::Place, w::ROLE_PLACE, ROLE);
                    } else {
                        let honorific =
                            scene.word_before(hit).is_some_and(|word| is_honorific(word.span.of(scene.text)));
                        let place = if honorific { w::HONORIFIC_PLACE } else { w::TITLE_PLACE };
                        scene.support(hit, Kind::Place, place, TITLE);
                        scene.support(hit, Kind::Organization, w::TITLE_ORGANIZATION, TITLE);
                    }
                }
                (Reading::Person | Reading::Titled, false) => {
                    let head = part.span.start == span.start && part.reading == Reading::Person;
                    if head {
                        scene.support(hit, Kind::Place, w::PERSON_HEAD, PERSON_HEAD);
                    } else {
                        scene.support(hit, Kind::Place, w::IN_PERSON, IN_PERSON);
                    }
                    scene.support(hit, Kind::Organization, w::IN_PERSON, IN_PERSON);
                    let tail = part.span.end == span.end && part.reading == Reading::Titled;
                    if !tail {
                        scene.support(hit, Kind::Person, w::IN_PERSON_PERSON, IN_PERSON);
                    }
                }
                (Reading::Organization, true) => {
                    scene.support(hit, Kind::Organization, w::ORGANIZATION_WORD, WHOLE_ORGANIZATION);
                }
                (Reading::Place, true) => scene.support(hit, Kind::Place, w::PLACE_WORD, WHOLE_PLACE),
                (Reading::Organization, false) => {
                    let last = part.span.of(scene.text).rsplit([' ', '\u{A0}', '\n']).next().unwrap_or_default();
                    let town = |candidate: &Ranked| matches!(candidate.level, Level::Town | Level::County);
                    let civic = span.start == part.span.start
                        && CIVIC.contains(&last)
                        && scene.candidates(hit).iter().any(|candidate| !candidate.out && town(candidate));
                    if civic {
                        scene.support(hit, Kind::Place, w::CIVIC, TOWN_OFFICE);
                    } else {
                        let nested = part.last.any(Cue::ORGANIZATION) && !scene.is_left_out(super::longest::NESTED);
                        if nested && scene.could_be(hit, Kind::Place) {
                            scene.hits[hit].role = Role::Nested;
                        }
                        scene.support(hit, Kind::Place, w::IN_ORGANIZATION_PLACE, IN_ORGANIZATION);
                    }
                    scene.support(hit, Kind::Person, w::IN_ORGANIZATION_PERSON, IN_ORGANIZATION);
                    if span.start != part.span.start {
                        scene.support(hit, Kind::Organization, w::IN_ORGANIZATION, IN_ORGANIZATION);
                    }
                }
                (Reading::Place, false) => {
                    let by_first_word = !part.last.any(Cue::PLACE);
                    if !(by_first_word && span.start == part.span.start && scene.words(hit).len() > 1) {
                        let last = part.span.of(scene.text).rsplit([' ', '\u{A0}', '\n']).next().unwrap_or_default();
                        if OF_TOWN.contains(&last) {
                            scene.support_all(hit, w::IN_PLACE_OF_TOWN, IN_TOWN);
                        } else {
                            scene.support_all(hit, w::IN_PLACE, IN_PLACE);
                        }
                    }
                }
            }
        }
    }
}

/// Whether a title stands before names of people alone: there are presidents of countries, and a Miss America, but no
/// misters of any.
fn is_honorific(title: &str) -> bool {
    const HONORIFICS: [&str; 15] = [
        "Mr", "Mrs", "Ms", "Mister", "Dr", "Sir", "Herr", "Frau", "Monsieur", "Madame", "Mme", "Señor", "Señora",
        "Signor", "Signora",
    ];
    HONORIFICS.contains(&title.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 1] = [(
        "places.csv",
        "id,name,class,population\nlondon,London,city,8900000\nparis,Paris,city,2100000\nlaurel,Laurel,city,18000\nlowell,Lowell,city,100000\nreading,Reading,city,170000\ndelta,Delta,city,102000\nessen,Essen,city,580000\nmarch,March,city,22000\nbulgaria,Bulgaria,country,6900000\nvirginia,Virginia,region,8600000\n",
    )];

    #[test]
    fn what_lies_in_an_unlisted_name_is_no_name() {
        for (text, expected) in [
            ("Jack London wrote; Paris Hilton sang.", vec!["-London:in-person", "-Paris:given-name-of-person"]),
            ("By Jack London", vec!["-London:in-person"]),
            ("the Laurel County clerk", vec!["-Laurel:in-place"]),
            ("the London Zoological Society", vec!["-London:nested"]),
            ("the Lowell Police Department", vec!["Lowell=lowell"]),
            ("Mayor Lowell left.", vec!["-Lowell:title-before"]),
            ("the leader Bulgaria has had", vec!["Bulgaria=bulgaria"]),
            ("Mr. Bulgaria left, Mrs Virginia stayed.", vec!["-Bulgaria:title-before", "-Virginia:title-before"]),
            ("They went to London and Paris.", vec!["London=london", "Paris=paris"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
