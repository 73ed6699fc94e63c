//! Where a name may begin: word starts and their case, found 64 bytes at a time.
//!
//! Nearly all names begin with a capital, or with small words before one (al-Assad, von der Leyen, the Hague), which are
//! looked for backwards from that capital where the first words say so ([`start_before`]). So of plain ASCII only
//! capitals that begin a word are looked at one by one, and digits and small letters only if some name begins with them
//! and holds no capital. What lies beyond ASCII is looked at character by character, and costs nothing where there is
//! none: quotation marks and dashes are passed over by their bytes, and of Russian letters those that stand behind another.

use super::beginnings::Beginnings;
use super::first_words::first_word_of;
use super::sieve::Asks;
use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::{fold_char, is_ideograph};
use crate::text::lanes::{BLOCK, Lanes, WithLanes, block_at, with_widest};
use crate::text::word_hash::{self, plain_end};

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

/// Where starts go.
pub(super) trait Sink {
    /// Takes a start.
    fn start(&mut self, start: Start);
}

/// How many blocks are gone through before what was found in them is looked at: in a loop of its own, which keeps many
/// looks at memory under way at once.
const BLOCKS: usize = 32;

/// The most words that begin in one block.
const MOST_IN_BLOCK: usize = BLOCK / 2;

/// How many words of a block are taken down before it is asked whether there are so many.
const TAKEN_BLINDLY: usize = 4;

/// What was found in some blocks.
struct Gathered {
    /// Where words begin with an ASCII letter or digit that are to be looked at, from the first block on.
    at: [u16; BLOCKS * MOST_IN_BLOCK + TAKEN_BLINDLY],
    count: usize,
    /// One bit for each ASCII letter or digit of a block; one block more, to see where the words of the last one end.
    word: [u64; BLOCKS + 1],
    /// One bit for the first byte of each character beyond ASCII.
    beyond_ascii: [u64; BLOCKS],
    /// One bit for each ASCII capital inside a word, behind a small letter, or a digit, or what is not known.
    inner: [u64; BLOCKS],
    /// One bit for each block with bits in one of the last two.
    special: u64,
}

impl Gathered {
    const NONE: Gathered = Gathered {
        at: [0; BLOCKS * MOST_IN_BLOCK + TAKEN_BLINDLY],
        count: 0,
        word: [0; BLOCKS + 1],
        beyond_ascii: [0; BLOCKS],
        inner: [0; BLOCKS],
        special: 0,
    };

    /// Takes down the words of a block, nearly always without a branch that depends on how many they are.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation, reason = "places among the blocks")]
    fn take(&mut self, block: usize, mut bits: u64) {
        let base = (block * BLOCK) as u16;
        let count = bits.count_ones() as usize;
        let room = &mut self.at[self.count..];
        for place in &mut room[..TAKEN_BLINDLY] {
            // the bit that is set saves the question whether there is none
            *place = base + (bits | 1 << 63).trailing_zeros() as u16;
            bits &= bits.wrapping_sub(1);
        }
        if count > TAKEN_BLINDLY {
            for place in &mut room[TAKEN_BLINDLY..count] {
                *place = base + bits.trailing_zeros() as u16;
                bits &= bits - 1;
            }
        }
        self.count += count;
    }

    /// How many letters and digits a word has that begins at a place in these blocks; [`BLOCK`] less one if it may be more.
    #[inline]
    fn length(&self, place: u16) -> usize {
        let (block, bit) = (usize::from(place) / BLOCK % BLOCKS, usize::from(place) % BLOCK);
        let word = self.word[block] >> bit | (self.word[block + 1] << 1) << (BLOCK - 1 - bit);
        // the bit that is set saves the question whether there is none
        (!word | 1 << (BLOCK - 1)).trailing_zeros() as usize
    }
}

/// Goes through the next blocks of a text.
struct Gather<'g> {
    text: &'g [u8],
    /// Where the first of the blocks begins.
    base: usize,
    beginnings: &'g Beginnings,
    gathered: &'g mut Gathered,
}

