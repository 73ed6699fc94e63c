//! "the Netherlands": the article in small letters is no part of the name.

use crate::decide::{Rule, Scene};
use crate::model::Reason;
use rustc_hash::FxHashSet;

/// Drops a hit that begins with a small "the" where the rest is a hit of its own.
pub(super) struct LeadingThe;

const THE: &str = "the ";

impl Rule for LeadingThe {
    fn reason(&self) -> Reason {
        Reason::Article
    }

    fn about(&self) -> &'static str {
        "the same name stands there without its article"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        let text = scene.text.as_bytes();
        let with = |&hit: &usize| text[scene.hits[hit].span.start()] == b't' && scene.surface(hit).starts_with(THE);
        let with: Vec<usize> = scene.kept().filter(with).collect();
        if with.is_empty() {
            return;
        }
        let spans: FxHashSet<(u32, u32)> =
            scene.kept().map(|hit| (scene.hits[hit].span.start, scene.hits[hit].span.end)).collect();
        for hit in with {
            let span = scene.hits[hit].span;
            if spans.contains(&(span.start + 4, span.end)) {
                scene.drop(hit, self.reason());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    #[test]
    fn the_small_article_is_left_out() {
        let list = "id,name,aliases\nnl,The Netherlands,Netherlands\nhague,The Hague,\n";
        let found =
            verdicts(&[("places.csv", list)], "In the Netherlands: The Netherlands, the Hague", &TagOptions::default());
        assert_eq!(
            found,
            [
                "-the Netherlands:article",
                "Netherlands=nl",
                "The Netherlands=nl",
                "-Netherlands:longest",
                "the Hague=hague"
            ]
        );
    }
}
