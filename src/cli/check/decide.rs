//! The decisions of an edited table of risks, carried out on the lists.

use super::sheet::DECISION;
use crate::cli::whole_file::{Replace, WholeFile};
use crate::cli::{DONE, out};
use anyhow::{Context as _, anyhow, bail};
use gazetag::gazetteer::check::apply::{Decision, Decisions, apply as carry_out};
use gazetag::gazetteer::table::Table;
use gazetag::tables::csv::without_guard;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Writes the lists anew that the table decides on; all of them, or where one cannot be, none.
pub(super) fn apply(risks: &Path, lists: &[PathBuf], quiet: bool) -> anyhow::Result<u8> {
    let mut written = Vec::new();
    for (list, decisions) in read(risks)? {
        let path = Path::new(&list);
        if !lists.iter().any(|given| path == given || path.parent() == Some(given)) {
            bail!("{} decides on names of {list}: name that list on the command line too", risks.display());
        }
        let is_table = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv") || e.eq_ignore_ascii_case("tsv"));
        if !is_table {
            bail!("{list} cannot be written anew: save it as CSV and check that");
        }
        let bytes = std::fs::read(path).with_context(|| format!("cannot read the list {list}"))?;
        let anew = carry_out(&bytes, &decisions).map_err(|error| anyhow!("{list}: {error}"))?;
        let mut file = WholeFile::begin(path, Replace::Whole)?;
        file.write_all(&anew).with_context(|| format!("cannot write {list}"))?;
        written.push((list, decisions.count(), file));
    }
    if written.is_empty() && !quiet {
        out::message(format_args!("{} keeps every name: nothing was changed", risks.display()));
    }
    for (list, count, file) in written {
        file.put_in_place()?;
        if !quiet {
            let names = if count == 1 { "name" } else { "names" };
            out::message(format_args!("{list}: {count} {names} changed"));
        }
    }
    Ok(DONE)
}

/// The decisions of a table by list, those to keep left out.
fn read(risks: &Path) -> anyhow::Result<BTreeMap<String, Decisions>> {
    let shown = risks.display();
    let bytes = std::fs::read(risks).with_context(|| format!("cannot read {shown}"))?;
    let table = Table::open(&bytes, DECISION).map_err(|error| anyhow!("{shown}: {}", error.message))?;
    let column = |name: &str| {
        let at = table.header.iter().position(|cell| cell == name);
        at.ok_or_else(|| anyhow!("{shown} has no column '{name}': it is no table that check wrote"))
    };
    let (decision, name, file, line) = (column(DECISION)?, column("name")?, column("file")?, column("line")?);
    let mut decided: BTreeMap<String, Decisions> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in table.rows() {
        let cell = |at: usize| row.cells.get(at).unwrap_or_default();
        let mut decide = || -> Result<(), String> {
            let decision: Decision = cell(decision).parse()?;
            if decision == Decision::Keep {
                return Ok(());
            }
            let line: u64 = cell(line).trim().parse().map_err(|_| format!("'{}' is no line", cell(line)))?;
            let (file, name) = (without_guard(cell(file)), without_guard(cell(name)));
            if name.is_empty() {
                return Err("the row is about no name: mend the list by hand".to_owned());
            }
            decided.entry(file.to_owned()).or_default().add(line, name, decision)
        };
        if let Err(message) = decide() {
            wrong.push(format!("{shown}:{}: {message}", row.line));
        }
    }
    if wrong.is_empty() { Ok(decided) } else { bail!("{}\nnothing was changed", wrong.join("\n")) }
}
