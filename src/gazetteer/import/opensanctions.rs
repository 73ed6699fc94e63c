//! OpenSanctions, `targets.simple.csv`: people, companies and bodies of sanctions lists and of public office.
//!
//! Columns used: `id`, `schema`, `name`, `aliases`, `birth_date`, `countries`, `dataset`. Several values in a cell have
//! a `;` between them; one that holds a `;` stands in quotes.

use super::names::person_as_written;
use super::source::{Quoting, Records};
use super::{Entry, ImportError, List, Progress};
use crate::model::Kind;
use crate::text::case::is_acronym;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Columns of the list beyond ours.
pub const OWN_COLUMNS: [&str; 2] = ["birth_date", "dataset"];

/// Reads the files and adds their people and organizations.
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
    let mut records = Records::open(path, b',', Quoting::Quotes, progress)?;
    let needed = |column: &str| {
        records.column(&[column]).ok_or_else(|| {
            ImportError::unfit(path, format!("there is no column '{column}': give the file targets.simple.csv"))
        })
    };
    let (id, schema, name, aliases) = (needed("id")?, needed("schema")?, needed("name")?, needed("aliases")?);
    let [birth_date, countries, dataset] =
        ["birth_date", "countries", "dataset"].map(|column| records.column(&[column]));
    let width = records.header().len();
    let file = records.file.clone();
    while let Some((line, record)) = records.next()? {
        let record = match record {
            Ok(record) if record.len() == width => record,
            Ok(_) => {
                list.unreadable(&file, line, "row with more or fewer cells than the header");
                continue;
            }
            Err(why) => {
                list.unreadable(&file, line, why);
                continue;
            }
        };
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim();
        let kind = match &record[schema] {
            "Person" => Kind::Person,
            "Organization" | "Company" | "LegalEntity" | "PublicBody" => Kind::Organization,
            other => {
                list.skip(&format!("schema {other}"));
                continue;
            }
        };
        let mut entry = Entry::new(kind, &as_written_in_texts(&record[name], kind));
        let own_id = record[id].trim();
        entry.id = if own_id.starts_with(char::is_alphabetic) { own_id.to_owned() } else { format!("os-{own_id}") };
        if is_wikidata_id(own_id) {
            own_id.clone_into(&mut entry.wikidata);
        }
        for alias in values(&record[aliases]) {
            let alias = as_written_in_texts(&alias, kind);
            if is_acronym(&alias) { entry.exact.push(alias) } else { entry.aliases.push(alias) }
        }
        // of several countries none is the one
        let countries = cell(countries);
        if !countries.contains(';') {
            countries.clone_into(&mut entry.country);
        }
        entry.own = vec![cell(birth_date).to_owned(), cell(dataset).to_owned()];
        list.add(entry)?;
    }
    Ok(())
}

/// `PUTIN, Vladimir` is Vladimir Putin.
fn as_written_in_texts(name: &str, kind: Kind) -> String {
    if kind != Kind::Person {
        return name.trim().to_owned();
    }
    let turned = match name.split(',').map(str::trim).collect::<Vec<_>>().as_slice() {
        [family, given] if !family.is_empty() && !given.is_empty() => format!("{given} {family}"),
        _ => name.trim().to_owned(),
    };
    person_as_written(&turned)
}

/// The values of a cell: a line of CSV with `;`.
fn values(cell: &str) -> Vec<String> {
    if !cell.contains('"') {
        return cell.split(';').map(|value| value.trim().to_owned()).collect();
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(cell.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(|value| value.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn is_wikidata_id(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_turned_and_cased_as_texts_write_them() {
        for (name, written) in [
            ("PUTIN, Vladimir", "Vladimir Putin"),
            ("VLADIMIR PUTIN", "Vladimir Putin"),
            ("Doe, John, Jr.", "Doe, John, Jr."),
            ("AL-ASSAD, Bashar", "Bashar al-Assad"),
        ] {
            assert_eq!(as_written_in_texts(name, Kind::Person), written);
        }
        assert_eq!(as_written_in_texts("ACME, LTD", Kind::Organization), "ACME, LTD");
    }

    #[test]
    fn values_may_stand_in_quotes() {
        assert_eq!(values("A;B ; C"), ["A", "B", "C"]);
        assert_eq!(values("\"A;B\";C"), ["A;B", "C"]);
    }
}
