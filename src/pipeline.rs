//! Folder in, tables out: the one place that knows all stages, and the one that starts threads.
//!
//! Worker threads take batches of articles from a [`Feed`] behind a lock, read, tag and turn them into rows; the
//! calling thread writes the rows in the order of the batches. So the tables are the same bytes at any number of
//! threads, and memory does not grow with the number of articles: workers that are too far ahead wait. Nor does it hold
//! all rows of a long article: they go to the calling thread in pieces, once it is their turn.

use crate::articles::{Batch, Feed};
use crate::gazetteer::ListSource;
use crate::model::{Article, Facts, Kind, Mention, Status};
use crate::tables::articles::ArticleCounts;
use crate::tables::by_month::MonthCounts;
use crate::tables::countries::{CountryCounts, CountryNames};
use crate::tables::csv::Rows;
use crate::tables::datapackage::{Package, Resource};
use crate::tables::entities::EntityCounts;
use crate::tables::folder::{FinishedTable, FolderError, TableFile, TableFolder};
use crate::tables::formats::{Format, FormatError, Points, RunTables, Written};
use crate::tables::mentioned::Mentioned;
use crate::tables::mentions::{MentionWriter, OffsetUnits};
use crate::tables::pairs::{PairCounts, PairTable};
use crate::tables::part::{ArticleRow, BatchPart, PART, PartHeader, PartWriter, Shard};
use crate::tables::read::RunTable;
use crate::tables::runs::Spill;
use crate::tables::stories::Stories;
use crate::tables::texts::{TextError, TextFolder};
use crate::tables::{Column, Flavour, articles, by_article, by_month, countries, entities, mentions, pairs};
use crate::tagger::{Scratch, Tagger, dropped, mentions as mentions_of};
use crate::text::signature::Signature;
use rayon::ThreadPool;
use serde_json::{Map, Value as Json};
use std::any::Any;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

mod convert;
mod merge;
mod queue;

pub use convert::convert;
pub use merge::{MergeError, Parts};

use queue::{Next, Piece, Queue};

/// How far ahead of the writer workers may be, in batches per thread.
const BATCHES_AHEAD: usize = 8;

/// Rows of one batch wait in memory until the batch is done, unless they are more than so many bytes: then they go to
/// their table once the batches before are written. The rows of a batch of prose take 1.5 MB; those of an article of 10 MB
/// that is all names, 300 MB.
const ROWS_IN_MEMORY: usize = 4 << 20;

/// What a run writes and how.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// In which formats.
    pub formats: Vec<Format>,
    /// What is a point of GeoJSON.
    pub points: Points,
    /// How CSV is written.
    pub flavour: Flavour,
    /// Offsets beside code points.
    pub offsets: OffsetUnits,
    /// Whether `dropped.csv` is written.
    pub dropped: bool,
    /// In how many articles a pair must appear to be listed.
    pub min_pair: u32,
    /// Stop at the first article that fails.
    pub strict: bool,
    /// The folder that each article's text goes to, if it is wanted.
    pub texts: Option<PathBuf>,
    /// What is tagged, as it was typed: where a report finds the articles again.
    pub paths: Vec<String>,
    /// The options of the run as `datapackage.json` gives them.
    pub described: Map<String, Json>,
    /// The part of the run that is done, if not all of it.
    pub part: Option<RunPart>,
}

/// A part of a run.
#[derive(Clone, Debug)]
pub struct RunPart {
    /// Which.
    pub shard: Shard,
    /// [`crate::articles::digest`] of all inputs of the run.
    pub inputs: String,
}

/// Where the tables go.
pub enum Output<'w> {
    /// Into a folder: all tables.
    Folder(TableFolder),
    /// Into a stream: the mentions alone.
    Stream(&'w mut (dyn Write + Send)),
}

/// What somebody who waits is told, from any thread.
pub trait Progress: Sync {
    /// So many articles and bytes more are done.
    fn advance(&self, articles: u64, bytes: u64);

    /// So many rows more are written in formats other than CSV, once all articles are done.
    fn write(&self, rows: u64);
}

