//! Numbers by the hash of a text: buckets of about four numbers each.
//!
//! Two sections: where each bucket ends among the numbers, and the numbers. What a number means, and whether it is one
//! that was looked for, is for the caller to see. The longest bucket is noted in the header, so that a damaged file
//! cannot give a longer one.

use super::bytes::{u32_at, u32s};
use super::{Archive, ArchiveError, Tag, Writer};
use std::ops::Range;

/// How many numbers a bucket has on average.
const NUMBERS_IN_BUCKET: usize = 4;

/// The tags of an index: its bucket ends, its numbers; the latter is also that of its longest bucket.
#[derive(Clone, Copy, Debug)]
pub(super) struct IndexTags {
    pub(super) ends: Tag,
    pub(super) numbers: Tag,
}

/// An index, read.
#[derive(Debug)]
pub(super) struct Index {
    ends: Range<usize>,
    numbers: Range<usize>,
    buckets: usize,
    longest: u64,
}

impl Index {
    pub(super) fn open(archive: &Archive, tags: IndexTags) -> Index {
        let ends = archive.place(tags.ends);
        let buckets = ends.len() / 4;
        Index { ends, numbers: archive.place(tags.numbers), buckets, longest: archive.number(tags.numbers) }
    }

    /// The numbers of the texts with a hash, and of some others.
    pub(super) fn find<'a>(&self, archive: &'a Archive, hash: u64) -> impl Iterator<Item = u32> + use<'a> {
        let numbers = archive.at(&self.numbers);
        let range = if self.buckets == 0 {
            0..0
        } else {
            let (ends, bucket) = (archive.at(&self.ends), bucket(hash, self.buckets));
            let start = if bucket == 0 { 0 } else { u32_at(ends, (bucket - 1) * 4) };
            start..u32_at(ends, bucket * 4)
        };
        u32s(numbers, range, self.longest)
    }
}

/// Writes an index of numbers with their hashes; numbers keep their order within a bucket.
pub(super) fn write(writer: &mut Writer, tags: IndexTags, entries: &[(u64, u32)]) -> Result<(), ArchiveError> {
    if entries.is_empty() {
        return Ok(());
    }
    let buckets = entries.len().div_ceil(NUMBERS_IN_BUCKET);
    let mut ends = vec![0_u32; buckets + 1];
    for &(hash, _) in entries {
        ends[bucket(hash, buckets) + 1] += 1;
    }
    let longest = ends.iter().copied().max().unwrap_or_default();
    for i in 1..ends.len() {
        ends[i] += ends[i - 1];
    }
    // each bucket's start moves on to its end while it is filled
    let mut numbers = vec![0_u32; entries.len()];
    for &(hash, number) in entries {
        let place = &mut ends[bucket(hash, buckets)];
        numbers[*place as usize] = number;
        *place += 1;
    }
    ends.pop();
    write_u32s(writer, tags.ends, &ends)?;
    write_u32s(writer, tags.numbers, &numbers)?;
    writer.number(tags.numbers, u64::from(longest));
    Ok(())
}

fn write_u32s(writer: &mut Writer, tag: Tag, numbers: &[u32]) -> Result<(), ArchiveError> {
    writer.section(tag, |out| numbers.iter().try_for_each(|number| out.write_all(&number.to_le_bytes())))
}

/// A hash of a text that is the same in every program: FNV-1a, its bits then mixed, since buckets use the high ones.
pub(super) fn hash(text: &str) -> u64 {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325, fnv);
    let mixed = (hash ^ hash >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ mixed >> 29
}

#[allow(clippy::cast_possible_truncation, reason = "a part of the buckets' number fits where it does")]
fn bucket(hash: u64, buckets: usize) -> usize {
    ((u128::from(hash) * buckets as u128) >> 64) as usize
}
