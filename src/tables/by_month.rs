//! `by-month.csv`: how often each entity is mentioned in each month, for curves.

use super::csv::Rows;
use super::entities::EntityCounts;
use super::mentioned::Mentioned;
use super::runs::{Record, Runs, Spill};
use super::tally::Tally;
use super::{Column, Flavour, Value, ValueType};
use crate::model::Facts;
use rustc_hash::FxHashMap;
use std::io;

/// The columns of the table.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Text};
    vec![
        Column::new("kind", Text, "person, organization or place"),
        Column::new("entity", Text, "canonical name of the entity"),
        Column::new("entity_id", Text, "id of the entity in its list"),
        Column::new("month", Text, "month of the articles, YYYY-MM; empty where they have no date"),
        Column::new("mentions", Count, "how often it is mentioned in these articles"),
        Column::new("articles", Count, "in how many of them"),
    ]
}

/// Counts of all entities in all months: gathered per thread, added up at the end.
pub struct MonthCounts {
    /// By entity and month: mentions, articles, nothing.
    tally: Tally,
}

/// What a part of a run counted of an entity in a month: the entity, the month, then mentions, articles and a zero.
pub type MonthPart = Record;

impl MonthCounts {
    /// None yet.
    #[must_use]
    pub fn new(spill: Spill) -> MonthCounts {
        MonthCounts { tally: Tally::new(spill) }
    }

    /// Counts one article.
    ///
    /// # Errors
    /// Where memory is full and the disk is too.
    pub fn add(&mut self, date: &str, mentioned: &Mentioned) -> io::Result<()> {
        let month = number_of(date);
        for (entity, mentions) in mentioned.groups() {
            let mentions = u32::try_from(mentions.len()).unwrap_or(u32::MAX);
            self.tally.add(entity.0, std::iter::once((month, [mentions, 1, 0])));
        }
        self.tally.settle()
    }

    /// Puts the counts in order, once all are added.
    pub fn close(&mut self) {
        self.tally.close();
    }

    /// Takes over the counts of another thread.
    pub fn merge(&mut self, other: MonthCounts) {
        self.tally.merge(other.tally);
    }

    /// Adds what another part counted.
    ///
    /// # Errors
    /// Where memory is full and the disk is too.
    pub fn add_counts(&mut self, [entity, month, sums @ ..]: MonthPart) -> io::Result<()> {
        self.tally.add(entity, std::iter::once((month, sums)));
        self.tally.settle()
    }

    /// All counts by entity and month.
    ///
    /// # Errors
    /// Where a temporary file cannot be read.
    pub fn sorted(&mut self) -> io::Result<impl Iterator<Item = io::Result<MonthPart>>> {
        self.tally.sorted()
    }

    /// Writes all rows, entities as in `entities.csv`, months in order; says how many they are.
    ///
    /// # Errors
    /// What `write` says, and where a temporary file cannot be read or written.
    pub fn write<E: From<io::Error>>(
        &mut self,
        facts: &dyn Facts,
        entities: &EntityCounts,
        flavour: Flavour,
        spill: Spill,
        mut write: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<u64, E> {
        let ranked = entities.ranked(facts);
        let ranks: FxHashMap<u32, u32> = ranked.iter().map(|(entity, _)| entity.0).zip(0..).collect();
        let mut months = Runs::new(spill);
        for count in self.tally.sorted()? {
            let [entity, month, mentions, articles, _] = count?;
            months.push([ranks[&entity], month, mentions, articles, 0])?;
        }
        let mut rows = Rows::new(flavour);
        let mut who = (u32::MAX, Vec::new());
        let mut count = 0;
        for record in months.merged()? {
            let [rank, month, mentions, articles, _] = record?;
            if who.0 != rank {
                let entity = facts.entity(ranked[rank as usize].0);
                let cells = [entity.kind.as_str(), entity.name, entity.id].map(Value::Text);
                who = (rank, Rows::encode(flavour, cells));
            }
            rows.encoded(&who.1);
            let month = if month == 0 { String::new() } else { format!("{:04}-{:02}", month / 12, month % 12 + 1) };
            rows.cell(Value::Text(&month));
            rows.cell(Value::Count(u64::from(mentions)));
            rows.cell(Value::Count(u64::from(articles)));
            rows.end_row();
            count += 1;
            if rows.len() > CHUNK {
                write(&std::mem::replace(&mut rows, Rows::new(flavour)).into_bytes())?;
            }
        }
        write(&rows.into_bytes())?;
        Ok(count)
    }
}

/// Bytes of rows that are written together.
const CHUNK: usize = 1 << 20;

/// The months since year 0 of a date `YYYY-MM-DD`; 0 where there is none.
fn number_of(date: &str) -> u32 {
    let (year, month) = (date.get(..4).and_then(|year| year.parse::<u32>().ok()), date.get(5..7));
    match (year, month.and_then(|month| month.parse::<u32>().ok())) {
        (Some(year), Some(month @ 1..=12)) => year * 12 + month - 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::number_of;

    #[test]
    fn months_are_counted_from_year_0() {
        let cases =
            [("2024-03-09", 2024 * 12 + 2), ("0987-12-01", 987 * 12 + 11), ("", 0), ("2024", 0), ("20240309", 0)];
        for (date, month) in cases {
            assert_eq!(number_of(date), month, "{date}");
        }
    }
}
