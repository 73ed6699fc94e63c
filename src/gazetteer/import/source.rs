//! Files of foreign lists: lines, with a bound on what one may hold, and records of tables.

use super::{ImportError, Progress};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

/// A line longer than this is no row of any list.
const LONGEST_LINE: u64 = 16 << 20;

/// The lines of a file.
pub(super) struct Lines<'p> {
    /// The path as it was given.
    pub(super) file: String,
    reader: BufReader<File>,
    buffer: Vec<u8>,
    line: u64,
    progress: Progress<'p>,
    untold: u64,
}

/// A line, or what is wrong with it.
pub(super) type Line<'l> = Result<&'l str, &'static str>;

/// A record, or what is wrong with it.
pub(super) type Record = Result<csv::StringRecord, &'static str>;

/// Progress is told after so many bytes.
const STEP: u64 = 1 << 20;

impl<'p> Lines<'p> {
    pub(super) fn open(path: &Path, progress: Progress<'p>) -> Result<Lines<'p>, ImportError> {
        let file = File::open(path).map_err(|error| ImportError::unreadable(path, error))?;
        let mut reader = BufReader::with_capacity(1 << 18, file);
        let begin = reader.fill_buf().map_err(|error| ImportError::unreadable(path, error))?;
        if begin.starts_with(b"PK\x03\x04") || begin.starts_with(&[0x1F, 0x8B]) {
            return Err(ImportError::unfit(path, "this is an archive: unpack it, and give the file that was in it"));
        }
        if begin.starts_with(&[0xFF, 0xFE]) || begin.starts_with(&[0xFE, 0xFF]) {
            return Err(ImportError::unfit(path, "this is UTF-16: save it as UTF-8"));
        }
        if begin.starts_with("\u{FEFF}".as_bytes()) {
            reader.consume(3);
        }
        let file = path.display().to_string();
        Ok(Lines { file, reader, buffer: Vec::new(), line: 0, progress, untold: 0 })
    }

    /// The next line, without its end, and its number from 1.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Line<'_>)>, ImportError> {
        let unreadable = |source| ImportError::Unreadable { path: self.file.clone(), source };
        self.buffer.clear();
        let read = self.reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.buffer).map_err(unreadable)?;
        let mut bytes = read as u64;
        let whole = read == 0 || self.buffer.ends_with(b"\n") || bytes < LONGEST_LINE;
        if !whole {
            bytes += self.skip_line().map_err(|source| ImportError::Unreadable { path: self.file.clone(), source })?;
        }
        self.untold += bytes;
        if self.untold >= STEP || read == 0 {
            (self.progress)(std::mem::take(&mut self.untold));
        }
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if !whole {
            return Ok(Some((self.line, Err("line of more than 16 MiB"))));
        }
        while self.buffer.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.buffer.pop();
        }
        Ok(Some((self.line, std::str::from_utf8(&self.buffer).map_err(|_| "line that is not UTF-8"))))
    }

    /// Reads on to the end of a line without keeping it.
    fn skip_line(&mut self) -> std::io::Result<u64> {
        let mut skipped = 0;
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() {
                return Ok(skipped);
            }
            let end = memchr::memchr(b'\n', available);
            let used = end.map_or(available.len(), |end| end + 1);
            self.reader.consume(used);
            skipped += used as u64;
            if end.is_some() {
                return Ok(skipped);
            }
        }
    }
}

/// The records of a table with a header.
pub(super) struct Records<'p> {
    /// The path as it was given.
    pub(super) file: String,
    reader: csv::Reader<Counted<'p>>,
    /// Header cells in lower case.
    header: Vec<String>,
    record: csv::ByteRecord,
}

/// Whether cells may stand in quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Quotes,
    Literal,
}

impl<'p> Records<'p> {
    pub(super) fn open(
        path: &Path,
        delimiter: u8,
        quoting: Quoting,
        progress: Progress<'p>,
    ) -> Result<Records<'p>, ImportError> {
        // what is no text is refused there
        Lines::open(path, &|_| {})?;
        let file = File::open(path).map_err(|error| ImportError::unreadable(path, error))?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .quoting(quoting == Quoting::Quotes)
            .flexible(true)
            .buffer_capacity(1 << 18)
            .from_reader(Counted { file, progress });
        let header = reader.byte_headers().map_err(|error| ImportError::unfit(path, error.to_string()))?;
        let header = header.iter().map(|cell| {
            let cell = cell.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(cell);
            String::from_utf8_lossy(cell).trim().to_lowercase()
        });
        let header = header.collect();
        Ok(Records { file: path.display().to_string(), reader, header, record: csv::ByteRecord::new() })
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// The place of the first of these columns that there is.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|cell| cell == name))
    }

    /// The next record and its line from 1.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Record)>, ImportError> {
        let more = self.reader.read_byte_record(&mut self.record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(source) => ImportError::Unreadable { path: self.file.clone(), source },
            other => ImportError::Unfit { path: self.file.clone(), message: format!("{other:?}") },
        })?;
        if !more {
            return Ok(None);
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        if self.record.as_slice().len() as u64 > LONGEST_LINE {
            return Ok(Some((line, Err("row of more than 16 MiB: is a quote left open?"))));
        }
        let text = csv::StringRecord::from_byte_record(std::mem::take(&mut self.record));
        Ok(Some((line, text.map_err(|_| "row that is not UTF-8"))))
    }
}

/// A file whose progress is told.
pub(super) struct Counted<'p> {
    file: File,
    progress: Progress<'p>,
}

impl<'p> Counted<'p> {
    pub(super) fn open(path: &Path, progress: Progress<'p>) -> Result<Counted<'p>, ImportError> {
        let file = File::open(path).map_err(|error| ImportError::unreadable(path, error))?;
        Ok(Counted { file, progress })
    }
}

impl std::io::Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        (self.progress)(read as u64);
        Ok(read)
    }
}
