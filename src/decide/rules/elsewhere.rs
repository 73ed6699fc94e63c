//! What the same name is elsewhere in the article: headlines, sentence starts and bare names last, with what the body
//! settled.

use crate::decide::chain::Reading;
use crate::decide::weights as w;
use crate::decide::{Rule, Scene, Verdict};
use crate::gazetteer::cues::Cue;
use crate::model::{EntityId, Kind, Reason};

/// Supports hits of names that stand elsewhere in the article with something that shows what they are.
pub(super) struct Elsewhere;

/// What shows it, for places.
const fn shows_place(reason: Reason) -> bool {
    use Reason::{BeforeRegion, Dateline, OfTown, Preposition, TownRegion};
    matches!(reason, Preposition | TownRegion | OfTown | BeforeRegion | Dateline)
}

/// Names of months stay doubtful: "in March" shows nothing.
const NEVER: Cue = Cue::CALENDAR;

impl Rule for Elsewhere {
    fn reason(&self) -> Reason {
        Reason::Elsewhere
    }

    fn about(&self) -> &'static str {
        "the same name stands elsewhere in the article in a way that shows what it is"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        let mut sure: Vec<EntityId> = Vec::new();
        let shows = |hit: usize| {
            let judged = &scene.hits[hit];
            judged.verdict == Verdict::Kept
                && judged.evidence[Kind::Place as usize] > 0.0
                && judged.reasons.as_slice().iter().any(|reason| shows_place(*reason))
                && !scene.single(hit).is_some_and(|cue| cue.any(NEVER))
        };
        let shown: Vec<bool> = (0..scene.hits.len()).map(shows).collect();
        for (hit, shown) in shown.iter().enumerate() {
            if *shown {
                sure.extend(scene.candidates(hit).iter().filter(|c| c.kind == Kind::Place && !c.out).map(|c| c.entity));
            }
        }
        if sure.is_empty() {
            return;
        }
        sure.sort_unstable();
        sure.dedup();
        for (hit, shown) in shown.into_iter().enumerate() {
            if shown || !scene.stands(hit) {
                continue;
            }
            // Chad Whitfield is nobody's country, whatever "in Chad" shows
            let person = scene.part(hit).is_some_and(|part| matches!(part.reading, Reading::Person | Reading::Titled));
            // nor is what stands behind "die" a town, whatever it is behind "in"
            let noun = scene.nouns_have_capitals && scene.hits[hit].reasons.as_slice().contains(&super::ordinary::NOUN);
            if !person
                && !noun
                && scene.candidates(hit).iter().any(|candidate| sure.binary_search(&candidate.entity).is_ok())
            {
                let word = scene.single(hit).is_some_and(|cue| cue.any(Cue::COMMON));
                let amount = if word { w::WORD_ELSEWHERE } else { w::ELSEWHERE };
                scene.support(hit, Kind::Place, amount, self.reason());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 1] = [(
        "places.csv",
        "id,name,class,population\nlondon,London,city,8900000\nparis,Paris,city,2100000\nlaurel,Laurel,city,18000\nlowell,Lowell,city,100000\nreading,Reading,city,170000\ndelta,Delta,city,102000\nessen,Essen,city,580000\nmarch,March,city,22000\nbulgaria,Bulgaria,country,6900000\nvirginia,Virginia,region,8600000\nchad,Chad,country,18500000\n",
    )];

    #[test]
    fn headlines_take_the_sense_of_the_body() {
        let text = "Laurel votes\n\nThe council met in Laurel.";
        assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), ["Laurel=laurel", "Laurel=laurel"]);
    }

    #[test]
    fn a_given_name_takes_no_sense_of_the_body() {
        let text = "The council met in Chad.\n\nIt was said that Chad Whitfield had left.";
        let found = verdicts(&LISTS, text, &TagOptions::default());
        assert_eq!(found, ["Chad=chad", "-Chad:given-name-of-person"]);
    }
}
