//! `gazetag score`: how good the mentions are, against gold or by a marked sheet.

use super::decide::DecideArguments;
use super::load::ListArguments;
use super::reading::ReadingArguments;
use super::run::{Tagged, refuse_runs, tag};
use super::table::{self, Text};
use super::{DONE, FAILED, out};
use anyhow::{Context as _, bail};
use clap::Args;
use gazetag::articles::ReadOptions;
use gazetag::decide::DecideOptions;
use gazetag::gazetteer::Gazetteer;
use gazetag::model::{Facts, Kind};
use gazetag::score::sheet::{Marked, Share};
use gazetag::score::{
    self, Change, Comparison, ErrorRow, Interval, Known, Rates, Rows, Score as Scored, ScoreOptions, compare,
    error_columns,
};
use gazetag::tables::{Column, Flavour, Value, ValueType};
use gazetag::tagger::TagOptions;
use regex::Regex;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Measure precision and recall against gold, or read a marked sheet
#[derive(Args)]
pub(super) struct Score {
    /// Articles to tag and score; '--mentions' scores a table that is there
    #[arg(value_name = "PATH", conflicts_with_all = ["mentions", "sheet"])]
    paths: Vec<PathBuf>,

    /// What is to be found: a table of mentions that somebody wrote or corrected
    #[arg(long, value_name = "GOLD.csv", required_unless_present = "sheet", conflicts_with = "sheet")]
    gold: Option<PathBuf>,

    /// A mentions.csv to score, or the folder of a run; its dropped.csv tells which rule dropped what
    #[arg(long, value_name = "MENTIONS.csv", conflicts_with = "sheet")]
    mentions: Option<PathBuf>,

    /// A sheet of 'gazetag sample' whose column 'right' is filled
    #[arg(long, value_name = "SHEET.csv")]
    sheet: Option<PathBuf>,

    /// Another mentions.csv, or the folder of a run: what is better and what is worse than there
    #[arg(long, value_name = "MENTIONS.csv", conflicts_with = "sheet")]
    compare: Option<PathBuf>,

    #[command(flatten)]
    lists: ListArguments,

    #[command(flatten)]
    decide: DecideArguments,

    #[command(flatten)]
    reading: ReadingArguments,

    /// Kinds to score: person, organization, place; those in the gold file where none is given
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kinds: Vec<Kind>,

    /// Count nested mentions and nested gold rows
    #[arg(long)]
    nested: bool,

    /// Leave demonyms out
    #[arg(long)]
    no_demonyms: bool,

    /// A mention on a gold row of kind 'other' is no error
    #[arg(long)]
    ignore_other: bool,

    /// Gold rows with such a note need not be found
    #[arg(long, value_name = "REGEX")]
    skip_note: Option<Regex>,

    /// Look only at articles with a gold row
    #[arg(long)]
    gold_articles_only: bool,

    /// Also give the figures of each article
    #[arg(long)]
    by_article: bool,

    /// Write all errors into a table, the most frequent first
    #[arg(long, value_name = "ERRORS.csv", conflicts_with = "sheet")]
    errors: Option<PathBuf>,

    /// With --sheet: write the rows proposed for a blocked.csv into a table
    #[arg(long, value_name = "BLOCKED.csv", requires = "sheet")]
    blocked: Option<PathBuf>,

    /// Print one object, figures unrounded
    #[arg(long)]
    json: bool,

    /// Threads; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// No progress and no warnings
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Serialize)]
struct Report<'r> {
    #[serde(flatten)]
    score: &'r Scored,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare: Option<&'r Comparison>,
}

/// How many errors are printed; `--errors` has all.
const SHOWN: usize = 25;

