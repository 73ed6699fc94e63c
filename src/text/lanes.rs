//! Blocks of text, all 64 bytes at a time: what each of them is, is answered in one bit. Written once, for the vectors that
//! every processor of its kind has, and on x86-64 for the wider ones of newer processors too, chosen when the program runs.

use wide::u8x16;

/// Bytes that are looked at together.
pub(crate) const BLOCK: usize = 64;

/// A processor's vectors of bytes.
///
/// Whatever is written for all of them has to be inlined into [`WithLanes::with`], and holds no closure: code that is not
/// inlined is compiled for every processor.
pub(crate) trait Lanes: Copy {
    /// A block, or a yes (all ones) or no (zero) for each of its bytes.
    type Block: Copy;

    /// A block of text.
    fn load(self, text: &[u8; BLOCK]) -> Self::Block;
    /// The same byte everywhere.
    fn splat(self, byte: u8) -> Self::Block;
    /// Where two are the same.
    fn same(self, a: Self::Block, b: Self::Block) -> Self::Block;
    /// The lesser of each two.
    fn min(self, a: Self::Block, b: Self::Block) -> Self::Block;
    /// The difference of each two, wrapping.
    fn sub(self, a: Self::Block, b: Self::Block) -> Self::Block;
    /// The bits of either.
    fn or(self, a: Self::Block, b: Self::Block) -> Self::Block;
    /// The bits of both.
    fn and(self, a: Self::Block, b: Self::Block) -> Self::Block;
    /// The highest bit of each byte, that of the first byte the lowest.
    fn bits(self, block: Self::Block) -> u64;

    /// Yes for each byte from `first` to `first + last`.
    #[inline(always)]
    fn within(self, block: Self::Block, first: u8, last: u8) -> Self::Block {
        let offset = self.sub(block, self.splat(first));
        self.same(self.min(offset, self.splat(last)), offset)
    }

    /// Yes for each ASCII letter or digit.
    #[inline(always)]
    fn alphanumeric(self, block: Self::Block) -> Self::Block {
        let letters = self.within(self.or(block, self.splat(0x20)), b'a', 25);
        self.or(letters, self.within(block, b'0', 9))
    }
}

/// What every processor has.
#[derive(Clone, Copy)]
pub(crate) struct Plain;

/// One operation on each of the vectors of two blocks.
macro_rules! each {
    ($a:ident, $b:ident: $operation:expr) => {{
        let ([a0, a1, a2, a3], [b0, b1, b2, b3]) = ($a, $b);
        [$operation(a0, b0), $operation(a1, b1), $operation(a2, b2), $operation(a3, b3)]
    }};
}

impl Lanes for Plain {
    type Block = [u8x16; 4];

    #[inline(always)]
    fn load(self, text: &[u8; BLOCK]) -> Self::Block {
        let (lanes, _) = text.as_chunks();
        [u8x16::new(lanes[0]), u8x16::new(lanes[1]), u8x16::new(lanes[2]), u8x16::new(lanes[3])]
    }

    #[inline(always)]
    fn splat(self, byte: u8) -> Self::Block {
        [u8x16::splat(byte); 4]
    }

    #[inline(always)]
    fn same(self, a: Self::Block, b: Self::Block) -> Self::Block {
        each!(a, b: u8x16::simd_eq)
    }

    #[inline(always)]
    fn min(self, a: Self::Block, b: Self::Block) -> Self::Block {
        each!(a, b: u8x16::min)
    }

    #[inline(always)]
    fn sub(self, a: Self::Block, b: Self::Block) -> Self::Block {
        each!(a, b: std::ops::Sub::sub)
    }

    #[inline(always)]
    fn or(self, a: Self::Block, b: Self::Block) -> Self::Block {
        each!(a, b: std::ops::BitOr::bitor)
    }

    #[inline(always)]
    fn and(self, a: Self::Block, b: Self::Block) -> Self::Block {
        each!(a, b: std::ops::BitAnd::bitand)
    }

