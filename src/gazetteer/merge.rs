//! Rows of all lists brought together: which rows are one entity, and whose cells win.
//!
//! Rows with one id are one entity. So are rows of different lists that share a Wikidata or GeoNames id, countries of
//! one ISO code, and places with a name in common, the same country, a like class and less than 25 km between them;
//! where one of two lands or first-level divisions has no coordinates, name, country and class are enough, since no
//! country has two of a name.
//! Names add up; of other cells the later list's filled ones win; a derived id yields to a given one.

use super::blocked::Blocked;
use super::load::ListSource;
use super::problem::{Level, Problem};
use super::row::ListRow;
use super::strings::{Strings, Text};
use super::{EntityRow, Gazetteer, NameRow};
use crate::model::{CaseRule, EntityId, Kind, NameSource, NameUse, Point};
use crate::text::fold::fold_name;
use rustc_hash::FxHashMap;

/// Places with one name that are nearer to each other than this are one place.
const SAME_PLACE_KM: f64 = 25.0;

/// The prior of an entity for which neither weight nor population is known.
const DEFAULT_WEIGHT: f32 = 3.0;

/// A list that is being added: its file, whether it is embedded, and its own columns.
pub struct ListInfo<'l> {
    /// What the user calls it.
    pub file: &'l str,
    /// Files of one list (a folder, the embedded set) share a number; later lists have greater ones.
    pub number: u32,
    /// Whether its bytes are those of an embedded list.
    pub embedded: bool,
    /// The names that never match on their own as far as this list goes.
    pub blocked: &'l Blocked,
    /// Headers of the user's own columns, in the order of [`ListRow::own`].
    pub own_columns: &'l [String],
}

/// Gathers rows into a [`Gazetteer`].
#[derive(Default)]
pub struct Builder {
    strings: Strings,
    entities: Vec<Draft>,
    names: Vec<NameRow>,
    by_id: FxHashMap<Box<str>, EntityId>,
    by_wikidata: FxHashMap<Box<str>, EntityId>,
    by_geonames: FxHashMap<Box<str>, EntityId>,
    countries: FxHashMap<[u8; 3], EntityId>,
    /// Places by folded name; filled only once a second list comes.
    places: FxHashMap<Box<str>, Vec<EntityId>>,
    places_indexed: usize,
    own_columns: Vec<String>,
    own_values: FxHashMap<(EntityId, usize), Text>,
}

struct NewName<'n> {
    text: &'n str,
    source: NameSource,
    case: CaseRule,
    embedded: bool,
}

struct Draft {
    row: EntityRow,
    derived_id: bool,
    weight: Option<f32>,
    /// The last list that gave it a row.
    list: u32,
    /// The places of its names in `names`.
    names: Vec<u32>,
}

impl Builder {
    /// Adds the rows of one file. Rows that contradict an earlier one are left out and reported.
    pub fn add(&mut self, info: &ListInfo<'_>, rows: Vec<ListRow>, problems: &mut Vec<Problem>) {
        let own: Vec<usize> = info.own_columns.iter().map(|header| self.own_column(header)).collect();
        for row in rows {
            if let Err(problem) = self.add_row(info, &row, &own) {
                problems.push(*problem);
            }
        }
    }

    fn own_column(&mut self, header: &str) -> usize {
        self.own_columns.iter().position(|known| known == header).unwrap_or_else(|| {
            self.own_columns.push(header.to_owned());
            self.own_columns.len() - 1
        })
    }

    fn add_row(&mut self, info: &ListInfo<'_>, row: &ListRow, own: &[usize]) -> Result<(), Box<Problem>> {
        let derived = row.id.is_none();
        let id = row.id.clone().unwrap_or_else(|| derived_id(row));
        let found = self.by_id.get(id.as_str()).copied().or_else(|| self.same_elsewhere(info.number, row));
        let entity = match found {
            Some(entity) => {
                let known = &self.entities[entity.index()];
                if known.row.kind != row.kind {
                    return Err(Box::new(self.two_kinds(info, row, &id, known.row.kind)));
                }
                self.update(entity, info.number, row, &id, derived);
                entity
            }
            None => self.insert(info.number, row, &id, derived),
        };
        self.index_ids(entity, row, &id);
        for (text, source) in &row.names {
            let case = if *source == NameSource::Exact { CaseRule::Exact } else { row.case.unwrap_or_default() };
            let text = NewName { text, source: *source, case, embedded: info.embedded };
            self.add_name(entity, &text, info.blocked);
        }
        for (&column, value) in own.iter().zip(&row.own) {
            if !value.is_empty() {
                let text = self.strings.keep_once(value);
                self.own_values.insert((entity, column), text);
            }
        }
        Ok(())
    }

