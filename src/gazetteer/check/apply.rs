//! Decisions of a person on the risks of a list, carried out: the list written anew.
//!
//! Lines without a decision stay as they are, byte for byte.

use crate::gazetteer::table::Table;
use crate::model::NameSource;
use std::collections::BTreeMap;
use std::str::FromStr;

/// What is to be done with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It stays.
    Keep,
    /// It goes; a row whose last name goes, goes too.
    Drop,
    /// It counts letter for letter: it moves to the column `exact`; of a canonical name the row's `case` becomes
    /// `exact`.
    Exact,
}

impl FromStr for Decision {
    type Err = String;

    fn from_str(word: &str) -> Result<Decision, String> {
        match word.trim().to_lowercase().as_str() {
            "" | "keep" => Ok(Decision::Keep),
            "drop" => Ok(Decision::Drop),
            "exact" => Ok(Decision::Exact),
            other => Err(format!("'{other}' is no decision: write keep, drop or exact")),
        }
    }
}

/// Decisions by line of the list and by name.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    by_line: BTreeMap<u64, BTreeMap<String, Decision>>,
}

impl Decisions {
    /// Adds a decision. A name that has several risks is decided once: `keep` yields.
    ///
    /// # Errors
    /// Where it was decided otherwise before.
    pub fn add(&mut self, line: u64, name: &str, decision: Decision) -> Result<(), String> {
        if decision == Decision::Keep {
            return Ok(());
        }
        let known = self.by_line.entry(line).or_default().insert(name.to_owned(), decision);
        match known {
            Some(other) if other != decision => {
                Err(format!("'{name}' in line {line} of the list is both to be dropped and to be exact"))
            }
            _ => Ok(()),
        }
    }

    /// How many names change.
    #[must_use]
    pub fn count(&self) -> usize {
        self.by_line.values().map(BTreeMap::len).sum()
    }
}

/// The list with the decisions carried out.
///
/// # Errors
/// Where the bytes are no list in UTF-8, or a line has not the name: the list has changed since it was checked.
pub fn apply(list: &[u8], decisions: &Decisions) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(list).map_err(|_| "the list is not UTF-8: save it as UTF-8".to_owned())?;
    let table = Table::open(list, "name").map_err(|error| error.message)?;
    let column = |name: &str| table.header.iter().position(|cell| cell == name);
    let columns = NameSource::ALL.map(|source| (source, column(source.column())));
    let needs = |decision| decisions.by_line.values().any(|names| names.values().any(|&other| other == decision));
    let mut added: Vec<&str> = Vec::new();
    if needs(Decision::Exact) {
        added.extend(["exact", "case"].into_iter().filter(|name| column(name).is_none()));
    }
    let width = table.header.len();
    let place = |name: &str| column(name).or_else(|| Some(width + added.iter().position(|new| *new == name)?));
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let write = |cells: &[String]| -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(table.delimiter())
            .flexible(true)
            .terminator(if line_end == "\n" { csv::Terminator::Any(b'\n') } else { csv::Terminator::CRLF })
            .from_writer(Vec::new());
        writer.write_record(cells).expect("memory is written");
        String::from_utf8(writer.into_inner().expect("memory is written")).expect("cells are text")
    };
    let header = table.head();
    let mut out = String::with_capacity(text.len());
    out.push_str(if text.starts_with('\u{FEFF}') { "\u{FEFF}" } else { "" });
    if added.is_empty() {
        out.push_str(header);
    } else {
        let (kept, end) = header.split_at(header.trim_end_matches(['\r', '\n']).len());
        out.push_str(kept);
        for name in &added {
            out.push(char::from(table.delimiter()));
            out.push_str(name);
        }
        out.push_str(if end.is_empty() { line_end } else { end });
    }
    let mut open: BTreeMap<u64, &BTreeMap<String, Decision>> =
        decisions.by_line.iter().map(|(&line, names)| (line, names)).collect();
    for (line, raw, cells) in table.raw_rows() {
        let Some(names) = open.remove(&line) else {
            out.push_str(raw);
            continue;
        };
        out.push_str(&raw[..raw.len() - raw.trim_start_matches(['\r', '\n']).len()]);
        let mut cells: Vec<String> = cells.iter().map(str::to_owned).collect();
        cells.resize(cells.len().max(width + added.len()), String::new());
        for (name, decision) in names {
            decide(&mut cells, name, *decision, &columns, &place).ok_or_else(|| {
                format!("line {line} has no name '{name}': the list has changed since it was checked")
            })?;
        }
        if !cells[place("name").unwrap_or(0)].is_empty() {
            out.push_str(&write(&cells));
        }
    }
    match open.keys().next() {
        Some(line) => Err(format!("there is no row in line {line}: the list has changed since it was checked")),
        None => Ok(out.into_bytes()),
    }
}

