//! The tables of a run, read back: entities and articles as columns, mentions once for whom and once for how.
//!
//! Columns are found by name, so more of them do no harm. Rows of mentions are read twice, since the page has first who is
//! mentioned where and last the texts with their marks: memory does not grow with what stands around mentions.

use super::ReportError;
use super::package::Package;
use crate::model::Kind;
use crate::tables::csv::without_guard;
use csv::{Reader, ReaderBuilder, StringRecord};
use rustc_hash::FxHashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// A run: everything but the texts.
pub struct Run {
    folder: PathBuf,
    pub(super) package: Package,
    /// Most mentioned first.
    pub(super) entities: Vec<EntityRow>,
    /// In the order of the tables.
    pub(super) articles: Vec<ArticleRow>,
    /// The number of each mention's entity, article by article.
    pub(super) who: Vec<u32>,
    by_name: FxHashMap<String, u32>,
}

/// A row of `entities.csv`.
#[derive(Clone, Debug)]
pub(super) struct EntityRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) class: String,
    pub(super) mentions: u64,
    pub(super) stories: u64,
    pub(super) country: String,
    pub(super) point: Option<(f64, f64)>,
    /// How it is written, and how often.
    pub(super) surfaces: Vec<(String, u64)>,
    pub(super) wikidata: String,
    pub(super) geonames: String,
}

/// A row of `articles.csv`.
#[derive(Clone, Debug, Default)]
pub(super) struct ArticleRow {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) date: String,
    pub(super) author: String,
    pub(super) source: String,
    pub(super) url: String,
    pub(super) status: String,
    /// Why it was not read, or what is odd about it.
    pub(super) note: String,
    /// Rows of `mentions.csv`.
    pub(super) mentions: u32,
}

/// What a row of `mentions.csv` says beyond whom it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MentionRow {
    /// In code points.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) surface: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) role: String,
    /// In hundredths.
    pub(super) confidence: u8,
    pub(super) reason: String,
}

impl Run {
    /// Reads the tables in a folder.
    ///
    /// # Errors
    /// Where it holds no whole run, or a table is not as gazetag writes it.
    pub fn open(folder: &Path) -> Result<Run, ReportError> {
        let package = Package::read(folder)?;
        let mut run = Run {
            folder: folder.to_owned(),
            package,
            entities: Vec::new(),
            articles: Vec::new(),
            who: Vec::new(),
            by_name: FxHashMap::default(),
        };
        run.read_entities()?;
        run.read_articles()?;
        run.read_who()?;
        Ok(run)
    }

    /// What `datapackage.json` says of it.
    #[must_use]
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// The folder of its tables.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether an article of that name stands in its tables.
    #[must_use]
    pub fn has_article(&self, name: &str) -> bool {
        self.article(name).is_some()
    }

    /// The number of an article.
    pub(super) fn article(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).map(|&number| number as usize)
    }

    /// The rows of `mentions.csv` once more, from the first.
    pub(super) fn mentions(&self) -> Result<Mentions, ReportError> {
        Mentions::open(self)
    }

    fn read_entities(&mut self) -> Result<(), ReportError> {
        let mut table = Table::open(
            self,
            "entities.csv",
            [
                "entity_id", "entity", "kind", "class", "mentions", "stories", "country", "latitude", "longitude",
                "surfaces", "wikidata", "geonames",
            ],
        )?;
        while table.next()? {
            let [id, name, kind, class, mentions, stories, country, latitude, longitude, surfaces, wikidata, geonames] =
                table.cells();
            let row = EntityRow {
                id: id.to_owned(),
                name: name.to_owned(),
                kind: table.parsed(kind, "kind")?,
                class: class.to_owned(),
                mentions: table.parsed(mentions, "mentions")?,
                stories: table.parsed(stories, "stories")?,
                country: country.to_owned(),
                point: match (latitude, longitude) {
                    ("", _) | (_, "") => None,
                    _ => Some((table.decimal(latitude, "latitude")?, table.decimal(longitude, "longitude")?)),
                },
                surfaces: surfaces_of(surfaces),
                wikidata: wikidata.to_owned(),
                geonames: geonames.to_owned(),
            };
            self.entities.push(row);
        }
        Ok(())
    }

    fn read_articles(&mut self) -> Result<(), ReportError> {
        let columns = ["article", "title", "date", "author", "source", "url", "status", "error"];
        let mut table = Table::open(self, "articles.csv", columns)?;
        while table.next()? {
            let [name, title, date, author, source, url, status, note] = table.cells().map(str::to_owned);
            let number = u32::try_from(self.articles.len()).unwrap_or(u32::MAX);
            self.by_name.insert(name.clone(), number);
            self.articles.push(ArticleRow { name, title, date, author, source, url, status, note, mentions: 0 });
        }
        Ok(())
    }

    fn read_who(&mut self) -> Result<(), ReportError> {
        let ids: FxHashMap<&str, u32> =
            self.entities.iter().map(|entity| entity.id.as_str()).zip(0..).collect();
        let mut table = Table::open(self, "mentions.csv", ["article", "entity_id"])?;
        let mut who = Vec::new();
        let mut counts = vec![0; self.articles.len()];
        let mut at = 0;
        while table.next()? {
            let [article, id] = table.cells();
            while self.articles.get(at).is_some_and(|row| row.name != article) {
                at += 1;
            }
            if at == self.articles.len() {
                return Err(table.wrong(format!("'{article}' stands in another order, or not at all, in articles.csv")));
            }
            let Some(&entity) = ids.get(id) else {
                return Err(table.wrong(format!("the entity '{id}' is not in entities.csv")));
            };
            counts[at] += 1;
            who.push(entity);
        }
        self.who = who;
        self.articles.iter_mut().zip(counts).for_each(|(article, count)| article.mentions = count);
        Ok(())
    }
}

