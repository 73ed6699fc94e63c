//! A name that was derived says so: its rule stands among the reasons, and it is a little less sure than a listed one.

use crate::decide::{Rule, Scene, Verdict};
use crate::model::Reason;

/// How sure a derived name is beside a listed one. Every name has been written by somebody; a variant only may be.
const DERIVED: f32 = 0.95;

/// Notes by which rule the name of a mention was derived.
pub(super) struct Variant;

impl Rule for Variant {
    fn reason(&self) -> Reason {
        Reason::Derived
    }

    fn about(&self) -> &'static str {
        "the name was derived from a listed one"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        for hit in 0..scene.hits.len() {
            let Some(rule) = scene.chosen(hit).variant else { continue };
            if scene.hits[hit].verdict == Verdict::Kept {
                scene.hits[hit].confidence *= DERIVED;
                scene.note(hit, Reason::Variant(rule));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::{BadRows, Lists};
    use crate::model::{Reason, VariantRule};
    use crate::tagger::Tagger;

    #[test]
    fn the_rule_stands_among_the_reasons() {
        let list = "id,name\na,Saint Louis\nb,Santa Gotham\n";
        let tagger = Tagger::new(Lists::new().add_bytes("places.csv", list.into()).load(BadRows::Refuse).unwrap().0);
        let mentions = tagger.tag("St. Louis and Santa Gotham");
        assert_eq!(mentions[0].reasons.as_slice().last(), Some(&Reason::Variant(VariantRule::Abbreviation)));
        assert!(
            mentions[0].confidence < mentions[1].confidence,
            "{} {}",
            mentions[0].confidence,
            mentions[1].confidence
        );
        assert_eq!(mentions[1].reasons.as_slice().last(), Some(&Reason::Unique));
    }
}
