//! A workbook: the sheets Summary, Entities, Articles, Pairs and Mentions (and Dropped). The header stays in view and has
//! filters. Words are words, whatever they look like: no cell is a formula. Dates are dates from 1900-03-01 on, before
//! which Excel knows none, and words before.
//!
//! A sheet has 1,048,576 rows: a table with more goes on in "Mentions 2" and so on. A cell has 32,767 characters of
//! UTF-16: what is longer is cut, ends in `…`, and the summary says how many were.

use super::xml_text::allowed;
use super::{Format, FormatError, RunTables, Written};
use crate::tables::folder::TableFolder;
use crate::tables::read::RunTable;
use crate::tables::{Column, Value, ValueType};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::fs::File;
use std::io::BufWriter;

const FILE: &str = "gazetag.xlsx";

/// Tables and their sheets.
const SHEETS: [(&str, &str); 5] = [
    ("entities", "Entities"),
    ("articles", "Articles"),
    ("pairs", "Pairs"),
    ("mentions", "Mentions"),
    ("dropped", "Dropped"),
];

/// Rows of a sheet, the header one of them.
pub const MOST_ROWS: u32 = 1_048_576;

/// UTF-16 units of a cell.
const MOST_UNITS: usize = 32_767;

/// How far the text of a mention is compressed: most of the time goes there, and higher levels win little.
const COMPRESSION: u8 = 1;

/// Writes the workbook.
pub(super) fn write(run: &RunTables<'_>, folder: &TableFolder) -> Result<Written, FormatError> {
    write_sheets(run, folder, MOST_ROWS)
}

fn write_sheets(run: &RunTables<'_>, folder: &TableFolder, most_rows: u32) -> Result<Written, FormatError> {
    let mut book = Book { workbook: Workbook::new(), cut: 0, sheets: Vec::new(), most_rows };
    let prepared = book.workbook.set_tempdir(folder.path()).and_then(|workbook| {
        workbook.set_zip_compression_level(COMPRESSION);
        // no clock time: equal runs are equal
        let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_title("gazetag").set_creation_datetime(&epoch));
        workbook.add_worksheet().set_name("Summary")?;
        Ok(())
    });
    prepared.map_err(failed)?;
    for (name, sheet) in SHEETS {
        if let Some(table) = run.tables.iter().find(|table| table.name == name) {
            let rows = book.table(run, table, sheet)?;
            book.sheets.push((name.to_owned(), rows));
        } else if name != "dropped" {
            run.table(name)?;
        }
    }
    book.summary(run).map_err(failed)?;
    let Book { mut workbook, sheets, .. } = book;
    let file = folder.table_at(FILE, |path| {
        let file = File::create(path).map_err(|error| FormatError::refused(FILE, error))?;
        workbook.save_to_writer(BufWriter::new(file)).map_err(failed)
    })?;
    Ok(Written::tables(file, Format::Xlsx, &sheets))
}

fn failed(error: XlsxError) -> FormatError {
    FormatError::refused(FILE, error)
}

struct Book {
    workbook: Workbook,
    /// How many cells were cut.
    cut: u64,
    /// Tables and their rows.
    sheets: Vec<(String, u64)>,
    most_rows: u32,
}

impl Book {
    fn table(&mut self, run: &RunTables<'_>, table: &RunTable, sheet: &str) -> Result<u64, FormatError> {
        let date = CellFormat::new().set_num_format("yyyy-mm-dd");
        let (mut number, mut row) = (1, 0);
        self.begin_sheet(sheet, number, &table.columns).map_err(failed)?;
        let rows = run.rows(table, |cells| {
            row += 1;
            if row == self.most_rows {
                self.end_sheet(row - 1, table).map_err(failed)?;
                (number, row) = (number + 1, 1);
                self.begin_sheet(sheet, number, &table.columns).map_err(failed)?;
            }
            let mut cut = 0;
            let written = self.sheet().and_then(|sheet| {
                (0..).zip(cells).try_for_each(|(at, value)| {
                    let value_type = table.columns[usize::from(at)].value_type;
                    write_cell(sheet, (row, at), *value, value_type, &date, &mut cut)
                })
            });
            self.cut += cut;
            written.map_err(failed)
        })?;
        self.end_sheet(row, table).map_err(failed)?;
        Ok(rows)
    }

