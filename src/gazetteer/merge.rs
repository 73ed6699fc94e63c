//! Rows of all lists brought together: which rows are one entity, and whose cells win.
//!
//! Rows with one id are one entity. So are rows of different lists that share a Wikidata or GeoNames id, countries of
//! one ISO code, and places with a name in common, the same country, a like class and less than 25 km between them;
//! where one of two lands or first-level divisions has no coordinates, name, country and class are enough, since no
//! country has two of a name.
//! Names add up; of other cells the later list's filled ones win; a derived id yields to a given one.

use super::Gazetteer;
use super::archive::{Archive, Base, Key};
use super::blocked::Blocked;
use super::problem::{Level, Problem};
use super::row::ListRow;
use super::rows::{EntityRow, NameRow, Rows};
use super::source::ListSource;
use super::strings::Text;
use super::variants::{Drafts, Name, Variants};
use crate::model::{CaseRule, Entity, EntityId, Kind, NameSource, NameUse, Point};
use crate::text::fold::{fold_name, fold_name_into};
use hashbrown::HashTable;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher as _;
use std::sync::Arc;

/// Places with one name that are nearer to each other than this are one place.
const SAME_PLACE_KM: f64 = 25.0;

/// The prior of an entity for which neither weight nor population is known.
const DEFAULT_WEIGHT: f32 = 3.0;

/// From this weight on an entity is one that world news names.
const PROMINENT_WEIGHT: f32 = 4.0;

/// From so many inhabitants on a place is one that world news names.
const PROMINENT_POPULATION: u64 = 500_000;

