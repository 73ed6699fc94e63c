//! The shipped lists under test: sound, in order, without slips. `UPDATE=1 cargo test` repairs order and spacing.

use crate::support::{self, root, update};
use csv::StringRecord;
use gazetag::Lists;
use gazetag::gazetteer::{BadRows, Variants};
use gazetag::model::{Facts as _, Kind};
use std::collections::{BTreeMap, BTreeSet};

const PLACE_CLASSES: [&str; 14] = [
    "continent",
    "country",
    "territory",
    "region",
    "county",
    "city",
    "district",
    "water",
    "island",
    "mountain",
    "desert",
    "area",
    "facility",
    "landmark",
];
const PERSON_CLASSES: [&str; 14] = [
    "politician",
    "official",
    "military",
    "militant",
    "religious",
    "business",
    "activist",
    "scientist",
    "writer",
    "artist",
    "athlete",
    "journalist",
    "royal",
    "historical",
];
const ORGANIZATION_CLASSES: [&str; 14] = [
    "international",
    "government",
    "military",
    "company",
    "party",
    "media",
    "armed-group",
    "ngo",
    "think-tank",
    "union",
    "court",
    "university",
    "sports",
    "religious",
];

struct List {
    file: String,
    header: StringRecord,
    rows: Vec<StringRecord>,
}

fn read(file: &str) -> List {
    let path = root().join("gazetteers").join(file);
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut sorted: Vec<StringRecord> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| cell.split('|').map(str::trim).collect::<Vec<_>>().join("|"))
                .collect::<StringRecord>()
        })
        .collect();
    sorted.sort_by(|a, b| a.iter().cmp(b.iter()));
    if update() {
        let mut writer = csv::Writer::from_path(&path).unwrap();
        writer.write_record(&header).unwrap();
        sorted.iter().for_each(|row| writer.write_record(row).unwrap());
        return List { file: file.to_owned(), header, rows: sorted };
    }
    let wrong = rows.iter().zip(&sorted).find(|(row, sorted)| row != sorted);
    assert!(wrong.is_none(), "{file}: out of order or badly spaced near {wrong:?}: UPDATE=1 cargo test repairs it");
    List { file: file.to_owned(), header, rows }
}

impl List {
    fn cell<'r>(&self, row: &'r StringRecord, column: &str) -> &'r str {
        self.header.iter().position(|name| name == column).and_then(|i| row.get(i)).unwrap_or_default()
    }
}

fn lists() -> [List; 3] {
    ["organizations.csv", "people.csv", "places.csv"].map(read)
}

#[test]
fn ids_are_slugs_and_unique_and_part_of_leads_somewhere() {
    let lists = lists();
    let mut ids = BTreeSet::new();
    for list in &lists {
        for row in &list.rows {
            let id = list.cell(row, "id");
            let slug = id.starts_with(|c: char| c.is_ascii_lowercase())
                && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            assert!(slug, "{}: {id} is no slug", list.file);
            assert!(ids.insert(id.to_owned()), "{}: {id} is taken twice", list.file);
        }
    }
    for list in &lists {
        for row in &list.rows {
            let part_of = list.cell(row, "part_of");
            assert!(part_of.is_empty() || ids.contains(part_of), "{}: {part_of} of {row:?} is no id", list.file);
        }
    }
    assert!(ids.len() >= 800, "{} entities", ids.len());
}

#[test]
fn cells_hold_what_their_columns_say() {
    for list in lists() {
        let classes = match list.file.as_str() {
            "places.csv" => PLACE_CLASSES.as_slice(),
            "people.csv" => PERSON_CLASSES.as_slice(),
            _ => ORGANIZATION_CLASSES.as_slice(),
        };
        for row in &list.rows {
            let cell = |column: &'static str| list.cell(row, column);
            let id = cell("id");
            assert!(
                cell("class").is_empty() || classes.contains(&cell("class")) || cell("class") == "bank",
                "{id}: class"
            );
            let country = cell("country");
            assert!(
                country.is_empty() || country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase()),
                "{id}"
            );
            let number = |column: &'static str, least: f64, most: f64| {
                let cell = cell(column);
                let value: Option<f64> = cell.parse().ok();
                assert!(cell.is_empty() || value.is_some_and(|v| (least..=most).contains(&v)), "{id}: {column} {cell}");
                value
            };
            assert_eq!(number("latitude", -90.0, 90.0).is_some(), number("longitude", -180.0, 180.0).is_some(), "{id}");
            number("weight", 0.0, 9.0);
            if cell("class") == "country" && !country.is_empty() {
                assert!(!cell("latitude").is_empty() && !cell("population").is_empty(), "{id}: point, population");
            }
            let wikidata = cell("wikidata");
            let digits = wikidata.strip_prefix('Q').is_some_and(|n| n.parse::<u64>().is_ok());
            assert!(wikidata.is_empty() || digits, "{id}: {wikidata}");
        }
    }
}

