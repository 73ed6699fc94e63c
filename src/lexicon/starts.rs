//! Where a name may begin: word starts and their case, found 64 bytes at a time.
//!
//! Nearly all names begin with a capital, or with small words before one (al-Assad, von der Leyen, the Hague), which are
//! looked for backwards from that capital where the first words say so ([`start_before`]). So of plain ASCII only
//! capitals that begin a word are looked at one by one, and digits and small letters only if some name begins with them
//! and holds no capital. What lies beyond ASCII is looked at character by character, and costs nothing where there is
//! none: quotation marks and dashes are passed over by their bytes.

use super::beginnings::Beginnings;
use super::first_words::first_word_of;
use super::sieve::Asks;
use crate::text::block::{BLOCK, alphanumeric, beyond_ascii, bits, within};
use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::fold_char;
use crate::text::word_hash::{self, plain_end};
use wide::u8x16;

/// A place where a name may begin, and the word there; 16 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// Hash of the folded word.
    pub(super) hash: u64,
    /// First byte.
    pub(super) at: u32,
    /// Bytes of the word.
    len: u16,
    /// How the word is written.
    pub(super) form: Form,
    /// What is still to ask of it.
    pub(super) asks: Asks,
}

/// How a first word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In ASCII letters and digits.
    Plain,
    /// In other characters too.
    Folded,
    /// It is but a beginning: of a script without spaces, or no word at all.
    Unspaced,
}

impl Start {
    /// No place: what memory for starts is filled with.
    pub(super) const NOWHERE: Start = Start { hash: 0, at: 0, len: 0, form: Form::Plain, asks: Asks::NOTHING };

    /// A start before anything is asked; nothing where the word is longer than any that begins a name.
    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "offsets of a text smaller than 4 GiB, as `Lexicon::find` checks"
    )]
    fn new(at: usize, end: usize, hash: u64, form: Form) -> Option<Start> {
        let len = u16::try_from(end - at).ok()?;
        Some(Start { hash, at: at as u32, len, form, asks: Asks::ALL })
    }

    /// First byte, as an index.
    #[inline]
    pub(super) const fn at(&self) -> usize {
        self.at as usize
    }

    /// One past the last byte of the word, as an index.
    #[inline]
    pub(super) const fn end(&self) -> usize {
        self.at as usize + self.len as usize
    }
}

/// One bit per byte of a block.
#[derive(Clone, Copy)]
struct Masks {
    /// ASCII capitals.
    upper: u64,
    /// ASCII letters and digits.
    word: u64,
    /// Bytes of characters beyond ASCII.
    high: u64,
}

impl Masks {
    #[inline]
    fn of(block: &[u8; BLOCK]) -> Masks {
        Masks {
            upper: bits(block, |bytes| within(bytes, b'A', 25)),
            word: bits(block, alphanumeric),
            high: beyond_ascii(block),
        }
    }
}

/// One bit for each byte of a block where two letters or digits stand, the second in any case or beyond ASCII; with 0 for
/// the second, one and no other. At the last byte, what follows is not asked.
#[inline]
fn two(block: &[u8; BLOCK], [first, second]: [u8; 2], word: u64, high: u64) -> u64 {
    let first = bits(block, |bytes| bytes.simd_eq(u8x16::splat(first)));
    let follows = match second {
        0 => !word,
        digit @ b'0'..=b'9' => bits(block, |bytes| bytes.simd_eq(u8x16::splat(digit))),
        letter => bits(block, |bytes| (bytes | u8x16::splat(0x20)).simd_eq(u8x16::splat(letter))),
    };
    first & ((follows | high) >> 1 | 1 << (BLOCK - 1))
}

/// Where starts go.
pub(super) trait Sink {
    /// Takes a start.
    fn start(&mut self, start: Start);
}

/// How many words of plain ASCII are gathered before they are looked at: in a loop of its own, which keeps many looks at
/// memory under way at once.
const GATHERED: usize = 256;

/// The most words that end in one block.
const MOST_IN_BLOCK: usize = BLOCK / 2 + 1;

/// How many words of a block are taken down before it is asked whether there are so many.
const TAKEN_BLINDLY: usize = 4;

/// Places of words, taken down block by block.
struct Places {
    at: [u32; GATHERED + MOST_IN_BLOCK + TAKEN_BLINDLY],
    count: usize,
}

impl Places {
    const NONE: Places = Places { at: [0; GATHERED + MOST_IN_BLOCK + TAKEN_BLINDLY], count: 0 };

