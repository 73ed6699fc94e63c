//! The clock: how fast each stage runs over a corpus, with what was found, so that a fast wrong engine is caught.
//!
//! Articles go through in portions, each stage over a whole portion, so that a stage is timed in stretches far longer
//! than a look at the clock. Every thread takes its own portions; a stage's seconds are those of a thread on average.

mod baseline;

use crate::articles::{Feed, Input, PathError, ReadOptions, Source};
use crate::decide::{DecideOptions, FullNames, Memory, decide_with};
use crate::lexicon::Lexicon;
use crate::model::{Article, Hits, Mention, Status};
use crate::tables::Flavour;
use crate::tables::csv::Rows;
use crate::tables::mentioned::Mentioned;
use crate::tables::mentions::{MentionWriter, OffsetUnits};
use baseline::PlainSearch;
use rayon::ThreadPool;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Read as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The time of one stage over the whole corpus.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Stage {
    /// Seconds that each thread spent in it, on average.
    pub seconds: f64,
    /// Megabytes (10^6 bytes) of text a second, all threads together.
    pub mb_s: f64,
}

/// The stages of the flow.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Stages {
    /// Files to bytes: opening and reading each once, nothing else.
    pub read: Stage,
    /// Files to articles, less what reading them took: decoding, extracting.
    pub decode: Stage,
    /// Text to hits.
    pub hits: Stage,
    /// Hits to mentions.
    pub decide: Stage,
    /// Mentions to rows.
    pub tables: Stage,
}

impl Stages {
    /// The stages with their names, in the order of the flow.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Stage); 5] {
        [
            ("read", self.read),
            ("decode", self.decode),
            ("hits", self.hits),
            ("decide", self.decide),
            ("tables", self.tables),
        ]
    }
}

/// The plain search over the same names and the same text.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Baseline {
    /// Seconds to build the automaton.
    pub build_seconds: f64,
    /// Megabytes (10^6 bytes) of text a second, all threads together.
    pub mb_s: f64,
    /// Names found that stand between edges.
    pub hits: u64,
}

/// All stages together on so many threads.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Run {
    /// Threads.
    pub threads: usize,
    /// Seconds from the first file to the last row.
    pub seconds: f64,
    /// Megabytes (10^6 bytes) of text a second.
    pub mb_s: f64,
    /// Articles a second.
    pub articles_s: f64,
    /// Mentions a second.
    pub mentions_s: f64,
}

/// What was measured.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Measured {
    /// Names compiled.
    pub names: usize,
    /// Megabytes (10^6 bytes) of text.
    pub mb: f64,
    /// Articles with text.
    pub articles: u64,
    /// Threads that the stages ran on.
    pub threads: usize,
    /// The most memory that the process had until the stages were done, in megabytes (10^6 bytes), where the system
    /// tells; the plain search is not in it.
    pub peak_mb: Option<f64>,
    /// Each stage by itself.
    pub stages: Stages,
    /// All stages together, by threads.
    pub runs: Vec<Run>,
    /// Hits found.
    pub hits: u64,
    /// Mentions kept.
    pub mentions: u64,
    /// The plain search, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// How many times as fast as the plain search `hits` is; the two take turns, portion by portion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
}