/// Whoever waits for a run.
#[derive(Clone, Copy)]
pub struct Watch<'w> {
    /// Told how far the run is.
    pub progress: &'w dyn Progress,
    /// Set, from any thread, to end the run.
    pub interrupted: &'w AtomicBool,
}

/// Nobody waits.
pub struct NoProgress;

impl Progress for NoProgress {
    fn advance(&self, _articles: u64, _bytes: u64) {}

    fn write(&self, _rows: u64) {}
}

/// Why a run ended without its tables.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A table could not be written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A table could not be written in a format.
    #[error(transparent)]
    Format(FormatError),
    /// The stream took no more: a closed pipe or a full disk.
    #[error("cannot write to standard output: {0}")]
    Stream(std::io::Error),
    /// An article's text could not be written.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The user interrupted it.
    #[error("interrupted: no table was changed")]
    Interrupted,
    /// The compiled list is not what was written: what was found in it cannot be trusted.
    #[error("{0} ('gazetag check' on it reads every byte); no table was changed")]
    Damaged(String),
    /// An article failed, and the run was strict.
    #[error("{article}: {error} (--strict stops here; no table was changed)")]
    Strict {
        /// The article.
        article: String,
        /// Why it failed.
        error: String,
    },
}

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Articles read, empty ones among them.
    pub read: u64,
    /// Articles without text.
    pub empty: u64,
    /// Articles left out on purpose.
    pub skipped: u64,
    /// Articles that could not be read or tagged.
    pub failed: u64,
    /// The first of them, at most [`FAILURES_TOLD`], with the reason.
    pub failures: Vec<(String, String)>,
    /// Mentions written.
    pub mentions: u64,
    /// Different entities mentioned.
    pub entities: u64,
    /// Bytes of text tagged.
    pub bytes: u64,
    /// The most mentioned entities of each kind: kind, name, mentions, articles.
    pub top: Vec<(Kind, String, u64, u64)>,
    /// Articles that `pairs.csv` leaves out because they mention too many entities.
    pub not_paired: Vec<String>,
}

impl Summary {
    fn add(&mut self, part: &BatchPart) {
        let [read, empty, skipped] = part.read;
        self.read += read;
        self.empty += empty;
        self.skipped += skipped;
        self.mentions += part.mentions.0;
        self.bytes += part.bytes;
        self.failed += part.failed.len() as u64;
        let room = FAILURES_TOLD - self.failures.len();
        self.failures.extend(part.failed.iter().take(room).cloned());
        self.not_paired.extend_from_slice(&part.not_paired);
    }
}

/// How many failures a summary tells: of a file whose every line fails there are millions. `articles.csv` has them all.
pub const FAILURES_TOLD: usize = 1000;

/// How many entities of each kind a summary names.
const TOP: usize = 10;

/// Worker threads for [`run`] and for whatever else of a program wants many cores; 0: one for each core.
///
/// # Errors
/// Where the system refuses to start them.
pub fn threads(count: usize) -> Result<ThreadPool, RunError> {
    Ok(rayon::ThreadPoolBuilder::new().num_threads(count).build()?)
}

