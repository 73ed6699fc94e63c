//! Entities and names as they lie in a compiled gazetteer.
//!
//! | section | rows of | what |
//! |---|---|---|
//! | `texts` | | every text behind its length; a text is known by its place, 0 is the empty one |
//! | `entities` | 20 bytes | id, name, group, place (each 4), weight |
//! | `groups` | 16 | class, country, part of, parent: what many entities have in common |
//! | `places` | 12 | latitude, longitude, population, of those entities that have one |
//! | `exact` | 28 | of places whose values do not fit there: their number, the three values |
//! | `names` | 10 | text, entity, use |
//! | `wikidata`, `geonames` | 8 | entity, text; sorted by entity |
//! | `owncols` | 4 | headers of own columns |
//! | `own` | 12 | column, entity, text; sorted |
//! | `runs` | 4 | where names begin anew with an early entity; in between their entities rise |
//! | `byentity` | 4 | the names in the order of their entities, where there are many runs |
//!
//! [`super::keys`] finds entities by id, Wikidata id, GeoNames id and country, and places by name.

use super::bytes::{array, sorted_row, u16_at, u32_at};
use super::index::{Index, hash};
use super::keys::{self, Key};
use super::{Archive, Damage, Tag};
use crate::model::{CaseRule, Entity, EntityId, Kind, ListedName, NameId, NameSource, NameUse, Point, VariantRule};
use crate::text::fold::fold_name;
use std::ops::Range;
use std::sync::Arc;

pub(super) const TEXTS: Tag = *b"texts\0\0\0";
pub(super) const ENTITIES: Tag = *b"entities";
pub(super) const GROUPS: Tag = *b"groups\0\0";
pub(super) const PLACES: Tag = *b"places\0\0";
pub(super) const EXACT: Tag = *b"exact\0\0\0";
pub(super) const NAMES: Tag = *b"names\0\0\0";
pub(super) const RUNS: Tag = *b"runs\0\0\0\0";
pub(super) const BY_ENTITY: Tag = *b"byentity";
pub(super) const OWN_COLUMNS: Tag = *b"owncols\0";
pub(super) const OWN: Tag = *b"own\0\0\0\0\0";
/// The longest text, in bytes.
pub(super) const LONGEST_TEXT: Tag = *b"longest\0";

pub(super) const ENTITY_WIDTH: usize = 20;
pub(super) const GROUP_WIDTH: usize = 16;
pub(super) const PLACE_WIDTH: usize = 12;
pub(super) const EXACT_WIDTH: usize = 28;
pub(super) const NAME_WIDTH: usize = 10;
pub(super) const OWN_WIDTH: usize = 12;

/// The number that says that there is none.
pub(super) const NONE: u32 = u32::MAX;

/// The number that says that the value stands in section `exact`.
pub(super) const ELSEWHERE: u32 = u32::MAX - 1;

/// Coordinates are whole numbers of this part of a degree: a centimetre, and what GeoNames and others give.
pub(super) const PARTS_OF_DEGREE: f64 = 1e7;

/// Bits above the number of an entity's group: its kind (2), whether its id is derived, whether a list gave its weight.
pub(super) const GROUP_BITS: u32 = 28;

/// Lengths of texts are written in groups of seven bits, the lowest first; the eighth says that more come.
pub(super) const LENGTH_BITS: u32 = 7;

/// The facts of an open compiled gazetteer.
#[derive(Debug)]
pub(in crate::gazetteer) struct Base {
    archive: Arc<Archive>,
    texts: Range<usize>,
    longest_text: u64,
    entities: Range<usize>,
    groups: Range<usize>,
    places: Range<usize>,
    exact: Range<usize>,
    names: Range<usize>,
    runs: Range<usize>,
    by_entity: Range<usize>,
    own: Range<usize>,
    pub(super) columns: [Range<usize>; 2],
    pub(super) keys: [keys::KeyIndex; Key::ALL.len()],
    by_fold: Index,
    entity_count: u32,
    name_count: u32,
    own_columns: Vec<String>,
}