impl Score {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        match (&self.sheet, &self.gold) {
            (Some(sheet), _) => self.read_sheet(sheet),
            (None, Some(gold)) => self.score(gold),
            (None, None) => bail!("--gold or --sheet: one of the two"),
        }
    }

    fn score(&self, gold: &Path) -> anyhow::Result<u8> {
        let options = self.options();
        let gold = Rows::open(gold)?;
        let (tables, code, facts) = match &self.mentions {
            Some(mentions) => {
                self.decide.refuse("--mentions")?;
                // which names the lists have is known only where the lists are named
                let facts = (!self.lists.lists.is_empty()).then(|| self.lists.load(self.quiet)).transpose()?;
                (Tables::open(mentions)?, DONE, facts)
            }
            None if self.paths.is_empty() => {
                bail!("nothing to score: name articles to tag, or a table with --mentions")
            }
            None => {
                refuse_runs(&self.paths)?;
                let read = self.reading.options()?;
                let gazetteer = self.lists.load(self.quiet)?;
                let (tables, code) = self.tag(read, gazetteer)?;
                (tables, code, Some(self.lists.load(true)?))
            }
        };
        let known = Known { dropped: tables.dropped.as_ref(), facts: facts.as_ref().map(|facts| facts as &dyn Facts) };
        let scored = score::score(&gold, tables.mentions.clone(), known, &options)?;
        let compared = self.compare.as_ref().map(|other| -> anyhow::Result<Comparison> {
            Ok(compare(&gold, tables.mentions, Tables::open(other)?.mentions, &options)?)
        });
        let compared = compared.transpose()?;
        if let Some(path) = &self.errors {
            table::write(
                path,
                &table::bytes(Flavour::Excel, &error_columns(), scored.errors.iter().map(ErrorRow::cells)),
            )?;
        }
        if self.json {
            out::json(&Report { score: &scored, compare: compared.as_ref() })?;
        } else {
            out::data(&self.told(&scored, compared.as_ref()))?;
        }
        if !self.quiet {
            scored.notes.iter().for_each(|note| out::message(format_args!("note: {}", out::printable(note))));
        }
        Ok(code)
    }

    fn options(&self) -> ScoreOptions {
        ScoreOptions {
            kinds: self.kinds.clone(),
            nested: self.nested,
            no_demonyms: self.no_demonyms,
            ignore_other: self.ignore_other,
            skip_note: self.skip_note.clone(),
            gold_articles_only: self.gold_articles_only,
            by_article: self.by_article,
        }
    }

    /// Tags the articles as `tag` would and reads the tables.
    fn tag(&self, read: ReadOptions, gazetteer: Gazetteer) -> anyhow::Result<(Tables, u8)> {
        let decide = DecideOptions { nested: self.nested, ..self.decide.options(&gazetteer)? };
        let options = TagOptions { decide, ..TagOptions::default() };
        let Tagged { folder, failed } = tag(&self.paths, read, gazetteer, options, self.threads, self.quiet)?;
        Ok((Tables::open(folder.path())?, if failed { FAILED } else { DONE }))
    }

    fn told(&self, scored: &Scored, compared: Option<&Comparison>) -> String {
        let mut text = Text::default();
        for (name, counted) in [("gold", &scored.gold), ("mentions", &scored.mentions)] {
            let left: Vec<String> = counted.not_scored.iter().map(|(why, count)| format!("{count} {why}")).collect();
            let left = if left.is_empty() { String::new() } else { format!("; not counted: {}", left.join(", ")) };
            text.line(format_args!(
                "{name:<9} {} rows in {} articles, {} count{left}",
                counted.rows, counted.articles, counted.scored
            ));
        }
        for (title, rates) in [("exact", &scored.exact), ("overlap", &scored.overlap)] {
            text.line(format_args!(""));
            text.line(format_args!(
                "{title:<13} {:>7} {:>7} {:>7} {:>7} {:>7}   {:<17} {:<17} {:<17}",
                "gold", "found", "right", "wrong", "missed", "precision", "recall", "F1"
            ));
            for (name, rates) in rates.rows() {
                let name = if name == "micro" { "all" } else { name };
                text.line(format_args!("{}", rates_line(name, rates)));
            }
        }
        if let Some(places) = scored.places.filter(|places| places.gold_with_coordinates > 0) {
            text.line(format_args!(""));
            let share = |value: Option<f64>, interval| match value {
                Some(value) => figure(value, interval),
                None => "-".to_owned(),
            };
            text.line(format_args!(
                "places within 161 km: {} of {} found with {} in gold",
                places.within_161km, places.matched, places.gold_with_coordinates
            ));
            text.line(format_args!(
                "  of those found {}",
                share(places.within_161km_matched, places.within_161km_matched_interval)
            ));
            text.line(format_args!(
                "  of all in gold {}",
                share(places.within_161km_all, places.within_161km_all_interval)
            ));
            if let Some(median) = places.median_km {
                text.line(format_args!("  median distance {median:.1} km"));
            }
        }
        if let Some(ids) = scored.ids.filter(|ids| ids.comparable > 0) {
            text.line(format_args!(
                "same id: {} of {} found rows whose ids are of one sort",
                ids.equal, ids.comparable
            ));
        }
        tell_errors(&scored.errors, &mut text);
        if self.errors.is_none() && scored.errors.len() > SHOWN {
            let more = scored.errors.len() - SHOWN;
            text.line(format_args!("  ... and {more} more rows: --errors ERRORS.csv writes them all"));
        }
        if let Some(compared) = compared {
            tell_comparison(scored, compared, &mut text);
        }
        for article in scored.articles.iter().flatten() {
            text.line(format_args!("{}  {}", rates_line("", &article.rates), out::printable(&article.article)));
        }
        text.into_string()
    }

    fn read_sheet(&self, sheet: &Path) -> anyhow::Result<u8> {
        self.decide.refuse("--sheet")?;
        let marked = Marked::open(sheet)?;
        if let Some(path) = &self.blocked {
            let columns = [("name", "a name that never counts on its own"), ("reason", "why")];
            let columns = columns.map(|(name, about)| Column::new(name, ValueType::Text, about));
            let rows = marked.blocked.iter().map(|row| [Value::Text(&row.name), Value::Text(&row.reason)]);
            table::write(path, &table::bytes(Flavour::Excel, &columns, rows))?;
        }
        if self.json {
            out::json(&marked)?;
            return Ok(DONE);
        }
        let mut text = Text::default();
        text.line(format_args!("{} rows, {} without a mark", marked.rows, marked.unmarked));
        text.line(format_args!(""));
        text.line(format_args!("{:<34} {:>9} {:>7} {:>7}   precision", "", "mentions", "marked", "right"));
        let mut line = |name: &str, share: &Share| {
            let precision = figure(share.precision, Some(share.interval));
            let name = table::cut(&out::printable(name), 34);
            text.line(format_args!(
                "{name:<34} {:>9} {:>7} {:>7}   {precision}",
                share.mentions, share.marked, share.right
            ));
        };
        line("all", &marked.all);
        marked.kinds.iter().chain(&marked.lists).for_each(|(name, share)| line(name, share));
        if !marked.blocked.is_empty() {
            text.line(format_args!(""));
            text.line(format_args!("proposed for blocked.csv: wrong each time they were marked"));
            for row in &marked.blocked {
                let (name, reason) = (out::printable(&row.name), table::cut(&out::printable(&row.reason), 100));
                text.line(format_args!("  {name:<24} {:>6} mentions  {reason}", row.times));
            }
        }
        out::data(&text.into_string())?;
        Ok(DONE)
    }
}

