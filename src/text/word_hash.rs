//! Words of plain ASCII, eight bytes at a time, and hashes of folded words: what names and texts are compared by before
//! their letters are.

const fn each_byte(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Sets the bit that tells a small ASCII letter from its capital; digits have it already.
const LOWER: u64 = each_byte(0x20);

#[inline]
fn eight(text: &[u8], at: usize) -> Option<u64> {
    let eight = text.get(at..at + 8)?;
    Some(u64::from_le_bytes(eight.try_into().expect("eight bytes")))
}

/// The top bit of each of eight bytes that is an ASCII letter or digit.
#[inline]
const fn alphanumeric(eight: u64) -> u64 {
    let low = eight & each_byte(0x7F);
    let lower = low | LOWER;
    // adding carries into the top bit from the first wanted byte on, and from the first behind the last
    let letters = (lower + each_byte(0x80 - b'a')) & !(lower + each_byte(0x7F - b'z'));
    let digits = (low + each_byte(0x80 - b'0')) & !(low + each_byte(0x7F - b'9'));
    (letters | digits) & !eight & each_byte(0x80)
}

/// Where a stretch of ASCII letters and digits ends.
#[inline]
pub(crate) fn plain_end(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(eight) = eight(text, at) {
        let others = !alphanumeric(eight) & each_byte(0x80);
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while text.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        at += 1;
    }
    at
}

/// A word of ASCII letters and digits at some place of a text, which no ASCII letter or digit stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlainWord {
    /// Its bytes.
    pub(crate) len: usize,
    /// Its hash.
    pub(crate) hash: u64,
    /// Whether something stands before or behind it that may join: an underscore, an apostrophe before it, or a character
    /// beyond ASCII.
    pub(crate) joined: bool,
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

/// The word of ASCII letters and digits that begins at a place, of which most fit a register.
#[inline]
pub(crate) fn plain_word_at(text: &[u8], at: usize) -> PlainWord {
    let around = at.checked_sub(1).and_then(|before| text.get(before..before + 9));
    let Some([before, eight @ ..]) = around.and_then(<[u8]>::first_chunk::<9>) else { return long_word_at(text, at) };
    let eight = u64::from_le_bytes(*eight);
    let others = !alphanumeric(eight) & each_byte(0x80);
    if others == 0 {
        return long_word_at(text, at);
    }
    let first_other = others & others.wrapping_neg();
    let inside = (first_other - 1) >> 7;
    let len = others.trailing_zeros() as usize / 8;
    let joined = (eight & first_other != 0) | MAY_JOIN[usize::from(*before)];
    PlainWord { len, hash: mix((eight | LOWER) & inside, 0, len), joined }
}

/// [`plain_word_at`] for words of eight bytes and more, and for the first and last bytes of a text.
fn long_word_at(text: &[u8], at: usize) -> PlainWord {
    let end = plain_end(text, at);
    let before = at.checked_sub(1).is_some_and(|before| MAY_JOIN[usize::from(text[before])]);
    let joined = before || text.get(end).is_some_and(|byte| !byte.is_ascii());
    PlainWord { len: end - at, hash: plain_word(text, at, end), joined }
}

/// A folded word of up to eight ASCII letters and digits as a number, its first byte the lowest; nothing for longer ones
/// and at the end of a text.
#[inline]
pub(crate) fn short_plain(text: &[u8], start: usize, len: usize) -> Option<u64> {
    let written = eight(text, start).filter(|_| matches!(len, 1..=8))?;
    Some((written | LOWER) & (u64::MAX >> (64 - 8 * len)))
}

/// How many capitals a stretch of ASCII letters and digits has, and how many small letters.
#[inline]
pub(crate) fn count_cases(text: &[u8], start: usize, end: usize) -> (u32, u32) {
    let (mut capitals, mut small) = (0, 0);
    let mut at = start;
    while at < end {
        let (chunk, length) = match eight(text, at) {
            Some(chunk) => (chunk, (end - at).min(8)),
            None => (u64::from(text[at]), 1),
        };
        let chunk = chunk & (u64::MAX >> (64 - 8 * length));
        // of letters and digits, only capitals lack the bit, and only letters have the next
        let letters = chunk & each_byte(0x40);
        let capital = letters & !(chunk << 1);
        capitals += capital.count_ones();
        small += (letters & !capital).count_ones();
        at += length;
    }
    (capitals, small)
}

/// Hash of a folded word: its first and last eight bytes and its length, mixed as in wyhash.
///
/// Long words that differ only in the middle share a hash, so whoever finds something by it compares the letters too.
#[inline]
pub(crate) fn word(folded: &[u8]) -> u64 {
    let mut first = [0; 8];
    let mut last = [0; 8];
    let head = folded.len().min(8);
    first[..head].copy_from_slice(&folded[..head]);
    if folded.len() > 8 {
        last.copy_from_slice(&folded[folded.len() - 8..]);
    }
    mix(u64::from_le_bytes(first), u64::from_le_bytes(last), folded.len())
}

/// [`word`] of a stretch of ASCII letters and digits in a text, folded in registers.
#[inline]
pub(crate) fn plain_word(text: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    match eight(text, start) {
        Some(first) if length <= 8 => mix((first | LOWER) & (u64::MAX >> (64 - 8 * length)), 0, length),
        Some(first) => {
            let last = eight(text, end - 8).expect("the word is longer than eight bytes");
            mix(first | LOWER, last | LOWER, length)
        }
        None => at_the_end(text, start, end),
    }
}

/// [`plain_word`] among the last bytes of a text.
#[cold]
fn at_the_end(text: &[u8], start: usize, end: usize) -> u64 {
    let mut folded = [0; 8];
    for (folded, byte) in folded.iter_mut().zip(&text[start..end]) {
        *folded = byte.to_ascii_lowercase();
    }
    word(&folded[..end - start])
}

/// Hash of two words in a row.
#[inline]
pub(crate) const fn pair(first: u64, second: u64) -> u64 {
    let mixed = (first.rotate_left(29) ^ second).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ mixed >> 32
}

/// Mixes a word's first and last bytes and its length.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "both halves of the product are used")]
pub(crate) fn mix(first: u64, last: u64, length: usize) -> u64 {
    let a = first ^ 0x2D35_8DCC_AA6C_78A5;
    let b = last ^ 0x8BB8_4B93_962E_ACC9 ^ length as u64;
    let product = u128::from(a) * u128::from(b | 1);
    let folded = product as u64 ^ (product >> 64) as u64;
    folded.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_and_digits_are_told_from_all_other_bytes() {
        for byte in 0..=u8::MAX {
            let found = alphanumeric(u64::from_le_bytes([byte, 0, b'z', 0xFF, byte, b'9', b'A', byte])).to_le_bytes();
            let expected = u8::from(byte.is_ascii_alphanumeric()) << 7;
            assert_eq!(found, [expected, 0, 0x80, 0, expected, 0x80, 0x80, expected], "{byte}");
        }
    }

    proptest! {
        #[test]
        fn plain_words_hash_as_folded_ones(letters in "[A-Za-z0-9]{1,30}", after in "[ .é]{0,9}") {
            let count = |is: fn(&u8) -> bool| letters.bytes().filter(is).count() as u32;
            let cases = (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase));
            prop_assert_eq!(count_cases(format!("{letters}{after}").as_bytes(), 0, letters.len()), cases);
            let text = format!("{letters}{after}");
            let folded = letters.to_ascii_lowercase();
            for (before, joins) in [("", false), (" ", false), (".", false), ("'", true), ("_", true), ("é", true)] {
                let found = plain_word_at(format!("{before}{text}").as_bytes(), before.len());
                let joined = joins || after.starts_with('é');
                prop_assert_eq!(found, PlainWord { len: letters.len(), hash: word(folded.as_bytes()), joined });
            }
            prop_assert_eq!(plain_end(text.as_bytes(), 0), letters.len());
            prop_assert_eq!(plain_word(text.as_bytes(), 0, letters.len()), word(folded.as_bytes()));
            if let Some(short) = short_plain(text.as_bytes(), 0, letters.len()) {
                let mut expected = [0; 8];
                expected[..folded.len()].copy_from_slice(folded.as_bytes());
                prop_assert_eq!(short.to_le_bytes(), expected);
            }
        }
    }
}