/// Whether the plain search is measured beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Only gazetag.
    Alone,
    /// The plain search too.
    Baseline,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A path that cannot be reached.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The names are too many for the plain search.
    #[error("the plain search cannot hold these names: {0}")]
    Baseline(#[from] aho_corasick::BuildError),
    /// Threads that cannot be had.
    #[error("cannot start threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Text of so many bytes goes through the stages together.
const PORTION: usize = 4 << 20;

/// Runs all stages over what `inputs` gives, on 1, 2, 4 ... and on `threads` threads, and measures each stage on the last.
///
/// The automata are built before the clock starts: building is measured where lists are opened.
///
/// # Errors
/// If a path cannot be reached, threads cannot be had, or the names are too many for the plain search.
pub fn measure(
    lexicon: &Lexicon,
    options: &DecideOptions,
    inputs: impl Fn() -> Result<Vec<Input>, PathError>,
    threads: usize,
    compare: Compare,
) -> Result<Measured, BenchError> {
    let mut measured = Measured { names: lexicon.facts().name_count(), threads, ..Measured::default() };
    let read = read_all(inputs()?);
    let mut last = Totals::default();
    let counts = std::iter::successors(Some(1), |count| Some(count * 2)).take_while(|&count| count < threads);
    for count in counts.chain([threads]) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build()?;
        last = run(lexicon, options, inputs()?, &pool, None);
        let seconds = last.wall.as_secs_f64();
        measured.runs.push(Run {
            threads: count,
            seconds,
            mb_s: rate(megabytes(last.bytes), seconds),
            articles_s: rate(float(last.count), seconds),
            mentions_s: rate(float(last.mentions), seconds),
        });
    }
    measured.peak_mb = peak_memory_mb();
    measured.mb = megabytes(last.bytes);
    if compare == Compare::Baseline {
        let plain = PlainSearch::build(lexicon.facts().as_ref())?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        last = run(lexicon, options, inputs()?, &pool, Some(&plain));
        let baseline = Baseline {
            build_seconds: plain.build.as_secs_f64(),
            mb_s: rate(measured.mb, last.plain.as_secs_f64() / per(threads)),
            hits: last.plain_hits,
        };
        measured.ratio = Some(last.plain.as_secs_f64() / last.hits.as_secs_f64().max(f64::MIN_POSITIVE));
        measured.baseline = Some(baseline);
    }
    let stage = |spent: f64| Stage { seconds: spent / per(threads), mb_s: rate(measured.mb, spent / per(threads)) };
    let read = read.as_secs_f64();
    measured.stages = Stages {
        read: stage(read),
        decode: stage((last.articles.as_secs_f64() - read).max(0.0)),
        hits: stage(last.hits.as_secs_f64()),
        decide: stage(last.decide.as_secs_f64()),
        tables: stage(last.tables.as_secs_f64()),
    };
    measured.articles = last.count;
    measured.hits = last.found;
    measured.mentions = last.mentions;
    Ok(measured)
}

#[allow(clippy::cast_precision_loss, reason = "rates need no more digits")]
fn float(count: u64) -> f64 {
    count as f64
}

fn megabytes(bytes: u64) -> f64 {
    float(bytes) / 1e6
}

#[allow(clippy::cast_precision_loss, reason = "threads are few")]
fn per(threads: usize) -> f64 {
    threads as f64
}

fn rate(amount: f64, seconds: f64) -> f64 {
    if seconds > 0.0 { amount / seconds } else { 0.0 }
}

/// Reads every file once, on one thread.
fn read_all(inputs: Vec<Input>) -> Duration {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    for input in inputs {
        if let Source::File(path, _) = input.source {
            bytes.clear();
            // what cannot be read is the business of the run, which counts it
            let _ = File::open(path).and_then(|mut file| file.read_to_end(&mut bytes));
            std::hint::black_box(&bytes);
        }
    }
    begun.elapsed()
}

/// What the threads of a run spent and found.
#[derive(Default)]
struct Totals {
    wall: Duration,
    articles: Duration,
    plain: Duration,
    hits: Duration,
    decide: Duration,
    tables: Duration,
    bytes: u64,
    count: u64,
    found: u64,
    mentions: u64,
    plain_hits: u64,
}

impl Totals {
    fn add(&mut self, other: &Totals) {
        self.articles += other.articles;
        self.plain += other.plain;
        self.hits += other.hits;
        self.decide += other.decide;
        self.tables += other.tables;
        self.bytes += other.bytes;
        self.count += other.count;
        self.found += other.found;
        self.mentions += other.mentions;
        self.plain_hits += other.plain_hits;
    }
}

fn run(
    lexicon: &Lexicon,
    options: &DecideOptions,
    inputs: Vec<Input>,
    pool: &ThreadPool,
    plain: Option<&PlainSearch>,
) -> Totals {
    let feed = Mutex::new(Feed::new(inputs, ReadOptions::default()));
    let begun = Instant::now();
    let names = FullNames::new();
    let threads = pool.broadcast(|_| Portions::new(lexicon, &names, options, plain).run(&feed));
    let mut totals = Totals { wall: begun.elapsed(), ..Totals::default() };
    threads.iter().for_each(|thread| totals.add(thread));
    totals
}

