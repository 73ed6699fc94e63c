//! `entities.csv`: a row for each entity that was mentioned, most mentioned first, with the user's own columns.

use super::csv::Rows;
use super::mentioned::Mentioned;
use super::stories::Stories;
use super::surfaces::SurfaceCounts;
use super::{Column, Value, ValueType, context};
use crate::model::{Article, Entity, EntityId, Facts, Kind, Mention, Point};
use rayon::slice::ParallelSliceMut as _;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::fmt::Write as _;

/// The columns of the table, the user's own last.
#[must_use]
pub fn columns(facts: &dyn Facts) -> Vec<Column> {
    use ValueType::{Count, Date, Number, Text};
    let mut columns = vec![
        Column::new("entity_id", Text, "id of the entity in its list"),
        Column::new("entity", Text, "canonical name"),
        Column::new("kind", Text, "person, organization or place"),
        Column::new("class", Text, "finer kind"),
        Column::new("mentions", Count, "how often it is mentioned"),
        Column::new("articles", Count, "in how many articles"),
        Column::new("stories", Count, "in how many different stories"),
        Column::new("first_date", Date, "earliest date of these articles"),
        Column::new("last_date", Date, "latest date of these articles"),
        Column::new("country", Text, "country, ISO 3166-1 alpha-3"),
        Column::new("latitude", Number, "latitude of a place in decimal degrees, WGS 84"),
        Column::new("longitude", Number, "longitude of a place in decimal degrees, WGS 84"),
        Column::new("surfaces", Text, "how it is written and how often, most frequent first"),
        Column::new("wikidata", Text, "Wikidata id"),
        Column::new("geonames", Text, "GeoNames id"),
    ];
    columns.extend(facts.own_columns().iter().map(|own| Column::new(own, Text, "a column of the list")));
    Column::tell_apart(&mut columns);
    columns
}

/// What is counted of one entity.
#[derive(Clone, Debug, Default)]
pub struct EntityCount {
    /// Mentions.
    pub mentions: u64,
    /// Articles.
    pub articles: u64,
    first_date: String,
    last_date: String,
}

/// Counts of all entities: gathered per thread, added up at the end. The sums do not depend on who counted what.
#[derive(Clone, Debug, Default)]
pub struct EntityCounts {
    counts: FxHashMap<EntityId, EntityCount>,
    surfaces: SurfaceCounts,
}

impl EntityCounts {
    /// Counts the mentions of one article, sorted out.
    pub fn add(&mut self, article: &Article, mentions: &[Mention], mentioned: &Mentioned) {
        let mut collapsed = String::new();
        for (entity, numbers) in mentioned.groups() {
            let count = self.counts.entry(entity).or_default();
            count.mentions += numbers.len() as u64;
            count.articles += 1;
            count.widen(&article.date, &article.date);
            for number in numbers {
                let mut surface = mentions[number].span.of(&article.text);
                if !context::is_plain(surface) {
                    collapsed.clear();
                    context::collapse(surface, &mut collapsed);
                    surface = &collapsed;
                }
                self.surfaces.add(entity, surface, 1);
            }
        }
    }

    /// Adds the counts of another thread.
    pub fn merge(&mut self, other: EntityCounts) {
        #[allow(clippy::iter_over_hash_type, reason = "sums, least and greatest do not depend on the order")]
        for (entity, theirs) in other.counts {
            let ours = self.counts.entry(entity).or_default();
            ours.mentions += theirs.mentions;
            ours.articles += theirs.articles;
            ours.widen(&theirs.first_date, &theirs.last_date);
        }
        self.surfaces.merge(&other.surfaces);
    }

    /// The entities, most mentioned first, then by id.
    #[must_use]
    pub fn ranked(&self, facts: &dyn Facts) -> Vec<(EntityId, &EntityCount)> {
        let mut ranked: Vec<_> = self.counts.iter().map(|(&entity, count)| (entity, count)).collect();
        ranked.sort_by_cached_key(|(entity, count)| (Reverse(count.mentions), facts.entity(*entity).id.to_owned()));
        ranked
    }

    /// The entities by their ids, and in how many articles each is mentioned.
    #[must_use]
    pub fn by_id(&self, facts: &dyn Facts) -> Vec<(EntityId, u64)> {
        let mut entities: Vec<_> = self.counts.iter().map(|(&entity, count)| (entity, count.articles)).collect();
        entities.par_sort_unstable();
        entities.par_sort_by_key(|&(entity, _)| facts.entity(entity).id);
        entities
    }

