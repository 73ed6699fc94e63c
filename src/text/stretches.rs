//! Stretches of a text between spaces and signs of ASCII, 64 bytes at a time: what is counted word by word goes through
//! all of a text, and most of it is plain words.

use super::lanes::{BLOCK, Lanes, WithLanes, block_at, with_widest};

/// How many blocks are gone through together.
const BLOCKS: usize = 32;

/// What the next blocks of a text hold.
struct Masks<'m> {
    text: &'m [u8],
    /// One bit for each byte of a block that is an ASCII letter or digit, and one for each beyond ASCII.
    of_blocks: &'m mut [[u64; 2]; BLOCKS],
}

impl WithLanes for Masks<'_> {
    #[inline(always)]
    fn with(self, lanes: impl Lanes) {
        let mut room = [b' '; BLOCK];
        let count = self.text.len().div_ceil(BLOCK).min(BLOCKS);
        for number in 0..count {
            let block = lanes.load(block_at(self.text, number * BLOCK, &mut room));
            self.of_blocks[number] = [lanes.bits(lanes.alphanumeric(block)), lanes.bits(block)];
        }
    }
}

/// Hands over where each stretch of ASCII letters, ASCII digits and characters beyond ASCII begins and ends, as long as
/// can be, and whether it is plain: all ASCII, so one word.
#[inline]
pub(crate) fn each_stretch(text: &str, mut each: impl FnMut(usize, usize, bool)) {
    let bytes = text.as_bytes();
    let (mut start, mut is_open, mut may_be_high) = (0, false, false);
    let mut of_blocks = [[0; 2]; BLOCKS];
    for base in (0..bytes.len()).step_by(BLOCKS * BLOCK) {
        with_widest(Masks { text: &bytes[base..], of_blocks: &mut of_blocks });
        let count = (bytes.len() - base).div_ceil(BLOCK).min(BLOCKS);
        for (number, [plain, high]) in of_blocks[..count].iter().enumerate() {
            let inside = plain | high;
            may_be_high |= *high != 0;
            // where the inside begins or ends
            let mut edges = inside ^ (inside << 1 | u64::from(is_open));
            while edges != 0 {
                let at = base + number * BLOCK + edges.trailing_zeros() as usize;
                edges &= edges - 1;
                if is_open {
                    each(start, at, !may_be_high || bytes[start..at].is_ascii());
                } else {
                    start = at;
                }
                is_open = !is_open;
            }
            may_be_high &= is_open;
        }
    }
    if is_open {
        each(start, bytes.len(), bytes[start..].is_ascii());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stretches_are_what_lies_between_signs(text in "([a-zA-Z09é—中 .'_@`{/:]{0,9}|[a-z é]{50,80}|[a-z]{63,65}|[a-z é]{2030,2060}){0,6}") {
            let mut found = Vec::new();
            each_stretch(&text, |start, end, plain| found.push((start, &text[start..end], plain)));
            let parts = text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
            let expected: Vec<_> = parts
                .filter(|part| !part.is_empty())
                .map(|part| (part.as_ptr() as usize - text.as_ptr() as usize, part, part.is_ascii()))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
