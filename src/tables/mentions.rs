//! `mentions.csv`: a row for each mention. `dropped.csv` has the same columns for what was not kept.

use super::csv::Rows;
use super::mentioned::Mentioned;
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

/// The cells of entities, which come again with each of their mentions, encoded: beside each other in memory.
#[derive(Default)]
struct AllCells<'f> {
    bytes: Vec<u8>,
    entities: Vec<(&'f str, [usize; 3])>,
}

/// The cells of an entity, encoded.
pub(super) struct EntityCells<'c> {
    pub(super) id: &'c str,
    /// `kind, entity, entity_id`
    pub(super) who: &'c [u8],
    /// `country, latitude, longitude`
    place: &'c [u8],
}

impl<'f> AllCells<'f> {
    fn push(&mut self, facts: &'f dyn Facts, flavour: Flavour, id: EntityId) {
        let entity = facts.entity(id);
        let begin = self.bytes.len();
        self.bytes.extend(Rows::encode(flavour, [entity.kind.as_str(), entity.name, entity.id].map(Value::Text)));
        let middle = self.bytes.len();
        let latitude = Value::number(entity.point.map(|point| point.latitude));
        let longitude = Value::number(entity.point.map(|point| point.longitude));
        self.bytes.extend(Rows::encode(flavour, [Value::Text(entity.country), latitude, longitude]));
        self.entities.push((entity.id, [begin, middle, self.bytes.len()]));
    }

    fn of(&self, number: u32) -> EntityCells<'_> {
        let (id, [begin, middle, end]) = self.entities[number as usize];
        EntityCells { id, who: &self.bytes[begin..middle], place: &self.bytes[middle..end] }
    }
}

/// Writes rows. Kept from article to article: it knows the cells of the entities it met.
pub struct MentionWriter<'f> {
    pub(super) facts: &'f dyn Facts,
    offsets: OffsetUnits,
    pub(super) flavour: Flavour,
    /// In the order in which they were met.
    met: AllCells<'f>,
    /// Where in `met` an entity is.
    numbers: FxHashMap<EntityId, u32>,
    /// Where in `met` the entities are of the article that is being written.
    here: Vec<u32>,
    context: String,
}

impl<'f> MentionWriter<'f> {
    /// For mentions of these entities.
    #[must_use]
    pub fn new(facts: &'f dyn Facts, offsets: OffsetUnits, flavour: Flavour) -> Self {
        let (numbers, context) = (FxHashMap::default(), String::new());
        MentionWriter { facts, offsets, flavour, met: AllCells::default(), numbers, here: Vec::new(), context }
    }

    /// Adds the rows of an article's mentions, which come by start and are sorted out. After each row `settle` is given
    /// the rows so far, and may take them.
    pub fn write(
        &mut self,
        article: &Article,
        mentions: &[Mention],
        mentioned: &Mentioned,
        rows: &mut Rows,
        mut settle: impl FnMut(&mut Rows),
    ) {
        let text = article.text.as_str();
        let mut counter = Counter::new(text);
        let about = Rows::encode(self.flavour, [Value::Text(&article.name), Value::Text(&article.date)]);
        self.meet(mentioned);
        for (mention, &place) in mentions.iter().zip(mentioned.places()) {
            let cells = self.met.of(self.here[place as usize]);
            let start = counter.at(mention.span.start());
            let end = counter.clone().at(mention.span.end());
            rows.encoded(&about);
            rows.encoded(cells.who);
            rows.text(mention.span.of(text));
            rows.count(start.char as u64);
            rows.count(end.char as u64);
            if self.offsets.byte {
                rows.count(start.byte as u64);
                rows.count(end.byte as u64);
            }
            if self.offsets.utf16 {
                rows.count(start.utf16 as u64);
                rows.count(end.utf16 as u64);
            }
            rows.count(start.line as u64);
            rows.text(context::before(text, mention.span.start(), &mut self.context));
            rows.text(context::after(text, mention.span.end(), &mut self.context));
            rows.text(mention.role.as_str());
            rows.encoded(cells.place);
            rows.count(u64::from(mention.candidates));
            rows.share(mention.confidence);
            self.context.clear();
            for (i, reason) in mention.reasons.as_slice().iter().enumerate() {
                self.context.push_str(if i == 0 { "" } else { ";" });
                self.context.push_str(reason.as_str());
            }
            rows.text(&self.context);
            rows.end_row();
            settle(rows);
        }
    }

    /// Gets ready the cells of the entities that an article mentions.
    fn meet(&mut self, mentioned: &Mentioned) {
        self.here.clear();
        for &entity in mentioned.entities() {
            self.here.push(*self.numbers.entry(entity).or_insert_with(|| {
                self.met.push(self.facts, self.flavour, entity);
                u32::try_from(self.met.entities.len() - 1).expect("entities are counted in 32 bits")
            }));
        }
    }

    /// The cells of the entities that an article mentions.
    pub(super) fn cells_of(&mut self, mentioned: &Mentioned) -> impl Iterator<Item = EntityCells<'_>> {
        self.meet(mentioned);
        self.here.iter().map(|&number| self.met.of(number))
    }
}
