//! A SQLite database: tables `entities`, `articles`, `pairs` and `mentions` (and `dropped`) with keys and indexes, and a
//! full-text index `mentions_fts` over each mention and what stands beside it. Datasette knows it for what it is.
//!
//! The cell `story` of an article is the rowid of another article.

use super::{APPLICATION_ID, Format, FormatError, RunTables, Written};
use crate::tables::folder::TableFolder;
use crate::tables::read::RunTable;
use crate::tables::{Value, ValueType};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};
use std::path::Path;

const FILE: &str = "gazetag.sqlite";

/// The tables in the order in which they refer to each other, with what binds them.
const TABLES: [(&str, &str); 5] = [
    ("entities", "PRIMARY KEY (entity_id)"),
    ("articles", "PRIMARY KEY (article)"),
    (
        "pairs",
        "PRIMARY KEY (id_a, id_b), FOREIGN KEY (id_a) REFERENCES entities (entity_id), \
         FOREIGN KEY (id_b) REFERENCES entities (entity_id)",
    ),
    (
        "mentions",
        "FOREIGN KEY (article) REFERENCES articles (article), FOREIGN KEY (entity_id) REFERENCES entities (entity_id)",
    ),
    ("dropped", "FOREIGN KEY (article) REFERENCES articles (article)"),
];

/// What is made when all rows are there. The full-text index holds no text of its own.
const INDEXES: &str = "
    CREATE INDEX mentions_entity_id ON mentions (entity_id);
    CREATE INDEX mentions_article ON mentions (article);
    CREATE INDEX pairs_id_b ON pairs (id_b);
    CREATE INDEX entities_entity ON entities (entity);
    CREATE INDEX articles_date ON articles (date);
    CREATE VIRTUAL TABLE mentions_fts USING fts5 (before, surface, after, content = 'mentions');
    INSERT INTO mentions_fts (mentions_fts, rank) VALUES ('hashsize', 67108864), ('automerge', 0), ('crisismerge', 64);
    INSERT INTO mentions_fts (mentions_fts) VALUES ('rebuild');
    INSERT INTO mentions_fts (mentions_fts, rank) VALUES ('hashsize', 1048576), ('automerge', 4), ('crisismerge', 16);
";

/// Writes the database.
pub(super) fn write(run: &RunTables<'_>, folder: &TableFolder) -> Result<Written, FormatError> {
    let mut counts = Vec::new();
    let file = folder.table_at(FILE, |path| {
        counts = fill(run, path)?;
        Ok::<(), FormatError>(())
    })?;
    Ok(Written::tables(file, Format::Sqlite, &counts))
}

fn failed(error: rusqlite::Error) -> FormatError {
    FormatError::refused(FILE, error)
}

fn fill(run: &RunTables<'_>, path: &Path) -> Result<Vec<(String, u64)>, FormatError> {
    let database = Connection::open(path).map_err(failed)?;
    // the file is thrown away where it does not become whole, so nothing of it needs to be safe on the way
    let pragmas = format!(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;
         PRAGMA temp_store = FILE; PRAGMA page_size = 8192; PRAGMA application_id = {APPLICATION_ID}; BEGIN;"
    );
    database.execute_batch(&pragmas).map_err(failed)?;
    let mut counts = Vec::new();
    for (name, bonds) in TABLES {
        if let Some(table) = run.tables.iter().find(|table| table.name == name) {
            counts.push((name.to_owned(), copy(run, &database, table, bonds)?));
        } else if name != "dropped" {
            run.table(name)?;
        }
    }
    database
        .execute_batch(INDEXES)
        .and_then(|()| database.execute_batch("COMMIT; PRAGMA optimize;"))
        .map_err(failed)?;
    database.close().map_err(|(_, error)| failed(error))?;
    Ok(counts)
}

fn copy(run: &RunTables<'_>, database: &Connection, table: &RunTable, bonds: &str) -> Result<u64, FormatError> {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("\"{}\" {}", column.name.replace('"', "\"\""), type_of(column.value_type)))
        .collect();
    let create = format!("CREATE TABLE {} ({}, {bonds})", table.name, columns.join(", "));
    database.execute_batch(&create).map_err(failed)?;
    let places = vec!["?"; columns.len()].join(", ");
    let insert = format!("INSERT INTO {} VALUES ({places})", table.name);
    let mut insert = database.prepare(&insert).map_err(failed)?;
    run.rows(table, |row| {
        for (at, value) in row.iter().enumerate() {
            insert.raw_bind_parameter(at + 1, Cell(*value)).map_err(failed)?;
        }
        insert.raw_execute().map(|_| ()).map_err(|error| {
            let shown: Vec<String> = row.iter().take(3).map(|value| format!("{value:?}")).collect();
            FormatError::refused(FILE, format!("{error} (table {}, row {})", table.name, shown.join(", ")))
        })
    })
}

const fn type_of(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::Text | ValueType::Date => "TEXT",
        ValueType::Count => "INTEGER",
        ValueType::Number => "REAL",
    }
}

struct Cell<'v>(Value<'v>);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Empty => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Count(count) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::try_from(count).unwrap_or(i64::MAX))),
            Value::Number(number) => ToSqlOutput::Borrowed(ValueRef::Real(number)),
            Value::Share(share) => ToSqlOutput::Borrowed(ValueRef::Real(f64::from(share))),
        })
    }
}
