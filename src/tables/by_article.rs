//! `by-article.csv`: how often each entity is mentioned in each article, for pivot tables.

use super::csv::Rows;
use super::mentioned::Mentioned;
use super::mentions::MentionWriter;
use super::{Column, Value, ValueType};
use crate::model::Article;
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
    /// Adds a row for each of the entities that an article mentions: most mentioned first, then by id.
    pub fn write_counts(&mut self, article: &Article, mentioned: &Mentioned, rows: &mut Rows) {
        let about = Rows::encode(self.flavour, [Value::Text(&article.name), Value::Text(&article.date)]);
        let counts = mentioned.groups().map(|(_, mentions)| mentions.len() as u64);
        let mut counts: Vec<_> = counts.zip(self.cells_of(mentioned)).collect();
        counts.sort_unstable_by(|(a, of_a), (b, of_b)| (Reverse(a), of_a.id).cmp(&(Reverse(b), of_b.id)));
        for (mentions, cells) in counts {
            rows.encoded(&about);
            rows.encoded(cells.who);
            rows.count(mentions);
            rows.end_row();
        }
    }
}
