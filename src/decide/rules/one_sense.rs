//! One sense per article: what a name meant behind "Town, Region" it means everywhere in the article.

use crate::decide::{Rule, Scene};
use crate::model::{Kind, Reason};
use rustc_hash::FxHashMap;

/// Copies the sense that a region behind a comma settled to the other hits of the same name.
pub(super) struct OneSense;

/// How much a settled sense counts elsewhere, in powers of ten.
const SETTLED: f32 = 6.0;

impl Rule for OneSense {
    fn reason(&self) -> Reason {
        Reason::OneSense
    }

    fn about(&self) -> &'static str {
        "the same name means this elsewhere in the article"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        if scene.namesakes().next().is_none() {
            return;
        }
        let mut settled: FxHashMap<&str, u32> = FxHashMap::default();
        for hit in 0..scene.hits.len() {
            if scene.stands(hit)
                && scene.hits[hit].reasons.as_slice().contains(&Reason::TownRegion)
                && let Some(best) =
                    scene.candidates(hit).iter().filter(|c| !c.out).max_by(|a, b| a.score.total_cmp(&b.score))
            {
                settled.entry(scene.surface(hit)).or_insert(best.entity.0);
            }
        }
        if settled.is_empty() {
            return;
        }
        for hit in 0..scene.hits.len() {
            if !scene.has_namesakes(hit) {
                continue;
            }
            let Some(&entity) = settled.get(scene.surface(hit)) else { continue };
            let reasons = scene.hits[hit].reasons;
            if reasons.as_slice().contains(&Reason::TownRegion) {
                continue;
            }
            let mut any = false;
            for candidate in scene.candidates_mut(hit) {
                if candidate.entity.0 == entity && candidate.kind == Kind::Place && !candidate.out {
                    candidate.score += SETTLED;
                    any = true;
                }
            }
            if any {
                scene.note(hit, self.reason());
            }
        }
    }
}