/// Tags everything a feed gives, on the threads of `pool`, and writes the tables.
///
/// # Errors
/// Where the output cannot be written, the run is interrupted, or an article fails in a strict run. What was in the
/// output folder before is then as it was.
pub fn run(
    pool: &ThreadPool,
    tagger: &Tagger,
    lists: &[ListSource],
    feed: Feed,
    options: &RunOptions,
    mut output: Output<'_>,
    watch: Watch<'_>,
) -> Result<Summary, RunError> {
    let mut texts = options.texts.as_deref().map(TextFolder::open).transpose()?;
    let threads = pool.current_num_threads();
    let spill = match &output {
        Output::Folder(folder) => Some(folder.path().to_owned()),
        Output::Stream(_) => None,
    };
    let mut sink = Sink::open(&mut output, options)?;
    let shard = options.part.as_ref().map(|part| part.shard);
    let queue = Queue::new(feed, threads * BATCHES_AHEAD, shard);
    let totals_of = |holders| Totals::new(spill.as_ref().map(|folder| Spill::shared(folder.clone(), holders)));
    let totals = Mutex::new(totals_of(1));
    let damage = OnceLock::new();
    let mut summary = Summary::default();
    let written = pool.in_place_scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|_| {
                let mut worker = Worker::new(tagger, options, watch, &damage, totals_of(threads));
                while let Some((number, batch)) = queue.next_batch() {
                    // a worker that is gone would leave the writer waiting for its batch
                    let tagged = catch_unwind(AssertUnwindSafe(|| {
                        worker.tag(batch, &|piece| queue.deliver_piece(number, piece))
                    }));
                    let tagged = tagged.unwrap_or_else(|panic| Tagged { broken: Some(panic), ..Tagged::default() });
                    queue.deliver(number, tagged);
                }
                worker.totals.close();
                lock(&totals).merge(worker.totals);
            });
        }
        let written = write_in_order(&queue, &mut sink, texts.as_mut(), options, &mut summary, watch.interrupted);
        queue.stop();
        written
    });
    match written {
        Ok(None) => {}
        Ok(Some(panic)) => match damage_of(tagger, &damage) {
            Some(damage) => return Err(RunError::Damaged(damage.to_owned())),
            None => resume_unwind(panic),
        },
        Err(error) => return Err(error),
    }
    let mut totals = totals.into_inner().unwrap_or_else(PoisonError::into_inner);
    summary.entities = totals.entities.len() as u64;
    summary.top = top(&totals.entities, tagger.facts());
    let batches = lock(&queue.feed).batches;
    let (tables, part) =
        pool.install(|| sink.finish(&mut totals, tagger.facts(), lists, options, batches, &summary))?;
    if let Output::Folder(folder) = output {
        let written = pool.install(|| other_formats(&folder, &tables, lists, options, &summary, watch))?;
        let tables = if options.formats.contains(&Format::Csv) { tables } else { Vec::new() };
        let package = describe(&tables, &written, lists, options, &summary).to_bytes();
        let files = tables.into_iter().map(|(table, _, _)| table).chain(part);
        folder.commit(files.chain(written.into_iter().map(|written| written.file)).collect(), &package)?;
    }
    Ok(summary)
}

/// What is wrong with the compiled list, found out once, when something went wrong that it may be to blame for.
fn damage_of<'d>(tagger: &Tagger, damage: &'d OnceLock<Option<String>>) -> Option<&'d str> {
    damage.get_or_init(|| tagger.facts().damage()).as_deref()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // a panic elsewhere is reported where it happened; the data behind the lock is whole between statements
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The rows of one batch.
#[derive(Default)]
struct Tagged {
    mentions: Vec<u8>,
    dropped: Vec<u8>,
    by_article: Vec<u8>,
    /// Rows of articles, without their stories.
    articles: Vec<u8>,
    part: BatchPart,
    /// Names and texts, where the texts are wanted.
    texts: Vec<(String, String)>,
    interrupted: bool,
    /// Why nothing of the batch can be written.
    broken: Option<Panic>,
    /// Why counts were lost.
    uncounted: Option<io::Error>,
}

/// What a panic carries.
type Panic = Box<dyn Any + Send>;

/// Sums over all articles.
struct Totals {
    entities: EntityCounts,
    /// What goes into tables of counts; nothing where mentions alone are written.
    tables: Option<TableCounts>,
}

struct TableCounts {
    pairs: PairCounts,
    months: MonthCounts,
    countries: CountryCounts,
    /// What countries are called, where it is known before the end: from the parts of a run.
    names: CountryNames,
    spill: Spill,
}

impl Totals {
    fn new(spill: Option<Spill>) -> Totals {
        Totals { entities: EntityCounts::default(), tables: spill.map(TableCounts::new) }
    }

    /// Ends counting, while the other threads still count.
    fn close(&mut self) {
        if let Some(tables) = &mut self.tables {
            tables.pairs.close();
            tables.months.close();
        }
    }

    fn merge(&mut self, other: Totals) {
        self.entities.merge(other.entities);
        if let (Some(ours), Some(theirs)) = (&mut self.tables, other.tables) {
            ours.pairs.merge(theirs.pairs);
            ours.months.merge(theirs.months);
            ours.countries.merge(theirs.countries.counts());
        }
    }
}

