//! What was taken, what was left out and why.

use std::collections::BTreeMap;

/// How many lines that cannot be read are told one by one.
const TOLD: usize = 20;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Rows of the files that were read.
    Row,
    /// Names in rows that were taken.
    Name,
}

impl Unit {
    /// The word in the summary and in `--json`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Unit::Row => "rows",
            Unit::Name => "names",
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is in the list.
    Taken,
    /// It was left out on purpose.
    Skipped,
    /// It could not be read.
    Unreadable,
}

impl Outcome {
    /// The word in the summary and in `--json`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Taken => "taken",
            Outcome::Skipped => "skipped",
            Outcome::Unreadable => "unreadable",
        }
    }
}

/// How often one thing happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub unit: Unit,
    /// What became of it.
    pub outcome: Outcome,
    /// Why; empty for what was taken.
    pub reason: String,
    /// How often.
    pub count: u64,
}

/// Counts of an import, and the places of what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    counts: BTreeMap<(Unit, Outcome), BTreeMap<String, u64>>,
    told: Vec<String>,
    unreadable: u64,
}

impl Tally {
    pub(super) fn add(&mut self, unit: Unit, outcome: Outcome, reason: &str) {
        let reasons = self.counts.entry((unit, outcome)).or_default();
        match reasons.get_mut(reason) {
            Some(count) => *count += 1,
            None => {
                reasons.insert(reason.to_owned(), 1);
            }
        }
    }

    pub(super) fn unreadable(&mut self, file: &str, line: u64, why: &str) {
        self.add(Unit::Row, Outcome::Unreadable, why);
        self.unreadable += 1;
        if self.told.len() < TOLD {
            self.told.push(format!("{file}:{line}: {why}"));
        }
    }

    /// The counts: rows before names, taken before skipped, then the most frequent reason first.
    #[must_use]
    pub fn counts(&self) -> Vec<Count> {
        let mut counts: Vec<Count> = self
            .counts
            .iter()
            .flat_map(|(&(unit, outcome), reasons)| {
                reasons.iter().map(move |(reason, &count)| Count { unit, outcome, reason: reason.clone(), count })
            })
            .collect();
        counts.sort_by(|a, b| (a.unit, a.outcome, b.count).cmp(&(b.unit, b.outcome, a.count)));
        counts
    }

    /// How often something happened, whatever the reason.
    #[must_use]
    pub fn total(&self, unit: Unit, outcome: Outcome) -> u64 {
        self.counts.get(&(unit, outcome)).map_or(0, |reasons| reasons.values().sum())
    }

    /// The places of the first lines that could not be read, `file:line: why`.
    #[must_use]
    pub fn told(&self) -> &[String] {
        &self.told
    }

    /// How many lines could not be read.
    #[must_use]
    pub fn unreadable_rows(&self) -> u64 {
        self.unreadable
    }
}
