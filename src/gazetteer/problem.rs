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

/// How many problems of one sort in one list are told one by one.
const TOLD: usize = 20;

/// Problems as they are told to somebody who did not ask for all: the first of each sort in each list, and how many more
/// there are.
#[must_use]
pub fn told<'p>(problems: impl IntoIterator<Item = &'p Problem>) -> Vec<String> {
    let mut sorts: Vec<((&str, &str), &Problem, usize)> = Vec::new();
    let mut lines = Vec::new();
    for problem in problems {
        let sort = (problem.file.as_str(), problem.code);
        let at = sorts.iter().rposition(|(known, ..)| *known == sort).unwrap_or_else(|| {
            sorts.push((sort, problem, 0));
            sorts.len() - 1
        });
        sorts[at].2 += 1;
        if sorts[at].2 <= TOLD {
            lines.push(problem.to_string());
        }
    }
    let more = sorts.iter().filter(|(.., count)| *count > TOLD);
    lines.extend(more.map(|((file, code), problem, count)| {
        let (count, level) = (count - TOLD, problem.level.as_str());
        format!("{file}: {level}: {count} more of the sort '{code}'; 'gazetag check' on the list tells all")
    }));
    lines
}

/// Lists that cannot be used as they are.
#[derive(Clone, Debug, thiserror::Error)]
pub struct ListErrors(pub Vec<Problem>);

impl fmt::Display for ListErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in told(&self.0) {
            writeln!(f, "{line}")?;
        }
        let count = self.0.len();
        write!(f, "{count} {} in the lists", if count == 1 { "error" } else { "errors" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_problems_a_few_are_told_and_all_are_counted() {
        let problem = |file: &str, code, line| Problem {
            level: Level::Error,
            code,
            file: file.to_owned(),
            line,
            column: 0,
            name: String::new(),
            message: "'XX' is no country code".to_owned(),
            suggestion: String::new(),
        };
        let mut problems: Vec<Problem> = (2..1002).map(|line| problem("a.csv", "bad-country", line)).collect();
        problems.insert(500, problem("a.csv", "no-name", 7));
        problems.push(problem("b.csv", "bad-country", 2));
        let told = told(&problems);
        assert_eq!(told.len(), TOLD + 3);
        assert_eq!(told[0], "a.csv:2: error: 'XX' is no country code");
        assert!(told[TOLD].starts_with("a.csv:7: ") && told[TOLD + 1].starts_with("b.csv:2: "));
        assert_eq!(
            told[TOLD + 2],
            "a.csv: error: 980 more of the sort 'bad-country'; 'gazetag check' on the list tells all"
        );
        assert!(ListErrors(problems).to_string().ends_with("\n1002 errors in the lists"));
    }
}
