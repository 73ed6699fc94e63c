//! `gazetag lists`: the embedded lists, to read and edit.

use super::{DONE, out};
use anyhow::{Context as _, bail};
use clap::Args;
use gazetag::gazetteer::embedded;
use std::path::PathBuf;

/// Write the embedded lists to a folder, to read, edit and use with -g
#[derive(Args)]
pub(super) struct WriteLists {
    /// Folder for the lists
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,

    /// Write over lists that are there already
    #[arg(long)]
    force: bool,

    /// Say nothing
    #[arg(short, long)]
    quiet: bool,
}

impl WriteLists {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        std::fs::create_dir_all(&self.output).with_context(|| format!("cannot make {}", self.output.display()))?;
        for (name, bytes) in embedded::LISTS {
            let path = self.output.join(name);
            let differs = path.exists() && std::fs::read(&path).ok().as_deref() != Some(bytes);
            if differs && !self.force {
                bail!("{} is there and differs: --force writes over it", path.display());
            }
        }
        for (name, bytes) in embedded::LISTS {
            let path = self.output.join(name);
            let failed = || format!("cannot write {}", path.display());
            let mut file = tempfile::NamedTempFile::new_in(&self.output).with_context(failed)?;
            std::io::Write::write_all(&mut file, bytes).with_context(failed)?;
            file.persist(&path).with_context(failed)?;
        }
        if !self.quiet {
            let folder = self.output.display();
            out::message(format_args!("{} lists in {folder}; use them with -g {folder}", embedded::LISTS.len()));
        }
        Ok(DONE)
    }
}
