//! One row of a list: cells checked and turned into values.
//!
//! All that is wrong with a row is reported at once. A cell that cannot be read is an error; what can be read but looks
//! risky is for `check`.

use super::problem::{Level, Problem};
use super::table::TableRow;
use super::variants::Variants;
use crate::model::{CaseRule, Kind, LONGEST_NAME, NameSource, Point};
use crate::text::class::Class;
use crate::text::fold::{MAX_FOLDED, fold_char, fold_name};
use isocountry::CountryCode;

/// The columns that gazetag knows. Any other is the user's own.
pub const COLUMNS: [&str; 18] = [
    "name",
    "kind",
    "id",
    "aliases",
    "exact",
    "with_place",
    "demonyms",
    "class",
    "country",
    "latitude",
    "longitude",
    "population",
    "weight",
    "part_of",
    "case",
    "variants",
    "wikidata",
    "geonames",
];

/// The places of the known columns in [`COLUMNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Kind,
    Id,
    Aliases,
    Exact,
    WithPlace,
    Demonyms,
    Class,
    Country,
    Latitude,
    Longitude,
    Population,
    Weight,
    PartOf,
    Case,
    Variants,
    Wikidata,
    Geonames,
}

impl Column {
    const fn of(source: NameSource) -> Column {
        match source {
            NameSource::Canonical => Column::Name,
            NameSource::Alias => Column::Aliases,
            NameSource::Exact => Column::Exact,
            NameSource::WithPlace => Column::WithPlace,
            NameSource::Demonym => Column::Demonyms,
        }
    }

    const fn header(self) -> &'static str {
        COLUMNS[self as usize]
    }
}

/// A row whose cells make sense. Cells that are not filled are `None` or empty.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    /// Line in the file.
    pub line: u64,
    /// The given id.
    pub id: Option<String>,
    /// Person, organization or place.
    pub kind: Kind,
    /// All names, canonical first, each once per column.
    pub names: Vec<(String, NameSource)>,
    /// Case rule of all names but those of column `exact`.
    pub case: Option<CaseRule>,
    /// Whether names are derived from those of the row.
    pub variants: Variants,
    /// Finer kind.
    pub class: String,
    /// ISO alpha-3.
    pub country: String,
    /// Coordinates.
    pub point: Option<Point>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Given prior.
    pub weight: Option<f32>,
    /// Id of what it is part of.
    pub part_of: String,
    /// Wikidata id.
    pub wikidata: String,
    /// GeoNames id.
    pub geonames: String,
    /// The user's own cells, in the order of the own columns of this list.
    pub own: Vec<String>,
}

/// Where the known columns stand in one list.
pub struct Columns {
    at: [Option<usize>; COLUMNS.len()],
    /// The user's own columns: header and place.
    pub own: Vec<(String, usize)>,
    width: usize,
}

impl Columns {
    /// Finds the known columns in a header. Near misses and doubles are reported.
    pub fn find(header: &[String], file: &str, problems: &mut Vec<Problem>) -> Columns {
        let mut columns = Columns { at: [None; COLUMNS.len()], own: Vec::new(), width: header.len() };
        for (i, cell) in header.iter().enumerate() {
            let mut report = |level, code, message: String, suggestion: String| {
                problems.push(Problem {
                    level,
                    code,
                    file: file.to_owned(),
                    line: 1,
                    column: i + 1,
                    name: String::new(),
                    message,
                    suggestion,
                });
            };
            if let Some(known) = COLUMNS.iter().position(|column| column == cell) {
                if columns.at[known].is_some() {
                    let message = format!("the header has the column '{cell}' twice");
                    report(Level::Error, "double-column", message, "keep one of them".to_owned());
                }
                columns.at[known] = Some(i);
            } else if !cell.is_empty() {
                if let Some(near) = COLUMNS.iter().find(|column| is_near(cell, column)) {
                    let message = format!("the column '{cell}' is none that gazetag knows and is kept as your own");
                    report(Level::Warning, "unknown-column", message, format!("did you mean '{near}'?"));
                }
                columns.own.push((cell.clone(), i));
            }
        }
        columns
    }

    fn index(&self, column: Column) -> Option<usize> {
        self.at[column as usize]
    }
}

/// Whether a header differs from a known column by a slip or two: one letter wrong, missing, doubled or swapped; two in
/// long ones.
fn is_near(cell: &str, column: &str) -> bool {
    let allowed = if column.len() >= 7 { 2 } else { 1 };
    column.len() > 3 && edits(cell, column) <= allowed
}

