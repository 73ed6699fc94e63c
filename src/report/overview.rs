//! What the page needs at once: entities and articles as columns, and for each article whom it mentions.

use super::run::Run;
use super::world;
use crate::decide::rules::RULES;
use serde::Serialize;
use std::collections::BTreeMap;

/// The overview, as the scripts of the page know it (`readRun` in `page/data.js`).
#[derive(Serialize)]
pub(super) struct Overview<'r> {
    entities: Entities<'r>,
    articles: Articles<'r>,
    /// The entity of each mention, article by article.
    who: &'r [u32],
    /// Names of countries by code.
    countries: BTreeMap<&'r str, &'r str>,
    /// Code, name and outline of countries.
    world: Vec<[&'static str; 3]>,
    /// What rules do, by their names.
    rules: BTreeMap<&'static str, &'static str>,
}

#[derive(Default, Serialize)]
struct Entities<'r> {
    id: Vec<&'r str>,
    name: Vec<&'r str>,
    /// 0 a person, 1 an organization, 2 a place.
    kind: Vec<u8>,
    class: Vec<&'r str>,
    country: Vec<&'r str>,
    latitude: Vec<Option<f64>>,
    longitude: Vec<Option<f64>>,
    stories: Vec<u64>,
    surfaces: Vec<Vec<&'r str>>,
    times: Vec<Vec<u64>>,
    wikidata: Vec<&'r str>,
    geonames: Vec<&'r str>,
}

#[derive(Default, Serialize)]
struct Articles<'r> {
    name: Vec<&'r str>,
    title: Vec<&'r str>,
    date: Vec<&'r str>,
    author: Vec<&'r str>,
    source: Vec<&'r str>,
    url: Vec<&'r str>,
    /// 0 where it was read and has text.
    status: Vec<u8>,
    note: Vec<&'r str>,
    mentions: Vec<u32>,
}

/// So many spellings of an entity are shown.
const SURFACES: usize = 40;

/// What the rule on namesakes says where there are none.
const UNIQUE: (&str, &str) = ("unique", "no other entity of the lists was left that is called so");

impl<'r> Overview<'r> {
    pub(super) fn of(run: &'r Run) -> Overview<'r> {
        let mut entities = Entities::default();
        for row in &run.entities {
            entities.id.push(&row.id);
            entities.name.push(&row.name);
            entities.kind.push(row.kind as u8);
            entities.class.push(&row.class);
            entities.country.push(&row.country);
            entities.latitude.push(row.point.map(|point| point.0));
            entities.longitude.push(row.point.map(|point| point.1));
            entities.stories.push(row.stories);
            let (surfaces, times) = row.surfaces.iter().take(SURFACES).map(|(name, n)| (name.as_str(), *n)).unzip();
            entities.surfaces.push(surfaces);
            entities.times.push(times);
            entities.wikidata.push(&row.wikidata);
            entities.geonames.push(&row.geonames);
        }
        let mut articles = Articles::default();
        for row in &run.articles {
            articles.name.push(&row.name);
            articles.title.push(&row.title);
            articles.date.push(&row.date);
            articles.author.push(&row.author);
            articles.source.push(if row.source.is_empty() { folder_of(&row.name) } else { &row.source });
            articles.url.push(&row.url);
            articles.status.push(u8::from(row.status != "ok"));
            articles.note.push(&row.note);
            articles.mentions.push(row.mentions);
        }
        let world: Vec<[&str; 3]> = world::countries().collect();
        let mut countries: BTreeMap<&str, &str> = world.iter().map(|[code, name, _]| (*code, *name)).collect();
        // as the lists of the run call them; of several the one that is mentioned most
        for row in run.entities.iter().rev().filter(|row| row.class == "country" && !row.country.is_empty()) {
            countries.insert(&row.country, &row.name);
        }
        let mut rules: BTreeMap<_, _> = RULES.iter().map(|rule| (rule.reason().as_str(), rule.about())).collect();
        rules.extend([UNIQUE]);
        Overview { entities, articles, who: &run.who, countries, world, rules }
    }
}

/// Where an article without an outlet comes from: the first folder of its path, or the file that holds it as a record.
fn folder_of(name: &str) -> &str {
    let name = name
        .split_once('/')
        .map_or_else(|| name.rfind(['#', '!']).map_or("", |end| &name[..end]), |(folder, _)| folder);
    name.split('!').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_without_an_outlet_comes_from_a_folder_or_a_file() {
        for (name, folder) in [
            ("a.txt", ""),
            ("africa/a.txt", "africa"),
            ("africa/2024/a.txt", "africa"),
            ("news.jsonl#12", "news.jsonl"),
            ("a.zip!b/c.html", "a.zip"),
            ("a.zip!c.jsonl#3", "a.zip"),
        ] {
            assert_eq!(folder_of(name), folder, "{name}");
        }
    }
}
