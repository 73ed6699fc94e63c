//! The doctor of lists: what cannot be read, and what can but may not do what was meant. A file for each kind of risk.
//!
//! A risk is a warning with a suggestion; it changes nothing. All names of all lists are looked at together, as they
//! would be in one run.

mod alias_of_another;
pub mod apply;
mod common_word;
mod coordinates;
mod duplicate;
mod hidden;
mod mojibake;
mod shared;
mod short;
mod unseen;

use super::Gazetteer;
use super::archive::Archive;
use super::blocked::Blocked;
use super::load::{FileRows, Lists};
use super::merge::{Builder, ListInfo, id_of};
use super::problem::{Level, Problem};
use super::row::ListRow;
use super::variants::Variants;
use crate::model::{CaseRule, Entity, EntityId, Facts as _, NameSource};
use crate::text::fold::fold_name;
use rustc_hash::FxHashMap;

/// Everything that is wrong or risky in lists, by file and line.
#[must_use]
pub fn check(lists: &Lists) -> Vec<Problem> {
    let mut problems: Vec<Problem> = lists.archives().filter_map(|archive| damage(archive)).collect();
    let (files, blocked) = lists.read_files(&mut problems);
    // a derived name yields to every listed one: it makes no risk
    let mut builder = Builder::new(Variants::Off);
    for file in &files {
        let list = u32::try_from(file.list).expect("nobody gives 2^32 lists");
        let none = Blocked::default();
        let info = ListInfo { file: &file.file, number: list, embedded: false, blocked: &none, own_columns: &[] };
        builder.add(&info, &file.rows, &mut problems);
    }
    let gazetteer = builder.finish(Vec::new(), Blocked::default());
    let patient = Patient::new(&files, &blocked, &gazetteer);
    for examine in [
        unseen::examine,
        mojibake::examine,
        short::examine,
        common_word::examine,
        shared::examine,
        alias_of_another::examine,
        hidden::examine,
        duplicate::examine,
        coordinates::examine,
    ] {
        examine(&patient, &mut problems);
    }
    problems.sort_by(|a, b| {
        (&a.file, a.line, a.column, a.code, &a.name).cmp(&(&b.file, b.line, b.column, b.code, &b.name))
    });
    problems
}

/// What is wrong with a compiled list: its rows were checked when it was compiled, its bytes are now.
fn damage(archive: &Archive) -> Option<Problem> {
    Some(Problem {
        level: Level::Error,
        code: "damaged",
        file: archive.path().display().to_string(),
        line: 0,
        column: 0,
        name: String::new(),
        message: archive.verify().err()?.to_string(),
        suggestion: "compile it again".to_owned(),
    })
}

/// Every name of every list and where it stands, in the order of files and lines.
#[must_use]
pub fn names(lists: &Lists) -> Vec<NamePlace> {
    let (files, _) = lists.read_files(&mut Vec::new());
    let mut places = Vec::new();
    for file in files {
        let shared: std::sync::Arc<str> = file.file.into();
        for row in file.rows {
            let line = row.line;
            places.extend(row.names.into_iter().map(|(name, _)| NamePlace { name, file: shared.clone(), line }));
        }
    }
    places
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePlace {
    /// The name as the list writes it.
    pub name: String,
    /// The list as the user named it.
    pub file: std::sync::Arc<str>,
    /// Line of the row, from 1.
    pub line: u64,
}

/// What is examined: the rows of all lists, and what they make together.
struct Patient<'p> {
    files: &'p [FileRows],
    gazetteer: &'p Gazetteer,
    rows: Vec<Row<'p>>,
    names: Vec<Name<'p>>,
    /// Numbers of the names that are one name in a text, in the order of their first.
    groups: Vec<Vec<usize>>,
}

/// A row that can be read.
struct Row<'p> {
    file: &'p FileRows,
    row: &'p ListRow,
    entity: EntityId,
}

/// A name that can match on its own.
struct Name<'p> {
    /// The row: a number in `rows`.
    row: usize,
    text: &'p str,
    folded: String,
    source: NameSource,
    /// Whether it counts letter for letter alone.
    exact: bool,
}

