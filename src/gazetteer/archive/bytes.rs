//! Checked access to the bytes of a section.

use super::Damage;
use std::ops::Range;

/// `N` bytes at a place.
pub(super) fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let found = at.checked_add(N).and_then(|end| bytes.get(at..end)).and_then(|bytes| bytes.try_into().ok());
    found.unwrap_or_else(|| Damage::found("a section ends too early"))
}

/// A number of two bytes.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array(bytes, at))
}

/// A number of four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array(bytes, at))
}

/// The numbers of four bytes in a range of places, counted in numbers. There are at most `most`.
pub(super) fn u32s(bytes: &[u8], range: Range<u32>, most: u64) -> impl Iterator<Item = u32> {
    let count = range.end.checked_sub(range.start).filter(|&count| u64::from(count) <= most);
    let Some(count) = count else { Damage::found("a range of numbers is too long") };
    let start = range.start as usize * 4;
    let numbers = bytes.get(start..start + count as usize * 4);
    let numbers = numbers.unwrap_or_else(|| Damage::found("a range of numbers ends behind its section"));
    numbers.chunks_exact(4).map(|number| u32_at(number, 0))
}

/// The row whose first number is `key`, in rows of `width` bytes that are sorted by it.
pub(super) fn sorted_row(bytes: &[u8], width: usize, key: u32) -> Option<&[u8]> {
    let (mut low, mut high) = (0, bytes.len() / width);
    while low < high {
        let middle = low + (high - low) / 2;
        let row = &bytes[middle * width..(middle + 1) * width];
        match u32_at(row, 0).cmp(&key) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(row),
        }
    }
    None
}