/// `Putin (12); Vladimir Putin (3)`; a name may hold `; ` itself.
fn surfaces_of(cell: &str) -> Vec<(String, u64)> {
    let mut surfaces = Vec::new();
    let mut name = String::new();
    for part in cell.split("; ") {
        let counted = part.strip_suffix(')').and_then(|part| part.rsplit_once(" ("));
        let counted = counted.and_then(|(rest, count)| Some((rest, count.parse::<u64>().ok()?)));
        match counted {
            Some((rest, count)) => {
                name.push_str(rest);
                surfaces.push((std::mem::take(&mut name), count));
            }
            None => {
                name.push_str(part);
                name.push_str("; ");
            }
        }
    }
    surfaces
}

/// The rows of `mentions.csv`, in order.
pub(super) struct Mentions {
    table: Table<8>,
}

impl Mentions {
    fn open(run: &Run) -> Result<Mentions, ReportError> {
        let columns = ["start_char", "end_char", "surface", "before", "after", "role", "confidence", "reason"];
        Ok(Mentions { table: Table::open(run, "mentions.csv", columns)? })
    }

    /// The next row, which must be there.
    pub(super) fn next(&mut self) -> Result<MentionRow, ReportError> {
        if !self.table.next()? {
            return Err(self.table.wrong("it has become shorter while it was read".into()));
        }
        let [start, end, surface, before, after, role, confidence, reason] = self.table.cells();
        let share = self.table.decimal(confidence, "confidence")?.clamp(0.0, 1.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
        let confidence = (share * 100.0).round() as u8;
        Ok(MentionRow {
            start: self.table.parsed(start, "start_char")?,
            end: self.table.parsed(end, "end_char")?,
            surface: surface.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            role: role.to_owned(),
            confidence,
            reason: reason.to_owned(),
        })
    }
}

/// A table whose wanted columns are found by name.
struct Table<const N: usize> {
    path: PathBuf,
    reader: Reader<BufReader<File>>,
    row: StringRecord,
    columns: [usize; N],
    is_guarded: bool,
    has_decimal_comma: bool,
}

impl<const N: usize> Table<N> {
    fn open(run: &Run, name: &str, columns: [&str; N]) -> Result<Self, ReportError> {
        let path = run.folder.join(name);
        let wrong = |message: String| ReportError::Table { path: path.clone(), message };
        let flavour = run.package.flavour;
        let file = File::open(&path).map_err(|error| {
            wrong(format!("{error}; the report is made of mentions.csv, entities.csv and articles.csv"))
        })?;
        let delimiter = u8::try_from(flavour.delimiter()).expect("delimiters are ASCII");
        let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(BufReader::with_capacity(1 << 18, file));
        let header = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
        let mut places = [0; N];
        for (place, column) in places.iter_mut().zip(columns) {
            let found = header.iter().position(|name| name.trim_start_matches('\u{FEFF}') == column);
            *place = found.ok_or_else(|| wrong(format!("it has no column '{column}'")))?;
        }
        Ok(Table {
            reader,
            row: StringRecord::new(),
            columns: places,
            is_guarded: flavour.is_for_spreadsheets(),
            has_decimal_comma: flavour.decimal_mark() != '.',
            path,
        })
    }

    fn next(&mut self) -> Result<bool, ReportError> {
        let read = self.reader.read_record(&mut self.row);
        read.map_err(|error| ReportError::Table { path: self.path.clone(), message: error.to_string() })
    }

    fn cells(&self) -> [&str; N] {
        self.columns.map(|column| {
            let cell = self.row.get(column).unwrap_or_default();
            if self.is_guarded { without_guard(cell) } else { cell }
        })
    }

    fn parsed<T: std::str::FromStr>(&self, cell: &str, column: &str) -> Result<T, ReportError> {
        cell.parse().map_err(|_| self.wrong(format!("the {column} '{cell}' cannot be")))
    }

    fn decimal(&self, cell: &str, column: &str) -> Result<f64, ReportError> {
        if self.has_decimal_comma { self.parsed(&cell.replace(',', "."), column) } else { self.parsed(cell, column) }
    }

    fn wrong(&self, message: String) -> ReportError {
        let line = self.row.position().map_or(1, csv::Position::line);
        ReportError::Table { path: self.path.clone(), message: format!("line {line}: {message}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surfaces_come_apart_where_they_were_put_together() {
        let cases: [(&str, &[(&str, u64)]); 4] = [
            ("", &[]),
            ("Putin (12); Vladimir Putin (3)", &[("Putin", 12), ("Vladimir Putin", 3)]),
            ("a; b (2); Georgia (US) (1)", &[("a; b", 2), ("Georgia (US)", 1)]),
            ("(5) (6)", &[("(5)", 6)]),
        ];
        for (cell, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|&(name, count)| (name.to_owned(), count)).collect();
            assert_eq!(surfaces_of(cell), expected, "{cell}");
        }
    }
}
