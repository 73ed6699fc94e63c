//! Among overlapping hits the longest wins; inside the name of an organization, places and people are nested.

use crate::decide::{Rule, Scene, Verdict};
use crate::model::{Kind, Reason, Role, Span};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Keeps the longest in characters, then the leftmost. Of what lies inside
/// an organization's name the places and people are labelled nested, and stay where the run asks for them.
pub(super) struct Longest;

/// The reason of a nested hit.
pub(super) const NESTED: Reason = Reason::Nested;

impl Rule for Longest {
    fn reason(&self) -> Reason {
        Reason::Longest
    }

    fn about(&self) -> &'static str {
        "it lies under a longer name"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[(NESTED, "it lies inside the name of an organization")]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        drop_inside_doubted(scene);
        let mut group = Vec::new();
        let mut reach = 0;
        for hit in 0..scene.hits.len() {
            if !scene.stands(hit) {
                continue;
            }
            let span = scene.hits[hit].span;
            if span.start >= reach {
                settle(scene, &mut group, self.reason());
                group.clear();
            }
            group.push(hit);
            reach = reach.max(span.end);
        }
        settle(scene, &mut group, self.reason());
        // those inside organizations that no list has were labelled before
        for hit in 0..scene.hits.len() {
            if scene.stands(hit) && scene.hits[hit].role == Role::Nested {
                if scene.options.nested {
                    scene.note(hit, NESTED);
                } else {
                    scene.drop(hit, NESTED);
                }
            }
        }
    }
}

/// Where the words around a place spoke against it, they speak against a place inside it too: "York" in "New York Xyzzy".
fn drop_inside_doubted(scene: &mut Scene<'_>) {
    let mut outer: Option<usize> = None;
    for hit in 0..scene.hits.len() {
        let span = scene.hits[hit].span;
        let inside = outer.filter(|&outer| scene.hits[outer].span.contains(span) && scene.hits[outer].span != span);
        match inside.and_then(|outer| scene.doubt(outer)) {
            Some(doubt) if scene.stands(hit) && scene.kind(hit) == Kind::Place => scene.drop(hit, doubt),
            _ => {}
        }
        if inside.is_none() && !scene.stands(hit) && scene.kind(hit) == Kind::Place {
            outer = Some(hit);
        }
    }
}

/// Lets hits compete that overlap each other, and none but each other.
fn settle(scene: &mut Scene<'_>, group: &mut [usize], longest: Reason) {
    if group.len() < 2 {
        return;
    }
    let mut winners: BTreeMap<u32, usize> = BTreeMap::new();
    let mut nested: BTreeMap<u32, u32> = BTreeMap::new();
    sort_by_rank(scene, group);
    for &hit in &*group {
        let span = scene.hits[hit].span;
        match winner_over(scene, &winners, span) {
            None => {
                winners.insert(span.start, hit);
            }
            Some(winner) => {
                if is_nested(scene, winner, hit) && is_free(&nested, span) {
                    nested.insert(span.start, span.end);
                    scene.hits[hit].role = Role::Nested;
                } else {
                    scene.drop(hit, longest);
                }
            }
        }
    }
}

/// Hits by rank, the winner first. No two have one span: of two that begin together, one is longer.
fn sort_by_rank(scene: &Scene<'_>, hits: &mut [usize]) {
    hits.sort_by_key(|&hit| (Reverse(scene.surface(hit).chars().count()), scene.hits[hit].span.start));
}

/// The winner that shares a character with a span.
fn winner_over(scene: &Scene<'_>, winners: &BTreeMap<u32, usize>, span: Span) -> Option<usize> {
    // winners do not overlap each other: only the last that begins before the end can reach in
    let (_, &winner) = winners.range(..span.end).next_back()?;
    (scene.hits[winner].span.end > span.start).then_some(winner)
}

fn is_free(taken: &BTreeMap<u32, u32>, span: Span) -> bool {
    taken.range(..span.end).next_back().is_none_or(|(_, &end)| end <= span.start)
}

fn is_nested(scene: &Scene<'_>, outer: usize, inner: usize) -> bool {
    scene.hits[outer].verdict == Verdict::Kept
        && scene.hits[outer].span.contains(scene.hits[inner].span)
        && scene.hits[outer].span != scene.hits[inner].span
        && scene.kind(outer) == Kind::Organization
        && scene.kind(inner) != Kind::Organization
        && !scene.is_left_out(NESTED)
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::decide::DecideOptions;
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 2] = [
        ("places.csv", "id,name\neng,England\nny,New York\nyork,York\ncity,York City\ntokyo,東京\nkyoto,京都\n"),
        ("organizations.csv", "id,name\nboe,Bank of England\nnyt,New York Times\n"),
    ];

    #[test]
    fn the_longest_wins_then_the_leftmost() {
        for (text, expected) in [
            ("New York Times", vec!["New York Times=nyt", "-New York:nested", "-York:longest"]),
            ("New York Xyzzy", vec!["-New York:unknown-after", "-York:unknown-after"]),
            ("New York City", vec!["-New York:noun-after", "York City=city", "-York:noun-after"]),
            ("Bank of England", vec!["Bank of England=boe", "-England:nested"]),
            ("東京都", vec!["東京=tokyo", "-京都:longest"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }

    #[test]
    fn nested_places_stay_where_asked_for() {
        let options = TagOptions { decide: DecideOptions { nested: true, ..Default::default() }, ..Default::default() };
        assert_eq!(
            verdicts(&LISTS, "New York Times", &options),
            ["New York Times=nyt", "New York=ny", "-York:longest"]
        );
    }
}
