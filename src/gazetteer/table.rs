//! A list's bytes as a table: encoding, delimiter, header and rows with their lines.
//!
//! Spreadsheets save CSV with a comma, a semicolon or a tab, with or without a byte order mark, and some as
//! Windows-1252: all are read. The delimiter is the one under which the header has a column `name`.

use std::borrow::Cow;

/// An open table: its header is read, its rows are not yet. What is odd about it stands in `notes`.
pub struct Table<'b> {
    /// Header cells, trimmed, in lower case.
    pub header: Vec<String>,
    /// What was mended on the way, for the user to know.
    pub notes: Vec<String>,
    text: Cow<'b, str>,
    delimiter: u8,
    /// Where the rows begin, and on which line.
    body: (usize, u64),
}

/// One row.
pub struct TableRow {
    /// Line on which it begins, from 1.
    pub line: u64,
    /// Its cells, as they are.
    pub cells: csv::StringRecord,
}

/// Why bytes are no table: the line (0: the whole file) and what is wrong.
#[derive(Debug)]
pub struct TableError {
    /// Line, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// Some whole rows of a table, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'t> {
    text: &'t str,
    delimiter: u8,
    line: u64,
}

/// Rows are read in pieces of about so many bytes: enough that threads seldom meet, few enough that what is read and
/// not yet merged stays small.
const CHUNK: usize = 128 << 10;

impl<'b> Table<'b> {
    /// Opens a table that must have a column `required`.
    ///
    /// # Errors
    /// Where there is no header with that column.
    pub fn open(bytes: &'b [u8], required: &str) -> Result<Table<'b>, TableError> {
        let mut notes = Vec::new();
        let text = decode(bytes, &mut notes);
        Ok(Table { notes, ..Table::of_text(text, required)? })
    }

    /// [`Table::open`] of what is text already.
    ///
    /// # Errors
    /// Where there is no header with that column.
    pub fn of_text(text: Cow<'b, str>, required: &str) -> Result<Table<'b>, TableError> {
        let first_line = text.split(['\n', '\r']).find(|line| !line.trim().is_empty()).unwrap_or_default();
        let cells = |delimiter: char| first_line.split(delimiter).map(|cell| cell.trim().trim_matches('"').trim());
        let delimiter = [',', ';', '\t']
            .into_iter()
            .find(|&delimiter| cells(delimiter).any(|cell| cell.eq_ignore_ascii_case(required)))
            .ok_or_else(|| TableError {
                line: 1,
                message: format!(
                    "the first line has no column '{required}': it is '{}'",
                    first_line.chars().take(80).collect::<String>()
                ),
            })?;
        let delimiter = u8::try_from(delimiter).expect("delimiters are ASCII");
        let mut reader = reader(delimiter, text.as_bytes());
        let mut cells = csv::StringRecord::new();
        reader.read_record(&mut cells).map_err(|error| TableError { line: 1, message: error.to_string() })?;
        let header = cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
        let end = usize::try_from(reader.position().byte()).expect("the text is in memory");
        let line = 1 + lines(&text.as_bytes()[..end]);
        Ok(Table { header, notes: Vec::new(), text, delimiter, body: (end, line) })
    }

    /// The table, its first row counted as this line: where the header is no line of the file.
    #[must_use]
    pub fn rows_from_line(mut self, line: u64) -> Table<'b> {
        self.body.1 = line;
        self
    }

    /// Its rows in pieces that can be read by themselves, in order. The same pieces each time.
    pub fn chunks(&self) -> impl Iterator<Item = Chunk<'_>> {
        let (mut at, mut line) = self.body;
        let mut reader = csv_core::ReaderBuilder::new().delimiter(self.delimiter).build();
        std::iter::from_fn(move || {
            let rest = &self.text[at..];
            if rest.is_empty() {
                return None;
            }
            let text = &rest[..end_of_chunk(rest.as_bytes(), &mut reader)];
            let chunk = Chunk { text, delimiter: self.delimiter, line };
            at += text.len();
            line += lines(text.as_bytes());
            Some(chunk)
        })
    }

