//! `gazetag tag`: the main job.

use super::convert::FormatArguments;
use super::decide::DecideArguments;
use super::interrupt::listen_for_interrupts;
use super::load::ListArguments;
use super::progress::Bar;
use super::reading::ReadingArguments;
use super::report::{self, Articles, Page};
use super::summary::{Written, tell};
use super::{DONE, FAILED, INTERRUPTED, out};
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use gazetag::articles::{Feed, Input, ReadOptions, digest, inputs};
use gazetag::decide::DecideOptions;
use gazetag::lexicon::LexiconOptions;
use gazetag::model::{Facts, Kind};
use gazetag::pipeline::{self, Output, RunError, RunOptions, RunPart, Watch};
use gazetag::tables::Flavour;
use gazetag::tables::folder::{Overwrite, REPORT, TableFolder};
use gazetag::tables::formats::Format;
use gazetag::tables::mentions::OffsetUnits;
use gazetag::tables::part::Shard;
use gazetag::tagger::{TagOptions, Tagger};
use gazetag::text::zones::ZoneOptions;
use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::ThreadPool;
use serde_json::{Map, Value, json};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Tag articles and write the tables
#[derive(Args)]
pub(super) struct Tag {
    /// Files and folders of articles; '-' reads one article from standard input
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    paths: Vec<PathBuf>,

    /// Also what the lines of this file name; '-': of standard input
    #[arg(long, value_name = "LIST")]
    files_from: Option<PathBuf>,

    /// Only files whose path, or whose name, is like this: '*.html', '2024/**'
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,

    /// No files whose path, or whose name, is like this
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// Only the first N articles
    #[arg(long, value_name = "N")]
    take: Option<u64>,

    /// Only the I-th of N equal parts, to be put together with 'gazetag merge'
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,

    #[command(flatten)]
    lists: ListArguments,

    /// Folder for the tables; '-' writes the mentions to standard output
    #[arg(short, long, value_name = "DIR", default_value = super::DEFAULT_FOLDER)]
    output: PathBuf,

    /// Write into a folder that holds other files; none of them is deleted
    #[arg(long)]
    force: bool,

    /// Only these kinds: person, organization, place
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kinds: Vec<Kind>,

    /// Also write report.html: a page of the tables to look at, search and send
    #[arg(long)]
    report: bool,

    /// Only mentions at least this sure, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0)]
    min_confidence: f32,

    /// Also give places and people inside the names of organizations
    #[arg(long)]
    nested: bool,

    /// Keep what rules about ordinary words would drop, at a lowered confidence
    #[arg(long)]
    keep_all: bool,

    #[command(flatten)]
    decide: DecideArguments,

    /// Offsets beside code points
    #[arg(long, value_name = "UNIT", value_delimiter = ',')]
    offsets: Vec<OffsetUnit>,

    /// How CSV is written; standard output is always plain
    #[arg(long, value_name = "FLAVOUR", value_enum, default_value_t = CsvFlavour::Excel)]
    csv: CsvFlavour,

    #[command(flatten)]
    formats: FormatArguments,

    /// Also write dropped.csv: every hit that was not kept, and why
    #[arg(long)]
    dropped: bool,

    /// Match names in any case, but those of column 'exact'
    #[arg(long)]
    ignore_case: bool,

    /// Find names in hashtags: #Syria
    #[arg(long)]
    hashtags: bool,

    /// Find names in handles: @Putin
    #[arg(long)]
    handles: bool,

    /// List pairs that appear together in at least this many articles
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_pair: u32,

    #[command(flatten)]
    reading: ReadingArguments,

    /// Write each article's text to DIR/<article>.txt: what offsets count in
    #[arg(long, value_name = "DIR")]
    write_text: Option<PathBuf>,

    /// First read every byte of a compiled list and compare it with what was written
    #[arg(long)]
    verify: bool,

    /// Stop at the first article that fails
    #[arg(long)]
    strict: bool,

    /// Threads; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// No progress and no summary; errors are still told
    #[arg(short, long)]
    quiet: bool,

