//! Names that a `blocked.csv` says never match on their own.

use crate::decide::{Rule, Scene};
use crate::model::Reason;

/// The list's word is final.
pub(super) struct Blocked;

impl Rule for Blocked {
    fn reason(&self) -> Reason {
        Reason::Blocked
    }

    fn about(&self) -> &'static str {
        "a list of blocked names says that it never stands for this entity on its own"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        if !scene.any_candidate(|candidate| candidate.blocked) {
            return;
        }
        for hit in 0..scene.hits.len() {
            scene.rule_out(hit, self.reason(), |candidate| candidate.blocked);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    #[test]
    fn blocked_names_are_dropped_whole_ones_stay() {
        let lists = [
            ("places.csv", "id,name,country\na,March,GBR\nb,March Town,GBR\n"),
            ("blocked.csv", "name,reason\nMarch,the month\n"),
        ];
        let found = verdicts(&lists, "In March he left March Town.", &TagOptions::default());
        assert_eq!(found, ["-March:blocked", "March Town=b", "-March:blocked"]);
    }
}