/// One thread's portions, and memory that is used again and again.
struct Portions<'b> {
    lexicon: &'b Lexicon,
    names: &'b FullNames,
    options: &'b DecideOptions,
    plain: Option<&'b PlainSearch>,
    articles: Vec<Article>,
    hits: Vec<Hits>,
    memory: Memory,
    mentions: Vec<Vec<Mention>>,
    totals: Totals,
}

impl<'b> Portions<'b> {
    fn new(
        lexicon: &'b Lexicon,
        names: &'b FullNames,
        options: &'b DecideOptions,
        plain: Option<&'b PlainSearch>,
    ) -> Self {
        let (articles, hits, mentions) = (Vec::new(), Vec::new(), Vec::new());
        let (memory, totals) = (Memory::default(), Totals::default());
        Portions { lexicon, names, options, plain, articles, hits, memory, mentions, totals }
    }

    fn run(mut self, feed: &Mutex<Feed>) -> Totals {
        let mut writer = MentionWriter::new(self.lexicon.facts().as_ref(), OffsetUnits::default(), Flavour::default());
        let mut mentioned = Mentioned::default();
        loop {
            let mut clock = Instant::now();
            let mut lap = |stage: &mut Duration| {
                *stage += clock.elapsed();
                clock = Instant::now();
            };
            self.take(feed);
            lap(&mut self.totals.articles);
            if self.articles.is_empty() {
                return self.totals;
            }
            if let Some(plain) = self.plain {
                self.totals.plain_hits += self.articles.iter().map(|article| plain.count(&article.text)).sum::<u64>();
                lap(&mut self.totals.plain);
            }
            self.hits.resize_with(self.articles.len().max(self.hits.len()), Hits::default);
            for (article, hits) in self.articles.iter().zip(&mut self.hits) {
                self.lexicon.find(&article.text, hits);
            }
            lap(&mut self.totals.hits);
            self.decide();
            lap(&mut self.totals.decide);
            let mut rows = Rows::new(Flavour::default());
            for (article, mentions) in self.articles.iter().zip(&self.mentions) {
                mentioned.sort_out(mentions);
                writer.write(article, mentions, &mentioned, &mut rows, |_| ());
            }
            std::hint::black_box(rows.into_bytes());
            lap(&mut self.totals.tables);
            self.count();
        }
    }

    /// Reads articles until there is a portion of text, or no more.
    fn take(&mut self, feed: &Mutex<Feed>) {
        self.articles.clear();
        let mut bytes = 0;
        while bytes < PORTION {
            let Some(batch) = feed.lock().unwrap_or_else(PoisonError::into_inner).next_batch() else { return };
            for article in batch.articles().filter(|article| article.status == Status::Ok) {
                bytes += article.text.len();
                self.articles.push(article);
            }
        }
    }

    fn decide(&mut self) {
        self.mentions.clear();
        let facts = self.lexicon.facts().as_ref();
        for (article, hits) in self.articles.iter().zip(&self.hits) {
            let memory = std::mem::take(&mut self.memory);
            let scene = decide_with(memory, article.into(), hits, facts, self.names, self.options);
            self.mentions.push(scene.kept().map(|hit| scene.mention(hit)).collect());
            self.memory = scene.into_memory();
        }
    }

    fn count(&mut self) {
        let totals = &mut self.totals;
        totals.count += self.articles.len() as u64;
        totals.bytes += self.articles.iter().map(|article| article.text.len() as u64).sum::<u64>();
        totals.found += self.hits.iter().take(self.articles.len()).map(|hits| hits.len() as u64).sum::<u64>();
        totals.mentions += self.mentions.iter().map(|mentions| mentions.len() as u64).sum::<u64>();
    }
}

/// The most memory the process ever had resident, in megabytes (10^6 bytes), where the system tells.
#[must_use]
pub fn peak_memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}
