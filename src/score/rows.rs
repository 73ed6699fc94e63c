//! Gold files and tables of mentions as rows to compare.
//!
//! Both are one format: a `mentions.csv`, with or without a mark, CRLF, formula guard, semicolons and decimal commas, so
//! that a table which a person corrected is a gold file. Columns are found by name.

use crate::gazetteer::table::{Table, TableRow};
use crate::model::{Kind, Point};
use crate::tables::csv::without_guard;
use rustc_hash::FxHashMap;
use std::fmt;
use std::path::Path;

/// One annotated or tagged span.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Index into [`Rows::articles`].
    pub article: usize,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Its kind; none where the gold file says that it is no person, organization or place.
    pub kind: Option<Kind>,
    /// The text of the span, if given.
    pub surface: String,
    /// Canonical name of the entity, if given.
    pub entity: String,
    /// Id of the entity, if given.
    pub entity_id: String,
    /// Where it lies, if both coordinates are given.
    pub point: Option<Point>,
    /// `name`, `demonym`, `nested`, `repeat`, or nothing.
    pub role: String,
    /// The rules that spoke, `;` between them.
    pub reason: String,
    /// What the annotator noted, items between `;`.
    pub note: String,
}

impl Row {
    /// Whether a whole item of the note is this word.
    #[must_use]
    pub fn notes(&self, word: &str) -> bool {
        self.note.split(';').any(|item| item.trim() == word)
    }

    /// Article and span.
    #[must_use]
    pub fn spot(&self) -> (usize, usize, usize) {
        (self.article, self.start, self.end)
    }
}

/// The rows of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Names of articles, each once, in order of appearance.
    pub articles: Vec<String>,
    /// The rows in order.
    pub rows: Vec<Row>,
}

/// Why a file is no table of mentions.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// It cannot be opened or read.
    #[error("cannot read {file}: {error}")]
    Read {
        /// The file.
        file: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// It is no table, or lacks a column.
    #[error("{file}:{line}: {message}")]
    Table {
        /// The file.
        file: String,
        /// Line, from 1; 0 where the whole file is meant.
        line: u64,
        /// What is wrong, in a sentence.
        message: String,
    },
    /// Rows that cannot be used, all of them.
    #[error("{0}")]
    Rows(BadRows),
}

/// How many bad rows an error spells out; a file of the wrong sort has thousands.
const TOLD: usize = 20;

/// Rows that cannot be used.
#[derive(Debug)]
pub struct BadRows {
    /// The file.
    pub file: String,
    /// Line and what is wrong there.
    pub rows: Vec<(u64, String)>,
}

impl fmt::Display for BadRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (line, message)) in self.rows.iter().take(TOLD).enumerate() {
            let between = if i == 0 { "" } else { "\n" };
            write!(f, "{between}{}:{line}: {message}", self.file)?;
        }
        match self.rows.len().saturating_sub(TOLD) {
            0 => Ok(()),
            more => write!(f, "\n{}: {more} more such rows", self.file),
        }
    }
}

/// Opens a table that must have these columns.
pub(super) fn open<'b>(file: &str, bytes: &'b [u8], required: &[&str]) -> Result<Table<'b>, RowsError> {
    let fail = |line, message| RowsError::Table { file: file.to_owned(), line, message };
    let table = Table::open(bytes, required[0]).map_err(|error| fail(error.line, error.message))?;
    let absent: Vec<&str> = required.iter().copied().filter(|name| column(&table, name).is_none()).collect();
    if absent.is_empty() { Ok(table) } else { Err(fail(1, format!("no column {}", absent.join(", ")))) }
}

/// The number of a column, if there is one of that name.
pub(super) fn column(table: &Table<'_>, name: &str) -> Option<usize> {
    table.header.iter().position(|header| header == name)
}

/// A cell without its guard, empty where the row or the table has none.
pub(super) fn cell(row: &TableRow, column: Option<usize>) -> &str {
    without_guard(column.and_then(|i| row.cells.get(i)).unwrap_or_default())
}

/// Reads a file.
pub(super) fn bytes_of(path: &Path) -> Result<(String, Vec<u8>), RowsError> {
    let file = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => Ok((file, bytes)),
        Err(error) => Err(RowsError::Read { file, error }),
    }
}

/// The columns without which nothing can be compared.
const REQUIRED: [&str; 4] = ["article", "start_char", "end_char", "kind"];

impl Rows {
    /// Reads a gold file or a `mentions.csv`.
    ///
    /// # Errors
    /// Where it cannot be read, a required column is missing (`article`, `start_char`, `end_char`, `kind`), or offsets
    /// are no span; all bad rows are told.
    pub fn open(path: &Path) -> Result<Rows, RowsError> {
        let (file, bytes) = bytes_of(path)?;
        Rows::read(&file, &bytes)
    }