    /// The last sheet.
    fn sheet(&mut self) -> Result<&mut Worksheet, XlsxError> {
        let last = self.workbook.worksheets().len() - 1;
        self.workbook.worksheet_from_index(last)
    }

    fn begin_sheet(&mut self, name: &str, number: u32, columns: &[Column]) -> Result<(), XlsxError> {
        let name = if number == 1 { name.to_owned() } else { format!("{name} {number}") };
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        let bold = CellFormat::new().set_bold();
        for (at, column) in (0..).zip(columns) {
            sheet.set_column_width(at, width(column))?;
            sheet.write_string_with_format(0, at, column.name.as_str(), &bold)?;
        }
        Ok(())
    }

    fn end_sheet(&mut self, last_row: u32, table: &RunTable) -> Result<(), XlsxError> {
        let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        self.sheet()?.autofilter(0, 0, last_row, last_column)?;
        Ok(())
    }

    fn summary(&mut self, run: &RunTables<'_>) -> Result<(), XlsxError> {
        let about = &run.package["gazetag"];
        let mut lines: Vec<(String, String)> =
            vec![("gazetag".to_owned(), run.package["version"].as_str().unwrap_or_default().to_owned())];
        let objects = about["articles"].as_object().into_iter().flatten();
        lines.extend(objects.map(|(status, count)| (format!("articles {status}"), count.to_string())));
        lines.extend(self.sheets.iter().map(|(name, rows)| (format!("rows of {name}"), rows.to_string())));
        lines.push(("cells cut at 32,767 characters".to_owned(), self.cut.to_string()));
        for list in about["gazetteers"].as_array().into_iter().flatten() {
            lines.push(("list".to_owned(), list["name"].as_str().unwrap_or_default().to_owned()));
        }
        for (option, value) in about["options"].as_object().into_iter().flatten().filter(|(_, value)| !value.is_null())
        {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            lines.push((format!("option {option}"), value));
        }
        let sheet = self.workbook.worksheet_from_index(0)?;
        sheet.set_column_width(0, 32)?.set_column_width(1, 48)?;
        for (row, (what, value)) in (0..).zip(&lines) {
            sheet.write_string(row, 0, fitting(what, &mut 0))?;
            match value.parse::<u32>() {
                Ok(number) => sheet.write_number(row, 1, number)?,
                Err(_) => sheet.write_string(row, 1, fitting(value, &mut 0))?,
            };
        }
        Ok(())
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Value<'_>,
    value_type: ValueType,
    date: &CellFormat,
    cut: &mut u64,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            match Some(text).filter(|_| value_type == ValueType::Date).and_then(serial_date) {
                Some(days) => sheet.write_number_with_format(row, column, days, date)?,
                None => sheet.write_string(row, column, fitting(text, cut))?,
            };
        }
        #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53, where a workbook's numbers end")]
        Value::Count(count) => {
            sheet.write_number(row, column, count as f64)?;
        }
        Value::Number(number) => {
            sheet.write_number(row, column, number)?;
        }
        Value::Share(share) => {
            sheet.write_number(row, column, f64::from(share))?;
        }
    }
    Ok(())
}

/// A date as the number that Excel counts it by; none before 1900-03-01, where Excel's calendar is wrong.
fn serial_date(date: &str) -> Option<i32> {
    let read: jiff::civil::Date = date.parse().ok()?;
    let days = read.since(jiff::civil::date(1899, 12, 30)).ok()?.get_days();
    (days > 60 && date.len() == 10).then_some(days)
}

