//! Sums by two keys, such as two entities, or an entity and a month: gathered per thread, added up at the end, and on
//! the disk where they are more than memory is to hold. The sums do not depend on who counted what.

use super::runs::{Merged, Record, Runs, Spill};
use std::io;

/// What is added up.
pub type Sums = [u32; 3];

/// The sums.
///
/// What is added lies one behind the other until it is much: then it is put in order, what has the same keys becomes one,
/// and is added to the sums so far, which are in order too. That takes less time than a table with a place for each pair
/// of keys, most of which are far from each other in memory.
pub struct Tally {
    /// Second keys, and what is to be added to their sums.
    log: Vec<[u32; 4]>,
    /// First keys, and where in the log ends what goes with them; it begins where that of the one before ends.
    firsts: Vec<(u32, usize)>,
    /// In order.
    sums: Vec<Record>,
    runs: Runs,
}

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(spill: Spill) -> Tally {
        Tally { log: Vec::new(), firsts: Vec::new(), sums: Vec::new(), runs: Runs::new(spill) }
    }

    /// Adds to the sums of a first key and each of some second keys. Call [`Tally::settle`] now and then.
    pub fn add(&mut self, first: u32, more: impl Iterator<Item = (u32, Sums)>) {
        self.log.extend(more.map(|(second, [x, y, z])| [second, x, y, z]));
        self.firsts.push((first, self.log.len()));
    }

    /// Brings together what has the same keys, and writes to the disk what is too much for memory.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn settle(&mut self) -> io::Result<()> {
        if self.log.len() < self.runs.most() / 4 {
            return Ok(());
        }
        self.gather();
        if self.sums.len() > self.runs.most() / 4 * 3 {
            self.runs.write(&self.sums)?;
            self.sums.clear();
        }
        Ok(())
    }

    /// Ends counting: what is in memory is put in order, on this thread.
    pub fn close(&mut self) {
        self.gather();
        self.log = Vec::new();
        self.firsts = Vec::new();
        if !self.sums.is_empty() {
            self.runs.keep(std::mem::take(&mut self.sums));
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

    /// Adds the log to the sums.
    fn gather(&mut self) {
        let begins = std::iter::once(0).chain(self.firsts.iter().map(|&(_, end)| end));
        let mut parts: Vec<_> =
            self.firsts.iter().zip(begins).map(|(&(first, end), begin)| (first, begin..end)).collect();
        parts.sort_by_key(|(first, _)| *first);
        let mut fresh: Vec<Record> = Vec::new();
        // second keys in the upper half, places in the log in the lower one
        let mut order: Vec<u64> = Vec::new();
        for parts in parts.chunk_by(|a, b| a.0 == b.0) {
            order.clear();
            let places = parts.iter().flat_map(|(_, places)| places.clone());
            order.extend(places.map(|place| u64::from(self.log[place][0]) << 32 | place as u64));
            order.sort_unstable();
            let mut last = None;
            for &next in &order {
                let [second, sums @ ..] = self.log[next as u32 as usize];
                match fresh.last_mut() {
                    Some([_, _, known @ ..]) if last == Some(second) => add(known, sums),
                    _ => fresh.push([parts[0].0, second, sums[0], sums[1], sums[2]]),
                }
                last = Some(second);
            }
        }
        self.log.clear();
        self.firsts.clear();
        add_all(&mut self.sums, &fresh);
    }
}

/// Adds records to others, both in order of their keys and none twice; from the last to the first, so that all are moved
/// within one memory.
fn add_all(sums: &mut Vec<Record>, fresh: &[Record]) {
    let (mut left, mut end) = (sums.len(), sums.len() + fresh.len());
    sums.reserve_exact(fresh.len());
    sums.resize(end, Record::default());
    for more in fresh.iter().rev() {
        let [first, second, of_more @ ..] = *more;
        let key = |&[first, second, ..]: &Record| u64::from(first) << 32 | u64::from(second);
        while left > 0 && key(&sums[left - 1]) > key(more) {
            (left, end) = (left - 1, end - 1);
            sums[end] = sums[left];
        }
        let mut sum = [first, second, 0, 0, 0];
        if left > 0 && key(&sums[left - 1]) == key(more) {
            left -= 1;
            sum = sums[left];
        }
        let [_, _, of_both @ ..] = &mut sum;
        add(of_both, of_more);
        end -= 1;
        sums[end] = sum;
    }
    // as many places are left free as records were known
    sums.drain(left..end);
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
