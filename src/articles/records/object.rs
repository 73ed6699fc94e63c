//! One JSON object to one article.

use super::profile::{Fact, FieldNames, Profile, known, no_text};
use crate::articles::{ReadOptions, date, language::iso_639_1, text::settle};
use crate::model::Article;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The fields of an object, in its order, each value as it stands in the text.
pub(super) struct Object<'a> {
    keys: Vec<Cow<'a, str>>,
    values: Vec<&'a RawValue>,
}

/// The article in one record.
pub(super) fn article(name: String, record: &[u8], options: &ReadOptions) -> Article {
    match Object::parse(record) {
        Ok(object) => object.article(name, options),
        Err(error) => Article::failed(name, error),
    }
}

impl<'a> Object<'a> {
    /// # Errors
    /// If it is no object, in words for the article's row.
    pub(super) fn parse(record: &'a [u8]) -> Result<Object<'a>, String> {
        if !record.trim_ascii_start().starts_with(b"{") {
            return Err("no JSON object".to_owned());
        }
        serde_json::from_slice(record).map_err(|error| reason(&error))
    }

    /// Whether it has a field for the text.
    pub(super) fn has_text(&self, names: &FieldNames) -> bool {
        Profile::of(self.keys()).places(Fact::Text, self.keys(), names).next().is_some()
    }

    /// What it is, where it is a thing of schema.org and no article: a person, a site.
    pub(super) fn other_type(&self) -> Option<String> {
        let kind = Meta::of(self.value("@type")?);
        (!kind.is_empty() && !kind.contains("Article") && !kind.contains("Posting")).then_some(kind)
    }

    /// The lists in it and in the objects in it, each as it stands in the text.
    pub(super) fn lists(&self) -> Vec<&'a str> {
        let begins = |value: &&&RawValue, with: char| value.get().starts_with(with);
        let lists = |object: &Object<'a>| -> Vec<&'a str> {
            object.values.iter().filter(|value| begins(value, '[')).map(|value| value.get()).collect()
        };
        let objects = self.values.iter().filter(|value| begins(value, '{'));
        let inner = objects.filter_map(|value| serde_json::from_str::<Object<'a>>(value.get()).ok());
        lists(self).into_iter().chain(inner.flat_map(|object| lists(&object))).collect()
    }

    /// That it has no text.
    pub(super) fn no_text(&self, names: &FieldNames) -> String {
        no_text("field", self.keys(), names)
    }

    pub(super) fn article(&self, name: String, options: &ReadOptions) -> Article {
        let names = &options.fields;
        let profile = Profile::of(self.keys());
        let places = |fact| profile.places(fact, self.keys(), names);
        let mut text = None;
        for place in places(Fact::Text) {
            match serde_json::from_str::<Option<String>>(self.values[place].get()) {
                Ok(Some(found)) => {
                    text = Some(found);
                    break;
                }
                Ok(None) => text = None,
                Err(error) => {
                    let what = if error.is_data() { "no text, but another value".to_owned() } else { reason(&error) };
                    return Article::failed(name, format!("field `{}`: {what}", self.keys[place]));
                }
            }
        }
        let Some(text) = text else {
            let null = places(Fact::Text).next().map(|place| format!("field `{}` is null", self.keys[place]));
            return Article::failed(name, null.unwrap_or_else(|| self.no_text(names)));
        };
        let fact = |fact| {
            let values = places(fact).map(|place| known(Meta::of(self.values[place])));
            values.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
        };
        let mut article = Article {
            name,
            text,
            title: fact(Fact::Title),
            author: fact(Fact::Author),
            source: fact(Fact::Source),
            url: fact(Fact::Url),
            language: iso_639_1(&fact(Fact::Language)),
            encoding: encoding_rs::UTF_8.name(),
            ..Article::default()
        };
        date::put(&mut article, &fact(Fact::Date), &options.dates);
        settle(article)
    }

    fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.keys.iter().map(|key| &**key)
    }

    fn value(&self, key: &str) -> Option<&'a RawValue> {
        self.keys.iter().position(|other| other == key).map(|place| self.values[place])
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Object<'de>, A::Error> {
        let mut object = Object { keys: Vec::new(), values: Vec::new() };
        while let Some((Key(key), value)) = fields.next_entry()? {
            object.keys.push(key);
            object.values.push(value);
        }
        Ok(object)
    }
}

/// A key, copied only where it has escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }
}

/// What the parser says, without the number of the line: it saw one record alone, and the article's name has the right
/// one.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let at = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&at) {
        Some(what) => format!("{what}, column {}", error.column()),
        None => text,
    }
}

/// A fact about a text, in whatever shape: strings and numbers as they are, the items of a list with `; ` between, of an
/// object its name or address (schema.org writes authors and publishers so); anything else is not known. Facts are no
/// reason to lose a text.
#[derive(Default)]
struct Meta(String);

