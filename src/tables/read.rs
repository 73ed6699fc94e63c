//! A run's CSV tables, read back: the rows that other formats and comparisons are made of.
//!
//! In comes a folder that `gazetag tag` wrote, or complete tables that wait for their place; out go typed rows, one at a
//! time. Tables that a person saved again with another delimiter or decimal mark are read too. What is no number in a
//! column of numbers is an error that says where.

use super::csv::without_guard;
use super::folder::{PACKAGE, PACKAGE_MARK};
use super::{Column, Value, ValueType};
use serde_json::Value as Json;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Why a run's tables cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The folder holds no run.
    #[error("{} holds no run of gazetag, which has a {PACKAGE}: {why}", folder.display())]
    NoRun {
        /// The folder.
        folder: PathBuf,
        /// What is missing.
        why: String,
    },
    /// A table is not there.
    #[error(
        "{} has no {table}.csv, which the other formats are made of: tag again with --format csv among the formats",
        folder.display()
    )]
    NoTable {
        /// The folder.
        folder: PathBuf,
        /// The table.
        table: String,
    },
    /// The file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is no such table.
    #[error("{}: {what}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
    },
}

/// A table of a run: where it lies and what its columns are.
#[derive(Clone, Debug)]
pub struct RunTable {
    /// `mentions`, `entities` ...
    pub name: String,
    /// The CSV file.
    pub path: PathBuf,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Whether cells are guarded against formulas.
    pub guarded: bool,
}

/// The tables of a folder, by the names of its package.
///
/// # Errors
/// Where the folder holds no run, or its package is damaged.
pub fn tables_of(folder: &Path) -> Result<(Vec<RunTable>, Json), ReadError> {
    let no_run = |why: String| ReadError::NoRun { folder: folder.to_owned(), why };
    let text = std::fs::read_to_string(folder.join(PACKAGE)).map_err(|error| no_run(error.to_string()))?;
    if !text.contains(PACKAGE_MARK) {
        return Err(no_run("the one here was not written by gazetag".to_owned()));
    }
    let package: Json = serde_json::from_str(&text).map_err(|error| no_run(error.to_string()))?;
    let guarded = package["gazetag"]["formula_guard"].as_bool().unwrap_or(false);
    let resources = package["resources"].as_array().map(Vec::as_slice).unwrap_or_default();
    let tables = resources.iter().filter(|resource| resource["format"] == "csv").map(|resource| {
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        let fields = resource["schema"]["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        let columns = fields.iter().map(|field| {
            let value_type = ValueType::of_schema(field["type"].as_str().unwrap_or_default());
            Column::new(&text(&field["name"]), value_type, &text(&field["description"]))
        });
        // a package that somebody changed leads to no file outside of its folder
        let file = Path::new(resource["path"].as_str().unwrap_or_default()).file_name().unwrap_or_default();
        RunTable { name: text(&resource["name"]), path: folder.join(file), columns: columns.collect(), guarded }
    });
    Ok((tables.collect(), package))
}

/// The table of a name.
///
/// # Errors
/// Where there is none.
pub fn find<'t>(tables: &'t [RunTable], name: &str, folder: &Path) -> Result<&'t RunTable, ReadError> {
    let table = tables.iter().find(|table| table.name == name);
    table.ok_or_else(|| ReadError::NoTable { folder: folder.to_owned(), table: name.to_owned() })
}

impl RunTable {
    /// Hands out all rows in order, a cell for each column; says how many they are.
    ///
    /// # Errors
    /// Where the file cannot be read or is no such table, and those of `each`.
    pub fn rows<E: From<ReadError>>(&self, mut each: impl FnMut(&[Value<'_>]) -> Result<(), E>) -> Result<u64, E> {
        let failed = |error| ReadError::Io { path: self.path.clone(), error };
        let wrong = |what: String| ReadError::Table { path: self.path.clone(), what };
        let file = File::open(&self.path).map_err(failed)?;
        let delimiter = self.delimiter().map_err(failed)?;
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).buffer_capacity(1 << 18).from_reader(file);
        let header = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
        let unmarked = |name: &str| name.trim_start_matches('\u{FEFF}').to_owned();
        let found: Vec<String> = header.iter().map(|name| without_guard(&unmarked(name)).to_owned()).collect();
        let expected: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        if found != expected {
            let what = format!("the columns are {} where {PACKAGE} says {}", found.join(", "), expected.join(", "));
            return Err(wrong(what).into());
        }
        let mut record = csv::StringRecord::new();
        let mut count = 0;
        while reader.read_record(&mut record).map_err(|error| wrong(error.to_string()))? {
            let mut cells = Vec::with_capacity(record.len());
            for (column, cell) in self.columns.iter().zip(&record) {
                let cell = if self.guarded { without_guard(cell) } else { cell };
                let value = typed(cell, column.value_type).ok_or_else(|| {
                    let line = record.position().map_or(0, csv::Position::line);
                    wrong(format!("line {line}, column {}: '{cell}' is no {}", column.name, column.value_type.noun()))
                });
                cells.push(value?);
            }
            each(&cells)?;
            count += 1;
        }
        Ok(count)
    }

    /// What stands between cells: `;` or a tab where the first line has more of them than commas.
    fn delimiter(&self) -> io::Result<u8> {
        let mut line = String::new();
        io::BufRead::read_line(&mut io::BufReader::new(File::open(&self.path)?), &mut line)?;
        let count = |delimiter: &u8| line.bytes().filter(|byte| byte == delimiter).count();
        Ok([b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b','))
    }
}

/// A cell as its column says.
fn typed(cell: &str, value_type: ValueType) -> Option<Value<'_>> {
    if cell.is_empty() {
        return Some(Value::Empty);
    }
    match value_type {
        ValueType::Text | ValueType::Date => Some(Value::Text(cell)),
        ValueType::Count => cell.parse().ok().map(Value::Count),
        ValueType::Number => {
            let number = cell.parse().ok().or_else(|| cell.replace(',', ".").parse().ok());
            number.filter(|number: &f64| number.is_finite()).map(Value::Number)
        }
    }
}