    /// What stands between cells.
    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Its text up to the first row, without a byte order mark.
    pub(super) fn head(&self) -> &str {
        &self.text[..behind_line_end(&self.text, self.body.0)]
    }

    /// Its rows with their lines and as they stand in the text, line end and blank lines before them included.
    pub(super) fn raw_rows(&self) -> Vec<(u64, &str, csv::StringRecord)> {
        let start = behind_line_end(&self.text, self.body.0);
        let text = &self.text[start..];
        let line = self.body.1 + lines(&self.text.as_bytes()[self.body.0..start]);
        let mut reader = reader(self.delimiter, text.as_bytes());
        let mut lines = LineCounter { text, at: 0, line };
        let mut rows: Vec<(u64, usize, csv::StringRecord)> = Vec::new();
        let mut cells = csv::StringRecord::new();
        while reader.read_record(&mut cells).expect("any text is rows of cells") {
            let byte = cells.position().map_or(0, csv::Position::byte);
            let line = lines.line_of(byte);
            let start = behind_line_end(text, usize::try_from(byte).expect("the text is in memory"));
            rows.push((line, start, std::mem::take(&mut cells)));
        }
        let ends: Vec<usize> = rows.iter().skip(1).map(|row| row.1).chain([text.len()]).collect();
        rows.into_iter().zip(ends).map(|((line, start, cells), end)| (line, &text[start..end], cells)).collect()
    }

    /// All its rows, blank ones left out.
    pub fn rows(&self) -> impl Iterator<Item = TableRow> {
        self.chunks().flat_map(|chunk| chunk.rows())
    }
}

impl<'t> Chunk<'t> {
    /// Its rows in order, blank ones left out.
    pub fn rows(self) -> impl Iterator<Item = TableRow> + use<'t> {
        let mut reader = reader(self.delimiter, self.text.as_bytes());
        let mut lines = LineCounter { text: self.text, at: 0, line: self.line };
        let mut cells = csv::StringRecord::new();
        std::iter::from_fn(move || {
            // text is UTF-8 and rows may have any number of cells, so nothing can go wrong
            while reader.read_record(&mut cells).expect("any text is rows of cells") {
                if cells.iter().any(|cell| !cell.trim().is_empty()) {
                    let line = lines.line_of(cells.position().map_or(0, csv::Position::byte));
                    // a copy is made to measure; what is read into grows cell by cell
                    return Some(TableRow { line, cells: cells.clone() });
                }
            }
            None
        })
    }
}

/// The reader ends a row between CR and LF.
fn behind_line_end(text: &str, at: usize) -> usize {
    at + usize::from(text[..at].ends_with('\r') && text[at..].starts_with('\n'))
}

fn reader(delimiter: u8, text: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text)
}

fn lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Where a piece of about [`CHUNK`] bytes ends with a row. A line without quotes is a row; one with
/// them takes reading.
fn end_of_chunk(text: &[u8], reader: &mut csv_core::Reader) -> usize {
    let Some(behind) = text.get(CHUNK..) else { return text.len() };
    let end = memchr::memchr(b'\n', behind).map_or(text.len(), |at| CHUNK + at + 1);
    if memchr::memchr(b'"', &text[..end]).is_none() {
        return end;
    }
    let mut at = 0;
    while at < CHUNK {
        let line = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length + 1);
        at = if memchr::memchr(b'"', &text[at..line]).is_none() { line } else { end_of_row(text, at, reader) };
    }
    at
}

