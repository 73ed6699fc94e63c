//! Entities and names as they are kept: those of a compiled gazetteer below, those of other lists on top.
//!
//! Entities and names of the compiled one, if there is one, have the first numbers. Where a row of another list is one
//! of its entities, a changed copy is kept here; all else stays in the file.

use super::archive::{Base, Key};
use super::strings::{Strings, Text, TextIndex};
use crate::model::{Brief, CountryCode, Entity, EntityId, Kind, Level, ListedName, NameId, NameUse, Point};
use rustc_hash::FxHashMap;
use std::num::NonZeroU32;

/// Entities and names with what finds them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) strings: Strings,
    pub(super) base: Option<Base>,
    /// Entities behind those of the base.
    entities: Vec<EntityRow>,
    /// Entities of the base of which other lists say more.
    changed: FxHashMap<EntityId, EntityRow>,
    /// Names behind those of the base.
    pub(super) names: Vec<NameRow>,
    /// Names of the base of which other lists say that they are embedded no longer, or not blocked.
    flags: FxHashMap<NameId, (bool, bool)>,
    keys: [TextIndex; Key::ALL.len()],
    pub(super) own_columns: Vec<String>,
    /// By column: entities and their cells; sorted by entity once all are there.
    own_values: Vec<Vec<(EntityId, Text)>>,
}

/// An entity as it is kept: narrow, since there may be millions.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntityRow {
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) class: Text,
    pub(super) country: Text,
    pub(super) part_of: Text,
    pub(super) wikidata: Text,
    pub(super) geonames: Text,
    /// Its last name; the others are found from name to name.
    last_name: Option<Number>,
    parent: Option<Number>,
    /// The list's weight while lists are merged, the prior afterwards.
    pub(super) weight: f32,
    latitude: f64,
    longitude: f64,
    population: u64,
    /// The last list that gave it a row.
    pub(super) list: u32,
    pub(super) kind: Kind,
    /// Out of its class, once all rows are there.
    level: Level,
    /// Its country as a number, once all rows are there.
    country_code: CountryCode,
    pub(super) derived_id: bool,
    pub(super) has_weight: bool,
    has_point: bool,
    has_population: bool,
}

/// The number of an entity or a name, plus one: an option of it takes no more room.
type Number = NonZeroU32;

fn plus_one(number: u32) -> Number {
    NonZeroU32::MIN.checked_add(number).expect("there are fewer than 2^32 - 1 entities and names")
}

impl EntityRow {
    /// An entity without any facts.
    pub(super) fn new(kind: Kind, list: u32) -> EntityRow {
        EntityRow {
            id: Text::default(),
            name: Text::default(),
            class: Text::default(),
            country: Text::default(),
            part_of: Text::default(),
            wikidata: Text::default(),
            geonames: Text::default(),
            last_name: None,
            parent: None,
            weight: 0.0,
            latitude: 0.0,
            longitude: 0.0,
            population: 0,
            list,
            kind,
            level: Level::default(),
            country_code: CountryCode::NONE,
            derived_id: false,
            has_weight: false,
            has_point: false,
            has_population: false,
        }
    }

    pub(super) fn point(&self) -> Option<Point> {
        self.has_point.then_some(Point { latitude: self.latitude, longitude: self.longitude })
    }

    pub(super) fn set_point(&mut self, point: Point) {
        (self.latitude, self.longitude, self.has_point) = (point.latitude, point.longitude, true);
    }

    pub(super) fn population(&self) -> Option<u64> {
        self.has_population.then_some(self.population)
    }

    pub(super) fn set_population(&mut self, population: u64) {
        (self.population, self.has_population) = (population, true);
    }

