//! What stands in front of a compiled gazetteer: enough to know, without reading on, that it is one and whole.
//!
//! ```text
//!  0  magic           8   not text, so that a transfer "as text" breaks it
//!  8  byte order      4   0x01020304
//! 12  format          4
//! 16  header length   8   a multiple of 64
//! 24  total length    8
//! 32  checksum       32   BLAKE3 of the 32 bytes before and of the rest of the header
//! 64  content        32   BLAKE3 of all behind the header
//! 96  sections        4   how many, then numbers 4, sources 8 (bytes)
//! 112 each section   24   tag 8, offset 8, length 8
//!     each number    16   tag 8, value 8
//!     sources             JSON
//! ```

use super::ArchiveError;
use crate::gazetteer::ListSource;

/// The name of a section or a number.
pub type Tag = [u8; 8];

const MAGIC: [u8; 8] = *b"\x89gaz\r\n\x1a\n";
const BYTE_ORDER: u32 = 0x0102_0304;

/// The format that is written and read. A change of what stands in any section is a new format.
pub(super) const FORMAT: u32 = 4;

/// Sections begin at multiples of this: a cache line.
pub(super) const ALIGNMENT: u64 = 64;

const PREFIX: usize = 64;
const CHECKSUM: std::ops::Range<usize> = 32..64;
const FIXED: usize = 112;
const SECTION: usize = 24;
const NUMBER: usize = 16;

/// No header has more sections or more numbers than this; room for as many is kept while a file is written.
pub(super) const MOST_ENTRIES: usize = 64;

/// A header, read or to be written.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) length: u64,
    pub(super) total: u64,
    pub(super) content: [u8; 32],
    pub(super) sections: Vec<Section>,
    pub(super) numbers: Vec<(Tag, u64)>,
    pub(super) sources: Vec<ListSource>,
}

/// Where a section stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    pub(super) tag: Tag,
    pub(super) offset: u64,
    pub(super) length: u64,
}

impl Header {
    /// The length that a header with these sources needs, whatever its sections.
    pub(super) fn room_for(sources: &[ListSource]) -> u64 {
        let entries = MOST_ENTRIES * (SECTION + NUMBER);
        aligned((FIXED + entries + json(sources).len()) as u64)
    }

    /// The bytes of the header: `length` of them.
    pub(super) fn encode(&self) -> Vec<u8> {
        let sources = json(&self.sources);
        let mut bytes = Vec::new();
        bytes.extend(MAGIC);
        bytes.extend(BYTE_ORDER.to_le_bytes());
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(self.length.to_le_bytes());
        bytes.extend(self.total.to_le_bytes());
        bytes.extend([0; CHECKSUM.end - CHECKSUM.start]);
        bytes.extend(self.content);
        let count = |n: usize| u32::try_from(n).expect("a header has few entries").to_le_bytes();
        bytes.extend(count(self.sections.len()));
        bytes.extend(count(self.numbers.len()));
        bytes.extend((sources.len() as u64).to_le_bytes());
        for Section { tag, offset, length } in &self.sections {
            bytes.extend(tag);
            bytes.extend(offset.to_le_bytes());
            bytes.extend(length.to_le_bytes());
        }
        for (tag, value) in &self.numbers {
            bytes.extend(tag);
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend(sources);
        let length = usize::try_from(self.length).expect("a header fits in memory");
        assert!(bytes.len() <= length, "room for the header was kept");
        bytes.resize(length, 0);
        let checksum = checksum(&bytes);
        bytes[CHECKSUM].copy_from_slice(&checksum);
        bytes
    }

    /// Reads the header of a whole file and checks it against the file's length.
    pub(super) fn decode(file: &[u8], path: &str) -> Result<Header, ArchiveError> {
        let damaged = |what: &str| ArchiveError::Damaged { path: path.to_owned(), what: what.to_owned() };
        if file.get(..MAGIC.len()) != Some(&MAGIC[..]) {
            return Err(ArchiveError::Foreign(path.to_owned()));
        }
        let size = |expected| ArchiveError::Size { path: path.to_owned(), found: file.len() as u64, expected };
        let mut fields = Fields { bytes: file.get(..PREFIX).ok_or_else(|| size(PREFIX as u64))?, at: MAGIC.len() };
        let (order, format) = (fields.u32(), fields.u32());
        let (length, total) = (fields.u64(), fields.u64());
        if order != Some(BYTE_ORDER) {
            return Err(damaged("its byte order is none"));
        }
        match format {
            Some(FORMAT) => {}
            found => {
                let found = found.unwrap_or_default();
                return Err(ArchiveError::Version { path: path.to_owned(), found, expected: FORMAT });
            }
        }
        let (length, total) = (length.unwrap_or_default(), total.unwrap_or_default());
        if total != file.len() as u64 {
            return Err(size(total));
        }
        let head = usize::try_from(length).ok().and_then(|length| file.get(..length));
        let head = head.filter(|head| head.len() >= FIXED).ok_or_else(|| damaged("its header has no length"))?;
        if head[CHECKSUM] != checksum(head) {
            return Err(damaged("its header is not as it was written"));
        }
        let fields = Fields { bytes: head, at: PREFIX };
        Self::decode_fields(fields, length, total).ok_or_else(|| damaged("its header makes no sense"))
    }

    fn decode_fields(mut fields: Fields<'_>, length: u64, total: u64) -> Option<Header> {
        let mut header = Header { length, total, content: fields.array()?, ..Header::default() };
        let (sections, numbers) = (fields.u32()?, fields.u32()?);
        let sources = usize::try_from(fields.u64()?).ok()?;
        for _ in 0..sections {
            let section = Section { tag: fields.array()?, offset: fields.u64()?, length: fields.u64()? };
            let end = section.offset.checked_add(section.length)?;
            if !section.offset.is_multiple_of(ALIGNMENT) || section.offset < length || end > total {
                return None;
            }
            header.sections.push(section);
        }
        for _ in 0..numbers {
            header.numbers.push((fields.array()?, fields.u64()?));
        }
        header.sources = serde_json::from_slice(fields.take(sources)?).ok()?;
        Some(header)
    }
}

/// The next multiple of [`ALIGNMENT`].
pub(super) fn aligned(at: u64) -> u64 {
    at.next_multiple_of(ALIGNMENT)
}

fn json(sources: &[ListSource]) -> Vec<u8> {
    serde_json::to_vec(sources).expect("names and numbers are JSON")
}

fn checksum(head: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&head[..CHECKSUM.start]);
    hasher.update(&head[CHECKSUM.end..]);
    *hasher.finalize().as_bytes()
}

/// Reads fields one after the other.
struct Fields<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Fields<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }
}