/// Damerau-Levenshtein distance (optimal string alignment).
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if swap { best.min(rows[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    rows[a.len()][b.len()]
}

/// Reads the rows of one list.
pub struct RowReader<'l> {
    /// The list as the user named it.
    pub file: &'l str,
    /// Its columns.
    pub columns: &'l Columns,
    /// The kind that the file's name gives its rows.
    pub kind: Option<Kind>,
}

impl RowReader<'_> {
    /// The row's values, or nothing where a cell is wrong; what is wrong is added to `problems`.
    pub fn read(&self, row: &TableRow, problems: &mut Vec<Problem>) -> Option<ListRow> {
        let mut cells = Cells { reader: self, row, problems, sound: true };
        if folded_length(cells.text(Column::Name)) == 0 {
            cells.wrong("no-name", Column::Name, "the row has no name", "give one or delete the row");
        }
        let kind = cells.kind(self.kind);
        let id = cells.id();
        let mut names = Vec::new();
        for source in NameSource::ALL {
            cells.names(source, &mut names);
        }
        let country = cells.country();
        let latitude = cells.degrees(Column::Latitude, 90.0);
        let longitude = cells.degrees(Column::Longitude, 180.0);
        if latitude.is_some() != longitude.is_some() && cells.sound {
            let missing = if latitude.is_some() { Column::Longitude } else { Column::Latitude };
            let message = format!("there is no {}", missing.header());
            cells.wrong("bad-coordinates", missing, &message, "give both coordinates or none");
        }
        let population = cells.population();
        let weight = cells.weight();
        let case = cells.case();
        let variants = cells.variants();
        cells.width();
        let text = |column| cells.text(column).to_owned();
        let geonames = match &id {
            Some(id) if cells.text(Column::Geonames).is_empty() => geonames_of(id).unwrap_or_default().to_owned(),
            _ => text(Column::Geonames),
        };
        let (class, part_of, wikidata) = (text(Column::Class), text(Column::PartOf), text(Column::Wikidata));
        let own = self.columns.own.iter().map(|&(_, i)| row.cells.get(i).unwrap_or_default().to_owned()).collect();
        cells.sound.then(|| ListRow {
            line: row.line,
            id,
            kind: kind.expect("a sound row has a kind"),
            names,
            case,
            variants,
            class,
            country,
            point: latitude.zip(longitude).map(|(latitude, longitude)| Point { latitude, longitude }),
            population,
            weight,
            part_of,
            wikidata,
            geonames,
            own,
        })
    }
}

/// The length of a folded name; of a short one that begins with a letter, whose folded form is neither empty nor too
/// long, its own.
fn folded_length(name: &str) -> usize {
    let short = name.len() <= LONGEST_NAME / MAX_FOLDED;
    let begins = name.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    if begins && (short || name.len() <= LONGEST_NAME && name.is_ascii()) {
        return name.len();
    }
    let first = name.chars().next();
    let begins = first.is_some_and(|c| !Class::of(c).is_mark() && !fold_char(c).as_bytes().is_empty());
    if begins && short && first.is_some_and(char::is_alphanumeric) { name.len() } else { fold_name(name).len() }
}

