//! The bytes of a file that many threads read at once, each where it likes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// A place in a file or in memory; clones share the bytes and not the place.
#[derive(Clone)]
pub(super) struct SharedBytes {
    bytes: Bytes,
    len: u64,
    at: u64,
}

#[derive(Clone)]
enum Bytes {
    File(Arc<Mutex<File>>),
    Memory(Arc<[u8]>),
}

impl From<Vec<u8>> for SharedBytes {
    fn from(bytes: Vec<u8>) -> Self {
        SharedBytes { len: bytes.len() as u64, bytes: Bytes::Memory(bytes.into()), at: 0 }
    }
}

impl TryFrom<File> for SharedBytes {
    type Error = io::Error;

    fn try_from(file: File) -> io::Result<Self> {
        let len = file.metadata()?.len();
        Ok(SharedBytes { bytes: Bytes::File(Arc::new(Mutex::new(file))), len, at: 0 })
    }
}

impl SharedBytes {
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// So many bytes from there on.
    pub(super) fn range(&self, from: u64, len: u64) -> impl Read + Send + use<> {
        SharedBytes { at: from, ..self.clone() }.take(len)
    }
}

impl Read for SharedBytes {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &self.bytes {
            Bytes::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(self.at))?;
                file.read(into)?
            }
            Bytes::Memory(bytes) => {
                let from = usize::try_from(self.at).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[from..]).read(into)?
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for SharedBytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
