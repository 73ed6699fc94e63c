//! What `datapackage.json` says of a run: its lists, what was tagged, and how articles were read.

use crate::articles::{ExpandLimits, FieldNames, PagePart, ReadOptions};
use serde_json::Value as Json;
use std::path::PathBuf;

/// A run's description.
#[derive(Clone, Debug)]
pub struct Package {
    /// The version of gazetag that tagged.
    pub version: String,
    /// Names of the lists, and their rows.
    pub lists: Vec<(String, u64)>,
    /// What was tagged, as it was typed.
    pub paths: Vec<PathBuf>,
    /// How its articles were read.
    pub read: ReadOptions,
}

impl Package {
    /// Out of the file's JSON.
    pub(super) fn of(json: &Json) -> Package {
        let run = &json["gazetag"];
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let list = |list: &Json| (text(&list["name"]).unwrap_or_default(), list["rows"].as_u64().unwrap_or_default());
        let array = |value: &Json| value.as_array().cloned().unwrap_or_default();
        Package {
            version: text(&json["version"]).unwrap_or_default(),
            lists: array(&run["gazetteers"]).iter().map(list).collect(),
            paths: array(&run["paths"]).iter().filter_map(text).map(PathBuf::from).collect(),
            read: read_options(&run["options"]),
        }
    }
}

/// The options that shape texts; dates and languages stand in the tables. Programs are left out: what a file says that
/// somebody sent is no reason to start one.
fn read_options(options: &Json) -> ReadOptions {
    let known = ReadOptions::default();
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let count = |name: &str, default: u64| options[name].as_u64().unwrap_or(default);
    let fields = &options["fields"];
    ReadOptions {
        max_article_size: count("max_article_size", known.max_article_size),
        encoding: options["encoding"].as_str().and_then(|label| label.parse().ok()),
        html: if options["html"] == "all" { PagePart::All } else { PagePart::Article },
        with_title: options["with_title"] == true,
        dates: known.dates,
        programs: known.programs,
        fields: FieldNames {
            text: text(&fields["text"]),
            title: text(&fields["title"]),
            date: text(&fields["date"]),
            author: text(&fields["author"]),
            source: text(&fields["source"]),
            url: text(&fields["url"]),
            language: text(&fields["language"]),
        },
        expand: ExpandLimits {
            size: count("max_expanded_size", known.expand.size),
            ratio: count("max_expanded_ratio", known.expand.ratio),
            depth: count("max_depth", u64::from(known.expand.depth)).try_into().unwrap_or(known.expand.depth),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn articles_are_read_as_the_run_read_them() {
        let options = json!({"html": "all", "encoding": "koi8-r", "max_article_size": 5, "max_depth": 7,
            "with_title": true, "fields": {"text": "body", "title": null}});
        let package = Package::of(&json!({"version": "1", "gazetag": {"options": options, "paths": ["a", "b/c"],
            "gazetteers": [{"name": "x.csv", "rows": 3}]}}));
        assert_eq!((package.version.as_str(), package.lists), ("1", vec![("x.csv".to_owned(), 3)]));
        assert_eq!(package.paths, [PathBuf::from("a"), PathBuf::from("b/c")]);
        let read = package.read;
        assert_eq!((read.html, read.max_article_size, read.expand.depth), (PagePart::All, 5, 7));
        assert!(read.with_title);
        assert_eq!(read.encoding.map(|encoding| encoding.to_string()).as_deref(), Some("KOI8-R"));
        assert_eq!((read.fields.text.as_deref(), read.fields.title), (Some("body"), None));
        assert_eq!(Package::of(&json!({})).read, ReadOptions::default());
    }
}
