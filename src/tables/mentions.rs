//! `mentions.csv`: a row for each mention. `dropped.csv` has the same columns for what was not kept.

use super::csv::Rows;
use super::{Column, Value, ValueType, context};
use crate::model::{Article, Facts, Mention};
use crate::text::offsets::Counter;

/// Offsets that are given beside code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OffsetUnits {
    /// UTF-8 bytes: `start_byte`, `end_byte`.
    pub byte: bool,
    /// UTF-16 code units: `start_utf16`, `end_utf16`.
    pub utf16: bool,
}

/// The columns of the table.
#[must_use]
pub fn columns(offsets: OffsetUnits) -> Vec<Column> {
    use ValueType::{Count, Date, Number, Text};
    let mut columns = vec![
        Column::new("article", Text, "path of the article, relative to what was tagged"),
        Column::new("date", Date, "date of the article, where it is certain"),
        Column::new("kind", Text, "person, organization or place"),
        Column::new("entity", Text, "canonical name of the entity"),
        Column::new("entity_id", Text, "id of the entity in its list"),
        Column::new("surface", Text, "the mention as it is written in the article"),
        Column::new("start_char", Count, "where it begins, in Unicode code points from 0"),
        Column::new("end_char", Count, "where it ends, in Unicode code points, exclusive"),
    ];
    if offsets.byte {
        columns.push(Column::new("start_byte", Count, "where it begins, in UTF-8 bytes from 0"));
        columns.push(Column::new("end_byte", Count, "where it ends, in UTF-8 bytes, exclusive"));
    }
    if offsets.utf16 {
        columns.push(Column::new("start_utf16", Count, "where it begins, in UTF-16 code units from 0"));
        columns.push(Column::new("end_utf16", Count, "where it ends, in UTF-16 code units, exclusive"));
    }
    columns.extend([
        Column::new("line", Count, "line of the article on which it begins, from 1"),
        Column::new("before", Text, "up to 60 characters before it, white space collapsed"),
        Column::new("after", Text, "up to 60 characters after it, white space collapsed"),
        Column::new("role", Text, "name, demonym, nested or repeat"),
        Column::new("country", Text, "country of the entity, ISO 3166-1 alpha-3"),
        Column::new("latitude", Number, "latitude of a place in decimal degrees, WGS 84"),
        Column::new("longitude", Number, "longitude of a place in decimal degrees, WGS 84"),
        Column::new("candidates", Count, "how many entities the surface could mean"),
        Column::new("confidence", Number, "how sure the choice is, from 0 to 1"),
        Column::new("reason", Text, "the rules that kept, chose or dropped it"),
    ]);
    columns
}

/// Writes the rows of one article.
pub struct MentionRows<'a> {
    article: &'a Article,
    facts: &'a dyn Facts,
    offsets: OffsetUnits,
    counter: Counter<'a>,
    context: String,
}

impl<'a> MentionRows<'a> {
    /// For an article's mentions, which come by start.
    #[must_use]
    pub fn new(article: &'a Article, facts: &'a dyn Facts, offsets: OffsetUnits) -> Self {
        MentionRows { article, facts, offsets, counter: Counter::new(&article.text), context: String::new() }
    }

    /// Adds a row.
    pub fn write(&mut self, mention: &Mention, rows: &mut Rows) {
        let text = self.article.text.as_str();
        let entity = self.facts.entity(mention.entity);
        let start = self.counter.at(mention.span.start());
        let end = self.counter.clone().at(mention.span.end());
        let count = |n: usize| Value::Count(n as u64);
        rows.cell(Value::Text(&self.article.name));
        rows.cell(Value::Text(&self.article.date));
        rows.cell(Value::Text(mention.kind.as_str()));
        rows.cell(Value::Text(entity.name));
        rows.cell(Value::Text(entity.id));
        rows.cell(Value::Text(mention.span.of(text)));
        rows.cell(count(start.char));
        rows.cell(count(end.char));
        if self.offsets.byte {
            rows.cell(count(start.byte));
            rows.cell(count(end.byte));
        }
        if self.offsets.utf16 {
            rows.cell(count(start.utf16));
            rows.cell(count(end.utf16));
        }
        rows.cell(count(start.line));
        self.context.clear();
        context::before(text, mention.span.start(), &mut self.context);
        rows.cell(Value::Text(&self.context));
        self.context.clear();
        context::after(text, mention.span.end(), &mut self.context);
        rows.cell(Value::Text(&self.context));
        rows.cell(Value::Text(mention.role.as_str()));
        rows.cell(Value::Text(entity.country));
        rows.cell(Value::number(entity.point.map(|point| point.latitude)));
        rows.cell(Value::number(entity.point.map(|point| point.longitude)));
        rows.cell(Value::Count(u64::from(mention.candidates)));
        rows.cell(Value::Share(mention.confidence));
        self.context.clear();
        std::fmt::Write::write_fmt(&mut self.context, format_args!("{}", mention.reasons)).expect("memory is written");
        rows.cell(Value::Text(&self.context));
        rows.end_row();
    }
}
