//! Names that count only right after a place: `TX` in "Paris, TX".

use crate::decide::{Ranked, Rule, Scene};
use crate::model::{Kind, NameSource, Reason};

/// What may stand between the two, in bytes: a comma and a space or two.
const LONGEST_GAP: usize = 4;

/// Rules out names of the column `with_place` that follow no place.
pub(super) struct WithPlace;

impl Rule for WithPlace {
    fn reason(&self) -> Reason {
        Reason::WithPlace
    }

    fn about(&self) -> &'static str {
        "the list says that this name counts only right after a place"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        let asks = |candidate: &Ranked| candidate.source == NameSource::WithPlace;
        if !scene.any_candidate(asks) {
            return;
        }
        // hits come by start: the ends of place hits before the present one, few of which are near
        let mut ends: Vec<usize> = Vec::new();
        for hit in 0..scene.hits.len() {
            let start = scene.hits[hit].span.start();
            if scene.candidates(hit).iter().any(asks) {
                let text = scene.text;
                // "Gary IN", but "CHINA IN SURPRISE DEFEAT"
                let word = scene.cues.is_common_word(&scene.surface(hit).to_lowercase());
                let needs_comma = word || scene.chain(hit).is_some_and(|chain| chain.heading);
                let follows = ends.iter().rev().any(|&end| {
                    end <= start
                        && start - end <= LONGEST_GAP
                        && text[end..start].chars().all(|c| matches!(c, ',' | ' ' | '\u{A0}'))
                        && (!needs_comma || text[end..start].contains(','))
                });
                if !follows {
                    scene.rule_out(hit, self.reason(), asks);
                }
            }
            ends.retain(|&end| end + LONGEST_GAP >= start || end > start);
            if scene.could_be(hit, Kind::Place) {
                ends.push(scene.hits[hit].span.end());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    #[test]
    fn postal_codes_count_behind_a_place_alone() {
        let list = "id,name,with_place\ntexas,Texas,TX\nindiana,Indiana,IN\nparis,Paris,\ngary,Gary,\n";
        for (text, expected) in [
            ("Paris, TX", vec!["Paris=paris", "TX=texas"]),
            ("Paris TX 75460", vec!["Paris=paris", "TX=texas"]),
            ("Gary, IN", vec!["Gary=gary", "IN=indiana"]),
            ("GARY IN DOUBT", vec!["GARY=gary", "-IN:with-place"]),
            ("TX is a code. Paris. TX", vec!["-TX:with-place", "Paris=paris", "-TX:with-place"]),
        ] {
            assert_eq!(verdicts(&[("places.csv", list)], text, &TagOptions::default()), expected, "{text}");
        }
    }
}
