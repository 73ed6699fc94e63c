//! A place behind a place and a comma: "Paris, Texas", "Hama, Syria", "Paris, Tex.".

use crate::decide::{Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{Kind, Level, NameSource, Reason};

/// Supports both, and ranks the pair in which the first lies in the second before all others.
pub(super) struct Comma;

pub(super) const REGION: Reason = Reason::OfTown;
const BEFORE_REGION: Reason = Reason::BeforeRegion;

/// What may stand between the two, in bytes: ", in northeastern ".
const LONGEST_GAP: usize = 20;

/// How many steps up from a place are taken: town, county, region, country and one more.
pub(super) const MOST_PARENTS: usize = 5;

/// How much the pair counts, in powers of ten: more than any prior.
const INSIDE: f32 = 8.0;

impl Rule for Comma {
    fn reason(&self) -> Reason {
        Reason::TownRegion
    }

    fn about(&self) -> &'static str {
        "the place it lies in follows behind a comma"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[
            (REGION, "a place that lies in it stands before a comma"),
            (BEFORE_REGION, "a country or region that it is not known to lie in follows behind a comma"),
        ]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        use crate::decide::weights as w;
        let text = scene.text;
        for hit in 0..scene.hits.len() {
            let end = scene.hits[hit].span.end();
            if !scene.could_be(hit, Kind::Place) || !text.as_bytes().get(end).is_some_and(|&byte| may_open_joint(byte))
            {
                continue;
            }
            let joined = (hit + 1..scene.hits.len())
                .map(|next| (next, scene.hits[next].span.start()))
                .take_while(|&(_, start)| start <= end + LONGEST_GAP)
                .filter(|&(next, start)| start > end && scene.could_be(next, Kind::Place))
                .find_map(|(next, start)| Some((next, joint_of(scene, next, &text[end..start])?)));
            let Some((next, joint)) = joined else { continue };
            let mut pair = None;
            for (i, town) in scene.candidates(hit).iter().enumerate() {
                for (j, region) in scene.candidates(next).iter().enumerate() {
                    if town.out || region.out || town.kind != Kind::Place || region.kind != Kind::Place {
                        continue;
                    }
                    if town.level >= region.level || !lies_in(scene, hit, i, next, j) {
                        continue;
                    }
                    let score = town.score + region.score;
                    if pair.is_none_or(|(best, _, _)| score > best) {
                        pair = Some((score, i, j));
                    }
                }
            }
            if let Some((_, i, j)) = pair {
                scene.candidates_mut(hit)[i].score += INSIDE;
                if scene.candidates(next)[j].score < INSIDE {
                    scene.candidates_mut(next)[j].score += INSIDE;
                }
                scene.support(hit, Kind::Place, w::TOWN_REGION, self.reason());
                scene.support(next, Kind::Place, w::OF_TOWN, REGION);
            } else if joint == Joint::Comma
                && scene.candidates(next).iter().any(|c| c.kind == Kind::Place && c.level >= Level::Region)
            {
                scene.support(hit, Kind::Place, w::BEFORE_REGION, BEFORE_REGION);
            }
        }
    }
}

/// What stands between a place and the one that it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// A comma, or a space before a region's code.
    Comma,
    /// "in", also behind a comma and before a direction: "Mosul, in northern Iraq". It joins what lies one in the other
    /// by the lists, nothing else.
    In,
}

/// Whether a byte may be the first of what joins a place and its region.
const fn may_open_joint(byte: u8) -> bool {
    matches!(byte, b',' | b'i' | b' ' | b'\t'..=b'\r' | 0x80..)
}

/// Whether what stands between makes the second the region of the first.
fn joint_of(scene: &Scene<'_>, next: usize, between: &str) -> Option<Joint> {
    match between.trim() {
        "," => Some(Joint::Comma),
        "" => (scene.candidates(next)[0].source == NameSource::WithPlace && scene.stands(next)).then_some(Joint::Comma),
        words => {
            let mut words = words.trim_start_matches(',').split_whitespace();
            let is_in = words.next() == Some("in");
            (is_in && words.all(|word| word == "the" || scene.cues.of(word).any(Cue::DIRECTION))).then_some(Joint::In)
        }
    }
}

/// Whether one candidate lies in another: in a country by its code, or by the chain of parents, where a region is known
/// again by its name: lists give one region different ids.
fn lies_in(scene: &Scene<'_>, hit: usize, i: usize, next: usize, j: usize) -> bool {
    let (town, region) = (scene.candidates(hit)[i], scene.candidates(next)[j]);
    if !town.country.is_some() || town.country != region.country {
        return false;
    }
    if region.level == Level::Country {
        return true;
    }
    let name = scene.facts.canonical_name(region.entity);
    let mut at = town.entity;
    for _ in 0..MOST_PARENTS {
        let Some(parent) = scene.facts.parent(at) else { return false };
        if parent == region.entity
            || scene.facts.brief(parent).level == region.level && scene.facts.canonical_name(parent) == name
        {
            return true;
        }
        at = parent;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    const LIST: &str = "id,name,aliases,class,country,population,part_of\n\
        usa,United States,,country,USA,330000000,\ntx,Texas,Tex.,region,USA,30000000,usa\n\
        gntx,Texas,,region,USA,,usa\nfra,France,,country,FRA,68000000,\n\
        p1,Paris,,city,FRA,2100000,fra\np2,Paris,,city,USA,25000,gntx\n";

    #[test]
    fn the_region_behind_a_comma_says_which_town() {
        for (text, expected) in [
            ("from Paris, Texas, today", vec!["Paris=p2", "Texas=tx"]),
            ("from Paris, Tex., today", vec!["Paris=p2", "Tex.=tx"]),
            ("from Paris, France. Later in Paris", vec!["Paris=p1", "France=fra", "Paris=p1"]),
            ("from Paris in Texas", vec!["Paris=p2", "Texas=tx"]),
            ("Paris, in northern Texas,", vec!["Paris=p2", "Texas=tx"]),
            ("met at Paris in France", vec!["Paris=p1", "France=fra"]),
            ("from Texas in France", vec!["Texas=tx", "France=fra"]),
            ("from Paris, Texas. Later in Paris", vec!["Paris=p2", "Texas=tx", "Paris=p2"]),
        ] {
            assert_eq!(verdicts(&[("places.csv", LIST)], text, &TagOptions::default()), expected, "{text}");
        }
    }
}
