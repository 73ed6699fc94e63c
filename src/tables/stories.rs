//! Stories: articles with the same or nearly the same text, as wire copy has in many papers.
//!
//! In come the signatures of articles in the order of their rows; out goes for each the row number of the first article
//! of its story, so a reader of `articles.csv` finds that one by its number. An article belongs to a story if it is near
//! to its *first* article: stories do not drift from text to text. What comes later never changes what came before.
//!
//! Memory: 32 bytes a story, and 4 bytes for each entity that the first article of a story mentions.

use crate::model::EntityId;
use crate::text::signature::{NEAR_BITS, Signature};
use rustc_hash::{FxHashMap, FxHashSet};

/// Signatures are looked up by each fifth of their bits: of two that differ in four bits one fifth at least is the same.
const PIECES: u32 = NEAR_BITS + 1;

const PIECE_BITS: u32 = u64::BITS.div_ceil(PIECES);

/// No story.
const NONE: u32 = u32::MAX;

/// The first article of a story.
struct First {
    row: u32,
    bits: u64,
    /// The story before it with the same piece, for each piece.
    before: [u32; PIECES as usize],
}

/// The stories so far.
pub struct Stories {
    near: Vec<First>,
    /// The last story with each value of each piece.
    last: Vec<u32>,
    /// Short texts: the first row of each.
    same: FxHashMap<u64, u32>,
    /// Entities of the first article of each story, by its row.
    mentioned: FxHashMap<u32, (u32, u32)>,
    entities: Vec<EntityId>,
    /// Entities of later articles that the first one does not mention.
    added: FxHashSet<(u32, EntityId)>,
    counts: FxHashMap<EntityId, u64>,
}

impl Default for Stories {
    fn default() -> Self {
        Stories {
            near: Vec::new(),
            last: vec![NONE; (PIECES << PIECE_BITS) as usize],
            same: FxHashMap::default(),
            mentioned: FxHashMap::default(),
            entities: Vec::new(),
            added: FxHashSet::default(),
            counts: FxHashMap::default(),
        }
    }
}

impl Stories {
    /// The story of the article of that row, counted from 1, which mentions these entities, each once in rising order.
    pub fn add(&mut self, row: u32, signature: Signature, entities: &[EntityId]) -> u32 {
        let story = if signature.is_near {
            self.near(row, signature.bits)
        } else {
            *self.same.entry(signature.bits).or_insert(row)
        };
        if story == row {
            let from = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
            self.entities.extend_from_slice(entities);
            if !entities.is_empty() {
                self.mentioned.insert(row, (from, u32::try_from(entities.len()).unwrap_or(u32::MAX)));
            }
        }
        let (from, len) = self.mentioned.get(&story).copied().unwrap_or_default();
        let first = &self.entities[from as usize..][..len as usize];
        for &entity in entities {
            let is_new = story == row || (first.binary_search(&entity).is_err() && self.added.insert((story, entity)));
            if is_new {
                *self.counts.entry(entity).or_default() += 1;
            }
        }
        story
    }

    /// In how many stories an entity is mentioned.
    #[must_use]
    pub fn count(&self, entity: EntityId) -> u64 {
        self.counts.get(&entity).copied().unwrap_or_default()
    }

    /// The first story that is near, or a new one.
    fn near(&mut self, row: u32, bits: u64) -> u32 {
        let slot = |piece: u32| {
            let value = bits >> (piece * PIECE_BITS) & ((1 << PIECE_BITS) - 1);
            ((u64::from(piece) << PIECE_BITS) + value) as usize
        };
        let mut found: Option<u32> = None;
        for piece in 0..PIECES {
            let mut at = self.last[slot(piece)];
            while let Some(first) = self.near.get(at as usize) {
                if (first.bits ^ bits).count_ones() <= NEAR_BITS {
                    found = Some(found.map_or(first.row, |row| row.min(first.row)));
                }
                at = first.before[piece as usize];
            }
        }
        found.unwrap_or_else(|| {
            let story = u32::try_from(self.near.len()).unwrap_or(NONE);
            let mut before = [NONE; PIECES as usize];
            for piece in 0..PIECES {
                before[piece as usize] = std::mem::replace(&mut self.last[slot(piece)], story);
            }
            self.near.push(First { row, bits, before });
            row
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_articles_share_the_row_of_the_first() {
        let mut stories = Stories::default();
        let bits = 0x0123_4567_89AB_CDEF;
        let rows: [(u64, bool, u32); 8] = [
            (bits, true, 1),
            (bits ^ 0b111, true, 1),
            (bits ^ (1 << 60 | 1 << 45 | 1 << 30 | 1 << 15), true, 1),
            (bits ^ (1 << 60 | 1 << 45 | 1 << 30 | 1 << 15 | 1), true, 4),
            (bits, false, 5),
            (bits ^ 1, false, 6),
            (bits, false, 5),
            (!bits, true, 8),
        ];
        for (row, (bits, is_near, story)) in (1..).zip(rows) {
            assert_eq!(stories.add(row, Signature { bits, is_near }, &[]), story, "row {row}");
        }
    }

    #[test]
    fn an_entity_counts_once_a_story() {
        let mut stories = Stories::default();
        let [a, b, c] = [1, 2, 3].map(EntityId);
        let signature = |bits| Signature { bits, is_near: true };
        stories.add(1, signature(0), &[a, b]);
        stories.add(2, signature(1), &[a, c]);
        stories.add(3, signature(2), &[c]);
        stories.add(4, signature(u64::MAX), &[c]);
        assert_eq!([a, b, c].map(|entity| stories.count(entity)), [1, 1, 2]);
    }
}
