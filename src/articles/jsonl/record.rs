//! One line to one article.

use crate::articles::{date, date::DateOptions, language::iso_639_1, text::settle};
use crate::model::Article;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// Names of fields that an error lists, at most.
const LISTED_FIELDS: usize = 12;

/// The fields that are read.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Record {
    text: Option<Text>,
    title: Meta,
    date: Meta,
    url: Meta,
    author: Meta,
    source: Meta,
    language: Meta,
}

/// The article in one line of a file.
pub(super) fn article(name: String, line: &[u8], dates: &DateOptions) -> Article {
    if !line.trim_ascii_start().starts_with(b"{") {
        return Article::failed(name, "no JSON object on this line");
    }
    let record: Record = match serde_json::from_slice(line) {
        Ok(record) => record,
        Err(error) => return Article::failed(name, reason(&error)),
    };
    let Some(Text(text)) = record.text else {
        return Article::failed(name, no_text(line));
    };
    let mut article = Article {
        name,
        text,
        title: record.title.0,
        author: record.author.0,
        source: record.source.0,
        url: record.url.0,
        language: iso_639_1(&record.language.0),
        encoding: encoding_rs::UTF_8.name(),
        ..Article::default()
    };
    date::put(&mut article, &record.date.0, dates);
    settle(article)
}

/// What the parser says, without the number of the line: it saw one line alone, and the article's name has the right one.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let at = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&at) {
        Some(what) => format!("{what}, column {}", error.column()),
        None => text,
    }
}

/// Which fields a record without a text has, so that its owner sees how the text is called there.
fn no_text(line: &[u8]) -> String {
    let fields: BTreeMap<String, IgnoredAny> = serde_json::from_slice(line).unwrap_or_default();
    if fields.contains_key("text") {
        return "field `text` is null".to_owned();
    }
    let mut names: Vec<&str> = fields.keys().map(String::as_str).take(LISTED_FIELDS).collect();
    if names.len() < fields.len() {
        names.push("...");
    }
    match names[..] {
        [] => "no field `text`, and no other".to_owned(),
        _ => format!("no field `text`; there are: {}", names.join(", ")),
    }
}

/// A text: a string and nothing else.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_string(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string in field `text`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

/// A fact about a text, in whatever shape: strings and numbers as they are, the items of a list with `; ` between,
/// anything else is not known. Facts are no reason to lose a text.
#[derive(Default)]
struct Meta(String);

impl<'de> Deserialize<'de> for Meta {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(MetaVisitor).map(Meta)
    }
}

struct MetaVisitor;

impl<'de> Visitor<'de> for MetaVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<String, A::Error> {
        let mut joined = String::new();
        while let Some(Meta(item)) = items.next_element()? {
            if !joined.is_empty() && !item.is_empty() {
                joined.push_str("; ");
            }
            joined.push_str(&item);
        }
        Ok(joined)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<String, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    #[test]
    fn fields_become_an_article() {
        let line = r#"{"id": 7, "text": "Assad\u00e9 \ud83d\ude00\n", "title": "A", "date": "2024-03-09T10:00:00Z",
            "url": "https://example.org/a", "author": ["A. One", null, "B. Two"], "source": null, "language": "en-GB"}"#;
        let expected = Article {
            name: "a.jsonl#1".into(),
            text: "Assadé 😀\n".into(),
            title: "A".into(),
            date: "2024-03-09".into(),
            author: "A. One; B. Two".into(),
            url: "https://example.org/a".into(),
            language: "en".into(),
            encoding: "UTF-8",
            ..Article::default()
        };
        assert_eq!(article("a.jsonl#1".into(), line.as_bytes(), &DateOptions::default()), expected);
    }

    #[test]
    fn odd_facts_do_not_lose_a_text() {
        let rows = [
            (r#""A""#, "A"),
            ("null", ""),
            ("7", "7"),
            ("-7", "-7"),
            ("7.5", "7.5"),
            ("true", ""),
            ("[]", ""),
            (r#"["A", 7, ["B"]]"#, "A; 7; B"),
            (r#"{"name": ["A"]}"#, ""),
        ];
        for (value, author) in rows {
            let article = article(
                String::new(),
                format!(r#"{{"author": {value}, "text": "x"}}"#).as_bytes(),
                &DateOptions::default(),
            );
            assert_eq!((&*article.author, article.status), (author, Status::Ok), "{value}");
        }
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        let deep = "[".repeat(100_000);
        let many = format!("{{{}\"z\": 1}}", (0..20).map(|n| format!("\"a{n:02}\": 1, ")).collect::<String>());
        let rows = [
            (r#"{"text": "a"#, "EOF while parsing a string, column 11"),
            (r#"{"text": "a"} {"text": "b"}"#, "trailing characters, column 15"),
            (r#"{"text": 5}"#, "invalid type: integer `5`, expected a string in field `text`, column 10"),
            (r#"{"text": ["a"]}"#, "invalid type: sequence, expected a string in field `text`, column 9"),
            (r#"{"text": null}"#, "field `text` is null"),
            (r#"{"id": 1, "body": "a"}"#, "no field `text`; there are: body, id"),
            (&many, "no field `text`; there are: a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, ..."),
            ("{}", "no field `text`, and no other"),
            (r#"["a"]"#, "no JSON object on this line"),
            ("Syria", "no JSON object on this line"),
            (r#"{"text": "a", "x": NaN}"#, "expected value, column 20"),
            (r#"{"text": "\ud800"}"#, "unexpected end of hex escape, column 17"),
            (&format!(r#"{{"title": {deep}"#), "recursion limit exceeded, column 137"),
        ];
        for (line, error) in rows {
            let article = article("a#1".into(), line.as_bytes(), &DateOptions::default());
            assert_eq!((article.status, &*article.error), (Status::Failed, error), "{line:.40}");
        }
        let broken = article("a#1".into(), b"{\"text\": \"caf\xE9\"}", &DateOptions::default());
        assert_eq!((broken.status, &*broken.error), (Status::Failed, "invalid unicode code point, column 14"));
    }

    #[test]
    fn an_empty_text_is_empty() {
        for line in [r#"{"text": "", "title": "A"}"#, r#"{"title": "A", "text": " \n"}"#] {
            let article = article("a#1".into(), line.as_bytes(), &DateOptions::default());
            assert_eq!((article.status, &*article.text, &*article.title), (Status::Empty, "", "A"));
        }
    }
}
