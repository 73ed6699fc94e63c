//! What two runs found differently, mention by mention: after a list, an option or the program changed.
//!
//! In come the folders of two runs over the same articles, out go the differences, by article, then by place in the text.
//! Mentions are compared by article and span. A mention of the same entity for other reasons is counted, but is no
//! difference. Memory: 24 bytes for each mention of both runs, and each article, entity, surface and reason once.

use crate::tables::read::{ReadError, RunTable, find, tables_of};
use crate::tables::{Column, Value, ValueType};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::path::Path;

/// In what a mention differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the new run has it.
    Added,
    /// Only the old run has it.
    Removed,
    /// Both have it, of another entity.
    Entity,
}

impl Change {
    /// The word in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Entity => "entity",
        }
    }
}

/// The columns of the table.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Text};
    vec![
        Column::new("change", Text, "added, removed, or entity where both runs have it, of another entity"),
        Column::new("article", Text, "path of the article"),
        Column::new("start_char", Count, "where it begins, in Unicode code points from 0"),
        Column::new("end_char", Count, "where it ends, in Unicode code points, exclusive"),
        Column::new("surface", Text, "the mention as it is written in the article"),
        Column::new("old_entity", Text, "canonical name of the entity in the old run"),
        Column::new("old_id", Text, "its id"),
        Column::new("old_reason", Text, "the rules that kept it there, or dropped it where there is a dropped.csv"),
        Column::new("new_entity", Text, "canonical name of the entity in the new run"),
        Column::new("new_id", Text, "its id"),
        Column::new("new_reason", Text, "the rules that kept it there, or dropped it where there is a dropped.csv"),
    ]
}

/// A difference. Texts are numbers of [`Diff::text`]; those of a run that has no such mention are empty.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// In what.
    pub change: Change,
    /// The article.
    pub article: u32,
    /// In code points.
    pub start: u32,
    /// In code points, exclusive.
    pub end: u32,
    /// As it is written.
    pub surface: u32,
    /// In the old and the new run.
    pub sides: [Side; 2],
}

/// What one run says of a mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Canonical name.
    pub entity: u32,
    /// Id.
    pub id: u32,
    /// Why it was kept, or dropped.
    pub reason: u32,
}

/// What two runs found differently.
pub struct Diff {
    texts: Texts,
    /// Mentions of the old and the new run.
    pub mentions: [u64; 2],
    /// Mentions that both have.
    pub same: u64,
    /// Of these, for other reasons.
    pub same_for_other_reasons: u64,
    /// Articles that only the old, only the new run has.
    pub articles_of_one: [u64; 2],
    /// The differences.
    pub differences: Vec<Difference>,
}

/// How often something is among the differences: added, removed, of another entity.
pub type Changes = [u64; 3];

impl Diff {
    /// Compares two runs.
    ///
    /// # Errors
    /// Where one is no run, or its tables cannot be read.
    pub fn between(old: &Path, new: &Path) -> Result<Diff, ReadError> {
        let mut texts = Texts::default();
        let (old_tables, new_tables) = (tables_of(old)?.0, tables_of(new)?.0);
        let articles = [articles(&old_tables, old)?, articles(&new_tables, new)?];
        let only = |of: &FxHashSet<String>, than: &FxHashSet<String>| {
            of.iter().filter(|article| !than.contains(*article)).count() as u64
        };
        let articles_of_one = [only(&articles[0], &articles[1]), only(&articles[1], &articles[0])];
        let old_rows = read(find(&old_tables, "mentions", old)?, &mut texts)?;
        let new_rows = read(find(&new_tables, "mentions", new)?, &mut texts)?;
        let mut diff = Diff {
            mentions: [old_rows.len() as u64, new_rows.len() as u64],
            same: 0,
            same_for_other_reasons: 0,
            articles_of_one,
            differences: Vec::new(),
            texts,
        };
        let ranks = diff.texts.ranks();
        diff.compare(sorted(old_rows, &ranks), sorted(new_rows, &ranks), &ranks);
        diff.explain(0, &old_tables, &ranks)?;
        diff.explain(1, &new_tables, &ranks)?;
        Ok(diff)
    }

