//! `gazetag check`: what is wrong or risky in lists.

use super::{DONE, FAILED, UNUSABLE, load, out};
use clap::Args;
use gazetag::gazetteer::check::check;
use gazetag::gazetteer::{Level, Problem};
use serde::Serialize;
use std::path::PathBuf;

/// Show what is wrong or risky in lists
#[derive(Args)]
pub(super) struct Check {
    /// Lists: .csv or .tsv files, folders of them, 'default'; none: the embedded ones
    #[arg(value_name = "LIST")]
    lists: Vec<PathBuf>,

    /// Print an array of objects
    #[arg(long)]
    json: bool,

    /// Only errors, no count
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Serialize)]
struct Row<'p> {
    name: &'p str,
    file: &'p str,
    line: u64,
    level: &'p str,
    problem: &'p str,
    message: &'p str,
    suggestion: &'p str,
}

impl<'p> From<&'p Problem> for Row<'p> {
    fn from(problem: &'p Problem) -> Self {
        Row {
            name: &problem.name,
            file: &problem.file,
            line: problem.line,
            level: problem.level.as_str(),
            problem: problem.code,
            message: &problem.message,
            suggestion: &problem.suggestion,
        }
    }
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let lists = match load::read(&self.lists) {
            Ok(lists) => lists,
            Err(error) => {
                out::message(format_args!("gazetag: {error:#}"));
                return Ok(UNUSABLE);
            }
        };
        let mut problems = check(&lists);
        problems.retain(|problem| !self.quiet || problem.level == Level::Error);
        if self.json {
            out::json(&problems.iter().map(Row::from).collect::<Vec<_>>())?;
        } else {
            let lines: String =
                problems.iter().map(|problem| format!("{}\n", out::printable(&problem.to_string()))).collect();
            out::data(&lines)?;
        }
        let errors = problems.iter().filter(|problem| problem.level == Level::Error).count();
        if !self.quiet {
            let plural = |count: usize| if count == 1 { "" } else { "s" };
            let warnings = problems.len() - errors;
            out::message(format_args!("{errors} error{}, {warnings} warning{}", plural(errors), plural(warnings)));
        }
        Ok(if errors > 0 { FAILED } else { DONE })
    }
}