    /// Takes down the places of a block, nearly always without a branch that depends on how many they are: `count`.
    #[inline]
    fn take(&mut self, base: u32, mut bits: u64, count: usize) {
        let room = &mut self.at[self.count..];
        for place in &mut room[..TAKEN_BLINDLY] {
            // the bit that is set saves the question whether there is none
            *place = base.wrapping_add((bits | 1 << 63).trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        if count > TAKEN_BLINDLY {
            for place in &mut room[TAKEN_BLINDLY..count] {
                *place = base + bits.trailing_zeros();
                bits &= bits - 1;
            }
        }
        self.count += count;
    }
}

/// Whether a byte, which is no ASCII letter or digit, may join what stands behind it to what stands before.
const MAY_JOIN: [bool; 256] = {
    let mut may_join = [false; 256];
    let mut byte = 0x80;
    while byte < 256 {
        may_join[byte] = true;
        byte += 1;
    }
    may_join[b'_' as usize] = true;
    may_join[b'\'' as usize] = true;
    may_join[b'`' as usize] = true;
    may_join
};

/// Reports every place of `text` where a name may begin, but for the small words before a capital ([`start_before`]).
/// Nearly in order: ASCII characters that are no letters, with which few names begin, come last. A place may be reported
/// twice. Says how many places it looked at one by one.
pub(super) fn scan(text: &str, beginnings: &Beginnings, word: &mut Vec<u8>, sink: &mut impl Sink) -> u64 {
    let bytes = text.as_bytes();
    let (begins, ends) = (Places::NONE, Places::NONE);
    let mut scan = Scan { text, beginnings, word, sink, begins, ends, open: 0, word_before: 0, looked_at: 0 };
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (i, block) in blocks.iter().enumerate() {
        scan.block(i * BLOCK, block);
    }
    if !rest.is_empty() {
        let mut padded = [b' '; BLOCK];
        padded[..rest.len()].copy_from_slice(rest);
        scan.block(bytes.len() - rest.len(), &padded);
    }
    scan.finish();
    for odd in beginnings.odd.iter().filter(|odd| odd.is_ascii()) {
        for at in memchr::memchr_iter(*odd as u8, bytes) {
            scan.odd(at, *odd);
        }
    }
    scan.looked_at
}

struct Scan<'t, S> {
    text: &'t str,
    beginnings: &'t Beginnings,
    word: &'t mut Vec<u8>,
    sink: &'t mut S,
    /// Where words begin with an ASCII letter or digit, not looked at yet.
    begins: Places,
    /// Where the letters and digits of each of these words end, but for the last one if that is `open`.
    ends: Places,
    /// 1 if the last word goes up to the end of the block, so that its end is not known yet.
    open: u64,
    /// Whether the byte before the block is an ASCII letter or digit.
    word_before: u64,
    looked_at: u64,
}

impl<S: Sink> Scan<'_, S> {
    #[inline]
    fn block(&mut self, base: usize, block: &[u8; BLOCK]) {
        let Masks { upper, word, high } = Masks::of(block);
        let begins = !(word << 1 | self.word_before);
        self.word_before = word >> 63;
        let mut starts = upper & begins;
        if self.beginnings.many_digits {
            starts |= bits(block, |bytes| within(bytes, b'0', 9)) & begins;
        }
        if self.beginnings.many_lower {
            starts |= self.wanted_small(base, bits(block, |bytes| within(bytes, b'a', 25)) & begins);
        }
        for few in self.beginnings.few() {
            starts |= two(block, *few, word, high) & begins;
        }
        self.gather(base, starts, word);
        if self.beginnings.inner_capitals {
            let mut inner = upper & !begins;
            while inner != 0 {
                self.inner(base + inner.trailing_zeros() as usize);
                inner &= inner - 1;
            }
        }
        if high != 0 {
            self.beyond_ascii(base, block, high);
        }
    }