    pub(super) fn set_weight(&mut self, weight: f32) {
        (self.weight, self.has_weight) = (weight, true);
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct NameRow {
    pub(super) text: Text,
    pub(super) of: NameUse,
    /// The name of the same entity that came before.
    pub(super) previous: Option<Number>,
}

impl Rows {
    /// Nothing yet on top of a compiled gazetteer.
    pub(super) fn on(base: Base) -> Rows {
        let own_columns = base.own_columns().to_vec();
        let own_values = vec![Vec::new(); own_columns.len()];
        Rows { base: Some(base), own_columns, own_values, ..Rows::default() }
    }

    fn base_entities(&self) -> usize {
        self.base.as_ref().map_or(0, Base::entity_count)
    }

    /// How many of the names are the base's.
    pub(super) fn base_names(&self) -> usize {
        self.base.as_ref().map_or(0, Base::name_count)
    }

    pub(super) fn entity_count(&self) -> usize {
        self.base_entities() + self.entities.len()
    }

    pub(super) fn name_count(&self) -> usize {
        self.base_names() + self.names.len()
    }

    /// The row of an entity, or the base where it is as it is there.
    #[inline]
    fn row(&self, id: EntityId) -> Result<&EntityRow, &Base> {
        match &self.base {
            Some(base) if base.has(id) => self.changed.get(&id).ok_or(base),
            _ => Ok(&self.entities[id.index() - self.base_entities()]),
        }
    }

    /// The list that gave an entity its last row, if that was not the base.
    pub(super) fn list(&self, id: EntityId) -> Option<u32> {
        self.row(id).ok().map(|row| row.list)
    }

    pub(super) fn entity(&self, id: EntityId) -> Entity<'_> {
        let row = match self.row(id) {
            Ok(row) => row,
            Err(base) => return base.entity(id),
        };
        let text = |text| self.strings.get(text);
        Entity {
            id: text(row.id),
            name: text(row.name),
            kind: row.kind,
            class: text(row.class),
            country: text(row.country),
            point: row.point(),
            population: row.population(),
            weight: row.weight,
            part_of: text(row.part_of),
            wikidata: text(row.wikidata),
            geonames: text(row.geonames),
        }
    }

    pub(super) fn canonical_name(&self, id: EntityId) -> &str {
        self.row(id).map_or_else(|base| base.entity(id).name, |row| self.strings.get(row.name))
    }

    /// What every hit asks for, without a look at the texts, which lie far apart.
    pub(super) fn brief(&self, id: EntityId) -> Brief {
        match self.row(id) {
            Ok(row) => Brief {
                kind: row.kind,
                level: row.level,
                country: row.country_code,
                weight: row.weight,
                point: row.point(),
            },
            Err(base) => Brief::of(&base.entity(id)),
        }
    }

    pub(super) fn kind(&self, id: EntityId) -> Kind {
        self.row(id).map_or_else(|base| base.kind(id), |row| row.kind)
    }

    pub(super) fn weight(&self, id: EntityId) -> f32 {
        self.row(id).map_or_else(|base| base.weight(id), |row| row.weight)
    }

    pub(super) fn derived_id(&self, id: EntityId) -> bool {
        self.row(id).map_or_else(|base| base.derived_id(id), |row| row.derived_id)
    }

    pub(super) fn has_weight(&self, id: EntityId) -> bool {
        self.row(id).map_or_else(|base| base.has_weight(id), |row| row.has_weight)
    }

    pub(super) fn parent(&self, id: EntityId) -> Option<EntityId> {
        match self.row(id) {
            Ok(row) => row.parent.map(|number| EntityId(number.get() - 1)),
            // what it is part of may be in another list alone
            Err(base) => base.parent(id).or_else(|| {
                let ids = &self.keys[Key::Id as usize];
                let parent = if ids.is_empty() { None } else { ids.get(&self.strings, base.entity(id).part_of) };
                parent.filter(|&parent| parent != id)
            }),
        }
    }

    /// The base, if a name is the base's.
    fn base_of(&self, id: NameId) -> Option<&Base> {
        self.base.as_ref().filter(|base| id.index() < base.name_count())
    }

    pub(super) fn name(&self, id: NameId) -> ListedName<'_> {
        let of_base = self.base_of(id).map(|base| base.name(id));
        of_base.map_or_else(
            || {
                let row = &self.names[id.index() - self.base_names()];
                ListedName { text: self.strings.get(row.text), of: row.of }
            },
            |name| ListedName { of: self.flagged(id, name.of), ..name },
        )
    }

    pub(super) fn name_use(&self, id: NameId) -> NameUse {
        match self.base_of(id) {
            None => self.names[id.index() - self.base_names()].of,
            Some(base) => self.flagged(id, base.name_use(id)),
        }
    }

