//! A text in 64 bits, such that texts that are nearly the same have nearly the same bits (SimHash).
//!
//! M. S. Charikar, Similarity Estimation Techniques from Rounding Algorithms, STOC 2002; few bits apart is near
//! as in G. S. Manku, A. Jain, A. Das Sarma, Detecting Near-Duplicates for Web Crawling, WWW 2007. What is counted are
//! pairs of neighbouring words, folded as names are, so that case, accents, punctuation and line breaks do not matter.

use super::class::{Class, Run};
use super::fold::fold_char;
use super::stretches::each_stretch;
use super::word_hash;

/// Two texts of one story differ in so many bits at most. Where a share `x` of the pairs of words is another, some
/// `64 / π · √x` bits are: 2 in 64 where it is one in a hundred. Of two texts that have nothing to do with each other, one
/// pair in 10^13 is as near by chance.
pub const NEAR_BITS: u32 = 4;

/// A text of fewer words has too few pairs for its bits to say how near it is to another: only the same words are the
/// same story. Notices of one kind ("Results of 3 March") would else be one.
pub const NEAR_FROM_WORDS: usize = 40;

/// What a text is compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Signature {
    /// Of a long text the SimHash, of a short one a hash of its words.
    pub bits: u64,
    /// Whether a signature of nearly the same bits is of nearly the same text.
    pub is_near: bool,
}

impl Signature {
    /// The signature of a text; `None` where it has no word. Linear in the text.
    #[must_use]
    pub fn of(text: &str) -> Option<Signature> {
        let mut pairs = Pairs::default();
        // the folded letters of a word that is not plain
        let mut word = Vec::new();
        each_stretch(text, |start, end, plain| {
            if plain && end - start <= LONGEST_HASHED {
                pairs.add(word_hash::plain_word(text.as_bytes(), start, end));
            } else {
                pairs.add_words(&text[start..end], &mut word);
            }
        });
        pairs.signature()
    }
}

/// Words up to this length have a hash of all their bytes; of longer ones all parts of this length count.
const LONGEST_HASHED: usize = 16;

/// Spreads what tells words apart over all bits (the finalizer of MurmurHash3).
fn spread(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ (hash >> 33)
}

/// How often each bit is set in the pairs so far, all 64 counts at once: bit `i` of `planes[k]` has weight 2^k in the
/// count of bit `i`.
#[derive(Default)]
struct Pairs {
    planes: [u64; 32],
    /// The last pairs, fewer than eight, which are not in the planes yet.
    loose: [u64; 8],
    count: usize,
    last_word: u64,
    all: u64,
}

impl Pairs {
    /// Adds the words of a stretch that has no space and no sign of ASCII.
    fn add_words(&mut self, stretch: &str, word: &mut Vec<u8>) {
        for c in stretch.chars() {
            let class = Class::of(c);
            if class.is_word() {
                let stands_alone = matches!(class.run(), Run::Unspaced(_));
                if stands_alone {
                    self.end_word(word);
                }
                word.extend_from_slice(fold_char(c).as_bytes());
                if stands_alone {
                    self.end_word(word);
                }
            } else if !class.is_mark() && !class.is_dropped() {
                self.end_word(word);
            }
        }
        self.end_word(word);
    }

    #[inline]
    fn end_word(&mut self, folded: &mut Vec<u8>) {
        if !folded.is_empty() {
            let parts = folded.chunks(LONGEST_HASHED).map(word_hash::word);
            self.add(parts.fold(0, |hash, part| hash.rotate_left(29) ^ part));
            folded.clear();
        }
    }

    #[inline]
    fn add(&mut self, ended: u64) {
        let pair = spread(self.last_word.rotate_left(25) ^ ended);
        if self.count < NEAR_FROM_WORDS {
            self.all = self.all.rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ pair;
        }
        self.last_word = ended;
        self.loose[self.count % 8] = pair;
        self.count += 1;
        if self.count.is_multiple_of(8) {
            self.settle();
        }
    }

    /// Counts eight pairs, in a tree of adders that each make two numbers of three.
    fn settle(&mut self) {
        let [a, b, c, d, e, f, g, h] = self.loose;
        let [ones, twos, fours, more @ ..] = &mut self.planes;
        let first_twos = sum(ones, a, b);
        let second_twos = sum(ones, c, d);
        let first_fours = sum(twos, first_twos, second_twos);
        let third_twos = sum(ones, e, f);
        let fourth_twos = sum(ones, g, h);
        let second_fours = sum(twos, third_twos, fourth_twos);
        let mut carry = sum(fours, first_fours, second_fours);
        for plane in more {
            (*plane, carry) = (*plane ^ carry, *plane & carry);
            if carry == 0 {
                break;
            }
        }
        self.loose = [0; 8];
    }