#[test]
fn no_name_is_spoilt_or_given_twice_in_a_row() {
    for list in lists() {
        for row in &list.rows {
            let id = list.cell(row, "id");
            let mut names = BTreeSet::new();
            for column in ["name", "aliases", "exact", "with_place", "demonyms"] {
                for name in list.cell(row, column).split('|').filter(|name| !name.is_empty()) {
                    assert!(names.insert(name.to_owned()), "{id}: {name} twice");
                    let spoilt = name.chars().any(|c| {
                        // Sinhala writes some letters with a joiner between them
                        c.is_control()
                            || matches!(
                                c,
                                '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'
                                    ..='\u{202E}' | '\u{FEFF}' | '\u{FFFD}'
                            )
                    });
                    let mojibake = ["Ã¡", "Ã©", "Ã³", "Ãº", "Ã¼", "Ã¶", "â€"].iter().any(|bad| name.contains(bad));
                    assert!(!spoilt && !mojibake, "{id}: {name:?}");
                }
            }
        }
    }
}

/// Names that people, or organizations, of one country share would hide one another without a word.
#[test]
fn people_and_organizations_of_a_country_share_no_name() {
    for list in lists().iter().filter(|list| list.file != "places.csv") {
        let mut owners: BTreeMap<(String, String), String> = BTreeMap::new();
        for row in &list.rows {
            for column in ["name", "aliases", "exact"] {
                for name in list.cell(row, column).split('|').filter(|name| !name.is_empty()) {
                    let id = list.cell(row, "id").to_owned();
                    let key = (list.cell(row, "country").to_owned(), name.to_owned());
                    let other = owners.entry(key).or_insert_with(|| id.clone());
                    assert_eq!(*other, id, "{}: both are called {name}", list.file);
                }
            }
        }
    }
}

/// A name that belongs to more than one entity is either meant, and then it stands in `tests/lists/shared-names.csv`
/// with its owners, or an error. `UPDATE=1` writes that table: each new row is two entities that a text cannot tell apart
/// by the name alone.
#[test]
fn names_that_entities_share_are_meant() {
    let gazetteer = Lists::new().add_default().variants(Variants::Off).load(BadRows::Refuse).unwrap().0;
    let mut owners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, name) in gazetteer.names() {
        owners.entry(name.text).or_default().insert(gazetteer.entity(name.of.entity).id);
    }
    let shared = owners.iter().filter(|(_, ids)| ids.len() > 1);
    let rows = shared.map(|(name, ids)| [(*name).to_owned(), ids.iter().copied().collect::<Vec<_>>().join("|")]);
    let found = support::csv([["name", "entities"].map(String::from)].into_iter().chain(rows));
    let path = root().join("tests/lists/shared-names.csv");
    if update() {
        std::fs::write(&path, &found).unwrap();
    }
    let listed = std::fs::read_to_string(&path).unwrap();
    let new = found.lines().find(|row| !listed.lines().any(|other| other == *row));
    assert_eq!(new, None, "two entities share this name: give one of them another, or UPDATE=1 where it is meant");
    assert_eq!(listed.lines().count(), found.lines().count(), "rows of tests/lists/shared-names.csv are no more");
}

/// Places may share a name where both are really called so; the default among them must then be settled.
#[test]
fn places_of_a_name_have_a_default() {
    let gazetteer = Lists::new().add_default().variants(Variants::Off).load(BadRows::Refuse).unwrap().0;
    let mut owners: BTreeMap<&str, Vec<(f32, &str)>> = BTreeMap::new();
    for (_, name) in gazetteer.names() {
        let entity = gazetteer.entity(name.of.entity);
        if entity.kind == Kind::Place {
            owners.entry(name.text).or_default().push((entity.weight, entity.id));
        }
    }
    for (name, mut places) in owners {
        places.sort_by(|a, b| b.0.total_cmp(&a.0));
        places.dedup();
        if let [first, second, ..] = places.as_slice() {
            assert!(first.0 > second.0, "{name}: {first:?} and {second:?} are as likely: give one a weight");
        }
    }
}

#[test]
fn word_lists_are_in_order_and_unique() {
    let folder = root().join("gazetteers/cues");
    let mut files: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    for file in files.iter().map(|file| format!("cues/{file}")).chain(["blocked.csv".to_owned()]) {
        let list = read(&file);
        let twice = list.rows.windows(2).find(|pair| pair[0] == pair[1]);
        assert!(twice.is_none(), "{file}: {twice:?}");
        assert!(list.rows.iter().all(|row| !row[0].is_empty()), "{file}: an empty word");
    }
}

#[test]
fn the_embedded_lists_load_without_a_problem() {
    let (_, problems) = Lists::new().add_default().load(BadRows::Refuse).unwrap();
    assert_eq!(problems, []);
}
