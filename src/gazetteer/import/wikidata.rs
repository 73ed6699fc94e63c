//! Results of Wikidata's query service, as CSV or as JSON (the service's own, and the two that its page saves).
//!
//! Variables are known by their names, in any case: `item`; `itemLabel` (or `label`, `name`); `itemAltLabel` (or
//! `aliases`, `alias`); `kind`; `class`; `coord` (or `coordinates`, `location`), else `lat` and `lon`; `countryCode` (or
//! `iso`, `country`: a code); `population`; `geonames`. Results of one item that follow each other are one row.

use super::opensanctions::is_wikidata_id;
use super::source::{Counted, Lines, Quoting, Records};
use super::{Entry, ImportError, List, Progress};
use crate::model::Kind;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::HashMap;
use std::fmt;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

/// Reads the files and adds a row for each item.
///
/// # Errors
/// Where a file is no result of a query or names no kind, or the list cannot be written.
pub fn import<W: Write>(
    files: &[PathBuf],
    kind: Option<Kind>,
    list: &mut List<W>,
    progress: Progress<'_>,
) -> Result<(), ImportError> {
    for path in files {
        let begin = Lines::open(path, &|_| {})?.next()?.and_then(|(_, line)| line.ok().map(str::to_owned));
        let begin = begin.unwrap_or_default();
        let mut items = Items { path, kind, list, open: None, failed: None };
        if begin.trim_start().starts_with(['{', '[']) {
            let reader = BufReader::with_capacity(1 << 18, Counted::open(path, progress)?);
            let mut json = serde_json::Deserializer::from_reader(reader);
            let read = Results(&mut items).deserialize(&mut json);
            if let Some(error) = items.failed.take() {
                return Err(error);
            }
            read.map_err(|error| ImportError::unfit(path, format!("this is no result of a query: {error}")))?;
        } else {
            read_csv(path, &mut items, progress)?;
        }
        items.close()?;
    }
    Ok(())
}

fn read_csv<W: Write>(path: &Path, items: &mut Items<'_, W>, progress: Progress<'_>) -> Result<(), ImportError> {
    let mut records = Records::open(path, b',', Quoting::Quotes, progress)?;
    if records.column(&["item"]).is_none() {
        return Err(ImportError::unfit(path, "there is no column 'item': let the query select ?item ?itemLabel"));
    }
    let header = records.header().to_vec();
    let file = records.file.clone();
    while let Some((line, record)) = records.next()? {
        match record {
            Ok(record) => {
                let values = header.iter().cloned().zip(record.iter().map(str::to_owned));
                items.add(values.collect())?;
            }
            Err(why) => items.list.unreadable(&file, line, why),
        }
    }
    Ok(())
}

/// The items of a result, one after the other.
struct Items<'i, W: Write> {
    path: &'i Path,
    kind: Option<Kind>,
    list: &'i mut List<W>,
    open: Option<Entry>,
    /// Why the list could not be written, kept while JSON is being read.
    failed: Option<ImportError>,
}

impl<W: Write> Items<'_, W> {
    /// Adds a result, its variables in lower case.
    fn add(&mut self, values: HashMap<String, String>) -> Result<(), ImportError> {
        let value = |names: &[&str]| names.iter().find_map(|name| values.get(*name)).map_or("", |value| value.trim());
        let item = value(&["item"]).rsplit('/').next().unwrap_or_default();
        if !is_wikidata_id(item) {
            self.list.skip("result without an item");
            return Ok(());
        }
        let label = value(&["itemlabel", "label", "name"]);
        let alias_list = value(&["itemaltlabel", "aliases", "alias"]);
        let separator = if alias_list.contains('|') { "|" } else { ", " };
        let aliases = alias_list.split(separator).map(str::to_owned);
        if let Some(open) = self.open.as_mut().filter(|open| open.id == item) {
            let known = |open: &Entry, name: &str| open.name == name || open.aliases.iter().any(|alias| alias == name);
            for name in aliases.chain([label.to_owned()]) {
                if !known(open, &name) && !is_wikidata_id(&name) {
                    open.aliases.push(name);
                }
            }
            return Ok(());
        }
        self.close()?;
        if label.is_empty() || is_wikidata_id(label) {
            self.list.skip("item without a label in the language of the query");
            return Ok(());
        }
        let kind = match value(&["kind"]) {
            "" => self.kind,
            word => word.parse().ok(),
        };
        let Some(kind) = kind else {
            return Err(ImportError::unfit(
                self.path,
                format!(
                    "what is {label} ({item})? Give --kind person, organization or place, or let the query select ?kind"
                ),
            ));
        };
        let mut entry = Entry::new(kind, label);
        item.clone_into(&mut entry.id);
        item.clone_into(&mut entry.wikidata);
        for alias in aliases {
            let acronym = alias.chars().count() <= 5 && crate::text::case::is_acronym(&alias);
            if acronym { entry.exact.push(alias) } else { entry.aliases.push(alias) }
        }
        entry.class = value(&["class"]).to_lowercase().into();
        match point(value(&["coord", "coordinates", "coordinate", "location"])) {
            Some((longitude, latitude)) => entry.set_point(latitude, longitude),
            None => entry.set_point(value(&["lat", "latitude"]), value(&["lon", "lng", "longitude"])),
        }
        let country = value(&["countrycode", "iso", "iso3", "iso2", "country"]);
        if matches!(country.len(), 2 | 3) {
            country.clone_into(&mut entry.country);
        }
        entry.population = value(&["population"]).split('.').next().and_then(|people| people.parse().ok());
        value(&["geonames", "geonamesid"]).clone_into(&mut entry.geonames);
        self.open = Some(entry);
        Ok(())
    }

    fn close(&mut self) -> Result<(), ImportError> {
        self.open.take().map_or(Ok(()), |entry| self.list.add(entry))
    }
}

/// Longitude and latitude of `Point(2.35 48.85)`.
pub(super) fn point(text: &str) -> Option<(&str, &str)> {
    let upper = text.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("point"));
    let inside = text.get(5..).filter(|_| upper)?.trim().strip_prefix('(')?.strip_suffix(')')?;
    inside.trim().split_once(' ').map(|(longitude, latitude)| (longitude.trim(), latitude.trim()))
}

/// A value of a result: as it is, or in an object that says its type.
#[derive(Deserialize)]
#[serde(untagged)]
enum Term {
    Text(String),
    Typed { value: String },
    Other(IgnoredAny),
}

/// Streams the results of a document: an array of them, or one in `results.bindings`.
struct Results<'r, 'i, W: Write>(&'r mut Items<'i, W>);

impl<'de, W: Write> DeserializeSeed<'de> for Results<'_, '_, W> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, W: Write> Visitor<'de> for Results<'_, '_, W> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of results, or an object with 'results' and in it 'bindings'")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "results" || key == "bindings" {
                map.next_value_seed(Results(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut results: A) -> Result<(), A::Error> {
        while let Some(result) = results.next_element::<HashMap<String, Term>>()? {
            let values = result.into_iter().filter_map(|(name, term)| match term {
                Term::Text(value) | Term::Typed { value } => Some((name.to_lowercase(), value)),
                Term::Other(_) => None,
            });
            if let Err(error) = self.0.add(values.collect()) {
                self.0.failed = Some(error);
                return Err(serde::de::Error::custom("the list cannot take it"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_longitude_first() {
        assert_eq!(point("Point(2.35 48.85)"), Some(("2.35", "48.85")));
        assert_eq!(point("POINT (-1 2)"), Some(("-1", "2")));
        assert_eq!(point("Polygon((1 2))"), None);
        assert_eq!(point(""), None);
    }
}
