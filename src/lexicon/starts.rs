//! Where a name may begin: word starts and their case, found 64 bytes at a time.
//!
//! A block of plain ASCII is classified with a handful of vector comparisons into bit masks, and only the starts that
//! some name could have (capitals; lower case and digits where the lists ask for it) are looked at one by one. Runs of
//! word bytes that hold anything beyond ASCII go the careful way, character by character. Both ways end in the filter
//! of first words; what passes it is reported.

use super::first_words::{FirstWords, first_word_of};
use super::hash;
use crate::text::class::{Class, Run, is_apostrophe};
use crate::text::edge;
use crate::text::fold::fold_char;
use wide::u8x64;

const BLOCK: usize = 64;

/// One bit per byte of a block.
#[derive(Clone, Copy)]
struct Masks {
    /// ASCII letters and digits.
    word: u64,
    upper: u64,
    digit: u64,
    /// Bytes of characters beyond ASCII.
    high: u64,
}

impl Masks {
    #[inline]
    fn of(block: &[u8; BLOCK]) -> Masks {
        const CASE_BIT: u8x64 = u8x64::new([0x20; BLOCK]);
        const LETTER_A: u8x64 = u8x64::new([b'a'; BLOCK]);
        const LETTERS: u8x64 = u8x64::new([25; BLOCK]);
        const DIGIT_0: u8x64 = u8x64::new([b'0'; BLOCK]);
        const DIGITS: u8x64 = u8x64::new([9; BLOCK]);
        let bytes = u8x64::new(*block);
        let below = |offset: u8x64, last: u8x64| offset.min(last).simd_eq(offset);
        let letter = below((bytes | CASE_BIT) - LETTER_A, LETTERS).to_bitmask();
        let digit = below(bytes - DIGIT_0, DIGITS).to_bitmask();
        let small = (bytes & CASE_BIT).simd_eq(CASE_BIT).to_bitmask();
        Masks { word: letter | digit, upper: letter & !small, digit, high: bytes.to_bitmask() }
    }
}

/// A place where a name may begin, and the word there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start<'w> {
    /// First byte.
    pub(super) at: usize,
    /// One past the last byte of the word.
    pub(super) end: usize,
    /// Hash of the folded word.
    pub(super) hash: u64,
    /// The folded word; nothing where the text itself, in ASCII letters and digits, is the word.
    pub(super) folded: Option<&'w [u8]>,
    /// Whether the word is but a beginning, in a script without spaces.
    pub(super) unspaced: bool,
}

/// Reports every place of `text` where a name may begin, in rising order but for odd starts.
pub(super) fn scan(text: &str, words: &FirstWords, mut found: impl FnMut(Start<'_>)) {
    let bytes = text.as_bytes();
    let wants_lower = words.any_lower;
    let mut slow = SlowScan { text, words, word: Vec::new() };
    let mut run_before = 0;
    let mut done = 0;
    for base in (0..bytes.len()).step_by(BLOCK) {
        let masks = match bytes.get(base..base + BLOCK) {
            Some(block) => Masks::of(block.try_into().expect("a block has 64 bytes")),
            None => {
                let mut padded = [b' '; BLOCK];
                padded[..bytes.len() - base].copy_from_slice(&bytes[base..]);
                Masks::of(&padded)
            }
        };
        let run = masks.word | masks.high;
        let mut starts = run & !(run << 1 | run_before);
        if masks.high == 0 {
            let digits = if words.digits { masks.digit } else { 0 };
            let lower = if wants_lower { masks.word & !masks.upper & !masks.digit } else { 0 };
            starts &= masks.upper | digits | lower;
        } else if run_before != 0 && done <= base && masks.high & low_bits(run.trailing_ones()) != 0 {
            // a run that began in an earlier block as plain ASCII holds more than that here
            let start = base - bytes[..base].iter().rev().take_while(|&&byte| is_run_byte(byte)).count();
            done = run_end(bytes, base);
            slow.run(start, done, &mut found);
        }
        run_before = run >> (BLOCK - 1);
        while starts != 0 {
            let bit = starts.trailing_zeros();
            starts &= starts - 1;
            let at = base + bit as usize;
            if at < done {
                continue;
            }
            if masks.high == 0 && bytes[at].is_ascii_lowercase() {
                // most words of a text end here
                let second = bytes.get(at + 1).copied().unwrap_or(0);
                if !words.lower_pair(bytes[at], second) {
                    continue;
                }
            }
            let length = (run >> bit).trailing_ones();
            let mut plain = masks.high & (low_bits(length) << bit) == 0;
            let mut end = at + length as usize;
            if bit + length >= 64 {
                end = run_end(bytes, end.min(bytes.len()));
                plain = plain && bytes[at..end].is_ascii();
            }
            if plain {
                plain_start(text, at, end, words, &mut found);
            } else {
                done = end;
                slow.run(at, end, &mut found);
            }
        }
    }
    for &odd in &words.odd {
        if odd.is_ascii() {
            for at in memchr::memchr_iter(odd as u8, bytes) {
                slow.start(at, odd, &mut found);
            }
        }
    }
}

const fn low_bits(count: u32) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

const fn is_run_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn run_end(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|&&byte| is_run_byte(byte)).count()
}

