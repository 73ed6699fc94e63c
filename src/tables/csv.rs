//! Rows to CSV, in three flavours, with a guard against cells that a spreadsheet would run.

use super::{Column, Value};

/// How CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
///
/// When and how a cell is quoted is `csv-core`'s matter; what is ours is the order of cells, the guard, and that cells
/// which come again and again can be encoded once ([`Rows::encode`]) and added as they are ([`Rows::encoded`]).
pub struct Rows {
    bytes: Vec<u8>,
    /// Whether the row has a cell already.
    begun: bool,
    flavour: Flavour,
    quoting: csv_core::Writer,
}

impl Rows {
    /// No row yet.
    #[must_use]
    pub fn new(flavour: Flavour) -> Rows {
        let delimiter = u8::try_from(flavour.delimiter()).expect("delimiters are ASCII");
        let quoting = csv_core::WriterBuilder::new().delimiter(delimiter).build();
        Rows { bytes: Vec::new(), begun: false, flavour, quoting }
    }

    /// Bytes so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is no byte yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// No row yet, and room for so many bytes.
    #[must_use]
    pub fn with_capacity(flavour: Flavour, bytes: usize) -> Rows {
        Rows { bytes: Vec::with_capacity(bytes), ..Rows::new(flavour) }
    }

    /// Encodes cells that will be added to many rows.
    #[must_use]
    pub fn encode<'v>(flavour: Flavour, values: impl IntoIterator<Item = Value<'v>>) -> Vec<u8> {
        let mut rows = Rows::new(flavour);
        values.into_iter().for_each(|value| rows.cell(value));
        rows.bytes
    }

    /// Adds cells that are encoded already.
    #[inline]
    pub fn encoded(&mut self, cells: &[u8]) {
        self.begin_cell();
        self.bytes.extend_from_slice(cells);
    }

    #[inline]
    fn begin_cell(&mut self) {
        if self.begun {
            self.bytes.push(self.flavour.delimiter() as u8);
        }
        self.begun = true;
    }

    /// Adds a cell to the row.
    pub fn cell(&mut self, value: Value<'_>) {
        match value {
            Value::Empty => self.begin_cell(),
            Value::Text(text) => self.text(text),
            Value::Count(count) => self.count(count),
            Value::Number(number) => self.number(number),
            Value::Share(share) => self.share(share),
        }
    }

    /// Adds a cell of words.
    pub(super) fn text(&mut self, text: &str) {
        self.begin_cell();
        let guard = self.flavour.is_for_spreadsheets() && runs_as_formula(text);
        if !self.quoting.should_quote(text.as_bytes()) {
            if guard {
                self.bytes.push(b'\'');
            }
            self.bytes.extend_from_slice(text.as_bytes());
            return;
        }
        self.bytes.push(b'"');
        if guard {
            self.bytes.push(b'\'');
        }
        let quotes = memchr::memchr_iter(b'"', text.as_bytes()).count();
        if quotes == 0 {
            self.bytes.extend_from_slice(text.as_bytes());
        } else {
            let begun = self.bytes.len();
            // each is doubled
            self.bytes.resize(begun + text.len() + quotes, 0);
            csv_core::quote(text.as_bytes(), &mut self.bytes[begun..], b'"', b'\\', true);
        }
        self.bytes.push(b'"');
    }

    /// Adds a cell of a whole number.
    #[inline]
    pub(super) fn count(&mut self, count: u64) {
        self.begin_cell();
        self.whole(count);
    }

    #[inline]
    fn whole(&mut self, number: u64) {
        self.bytes.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }

    #[allow(clippy::cast_possible_truncation, reason = "a whole number below 10^15")]
    fn number(&mut self, number: f64) {
        self.begin_cell();
        let thousandths = (number * 1e3).round();
        let has_a_minus_alone = number == 0.0 && number.is_sign_negative();
        // fifteen digits tell numbers apart, so these are the ones that are shown
        if thousandths / 1e3 == number && thousandths.abs() < 1e15 && !has_a_minus_alone {
            self.thousandths(thousandths as i64);
            return;
        }
        let number = number.to_string();
        match number.split_once('.') {
            // a decimal comma beside semicolons needs no quotes
            Some((whole, decimals)) => {
                self.bytes.extend_from_slice(whole.as_bytes());
                self.bytes.push(self.flavour.decimal_mark() as u8);
                self.bytes.extend_from_slice(decimals.as_bytes());
            }
            None => self.bytes.extend_from_slice(number.as_bytes()),
        }
    }

    /// A number with three decimals at most.
    fn thousandths(&mut self, thousandths: i64) {
        if thousandths < 0 {
            self.bytes.push(b'-');
        }
        self.whole(thousandths.unsigned_abs() / 1000);
        let mut rest = (thousandths.unsigned_abs() % 1000) as u16;
        if rest > 0 {
            self.bytes.push(self.flavour.decimal_mark() as u8);
        }
        while rest > 0 {
            self.bytes.push(b'0' + (rest / 100) as u8);
            rest = rest % 100 * 10;
        }
    }

    /// Adds a cell of a share.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
    pub(super) fn share(&mut self, share: f32) {
        self.begin_cell();
        let hundredths = (share.clamp(0.0, 1.0) * 100.0).round() as u8;
        let digits = [b'0' + hundredths / 100, self.flavour.decimal_mark() as u8, b'0' + hundredths / 10 % 10];
        self.bytes.extend_from_slice(&digits);
        self.bytes.push(b'0' + hundredths % 10);
    }

    /// Ends the row.
    #[inline]
    pub fn end_row(&mut self) {
        self.bytes.extend_from_slice(self.flavour.line_end().as_bytes());
        self.begun = false;
    }

    /// Adds a whole row.
    pub fn row<'v>(&mut self, values: impl IntoIterator<Item = Value<'v>>) {
        values.into_iter().for_each(|value| self.cell(value));
        self.end_row();
    }

    /// Takes the rows so far out, all of them ended.
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        debug_assert!(!self.begun);
        std::mem::take(&mut self.bytes)
    }

    /// The rows as bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Whether a spreadsheet would run a text, or take it for one that was guarded: `^'*[=+\-@\t\r\0＝＋－＠]`, unless it reads
