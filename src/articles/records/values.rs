//! JSON: a list of objects, objects one after the other, or one object.

use super::object::{self, Object};
use super::utf8;
use crate::articles::read::TooLarge;
use crate::articles::{Batch, ReadOptions, batch::Batches};
use crate::model::{Article, Status};
use memchr::memchr2;
use std::io::{self, Read};
use std::sync::Arc;

/// The file is read in pieces of this size, and so many bytes of records make a batch.
const PIECE: usize = 512 << 10;

/// The articles of a JSON file.
pub(in crate::articles) fn values(name: String, file: Box<dyn Read + Send>, options: &Arc<ReadOptions>) -> Batches {
    Box::new(Values {
        name: name.into(),
        file: utf8(file, options),
        options: Arc::clone(options),
        unread: Vec::new(),
        at: 0,
        number: 0,
        in_list: false,
        is_done: false,
    })
}

struct Values {
    name: Arc<str>,
    file: Box<dyn Read + Send>,
    options: Arc<ReadOptions>,
    /// What was read and is in no value yet, from `at` on.
    unread: Vec<u8>,
    at: usize,
    /// Values so far.
    number: u64,
    in_list: bool,
    is_done: bool,
}

/// The next thing in the file.
enum Value {
    /// Its bytes.
    Whole(Vec<u8>),
    /// It is longer than an article may be, and is not kept.
    TooLong,
    /// The file ends.
    End,
}

impl Iterator for Values {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        if self.is_done {
            return None;
        }
        let (mut values, mut bytes) = (Vec::new(), 0);
        while !self.is_done && bytes < PIECE {
            match self.value() {
                Ok(Value::Whole(value)) => {
                    self.number += 1;
                    bytes += value.len();
                    values.push((self.number, Ok(value)));
                }
                Ok(Value::TooLong) => {
                    self.number += 1;
                    let error = TooLarge::Unknown { limit: self.options.max_article_size };
                    values.push((self.number, Err(error.article(self.record_name(self.number)))));
                }
                Ok(Value::End) => self.is_done = true,
                Err(error) => {
                    self.is_done = true;
                    self.number += 1;
                    let article = Article::failed(self.record_name(self.number), error.to_string());
                    values.push((self.number, Err(article)));
                }
            }
        }
        if self.is_done && self.number == 0 {
            return Some(Batch::one(Article {
                name: self.name.to_string(),
                status: Status::Empty,
                ..Article::default()
            }));
        }
        let (name, options) = (Arc::clone(&self.name), Arc::clone(&self.options));
        if self.is_done
            && self.number == 1
            && !self.in_list
            && let [(1, Ok(value))] = &mut *values
        {
            let value = std::mem::take(value);
            let articles = std::iter::once(value).flat_map(move |value| single(&name, &value, &options));
            return Some(Batch::new(bytes as u64, articles));
        }
        let article = move |(number, value): (u64, Result<Vec<u8>, Article>)| match value {
            Ok(value) => object::article(format!("{name}#{number}"), &value, &options),
            Err(row) => row,
        };
        (!values.is_empty()).then(|| Batch::new(bytes as u64, values.into_iter().map(article)))
    }
}

/// The articles of a file of one value: it is one, or holds a list of them.
fn single(name: &str, value: &[u8], options: &ReadOptions) -> Vec<Article> {
    let object = match Object::parse(value) {
        Ok(object) => object,
        Err(error) => return vec![Article::failed(name, error)],
    };
    if object.has_text(&options.fields) {
        return vec![object.article(name.to_owned(), options)];
    }
    for list in object.lists() {
        let Ok(objects) = serde_json::from_str::<Vec<Object<'_>>>(list) else { continue };
        if objects.iter().any(|object| object.has_text(&options.fields)) {
            let article = |(number, object): (usize, &Object<'_>)| {
                let name = format!("{name}#{}", number + 1);
                match object.other_type().filter(|_| !object.has_text(&options.fields)) {
                    Some(kind) => Article::skipped(name, format!("no article, but of type {kind}")),
                    None => object.article(name, options),
                }
            };
            return objects.iter().enumerate().map(article).collect();
        }
    }
    // a file of settings beside the articles is no article that was lost
    vec![Article::skipped(name, object.no_text(&options.fields))]
}

impl Values {
    fn record_name(&self, number: u64) -> String {
        format!("{}#{number}", self.name)
    }

    /// The next value and what stands before it: white space, the bracket or a comma of the list.
    fn value(&mut self) -> io::Result<Value> {
        let first = loop {
            match self.peek()? {
                None if self.in_list => {
                    return Err(io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        "the list has no end: the file is cut off",
                    ));
                }
                None => return Ok(Value::End),
                Some(b'[') if self.number == 0 && !self.in_list => {
                    self.in_list = true;
                    self.at += 1;
                }
                Some(b',') if self.in_list => self.at += 1,
                Some(b']') if self.in_list => {
                    self.at += 1;
                    return match self.peek_beyond_space()? {
                        None if self.number == 0 => Ok(Value::End),
                        None => {
                            self.is_done = true;
                            Ok(Value::End)
                        }
                        Some(_) => Err(io::Error::other("the list ends, but the file goes on")),
                    };
                }
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(byte @ (b',' | b']')) => {
                    let byte = char::from(byte);
                    return Err(io::Error::other(format!("no JSON: here stands a '{byte}' that belongs to no list")));
                }
                Some(byte) => break byte,
            }
        };
        let mut scan = Scan { is_nested: matches!(first, b'{' | b'['), is_string: first == b'"', ..Scan::default() };
        let limit = usize::try_from(self.options.max_article_size).unwrap_or(usize::MAX);
        let mut value = Vec::new();
        let mut is_too_long = false;
        loop {
            let rest = &self.unread[self.at..];
            let end = scan.end(rest);
            let part = &rest[..end.unwrap_or(rest.len())];
            is_too_long |= value.len() + part.len() > limit;
            if is_too_long {
                value = Vec::new();
            } else {
                value.extend_from_slice(part);
            }
            self.at += part.len();
            if end.is_some() || self.peek()?.is_none() {
                return Ok(if is_too_long { Value::TooLong } else { Value::Whole(value) });
            }
        }
    }

    fn peek_beyond_space(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.at += 1;
        }
        Ok(None)
    }

    /// The next byte, read from the file where need be.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        if self.at == self.unread.len() {
            self.unread.clear();
            self.at = 0;
            (&mut self.file).take(PIECE as u64).read_to_end(&mut self.unread)?;
        }
        Ok(self.unread.get(self.at).copied())
    }
}

