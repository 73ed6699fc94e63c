//! A compiled gazetteer (`.gaz`): all names and facts in one file that is mapped into memory, not read.
//!
//! ```text
//! header    magic, byte order, format, sizes, its checksum      [`header`]
//!           BLAKE3 of the content, sections, numbers, sources
//! content   sections, each at a multiple of 64 bytes
//! ```
//!
//! All numbers are little-endian. [`Writer`] adds sections under a [`Tag`]; what is in them is the business of who
//! writes and reads them: entities and names in `facts`, what is searched in the lexicon. Opening checks the header
//! and the bounds of the sections and reads nothing else, so it takes as long for a million names as for one;
//! [`Archive::verify`] reads every byte.
//!
//! What is behind the header is not trusted: an impossible value met later is a panic with the payload [`Damage`],
//! never undefined and never without end, and the pipeline then asks [`Archive::verify`] whether the file is to blame.

mod bytes;
mod error;
mod facts;
mod header;
mod index;
mod keys;
mod reader;
mod sources;
#[cfg(test)]
mod tests;
mod write_facts;
mod writer;

pub use error::ArchiveError;
pub use header::Tag;
pub use reader::{Archive, Damage, Shared};
pub use write_facts::write_facts;
pub use writer::Writer;

pub(super) use facts::Base;
pub(super) use keys::Key;

/// What a compiled gazetteer's file name ends with.
pub const EXTENSION: &str = "gaz";
