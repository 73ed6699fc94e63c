//! `gazetag sample`: a sheet of mentions to be marked right or wrong.

use super::decide::DecideArguments;
use super::load::{self, ListArguments};
use super::reading::ReadingArguments;
use super::run::{Tagged, refuse_runs, tag};
use super::{DONE, FAILED, out, table};
use anyhow::bail;
use clap::Args;
use gazetag::gazetteer::{BadRows, Gazetteer};
use gazetag::model::Facts as _;
use gazetag::score::sample::{Sampled, columns, sample};
use gazetag::tables::Flavour;
use gazetag::tagger::TagOptions;
use std::path::{Path, PathBuf};

/// Draw a sheet of mentions, to be marked right or wrong in a spreadsheet
#[derive(Args)]
pub(super) struct Sample {
    /// Articles to tag; '--mentions' samples a table that is there
    #[arg(value_name = "PATH", conflicts_with = "mentions")]
    paths: Vec<PathBuf>,

    /// A mentions.csv, or the folder of a run
    #[arg(long, value_name = "MENTIONS.csv")]
    mentions: Option<PathBuf>,

    /// How many mentions
    #[arg(short = 'n', long, value_name = "N", default_value_t = 200)]
    size: usize,

    /// Where the sheet goes; standard output, without the formula guard, if not given
    #[arg(short, long, value_name = "SHEET.csv")]
    output: Option<PathBuf>,

    #[command(flatten)]
    lists: ListArguments,

    #[command(flatten)]
    decide: DecideArguments,

    #[command(flatten)]
    reading: ReadingArguments,

    /// Threads; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// No progress and no warnings
    #[arg(short, long)]
    quiet: bool,
}

impl Sample {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let lists = self.each_list()?;
        let (code, sheet) = match &self.mentions {
            Some(path) => {
                self.decide.refuse("--mentions")?;
                let path = if path.is_dir() { path.join("mentions.csv") } else { path.clone() };
                (DONE, self.draw(&path, &lists)?)
            }
            None if self.paths.is_empty() => {
                bail!("nothing to sample: name articles to tag, or a table with --mentions")
            }
            None => {
                refuse_runs(&self.paths)?;
                let read = self.reading.options()?;
                let gazetteer = self.lists.load(self.quiet)?;
                let options = TagOptions { decide: self.decide.options(&gazetteer)?, ..TagOptions::default() };
                let Tagged { folder, failed } = tag(&self.paths, read, gazetteer, options, self.threads, self.quiet)?;
                let sheet = self.draw(&folder.path().join("mentions.csv"), &lists)?;
                (if failed { FAILED } else { DONE }, sheet)
            }
        };
        let bytes = |flavour| table::bytes(flavour, &columns(), sheet.iter().map(Sampled::cells));
        match &self.output {
            Some(path) => table::write(path, &bytes(Flavour::Excel))?,
            None => out::data(&String::from_utf8(bytes(Flavour::Plain))?)?,
        }
        if !self.quiet {
            let (mentions, to) = match &self.output {
                Some(path) => (sheet.len(), path.display().to_string()),
                None => (sheet.len(), "the sheet".to_owned()),
            };
            out::message(format_args!(
                "{mentions} mentions: write yes or no into the column 'right', then gazetag score --sheet {to}"
            ));
        }
        Ok(code)
    }

    fn draw(&self, path: &Path, lists: &[(String, Gazetteer)]) -> anyhow::Result<Vec<Sampled>> {
        let file = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| anyhow::anyhow!("cannot read {file}: {error}"))?;
        // where lists share an entity, the later one wins, as its cells do
        let list_of = |id: &str| {
            let has = lists.iter().rev().find(|(_, list)| list.by_id(id).is_some());
            has.map_or_else(|| "unknown".to_owned(), |(name, _)| name.clone())
        };
        Ok(sample(&file, &bytes, self.size, list_of)?)
    }

    /// Each list by itself, to know which one an entity is from, with the name that was typed.
    fn each_list(&self) -> anyhow::Result<Vec<(String, Gazetteer)>> {
        let typed = if self.lists.lists.is_empty() { vec![PathBuf::from("default")] } else { self.lists.lists.clone() };
        let each = typed.into_iter().map(|path| {
            // what is wrong with a list is told where all are loaded
            let list = load::read(std::slice::from_ref(&path))?.load(BadRows::Skip)?.0;
            Ok((path.display().to_string(), list))
        });
        each.collect()
    }
}
