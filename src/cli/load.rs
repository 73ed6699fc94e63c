//! Lists named on the command line.

use super::out;
use anyhow::Context as _;
use clap::Args;
use gazetag::gazetteer::archive::Archive;
use gazetag::gazetteer::problem::told;
use gazetag::gazetteer::{BadRows, Gazetteer, Level, Lists, Problem, Variants};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Which lists a command works with.
#[derive(Args, Clone, Debug)]
pub(super) struct ListArguments {
    /// A gazetteer: a .csv, .tsv, .xlsx, .ods, .jsonl or compiled .gaz file, a folder, or 'default' for the embedded ones;
    /// repeat for more, later
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
        let lists = read(&self.lists)?.variants(variants);
        for archive in lists.archives() {
            OPEN.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(archive));
            for changed in archive.changed_sources().into_iter().filter(|_| !quiet) {
                out::message(format_args!(
                    "warning: {changed} has changed since {} was compiled from it: compile it again with 'gazetag compile'",
                    archive.path().display()
                ));
            }
        }
        let (gazetteer, problems) = lists.load(bad_rows).map_err(|error| {
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

/// The compiled lists that are open: what may be to blame when something goes wrong inside.
static OPEN: Mutex<Vec<Arc<Archive>>> = Mutex::new(Vec::new());

/// Reads the compiled lists that are open, byte for byte, and tells which are damaged, if any is.
pub(super) fn tell_damage() -> bool {
    let open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    let damaged: Vec<_> = open.iter().filter_map(|archive| archive.verify().err()).collect();
    for error in &damaged {
        out::message(format_args!("gazetag: {error} ('gazetag check' on it reads every byte)"));
    }
    !damaged.is_empty()
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
    for line in told(problems.iter().filter(|problem| problem.level == Level::Error || !quiet)) {
        out::message(format_args!("{line}"));
    }
    if skipped > 0 {
        let rows = if skipped == 1 { "problem" } else { "problems" };
        out::message(format_args!("bad rows were left out: {skipped} {rows}, told above"));
    }
}
