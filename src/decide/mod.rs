//! Hits to mentions: which hits name somebody, and whom.
//!
//! A list of [`RULES`] runs in a visible order over one article's [`Scene`]: its text, its hits with their candidates,
//! and the facts. A rule only drops, keeps, labels or ranks, and leaves its [`Reason`]. No rule sees another article:
//! what comes out does not depend on what else is tagged. A new rule is one file in `rules/` and one line in the list.

pub mod rules;
mod scene;

pub use rules::RULES;
pub use scene::{Judged, Ranked, Scene, Verdict};

use crate::model::{Facts, Hits, Reason};

/// What a run asks of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecideOptions {
    /// Also give places and people inside the names of organizations.
    pub nested: bool,
}

/// One step of deciding.
pub trait Rule: Sync {
    /// The name of the rule: what a mention or a dropped hit carries of it.
    fn reason(&self) -> Reason;

    /// What the rule does, in a sentence.
    fn about(&self) -> &'static str;

    /// Applies it to the whole article.
    fn apply(&self, scene: &mut Scene<'_>);
}

/// Decides all hits of one article. The verdicts stand in the returned scene, in the order of the hits.
#[must_use]
pub fn decide<'a>(text: &'a str, hits: &Hits, facts: &'a dyn Facts, options: &'a DecideOptions) -> Scene<'a> {
    let mut scene = Scene::new(text, hits, facts, options);
    for rule in RULES {
        rule.apply(&mut scene);
    }
    scene
}
