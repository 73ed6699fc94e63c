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
use super::strings::{Strings, Text, TextIndex};
use super::variants::{Drafts, Name, Variants};
use super::{EntityRow, Gazetteer, NameRow, plus_one};
use crate::model::{CaseRule, EntityId, Kind, NameSource, NameUse, Point};
use crate::text::fold::{fold_name, fold_name_into};
use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher as _;

/// Places with one name that are nearer to each other than this are one place.
const SAME_PLACE_KM: f64 = 25.0;

/// The prior of an entity for which neither weight nor population is known.
const DEFAULT_WEIGHT: f32 = 3.0;

/// From this weight on an entity is one that world news names.
const PROMINENT_WEIGHT: f32 = 4.0;

/// From so many inhabitants on a place is one that world news names.
const PROMINENT_POPULATION: u64 = 500_000;

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
    entities: Vec<EntityRow>,
    names: Vec<NameRow>,
    by_id: TextIndex,
    by_wikidata: TextIndex,
    by_geonames: TextIndex,
    countries: FxHashMap<[u8; 3], EntityId>,
    /// Names of places by what they fold to; filled only once a second list comes.
    places: HashTable<PlaceName>,
    places_indexed: usize,
    folded: String,
    own_columns: Vec<String>,
    own_values: FxHashMap<(EntityId, usize), Text>,
    variants: Variants,
    drafts: Drafts,
}

struct NewName<'n> {
    text: &'n str,
    source: NameSource,
    case: CaseRule,
    embedded: bool,
}

/// A name of a place, by the hash of its folded text.
#[derive(Clone, Copy)]
struct PlaceName {
    hash: u64,
    name: u32,
}