    /// Also tell which lists were read
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OffsetUnit {
    /// UTF-8 bytes
    Byte,
    /// UTF-16 code units
    Utf16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CsvFlavour {
    /// For spreadsheets: byte order mark, CRLF, commas, formulas guarded
    Excel,
    /// For spreadsheets that use ';' and decimal commas
    Semicolon,
    /// For programs: no mark, LF, commas, no guard
    Plain,
}

impl Tag {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let begun = Instant::now();
        if !(0.0..=1.0).contains(&self.min_confidence) {
            bail!("--min-confidence {}: a confidence runs from 0 to 1", self.min_confidence);
        }
        let streams = self.output.as_os_str() == "-";
        if streams && self.shard.is_some() {
            bail!("--shard writes tables for 'gazetag merge', and -o - writes none: give -o a folder");
        }
        if streams && self.report {
            bail!("--report makes a page of the tables, and -o - writes none: give -o a folder");
        }
        let formats = self.formats.or_csv()?;
        if formats != [Format::Csv] && (streams || self.shard.is_some()) {
            let why = if streams { "-o - writes mentions as CSV" } else { "the parts of a run are CSV" };
            bail!("{why}: leave --format out, then 'gazetag convert DIR --format ...' makes other formats");
        }
        let read = self.reading.options()?;
        if self.report && !formats.contains(&Format::Csv) {
            bail!("--report makes a page of the CSV tables: add --format csv");
        }
        let paths = self.all_paths()?;
        self.check_paths(&paths, streams)?;
        let tables = if streams { None } else { Some(self.output.clone()) };
        let exclude: Vec<PathBuf> = tables.into_iter().chain(self.write_text.clone()).collect();
        let pool = pipeline::threads(self.threads)?;
        let inputs = self.selected(pool.install(|| inputs(&paths, &exclude))?)?;
        let part = self.shard.map(|shard| RunPart { shard, inputs: digest(&inputs) });
        let gazetteer = pool.install(|| self.lists.load(self.quiet))?;
        if self.verify
            && let Some(damage) = gazetteer.damage()
        {
            bail!("{damage}");
        }
        let overwrite = if self.force { Overwrite::Force } else { Overwrite::Ours };
        let folder = if streams { None } else { Some(TableFolder::open(&self.output, overwrite)?) };
        let sources = gazetteer.sources().to_vec();
        if self.verbose && !self.quiet {
            for list in &sources {
                out::message(format_args!("{}: {} rows", list.name, list.rows));
            }
        }
        let decide = self.decide_options(&gazetteer)?;
        let tagger = pool.install(|| Tagger::with_options(gazetteer, self.tag_options(decide)));
        let mut feed = Feed::new(inputs, read.clone());
        if let Some(articles) = self.take {
            feed = feed.take(articles);
        }
        let interrupted = Arc::new(AtomicBool::new(false));
        let in_place = listen_for_interrupts(&interrupted, &self.output)?;
        let bar = Bar::new(feed.bytes(), self.quiet);
        let watch = Watch { progress: &bar, interrupted: &interrupted };
        let mut stdout = std::io::stdout();
        let output = match folder {
            Some(folder) => Output::Folder(folder),
            None => Output::Stream(&mut stdout),
        };
        let run =
            pipeline::run(&pool, &tagger, &sources, feed, &self.run_options(streams, formats, part), output, watch);
        bar.finish();
        match run {
            Ok(summary) => {
                let took = begun.elapsed();
                in_place.store(true, Ordering::SeqCst);
                let page = self.report.then(|| self.make_report(&paths, &read, &pool)).transpose()?;
                let written = Written { folder: (!streams).then_some(&self.output), page };
                tell(&summary, took, self.quiet, &written);
                Ok(if summary.failed == 0 { DONE } else { FAILED })
            }
            Err(RunError::Interrupted) => {
                out::message(format_args!("gazetag: {}", RunError::Interrupted));
                Ok(INTERRUPTED)
            }
            Err(error @ RunError::Strict { .. }) => {
                out::message(format_args!("gazetag: {error}"));
                Ok(FAILED)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The page, of the articles that were just tagged.
    fn make_report(&self, paths: &[PathBuf], read: &ReadOptions, pool: &ThreadPool) -> anyhow::Result<Page> {
        let output = self.output.join(REPORT);
        let page =
            pool.install(|| report::make(&self.output, Articles::JustTagged(paths, read), &output, self.quiet))?;
        Ok(page)
    }

    /// What was typed, and what the list names.
    fn all_paths(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut paths = self.paths.clone();
        if let Some(list) = &self.files_from {
            let lines = if list.as_os_str() == "-" {
                std::io::read_to_string(std::io::stdin())
            } else {
                std::fs::read_to_string(list)
            };
            let lines = lines.with_context(|| format!("cannot read the list {}", list.display()))?;
            let lines = lines.strip_prefix('\u{feff}').unwrap_or(&lines).lines();
            paths.extend(lines.filter(|line| !line.trim().is_empty()).map(PathBuf::from));
            if list.as_os_str() == "-" && paths.iter().any(|path| path.as_os_str() == "-") {
                bail!("'-' is the list of --files-from: it cannot be an article too");
            }
        }
        Ok(paths)
    }

    /// The inputs that are like what is included, and not like what is excluded.
    fn selected(&self, mut inputs: Vec<Input>) -> anyhow::Result<Vec<Input>> {
        let (include, exclude) = (globs(&self.include)?, globs(&self.exclude)?);
        let is_like = |globs: &GlobSet, name: &str| {
            globs.is_match(name) || globs.is_match(name.rsplit('/').next().unwrap_or(name))
        };
        inputs
            .retain(|input| (include.is_empty() || is_like(&include, &input.name)) && !is_like(&exclude, &input.name));
        Ok(inputs)
    }

    /// Refuses inputs that are not there, and an output folder that is equal to or above an input.
    fn check_paths(&self, paths: &[PathBuf], streams: bool) -> anyhow::Result<()> {
        let output = resolved(&self.output)?;
        for path in paths.iter().filter(|path| path.as_os_str() != "-") {
            if !streams && resolved(path)?.starts_with(&output) {
                bail!(
                    "the tables would go to {}, which is or holds the input {}: choose another folder with -o",
                    self.output.display(),
                    path.display()
                );
            }
            std::fs::symlink_metadata(path).with_context(|| format!("cannot open {}", path.display()))?;
        }
        Ok(())
    }

    fn tag_options(&self, decide: DecideOptions) -> TagOptions {
        TagOptions {
            lexicon: LexiconOptions {
                ignore_case: self.ignore_case,
                zones: ZoneOptions { hashtags: self.hashtags, handles: self.handles },
            },
            decide,
            kinds: self.kinds.clone(),
            min_confidence: self.min_confidence,
        }
    }

    fn decide_options(&self, facts: &dyn Facts) -> anyhow::Result<DecideOptions> {
        Ok(DecideOptions { nested: self.nested, keep_all: self.keep_all, ..self.decide.options(facts)? })
    }

    fn run_options(&self, streams: bool, formats: Vec<Format>, part: Option<RunPart>) -> RunOptions {
        let flavour = match self.csv {
            _ if streams => Flavour::Plain,
            CsvFlavour::Excel => Flavour::Excel,
            CsvFlavour::Semicolon => Flavour::Semicolon,
            CsvFlavour::Plain => Flavour::Plain,
        };
        let offsets = OffsetUnits {
            byte: self.offsets.contains(&OffsetUnit::Byte),
            utf16: self.offsets.contains(&OffsetUnit::Utf16),
        };
        RunOptions {
            formats,
            points: self.formats.points(),
            flavour,
            offsets,
            dropped: self.dropped,
            min_pair: self.min_pair,
            strict: self.strict,
            texts: self.write_text.clone(),
            paths: self.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
            described: self.described(flavour),
            part,
        }
    }

    /// The options as `datapackage.json` gives them: those that shape the tables.
    fn described(&self, flavour: Flavour) -> Map<String, Value> {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.as_str()).collect();
        let offsets: Vec<String> = self.offsets.iter().map(|unit| format!("{unit:?}").to_lowercase()).collect();
        let options = json!({
            "csv": flavour.as_str(),
            "dropped": self.dropped,
            "exclude": self.exclude,
            "handles": self.handles,
            "hashtags": self.hashtags,
            "home": self.decide.home,
            "ignore_case": self.ignore_case,
            "include": self.include,
            "keep_all": self.keep_all,
            "kinds": kinds,
            "min_confidence": (f64::from(self.min_confidence) * 1e6).round() / 1e6,
            "min_pair": self.min_pair,
            "nested": self.nested,
            "offsets": offsets,
            "skip_bad_rows": self.lists.skip_bad_rows,
            "no_variants": self.lists.no_variants,
            "take": self.take,
            "without": self.decide.without,
        });
        let mut options = options.as_object().cloned().unwrap_or_default();
        options.append(&mut self.reading.described());
        options
    }
}

fn globs(globs: &[String]) -> anyhow::Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        set.add(Glob::new(glob).with_context(|| format!("'{glob}' is no pattern of file names, such as '*.html'"))?);
    }
    Ok(set.build()?)
}

/// A path from the root, without links and steps back, also where its end is not there yet.
fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let mut whole = PathBuf::new();
    for step in std::path::absolute(path)?.components() {
        match step {
            Component::ParentDir => {
                whole.pop();
            }
            step => whole.push(step),
        }
        whole = whole.canonicalize().unwrap_or(whole);
    }
    Ok(whole)
}
