//! What went wrong, grouped: which names are missed, falsely found or taken for another, and why, most frequent first.

use super::rows::{Row, Rows};
use super::select::Selected;
use super::tally::{Matched, same_id};
use super::{NEAR_KM, pair};
use crate::model::{Facts, Kind, NameId};
use crate::tables::context::collapse;
use crate::tables::{Column, Value, ValueType};
use crate::text::fold::fold_name;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::collections::BTreeMap;

/// An error that comes so many times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ErrorRow {
    /// `missed`, `false alarm` or `wrong entity`.
    pub error: &'static str,
    /// Why: `not in the lists`, `dropped: RULE`, `wrong kind`, `wrong edge`, ...
    pub group: String,
    /// The text.
    pub surface: String,
    /// The kind: of the gold row where one is missed, else of the mention.
    pub kind: Kind,
    /// What is there instead: the entity, kind or span that was found, or that gold has.
    pub instead: String,
    /// How often.
    pub times: usize,
    /// In how many articles.
    pub articles: usize,
    /// The first: article and code point.
    pub example: String,
}

/// The columns of a table of errors.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Text};
    vec![
        Column::new("error", Text, "missed, false alarm or wrong entity"),
        Column::new("group", Text, "why: not in the lists, dropped by a rule, wrong kind, wrong edge, wrong place ..."),
        Column::new("times", Count, "how often"),
        Column::new("articles", Count, "in how many articles"),
        Column::new("surface", Text, "the text"),
        Column::new("kind", Text, "kind of the gold row where one is missed, else of the mention"),
        Column::new("instead", Text, "what was found, or what gold has there"),
        Column::new("example", Text, "the first: article and start_char"),
    ]
}

impl ErrorRow {
    /// The cells, in the order of [`columns`].
    #[must_use]
    pub fn cells(&self) -> [Value<'_>; 8] {
        let count = |n: usize| Value::Count(n as u64);
        [
            Value::Text(self.error),
            Value::Text(&self.group),
            count(self.times),
            count(self.articles),
            Value::Text(&self.surface),
            Value::Text(self.kind.as_str()),
            Value::Text(&self.instead),
            Value::Text(&self.example),
        ]
    }
}

const MISSED: &str = "missed";
const FALSE_ALARM: &str = "false alarm";
const WRONG_ENTITY: &str = "wrong entity";

const WRONG_KIND: &str = "wrong kind";
const WRONG_EDGE: &str = "wrong edge";

/// Right spans of another kind, by the two kinds.
pub(super) fn other_kinds(selected: &Selected<'_>, matched: &Matched) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (gold, mention) in of_other_kind(selected, matched) {
        if let (Some(gold), Some(mention)) = (gold.kind, mention.kind) {
            *counts.entry(format!("{gold} found as {mention}")).or_default() += 1;
        }
    }
    counts
}

/// Missed gold rows and mentions of any kind on the same span.
fn of_other_kind<'r>(selected: &Selected<'r>, matched: &Matched) -> Vec<(&'r Row, &'r Row)> {
    let missed = missed(selected, matched);
    let taken: FxHashSet<*const Row> =
        matched.exact.iter().map(|&(_, mention)| std::ptr::from_ref(selected.mentions[mention])).collect();
    let free = selected.any_kind.iter().copied().filter(|row| !taken.contains(&std::ptr::from_ref::<Row>(row)));
    let free: Vec<&Row> = free.collect();
    pair::exact(&missed, &free, Row::spot).into_iter().map(|(gold, mention)| (missed[gold], free[mention])).collect()
}

fn missed<'r>(selected: &Selected<'r>, matched: &Matched) -> Vec<&'r Row> {
    let mut found = vec![false; selected.gold.len()];
    matched.exact.iter().for_each(|&(gold, _)| found[gold] = true);
    selected.gold.iter().zip(found).filter(|(_, found)| !found).map(|(row, _)| *row).collect()
}

fn false_alarms<'r>(selected: &Selected<'r>, matched: &Matched) -> Vec<&'r Row> {
    let mut right = vec![false; selected.mentions.len()];
    matched.exact.iter().for_each(|&(_, mention)| right[mention] = true);
    let wrong = selected.mentions.iter().zip(right).filter(|(row, right)| !right && !selected.is_neutral(row));
    wrong.map(|(row, _)| *row).collect()
}

/// Rows by article and start, to ask what overlaps a span.
struct Index<'r> {
    rows: Vec<&'r Row>,
    longest: usize,
}

impl<'r> Index<'r> {
    fn new(rows: impl IntoIterator<Item = &'r Row>) -> Index<'r> {
        let mut rows: Vec<&Row> = rows.into_iter().collect();
        rows.sort_by_key(|row| row.spot());
        let longest = rows.iter().map(|row| row.end - row.start).max().unwrap_or(0);
        Index { rows, longest }
    }

    fn overlapping(&self, row: &Row) -> impl Iterator<Item = &'r Row> {
        let key = |r: &Row| (r.article, r.start + self.longest);
        let first = self.rows.partition_point(|r| key(r) < (row.article, row.start));
        let (article, start, end) = row.spot();
        let reached = self.rows[first..].iter().copied().take_while(move |r| (r.article, r.start) < (article, end));
        reached.filter(move |r| r.end > start)
    }

    fn on(&self, row: &Row) -> impl Iterator<Item = &'r Row> {
        let spot = row.spot();
        self.overlapping(row).filter(move |r| r.spot() == spot)
    }
}

/// One error, before equal ones are counted together.
struct Found<'r> {
    error: &'static str,
    group: String,
    row: &'r Row,
    instead: String,
}

