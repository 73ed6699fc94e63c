//! A table of words, most of which are short: those of up to eight bytes are kept as numbers, so that looking one up reads
//! memory once, and filling the table allocates for the few long ones alone.

use rustc_hash::FxHashMap;

/// Longer words are in no table that is asked without regard to case, in bytes.
const LONGEST_WORD: usize = 32;

/// Words and what is known of each.
#[derive(Debug, Default)]
pub(super) struct WordTable<V> {
    short: FxHashMap<u64, V>,
    long: FxHashMap<Box<[u8]>, V>,
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
        match number(word.as_bytes()) {
            Some(number) => self.short.get(&number).copied(),
            None => self.long.get(word.as_bytes()).copied(),
        }
    }

    /// What is known of a word in small letters, whatever the case of these. A short one is made small as a number.
    #[inline]
    pub(super) fn get_lowered(&self, word: &str) -> Option<V> {
        match number(word.as_bytes()) {
            Some(number) if number & HIGH_BITS == 0 => self.short.get(&lowered(number)).copied(),
            _ => self.get_lowered_long(word),
        }
    }

    fn get_lowered_long(&self, word: &str) -> Option<V> {
        if word.len() > LONGEST_WORD {
            return None;
        }
        if !word.is_ascii() {
            return self.get(&word.to_lowercase());
        }
        let mut lower = [0; LONGEST_WORD];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        self.long.get(&*lower).copied()
    }

    /// What is known of a word, to be changed.
    pub(super) fn get_mut(&mut self, word: &str) -> Option<&mut V> {
        match number(word.as_bytes()) {
            Some(number) => self.short.get_mut(&number),
            None => self.long.get_mut(word.as_bytes()),
        }
    }

    /// Adds a word that is not in the table.
    pub(super) fn insert(&mut self, word: &str, value: V) {
        match number(word.as_bytes()) {
            Some(number) => self.short.insert(number, value),
            None => self.long.insert(word.as_bytes().into(), value),
        };
    }
}

/// The bytes of a short word as a number, the first one lowest: no word holds the byte 0, so no two words have one.
#[inline]
fn number(word: &[u8]) -> Option<u64> {
    // two reads that may overlap: where they do, they say the same
    let joined = |first: u64, last: u64, width: usize| first | last << (8 * (word.len() - width));
    Some(match word.len() {
        0 => 0,
        1 => u64::from(word[0]),
        2..4 => {
            let read = |bytes: Option<&[u8; 2]>| bytes.map_or(0, |bytes| u64::from(u16::from_le_bytes(*bytes)));
            joined(read(word.first_chunk()), read(word.last_chunk()), 2)
        }
        4..=8 => {
            let read = |bytes: Option<&[u8; 4]>| bytes.map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)));
            joined(read(word.first_chunk()), read(word.last_chunk()), 4)
        }
        _ => return None,
    })
}

/// The highest bit of each byte of a number: one is set where a word has other letters than those of ASCII.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// The number of a word of ASCII in small letters.
#[inline]
fn lowered(number: u64) -> u64 {
    let each = |byte: u8| u64::from_ne_bytes([byte; 8]);
    // the highest bit of a byte is set where the byte is at least the letter added up to 0x80; none carries
    let from_a = number + each(0x80 - b'A');
    let behind_z = number + each(0x80 - b'Z' - 1);
    let capitals = from_a & !behind_z & HIGH_BITS;
    number | capitals >> 2
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
        words.iter().zip(0..).for_each(|(word, n)| assert_eq!(table.get_lowered(word), Some(n), "{word}"));
        assert_eq!((table.get("b"), table.get("eight-bz"), table.get("eight-bytez")), (None, None, None));
        *table.get_mut("a").unwrap() = 90;
        *table.get_mut("eight-byte").unwrap() = 91;
        assert_eq!((table.get("a"), table.get("eight-byte")), (Some(90), Some(91)));
    }

    #[test]
    fn words_are_found_in_small_letters() {
        let mut table = WordTable::with_room(4);
        let words = ["of", "the", "paris", "president", "été", "[az]@`{", "señor presidente"];
        words.iter().zip(0..).for_each(|(word, n): (&&str, u32)| table.insert(word, n));
        for (word, n) in
            [("OF", 0), ("The", 1), ("pARIs", 2), ("PresidenT", 3), ("ÉTÉ", 4), ("[AZ]@`{", 5), ("Señor PRESIDENTE", 6)]
        {
            assert_eq!(table.get_lowered(word), Some(n), "{word}");
        }
        assert_eq!((table.get_lowered("{az}@`["), table.get_lowered("PRESIDENTS")), (None, None));
        let long = "a".repeat(super::LONGEST_WORD + 1);
        table.insert(&long, 9);
        assert_eq!((table.get(&long), table.get_lowered(&long)), (Some(9), None));
    }
}
