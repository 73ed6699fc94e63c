//! Rows to CSV, in three flavours, with a guard against cells that a spreadsheet would run (design 3.2).

use super::{Column, Value};
use std::fmt::Write as _;

/// How CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flavour {
    /// For spreadsheets: UTF-8 with a byte order mark, CRLF, comma, formulas guarded.
    #[default]
    Excel,
    /// For spreadsheets set to most of Europe and Latin America: as `Excel`, with `;` and decimal commas.
    Semicolon,
    /// For programs: no mark, LF, comma, no guard.
    Plain,
}

impl Flavour {
    /// The word on the command line and in `datapackage.json`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Flavour::Excel => "excel",
            Flavour::Semicolon => "semicolon",
            Flavour::Plain => "plain",
        }
    }

    /// What stands between cells.
    #[must_use]
    pub const fn delimiter(self) -> char {
        match self {
            Flavour::Semicolon => ';',
            Flavour::Excel | Flavour::Plain => ',',
        }
    }

    /// What stands between the whole part and the decimals of a number.
    #[must_use]
    pub const fn decimal_mark(self) -> char {
        match self {
            Flavour::Semicolon => ',',
            Flavour::Excel | Flavour::Plain => '.',
        }
    }

    /// What ends a row.
    #[must_use]
    pub const fn line_end(self) -> &'static str {
        match self {
            Flavour::Plain => "\n",
            Flavour::Excel | Flavour::Semicolon => "\r\n",
        }
    }

    /// Whether the file is made for a spreadsheet: with a byte order mark and the formula guard.
    #[must_use]
    pub const fn is_for_spreadsheets(self) -> bool {
        !matches!(self, Flavour::Plain)
    }

    /// What a file begins with: the mark, if any, and the header row.
    #[must_use]
    pub fn header(self, columns: &[Column]) -> Vec<u8> {
        let mark: &[u8] = if self.is_for_spreadsheets() { "\u{FEFF}".as_bytes() } else { b"" };
        let mut rows = Rows::new(self);
        columns.iter().for_each(|column| rows.cell(Value::Text(&column.name)));
        rows.end_row();
        [mark, &rows.into_bytes()].concat()
    }
}

/// Rows being written into memory.
pub struct Rows {
    writer: csv::Writer<Vec<u8>>,
    flavour: Flavour,
    scratch: String,
}

impl Rows {
    /// No row yet.
    #[must_use]
    pub fn new(flavour: Flavour) -> Rows {
        let terminator = match flavour {
            Flavour::Plain => csv::Terminator::Any(b'\n'),
            Flavour::Excel | Flavour::Semicolon => csv::Terminator::CRLF,
        };
        let delimiter = u8::try_from(flavour.delimiter()).expect("delimiters are ASCII");
        let writer = csv::WriterBuilder::new()
            .terminator(terminator)
            .delimiter(delimiter)
            .flexible(true)
            .from_writer(Vec::new());
        Rows { writer, flavour, scratch: String::new() }
    }

    /// Adds a cell to the row.
    pub fn cell(&mut self, value: Value<'_>) {
        let field = match value {
            Value::Empty => "",
            Value::Text(text) if self.flavour.is_for_spreadsheets() && runs_as_formula(text) => {
                self.scratch.clear();
                self.scratch.push('\'');
                self.scratch.push_str(text);
                &self.scratch
            }
            Value::Text(text) => text,
            Value::Count(count) => write_number(&mut self.scratch, self.flavour, format_args!("{count}")),
            Value::Number(number) => write_number(&mut self.scratch, self.flavour, format_args!("{number}")),
            Value::Share(share) => write_number(&mut self.scratch, self.flavour, format_args!("{share:.2}")),
        };
        self.writer.write_field(field).expect("writing to memory does not fail");
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect("writing to memory does not fail");
    }

    /// Adds a whole row.
    pub fn row<'v>(&mut self, values: impl IntoIterator<Item = Value<'v>>) {
        values.into_iter().for_each(|value| self.cell(value));
        self.end_row();
    }

    /// The rows as bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect("writing to memory does not fail")
    }
}

fn write_number<'s>(scratch: &'s mut String, flavour: Flavour, number: std::fmt::Arguments<'_>) -> &'s str {
    scratch.clear();
    scratch.write_fmt(number).expect("writing to memory does not fail");
    // digits and a sign are ASCII: the point is the only one
    if let Some(point) = scratch.find('.').filter(|_| flavour.decimal_mark() != '.') {
        scratch.replace_range(point..=point, ",");
    }
    scratch
}

/// Whether a spreadsheet would run a text, or take it for one that was guarded: `^'*[=+\-@\t\r\0＝＋－＠]`, unless it reads
/// as a number.
fn runs_as_formula(text: &str) -> bool {
    let unquoted = text.trim_start_matches('\'');
    unquoted.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']) && !reads_as_number(text)
}

fn reads_as_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    [whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Takes the guard of a cell off again.
#[must_use]
pub fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if runs_as_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(flavour: Flavour, values: &[Value<'_>]) -> String {
        let mut rows = Rows::new(flavour);
        rows.row(values.iter().copied());
        String::from_utf8(rows.into_bytes()).unwrap()
    }

    #[test]
    fn flavours_differ_as_the_design_says() {
        let values = [
            Value::Text("a;b,c"),
            Value::Number(-33.9),
            Value::Share(0.955),
            Value::Count(12),
            Value::Empty,
            Value::Text("=1+1"),
            Value::Text("-33.9"),
        ];
        assert_eq!(written(Flavour::Excel, &values), "\"a;b,c\",-33.9,0.95,12,,'=1+1,-33.9\r\n");
        assert_eq!(written(Flavour::Semicolon, &values), "\"a;b,c\";-33,9;0,95;12;;'=1+1;-33.9\r\n");
        assert_eq!(written(Flavour::Plain, &values), "\"a;b,c\",-33.9,0.95,12,,=1+1,-33.9\n");
        let header = Flavour::Excel.header(&[Column::new("article", super::super::ValueType::Text, "")]);
        assert_eq!(header, "\u{FEFF}article\r\n".as_bytes());
    }

    #[test]
    fn cells_that_would_run_are_guarded() {
        for (text, guarded) in [
            ("+972 Magazine", "'+972 Magazine"),
            ("@putin", "'@putin"),
            ("'=x", "''=x"),
            ("＝x", "'＝x"),
            ("\tx", "'\tx"),
            ("'tis", "'tis"),
            ("+12", "+12"),
            ("-1.5", "-1.5"),
            ("-", "'-"),
        ] {
            assert_eq!(written(Flavour::Excel, &[Value::Text(text)]), format!("{guarded}\r\n"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_guard_can_be_undone(text in "['=+@ａ＝\t-]{0,6}[a-z]{0,2}") {
            let row = written(Flavour::Excel, &[Value::Text(&text), Value::Count(1)]);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(without_guard(&record[0]), text.as_str());
        }
    }
}
