//! Writes the entities and names of a gazetteer as [`super::facts`] reads them.

use super::facts::{
    BY_ENTITY, ELSEWHERE, ENTITIES, EXACT, GROUP_BITS, GROUPS, LENGTH_BITS, LONGEST_TEXT, NAMES, NONE, OWN,
    OWN_COLUMNS, PLACES, RUNS, TEXTS, encode_use, parts,
};
use super::index::{self, hash};
use super::keys::{BY_FOLD, GEONAMES, Key, WIKIDATA};
use super::{ArchiveError, Writer};
use crate::gazetteer::Gazetteer;
use crate::model::{Entity, EntityId, Facts as _, Kind};
use crate::text::fold::fold_name_into;
use rustc_hash::FxHashMap;
use std::io::{self, Write};

/// Names in so many runs are searched run by run: lists one after the other, and what is derived from them. In more, an
/// order of their own is written.
const MOST_RUNS: usize = 64;

/// Adds the sections of all entities and names.
///
/// # Errors
/// Where the disk takes no more.
///
/// # Panics
/// If all texts together pass 4 GiB, or there are 2^28 sorts of entities.
pub fn write_facts(gazetteer: &Gazetteer, writer: &mut Writer) -> Result<(), ArchiveError> {
    let texts = Texts::write(gazetteer, writer)?;
    write_entities(gazetteer, &texts, writer)?;
    write_names(gazetteer, &texts.names, writer)?;
    for (tag, rows) in [(WIKIDATA, &texts.wikidata), (GEONAMES, &texts.geonames)] {
        writer.section(tag, |out| rows.iter().try_for_each(|&(entity, text)| put(out, &[entity, text])))?;
    }
    writer.section(OWN_COLUMNS, |out| texts.own_columns.iter().try_for_each(|&text| put(out, &[text])))?;
    writer.section(OWN, |out| texts.own.iter().try_for_each(|&row| put(out, &row)))?;
    for (key, pairs) in Key::ALL.into_iter().zip(&texts.pairs) {
        write_key(gazetteer, key, pairs, writer)?;
    }
    let mut folded = String::new();
    let by_fold: Vec<(u64, u32)> = gazetteer
        .names()
        .filter(|(_, name)| name.of.variant.is_none())
        .map(|(id, name)| {
            folded.clear();
            fold_name_into(name.text, &mut folded);
            (hash(&folded), id.0)
        })
        .collect();
    index::write(writer, BY_FOLD, &by_fold)
}

fn put(out: &mut dyn Write, numbers: &[u32]) -> io::Result<()> {
    numbers.iter().try_for_each(|number| out.write_all(&number.to_le_bytes()))
}

/// Where the texts stand that were written.
#[derive(Default)]
struct Texts {
    /// Id and name of each entity.
    entities: Vec<[u32; 2]>,
    /// The groups, and their texts: class, country, part of.
    groups: Vec<[u32; 3]>,
    /// The group of each entity.
    group_of: Vec<u32>,
    names: Vec<u32>,
    wikidata: Vec<(u32, u32)>,
    geonames: Vec<(u32, u32)>,
    own_columns: Vec<u32>,
    own: Vec<[u32; 3]>,
    pairs: [Vec<(u32, EntityId)>; Key::ALL.len()],
}

impl Texts {
    fn write(gazetteer: &Gazetteer, writer: &mut Writer) -> Result<Texts, ArchiveError> {
        let mut texts = Texts::default();
        let mut longest = 0;
        writer.section(TEXTS, |out| {
            // no text is at 0, which is the empty one
            out.write_all(&[0])?;
            let mut out = TextWriter { out, at: 1, longest: 0, repeated: FxHashMap::default() };
            texts.write_all(gazetteer, &mut out)?;
            longest = out.longest;
            Ok(())
        })?;
        writer.number(LONGEST_TEXT, longest);
        Ok(texts)
    }

