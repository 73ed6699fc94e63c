//! The clock: how fast each stage runs over a corpus, with what was found, so that a fast wrong engine is caught.

use crate::articles::Feed;
use crate::decide::{DecideOptions, decide};
use crate::lexicon::Lexicon;
use crate::model::{Article, Facts, Hits, Mention, NameId, Status};
use crate::tables::Flavour;
use crate::tables::csv::Rows;
use crate::tables::mentions::{MentionWriter, OffsetUnits};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
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

/// The search that everybody could write, over the same names and the same text: `aho-corasick`, overlapping, names as
/// they are listed, with a look at the characters on both sides.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Baseline {
    /// Seconds to build the automaton.
    pub build_seconds: f64,
    /// Megabytes (10^6 bytes) of text a second.
    pub mb_s: f64,
    /// Names found that stand between edges.
    pub hits: u64,
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
    /// The plain search, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// How many times faster `hits` is than the plain search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
}

/// Whether the plain search is measured beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Only gazetag.
    Alone,
    /// The plain search too, batch by batch in turn, so that both meet the machine in the same mood.
    Baseline,
}

struct PlainSearch {
    automaton: AhoCorasick,
    build: Duration,
    spent: Duration,
    hits: u64,
}

impl PlainSearch {
    fn build(facts: &dyn Facts) -> Option<PlainSearch> {
        let begun = Instant::now();
        let mut names: Vec<&str> = Vec::with_capacity(facts.name_count());
        for i in 0..facts.name_count() {
            names.push(facts.name(NameId(u32::try_from(i).ok()?)).text);
        }
        names.sort_unstable();
        names.dedup();
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(names).ok()?;
        Some(PlainSearch { automaton, build: begun.elapsed(), spent: Duration::ZERO, hits: 0 })
    }

    fn search(&mut self, text: &str) {
        for found in self.automaton.find_overlapping_iter(text) {
            let before = text[..found.start()].chars().next_back();
            let after = text[found.end()..].chars().next();
            self.hits +=
                u64::from(!before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric));
        }
    }
}

/// Runs all stages over a feed, on one thread, batch by batch, each stage timed by itself.
///
/// The automata are built before the clock starts: building is measured where lists are opened.
#[must_use]
pub fn measure(lexicon: &Lexicon, options: &DecideOptions, mut feed: Feed, compare: Compare) -> Measured {
    let facts = lexicon.facts().as_ref();
    let mut plain = if compare == Compare::Baseline { PlainSearch::build(facts) } else { None };
    let mut measured = Measured { names: facts.name_count(), threads: 1, ..Measured::default() };
    let mut spent = [Duration::ZERO; 4];
    let mut writer = MentionWriter::new(facts, OffsetUnits::default(), Flavour::default());
    let mut bytes = 0_u64;
    loop {
        let mut clock = Instant::now();
        let mut lap = |stage: &mut Duration| {
            *stage += clock.elapsed();
            clock = Instant::now();
        };
        let Some(batch) = feed.next_batch() else { break };
        let articles: Vec<Article> = batch.articles().filter(|article| article.status == Status::Ok).collect();
        lap(&mut spent[0]);
        if let Some(plain) = &mut plain {
            articles.iter().for_each(|article| plain.search(&article.text));
            lap(&mut plain.spent);
        }
        let found: Vec<Hits> = articles
            .iter()
            .map(|article| {
                let mut hits = Hits::default();
                lexicon.find(&article.text, &mut hits);
                hits
            })
            .collect();
        lap(&mut spent[1]);
        let decided: Vec<Vec<Mention>> = articles
            .iter()
            .zip(&found)
            .map(|(article, hits)| {
                let scene = decide(&article.text, hits, facts, options);
                scene.kept().map(|hit| scene.mention(hit)).collect()
            })
            .collect();
        lap(&mut spent[2]);
        let mut rows = Rows::new(Flavour::default());
        for (article, mentions) in articles.iter().zip(&decided) {
            writer.write(article, mentions, &mut rows);
        }
        std::hint::black_box(rows.into_bytes());
        lap(&mut spent[3]);
        measured.articles += articles.len() as u64;
        measured.hits += found.iter().map(|hits| hits.len() as u64).sum::<u64>();
        measured.mentions += decided.iter().map(|mentions| mentions.len() as u64).sum::<u64>();
        bytes += articles.iter().map(|article| article.text.len() as u64).sum::<u64>();
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
        measured.baseline = plain.map(|plain| Baseline {
            build_seconds: plain.build.as_secs_f64(),
            mb_s: stage(plain.spent).mb_s,
            hits: plain.hits,
        });
        measured.ratio = measured.baseline.map(|baseline| measured.stages.hits.mb_s / baseline.mb_s);
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
