//! Files to articles: what the user typed becomes a row of texts, in order, each with what is known of it.
//!
//! In come paths ([`inputs`]), out go [`Article`](crate::model::Article)s, batch by batch ([`Feed`]); reading, decoding
//! and parsing is left to the thread that takes a batch.
//!
//! | file | read as |
//! |---|---|
//! | `.txt`, `.text` | one article: the file, decoded |
//! | `.md`, `.markdown` | the same: the marks stay in the text |
//! | `.srt`, `.vtt` | the same: numbers and times stay between the subtitles, and each is a paragraph |
//! | `.html`, `.htm`, `.xhtml` | one article: the one in the page, with what the page says of it |
//! | `.docx` | one article: the text of the document, with its properties |
//! | `.eml` | the mail, and each file that is attached: `a.eml!report.docx` |
//! | `.mbox` | each mail, with what is attached: `inbox.mbox#2!report.docx` |
//! | `.jsonl`, `.ndjson`, `.jl` | an article on each line: `text`, `title`, `date`, `url`, `author`, `source`, `language`, or what news-please, newspaper4k, trafilatura, Media Cloud and schema.org call them |
//! | `.json` | the same: a list of objects, objects one after the other, or one |
//! | `.csv`, `.tsv` | an article in each row, by the same names in the header |
//! | `.rss`, `.atom`, `.xml` | an article in each item of a feed |
//! | `.warc`, `.wet` | an article for each page that a crawler was given |
//! | `.gz`, `.bz2`, `.xz`, `.zst` | as what is compressed in it |
//! | `.zip`, `.tar` | each file in it, as if it were loose: `a.zip!b/c.html` |
//! | files that [`ReadOptions::programs`] names | what the program writes, as plain text |
//! | any other in a folder | not read: an article that is `skipped` |
//! | any other that was typed, standard input | by its first bytes; else one article: plain text |
//!
//! Promised:
//! - **Nothing is lost.** Each input becomes at least one article; one that cannot be read says why.
//! - **Order.** Inputs are sorted by name and records by number, at any number of threads.
//! - **No panic** on any bytes, and no work that grows faster than they do.
//! - **Text as it is.** Line ends stay, a byte order mark goes; offsets count in [`Article::text`](crate::model::Article).
//!
//! ```
//! use gazetag::articles::{Feed, ReadOptions, inputs};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # std::fs::write(folder.path().join("a.html"), "<title>Visit</title><p>Putin went to <b>Syria</b>.")?;
//! let mut feed = Feed::new(inputs(&[folder.path().to_path_buf()], &[])?, ReadOptions::default());
//! while let Some(batch) = feed.next_batch() {
//!     for article in batch.articles() {
//!         assert_eq!(article.name, "a.html");
//!         assert_eq!(article.title, "Visit");
//!         assert_eq!(article.text, "Putin went to Syria.");
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod batch;
mod complete;
mod compression;
mod date;
mod decode;
mod document;
mod docx;
mod doubt;
mod feed;
mod flow;
mod format;
mod html;
mod input;
mod language;
mod mail;
mod mbox;
mod members;
mod name;
mod program;
mod read;
mod records;
mod shared;
mod stream;
mod syndication;
mod tar;
mod text;
mod walk;
mod warc;
mod xml;
mod zip;

pub use batch::Batch;
pub use compression::{Codec, ExpandLimits};
pub use date::{DateFormat, DateOptions};
pub use decode::{Charset, DecodeError, Decoded, decode};
pub use document::Document;
pub use feed::Feed;
pub use format::{Archive, FileType, Format};
pub use html::PagePart;
pub use input::{Input, Source};
pub use program::{DEFAULT_PROGRAM_SECONDS, Program, Programs};
pub use records::FieldNames;
pub use walk::{PathError, digest, inputs};

use std::path::Path;

/// An article larger than this is not read unless the user says so. The longest books are some 10 MB; what is larger is a
/// dump, and each thread holds the bytes of one article and its text.
pub const DEFAULT_MAX_ARTICLE_SIZE: u64 = 64 << 20;

/// How files are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Bytes that an article may have on disk: a file, or a line of JSON Lines. A larger one
    /// fails, or is skipped where this is not the default.
    pub max_article_size: u64,
    /// The encoding that every text is in; where there is none, each is asked.
    pub encoding: Option<Charset>,
    /// What of a web page is its text.
    pub html: PagePart,
    /// Whether a text begins with its title and a blank line.
    pub with_title: bool,
    /// Which dates are certain.
    pub dates: DateOptions,
    /// How the fields of records are called.
    pub fields: FieldNames,
    /// How much compressed files and archives may expand.
    pub expand: ExpandLimits,
    /// Programs that read what is not read here.
    pub programs: Programs,
}

impl ReadOptions {
    /// How a file of this name is read; `None` where it is not.
    fn file_type(&self, path: &Path) -> Option<FileType> {
        self.programs.file_type(path).or_else(|| FileType::of(path))
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions {
            max_article_size: DEFAULT_MAX_ARTICLE_SIZE,
            encoding: None,
            html: PagePart::default(),
            with_title: false,
            dates: DateOptions::default(),
            fields: FieldNames::default(),
            expand: ExpandLimits::default(),
            programs: Programs::default(),
        }
    }
}
