//! Words of plain ASCII, eight bytes at a time, and hashes of folded words: what names and texts are compared by before
//! their letters are.

use wide::u8x16;

const fn each_byte(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Sets the bit that tells a small ASCII letter from its capital; digits have it already.
const LOWER: u64 = each_byte(0x20);

/// The bit that tells ASCII letters from digits.
const LETTER: u64 = each_byte(0x40);

#[inline]
fn eight(text: &[u8], at: usize) -> Option<u64> {
    let eight = text.get(at..at + 8)?;
    Some(u64::from_le_bytes(eight.try_into().expect("eight bytes")))
}

/// One bit for each ASCII letter or digit of sixteen bytes.
#[inline]
fn alphanumeric(bytes: [u8; 16]) -> u32 {
    let bytes = u8x16::new(bytes);
    let within = |bytes: u8x16, first: u8, last: u8| {
        let offset = bytes - u8x16::splat(first);
        offset.min(u8x16::splat(last)).simd_eq(offset)
    };
    (within(bytes | u8x16::splat(0x20), b'a', 25) | within(bytes, b'0', 9)).to_bitmask()
}

/// Where a stretch of ASCII letters and digits ends.
#[inline]
pub(crate) fn plain_end(text: &[u8], from: usize) -> usize {
    let mut at = from;
    // sixteen at a time: how long a word is cannot be foreseen, but hardly one is longer
    while let Some(sixteen) = text.get(at..).and_then(<[u8]>::first_chunk) {
        let others = !alphanumeric(*sixteen);
        if others.trailing_zeros() < 16 {
            return at + others.trailing_zeros() as usize;
        }
        at += 16;
    }
    while text.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        at += 1;
    }
    at
}

/// A folded word of up to eight ASCII letters and digits as a number, its first byte the lowest; nothing for longer ones
/// and at the end of a text.
#[inline]
pub(crate) fn short_plain(text: &[u8], start: usize, len: usize) -> Option<u64> {
    let written = eight(text, start).filter(|_| matches!(len, 1..=8))?;
    Some((written | LOWER) & (u64::MAX >> (64 - 8 * len)))
}

/// Whether two words of ASCII letters and digits with one space or line break between them fold to `key`.
#[inline]
pub(crate) fn is_plain_pair(text: &[u8], key: &[u8]) -> bool {
    let length = text.len();
    if length != key.len() {
        return false;
    }
    let same = |at| eight(text, at).zip(eight(key, at)).is_some_and(|(text, key)| text | LOWER == key);
    // nearly always: a space, which is a space with the bit set too
    length >= 8 && (0..length - 8).step_by(8).all(same) && same(length - 8) || is_short_or_broken_pair(text, key)
}

/// [`is_plain_pair`] for few letters and for a line break between the words.
fn is_short_or_broken_pair(text: &[u8], key: &[u8]) -> bool {
    let is_same = |(text, key): (&u8, &u8)| match text {
        b'\n' => *key == b' ',
        letter => letter.to_ascii_lowercase() == *key,
    };
    text.iter().zip(key).all(is_same)
}

/// Bits of [`case_bits`]: a capital and small letters behind it.
pub(crate) const TITLE: u8 = 1;

/// Two capitals or more.
pub(crate) const CAPITALS: u8 = 2;

/// Small letters.
pub(crate) const SMALL: u8 = 4;

/// How a stretch of ASCII letters and digits is written: one bit at the most. None where it holds a digit, or is mixed.
#[inline]
pub(crate) fn case_bits(text: &[u8], start: usize, end: usize) -> u8 {
    let length = end - start;
    let (Some(first), Some(last)) = (eight(text, start), end.checked_sub(8).and_then(|last| eight(text, last))) else {
        return long_case_bits(&text[start..end]);
    };
    if length > 16 {
        return long_case_bits(&text[start..end]);
    }
    let (of_first, of_last) = HASHED[length.min(9)];
    // of letters and digits, only capitals lack this bit, and only letters have the next
    let capitals = [!first & of_first & LOWER, !last & of_last & LOWER];
    let letters = (!first & of_first | !last & of_last) & LETTER == 0;
    // one letter is a word of small ones, or none
    let is = |written: [u64; 2], case: u8| u8::from(capitals == written) * case;
    let long = is([0x20, 0], TITLE) | is([of_first & LOWER, of_last & LOWER], CAPITALS);
    let bits = (long * u8::from(length > 1)) | is([0, 0], SMALL);
    bits * u8::from(letters)
}