    /// The text of a number.
    #[must_use]
    pub fn text(&self, number: u32) -> &str {
        self.texts.list.get(number as usize).map_or("", |text| text)
    }

    /// The cells of a difference, a cell for each of [`columns`].
    #[must_use]
    pub fn row(&self, difference: &Difference) -> [Value<'_>; 11] {
        let text = |number| Value::Text(self.text(number));
        let [old, new] = difference.sides;
        [
            Value::Text(difference.change.as_str()),
            text(difference.article),
            Value::Count(u64::from(difference.start)),
            Value::Count(u64::from(difference.end)),
            text(difference.surface),
            text(old.entity),
            text(old.id),
            text(old.reason),
            text(new.entity),
            text(new.id),
            text(new.reason),
        ]
    }

    /// How many differences there are of each sort.
    #[must_use]
    pub fn changes(&self) -> Changes {
        let mut changes = Changes::default();
        self.differences.iter().for_each(|difference| changes[difference.change as usize] += 1);
        changes
    }

    /// Articles and how often they are among the differences, most often first.
    #[must_use]
    pub fn by_article(&self) -> Vec<(String, Changes)> {
        self.grouped(|difference, count| count(self.text(difference.article).to_owned()))
    }

    /// Entities and how often they are among the differences, most often first.
    #[must_use]
    pub fn by_entity(&self) -> Vec<(String, Changes)> {
        self.grouped(|difference, count| {
            let named = difference.sides.iter().filter(|side| side.id != 0);
            named.for_each(|side| count(format!("{} ({})", self.text(side.entity), self.text(side.id))));
        })
    }

    /// Rules and how often they are among the reasons of the run that has, or dropped, what differs; most often first.
    #[must_use]
    pub fn by_reason(&self) -> Vec<(String, Changes)> {
        self.grouped(|difference, count| {
            let mut rules: Vec<&str> = difference
                .sides
                .iter()
                .flat_map(|side| self.text(side.reason).split(';'))
                .filter(|r| !r.is_empty())
                .collect();
            rules.sort_unstable();
            rules.dedup();
            rules.into_iter().for_each(|rule| count(rule.to_owned()));
        })
    }

    fn grouped(&self, keys: impl Fn(&Difference, &mut dyn FnMut(String))) -> Vec<(String, Changes)> {
        let mut groups: FxHashMap<String, Changes> = FxHashMap::default();
        for difference in &self.differences {
            keys(difference, &mut |key| groups.entry(key).or_default()[difference.change as usize] += 1);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by(|(a, of_a), (b, of_b)| of_b.iter().sum::<u64>().cmp(&of_a.iter().sum()).then_with(|| a.cmp(b)));
        groups
    }

    fn compare(&mut self, old: Vec<Row>, new: Vec<Row>, ranks: &[u32]) {
        let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.place(ranks).cmp(&new.place(ranks)),
            };
            let (theirs, ours) =
                (if order.is_le() { old.next() } else { None }, if order.is_ge() { new.next() } else { None });
            let change = match (theirs, ours) {
                (Some(theirs), Some(ours)) if theirs.side.id == ours.side.id => {
                    self.same += 1;
                    self.same_for_other_reasons += u64::from(theirs.side.reason != ours.side.reason);
                    continue;
                }
                (Some(_), Some(_)) => Change::Entity,
                (Some(_), None) => Change::Removed,
                _ => Change::Added,
            };
            let Some(row) = ours.or(theirs) else { return };
            let side = |row: Option<Row>| row.map(|row| row.side).unwrap_or_default();
            let Row { article, start, end, surface, .. } = row;
            let sides = [side(theirs), side(ours)];
            self.differences.push(Difference { change, article, start, end, surface, sides });
        }
    }

    /// Looks up why the run that lacks a mention dropped it, where it says so.
    fn explain(&mut self, lacking: usize, tables: &[RunTable], ranks: &[u32]) -> Result<(), ReadError> {
        let Some(dropped) = tables.iter().find(|table| table.name == "dropped") else { return Ok(()) };
        let Columns { article, start, end, reason, .. } = Columns::of(dropped)?;
        dropped.rows(|row| {
            let Some(&article) = self.texts.numbers.get(text(row[article])) else { return Ok(()) };
            // an article whose name is known, but only as something else, has no rank
            let Some(rank) = ranks.get(article as usize) else { return Ok(()) };
            let place = (*rank, count(row[start]), u32::MAX - count(row[end]));
            let place_of = |d: &Difference| (ranks[d.article as usize], d.start, u32::MAX - d.end);
            let first = self.differences.partition_point(|difference| place_of(difference) < place);
            let same = self.differences[first..].iter().take_while(|difference| place_of(difference) == place).count();
            for at in first..first + same {
                if self.differences[at].sides[lacking].id == 0 {
                    self.differences[at].sides[lacking].reason = self.texts.number(text(row[reason]));
                }
            }
            Ok::<(), ReadError>(())
        })?;
        Ok(())
    }
}

