//! Which gold row and which mention are one: by equal spans, or by the spans that share most.

use super::rows::Row;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::hash::Hash;

/// A gold row and a mention, as indices into the two lists.
pub(super) type Pair = (usize, usize);

/// Pairs rows with equal keys, one to one, in order.
pub(super) fn exact<K: Hash + Eq>(gold: &[&Row], mentions: &[&Row], key: impl Fn(&Row) -> K) -> Vec<Pair> {
    let mut waiting: FxHashMap<K, VecDeque<usize>> = FxHashMap::default();
    for (i, mention) in mentions.iter().enumerate() {
        waiting.entry(key(mention)).or_default().push_back(i);
    }
    let next = |(i, gold): (usize, &&Row)| Some((i, waiting.get_mut(&key(gold))?.pop_front()?));
    gold.iter().enumerate().filter_map(next).collect()
}

/// Two overlapping spans and how well they fit.
struct Overlap {
    /// Shared length over joint length: 1 for equal spans.
    share: f64,
    gold_start: usize,
    mention_start: usize,
    gold: usize,
    mention: usize,
}

impl Overlap {
    /// The better one first; among equals the earlier.
    fn order(&self, other: &Overlap) -> Ordering {
        let place = |o: &Overlap| (o.gold_start, o.mention_start, o.gold, o.mention);
        other.share.total_cmp(&self.share).then_with(|| place(self).cmp(&place(other)))
    }
}

/// Pairs overlapping rows of one group, one to one: equal spans first, then those that share most.
pub(super) fn overlapping<K: Hash + Eq>(gold: &[&Row], mentions: &[&Row], group: impl Fn(&Row) -> K) -> Vec<Pair> {
    let mut groups: FxHashMap<K, (Vec<usize>, Vec<usize>)> = FxHashMap::default();
    for (i, row) in gold.iter().enumerate() {
        groups.entry(group(row)).or_default().0.push(i);
    }
    for (i, row) in mentions.iter().enumerate() {
        groups.entry(group(row)).or_default().1.push(i);
    }
    let mut groups: Vec<(Vec<usize>, Vec<usize>)> =
        groups.into_values().filter(|(left, right)| !left.is_empty() && !right.is_empty()).collect();
    groups.sort_unstable();
    let mut pairs = Vec::new();
    for (left, mut right) in groups {
        right.sort_by_key(|&m| (mentions[m].start, mentions[m].end));
        let longest = right.iter().map(|&m| mentions[m].end - mentions[m].start).max().unwrap_or(0);
        let mut found = Vec::new();
        for (i, g) in left.iter().map(|&g| gold[g]).enumerate() {
            let first = right.partition_point(|&m| mentions[m].start + longest < g.start);
            let reached = right[first..].iter().map(|&m| mentions[m]).take_while(|m| m.start < g.end);
            for (j, m) in reached.enumerate() {
                if m.end > g.start {
                    found.push(Overlap {
                        share: share(g, m),
                        gold_start: g.start,
                        mention_start: m.start,
                        gold: i,
                        mention: first + j,
                    });
                }
            }
        }
        found.sort_by(Overlap::order);
        let (mut used_left, mut used_right) = (vec![false; left.len()], vec![false; right.len()]);
        for overlap in found {
            if !used_left[overlap.gold] && !used_right[overlap.mention] {
                used_left[overlap.gold] = true;
                used_right[overlap.mention] = true;
                pairs.push((left[overlap.gold], right[overlap.mention]));
            }
        }
    }
    pairs
}

#[allow(clippy::cast_precision_loss, reason = "lengths of spans are small")]
fn share(a: &Row, b: &Row) -> f64 {
    let shared = a.end.min(b.end) - a.start.max(b.start);
    let joint = a.end.max(b.end) - a.start.min(b.start);
    shared as f64 / joint as f64
}

#[cfg(test)]
mod tests {
    use super::super::rows::Rows;
    use super::*;

    fn rows(spans: &[(usize, usize)]) -> Rows {
        let rows: String = spans.iter().map(|(start, end)| format!("a,{start},{end},place\n")).collect();
        Rows::read("t", format!("article,start_char,end_char,kind\n{rows}").as_bytes()).unwrap()
    }

    fn pairs(gold: &[(usize, usize)], mentions: &[(usize, usize)]) -> (Vec<Pair>, Vec<Pair>) {
        let (gold, mentions) = (rows(gold), rows(mentions));
        let refs = |rows: &Rows| rows.rows.iter().collect::<Vec<&Row>>().len();
        assert!(refs(&gold) > 0);
        let (gold, mentions): (Vec<&Row>, Vec<&Row>) = (gold.rows.iter().collect(), mentions.rows.iter().collect());
        (exact(&gold, &mentions, Row::spot), overlapping(&gold, &mentions, |row| row.article))
    }

    #[test]
    fn equal_spans_pair_once() {
        assert_eq!(pairs(&[(0, 5), (0, 5), (9, 12)], &[(0, 5), (9, 13)]), (vec![(0, 0)], vec![(0, 0), (2, 1)]));
    }

    #[test]
    fn the_best_overlap_pairs_first() {
        // the second gold row equals the mention, though the first one meets it earlier
        assert_eq!(pairs(&[(0, 10), (4, 10)], &[(4, 10)]).1, [(1, 0)]);
        assert_eq!(pairs(&[(0, 4), (6, 20)], &[(2, 8), (5, 30)]).1, [(1, 1), (0, 0)]);
        assert_eq!(pairs(&[(0, 4)], &[(4, 8)]).1, []);
    }
}
