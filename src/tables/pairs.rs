//! `pairs.csv`: who appears with whom, in how many articles and paragraphs.

use super::csv::Rows;
use super::{Column, Flavour, Value, ValueType};
use crate::model::{EntityId, Facts, Mention};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// An article with more entities than this says little about any two of them, and has 20,000 pairs: it is left out.
pub const MOST_ENTITIES: usize = 200;

/// The columns of the table.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Text};
    vec![
        Column::new("entity_a", Text, "canonical name of the one whose id comes first"),
        Column::new("entity_b", Text, "canonical name of the other"),
        Column::new("id_a", Text, "id of the first"),
        Column::new("id_b", Text, "id of the other"),
        Column::new("kind_a", Text, "kind of the first"),
        Column::new("kind_b", Text, "kind of the other"),
        Column::new("articles", Count, "in how many articles both are mentioned"),
        Column::new("paragraphs", Count, "in how many paragraphs both are mentioned"),
    ]
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Together {
    articles: u32,
    paragraphs: u32,
}

/// Counts of all pairs: gathered per thread, added up at the end.
#[derive(Clone, Debug, Default)]
pub struct PairCounts {
    pairs: FxHashMap<(EntityId, EntityId), Together>,
}

impl PairCounts {
    /// Counts one article; `entities` are those mentioned, each once, in rising order. Says whether the article was
    /// counted: one with more than [`MOST_ENTITIES`] is not.
    pub fn add(&mut self, text: &str, mentions: &[Mention], entities: &[EntityId]) -> bool {
        if entities.len() > MOST_ENTITIES {
            return false;
        }
        self.each_pair(entities, |together| together.articles += 1);
        let mut paragraph: Vec<EntityId> = Vec::new();
        let mut last_end: Option<usize> = None;
        for mention in mentions {
            let new =
                last_end.is_some_and(|end| has_blank_line(&text[end.min(mention.span.start())..mention.span.start()]));
            if new {
                self.end_paragraph(&mut paragraph);
            }
            paragraph.push(mention.entity);
            last_end = Some(last_end.unwrap_or(0).max(mention.span.end()));
        }
        self.end_paragraph(&mut paragraph);
        true
    }

    fn end_paragraph(&mut self, paragraph: &mut Vec<EntityId>) {
        paragraph.sort_unstable();
        paragraph.dedup();
        self.each_pair(paragraph, |together| together.paragraphs += 1);
        paragraph.clear();
    }

    fn each_pair(&mut self, entities: &[EntityId], count: impl Fn(&mut Together)) {
        for (i, &a) in entities.iter().enumerate() {
            for &b in &entities[i + 1..] {
                count(self.pairs.entry((a, b)).or_default());
            }
        }
    }

    /// Adds the counts of another thread.
    pub fn merge(&mut self, other: PairCounts) {
        if self.pairs.is_empty() {
            *self = other;
            return;
        }
        #[allow(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for (pair, theirs) in other.pairs {
            let ours = self.pairs.entry(pair).or_default();
            ours.articles += theirs.articles;
            ours.paragraphs += theirs.paragraphs;
        }
    }

    /// Adds what another part counted of a pair.
    pub fn add_counts(&mut self, a: EntityId, b: EntityId, articles: u32, paragraphs: u32) {
        let together = self.pairs.entry((a, b)).or_default();
        together.articles += articles;
        together.paragraphs += paragraphs;
    }

    /// All pairs by their entities, with their articles and paragraphs.
    #[must_use]
    pub fn sorted(&self) -> Vec<(EntityId, EntityId, u32, u32)> {
        let pairs = self.pairs.iter();
        let mut sorted: Vec<_> =
            pairs.map(|(&(a, b), together)| (a, b, together.articles, together.paragraphs)).collect();
        sorted.sort_unstable();
        sorted
    }

    /// Writes the pairs that share at least `least` articles, most articles first, then most paragraphs, then by ids;
    /// says how many they are. Rows are made on all threads of the current rayon pool, a bounded number at a time.
    ///
    /// # Errors
    /// What `write` says.
    pub fn write<E>(
        &self,
        facts: &dyn Facts,
        least: u32,
        flavour: Flavour,
        mut write: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<u64, E> {
        let mut entities: Vec<EntityId> = self.pairs.keys().flat_map(|&(a, b)| [a, b]).collect();
        entities.par_sort_unstable();
        entities.dedup();
        entities.par_sort_by_key(|&entity| facts.entity(entity).id);
        let ranks: FxHashMap<EntityId, u32> = entities.iter().copied().zip(0..).collect();
        let cells: Vec<[Vec<u8>; 3]> = entities
            .par_iter()
            .map(|&entity| {
                let entity = facts.entity(entity);
                [entity.name, entity.id, entity.kind.as_str()].map(|cell| Rows::encode(flavour, [Value::Text(cell)]))
            })
            .collect();
        let mut pairs: Vec<_> = self
            .pairs
            .iter()
            .filter(|(_, together)| together.articles >= least)
            .map(|(pair, together)| {
                let (a, b) = (ranks[&pair.0], ranks[&pair.1]);
                (Reverse(together.articles), Reverse(together.paragraphs), a.min(b), a.max(b))
            })
            .collect();
        pairs.par_sort_unstable();
        let encode = |pairs: &[(Reverse<u32>, Reverse<u32>, u32, u32)]| {
            let mut rows = Rows::new(flavour);
            for &(Reverse(articles), Reverse(paragraphs), a, b) in pairs {
                let (a, b) = (&cells[a as usize], &cells[b as usize]);
                (0..a.len()).for_each(|column| {
                    rows.encoded(&a[column]);
                    rows.encoded(&b[column]);
                });
                rows.cell(Value::Count(u64::from(articles)));
                rows.cell(Value::Count(u64::from(paragraphs)));
                rows.end_row();
            }
            rows.into_bytes()
        };
        for window in pairs.chunks(ROWS_PER_CHUNK * CHUNKS_AT_A_TIME) {
            let chunks: Vec<Vec<u8>> = window.par_chunks(ROWS_PER_CHUNK).map(encode).collect();
            chunks.iter().try_for_each(|rows| write(rows))?;
        }
        Ok(pairs.len() as u64)
    }
}

/// How many rows a thread makes at a time: about half a megabyte.
const ROWS_PER_CHUNK: usize = 1 << 12;

/// How many such chunks are in memory together.
const CHUNKS_AT_A_TIME: usize = 32;

/// Whether a stretch of text holds a blank line: a new paragraph.
fn has_blank_line(gap: &str) -> bool {
    let mut lines = gap.split('\n');
    lines.next();
    let between = lines.clone().count().saturating_sub(1);
    lines.take(between).any(|line| line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_line_ends_a_paragraph() {
        for (gap, blank) in
            [("", false), (" and ", false), ("a\nb", false), ("a\n\nb", true), ("a\r\n \r\nb", true), ("\n\n", true)]
        {
            assert_eq!(has_blank_line(gap), blank, "{gap:?}");
        }
    }
}
