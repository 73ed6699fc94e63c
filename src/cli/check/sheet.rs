//! The risks as a table for a spreadsheet.

use super::Finding;
use crate::cli::whole_file::{Replace, WholeFile};
use anyhow::Context as _;
use gazetag::occurrences::EXAMPLES;
use gazetag::tables::csv::Rows;
use gazetag::tables::{Column, Flavour, Value, ValueType};
use std::io::Write as _;
use std::path::Path;

/// The column in which a person decides.
pub(super) const DECISION: &str = "decision";

/// The table being written.
pub(super) struct Sheet(WholeFile);

impl Sheet {
    pub(super) fn begin(path: &Path, force: bool) -> anyhow::Result<Sheet> {
        Ok(Sheet(WholeFile::begin(path, if force { Replace::Whole } else { Replace::Never })?))
    }

    /// Writes a row for each finding; columns of a corpus only where one was searched.
    pub(super) fn write(mut self, findings: &[Finding<'_>], with_corpus: bool) -> anyhow::Result<()> {
        let text = [DECISION, "name", "file", "line", "level", "problem", "message", "suggestion"];
        let mut columns: Vec<Column> = text.iter().map(|name| Column::new(name, ValueType::Text, "")).collect();
        if with_corpus {
            let counts = ["capitalised", "lower_case", "inside_longer"];
            columns.extend(counts.map(|name| Column::new(name, ValueType::Count, "")));
            let example = |i: usize| Column::new(&format!("example_{i}"), ValueType::Text, "");
            columns.extend((1..=EXAMPLES).map(example));
        }
        let flavour = Flavour::Excel;
        let mut rows = Rows::new(flavour);
        for Finding { problem, occurrence } in findings {
            for cell in ["keep", &problem.name, &problem.file] {
                rows.cell(Value::Text(cell));
            }
            rows.cell(Value::Count(problem.line));
            for cell in [problem.level.as_str(), problem.code, &problem.message, &problem.suggestion] {
                rows.cell(Value::Text(cell));
            }
            if with_corpus {
                let count = |of: fn(&gazetag::occurrences::Occurrence) -> u64| Value::Count(occurrence.map_or(0, of));
                rows.cell(count(|of| of.capitalised));
                rows.cell(count(|of| of.lower_case));
                rows.cell(count(|of| of.inside_longer));
                for i in 0..EXAMPLES {
                    let example = occurrence.and_then(|of| of.examples.get(i));
                    rows.cell(example.map_or(Value::Empty, |example| Value::Text(example)));
                }
            }
            rows.end_row();
        }
        self.0.write_all(&flavour.header(&columns)).context("cannot write the table of risks")?;
        self.0.write_all(&rows.into_bytes()).context("cannot write the table of risks")?;
        self.0.put_in_place()
    }
}
