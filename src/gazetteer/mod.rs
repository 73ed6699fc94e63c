//! Lists in: CSV files that people read and edit become a [`Gazetteer`], the entities and names of all lists together.
//!
//! Reading goes file by file ([`table`], [`row`]), then all rows are brought together ([`merge`]). What is wrong with a
//! list is collected as [`Problem`]s that say where; nothing is printed here. The lists that ship inside the program
//! are in [`embedded`], the word lists that rules read in [`cues`]. While rows are read, other ways to write their names
//! are derived ([`variants`]).

pub mod archive;
pub mod blocked;
pub mod check;
pub mod cues;
pub mod embedded;
pub mod import;
pub mod load;
pub mod merge;
pub mod problem;
pub mod row;
mod strings;
pub mod table;
pub mod variants;

use crate::model::{Entity, EntityId, Facts, Kind, ListedName, NameId, NameUse, Point};
use archive::Archive;
pub use load::{BadRows, ListSource, Lists, LoadError, SourceFile};
pub use problem::{Level, ListErrors, Problem};
use std::sync::Arc;
use strings::{Strings, Text, TextIndex};
pub use variants::Variants;

/// The entities and names of one or more lists. Built by [`Lists`] or [`merge::Builder`], never changed afterwards.
#[derive(Debug, Default)]
pub struct Gazetteer {
    strings: Strings,
    entities: Vec<EntityRow>,
    names: Vec<NameRow>,
    by_id: TextIndex,
    own_columns: Vec<String>,
    /// One text per entity and own column.
    own_values: Vec<Text>,
    sources: Vec<ListSource>,
    base: Option<Arc<Archive>>,
}

/// An entity as it is kept: narrow, since there may be millions.
#[derive(Clone, Copy, Debug)]
struct EntityRow {
    id: Text,
    name: Text,
    class: Text,
    country: Text,
    part_of: Text,
    wikidata: Text,
    geonames: Text,
    /// Its last name; the others are found from name to name.
    last_name: Option<NameNumber>,
    parent: Option<EntityNumber>,
    /// The list's weight while lists are merged, the prior afterwards.
    weight: f32,
    latitude: f64,
    longitude: f64,
    population: u64,
    /// The last list that gave it a row.
    list: u32,
    kind: Kind,
    derived_id: bool,
    has_weight: bool,
    has_point: bool,
    has_population: bool,
}

/// The number of an entity or a name, plus one: an option of it takes no more room.
type EntityNumber = std::num::NonZeroU32;
type NameNumber = std::num::NonZeroU32;

fn plus_one(number: u32) -> std::num::NonZeroU32 {
    std::num::NonZeroU32::MIN.checked_add(number).expect("there are fewer than 2^32 - 1 entities and names")
}

impl EntityRow {
    fn point(&self) -> Option<Point> {
        self.has_point.then_some(Point { latitude: self.latitude, longitude: self.longitude })
    }

    fn set_point(&mut self, point: Point) {
        (self.latitude, self.longitude, self.has_point) = (point.latitude, point.longitude, true);
    }

    fn population(&self) -> Option<u64> {
        self.has_population.then_some(self.population)
    }
}

#[derive(Clone, Copy, Debug)]
struct NameRow {
    text: Text,
    of: NameUse,
    /// The name of the same entity that came before.
    previous: Option<NameNumber>,
}

impl Gazetteer {
    /// The lists that ship with gazetag.
    #[must_use]
    pub fn embedded() -> Gazetteer {
        Lists::new().add_default().load(BadRows::Refuse).expect("the embedded lists are under test").0
    }

    /// The lists it was made of, in order.
    #[must_use]
    pub fn sources(&self) -> &[ListSource] {
        &self.sources
    }

    /// The compiled gazetteer whose entities and names are its first ones; those of other lists are numbered behind.
    #[must_use]
    pub fn base(&self) -> Option<&Arc<Archive>> {
        self.base.as_ref()
    }

    /// How many of the names are those of [`Gazetteer::base`]: the first ones.
    #[must_use]
    pub fn base_name_count(&self) -> usize {
        0
    }

    /// All entities with their numbers.
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, Entity<'_>)> {
        (0..self.entities.len()).map(|i| {
            let id = EntityId(u32::try_from(i).expect("there are fewer than 2^32 entities"));
            (id, self.entity(id))
        })
    }

    /// All names with their numbers.
    pub fn names(&self) -> impl Iterator<Item = (NameId, ListedName<'_>)> {
        (0..self.names.len()).map(|i| {
            let id = NameId(u32::try_from(i).expect("there are fewer than 2^32 names"));
            (id, self.name(id))
        })
    }
}

impl Facts for Gazetteer {
    fn entity_count(&self) -> usize {
        self.entities.len()
    }

    fn name_count(&self) -> usize {
        self.names.len()
    }

    fn entity(&self, id: EntityId) -> Entity<'_> {
        let row = &self.entities[id.index()];
        Entity {
            id: self.strings.get(row.id),
            name: self.strings.get(row.name),
            kind: row.kind,
            class: self.strings.get(row.class),
            country: self.strings.get(row.country),
            point: row.point(),
            population: row.population(),
            weight: row.weight,
            part_of: self.strings.get(row.part_of),
            wikidata: self.strings.get(row.wikidata),
            geonames: self.strings.get(row.geonames),
        }
    }

    fn name(&self, id: NameId) -> ListedName<'_> {
        let row = &self.names[id.index()];
        ListedName { text: self.strings.get(row.text), of: row.of }
    }

    fn kind(&self, id: EntityId) -> Kind {
        self.entities[id.index()].kind
    }

    fn weight(&self, id: EntityId) -> f32 {
        self.entities[id.index()].weight
    }

    fn name_use(&self, id: NameId) -> NameUse {
        self.names[id.index()].of
    }

    fn by_id(&self, id: &str) -> Option<EntityId> {
        self.by_id.get(&self.strings, id)
    }

    fn parent(&self, id: EntityId) -> Option<EntityId> {
        self.entities[id.index()].parent.map(|number| EntityId(number.get() - 1))
    }

    fn own_columns(&self) -> &[String] {
        &self.own_columns
    }

    fn own_value(&self, id: EntityId, column: usize) -> &str {
        let columns = self.own_columns.len();
        self.own_values.get(id.index() * columns + column).map_or("", |&text| self.strings.get(text))
    }
}