impl Meta {
    fn of(value: &RawValue) -> String {
        serde_json::from_str(value.get()).map(|Meta(value)| value).unwrap_or_default()
    }
}

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
        const NAMES: [&str; 4] = ["name", "@value", "url", "@id"];
        let mut best = (NAMES.len(), String::new());
        while let Some(Key(key)) = entries.next_key()? {
            match NAMES.iter().position(|name| *name == key) {
                Some(rank) if rank < best.0 => best = (rank, entries.next_value::<Meta>()?.0),
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(best.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    fn article(name: String, record: &[u8]) -> Article {
        super::article(name, record, &ReadOptions::default())
    }

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
        assert_eq!(article("a.jsonl#1".into(), line.as_bytes()), expected);
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
            (r#"{"name": ["A"], "url": "u"}"#, "A"),
            (r#"{"url": "u", "age": [{}]}"#, "u"),
            (r#"[{"name": "A"}, {"name": "B"}]"#, "A; B"),
            (r#""None""#, ""),
        ];
        for (value, author) in rows {
            let article = article(String::new(), format!(r#"{{"author": {value}, "text": "x"}}"#).as_bytes());
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
            (r#"{"text": 5}"#, "field `text`: no text, but another value"),
            (r#"{"text": ["a"]}"#, "field `text`: no text, but another value"),
            (r#"{"text": null}"#, "field `text` is null"),
            (r#"{"id": 1, "main": "a"}"#, "no field `text`; --text-field takes one of: id, main"),
            (
                &many,
                "no field `text`; --text-field takes one of: a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, ...",
            ),
            ("{}", "no field `text`, and no other"),
            (r#"["a"]"#, "no JSON object"),
            ("Syria", "no JSON object"),
            (r#"{"text": "a", "x": NaN}"#, "expected value, column 20"),
            (r#"{"text": "\ud800"}"#, "field `text`: unexpected end of hex escape, column 8"),
            (&format!(r#"{{"title": {deep}"#), "EOF while parsing a list, column 100010"),
        ];
        for (line, error) in rows {
            let article = article("a#1".into(), line.as_bytes());
            assert_eq!((article.status, &*article.error), (Status::Failed, error), "{line:.40}");
        }
        let broken = article("a#1".into(), b"{\"text\": \"caf\xE9\"}");
        assert_eq!((broken.status, &*broken.error), (Status::Failed, "invalid unicode code point, column 14"));
    }

    #[test]
    fn an_empty_text_is_empty() {
        for line in [r#"{"text": "", "title": "A"}"#, r#"{"title": "A", "text": " \n"}"#] {
            let article = article("a#1".into(), line.as_bytes());
            assert_eq!((article.status, &*article.text, &*article.title), (Status::Empty, "", "A"));
        }
    }

    /// `text|title|date|author|source|url|language` of a record.
    fn facts(record: &str, options: &ReadOptions) -> String {
        let a = super::article(String::new(), record.as_bytes(), options);
        assert_eq!(a.error, "", "{record}");
        [a.text, a.title, a.date, a.author, a.source, a.url, a.language].join("|")
    }

    #[test]
    fn writers_of_records_are_known_by_their_keys() {
        let rows = [
            (
                r#"{"authors": ["A. One"], "date_download": "2024-03-10 01:00:00", "date_modify": "None",
                "date_publish": "2024-03-09 10:00:00", "description": "d", "filename": "f", "language": "en",
                "maintext": "Syria", "source_domain": "example.org", "title": "T", "url": "u", "text": null}"#,
                "Syria|T|2024-03-09|A. One|example.org|u|en",
            ),
            (r#"{"maintext": "Syria", "date_publish": "None", "title": "T"}"#, "Syria|T|||||"),
            (
                r#"{"url": "u", "read_more_link": "", "language": "en", "title": "T", "authors": ["A", "B"],
                "publish_date": "2024-03-09 00:00:00", "meta_lang": "en", "meta_site_name": "Paper",
                "canonical_link": "c", "text": "Syria"}"#,
                "Syria|T|2024-03-09|A; B|Paper|c|en",
            ),
            (
                r#"{"title": "T", "author": "A", "hostname": "example.org", "date": "2024-03-09", "fingerprint": "x",
                "raw_text": "Syria raw", "text": "Syria", "language": null, "source": "https://example.org/a",
                "source-hostname": "Paper", "excerpt": "e"}"#,
                "Syria|T|2024-03-09|A|Paper|https://example.org/a|",
            ),
            (
                r#"{"stories_id": 1, "publish_date": "2024-03-09", "title": "T", "url": "u", "language": "en",
                "media_name": "Paper", "media_url": "m", "text": "Syria"}"#,
                "Syria|T|2024-03-09||Paper|u|en",
            ),
            (
                r#"{"@type": "NewsArticle", "headline": "T", "datePublished": "2024-03-09T10:00:00Z",
                "author": [{"@type": "Person", "name": "A"}], "publisher": {"name": "Paper", "logo": {"url": "l"}},
                "mainEntityOfPage": {"@id": "u"}, "inLanguage": "en-GB", "articleBody": "Syria"}"#,
                "Syria|T|2024-03-09|A|Paper|u|en",
            ),
            (
                r#"{"Headline": "T", "Body": "Syria", "published": "2024-03-09", "byline": "A", "link": "u", "site": "P"}"#,
                "Syria|T|2024-03-09|A|P|u|",
            ),
        ];
        for (record, expected) in rows {
            assert_eq!(facts(record, &ReadOptions::default()), expected, "{record}");
        }
    }

    #[test]
    fn a_field_that_the_user_named_counts() {
        let named = |name: &str| Some(name.to_owned());
        let fields = FieldNames { text: named("main"), title: named("kop"), ..FieldNames::default() };
        let options = ReadOptions { fields, ..ReadOptions::default() };
        let record = r#"{"text": "no", "main": "Syria", "title": "no", "KOP": "T", "url": "u"}"#;
        assert_eq!(facts(record, &options), "Syria|T||||u|");
        let error = super::article(String::new(), br#"{"text": "Syria"}"#, &options).error;
        assert_eq!(error, "no field `main`; --text-field takes one of: text");
    }
}
