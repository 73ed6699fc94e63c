//! JRC-Names, the file `entities`: people and organizations with the spellings that newspapers gave them.
//!
//! Four columns with tabs between: number of the entity, type (`P`, `O`), language (`u`: any), and a name with `+`
//! between its words. The rows of an entity stand together, its main name first.

use super::names::person_as_written;
use super::source::Lines;
use super::{Entry, ImportError, List, Progress};
use crate::model::Kind;
use std::io::Write;
use std::path::PathBuf;

/// Reads the files and adds a row for each entity.
///
/// # Errors
/// Where a file cannot be read or the list cannot be written.
pub fn import<W: Write>(files: &[PathBuf], list: &mut List<W>, progress: Progress<'_>) -> Result<(), ImportError> {
    for path in files {
        let mut lines = Lines::open(path, progress)?;
        let file = lines.file.clone();
        let mut open: Option<Entry> = None;
        while let Some((number, line)) = lines.next()? {
            let line = match line {
                Ok(line) if line.is_empty() || line.starts_with('#') => continue,
                Ok(line) => line,
                Err(why) => {
                    list.unreadable(&file, number, why);
                    continue;
                }
            };
            let cells: Vec<&str> = line.split('\t').collect();
            let [id, kind, _, name] = cells.as_slice() else {
                list.unreadable(&file, number, "row without number, type, language and name");
                continue;
            };
            if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
                list.unreadable(&file, number, "row whose first cell is no number");
                continue;
            }
            let kind = match *kind {
                "P" => Kind::Person,
                "O" => Kind::Organization,
                other => {
                    list.skip(&format!("type {other}"));
                    continue;
                }
            };
            let name = name.replace('+', " ");
            let name = if kind == Kind::Person { person_as_written(&name) } else { name };
            let id = format!("jrc{id}");
            match &mut open {
                Some(entry) if entry.id == id => entry.aliases.push(name),
                _ => {
                    let mut entry = Entry::new(kind, &name);
                    entry.id = id;
                    if let Some(done) = open.replace(entry) {
                        list.add(done)?;
                    }
                }
            }
        }
        if let Some(done) = open {
            list.add(done)?;
        }
    }
    Ok(())
}
