//! Who is meant by default: the greatest prior, and how sure that is.

use crate::decide::{Rule, Scene, Verdict};
use crate::model::Reason;
use std::cmp::Ordering;

/// How sure a hit with a single candidate is: a listed name is now and then somebody else whom no list has.
const ALONE: f32 = 0.95;

/// The reason of a hit that could mean one entity alone.
const UNIQUE: Reason = Reason::Unique;

/// Chooses the candidate with the highest score; among equals the one whose id comes first.
pub(super) struct Prior;

impl Rule for Prior {
    fn reason(&self) -> Reason {
        Reason::Prior
    }

    fn about(&self) -> &'static str {
        "of several entities the one that is meant by default was chosen: the greater weight or population"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[(UNIQUE, "no other entity of the lists was left that is called so")]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        for hit in 0..scene.hits.len() {
            // most hits have one candidate, which nothing stands beside
            if let [only] = scene.candidates(hit) {
                if !only.out {
                    scene.hits[hit].confidence *= ALONE;
                    if scene.stands(hit) {
                        scene.note(hit, UNIQUE);
                    }
                }
                continue;
            }
            let best = || {
                let standing = scene.candidates(hit).iter().enumerate().filter(|(_, candidate)| !candidate.out);
                let better = |a: &(usize, &super::super::Ranked), b: &(usize, &super::super::Ranked)| {
                    let by_id = || scene.facts.entity(b.1.entity).id.cmp(scene.facts.entity(a.1.entity).id);
                    a.1.score.partial_cmp(&b.1.score).unwrap_or(Ordering::Equal).then_with(by_id)
                };
                standing.max_by(better).map(|(index, _)| index)
            };
            let Some(index) = best() else { continue };
            scene.choose(hit, index);
            let chosen = scene.chosen(hit).score;
            let mut standing = 0;
            let mut total = 0.0;
            for candidate in scene.candidates(hit).iter().filter(|candidate| !candidate.out) {
                standing += 1;
                // that of the chosen one is 1
                let behind = candidate.score - chosen;
                total += if behind == 0.0 { 1.0 } else { 10_f32.powf(behind) };
            }
            scene.hits[hit].confidence *= ALONE / total;
            let reason = if standing > 1 { self.reason() } else { UNIQUE };
            if scene.hits[hit].verdict == Verdict::Kept {
                scene.note(hit, reason);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::{TagOptions, Tagger};

    const LIST: &str = "id,name,population\nparis-fr,Paris,2100000\nparis-tx,Paris,25000\nb,Tavinor,5\na,Tavinor,5\n";

    #[test]
    fn the_greater_prior_is_meant_then_the_first_id() {
        let found = verdicts(&[("places.csv", LIST)], "Paris and Tavinor", &TagOptions::default());
        assert_eq!(found, ["Paris=paris-fr", "Tavinor=a"]);
    }

    #[test]
    fn confidence_says_how_close_the_others_are() {
        let lists = crate::gazetteer::Lists::new().add_bytes("places.csv", LIST.into());
        let tagger = Tagger::new(lists.load(crate::gazetteer::BadRows::Refuse).unwrap().0);
        let mentions = tagger.tag("Paris and Tavinor");
        // the runner-up has a hundredth of the people of the first, and as many in the second case
        let (paris, twin) = (mentions[0].confidence, mentions[1].confidence);
        assert!(paris > 1.5 * twin && twin <= 0.5, "{paris} {twin}");
        assert_eq!(mentions[1].candidates, 2);
    }
}