/// Names are derived from so many listed ones in one go.
const DERIVED_AT_ONCE: usize = 512;

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
    rows: Rows,
    /// The number of the compiled list that the rows lie on.
    base_list: u32,
    /// Names of places by what they fold to; filled only once a second list comes.
    places: HashTable<PlaceName>,
    places_indexed: usize,
    /// The list that is being added, and how many names there were before it.
    list: (u32, usize),
    folded: String,
    variants: Variants,
    /// Places of listed names that no names are derived from yet.
    underived: Vec<u32>,
    drafts: Drafts,
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

    /// A builder that adds to a compiled list, which is the list number `list` of all.
    #[must_use]
    pub fn on(archive: Arc<Archive>, list: u32, variants: Variants) -> Builder {
        Builder { rows: Rows::on(Base::open(archive)), base_list: list, ..Builder::new(variants) }
    }

    /// Adds rows of one file. Rows that contradict an earlier one are left out and reported. Lists that come before
    /// the compiled one fill only what that leaves empty.
    pub fn add(&mut self, info: &ListInfo<'_>, rows: &[ListRow], problems: &mut Vec<Problem>) {
        self.begin(info.number);
        let own: Vec<usize> = info.own_columns.iter().map(|header| self.rows.own_column(header)).collect();
        for row in rows {
            if let Err(problem) = self.add_row(info, row, &own) {
                problems.push(*problem);
            }
        }
        self.derive(info.blocked);
    }

    fn begin(&mut self, list: u32) {
        if self.list.0 != list {
            self.list = (list, self.rows.names.len());
        }
    }

    fn add_row(&mut self, info: &ListInfo<'_>, row: &ListRow, own: &[usize]) -> Result<(), Box<Problem>> {
        let derived = row.id.is_none();
        let id = id_of(row);
        let entity = self.merge(info, row, &id, derived)?;
        for (text, source) in &row.names {
            let case = if *source == NameSource::Exact { CaseRule::Exact } else { row.case.unwrap_or_default() };
            let blocked = info.blocked.holds(text);
            let of = NameUse { entity, source: *source, variant: None, case, embedded: info.embedded, blocked };
            let added = self.add_name(text, of);
            if let Some(place) = added.filter(|_| row.variants == Variants::Derive && self.variants == Variants::Derive)
            {
                self.underived.push(u32::try_from(place).expect("there are fewer than 2^32 names"));
            }
        }
        for (&column, value) in own.iter().zip(&row.own) {
            if !value.is_empty() {
                self.add_own_value(info.number, entity, column, value);
            }
        }
        Ok(())
    }

    /// Adds all of another compiled list, as if it were read from rows.
    pub fn add_archive(&mut self, archive: &Arc<Archive>, number: u32, problems: &mut Vec<Problem>) {
        self.begin(number);
        let file = archive.path().display().to_string();
        let none = Blocked::default();
        let info = ListInfo { file: &file, number, embedded: false, blocked: &none, own_columns: &[] };
        let base = Base::open(Arc::clone(archive));
        let own: Vec<usize> = base.own_columns().iter().map(|header| self.rows.own_column(header)).collect();
        for id in (0..base.entity_count()).filter_map(|number| u32::try_from(number).ok()).map(EntityId) {
            let known = base.entity(id);
            let names: Vec<_> = base.names_of(id).into_iter().map(|name| base.name(name)).collect();
            let row = ListRow {
                line: 0,
                id: None,
                kind: known.kind,
                names: std::iter::once((known.name.to_owned(), NameSource::Canonical))
                    .chain(names.iter().map(|name| (name.text.to_owned(), name.of.source)))
                    .collect(),
                case: None,
                class: known.class.to_owned(),
                country: known.country.to_owned(),
                point: known.point,
                population: known.population,
                weight: base.has_weight(id).then_some(known.weight),
                part_of: known.part_of.to_owned(),
                wikidata: known.wikidata.to_owned(),
                geonames: known.geonames.to_owned(),
                variants: Variants::Off,
                own: Vec::new(),
            };
            let entity = match self.merge(&info, &row, known.id, base.derived_id(id)) {
                Ok(entity) => entity,
                Err(problem) => {
                    problems.push(*problem);
                    continue;
                }
            };
            for name in names {
                self.add_name(name.text, NameUse { entity, ..name.of });
            }
            for (column, &own) in own.iter().enumerate() {
                let value = base.own_value(id, column);
                if !value.is_empty() {
                    self.add_own_value(number, entity, own, value);
                }
            }
        }
    }

    /// Whether what a list says of an entity yields to the compiled list, which came later.
    fn yields(&self, list: u32, entity: EntityId) -> bool {
        list < self.base_list && self.rows.base.as_ref().is_some_and(|base| base.has(entity))
    }

    fn add_own_value(&mut self, list: u32, entity: EntityId, column: usize, value: &str) {
        let yields = self.yields(list, entity);
        let known = self.rows.base.as_ref().filter(|_| yields).map(|base| base.own_value(entity, column));
        if known.is_none_or(str::is_empty) {
            self.rows.push_own_value(entity, column, value);
        }
    }

    /// The entity of a row, new or known, with the facts that the row gives.
    fn merge(&mut self, info: &ListInfo<'_>, row: &ListRow, id: &str, derived: bool) -> Result<EntityId, Box<Problem>> {
        let found = self.rows.find(Key::Id, id).or_else(|| self.same_elsewhere(info.number, row));
        let entity = match found {
            Some(entity) => {
                let known = self.rows.kind(entity);
                if known != row.kind {
                    return Err(Box::new(self.two_kinds(info, row, id, known)));
                }
                self.update(entity, info.number, row, id, derived);
                entity
            }
            None => self.insert(info.number, row, id, derived),
        };
        self.rows.note_key(Key::Id, id, entity);
        self.rows.note_key(Key::Wikidata, &row.wikidata, entity);
        self.rows.note_key(Key::Geonames, &row.geonames, entity);
        if is_country(&row.class) && row.country.len() == 3 {
            self.rows.note_key(Key::Country, &row.country, entity);
        }
        Ok(entity)
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
        if list == 0 && self.rows.base.is_none() {
            return None;
        }
        let country = if is_country(&row.class) && row.country.len() == 3 { row.country.as_str() } else { "" };
        [(Key::Wikidata, row.wikidata.as_str()), (Key::Geonames, row.geonames.as_str()), (Key::Country, country)]
            .into_iter()
            .filter_map(|(key, text)| self.rows.find(key, text))
            .find(|&entity| self.list_of(entity) != list && self.rows.kind(entity) == row.kind)
            .or_else(|| self.same_place(list, row))
    }

    /// The last list that gave an entity a row.
    fn list_of(&self, entity: EntityId) -> u32 {
        self.rows.list(entity).unwrap_or(self.base_list)
    }

    /// The nearest place of an earlier list with a name, the country and a like class in common.
    fn same_place(&mut self, list: u32, row: &ListRow) -> Option<EntityId> {
        if row.kind != Kind::Place {
            return None;
        }
        if row.point.is_none() && !is_unique_in_country(&row.class) {
            return None;
        }
        self.index_places();
        let mut nearest: Option<(f64, EntityId)> = None;
        let mut folded = std::mem::take(&mut self.folded);
        for (name, source) in &row.names {
            if !matches!(source, NameSource::Canonical | NameSource::Alias) {
                continue;
            }
            folded.clear();
            fold_name_into(name, &mut folded);
            for entity in self.places_named(&folded) {
                let known = self.rows.entity(entity);
                let class = known.class;
                let like =
                    self.list_of(entity) != list && known.country == row.country && family(class) == family(&row.class);
                let km = match row.point.zip(known.point) {
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
        let mut places: Vec<EntityId> = Vec::new();
        if let Some(base) = &self.rows.base {
            let names = base.names_folding_to(folded);
            let names = names.filter(|of| matches!(of.source, NameSource::Canonical | NameSource::Alias));
            places.extend(names.map(|of| of.entity).filter(|&entity| self.rows.kind(entity) == Kind::Place));
        }
        let hash = FxBuildHasher.hash_one(folded);
        let same = self.places.iter_hash(hash).filter(|place| place.hash == hash).map(|place| place.name);
        let mut names: Vec<u32> = same.collect();
        names.sort_unstable();
        let name = |number: u32| &self.rows.names[number as usize];
        names.retain(|&number| fold_name(self.rows.strings.get(name(number).text)) == folded);
        places.extend(names.into_iter().map(|number| name(number).of.entity));
        places
    }

    /// Indexes the names of all places of earlier lists.
    fn index_places(&mut self) {
        for number in self.places_indexed..self.list.1 {
            let name = &self.rows.names[number];
            let is_place = self.rows.kind(name.of.entity) == Kind::Place;
            if is_place && matches!(name.of.source, NameSource::Canonical | NameSource::Alias) {
                self.folded.clear();
                fold_name_into(self.rows.strings.get(name.text), &mut self.folded);
                let hash = FxBuildHasher.hash_one(self.folded.as_str());
                let name = u32::try_from(number).expect("there are fewer than 2^32 names");
                self.places.insert_unique(hash, PlaceName { hash, name }, |place| place.hash);
            }
        }
        self.places_indexed = self.list.1;
    }

    fn insert(&mut self, list: u32, row: &ListRow, id: &str, derived_id: bool) -> EntityId {
        let s = &mut self.rows.strings;
        let mut new = EntityRow::new(row.kind, list);
        new.id = s.keep(id);
        new.name = row.names.first().map_or(Text::default(), |(name, _)| s.keep(name));
        new.class = s.keep_once(&row.class);
        new.country = s.keep_once(&row.country);
        new.part_of = s.keep_once(&row.part_of);
        new.wikidata = s.keep(&row.wikidata);
        new.geonames = s.keep(&row.geonames);
        new.derived_id = derived_id;
        row.point.into_iter().for_each(|point| new.set_point(point));
        row.population.into_iter().for_each(|population| new.set_population(population));
        row.weight.into_iter().for_each(|weight| new.set_weight(weight));
        self.rows.push(new)
    }

    fn update(&mut self, entity: EntityId, list: u32, row: &ListRow, id: &str, derived: bool) {
        let yields = self.yields(list, entity);
        let (known, s) = self.rows.change(entity, self.base_list);
        let takes_id = if yields { known.derived_id && !derived } else { known.derived_id || !derived };
        if takes_id {
            if s.get(known.id) != id {
                known.id = s.keep(id);
            }
            known.derived_id = derived;
        }
        if let Some((name, _)) = row.names.first()
            && !yields
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
            let old = s.get(*cell);
            if !value.is_empty() && old != value && (old.is_empty() || !yields) {
                *cell = s.keep_once(value);
            }
        }
        if let Some(point) = row.point.filter(|_| known.point().is_none() || !yields) {
            known.set_point(point);
        }
        if let Some(population) = row.population.filter(|_| known.population().is_none() || !yields) {
            known.set_population(population);
        }
        if let Some(weight) = row.weight.filter(|_| !known.has_weight || !yields) {
            known.set_weight(weight);
        }
        known.list = list;
    }

    /// Adds a name to its entity, and says at which place if it was not there yet.
    fn add_name(&mut self, text: &str, of: NameUse) -> Option<usize> {
        let column = |source| match source {
            NameSource::Demonym | NameSource::WithPlace => Some(source),
            _ => None,
        };
        let known = self.rows.name_of(of.entity, |name| {
            column(name.of.source) == column(of.source) && name.of.case == of.case && name.text == text
        });
        let Some(id) = known else {
            return Some(self.rows.push_name(text, of, self.base_list));
        };
        let known = self.rows.name_use(id);
        self.rows.set_flags(id, known.embedded && of.embedded, known.blocked && of.blocked);
        None
    }

    /// Derives names from the listed ones that came since, on the threads of the current rayon pool, in their order.
    fn derive(&mut self, blocked: &Blocked) {
        let rows = &self.rows;
        let derive = |places: &[u32]| {
            let mut drafts = Drafts::with_room(places.len());
            for &place in places {
                let NameRow { text, of, .. } = rows.names[place as usize];
                let entity = rows.entity(of.entity);
                let name = Name {
                    text: rows.strings.get(text),
                    source: of.source,
                    kind: entity.kind,
                    class: entity.class,
                    country: entity.country,
                    prominent: is_prominent(&entity, rows.has_weight(of.entity)),
                };
                drafts.derive(&name, of.case, place, blocked);
            }
            drafts
        };
        let drafts: Vec<Drafts> = self.underived.par_chunks(DERIVED_AT_ONCE).map(derive).collect();
        drafts.into_iter().for_each(|drafts| self.drafts.append(drafts));
        self.underived.clear();
    }

    /// The finished gazetteer. `blocked` holds wherever a name comes from: a `blocked.csv` that is given as a list
    /// itself.
    #[must_use]
    pub fn finish(mut self, sources: Vec<ListSource>, blocked: Blocked) -> Gazetteer {
        if !blocked.is_empty() {
            for name in &mut self.rows.names {
                name.of.blocked |= blocked.holds(self.rows.strings.get(name.text));
            }
            self.drafts.block(&blocked);
        }
        let Rows { base, names, strings, .. } = &mut self.rows;
        let in_base =
            |text: &str| base.as_ref().is_some_and(|base| base.names_folding_to(&fold_name(text)).next().is_some());
        for (text, of) in self.drafts.settle(names, strings, in_base) {
            self.rows.push_kept_name(text, of, self.base_list);
        }
        self.rows.finish(prior);
        Gazetteer { rows: self.rows, sources, blocked }
    }
}

/// Whether world news names an entity.
fn is_prominent(entity: &Entity<'_>, has_weight: bool) -> bool {
    has_weight && entity.weight >= PROMINENT_WEIGHT
        || entity.population.is_some_and(|people| people >= PROMINENT_POPULATION)
        || matches!(entity.class, "country" | "continent")
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

/// The id that a row gives, or one that is made of what it says.
pub(super) fn id_of(row: &ListRow) -> String {
    row.id.clone().unwrap_or_else(|| derived_id(row))
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
