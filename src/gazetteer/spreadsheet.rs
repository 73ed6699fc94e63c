//! Lists kept as a spreadsheet (`.xlsx`, `.ods`): the first sheet with a column `name`, as the text of a CSV table.
//!
//! A row of the sheet is a line of the text, so that problems are told with the number that the spreadsheet shows.

use calamine::{Data, Ods, Range, Reader, Xlsx};
use std::fmt::Display;
use std::io::Cursor;

/// The text of the sheet.
///
/// # Errors
/// A sentence, where the bytes are no spreadsheet or no sheet has the column.
pub(super) fn as_csv(bytes: &[u8]) -> Result<String, String> {
    // both are archives; the first file of an OpenDocument one is its type
    if bytes.get(30..38) == Some(b"mimetype") {
        let book = Ods::new(Cursor::new(bytes)).map_err(|error| no_spreadsheet(&error))?;
        list_of(book)
    } else {
        let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| no_spreadsheet(&error))?;
        list_of(book)
    }
}

fn no_spreadsheet(error: &dyn Display) -> String {
    format!("this is no spreadsheet that can be read: {error}")
}

fn list_of<'b, R: Reader<Cursor<&'b [u8]>, Error: Display>>(mut book: R) -> Result<String, String> {
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).map_err(|error| no_spreadsheet(&error))?;
        let mut header = sheet.rows().next().into_iter().flatten();
        if header.any(|cell| text(cell).trim().eq_ignore_ascii_case("name")) {
            return Ok(csv_of(&sheet));
        }
    }
    Err("no sheet has a first row with a column 'name'".to_owned())
}

fn csv_of(sheet: &Range<Data>) -> String {
    let first = sheet.start().map_or(0, |(row, _)| row as usize);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(vec![b'\n'; first]);
    for row in sheet.rows() {
        writer.write_record(row.iter().map(text)).expect("memory is written");
    }
    let bytes = writer.into_inner().expect("memory is written");
    String::from_utf8(bytes).expect("cells are text")
}

/// A cell as it would stand in a CSV file, on one line.
fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
        }
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}
