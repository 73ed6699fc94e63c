//! GeoNames: the dumps (`cities15000.txt`, `allCountries.txt`, `US.txt` ...), and beside them, recognised by their
//! contents, `admin1CodesASCII.txt`, `countryInfo.txt` and `alternateNamesV2.txt`.
//!
//! A place's `part_of` is its first-level division where those are given, else its country. Divisions and countries
//! become rows too; the dump's own row of one wins, since it has coordinates. Ids are `gn` and GeoNames' number.
//!
//! Files are tab-separated and have no quoting: a quote is a quote. `NA` is Namibia. Population 0 means unknown.
//!
//! All is streamed but the alternate names of the rows that are taken, which lie in another order than the rows: they
//! need about 30 bytes a name.

mod alternates;
mod features;
mod side_files;

use super::source::{Line, Lines};
use super::{Entry, ImportError, List, Progress, countries};
use crate::model::Kind;
use alternates::Alternates;
pub use features::Features;
use features::class_of;
pub(super) use features::class_of_letter;
use side_files::{Countries, Divisions};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is taken of GeoNames.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Feature classes and codes.
    pub features: Features,
    /// Populated places of fewer inhabitants are left out; so are those of which the number is unknown, if this is
    /// above 0. Capitals and divisions stay.
    pub min_population: u64,
    /// Languages of alternate names, as GeoNames writes them (`en`, `zh`); empty: all. Asks for `alternateNamesV2.txt`.
    pub languages: BTreeSet<String>,
    /// Whether names that are no longer used are taken. Asks for `alternateNamesV2.txt`.
    pub historic: bool,
}

/// The column of a dump.
mod column {
    pub(super) const ID: usize = 0;
    pub(super) const NAME: usize = 1;
    pub(super) const ASCII_NAME: usize = 2;
    pub(super) const ALTERNATES: usize = 3;
    pub(super) const LATITUDE: usize = 4;
    pub(super) const LONGITUDE: usize = 5;
    pub(super) const CLASS: usize = 6;
    pub(super) const CODE: usize = 7;
    pub(super) const COUNTRY: usize = 8;
    pub(super) const DIVISION: usize = 10;
    pub(super) const POPULATION: usize = 14;
    pub(super) const COUNT: usize = 19;
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileKind {
    Dump,
    Divisions,
    Countries,
    Alternates,
}

/// Reads the files and adds their places to the list.
///
/// # Errors
/// Where a file cannot be read or is none of GeoNames', or the list cannot be written.
pub fn import<W: Write>(
    files: &[PathBuf],
    options: &Options,
    list: &mut List<W>,
    progress: Progress<'_>,
) -> Result<(), ImportError> {
    let mut of_kind: Vec<(FileKind, &Path)> = Vec::new();
    for file in files {
        of_kind.push((recognise(file)?, file));
    }
    let all = |wanted: FileKind| of_kind.iter().filter(move |(kind, _)| *kind == wanted).map(|&(_, path)| path);
    let dumps: Vec<&Path> = all(FileKind::Dump).collect();
    let alternate_files: Vec<&Path> = all(FileKind::Alternates).collect();
    if alternate_files.is_empty() && (!options.languages.is_empty() || options.historic) {
        return Err(ImportError::Incomplete(
            "the languages of names, and which are historic, stand in alternateNamesV2.txt: give it too".to_owned(),
        ));
    }
    let mut countries = Countries::default();
    for path in all(FileKind::Countries) {
        countries.read(path, list, progress)?;
    }
    let mut divisions = Divisions::default();
    for path in all(FileKind::Divisions) {
        divisions.read(path, list, progress)?;
    }
    let mut alternates = None;
    if !alternate_files.is_empty() {
        let mut wanted: Vec<u32> = countries.ids().chain(divisions.ids()).collect();
        for path in &dumps {
            wanted.extend(taken_ids(path, options)?);
        }
        let mut names = Alternates::of(wanted);
        for path in alternate_files {
            names.read(path, options, list, progress)?;
        }
        alternates = Some(names.finish());
    }
    for path in dumps {
        let mut lines = Lines::open(path, progress)?;
        let file = lines.file.clone();
        while let Some((number, line)) = lines.next()? {
            match place(line, options) {
                Ok(Some(row)) => {
                    let mut entry = entry_of(&row);
                    entry.part_of = match divisions.seen(row.country, row.division, row.id, row.code) {
                        Some(division) => format!("gn{division}"),
                        None => countries.seen(row.country, row.id).map_or(String::new(), |id| format!("gn{id}")),
                    };
                    match &alternates {
                        Some(alternates) => alternates.give(row.id, &mut entry),
                        None => {
                            for name in row.alternates.split(',') {
                                if is_airport_code(name) {
                                    list.skip_name("airport code");
                                } else {
                                    entry.aliases.push(name.to_owned());
                                }
                            }
                        }
                    }
                    list.add(entry)?;
                }
                Ok(None) => {}
                Err(Left::Skipped(reason)) => list.skip(&reason),
                Err(Left::Unreadable(why)) => list.unreadable(&file, number, why),
            }
        }
    }
    for mut entry in divisions.unseen(&countries).chain(countries.unseen()) {
        if let Some(alternates) = &alternates {
            let id = entry.id.trim_start_matches("gn").parse().unwrap_or_default();
            alternates.give(id, &mut entry);
        }
        list.add(entry)?;
    }
    Ok(())
}

/// A row of a dump that is wanted.
struct Place<'l> {
    id: u32,
    name: &'l str,
    ascii_name: &'l str,
    alternates: &'l str,
    latitude: &'l str,
    longitude: &'l str,
    class: &'static str,
    code: &'l str,
    country: &'l str,
    division: &'l str,
    population: u64,
}

