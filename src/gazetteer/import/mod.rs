//! Lists from elsewhere, turned into lists of our own columns: a file a format.
//!
//! A format reads its files line by line or record by record and adds an [`Entry`] at a time to a [`List`], which
//! writes it down at once: a file of any size needs the memory of one row, unless a format says else. What is left out,
//! and why, is counted in a [`Tally`]; lines that cannot be read are told with their place. Nothing here decides what
//! a name means: a filter leaves out names that hurt in any text ([`NameFilter`]).

pub mod countries;
pub mod gate;
pub mod geonames;
pub mod jrc_names;
pub mod lines;
pub mod linked_places;
mod list;
mod names;
pub mod opensanctions;
mod source;
pub mod spacy;
mod tally;
pub mod wikidata;

pub use list::{Entry, List};
pub use names::NameFilter;
pub use tally::{Count, Outcome, Tally, Unit};

use std::path::Path;

/// Called with the number of bytes read since the last call.
pub type Progress<'p> = &'p dyn Fn(u64);

/// Why an import ends before its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file that cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The path as given.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file that is not what the format takes.
    #[error("{path}: {message}")]
    Unfit {
        /// The path as given.
        path: String,
        /// What was expected, and what to do.
        message: String,
    },
    /// Files that do not make an import together.
    #[error("{0}")]
    Incomplete(String),
    /// The list cannot be written.
    #[error("cannot write the list")]
    Unwritable(#[source] std::io::Error),
}

impl ImportError {
    fn unreadable(path: &Path, source: std::io::Error) -> ImportError {
        ImportError::Unreadable { path: path.display().to_string(), source }
    }

    fn unfit(path: &Path, message: impl Into<String>) -> ImportError {
        ImportError::Unfit { path: path.display().to_string(), message: message.into() }
    }
}
