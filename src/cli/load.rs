//! Lists named on the command line.

use super::out;
use anyhow::Context as _;
use clap::Args;
use gazetag::gazetteer::{BadRows, Gazetteer, Level, Lists, Problem, Variants};
use std::path::PathBuf;

/// Which lists a command works with.
#[derive(Args, Clone, Debug)]
pub(super) struct ListArguments {
    /// A gazetteer: a .csv or .tsv file, a folder of them, or 'default' for the embedded ones; repeat for more, later
    /// ones win
    #[arg(short = 'g', long = "gazetteer", value_name = "LIST")]
    pub(super) lists: Vec<PathBuf>,

    /// Go on without rows that cannot be read
    #[arg(long)]
    pub(super) skip_bad_rows: bool,

    /// Find names only as the lists write them: derive no variants
    #[arg(long)]
    pub(super) no_variants: bool,
}

impl ListArguments {
    /// Loads the lists; without any, the embedded ones.
    pub(super) fn load(&self, quiet: bool) -> anyhow::Result<Gazetteer> {
        let bad_rows = if self.skip_bad_rows { BadRows::Skip } else { BadRows::Refuse };
        let variants = if self.no_variants { Variants::Off } else { Variants::Derive };
        let (gazetteer, problems) = read(&self.lists)?.variants(variants).load(bad_rows).map_err(|error| {
            let advice =
                if self.skip_bad_rows { "" } else { "\nnothing was done; --skip-bad-rows goes on without them" };
            anyhow::anyhow!(
                "{error}{}",
                if matches!(error, gazetag::gazetteer::LoadError::Errors(_)) { advice } else { "" }
            )
        })?;
        report(&problems, quiet);
        Ok(gazetteer)
    }
}

/// The lists of these paths, or the embedded ones.
pub(super) fn read(paths: &[PathBuf]) -> anyhow::Result<Lists> {
    if paths.is_empty() {
        return Ok(Lists::new().add_default());
    }
    paths.iter().try_fold(Lists::new(), |lists, path| lists.add_path(path)).context("lists")
}

fn report(problems: &[Problem], quiet: bool) {
    let skipped = problems.iter().filter(|problem| problem.level == Level::Error).count();
    for problem in problems {
        if problem.level == Level::Error || !quiet {
            out::message(format_args!("{problem}"));
        }
    }
    if skipped > 0 {
        let rows = if skipped == 1 { "problem" } else { "problems" };
        out::message(format_args!("bad rows were left out: {skipped} {rows}, listed above"));
    }
}