impl Builder {
    /// A builder that derives names, or none.
    #[must_use]
    pub fn new(variants: Variants) -> Builder {
        Builder { variants, ..Builder::default() }
    }

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
        let found = self.by_id.get(&self.strings, &id).or_else(|| self.same_elsewhere(info.number, row));
        let entity = match found {
            Some(entity) => {
                let known = self.entities[entity.index()].kind;
                if known != row.kind {
                    return Err(Box::new(self.two_kinds(info, row, &id, known)));
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
            let added = self.add_name(entity, &text, info.blocked);
            if let Some(number) = added.filter(|_| row.variants == Variants::Derive) {
                self.derive(number, info.blocked);
            }
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
        let other = |entity: &EntityId, all: &[EntityRow]| {
            let known = &all[entity.index()];
            known.list != list && known.kind == row.kind
        };
        let by_wikidata = self.by_wikidata.get(&self.strings, &row.wikidata);
        let by_geonames = self.by_geonames.get(&self.strings, &row.geonames);
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
        let mut folded = std::mem::take(&mut self.folded);
        for (name, source) in &row.names {
            if !matches!(source, NameSource::Canonical | NameSource::Alias) {
                continue;
            }
            folded.clear();
            fold_name_into(name, &mut folded);
            for entity in self.places_named(&folded) {
                let known = &self.entities[entity.index()];
                let class = self.strings.get(known.class);
                let like = known.list != list
                    && self.strings.get(known.country) == row.country
                    && family(class) == family(&row.class);
                let km = match row.point.zip(known.point()) {
                    Some((here, there)) => here.distance_km(there),
                    None if is_unique_in_country(class) && is_unique_in_country(&row.class) => 0.0,
                    None => continue,
                };
                if like && km < SAME_PLACE_KM && nearest.is_none_or(|(best, _)| km < best) {
                    nearest = Some((km, entity));
                }
            }
        }
        self.folded = folded;
        nearest.map(|(_, entity)| entity)
    }

    /// The places that have a name, in the order in which the name came to them.
    fn places_named(&self, folded: &str) -> Vec<EntityId> {
        let hash = FxBuildHasher.hash_one(folded);
        let same = self.places.iter_hash(hash).filter(|place| place.hash == hash).map(|place| place.name);
        let mut names: Vec<u32> = same.collect();
        names.sort_unstable();
        let name = |number: u32| &self.names[number as usize];
        names.retain(|&number| fold_name(self.strings.get(name(number).text)) == folded);
        names.into_iter().map(|number| name(number).of.entity).collect()
    }

    /// Indexes the names of all places of lists before `list`.
    fn index_places(&mut self, list: u32) {
        for (number, name) in self.names.iter().enumerate().skip(self.places_indexed) {
            let known = &self.entities[name.of.entity.index()];
            if known.list >= list {
                break;
            }
            self.places_indexed += 1;
            if known.kind == Kind::Place && matches!(name.of.source, NameSource::Canonical | NameSource::Alias) {
                self.folded.clear();
                fold_name_into(self.strings.get(name.text), &mut self.folded);
                let hash = FxBuildHasher.hash_one(self.folded.as_str());
                let name = u32::try_from(number).expect("there are fewer than 2^32 names");
                self.places.insert_unique(hash, PlaceName { hash, name }, |place| place.hash);
            }
        }
    }

    fn insert(&mut self, list: u32, row: &ListRow, id: &str, derived_id: bool) -> EntityId {
        let entity = EntityId(u32::try_from(self.entities.len()).expect("there are fewer than 2^32 entities"));
        let s = &mut self.strings;
        let mut new = EntityRow {
            id: s.keep(id),
            name: row.names.first().map_or(Text::default(), |(name, _)| s.keep(name)),
            class: s.keep_once(&row.class),
            country: s.keep_once(&row.country),
            part_of: s.keep_once(&row.part_of),
            wikidata: s.keep(&row.wikidata),
            geonames: s.keep(&row.geonames),
            last_name: None,
            parent: None,
            weight: row.weight.unwrap_or_default(),
            latitude: 0.0,
            longitude: 0.0,
            population: row.population.unwrap_or_default(),
            list,
            kind: row.kind,
            derived_id,
            has_weight: row.weight.is_some(),
            has_point: false,
            has_population: row.population.is_some(),
        };
        if let Some(point) = row.point {
            new.set_point(point);
        }
        self.entities.push(new);
        entity
    }

    fn update(&mut self, entity: EntityId, list: u32, row: &ListRow, id: &str, derived: bool) {
        let s = &mut self.strings;
        let known = &mut self.entities[entity.index()];
        if !derived || known.derived_id {
            if s.get(known.id) != id {
                known.id = s.keep(id);
            }
            known.derived_id = derived;
        }
        if let Some((name, _)) = row.names.first()
            && s.get(known.name) != name
        {
            known.name = s.keep(name);
        }
        for (cell, value) in [
            (&mut known.class, &row.class),
            (&mut known.country, &row.country),
            (&mut known.part_of, &row.part_of),
            (&mut known.wikidata, &row.wikidata),
            (&mut known.geonames, &row.geonames),
        ] {
            if !value.is_empty() && s.get(*cell) != value {
                *cell = s.keep_once(value);
            }
        }
        if let Some(point) = row.point {
            known.set_point(point);
        }
        if let Some(population) = row.population {
            (known.population, known.has_population) = (population, true);
        }
        if let Some(weight) = row.weight {
            (known.weight, known.has_weight) = (weight, true);
        }
        known.list = list;
    }

    fn index_ids(&mut self, entity: EntityId, row: &ListRow, id: &str) {
        let known = self.entities[entity.index()];
        let s = &mut self.strings;
        // an id that another row already means keeps its meaning
        for (index, kept, value) in [
            (&mut self.by_id, known.id, id),
            (&mut self.by_wikidata, known.wikidata, &row.wikidata),
            (&mut self.by_geonames, known.geonames, &row.geonames),
        ] {
            let text = if s.get(kept) == value { kept } else { s.keep_once(value) };
            index.insert(s, text, entity);
        }
        if is_country(&row.class)
            && let Some(code) = code(&row.country)
        {
            self.countries.entry(code).or_insert(entity);
        }
    }

    /// Adds a name to its entity, and says at which place if it was not there yet.
    fn add_name(&mut self, entity: EntityId, new: &NewName<'_>, blocked: &Blocked) -> Option<u32> {
        let blocked = blocked.holds(new.text);
        let column = |source| match source {
            NameSource::Demonym | NameSource::WithPlace => Some(source),
            _ => None,
        };
        let of_entity = self.entities[entity.index()];
        let mut known = of_entity.last_name;
        while let Some(number) = known {
            let name = &mut self.names[number.get() as usize - 1];
            let same_use = column(name.of.source) == column(new.source) && name.of.case == new.case;
            if same_use && self.strings.get(name.text) == new.text {
                name.of.embedded &= new.embedded;
                name.of.blocked &= blocked;
                return None;
            }
            known = name.previous;
        }
        let number = u32::try_from(self.names.len()).expect("there are fewer than 2^32 names");
        let &NewName { text, source, case, embedded } = new;
        let is_canonical = self.strings.get(of_entity.name) == text;
        let text = if is_canonical { of_entity.name } else { self.strings.keep(text) };
        self.push_name(text, NameUse { entity, source, variant: None, case, embedded, blocked });
        Some(number)
    }

    fn push_name(&mut self, text: Text, of: NameUse) {
        let number = u32::try_from(self.names.len()).expect("there are fewer than 2^32 names");
        let last_name = &mut self.entities[of.entity.index()].last_name;
        let previous = last_name.replace(plus_one(number));
        self.names.push(NameRow { text, of, previous });
    }

    /// Derives names from a listed one.
    fn derive(&mut self, number: u32, blocked: &Blocked) {
        if self.variants == Variants::Off {
            return;
        }
        let NameRow { text, of, .. } = self.names[number as usize];
        let entity = &self.entities[of.entity.index()];
        let name = Name {
            text: self.strings.get(text),
            source: of.source,
            kind: entity.kind,
            class: self.strings.get(entity.class),
            country: self.strings.get(entity.country),
            prominent: is_prominent(entity, &self.strings),
        };
        self.drafts.derive(&name, of.case, number, blocked);
    }

    /// Blocks names wherever they come from: a `blocked.csv` that is given as a list itself.
    pub fn block_everywhere(&mut self, blocked: &Blocked) {
        if blocked.is_empty() {
            return;
        }
        for name in &mut self.names {
            name.of.blocked |= blocked.holds(self.strings.get(name.text));
        }
        self.drafts.block(blocked);
    }

    /// The finished gazetteer.
    #[must_use]
    pub fn finish(mut self, sources: Vec<ListSource>) -> Gazetteer {
        for i in 0..self.entities.len() {
            let known = self.entities[i];
            let parent = self.by_id.get(&self.strings, self.strings.get(known.part_of));
            let parent = parent.filter(|parent| parent.index() != i);
            let row = &mut self.entities[i];
            row.parent = parent.map(|parent| plus_one(parent.0));
            if !row.has_weight {
                row.weight = prior(row.kind, row.population());
            }
        }
        let mut own_values = Vec::new();
        if !self.own_columns.is_empty() {
            own_values = vec![Text::default(); self.entities.len() * self.own_columns.len()];
            let columns = self.own_columns.len();
            #[expect(clippy::iter_over_hash_type, reason = "each goes to a place of its own")]
            for (&(entity, column), &text) in &self.own_values {
                own_values[entity.index() * columns + column] = text;
            }
        }
        for (text, of) in std::mem::take(&mut self.drafts).settle(&self.names, &mut self.strings) {
            self.push_name(text, of);
        }
        self.strings.finish();
        Gazetteer {
            strings: self.strings,
            entities: self.entities,
            names: self.names,
            by_id: self.by_id,
            own_columns: self.own_columns,
            own_values,
            sources,
            base: None,
        }
    }
}

/// Whether world news names an entity.
fn is_prominent(entity: &EntityRow, strings: &Strings) -> bool {
    entity.has_weight && entity.weight >= PROMINENT_WEIGHT
        || entity.population().is_some_and(|people| people >= PROMINENT_POPULATION)
        || matches!(strings.get(entity.class), "country" | "continent")
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
