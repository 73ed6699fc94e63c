//! `articles.csv`: a row for every file and record, also those that hold no mention or could not be read.

use super::csv::Rows;
use super::{Column, Value, ValueType};
use crate::model::{Article, Kind, Status};

/// The columns of the table.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Date, Text};
    vec![
        Column::new("article", Text, "path of the article, relative to what was tagged"),
        Column::new("title", Text, "headline, where known"),
        Column::new("date", Date, "date, where it is certain"),
        Column::new("author", Text, "author, where known"),
        Column::new("source", Text, "outlet, where known"),
        Column::new("url", Text, "address, where known"),
        Column::new("language", Text, "language, where known"),
        Column::new("encoding", Text, "encoding in which the bytes were read"),
        Column::new("chars", Count, "length of the text in Unicode code points"),
        Column::new("story", Count, "row of the first article with the same or nearly the same text, counted from 1"),
        Column::new("mentions", Count, "mentions in the article"),
        Column::new("people", Count, "different people mentioned"),
        Column::new("organizations", Count, "different organizations mentioned"),
        Column::new("places", Count, "different places mentioned"),
        Column::new("status", Text, "ok, empty, skipped or failed"),
        Column::new("error", Text, "why it is not ok, or what is odd about its text"),
    ]
}

/// What was counted in one article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArticleCounts {
    /// Mentions.
    pub mentions: u64,
    /// Different entities of each kind, in the order of [`Kind::ALL`].
    pub entities: [u64; Kind::ALL.len()],
}

/// Writes an article's row, its cell `story` left empty, and says how many bytes stand before that cell.
pub fn write(article: &Article, counts: &ArticleCounts, rows: &mut Rows) -> usize {
    let begin = rows.len();
    let read = matches!(article.status, Status::Ok | Status::Empty);
    let count = |n: u64| if read { Value::Count(n) } else { Value::Empty };
    let [people, organizations, places] = counts.entities;
    for value in [
        Value::Text(&article.name),
        Value::Text(&article.title),
        Value::Text(&article.date),
        Value::Text(&article.author),
        Value::Text(&article.source),
        Value::Text(&article.url),
        Value::Text(&article.language),
        Value::Text(article.encoding),
        count(article.text.chars().count() as u64),
        Value::Empty,
    ] {
        rows.cell(value);
    }
    let story_at = rows.len() - begin;
    for value in [
        count(counts.mentions),
        count(people),
        count(organizations),
        count(places),
        Value::Text(article.status.as_str()),
        Value::Text(&article.error),
    ] {
        rows.cell(value);
    }
    rows.end_row();
    story_at
}
