//! JSON Lines: an object a row, with all columns; what is empty is `null`.

use super::{Format, FormatError, RunTables, Written};
use crate::tables::Value;
use crate::tables::folder::TableFolder;
use crate::tables::read::RunTable;

/// Writes a table.
pub(super) fn write(run: &RunTables<'_>, table: &RunTable, folder: &TableFolder) -> Result<Written, FormatError> {
    let mut file = folder.table(&format!("{}.jsonl", table.name))?;
    let keys: Vec<Vec<u8>> = table.columns.iter().map(|column| key(&column.name)).collect();
    let mut line = Vec::new();
    let rows = run.rows(table, |row| {
        line.clear();
        for (i, (key, value)) in keys.iter().zip(row).enumerate() {
            line.push(if i == 0 { b'{' } else { b',' });
            line.extend_from_slice(key);
            push(&mut line, *value);
        }
        line.extend_from_slice(b"}\n");
        Ok(file.write(&line)?)
    })?;
    Ok(Written::table(file.finish()?, Format::Jsonl, &table.columns, rows))
}

/// A key with its colon.
pub(super) fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    push(&mut key, Value::Text(name));
    key.push(b':');
    key
}

/// Adds a value.
pub(super) fn push(out: &mut Vec<u8>, value: Value<'_>) {
    let written = match value {
        Value::Empty => serde_json::to_writer(out, &()),
        Value::Text(text) => serde_json::to_writer(out, text),
        Value::Count(count) => serde_json::to_writer(out, &count),
        Value::Number(number) => serde_json::to_writer(out, &number),
        Value::Share(share) => serde_json::to_writer(out, &share),
    };
    written.expect("memory is written");
}
