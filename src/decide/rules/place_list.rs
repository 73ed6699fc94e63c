//! Lists of places: "Homs, Hama and Aleppo". A word in a list of places is a place.

use crate::decide::weights as w;
use crate::decide::{Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{Kind, NameSource, Reason};

/// Supports the members of a list most of which are places whatever stands around them.
pub(super) struct PlaceList;

/// How many members a list has at the least: "Chelsea and Jordan" may be anybody.
const FEWEST: usize = 3;

/// How many of the members, other than the one that is asked about, are to be sure.
const FEWEST_SURE: usize = 2;

/// What may stand between two members, in bytes.
const LONGEST_JOINT: usize = 16;

/// Whether a word joins the last member of a list.
fn is_conjunction(word: &str) -> bool {
    matches!(word, "and" | "or" | "&" | "nor" | "und" | "oder" | "et" | "ou" | "y" | "e" | "o" | "as" | "well" | "och")
}

/// Whether a word may stand before a member all the same.
fn may_precede_member(word: &str) -> bool {
    matches!(word, "in" | "the" | "from" | "to" | "of" | "en" | "die" | "der")
}

impl Rule for PlaceList {
    fn reason(&self) -> Reason {
        Reason::PlaceList
    }

    fn about(&self) -> &'static str {
        "it stands in a list of places"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        for list in lists(scene).into_iter().filter(|list| list.len() >= FEWEST) {
            let sure: Vec<bool> = list.iter().map(|&hit| is_sure(scene, hit)).collect();
            let count = sure.iter().filter(|&&sure| sure).count();
            for (&hit, sure) in list.iter().zip(sure) {
                if count - usize::from(sure) >= FEWEST_SURE {
                    scene.support(hit, Kind::Place, w::PLACE_LIST, self.reason());
                    scene.support(hit, Kind::Person, w::PLACE_LIST_OTHER, self.reason());
                    scene.support(hit, Kind::Organization, w::PLACE_LIST_OTHER, self.reason());
                }
            }
        }
    }
}

/// Places better known than this, in powers of ten, are sure though people are called by their names: Berlin, Jordan.
const KNOWN: f32 = 6.0;

/// Whether a hit is a place as it stands: a name of places alone, of no ordinary word, and of no people unless it is
/// well known.
fn is_sure(scene: &Scene<'_>, hit: usize) -> bool {
    let known = scene.candidates(hit).iter().any(|candidate| !candidate.out && candidate.score > KNOWN);
    let of_people = if known { Cue::NONE } else { Cue::GIVEN | Cue::SURNAME };
    scene.candidates(hit).iter().all(|candidate| candidate.out || candidate.kind == Kind::Place)
        && !scene.single(hit).is_some_and(|cue| cue.any(Cue::COMMON | Cue::CALENDAR | of_people))
        && (known || scene.hits[hit].evidence[Kind::Place as usize] >= 0.0)
}

/// The hits that stand one behind the other with a comma or a conjunction between, and could be places; two alone with a
/// conjunction, since what follows a comma is mostly where the first one lies. Of a town and its region behind a comma,
/// the town is the member.
pub(super) fn lists(scene: &Scene<'_>) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    let mut list: Vec<usize> = Vec::new();
    let mut has_conjunction = false;
    let mut end = 0;
    let mut close = |list: &mut Vec<usize>, has_conjunction: bool| {
        if list.len() > 2 || list.len() == 2 && has_conjunction {
            lists.push(std::mem::take(list));
        }
        list.clear();
    };
    for (hit, judged) in scene.hits.iter().enumerate() {
        let span = judged.span;
        // what lies inside the last member is none
        if judged.covered || !scene.stands(hit) || !list.is_empty() && span.start() < end {
            continue;
        }
        let is_member = scene.could_be(hit, Kind::Place) && scene.candidates(hit)[0].source != NameSource::Demonym;
        let is_near = !list.is_empty() && span.start() - end <= LONGEST_JOINT;
        let joint = if is_near { joint_of(&scene.text[end..span.start()]) } else { None };
        let joined = joint.is_some();
        if joined && judged.reasons.as_slice().contains(&super::comma::REGION) {
            end = span.end();
            continue;
        }
        if joined && is_member {
            has_conjunction |= joint == Some(Joint::Conjunction);
        } else {
            close(&mut list, has_conjunction);
            has_conjunction = false;
        }
        if is_member {
            list.push(hit);
        }
        end = span.end();
    }
    close(&mut list, has_conjunction);
    lists
}

