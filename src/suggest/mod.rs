//! Names that a corpus is full of and no list has: people, organizations and places to be, as rows of a list.
//!
//! In come articles and a tagger, out go [`Suggestion`]s by count. A name is a run of capitalised words that listed names do
//! not cover; titles, days and the capitals of sentences and headlines are taken off. Its kind is guessed from what it is
//! made of and what stands around it. Spellings that differ in marks, in a vowel or a doubled letter become one row; so do a
//! name and the surname or acronym that stands for it.
//!
//! Promised: the same articles give the same rows at any number of threads, and memory does not grow with them. Left out:
//! scripts that have no capitals, and languages that write every noun with one, which drown names in nouns.

mod counts;
mod evidence;
mod scan;
mod variants;
mod words;

use crate::articles::{Batch, Feed};
use crate::model::{Facts, Kind, NameId, Status};
use crate::pipeline::Progress;
use crate::tables::{Column, Value, ValueType};
use crate::tagger::{Scratch, Tagger};
use crate::text::fold::fold_name;
use counts::{Counts, Entry};
use evidence::Form;
use rayon::ThreadPool;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use scan::Scanner;

/// Batches that are counted side by side before their counts are added up. It does not depend on the number of threads,
/// so that what is forgotten does not either.
const ROUND: usize = 32;

/// Which names are suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuggestOptions {
    /// At least so many mentions.
    pub least: u32,
    /// At most so many names.
    pub most: usize,
}

/// A name that no list has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The most frequent spelling.
    pub name: String,
    /// Guessed from the evidence.
    pub kind: Kind,
    /// Other spellings, the acronym, the surname alone.
    pub aliases: Vec<String>,
    /// How often, all spellings together.
    pub mentions: u32,
    /// In how many articles, counted for each spelling and added up.
    pub articles: u32,
    /// What was seen, and how often.
    pub evidence: String,
    /// The first places, with the article's name.
    pub examples: Vec<String>,
}

/// What was found in all articles.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    /// The most frequent first.
    pub names: Vec<Suggestion>,
    /// Articles that could not be read, with the reason.
    pub failed: Vec<(String, String)>,
    /// Counts are exact where this is 0; else a name may have had so many mentions more. Memory for names is bounded.
    pub forgotten: u32,
}

/// The columns: those of a list, and of one's own.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Text};
    vec![
        Column::new("name", Text, "the most frequent spelling"),
        Column::new("kind", Text, "guessed: person, organization or place"),
        Column::new("aliases", Text, "other spellings, | between them"),
        Column::new("mentions", Count, "how often"),
        Column::new("articles", Count, "in how many articles"),
        Column::new("evidence", Text, "what speaks for the kind, and how often it was seen"),
        Column::new("examples", Text, "the first places, | between them"),
    ]
}

impl Suggestion {
    /// The cells, in the order of [`columns`]; `aliases` and `examples` are joined by the caller.
    #[must_use]
    pub fn cells<'s>(&'s self, aliases: &'s str, examples: &'s str) -> [Value<'s>; 7] {
        [
            Value::Text(&self.name),
            Value::Text(self.kind.as_str()),
            Value::Text(aliases),
            Value::Count(u64::from(self.mentions)),
            Value::Count(u64::from(self.articles)),
            Value::Text(&self.evidence),
            Value::Text(examples),
        ]
    }
}

/// Looks through everything a feed gives, on the threads of `pool`.
pub fn suggest(
    pool: &ThreadPool,
    tagger: &Tagger,
    mut feed: Feed,
    options: SuggestOptions,
    progress: &dyn Progress,
) -> Suggestions {
    let mut counts = Counts::default();
    let mut suggestions = Suggestions::default();
    loop {
        let round: Vec<Batch> = std::iter::from_fn(|| feed.next_batch()).take(ROUND).collect();
        if round.is_empty() {
            break;
        }
        let counted: Vec<Counted> =
            pool.install(|| round.into_par_iter().map(|batch| count(tagger, batch, progress)).collect());
        for one in counted {
            counts.merge(one.counts);
            suggestions.failed.extend(one.failed);
        }
        counts.forget();
    }
    suggestions.forgotten = counts.forgotten;
    suggestions.names = ranked(counts, tagger.facts(), options);
    suggestions
}

