//! The tables of a run, read back: entities and articles as columns, mentions once for whom and once for how.
//!
//! Columns are found by name, so more of them do no harm. Rows of mentions are read twice, since the page has first who is
//! mentioned where and last the texts with their marks: memory does not grow with what stands around mentions.

use super::ReportError;
use super::package::Package;
use crate::model::Kind;
use crate::tables::Value;
use crate::tables::read::{RunTable, find, tables_of};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// A run: everything but the texts.
pub struct Run {
    folder: PathBuf,
    mentions: RunTable,
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
        let (tables, package) = tables_of(folder)?;
        let table = |name| find(&tables, name, folder);
        let entities = entities(table("entities")?)?;
        let mut articles = articles(table("articles")?)?;
        let mentions = table("mentions")?.clone();
        let who = who(&mentions, &entities, &mut articles)?;
        let by_name = articles.iter().map(|article| article.name.clone()).zip(0..).collect();
        let package = Package::of(&package);
        Ok(Run { folder: folder.to_owned(), mentions, package, entities, articles, who, by_name })
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

    /// Hands out the rows of `mentions.csv` once more, from the first.
    pub(super) fn each_mention(
        &self,
        mut each: impl FnMut(MentionRow) -> Result<(), ReportError>,
    ) -> Result<(), ReportError> {
        let columns = columns(
            &self.mentions,
            ["start_char", "end_char", "surface", "before", "after", "role", "confidence", "reason"],
        )?;
        self.mentions.rows(|row| {
            let [start, end, surface, before, after, role, confidence, reason] = columns.map(|column| row[column]);
            let place = |value| usize::try_from(count(value)).unwrap_or(usize::MAX);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
            let confidence = (number(confidence).unwrap_or_default().clamp(0.0, 1.0) * 100.0).round() as u8;
            each(MentionRow {
                start: place(start),
                end: place(end),
                surface: text(surface),
                before: text(before),
                after: text(after),
                role: text(role),
                confidence,
                reason: text(reason),
            })
        })?;
        Ok(())
    }
}

fn entities(table: &RunTable) -> Result<Vec<EntityRow>, ReportError> {
    let columns = columns(
        table,
        [
            "entity_id",
            "entity",
            "kind",
            "class",
            "mentions",
            "stories",
            "country",
            "latitude",
            "longitude",
            "surfaces",
            "wikidata",
            "geonames",
        ],
    )?;
    let mut entities = Vec::new();
    table.rows(|row| {
        let [id, name, kind, class, mentions, stories, country, latitude, longitude, surfaces, wikidata, geonames] =
            columns.map(|column| row[column]);
        let kind = text(kind);
        entities.push(EntityRow {
            id: text(id),
            name: text(name),
            kind: kind.parse().map_err(|_| wrong(table, format!("there is no kind '{kind}'")))?,
            class: text(class),
            mentions: count(mentions),
            stories: count(stories),
            country: text(country),
            point: number(latitude).zip(number(longitude)),
            surfaces: surfaces_of(&text(surfaces)),
            wikidata: text(wikidata),
            geonames: text(geonames),
        });
        Ok::<_, ReportError>(())
    })?;
    Ok(entities)
}

fn articles(table: &RunTable) -> Result<Vec<ArticleRow>, ReportError> {
    let columns = columns(table, ["article", "title", "date", "author", "source", "url", "status", "error"])?;
    let mut articles = Vec::new();
    table.rows(|row| {
        let [name, title, date, author, source, url, status, note] = columns.map(|column| text(row[column]));
        articles.push(ArticleRow { name, title, date, author, source, url, status, note, mentions: 0 });
        Ok::<_, ReportError>(())
    })?;
    Ok(articles)
}

/// The entity of each mention; counts the mentions of articles.
fn who(table: &RunTable, entities: &[EntityRow], articles: &mut [ArticleRow]) -> Result<Vec<u32>, ReportError> {
    let ids: FxHashMap<&str, u32> = entities.iter().map(|entity| entity.id.as_str()).zip(0..).collect();
    let columns = columns(table, ["article", "entity_id"])?;
    let mut who = Vec::new();
    let mut at = 0;
    table.rows(|row| {
        let [Value::Text(article), Value::Text(id)] = columns.map(|column| row[column]) else {
            return Err(wrong(table, format!("row {} names no article or entity", who.len() + 1)));
        };
        while articles.get(at).is_some_and(|row| row.name != article) {
            at += 1;
        }
        let Some(row) = articles.get_mut(at) else {
            return Err(wrong(table, format!("'{article}' stands in another order, or not at all, in articles.csv")));
        };
        row.mentions += 1;
        let entity = ids.get(id).ok_or_else(|| wrong(table, format!("the entity '{id}' is not in entities.csv")))?;
        who.push(*entity);
        Ok(())
    })?;
    Ok(who)
}

/// Where columns stand in a table.
fn columns<const N: usize>(table: &RunTable, names: [&str; N]) -> Result<[usize; N], ReportError> {
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        let found = table.columns.iter().position(|column| column.name == name);
        *place = found.ok_or_else(|| wrong(table, format!("it has no column '{name}'")))?;
    }
    Ok(places)
}

fn wrong(table: &RunTable, message: String) -> ReportError {
    ReportError::Table { path: table.path.clone(), message }
}

fn text(value: Value<'_>) -> String {
    if let Value::Text(text) = value { text.to_owned() } else { String::new() }
}

fn count(value: Value<'_>) -> u64 {
    if let Value::Count(count) = value { count } else { 0 }
}

fn number(value: Value<'_>) -> Option<f64> {
    if let Value::Number(number) = value { Some(number) } else { None }
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
