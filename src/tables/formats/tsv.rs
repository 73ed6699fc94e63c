//! Tab-separated text: UTF-8, LF, one header row; cells that hold a tab, a line break or a quote are quoted as in CSV.

use super::{Format, FormatError, RunTables, Written};
use crate::tables::Value;
use crate::tables::folder::TableFolder;
use crate::tables::read::RunTable;

/// Writes a table.
pub(super) fn write(run: &RunTables<'_>, table: &RunTable, folder: &TableFolder) -> Result<Written, FormatError> {
    let name = format!("{}.tsv", table.name);
    let refused = |error: csv::Error| FormatError::refused(&name, error);
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_writer(folder.table(&name)?);
    writer.write_record(table.columns.iter().map(|column| column.name.as_str())).map_err(refused)?;
    let (mut count, mut number) = (itoa::Buffer::new(), String::new());
    let rows = run.rows(table, |row| {
        for value in row {
            let cell = match value {
                Value::Empty => "",
                Value::Text(text) => text,
                Value::Count(n) => count.format(*n),
                Value::Number(n) => {
                    number = n.to_string();
                    &number
                }
                Value::Share(share) => {
                    number = format!("{share:.2}");
                    &number
                }
            };
            writer.write_field(cell).map_err(refused)?;
        }
        writer.write_record(None::<&[u8]>).map_err(refused)
    })?;
    let file = writer.into_inner().map_err(|error| FormatError::refused(&name, error.error()))?;
    Ok(Written::table(file.finish()?, Format::Tsv, &table.columns, rows))
}