impl TableCounts {
    fn new(spill: Spill) -> TableCounts {
        TableCounts {
            pairs: PairCounts::new(spill.clone()),
            months: MonthCounts::new(spill.clone()),
            countries: CountryCounts::default(),
            names: CountryNames::default(),
            spill,
        }
    }

    /// Counts one article, and says whether its pairs were counted.
    fn add(
        &mut self,
        facts: &dyn Facts,
        article: &Article,
        mentions: &[Mention],
        mentioned: &Mentioned,
    ) -> io::Result<bool> {
        self.months.add(&article.date, mentioned)?;
        self.countries.add(facts, mentions, mentioned);
        self.pairs.add(&article.text, mentions, mentioned)
    }
}

/// One thread's work and memory.
struct Worker<'r> {
    tagger: &'r Tagger,
    options: &'r RunOptions,
    watch: Watch<'r>,
    damage: &'r OnceLock<Option<String>>,
    scratch: Scratch,
    writer: MentionWriter<'r>,
    /// Of the article that is being written.
    mentioned: Mentioned,
    /// The same for what was dropped.
    dropped: Mentioned,
    totals: Totals,
    /// Bytes of the rows of the last batch, by table: about what the next will have.
    last_bytes: [usize; 4],
}

/// The rows being made of one batch.
struct BatchRows {
    mentions: Rows,
    dropped: Rows,
    by_article: Rows,
    articles: Rows,
    tagged: Tagged,
}

impl<'r> Worker<'r> {
    fn new(
        tagger: &'r Tagger,
        options: &'r RunOptions,
        watch: Watch<'r>,
        damage: &'r OnceLock<Option<String>>,
        totals: Totals,
    ) -> Self {
        let writer = MentionWriter::new(tagger.facts(), options.offsets, options.flavour);
        let (scratch, mentioned, dropped) = (Scratch::default(), Mentioned::default(), Mentioned::default());
        Worker { tagger, options, watch, damage, scratch, writer, mentioned, dropped, totals, last_bytes: [0; 4] }
    }

    /// Tags a batch. Rows that are more than memory is to hold go to `early` before it is done.
    fn tag(&mut self, batch: Batch, early: &dyn Fn(Piece)) -> Tagged {
        let [mentions, dropped, by_article, articles] =
            self.last_bytes.map(|bytes| Rows::with_capacity(self.options.flavour, bytes + bytes / 8));
        let mut rows = BatchRows { mentions, dropped, by_article, articles, tagged: Tagged::default() };
        let bytes = batch.bytes();
        let mut articles = 0;
        for article in batch.articles() {
            if self.watch.interrupted.load(Ordering::Relaxed) {
                rows.tagged.interrupted = true;
                break;
            }
            articles += 1;
            self.tag_article(article, &mut rows, early);
        }
        self.watch.progress.advance(articles, bytes);
        let BatchRows { mentions, dropped, by_article, articles, mut tagged } = rows;
        tagged.mentions = mentions.into_bytes();
        tagged.dropped = dropped.into_bytes();
        tagged.part.mentions.1 += tagged.mentions.len() as u64;
        tagged.part.dropped.1 += tagged.dropped.len() as u64;
        tagged.by_article = by_article.into_bytes();
        tagged.part.by_article.1 = tagged.by_article.len() as u64;
        tagged.articles = articles.into_bytes();
        self.last_bytes = [&tagged.mentions, &tagged.dropped, &tagged.by_article, &tagged.articles].map(Vec::len);
        tagged
    }

