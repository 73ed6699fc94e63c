//! Words of plain ASCII and hashes of folded words: what the sieves compare.

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
pub(super) fn plain_end(text: &[u8], from: usize) -> usize {
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

/// A word of ASCII letters and digits at some place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlainWord {
    /// Its bytes.
    pub(super) len: usize,
    /// Its hash.
    pub(super) hash: u64,
    /// Whether a character beyond ASCII stands behind it.
    pub(super) meets_high: bool,
}

/// The word of ASCII letters and digits that begins at a place, of which most fit a register.
#[inline]
pub(super) fn plain_word_at(text: &[u8], at: usize) -> PlainWord {
    let Some(eight) = eight(text, at) else { return long_word_at(text, at) };
    let others = !alphanumeric(eight) & each_byte(0x80);
    if others == 0 {
        return long_word_at(text, at);
    }
    let first_other = others & others.wrapping_neg();
    let before = (first_other - 1) >> 7;
    let len = others.trailing_zeros() as usize / 8;
    PlainWord { len, hash: mix((eight | LOWER) & before, 0, len), meets_high: eight & first_other != 0 }
}

/// [`plain_word_at`] for words of eight bytes and more, and for the last bytes of a text.
fn long_word_at(text: &[u8], at: usize) -> PlainWord {
    let end = plain_end(text, at);
    let meets_high = text.get(end).is_some_and(|byte| !byte.is_ascii());
    PlainWord { len: end - at, hash: plain_word(text, at, end), meets_high }
}

/// Whether a stretch of ASCII letters and digits folds to the key that lies in `keys` from `key` on, of the same length.
#[inline]
pub(super) fn is_plain(text: &[u8], start: usize, end: usize, keys: &[u8], key: usize) -> bool {
    let length = end - start;
    let (mut written, mut folded) = (eight(text, start), eight(keys, key));
    if length > 8 {
        let head = matches!((written, folded), (Some(written), Some(folded)) if written | LOWER == folded);
        if length > 16 || !head {
            return text[start..end].eq_ignore_ascii_case(&keys[key..key + length]);
        }
        // the last eight bytes, which meet the first
        (written, folded) = (eight(text, end - 8), eight(keys, key + length - 8));
    }
    match (written, folded) {
        (Some(written), Some(folded)) => ((written | LOWER) ^ folded) & (u64::MAX >> (64 - 8 * length.min(8))) == 0,
        _ => text[start..end].eq_ignore_ascii_case(&keys[key..key + length]),
    }
}

/// How many capitals a stretch of ASCII letters and digits has, and how many small letters.
#[inline]
pub(super) fn count_cases(text: &[u8], start: usize, end: usize) -> (u32, u32) {
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
pub(super) fn word(folded: &[u8]) -> u64 {
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
pub(super) fn plain_word(text: &[u8], start: usize, end: usize) -> u64 {
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
pub(super) const fn pair(first: u64, second: u64) -> u64 {
    let mixed = (first.rotate_left(29) ^ second).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ mixed >> 32
}

/// Mixes a word's first and last bytes and its length.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "both halves of the product are used")]
pub(super) fn mix(first: u64, last: u64, length: usize) -> u64 {
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
            let found = plain_word_at(text.as_bytes(), 0);
            let meets_high = after.starts_with('é');
            prop_assert_eq!(found, PlainWord { len: letters.len(), hash: word(folded.as_bytes()), meets_high });
            prop_assert_eq!(plain_end(text.as_bytes(), 0), letters.len());
            prop_assert_eq!(plain_word(text.as_bytes(), 0, letters.len()), word(folded.as_bytes()));
            for after in ["", "the keys behind it"] {
                let keys = format!("x{folded}{after}");
                prop_assert!(is_plain(text.as_bytes(), 0, letters.len(), keys.as_bytes(), 1));
                for other in 1..=letters.len() {
                    let mut keys = keys.clone();
                    keys.replace_range(other..=other, "_");
                    prop_assert!(!is_plain(text.as_bytes(), 0, letters.len(), keys.as_bytes(), 1));
                }
            }
        }
    }
}
