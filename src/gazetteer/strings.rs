//! Many short texts in one allocation, and numbers found by text.

use crate::model::EntityId;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher as _;

/// A text kept in [`Strings`]: where its length stands, which is in front of it. 0 is the empty text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Text(u32);

/// Texts, one after the other. Those that repeat can be kept once.
#[derive(Debug, Default)]
pub(super) struct Strings {
    bytes: String,
    repeated: HashTable<(u32, Text)>,
}

/// Lengths are written as ASCII, so that they can stand among the texts: six bits a character, the lowest first, and
/// a seventh that says that more come.
const LENGTH_BITS: u32 = 6;
const MORE: u8 = 1 << LENGTH_BITS;

impl Strings {
    /// Keeps a text.
    ///
    /// # Panics
    /// If all texts together pass 4 GiB.
    pub(super) fn keep(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        if self.bytes.is_empty() {
            // so that no text is at 0
            self.bytes.push('\0');
        }
        let kept = Text(u32::try_from(self.bytes.len()).expect("the texts of the lists are smaller than 4 GiB"));
        let mut rest = text.len();
        loop {
            let low = u8::try_from(rest & usize::from(MORE - 1)).expect("six bits fit");
            rest >>= LENGTH_BITS;
            self.bytes.push(char::from(if rest > 0 { low | MORE } else { low }));
            if rest == 0 {
                break;
            }
        }
        self.bytes.push_str(text);
        kept
    }

    /// Keeps a text that is likely to come again, such as a class or a country.
    pub(super) fn keep_once(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        let hash = hash(text);
        if let Some(&(_, kept)) =
            self.repeated.find(spread(hash), |&(other, kept)| other == hash && self.get(kept) == text)
        {
            return kept;
        }
        let kept = self.keep(text);
        self.repeated.insert_unique(spread(hash), (hash, kept), |&(hash, _)| spread(hash));
        kept
    }

    /// The text again.
    #[inline]
    pub(super) fn get(&self, text: Text) -> &str {
        let mut at = text.0 as usize;
        if at == 0 {
            return "";
        }
        let (mut length, mut shift) = (0, 0);
        loop {
            let byte = self.bytes.as_bytes()[at];
            at += 1;
            length |= usize::from(byte & (MORE - 1)) << shift;
            shift += LENGTH_BITS;
            if byte & MORE == 0 {
                return &self.bytes[at..at + length];
            }
        }
    }

    /// Forgets what is only needed while texts are added.
    pub(super) fn finish(&mut self) {
        self.repeated = HashTable::new();
        self.bytes.shrink_to_fit();
    }
}

/// Entities by a text that is kept in [`Strings`].
#[derive(Debug, Default)]
pub(super) struct TextIndex {
    table: HashTable<Entry>,
}

/// The hash is kept, so that a growing table has not to look at texts again.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    text: Text,
    entity: EntityId,
}

impl TextIndex {
    /// The entity of a text.
    pub(super) fn get(&self, strings: &Strings, text: &str) -> Option<EntityId> {
        if text.is_empty() || self.table.is_empty() {
            return None;
        }
        let hash = hash(text);
        let entry = self.table.find(spread(hash), |entry| entry.hash == hash && strings.get(entry.text) == text);
        entry.map(|entry| entry.entity)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// All texts with their entities, in no order.
    pub(super) fn iter<'s>(&'s self, strings: &'s Strings) -> impl Iterator<Item = (&'s str, EntityId)> {
        self.table.iter().map(|entry| (strings.get(entry.text), entry.entity))
    }

    /// Notes the entity of a text, unless the text has one.
    pub(super) fn insert(&mut self, strings: &Strings, text: Text, entity: EntityId) {
        let written = strings.get(text);
        if !written.is_empty() && self.get(strings, written).is_none() {
            let hash = hash(written);
            self.table.insert_unique(spread(hash), Entry { hash, text, entity }, |entry| spread(entry.hash));
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "the low half of a hash is a hash")]
fn hash(text: &str) -> u32 {
    FxBuildHasher.hash_one(text) as u32
}

/// A table uses the highest and the lowest bits of 64.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_come_back() {
        let mut strings = Strings::default();
        let texts: Vec<String> = [0, 1, 5, 63, 64, 65, 4095, 4096, 300_000].map(|n| "é".repeat(n)).into();
        let kept: Vec<Text> = texts.iter().map(|text| strings.keep(text)).collect();
        for (text, kept) in texts.iter().zip(kept) {
            assert!(strings.get(kept) == text, "{}", text.len());
        }
    }

    #[test]
    fn repeated_texts_are_kept_once() {
        let mut strings = Strings::default();
        let (a, b) = (strings.keep_once("FRA"), strings.keep_once("DEU"));
        assert_eq!((strings.keep_once("FRA"), strings.keep_once("DEU")), (a, b));
        assert_ne!(a, b);
    }

    #[test]
    fn the_first_entity_of_a_text_stays() {
        let (mut strings, mut index) = (Strings::default(), TextIndex::default());
        for (number, id) in ["a", "b", "a", ""].iter().enumerate() {
            let text = strings.keep(id);
            index.insert(&strings, text, EntityId(u32::try_from(number).unwrap()));
        }
        let found = ["a", "b", "c", ""].map(|id| index.get(&strings, id));
        assert_eq!(found, [Some(EntityId(0)), Some(EntityId(1)), None, None]);
    }
}