    fn tag_article(&mut self, mut article: Article, rows: &mut BatchRows, early: &dyn Fn(Piece)) {
        let mut counts = ArticleCounts::default();
        let entities_before = rows.tagged.part.entities.len();
        if article.status == Status::Ok {
            let (tagger, scratch, with_dropped) = (self.tagger, &mut self.scratch, self.options.dropped);
            // one bad article never ends a run: nothing is written of it until it is done
            let judged = catch_unwind(AssertUnwindSafe(|| {
                tagger.judge_with(scratch, &article, |scene| {
                    let dropped = if with_dropped { dropped(scene).collect() } else { Vec::new() };
                    (mentions_of(scene, tagger.options()).collect::<Vec<_>>(), dropped)
                })
            }));
            match judged {
                Ok((mentions, dropped)) => counts = self.write_mentions(&article, &mentions, &dropped, rows, early),
                // it is not the article that is bad
                Err(panic) if damage_of(tagger, self.damage).is_some() => resume_unwind(panic),
                Err(panic) => {
                    article.text.clear();
                    article.status = Status::Failed;
                    article.error =
                        format!("gazetag failed on this article, please report it: {}", message_of(&*panic));
                }
            }
        }
        let part = &mut rows.tagged.part;
        let [read, empty, skipped] = &mut part.read;
        match article.status {
            Status::Ok => *read += 1,
            Status::Empty => {
                *read += 1;
                *empty += 1;
            }
            Status::Skipped => *skipped += 1,
            Status::Failed => part.failed.push((article.name.clone(), article.error.clone())),
        }
        part.mentions.0 += counts.mentions;
        part.bytes += article.text.len() as u64;
        let begin = rows.articles.len();
        let story_at = articles::write(&article, &counts, &mut rows.articles);
        part.articles.push(ArticleRow {
            story_at: length(story_at),
            len: length(rows.articles.len() - begin),
            signature: Signature::of(&article.text),
            entities: length(part.entities.len() - entities_before),
            digits: 0,
        });
        if article.status == Status::Ok && self.options.texts.is_some() {
            rows.tagged.texts.push((article.name, article.text));
        }
    }

    fn write_mentions(
        &mut self,
        article: &Article,
        mentions: &[Mention],
        dropped: &[Mention],
        rows: &mut BatchRows,
        early: &dyn Fn(Piece),
    ) -> ArticleCounts {
        let facts = self.tagger.facts();
        let part = &mut rows.tagged.part;
        let settle = |rows: &mut Rows, bytes: &mut u64, piece: fn(Vec<u8>) -> Piece| {
            if rows.len() >= ROWS_IN_MEMORY {
                *bytes += rows.len() as u64;
                early(piece(rows.take()));
            }
        };
        self.mentioned.sort_out(mentions);
        self.writer.write(article, mentions, &self.mentioned, &mut rows.mentions, |rows| {
            settle(rows, &mut part.mentions.1, Piece::Mentions);
        });
        self.dropped.sort_out(dropped);
        self.writer.write(article, dropped, &self.dropped, &mut rows.dropped, |rows| {
            settle(rows, &mut part.dropped.1, Piece::Dropped);
        });
        part.dropped.0 += dropped.len() as u64;
        let mentioned = &self.mentioned;
        part.entities.extend_from_slice(mentioned.entities());
        self.totals.entities.add(article, mentions, mentioned);
        if let Some(tables) = &mut self.totals.tables {
            self.writer.write_counts(article, mentioned, &mut rows.by_article);
            part.by_article.0 += mentioned.entities().len() as u64;
            match tables.add(facts, article, mentions, mentioned) {
                Ok(true) => {}
                Ok(false) => part.not_paired.push(article.name.clone()),
                Err(error) => rows.tagged.uncounted = Some(error),
            }
        }
        let mut counts = ArticleCounts { mentions: mentions.len() as u64, ..ArticleCounts::default() };
        for mention in mentioned.groups().filter_map(|(_, mut numbers)| numbers.next()) {
            counts.entities[mentions[mention].kind as usize] += 1;
        }
        counts
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given").to_owned()
}

fn write_in_order(
    queue: &Queue,
    sink: &mut Sink<'_, '_>,
    mut texts: Option<&mut TextFolder>,
    options: &RunOptions,
    summary: &mut Summary,
    interrupted: &AtomicBool,
) -> Result<Option<Panic>, RunError> {
    while let Some(next) = queue.take() {
        let tagged = match next {
            Next::Batch(tagged) => *tagged,
            Next::Piece(_) if interrupted.load(Ordering::Relaxed) => return Err(RunError::Interrupted),
            Next::Piece(piece) => {
                sink.write_piece(&piece)?;
                continue;
            }
        };
        if tagged.broken.is_some() {
            return Ok(tagged.broken);
        }
        if let Some(error) = tagged.uncounted {
            return Err(FolderError::from(error).into());
        }
        if tagged.interrupted || interrupted.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        if options.strict
            && let Some((article, error)) = tagged.part.failed.first()
        {
            return Err(RunError::Strict { article: article.clone(), error: error.clone() });
        }
        if let Some(texts) = &mut texts {
            tagged.texts.iter().try_for_each(|(article, text)| texts.write(article, text))?;
        }
        sink.write(tagged, summary)?;
    }
    if interrupted.load(Ordering::Relaxed) { Err(RunError::Interrupted) } else { Ok(None) }
}

/// Where rows go as they come.
enum Sink<'o, 'w> {
    Folder(Box<OpenTables<'o>>),
    Stream(&'o mut (dyn Write + Send + 'w)),
}

/// The tables that grow while articles are tagged.
struct OpenTables<'o> {
    folder: &'o TableFolder,
    mentions: Table,
    dropped: Option<Table>,
    by_article: Table,
    articles: Table,
    stories: Stories,
    part: Option<PartWriter>,
}

