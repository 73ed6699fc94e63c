//! `gazetag lookup`: the entities that a name could mean.

use super::load::ListArguments;
use super::{DONE, FAILED, out};
use clap::Args;
use gazetag::model::{Entity, EntityId, Facts as _};
use gazetag::text::fold::fold_name;
use serde::Serialize;
use std::cmp::Ordering;
use std::fmt::Write as _;

/// Show the entities that a name could mean
#[derive(Args)]
pub(super) struct Lookup {
    /// The name, in any case, with or without accents
    name: String,

    #[command(flatten)]
    lists: ListArguments,

    /// Print an array of objects
    #[arg(long)]
    json: bool,

    /// Print no warnings
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Serialize)]
struct Row<'e> {
    entity_id: &'e str,
    entity: &'e str,
    kind: &'e str,
    class: &'e str,
    country: &'e str,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl<'e> From<Entity<'e>> for Row<'e> {
    fn from(entity: Entity<'e>) -> Self {
        Row {
            entity_id: entity.id,
            entity: entity.name,
            kind: entity.kind.as_str(),
            class: entity.class,
            country: entity.country,
            latitude: entity.point.map(|point| point.latitude),
            longitude: entity.point.map(|point| point.longitude),
        }
    }
}

impl Lookup {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let gazetteer = self.lists.load(self.quiet)?;
        let wanted = fold_name(&self.name);
        let mut found: Vec<EntityId> = gazetteer
            .names()
            .filter(|(_, name)| fold_name(name.text) == wanted)
            .map(|(_, name)| name.of.entity)
            .collect();
        found.sort_unstable();
        found.dedup();
        let mut entities: Vec<Entity<'_>> = found.into_iter().map(|id| gazetteer.entity(id)).collect();
        let by_weight = |a: &Entity<'_>, b: &Entity<'_>| b.weight.partial_cmp(&a.weight).unwrap_or(Ordering::Equal);
        entities.sort_by(|a, b| by_weight(a, b).then_with(|| a.id.cmp(b.id)));
        let rows: Vec<Row<'_>> = entities.into_iter().map(Row::from).collect();
        if self.json {
            out::json(&rows)?;
        } else {
            out::data(&lines(&rows))?;
        }
        if rows.is_empty() && !self.json {
            out::message(format_args!("no list has the name '{}'", out::printable(&self.name)));
        }
        Ok(if rows.is_empty() { FAILED } else { DONE })
    }
}

fn lines(rows: &[Row<'_>]) -> String {
    let mut text = String::new();
    for row in rows {
        let at = row.latitude.zip(row.longitude).map_or(String::new(), |(lat, lon)| format!("  {lat}, {lon}"));
        let class = if row.class.is_empty() { String::new() } else { format!(", {}", row.class) };
        let country = if row.country.is_empty() { String::new() } else { format!(", {}", row.country) };
        let name = out::printable(row.entity);
        writeln!(text, "{:<28} {name} ({}{class}{country}){at}", row.entity_id, row.kind).expect("memory is written");
    }
    text
}