/// as a number.
fn runs_as_formula(text: &str) -> bool {
    if text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
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
            Value::Share(0.956),
            Value::Count(12),
            Value::Empty,
            Value::Text("=1+1"),
            Value::Text("-33.9"),
        ];
        assert_eq!(written(Flavour::Excel, &values), "\"a;b,c\",-33.9,0.96,12,,'=1+1,-33.9\r\n");
        assert_eq!(written(Flavour::Semicolon, &values), "\"a;b,c\";-33,9;0,96;12;;'=1+1;-33.9\r\n");
        assert_eq!(written(Flavour::Plain, &values), "\"a;b,c\",-33.9,0.96,12,,=1+1,-33.9\n");
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
        fn numbers_are_as_short_as_the_standard_library_writes_them(any in any::<f64>(), thousandths in -400_000_i64..400_000) {
            for number in [any, thousandths as f64 / 1e3, thousandths as f64 * 1e6, thousandths as f64 * 1e12, -0.0, 0.1 + 0.2] {
                prop_assert_eq!(written(Flavour::Plain, &[Value::Number(number)]), format!("{number}\n"));
            }
        }

        #[test]
        fn the_guard_can_be_undone(text in "['=+@ａ＝\t-]{0,6}[a-z]{0,2}") {
            let row = written(Flavour::Excel, &[Value::Text(&text), Value::Count(1)]);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(without_guard(&record[0]), text.as_str());
        }

        #[test]
        fn every_cell_reads_back(cells in proptest::collection::vec("[a\",;\r\n' é]{0,6}", 2..5)) {
            for flavour in [Flavour::Excel, Flavour::Semicolon, Flavour::Plain] {
                let row: Vec<Value<'_>> = cells.iter().map(|cell| Value::Text(cell)).collect();
                let row = written(flavour, &row);
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .delimiter(flavour.delimiter() as u8)
                    .from_reader(row.as_bytes());
                let record = reader.records().next().unwrap().unwrap();
                let read = record.iter().map(|cell| if flavour.is_for_spreadsheets() { without_guard(cell) } else { cell });
                prop_assert_eq!(read.collect::<Vec<_>>(), cells.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
    }
}