impl OpenTables<'_> {
    fn write(&mut self, mut tagged: Tagged) -> Result<(), FolderError> {
        let part = &mut tagged.part;
        self.mentions.write(&tagged.mentions, part.mentions.0)?;
        if let Some(dropped) = &mut self.dropped {
            dropped.write(&tagged.dropped, part.dropped.0)?;
        }
        self.by_article.write(&tagged.by_article, part.by_article.0)?;
        let (mut rows, mut entities) = (&*tagged.articles, &*part.entities);
        let mut whole = Vec::with_capacity(rows.len() + 8 * part.articles.len());
        for article in &mut part.articles {
            let (row, behind) = rows.split_at(article.len as usize);
            let (mentioned, others) = entities.split_at(article.entities as usize);
            (rows, entities) = (behind, others);
            self.articles.rows += 1;
            let (before, after) = row.split_at(article.story_at as usize);
            whole.extend_from_slice(before);
            if let Some(signature) = article.signature {
                let number = u32::try_from(self.articles.rows).unwrap_or(u32::MAX);
                let story = self.stories.add(number, signature, mentioned);
                let mut digits = itoa::Buffer::new();
                let digits = digits.format(story).as_bytes();
                whole.extend_from_slice(digits);
                article.digits = u8::try_from(digits.len()).unwrap_or(u8::MAX);
            }
            whole.extend_from_slice(after);
        }
        self.articles.write(&whole, 0)?;
        match &mut self.part {
            Some(writer) => writer.batch(tagged.part),
            None => Ok(()),
        }
    }

    fn finish(
        self,
        totals: &mut Totals,
        facts: &dyn Facts,
        lists: &[ListSource],
        options: &RunOptions,
        batches: u64,
        summary: &Summary,
    ) -> Result<CompleteSet, FolderError> {
        let OpenTables { folder, mentions, dropped, by_article, articles, stories, part } = self;
        let Totals { entities: counted, tables: Some(counts) } = totals else {
            unreachable!("a run into a folder counts for its tables")
        };
        let (flavour, spill) = (options.flavour, || counts.spill.clone());
        let begin = |name, columns| Table::begin(folder, name, columns, flavour);
        let mut complete = vec![articles.finish()?, by_article.finish()?];

        let mut table = begin("by-month.csv", by_month::columns())?;
        let write = |rows: &[u8]| table.file.write(rows);
        table.rows = counts.months.write(facts, counted, flavour, spill(), write)?;
        complete.push(table.finish()?);

        let names = if counts.names.is_empty() { CountryNames::of(counted, facts) } else { counts.names.clone() };
        let mut rows = Rows::new(flavour);
        let mut table = begin("countries.csv", countries::columns())?;
        let count = counts.countries.write(&names, &mut rows);
        table.write(&rows.into_bytes(), count)?;
        complete.push(table.finish()?);

        if let Some(dropped) = dropped {
            complete.push(dropped.finish()?);
        }

        let mut rows = Rows::new(flavour);
        counted.write(facts, &stories, &mut rows);
        let mut table = begin("entities.csv", entities::columns(facts))?;
        table.write(&rows.into_bytes(), counted.len() as u64)?;
        complete.push(table.finish()?);
        complete.push(mentions.finish()?);

        let mut table = begin("pairs.csv", pairs::columns())?;
        let with_text = summary.read - summary.empty;
        let pairs = PairTable { facts, entities: counted, least: options.min_pair, articles: with_text, flavour };
        table.rows = counts.pairs.write(&pairs, spill(), |rows| table.file.write(rows))?;
        complete.push(table.finish()?);

        let part = match (part, &options.part) {
            (Some(writer), Some(run)) => {
                let mut header = part_header(run, batches, &complete, lists, facts, options);
                header.countries = counts.countries.counts().into_iter().collect();
                header.country_names = names.iter().map(|(code, id, name)| (code, id, name.to_owned())).collect();
                let (pairs, months) = (counts.pairs.sorted()?, counts.months.sorted()?);
                Some(writer.finish(counted.parts(facts), pairs, months, header)?)
            }
            _ => None,
        };
        Ok((complete, part))
    }
}

