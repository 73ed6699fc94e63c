//! What counts: which gold rows have to be found, and which mentions are held against a tagger.

use super::ScoreOptions;
use super::rows::{Row, Rows};
use crate::model::Kind;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What is compared, after all that does not count is left out.
pub(super) struct Selected<'r> {
    /// Names of articles; rows are numbered by them.
    pub(super) articles: Vec<String>,
    /// Whether the gold file has a row in the article.
    pub(super) in_gold: usize,
    /// Kinds that are scored.
    pub(super) kinds: Vec<Kind>,
    /// Gold rows that have to be found.
    pub(super) gold: Vec<&'r Row>,
    /// Mentions of the scored kinds.
    pub(super) mentions: Vec<&'r Row>,
    /// Mentions of any kind.
    pub(super) any_kind: Vec<&'r Row>,
    /// Spans on which a mention is neither right nor wrong.
    pub(super) neutral: FxHashSet<(usize, usize, usize)>,
    /// Gold rows that need not be found, by why.
    pub(super) gold_left_out: BTreeMap<&'static str, usize>,
    /// Mentions that do not count, by why.
    pub(super) mentions_left_out: BTreeMap<&'static str, usize>,
    /// What the user should know.
    pub(super) notes: Vec<String>,
}

/// Numbers the articles of `mentions` as those of `gold`: one name, or one is the end of the other at a slash.
///
/// Gives the names of all articles, those of the gold first, and what is odd.
pub(super) fn same_articles(gold: &Rows, mentions: &mut Rows) -> (Vec<String>, Vec<String>) {
    let mut names = gold.articles.clone();
    let exact: FxHashMap<&str, usize> = gold.articles.iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let mut by_last: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (i, name) in gold.articles.iter().enumerate() {
        by_last.entry(last(name)).or_default().push(i);
    }
    let ends_with = |whole: &str, end: &str| whole.strip_suffix(end).is_some_and(|rest| rest.ends_with('/'));
    let mut together: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    let mut number = Vec::with_capacity(mentions.articles.len());
    for name in &mentions.articles {
        let found = exact.get(name.as_str()).copied().or_else(|| {
            let fits = by_last.get(&last(name)).into_iter().flatten().copied();
            let fits = fits.filter(|&i| ends_with(name, &gold.articles[i]) || ends_with(&gold.articles[i], name));
            // the longest; of equals the first
            fits.rev().max_by_key(|&i| gold.articles[i].chars().count())
        });
        number.push(found.unwrap_or_else(|| {
            names.push(name.clone());
            names.len() - 1
        }));
        if let Some(found) = found {
            together.entry(found).or_default().push(name);
        }
    }
    let several = together.iter().filter(|(_, names)| names.len() > 1).map(|(&gold, tagged)| {
        let first: Vec<&str> = tagged.iter().copied().take(3).collect();
        format!(
            "{} tagged articles are called {} at the end ({}): their mentions are put together",
            tagged.len(),
            names[gold],
            first.join(", ")
        )
    });
    let notes = several.collect();
    for row in &mut mentions.rows {
        row.article = number[row.article];
    }
    mentions.articles.clone_from(&names);
    (names, notes)
}

/// The stretches of an article that were annotated, where a note says so: `evalspan 120-450`.
fn annotated_stretches(gold: &Rows) -> FxHashMap<usize, Vec<(usize, usize)>> {
    static EVALSPAN: OnceLock<Regex> = OnceLock::new();
    let pattern = EVALSPAN.get_or_init(|| Regex::new(r"\bevalspan (\d+)-(\d+)").expect("the pattern is constant"));
    let mut stretches: FxHashMap<usize, Vec<(usize, usize)>> = FxHashMap::default();
    for row in gold.rows.iter().filter(|row| row.note.contains("evalspan")) {
        for found in pattern.captures_iter(&row.note) {
            if let (Ok(start), Ok(end)) = (found[1].parse(), found[2].parse()) {
                stretches.entry(row.article).or_default().push((start, end));
            }
        }
    }
    stretches
}

