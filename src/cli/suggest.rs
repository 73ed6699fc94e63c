//! `gazetag suggest`: names that the articles are full of and no list has.

use super::load::ListArguments;
use super::progress::Bar;
use super::reading::ReadingArguments;
use super::{DONE, FAILED, out, table};
use clap::Args;
use gazetag::articles::{Feed, inputs};
use gazetag::pipeline;
use gazetag::suggest::{SuggestOptions, columns, suggest};
use gazetag::tables::Flavour;
use gazetag::tables::csv::Rows;
use gazetag::tagger::{TagOptions, Tagger};
use std::path::PathBuf;

/// List names that the articles are full of and no list has, as CSV: kept rows are a list
#[derive(Args)]
pub(super) struct Suggest {
    /// Files and folders of articles; '-' reads one article from standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    lists: ListArguments,

    #[command(flatten)]
    reading: ReadingArguments,

    /// At most so many names
    #[arg(short = 'n', long, value_name = "N", default_value_t = 1000)]
    most: usize,

    /// Only names with at least so many mentions
    #[arg(long, value_name = "N", default_value_t = 3)]
    least: u32,

    /// Where the table goes, made for a spreadsheet; standard output, plain, if not given
    #[arg(short, long, value_name = "LIST.csv")]
    output: Option<PathBuf>,

    /// Threads; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// No progress and no warnings
    #[arg(short, long)]
    quiet: bool,
}

impl Suggest {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let read = self.reading.options()?;
        let pool = pipeline::threads(self.threads)?;
        let feed = Feed::new(pool.install(|| inputs(&self.paths, &[]))?, read);
        let tagger = Tagger::with_options(self.lists.load(self.quiet)?, TagOptions::default());
        let bar = Bar::new(feed.bytes(), self.quiet);
        let options = SuggestOptions { least: self.least, most: self.most };
        let found = suggest(&pool, &tagger, feed, options, &bar);
        bar.finish();
        for (article, error) in &found.failed {
            out::message(format_args!("failed: {}: {}", out::printable(article), out::printable(error)));
        }
        if found.forgotten > 0 && !self.quiet {
            out::message(format_args!("there are very many names: counts may be too low by up to {}", found.forgotten));
        }
        let flavour = if self.output.is_some() { Flavour::Excel } else { Flavour::Plain };
        let mut rows = Rows::new(flavour);
        for name in &found.names {
            let (aliases, examples) = (name.aliases.join("|"), name.examples.join(" | "));
            rows.row(name.cells(&aliases, &examples));
        }
        let bytes = [flavour.header(&columns()), rows.into_bytes()].concat();
        match &self.output {
            Some(path) => table::write(path, &bytes)?,
            None => out::data(&String::from_utf8(bytes)?)?,
        }
        Ok(if found.failed.is_empty() { DONE } else { FAILED })
    }
}
