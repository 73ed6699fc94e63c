//! Stories: articles with the same or nearly the same text, as wire copy has in many papers.
//!
//! In come the signatures of articles in the order of their rows; out goes for each the row number of the first article
//! of its story, so a reader of `articles.csv` finds that one by its number. An article belongs to a story if it is near
//! to its *first* article: stories do not drift from text to text. What comes later never changes what came before.
//!
//! Memory: 44 bytes a story, and one or two for each entity that its first article mentions.

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
    mentioned: Mentioned,
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
            mentioned: Mentioned::default(),
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
            self.mentioned.push(row, entities);
        }
        let first = if story == row { Vec::new() } else { self.mentioned.of(story) };
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

/// The entities of the first article of each story that mentions any, by its row.
#[derive(Default)]
struct Mentioned {
    /// In rising order.
    rows: Vec<u32>,
    /// Where the entities of each row begin.
    starts: Vec<usize>,
    /// How far each entity is from the one before it, seven bits a byte, the lowest first; the last byte has no high bit.
    steps: Vec<u8>,
}

impl Mentioned {
    /// Adds the entities of a row behind all others, each once in rising order.
    fn push(&mut self, row: u32, entities: &[EntityId]) {
        if entities.is_empty() {
            return;
        }
        self.rows.push(row);
        self.starts.push(self.steps.len());
        let mut last = 0;
        for entity in entities {
            let mut step = entity.0 - last;
            last = entity.0;
            while step > 0x7F {
                self.steps.push(step as u8 | 0x80);
                step >>= 7;
            }
            self.steps.push(step as u8);
        }
    }

    /// The entities of a row, in rising order.
    fn of(&self, row: u32) -> Vec<EntityId> {
        let Ok(at) = self.rows.binary_search(&row) else { return Vec::new() };
        let end = self.starts.get(at + 1).copied().unwrap_or(self.steps.len());
        let (mut entities, mut last, mut step, mut shift) = (Vec::new(), 0, 0, 0);
        for byte in &self.steps[self.starts[at]..end] {
            step |= u32::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                last += step;
                entities.push(EntityId(last));
                (step, shift) = (0, 0);
            }
        }
        entities
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
    fn entities_come_back_as_they_went_in() {
        let all: [(u32, &[u32]); 5] = [
            (1, &[0]),
            (2, &[]),
            (3, &[5, 6, 133, 134, 16_600, 5_000_000, u32::MAX]),
            (7, &[u32::MAX]),
            (9, &[127, 128]),
        ];
        let mut mentioned = Mentioned::default();
        let entities = |ids: &[u32]| ids.iter().map(|&id| EntityId(id)).collect::<Vec<_>>();
        all.iter().for_each(|(row, ids)| mentioned.push(*row, &entities(ids)));
        all.iter().for_each(|(row, ids)| assert_eq!(mentioned.of(*row), entities(ids), "{row}"));
        assert_eq!(mentioned.of(8), []);
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