/// Reports a word of ASCII letters and digits, if a name may begin with it here.
#[inline]
fn plain_start(text: &str, at: usize, end: usize, words: &FirstWords, found: &mut impl FnMut(Start<'_>)) {
    let bytes = text.as_bytes();
    let first = bytes[at];
    let lower = first.is_ascii_lowercase();
    if lower {
        if !words.lower_pair(first, bytes.get(at + 1).copied().unwrap_or(0)) {
            return;
        }
    } else if first.is_ascii_digit() && !words.digits {
        return;
    }
    let hash = hash::plain_word(bytes, at, end);
    if !words.may_begin(hash, lower) {
        return;
    }
    // an underscore joins, and so does the apostrophe of O'Brien
    let joined = at > 0 && matches!(bytes[at - 1], b'_' | b'\'' | b'`');
    if !joined || edge::is_start(text, at, char::from(first)) {
        found(Start { at, end, hash, folded: None, unspaced: false });
    }
}

/// The careful way, for runs that hold more than ASCII.
struct SlowScan<'t> {
    text: &'t str,
    words: &'t FirstWords,
    word: Vec<u8>,
}

impl SlowScan<'_> {
    fn run(&mut self, start: usize, end: usize, found: &mut impl FnMut(Start<'_>)) {
        let text = self.text;
        let mut before: Option<Run> = edge::word_before(text, start);
        let mut last = text[..start].chars().next_back();
        for (offset, c) in text[start..end].char_indices() {
            let class = Class::of(c);
            let at = start + offset;
            if class.is_word() {
                let edge = before.is_none_or(|before| edge::between(before, class.run()));
                let checked = !last.is_some_and(is_apostrophe) || edge::is_start(text, at, c);
                if edge && checked {
                    self.start(at, c, found);
                }
                before = Some(class.run());
            } else if !(class.is_mark() || class.is_transparent()) {
                before = None;
                if !self.words.odd.is_empty() && self.is_odd(c) {
                    self.start(at, c, found);
                }
            }
            last = Some(c);
        }
    }

    fn is_odd(&self, c: char) -> bool {
        let folded = fold_char(c).as_bytes();
        self.words.odd.iter().any(|odd| odd.encode_utf8(&mut [0; 4]).as_bytes() == folded)
    }

    fn start(&mut self, at: usize, c: char, found: &mut impl FnMut(Start<'_>)) {
        let class = Class::of(c);
        if c.is_ascii_digit() && !self.words.digits || class.is_lower() && !self.words.any_lower {
            return;
        }
        if !class.is_word() && !edge::is_start(self.text, at, c) {
            return;
        }
        let Some(word) = first_word_of(&self.text[at..], &mut self.word) else { return };
        let hash = hash::word(&self.word);
        if self.words.may_begin(hash, class.is_lower()) {
            found(Start { at, end: at + word.end, hash, folded: Some(&self.word), unspaced: word.unspaced });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::accept::Shape;
    use super::super::first_words::{Beginning, Rest};
    use super::super::parts::CompiledName;
    use super::*;
    use crate::model::{EntityId, NameId};
    use proptest::prelude::*;

    fn filter(names: &[&str]) -> FirstWords {
        let name = CompiledName { id: NameId(0), entity: EntityId(0), shape: Shape::Plain };
        let beginning = |i: usize| {
            let mut word = Vec::new();
            let first = first_word_of(names[i], &mut word).unwrap();
            let lower = names[i].chars().next().is_some_and(char::is_lowercase);
            let key = names[i].to_lowercase().into_bytes().leak();
            Beginning { hash: hash::word(&word), first: first.first, lower, rest: Rest::Other, key, name }
        };
        FirstWords::build(names.len(), 1, beginning, |_| ())
    }

    fn starts(text: &str, names: &[&str]) -> Vec<usize> {
        let mut starts = Vec::new();
        scan(text, &filter(names), |start| starts.push(start.at));
        starts.sort_unstable();
        starts
    }

    #[test]
    fn starts_are_found_wherever_a_block_ends() {
        for before in 0..140 {
            for text in ["Assad", "Łódź", "“Assad”", "x—Assad", "Abdelfattah", "会见普京"] {
                let whole = format!("{} {text} {}", "x".repeat(before), "y".repeat(70));
                let found = starts(&whole, &["Assad", "Łódź", "Abdelfattah", "普京"]);
                assert_eq!(found.len(), 1, "{before} {text} {found:?}");
            }
        }
    }

    #[test]
    fn lower_case_digits_and_odd_starts_only_where_a_name_asks() {
        let text = "al-Assad 7-Eleven +972 ’s-Hertogenbosch 's-Hertogenbosch";
        assert_eq!(starts(text, &["Eleven"]), [11]);
        assert_eq!(starts(text, &["al-Assad", "7-Eleven", "+972 Magazine", "'s-Hertogenbosch"]), [0, 9, 18, 23, 42]);
    }

    proptest! {
        #[test]
        fn every_edge_with_a_listed_word_is_found(text in "([A-Ca-c]{1,3}|[éЖ中ア]|[ _'’–.]| {60}){0,40}") {
            let mut names: Vec<String> = Vec::new();
            let expected: Vec<usize> = text.char_indices().filter(|&(at, c)| {
                let start = Class::of(c).is_word() && edge::is_start(&text, at, c);
                if start {
                    names.push(text[at..].to_owned());
                }
                start
            }).map(|(at, _)| at).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            prop_assert_eq!(starts(&text, &names), expected);
        }
    }
}
