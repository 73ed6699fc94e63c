//! What is wrong with a list, said so that the person at the spreadsheet can mend it.

use std::fmt;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The row cannot be read: nothing is tagged unless bad rows are skipped on purpose.
    Error,
    /// The row can be read, but may not do what was meant.
    Warning,
    /// Nothing is wrong; something is worth knowing.
    Note,
}

impl Level {
    /// The word in messages and in `check --json`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Error or warning.
    pub level: Level,
    /// What sort of problem: `no-name`, `unknown-kind`, `bad-number` ...
    pub code: &'static str,
    /// The list, as it was named by the user.
    pub file: String,
    /// Line of the file on which the row begins, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// Column of the table, from 1; 0 where the whole row is meant.
    pub column: usize,
    /// The name the row gives, as far as it does.
    pub name: String,
    /// What is wrong, with the value.
    pub message: String,
    /// What would be right.
    pub suggestion: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        write!(f, ": {}: {}", self.level.as_str(), self.message)?;
        if !self.suggestion.is_empty() {
            write!(f, "; {}", self.suggestion)?;
        }
        Ok(())
    }
}

/// Lists that cannot be used as they are.
#[derive(Clone, Debug, thiserror::Error)]
pub struct ListErrors(pub Vec<Problem>);

impl fmt::Display for ListErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        let count = self.0.len();
        write!(f, "{count} {} in the lists", if count == 1 { "error" } else { "errors" })
    }
}