    fn two_kinds(&self, info: &ListInfo<'_>, row: &ListRow, id: &str, kind: Kind) -> Problem {
        let name = row.names.first().map(|(name, _)| name.clone()).unwrap_or_default();
        Problem {
            level: Level::Error,
            code: "two-kinds",
            file: info.file.to_owned(),
            line: row.line,
            column: 0,
            message: format!("the id '{id}' is a {} here ('{name}') and a {kind} in an earlier row", row.kind),
            name,
            suggestion: "give one of the two another id, or both the same kind".to_owned(),
        }
    }

    /// The entity of an earlier list that a row means, found by anything but its id.
    fn same_elsewhere(&mut self, list: u32, row: &ListRow) -> Option<EntityId> {
        if list == 0 {
            return None;
        }
        let other = |entity: &EntityId, all: &[Draft]| {
            let draft = &all[entity.index()];
            draft.list != list && draft.row.kind == row.kind
        };
        let by_wikidata = self.by_wikidata.get(row.wikidata.as_str()).copied();
        let by_geonames = self.by_geonames.get(row.geonames.as_str()).copied();
        let by_code = is_country(&row.class).then(|| code(&row.country)).flatten();
        let by_code = by_code.and_then(|code| self.countries.get(&code).copied());
        let found = [by_wikidata, by_geonames, by_code].into_iter().flatten().find(|e| other(e, &self.entities));
        found.or_else(|| self.same_place(list, row))
    }

    /// The nearest place of an earlier list with a name, the country and a like class in common.
    fn same_place(&mut self, list: u32, row: &ListRow) -> Option<EntityId> {
        if row.kind != Kind::Place {
            return None;
        }
        if row.point.is_none() && !is_unique_in_country(&row.class) {
            return None;
        }
        self.index_places(list);
        let mut nearest: Option<(f64, EntityId)> = None;
        for (name, source) in &row.names {
            if !matches!(source, NameSource::Canonical | NameSource::Alias) {
                continue;
            }
            for &entity in self.places.get(fold_name(name).as_str()).into_iter().flatten() {
                let draft = &self.entities[entity.index()];
                let class = self.strings.get(draft.row.class);
                let like = draft.list != list
                    && self.strings.get(draft.row.country) == row.country
                    && family(class) == family(&row.class);
                let km = match row.point.zip(draft.row.point) {
                    Some((here, there)) => here.distance_km(there),
                    None if is_unique_in_country(class) && is_unique_in_country(&row.class) => 0.0,
                    None => continue,
                };
                if like && km < SAME_PLACE_KM && nearest.is_none_or(|(best, _)| km < best) {
                    nearest = Some((km, entity));
                }
            }
        }
        nearest.map(|(_, entity)| entity)
    }

    /// Indexes the names of all places of lists before `list`.
    fn index_places(&mut self, list: u32) {
        for name in &self.names[self.places_indexed..] {
            let draft = &self.entities[name.of.entity.index()];
            if draft.list >= list {
                break;
            }
            self.places_indexed += 1;
            if draft.row.kind == Kind::Place && matches!(name.of.source, NameSource::Canonical | NameSource::Alias) {
                let folded = fold_name(self.strings.get(name.text));
                self.places.entry(folded.into()).or_default().push(name.of.entity);
            }
        }
    }

    fn insert(&mut self, list: u32, row: &ListRow, id: &str, derived_id: bool) -> EntityId {
        let entity = EntityId(u32::try_from(self.entities.len()).expect("there are fewer than 2^32 entities"));
        let name = row.names.first().map_or("", |(name, _)| name);
        let s = &mut self.strings;
        let draft = EntityRow {
            id: s.keep(id),
            name: s.keep(name),
            kind: row.kind,
            class: s.keep_once(&row.class),
            country: s.keep_once(&row.country),
            point: row.point,
            population: row.population,
            weight: 0.0,
            part_of: s.keep_once(&row.part_of),
            parent: None,
            wikidata: s.keep_once(&row.wikidata),
            geonames: s.keep(&row.geonames),
        };
        self.entities.push(Draft { row: draft, derived_id, weight: row.weight, list, names: Vec::new() });
        entity
    }

    fn update(&mut self, entity: EntityId, list: u32, row: &ListRow, id: &str, derived: bool) {
        let s = &mut self.strings;
        let draft = &mut self.entities[entity.index()];
        let known = &mut draft.row;
        if !derived || draft.derived_id {
            if s.get(known.id) != id {
                known.id = s.keep(id);
            }
            draft.derived_id = derived;
        }
        if let Some((name, _)) = row.names.first()
            && s.get(known.name) != name
        {
            known.name = s.keep(name);
        }
        let mut win = |cell: &mut Text, value: &str| {
            if !value.is_empty() {
                *cell = s.keep_once(value);
            }
        };
        win(&mut known.class, &row.class);
        win(&mut known.country, &row.country);
        win(&mut known.part_of, &row.part_of);
        win(&mut known.wikidata, &row.wikidata);
        win(&mut known.geonames, &row.geonames);
        known.point = row.point.or(known.point);
        known.population = row.population.or(known.population);
        draft.weight = row.weight.or(draft.weight);
        draft.list = list;
    }

