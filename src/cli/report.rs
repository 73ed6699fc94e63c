//! `gazetag report`: a page of a run's tables.

use super::progress::Bar;
use super::whole_file::{Replace, WholeFile};
use super::{DONE, out};
use anyhow::Context as _;
use clap::Args;
use gazetag::articles::{Feed, ReadOptions, inputs};
use gazetag::pipeline;
use gazetag::report::{Run, Told, write};
use gazetag::tables::folder::{REPORT, REPORT_MARK};
use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Make a page of a run's tables: to look at, search and send
#[derive(Args)]
pub(super) struct Report {
    /// The folder of a run's tables
    #[arg(value_name = "DIR", default_value = super::DEFAULT_FOLDER)]
    folder: PathBuf,

    /// The page; DIR/report.html if not given
    #[arg(short, long, value_name = "PAGE.html")]
    output: Option<PathBuf>,

    /// Where the articles are now, if not where they were tagged
    #[arg(long, value_name = "PATH")]
    articles: Vec<PathBuf>,

    /// Write over a file that is no report
    #[arg(long)]
    force: bool,

    /// Threads; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

/// Where the texts of a page come from.
#[derive(Clone, Copy)]
pub(super) enum Articles<'p> {
    /// From these paths, read as the run did.
    JustTagged(&'p [PathBuf], &'p ReadOptions),
    /// From these paths, read as the run's package says.
    At(&'p [PathBuf]),
    /// From where the run had them, if they are still there.
    WhereTheyWere,
}

/// A page that was made.
pub(super) struct Page {
    pub(super) path: PathBuf,
    pub(super) told: Told,
}

impl Report {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let output = self.output.clone().unwrap_or_else(|| self.folder.join(REPORT));
        if !self.force && output.is_file() && !is_report(&output) {
            anyhow::bail!("{} is there already and is no report: --force writes over it", output.display());
        }
        let articles = if self.articles.is_empty() { Articles::WhereTheyWere } else { Articles::At(&self.articles) };
        let pool = pipeline::threads(self.threads)?;
        let page = pool.install(|| make(&self.folder, articles, &output, self.quiet))?;
        if !self.quiet {
            out::message(format_args!("{}", page.about()));
        }
        Ok(DONE)
    }
}

impl Page {
    /// What there is to say of it.
    pub(super) fn about(&self) -> String {
        #[allow(clippy::cast_precision_loss, reason = "a size for people")]
        let megabytes = self.told.bytes as f64 / 1e6;
        let mut about = format!("The report is {} ({megabytes:.1} MB)", self.path.display());
        if self.told.without_text > 0 {
            about.push_str(&format!(
                "; the texts of {} articles were not found as they were tagged: it shows the lines around their \
                 mentions, or 'gazetag report --articles PATH' says where they are now",
                self.told.without_text
            ));
        }
        about
    }
}

/// Makes a page, on the threads of the current rayon pool.
pub(super) fn make(folder: &Path, articles: Articles<'_>, output: &Path, quiet: bool) -> anyhow::Result<Page> {
    let run = Run::open(folder)?;
    let read = || run.package().read.clone();
    let (found, read) = match articles {
        Articles::JustTagged(paths, read) => (Some(inputs(paths, &[folder.to_owned()])?), read.clone()),
        Articles::At(paths) => (Some(inputs(paths, &[folder.to_owned()])?), read()),
        // what is no longer there is told at the end, by what it means for the page
        Articles::WhereTheyWere => (inputs(&run.package().paths, &[folder.to_owned()]).ok(), read()),
    };
    let feed = found.map(|mut inputs| {
        // standard input is not there a second time
        inputs.retain(|input| input.name != "stdin" && (input.is_container() || run.has_article(&input.name)));
        Feed::new(inputs, read)
    });
    let bar = Bar::new(feed.as_ref().map_or(0, Feed::bytes), quiet);
    let mut file = BufWriter::with_capacity(1 << 18, WholeFile::begin(output, Replace::Whole)?);
    let told = write(&run, feed, &bar, &mut file)?;
    file.flush().with_context(|| format!("cannot write {}", output.display()))?;
    let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    bar.finish();
    file.put_in_place()?;
    Ok(Page { path: output.to_owned(), told })
}

fn is_report(path: &Path) -> bool {
    let mut begin = Vec::new();
    let read = File::open(path).and_then(|file| file.take(512).read_to_end(&mut begin));
    read.is_ok() && String::from_utf8_lossy(&begin).contains(REPORT_MARK)
}
