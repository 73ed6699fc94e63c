//! Words that are names of people: given names and family names that stand alone, and those of people named in full
//! elsewhere in the article, in a list or not.

use crate::decide::chain::Reading;
use crate::decide::{Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{Kind, Reason};
use rustc_hash::FxHashMap;

/// Doubts that a word which people are called by is a place or an organization.
pub(super) struct PersonWord;

const GIVEN: Reason = Reason::GivenName;
const SURNAME: Reason = Reason::FamilyName;
/// It is the given name of somebody the article names in full.
const GIVEN_ELSEWHERE: Reason = Reason::GivenNameElsewhere;
const BOTH: Reason = Reason::GivenOrFamilyName;

impl Rule for PersonWord {
    fn reason(&self) -> Reason {
        Reason::PersonElsewhere
    }

    fn about(&self) -> &'static str {
        "the article names somebody in full who is called so"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[
            (GIVEN, "it is a given name that stands alone"),
            (SURNAME, "it is a family name that stands alone"),
            (BOTH, "it is a given name and a family name, and stands alone"),
            (GIVEN_ELSEWHERE, "the article names somebody in full with this given name"),
        ]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        use crate::decide::weights as w;
        let mut called: FxHashMap<&str, bool> = FxHashMap::default();
        called.reserve(scene.chains.parts.len());
        for part in &scene.chains.parts {
            if matches!(part.reading, Reading::Person | Reading::Titled)
                && (part.words > 1 || part.reading == Reading::Titled)
            {
                let name = part.span.of(scene.text);
                called.insert(name.rsplit(is_space).next().unwrap_or(name), true);
                if part.words > 1 {
                    let first = name.split(is_space).next().unwrap_or(name);
                    called.entry(first).or_insert(false);
                }
            }
        }
        for hit in 0..scene.hits.len() {
            let Some(cue) = scene.single(hit) else { continue };
            if scene.part(hit).is_some() {
                continue;
            }
            let alone = scene.word_before(hit).is_none() && scene.word_after(hit).is_none();
            if alone {
                let (reason, amount) = match (cue.any(Cue::GIVEN), cue.any(Cue::SURNAME)) {
                    (true, true) => (BOTH, w::GIVEN_OR_SURNAME),
                    (true, false) => (GIVEN, w::GIVEN_NAME),
                    (false, true) => (SURNAME, w::SURNAME),
                    (false, false) => (BOTH, 0.0),
                };
                if amount != 0.0 {
                    scene.support(hit, Kind::Place, amount, reason);
                }
            }
            let word = scene.words(hit)[0].span.of(scene.text);
            if called.get(word) == Some(&false) {
                scene.support(hit, Kind::Place, w::GIVEN_ELSEWHERE, GIVEN_ELSEWHERE);
            } else if called.contains_key(word) {
                scene.support(hit, Kind::Place, w::PERSON_ELSEWHERE, self.reason());
                scene.support(hit, Kind::Organization, w::PERSON_ELSEWHERE_ORGANIZATION, self.reason());
                scene.support(hit, Kind::Person, w::PERSON_ELSEWHERE_PERSON, self.reason());
            }
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\n')
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
    fn people_named_in_full_are_no_places() {
        for (text, expected) in [
            ("Amy Lowell wrote. Later Lowell moved.", vec!["-Lowell:in-person", "-Lowell:person-elsewhere"]),
            ("Amy Lowell lives in Lowell, a town.", vec!["-Lowell:in-person", "-Lowell:person-elsewhere"]),
            ("They moved to Lowell.", vec!["Lowell=lowell"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
