//! `by-article.csv`: how often each entity is mentioned in each article, for pivot tables.

use super::csv::Rows;
use super::mentions::MentionWriter;
use super::{Column, Value, ValueType};
use crate::model::{Article, EntityId, Mention};
use std::cmp::Reverse;

/// The columns of the table.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Date, Text};
    vec![
        Column::new("article", Text, "path of the article, relative to what was tagged"),
        Column::new("date", Date, "date of the article, where it is certain"),
        Column::new("kind", Text, "person, organization or place"),
        Column::new("entity", Text, "canonical name of the entity"),
        Column::new("entity_id", Text, "id of the entity in its list"),
        Column::new("mentions", Count, "how often it is mentioned in the article"),
    ]
}

impl MentionWriter<'_> {
    /// Adds a row for each of the entities that an article mentions, each given once in rising order: most mentioned
    /// first, then by id.
    pub fn write_counts(&mut self, article: &Article, mentions: &[Mention], entities: &[EntityId], rows: &mut Rows) {
        let facts = self.facts;
        let mut counts: Vec<_> = entities.iter().map(|&entity| (Reverse(0), facts.entity(entity).id, entity)).collect();
        for mention in mentions {
            if let Ok(at) = entities.binary_search(&mention.entity) {
                counts[at].0.0 += 1;
            }
        }
        counts.sort_unstable();
        let about = Rows::encode(self.flavour, [Value::Text(&article.name), Value::Text(&article.date)]);
        for (Reverse(mentions), _, entity) in counts {
            rows.encoded(&about);
            rows.encoded(self.who(entity));
            rows.cell(Value::Count(mentions));
            rows.end_row();
        }
    }
}
