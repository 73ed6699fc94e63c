//! Why a compiled gazetteer cannot be used or written.

use std::io;

/// Why a compiled gazetteer cannot be used or written. Each message names the file and the way out.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The system does not give the file.
    #[error("cannot read the compiled list {path}: {error}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// The system does not take the file.
    #[error("cannot write {path}: {error}")]
    Unwritable {
        /// The file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// A file of another sort.
    #[error("{0} is no list that gazetag compiled: make one from CSV lists with 'gazetag compile -g LIST -o {0}'")]
    Foreign(String),
    /// A file of another version of gazetag.
    #[error(
        "{path} was compiled by {} gazetag (format {found}, this one reads {expected}): compile it again from its lists \
         with 'gazetag compile'", if found < expected { "an older" } else { "a newer" }
    )]
    Version {
        /// The file.
        path: String,
        /// Its format.
        found: u32,
        /// The format that can be read.
        expected: u32,
    },
    /// A file that was cut off, or to which something was added.
    #[error(
        "{path} is not whole: it has {found} bytes, not {expected}; copy it again, or compile it again from its lists \
         with 'gazetag compile'"
    )]
    Size {
        /// The file.
        path: String,
        /// Bytes of the file.
        found: u64,
        /// Bytes it should have.
        expected: u64,
    },
    /// A file whose bytes are not those that were written.
    #[error("{path} is damaged: {what}; copy it again, or compile it again from its lists with 'gazetag compile'")]
    Damaged {
        /// The file.
        path: String,
        /// What does not fit.
        what: String,
    },
}
