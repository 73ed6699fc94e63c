//! Counts by article, their sums as rates, and how sure these are.

use super::interval::{Interval, bootstrap};
use super::pair::{self, Pair};
use super::rows::Row;
use super::select::Selected;
use super::{ArticleRates, NEAR_KM};
use crate::model::Kind;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::ops::AddAssign;

/// The pairs of gold rows and mentions, as indices into [`Selected::gold`] and [`Selected::mentions`].
pub(super) struct Matched {
    pub(super) exact: Vec<Pair>,
    pub(super) overlap: Vec<Pair>,
    exact_span: Vec<Pair>,
    overlap_span: Vec<Pair>,
}

impl Matched {
    pub(super) fn new(selected: &Selected<'_>) -> Matched {
        let (gold, mentions) = (&selected.gold, &selected.mentions);
        Matched {
            exact: pair::exact(gold, mentions, |row| (row.spot(), row.kind)),
            overlap: pair::overlapping(gold, mentions, |row| (row.article, row.kind)),
            exact_span: pair::exact(gold, mentions, Row::spot),
            overlap_span: pair::overlapping(gold, mentions, |row| row.article),
        }
    }
}

/// What was to be found, what was found, and what of it is right and wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    gold: u64,
    mentions: u64,
    right: u64,
    wrong: u64,
}

impl Tally {
    fn add_times(&mut self, other: Tally, times: u64) {
        self.gold += times * other.gold;
        self.mentions += times * other.mentions;
        self.right += times * other.right;
        self.wrong += times * other.wrong;
    }

    fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong).unwrap_or(0.0)
    }

    fn recall(self) -> f64 {
        share(self.right, self.gold).unwrap_or(0.0)
    }

    fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    fn rates(self) -> Rates {
        Rates {
            gold: self.gold,
            mentions: self.mentions,
            right: self.right,
            wrong: self.wrong,
            missed: self.gold - self.right,
            p: self.precision(),
            r: self.recall(),
            f1: self.f1(),
            p_interval: None,
            r_interval: None,
            f1_interval: None,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.add_times(other, 1);
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^52")]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Precision, recall and F1 with what they are made of, and their 95 % intervals where there are two articles or more.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rates {
    /// Gold rows.
    pub gold: u64,
    /// Mentions.
    pub mentions: u64,
    /// Gold rows that were found.
    pub right: u64,
    /// Mentions that are on no gold row.
    pub wrong: u64,
    /// Gold rows that were not found.
    pub missed: u64,
    /// Precision: right over right and wrong.
    pub p: f64,
    /// Recall: right over gold.
    pub r: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Interval of the precision.
    pub p_interval: Option<Interval>,
    /// Interval of the recall.
    pub r_interval: Option<Interval>,
    /// Interval of F1.
    pub f1_interval: Option<Interval>,
}

/// Rates by kind, of all kinds together, and of spans whatever their kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The kinds that are scored.
    pub kinds: Vec<(Kind, Rates)>,
    /// All of them together.
    pub micro: Rates,
    /// The kind left aside.
    pub span_only: Rates,
}

impl Table {
    /// The rows with the names they have in JSON.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, &Rates)> {
        let kinds = self.kinds.iter().map(|(kind, rates)| (kind.as_str(), rates));
        kinds.chain([("micro", &self.micro), ("span only", &self.span_only)])
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, rates) in self.rows() {
            map.serialize_entry(name, rates)?;
        }
        map.end()
    }
}

/// Where the places that were found lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Places {
    /// Gold places.
    pub gold: u64,
    /// Those with coordinates.
    pub gold_with_coordinates: u64,
    /// Those of them that were found, by equal spans and kind.
    pub matched: u64,
    /// Those that were found with coordinates.
    pub matched_with_coordinates: u64,
    /// Those that were found within 161 km.
    pub within_161km: u64,
    /// Their share of those found.
    pub within_161km_matched: Option<f64>,
    /// Their share of all gold places with coordinates.
    pub within_161km_all: Option<f64>,
    /// The median distance of those with coordinates, in kilometres.
    pub median_km: Option<f64>,
    /// 95 % interval of the share of those found.
    pub within_161km_matched_interval: Option<Interval>,
    /// 95 % interval of the share of all.
    pub within_161km_all_interval: Option<Interval>,
}

/// Among found rows whose ids are of one kind (GeoNames, Wikidata, ...), how many are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ids {
    /// Rows with ids that can be compared.
    pub comparable: u64,
    /// Those with equal ids.
    pub equal: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct PlaceTally {
    gold: u64,
    located: u64,
    matched: u64,
    matched_located: u64,
    near: u64,
}

impl PlaceTally {
    fn add_times(&mut self, other: PlaceTally, times: u64) {
        self.gold += times * other.gold;
        self.located += times * other.located;
        self.matched += times * other.matched;
        self.matched_located += times * other.matched_located;
        self.near += times * other.near;
    }
}

