//! JSON Lines: a record on each line, an article in each record.
//!
//! In comes a file, out go its articles in order: record n of `news.jsonl` is `news.jsonl#n`, n the number of its line.
//! Fields: `text`, and where they are known `title`, `date`, `url`, `author`, `source`, `language`.
//!
//! | line | article |
//! |---|---|
//! | a record with a text | ok |
//! | a record whose text is empty | empty |
//! | a record without a text, or no record, or a line over the limit | failed, with the reason |
//! | blank | none |
//!
//! Promised: a file of any size is read in steady memory; a bad line costs that line; a file without any record is one
//! empty article of its name. The file is UTF-8, as JSON is: UTF-16 is one failed article, not one a line.

mod lines;
mod record;

pub(super) use lines::batches;
