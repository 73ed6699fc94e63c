//! Sums by two keys, such as two entities, or an entity and a month: gathered per thread, added up at the end, and on
//! the disk where they are more than memory is to hold. The sums do not depend on who counted what.

use super::runs::{Merged, Record, Runs, Spill};
use std::io;

/// What is added up.
pub type Sums = [u32; 3];

/// The sums.
///
/// What is added lies one behind the other until it is too much: then it is sorted, and what has the same keys becomes one.
/// That takes less time than a table with a place for each pair of keys, most of which are far from each other in memory.
pub struct Tally {
    loose: Vec<Record>,
    runs: Runs,
}

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(spill: Spill) -> Tally {
        Tally { loose: Vec::new(), runs: Runs::new(spill) }
    }

    /// Adds to the sums of two keys. Call [`Tally::settle`] now and then.
    #[inline]
    pub fn add(&mut self, [a, b]: [u32; 2], [x, y, z]: Sums) {
        self.loose.push([a, b, x, y, z]);
    }

    /// Brings together what has the same keys, and writes to the disk what is still too much for memory.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn settle(&mut self) -> io::Result<()> {
        if self.loose.len() < self.runs.most() {
            return Ok(());
        }
        self.gather();
        // where little was brought together, the next time would come too soon
        if self.loose.len() > self.runs.most() / 2 {
            let run = std::mem::take(&mut self.loose);
            self.runs.write(run)?;
        }
        Ok(())
    }

    /// Takes over what another counted.
    pub fn merge(&mut self, mut other: Tally) {
        other.keep();
        self.runs.append(other.runs);
    }

    /// All sums by their keys.
    ///
    /// # Errors
    /// Where a temporary file cannot be read.
    pub fn sorted(&mut self) -> io::Result<Sorted<'_>> {
        self.keep();
        let mut records = self.runs.merged()?;
        let next = records.next().transpose()?;
        Ok(Sorted { records, next })
    }

    fn keep(&mut self) {
        if !self.loose.is_empty() {
            self.gather();
            self.runs.keep(std::mem::take(&mut self.loose));
        }
    }

    /// Sorts, and makes one of what has the same keys.
    fn gather(&mut self) {
        self.loose.sort_unstable();
        self.loose.dedup_by(|more, sum| {
            let same = more[..2] == sum[..2];
            if same {
                add(sum, more);
            }
            same
        });
    }
}

/// Adds the sums of one record to those of another of the same keys.
fn add(sum: &mut Record, more: &Record) {
    sum[2..].iter_mut().zip(&more[2..]).for_each(|(sum, more)| *sum = sum.saturating_add(*more));
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
                    add(&mut sum, &record);
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
