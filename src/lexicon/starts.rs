//! Where a name may begin: word starts and their case, found 64 bytes at a time.
//!
//! Nearly all names begin with a capital, or with small words before one (al-Assad, von der Leyen, the Hague), which are
//! looked for backwards from that capital where the table of first words says so. So in a block of plain ASCII only
//! capitals are looked at one by one, and digits and small letters only if some name begins with them and holds no
//! capital. Runs of word bytes that hold anything beyond ASCII go the careful way, character by character. Both ways
//! end in the filter of first words; what passes it is reported.

use super::first_words::{FirstWords, first_word_of};
use super::hash;
use crate::text::class::{Class, Run, is_apostrophe};
use crate::text::edge;
use crate::text::fold::fold_char;
use wide::u8x16;

const BLOCK: usize = 64;
const LANES: usize = 16;

/// One bit per byte of a block.
#[derive(Clone, Copy)]
struct Masks {
    /// ASCII capitals.
    upper: u64,
    /// Bytes of characters beyond ASCII.
    high: u64,
}

const CASE_BIT: u8x16 = u8x16::new([0x20; LANES]);

/// One bit for each byte from `first` to `first + last`.
#[inline]
fn within(bytes: u8x16, first: u8, last: u8) -> u64 {
    let offset = bytes - u8x16::new([first; LANES]);
    u64::from(offset.min(u8x16::new([last; LANES])).simd_eq(offset).to_bitmask())
}

#[inline]
fn each_lane(block: &[u8; BLOCK], mask: impl Fn(u8x16) -> u64) -> u64 {
    let (lanes, _) = block.as_chunks::<LANES>();
    lanes.iter().enumerate().fold(0, |bits, (i, lane)| bits | mask(u8x16::new(*lane)) << (LANES * i))
}

impl Masks {
    #[inline]
    fn of(block: &[u8; BLOCK]) -> Masks {
        let (lanes, _) = block.as_chunks::<LANES>();
        let mut masks = Masks { upper: 0, high: 0 };
        for (i, lane) in lanes.iter().enumerate() {
            let bytes = u8x16::new(*lane);
            masks.upper |= within(bytes, b'A', 25) << (LANES * i);
            masks.high |= u64::from(bytes.to_bitmask()) << (LANES * i);
        }
        masks
    }
}

