//! Whether the lists that a compiled gazetteer was made of are still what they were.

use super::Archive;
use crate::gazetteer::{ListSource, SourceFile, embedded};

impl Archive {
    /// The names of lists it was made of that have changed since. A list is read again only where its size or its time
    /// is another; one that is not there any more has not changed.
    #[must_use]
    pub fn changed_sources(&self) -> Vec<&str> {
        self.sources().iter().filter(|source| has_changed(source)).map(|source| source.name.as_str()).collect()
    }
}

fn has_changed(source: &ListSource) -> bool {
    let Some(file) = &source.file else { return is_embedded_otherwise(source) };
    match SourceFile::of(&file.path) {
        Ok(now) if now.size == file.size && now.modified == file.modified => false,
        Ok(_) => hash_of(file).is_some_and(|hash| hash != source.blake3),
        Err(_) => false,
    }
}

/// The hash that a source of this path would have now; nothing where it cannot be read.
fn hash_of(file: &SourceFile) -> Option<String> {
    if file.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(super::EXTENSION)) {
        return Archive::open(&file.path).ok().map(|archive| archive.content_hash());
    }
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut std::fs::File::open(&file.path).ok()?, &mut hasher).ok()?;
    Some(hasher.finalize().to_hex().to_string())
}

/// Whether a list that ships with gazetag was another one when it was compiled.
fn is_embedded_otherwise(source: &ListSource) -> bool {
    let mut lists = embedded::LISTS.iter();
    let list = lists.find(|(name, _)| source.embedded && source.name.ends_with(&format!("/{name}")));
    list.is_some_and(|(_, bytes)| blake3::hash(bytes).to_hex().as_str() != source.blake3)
}