impl WithLanes for Gather<'_> {
    #[inline(always)]
    fn with(self, lanes: impl Lanes) {
        let Gather { text, base, beginnings, gathered } = self;
        let ahead = &text[base..];
        let count = ahead.len().div_ceil(BLOCK).min(BLOCKS);
        let is_word_before = base.checked_sub(1).is_some_and(|before| text[before].is_ascii_alphanumeric());
        let mut word_before = u64::from(is_word_before);
        (gathered.count, gathered.special) = (0, 0);
        let mut room = [b' '; BLOCK];
        for number in 0..count {
            let at = number * BLOCK;
            let block = lanes.load(block_at(ahead, at, &mut room));
            let alphanumeric = lanes.bits(lanes.alphanumeric(block));
            let upper = lanes.bits(lanes.within(block, b'A', 25));
            let begins = !(alphanumeric << 1 | word_before);
            word_before = alphanumeric >> (BLOCK - 1);
            gathered.word[number] = alphanumeric;
            let mut starts = upper & begins;
            if beginnings.has_digits {
                let digits = lanes.bits(lanes.within(block, b'0', 9));
                starts |= beginnings.wanted(&ahead[at..], digits & begins);
            }
            if beginnings.many_lower {
                let small = lanes.bits(lanes.within(block, b'a', 25));
                starts |= beginnings.wanted(&ahead[at..], small & begins);
            } else if !beginnings.few().is_empty() {
                let few = beginnings.few().bits(lanes, block, lanes.load(block_at(ahead, at + 1, &mut room)));
                starts |= beginnings.few().wanted(&ahead[at..], few & begins);
            }
            gathered.take(number, starts);
            // of Russian letters and the like, U+0400 to U+047F, those behind another begin no word
            let cyrillic = lanes.bits(lanes.within(block, 0xD0, 1));
            let beyond_ascii = lanes.bits(lanes.within(block, 0xC0, 0x3F)) & !(cyrillic & cyrillic << 2);
            let inner = if beginnings.inner_capitals {
                // what stands before the block is not known here
                upper & !begins & ((alphanumeric & !upper) << 1 | 1)
            } else {
                0
            };
            if beyond_ascii | inner != 0 {
                gathered.beyond_ascii[number] = beyond_ascii;
                gathered.inner[number] = inner;
                gathered.special |= 1 << number;
            }
        }
        gathered.word[count] = lanes.bits(lanes.alphanumeric(lanes.load(block_at(ahead, count * BLOCK, &mut room))));
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
    let mut scan = Scan { text, beginnings, word, sink, looked_at: 0 };
    let mut gathered = Gathered::NONE;
    for base in (0..bytes.len()).step_by(BLOCKS * BLOCK) {
        with_widest(Gather { text: bytes, base, beginnings, gathered: &mut gathered });
        scan.blocks(base, &gathered);
    }
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
    looked_at: u64,
}

impl<S: Sink> Scan<'_, S> {
    /// Reports what was found in some blocks, of which the first begins at `base`.
    fn blocks(&mut self, base: usize, gathered: &Gathered) {
        let (mut left, mut special) = (&gathered.at[..gathered.count], gathered.special);
        while special != 0 {
            let number = special.trailing_zeros() as usize;
            special &= special - 1;
            let at = number * BLOCK;
            let words;
            (words, left) = left.split_at(left.partition_point(|&place| usize::from(place) < at));
            self.words(base, gathered, words);
            self.beyond_ascii(base + at, gathered.beyond_ascii[number]);
            let mut inner = gathered.inner[number];
            while inner != 0 {
                self.inner(base + at + inner.trailing_zeros() as usize);
                inner &= inner - 1;
            }
        }
        self.words(base, gathered, left);
    }

    /// Reports words that begin at places from `base` on.
    #[inline]
    fn words(&mut self, base: usize, gathered: &Gathered, places: &[u16]) {
        let bytes = self.text.as_bytes();
        self.looked_at += places.len() as u64;
        for &place in places {
            let (at, length) = (base + usize::from(place), gathered.length(place));
            let end = if length < BLOCK - 1 { at + length } else { plain_end(bytes, at + length) };
            let joined =
                at > 0 && MAY_JOIN[usize::from(bytes[at - 1])] || bytes.get(end).is_some_and(|&next| next >= 0x80);
            if joined {
                self.careful(at, end);
            } else if let Some(start) = Start::new(at, end, word_hash::plain_word(bytes, at, end), Form::Plain) {
                self.sink.start(start);
            }
        }
    }

    /// Reports a word that begins with ASCII letters or digits, which end at `end`, where something joins it on either
    /// side, or may.
    fn careful(&mut self, at: usize, end: usize) {
        if begins_at(self.text, at) {
            self.plain(at, end);
        }
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

    /// Looks at the characters of a block that are not ASCII, by one bit for the first byte of each.
    fn beyond_ascii(&mut self, base: usize, mut leads: u64) {
        let text = self.text;
        self.looked_at += u64::from(leads.count_ones());
        while leads != 0 {
            let at = base + leads.trailing_zeros() as usize;
            leads &= leads - 1;
            let c = text[at..].chars().next().expect("a character begins at its first byte");
            if is_ideograph(c) {
                if self.beginnings.wants_unspaced(c) {
                    self.folded(at);
                }
                continue;
            }
            if is_punctuation(text.as_bytes(), at) && (self.beginnings.odd.is_empty() || is_behind_letter(text, at)) {
                continue;
            }
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
        // where blocks end, and where so many do that are gone through together
        for before in (0..140).chain(BLOCKS * BLOCK - 80..BLOCKS * BLOCK + 20) {
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
