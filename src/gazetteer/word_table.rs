//! A table of words, most of which are short: those of up to eight bytes are kept as numbers, so that looking one up reads
//! memory once, and filling the table allocates for the few long ones alone.

use rustc_hash::FxHashMap;

/// Words and what is known of each.
#[derive(Debug, Default)]
pub(super) struct WordTable<V> {
    short: FxHashMap<u64, V>,
    long: FxHashMap<Box<str>, V>,
}

impl<V: Copy> WordTable<V> {
    /// A table with room for so many words.
    pub(super) fn with_room(words: usize) -> WordTable<V> {
        let mut table = WordTable { short: FxHashMap::default(), long: FxHashMap::default() };
        table.short.reserve(words);
        table
    }

    /// What is known of a word.
    #[inline]
    pub(super) fn get(&self, word: &str) -> Option<V> {
        match number(word) {
            Some(number) => self.short.get(&number).copied(),
            None => self.long.get(word).copied(),
        }
    }

    /// What is known of a word, to be changed.
    pub(super) fn get_mut(&mut self, word: &str) -> Option<&mut V> {
        match number(word) {
            Some(number) => self.short.get_mut(&number),
            None => self.long.get_mut(word),
        }
    }

    /// Adds a word that is not in the table.
    pub(super) fn insert(&mut self, word: &str, value: V) {
        match number(word) {
            Some(number) => self.short.insert(number, value),
            None => self.long.insert(word.into(), value),
        };
    }
}

/// The bytes of a short word as a number: no word holds the byte 0, so no two words have one.
#[inline]
fn number(word: &str) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(u64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::WordTable;

    #[test]
    fn short_and_long_words_are_told_apart() {
        let words = ["", "a", "ab", "ba", "eight-by", "eight-byt", "eight-byte", "é", "日本語", "日本語の"];
        let mut table = WordTable::with_room(4);
        words.iter().zip(0..).for_each(|(word, n): (&&str, u32)| table.insert(word, n));
        words.iter().zip(0..).for_each(|(word, n)| assert_eq!(table.get(word), Some(n), "{word}"));
        assert_eq!((table.get("b"), table.get("eight-bz"), table.get("eight-bytez")), (None, None, None));
        *table.get_mut("a").unwrap() = 90;
        *table.get_mut("eight-byte").unwrap() = 91;
        assert_eq!((table.get("a"), table.get("eight-byte")), (Some(90), Some(91)));
    }
}
