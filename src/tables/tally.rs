//! Sums by two keys, such as two entities, or an entity and a month: gathered per thread, added up at the end, and on
//! the disk where they are more than memory is to hold. The sums do not depend on who counted what.

use super::runs::{Merged, Record, Runs, Spill};
use rustc_hash::FxHashMap;
use std::io;

/// What is added up.
pub type Sums = [u32; 3];

/// The sums.
pub struct Tally {
    sums: FxHashMap<[u32; 2], Sums>,
    runs: Runs,
}

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(spill: Spill) -> Tally {
        Tally { sums: FxHashMap::default(), runs: Runs::new(spill) }
    }

    /// The sums of two keys, to be counted up. Call [`Tally::settle`] now and then.
    #[inline]
    pub fn entry(&mut self, key: [u32; 2]) -> &mut Sums {
        self.sums.entry(key).or_default()
    }

    /// Writes to the disk what is too much for memory.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn settle(&mut self) -> io::Result<()> {
        if self.sums.len() < self.runs.most() {
            return Ok(());
        }
        let run = self.take();
        self.runs.write(run)
    }

    /// Takes over what another counted.
    pub fn merge(&mut self, mut other: Tally) {
        let run = other.take();
        if !run.is_empty() {
            other.runs.keep(run);
        }
        self.runs.append(other.runs);
    }

    /// All sums by their keys.
    ///
    /// # Errors
    /// Where a temporary file cannot be read.
    pub fn sorted(&mut self) -> io::Result<Sorted<'_>> {
        let run = self.take();
        if !run.is_empty() {
            self.runs.keep(run);
        }
        let mut records = self.runs.merged()?;
        let next = records.next().transpose()?;
        Ok(Sorted { records, next })
    }

    #[allow(clippy::iter_over_hash_type, reason = "the records are sorted")]
    fn take(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.sums).into_iter().map(|([a, b], [x, y, z])| [a, b, x, y, z]).collect()
    }
}

/// Sums in the order of their keys.
pub struct Sorted<'t> {
    records: Merged<'t>,
    next: Option<Record>,
}

impl Iterator for Sorted<'_> {
    type Item = io::Result<Record>;

    /// Two keys and three sums.
    fn next(&mut self) -> Option<Self::Item> {
        let mut sum = self.next.take()?;
        for record in self.records.by_ref() {
            match record {
                Ok(record) if record[..2] == sum[..2] => {
                    sum[2..].iter_mut().zip(&record[2..]).for_each(|(sum, more)| *sum = sum.saturating_add(*more));
                }
                Ok(record) => {
                    self.next = Some(record);
                    break;
                }
                Err(error) => return Some(Err(error)),
            }
        }
        Some(Ok(sum))
    }
}
