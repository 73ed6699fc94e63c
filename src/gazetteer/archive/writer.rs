//! Writes a compiled gazetteer: beside its place first, then renamed, so that it is there whole or not at all.

use super::ArchiveError;
use super::header::{Header, MOST_ENTRIES, Section, Tag, aligned};
use crate::gazetteer::ListSource;
use std::fs::File;
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// A compiled gazetteer that is being written. Dropped before [`Writer::finish`], it leaves nothing behind.
pub struct Writer {
    path: PathBuf,
    temporary: TempPath,
    content: Content,
    header: Header,
}

/// What is behind the header, hashed as it is written.
struct Content {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
    at: u64,
}

impl Write for Content {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.at += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What is written at once.
const BUFFER: usize = 1 << 20;

impl Writer {
    /// Begins a file that will be put in place at `path`; `sources` are the lists it is made of.
    ///
    /// # Errors
    /// Where nothing can be written into the folder of `path`.
    pub fn create(path: &Path, sources: Vec<ListSource>) -> Result<Writer, ArchiveError> {
        let begin = || {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let file = NamedTempFile::with_prefix_in(".gazetag-", folder)?;
            let length = Header::room_for(&sources);
            let (mut file, temporary) = file.into_parts();
            file.seek(SeekFrom::Start(length))?;
            let content =
                Content { file: BufWriter::with_capacity(BUFFER, file), hasher: blake3::Hasher::new(), at: length };
            let header = Header { length, sources, ..Header::default() };
            Ok(Writer { path: path.to_owned(), temporary, content, header })
        };
        begin().map_err(|error| unwritable(path, error))
    }

    /// The file that is being written, for whoever has to remove it if the process is ended from outside.
    #[must_use]
    pub fn temporary_path(&self) -> &Path {
        &self.temporary
    }

    /// Adds a section. What `write` writes is its content; nothing of it has to be kept in memory.
    ///
    /// # Errors
    /// Where the disk takes no more.
    ///
    /// # Panics
    /// If there are more than 64 sections.
    pub fn section(
        &mut self,
        tag: Tag,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), ArchiveError> {
        assert!(self.header.sections.len() < MOST_ENTRIES, "there are few sections");
        let write = || {
            let padding = aligned(self.content.at) - self.content.at;
            self.content.write_all(&[0; 64][..usize::try_from(padding).expect("padding is short")])?;
            let offset = self.content.at;
            write(&mut self.content)?;
            Ok(Section { tag, offset, length: self.content.at - offset })
        };
        let section = write().map_err(|error| unwritable(&self.path, error))?;
        self.header.sections.push(section);
        Ok(())
    }

    /// Adds a section of bytes that are in memory.
    ///
    /// # Errors
    /// As [`Writer::section`].
    ///
    /// # Panics
    /// As [`Writer::section`].
    pub fn bytes(&mut self, tag: Tag, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.section(tag, |out| out.write_all(bytes))
    }

    /// Notes a number in the header, whose checksum is verified at opening: it can be trusted as a bound.
    ///
    /// # Panics
    /// If there are more than 64 numbers.
    pub fn number(&mut self, tag: Tag, value: u64) {
        assert!(self.header.numbers.len() < MOST_ENTRIES, "there are few numbers");
        self.header.numbers.push((tag, value));
    }

    /// Writes the header and puts the file in its place. Gives its length in bytes.
    ///
    /// # Errors
    /// Where the disk takes no more, or the file cannot be put there. What was there before is then as it was.
    pub fn finish(mut self) -> Result<u64, ArchiveError> {
        self.header.total = self.content.at;
        self.header.content = *self.content.hasher.finalize().as_bytes();
        let header = self.header.encode();
        let mut place = || {
            let file = &mut self.content.file;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&header)?;
            file.flush()?;
            file.get_ref().sync_all()?;
            make_readable(file.get_ref())
        };
        place().map_err(|error| unwritable(&self.path, error))?;
        self.temporary.persist(&self.path).map_err(|error| unwritable(&self.path, error.error))?;
        Ok(self.header.total)
    }
}

fn unwritable(path: &Path, error: io::Error) -> ArchiveError {
    ArchiveError::Unwritable { path: path.display().to_string(), error }
}

/// Temporary files are for their owner alone; a list is as readable as any file.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> io::Result<()> {
    Ok(())
}