    /// Takes down the words of a block that begin at `starts`, and where they end: a one added to the first bit of a word
    /// is carried through it to the bit behind it.
    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "offsets of a text smaller than 4 GiB, as `Lexicon::find` checks"
    )]
    fn gather(&mut self, base: usize, starts: u64, word: u64) {
        let (carried, past_block) = word.overflowing_add(starts);
        let (carried, all_of_it) = carried.overflowing_add(self.open);
        let count = starts.count_ones() as usize;
        let ended = count + self.open as usize;
        self.open = u64::from(past_block | all_of_it);
        self.begins.take(base as u32, starts, count);
        self.ends.take(base as u32, carried & !word, ended - self.open as usize);
        if self.begins.count >= GATHERED {
            self.settle();
        }
    }

    /// Reports the words that were gathered and have ended.
    fn settle(&mut self) {
        let bytes = self.text.as_bytes();
        let count = std::mem::take(&mut self.ends.count);
        self.looked_at += count as u64;
        for i in 0..count {
            let (at, end) = (self.begins.at[i] as usize, self.ends.at[i] as usize);
            let joined =
                at > 0 && MAY_JOIN[usize::from(bytes[at - 1])] || bytes.get(end).is_some_and(|&next| next >= 0x80);
            if joined {
                self.careful(at, end);
            } else if let Some(start) = Start::new(at, end, word_hash::plain_word(bytes, at, end), Form::Plain) {
                self.sink.start(start);
            }
        }
        self.begins.at[0] = self.begins.at[count];
        self.begins.count -= count;
    }

    /// Reports the words that are left at the end of the text.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "offsets of a text smaller than 4 GiB, as `Lexicon::find` checks"
    )]
    fn finish(&mut self) {
        if self.open != 0 {
            self.ends.at[self.ends.count] = self.text.len() as u32;
            self.ends.count += 1;
            self.open = 0;
        }
        self.settle();
    }

    /// Reports a word that begins with ASCII letters or digits, which end at `end`, where something joins it on either
    /// side, or may.
    fn careful(&mut self, at: usize, end: usize) {
        if begins_at(self.text, at) {
            self.plain(at, end);
        }
    }

    /// Those of some small letters that may begin a name without a capital.
    fn wanted_small(&self, base: usize, mut small: u64) -> u64 {
        let bytes = self.text.as_bytes();
        let mut wanted = 0;
        while small != 0 {
            let bit = small.trailing_zeros();
            small &= small - 1;
            let at = base + bit as usize;
            let second = bytes.get(at + 1).copied().unwrap_or(0);
            wanted |= u64::from(second >= 0x80 || self.beginnings.lower_pair(bytes[at], second)) << bit;
        }
        wanted
    }

    /// Reports a word that begins with ASCII letters or digits, which end at `end`.
    #[inline]
    fn plain(&mut self, at: usize, end: usize) {
        let bytes = self.text.as_bytes();
        if bytes.get(end).is_some_and(|&next| next >= 0x80) && !is_punctuation(bytes, end) {
            return self.folded(at);
        }
        if let Some(start) = Start::new(at, end, word_hash::plain_word(bytes, at, end), Form::Plain) {
            self.sink.start(start);
        }
    }

    /// Reports a word that holds more than ASCII, or what begins a name and is no word.
    fn folded(&mut self, at: usize) {
        self.settle();
        if let Some(start) = start_at(self.text, at, self.word) {
            self.sink.start(start);
        }
    }

    /// Reports the word around an inner capital, if that is its first and the word begins with a small letter: eBay.
    #[cold]
    fn inner(&mut self, capital: usize) {
        let bytes = self.text.as_bytes();
        // the first of a block may stand behind anything
        if !capital.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_lowercase()) {
            return;
        }
        let small = bytes[..capital].iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
        let at = capital - small;
        if edge::is_start(self.text, at, char::from(bytes[at])) {
            self.plain(at, plain_end(bytes, capital));
        }
    }

    /// Looks at the characters of a block that are not ASCII.
    fn beyond_ascii(&mut self, base: usize, block: &[u8; BLOCK], high: u64) {
        let text = self.text;
        let mut leads = bits(block, |bytes| within(bytes, 0xC0, 0x3F));
        leads &= high;
        self.looked_at += u64::from(leads.count_ones());
        while leads != 0 {
            let at = base + leads.trailing_zeros() as usize;
            leads &= leads - 1;
            if is_punctuation(text.as_bytes(), at) && (self.beginnings.odd.is_empty() || is_behind_letter(text, at)) {
                continue;
            }
            let c = text[at..].chars().next().expect("a character begins at its first byte");
            let class = Class::of(c);
            if class.is_word() {
                match class.run() {
                    Run::Unspaced(_) => self.unspaced(at, c),
                    Run::Spaced | Run::Katakana => {
                        if self.beginnings.wants(c, class) && edge::is_start(text, at, c) {
                            self.folded(at);
                        }
                    }
                }
            } else if !self.beginnings.odd.is_empty() && !class.is_mark() && !class.is_transparent() {
                self.odd(at, c);
            }
        }
    }

    /// Reports a beginning in a script without spaces: every place in it is an edge.
    fn unspaced(&mut self, at: usize, c: char) {
        if fold_char(c).chars().next().is_some_and(|folded| self.beginnings.wants_unspaced(folded)) {
            self.folded(at);
        }
    }

    /// Reports a place where a name may begin with something that is no word character.
    fn odd(&mut self, at: usize, c: char) {
        if is_behind_letter(self.text, at)
            || !self.beginnings.is_odd(fold_char(c).as_bytes())
            || !edge::is_start(self.text, at, c)
        {
            return;
        }
        self.folded(at);
    }
}

/// Whether an ASCII letter or digit stands before a place, as it does before most apostrophes.
#[inline]
fn is_behind_letter(text: &str, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| text.as_bytes()[before].is_ascii_alphanumeric())
}