    fn write_all(&mut self, gazetteer: &Gazetteer, out: &mut TextWriter<'_>) -> io::Result<()> {
        let mut groups: FxHashMap<[u32; 3], u32> = FxHashMap::default();
        for (id, entity) in gazetteer.entities() {
            self.entities.push([out.put(entity.id)?, out.put(entity.name)?]);
            let group = [out.put_once(entity.class)?, out.put_once(entity.country)?, out.put_once(entity.part_of)?];
            let next = u32::try_from(self.groups.len()).expect("there are fewer than 2^32 sorts of entities");
            let number = *groups.entry(group).or_insert(next);
            if number == next {
                self.groups.push(group);
            }
            self.group_of.push(number);
            if !entity.wikidata.is_empty() {
                self.wikidata.push((id.0, out.put(entity.wikidata)?));
            }
            if !entity.geonames.is_empty() {
                self.geonames.push((id.0, out.put(entity.geonames)?));
            }
        }
        assert!(self.groups.len() < 1 << GROUP_BITS, "there are fewer than 2^28 sorts of entities");
        for (_, name) in gazetteer.names() {
            let is_canonical = name.text == gazetteer.entity(name.of.entity).name;
            let at = if is_canonical { self.entities[name.of.entity.index()][1] } else { out.put(name.text)? };
            self.names.push(at);
        }
        for (number, header) in (0..).zip(gazetteer.own_columns()) {
            self.own_columns.push(out.put(header)?);
            for (id, _) in gazetteer.entities() {
                let value = gazetteer.own_value(id, number as usize);
                if !value.is_empty() {
                    self.own.push([number, id.0, out.put_once(value)?]);
                }
            }
        }
        for (key, pairs) in Key::ALL.into_iter().zip(&mut self.pairs) {
            for (text, entity) in gazetteer.former_keys(key) {
                pairs.push((out.put(&text)?, entity));
            }
        }
        Ok(())
    }
}

struct TextWriter<'o> {
    out: &'o mut dyn Write,
    at: u64,
    longest: u64,
    repeated: FxHashMap<String, u32>,
}

impl TextWriter<'_> {
    fn put(&mut self, text: &str) -> io::Result<u32> {
        if text.is_empty() {
            return Ok(0);
        }
        let at = u32::try_from(self.at).expect("the texts of the lists are smaller than 4 GiB");
        let mut rest = text.len();
        loop {
            let low = u8::try_from(rest & 0x7F).expect("seven bits fit");
            rest >>= LENGTH_BITS;
            self.out.write_all(&[if rest > 0 { low | 0x80 } else { low }])?;
            self.at += 1;
            if rest == 0 {
                break;
            }
        }
        self.out.write_all(text.as_bytes())?;
        self.at += text.len() as u64;
        self.longest = self.longest.max(text.len() as u64);
        Ok(at)
    }

    fn put_once(&mut self, text: &str) -> io::Result<u32> {
        if let Some(&at) = self.repeated.get(text) {
            return Ok(at);
        }
        let at = self.put(text)?;
        self.repeated.insert(text.to_owned(), at);
        Ok(at)
    }
}

fn write_entities(gazetteer: &Gazetteer, texts: &Texts, writer: &mut Writer) -> Result<(), ArchiveError> {
    let mut parents = vec![NONE; texts.groups.len()];
    let mut places: Vec<[u32; 3]> = Vec::new();
    let mut exact: Vec<u8> = Vec::new();
    writer.section(ENTITIES, |out| {
        for (id, entity) in gazetteer.entities() {
            let group = texts.group_of[id.index()];
            if !entity.part_of.is_empty() {
                // an entity is not its own parent, but may be that of others of its group
                let parent = gazetteer.find(Key::Id, entity.part_of);
                parents[group as usize] = parent.map_or(NONE, |parent| parent.0);
            }
            let kind = Kind::ALL.iter().position(|kind| *kind == entity.kind).expect("all kinds are listed");
            let bits = u32::try_from(kind).expect("there are three")
                | u32::from(gazetteer.derived_id(id)) << 2
                | u32::from(gazetteer.has_weight(id)) << 3;
            let place = put_place(&entity, &mut places, &mut exact);
            let [id, name] = texts.entities[id.index()];
            put(out, &[id, name, group | bits << GROUP_BITS, place])?;
            out.write_all(&entity.weight.to_le_bytes())?;
        }
        Ok(())
    })?;
    writer.section(GROUPS, |out| {
        let groups = texts.groups.iter().zip(&parents);
        groups
            .into_iter()
            .try_for_each(|(&[class, country, part_of], &parent)| put(out, &[class, country, part_of, parent]))
    })?;
    writer.section(PLACES, |out| places.iter().try_for_each(|place| put(out, place)))?;
    writer.bytes(EXACT, &exact)
}

