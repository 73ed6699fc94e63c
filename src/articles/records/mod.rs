//! Records: many articles in a file, each with fields.
//!
//! In comes a file, out go its articles in order: record n of `news.jsonl` is `news.jsonl#n`.
//!
//! | file | record n |
//! |---|---|
//! | `.jsonl`, `.ndjson`, `.jl` | line n ([`lines`]) |
//! | `.json` | the n-th object of the list, or of the one list of objects in it ([`values`]); a file of one object is one article |
//! | `.csv`, `.tsv` | row n, the header not counted ([`table`]) |
//!
//! | record | article |
//! |---|---|
//! | with a text | ok |
//! | whose text is empty | empty |
//! | without a text, or that cannot be read, or over the limit | failed, with the reason |
//!
//! How a field is called is told by the user ([`FieldNames`]) or found by the keys ([`profile`]). Promised: a file of any
//! size is read in steady memory; a bad record costs that record; a file without any record is one empty article of its
//! name. Files are UTF-8, UTF-16 with its mark, or what the user says.

mod lines;
mod object;
mod profile;
mod table;
mod values;

pub(super) use lines::lines;
pub use profile::FieldNames;
pub(super) use table::table;
pub(super) use values::values;

use super::ReadOptions;
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::Read;

/// A file without its byte order mark, UTF-16 as UTF-8.
fn utf8(file: Box<dyn Read + Send>, options: &ReadOptions) -> Box<dyn Read + Send> {
    let encoding = options.encoding.map(|charset| charset.0);
    Box::new(DecodeReaderBytesBuilder::new().encoding(encoding).utf8_passthru(true).strip_bom(true).build(file))
}
