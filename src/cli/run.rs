//! A run of the tagger whose tables another command reads.

use super::progress::Bar;
use super::summary::tell_failures;
use anyhow::bail;
use gazetag::articles::{Feed, ReadOptions, inputs};
use gazetag::gazetteer::Gazetteer;
use gazetag::pipeline::{self, Output, RunOptions, Watch};
use gazetag::tables::Flavour;
use gazetag::tables::folder::{Overwrite, TableFolder};
use gazetag::tables::formats::{Format, Points};
use gazetag::tables::mentions::OffsetUnits;
use gazetag::tagger::{TagOptions, Tagger};
use serde_json::Map;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// The tables of a run, in a folder that goes when this does.
pub(super) struct Tagged {
    pub(super) folder: tempfile::TempDir,
    /// Whether an article failed; it was told.
    pub(super) failed: bool,
}

/// Refuses the folders of runs where articles are to be tagged: their tables are no articles.
pub(super) fn refuse_runs(paths: &[PathBuf]) -> anyhow::Result<()> {
    let is_run = |path: &&PathBuf| ["mentions.csv", "datapackage.json"].iter().all(|table| path.join(table).is_file());
    match paths.iter().find(is_run) {
        Some(run) => bail!("{} is the folder of a run, not of articles: give it with --mentions", run.display()),
        None => Ok(()),
    }
}

/// Tags as `gazetag tag` does, with `dropped.csv`.
pub(super) fn tag(
    paths: &[PathBuf],
    read: ReadOptions,
    gazetteer: Gazetteer,
    options: TagOptions,
    threads: usize,
    quiet: bool,
) -> anyhow::Result<Tagged> {
    let pool = pipeline::threads(threads)?;
    let feed = Feed::new(pool.install(|| inputs(paths, &[]))?, read);
    let folder = tempfile::tempdir()?;
    let output = Output::Folder(TableFolder::open(folder.path(), Overwrite::Ours)?);
    let sources = gazetteer.sources().to_vec();
    let tagger = Tagger::with_options(gazetteer, options);
    let bar = Bar::new(feed.bytes(), quiet);
    let interrupted = AtomicBool::new(false);
    let watch = Watch { progress: &bar, interrupted: &interrupted };
    let run = RunOptions {
        formats: vec![Format::Csv],
        points: Points::Entities,
        flavour: Flavour::Plain,
        offsets: OffsetUnits::default(),
        dropped: true,
        min_pair: 1,
        strict: false,
        paths: Vec::new(),
        described: Map::new(),
        part: None,
        texts: None,
    };
    let summary = pipeline::run(&pool, &tagger, &sources, feed, &run, output, watch);
    bar.finish();
    let summary = summary?;
    tell_failures(&summary);
    Ok(Tagged { folder, failed: summary.failed > 0 })
}
