//! `blocked.csv`: names that never match on their own, each with the reason why.

use super::problem::{Level, Problem};
use super::table::Table;
use crate::text::fold::fold_name;
use std::collections::HashMap;

/// Blocked names, folded, with their reasons.
#[derive(Clone, Debug, Default)]
pub struct Blocked {
    reasons: HashMap<String, String>,
    /// No name longer than this, in bytes as written, folds to a blocked one.
    longest: usize,
}

/// The most bytes that may fold to one: a letter of four bytes.
const MOST_BYTES_FOR_ONE: usize = 4;

impl Blocked {
    /// Reads the columns `name` and `reason`.
    pub fn read(bytes: &[u8], file: &str, problems: &mut Vec<Problem>) -> Blocked {
        let mut blocked = Blocked::default();
        let problem = |line, message: String, suggestion: &str| Problem {
            level: Level::Error,
            code: "bad-blocked-row",
            file: file.to_owned(),
            line,
            column: 1,
            name: String::new(),
            message,
            suggestion: suggestion.to_owned(),
        };
        let table = match Table::read(bytes, "name") {
            Ok(table) => table,
            Err(error) => {
                problems.push(problem(error.line, error.message, "blocked.csv has the columns 'name' and 'reason'"));
                return blocked;
            }
        };
        let column = |name: &str| table.header.iter().position(|cell| cell == name);
        let (name, reason) = (column("name"), column("reason"));
        for row in &table.rows {
            let cell = |at: Option<usize>| at.and_then(|i| row.cells.get(i)).unwrap_or_default().trim();
            let folded = fold_name(cell(name));
            if folded.is_empty() {
                problems.push(problem(row.line, "the row has no name".to_owned(), "give one or delete the row"));
            } else {
                blocked.longest = blocked.longest.max(cell(name).chars().count() * MOST_BYTES_FOR_ONE);
                blocked.reasons.insert(folded, cell(reason).to_owned());
            }
        }
        blocked
    }

    /// Whether a name, as it is written, is blocked.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        name.len() <= self.longest && self.reasons.contains_key(fold_name(name).as_str())
    }

    /// Adds the names of another list.
    pub fn extend(&mut self, other: Blocked) {
        self.reasons.extend(other.reasons);
        self.longest = self.longest.max(other.longest);
    }
}
