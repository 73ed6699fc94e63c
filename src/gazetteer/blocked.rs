//! `blocked.csv`: names that never match on their own, each with the reason why.

use super::problem::{Level, Problem};
use super::table::Table;
use crate::text::fold::{fold_key, fold_name};
use rustc_hash::{FxHashMap, FxHashSet};

/// Blocked names, folded, with their reasons.
#[derive(Clone, Debug)]
pub struct Blocked {
    reasons: FxHashMap<String, String>,
    /// [`fold_key`] of each.
    keys: FxHashSet<u64>,
    /// By length up to 63: the first bytes of blocked names that long.
    firsts: [u128; 64],
}

impl Default for Blocked {
    fn default() -> Self {
        Blocked { reasons: FxHashMap::default(), keys: FxHashSet::default(), firsts: [0; 64] }
    }
}

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
        let table = match Table::open(bytes, "name") {
            Ok(table) => table,
            Err(error) => {
                problems.push(problem(error.line, error.message, "blocked.csv has the columns 'name' and 'reason'"));
                return blocked;
            }
        };
        let column = |name: &str| table.header.iter().position(|cell| cell == name);
        let (name, reason) = (column("name"), column("reason"));
        for row in table.rows() {
            let cell = |at: Option<usize>| at.and_then(|i| row.cells.get(i)).unwrap_or_default().trim();
            let folded = fold_name(cell(name));
            if folded.is_empty() {
                problems.push(problem(row.line, "the row has no name".to_owned(), "give one or delete the row"));
            } else {
                if let (Some(firsts), Some(bit)) = (blocked.firsts.get_mut(folded.len()), first_bit(&folded)) {
                    *firsts |= bit;
                }
                blocked.keys.insert(fold_key(cell(name)));
                blocked.reasons.insert(folded, cell(reason).to_owned());
            }
        }
        blocked
    }

    /// Whether a name, as it is written, is blocked.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        if self.reasons.is_empty() {
            return false;
        }
        // most names are told by their length and first letter
        if let (Some(firsts), Some(bit)) = (self.firsts.get(name.len()), first_bit(name))
            && firsts & bit == 0
            && is_single_spaced(name.as_bytes())
        {
            return false;
        }
        self.keys.contains(&fold_key(name)) && self.reasons.contains_key(fold_name(name).as_str())
    }

    /// Whether a name of this [`fold_key`] is blocked.
    #[must_use]
    pub fn holds_key(&self, key: u64) -> bool {
        self.keys.contains(&key)
    }

    /// Whether no name is blocked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Adds the names of another list.
    pub fn extend(&mut self, other: Blocked) {
        self.reasons.extend(other.reasons);
        self.keys.extend(other.keys);
        self.firsts.iter_mut().zip(other.firsts).for_each(|(ours, theirs)| *ours |= theirs);
    }
}

/// Whether a name is of printable ASCII, with spaces one by one and only inside: it folds byte for byte.
fn is_single_spaced(name: &[u8]) -> bool {
    let mut before = b' ';
    for &byte in name {
        if !(byte.is_ascii_graphic() || byte == b' ' && before != b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// A bit for the first byte in lower case, if it is ASCII.
fn first_bit(name: &str) -> Option<u128> {
    let first = name.bytes().next().filter(u8::is_ascii)?;
    Some(1 << first.to_ascii_lowercase())
}