/// Why a row is not taken.
enum Left {
    Skipped(String),
    Unreadable(&'static str),
}

/// The row of a line, nothing where it is blank.
fn place<'l>(line: Line<'l>, options: &Options) -> Result<Option<Place<'l>>, Left> {
    let line = line.map_err(Left::Unreadable)?;
    if line.is_empty() {
        return Ok(None);
    }
    let mut cells = [""; column::COUNT];
    let mut count = 0;
    for cell in line.split('\t') {
        if let Some(place) = cells.get_mut(count) {
            *place = cell;
        }
        count += 1;
    }
    if count != column::COUNT {
        return Err(Left::Unreadable("row without GeoNames' 19 columns"));
    }
    let id = cells[column::ID].parse().map_err(|_| Left::Unreadable("row whose id is no number"))?;
    let degrees = |cell: &str, most: f64| cell.parse::<f64>().is_ok_and(|value| value.abs() <= most);
    let (latitude, longitude) = (cells[column::LATITUDE], cells[column::LONGITUDE]);
    if !degrees(latitude, 90.0) || !degrees(longitude, 180.0) {
        return Err(Left::Unreadable("row whose coordinates are no degrees"));
    }
    let (class, code) = (cells[column::CLASS], cells[column::CODE]);
    if !options.features.take(class, code) {
        return Err(Left::Skipped(format!(
            "feature of class {} that is not asked for (--features)",
            if class.is_empty() { "unknown" } else { class }
        )));
    }
    let population = cells[column::POPULATION].parse().unwrap_or(0);
    if class == "P" && code != "PPLC" && population < options.min_population {
        return Err(Left::Skipped(format!("fewer than {} inhabitants, or unknown", options.min_population)));
    }
    Ok(Some(Place {
        id,
        name: cells[column::NAME],
        ascii_name: cells[column::ASCII_NAME],
        alternates: cells[column::ALTERNATES],
        latitude,
        longitude,
        class: class_of(class, code),
        code,
        country: cells[column::COUNTRY],
        division: cells[column::DIVISION],
        population,
    }))
}

fn entry_of(row: &Place<'_>) -> Entry {
    let mut entry = Entry::new(Kind::Place, row.name);
    entry.id = format!("gn{}", row.id);
    if row.ascii_name != row.name {
        entry.aliases.push(row.ascii_name.to_owned());
    }
    entry.class = row.class.into();
    row.country.clone_into(&mut entry.country);
    entry.set_point(row.latitude, row.longitude);
    entry.population = Some(row.population).filter(|&people| people > 0);
    entry
}

/// The ids of a dump's rows that will be taken.
fn taken_ids(path: &Path, options: &Options) -> Result<Vec<u32>, ImportError> {
    let mut ids = Vec::new();
    let mut lines = Lines::open(path, &|_| {})?;
    while let Some((_, line)) = lines.next()? {
        if let Ok(Some(row)) = place(line, options) {
            ids.push(row.id);
        }
    }
    Ok(ids)
}

/// Three capitals and nothing else: what the column of alternate names of a dump says of airports.
fn is_airport_code(name: &str) -> bool {
    name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// What a file is, by its first row.
fn recognise(path: &Path) -> Result<FileKind, ImportError> {
    let mut lines = Lines::open(path, &|_| {})?;
    while let Some((_, line)) = lines.next()? {
        let Ok(line) = line else { break };
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        let capitals = |cell: &str, len| cell.len() == len && cell.bytes().all(|byte| byte.is_ascii_uppercase());
        return match cells.as_slice() {
            cells if cells.len() == column::COUNT && digits(cells[0]) => Ok(FileKind::Dump),
            [code, three, ..] if cells.len() >= 17 && capitals(code, 2) && capitals(three, 3) => {
                Ok(FileKind::Countries)
            }
            [code, _, _, id] if digits(id) && code.matches('.').count() == 1 => Ok(FileKind::Divisions),
            [code, _, _, id] if digits(id) && code.matches('.').count() == 2 => Err(ImportError::unfit(
                path,
                "these are second-level divisions, which are not used: leave the file out",
            )),
            // the last four columns are flags and years, empty ones of which some copies cut off
            [id, of, _, _, ..] if cells.len() <= 10 && digits(id) && digits(of) => Ok(FileKind::Alternates),
            _ => break,
        };
    }
    Err(ImportError::unfit(
        path,
        "this is no file of GeoNames that gazetag knows: a dump (cities15000.txt, allCountries.txt, FR.txt), \
         admin1CodesASCII.txt, countryInfo.txt or alternateNamesV2.txt",
    ))
}

/// The class and country of a land.
fn land_class(code: &str) -> &'static str {
    if countries::is_territory(code) { "territory" } else { "country" }
}
