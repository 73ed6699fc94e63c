//! The files beside a dump: first-level divisions and countries.

use super::super::source::Lines;
use super::super::{Entry, ImportError, List, Progress};
use super::land_class;
use crate::model::Kind;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// `countryInfo.txt`.
#[derive(Default)]
pub(super) struct Countries {
    by_code: BTreeMap<String, Country>,
}

struct Country {
    id: u32,
    name: String,
    population: Option<u64>,
    seen: bool,
}

impl Countries {
    pub(super) fn read<W: Write>(
        &mut self,
        path: &Path,
        list: &mut List<W>,
        progress: Progress<'_>,
    ) -> Result<(), ImportError> {
        let mut lines = Lines::open(path, progress)?;
        let file = lines.file.clone();
        while let Some((number, line)) = lines.next()? {
            let line = match line {
                Ok(line) if line.starts_with('#') || line.trim().is_empty() => continue,
                Ok(line) => line,
                Err(why) => {
                    list.unreadable(&file, number, why);
                    continue;
                }
            };
            let cells: Vec<&str> = line.split('\t').collect();
            let (code, name, people, id) = match cells.as_slice() {
                [code, _, _, _, name, _, _, people, ..] if cells.len() >= 17 => (code, name, people, cells[16]),
                _ => {
                    list.unreadable(&file, number, "country without its 17 columns");
                    continue;
                }
            };
            let Ok(id) = id.parse() else {
                list.unreadable(&file, number, "country without an id");
                continue;
            };
            let population = people.parse().ok().filter(|&people| people > 0);
            let country = Country { id, name: (*name).to_owned(), population, seen: false };
            self.by_code.insert((*code).to_owned(), country);
        }
        Ok(())
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.by_code.values().map(|country| country.id)
    }

    /// The id of a country, unless it is the row itself, which then needs no row of ours.
    pub(super) fn seen(&mut self, code: &str, row: u32) -> Option<u32> {
        let country = self.by_code.get_mut(code)?;
        country.seen |= country.id == row;
        (country.id != row).then_some(country.id)
    }

    fn id(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).map(|country| country.id)
    }

    /// Rows for the countries that no dump had.
    pub(super) fn unseen(&self) -> impl Iterator<Item = Entry> + '_ {
        self.by_code.iter().filter(|(_, country)| !country.seen).map(|(code, country)| {
            let mut entry = Entry::new(Kind::Place, &country.name);
            entry.id = format!("gn{}", country.id);
            entry.class = land_class(code).into();
            entry.country.clone_from(code);
            entry.population = country.population;
            entry
        })
    }
}

/// `admin1CodesASCII.txt`.
#[derive(Default)]
pub(super) struct Divisions {
    /// By country and code: `US.TX`.
    by_code: BTreeMap<String, Division>,
    key: String,
}

struct Division {
    id: u32,
    name: String,
    ascii_name: String,
    seen: bool,
}

impl Divisions {
    pub(super) fn read<W: Write>(
        &mut self,
        path: &Path,
        list: &mut List<W>,
        progress: Progress<'_>,
    ) -> Result<(), ImportError> {
        let mut lines = Lines::open(path, progress)?;
        let file = lines.file.clone();
        while let Some((number, line)) = lines.next()? {
            let line = match line {
                Ok("") => continue,
                Ok(line) => line,
                Err(why) => {
                    list.unreadable(&file, number, why);
                    continue;
                }
            };
            let cells: Vec<&str> = line.split('\t').collect();
            match cells.as_slice() {
                [code, name, ascii_name, id] if id.parse::<u32>().is_ok() => {
                    let division = Division {
                        id: id.parse().unwrap_or_default(),
                        name: (*name).to_owned(),
                        ascii_name: (*ascii_name).to_owned(),
                        seen: false,
                    };
                    self.by_code.insert((*code).to_owned(), division);
                }
                _ => list.unreadable(&file, number, "division without code, two names and an id"),
            }
        }
        Ok(())
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.by_code.values().map(|division| division.id)
    }

    /// The id of the division a row lies in, unless the row is the division or a whole country.
    pub(super) fn seen(&mut self, country: &str, division: &str, row: u32, feature: &str) -> Option<u32> {
        if feature.starts_with("PCL") {
            return None;
        }
        self.key.clear();
        self.key.extend([country, ".", division]);
        let division = self.by_code.get_mut(&self.key)?;
        division.seen |= division.id == row;
        (division.id != row).then_some(division.id)
    }

    /// Rows for the divisions that no dump had.
    pub(super) fn unseen<'d>(&'d self, countries: &'d Countries) -> impl Iterator<Item = Entry> + 'd {
        self.by_code.iter().filter(|(_, division)| !division.seen).map(|(code, division)| {
            let mut entry = Entry::new(Kind::Place, &division.name);
            let (country, code) = code.split_once('.').unwrap_or((code, ""));
            entry.id = format!("gn{}", division.id);
            entry.aliases.push(division.ascii_name.clone());
            entry.class = "region".into();
            country.clone_into(&mut entry.country);
            entry.part_of = countries.id(country).map_or(String::new(), |id| format!("gn{id}"));
            // the codes of the United States are those of the post: Paris, TX
            if country == "US" {
                code.clone_into(&mut entry.with_place);
            }
            entry
        })
    }
}
