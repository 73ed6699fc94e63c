//! How good the mentions are: against gold that people annotated, or by a sheet that somebody marked.
//!
//! In come tables: a gold file and a `mentions.csv`, which are one format ([`Rows`]). Out goes a [`Score`]: precision,
//! recall and F1 by kind, exact and overlapping; for places the distance to where they lie; whose ids are equal; how sure
//! all this is; and the errors, grouped by what went wrong, most frequent first. [`compare`] sets two tables side by
//! side. Where there is no gold, [`sample`] draws mentions to be marked by hand and [`sheet`] reads them back.
//!
//! What counts:
//! - *exact*: same article, start, end and kind. *Overlap*: same article and kind, the spans share a character; one to one,
//!   equal spans first, then those that share most. *Span only*: the same two whatever the kind.
//! - Kinds that the gold file does not have are not looked at. Gold rows of kind `other` must not be found.
//! - Mentions of role `nested` count only where asked for. Gold rows with that role, or the word in their note, are else
//!   neither right nor wrong where found; so are rows whose note has the word `optional`.
//! - A note `evalspan 120-450` says that only this stretch of the article was annotated.
//! - Articles are the same where one name is the end of the other at a slash.
//! - A place is near where it lies within 161 km (100 miles) of the gold point, the measure of the literature since
//!   Cheng, Caverlee and Lee 2010.
//!
//! Promised: the same tables give the same figures. Left out: coreference, and scores that weigh errors.

mod compare;
mod errors;
mod interval;
mod pair;
mod rows;
pub mod sample;
mod select;
pub mod sheet;
mod tally;

pub use compare::{Change, Comparison, compare};
pub use errors::{ErrorRow, columns as error_columns};
pub use interval::Interval;
pub use rows::{BadRows, Row, Rows, RowsError};
pub use tally::{Ids, Places, Rates, Table};

use crate::model::{Facts, Kind};
use regex::Regex;
use select::{same_articles, select};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tally::{Matched, Tallies};

/// A place farther from the gold point than this is another one, in kilometres.
pub const NEAR_KM: f64 = 161.0;

/// What is to be scored.
#[derive(Clone, Debug, Default)]
pub struct ScoreOptions {
    /// Kinds; empty: those that the gold file has.
    pub kinds: Vec<Kind>,
    /// Count nested mentions and nested gold rows.
    pub nested: bool,
    /// Leave demonyms out.
    pub no_demonyms: bool,
    /// A mention on a gold row of kind `other` is neither right nor wrong.
    pub ignore_other: bool,
    /// Gold rows with such a note need not be found.
    pub skip_note: Option<Regex>,
    /// Look only at articles in which the gold file has a row.
    pub gold_articles_only: bool,
    /// Also give the figures of each article.
    pub by_article: bool,
}

/// What is known beside the two tables, so that errors can say why.
#[derive(Clone, Copy, Default)]
pub struct Known<'k> {
    /// The `dropped.csv` of the run.
    pub dropped: Option<&'k Rows>,
    /// The lists of the run.
    pub facts: Option<&'k dyn Facts>,
}

/// Why there is nothing to score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// No row has to be found.
    #[error("the gold file has no row of kind person, organization or place that counts")]
    NoGold,
}

/// How a table of mentions fares against gold.
#[derive(Clone, Debug, Serialize)]
pub struct Score {
    /// The kinds that are scored.
    pub kinds: Vec<Kind>,
    /// By equal spans.
    pub exact: Table,
    /// By overlapping spans.
    pub overlap: Table,
    /// Right spans of another kind: "place found as person", how often.
    pub other_kind: BTreeMap<String, usize>,
    /// Where places lie; none where places are not scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Places>,
    /// Whose ids are equal; none where places are not scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids: Option<Ids>,
    /// What of the gold file counts.
    pub gold: Counted,
    /// What of the mentions counts.
    pub mentions: Counted,
    /// The figures of each article, most errors first, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<Vec<ArticleRates>>,
    /// What went wrong, most frequent first.
    pub errors: Vec<ErrorRow>,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// How much of a file counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Articles with a row.
    pub articles: usize,
    /// Rows.
    pub rows: usize,
    /// Rows that count.
    pub scored: usize,
    /// The others, by why.
    pub not_scored: BTreeMap<&'static str, usize>,
}

/// The figures of one article, by equal spans and all kinds together.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleRates {
    /// The article.
    pub article: String,
    /// Its figures.
    #[serde(flatten)]
    pub rates: Rates,
}

/// Scores a table of mentions against gold.
///
/// # Errors
/// Where nothing in the gold file has to be found.
pub fn score(gold: &Rows, mut mentions: Rows, known: Known<'_>, options: &ScoreOptions) -> Result<Score, ScoreError> {
    let tagged_articles = mentions.rows.iter().map(|row| row.article).collect::<BTreeSet<usize>>().len();
    let (articles, odd) = same_articles(gold, &mut mentions);
    let dropped = known.dropped.map(|dropped| {
        let mut dropped = dropped.clone();
        let named = Rows { articles, rows: Vec::new() };
        same_articles(&named, &mut dropped);
        dropped
    });
    let selected = select(gold, &mentions, options);
    if selected.kinds.is_empty() {
        return Err(ScoreError::NoGold);
    }
    let matched = Matched::new(&selected);
    let tallies = Tallies::new(&selected, &matched);
    let errors = errors::errors(&selected, &matched, dropped.as_ref(), known.facts);
    Ok(Score {
        exact: tallies.exact(),
        overlap: tallies.overlap(),
        other_kind: errors::other_kinds(&selected, &matched),
        places: tallies.places(),
        ids: selected.kinds.contains(&Kind::Place).then(|| tally::ids(&selected, &matched)),
        gold: Counted {
            articles: gold.articles.len(),
            rows: gold.rows.len(),
            scored: selected.gold.len(),
            not_scored: selected.gold_left_out.clone(),
        },
        mentions: Counted {
            articles: tagged_articles,
            rows: mentions.rows.len(),
            scored: selected.mentions.len(),
            not_scored: selected.mentions_left_out.clone(),
        },
        articles: options.by_article.then(|| tallies.articles(&selected.articles)),
        errors,
        notes: odd.into_iter().chain(selected.notes.iter().cloned()).collect(),
        kinds: selected.kinds,
    })
}