impl Base {
    /// The facts of an archive; nothing is read but the headers of own columns.
    pub(in crate::gazetteer) fn open(archive: Arc<Archive>) -> Base {
        let place = |tag| archive.place(tag);
        let count = |tag, width| u32::try_from(place(tag).len() / width).unwrap_or(NONE);
        let mut base = Base {
            texts: place(TEXTS),
            longest_text: archive.number(LONGEST_TEXT),
            entities: place(ENTITIES),
            groups: place(GROUPS),
            places: place(PLACES),
            exact: place(EXACT),
            names: place(NAMES),
            runs: place(RUNS),
            by_entity: place(BY_ENTITY),
            own: place(OWN),
            columns: [keys::WIKIDATA, keys::GEONAMES].map(place),
            keys: Key::ALL.map(|key| keys::KeyIndex::open(&archive, key)),
            by_fold: Index::open(&archive, keys::BY_FOLD),
            entity_count: count(ENTITIES, ENTITY_WIDTH),
            name_count: count(NAMES, NAME_WIDTH),
            own_columns: Vec::new(),
            archive,
        };
        let headers = base.archive.section(OWN_COLUMNS).chunks_exact(4);
        base.own_columns = headers.map(|at| base.text(u32_at(at, 0)).to_owned()).collect();
        base
    }

    pub(in crate::gazetteer) fn archive(&self) -> &Arc<Archive> {
        &self.archive
    }

    pub(in crate::gazetteer) fn entity_count(&self) -> usize {
        self.entity_count as usize
    }

    pub(in crate::gazetteer) fn name_count(&self) -> usize {
        self.name_count as usize
    }

    pub(in crate::gazetteer) fn own_columns(&self) -> &[String] {
        &self.own_columns
    }

    /// Whether an entity is one of the archive's.
    pub(in crate::gazetteer) fn has(&self, entity: EntityId) -> bool {
        entity.0 < self.entity_count
    }

    /// A text by its place.
    pub(super) fn text(&self, place: u32) -> &str {
        if place == 0 {
            return "";
        }
        let texts = self.archive.at(&self.texts);
        let (mut at, mut length, mut shift) = (place as usize, 0_u64, 0);
        loop {
            let [byte] = array(texts, at);
            at += 1;
            length |= u64::from(byte & 0x7F) << shift;
            shift += LENGTH_BITS;
            if byte & 0x80 == 0 {
                break;
            }
            if length > self.longest_text || shift > u64::BITS - LENGTH_BITS {
                Damage::found("a text is too long");
            }
        }
        if length > self.longest_text {
            Damage::found("a text is too long");
        }
        let end = usize::try_from(length).ok().and_then(|length| at.checked_add(length));
        let bytes = end.and_then(|end| texts.get(at..end));
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        text.unwrap_or_else(|| Damage::found("a text is none"))
    }