    fn flagged(&self, id: NameId, of: NameUse) -> NameUse {
        let flags = if self.flags.is_empty() { None } else { self.flags.get(&id) };
        flags.map_or(of, |&(embedded, blocked)| NameUse { embedded, blocked, ..of })
    }

    /// The entity that is found by a text.
    pub(super) fn find(&self, key: Key, text: &str) -> Option<EntityId> {
        if text.is_empty() {
            return None;
        }
        let of_base = self.base.as_ref().and_then(|base| base.find(key, text));
        of_base.or_else(|| self.keys[key as usize].get(&self.strings, text))
    }

    /// What entities had once and are still found by, in a fixed order.
    pub(super) fn former_keys(&self, key: Key) -> Vec<(String, EntityId)> {
        let mut found = Vec::new();
        if let Some(base) = &self.base {
            found.extend(base.pairs(key).map(|(text, entity)| (text.to_owned(), entity)));
            let of_base = self.changed.keys().map(|&id| (key.of(&base.entity(id)).to_owned(), id));
            found.extend(of_base.filter(|(text, _)| !text.is_empty()));
        }
        found.extend(self.keys[key as usize].iter(&self.strings).map(|(text, entity)| (text.to_owned(), entity)));
        found.retain(|(text, entity)| key.of(&self.entity(*entity)) != text && self.find(key, text) == Some(*entity));
        found.sort_unstable();
        found.dedup();
        found
    }

    pub(super) fn own_value(&self, id: EntityId, column: usize) -> &str {
        let values = self.own_values.get(column).map_or(&[][..], Vec::as_slice);
        if let Ok(at) = values.binary_search_by_key(&id, |&(entity, _)| entity) {
            return self.strings.get(values[at].1);
        }
        self.base.as_ref().filter(|base| base.has(id)).map_or("", |base| base.own_value(id, column))
    }

    /// Adds an entity behind all others.
    pub(super) fn push(&mut self, row: EntityRow) -> EntityId {
        let entity = EntityId(u32::try_from(self.entity_count()).expect("there are fewer than 2^32 entities"));
        self.entities.push(row);
        entity
    }

    /// The row of an entity, to be changed; one of the base is copied first.
    pub(super) fn change(&mut self, id: EntityId, base_list: u32) -> (&mut EntityRow, &mut Strings) {
        let base_entities = self.base_entities();
        let strings = &mut self.strings;
        match &self.base {
            Some(base) if base.has(id) => {
                let row = self.changed.entry(id).or_insert_with(|| {
                    let entity = base.entity(id);
                    let mut row = EntityRow::new(entity.kind, base_list);
                    (row.id, row.name) = (strings.keep(entity.id), strings.keep(entity.name));
                    (row.class, row.country) = (strings.keep_once(entity.class), strings.keep_once(entity.country));
                    row.part_of = strings.keep_once(entity.part_of);
                    (row.wikidata, row.geonames) = (strings.keep(entity.wikidata), strings.keep(entity.geonames));
                    (row.weight, row.has_weight) = (entity.weight, base.has_weight(id));
                    row.derived_id = base.derived_id(id);
                    if let Some(point) = entity.point {
                        row.set_point(point);
                    }
                    if let Some(population) = entity.population {
                        row.set_population(population);
                    }
                    row
                });
                (row, strings)
            }
            _ => (&mut self.entities[id.index() - base_entities], strings),
        }
    }

    /// Lets an entity be found by a text, unless another one is.
    pub(super) fn note_key(&mut self, key: Key, text: &str, entity: EntityId) {
        if text.is_empty() || self.find(key, text).is_some() {
            return;
        }
        let known = self.row(entity).ok();
        let known = known.map(|row| match key {
            Key::Id => row.id,
            Key::Wikidata => row.wikidata,
            Key::Geonames => row.geonames,
            Key::Country => row.country,
        });
        let kept = known.filter(|&known| self.strings.get(known) == text);
        let kept = kept.unwrap_or_else(|| self.strings.keep_once(text));
        self.keys[key as usize].insert(&self.strings, kept, entity);
    }

