//! A list's bytes as a table: encoding, delimiter, header and rows with their lines.
//!
//! Spreadsheets save CSV with a comma, a semicolon or a tab, with or without a byte order mark, and some as
//! Windows-1252: all are read. The delimiter is the one under which the header has a column `name`.

use std::borrow::Cow;

/// A table that was read: what is odd about it stands in `notes`.
pub struct Table {
    /// Header cells, trimmed.
    pub header: Vec<String>,
    /// Rows in order, blank ones left out.
    pub rows: Vec<TableRow>,
    /// What was mended on the way, for the user to know.
    pub notes: Vec<String>,
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

impl Table {
    /// Reads a table that must have a column `required`.
    ///
    /// # Errors
    /// Where there is no header with that column, or the quoting is broken.
    pub fn read(bytes: &[u8], required: &str) -> Result<Table, TableError> {
        let mut notes = Vec::new();
        let text = decode(bytes, &mut notes);
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
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(u8::try_from(delimiter).expect("delimiters are ASCII"))
            .flexible(true)
            .from_reader(text.as_bytes());
        let as_error = |error: csv::Error| TableError {
            line: error.position().map_or(0, csv::Position::line),
            message: error.to_string(),
        };
        let header = reader.headers().map_err(as_error)?.iter().map(|cell| cell.trim().to_lowercase()).collect();
        let mut rows = Vec::new();
        let mut cells = csv::StringRecord::new();
        let mut lines = LineCounter { text: &text, at: 0, line: 1 };
        while reader.read_record(&mut cells).map_err(as_error)? {
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                let line = lines.line_of(cells.position().map_or(0, csv::Position::byte));
                rows.push(TableRow { line, cells: cells.clone() });
            }
        }
        Ok(Table { header, rows, notes })
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
fn decode<'b>(bytes: &'b [u8], notes: &mut Vec<String>) -> Cow<'b, str> {
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
        let table = Table::read(bytes, "name").unwrap();
        let at = table.header.iter().position(|cell| cell == "name").unwrap();
        table.rows.iter().map(|row| (row.line, row.cells[at].to_owned())).collect()
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
    fn a_file_without_the_column_is_no_list() {
        let error = Table::read(b"a,b\n1,2\n", "name").err().unwrap();
        assert!(error.message.contains("'name'") && error.message.contains("a,b"), "{}", error.message);
        assert!(Table::read(b"", "name").is_err());
    }
}