/// All errors by equal spans, grouped and counted, most frequent first.
pub(super) fn errors(
    selected: &Selected<'_>,
    matched: &Matched,
    dropped: Option<&Rows>,
    facts: Option<&dyn Facts>,
) -> Vec<ErrorRow> {
    let missed = missed(selected, matched);
    let mentions = Index::new(selected.any_kind.iter().copied());
    let gold = Index::new(selected.gold.iter().copied());
    let dropped = Index::new(dropped.iter().flat_map(|rows| &rows.rows));
    let listed = facts.map(|facts| listed(&missed, facts));
    let mut found: Vec<Found<'_>> = Vec::new();
    for row in missed {
        let (group, instead) = why_missed(row, &mentions, &dropped, listed.as_ref());
        found.push(Found { error: MISSED, group, row, instead });
    }
    for row in false_alarms(selected, matched) {
        let (group, instead) = why_false(row, &gold);
        found.push(Found { error: FALSE_ALARM, group, row, instead });
    }
    for &(gold, mention) in &matched.exact {
        let (gold, mention) = (selected.gold[gold], selected.mentions[mention]);
        if let Some((group, instead)) = why_another(gold, mention) {
            found.push(Found { error: WRONG_ENTITY, group, row: mention, instead });
        }
    }
    counted(found, &selected.articles)
}

fn why_missed(
    row: &Row,
    mentions: &Index<'_>,
    dropped: &Index<'_>,
    listed: Option<&FxHashSet<(String, Kind)>>,
) -> (String, String) {
    let kind_of = |row: &Row| row.kind.map_or("other", Kind::as_str).to_owned();
    if let Some(other) = mentions.on(row).find(|other| other.kind != row.kind) {
        return (WRONG_KIND.to_owned(), format!("{}: {}", kind_of(other), other.entity));
    }
    if let Some(hit) = dropped.on(row).find(|hit| hit.kind == row.kind) {
        let rule = hit.reason.rsplit(';').next().unwrap_or_default();
        return (format!("dropped: {rule}"), hit.entity.clone());
    }
    if let Some(other) = mentions.overlapping(row).next() {
        return (WRONG_EDGE.to_owned(), one_line(&other.surface));
    }
    let group = match listed.zip(row.kind) {
        None => "not found",
        Some((listed, kind)) if listed.contains(&(fold_name(&row.surface), kind)) => "in the lists, not matched",
        Some(_) => "not in the lists",
    };
    (group.to_owned(), String::new())
}

fn why_false(row: &Row, gold: &Index<'_>) -> (String, String) {
    if let Some(other) = gold.on(row).next() {
        let kind = other.kind.map_or("other", Kind::as_str);
        return (if other.kind == row.kind { "found twice" } else { WRONG_KIND }.to_owned(), kind.to_owned());
    }
    if let Some(other) = gold.overlapping(row).next() {
        return (WRONG_EDGE.to_owned(), one_line(&other.surface));
    }
    ("not in gold".to_owned(), row.entity.clone())
}

/// Why a mention on the right span is of another entity: another id, or a place too far away.
fn why_another(gold: &Row, mention: &Row) -> Option<(String, String)> {
    let names = |gold: &str| format!("{} ({}), gold has {gold}", mention.entity, mention.entity_id);
    if gold.kind == Some(Kind::Place)
        && let Some(here) = gold.point
    {
        let km = mention.point.map(|there| here.distance_km(there));
        return match km {
            Some(km) if km <= NEAR_KM => None,
            _ => {
                let gold = if gold.entity_id.is_empty() {
                    format!("{:.2}, {:.2}", here.latitude, here.longitude)
                } else {
                    gold.entity_id.clone()
                };
                Some(("over 161 km away".to_owned(), names(&gold)))
            }
        };
    }
    let same = same_id(&gold.entity_id, &mention.entity_id)?;
    (!same).then(|| ("another id".to_owned(), names(&gold.entity_id)))
}

/// Which of the missed names the lists have, and as what: folded name and kind.
fn listed(missed: &[&Row], facts: &dyn Facts) -> FxHashSet<(String, Kind)> {
    let wanted: FxHashSet<String> = missed.iter().map(|row| fold_name(&row.surface)).collect();
    let names = (0..facts.name_count()).map(|i| NameId(u32::try_from(i).expect("there are fewer than 2^32 names")));
    let names = names.map(|id| facts.name(id)).map(|name| (fold_name(name.text), facts.kind(name.of.entity)));
    names.filter(|(name, _)| wanted.contains(name)).collect()
}

fn one_line(text: &str) -> String {
    let mut line = String::new();
    collapse(text, &mut line);
    line
}

fn counted(found: Vec<Found<'_>>, articles: &[String]) -> Vec<ErrorRow> {
    type Key = (&'static str, String, String, Option<Kind>, String);
    let mut counts: FxHashMap<Key, Vec<(usize, usize)>> = FxHashMap::default();
    for one in found {
        let key = (one.error, one.group, one_line(&one.row.surface), one.row.kind, one.instead);
        counts.entry(key).or_default().push((one.row.article, one.row.start));
    }
    let mut rows: Vec<ErrorRow> = counts
        .into_iter()
        .filter_map(|((error, group, surface, kind, instead), mut places)| {
            places.sort_unstable();
            let (article, start) = *places.first()?;
            let times = places.len();
            places.dedup_by_key(|(article, _)| *article);
            Some(ErrorRow {
                error,
                group,
                surface,
                kind: kind?,
                instead,
                times,
                articles: places.len(),
                example: format!("{}:{start}", articles[article]),
            })
        })
        .collect();
    rows.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.cmp(b)));
    rows
}