/// [`case_bits`] of a long word, or among the first or last bytes of a text.
#[cold]
fn long_case_bits(word: &[u8]) -> u8 {
    let small = word.iter().filter(|byte| byte.is_ascii_lowercase()).count();
    let capitals = word.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    match (capitals, small) {
        _ if capitals + small != word.len() => 0,
        (0, _) => SMALL,
        (1, 1..) if word[0].is_ascii_uppercase() => TITLE,
        (2.., 0) => CAPITALS,
        _ => 0,
    }
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

/// What of the first and of the last eight bytes of a word belongs to its hash, by its length; the last is for all that are
/// longer.
const HASHED: [(u64, u64); 10] = {
    let mut hashed = [(u64::MAX, 0); 10];
    let mut length = 0;
    while length < 8 {
        hashed[length].0 = (1 << (8 * length)) - 1;
        length += 1;
    }
    hashed[9].1 = u64::MAX;
    hashed
};

/// [`word`] of a stretch of ASCII letters and digits in a text, folded in registers; without a branch that depends on its
/// length.
#[inline]
pub(crate) fn plain_word(text: &[u8], start: usize, end: usize) -> u64 {
    let (Some(first), Some(last)) = (eight(text, start), end.checked_sub(8).and_then(|last| eight(text, last))) else {
        return at_an_end(text, start, end);
    };
    let length = end - start;
    let (of_first, of_last) = HASHED[length.min(9)];
    mix((first | LOWER) & of_first, (last | LOWER) & of_last, length)
}

/// [`plain_word`] among the first or the last eight bytes of a text.
#[cold]
fn at_an_end(text: &[u8], start: usize, end: usize) -> u64 {
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

    proptest! {
        #[test]
        fn two_words_are_compared_letter_by_letter(
            first in "[A-Za-z0-9]{1,12}", second in "[A-Za-z0-9]{1,12}", space in "[ \n]", at in 0_usize..25, other in "[a-z0-9 ]",
        ) {
            let text = format!("{first}{space}{second}");
            let mut key = format!("{first} {second}").to_ascii_lowercase();
            prop_assert!(is_plain_pair(text.as_bytes(), key.as_bytes()));
            prop_assert!(!is_plain_pair(text.as_bytes(), &key.as_bytes()[1..]));
            let at = at % key.len();
            let same = key[at..=at] == other;
            key.replace_range(at..=at, &other);
            prop_assert_eq!(is_plain_pair(text.as_bytes(), key.as_bytes()), same);
        }

        #[test]
        fn plain_words_hash_as_folded_ones(letters in "[A-Za-z0-9]{1,30}|[A-Z][a-z]{0,20}|[A-Z]{1,20}|[a-z]{1,20}", after in "[ .é]{0,9}") {
            let bits = case_bits(format!("{letters}{after}").as_bytes(), 0, letters.len());
            prop_assert_eq!(bits, long_case_bits(letters.as_bytes()));
            let text = format!("{letters}{after}");
            let folded = letters.to_ascii_lowercase();
            for before in ["", " ", "some words before "] {
                let (text, start) = (format!("{before}{text}"), before.len());
                let end = start + letters.len();
                prop_assert_eq!(plain_end(text.as_bytes(), start), end);
                let hash = word(folded.as_bytes());
                prop_assert_eq!(plain_word(text.as_bytes(), start, end), hash);
            }
            if let Some(short) = short_plain(text.as_bytes(), 0, letters.len()) {
                let mut expected = [0; 8];
                expected[..folded.len()].copy_from_slice(folded.as_bytes());
                prop_assert_eq!(short.to_le_bytes(), expected);
            }
        }
    }
}
