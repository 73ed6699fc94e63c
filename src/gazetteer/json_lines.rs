//! Lists kept as JSON Lines: an object a line, its keys our columns, as the text of a CSV table.
//!
//! Names may stand in an array: `"aliases": ["Kiev", "Kyjiw"]`.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A list as the text of a table. Its row of line n is the record of line n - 1: the header comes first.
pub(super) struct JsonLines {
    pub(super) csv: String,
    /// Lines that are no row, from 1, and why.
    pub(super) wrong: Vec<(u64, String)>,
}

/// Reads a list. Blank lines stay, so that lines can be counted.
pub(super) fn as_csv(text: &str) -> JsonLines {
    let mut wrong = Vec::new();
    let mut rows: Vec<Option<Map<String, Value>>> = Vec::new();
    let mut keys: BTreeSet<String> = BTreeSet::from(["name".to_owned()]);
    for (at, line) in text.lines().enumerate() {
        let row = match serde_json::from_str(line) {
            _ if line.trim().is_empty() => None,
            Ok(Value::Object(row)) => Some(row),
            Ok(_) => {
                wrong.push((at as u64 + 1, "the line is no JSON object".to_owned()));
                None
            }
            Err(error) => {
                wrong.push((at as u64 + 1, format!("the line is no JSON: {error}")));
                None
            }
        };
        keys.extend(row.iter().flat_map(Map::keys).cloned());
        rows.push(row);
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(&keys).expect("memory is written");
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> = match row {
            Some(row) => keys
                .iter()
                .map(|key| match row.get(key).map(cell) {
                    None => String::new(),
                    Some(Ok(text)) => text,
                    Some(Err(())) => {
                        wrong.push((at as u64 + 1, format!("'{key}' is neither text, number nor an array of texts")));
                        String::new()
                    }
                })
                .collect(),
            None => vec![String::new(); keys.len().max(2)],
        };
        writer.write_record(cells).expect("memory is written");
    }
    let bytes = writer.into_inner().expect("memory is written");
    JsonLines { csv: String::from_utf8(bytes).expect("JSON is text"), wrong }
}

/// A value as it would stand in a CSV file, on one line.
fn cell(value: &Value) -> Result<String, ()> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.split(['\r', '\n']).map(str::trim).collect::<Vec<_>>().join(" ")),
        Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
        Value::Array(values) => {
            let names: Result<Vec<String>, ()> =
                values.iter().map(|value| if value.is_array() { Err(()) } else { cell(value) }).collect();
            Ok(names?.join("|"))
        }
        Value::Object(_) => Err(()),
    }
}
