//! The clock: how fast each stage runs over a corpus, with what was found, so that a fast wrong engine is caught.

use crate::articles::Feed;
use crate::decide::{DecideOptions, decide};
use crate::lexicon::Lexicon;
use crate::model::{Article, Hits, Status};
use crate::tables::Flavour;
use crate::tables::csv::Rows;
use crate::tables::mentions::{MentionWriter, OffsetUnits};
use serde::Serialize;
use std::time::{Duration, Instant};

/// The time of one stage over the whole corpus.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Stage {
    /// Seconds on one thread.
    pub seconds: f64,
    /// Megabytes (10^6 bytes) of text a second.
    pub mb_s: f64,
}

/// The stages of the flow.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Stages {
    /// Reading files and decoding them to articles.
    pub read: Stage,
    /// Text to hits.
    pub hits: Stage,
    /// Hits to mentions.
    pub decide: Stage,
    /// Mentions to rows.
    pub tables: Stage,
}

/// What was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Measured {
    /// Names compiled.
    pub names: usize,
    /// Megabytes (10^6 bytes) of text.
    pub mb: f64,
    /// Articles with text.
    pub articles: u64,
    /// Threads.
    pub threads: usize,
    /// Articles a second, all stages together.
    pub articles_s: f64,
    /// Mentions a second, all stages together.
    pub mentions_s: f64,
    /// Each stage by itself.
    pub stages: Stages,
    /// Hits found.
    pub hits: u64,
    /// Mentions kept.
    pub mentions: u64,
}

/// Runs all stages over a feed, on one thread, article by article, each stage timed by itself.
///
/// The automata are built before the clock starts: building is measured where lists are opened.
#[must_use]
pub fn measure(lexicon: &Lexicon, options: &DecideOptions, mut feed: Feed) -> Measured {
    let facts = lexicon.facts().as_ref();
    let mut measured = Measured { names: facts.name_count(), threads: 1, ..Measured::default() };
    let mut spent = [Duration::ZERO; 4];
    let mut hits = Hits::default();
    let mut writer = MentionWriter::new(facts, OffsetUnits::default(), Flavour::default());
    let mut bytes = 0_u64;
    loop {
        let begun = Instant::now();
        let Some(batch) = feed.next_batch() else { break };
        let articles: Vec<Article> = batch.articles().filter(|article| article.status == Status::Ok).collect();
        spent[0] += begun.elapsed();
        for article in &articles {
            let begun = Instant::now();
            lexicon.find(&article.text, &mut hits);
            let found = Instant::now();
            let scene = decide(&article.text, &hits, facts, options);
            let mentions: Vec<_> = scene.kept().map(|hit| scene.mention(hit)).collect();
            let decided = Instant::now();
            let mut rows = Rows::new(Flavour::Excel);
            writer.write(article, &mentions, &mut rows);
            std::hint::black_box(rows.into_bytes());
            spent[1] += found - begun;
            spent[2] += decided - found;
            spent[3] += decided.elapsed();
            measured.articles += 1;
            measured.hits += hits.len() as u64;
            measured.mentions += mentions.len() as u64;
            bytes += article.text.len() as u64;
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "rates need no more digits")]
    {
        measured.mb = bytes as f64 / 1e6;
        let stage = |spent: Duration| {
            let seconds = spent.as_secs_f64();
            Stage { seconds, mb_s: if seconds > 0.0 { measured.mb / seconds } else { 0.0 } }
        };
        let total = spent.iter().sum::<Duration>().as_secs_f64().max(f64::MIN_POSITIVE);
        measured.articles_s = measured.articles as f64 / total;
        measured.mentions_s = measured.mentions as f64 / total;
        measured.stages =
            Stages { read: stage(spent[0]), hits: stage(spent[1]), decide: stage(spent[2]), tables: stage(spent[3]) };
    }
    measured
}

/// The most memory the process ever had resident, in megabytes (10^6 bytes), where the system tells.
#[must_use]
pub fn peak_memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}