/// One way to match: by kind, indices as in [`Kind`], and whatever the kind.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    kinds: [Tally; 3],
    span: Tally,
}

impl Way {
    fn add_times(&mut self, other: &Way, times: u64) {
        for (all, one) in self.kinds.iter_mut().zip(other.kinds) {
            all.add_times(one, times);
        }
        self.span.add_times(other.span, times);
    }

    fn micro(&self) -> Tally {
        let mut micro = Tally::default();
        self.kinds.iter().for_each(|&tally| micro += tally);
        micro
    }
}

/// The counts of one article, or of several together.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    exact: Way,
    overlap: Way,
    places: PlaceTally,
}

impl Counts {
    fn add_times(&mut self, other: &Counts, times: u64) {
        self.exact.add_times(&other.exact, times);
        self.overlap.add_times(&other.overlap, times);
        self.places.add_times(other.places, times);
    }

    /// The tallies that a table shows, in its order: exact, then overlapping.
    fn tallies(&self, kinds: &[Kind]) -> Vec<Tally> {
        let of = |way: &Way| {
            let kinds = kinds.iter().map(|&kind| way.kinds[kind as usize]);
            kinds.chain([way.micro(), way.span]).collect::<Vec<Tally>>()
        };
        [of(&self.exact), of(&self.overlap)].concat()
    }
}

/// One of the two ways of an article.
type PickWay = fn(&mut Counts) -> &mut Way;

/// What is counted, article by article.
pub(super) struct Tallies {
    kinds: Vec<Kind>,
    articles: Vec<Counts>,
    distances: Vec<f64>,
    total: Counts,
}

/// How many figures a row of a table has: precision, recall, F1.
const FIGURES: usize = 3;

impl Tallies {
    pub(super) fn new(selected: &Selected<'_>, matched: &Matched) -> Tallies {
        let mut articles = vec![Counts::default(); selected.articles.len()];
        let kind_of = |row: &Row| row.kind.expect("rows that count have a kind") as usize;
        let ways: [(PickWay, &[Pair], &[Pair]); 2] = [
            (|counts| &mut counts.exact, &matched.exact, &matched.exact_span),
            (|counts| &mut counts.overlap, &matched.overlap, &matched.overlap_span),
        ];
        for (way, pairs, span_pairs) in ways {
            for row in &selected.gold {
                let way = way(&mut articles[row.article]);
                way.kinds[kind_of(row)].gold += 1;
                way.span.gold += 1;
            }
            let taken = |pairs: &[Pair]| {
                let mut taken = vec![false; selected.mentions.len()];
                pairs.iter().for_each(|&(_, mention)| taken[mention] = true);
                taken
            };
            let (taken, span_taken) = (taken(pairs), taken(span_pairs));
            for (i, row) in selected.mentions.iter().enumerate() {
                let neutral = selected.is_neutral(row);
                let way = way(&mut articles[row.article]);
                for (tally, taken) in [(&mut way.kinds[kind_of(row)], taken[i]), (&mut way.span, span_taken[i])] {
                    tally.mentions += 1;
                    tally.right += u64::from(taken);
                    tally.wrong += u64::from(!taken && !neutral);
                }
            }
        }
        let mut distances = Vec::new();
        for row in selected.gold.iter().filter(|row| row.kind == Some(Kind::Place)) {
            let places = &mut articles[row.article].places;
            places.gold += 1;
            places.located += u64::from(row.point.is_some());
        }
        for &(gold, mention) in &matched.exact {
            let (gold, mention) = (selected.gold[gold], selected.mentions[mention]);
            let Some(here) = gold.point.filter(|_| gold.kind == Some(Kind::Place)) else { continue };
            let places = &mut articles[gold.article].places;
            places.matched += 1;
            if let Some(there) = mention.point {
                let km = here.distance_km(there);
                places.matched_located += 1;
                places.near += u64::from(km <= NEAR_KM);
                distances.push(km);
            }
        }
        distances.sort_by(f64::total_cmp);
        let mut total = Counts::default();
        articles.iter().for_each(|article| total.add_times(article, 1));
        Tallies { kinds: selected.kinds.clone(), articles, distances, total }
    }

    /// Sums over articles, each counted as often as it was drawn.
    fn sum(&self, drawn: &[u32]) -> Counts {
        let mut sum = Counts::default();
        for (article, &times) in self.articles.iter().zip(drawn).filter(|(_, times)| **times > 0) {
            sum.add_times(article, u64::from(times));
        }
        sum
    }

    pub(super) fn exact(&self) -> Table {
        self.table(0)
    }

    pub(super) fn overlap(&self) -> Table {
        self.table(1)
    }