    #[inline(always)]
    fn bits(self, [a, b, c, d]: Self::Block) -> u64 {
        let low = a.to_bitmask() | b.to_bitmask() << 16;
        let high = c.to_bitmask() | d.to_bitmask() << 16;
        u64::from(low) | u64::from(high) << 32
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{BLOCK, Lanes};
    use pulp::x86::V3;
    use std::arch::x86_64::__m256i;

    impl Lanes for V3 {
        type Block = [__m256i; 2];

        #[inline(always)]
        fn load(self, text: &[u8; BLOCK]) -> Self::Block {
            let (halves, _) = text.as_chunks::<32>();
            [pulp::cast(halves[0]), pulp::cast(halves[1])]
        }

        #[inline(always)]
        fn splat(self, byte: u8) -> Self::Block {
            [self.avx._mm256_set1_epi8(byte.cast_signed()); 2]
        }

        #[inline(always)]
        fn same(self, a: Self::Block, b: Self::Block) -> Self::Block {
            [self.avx2._mm256_cmpeq_epi8(a[0], b[0]), self.avx2._mm256_cmpeq_epi8(a[1], b[1])]
        }

        #[inline(always)]
        fn min(self, a: Self::Block, b: Self::Block) -> Self::Block {
            [self.avx2._mm256_min_epu8(a[0], b[0]), self.avx2._mm256_min_epu8(a[1], b[1])]
        }

        #[inline(always)]
        fn sub(self, a: Self::Block, b: Self::Block) -> Self::Block {
            [self.avx2._mm256_sub_epi8(a[0], b[0]), self.avx2._mm256_sub_epi8(a[1], b[1])]
        }

        #[inline(always)]
        fn or(self, a: Self::Block, b: Self::Block) -> Self::Block {
            [self.avx2._mm256_or_si256(a[0], b[0]), self.avx2._mm256_or_si256(a[1], b[1])]
        }

        #[inline(always)]
        fn and(self, a: Self::Block, b: Self::Block) -> Self::Block {
            [self.avx2._mm256_and_si256(a[0], b[0]), self.avx2._mm256_and_si256(a[1], b[1])]
        }

        #[inline(always)]
        fn bits(self, [low, high]: Self::Block) -> u64 {
            let bits = |bits: i32| u64::from(bits.cast_unsigned());
            bits(self.avx2._mm256_movemask_epi8(low)) | bits(self.avx2._mm256_movemask_epi8(high)) << 32
        }
    }
}

/// Something that is done with a processor's vectors.
pub(crate) trait WithLanes {
    /// Does it. Has to be `#[inline(always)]`.
    fn with(self, lanes: impl Lanes);
}

/// Does something with the widest vectors that this processor has.
#[inline]
pub(crate) fn with_widest(work: impl WithLanes) {
    #[cfg(target_arch = "x86_64")]
    if let Some(v3) = pulp::x86::V3::try_new() {
        return v3.vectorize(Wide(v3, work));
    }
    work.with(Plain);
}

#[cfg(target_arch = "x86_64")]
struct Wide<W>(pulp::x86::V3, W);

#[cfg(target_arch = "x86_64")]
impl<W: WithLanes> pulp::NullaryFnOnce for Wide<W> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.1.with(self.0);
    }
}

/// The block at a place of a text; one that goes beyond its end is put into `room`, with blanks behind.
#[inline(always)]
pub(crate) fn block_at<'t>(text: &'t [u8], at: usize, room: &'t mut [u8; BLOCK]) -> &'t [u8; BLOCK] {
    match text.get(at..).and_then(<[u8]>::first_chunk) {
        Some(block) => block,
        None => last_block(text, at, room),
    }
}

#[cold]
fn last_block<'t>(text: &[u8], at: usize, room: &'t mut [u8; BLOCK]) -> &'t [u8; BLOCK] {
    let (rest, blanks) = room.split_at_mut(text.len().saturating_sub(at));
    rest.copy_from_slice(&text[text.len() - rest.len()..]);
    blanks.fill(b' ');
    room
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Check<'c>(&'c [u8; BLOCK], u64, u64);

    impl WithLanes for Check<'_> {
        #[inline(always)]
        fn with(self, lanes: impl Lanes) {
            let Check(text, alphanumeric, beyond_ascii) = self;
            let block = lanes.load(text);
            assert_eq!(lanes.bits(lanes.alphanumeric(block)), alphanumeric);
            assert_eq!(lanes.bits(block), beyond_ascii);
            assert_eq!(lanes.bits(lanes.within(block, 0x80, 0x7F)), beyond_ascii);
            let none = lanes.and(lanes.alphanumeric(block), lanes.within(block, 0x80, 0x7F));
            assert_eq!(lanes.bits(lanes.or(none, lanes.same(block, lanes.splat(0)))), 0);
        }
    }

    #[test]
    fn bytes_are_told_apart_wherever_they_stand() {
        for byte in 1..=u8::MAX {
            for at in 0..BLOCK {
                let mut block = [b'.'; BLOCK];
                block[at] = byte;
                let (alphanumeric, high) = (u64::from(byte.is_ascii_alphanumeric()), u64::from(!byte.is_ascii()));
                Check(&block, alphanumeric << at, high << at).with(Plain);
                with_widest(Check(&block, alphanumeric << at, high << at));
            }
        }
    }

    #[test]
    fn blanks_stand_behind_the_end() {
        let text: Vec<u8> = (1..=100).collect();
        for at in 0..120 {
            let mut room = [0; BLOCK];
            let block = block_at(&text, at, &mut room);
            let expected = (at..at + BLOCK).map(|at| text.get(at).copied().unwrap_or(b' '));
            assert!(expected.eq(block.iter().copied()), "{at}");
        }
    }
}
