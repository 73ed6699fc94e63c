//! `datapackage.json`: what a set of tables is, as a Frictionless Data Package. It holds no clock time: equal runs are
//! equal.

use super::folder::FinishedTable;
use super::formats::Written;
use super::{Column, Flavour};
use crate::gazetteer::ListSource;
use serde_json::{Map, Value as Json, json};

/// A table of the package.
pub struct Resource<'t> {
    /// The file.
    pub table: &'t FinishedTable,
    /// Its columns.
    pub columns: &'t [Column],
    /// How many rows it has, the header not counted.
    pub rows: u64,
}

/// What is said of a run.
pub struct Package<'p> {
    /// The tables.
    pub resources: Vec<Resource<'p>>,
    /// The tables in other formats.
    pub files: &'p [Written],
    /// How they are written.
    pub flavour: Flavour,
    /// The options that shaped them.
    pub options: Map<String, Json>,
    /// What was tagged, as it was typed.
    pub paths: &'p [String],
    /// The lists they come from.
    pub gazetteers: &'p [ListSource],
    /// Articles by status.
    pub articles: Map<String, Json>,
    /// Articles that `pairs.csv` leaves out because they mention too many entities.
    pub not_paired: &'p [String],
}

impl Package<'_> {
    /// The file's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes_of(&self.to_json())
    }

    /// What the file says.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let gazetteers: Vec<Json> = self
            .gazetteers
            .iter()
            .map(|list| json!({"name": list.name, "rows": list.rows, "blake3": list.blake3, "embedded": list.embedded}))
            .collect();
        let tables = self.resources.iter().map(|resource| self.resource(resource));
        json!({
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "gazetag",
            "title": "People, organizations and places mentioned in a collection of articles",
            "version": env!("CARGO_PKG_VERSION"),
            "resources": tables.chain(self.files.iter().map(Written::resource)).collect::<Vec<_>>(),
            "gazetag": {
                "offsets": "Unicode code points of the article's text from 0, end exclusive",
                "formula_guard": self.flavour.is_for_spreadsheets(),
                "options": self.options,
                "paths": self.paths,
                "gazetteers": gazetteers,
                "articles": self.articles,
                "not_in_pairs": self.not_paired,
            },
        })
    }

    fn resource(&self, resource: &Resource<'_>) -> Json {
        let fields: Vec<Json> = resource
            .columns
            .iter()
            .map(|column| {
                let mut field = json!({
                    "name": column.name,
                    "type": column.value_type.schema_type(),
                    "description": column.about,
                });
                if self.flavour.decimal_mark() != '.' && column.value_type.schema_type() == "number" {
                    field["decimalChar"] = json!(self.flavour.decimal_mark());
                }
                field
            })
            .collect();
        json!({
            "name": resource.table.name.trim_end_matches(".csv"),
            "path": resource.table.name,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": resource.table.bytes,
            "hash": format!("blake3:{}", resource.table.blake3),
            "rows": resource.rows,
            "dialect": {
                "delimiter": self.flavour.delimiter(),
                "lineTerminator": self.flavour.line_end(),
                "quoteChar": "\"",
                "doubleQuote": true,
                "header": true,
            },
            "schema": {"fields": fields, "missingValues": [""]},
        })
    }
}

/// A package with more files, in the place of those of the same names.
#[must_use]
pub fn with_resources(mut package: Json, files: impl IntoIterator<Item = Json>) -> Vec<u8> {
    if let Some(resources) = package["resources"].as_array_mut() {
        for file in files {
            resources.retain(|known| known["path"] != file["path"]);
            resources.push(file);
        }
    }
    bytes_of(&package)
}

fn bytes_of(package: &Json) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(package).expect("a tree of plain values can be written");
    bytes.push(b'\n');
    bytes
}
