//! The list that an import writes: entries in, CSV out, everything counted.

use super::names::{NameFilter, Part, Seen, refuse};
use super::tally::{Outcome, Tally, Unit};
use super::{ImportError, countries};
use crate::model::{CaseRule, Kind};
use std::borrow::Cow;
use std::io::Write;

/// The columns of an imported list; those of a format's own come after them.
const COLUMNS: [&str; 15] = [
    "id",
    "name",
    "kind",
    "aliases",
    "exact",
    "with_place",
    "class",
    "country",
    "latitude",
    "longitude",
    "population",
    "part_of",
    "case",
    "wikidata",
    "geonames",
];

/// An entity on its way into a list. What is not known is empty.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Person, organization or place.
    pub kind: Kind,
    /// Canonical name.
    pub name: String,
    /// Id; made of the row's facts where it is empty.
    pub id: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Names that count letter for letter.
    pub exact: Vec<String>,
    /// Names that count right after a place.
    pub with_place: String,
    /// Finer kind.
    pub class: Cow<'static, str>,
    /// ISO 3166-1, two or three letters.
    pub country: String,
    /// Decimal degrees as the source writes them: latitude, longitude.
    pub point: Option<(String, String)>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Id of what it lies in or belongs to.
    pub part_of: String,
    /// Which cases of its names count.
    pub case: CaseRule,
    /// Wikidata id.
    pub wikidata: String,
    /// GeoNames id; an id `gnN` says it already.
    pub geonames: String,
    /// Cells of the format's own columns.
    pub own: Vec<String>,
}

impl Entry {
    /// An entity of which only kind and name are known.
    #[must_use]
    pub fn new(kind: Kind, name: &str) -> Entry {
        Entry {
            kind,
            name: name.to_owned(),
            id: String::new(),
            aliases: Vec::new(),
            exact: Vec::new(),
            with_place: String::new(),
            class: Cow::Borrowed(""),
            country: String::new(),
            point: None,
            population: None,
            part_of: String::new(),
            case: CaseRule::Auto,
            wikidata: String::new(),
            geonames: String::new(),
            own: Vec::new(),
        }
    }

    /// Gives it coordinates, where both are degrees.
    pub fn set_point(&mut self, latitude: &str, longitude: &str) {
        let degrees = |text: &str, most: f64| text.parse::<f64>().is_ok_and(|value| value.abs() <= most);
        if degrees(latitude, 90.0) && degrees(longitude, 180.0) {
            self.point = Some((latitude.to_owned(), longitude.to_owned()));
        }
    }
}

/// A list that is being written.
pub struct List<W: Write> {
    csv: csv::Writer<W>,
    filter: NameFilter,
    tally: Tally,
    seen: Seen,
    record: csv::StringRecord,
}

impl<W: Write> List<W> {
    /// A list with a header row.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(out: W, own_columns: &[&str], filter: NameFilter) -> Result<List<W>, ImportError> {
        let mut csv = csv::WriterBuilder::new().buffer_capacity(1 << 18).from_writer(out);
        csv.write_record(COLUMNS.iter().chain(own_columns)).map_err(unwritable)?;
        let (tally, seen, record) = (Tally::default(), Seen::default(), csv::StringRecord::new());
        Ok(List { csv, filter, tally, seen, record })
    }

    /// Adds an entity; a row whose canonical name cannot be used is left out and counted.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add(&mut self, mut entry: Entry) -> Result<(), ImportError> {
        entry.name = tidy(&entry.name);
        if let Some(reason) = refuse(&entry.name, Part::Canonical, entry.kind, self.filter) {
            self.tally.add(Unit::Row, Outcome::Skipped, reason);
            return Ok(());
        }
        self.seen.clear();
        self.seen.is_new(&entry.name);
        self.tally.add(Unit::Row, Outcome::Taken, "");
        self.tally.add(Unit::Name, Outcome::Taken, "");
        let aliases = self.names(&entry.aliases, Part::Alias, entry.kind);
        let exact = self.names(&entry.exact, Part::Exact, entry.kind);
        let (latitude, longitude) = entry.point.unwrap_or_default();
        self.record.clear();
        for cell in [
            entry.id.as_str(),
            &entry.name,
            entry.kind.as_str(),
            &aliases,
            &exact,
            &entry.with_place,
            &entry.class,
            countries::alpha_3(&entry.country),
            &latitude,
            &longitude,
            &entry.population.map_or(String::new(), |people| people.to_string()),
            &entry.part_of,
            if entry.case == CaseRule::Auto { "" } else { entry.case.as_str() },
            &entry.wikidata,
            &entry.geonames,
        ] {
            self.record.push_field(cell);
        }
        entry.own.iter().for_each(|cell| self.record.push_field(cell));
        self.csv.write_record(&self.record).map_err(unwritable)
    }

    fn names(&mut self, names: &[String], part: Part, kind: Kind) -> String {
        let mut cell = String::new();
        for name in names {
            let name = tidy(name);
            if name.is_empty() {
                continue;
            }
            let known = (!self.seen.is_new(&name)).then_some("the same name again");
            match known.or_else(|| refuse(&name, part, kind, self.filter)) {
                Some(reason) => self.tally.add(Unit::Name, Outcome::Skipped, reason),
                None => {
                    self.tally.add(Unit::Name, Outcome::Taken, "");
                    if !cell.is_empty() {
                        cell.push('|');
                    }
                    cell.push_str(&name);
                }
            }
        }
        cell
    }

    /// Counts a row that is left out on purpose.
    pub fn skip(&mut self, reason: &str) {
        self.tally.add(Unit::Row, Outcome::Skipped, reason);
    }

    /// Counts a name that is left out on purpose.
    pub fn skip_name(&mut self, reason: &str) {
        self.tally.add(Unit::Name, Outcome::Skipped, reason);
    }

    /// Counts and notes a row that cannot be read.
    pub fn unreadable(&mut self, file: &str, line: u64, why: &str) {
        self.tally.unreadable(file, line, why);
    }

    /// Ends the list.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(self) -> Result<(W, Tally), ImportError> {
        let out = self.csv.into_inner().map_err(|error| ImportError::Unwritable(error.into_error()))?;
        Ok((out, self.tally))
    }
}

fn unwritable(error: csv::Error) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ImportError::Unwritable(error),
        other => ImportError::Unwritable(std::io::Error::other(format!("{other:?}"))),
    }
}

/// A name with single spaces and none around it.
fn tidy(name: &str) -> String {
    let plain = !name.starts_with(' ')
        && !name.ends_with(' ')
        && !name.contains("  ")
        && !name.chars().any(|c| c.is_whitespace() && c != ' ');
    if plain { name.to_owned() } else { name.split_whitespace().collect::<Vec<_>>().join(" ") }
}