/// Looks for the end of a value, piece by piece.
#[derive(Default)]
struct Scan {
    is_nested: bool,
    is_string: bool,
    depth: u64,
    in_string: bool,
    is_escaped: bool,
}

impl Scan {
    /// How many bytes of a piece belong to the value; `None` where all do and more may come.
    fn end(&mut self, piece: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < piece.len() {
            if self.in_string {
                if std::mem::take(&mut self.is_escaped) {
                    at += 1;
                    continue;
                }
                at += memchr2(b'"', b'\\', &piece[at..])?;
                match piece[at] {
                    b'\\' => self.is_escaped = true,
                    _ => self.in_string = false,
                }
                at += 1;
                if !self.in_string && self.is_string && self.depth == 0 {
                    return Some(at);
                }
                continue;
            }
            match piece[at] {
                b'"' => self.in_string = true,
                b'{' | b'[' if self.is_nested => self.depth += 1,
                b'}' | b']' if self.is_nested => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                // a number or a word
                b',' | b']' | b' ' | b'\t' | b'\r' | b'\n' if !self.is_nested => return Some(at),
                _ => {}
            }
            at += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(json: &str) -> Vec<String> {
        let options = Arc::new(ReadOptions { max_article_size: 1 << 20, ..ReadOptions::default() });
        let file = Box::new(io::Cursor::new(json.as_bytes().to_vec()));
        let batches: Vec<Batch> = values("f".into(), file, &options).collect();
        let row = |a: Article| format!("{} {} {}{}", a.name, a.status.as_str(), a.text, a.error).trim_end().to_owned();
        batches.into_iter().flat_map(Batch::articles).map(row).collect()
    }

    #[test]
    fn lists_and_objects_are_articles() {
        let two = ["f#1 ok a]}\\\"", "f#2 ok b"];
        let (a, b) = (r#"{"text": "a]}\\\"", "x": [{"y": [1]}]}"#, r#"{"text": "b"}"#);
        for json in [format!("[{a}, {b}]"), format!(" [\n{a}\n,\n{b}\n]\n"), format!("{a}\n{b}\n"), format!("{a}{b}")] {
            assert_eq!(rows(&json), two, "{json}");
        }
        for (before, after) in [("{\"n\": 1, \"articles\": [", "]}"), ("{\"data\": {\"x\": [1], \"docs\": [", "]}}")] {
            assert_eq!(rows(&format!("{before}{a}, {b}{after}")), two);
        }
        assert_eq!(rows(b), ["f ok b"]);
    }

    #[test]
    fn a_graph_has_articles_and_other_things() {
        let graph =
            r#"{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle", "articleBody": "Syria"}]}"#;
        assert_eq!(rows(graph), ["f#1 skipped no article, but of type WebSite", "f#2 ok Syria"]);
    }

    #[test]
    fn what_is_no_record_says_so() {
        assert_eq!(rows(""), ["f empty"]);
        assert_eq!(rows("[]"), ["f empty"]);
        assert_eq!(rows("{\"a\": 1}"), ["f skipped no field `text`; --text-field takes one of: a"]);
        assert_eq!(
            rows("[1, {\"text\": \"a\"}, \"x, y\"]"),
            ["f#1 failed no JSON object", "f#2 ok a", "f#3 failed no JSON object"]
        );
        let cut = rows("[{\"text\": \"a\"}, {\"text\": \"b");
        assert_eq!(cut[..2], ["f#1 ok a", "f#2 failed EOF while parsing a string, column 11"]);
        assert_eq!(cut[2], "f#3 failed the list has no end: the file is cut off");
        assert_eq!(rows("[{\"text\": \"a\"}] x")[1], "f#2 failed the list ends, but the file goes on");
        for (sign, json) in [(',', "{\"text\": \"a\"}, {\"text\": \"b\"}"), (']', "{\"text\": \"a\"}]"), (',', ",")] {
            let error = format!("failed no JSON: here stands a '{sign}' that belongs to no list");
            assert!(rows(json).last().unwrap().ends_with(&error), "{json}");
        }
    }

    #[test]
    fn a_long_value_costs_that_value() {
        let long = "x".repeat(3 << 20);
        let rows = rows(&format!("[{{\"text\": \"{long}\"}}, {{\"text\": \"b\"}}]"));
        assert!(rows[0].starts_with("f#1 skipped more than the 1048576 bytes"), "{}", rows[0]);
        assert_eq!(rows[1..], ["f#2 ok b"]);
    }
}
