//! Where a hash has its place among slots or blocks that lie side by side.

/// The half of a hash that is kept in a slot, and that says where it is.
#[inline]
pub(super) const fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Where the search for a tag begins among so many.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "the product is below the count shifted by 32")]
pub(super) const fn home(tag: u32, count: usize) -> usize {
    ((tag as u64 * count as u64) >> 32) as usize
}

/// The first slot of so many, from the home of a tag on and round, that is free or has the tag: one is.
#[inline]
pub(super) fn find(tag: u32, count: usize, is_free_or_of_tag: impl Fn(usize) -> bool) -> usize {
    let mut at = home(tag, count);
    while !is_free_or_of_tag(at) {
        at += 1;
        if at == count {
            at = 0;
        }
    }
    at
}
