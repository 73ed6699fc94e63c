//! What `datapackage.json` says of a run: its lists and options, what was tagged, and how articles were read.

use super::ReportError;
use crate::articles::{ExpandLimits, FieldNames, PagePart, ReadOptions};
use crate::tables::Flavour;
use crate::tables::folder::PACKAGE;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// A run's description.
#[derive(Clone, Debug)]
pub struct Package {
    /// The version of gazetag that tagged.
    pub version: String,
    /// How the tables are written.
    pub flavour: Flavour,
    /// Names of the lists, and their rows.
    pub lists: Vec<(String, u64)>,
    /// What was tagged, as it was typed.
    pub paths: Vec<PathBuf>,
    /// How its articles were read.
    pub read: ReadOptions,
}

impl Package {
    /// Reads the description of the run in a folder.
    pub(super) fn read(folder: &Path) -> Result<Package, ReportError> {
        let path = folder.join(PACKAGE);
        let bytes = std::fs::read(&path).map_err(|error| ReportError::NoRun { folder: folder.to_owned(), error })?;
        let wrong = |message: String| ReportError::Package { path: path.clone(), message };
        let json: Json = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        let run = &json["gazetag"];
        let Some(options) = run["options"].as_object() else {
            return Err(wrong("it describes no run of gazetag".into()));
        };
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let flavour = match options.get("csv").and_then(Json::as_str) {
            Some("semicolon") => Flavour::Semicolon,
            Some("plain") => Flavour::Plain,
            _ => Flavour::Excel,
        };
        let list = |list: &Json| (text(&list["name"]).unwrap_or_default(), list["rows"].as_u64().unwrap_or_default());
        let array = |value: &Json| value.as_array().cloned().unwrap_or_default();
        Ok(Package {
            version: text(&json["version"]).unwrap_or_default(),
            flavour,
            lists: array(&run["gazetteers"]).iter().map(list).collect(),
            paths: array(&run["paths"]).iter().filter_map(text).map(PathBuf::from).collect(),
            read: read_options(&run["options"]),
        })
    }
}

/// The options that shape texts; dates and languages stand in the tables.
fn read_options(options: &Json) -> ReadOptions {
    let known = ReadOptions::default();
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let count = |name: &str, default: u64| options[name].as_u64().unwrap_or(default);
    let fields = &options["fields"];
    ReadOptions {
        max_article_size: count("max_article_size", known.max_article_size),
        encoding: options["encoding"].as_str().and_then(|label| label.parse().ok()),
        html: if options["html"] == "all" { PagePart::All } else { PagePart::Article },
        dates: known.dates,
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
