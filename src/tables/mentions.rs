//! `mentions.csv`: a row for each mention. `dropped.csv` has the same columns for what was not kept.

use super::csv::Rows;
use super::{Column, Flavour, Value, ValueType, context};
use crate::model::{Article, EntityId, Facts, Mention};
use crate::text::offsets::Counter;
use rustc_hash::FxHashMap;

/// Offsets that are given beside code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// The cells of an entity, which come again with each of its mentions, encoded.
struct EntityCells {
    /// `kind, entity, entity_id`
    who: Vec<u8>,
    /// `country, latitude, longitude`
    place: Vec<u8>,
}

/// Writes rows. Kept from article to article: it knows the cells of the entities it met.
pub struct MentionWriter<'f> {
    pub(super) facts: &'f dyn Facts,
    offsets: OffsetUnits,
    pub(super) flavour: Flavour,
    entities: FxHashMap<EntityId, EntityCells>,
    context: String,
}

impl<'f> MentionWriter<'f> {
    /// For mentions of these entities.
    #[must_use]
    pub fn new(facts: &'f dyn Facts, offsets: OffsetUnits, flavour: Flavour) -> Self {
        MentionWriter { facts, offsets, flavour, entities: FxHashMap::default(), context: String::new() }
    }

    /// Adds the rows of an article's mentions, which come by start. After each row `settle` is given the rows so far, and
    /// may take them.
    pub fn write(
        &mut self,
        article: &Article,
        mentions: &[Mention],
        rows: &mut Rows,
        mut settle: impl FnMut(&mut Rows),
    ) {
        let text = article.text.as_str();
        let mut counter = Counter::new(text);
        let about = Rows::encode(self.flavour, [Value::Text(&article.name), Value::Text(&article.date)]);
        for mention in mentions {
            let cells = Self::cells(&mut self.entities, self.facts, self.flavour, mention.entity);
            let start = counter.at(mention.span.start());
            let end = counter.clone().at(mention.span.end());
            let count = |n: usize| Value::Count(n as u64);
            rows.encoded(&about);
            rows.encoded(&cells.who);
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
            rows.cell(Value::Text(context::before(text, mention.span.start(), &mut self.context)));
            rows.cell(Value::Text(context::after(text, mention.span.end(), &mut self.context)));
            rows.cell(Value::Text(mention.role.as_str()));
            rows.encoded(&cells.place);
            rows.cell(Value::Count(u64::from(mention.candidates)));
            rows.cell(Value::Share(mention.confidence));
            self.context.clear();
            for (i, reason) in mention.reasons.as_slice().iter().enumerate() {
                self.context.push_str(if i == 0 { "" } else { ";" });
                self.context.push_str(reason.as_str());
            }
            rows.cell(Value::Text(&self.context));
            rows.end_row();
            settle(rows);
        }
    }

    /// The cells of an entity, encoded when it is first met.
    fn cells<'c>(
        entities: &'c mut FxHashMap<EntityId, EntityCells>,
        facts: &dyn Facts,
        flavour: Flavour,
        id: EntityId,
    ) -> &'c EntityCells {
        entities.entry(id).or_insert_with(|| {
            let entity = facts.entity(id);
            let who = [entity.kind.as_str(), entity.name, entity.id].map(Value::Text);
            let latitude = Value::number(entity.point.map(|point| point.latitude));
            let longitude = Value::number(entity.point.map(|point| point.longitude));
            let place = [Value::Text(entity.country), latitude, longitude];
            EntityCells { who: Rows::encode(flavour, who), place: Rows::encode(flavour, place) }
        })
    }

    /// `kind, entity, entity_id` of an entity, encoded.
    pub(super) fn who(&mut self, entity: EntityId) -> &[u8] {
        &Self::cells(&mut self.entities, self.facts, self.flavour, entity).who
    }
}
