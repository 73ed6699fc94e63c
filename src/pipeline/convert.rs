//! A run's tables in other formats, without tagging again.

use super::Watch;
use crate::tables::datapackage::with_resources;
use crate::tables::folder::{FolderError, Overwrite, TableFolder};
use crate::tables::formats::{Format, FormatError, Points, RunTables, Written, write};
use crate::tables::read::tables_of;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::Ordering;

/// Writes formats beside the tables of a run, each on a thread of its own, and says which files they are. Files of an
/// earlier conversion are written over; nothing else changes.
///
/// # Errors
/// Where the folder holds no run, a table cannot be read, a file cannot be written, or the user interrupts. Then nothing
/// in the folder has changed.
pub fn convert(
    pool: &ThreadPool,
    folder: &Path,
    formats: &[Format],
    points: Points,
    watch: Watch<'_>,
) -> Result<Vec<String>, FormatError> {
    let (tables, package) = tables_of(folder)?;
    let is_interrupted = || watch.interrupted.load(Ordering::Relaxed);
    let advance = |rows| watch.progress.write(rows);
    let output = TableFolder::open(folder, Overwrite::Force)?;
    let run =
        RunTables { folder, tables, package: &package, points, is_interrupted: &is_interrupted, advance: &advance };
    let written = pool.install(|| write_all(&run, formats, &output))?;
    let names = written.iter().map(|written| written.file.name.clone()).collect();
    let package = with_resources(package, written.iter().map(Written::resource));
    add(output, written, &package)?;
    Ok(names)
}

fn add(output: TableFolder, written: Vec<Written>, package: &[u8]) -> Result<(), FolderError> {
    output.add(written.into_iter().map(|written| written.file).collect(), package)
}

/// All files of some formats, in their order.
pub(super) fn write_all(
    run: &RunTables<'_>,
    formats: &[Format],
    output: &TableFolder,
) -> Result<Vec<Written>, FormatError> {
    if let Some(missing) = formats.iter().find(|format| !format.is_built()) {
        return Err(FormatError::NotBuilt(*missing));
    }
    let written: Result<Vec<Vec<Written>>, FormatError> =
        formats.par_iter().map(|format| write(run, *format, output)).collect();
    Ok(written?.into_iter().flatten().collect())
}
