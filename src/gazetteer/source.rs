//! Which files a gazetteer was made of.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A file that went into a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSource {
    /// The file as the user named it; `default/people.csv` for embedded ones.
    pub name: String,
    /// Rows taken.
    pub rows: usize,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub blake3: String,
    /// Whether its bytes are those of an embedded list.
    pub embedded: bool,
    /// The file as it was when it was read; nothing for embedded lists and those from memory.
    pub file: Option<SourceFile>,
}

/// Where a list was read from and how to see, without reading it again, that it is unlikely to have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path from the root.
    pub path: PathBuf,
    /// Length in bytes.
    pub size: u64,
    /// When it was last written: nanoseconds since 1970, 0 where the system does not say.
    pub modified: u64,
}

impl SourceFile {
    /// The state of a file now.
    ///
    /// # Errors
    /// Where the system does not give it.
    pub fn of(path: &Path) -> std::io::Result<SourceFile> {
        let metadata = std::fs::metadata(path)?;
        let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or_default();
        Ok(SourceFile { path: std::path::absolute(path)?, size: metadata.len(), modified })
    }
}
