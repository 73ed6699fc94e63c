//! Entities of a compiled gazetteer by what identifies them.
//!
//! Most entities are found under what they still have: their number is enough. What an entity had once, such as an id
//! that another list replaced, is kept as a pair of text and entity, numbered behind the entities.

use super::bytes::u32_at;
use super::facts::Base;
use super::index::{Index, IndexTags, hash};
use super::{Archive, Damage, Tag};
use crate::model::EntityId;
use std::ops::Range;

/// What an entity can be found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gazetteer) enum Key {
    /// The list's id.
    Id,
    /// Wikidata id.
    Wikidata,
    /// GeoNames id.
    Geonames,
    /// ISO code, of countries.
    Country,
}

impl Key {
    pub(in crate::gazetteer) const ALL: [Key; 4] = [Key::Id, Key::Wikidata, Key::Geonames, Key::Country];

    pub(super) const fn tags(self) -> (IndexTags, Tag) {
        let (ends, numbers, pairs) = match self {
            Key::Id => (*b"id.ends\0", *b"id.index", *b"id.pairs"),
            Key::Wikidata => (*b"wd.ends\0", *b"wd.index", *b"wd.pairs"),
            Key::Geonames => (*b"gn.ends\0", *b"gn.index", *b"gn.pairs"),
            Key::Country => (*b"cc.ends\0", *b"cc.index", *b"cc.pairs"),
        };
        (IndexTags { ends, numbers }, pairs)
    }

    /// The text of an entity that it is found by, empty where it has none.
    pub(in crate::gazetteer) fn of<'e>(self, entity: &crate::model::Entity<'e>) -> &'e str {
        match self {
            Key::Id => entity.id,
            Key::Wikidata => entity.wikidata,
            Key::Geonames => entity.geonames,
            Key::Country if entity.class == "country" && entity.country.len() == 3 => entity.country,
            Key::Country => "",
        }
    }
}

pub(super) const WIKIDATA: Tag = *b"wikidata";
pub(super) const GEONAMES: Tag = *b"geonames";

/// Listed names by what they fold to.
pub(super) const BY_FOLD: IndexTags = IndexTags { ends: *b"nf.ends\0", numbers: *b"nf.index" };

pub(super) const PAIR_WIDTH: usize = 8;

/// The entities by one key.
#[derive(Debug)]
pub(super) struct KeyIndex {
    index: Index,
    pairs: Range<usize>,
}

impl KeyIndex {
    pub(super) fn open(archive: &Archive, key: Key) -> KeyIndex {
        let (tags, pairs) = key.tags();
        KeyIndex { index: Index::open(archive, tags), pairs: archive.place(pairs) }
    }
}

impl Base {
    /// The entity that is found by a text.
    pub(in crate::gazetteer) fn find(&self, key: Key, text: &str) -> Option<EntityId> {
        let index = &self.keys[key as usize];
        let entities = u32::try_from(self.entity_count()).expect("numbers of entities have 32 bits");
        for number in index.index.find(self.archive(), hash(text)) {
            let (known, entity) = match number.checked_sub(entities) {
                None => {
                    let entity = EntityId(number);
                    (key.of(&self.entity(entity)), entity)
                }
                Some(pair) => self.pair(index, pair as usize),
            };
            if known == text {
                return Some(entity);
            }
        }
        None
    }

    fn pair(&self, index: &KeyIndex, number: usize) -> (&str, EntityId) {
        let pairs = self.archive().at(&index.pairs);
        let row = number.checked_mul(PAIR_WIDTH).and_then(|at| pairs.get(at..at + PAIR_WIDTH));
        let row = row.unwrap_or_else(|| Damage::found("a number is that of no entity"));
        (self.text(u32_at(row, 0)), self.known(u32_at(row, 4)))
    }

    /// What entities had once, and are still found by.
    pub(in crate::gazetteer) fn pairs(&self, key: Key) -> impl Iterator<Item = (&str, EntityId)> {
        let index = &self.keys[key as usize];
        (0..index.pairs.len() / PAIR_WIDTH).map(|number| self.pair(index, number))
    }
}