/// Changes the cells of a row; nothing where it has not the name.
fn decide(
    cells: &mut [String],
    name: &str,
    decision: Decision,
    columns: &[(NameSource, Option<usize>)],
    place: &impl Fn(&str) -> Option<usize>,
) -> Option<()> {
    let parts = |cell: &str| -> Vec<String> {
        cell.split('|').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let mut found = false;
    for &(source, at) in columns {
        let Some(at) = at else { continue };
        if source == NameSource::Canonical {
            if cells[at].trim() != name {
                continue;
            }
            found = true;
            if decision == Decision::Exact {
                cells[place("case")?] = "exact".to_owned();
            } else {
                // the next name is what the entity is called from now on
                cells[at].clear();
                if let Some(aliases) = place("aliases").filter(|&aliases| aliases < cells.len()) {
                    let mut others = parts(&cells[aliases]);
                    if !others.is_empty() {
                        cells[at] = others.remove(0);
                        cells[aliases] = others.join("|");
                    }
                }
            }
            continue;
        }
        let mut names = parts(&cells[at]);
        let before = names.len();
        names.retain(|other| other != name);
        if names.len() == before {
            continue;
        }
        found = true;
        if decision == Decision::Exact && source == NameSource::Exact {
            continue;
        }
        cells[at] = names.join("|");
        if decision == Decision::Exact {
            let exact = place("exact")?;
            let mut names = parts(&cells[exact]);
            if !names.iter().any(|other| other == name) {
                names.push(name.to_owned());
            }
            cells[exact] = names.join("|");
        }
    }
    found.then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(list: &str, decisions: &[(u64, &str, Decision)]) -> Result<String, String> {
        let mut all = Decisions::default();
        for &(line, name, decision) in decisions {
            all.add(line, name, decision)?;
        }
        apply(list.as_bytes(), &all).map(|list| String::from_utf8(list).unwrap())
    }

    #[test]
    fn decisions_change_their_lines_alone() {
        let list = "\u{FEFF}id;name;kind;aliases;my note\r\n1;\"A\";place;Most|Xy;\"a \"\"note\"\"\"\r\n2;Of ;place;;x\r\n\r\n3;C;place;D;y";
        for (decisions, expected) in [
            (&[][..], list.to_owned()),
            (&[(2, "Most", Decision::Keep)], list.to_owned()),
            (&[(2, "Most", Decision::Drop)], list.replace("\"A\";place;Most|Xy", "A;place;Xy")),
            (&[(3, "Of", Decision::Drop)], list.replace("2;Of ;place;;x\r\n", "")),
            (&[(5, "C", Decision::Drop)], list.replace("3;C;place;D;y", "3;D;place;;y\r\n")),
            (
                &[(2, "Xy", Decision::Exact)],
                list.replace("my note", "my note;exact;case")
                    .replace("\"A\";place;Most|Xy;\"a \"\"note\"\"\"", "A;place;Most;\"a \"\"note\"\"\";Xy;"),
            ),
            (
                &[(5, "C", Decision::Exact)],
                list.replace("my note", "my note;exact;case").replace("3;C;place;D;y", "3;C;place;D;y;;exact\r\n"),
            ),
        ] {
            assert_eq!(applied(list, decisions), Ok(expected), "{decisions:?}");
        }
    }

    #[test]
    fn a_list_that_has_changed_is_left_alone() {
        let list = "name,kind\nA,place\n";
        for (line, name) in [(2, "B"), (3, "A"), (1, "A")] {
            assert!(
                applied(list, &[(line, name, Decision::Drop)]).unwrap_err().contains("has changed"),
                "{line} {name}"
            );
        }
        let both = applied(list, &[(2, "A", Decision::Drop), (2, "A", Decision::Exact)]);
        assert!(both.unwrap_err().contains("both"));
    }
}
