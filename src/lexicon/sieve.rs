//! What turns most words away before anything is looked up: Bloom filters over the first words of all names, over
//! the first two words of those that go on behind a space, and over the first three.
//!
//! Whether a word is the first of some name is asked of every word that might be, so the filter that says so is as small
//! as it can be and stays in the nearest memory. What else there is to know of a word that passes ([`Asks`]) has a filter
//! of its own: one look at it answers all questions, since each has bits of its own in the 64-bit block of the word.

use super::slots::{home, tag};
use crate::text::word_hash;

/// Bits of the filter of first words for each: of words that begin no name, about four in a hundred pass.
const BITS_PER_WORD: usize = 10;

/// Bits of the filter of answers for each first word.
const ANSWER_BITS_PER_WORD: usize = 14;

/// Bits of the filter of pairs for each: of others, about one in a hundred passes.
const BITS_PER_PAIR: usize = 20;

/// How many questions there are.
const QUESTIONS: u32 = 4;

/// What is asked of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Asks(u8);

impl Asks {
    /// Nothing.
    pub(super) const NOTHING: Asks = Asks(0);
    /// Whether the word is a name by itself.
    pub(super) const SINGLE: Asks = Asks(1);
    /// Whether names go on behind it with a space and another word.
    pub(super) const SPACED: Asks = Asks(2);
    /// Whether names go on in another way, or begin some small words before it.
    pub(super) const OTHER: Asks = Asks(4);

    /// Whether it is one if it is written in capitals.
    pub(super) const CAPITALS: Asks = Asks(8);

    /// All questions.
    pub(super) const ALL: Asks = Asks(15);

    /// Both.
    #[inline]
    #[must_use]
    pub(super) const fn and(self, other: Asks) -> Asks {
        Asks(self.0 | other.0)
    }

    /// Those of the one that are not of the other.
    #[inline]
    #[must_use]
    pub(super) const fn without(self, other: Asks) -> Asks {
        Asks(self.0 & !other.0)
    }

    /// Whether something of the other is asked.
    #[inline]
    pub(super) const fn has(self, other: Asks) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is asked.
    #[inline]
    pub(super) const fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

/// The memory of a filter: one's own or mapped.
pub(super) trait Blocks {
    /// How many blocks there are; never none.
    fn count(&self) -> usize;

    /// A block.
    fn block(&self, index: usize) -> u64;
}

impl Blocks for Vec<u64> {
    #[inline]
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn block(&self, index: usize) -> u64 {
        self[index]
    }
}

/// The two bits that say whether a key is there at all, from bits of the hash that do not choose the block.
#[inline]
const fn presence(hash: u64) -> u64 {
    1 << (hash & 63) | 1 << (hash >> 6 & 63)
}

/// Whether both bits of [`presence`] are set in a block.
#[inline]
const fn is_present(block: u64, hash: u64) -> bool {
    (block >> (hash & 63)) & (block >> ((hash >> 6) & 63)) & 1 != 0
}

/// Which bit answers a question of a word.
#[inline]
const fn answer(hash: u64, question: u32) -> u32 {
    (hash >> (12 + 6 * question) & 63) as u32
}

/// The block of a hash among so many.
#[inline]
const fn place(hash: u64, blocks: usize) -> usize {
    home(tag(hash), blocks)
}

/// The filters of all names.
#[derive(Debug)]
pub(super) struct Sieve<B> {
    words: B,
    answers: B,
    pairs: B,
}

impl<B: Blocks> Sieve<B> {
    /// Filters that were made before.
    pub(super) fn of([words, answers, pairs]: [B; 3]) -> Sieve<B> {
        Sieve { words, answers, pairs }
    }

    /// Whether a word may begin a name, or may be the first capital of one: few others pass.
    #[inline]
    pub(super) fn may_know(&self, word: u64) -> bool {
        is_present(self.words.block(place(word, self.words.count())), word)
    }

    /// What there may be to know of a word that [`Sieve::may_know`] lets pass: never too little.
    #[inline]
    pub(super) fn asks(&self, word: u64) -> Asks {
        let block = self.answers.block(place(word, self.answers.count()));
        let asks = |question| ((block >> answer(word, question) & 1) as u8) << question;
        Asks(asks(0) | asks(1) | asks(2) | asks(3))
    }

    /// Whether a longer name may begin with two words, or with a pair of words and a third.
    #[inline]
    pub(super) fn may_begin(&self, first: u64, second: u64) -> bool {
        let pair = word_hash::pair(first, second);
        is_present(self.pairs.block(place(pair, self.pairs.count())), pair)
    }
}

impl Sieve<Vec<u64>> {
    /// Empty filters for so many first words, and for so many pairs of words or of a pair and a third.
    pub(super) fn for_keys(words: usize, pairs: usize) -> Self {
        let blocks = |keys: usize, bits: usize| vec![0; (keys * bits).div_ceil(64).max(1)];
        Sieve {
            words: blocks(words, BITS_PER_WORD),
            answers: blocks(words, ANSWER_BITS_PER_WORD),
            pairs: blocks(pairs, BITS_PER_PAIR),
        }
    }

    /// Adds what there is to know of a word.
    pub(super) fn add_word(&mut self, word: u64, asks: Asks) {
        let (known, answered) = (place(word, self.words.len()), place(word, self.answers.len()));
        self.words[known] |= presence(word);
        let answers = (0..QUESTIONS).filter(|question| asks.0 >> question & 1 != 0);
        self.answers[answered] |= answers.fold(0, |bits, question| bits | 1 << answer(word, question));
    }

    /// Adds the first two words of a name, or a pair and a third word.
    pub(super) fn add_pair(&mut self, first: u64, second: u64) {
        let pair = word_hash::pair(first, second);
        let place = place(pair, self.pairs.len());
        self.pairs[place] |= presence(pair);
    }

    /// The blocks of all filters, as [`Sieve::of`] takes them.
    pub(super) fn into_blocks(self) -> [Vec<u64>; 3] {
        [self.words, self.answers, self.pairs]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(n: u64) -> u64 {
        word_hash::mix(n, 0, 8)
    }

    #[test]
    fn what_was_added_is_held_and_little_else() {
        let mut sieve = Sieve::for_keys(10_000, 10_000);
        let asks = |n: u64| [Asks::SINGLE, Asks::SPACED, Asks::OTHER][(n % 3) as usize];
        (0..10_000).for_each(|n| sieve.add_word(number(n), asks(n)));
        (0..10_000).for_each(|n| sieve.add_pair(number(n), number(n + 1)));
        assert!((0..10_000).all(|n| sieve.may_know(number(n)) && sieve.asks(number(n)).has(asks(n))));
        assert!((0..10_000).all(|n| sieve.may_begin(number(n), number(n + 1))));
        let wrong = (10_000..110_000).filter(|&n| sieve.may_know(number(n))).count();
        assert!(wrong < 4_500, "{wrong} of 100000");
        let wrong = (0..100_000).filter(|&n| sieve.may_begin(number(n), number(n + 2))).count();
        assert!(wrong < 1_500, "{wrong} of 100000");
    }
}