/// The tables of a run.
struct Tables {
    mentions: Rows,
    dropped: Option<Rows>,
}

impl Tables {
    /// Opens a `mentions.csv`, or the one in a folder, and the `dropped.csv` beside it if there is one.
    fn open(path: &Path) -> anyhow::Result<Tables> {
        let path = if path.is_dir() { path.join("mentions.csv") } else { path.to_path_buf() };
        let mentions = Rows::open(&path)?;
        let dropped = path.with_file_name("dropped.csv");
        let is_run = path.file_name().is_some_and(|name| name == "mentions.csv") && dropped.is_file();
        let dropped = is_run.then(|| Rows::open(&dropped)).transpose().context("dropped.csv beside the mentions")?;
        Ok(Tables { mentions, dropped })
    }
}

/// A share with its interval: `.953 (.91-.98)`.
fn figure(value: f64, interval: Option<Interval>) -> String {
    let short = |value: f64, digits: usize| format!("{value:.digits$}").replacen("0.", ".", 1);
    match interval {
        Some(Interval { low, high }) => format!("{:>5} ({}-{})", short(value, 3), short(low, 2), short(high, 2)),
        None => format!("{:>5}", short(value, 3)),
    }
}

fn rates_line(name: &str, rates: &Rates) -> String {
    let Rates { gold, mentions, right, wrong, missed, .. } = rates;
    let p = figure(rates.p, rates.p_interval);
    let r = figure(rates.r, rates.r_interval);
    let f1 = figure(rates.f1, rates.f1_interval);
    let line =
        format!("{name:<13} {gold:>7} {mentions:>7} {right:>7} {wrong:>7} {missed:>7}   {p:<17} {r:<17} {f1:<17}");
    line.trim_end().to_owned()
}