/// A text that a cell can hold.
fn fitting<'t>(text: &'t str, cut: &mut u64) -> Cow<'t, str> {
    let text = allowed(text);
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return text;
    }
    *cut += 1;
    let mut units = 0;
    let fits = text.char_indices().take_while(|(_, c)| {
        units += c.len_utf16();
        units < MOST_UNITS
    });
    let end = fits.last().map_or(0, |(at, c)| at + c.len_utf8());
    Cow::Owned(format!("{}…", &text[..end]))
}

/// How wide a column is, in characters.
fn width(column: &Column) -> u32 {
    match (column.name.as_str(), column.value_type) {
        ("before" | "after", _) => 50,
        ("article" | "title" | "surfaces" | "reason" | "error", _) => 40,
        ("entity" | "entity_a" | "entity_b" | "surface" | "name", _) => 28,
        (_, ValueType::Text) => 16,
        (_, ValueType::Date | ValueType::Count | ValueType::Number) => 12,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::folder::Overwrite;
    use calamine::{Reader as _, Xlsx, open_workbook};

    #[test]
    fn what_a_sheet_has_no_room_for_goes_on_in_the_next() {
        let place = tempfile::tempdir().unwrap();
        let table = |name: &str, rows: usize| {
            let path = place.path().join(format!("{name}.csv"));
            let lines: String = (0..rows).map(|row| format!("{name} {row},{row}\n")).collect();
            std::fs::write(&path, format!("name,n\n{lines}")).unwrap();
            let columns = vec![Column::new("name", ValueType::Text, ""), Column::new("n", ValueType::Count, "")];
            RunTable { name: name.to_owned(), path, columns, guarded: false }
        };
        let tables = vec![table("entities", 0), table("articles", 9), table("pairs", 10), table("mentions", 19)];
        let folder = TableFolder::open(&place.path().join("out"), Overwrite::Ours).unwrap();
        let package = serde_json::json!({});
        let run = RunTables {
            folder: place.path(),
            tables,
            package: &package,
            points: crate::tables::formats::Points::Entities,
            is_interrupted: &|| false,
            advance: &|_| {},
        };
        let written = write_sheets(&run, &folder, 10).unwrap();
        let mut book: Xlsx<_> = open_workbook(written.file.beside()).unwrap();
        let names = ["Summary", "Entities", "Articles", "Pairs", "Pairs 2", "Mentions", "Mentions 2", "Mentions 3"];
        assert_eq!(book.sheet_names(), names);
        for (sheet, first, rows) in
            [("Pairs 2", "pairs 9", 1), ("Mentions", "mentions 0", 9), ("Mentions 3", "mentions 18", 1)]
        {
            let range = book.worksheet_range(sheet).unwrap();
            let cells: Vec<String> = range.rows().map(|row| row[0].to_string()).collect();
            assert_eq!((cells[0].as_str(), cells[1].as_str(), cells.len()), ("name", first, rows + 1), "{sheet}");
        }
    }

    #[test]
    fn dates_are_numbers_where_excel_knows_them() {
        for (date, days) in [
            ("1900-02-28", None),
            ("1900-03-01", Some(61)),
            ("2024-03-09", Some(45_360)),
            ("9999-12-31", Some(2_958_465)),
            ("1848-03-18", None),
            ("spring", None),
        ] {
            assert_eq!(serial_date(date), days, "{date}");
        }
    }

    #[test]
    fn a_cell_is_cut_at_what_excel_holds() {
        let mut cut = 0;
        let full = "é".repeat(MOST_UNITS);
        assert_eq!(fitting(&full, &mut cut), full.as_str());
        let long = "😀".repeat(MOST_UNITS);
        let fits = fitting(&long, &mut cut);
        assert!(fits.ends_with("😀…") && fits.encode_utf16().count() == MOST_UNITS);
        assert_eq!(cut, 1);
    }
}
