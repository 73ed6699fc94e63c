//! `gazetag merge`: the parts of a run to one.

use super::interrupt::listen_for_interrupts;
use super::summary::{Written, tell};
use super::{DONE, FAILED, INTERRUPTED, out};
use clap::Args;
use gazetag::pipeline::{self, MergeError, Parts, RunError};
use gazetag::tables::folder::{Overwrite, TableFolder};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Make of the parts that tag --shard wrote what one run would have written
#[derive(Args)]
pub(super) struct Merge {
    /// The folders of all parts, in any order
    #[arg(value_name = "DIR", required = true)]
    parts: Vec<PathBuf>,

    /// Folder for the tables
    #[arg(short, long, value_name = "DIR", default_value = super::DEFAULT_FOLDER)]
    output: PathBuf,

    /// Write into a folder that holds other files; none of them is deleted
    #[arg(long)]
    force: bool,

    /// Threads; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// No summary; errors are still told
    #[arg(short, long)]
    quiet: bool,
}

impl Merge {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let begun = Instant::now();
        let parts = Parts::open(&self.parts)?;
        let is_part = |part: &PathBuf| part.canonicalize().ok() == self.output.canonicalize().ok();
        if self.output.exists() && self.parts.iter().any(is_part) {
            anyhow::bail!("{} is a part itself: choose another folder with -o", self.output.display());
        }
        let overwrite = if self.force { Overwrite::Force } else { Overwrite::Ours };
        let folder = TableFolder::open(&self.output, overwrite)?;
        let pool = pipeline::threads(self.threads)?;
        let interrupted = Arc::new(AtomicBool::new(false));
        listen_for_interrupts(&interrupted, &self.output)?;
        match parts.merge(&pool, folder, &interrupted) {
            Ok(summary) => {
                tell(&summary, begun.elapsed(), self.quiet, &Written { folder: Some(&self.output), page: None });
                Ok(if summary.failed == 0 { DONE } else { FAILED })
            }
            Err(MergeError::Run(RunError::Interrupted)) => {
                out::message(format_args!("gazetag: {}", RunError::Interrupted));
                Ok(INTERRUPTED)
            }
            Err(error) => Err(error.into()),
        }
    }
}
