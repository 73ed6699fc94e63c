//! The doctor of lists: what cannot be read, and what can but may not do what was meant.

use super::archive::Archive;
use super::cues::Cues;
use super::load::Lists;
use super::merge::Builder;
use super::problem::{Level, Problem};
use super::row::ListRow;
use crate::model::{CaseRule, NameSource};
use crate::text::class::Class;
use crate::text::fold::fold_name;
use std::collections::HashMap;

/// Names of so few letters are found in all sorts of words and abbreviations.
const SHORT: usize = 2;

/// Everything that is wrong or risky in lists, by file and line.
#[must_use]
pub fn check(lists: &Lists) -> Vec<Problem> {
    let mut problems: Vec<Problem> = lists.archives().filter_map(|archive| damage(archive)).collect();
    let files = lists.read_files(&mut problems);
    let mut owners: HashMap<String, (usize, u64)> = HashMap::new();
    for (number, file) in files.iter().enumerate() {
        for row in &file.rows {
            let canonical = &row.names[0].0;
            let mut report = |code, name: &str, message: String, suggestion: &str| {
                problems.push(Problem {
                    level: Level::Warning,
                    code,
                    file: file.file.clone(),
                    line: row.line,
                    column: 0,
                    name: name.to_owned(),
                    message,
                    suggestion: suggestion.to_owned(),
                });
            };
            for (name, source) in &row.names {
                check_name(row, name, *source, &mut report);
            }
            let key = format!("{}\u{1F}{}\u{1F}{}\u{1F}{}", row.kind, fold_name(canonical), row.country, row.part_of);
            match owners.get(&key) {
                Some(&(other_file, line)) if row.id.is_none() || row.point.is_none() => {
                    let message = format!("'{canonical}' stands in {}:{line} too", files[other_file].file);
                    report("duplicate", canonical, message, "delete one, or tell them apart by id, country or part_of");
                }
                Some(_) => {}
                None => {
                    owners.insert(key, (number, row.line));
                }
            }
        }
    }
    let mut builder = Builder::default();
    let none = super::blocked::Blocked::default();
    for (number, file) in files.into_iter().enumerate() {
        let number = u32::try_from(number).expect("nobody gives 2^32 lists");
        let info =
            super::merge::ListInfo { file: &file.file, number, embedded: false, blocked: &none, own_columns: &[] };
        builder.add(&info, file.rows, &mut problems);
    }
    problems.sort_by(|a, b| (&a.file, a.line, a.column, a.code).cmp(&(&b.file, b.line, b.column, b.code)));
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
        suggestion: String::new(),
    })
}

fn check_name(
    row: &ListRow,
    name: &str,
    source: NameSource,
    report: &mut impl FnMut(&'static str, &str, String, &str),
) {
    let exact = source == NameSource::Exact || row.case == Some(CaseRule::Exact);
    let letters = name.chars().filter(|&c| Class::of(c).is_word()).count();
    let cased = name.chars().any(|c| Class::of(c).is_upper() || Class::of(c).is_lower());
    if let Some(odd) = name.chars().find(|&c| Class::of(c).is_dropped() || c == '\u{FFFD}' || c.is_control()) {
        let message = format!("'{name}' holds the invisible character U+{:04X}", odd as u32);
        report("invisible-character", name, message, "write the name again by hand");
    }
    if letters <= SHORT && cased && !exact && source != NameSource::WithPlace {
        let message = format!("'{name}' has {letters} letters and will be found in many places");
        report("short", name, message, "move it to the column 'exact', or delete it");
    }
    let folded = fold_name(name);
    if !exact && !folded.contains(' ') && source != NameSource::WithPlace && Cues::get().is_common_word(&folded) {
        let message = format!("'{name}' is an ordinary word");
        report("common-word", name, message, "use a longer name, or put it into blocked.csv");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risks_are_named() {
        let list = "name,kind,aliases,exact\nMost,place,,\nXy,place,,UV\nA\u{200B}bc,place,,\nSame Name,person,,\nSame Name,person,,\n,place,,\n";
        let found = check(&Lists::new().add_bytes("list.csv", list.into()));
        let codes: Vec<(u64, &str)> = found.iter().map(|problem| (problem.line, problem.code)).collect();
        assert_eq!(
            codes,
            [(2, "common-word"), (3, "short"), (4, "invisible-character"), (6, "duplicate"), (7, "no-name")]
        );
    }
}