/// Whether a quotation mark, a dash or the like begins here: U+2010 to U+2027, none of which is a letter, a mark, or
/// passed over.
#[inline]
pub(super) fn is_punctuation(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at..at + 3), Some([0xE2, 0x80, 0x90..=0xA7]))
}

/// Whether an edge lies before an ASCII letter or digit that has none before it.
#[inline]
fn begins_at(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(before) = at.checked_sub(1) else { return true };
    match bytes[before] {
        // O'Brien
        b'\'' | b'`' => before == 0 || bytes[before - 1] != b'O' || careful_begins_at(text, at),
        b'_' => careful_begins_at(text, at),
        0x80.. => {
            let quoted = at >= 3 && is_punctuation(bytes, at - 3) && (at < 4 || bytes[at - 4] != b'O');
            quoted || careful_begins_at(text, at)
        }
        _ => true,
    }
}

#[cold]
fn careful_begins_at(text: &str, at: usize) -> bool {
    edge::is_start(text, at, char::from(text.as_bytes()[at]))
}

/// The place that lies `words` small words before a capital at `at`, if they all are small words of letters, each
/// followed by one character that is no letter: `al-` before Assad, `von der ` before Leyen. Whether an edge is there is
/// not asked.
pub(super) fn start_before(text: &str, at: usize, words: u8) -> Option<usize> {
    let mut start = at;
    for _ in 0..words {
        let gap = text[..start].chars().next_back()?;
        let end = match Class::of(gap) {
            class if class.is_word() => return None,
            class if class.is_white() => text[..start].trim_end().len(),
            _ => start - gap.len_utf8(),
        };
        let letters =
            text[..end].char_indices().rev().take_while(|&(_, c)| Class::of(c).is_lower() || Class::of(c).is_mark());
        start = letters.last()?.0;
    }
    Some(start)
}

/// The start at a place that is known to be one; `word` is filled with its folded word.
pub(super) fn start_at(text: &str, at: usize, word: &mut Vec<u8>) -> Option<Start> {
    let first = first_word_of(&text[at..], word)?;
    let form = if first.unspaced { Form::Unspaced } else { Form::Folded };
    Start::new(at, at + first.end, word_hash::word(word), form)
}

#[cfg(test)]
mod tests {
    use super::super::beginnings::Lead;
    use super::*;
    use proptest::prelude::*;

    struct Listed<'h>(&'h [u64], &'h mut Vec<usize>);

    impl Sink for Listed<'_> {
        fn start(&mut self, start: Start) {
            if self.0.contains(&start.hash) {
                self.1.push(start.at());
            }
        }
    }

    /// The places whose first word is that of a name.
    fn starts(text: &str, names: &[&str]) -> Vec<usize> {
        let mut beginnings = Beginnings::default();
        let mut word = Vec::new();
        let mut hashes = Vec::new();
        for name in names {
            let first = first_word_of(name, &mut word).unwrap();
            let lower = name.chars().next().is_some_and(char::is_lowercase);
            let lead = if lower { Lead::AllLower } else { Lead::None };
            beginnings.add(name.to_lowercase().as_bytes(), first, lead);
            hashes.push(word_hash::word(&word));
        }
        let mut starts = Vec::new();
        beginnings.finish();
        scan(text, &beginnings, &mut word, &mut Listed(&hashes, &mut starts));
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    #[test]
    fn starts_are_found_wherever_a_block_ends() {
        for before in 0..140 {
            for text in
                ["Assad", "Łódź", "“Assad”", "x—Assad", "Abdelfattah", "会见普京", "Xabdelfattah Assad", "güler göl"]
            {
                let whole = format!("{} {text} {}", "x".repeat(before), "y".repeat(70));
                let found = starts(&whole, &["Assad", "Łódź", "Abdelfattah", "普京", "guler gol"]);
                assert_eq!(found.len(), 1, "{before} {text} {found:?}");
            }
        }
    }

    #[test]
    fn small_words_are_found_backwards_from_a_capital() {
        for (text, words, expected) in [
            ("x al-Assad", 1, Some(2)),
            ("von der Leyen", 2, Some(0)),
            ("von der Leyen", 1, Some(4)),
            ("the\n  Hague", 1, Some(0)),
            ("The Hague", 1, Some(1)),
            ("xthe Hague", 2, None),
            ("dél-Assad", 1, Some(0)),
            ("Assad", 1, None),
        ] {
            let at = text.rfind(['A', 'L', 'H']).unwrap();
            assert_eq!(start_before(text, at, words), expected, "{text}");
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
        fn every_edge_with_a_listed_word_is_found(text in "([A-Ca-c]{1,3}|[éЖ中ア]|[ _'’–.O]| {60}){0,40}") {
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