/// `gn123` is GeoNames 123.
fn geonames_of(id: &str) -> Option<&str> {
    id.strip_prefix("gn").filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

struct Cells<'c, 'l> {
    reader: &'c RowReader<'l>,
    row: &'c TableRow,
    problems: &'c mut Vec<Problem>,
    sound: bool,
}

impl<'c> Cells<'c, '_> {
    fn text(&self, column: Column) -> &'c str {
        let index = self.reader.columns.index(column);
        index.and_then(|i| self.row.cells.get(i)).unwrap_or_default().trim()
    }

    fn wrong(&mut self, code: &'static str, column: Column, message: &str, suggestion: &str) {
        self.wrong_at(code, self.reader.columns.index(column).map_or(0, |i| i + 1), message, suggestion);
    }

    fn wrong_at(&mut self, code: &'static str, column: usize, message: &str, suggestion: &str) {
        self.sound = false;
        let name = self.text(Column::Name).to_owned();
        self.problems.push(Problem {
            level: Level::Error,
            code,
            file: self.reader.file.to_owned(),
            line: self.row.line,
            column,
            name,
            message: message.to_owned(),
            suggestion: suggestion.to_owned(),
        });
    }

    fn kind(&mut self, of_file: Option<Kind>) -> Option<Kind> {
        let cell = self.text(Column::Kind);
        if cell.is_empty() {
            if of_file.is_none() {
                self.wrong(
                    "unknown-kind",
                    Column::Kind,
                    "the row has no kind",
                    "fill the column 'kind' with person, organization or place, or name the file people.csv, \
                     organizations.csv or places.csv",
                );
            }
            return of_file;
        }
        match cell.parse() {
            Ok(kind) => Some(kind),
            Err(_) => {
                let message = format!("'{cell}' is no kind");
                self.wrong(
                    "unknown-kind",
                    Column::Kind,
                    &message,
                    "the three kinds are person, organization and place",
                );
                None
            }
        }
    }

    fn id(&mut self) -> Option<String> {
        let cell = self.text(Column::Id);
        if cell.is_empty() {
            return None;
        }
        if !cell.starts_with(char::is_alphabetic) {
            let suggestion = format!("put a letter in front, such as 'x{cell}': spreadsheets spoil ids of digits");
            self.wrong("bad-id", Column::Id, &format!("the id '{cell}' does not start with a letter"), &suggestion);
        }
        Some(cell.to_owned())
    }

    fn names(&mut self, source: NameSource, names: &mut Vec<(String, NameSource)>) {
        let column = Column::of(source);
        let cell = self.text(column);
        if cell.is_empty() {
            return;
        }
        let whole = source == NameSource::Canonical;
        for part in cell.split(|c| c == '|' && !whole) {
            let part = part.trim();
            let length = folded_length(part);
            if length == 0 {
                continue;
            }
            if length > LONGEST_NAME {
                let begin: String = part.chars().take(40).collect();
                let message = format!(
                    "the name '{begin}...' has {length} bytes; {LONGEST_NAME} are the most that can be matched"
                );
                self.wrong("long-name", column, &message, "shorten it: texts do not write names so long");
            } else if !names.iter().any(|(name, of)| name == part && (*of == source || *of < NameSource::Exact)) {
                names.push((part.to_owned(), source));
            }
        }
    }

    fn country(&mut self) -> String {
        let cell = self.text(Column::Country);
        if !(cell.is_empty() || cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_alphabetic())) {
            let message = format!("'{cell}' is no country code");
            let meant = CountryCode::for_alpha2_caseless(cell).map_or("such as FRA".to_owned(), |country| {
                format!("which are {} for {}", country.alpha3(), country.name())
            });
            let suggestion = format!("use the three letters of ISO 3166-1 alpha-3, {meant}");
            self.wrong("bad-country", Column::Country, &message, &suggestion);
        }
        cell.to_ascii_uppercase()
    }

    fn degrees(&mut self, column: Column, most: f64) -> Option<f64> {
        let cell = self.text(column);
        let value = self.number(column, cell)?;
        if value.abs() > most {
            let message = format!("the {} '{cell}' is out of range", column.header());
            let suggestion = format!("decimal degrees from -{most} to {most}; are latitude and longitude swapped?");
            self.wrong("bad-coordinates", column, &message, &suggestion);
            return None;
        }
        Some(value)
    }

    /// A number with a decimal point or a decimal comma.
    fn number(&mut self, column: Column, cell: &str) -> Option<f64> {
        if cell.is_empty() {
            return None;
        }
        if let Ok(value) = cell.parse::<f64>()
            && value.is_finite()
        {
            return Some(value);
        }
        let pointed = if cell.contains('.') { cell.to_owned() } else { cell.replace(',', ".") };
        let value = pointed.replace('\u{2212}', "-").parse::<f64>().ok().filter(|value| value.is_finite());
        if value.is_none() {
            let message = format!("the {} '{cell}' is no number", column.header());
            self.wrong("bad-number", column, &message, "write digits with a decimal point, or leave it empty");
        }
        value
    }

    fn population(&mut self) -> Option<u64> {
        let cell = self.text(Column::Population);
        if cell.is_empty() {
            return None;
        }
        if let Ok(value) = cell.parse() {
            return Some(value);
        }
        let groups: Vec<&str> = cell.split([' ', '\u{A0}', '\u{202F}', ',', '.', '\'', '’']).collect();
        let whole = if groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3) {
            groups.concat()
        } else {
            // a whole number that a spreadsheet wrote as 1000.0
            cell.strip_suffix(".0").unwrap_or(cell).to_owned()
        };
        let value = whole.parse().ok();
        if value.is_none() {
            let message = format!("the population '{cell}' is no whole number");
            self.wrong("bad-number", Column::Population, &message, "write digits alone, or leave it empty");
        }
        value
    }

    #[allow(clippy::cast_possible_truncation, reason = "a prior needs no more than the seven digits of an f32")]
    fn weight(&mut self) -> Option<f32> {
        let cell = self.text(Column::Weight);
        let value = self.number(Column::Weight, cell)?;
        if value < 0.0 {
            self.wrong(
                "bad-number",
                Column::Weight,
                &format!("the weight '{cell}' is below 0"),
                "weights run from 0 to 10",
            );
        }
        Some(value as f32)
    }

    fn case(&mut self) -> Option<CaseRule> {
        if self.text(Column::Case).is_empty() {
            return None;
        }
        let cell = self.text(Column::Case).to_lowercase();
        let rule = [CaseRule::Auto, CaseRule::Exact, CaseRule::Any].into_iter().find(|rule| rule.as_str() == cell);
        if rule.is_none() {
            self.wrong("bad-case", Column::Case, &format!("'{cell}' is no case rule"), "use auto, exact or any");
        }
        rule
    }

    fn variants(&mut self) -> Variants {
        let cell = self.text(Column::Variants).to_lowercase();
        match cell.as_str() {
            "off" => return Variants::Off,
            "" | "on" => {}
            _ => self.wrong("bad-variants", Column::Variants, &format!("'{cell}' is no setting"), "use on or off"),
        }
        Variants::Derive
    }

    fn width(&mut self) {
        let width = self.reader.columns.width;
        let surplus = self.row.cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        if surplus {
            let message = format!("the row has {} cells under {width} columns", self.row.cells.len());
            self.wrong_at("too-many-cells", 0, &message, "put cells that hold a comma or a semicolon in quotes");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Table;
    use super::*;

    fn read(list: &str) -> (Vec<ListRow>, Vec<Problem>) {
        let table = Table::open(list.as_bytes(), "name").unwrap();
        let mut problems = Vec::new();
        let columns = Columns::find(&table.header, "list.csv", &mut problems);
        let reader = RowReader { file: "list.csv", columns: &columns, kind: None };
        let rows = table.rows().filter_map(|row| reader.read(&row, &mut problems)).collect();
        (rows, problems)
    }

    #[test]
    fn every_wrong_cell_is_named_with_its_place() {
        for (row, place, said, mend) in [
            (",place,,,", "2:1", "no name", "give one"),
            ("\u{AD},place,,,", "2:1", "no name", "give one"),
            ("A,river,,,", "2:2", "'river' is no kind", "person, organization and place"),
            ("A,,,,", "2:2", "no kind", "people.csv"),
            ("A,place,95,0,", "2:3", "'95' is out of range", "-90 to 90"),
            ("A,place,x,0,", "2:3", "'x' is no number", "decimal point"),
            ("A,place,1,,", "2:4", "no longitude", "both"),
            ("A,place,1,181,", "2:4", "out of range", "-180 to 180"),
            ("A,place,,,12a", "2:5", "'12a' is no whole number", "digits"),
            ("A,place,,,1,2,3", "2", "cells under 5 columns", "quotes"),
        ] {
            let (rows, problems) = read(&format!("name,kind,latitude,longitude,population\n{row}\n"));
            assert!(rows.is_empty(), "{row}");
            let shown = problems.first().map(ToString::to_string).unwrap_or_default();
            assert!(shown.starts_with(&format!("list.csv:{place}: error: ")), "{row}: {shown}");
            assert!(shown.contains(said) && shown.contains(mend), "{row}: {shown}");
        }
    }

    #[test]
    fn two_letters_of_a_country_are_answered_with_its_three() {
        for (cell, mend) in [("fr", "which are FRA for France"), ("XX", "such as FRA"), ("Germany", "such as FRA")] {
            let (rows, problems) = read(&format!("name,kind,country\nA,place,{cell}\n"));
            assert!(rows.is_empty(), "{cell}");
            let shown = problems[0].to_string();
            assert!(shown.contains(&format!("'{cell}' is no country code; use the three letters")), "{shown}");
            assert!(shown.ends_with(mend), "{shown}");
        }
    }

    #[test]
    fn all_wrong_cells_of_a_row_are_reported() {
        let (_, problems) = read("name,kind,latitude,longitude,case\n,x,95,0,loud\n");
        assert_eq!(problems.len(), 4);
    }

    #[test]
    fn values_are_read_as_spreadsheets_write_them() {
        let (rows, problems) = read(
            "name;kind;latitude;longitude;population;aliases;exact\n\
             Köln;Place;50,94;6,96;1 080 000;Cologne||Colonia|Cologne;K.\n",
        );
        assert_eq!(problems, []);
        let row = &rows[0];
        assert_eq!(row.point, Some(Point { latitude: 50.94, longitude: 6.96 }));
        assert_eq!(row.population, Some(1_080_000));
        let names: Vec<_> = row.names.iter().map(|(name, source)| (name.as_str(), source.column())).collect();
        assert_eq!(names, [("Köln", "name"), ("Cologne", "aliases"), ("Colonia", "aliases"), ("K.", "exact")]);
    }

    #[test]
    fn near_misses_of_columns_are_warned_of_and_kept() {
        let (rows, problems) = read("name,kind,latitide,my note\nA,place,1,x\n");
        assert_eq!(rows[0].own, ["1", "x"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].to_string().contains("did you mean 'latitude'?"), "{}", problems[0]);
        assert_eq!(problems[0].level, Level::Warning);
    }

    #[test]
    fn long_names_are_an_error() {
        let (_, problems) = read(&format!("name,kind\n{},place\n", "x".repeat(513)));
        assert!(problems[0].message.contains("513 bytes"), "{}", problems[0]);
    }
}