/// A mention.
#[derive(Clone, Copy)]
struct Row {
    article: u32,
    start: u32,
    end: u32,
    surface: u32,
    side: Side,
}

impl Row {
    /// By what mentions are compared and ordered: longer ones first, as in the tables.
    fn place(&self, ranks: &[u32]) -> (u32, u32, u32) {
        (ranks[self.article as usize], self.start, u32::MAX - self.end)
    }
}

fn sorted(mut rows: Vec<Row>, ranks: &[u32]) -> Vec<Row> {
    rows.sort_by_key(|row| (row.place(ranks), row.side.id));
    rows
}

/// Texts, each once. Number 0 is no text.
struct Texts {
    numbers: FxHashMap<String, u32>,
    list: Vec<String>,
}

impl Default for Texts {
    fn default() -> Self {
        Texts { numbers: FxHashMap::from_iter([(String::new(), 0)]), list: vec![String::new()] }
    }
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).expect("tables hold less than 2^32 different texts");
        self.list.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The rank of each text in the order of all.
    fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..).take(self.list.len()).collect();
        order.sort_by_key(|number| &self.list[*number as usize]);
        let mut ranks = vec![0; order.len()];
        (0..).zip(order).for_each(|(rank, number): (u32, u32)| ranks[number as usize] = rank);
        ranks
    }
}

struct Columns {
    article: usize,
    start: usize,
    end: usize,
    surface: usize,
    entity: usize,
    id: usize,
    reason: usize,
}

impl Columns {
    fn of(table: &RunTable) -> Result<Columns, ReadError> {
        let at = |name: &str| {
            let found = table.columns.iter().position(|column| column.name == name);
            found.ok_or_else(|| ReadError::Table {
                path: table.path.clone(),
                what: format!("there is no column {name}"),
            })
        };
        Ok(Columns {
            article: at("article")?,
            start: at("start_char")?,
            end: at("end_char")?,
            surface: at("surface")?,
            entity: at("entity")?,
            id: at("entity_id")?,
            reason: at("reason")?,
        })
    }
}

fn read(table: &RunTable, texts: &mut Texts) -> Result<Vec<Row>, ReadError> {
    let at = Columns::of(table)?;
    let mut rows = Vec::new();
    table.rows(|row| {
        let mut number = |column: usize| texts.number(text(row[column]));
        let side = Side { entity: number(at.entity), id: number(at.id), reason: number(at.reason) };
        let (article, surface) = (number(at.article), number(at.surface));
        rows.push(Row { article, start: count(row[at.start]), end: count(row[at.end]), surface, side });
        Ok::<(), ReadError>(())
    })?;
    Ok(rows)
}

/// The names of all articles.
fn articles(tables: &[RunTable], folder: &Path) -> Result<FxHashSet<String>, ReadError> {
    let mut names = FxHashSet::default();
    find(tables, "articles", folder)?.rows(|row| {
        names.insert(row.first().map_or("", |value| text(*value)).to_owned());
        Ok::<(), ReadError>(())
    })?;
    Ok(names)
}

const fn text(value: Value<'_>) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

fn count(value: Value<'_>) -> u32 {
    match value {
        Value::Count(count) => u32::try_from(count).unwrap_or(u32::MAX),
        _ => 0,
    }
}
