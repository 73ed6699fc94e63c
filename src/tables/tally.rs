//! Sums by two keys, such as two entities, or an entity and a month: gathered per thread, added up at the end, and on
//! the disk where they are more than memory is to hold. The sums do not depend on who counted what.

use super::runs::{Merged, Record, Runs, Spill};
use rustc_hash::FxHashMap;
use std::io;

/// What is added up.
pub type Sums = [u32; 3];

/// The sums.
///
/// Each first key has a row of its own, to which what is added is appended. A row that is full is put in order, and what
/// has the same second key becomes one. That takes less time than a table with a place for each pair of keys, most of
/// which are far from each other in memory, and less than putting all rows in order together.
pub struct Tally {
    rows: FxHashMap<u32, Row>,
    /// How many records the rows have together.
    len: usize,
    runs: Runs,
}

/// Second keys and their sums; in order from time to time.
type Row = Vec<[u32; 4]>;

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(spill: Spill) -> Tally {
        Tally { rows: FxHashMap::default(), len: 0, runs: Runs::new(spill) }
    }

    /// Adds to the sums of a first key and each of some second keys. Call [`Tally::settle`] now and then.
    pub fn add(&mut self, first: u32, more: impl ExactSizeIterator<Item = (u32, Sums)>) {
        let row = self.rows.entry(first).or_default();
        self.len -= row.len();
        if row.capacity() - row.len() < more.len() {
            gather(row);
            // where little was brought together, the next time would come too soon
            row.reserve(more.len().max(row.len()));
        }
        row.extend(more.map(|(second, [x, y, z])| [second, x, y, z]));
        self.len += row.len();
    }

    /// Brings together what has the same keys, and writes to the disk what is still too much for memory.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn settle(&mut self) -> io::Result<()> {
        if self.len < self.runs.most() {
            return Ok(());
        }
        self.rows.values_mut().for_each(gather);
        self.len = self.rows.values().map(Vec::len).sum();
        // as in a row
        if self.len > self.runs.most() / 4 * 3 {
            let run = self.take_sorted();
            self.runs.write(&run)?;
        }
        Ok(())
    }

    /// Ends counting: what is in memory is put in order, on this thread.
    pub fn close(&mut self) {
        if self.len > 0 {
            let run = self.take_sorted();
            self.runs.keep(run);
        }
    }

    /// Takes over what another counted.
    pub fn merge(&mut self, mut other: Tally) {
        other.close();
        self.runs.append(other.runs);
    }

    /// All sums by their keys.
    ///
    /// # Errors
    /// Where a temporary file cannot be read.
    pub fn sorted(&mut self) -> io::Result<Sorted<'_>> {
        self.close();
        let mut records = self.runs.merged()?;
        let next = records.next().transpose()?;
        Ok(Sorted { records, next })
    }

    /// Takes all records out of the rows, in order.
    fn take_sorted(&mut self) -> Vec<Record> {
        let mut rows: Vec<(u32, Row)> = std::mem::take(&mut self.rows).into_iter().collect();
        rows.sort_unstable_by_key(|(first, _)| *first);
        let mut records = Vec::with_capacity(std::mem::take(&mut self.len));
        for (first, mut row) in rows {
            gather(&mut row);
            records.extend(row.into_iter().map(|[second, x, y, z]| [first, second, x, y, z]));
        }
        records
    }
}

/// Puts a row in order, and makes one of what has the same second key.
fn gather(row: &mut Row) {
    // the last time's order is found again, and only what came since is sorted
    row.sort_by_key(|record| record[0]);
    row.dedup_by(|[second, more @ ..], [kept, sums @ ..]| {
        let same = second == kept;
        if same {
            add(sums, *more);
        }
        same
    });
}

/// Adds sums to others.
fn add(sums: &mut Sums, more: Sums) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum = sum.saturating_add(more));
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
        let [a, b, mut sums @ ..] = self.next.take()?;
        for record in self.records.by_ref() {
            match record {
                Ok([first, second, more @ ..]) if [first, second] == [a, b] => add(&mut sums, more),
                Ok(record) => {
                    self.next = Some(record);
                    break;
                }
                Err(error) => return Some(Err(error)),
            }
        }
        let [x, y, z] = sums;
        Some(Ok([a, b, x, y, z]))
    }
}
