//! Lists in, one compiled file out: what `gazetag compile` does.

use crate::gazetteer::Gazetteer;
use crate::gazetteer::archive::{ArchiveError, Writer, write_facts};
use crate::lexicon::map;
use std::path::Path;

/// What somebody who waits is told, from any thread.
pub trait Progress: Sync {
    /// The file is being written at this path until it is put in its place.
    fn begun(&self, temporary: &Path);

    /// So many names more, of all, are folded.
    fn folded(&self, names: usize);
}

/// Writes the entities and names of a gazetteer into one file, which is there whole or not at all. Gives its length in
/// bytes. Uses the threads of the current rayon pool.
///
/// # Errors
/// Where it cannot be written. What was at `path` before is then as it was.
pub fn compile(gazetteer: &Gazetteer, path: &Path, progress: &dyn Progress) -> Result<u64, ArchiveError> {
    let mut writer = Writer::create(path, gazetteer.sources().to_vec())?;
    progress.begun(writer.temporary_path());
    write_facts(gazetteer, &mut writer)?;
    map::write(gazetteer, &mut writer, |names| progress.folded(names))?;
    writer.finish()
}
