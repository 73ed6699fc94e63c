//! Where a name may begin: word starts and their case, found 64 bytes at a time.
//!
//! A block of plain ASCII is classified with a handful of vector comparisons into bit masks, and only the starts that
//! some name could have (capitals; lower case and digits where the lists ask for it) are looked at one by one. Runs of
//! word bytes that hold anything beyond ASCII go the careful way, character by character. Both ways end in the filter
//! of first words; what passes it is reported with its part of the automaton.

use super::first_words::{FirstWords, first_word_of, hash, mix};
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
        let bytes = u8x64::new(*block);
        let within = |bytes: u8x64, first: u8, count: u8| {
            let offset = bytes - u8x64::splat(first);
            offset.min(u8x64::splat(count - 1)).simd_eq(offset).to_bitmask()
        };
        let letter = within(bytes | u8x64::splat(0x20), b'a', 26);
        let digit = within(bytes, b'0', 10);
        Masks { word: letter | digit, upper: within(bytes, b'A', 26), digit, high: bytes.to_bitmask() }
    }
}

/// Reports every place of `text` where a name may begin, in rising order but for odd starts, with the part of the
/// automaton that holds the names which begin with the word there.
pub(super) fn scan(text: &str, words: &FirstWords, mut found: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let wants_lower = words.any_lower();
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
            let start = base + bit as usize;
            if start < done {
                continue;
            }
            let length = (run >> bit).trailing_ones();
            let in_block = bit + length < 64;
            let mut plain = masks.high & (low_bits(length) << bit) == 0;
            let mut end = start + length as usize;
            if !in_block {
                end = run_end(bytes, end.min(bytes.len()));
                plain = plain && bytes[start..end].is_ascii();
            }
            if !plain {
                done = end;
                slow.run(start, end, &mut found);
                continue;
            }
            if let Some(part) = plain_start(text, start, end, words) {
                found(start, part);
            }
        }
    }
    for &odd in &words.odd {
        if odd.is_ascii() {
            for start in memchr::memchr_iter(odd as u8, bytes) {
                slow.start(start, odd, &mut found);
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

/// The part for a word of ASCII letters and digits, if a name may begin with it here.
#[inline]
fn plain_start(text: &str, start: usize, end: usize, words: &FirstWords) -> Option<usize> {
    let bytes = text.as_bytes();
    let first = bytes[start];
    let lower = first.is_ascii_lowercase();
    if lower {
        let second = if end - start > 1 { bytes[start + 1] | 0x20 } else { 0 };
        if !words.lower_pair(first, second) {
            return None;
        }
    } else if first.is_ascii_digit() && !words.digits {
        return None;
    }
    let part = words.part(plain_hash(bytes, start, end), lower)?;
    // an underscore joins, and so does the apostrophe of O'Brien
    let joined = start > 0 && matches!(bytes[start - 1], b'_' | b'\'' | b'`');
    (!joined || edge::is_start(text, start, char::from(first))).then_some(part)
}

/// [`hash`] of a word of ASCII letters and digits, folded in registers: setting one bit lowers letters and leaves digits.
#[inline]
fn plain_hash(bytes: &[u8], start: usize, end: usize) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let length = end - start;
    let eight = |at: usize| {
        let eight = bytes.get(at..at + 8).map(|eight| u64::from_le_bytes(eight.try_into().expect("eight bytes")));
        eight.map(|eight| eight | LOWER)
    };
    match eight(start) {
        Some(first) if length <= 8 => mix(first & (u64::MAX >> (64 - 8 * length)), 0, length),
        Some(first) => mix(first, eight(end - 8).expect("the word is longer than eight bytes"), length),
        None => {
            // the last bytes of the text
            let mut word = [0; 8];
            for (folded, byte) in word.iter_mut().zip(&bytes[start..end]) {
                *folded = byte.to_ascii_lowercase();
            }
            hash(&word[..length])
        }
    }
}

/// The careful way, for runs that hold more than ASCII.
struct SlowScan<'t> {
    text: &'t str,
    words: &'t FirstWords,
    word: Vec<u8>,
}

impl SlowScan<'_> {
    fn run(&mut self, start: usize, end: usize, found: &mut impl FnMut(usize, usize)) {
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
                let folded = fold_char(c).as_bytes();
                if !self.words.odd.is_empty()
                    && self.words.odd.iter().any(|odd| odd.encode_utf8(&mut [0; 4]).as_bytes() == folded)
                {
                    self.start(at, c, found);
                }
            }
            last = Some(c);
        }
    }

    fn start(&mut self, at: usize, c: char, found: &mut impl FnMut(usize, usize)) {
        let class = Class::of(c);
        if c.is_ascii_digit() && !self.words.digits || class.is_lower() && !self.words.any_lower() {
            return;
        }
        if !class.is_word() && !edge::is_start(self.text, at, c) {
            return;
        }
        if first_word_of(&self.text[at..], &mut self.word).is_some()
            && let Some(part) = self.words.part(hash(&self.word), class.is_lower())
        {
            found(at, part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filter(names: &[&str]) -> FirstWords {
        let mut words = FirstWords::new(names.len(), names.len(), 1);
        let mut word = Vec::new();
        for name in names {
            let first = first_word_of(name, &mut word).unwrap();
            words.add(hash(&word), first, name.chars().next().is_some_and(char::is_lowercase), &word);
        }
        words
    }

    fn starts(text: &str, names: &[&str]) -> Vec<usize> {
        let mut starts = Vec::new();
        scan(text, &filter(names), |start, _| starts.push(start));
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
        fn plain_words_hash_as_folded_ones(word in "[A-Za-z0-9]{1,30}", after in "[ .]{0,9}") {
            let text = format!("{word}{after}");
            prop_assert_eq!(plain_hash(text.as_bytes(), 0, word.len()), hash(word.to_ascii_lowercase().as_bytes()));
        }

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
