//! One name a line: the simplest of lists.

use super::source::Lines;
use super::{Entry, ImportError, List, Progress};
use crate::gazetteer::load::kind_of_file;
use crate::model::Kind;
use std::io::Write;
use std::path::PathBuf;

/// Reads the files and adds a row for each line that is not blank.
///
/// The kind is the one given, else what the file is called after: `people.txt`, `organizations.txt`, `places.txt`.
///
/// # Errors
/// Where a file has no kind or cannot be read, or the list cannot be written.
pub fn import<W: Write>(
    files: &[PathBuf],
    kind: Option<Kind>,
    list: &mut List<W>,
    progress: Progress<'_>,
) -> Result<(), ImportError> {
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let kind = kind.or_else(|| kind_of_file(&name)).ok_or_else(|| {
            ImportError::unfit(path, "what do its lines name? Give --kind person, organization or place")
        })?;
        let mut lines = Lines::open(path, progress)?;
        let file = lines.file.clone();
        while let Some((number, line)) = lines.next()? {
            match line {
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => list.add(Entry::new(kind, line))?,
                Err(why) => list.unreadable(&file, number, why),
            }
        }
    }
    Ok(())
}