/// Where a row with quotes ends that begins at `at`.
fn end_of_row(text: &[u8], mut at: usize, reader: &mut csv_core::Reader) -> usize {
    reader.reset();
    let (mut cells, mut ends) = ([0; 1024], [0; 64]);
    loop {
        let (result, read, _, _) = reader.read_record(&text[at..], &mut cells, &mut ends);
        at += read;
        match result {
            csv_core::ReadRecordResult::Record => return at,
            csv_core::ReadRecordResult::InputEmpty | csv_core::ReadRecordResult::End => return text.len(),
            csv_core::ReadRecordResult::OutputFull | csv_core::ReadRecordResult::OutputEndsFull => {}
        }
    }
}

/// Lines of rising byte offsets. The reader places a record before the line ends and blank lines that precede it.
struct LineCounter<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn line_of(&mut self, byte: u64) -> u64 {
        let bytes = self.text.as_bytes();
        let from = usize::try_from(byte).map_or(bytes.len(), |byte| byte.min(bytes.len()));
        let blank = bytes[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let row = from + blank;
        self.line += memchr::memchr_iter(b'\n', &bytes[self.at..row]).count() as u64;
        self.at = row;
        self.line
    }
}

/// UTF-8, UTF-16 with a mark, or, where it is neither, Windows-1252.
pub(super) fn decode<'b>(bytes: &'b [u8], notes: &mut Vec<String>) -> Cow<'b, str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            let line = 1 + memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
            notes.push(format!("line {line} is not UTF-8; the file is read as Windows-1252: save it as UTF-8"));
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes: &[u8]) -> Vec<(u64, String)> {
        let table = Table::open(bytes, "name").unwrap();
        let at = table.header.iter().position(|cell| cell == "name").unwrap();
        table.rows().map(|row| (row.line, row.cells[at].to_owned())).collect()
    }

    #[test]
    fn reads_what_spreadsheets_save() {
        let expected = [(2, "Tromsø".to_owned()), (3, "Oslo".to_owned())];
        for bytes in [
            "kind,name\nplace,Tromsø\nplace,Oslo\n".as_bytes(),
            "\u{FEFF}kind;name\r\nplace;Tromsø\r\nplace;Oslo\r\n".as_bytes(),
            "kind\tname\nplace\tTromsø\nplace\tOslo".as_bytes(),
            "\"kind\",\"Name\"\n\"place\",\"Tromsø\"\n\"place\",\"Oslo\"\n,\n".as_bytes(),
            b"kind;name\nplace;Troms\xF8\nplace;Oslo\n",
            &"\u{FEFF}kind\tname\nplace\tTromsø\nplace\tOslo\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>(),
        ] {
            assert_eq!(names(bytes), expected);
        }
    }

    #[test]
    fn lines_count_quoted_line_breaks() {
        assert_eq!(names(b"name,note\nA,\"one\ntwo\"\n\nB,x\n"), [(2, "A".to_owned()), (5, "B".to_owned())]);
    }

    #[test]
    fn pieces_end_with_rows() {
        let rows = 40_000;
        for (cell, breaks) in [("plain", 0), ("\"quoted, with\na line\"", 1), ("a\"b", 0), ("\"two \"\"\n\n\"", 2)] {
            let row = format!("A,{cell}\r\n");
            let text = format!("name,note\n{}", row.repeat(rows));
            let table = Table::open(text.as_bytes(), "name").unwrap();
            assert!(table.chunks().count() > 1);
            for (number, row) in table.rows().enumerate() {
                assert_eq!((&row.cells[0], row.cells.len()), ("A", 2), "{cell}");
                assert_eq!(row.line, 2 + number as u64 * (1 + breaks), "{cell}");
            }
            assert_eq!(table.rows().count(), rows, "{cell}");
        }
    }

    #[test]
    fn a_file_without_the_column_is_no_list() {
        let error = Table::open(b"a,b\n1,2\n", "name").err().unwrap();
        assert!(error.message.contains("'name'") && error.message.contains("a,b"), "{}", error.message);
        assert!(Table::open(b"", "name").is_err());
    }
}
