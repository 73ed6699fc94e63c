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
mod json_lines;
pub mod load;
pub mod merge;
pub mod problem;
pub mod row;
mod rows;
mod source;
mod spreadsheet;
mod strings;
pub mod table;
pub mod variants;
mod word_table;

use crate::model::{Brief, Entity, EntityId, Facts, Kind, ListedName, NameId, NameUse};
use archive::{Archive, Base, Key};
use blocked::Blocked;
pub use load::{BadRows, Lists, LoadError};
pub use problem::{Level, ListErrors, Problem};
use rows::Rows;
pub use source::{ListSource, SourceFile};
use std::sync::Arc;
pub use variants::Variants;

/// The entities and names of one or more lists. Built by [`Lists`] or [`merge::Builder`], never changed afterwards.
#[derive(Debug, Default)]
pub struct Gazetteer {
    rows: Rows,
    sources: Vec<ListSource>,
    /// Names that never match on their own, wherever they come from. Names of lists are marked; those of a compiled
    /// list are looked up here when somebody asks.
    blocked: Blocked,
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
        self.rows.base.as_ref().map(Base::archive)
    }

    /// How many of the names are those of [`Gazetteer::base`]: the first ones.
    #[must_use]
    pub fn base_name_count(&self) -> usize {
        self.rows.base_names()
    }

    /// All entities with their numbers.
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, Entity<'_>)> {
        (0..self.entity_count()).map(|i| {
            let id = EntityId(u32::try_from(i).expect("there are fewer than 2^32 entities"));
            (id, self.entity(id))
        })
    }

    /// All names with their numbers.
    pub fn names(&self) -> impl Iterator<Item = (NameId, ListedName<'_>)> {
        (0..self.name_count()).map(|i| {
            let id = NameId(u32::try_from(i).expect("there are fewer than 2^32 names"));
            (id, self.name(id))
        })
    }

    /// The entity that is found by a text.
    fn find(&self, key: Key, text: &str) -> Option<EntityId> {
        self.rows.find(key, text)
    }

    /// What entities had once and are still found by, in a fixed order.
    fn former_keys(&self, key: Key) -> Vec<(String, EntityId)> {
        self.rows.former_keys(key)
    }

    /// Whether an entity's id was derived.
    fn derived_id(&self, id: EntityId) -> bool {
        self.rows.derived_id(id)
    }

    /// Whether a list gave an entity's weight.
    fn has_weight(&self, id: EntityId) -> bool {
        self.rows.has_weight(id)
    }

    fn blocked_too(&self, id: NameId, of: NameUse) -> NameUse {
        if of.blocked || self.blocked.is_empty() || id.index() >= self.rows.base_names() {
            return of;
        }
        NameUse { blocked: self.blocked.holds(self.rows.name(id).text), ..of }
    }
}

impl Facts for Gazetteer {
    fn entity_count(&self) -> usize {
        self.rows.entity_count()
    }

    fn name_count(&self) -> usize {
        self.rows.name_count()
    }

    fn entity(&self, id: EntityId) -> Entity<'_> {
        self.rows.entity(id)
    }

    fn canonical_name(&self, id: EntityId) -> &str {
        self.rows.canonical_name(id)
    }

    fn name(&self, id: NameId) -> ListedName<'_> {
        let name = self.rows.name(id);
        ListedName { of: self.blocked_too(id, name.of), ..name }
    }

    fn brief(&self, id: EntityId) -> Brief {
        self.rows.brief(id)
    }

    fn kind(&self, id: EntityId) -> Kind {
        self.rows.kind(id)
    }

    fn weight(&self, id: EntityId) -> f32 {
        self.rows.weight(id)
    }

    fn name_use(&self, id: NameId) -> NameUse {
        self.blocked_too(id, self.rows.name_use(id))
    }

    fn by_id(&self, id: &str) -> Option<EntityId> {
        self.find(Key::Id, id)
    }

    fn parent(&self, id: EntityId) -> Option<EntityId> {
        self.rows.parent(id)
    }

    fn own_columns(&self) -> &[String] {
        &self.rows.own_columns
    }

    fn own_value(&self, id: EntityId, column: usize) -> &str {
        self.rows.own_value(id, column)
    }

    fn damage(&self) -> Option<String> {
        let verified = self.base().map(|archive| archive.verify());
        verified.and_then(Result::err).map(|error| error.to_string())
    }
}