    fn row<'a>(&'a self, section: &Range<usize>, width: usize, number: u32) -> &'a [u8] {
        let at = number as usize * width;
        let row = self.archive.at(section).get(at..at + width);
        row.unwrap_or_else(|| Damage::found("a number is that of no row"))
    }

    fn entity_row(&self, entity: EntityId) -> &[u8] {
        self.row(&self.entities, ENTITY_WIDTH, entity.0)
    }

    fn group_row(&self, entity: &[u8]) -> &[u8] {
        self.row(&self.groups, GROUP_WIDTH, u32_at(entity, 8) & ((1 << GROUP_BITS) - 1))
    }

    pub(in crate::gazetteer) fn entity(&self, id: EntityId) -> Entity<'_> {
        let row = self.entity_row(id);
        let group = self.group_row(row);
        let place = u32_at(row, 12);
        let (point, population) = if place == NONE { (None, None) } else { self.place(place) };
        Entity {
            id: self.text(u32_at(row, 0)),
            name: self.text(u32_at(row, 4)),
            kind: kind_of(row),
            class: self.text(u32_at(group, 0)),
            country: self.text(u32_at(group, 4)),
            point,
            population,
            weight: weight_of(row),
            part_of: self.text(u32_at(group, 8)),
            wikidata: self.column(0, id),
            geonames: self.column(1, id),
        }
    }

    fn place(&self, number: u32) -> (Option<Point>, Option<u64>) {
        let row = self.row(&self.places, PLACE_WIDTH, number);
        let (latitude, longitude, population) = (u32_at(row, 0), u32_at(row, 4), u32_at(row, 8));
        let exact = (latitude == ELSEWHERE || population == ELSEWHERE).then(|| {
            let row = sorted_row(self.archive.at(&self.exact), EXACT_WIDTH, number);
            row.unwrap_or_else(|| Damage::found("exact values are missing"))
        });
        let value = |at| exact.map_or(0, |row| u64::from_le_bytes(array(row, at)));
        let point = match latitude {
            NONE => None,
            ELSEWHERE => Some(Point { latitude: f64::from_bits(value(4)), longitude: f64::from_bits(value(12)) }),
            _ => Some(Point { latitude: degrees(latitude, 90.0), longitude: degrees(longitude, 180.0) }),
        };
        let population = match population {
            NONE => None,
            ELSEWHERE => Some(value(20)),
            people => Some(u64::from(people)),
        };
        if let Some(Point { latitude, longitude }) = point
            && !(latitude.abs() <= 90.0 && longitude.abs() <= 180.0)
        {
            Damage::found("a place is not on earth");
        }
        (point, population)
    }

    fn column(&self, column: usize, id: EntityId) -> &str {
        let row = sorted_row(self.archive.at(&self.columns[column]), 8, id.0);
        row.map_or("", |row| self.text(u32_at(row, 4)))
    }

    pub(in crate::gazetteer) fn kind(&self, id: EntityId) -> Kind {
        kind_of(self.entity_row(id))
    }

    pub(in crate::gazetteer) fn weight(&self, id: EntityId) -> f32 {
        weight_of(self.entity_row(id))
    }

    /// Whether its id was derived.
    pub(in crate::gazetteer) fn derived_id(&self, id: EntityId) -> bool {
        u32_at(self.entity_row(id), 8) >> 30 & 1 == 1
    }

    /// Whether a list gave its weight.
    pub(in crate::gazetteer) fn has_weight(&self, id: EntityId) -> bool {
        u32_at(self.entity_row(id), 8) >> 31 == 1
    }

    /// What it lies in, if that was in the lists too.
    pub(in crate::gazetteer) fn parent(&self, id: EntityId) -> Option<EntityId> {
        let parent = u32_at(self.group_row(self.entity_row(id)), 12);
        (parent != NONE).then(|| self.known(parent)).filter(|&parent| parent != id)
    }

    /// An entity by a number that should be one.
    pub(super) fn known(&self, number: u32) -> EntityId {
        if number >= self.entity_count {
            Damage::found("a number is that of no entity");
        }
        EntityId(number)
    }

    pub(in crate::gazetteer) fn name(&self, id: NameId) -> ListedName<'_> {
        let row = self.row(&self.names, NAME_WIDTH, id.0);
        ListedName { text: self.text(u32_at(row, 0)), of: self.use_of(row) }
    }

    pub(in crate::gazetteer) fn name_use(&self, id: NameId) -> NameUse {
        self.use_of(self.row(&self.names, NAME_WIDTH, id.0))
    }

    fn use_of(&self, row: &[u8]) -> NameUse {
        let bits = u16_at(row, 8);
        decode_use(self.known(u32_at(row, 4)), bits).unwrap_or_else(|| Damage::found("a name has no use"))
    }

    /// The names of an entity, in order.
    pub(in crate::gazetteer) fn names_of(&self, entity: EntityId) -> Vec<NameId> {
        let by_entity = self.archive.at(&self.by_entity);
        if !by_entity.is_empty() {
            return self
                .names_among(0..self.name_count, entity, |place| u32_at(by_entity, place as usize * 4))
                .collect();
        }
        let starts: Vec<u32> = self.archive.at(&self.runs).chunks_exact(4).map(|start| u32_at(start, 0)).collect();
        let ends = starts.iter().skip(1).copied().chain([self.name_count]);
        let runs = starts.iter().zip(ends).map(|(&start, end)| start..end.min(self.name_count));
        runs.flat_map(|run| self.names_among(run, entity, |place| place)).collect()
    }

    /// The names of an entity among those whose entities rise.
    fn names_among(
        &self,
        places: Range<u32>,
        entity: EntityId,
        name_at: impl Fn(u32) -> u32,
    ) -> impl Iterator<Item = NameId> {
        let name = move |place| NameId(name_at(place));
        let (mut low, mut high) = (places.start, places.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.name_use(name(middle)).entity < entity { low = middle + 1 } else { high = middle }
        }
        (low..places.end).map(name).take_while(move |&name| self.name_use(name).entity == entity)
    }

    pub(in crate::gazetteer) fn own_value(&self, id: EntityId, column: usize) -> &str {
        let rows = self.archive.at(&self.own);
        let key = |row: &[u8]| (u32_at(row, 0) as usize, u32_at(row, 4));
        let (mut low, mut high) = (0, rows.len() / OWN_WIDTH);
        while low < high {
            let middle = low + (high - low) / 2;
            let row = &rows[middle * OWN_WIDTH..(middle + 1) * OWN_WIDTH];
            match key(row).cmp(&(column, id.0)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.text(u32_at(row, 8)),
            }
        }
        ""
    }

    /// The listed names that fold to a text, in order; no derived ones.
    pub(in crate::gazetteer) fn names_folding_to(&self, folded: &str) -> impl Iterator<Item = NameUse> {
        let names = self.by_fold.find(&self.archive, hash(folded)).map(|name| self.name(NameId(name)));
        names.filter(move |name| fold_name(name.text) == folded).map(|name| name.of)
    }
}

