//! `gazetag check`: what is wrong or risky in lists, how often it bites in a corpus, and a person's decisions on it.

mod corpus;
mod decide;
mod sheet;

use super::{DONE, FAILED, UNUSABLE, load, out};
use clap::Args;
use corpus::Occurring;
use gazetag::gazetteer::check::check;
use gazetag::gazetteer::{Level, Problem};
use gazetag::occurrences::Occurrence;
use gazetag::pipeline;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Show what is wrong or risky in lists
#[derive(Args)]
pub(super) struct Check {
    /// Lists: .csv, .tsv, .xlsx, .ods or .jsonl files, folders of them, 'default'; none: the embedded ones
    #[arg(value_name = "LIST")]
    lists: Vec<PathBuf>,

    /// Count in these articles how often each name occurs, as a name and in small letters; the riskiest come first
    #[arg(long, value_name = "PATH", num_args = 1)]
    corpus: Vec<PathBuf>,

    /// Write the risks to a table, to decide in its first column: keep, drop or exact
    #[arg(short, long, value_name = "RISKS.csv", conflicts_with = "apply")]
    output: Option<PathBuf>,

    /// Carry out the decisions of such a table: the lists are written anew
    #[arg(long, value_name = "RISKS.csv", conflicts_with = "corpus")]
    apply: Option<PathBuf>,

    /// Write over a table that is there already
    #[arg(long)]
    force: bool,

    /// Print an array of objects
    #[arg(long)]
    json: bool,

    /// Only errors, no count
    #[arg(short, long)]
    quiet: bool,

    /// Threads; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

/// A problem, and what a corpus says of the name.
struct Finding<'c> {
    problem: Problem,
    occurrence: Option<&'c Occurrence>,
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
    #[serde(flatten)]
    occurrence: Option<OccurrenceRow<'p>>,
}

#[derive(Serialize)]
struct OccurrenceRow<'p> {
    capitalised: u64,
    lower_case: u64,
    inside_longer: u64,
    examples: &'p [String],
}

impl<'p> From<&'p Finding<'_>> for Row<'p> {
    fn from(Finding { problem, occurrence }: &'p Finding<'_>) -> Self {
        Row {
            name: &problem.name,
            file: &problem.file,
            line: problem.line,
            level: problem.level.as_str(),
            problem: problem.code,
            message: &problem.message,
            suggestion: &problem.suggestion,
            occurrence: occurrence.map(|of| OccurrenceRow {
                capitalised: of.capitalised,
                lower_case: of.lower_case,
                inside_longer: of.inside_longer,
                examples: &of.examples,
            }),
        }
    }
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let pool = pipeline::threads(self.threads)?;
        pool.install(|| self.run_here())
    }

    fn run_here(&self) -> anyhow::Result<u8> {
        if let Some(risks) = &self.apply {
            return decide::apply(risks, &self.lists, self.quiet);
        }
        let lists = match load::read(&self.lists) {
            Ok(lists) => lists,
            Err(error) => {
                out::message(format_args!("gazetag: {error:#}"));
                return Ok(UNUSABLE);
            }
        };
        let sheet = self.output.as_deref().map(|path| sheet::Sheet::begin(path, self.force)).transpose()?;
        let problems = check(&lists);
        let occurring = match self.corpus.as_slice() {
            [] => None,
            paths => Some(Occurring::count(lists, paths, self.quiet)?),
        };
        let mut findings = match &occurring {
            Some(occurring) => occurring.findings(problems),
            None => problems.into_iter().map(|problem| Finding { problem, occurrence: None }).collect(),
        };
        findings.retain(|finding| !self.quiet || finding.problem.level == Level::Error);
        if let Some(sheet) = sheet {
            sheet.write(&findings, occurring.is_some())?;
        }
        if self.json {
            out::json(&findings.iter().map(Row::from).collect::<Vec<_>>())?;
        } else if self.output.is_none() {
            out::data(&findings.iter().map(line).collect::<String>())?;
        }
        self.summarize(&findings);
        let errors = findings.iter().any(|finding| finding.problem.level == Level::Error);
        Ok(if errors { FAILED } else { DONE })
    }

    /// How many of each sort, on standard error.
    fn summarize(&self, findings: &[Finding<'_>]) {
        if self.quiet {
            return;
        }
        let count = |level| findings.iter().filter(|finding| finding.problem.level == level).count();
        let mut sorts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.problem.level != Level::Note) {
            *sorts.entry(finding.problem.code).or_default() += 1;
        }
        let mut sorts: Vec<(&str, usize)> = sorts.into_iter().collect();
        sorts.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
        let mut text = String::new();
        for (code, count) in sorts {
            writeln!(text, "{count:>10}  {code}").expect("memory is written");
        }
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let (errors, warnings) = (count(Level::Error), count(Level::Warning));
        write!(text, "{errors} error{}, {warnings} warning{}", plural(errors), plural(warnings))
            .expect("memory is written");
        if let Some(path) = &self.output {
            let lists: Vec<String> = self.lists.iter().map(|list| list.display().to_string()).collect();
            let path = path.display();
            write!(
                text,
                "\n{path}: write keep, drop or exact into its first column, then gazetag check {} --apply {path}",
                lists.join(" ")
            )
            .expect("memory is written");
        }
        out::message(format_args!("{text}"));
    }
}

/// A finding as a line, its places in a corpus below it.
fn line(finding: &Finding<'_>) -> String {
    let mut text = out::printable(&finding.problem.to_string());
    text.push('\n');
    if let Some(of) = finding.occurrence {
        writeln!(
            text,
            "    {} as a name, {} in small letters, {} inside longer names",
            of.capitalised, of.lower_case, of.inside_longer
        )
        .expect("memory is written");
        for example in &of.examples {
            writeln!(text, "    {}", out::printable(example)).expect("memory is written");
        }
    }
    text
}
