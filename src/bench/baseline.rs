//! The search that everybody could write: `aho-corasick`, overlapping, names as they are listed, with a look at the
//! characters on both sides of what it finds.

use crate::model::{Facts, NameId};
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};
use std::time::{Duration, Instant};

/// The names of some lists, for searching the plain way.
pub(super) struct PlainSearch {
    automaton: AhoCorasick,
    pub(super) build: Duration,
}

impl PlainSearch {
    /// Builds the automaton of all names.
    ///
    /// # Errors
    /// If there are more names than one automaton can hold.
    pub(super) fn build(facts: &dyn Facts) -> Result<PlainSearch, BuildError> {
        let begun = Instant::now();
        let number = |i| NameId(u32::try_from(i).expect("there are fewer than 2^32 names"));
        let mut names: Vec<&str> = (0..facts.name_count()).map(|i| facts.name(number(i)).text).collect();
        names.sort_unstable();
        names.dedup();
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(names)?;
        Ok(PlainSearch { automaton, build: begun.elapsed() })
    }

    /// How many names stand in a text between edges.
    pub(super) fn count(&self, text: &str) -> u64 {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let stands = |found: &aho_corasick::Match| {
            !letter(text[..found.start()].chars().next_back()) && !letter(text[found.end()..].chars().next())
        };
        self.automaton.find_overlapping_iter(text).filter(stands).count() as u64
    }
}
