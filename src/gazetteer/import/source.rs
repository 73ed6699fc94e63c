//! Files of foreign lists, read line by line with a bound on what one line may hold.

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