    fn index_ids(&mut self, entity: EntityId, row: &ListRow, id: &str) {
        // an id that another row already means keeps its meaning
        self.by_id.entry(id.into()).or_insert(entity);
        if !row.wikidata.is_empty() {
            self.by_wikidata.entry(row.wikidata.as_str().into()).or_insert(entity);
        }
        if !row.geonames.is_empty() {
            self.by_geonames.entry(row.geonames.as_str().into()).or_insert(entity);
        }
        if is_country(&row.class)
            && let Some(code) = code(&row.country)
        {
            self.countries.entry(code).or_insert(entity);
        }
    }

    fn add_name(&mut self, entity: EntityId, new: &NewName<'_>, blocked: &Blocked) {
        let blocked = blocked.holds(new.text);
        let column = |source| match source {
            NameSource::Demonym | NameSource::WithPlace => Some(source),
            _ => None,
        };
        for &known in &self.entities[entity.index()].names {
            let name = &mut self.names[known as usize];
            let same_use = column(name.of.source) == column(new.source) && name.of.case == new.case;
            if same_use && self.strings.get(name.text) == new.text {
                name.of.embedded &= new.embedded;
                name.of.blocked &= blocked;
                return;
            }
        }
        let number = u32::try_from(self.names.len()).expect("there are fewer than 2^32 names");
        let &NewName { text, source, case, embedded } = new;
        let text = self.strings.keep(text);
        self.names.push(NameRow { text, of: NameUse { entity, source, case, embedded, blocked } });
        self.entities[entity.index()].names.push(number);
    }

    /// Blocks names wherever they come from: a `blocked.csv` that is given as a list itself.
    pub fn block_everywhere(&mut self, blocked: &Blocked) {
        for name in &mut self.names {
            name.of.blocked |= blocked.holds(self.strings.get(name.text));
        }
    }

    /// The finished gazetteer.
    #[must_use]
    pub fn finish(mut self, sources: Vec<ListSource>) -> Gazetteer {
        for i in 0..self.entities.len() {
            let draft = &self.entities[i];
            let parent = self.by_id.get(self.strings.get(draft.row.part_of)).copied();
            let parent = parent.filter(|parent| parent.index() != i);
            let weight = draft.weight.unwrap_or_else(|| prior(draft.row.kind, draft.row.population));
            let row = &mut self.entities[i].row;
            row.parent = parent;
            row.weight = weight;
        }
        let mut own_values = Vec::new();
        if !self.own_columns.is_empty() {
            own_values = vec![Text::default(); self.entities.len() * self.own_columns.len()];
            for entity in 0..self.entities.len() {
                for column in 0..self.own_columns.len() {
                    let id = EntityId(u32::try_from(entity).expect("there are fewer than 2^32 entities"));
                    if let Some(&text) = self.own_values.get(&(id, column)) {
                        own_values[entity * self.own_columns.len() + column] = text;
                    }
                }
            }
        }
        self.strings.finish();
        Gazetteer {
            strings: self.strings,
            entities: self.entities.into_iter().map(|draft| draft.row).collect(),
            names: self.names,
            by_id: self.by_id,
            own_columns: self.own_columns,
            own_values,
            sources,
            base: None,
        }
    }
}

/// `log10(population + 1)` for places of known population, else 3.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a prior needs no more than seven digits"
)]
fn prior(kind: Kind, population: Option<u64>) -> f32 {
    match population {
        Some(people) if kind == Kind::Place => (people as f64 + 1.0).log10() as f32,
        _ => DEFAULT_WEIGHT,
    }
}

/// An id made of what a row says: the same row gives the same id in any list on any machine.
fn derived_id(row: &ListRow) -> String {
    let name = row.names.first().map_or("", |(name, _)| name);
    let point =
        row.point.map_or(String::new(), |Point { latitude, longitude }| format!("{latitude:.1} {longitude:.1}"));
    let facts = [row.kind.as_str(), name, &row.country, &row.part_of, &point].join("\u{1F}");
    let hash = blake3::hash(facts.as_bytes()).to_hex();
    format!("{}-{}", &row.kind.as_str()[..2], &hash[..12])
}

fn is_country(class: &str) -> bool {
    class == "country"
}

/// Whether a country has no two places of this class and one name.
fn is_unique_in_country(class: &str) -> bool {
    matches!(class, "country" | "territory" | "region")
}

fn code(country: &str) -> Option<[u8; 3]> {
    country.as_bytes().try_into().ok()
}

/// Classes that may mean one place: where a list says `city`, another may say `town` or nothing.
fn family(class: &str) -> u8 {
    match class {
        "country" | "territory" => 1,
        "region" | "county" => 2,
        "" | "city" | "town" | "village" | "capital" => 3,
        "district" => 4,
        "water" | "river" | "sea" | "lake" => 5,
        "island" => 6,
        "mountain" => 7,
        "facility" | "landmark" => 8,
        _ => 9,
    }
}