/// ASCII letters and digits of a block.
fn word_bytes(block: &[u8; BLOCK]) -> u64 {
    each_lane(block, |bytes| within(bytes | CASE_BIT, b'a', 25) | within(bytes, b'0', 9))
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

/// How many words of plain ASCII are looked up together: while one look at memory is under way, the next begins.
const BATCH: usize = 128;

/// Words of plain ASCII that wait for the filter.
struct Waiting<'t> {
    words: &'t FirstWords,
    starts: [Start<'static>; BATCH],
    count: usize,
}

impl<'t> Waiting<'t> {
    fn new(words: &'t FirstWords) -> Self {
        let none = Start { at: 0, end: 0, hash: 0, folded: None, unspaced: false };
        Waiting { words, starts: [none; BATCH], count: 0 }
    }

    #[inline]
    fn add(&mut self, bytes: &[u8], at: usize, end: usize, found: &mut impl FnMut(Start<'_>)) {
        self.starts[self.count] =
            Start { at, end, hash: hash::plain_word(bytes, at, end), folded: None, unspaced: false };
        self.count += 1;
        if self.count == BATCH {
            self.flush(found);
        }
    }

    /// Sieves the waiting words, in three rounds without a branch that depends on memory but the last.
    fn flush(&mut self, found: &mut impl FnMut(Start<'_>)) {
        let mut passed = 0;
        for i in 0..self.count {
            let start = self.starts[i];
            self.starts[passed] = start;
            passed += usize::from(self.words.may_begin(start.hash));
        }
        let touched = self.starts[..passed].iter().fold(0, |all, start| all ^ self.words.touch(start.hash));
        std::hint::black_box(touched);
        self.starts[..passed].iter().for_each(|start| found(*start));
        self.count = 0;
    }
}

/// Reports every place of `text` where a name may begin, but for the small words before a capital ([`start_before`]).
pub(super) fn scan(text: &str, words: &FirstWords, mut found: impl FnMut(Start<'_>)) {
    let bytes = text.as_bytes();
    let mut careful = Careful { text, words, waiting: Waiting::new(words), word: Vec::new() };
    // runs of word bytes that end before this are done
    let mut done = 0;
    for base in (0..bytes.len()).step_by(BLOCK) {
        let mut padded = [b' '; BLOCK];
        let block: &[u8; BLOCK] = match bytes.get(base..base + BLOCK) {
            Some(block) => block.try_into().expect("a block has 64 bytes"),
            None => {
                padded[..bytes.len() - base].copy_from_slice(&bytes[base..]);
                &padded
            }
        };
        let masks = Masks::of(block);
        if masks.high != 0 {
            done =
                careful_block(bytes, base, word_bytes(block) | masks.high, masks.high, done, &mut careful, &mut found);
            continue;
        }
        let mut starts = masks.upper;
        if words.digits || words.all_lower {
            let run = word_bytes(block);
            let digits = each_lane(block, |bytes| within(bytes, b'0', 9));
            let before = u64::from(base > 0 && is_run_byte(bytes[base - 1]));
            let others = run & !masks.upper & !(run << 1 | before);
            starts |= others & if words.digits { digits } else { 0 };
            starts |= others & if words.all_lower { !digits } else { 0 };
        }
        while starts != 0 {
            let at = base + starts.trailing_zeros() as usize;
            starts &= starts - 1;
            let first = bytes[at];
            if first.is_ascii_lowercase() && !words.lower_pair(first, bytes.get(at + 1).copied().unwrap_or(0)) {
                continue;
            }
            if at < done {
                continue;
            }
            match before(bytes, at) {
                Before::Edge => {}
                Before::Word => {
                    if words.inner_capitals {
                        inner_start(text, at, &mut careful.waiting, &mut found);
                    }
                    continue;
                }
                Before::Perhaps => {
                    if !edge::is_start(text, at, char::from(bytes[at])) {
                        continue;
                    }
                }
            }
            let end = plain_end(bytes, at + 1);
            if bytes.get(end).is_some_and(|byte| *byte >= 0x80) {
                done = run_end(bytes, end);
                careful.run(at, done, &mut found);
            } else {
                careful.waiting.add(bytes, at, end, &mut found);
            }
        }
    }
    careful.waiting.flush(&mut found);
    for &odd in &words.odd {
        if odd.is_ascii() {
            for at in memchr::memchr_iter(odd as u8, bytes) {
                careful.start(at, odd, &mut found);
            }
        }
    }
}

/// A block with characters beyond ASCII: run by run.
fn careful_block(
    bytes: &[u8],
    base: usize,
    run: u64,
    high: u64,
    mut done: usize,
    careful: &mut Careful<'_>,
    found: &mut impl FnMut(Start<'_>),
) -> usize {
    let goes_on = base > 0 && is_run_byte(bytes[base - 1]);
    if goes_on && done <= base && high & low_bits(run.trailing_ones()) != 0 {
        // a run that began in an earlier block as plain ASCII holds more than that here
        let start = base - bytes[..base].iter().rev().take_while(|&&byte| is_run_byte(byte)).count();
        done = run_end(bytes, base);
        careful.run(start, done, found);
    } else if goes_on && done <= base && careful.words.inner_capitals {
        done = inner_start_across(bytes, base, done, careful, found);
    }
    let mut starts = run & !(run << 1 | u64::from(goes_on));
    while starts != 0 {
        let bit = starts.trailing_zeros();
        starts &= starts - 1;
        let at = base + bit as usize;
        if at < done {
            continue;
        }
        let length = (run >> bit).trailing_ones();
        let mut plain = high & (low_bits(length) << bit) == 0;
        let mut end = at + length as usize;
        if bit + length >= 64 {
            end = run_end(bytes, end.min(bytes.len()));
            plain = plain && bytes[at..end].is_ascii();
        }
        if !plain {
            done = end;
            careful.run(at, end, found);
        } else if careful.words.wants(char::from(bytes[at])) {
            let starts = match before(bytes, at) {
                Before::Perhaps => edge::is_start(careful.text, at, char::from(bytes[at])),
                Before::Edge => true,
                Before::Word => false,
            };
            if starts {
                careful.waiting.add(bytes, at, end, found);
                done = end;
            }
        }
    }
    done
}

/// What stands before a place.
enum Before {
    /// Nothing that joins.
    Edge,
    /// A letter or a digit.
    Word,
    /// Something that may join: an underscore, an apostrophe, a character beyond ASCII.
    Perhaps,
}

#[inline]
fn before(bytes: &[u8], at: usize) -> Before {
    match at.checked_sub(1).map(|before| bytes[before]) {
        Some(b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9') => Before::Word,
        Some(b'_' | b'\'' | b'`' | 0x80..) => Before::Perhaps,
        _ => Before::Edge,
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

/// Where a stretch of ASCII letters and digits ends.
#[inline]
pub(super) fn plain_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        at += 1;
    }
    at
}

/// Reports a word that begins in the block before with small letters alone and goes on behind `base` with a capital.
#[cold]
fn inner_start_across(
    bytes: &[u8],
    base: usize,
    done: usize,
    careful: &mut Careful<'_>,
    found: &mut impl FnMut(Start<'_>),
) -> usize {
    let small = bytes[..base].iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let capital = bytes[base..].iter().position(|byte| !byte.is_ascii_lowercase()).map_or(bytes.len(), |at| base + at);
    if small == 0 || !bytes.get(capital).is_some_and(u8::is_ascii_uppercase) {
        return done;
    }
    inner_start(careful.text, capital, &mut careful.waiting, found);
    plain_end(bytes, capital)
}

/// Reports the word around an inner capital, if that is its first and the word begins with a small letter: eBay.
#[cold]
fn inner_start(text: &str, capital: usize, waiting: &mut Waiting<'_>, found: &mut impl FnMut(Start<'_>)) {
    let bytes = text.as_bytes();
    let small = bytes[..capital].iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let at = capital - small;
    let end = plain_end(bytes, capital);
    let plain = bytes.get(end).is_none_or(u8::is_ascii);
    if small > 0 && plain && edge::is_start(text, at, char::from(bytes[at])) {
        waiting.add(bytes, at, end, found);
    }
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

/// The start at a place that is known to be one, if its first word passes the filter; `word` is filled with it.
pub(super) fn start_at<'w>(text: &str, at: usize, words: &FirstWords, word: &'w mut Vec<u8>) -> Option<Start<'w>> {
    let first = first_word_of(&text[at..], word)?;
    let hash = hash::word(word);
    let start = Start { at, end: at + first.end, hash, folded: Some(word), unspaced: first.unspaced };
    words.may_begin(hash).then_some(start)
}

/// Whether the character that a text begins with ends a word of plain ASCII before it: a quote or a dash, no letter,
/// mark, or joining character.
fn ends_plain_word(text: &str) -> bool {
    text.chars().next().is_some_and(|c| {
        let class = Class::of(c);
        !(class.is_word() || class.is_mark() || class.is_dropped())
    })
}

/// The careful way, for runs that hold more than ASCII.
struct Careful<'t> {
    text: &'t str,
    words: &'t FirstWords,
    waiting: Waiting<'t>,
    word: Vec<u8>,
}

impl Careful<'_> {
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
        if class.is_word() && !self.words.wants(c) {
            return;
        }
        if !class.is_word() && !edge::is_start(self.text, at, c) {
            return;
        }
        let bytes = self.text.as_bytes();
        if c.is_ascii() && class.is_word() {
            let end = plain_end(bytes, at + 1);
            if bytes.get(end).is_none_or(u8::is_ascii) || ends_plain_word(&self.text[end..]) {
                return self.waiting.add(bytes, at, end, found);
            }
        }
        // starts are reported in their order
        self.waiting.flush(found);
        if let Some(start) = start_at(self.text, at, self.words, &mut self.word) {
            found(start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::accept::Shape;
    use super::super::first_words::{Beginning, Lead, Rest};
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
            let lead = if lower { Lead::AllLower } else { Lead::None };
            Beginning { hash: hash::word(&word), first: first.first, lead, rest: Rest::Other, key, name }
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
