//! Tables in the formats that other programs open: a writer each, all from the same rows.
//!
//! In come the tables of one run ([`RunTable`]), out go files that are complete but not yet in their place. An empty cell
//! is nothing (NULL) in every format that knows that. Rows are streamed: memory does not grow with the table.

pub mod geojson;
pub mod gexf;
pub mod jsonl;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod tsv;
#[cfg(feature = "xlsx")]
pub mod xlsx;
pub mod xml_text;

use super::folder::{FinishedTable, FolderError, TableFolder};
use super::read::{ReadError, RunTable, find};
use super::{Column, Value};
use serde_json::{Value as Json, json};
use std::fmt;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The tables as a run makes them.
    Csv,
    /// Tab-separated.
    Tsv,
    /// A JSON object a line.
    Jsonl,
    /// A workbook.
    Xlsx,
    /// Columns, typed and compressed.
    Parquet,
    /// A database.
    Sqlite,
    /// Points on a map.
    Geojson,
    /// A graph.
    Gexf,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 8] = [
        Format::Csv,
        Format::Tsv,
        Format::Jsonl,
        Format::Xlsx,
        Format::Parquet,
        Format::Sqlite,
        Format::Geojson,
        Format::Gexf,
    ];

    /// The word on the command line, and the ending of its files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Jsonl => "jsonl",
            Format::Xlsx => "xlsx",
            Format::Parquet => "parquet",
            Format::Sqlite => "sqlite",
            Format::Geojson => "geojson",
            Format::Gexf => "gexf",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv",
            Format::Tsv => "text/tab-separated-values",
            Format::Jsonl => "application/jsonl",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Parquet => "application/vnd.apache.parquet",
            Format::Sqlite => "application/vnd.sqlite3",
            Format::Geojson => "application/geo+json",
            Format::Gexf => "application/gexf+xml",
        }
    }

    /// Whether this program was built with it.
    #[must_use]
    pub const fn is_built(self) -> bool {
        (cfg!(feature = "xlsx") || !matches!(self, Format::Xlsx))
            && (cfg!(feature = "parquet") || !matches!(self, Format::Parquet))
            && (cfg!(feature = "sqlite") || !matches!(self, Format::Sqlite))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What other formats are made of.
pub struct RunTables<'r> {
    /// Where they come from, for messages.
    pub folder: &'r Path,
    /// The CSV tables.
    pub tables: Vec<RunTable>,
    /// What is said of the run: the contents of its package.
    pub package: &'r Json,
    /// Whether `mentions.geojson` is wanted too.
    pub points: Points,
    /// Asked now and then: whether the user wants an end.
    pub is_interrupted: &'r (dyn Fn() -> bool + Sync),
    /// Told now and then: so many rows more are written.
    pub advance: &'r (dyn Fn(u64) + Sync),
}

/// What is a point of GeoJSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Points {
    /// Entities.
    #[default]
    Entities,
    /// Entities, and in a file of their own mentions.
    Mentions,
}

/// Why a format could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The tables could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The files could not be written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// This program was built without it.
    #[error(
        "this gazetag was built without {0}: choose another format, or build it with 'cargo install gazetag --features \
         {0}'"
    )]
    NotBuilt(Format),
    /// The library that writes the format refused.
    #[error("cannot write {file}: {why}")]
    Refused {
        /// The file.
        file: String,
        /// What it says.
        why: String,
    },
    /// The user interrupted.
    #[error("interrupted: no table was changed")]
    Interrupted,
}

impl FormatError {
    fn refused(file: &str, why: impl fmt::Display) -> FormatError {
        FormatError::Refused { file: file.to_owned(), why: why.to_string() }
    }
}

/// A complete file of a format.
pub struct Written {
    /// The file, not yet in its place.
    pub file: FinishedTable,
    format: Format,
    /// What it holds, for the package.
    contents: Json,
}

impl Written {
    fn table(file: FinishedTable, format: Format, columns: &[Column], rows: u64) -> Written {
        let fields: Vec<Json> = columns
            .iter()
            .map(|column| {
                json!({"name": column.name, "type": column.value_type.schema_type(), "description": column.about})
            })
            .collect();
        Written { file, format, contents: json!({"rows": rows, "schema": {"fields": fields}}) }
    }

    fn tables(file: FinishedTable, format: Format, rows: &[(String, u64)]) -> Written {
        let rows: serde_json::Map<String, Json> = rows.iter().map(|(name, rows)| (name.clone(), json!(rows))).collect();
        Written { file, format, contents: json!({"rows": rows}) }
    }

    /// As `datapackage.json` gives it.
    #[must_use]
    pub fn resource(&self) -> Json {
        let mut resource = json!({
            "name": self.file.name.replace('.', "-"),
            "path": self.file.name,
            "format": self.format.as_str(),
            "mediatype": self.format.media_type(),
            "bytes": self.file.bytes,
            "hash": format!("blake3:{}", self.file.blake3),
        });
        if let (Some(resource), Some(contents)) = (resource.as_object_mut(), self.contents.as_object()) {
            resource.extend(contents.clone());
        }
        resource
    }
}

