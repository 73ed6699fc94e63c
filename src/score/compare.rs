//! Two tables of mentions against one gold file: what the one does better, and how sure that is.

use super::errors::{ErrorRow, errors};
use super::interval::Interval;
use super::rows::Rows;
use super::select::{same_articles, select};
use super::tally::{Matched, Table, Tallies};
use super::{ScoreError, ScoreOptions};
use crate::model::Kind;
use serde::Serialize;
use std::collections::BTreeMap;

/// How one table of mentions differs from another.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The other table by equal spans.
    pub exact: Table,
    /// The other table by overlapping spans.
    pub overlap: Table,
    /// The figures of the first less those of the other.
    pub differences: Vec<Difference>,
    /// What one of the two gets wrong more often, most frequent first.
    pub changes: Vec<Change>,
}

/// How one figure differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// `exact`, `overlap` or `places`.
    pub by: &'static str,
    /// A kind, `micro` or `span only`; for places the share: `within_161km_matched`, `within_161km_all`.
    pub of: &'static str,
    /// `p`, `r`, `f1` or `share`.
    pub figure: &'static str,
    /// The first less the other.
    pub difference: f64,
    /// Its 95 % interval, articles drawn for both at once: where it holds 0, the two may be equally good.
    pub interval: Option<Interval>,
}

/// A name that one of the two gets wrong more often.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// `mended`: the other made more of this error; `new`: this one makes more.
    pub change: &'static str,
    /// `missed`, `false alarm` or `wrong entity`.
    pub error: &'static str,
    /// The text.
    pub surface: String,
    /// The kind, as in [`ErrorRow`].
    pub kind: Kind,
    /// How many more.
    pub times: usize,
    /// The first: article and code point.
    pub example: String,
}

/// Compares `mentions` with an `other` table, which is usually an earlier one.
///
/// # Errors
/// Where nothing in the gold file has to be found.
pub fn compare(
    gold: &Rows,
    mut mentions: Rows,
    mut other: Rows,
    options: &ScoreOptions,
) -> Result<Comparison, ScoreError> {
    let (articles, _) = same_articles(gold, &mut mentions);
    same_articles(&Rows { articles, rows: Vec::new() }, &mut other);
    mentions.articles.clone_from(&other.articles);
    let (these, those) = (select(gold, &mentions, options), select(gold, &other, options));
    if these.kinds.is_empty() {
        return Err(ScoreError::NoGold);
    }
    let (matched, other_matched) = (Matched::new(&these), Matched::new(&those));
    let (tallies, other_tallies) = (Tallies::new(&these, &matched), Tallies::new(&those, &other_matched));
    let labels = labels(&these.kinds);
    let differences = labels.into_iter().zip(tallies.differences(&other_tallies)).filter_map(|(label, difference)| {
        let (by, of, figure) = label;
        let (difference, interval) = difference?;
        Some(Difference { by, of, figure, difference, interval })
    });
    let changes = changes(&errors(&these, &matched, None, None), &errors(&those, &other_matched, None, None));
    Ok(Comparison {
        exact: other_tallies.exact(),
        overlap: other_tallies.overlap(),
        differences: differences.filter(|row| row.by != "places" || these.kinds.contains(&Kind::Place)).collect(),
        changes,
    })
}

/// What the figures of [`Tallies::differences`] are, in their order.
fn labels(kinds: &[Kind]) -> Vec<(&'static str, &'static str, &'static str)> {
    let rows: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).chain(["micro", "span only"]).collect();
    let mut labels = Vec::new();
    for by in ["exact", "overlap"] {
        for of in &rows {
            labels.extend(["p", "r", "f1"].map(|figure| (by, *of, figure)));
        }
    }
    labels.extend(["within_161km_matched", "within_161km_all"].map(|share| ("places", share, "share")));
    labels
}

fn changes(these: &[ErrorRow], those: &[ErrorRow]) -> Vec<Change> {
    let (here, there) = (by_name(these), by_name(those));
    let mut changes = Vec::new();
    for (change, rows, elsewhere) in [("mended", &there, &here), ("new", &here, &there)] {
        for (&(error, surface, kind), &(count, example)) in rows {
            let times = count.saturating_sub(elsewhere.get(&(error, surface, kind)).map_or(0, |(count, _)| *count));
            if times > 0 {
                let (surface, example) = (surface.to_owned(), example.to_owned());
                changes.push(Change { change, error, surface, kind, times, example });
            }
        }
    }
    changes.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.cmp(b)));
    changes
}

type Errors<'e> = BTreeMap<(&'static str, &'e str, Kind), (usize, &'e str)>;

/// How often each name goes wrong, whatever the reason, with an example.
fn by_name(errors: &[ErrorRow]) -> Errors<'_> {
    let mut names = Errors::new();
    for row in errors {
        names.entry((row.error, &row.surface, row.kind)).or_insert((0, &row.example)).0 += row.times;
    }
    names
}
