//! A walk along a text, folding on the way: what an automaton of folded names is fed from one place on.

use super::LONGEST_NAME;
use crate::text::class::Class;
use crate::text::fold::{ASCII_FOLD, fold_char, is_ideograph};

/// Longest run of characters inside a name that folding drops or makes one space, in bytes. Real text has a few; a
/// bound keeps walks short on text made to be slow.
const LONGEST_GAP: usize = 128;

/// An automaton in some state: it is fed folded bytes from its beginning on.
pub(super) trait Walker {
    /// Feeds a byte; whether any name goes on like this.
    fn step(&mut self, byte: u8) -> bool;

    /// The name that ends here, if one does.
    fn name(&self) -> Option<u64>;
}

/// Walks along `text` from `start`, which is where a word begins, and reports each name with the place where it ends,
/// shorter ones first. Whether an edge is there is not asked. Gives the place that it went to.
#[inline]
pub(super) fn walk(text: &str, start: usize, walker: &mut impl Walker, mut found: impl FnMut(usize, u64)) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut sheds_marks = false;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            if matches!(byte, b' ' | b'\t'..=b'\r') {
                let Some(end) = gap_end(text, at) else { return at };
                at = end;
                if !walker.step(b' ') {
                    return at;
                }
                continue;
            }
            at += 1;
            sheds_marks = byte.is_ascii_alphabetic();
            if !walker.step(ASCII_FOLD[usize::from(byte)]) {
                return at;
            }
        } else {
            let c = text[at..].chars().next().expect("there is a byte at this place");
            let class = Class::of(c);
            if class.is_white() {
                let Some(end) = gap_end(text, at) else { return at };
                at = end;
                if !walker.step(b' ') {
                    return at;
                }
                continue;
            }
            if class.is_dropped() || class.is_mark() && sheds_marks {
                let Some(end) = dropped_end(text, at, sheds_marks) else { return at };
                at = end;
                continue;
            }
            if !class.is_mark() {
                sheds_marks = class.sheds_marks();
            }
            let letters = &bytes[at..at + c.len_utf8()];
            at += letters.len();
            let folded = if is_ideograph(c) { letters } else { fold_char(c).as_bytes() };
            if folded.is_empty() {
                continue;
            }
            if !folded.iter().all(|&byte| walker.step(byte)) {
                return at;
            }
        }
        if let Some(name) = walker.name() {
            found(with_marks(text, at, sheds_marks), name);
        }
        if at - start > LONGEST_STRETCH {
            return at;
        }
    }
    at
}

/// The most bytes of text that a name can take: each of its folded bytes may be a long character with a gap before it.
/// Automata stop walks far earlier; this bounds those that are given no end.
const LONGEST_STRETCH: usize = LONGEST_NAME * LONGEST_GAP;

/// Where white space inside a name ends: spaces of any kind and one line break at the most; a blank line or a tab ends
/// the name.
fn gap_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes[start] == b' ' && bytes.get(start + 1).is_some_and(u8::is_ascii_alphanumeric) {
        return Some(start + 1);
    }
    let mut breaks = 0;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let class = Class::of(c);
        if class.is_stop() || offset > LONGEST_GAP {
            return None;
        }
        if class.is_break() {
            if c == '\r' && chars.peek().is_some_and(|&(_, next)| next == '\n') {
                chars.next();
            }
            breaks += 1;
            if breaks > 1 {
                return None;
            }
        } else if !class.is_space() {
            return Some(start + offset);
        }
    }
    None
}

/// Where a run of characters that are passed over ends.
fn dropped_end(text: &str, start: usize, sheds_marks: bool) -> Option<usize> {
    let passed = |c: char| Class::of(c).is_dropped() || sheds_marks && Class::of(c).is_mark();
    let length = text[start..].chars().take_while(|&c| passed(c)).map(char::len_utf8).try_fold(0, |sum, length| {
        let sum = sum + length;
        (sum <= LONGEST_GAP).then_some(sum)
    })?;
    Some(start + length)
}

/// The end of a name with the marks that stand on its last letter.
fn with_marks(text: &str, end: usize, sheds_marks: bool) -> usize {
    let bytes = text.as_bytes();
    if !sheds_marks || bytes.get(end).is_none_or(u8::is_ascii) {
        return end;
    }
    let marks = text[end..].chars().take_while(|&c| Class::of(c).is_mark()).map(char::len_utf8);
    end + marks.take(LONGEST_GAP).sum::<usize>()
}