impl<'p> Patient<'p> {
    fn new(files: &'p [FileRows], blocked: &[Blocked], gazetteer: &'p Gazetteer) -> Patient<'p> {
        let mut rows = Vec::new();
        let mut names = Vec::new();
        for file in files {
            for row in &file.rows {
                // a row that contradicts an earlier one is reported already and makes no entity
                let Some(entity) = gazetteer.by_id(&id_of(row)) else { continue };
                let number = rows.len();
                rows.push(Row { file, row, entity });
                for (text, source) in &row.names {
                    if *source != NameSource::WithPlace && !blocked[file.list].holds(text) {
                        let exact = *source == NameSource::Exact || row.case == Some(CaseRule::Exact);
                        names.push(Name { row: number, text, folded: fold_name(text), source: *source, exact });
                    }
                }
            }
        }
        let mut group_of: FxHashMap<&str, usize> = FxHashMap::default();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let group = *group_of.entry(&name.folded).or_insert(groups.len());
            if group == groups.len() {
                groups.push(Vec::new());
            }
            groups[group].push(number);
        }
        drop(group_of);
        Patient { files, gazetteer, rows, names, groups }
    }

    fn row_of(&self, name: &Name<'_>) -> &Row<'p> {
        &self.rows[name.row]
    }

    fn entity_of(&self, name: &Name<'_>) -> Entity<'p> {
        self.gazetteer.entity(self.row_of(name).entity)
    }

    /// The entities of a group of names, each once, the one that is meant by default first.
    fn entities(&self, group: &[usize]) -> Vec<EntityId> {
        let mut entities: Vec<EntityId> = group.iter().map(|&number| self.row_of(&self.names[number]).entity).collect();
        entities.sort_unstable();
        entities.dedup();
        let weight = |id: EntityId| self.gazetteer.weight(id);
        entities.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)).then(a.cmp(&b)));
        entities
    }

    /// An entity in a message: what tells it from its namesakes.
    fn described(&self, id: EntityId) -> String {
        let entity = self.gazetteer.entity(id);
        let facts: Vec<&str> =
            [entity.kind.as_str(), entity.class, entity.country].into_iter().filter(|fact| !fact.is_empty()).collect();
        format!("{} ({}, weight {:.1})", entity.name, facts.join(", "), entity.weight)
    }
}

/// A risk of a name, at its row.
fn risk(row: &Row<'_>, code: &'static str, name: &str, message: String, suggestion: impl Into<String>) -> Problem {
    Problem {
        level: Level::Warning,
        code,
        file: row.file.file.clone(),
        line: row.row.line,
        column: 0,
        name: name.to_owned(),
        message,
        suggestion: suggestion.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, name and code of what is found in a list.
    fn found(list: &str) -> Vec<(u64, String, &'static str)> {
        let problems = check(&Lists::new().add_bytes("list.csv", list.into()));
        problems.into_iter().map(|problem| (problem.line, problem.name, problem.code)).collect()
    }

    #[test]
    fn each_risk_is_found_where_it_stands() {
        for (list, expected) in [
            ("name,kind\nMost,person\n", &[(2, "Most", "common-word")][..]),
            ("name,kind\nÜber,person\n", &[(2, "Über", "common-word")]),
            ("name,kind,case\nMost,person,exact\n", &[]),
            ("name,kind,exact\nXy,person,UV\n", &[(2, "Xy", "short")]),
            ("name,kind,aliases\nA\u{200B}lpine,person,\n", &[(2, "A\u{200B}lpine", "invisible-character")]),
            ("name,kind\nKÃ¶ln Verein,organization\n", &[(2, "KÃ¶ln Verein", "mojibake")]),
            ("name,kind\nSame Name,person\nSame Name,person\n", &[(3, "Same Name", "duplicate")]),
            (
                "name,kind,id\nSame Name,person,a\nSame Name,person,b\n",
                &[(2, "Same Name", "shared"), (3, "Same Name", "duplicate"), (3, "Same Name", "hidden")],
            ),
            (
                "name,kind,country,aliases,weight\nJane Doe,person,USA,,4\nJoan Doe,person,USA,Jane Doe,3\n",
                &[(3, "Jane Doe", "alias-of-another")],
            ),
            (
                "name,kind,country,weight\nAcme,organization,USA,4\nAcme,organization,FRA,3\n",
                &[(2, "Acme", "shared"), (3, "Acme", "hidden")],
            ),
            (
                "name,kind,country,latitude,longitude\nParis,place,FRA,48.9,2.3\nParis,place,USA,33.7,-95.6\n",
                &[(2, "Paris", "shared")],
            ),
            (
                "name,kind,country,latitude,longitude\nLyon,place,FRA,4.8,45.8\nNancy,place,FRA,48.7,6.2\n",
                &[(2, "Lyon", "outside-country")],
            ),
            (
                "name,kind,latitude,longitude\nLyon,place,45.8,4.8\nNancy,place,,\nMetz,place,49.1,6.2\n",
                &[(3, "Nancy", "no-coordinates")],
            ),
            ("name,kind,latitide\nLyon,place,45.8\n", &[(1, "", "unknown-column")]),
            ("name,kind\n,place\n", &[(2, "", "no-name")]),
        ] {
            let expected: Vec<_> = expected.iter().map(|&(line, name, code)| (line, name.to_owned(), code)).collect();
            assert_eq!(found(list), expected, "{list}");
        }
    }

    #[test]
    fn every_risk_says_what_to_do() {
        let list =
            "name,kind,aliases,latitude,longitude,country\nMost,place,Xy|KÃ¶ln,4.8,45.8,FRA\nMost,place,,,,USA\n";
        let problems = check(&Lists::new().add_bytes("list.csv", list.into()));
        assert!(problems.len() > 4, "{problems:?}");
        assert!(problems.iter().all(|problem| !problem.suggestion.is_empty()), "{problems:?}");
    }
}
