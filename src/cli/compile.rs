//! `gazetag compile`: lists into one file that opens at once.

use super::load::ListArguments;
use super::{DONE, INTERRUPTED, out};
use anyhow::{Context as _, bail};
use clap::Args;
use gazetag::compile::{self, compile};
use gazetag::gazetteer::archive::{Archive, ArchiveError, EXTENSION};
use gazetag::model::Facts as _;
use gazetag::pipeline;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Compile lists into one file that opens at once, however many names it has
#[derive(Args)]
pub(super) struct Compile {
    #[command(flatten)]
    lists: ListArguments,

    /// File to write: a name that ends in .gaz, to be used with -g
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Write over a file that is no compiled list
    #[arg(long)]
    force: bool,

    /// Threads; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// No progress and no summary; errors are still told
    #[arg(short, long)]
    quiet: bool,
}

impl Compile {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let begun = Instant::now();
        self.check_output()?;
        let waiting = Waiting::new(self.quiet);
        waiting.listen_for_interrupts()?;
        let pool = pipeline::threads(self.threads)?;
        waiting.bar.set_message("reading the lists");
        let gazetteer = pool.install(|| self.lists.load(self.quiet))?;
        waiting.bar.set_message("writing");
        waiting.bar.set_length(gazetteer.name_count() as u64);
        let bytes = pool.install(|| compile(&gazetteer, &self.output, &waiting));
        waiting.bar.finish_and_clear();
        let bytes = bytes?;
        if !self.quiet {
            #[allow(clippy::cast_precision_loss, reason = "a size needs no more digits")]
            let megabytes = bytes as f64 / 1e6;
            out::message(format_args!(
                "{}: {} entities, {} names, {megabytes:.1} MB, {:.2} s; use it with -g {}",
                self.output.display(),
                gazetteer.entity_count(),
                gazetteer.name_count(),
                begun.elapsed().as_secs_f64(),
                self.output.display()
            ));
        }
        Ok(DONE)
    }

    /// Refuses a name under which the file would not be known again, and to replace a file of another sort.
    fn check_output(&self) -> anyhow::Result<()> {
        let output = self.output.display();
        if !self.output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION)) {
            bail!("-o {output}: the name of a compiled list ends in .{EXTENSION}, so that -g knows it again");
        }
        if self.output.is_dir() {
            bail!("{output} is a folder: give -o the name of a file in it");
        }
        let is_foreign = matches!(Archive::open(&self.output), Err(ArchiveError::Foreign(_)));
        if is_foreign && !self.force {
            bail!("{output} is there and is no compiled list: --force writes over it");
        }
        Ok(())
    }
}

/// The bar, and what has to be removed if the user ends the process.
struct Waiting {
    bar: ProgressBar,
    temporary: Arc<Mutex<Option<PathBuf>>>,
}

impl Waiting {
    fn new(quiet: bool) -> Waiting {
        let bar = ProgressBar::new(0);
        if quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} names  {msg}  {elapsed}");
        bar.set_style(style.expect("the template is constant"));
        Waiting { bar, temporary: Arc::default() }
    }

    fn listen_for_interrupts(&self) -> anyhow::Result<()> {
        let temporary = Arc::clone(&self.temporary);
        ctrlc::set_handler(move || {
            if let Some(path) = &*temporary.lock().unwrap_or_else(PoisonError::into_inner) {
                // it may be in its place already
                let _ = std::fs::remove_file(path);
            }
            out::message(format_args!("gazetag: interrupted: no file was changed"));
            std::process::exit(i32::from(INTERRUPTED));
        })
        .context("cannot listen for interrupts")
    }
}

impl compile::Progress for Waiting {
    fn begun(&self, temporary: &Path) {
        *self.temporary.lock().unwrap_or_else(PoisonError::into_inner) = Some(temporary.to_owned());
    }

    fn folded(&self, names: usize) {
        self.bar.set_position(names as u64);
    }
}