/// Picks what counts. `mentions` must have the articles of `gold` ([`same_articles`]).
pub(super) fn select<'r>(gold: &'r Rows, mentions: &'r Rows, options: &ScoreOptions) -> Selected<'r> {
    let mut selected = Selected {
        articles: mentions.articles.clone(),
        in_gold: gold.articles.len(),
        kinds: Vec::new(),
        gold: Vec::new(),
        mentions: Vec::new(),
        any_kind: Vec::new(),
        neutral: FxHashSet::default(),
        gold_left_out: BTreeMap::new(),
        mentions_left_out: BTreeMap::new(),
        notes: Vec::new(),
    };
    selected.take_gold(gold, options);
    selected.take_mentions(gold, mentions, options);
    selected
}

impl<'r> Selected<'r> {
    fn take_gold(&mut self, gold: &'r Rows, options: &ScoreOptions) {
        for row in &gold.rows {
            let nested = row.role == "nested" || row.notes("nested");
            let demonym = row.role == "demonym" || row.notes("Demonym");
            let by_note = || options.skip_note.as_ref().is_some_and(|pattern| pattern.is_match(&row.note));
            let why = if row.kind.is_none() {
                Some("other")
            } else if nested && !options.nested {
                Some("nested")
            } else if demonym && options.no_demonyms {
                Some("demonyms")
            } else if row.notes("optional") {
                Some("optional")
            } else {
                by_note().then_some("by note")
            };
            match why {
                None => self.gold.push(row),
                Some(why) => {
                    *self.gold_left_out.entry(why).or_default() += 1;
                    if row.kind.is_some() || options.ignore_other {
                        self.neutral.insert(row.spot());
                    }
                }
            }
        }
        let has = |kind: &Kind| self.gold.iter().any(|row| row.kind == Some(*kind));
        let scored = |kind: &Kind| if options.kinds.is_empty() { has(kind) } else { options.kinds.contains(kind) };
        self.kinds = REPORTED.into_iter().filter(scored).collect();
        let before = self.gold.len();
        let kinds = &self.kinds;
        self.gold.retain(|row| row.kind.is_some_and(|kind| kinds.contains(&kind)));
        if before > self.gold.len() {
            self.gold_left_out.insert("of kinds not scored", before - self.gold.len());
        }
    }

    fn take_mentions(&mut self, gold: &Rows, mentions: &'r Rows, options: &ScoreOptions) {
        let stretches = annotated_stretches(gold);
        let inside = |row: &Row| {
            let stretches = stretches.get(&row.article);
            stretches.is_none_or(|all| all.iter().any(|&(start, end)| start <= row.start && row.end <= end))
        };
        let (mut strange, mut strange_articles) = (0, FxHashSet::default());
        let mut met = self.in_gold == 0 || mentions.rows.is_empty();
        for row in &mentions.rows {
            met |= row.article < self.in_gold;
            let why = if row.role == "nested" && !options.nested {
                Some("nested")
            } else if row.role == "demonym" && options.no_demonyms {
                Some("demonyms")
            } else if !inside(row) {
                Some("outside the evaluated spans")
            } else if options.gold_articles_only && row.article >= self.in_gold {
                Some("in articles without a gold row")
            } else {
                self.any_kind.push(row);
                let scored = row.kind.is_some_and(|kind| self.kinds.contains(&kind));
                if scored {
                    self.mentions.push(row);
                    if row.article >= self.in_gold {
                        strange += 1;
                        strange_articles.insert(row.article);
                    }
                }
                (!scored).then_some("of kinds not scored")
            };
            if let Some(why) = why {
                *self.mentions_left_out.entry(why).or_default() += 1;
            }
        }
        if strange > 0 {
            self.notes.push(format!(
                "{strange} mentions lie in {} articles without a gold row and count as wrong (--gold-articles-only \
                 leaves them out)",
                strange_articles.len()
            ));
        }
        if !met {
            self.notes.push("no article of the two files has the same name".to_owned());
        }
    }

    /// Whether a mention on this span is neither right nor wrong.
    pub(super) fn is_neutral(&self, row: &Row) -> bool {
        self.neutral.contains(&row.spot())
    }
}

/// The order in which kinds are reported: as lists of places are what most is published on.
const REPORTED: [Kind; 3] = [Kind::Place, Kind::Person, Kind::Organization];