/// Writes one format, into files that are complete but not yet in their place. CSV is what the tables are already.
///
/// # Errors
/// Where the tables cannot be read, the files cannot be written, or the user interrupts.
pub fn write(run: &RunTables<'_>, format: Format, folder: &TableFolder) -> Result<Vec<Written>, FormatError> {
    match format {
        Format::Csv => Ok(Vec::new()),
        Format::Tsv => run.tables.iter().map(|table| tsv::write(run, table, folder)).collect(),
        Format::Jsonl => run.tables.iter().map(|table| jsonl::write(run, table, folder)).collect(),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => Ok(vec![xlsx::write(run, folder)?]),
        #[cfg(feature = "parquet")]
        Format::Parquet => run.tables.iter().map(|table| parquet::write(run, table, folder)).collect(),
        #[cfg(feature = "sqlite")]
        Format::Sqlite => Ok(vec![sqlite::write(run, folder)?]),
        Format::Geojson => {
            let tables = match run.points {
                Points::Entities => &["entities"][..],
                Points::Mentions => &["entities", "mentions"],
            };
            tables.iter().map(|table| geojson::write(run, run.table(table)?, folder)).collect()
        }
        Format::Gexf => Ok(vec![gexf::write(run, folder)?]),
        #[cfg(not(all(feature = "xlsx", feature = "parquet", feature = "sqlite")))]
        format => Err(FormatError::NotBuilt(format)),
    }
}

/// How many rows are told of in one go.
const ROWS_AT_A_TIME: u64 = 1000;

impl RunTables<'_> {
    /// The table of a name.
    ///
    /// # Errors
    /// Where there is none.
    pub fn table(&self, name: &str) -> Result<&RunTable, FormatError> {
        Ok(find(&self.tables, name, self.folder)?)
    }

    /// Hands out all rows of a table, and stops where the user wants an end.
    fn rows(
        &self,
        table: &RunTable,
        mut each: impl FnMut(&[Value<'_>]) -> Result<(), FormatError>,
    ) -> Result<u64, FormatError> {
        let mut untold = 0;
        let rows = table.rows(|row| {
            if (self.is_interrupted)() {
                return Err(FormatError::Interrupted);
            }
            untold += 1;
            if untold == ROWS_AT_A_TIME {
                (self.advance)(std::mem::take(&mut untold));
            }
            each(row)
        })?;
        (self.advance)(untold);
        Ok(rows)
    }
}

/// Where a column is.
fn position(table: &RunTable, name: &str) -> Result<usize, FormatError> {
    let at = table.columns.iter().position(|column| column.name == name);
    at.ok_or_else(|| FormatError::refused(&table.name, format!("there is no column {name}")))
}

/// Whether a file is of a format, and gazetag wrote it: by its name and what is in it.
#[must_use]
pub fn is_ours(path: &Path, tables: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let Some(format) = Format::ALL.into_iter().find(|format| format.as_str() == ending) else { return false };
    let stems = match format {
        Format::Csv => return false,
        Format::Tsv | Format::Jsonl | Format::Parquet => tables,
        Format::Xlsx | Format::Sqlite => &["gazetag"],
        Format::Geojson => &["entities", "mentions"],
        Format::Gexf => &["pairs"],
    };
    let (Some((head, tail)), true) = (ends_of(path), stems.contains(&stem)) else { return false };
    let head_text = String::from_utf8_lossy(&head);
    match format {
        Format::Csv => false,
        Format::Tsv => OUR_FIRST_COLUMNS.iter().any(|column| head_text.starts_with(&format!("{column}\t"))),
        Format::Jsonl => {
            head.is_empty() || OUR_FIRST_COLUMNS.iter().any(|column| head_text.starts_with(&format!("{{\"{column}\":")))
        }
        Format::Xlsx => head.starts_with(b"PK"),
        Format::Parquet => head.starts_with(b"PAR1") && contains(&tail, b"gazetag"),
        Format::Sqlite => head.get(68..72) == Some(&APPLICATION_ID.to_be_bytes()),
        Format::Geojson => head_text.starts_with("{\"type\":\"FeatureCollection\",\"name\":\"gazetag "),
        Format::Gexf => head_text.contains("<creator>gazetag"),
    }
}

/// What tables begin with.
const OUR_FIRST_COLUMNS: [&str; 5] = ["article", "entity_id", "entity_a", "kind", "country"];

/// What marks a database as ours, in its header.
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"gztg");

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// The first and the last bytes of a file.
fn ends_of(path: &Path) -> Option<(Vec<u8>, Vec<u8>)> {
    const LEN: u64 = 512;
    let mut file = File::open(path).ok()?;
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    (&mut file).take(LEN).read_to_end(&mut head).ok()?;
    let len = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(len.saturating_sub(LEN))).ok()?;
    file.read_to_end(&mut tail).ok()?;
    Some((head, tail))
}

/// All files that formats other than CSV write.
pub fn file_names(tables: &[&str]) -> impl Iterator<Item = String> {
    let of_tables =
        tables.iter().flat_map(|table| ["tsv", "jsonl", "parquet"].map(|ending| format!("{table}.{ending}")));
    let others = ["gazetag.xlsx", "gazetag.sqlite", "entities.geojson", "mentions.geojson", "pairs.gexf"];
    of_tables.collect::<Vec<_>>().into_iter().chain(others.map(str::to_owned))
}
