//! How stages ask about entities and names, wherever these are kept.

use super::{Brief, Entity, EntityId, Kind, ListedName, NameId, NameUse};

/// What is known of the entities of one lexicon. Lists and compiled archives both answer.
pub trait Facts: Send + Sync {
    /// How many entities there are; ids run from 0.
    fn entity_count(&self) -> usize;

    /// How many names there are; ids run from 0.
    fn name_count(&self) -> usize;

    /// An entity.
    fn entity(&self, id: EntityId) -> Entity<'_>;

    /// The canonical name of an entity: cheaper than all of it.
    fn canonical_name(&self, id: EntityId) -> &str {
        self.entity(id).name
    }

    /// A name.
    fn name(&self, id: NameId) -> ListedName<'_>;

    /// What rules ask of an entity for each hit: cheaper than all of it.
    fn brief(&self, id: EntityId) -> Brief {
        Brief::of(&self.entity(id))
    }

    /// The kind of an entity: cheaper than all of it.
    fn kind(&self, id: EntityId) -> Kind;

    /// The prior of an entity: cheaper than all of it.
    fn weight(&self, id: EntityId) -> f32;

    /// How a name may be used: cheaper than all of it.
    fn name_use(&self, id: NameId) -> NameUse;

    /// The entity of a list's id.
    fn by_id(&self, id: &str) -> Option<EntityId>;

    /// What the entity lies in or belongs to, if that is an entity too.
    fn parent(&self, id: EntityId) -> Option<EntityId>;

    /// The headers of the columns that are the user's own.
    fn own_columns(&self) -> &[String];

    /// The cell of an own column, empty where the lists give none.
    fn own_value(&self, id: EntityId, column: usize) -> &str;

    /// Reads all bytes that the facts lie in and says what is wrong where they are not what was written. Nothing where
    /// the facts are in memory. What to ask when a fact makes no sense; it takes as long as reading the file.
    fn damage(&self) -> Option<String> {
        None
    }
}