/// The complete tables, and what a shard knows beyond them.
type CompleteSet = (Vec<Complete>, Option<FinishedTable>);

struct Table {
    file: TableFile,
    columns: Vec<Column>,
    rows: u64,
}

impl Table {
    fn begin(folder: &TableFolder, name: &str, columns: Vec<Column>, flavour: Flavour) -> Result<Table, FolderError> {
        let mut file = folder.table(name)?;
        file.write(&flavour.header(&columns))?;
        Ok(Table { file, columns, rows: 0 })
    }

    fn write(&mut self, bytes: &[u8], rows: u64) -> Result<(), FolderError> {
        self.rows += rows;
        self.file.write(bytes)
    }

    fn finish(self) -> Result<Complete, FolderError> {
        Ok((self.file.finish()?, self.columns, self.rows))
    }
}

/// A complete table with its columns and its number of rows.
type Complete = (FinishedTable, Vec<Column>, u64);

impl<'o, 'w> Sink<'o, 'w> {
    fn open(output: &'o mut Output<'w>, options: &RunOptions) -> Result<Sink<'o, 'w>, RunError> {
        let columns = mentions::columns(options.offsets);
        match output {
            Output::Folder(folder) => {
                let begin = |name, columns| Table::begin(folder, name, columns, options.flavour);
                Ok(Sink::Folder(Box::new(OpenTables {
                    mentions: begin("mentions.csv", columns.clone())?,
                    dropped: options.dropped.then(|| begin("dropped.csv", columns)).transpose()?,
                    by_article: begin("by-article.csv", by_article::columns())?,
                    articles: begin("articles.csv", articles::columns())?,
                    stories: Stories::default(),
                    part: options.part.is_some().then(|| folder.table(PART).map(PartWriter::new)).transpose()?,
                    folder,
                })))
            }
            Output::Stream(stream) => {
                stream.write_all(&options.flavour.header(&columns)).map_err(RunError::Stream)?;
                Ok(Sink::Stream(&mut **stream))
            }
        }
    }

    fn write(&mut self, tagged: Tagged, summary: &mut Summary) -> Result<(), RunError> {
        summary.add(&tagged.part);
        match self {
            Sink::Folder(tables) => Ok(tables.write(tagged)?),
            Sink::Stream(stream) => stream.write_all(&tagged.mentions).map_err(RunError::Stream),
        }
    }

    /// Writes rows of a batch before the rest of it.
    fn write_piece(&mut self, piece: &Piece) -> Result<(), RunError> {
        match (self, piece) {
            // they are counted with their batch
            (Sink::Folder(tables), Piece::Mentions(rows)) => Ok(tables.mentions.write(rows, 0)?),
            (Sink::Folder(tables), Piece::Dropped(rows)) => match &mut tables.dropped {
                Some(dropped) => Ok(dropped.write(rows, 0)?),
                None => Ok(()),
            },
            (Sink::Stream(stream), Piece::Mentions(rows)) => stream.write_all(rows).map_err(RunError::Stream),
            (Sink::Stream(_), Piece::Dropped(_)) => Ok(()),
        }
    }

