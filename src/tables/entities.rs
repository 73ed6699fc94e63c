//! `entities.csv`: a row for each entity that was mentioned, most mentioned first, with the user's own columns.

use super::csv::Rows;
use super::{Column, Value, ValueType, context};
use crate::model::{Article, EntityId, Facts, Mention};
use rustc_hash::FxHashMap;
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
    surfaces: FxHashMap<Box<str>, u64>,
}

/// Counts of all entities: gathered per thread, added up at the end. The sums do not depend on who counted what.
#[derive(Clone, Debug, Default)]
pub struct EntityCounts {
    counts: FxHashMap<EntityId, EntityCount>,
}

impl EntityCounts {
    /// Counts the mentions of one article; `entities` are those mentioned, each once.
    pub fn add(&mut self, article: &Article, mentions: &[Mention], entities: &[EntityId]) {
        let mut collapsed = String::new();
        for mention in mentions {
            let count = self.counts.entry(mention.entity).or_default();
            count.mentions += 1;
            let mut surface = mention.span.of(&article.text);
            if surface.contains(|c: char| c.is_whitespace() && c != ' ') || surface.contains("  ") {
                collapsed.clear();
                context::collapse(surface, &mut collapsed);
                surface = &collapsed;
            }
            match count.surfaces.get_mut(surface) {
                Some(times) => *times += 1,
                None => {
                    count.surfaces.insert(surface.into(), 1);
                }
            }
        }
        for &entity in entities {
            let count = self.counts.entry(entity).or_default();
            count.articles += 1;
            count.widen(&article.date, &article.date);
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
            for (surface, times) in theirs.surfaces {
                *ours.surfaces.entry(surface).or_default() += times;
            }
        }
    }

    /// The entities, most mentioned first, then by id.
    #[must_use]
    pub fn ranked(&self, facts: &dyn Facts) -> Vec<(EntityId, &EntityCount)> {
        let mut ranked: Vec<_> = self.counts.iter().map(|(&entity, count)| (entity, count)).collect();
        ranked.sort_by_cached_key(|(entity, count)| (Reverse(count.mentions), facts.entity(*entity).id.to_owned()));
        ranked
    }

    /// Writes all rows.
    pub fn write(&self, facts: &dyn Facts, rows: &mut Rows) {
        let mut surfaces = String::new();
        for (id, count) in self.ranked(facts) {
            let entity = facts.entity(id);
            surfaces.clear();
            count.list_surfaces(&mut surfaces);
            for value in [
                Value::Text(entity.id),
                Value::Text(entity.name),
                Value::Text(entity.kind.as_str()),
                Value::Text(entity.class),
                Value::Count(count.mentions),
                Value::Count(count.articles),
                Value::Empty,
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

    fn list_surfaces(&self, out: &mut String) {
        let mut surfaces: Vec<_> = self.surfaces.iter().collect();
        surfaces.sort_by_key(|&(surface, times)| (Reverse(*times), surface));
        for (i, (surface, times)) in surfaces.into_iter().enumerate() {
            let between = if i == 0 { "" } else { "; " };
            write!(out, "{between}{surface} ({times})").expect("writing to memory does not fail");
        }
    }
}
