//! A Bloom filter, two bits a key in one 64-bit block: one look at memory answers.

/// Bits of the filter per key: about two keys in a hundred that were not added pass.
const BITS_PER_KEY: usize = 16;

/// Set of hashes that may answer yes wrongly, never no.
#[derive(Debug)]
pub(super) struct Bloom {
    blocks: Vec<u64>,
    shift: u32,
}

impl Bloom {
    /// An empty filter for so many keys.
    pub(super) fn new(keys: usize) -> Self {
        let blocks = (keys * BITS_PER_KEY / 64).next_power_of_two().max(2);
        Bloom { blocks: vec![0; blocks], shift: 64 - blocks.trailing_zeros() }
    }

    fn bits(hash: u64) -> u64 {
        1 << (hash & 63) | 1 << (hash >> 6 & 63)
    }

    #[allow(clippy::cast_possible_truncation, reason = "the shift leaves an index into the blocks")]
    fn block(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    pub(super) fn add(&mut self, hash: u64) {
        let block = self.block(hash);
        self.blocks[block] |= Self::bits(hash);
    }

    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let bits = Self::bits(hash);
        self.blocks[self.block(hash)] & bits == bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_held_and_little_else() {
        let hash = |n: u64| super::super::hash::mix(n, 0, 8);
        let mut bloom = Bloom::new(10_000);
        (0..10_000).for_each(|n| bloom.add(hash(n)));
        assert!((0..10_000).all(|n| bloom.may_hold(hash(n))));
        let wrong = (10_000..110_000).filter(|&n| bloom.may_hold(hash(n))).count();
        assert!(wrong < 4_000, "{wrong} of 100000");
    }
}
