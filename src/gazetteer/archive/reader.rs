//! Opens a compiled gazetteer.

use super::ArchiveError;
use super::header::{Header, Tag};
use crate::gazetteer::ListSource;
use memmap2::Mmap;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The payload of the panic when a value is met that no sound file holds.
#[derive(Clone, Copy, Debug)]
pub struct Damage(pub &'static str);

impl Damage {
    /// Panics: what was asked of the file cannot be answered.
    ///
    /// # Panics
    /// Always.
    #[cold]
    pub fn found(what: &'static str) -> ! {
        std::panic::panic_any(Damage(what))
    }
}

/// An open compiled gazetteer: its bytes, by section.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    header: Header,
    map: Mmap,
}

impl Archive {
    /// Maps a file and checks its header, its length and the bounds of its sections; nothing else is read.
    ///
    /// # Errors
    /// Where it cannot be mapped, is no compiled gazetteer, is of another format, is not whole, or its header is
    /// damaged.
    pub fn open(path: &Path) -> Result<Archive, ArchiveError> {
        let shown = path.display().to_string();
        let unreadable = |error| ArchiveError::Unreadable { path: shown.clone(), error };
        let file = File::open(path).map_err(unreadable)?;
        if file.metadata().map_err(unreadable)?.len() == 0 {
            return Err(ArchiveError::Foreign(shown));
        }
        #[expect(unsafe_code, reason = "mapping a file is what makes millions of names open at once")]
        // SAFETY: the mapped bytes must not change while they are borrowed. `Writer` replaces lists by rename only,
        // which leaves a mapped file as it is, and the documentation asks the same of everybody else. All bytes are
        // read through checked accessors, so even a file that is overwritten in place gives wrong values or a panic.
        let map = unsafe { Mmap::map(&file) }.map_err(unreadable)?;
        let header = Header::decode(&map, &shown)?;
        Ok(Archive { path: path.to_owned(), header, map })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The lists it was made of.
    #[must_use]
    pub fn sources(&self) -> &[ListSource] {
        &self.header.sources
    }

    /// BLAKE3 of its content, in hexadecimal, as it was when it was written.
    #[must_use]
    pub fn content_hash(&self) -> String {
        blake3::Hash::from_bytes(self.header.content).to_hex().to_string()
    }

    /// The bytes of a section; none where there is no such section. A search through a short table: ask once.
    #[must_use]
    pub fn section(&self, tag: Tag) -> &[u8] {
        self.at(&self.place(tag))
    }

    /// Where a section lies, for [`Archive::at`].
    pub(super) fn place(&self, tag: Tag) -> std::ops::Range<usize> {
        let section = self.header.sections.iter().find(|section| section.tag == tag);
        section.map_or(0..0, |section| range(section.offset, section.length))
    }

    /// The bytes of a section by its place.
    pub(super) fn at(&self, place: &std::ops::Range<usize>) -> &[u8] {
        &self.map[place.clone()]
    }

    /// A section that keeps its file open.
    #[must_use]
    pub fn share(self: &Arc<Self>, tag: Tag) -> Shared {
        let section = self.header.sections.iter().find(|section| section.tag == tag);
        let range = section.map_or(0..0, |section| range(section.offset, section.length));
        Shared { archive: Arc::clone(self), range }
    }

    /// A number of the header, 0 where there is none. It is what was written: the header's checksum was right.
    #[must_use]
    pub fn number(&self, tag: Tag) -> u64 {
        self.header.numbers.iter().find(|(known, _)| *known == tag).map_or(0, |(_, value)| *value)
    }

    /// Tags and lengths of all sections, in order.
    pub fn sections(&self) -> impl Iterator<Item = (Tag, u64)> {
        self.header.sections.iter().map(|section| (section.tag, section.length))
    }

    /// Length of the file in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.header.total
    }

    /// Whether the file holds nothing, which no open one does.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads every byte and compares it with what was written.
    ///
    /// # Errors
    /// Where a byte is another.
    pub fn verify(&self) -> Result<(), ArchiveError> {
        let content = &self.map[range(self.header.length, self.header.total - self.header.length)];
        let path = self.path.display().to_string();
        // the header once more: it was checked when the file was opened, which may be long ago
        Header::decode(&self.map, &path)?;
        if blake3::hash(content) == self.header.content {
            Ok(())
        } else {
            Err(ArchiveError::Damaged { path, what: "its content is not as it was written".to_owned() })
        }
    }
}

/// The bytes of a section, for whoever lives as long as the file is open.
#[derive(Clone, Debug)]
pub struct Shared {
    archive: Arc<Archive>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Shared {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        &self.archive.map[self.range.clone()]
    }
}

fn range(offset: u64, length: u64) -> Range<usize> {
    let narrow = |n: u64| usize::try_from(n).expect("the file is mapped, so its offsets fit");
    narrow(offset)..narrow(offset + length)
}