/// Keeps the coordinates and the population of an entity, and gives the number of their row.
fn put_place(entity: &Entity<'_>, places: &mut Vec<[u32; 3]>, exact: &mut Vec<u8>) -> u32 {
    if entity.point.is_none() && entity.population.is_none() {
        return NONE;
    }
    let number = u32::try_from(places.len()).expect("there are fewer than 2^32 entities");
    let point = entity.point.map_or(Some((NONE, NONE)), |point| parts(point.latitude).zip(parts(point.longitude)));
    let people = entity.population.map_or(Some(NONE), |people| u32::try_from(people).ok().filter(|&n| n < ELSEWHERE));
    if point.is_none() || people.is_none() {
        let (latitude, longitude) = entity.point.map_or((0.0, 0.0), |point| (point.latitude, point.longitude));
        exact.extend(number.to_le_bytes());
        exact.extend(latitude.to_bits().to_le_bytes());
        exact.extend(longitude.to_bits().to_le_bytes());
        exact.extend(entity.population.unwrap_or_default().to_le_bytes());
    }
    let (latitude, longitude) = point.unwrap_or((ELSEWHERE, ELSEWHERE));
    places.push([latitude, longitude, people.unwrap_or(ELSEWHERE)]);
    number
}

fn write_names(gazetteer: &Gazetteer, texts: &[u32], writer: &mut Writer) -> Result<(), ArchiveError> {
    let mut runs: Vec<u32> = Vec::new();
    let mut before = None;
    writer.section(NAMES, |out| {
        for (id, name) in gazetteer.names() {
            let entity = name.of.entity.0;
            put(out, &[texts[id.index()], entity])?;
            out.write_all(&encode_use(&name.of).to_le_bytes())?;
            if before.replace(entity).is_none_or(|before| entity < before) {
                runs.push(id.0);
            }
        }
        Ok(())
    })?;
    if runs.len() <= MOST_RUNS {
        return writer.section(RUNS, |out| put(out, &runs));
    }
    let mut owners: Vec<(u32, u32)> = gazetteer.names().map(|(id, name)| (name.of.entity.0, id.0)).collect();
    owners.sort_unstable();
    writer.section(BY_ENTITY, |out| owners.iter().try_for_each(|&(_, name)| put(out, &[name])))
}

fn write_key(
    gazetteer: &Gazetteer,
    key: Key,
    pairs: &[(u32, EntityId)],
    writer: &mut Writer,
) -> Result<(), ArchiveError> {
    let mut entries = Vec::new();
    for (id, entity) in gazetteer.entities() {
        let text = key.of(&entity);
        // two entities of one list may share what only entities of different lists are joined by: the first is found
        if !text.is_empty() && (key == Key::Id || gazetteer.find(key, text) == Some(id)) {
            entries.push((hash(text), id.0));
        }
    }
    let first = u32::try_from(gazetteer.entity_count()).expect("numbers of entities have 32 bits");
    for (number, (text, _)) in (first..).zip(gazetteer.former_keys(key)) {
        entries.push((hash(&text), number));
    }
    let (index, tag) = key.tags();
    index::write(writer, index, &entries)?;
    writer.section(tag, |out| pairs.iter().try_for_each(|&(text, entity)| put(out, &[text, entity.0])))
}