    /// [`Rows::open`] of bytes; `file` is how errors call it.
    ///
    /// # Errors
    /// As there.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Rows, RowsError> {
        let table = open(file, bytes, &REQUIRED)?;
        let [article, start, end, kind, surface, entity, id, latitude, longitude, role, reason, note] = [
            "article",
            "start_char",
            "end_char",
            "kind",
            "surface",
            "entity",
            "entity_id",
            "latitude",
            "longitude",
            "role",
            "reason",
            "note",
        ]
        .map(|name| column(&table, name));
        let mut rows = Rows::default();
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        let mut bad = Vec::new();
        for row in table.rows() {
            let span = match (cell(&row, start).trim().parse(), cell(&row, end).trim().parse()) {
                (Ok(start), Ok(end)) if start < end => (start, end),
                (Ok(start), Ok(end)) => {
                    let (start, end): (usize, usize) = (start, end);
                    bad.push((row.line, format!("start_char {start} and end_char {end} are no span")));
                    continue;
                }
                _ => {
                    bad.push((row.line, "start_char and end_char must be whole numbers".to_owned()));
                    continue;
                }
            };
            let name = cell(&row, article).replace('\\', "/");
            let name = name.strip_prefix("./").unwrap_or(&name);
            let article = *known.entry(name.to_owned()).or_insert_with(|| {
                rows.articles.push(name.to_owned());
                rows.articles.len() - 1
            });
            let text = |column| cell(&row, column).to_owned();
            let word = |column| cell(&row, column).trim().to_owned();
            let point = number(cell(&row, latitude)).zip(number(cell(&row, longitude)));
            rows.rows.push(Row {
                article,
                start: span.0,
                end: span.1,
                kind: cell(&row, kind).parse().ok(),
                surface: text(surface),
                entity: text(entity),
                entity_id: word(id),
                point: point.map(|(latitude, longitude)| Point { latitude, longitude }),
                role: word(role),
                reason: word(reason),
                note: text(note),
            });
        }
        if bad.is_empty() { Ok(rows) } else { Err(RowsError::Rows(BadRows { file: file.to_owned(), rows: bad })) }
    }
}

/// A finite number, with a decimal point or comma.
fn number(cell: &str) -> Option<f64> {
    cell.trim().replacen(',', ".", 1).parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_in_any_flavour_is_read_alike() {
        let plain = "article,start_char,end_char,kind,surface,latitude,longitude,note\n\
                     a.txt,0,5,place,Syria,35.5,38.25,LOC; nested\n\
                     +b.txt,1,4,other,UEFA,,,\n";
        let rows = Rows::read("gold.csv", plain.as_bytes()).unwrap();
        assert_eq!(rows.articles, ["a.txt", "+b.txt"]);
        let first = &rows.rows[0];
        assert_eq!((first.spot(), first.kind, first.surface.as_str()), ((0, 0, 5), Some(Kind::Place), "Syria"));
        assert!(first.notes("nested") && !first.notes("nest"));
        assert_eq!(first.point, Some(Point { latitude: 35.5, longitude: 38.25 }));
        assert_eq!((rows.rows[1].kind, rows.rows[1].point), (None, None));
        let excel = format!("\u{FEFF}{}", plain.replace('\n', "\r\n").replace("+b", "'+b"));
        let semicolon = "\u{FEFF}article;start_char;end_char;kind;surface;latitude;longitude;note\r\n\
                         .\\a.txt;0;5;place;Syria;35,5;38,25;\"LOC; nested\"\r\n\
                         '+b.txt;1;4;other;UEFA;;;\r\n";
        for other in [excel.as_str(), semicolon] {
            assert_eq!(Rows::read("gold.csv", other.as_bytes()).unwrap(), rows, "{other}");
        }
    }

    #[test]
    fn all_bad_rows_are_told_with_their_lines() {
        let error = Rows::read("g.csv", b"article,start_char,end_char,kind\na,5,5,place\na,x,5,place\na,1,2,place\n");
        let told = error.unwrap_err().to_string();
        assert_eq!(
            told,
            "g.csv:2: start_char 5 and end_char 5 are no span\ng.csv:3: start_char and end_char must be whole numbers"
        );
        let error = Rows::read("g.csv", b"article,kind\na,place\n").unwrap_err().to_string();
        assert_eq!(error, "g.csv:1: no column start_char, end_char");
        assert!(Rows::read("g.csv", b"name\nx\n").unwrap_err().to_string().contains("no column 'article'"));
    }
}