/// What one batch holds.
struct Counted {
    counts: Counts,
    failed: Vec<(String, String)>,
}

fn count(tagger: &Tagger, batch: Batch, progress: &dyn Progress) -> Counted {
    let mut counted = Counted { counts: Counts::default(), failed: Vec::new() };
    let (mut scanner, mut scratch) = (Scanner::default(), Scratch::default());
    let bytes = batch.bytes();
    let mut articles = 0;
    for article in batch.articles() {
        articles += 1;
        match article.status {
            Status::Ok => {
                let found = tagger.judge_with(&mut scratch, &article, |scene| scanner.scan(&article.text, scene));
                counted.counts.add(&article, &found);
            }
            Status::Failed => counted.failed.push((article.name, article.error)),
            Status::Empty | Status::Skipped => {}
        }
    }
    progress.advance(articles, bytes);
    counted
}

fn ranked(counts: Counts, facts: &dyn Facts, options: SuggestOptions) -> Vec<Suggestion> {
    let mut entries: Vec<(String, Entry)> = counts.entries.into_iter().collect();
    // what only ever opens sentences is a word
    entries.retain(|(_, entry)| entry.mentions > 0);
    for (_, entry) in &mut entries {
        entry.mentions += entry.openings;
        entry.surfaces.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }
    let order = |a: &(String, Entry), b: &(String, Entry)| b.1.mentions.cmp(&a.1.mentions).then_with(|| a.0.cmp(&b.0));
    entries.sort_unstable_by(order);
    let mut entries = variants::fold(entries);
    entries.retain(|(_, entry)| entry.mentions >= options.least);
    let listed = listed(&entries, facts);
    entries.retain(|(key, entry)| !listed.contains(key) && !entry.surfaces.is_empty());
    entries.sort_by(order);
    entries.truncate(options.most);
    let shorts = variants::unshared_shorts(&entries);
    entries.into_iter().map(|(key, entry)| suggestion(&key, entry, &shorts, &listed)).collect()
}

/// Which of these names, and of their acronyms, the lists have after all, in another case or blocked.
fn listed(entries: &[(String, Entry)], facts: &dyn Facts) -> FxHashSet<String> {
    let acronyms = entries.iter().flat_map(|(_, entry)| &entry.acronyms).map(|(acronym, _)| fold_name(acronym));
    let wanted: FxHashSet<String> = entries.iter().map(|(key, _)| key.clone()).chain(acronyms).collect();
    let names = (0..facts.name_count()).map(|i| NameId(u32::try_from(i).expect("there are fewer than 2^32 names")));
    names.map(|id| fold_name(facts.name(id).text)).filter(|name| wanted.contains(name)).collect()
}

fn suggestion(key: &str, entry: Entry, shorts: &FxHashSet<String>, listed: &FxHashSet<String>) -> Suggestion {
    let mut surfaces = entry.surfaces.into_iter().map(|(surface, _)| surface);
    let name = surfaces.next().unwrap_or_default();
    let kind = entry.evidence.kind(Form::of(&name));
    let acronyms = entry.acronyms.into_iter().map(|(acronym, _)| acronym);
    let acronyms = acronyms.filter(|acronym| !listed.contains(&fold_name(acronym)));
    let shorts = entry.shorts.into_iter().filter(|(short, times)| *times > 1 && shorts.contains(&fold_name(short)));
    let shorts = shorts.map(|(short, _)| short).filter(|_| kind == Kind::Person);
    let mut seen: FxHashSet<String> = std::iter::once(key.to_owned()).collect();
    let aliases = surfaces.chain(acronyms).chain(shorts).filter(|alias| seen.insert(fold_name(alias))).collect();
    Suggestion {
        name,
        kind,
        aliases,
        mentions: entry.mentions,
        articles: entry.articles,
        evidence: entry.evidence.told(),
        examples: entry.examples,
    }
}
