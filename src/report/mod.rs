//! A run's tables to one HTML page that people open, search and send.
//!
//! In come the folder of a run ([`Run::open`]) and, where they can be read again, its articles (a [`Feed`]); out
//! goes one file ([`write()`]) that asks nothing of the network: under its content security policy it cannot.
//!
//! | file | idea |
//! |---|---|
//! | `run.rs` | the tables of a run, read back |
//! | `package.rs` | what `datapackage.json` says of the run, and how its articles were read |
//! | `texts.rs` | the articles read again, as far as they are what was tagged |
//! | `overview.rs` | what the page needs at once: entities, articles, who is mentioned where |
//! | `details.rs` | texts and mentions, in chunks that are unpacked when asked for |
//! | `block.rs` | JSON, deflated, in base64: what chunks are in the page |
//! | `world.rs` | the outlines of the countries |
//! | `html.rs` | the page around all that |
//! | `page/` | its HTML, style and scripts |
//!
//! Promised: the same tables and articles give the same bytes. Nothing that stands in an article, a list or a file name is
//! ever read as HTML or as a script: data goes into the page as base64 and from there into text nodes.
//!
//! Left out on purpose: `pairs.csv` and the counting tables. The page counts by itself, so that filters hold for all it
//! shows.

mod block;
mod details;
mod html;
mod overview;
mod package;
mod run;
mod texts;
mod world;

pub use package::Package;
pub use run::Run;

use crate::articles::Feed;
use crate::pipeline::Progress;
use crate::tables::read::ReadError;
use std::io::{self, Write};
use std::path::PathBuf;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The tables cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A table does not fit the others.
    #[error("{}: {message}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// The page cannot be written.
    #[error("cannot write the report: {0}")]
    Write(#[from] io::Error),
}

/// How much of the run is in the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Articles that can be read in it.
    pub texts: u64,
    /// Articles with mentions whose text could not be read again: they are shown by the lines around these.
    pub without_text: u64,
    /// Bytes of the page.
    pub bytes: u64,
}

/// Writes the page. `articles` gives the texts; of an article that is not in it, or no longer what was tagged, the page
/// shows the context that stands in `mentions.csv`. Reading is done on the threads of the current rayon pool.
///
/// Memory: the overview (about 200 bytes an article and an entity, 12 bytes a mention) and one chunk of details.
///
/// # Errors
/// Where a table cannot be read or `out` takes no more.
pub fn write(
    run: &Run,
    articles: Option<Feed>,
    progress: &dyn Progress,
    out: &mut dyn Write,
) -> Result<Told, ReportError> {
    let mut out = Counted { out, bytes: 0 };
    let overview = block::pack(&overview::Overview::of(run));
    let mut texts = texts::Texts::new(run, articles, progress);
    let mut told = Told::default();
    html::write(run, &overview, &mut out, |out| details::write(run, &mut texts, &mut told, out))?;
    told.bytes = out.bytes;
    Ok(told)
}

/// Counts what it passes on.
struct Counted<'o> {
    out: &'o mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