fn kind_of(entity: &[u8]) -> Kind {
    let kind = u32_at(entity, 8) >> GROUP_BITS & 3;
    *Kind::ALL.get(kind as usize).unwrap_or_else(|| Damage::found("a kind is none of the three"))
}

fn weight_of(entity: &[u8]) -> f32 {
    let weight = f32::from_le_bytes(array(entity, 16));
    if weight.is_finite() { weight } else { Damage::found("a weight is no number") }
}

fn degrees(parts: u32, most: f64) -> f64 {
    let degrees = f64::from(parts.cast_signed()) / PARTS_OF_DEGREE;
    if degrees.abs() > most {
        Damage::found("a place is not on earth");
    }
    degrees
}

/// Coordinates as whole parts of a degree, if they come back as they were.
pub(super) fn parts(degrees: f64) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, reason = "compared with what comes back")]
    let parts = (degrees * PARTS_OF_DEGREE).round() as i32;
    let same = (f64::from(parts) / PARTS_OF_DEGREE).to_bits() == degrees.to_bits();
    Some(parts.cast_unsigned()).filter(|&parts| same && parts != NONE && parts != ELSEWHERE)
}

const CASES: [CaseRule; 3] = [CaseRule::Auto, CaseRule::Exact, CaseRule::Any];

/// The use of a name in 16 bits: its source (4), its case rule (2), embedded, blocked, the rule it was derived by (8).
pub(super) fn encode_use(of: &NameUse) -> u16 {
    let place = |at: Option<usize>| at.and_then(|at| u16::try_from(at).ok()).expect("all values are listed");
    place(NameSource::ALL.iter().position(|source| *source == of.source))
        | place(CASES.iter().position(|case| *case == of.case)) << 4
        | u16::from(of.embedded) << 6
        | u16::from(of.blocked) << 7
        | of.variant.map_or(0, |rule| place(VariantRule::ALL.iter().position(|known| *known == rule)) + 1) << 8
}

fn decode_use(entity: EntityId, bits: u16) -> Option<NameUse> {
    let variant = match bits >> 8 {
        0 => None,
        rule => Some(*VariantRule::ALL.get(usize::from(rule - 1))?),
    };
    Some(NameUse {
        entity,
        source: *NameSource::ALL.get(usize::from(bits & 15))?,
        variant,
        case: *CASES.get(usize::from(bits >> 4 & 3))?,
        embedded: bits >> 6 & 1 == 1,
        blocked: bits >> 7 & 1 == 1,
    })
}
