//! A file that appears whole or not at all: written beside its place, then renamed.

use anyhow::{Context as _, bail};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Whether a file that is there already may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replace {
    /// It stays, and the command is refused.
    Never,
    /// It is replaced once the new one is whole.
    Whole,
}

/// A file being written.
pub(super) struct WholeFile {
    path: PathBuf,
    file: NamedTempFile,
}

impl WholeFile {
    /// Begins a file, without touching what is there.
    pub(super) fn begin(path: &Path, replace: Replace) -> anyhow::Result<WholeFile> {
        if path.is_dir() {
            bail!("{} is a folder: give the name of a file", path.display());
        }
        if path.exists() && replace == Replace::Never {
            bail!("{} is there already: --force writes over it", path.display());
        }
        // what a link leads to is replaced, not the link
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut beside = tempfile::Builder::new();
        beside.prefix(gazetag::tables::folder::LEAVING_PREFIX).suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // what is left after the user's umask: temporary files are private, lists are not
            beside.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = beside.tempfile_in(folder).with_context(|| format!("cannot write {}", path.display()))?;
        let leaving = file.path().to_owned();
        // a second handler in one process is refused: then the first one stands
        let _ = ctrlc::set_handler(move || {
            let _ = std::fs::remove_file(&leaving);
            std::process::exit(i32::from(super::INTERRUPTED));
        });
        Ok(WholeFile { path, file })
    }

    /// Puts it in its place.
    pub(super) fn put_in_place(self) -> anyhow::Result<()> {
        let failed = format!("cannot write {}", self.path.display());
        self.file.persist(&self.path).map(|_: File| ()).context(failed)
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
