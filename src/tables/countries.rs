//! `countries.csv`: how often places of each country are mentioned, for maps.

use super::csv::Rows;
use super::entities::EntityCounts;
use super::mentioned::Mentioned;
use super::{Column, Value, ValueType};
use crate::model::{CountryCode, EntityId, Facts, Kind, Level, Mention, Role};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The columns of the table.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Text};
    vec![
        Column::new("country", Text, "country, ISO 3166-1 alpha-3"),
        Column::new("name", Text, "its name in the lists"),
        Column::new("mentions", Count, "how often it or a place in it is mentioned, demonyms left out"),
        Column::new("articles", Count, "in how many articles"),
        Column::new("demonyms", Count, "how often it or a place in it is mentioned by a demonym (Syrian)"),
        Column::new("demonym_articles", Count, "in how many articles"),
    ]
}

/// Mentions, articles, demonyms, articles with demonyms.
pub type Counts = [u64; 4];

/// Counts of all countries: gathered per thread, added up at the end.
#[derive(Default)]
pub struct CountryCounts {
    counts: FxHashMap<CountryCode, Counted>,
    /// How many articles were counted.
    articles: u64,
}

#[derive(Default)]
struct Counted {
    counts: Counts,
    /// The last article with its name, and the last with its demonym, counted from 1.
    last: [u64; 2],
}

impl CountryCounts {
    /// Counts one article with its mentions, sorted out.
    pub fn add(&mut self, facts: &dyn Facts, mentions: &[Mention], mentioned: &Mentioned) {
        self.articles += 1;
        for (entity, numbers) in mentioned.groups() {
            let mut mentions = numbers.map(|number| &mentions[number]).peekable();
            if mentions.peek().is_none_or(|mention| mention.kind != Kind::Place) {
                continue;
            }
            let country = facts.brief(entity).country;
            if country.is_some() {
                let Counted { counts, last } = self.counts.entry(country).or_default();
                for mention in mentions {
                    let demonym = usize::from(mention.role == Role::Demonym);
                    counts[2 * demonym] += 1;
                    counts[2 * demonym + 1] += u64::from(last[demonym] < self.articles);
                    last[demonym] = self.articles;
                }
            }
        }
    }

    /// Adds the counts of another thread or part.
    pub fn merge(&mut self, other: impl IntoIterator<Item = (CountryCode, Counts)>) {
        for (country, theirs) in other {
            let ours = &mut self.counts.entry(country).or_default().counts;
            ours.iter_mut().zip(theirs).for_each(|(ours, more)| *ours += more);
        }
    }

    /// All counts by country.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<CountryCode, Counts> {
        self.counts.iter().map(|(&country, counted)| (country, counted.counts)).collect()
    }

    /// Writes all rows, most mentioned first, then by code; says how many they are.
    pub fn write(&self, names: &CountryNames, rows: &mut Rows) -> u64 {
        let mut countries: Vec<_> = self.counts().into_iter().collect();
        countries.sort_by_key(|&(country, counts)| (Reverse(counts[0]), Reverse(counts[2]), country));
        for (country, counts) in &countries {
            rows.cell(Value::Text(&country.letters()));
            rows.cell(Value::Text(names.name(*country)));
            counts.iter().for_each(|count| rows.cell(Value::Count(*count)));
            rows.end_row();
        }
        countries.len() as u64
    }
}

/// What the lists call countries: those in which a place was mentioned.
#[derive(Clone, Debug, Default)]
pub struct CountryNames(BTreeMap<CountryCode, (EntityId, String)>);

impl CountryNames {
    /// The names of all countries in which a counted place lies.
    #[must_use]
    pub fn of(entities: &EntityCounts, facts: &dyn Facts) -> CountryNames {
        let mut names = CountryNames::default();
        for (id, _) in entities.by_id(facts) {
            // a list could go in circles
            let above = std::iter::successors(Some(id), |id| facts.parent(*id)).take(MOST_LEVELS);
            for id in above.filter(|id| facts.kind(*id) == Kind::Place) {
                let brief = facts.brief(id);
                if brief.level == Level::Country && brief.country.is_some() {
                    names.add(brief.country, id, facts.entity(id).name);
                }
            }
        }
        names
    }

    /// Adds a name; of several the entity that comes first in the lists gives it.
    pub fn add(&mut self, country: CountryCode, id: EntityId, name: &str) {
        let known = self.0.get(&country).is_some_and(|(known, _)| *known <= id);
        if !known {
            self.0.insert(country, (id, name.to_owned()));
        }
    }

    /// All names with the entities that give them.
    pub fn iter(&self) -> impl Iterator<Item = (CountryCode, EntityId, &str)> {
        self.0.iter().map(|(country, (id, name))| (*country, *id, name.as_str()))
    }

    /// Whether none is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn name(&self, country: CountryCode) -> &str {
        self.0.get(&country).map_or("", |(_, name)| name.as_str())
    }
}

/// How far up a country is looked for: a building in a district in a city in a county in a region is five below it.
const MOST_LEVELS: usize = 12;