    /// A name of an entity for which `is_same` holds, or none: those of other lists, then those of the base.
    pub(super) fn name_of(&self, entity: EntityId, is_same: impl Fn(&ListedName<'_>) -> bool) -> Option<NameId> {
        let base = self.base.as_ref().filter(|base| base.has(entity));
        let mut at = self.row(entity).ok().and_then(|row| row.last_name);
        while let Some(number) = at {
            let row = &self.names[number.get() as usize - 1];
            if is_same(&ListedName { text: self.strings.get(row.text), of: row.of }) {
                return Some(self.number_of(number.get() as usize - 1));
            }
            at = row.previous;
        }
        base.and_then(|base| base.names_of(entity).into_iter().find(|&id| is_same(&base.name(id))))
    }

    fn number_of(&self, at: usize) -> NameId {
        NameId(u32::try_from(self.base_names() + at).expect("there are fewer than 2^32 names"))
    }

    /// Says anew whether a name is embedded, and whether it is blocked.
    pub(super) fn set_flags(&mut self, id: NameId, embedded: bool, blocked: bool) {
        match id.index().checked_sub(self.base_names()) {
            Some(at) => (self.names[at].of.embedded, self.names[at].of.blocked) = (embedded, blocked),
            None => {
                self.flags.insert(id, (embedded, blocked));
            }
        }
    }

    /// Adds a name behind all others. Gives its place among [`Rows::names`].
    pub(super) fn push_name(&mut self, text: &str, of: NameUse, base_list: u32) -> usize {
        let (row, strings) = self.change(of.entity, base_list);
        // most entities have one name: the canonical one is kept once
        let text = if strings.get(row.name) == text { row.name } else { strings.keep(text) };
        self.push_kept_name(text, of, base_list)
    }

    /// [`Rows::push_name`] with a text that is kept already.
    pub(super) fn push_kept_name(&mut self, text: Text, of: NameUse, base_list: u32) -> usize {
        let place = self.names.len();
        let number = u32::try_from(place).expect("there are fewer than 2^32 names");
        let (row, _) = self.change(of.entity, base_list);
        let previous = row.last_name.replace(plus_one(number));
        self.names.push(NameRow { text, of, previous });
        place
    }

    pub(super) fn push_own_value(&mut self, entity: EntityId, column: usize, value: &str) {
        let text = self.strings.keep_once(value);
        self.own_values[column].push((entity, text));
    }

    /// The place of an own column, new or known.
    pub(super) fn own_column(&mut self, header: &str) -> usize {
        self.own_columns.iter().position(|known| known == header).unwrap_or_else(|| {
            self.own_columns.push(header.to_owned());
            self.own_values.push(Vec::new());
            self.own_columns.len() - 1
        })
    }

    /// Settles what needs all rows: parents, the priors that `prior` gives to entities without a weight, what hits ask for,
    /// own cells.
    pub(super) fn finish(&mut self, prior: impl Fn(Kind, Option<u64>) -> f32) {
        let first = u32::try_from(self.base_entities()).expect("there are fewer than 2^32 entities");
        let settle = |rows: &Rows, id: EntityId, row: &mut EntityRow| {
            let parent = rows.find(Key::Id, rows.strings.get(row.part_of)).filter(|&parent| parent != id);
            row.parent = parent.map(|parent| plus_one(parent.0));
            if !row.has_weight {
                row.weight = prior(row.kind, row.population());
            }
            row.level = Level::of_entity(row.kind, rows.strings.get(row.class));
            row.country_code = CountryCode::of(rows.strings.get(row.country));
        };
        let mut entities = std::mem::take(&mut self.entities);
        let mut changed = std::mem::take(&mut self.changed);
        (first..).zip(&mut entities).for_each(|(number, row)| settle(self, EntityId(number), row));
        changed.iter_mut().for_each(|(&id, row)| settle(self, id, row));
        (self.entities, self.changed) = (entities, changed);
        for values in &mut self.own_values {
            // the last cell of an entity is the one that counts
            values.reverse();
            values.sort_by_key(|&(entity, _)| entity);
            values.dedup_by_key(|&mut (entity, _)| entity);
        }
        self.strings.finish();
    }
}
