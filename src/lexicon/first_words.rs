//! The sieve before the walk: is this word the first of any name?
//!
//! A Bloom filter over the folded first words, and another over those that may stand in lower case. A word is what
//! folds from a start to the next character that is no word character; in scripts without spaces, where words have no
//! end to see, it is the first two folded characters.

use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::Folder;

/// Bits of the filter per word: about 2 words in 100 that begin no name pass it.
const BITS_PER_WORD: usize = 16;

/// What is known of the first words of all names.
#[derive(Debug)]
pub(super) struct FirstWords {
    any_case: Bloom,
    lower_case: Bloom,
    /// For each pair of lower-case ASCII letters, whether a word that may stand in lower case begins so.
    lower_pairs: [u32; 26],
    /// Whether any name begins with a digit.
    pub(super) digits: bool,
    /// Whether any name may begin in lower case with something else than two ASCII letters.
    lower_others: bool,
    /// Folded characters that are no word characters and begin a name: `+972`, `'s-Hertogenbosch`.
    pub(super) odd: Vec<char>,
    part_mask: u64,
}

impl FirstWords {
    /// Prepares for `words` first words over `parts` parts (a power of two).
    pub(super) fn new(words: usize, lower_words: usize, parts: usize) -> Self {
        FirstWords {
            any_case: Bloom::new(words),
            lower_case: Bloom::new(lower_words),
            lower_pairs: [0; 26],
            digits: false,
            lower_others: false,
            odd: Vec::new(),
            part_mask: parts as u64 - 1,
        }
    }

    /// Adds the first word of a name by its hash; `first` is its first folded character, `word` begins with it.
    pub(super) fn add(&mut self, hash: u64, first: char, lower: bool, word: &[u8]) {
        self.any_case.add(hash);
        if !Class::of(first).is_word() && !self.odd.contains(&first) {
            self.odd.push(first);
        }
        self.digits |= first.is_ascii_digit();
        if lower {
            self.lower_case.add(hash);
            match *word {
                [a @ b'a'..=b'z', b @ b'a'..=b'z', ..] => {
                    self.lower_pairs[usize::from(a - b'a')] |= 1 << (b - b'a');
                }
                _ => self.lower_others = true,
            }
        }
    }

    /// Whether a word that begins with these two lower-case ASCII bytes may be the first of a name.
    #[inline]
    pub(super) fn lower_pair(&self, first: u8, second: u8) -> bool {
        match second.wrapping_sub(b'a') {
            letter @ 0..26 => self.lower_pairs[usize::from(first.wrapping_sub(b'a')) % 26] >> letter & 1 != 0,
            _ => self.lower_others,
        }
    }

    /// Whether any name may begin in lower case.
    pub(super) fn any_lower(&self) -> bool {
        self.lower_others || self.lower_pairs.iter().any(|&letters| letters != 0)
    }

    /// The part whose names begin with a word of this hash, if there may be any.
    #[inline]
    pub(super) fn part(&self, hash: u64, lower: bool) -> Option<usize> {
        let filter = if lower { &self.lower_case } else { &self.any_case };
        filter.may_hold(hash).then_some(self.part_of(hash))
    }

    /// The part of the names whose first word has this hash.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the mask is far below 2^32")]
    pub(super) fn part_of(&self, hash: u64) -> usize {
        (hash >> 40 & self.part_mask) as usize
    }
}

/// Bits for words, two bits a word in one 64-bit block.
#[derive(Debug)]
struct Bloom {
    blocks: Vec<u64>,
    shift: u32,
}

impl Bloom {
    fn new(words: usize) -> Self {
        let blocks = (words * BITS_PER_WORD / 64).next_power_of_two().max(2);
        Bloom { blocks: vec![0; blocks], shift: 64 - blocks.trailing_zeros() }
    }

    fn bits(hash: u64) -> u64 {
        1 << (hash & 63) | 1 << (hash >> 6 & 63)
    }

    #[allow(clippy::cast_possible_truncation, reason = "the shift leaves an index into the blocks")]
    fn block(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    fn add(&mut self, hash: u64) {
        let block = self.block(hash);
        self.blocks[block] |= Self::bits(hash);
    }

    #[inline]
    fn may_hold(&self, hash: u64) -> bool {
        let bits = Self::bits(hash);
        self.blocks[self.block(hash)] & bits == bits
    }
}

/// Hash of a folded word: its first and last eight bytes and its length, mixed as in wyhash.
#[inline]
pub(super) fn hash(word: &[u8]) -> u64 {
    let mut first = [0; 8];
    let mut last = [0; 8];
    let head = word.len().min(8);
    first[..head].copy_from_slice(&word[..head]);
    if word.len() > 8 {
        last.copy_from_slice(&word[word.len() - 8..]);
    }
    mix(u64::from_le_bytes(first), u64::from_le_bytes(last), word.len())
}

/// The mixing of [`hash`], for words that are in registers already.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "both halves of the product are used")]
pub(super) fn mix(first: u64, last: u64, len: usize) -> u64 {
    let a = first ^ 0x2D35_8DCC_AA6C_78A5;
    let b = last ^ 0x8BB8_4B93_962E_ACC9 ^ len as u64;
    let product = u128::from(a) * u128::from(b | 1);
    let folded = product as u64 ^ (product >> 64) as u64;
    folded.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The folded first word of a name or of a text at a start, into a buffer; the first folded character with it.
///
/// Used for names and for all text that is not plain ASCII, so that both always agree.
pub(super) fn first_word_of(text: &str, word: &mut Vec<u8>) -> Option<char> {
    word.clear();
    let mut bytes = [0; 4];
    let mut folder = Folder::new(text);
    let first = folder.next()?;
    word.extend_from_slice(first.folded.encode_utf8(&mut bytes).as_bytes());
    let class = Class::of(first.source);
    if !class.is_word() {
        return Some(first.folded);
    }
    let mut last = class.run();
    if let Run::Unspaced(_) = last {
        if let Some(second) = folder.next() {
            let second = if Class::of(second.source).is_white() { ' ' } else { second.folded };
            word.extend_from_slice(second.encode_utf8(&mut bytes).as_bytes());
        }
        return Some(first.folded);
    }
    for next in folder {
        let class = Class::of(next.source);
        if class.is_word() {
            if edge::between(last, class.run()) {
                break;
            }
            last = class.run();
        } else if !class.is_mark() {
            break;
        }
        word.extend_from_slice(next.folded.encode_utf8(&mut bytes).as_bytes());
        if word.len() > super::LONGEST_NAME {
            break;
        }
    }
    Some(first.folded)
}
