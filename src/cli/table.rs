//! What several commands print and write: lines of text, and a table as one file.

use anyhow::Context as _;
use gazetag::tables::csv::Rows;
use gazetag::tables::{Column, Flavour, Value};
use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::path::Path;

/// Lines for a person.
#[derive(Default)]
pub(super) struct Text(String);

impl Text {
    /// Adds a line, without spaces at its end.
    pub(super) fn line(&mut self, line: fmt::Arguments<'_>) {
        self.0.write_fmt(line).expect("memory is written");
        self.0.truncate(self.0.trim_end_matches(' ').len());
        self.0.push('\n');
    }

    /// All lines.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// A text of at most `width` characters, `…` where some were cut off.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// A table as bytes.
pub(super) fn bytes<'v, R>(flavour: Flavour, columns: &[Column], rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item = Value<'v>>,
{
    let mut body = Rows::new(flavour);
    rows.into_iter().for_each(|row| body.row(row));
    [flavour.header(columns), body.into_bytes()].concat()
}

/// Writes a file: it is there whole, or as it was.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = || format!("cannot write {}", path.display());
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    file.write_all(bytes).with_context(failed)?;
    file.persist(path).with_context(failed)?;
    Ok(())
}