    /// Writes all rows.
    pub fn write(&self, facts: &dyn Facts, stories: &Stories, rows: &mut Rows) {
        let (all_surfaces, mut surfaces) = (self.surfaces.ranked(), String::new());
        for (id, count) in self.ranked(facts) {
            let entity = facts.entity(id);
            surfaces.clear();
            for (i, (surface, times)) in all_surfaces.of(id).enumerate() {
                let between = if i == 0 { "" } else { "; " };
                write!(surfaces, "{between}{surface} ({times})").expect("writing to memory does not fail");
            }
            for value in [
                Value::Text(entity.id),
                Value::Text(entity.name),
                Value::Text(entity.kind.as_str()),
                Value::Text(entity.class),
                Value::Count(count.mentions),
                Value::Count(count.articles),
                Value::Count(stories.count(id)),
                Value::Text(&count.first_date),
                Value::Text(&count.last_date),
                Value::Text(entity.country),
                Value::number(entity.point.map(|point| point.latitude)),
                Value::number(entity.point.map(|point| point.longitude)),
                Value::Text(&surfaces),
                Value::Text(entity.wikidata),
                Value::Text(entity.geonames),
            ] {
                rows.cell(value);
            }
            (0..facts.own_columns().len()).for_each(|own| rows.cell(Value::Text(facts.own_value(id, own))));
            rows.end_row();
        }
    }

    /// All counts with what is known of the entities, by their ids.
    #[must_use]
    pub fn parts(&self, facts: &dyn Facts) -> Vec<EntityPart> {
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_unstable_by_key(|(entity, _)| **entity);
        let surfaces = self.surfaces.ranked();
        let part = |(&id, count)| EntityPart::new(id, count, surfaces.of(id), facts);
        counts.into_iter().map(part).collect()
    }

    /// Adds what another part of the run counted of an entity.
    pub fn add_part(&mut self, part: &EntityPart) {
        let count = self.counts.entry(part.entity).or_default();
        count.mentions += part.mentions;
        count.articles += part.articles;
        count.widen(&part.dates[0], &part.dates[1]);
        for (surface, times) in &part.surfaces {
            self.surfaces.add(part.entity, surface, *times);
        }
    }

    /// How many entities were mentioned.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// An entity's row of one part of a run: what is known of it and what was counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EntityPart {
    /// Which it is among the entities of the lists.
    pub entity: EntityId,
    id: String,
    name: String,
    kind: u8,
    class: String,
    country: String,
    point: Option<(f64, f64)>,
    wikidata: String,
    geonames: String,
    /// Its cells in the lists' own columns.
    pub own: Vec<String>,
    mentions: u64,
    articles: u64,
    dates: [String; 2],
    surfaces: Vec<(String, u64)>,
}

impl EntityPart {
    fn new<'s>(
        id: EntityId,
        count: &EntityCount,
        surfaces: impl Iterator<Item = (&'s str, u64)>,
        facts: &dyn Facts,
    ) -> EntityPart {
        let entity = facts.entity(id);
        let mut surfaces: Vec<(String, u64)> = surfaces.map(|(surface, times)| (surface.to_owned(), times)).collect();
        surfaces.sort_unstable();
        EntityPart {
            entity: id,
            id: entity.id.to_owned(),
            name: entity.name.to_owned(),
            kind: entity.kind as u8,
            class: entity.class.to_owned(),
            country: entity.country.to_owned(),
            point: entity.point.map(|point| (point.latitude, point.longitude)),
            wikidata: entity.wikidata.to_owned(),
            geonames: entity.geonames.to_owned(),
            own: (0..facts.own_columns().len()).map(|own| facts.own_value(id, own).to_owned()).collect(),
            mentions: count.mentions,
            articles: count.articles,
            dates: [count.first_date.clone(), count.last_date.clone()],
            surfaces,
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        Kind::ALL[usize::from(self.kind) % Kind::ALL.len()]
    }

    /// What is known of it and stands in tables.
    #[must_use]
    pub fn facts(&self) -> Entity<'_> {
        Entity {
            id: &self.id,
            name: &self.name,
            kind: self.kind(),
            class: &self.class,
            country: &self.country,
            point: self.point.map(|(latitude, longitude)| Point { latitude, longitude }),
            population: None,
            weight: 0.0,
            part_of: "",
            wikidata: &self.wikidata,
            geonames: &self.geonames,
        }
    }
}

impl EntityCount {
    /// ISO dates compare as text.
    fn widen(&mut self, first: &str, last: &str) {
        if !first.is_empty() && (self.first_date.is_empty() || first < self.first_date.as_str()) {
            first.clone_into(&mut self.first_date);
        }
        if last > self.last_date.as_str() {
            last.clone_into(&mut self.last_date);
        }
    }
}
