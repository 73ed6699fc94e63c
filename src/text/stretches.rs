//! Stretches of a text between spaces and signs of ASCII, 64 bytes at a time: what is counted word by word goes through
//! all of a text, and most of it is plain words.

use super::block::{BLOCK, alphanumeric, beyond_ascii, bits};

/// One bit for each byte of a block that is an ASCII letter or digit, and one for each beyond ASCII.
#[inline]
fn masks(block: &[u8; BLOCK]) -> [u64; 2] {
    [bits(block, alphanumeric), beyond_ascii(block)]
}

/// Hands over where each stretch of ASCII letters, ASCII digits and characters beyond ASCII begins and ends, as long as
/// can be, and whether it is plain: all ASCII, so one word.
#[inline]
pub(crate) fn each_stretch(text: &str, mut each: impl FnMut(usize, usize, bool)) {
    let bytes = text.as_bytes();
    let (mut start, mut is_open, mut may_be_high) = (0, false, false);
    for (number, block) in bytes.chunks(BLOCK).enumerate() {
        let [plain, high] = match block.first_chunk() {
            Some(block) => masks(block),
            None => {
                let mut last = [b' '; BLOCK];
                last[..block.len()].copy_from_slice(block);
                masks(&last)
            }
        };
        let inside = plain | high;
        may_be_high |= high != 0;
        // where the inside begins or ends
        let mut edges = inside ^ (inside << 1 | u64::from(is_open));
        while edges != 0 {
            let at = number * BLOCK + edges.trailing_zeros() as usize;
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
        fn stretches_are_what_lies_between_signs(text in "([a-zA-Z09é—中 .'_@`{/:]{0,9}|[a-z é]{50,80}|[a-z]{63,65}){0,6}") {
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