    /// The complete tables, and what a shard knows beyond them.
    fn finish(
        self,
        totals: &mut Totals,
        facts: &dyn Facts,
        lists: &[ListSource],
        options: &RunOptions,
        batches: u64,
        summary: &Summary,
    ) -> Result<CompleteSet, RunError> {
        match self {
            Sink::Stream(stream) => {
                stream.flush().map_err(RunError::Stream)?;
                Ok((Vec::new(), None))
            }
            Sink::Folder(tables) => Ok(tables.finish(totals, facts, lists, options, batches, summary)?),
        }
    }
}

fn part_header(
    run: &RunPart,
    batches: u64,
    tables: &[Complete],
    lists: &[ListSource],
    facts: &dyn Facts,
    options: &RunOptions,
) -> PartHeader {
    PartHeader {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        shard: run.shard,
        inputs: (run.inputs.clone(), batches),
        options: Json::Object(options.described.clone()).to_string(),
        paths: options.paths.clone(),
        flavour: options.flavour,
        offsets: options.offsets,
        dropped: options.dropped,
        min_pair: options.min_pair,
        lists: lists.to_vec(),
        own_columns: facts.own_columns().to_vec(),
        countries: Vec::new(),
        country_names: Vec::new(),
        tables: tables.iter().map(|(table, _, _)| (table.name.clone(), table.blake3.clone())).collect(),
    }
}

/// Bytes or items of one article.
fn length(count: usize) -> u32 {
    u32::try_from(count).expect("an article has less than 4 GiB")
}

fn top(counts: &EntityCounts, facts: &dyn Facts) -> Vec<(Kind, String, u64, u64)> {
    let ranked = counts.ranked(facts);
    Kind::ALL
        .into_iter()
        .flat_map(|kind| {
            let of_kind = ranked.iter().filter(move |(entity, _)| facts.kind(*entity) == kind).take(TOP);
            of_kind.map(move |(entity, count)| {
                (kind, facts.entity(*entity).name.to_owned(), count.mentions, count.articles)
            })
        })
        .collect()
}

/// The tables in all formats that are wanted beside CSV.
fn other_formats(
    folder: &TableFolder,
    tables: &[Complete],
    lists: &[ListSource],
    options: &RunOptions,
    summary: &Summary,
    watch: Watch<'_>,
) -> Result<Vec<Written>, RunError> {
    let package = describe(tables, &[], lists, options, summary).to_json();
    let tables = tables.iter().map(|(table, columns, _)| RunTable {
        name: table.name.trim_end_matches(".csv").to_owned(),
        path: table.beside().to_owned(),
        columns: columns.clone(),
        guarded: options.flavour.is_for_spreadsheets(),
    });
    let run = RunTables {
        folder: folder.path(),
        tables: tables.collect(),
        package: &package,
        points: options.points,
        is_interrupted: &|| watch.interrupted.load(Ordering::Relaxed),
        advance: &|rows| watch.progress.write(rows),
    };
    convert::write_all(&run, &options.formats, folder).map_err(|error| match error {
        FormatError::Interrupted => RunError::Interrupted,
        error => RunError::Format(error),
    })
}

fn describe<'p>(
    tables: &'p [Complete],
    files: &'p [Written],
    lists: &'p [ListSource],
    options: &'p RunOptions,
    summary: &'p Summary,
) -> Package<'p> {
    let count = |n: u64| Json::from(n);
    let articles = [
        ("ok", count(summary.read - summary.empty)),
        ("empty", count(summary.empty)),
        ("skipped", count(summary.skipped)),
        ("failed", count(summary.failed)),
    ];
    Package {
        files,
        resources: tables.iter().map(|(table, columns, rows)| Resource { table, columns, rows: *rows }).collect(),
        flavour: options.flavour,
        options: options.described.clone(),
        paths: &options.paths,
        gazetteers: lists,
        articles: articles.map(|(status, count)| (status.to_owned(), count)).into_iter().collect(),
        not_paired: &summary.not_paired,
    }
}
