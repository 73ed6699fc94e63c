//! Hashes of folded words: what the sieves compare.

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

/// [`word`] of a stretch of ASCII letters and digits in a text, folded in registers: setting one bit lowers letters and
/// leaves digits as they are.
#[inline]
pub(super) fn plain_word(text: &[u8], start: usize, end: usize) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let length = end - start;
    let eight = |at: usize| {
        let eight = text.get(at..at + 8).map(|eight| u64::from_le_bytes(eight.try_into().expect("eight bytes")));
        eight.map(|eight| eight | LOWER)
    };
    match eight(start) {
        Some(first) if length <= 8 => mix(first & (u64::MAX >> (64 - 8 * length)), 0, length),
        Some(first) => mix(first, eight(end - 8).expect("the word is longer than eight bytes"), length),
        None => {
            // the last bytes of the text
            let mut folded = [0; 8];
            for (folded, byte) in folded.iter_mut().zip(&text[start..end]) {
                *folded = byte.to_ascii_lowercase();
            }
            word(&folded[..length])
        }
    }
}

/// Hash of two words in a row.
#[inline]
pub(super) const fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(29) ^ second).wrapping_mul(0x9E37_79B9_7F4A_7C15)
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

    proptest! {
        #[test]
        fn plain_words_hash_as_folded_ones(letters in "[A-Za-z0-9]{1,30}", after in "[ .]{0,9}") {
            let text = format!("{letters}{after}");
            let folded = letters.to_ascii_lowercase();
            prop_assert_eq!(plain_word(text.as_bytes(), 0, letters.len()), word(folded.as_bytes()));
        }
    }
}