/// What joins two members of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Comma,
    Conjunction,
}

/// How what stands between two names joins them into a list, if it does: by a comma, or by a conjunction with or without
/// one.
fn joint_of(joint: &str) -> Option<Joint> {
    let may_be_of_joint = |byte: u8| matches!(byte, b'a'..=b'z' | b' ' | b',' | b';' | b'&' | b'\t'..=b'\r' | 0x80..);
    if !joint.bytes().all(may_be_of_joint) {
        return None;
    }
    let comma = joint.starts_with(',') || joint.starts_with(" ,") || joint.starts_with(';');
    let mut conjunction = false;
    for word in joint.trim_start_matches([' ', ',', ';', '\u{A0}']).split_whitespace() {
        let joins = is_conjunction(word);
        if !joins && !may_precede_member(word) {
            return None;
        }
        conjunction |= joins;
    }
    if joint.contains("\n\n") {
        return None;
    }
    if conjunction { Some(Joint::Conjunction) } else { comma.then_some(Joint::Comma) }
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use super::{Joint, joint_of};
    use crate::decide::DecideOptions;
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 2] = [
        (
            "places.csv",
            "id,name,class,country,population\nhoms,Homs,city,SYR,800000\nhama,Hama,city,SYR,700000\naleppo,Aleppo,city,SYR,2000000\n\
             jor,Jordan,country,JOR,10000000\nsplit,Split,city,HRV,160000\nzadar,Zadar,city,HRV,70000\nsibenik,Šibenik,city,HRV,40000\n\
             lincoln,Lincoln,city,USA,290000\nomaha,Omaha,city,USA,480000\nkearney,Kearney,city,USA,33000\n",
        ),
        ("people.csv", "id,name,aliases\nal,Abraham Lincoln,Lincoln\n"),
    ];

    #[test]
    fn a_comma_or_a_conjunction_joins() {
        for (joint, expected) in [
            (", ", Some(Joint::Comma)),
            (" , ", Some(Joint::Comma)),
            (", in ", Some(Joint::Comma)),
            (" and ", Some(Joint::Conjunction)),
            (", and the ", Some(Joint::Conjunction)),
            (", as well as ", Some(Joint::Conjunction)),
            (" und ", Some(Joint::Conjunction)),
            (" in ", None),
            (" ", None),
            (". ", None),
            (", when ", None),
            (",\n\nand ", None),
        ] {
            assert_eq!(joint_of(joint), expected, "{joint:?}");
        }
    }

    #[test]
    fn a_word_in_a_list_of_places_is_a_place() {
        for (text, expected) in [
            ("Zadar, Šibenik and Split.", vec!["Zadar=zadar", "Šibenik=sibenik", "Split=split"]),
            ("in Omaha, Kearney and Lincoln.", vec!["Omaha=omaha", "Kearney=kearney", "Lincoln=lincoln"]),
            // two are no list
            ("Zadar and Split.", vec!["Zadar=zadar", "-Split:common-word"]),
            // and words are none
            ("Split and Zadar. Then, Split.", vec!["-Split:common-word", "Zadar=zadar", "-Split:common-word"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
        let options = TagOptions {
            decide: DecideOptions { without: vec!["place-list"], ..Default::default() },
            ..Default::default()
        };
        let found = verdicts(&LISTS, "Zadar, Šibenik and Split.", &options);
        assert_eq!(found, ["Zadar=zadar", "Šibenik=sibenik", "-Split:common-word"]);
    }
}
