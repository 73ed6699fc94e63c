//! Blocks of 64 bytes of text: what is asked of each byte is answered for all of them at once, in one bit each.

use wide::u8x16;

/// Bytes that are looked at together.
pub(crate) const BLOCK: usize = 64;

const LANES: usize = 16;

/// One bit for each byte of a block, from the highest bit of one lane for each.
#[inline]
pub(crate) fn bits(block: &[u8; BLOCK], mask: impl Fn(u8x16) -> u8x16) -> u64 {
    let (lanes, _) = block.as_chunks::<LANES>();
    lanes
        .iter()
        .enumerate()
        .fold(0, |bits, (i, lane)| bits | u64::from(mask(u8x16::new(*lane)).to_bitmask()) << (LANES * i))
}

/// One bit for each byte of a block that is none of ASCII.
#[inline]
pub(crate) fn beyond_ascii(block: &[u8; BLOCK]) -> u64 {
    let (lanes, _) = block.as_chunks::<LANES>();
    let any = lanes.iter().fold(u8x16::ZERO, |any, lane| any | u8x16::new(*lane));
    if any.to_bitmask() == 0 { 0 } else { bits(block, |bytes| bytes) }
}

/// A lane of all ones for each byte from `first` to `first + last`.
#[inline]
pub(crate) fn within(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let offset = bytes - u8x16::splat(first);
    offset.min(u8x16::splat(last)).simd_eq(offset)
}

/// A lane of all ones for each ASCII letter or digit.
#[inline]
pub(crate) fn alphanumeric(bytes: u8x16) -> u8x16 {
    within(bytes | u8x16::splat(0x20), b'a', 25) | within(bytes, b'0', 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_told_apart_wherever_they_stand() {
        for byte in 0..=u8::MAX {
            for at in 0..BLOCK {
                let mut block = [b'.'; BLOCK];
                block[at] = byte;
                assert_eq!(bits(&block, alphanumeric), u64::from(byte.is_ascii_alphanumeric()) << at, "{byte} {at}");
                assert_eq!(beyond_ascii(&block), u64::from(!byte.is_ascii()) << at, "{byte} {at}");
            }
        }
    }
}
