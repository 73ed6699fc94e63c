//! Linked Places as a table (LP-TSV) of the World Historical Gazetteer: places with old names.
//!
//! Columns used: `id`, `title`, `variants`, `fclasses`, `ccodes`, `parent_id`, `lon`, `lat`, `geowkt` where it is a
//! point, `matches`; `start`, `end` and `types` are kept as own columns. Several values in a cell have a `;` between
//! them; a variant may end in `@` and a language. Files with tabs have no quoting, those with commas have.

use super::geonames::class_of_letter;
use super::opensanctions::is_wikidata_id;
use super::source::{Lines, Quoting, Records};
use super::wikidata::point;
use super::{Entry, ImportError, List, Progress};
use crate::model::Kind;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Columns of the list beyond ours.
pub const OWN_COLUMNS: [&str; 3] = ["start", "end", "types"];

/// Reads the files and adds their places.
///
/// # Errors
/// Where a file has not the columns or cannot be read, or the list cannot be written.
pub fn import<W: Write>(files: &[PathBuf], list: &mut List<W>, progress: Progress<'_>) -> Result<(), ImportError> {
    for path in files {
        read(path, list, progress)?;
    }
    Ok(())
}

fn read<W: Write>(path: &Path, list: &mut List<W>, progress: Progress<'_>) -> Result<(), ImportError> {
    let tabs = Lines::open(path, &|_| {})?.next()?.is_some_and(|(_, line)| line.is_ok_and(|line| line.contains('\t')));
    let (delimiter, quoting) = if tabs { (b'\t', Quoting::Literal) } else { (b',', Quoting::Quotes) };
    let mut records = Records::open(path, delimiter, quoting, progress)?;
    let (Some(id), Some(title)) = (records.column(&["id"]), records.column(&["title"])) else {
        return Err(ImportError::unfit(path, "there are no columns 'id' and 'title': give a file of LP-TSV"));
    };
    let [variants, classes, countries, parent, lon, lat, wkt, matches, start, end, types] =
        ["variants", "fclasses", "ccodes", "parent_id", "lon", "lat", "geowkt", "matches", "start", "end", "types"]
            .map(|column| records.column(&[column]));
    let file = records.file.clone();
    while let Some((line, record)) = records.next()? {
        let record = match record {
            Ok(record) => record,
            Err(why) => {
                list.unreadable(&file, line, why);
                continue;
            }
        };
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut entry = Entry::new(Kind::Place, cell(Some(title)));
        entry.id = id_of(cell(Some(id)));
        entry.aliases = cell(variants).split(';').map(|name| without_language(name.trim()).to_owned()).collect();
        entry.class = match cell(classes).split(';').map(str::trim).collect::<Vec<_>>().as_slice() {
            [letter] => class_of_letter(letter).into(),
            _ => "".into(),
        };
        if !cell(countries).contains(';') {
            cell(countries).clone_into(&mut entry.country);
        }
        entry.part_of = id_of(cell(parent));
        entry.set_point(cell(lat), cell(lon));
        if entry.point.is_none()
            && let Some((longitude, latitude)) = point(cell(wkt))
        {
            entry.set_point(latitude, longitude);
        }
        for same in cell(matches).split(';').map(str::trim) {
            match same.split_once(':') {
                Some(("wd", id)) if is_wikidata_id(id) => id.clone_into(&mut entry.wikidata),
                Some(("gn", id)) => id.clone_into(&mut entry.geonames),
                _ => {}
            }
        }
        entry.own = [start, end, types].map(|at| cell(at).to_owned()).into();
        list.add(entry)?;
    }
    Ok(())
}

/// Ids of a list begin with a letter.
fn id_of(id: &str) -> String {
    if id.is_empty() || id.starts_with(char::is_alphabetic) { id.to_owned() } else { format!("lp-{id}") }
}

/// `Londinium@la` is Londinium, in Latin.
fn without_language(name: &str) -> &str {
    match name.rsplit_once('@') {
        Some((name, language))
            if (2..=12).contains(&language.len())
                && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') =>
        {
            name.trim_end()
        }
        _ => name,
    }
}
