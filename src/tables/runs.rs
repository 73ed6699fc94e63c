//! Records in order, more than memory is to hold: sorted runs in temporary files, merged as they are read.

use rayon::slice::ParallelSliceMut as _;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};
use std::path::PathBuf;

/// Five numbers, compared from the first to the last.
pub type Record = [u32; 5];

const RECORD_BYTES: usize = size_of::<Record>();

/// How many records of one kind may be in memory together, whoever holds them; they take 16 to 20 bytes each, and those
/// that are being put in order twice that: up to 65 MB for pairs, and as much for months. A corpus of 64 MB of news has 1.2
/// million pairs.
const RECORDS_IN_MEMORY: usize = 5 << 19;

/// How many temporary files may be open together. Many systems allow a process 1,024.
const FILES: usize = 256;

/// What a temporary file is read and written through.
const BUFFER: usize = 1 << 16;

/// Where runs go that memory is not to hold, and when.
#[derive(Clone, Debug)]
pub struct Spill {
    folder: PathBuf,
    /// How many records whoever holds this may have in memory.
    pub records: usize,
    files: usize,
}

impl Spill {
    /// Into files of a folder, which vanish with the process, for one of so many holders.
    #[must_use]
    pub fn shared(folder: PathBuf, holders: usize) -> Spill {
        let holders = holders.max(1);
        Spill { folder, records: (RECORDS_IN_MEMORY / holders).max(1 << 12), files: (FILES / holders).max(2) }
    }
}

/// Sorted runs of records.
#[derive(Debug)]
pub struct Runs {
    spill: Spill,
    files: Vec<File>,
    in_memory: Vec<Vec<Record>>,
    /// Not sorted yet.
    loose: Vec<Record>,
}

impl Runs {
    /// No record yet.
    #[must_use]
    pub fn new(spill: Spill) -> Runs {
        Runs { spill, files: Vec::new(), in_memory: Vec::new(), loose: Vec::new() }
    }

    /// How many records may be in memory.
    #[must_use]
    pub fn most(&self) -> usize {
        self.spill.records
    }

    /// Adds one record, in any order.
    ///
    /// # Errors
    /// Where memory is full and the disk is too.
    pub fn push(&mut self, record: Record) -> io::Result<()> {
        self.loose.push(record);
        if self.loose.len() >= self.spill.records {
            let mut run = std::mem::take(&mut self.loose);
            sort(&mut run);
            self.write(&run)?;
        }
        Ok(())
    }

    /// Writes records, which are in order, to a file of their own.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn write(&mut self, run: &[Record]) -> io::Result<()> {
        let file = self.write_sorted(run.iter().copied().map(Ok))?;
        self.files.push(file);
        if self.files.len() >= self.spill.files {
            let sources = sources_of(&self.files, &[])?;
            let one = self.write_sorted(Merged::new(sources)?)?;
            self.files = vec![one];
        }
        Ok(())
    }

    /// Keeps records, which are in order, in memory.
    pub fn keep(&mut self, run: Vec<Record>) {
        self.in_memory.push(run);
    }

    /// Takes over the runs of another.
    pub fn append(&mut self, other: Runs) {
        self.files.extend(other.files);
        self.in_memory.extend(other.in_memory);
        self.keep_loose(other.loose);
    }

    /// All records in order.
    ///
    /// # Errors
    /// Where a temporary file cannot be read; so are the records.
    pub fn merged(&mut self) -> io::Result<Merged<'_>> {
        let loose = std::mem::take(&mut self.loose);
        self.keep_loose(loose);
        Merged::new(sources_of(&self.files, &self.in_memory)?)
    }

    fn keep_loose(&mut self, mut loose: Vec<Record>) {
        if !loose.is_empty() {
            sort(&mut loose);
            self.keep(loose);
        }
    }

    fn write_sorted(&self, records: impl Iterator<Item = io::Result<Record>>) -> io::Result<File> {
        let mut file = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(&self.spill.folder)?);
        for record in records {
            record?.iter().try_for_each(|number| file.write_all(&number.to_le_bytes()))?;
        }
        file.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

/// Sorts records on all threads of the current rayon pool, by their numbers as few wide ones: they compare in one step.
fn sort(records: &mut [Record]) {
    let wide = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
    records.par_sort_unstable_by_key(|&[a, b, c, d, e]| (wide(a, b), wide(c, d), e));
}

fn sources_of<'r>(files: &'r [File], in_memory: &'r [Vec<Record>]) -> io::Result<Vec<Source<'r>>> {
    let mut sources: Vec<Source<'r>> = in_memory.iter().map(|run| Source::Memory(run.iter())).collect();
    for mut file in files {
        file.rewind()?;
        sources.push(Source::File(BufReader::with_capacity(BUFFER, file)));
    }
    Ok(sources)
}

enum Source<'r> {
    Memory(std::slice::Iter<'r, Record>),
    File(BufReader<&'r File>),
}

impl Source<'_> {
    fn next(&mut self) -> io::Result<Option<Record>> {
        match self {
            Source::Memory(records) => Ok(records.next().copied()),
            Source::File(file) => {
                let mut bytes = [0; RECORD_BYTES];
                match file.read_exact(&mut bytes) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                    Err(error) => return Err(error),
                }
                let mut record = [0; 5];
                for (number, bytes) in record.iter_mut().zip(bytes.chunks_exact(4)) {
                    *number = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
                }
                Ok(Some(record))
            }
        }
    }
}

/// The records of all runs, in order.
pub struct Merged<'r> {
    sources: Vec<Source<'r>>,
    heads: BinaryHeap<Reverse<(Record, usize)>>,
}

impl<'r> Merged<'r> {
    fn new(mut sources: Vec<Source<'r>>) -> io::Result<Merged<'r>> {
        let mut heads = BinaryHeap::with_capacity(sources.len());
        for (number, source) in sources.iter_mut().enumerate() {
            heads.extend(source.next()?.map(|record| Reverse((record, number))));
        }
        Ok(Merged { sources, heads })
    }
}

impl Iterator for Merged<'_> {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut head = self.heads.peek_mut()?;
        let Reverse((record, source)) = *head;
        match self.sources[source].next() {
            Ok(Some(next)) => *head = Reverse((next, source)),
            Ok(None) => {
                std::collections::binary_heap::PeekMut::pop(head);
            }
            Err(error) => return Some(Err(error)),
        }
        Some(Ok(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spilled_comes_back_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for (records, files) in [(1 << 20, 4), (100, 2), (7, 3)] {
            let mut runs = Runs::new(Spill { folder: folder.path().to_owned(), records, files });
            let mut other = Runs::new(runs.spill.clone());
            let mut all: Vec<Record> = (0..1_000).map(|n: u32| [n * 7_919 % 101, n % 3, n, 0, 1]).collect();
            for (n, &record) in all.iter().enumerate() {
                if n % 3 == 0 { other.push(record).unwrap() } else { runs.push(record).unwrap() }
            }
            assert!(runs.files.len() <= files);
            runs.append(other);
            all.sort_unstable();
            for _ in 0..2 {
                let merged: Vec<Record> = runs.merged().unwrap().map(Result::unwrap).collect();
                assert_eq!(merged, all, "{records}");
            }
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
