//! `gazetag diff`: what two runs found differently.

use super::table::{self, Text, cut};
use super::{DONE, out};
use clap::Args;
use gazetag::diff::{Changes, Diff as Differences, columns};
use gazetag::tables::{Flavour, Value};
use serde_json::{Map, Value as Json};
use std::path::PathBuf;

/// Compare two runs: which mentions came, went, or name another entity
#[derive(Args)]
pub(super) struct Diff {
    /// The folder of a run
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The folder of another run over the same articles
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Write all differences into a table
    #[arg(short, long, value_name = "DIFF.csv")]
    output: Option<PathBuf>,

    /// Print all differences as an array of objects
    #[arg(long)]
    json: bool,
}

/// How many entities, rules and articles are printed; the table has all.
const SHOWN: usize = 15;

impl Diff {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let diff = Differences::between(&self.old, &self.new)?;
        let columns = columns();
        let rows = || diff.differences.iter().map(|difference| diff.row(difference));
        if let Some(path) = &self.output {
            table::write(path, &table::bytes(Flavour::Excel, &columns, rows()))?;
        }
        if self.json {
            let names: Vec<String> = columns.into_iter().map(|column| column.name).collect();
            let objects = rows().map(|row| names.iter().cloned().zip(row.map(json)).collect::<Map<_, _>>());
            out::json(&objects.collect::<Vec<_>>())?;
        } else {
            out::data(&self.told(&diff))?;
        }
        Ok(DONE)
    }

    fn told(&self, diff: &Differences) -> String {
        let mut text = Text::default();
        let [added, removed, entity] = diff.changes();
        text.line(format_args!("{:>9} mentions in {}", diff.mentions[0], self.old.display()));
        text.line(format_args!("{:>9} mentions in {}", diff.mentions[1], self.new.display()));
        text.line(format_args!("{:>9} in both, {} of them for other reasons", diff.same, diff.same_for_other_reasons));
        text.line(format_args!("{added:>9} added"));
        text.line(format_args!("{removed:>9} removed"));
        text.line(format_args!("{entity:>9} of another entity"));
        for (articles, folder) in diff.articles_of_one.iter().zip([&self.old, &self.new]) {
            if *articles > 0 {
                text.line(format_args!("{articles:>9} articles only in {}", folder.display()));
            }
        }
        for (what, groups) in
            [("Entities", diff.by_entity()), ("Reasons", diff.by_reason()), ("Articles", diff.by_article())]
        {
            tell(what, &groups, &mut text);
        }
        if let Some(path) = &self.output {
            text.line(format_args!("\nAll differences are in {}", path.display()));
        }
        text.into_string()
    }
}

fn tell(what: &str, groups: &[(String, Changes)], text: &mut Text) {
    if groups.is_empty() {
        return;
    }
    text.line(format_args!("\n{what:<52} added removed  other"));
    for (name, [added, removed, entity]) in groups.iter().take(SHOWN) {
        text.line(format_args!("  {:<50} {added:>5} {removed:>7} {entity:>6}", cut(&out::printable(name), 50)));
    }
    if groups.len() > SHOWN {
        text.line(format_args!("  and {} more", groups.len() - SHOWN));
    }
}

fn json(value: Value<'_>) -> Json {
    match value {
        Value::Empty => Json::Null,
        Value::Text(text) => Json::from(text),
        Value::Count(count) => Json::from(count),
        Value::Number(number) => Json::from(number),
        Value::Share(share) => Json::from(share),
    }
}