    /// The exact (0) or the overlapping (1) table.
    fn table(&self, way: usize) -> Table {
        let rows = self.kinds.len() + 2;
        let range = way * rows..(way + 1) * rows;
        let figures = |counts: &Counts| figures_of(&counts.tallies(&self.kinds)[range.clone()]);
        let intervals = bootstrap(self.articles.len(), |drawn| figures(&self.sum(drawn)));
        let tallies = &self.total.tallies(&self.kinds)[range.clone()];
        let mut rates: Vec<Rates> = tallies.iter().map(|tally| tally.rates()).collect();
        for (rates, intervals) in rates.iter_mut().zip(intervals.chunks(FIGURES)) {
            [rates.p_interval, rates.r_interval, rates.f1_interval] = [intervals[0], intervals[1], intervals[2]];
        }
        Table {
            kinds: self.kinds.iter().copied().zip(rates.iter().copied()).collect(),
            micro: rates[rows - 2],
            span_only: rates[rows - 1],
        }
    }

    pub(super) fn places(&self) -> Option<Places> {
        let shares = |places: &PlaceTally| (share(places.near, places.matched), share(places.near, places.located));
        let intervals = bootstrap(self.articles.len(), |drawn| {
            let (of_matched, of_all) = shares(&self.sum(drawn).places);
            vec![of_matched, of_all]
        });
        let total = self.total.places;
        let (within_161km_matched, within_161km_all) = shares(&total);
        self.kinds.contains(&Kind::Place).then_some(Places {
            gold: total.gold,
            gold_with_coordinates: total.located,
            matched: total.matched,
            matched_with_coordinates: total.matched_located,
            within_161km: total.near,
            within_161km_matched,
            within_161km_all,
            median_km: median(&self.distances),
            within_161km_matched_interval: intervals[0],
            within_161km_all_interval: intervals[1],
        })
    }

    /// The figures of each article that has any row, most errors first.
    pub(super) fn articles(&self, names: &[String]) -> Vec<ArticleRates> {
        let rated = self
            .articles
            .iter()
            .zip(names)
            .map(|(counts, article)| ArticleRates { article: article.clone(), rates: counts.exact.micro().rates() });
        let mut rated: Vec<ArticleRates> = rated.filter(|row| row.rates.gold + row.rates.mentions > 0).collect();
        let errors = |row: &ArticleRates| row.rates.wrong + row.rates.missed;
        rated.sort_by(|a, b| errors(b).cmp(&errors(a)).then_with(|| a.article.cmp(&b.article)));
        rated
    }

    /// How the figures of two sets of tallies of the same articles differ, this less the other, with the intervals of the
    /// differences: exact, then overlapping, then the places.
    pub(super) fn differences(&self, other: &Tallies) -> Vec<Option<(f64, Option<Interval>)>> {
        let figures = |counts: &Counts| {
            let mut all = figures_of(&counts.tallies(&self.kinds));
            all.push(share(counts.places.near, counts.places.matched));
            all.push(share(counts.places.near, counts.places.located));
            all
        };
        let less = |a: Vec<Option<f64>>, b: Vec<Option<f64>>| {
            a.into_iter().zip(b).map(|(a, b)| Some(a? - b?)).collect::<Vec<Option<f64>>>()
        };
        // one draw of articles for both: what an article makes hard is hard for both
        let intervals =
            bootstrap(self.articles.len(), |drawn| less(figures(&self.sum(drawn)), figures(&other.sum(drawn))));
        let differences = less(figures(&self.total), figures(&other.total));
        differences.into_iter().zip(intervals).map(|(value, interval)| Some((value?, interval))).collect()
    }
}

/// Precision, recall and F1 of each tally.
fn figures_of(tallies: &[Tally]) -> Vec<Option<f64>> {
    tallies.iter().flat_map(|tally| [tally.precision(), tally.recall(), tally.f1()].map(Some)).collect()
}

/// The middle of sorted values.
fn median(sorted: &[f64]) -> Option<f64> {
    let n = sorted.len();
    let upper = sorted.get(n / 2)?;
    Some(if n % 2 == 1 { *upper } else { (sorted[n / 2 - 1] + upper) / 2.0 })
}

/// The letters that an id begins with: `gn` of GeoNames, `Q` of Wikidata.
pub(super) fn scheme(id: &str) -> &str {
    let letters = id.bytes().take_while(u8::is_ascii_alphabetic).count();
    &id[..letters]
}

/// Whether two ids can be compared, and if so, whether they are equal.
pub(super) fn same_id(a: &str, b: &str) -> Option<bool> {
    (!a.is_empty() && !b.is_empty() && scheme(a) == scheme(b)).then(|| a == b)
}

pub(super) fn ids(selected: &Selected<'_>, matched: &Matched) -> Ids {
    let pairs = matched.exact.iter().map(|&(gold, mention)| (selected.gold[gold], selected.mentions[mention]));
    let same = pairs.filter_map(|(gold, mention)| same_id(&gold.entity_id, &mention.entity_id));
    let (mut comparable, mut equal) = (0, 0);
    for same in same {
        comparable += 1;
        equal += u64::from(same);
    }
    Ids { comparable, equal }
}
