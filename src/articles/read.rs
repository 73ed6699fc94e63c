//! A whole file into memory, within a limit, in as few system calls as there can be.

use super::DEFAULT_MAX_ARTICLE_SIZE;
use crate::model::Article;
use std::io::{self, Read};

/// What is read at first where the size is not known: a pipe's worth.
const FIRST_READ: usize = 64 << 10;

/// Why a file is not in memory.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// The system's word.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is larger than one article may be.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// One text is larger than the user allows.
#[derive(Debug, thiserror::Error)]
pub(super) enum TooLarge {
    /// Its size is known.
    #[error("{size} bytes, and an article may have {limit}; --max-article-size allows more")]
    Known {
        /// Bytes it has.
        size: u64,
        /// Bytes it may have.
        limit: u64,
    },
    /// Reading stopped at the limit.
    #[error("more than the {limit} bytes that an article may have; --max-article-size allows more")]
    Unknown {
        /// Bytes it may have.
        limit: u64,
    },
}

impl ReadError {
    /// The row of what could not be read.
    pub(super) fn article(&self, name: String) -> Article {
        match self {
            ReadError::TooLarge(error) => error.article(name),
            ReadError::Io(error) => Article::failed(name, error.to_string()),
        }
    }
}

impl TooLarge {
    /// The row of such an article: failed over the built-in limit, skipped over one that the user set.
    pub(super) fn article(&self, name: String) -> Article {
        let (Self::Known { limit, .. } | Self::Unknown { limit }) = *self;
        if limit == DEFAULT_MAX_ARTICLE_SIZE {
            Article::failed(name, self.to_string())
        } else {
            Article::skipped(name, self.to_string())
        }
    }
}

/// Reads all of a file that had `expected` bytes when the folder was walked; 0 where that is not known.
///
/// A file that still has that size costs one `read`: the buffer is one byte longer, so a read that leaves that byte free
/// has met the end. A file that grew or shrank is read until it ends.
///
/// # Errors
/// If reading fails, or there are more than `limit` bytes: then no more than those were read.
pub(super) fn read_whole(file: &mut impl Read, expected: u64, limit: u64) -> Result<Vec<u8>, ReadError> {
    if expected > limit {
        return Err(TooLarge::Known { size: expected, limit }.into());
    }
    let limit_len = usize::try_from(limit).unwrap_or(usize::MAX - 1);
    let expected = usize::try_from(expected).unwrap_or(limit_len);
    let mut bytes = Vec::new();
    let mut len = 0;
    resize(&mut bytes, if expected == 0 { FIRST_READ } else { expected + 1 })?;
    loop {
        match file.read(&mut bytes[len..]) {
            Ok(0) => break,
            Ok(read) => len += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        }
        if len > limit_len {
            return Err(TooLarge::Unknown { limit }.into());
        }
        if len == expected {
            break;
        }
        if len == bytes.len() {
            resize(&mut bytes, len.saturating_mul(2).min(limit_len.saturating_add(1)))?;
        }
    }
    bytes.truncate(len);
    Ok(bytes)
}

/// Makes the buffer longer; a size that memory has no room for is an error, not an abort.
fn resize(bytes: &mut Vec<u8>, len: usize) -> io::Result<()> {
    bytes.try_reserve_exact(len - bytes.len()).map_err(|_| io::ErrorKind::OutOfMemory)?;
    bytes.resize(len, 0);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives `step` bytes a call, and counts the calls.
    struct Slow<'a> {
        left: &'a [u8],
        step: usize,
        calls: usize,
    }

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.calls += 1;
            let count = self.step.min(into.len()).min(self.left.len());
            let (now, later) = self.left.split_at(count);
            into[..count].copy_from_slice(now);
            self.left = later;
            Ok(count)
        }
    }

    #[test]
    fn all_bytes_arrive_whatever_was_expected() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|n| n as u8).collect();
        for expected in [0, 1, 100, 199_999, 200_000, 200_001, 500_000] {
            for step in [1_000, 70_000, 1 << 20] {
                let mut file = Slow { left: &bytes, step, calls: 0 };
                let read = read_whole(&mut file, expected, 1 << 20).unwrap();
                assert!(read == bytes, "expected {expected}, step {step}: {} bytes", read.len());
            }
        }
    }

    #[test]
    fn a_file_of_the_expected_size_costs_one_call() {
        let mut file = Slow { left: &[b'x'; 3_000], step: 1 << 20, calls: 0 };
        assert_eq!(read_whole(&mut file, 3_000, 1 << 20).unwrap().len(), 3_000);
        assert_eq!(file.calls, 1);
    }

    #[test]
    fn the_limit_holds_for_known_and_unknown_sizes() {
        let bytes = [b'x'; 101];
        let read = |len: usize, expected| {
            let mut file = Slow { left: &bytes[..len], step: 40, calls: 0 };
            read_whole(&mut file, expected, 100).map(|bytes| bytes.len()).map_err(|error| error.to_string())
        };
        let known = "101 bytes, and an article may have 100; --max-article-size allows more";
        let unknown = "more than the 100 bytes that an article may have; --max-article-size allows more";
        assert_eq!(read(100, 0), Ok(100));
        assert_eq!(read(100, 100), Ok(100));
        assert_eq!(read(101, 101), Err(known.into()));
        assert_eq!(read(101, 0), Err(unknown.into()));
        assert_eq!(read(101, 60), Err(unknown.into()), "it grew");
    }
}