fn tell_errors(errors: &[ErrorRow], text: &mut Text) {
    if errors.is_empty() {
        return;
    }
    let mut groups: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in errors {
        *groups.entry((row.error, &row.group)).or_default() += row.times;
    }
    let mut groups: Vec<((&str, &str), usize)> = groups.into_iter().collect();
    groups.sort_by_key(|&(group, times)| (std::cmp::Reverse(times), group));
    text.line(format_args!(""));
    text.line(format_args!("errors by equal spans"));
    for ((error, group), times) in groups {
        text.line(format_args!("{times:>7}  {error:<13} {}", out::printable(group)));
    }
    text.line(format_args!(""));
    text.line(format_args!(
        "{:>7}  {:<13} {:<22} {:<13} {:<28} {:<30} the first",
        "times", "error", "why", "kind", "text", "instead"
    ));
    for row in errors.iter().take(SHOWN) {
        let [why, surface, instead] = [(&row.group, 22), (&row.surface, 28), (&row.instead, 30)]
            .map(|(cell, width)| table::cut(&out::printable(cell), width));
        let (error, kind, example) = (row.error, row.kind.as_str(), out::printable(&row.example));
        text.line(format_args!(
            "{:>7}  {error:<13} {why:<22} {kind:<13} {surface:<28} {instead:<30} {example}",
            row.times
        ));
    }
}

fn tell_comparison(scored: &Scored, compared: &Comparison, text: &mut Text) {
    text.line(format_args!(""));
    text.line(format_args!("{:<32} {:>8} {:>8} {:>8}   95 %", "compared", "other", "this", "change"));
    let find = |table: &score::Table, of: &str, figure: &str| {
        let rates = table.rows().find(|(name, _)| *name == of).map(|(_, rates)| rates)?;
        Some(match figure {
            "p" => rates.p,
            "r" => rates.r,
            _ => rates.f1,
        })
    };
    for row in &compared.differences {
        let this = match row.by {
            "exact" => find(&scored.exact, row.of, row.figure),
            "overlap" => find(&scored.overlap, row.of, row.figure),
            _ => scored.places.and_then(|places| match row.of {
                "within_161km_matched" => places.within_161km_matched,
                _ => places.within_161km_all,
            }),
        };
        let Some(this) = this else { continue };
        let (of, figure) = match (row.of, row.figure) {
            ("micro", figure) => ("all", figure),
            ("within_161km_matched", _) => ("within 161 km", "of found"),
            ("within_161km_all", _) => ("within 161 km", "of all"),
            other => other,
        };
        let figure = match figure {
            "p" => "precision",
            "r" => "recall",
            "f1" => "F1",
            other => other,
        };
        let label = format!("{} {of} {figure}", row.by);
        let interval = row.interval.map_or(String::new(), |i| format!("   {:+.3} to {:+.3}", i.low, i.high));
        text.line(format_args!(
            "{label:<32} {:>8.3} {this:>8.3} {:>+8.3}{interval}",
            this - row.difference,
            row.difference
        ));
    }
    if compared.changes.is_empty() {
        text.line(format_args!("the two make the same errors"));
        return;
    }
    text.line(format_args!(""));
    text.line(format_args!("{:>7}  {:<7} {:<13} {:<13} {:<28} the first", "more", "change", "error", "kind", "text"));
    for Change { change, error, surface, kind, times, example } in compared.changes.iter().take(SHOWN) {
        let surface = table::cut(&out::printable(surface), 28);
        let kind = kind.as_str();
        let example = out::printable(example);
        text.line(format_args!("{times:>7}  {change:<7} {error:<13} {kind:<13} {surface:<28} {example}"));
    }
}