    fn signature(mut self) -> Option<Signature> {
        if self.count < NEAR_FROM_WORDS {
            return (self.count > 0).then(|| Signature { bits: spread(self.all), is_near: false });
        }
        self.settle();
        // the bits whose count is more than half of all, compared from the highest plane down
        let half = self.count / 2;
        let (mut more, mut equal) = (0, u64::MAX);
        for (weight, plane) in self.planes.iter().enumerate().rev() {
            let of_half = if half >> weight & 1 == 1 { u64::MAX } else { 0 };
            more |= equal & plane & !of_half;
            equal &= !(plane ^ of_half);
        }
        Some(Signature { bits: more, is_near: true })
    }
}

/// Adds two bits to one, at each of 64 places: the sum stays, what is carried over is given.
#[inline]
fn sum(bits: &mut u64, a: u64, b: u64) -> u64 {
    let odd = *bits ^ a;
    let carry = *bits & a | odd & b;
    *bits = odd ^ b;
    carry
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(words: usize, seed: usize) -> String {
        (0..words).map(|n| format!("word{} ", (n * 7919 + seed * 104_729) % 5003)).collect()
    }

    fn apart(a: &str, b: &str) -> u32 {
        let (a, b) = (Signature::of(a).unwrap(), Signature::of(b).unwrap());
        assert!(a.is_near && b.is_near);
        (a.bits ^ b.bits).count_ones()
    }

    #[test]
    fn case_marks_and_spaces_do_not_matter() {
        let text = "Erdoğan met Müller in Łódź. ".repeat(10);
        let same = "ERDOGAN  met\nMuller; in Lodz! ".repeat(10);
        let split = "Erdog\u{306}an met Mu\u{308}ller in Łódź. ".repeat(10);
        assert_eq!(Signature::of(&text), Signature::of(&same));
        assert_eq!(Signature::of(&text), Signature::of(&split));
        assert_eq!(Signature::of(" .,!\n"), None);
    }

    #[test]
    fn a_bit_is_set_where_it_is_in_most_pairs() {
        for words in [NEAR_FROM_WORDS, 41, 47, 48, 1000] {
            let (mut pairs, mut times, mut last) = (Pairs::default(), [0; 64], 0);
            for word in (0..words as u64).map(spread) {
                let pair = spread(u64::rotate_left(last, 25) ^ word);
                (0..64).zip(&mut times).for_each(|(bit, times)| *times += pair >> bit & 1);
                pairs.add(word);
                last = word;
            }
            let most = |times: u64| 2 * times > words as u64;
            let bits = (0..64).zip(times).fold(0, |bits, (bit, times)| bits | u64::from(most(times)) << bit);
            assert_eq!(pairs.signature(), Some(Signature { bits, is_near: true }), "{words}");
        }
    }

    #[test]
    fn a_few_words_more_are_few_bits() {
        let mut near = 0;
        for seed in 0..20 {
            let text = prose(500, seed);
            near += usize::from(apart(&text, &format!("LONDON (Agency) {text}")) <= NEAR_BITS);
            assert!(apart(&text, &prose(500, seed + 20)) > 12, "{seed}");
        }
        assert!(near >= 18, "{near} of 20");
    }

    #[test]
    fn short_texts_are_the_same_or_not() {
        let (a, b) = (Signature::of("Results of 3 March").unwrap(), Signature::of("Results of 4 March").unwrap());
        assert!(!a.is_near && a.bits != b.bits);
        assert_eq!(Signature::of("Results, of 3 march"), Some(a));
        assert_ne!(Signature::of("a b"), Signature::of("b a"));
    }

    #[test]
    fn scripts_without_spaces_have_words_too() {
        let text = "俄罗斯总统普京星期一抵达叙利亚首都大马士革，会见了叙利亚总统阿萨德，并讨论了两国关系和地区局势。"
            .repeat(3);
        assert!(apart(&text, &text.replacen("星期一", "星期二", 1)) <= 8);
        assert!(Signature::of(&text).unwrap().is_near);
    }
}
