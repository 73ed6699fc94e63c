//! `.zip`: its table of contents is read first, its files by whatever thread wants one.

use super::batch::{Batch, Batches};
use super::compression::Codec;
use super::format::{FileType, Format};
use super::members::{Member, Members, Place};
use super::read::{ReadError, read_whole};
use super::shared::SharedBytes;
use super::{ReadOptions, document};
use crate::model::Article;
use ::zip::{CompressionMethod, ZipArchive};
use std::io::{self, Read};
use std::sync::Arc;

/// The articles of a zip file, in the order of its table of contents.
pub(super) fn batches(name: String, bytes: SharedBytes, depth: u32, options: &Arc<ReadOptions>) -> Batches {
    let archive = match opened(&bytes, options) {
        Ok(archive) => archive,
        Err(error) => return Batch::only(Article::failed(name, error)),
    };
    let options = Arc::clone(options);
    let archive_name = name.clone();
    let members = (0..archive.len()).filter_map(move |index| {
        let file = match archive.by_index_data(index) {
            Ok(file) => file,
            Err(error) => return Some(Member::row(Article::failed(format!("{archive_name}!?"), error.to_string()))),
        };
        let path =
            file.name().map_or_else(|_| String::from_utf8_lossy(file.name_raw()).into_owned(), |n| n.into_owned());
        let place = Place::new(&archive_name, &path, depth, &options);
        if file.is_dir() || place.is_hidden() {
            return None;
        }
        if file.is_symlink() {
            return Some(Member::row(Article::skipped(place.name, "a link in an archive is not followed")));
        }
        let (size, packed) = (file.size(), file.compressed_size());
        let zipped = Zipped { archive: archive.clone(), bytes: bytes.clone(), index };
        Some(member(place, zipped, size, packed))
    });
    Box::new(Members::new(name, members))
}

fn member(place: Place, zipped: Zipped, size: u64, packed: u64) -> Member {
    let file_type = match place.kind() {
        Ok(file_type) => file_type,
        Err(row) => return Member::row(*row),
    };
    match file_type {
        FileType { format: Format::Document(document), codec } => {
            let make = move || {
                let reader = zipped.open(&place.options);
                document::articles(place.name, reader, size, (codec, document), place.depth + 1, &place.options)
            };
            Member::One(Box::new(make), packed)
        }
        file_type => match zipped.open(&place.options) {
            Ok(reader) => Member::Many(place.batches(file_type, reader)),
            Err(error) => Member::row(Article::failed(place.name, error.to_string())),
        },
    }
}

/// A zip file that is one document: its parts are asked for by their paths.
pub(super) struct Package {
    archive: ZipArchive<SharedBytes>,
    bytes: SharedBytes,
}

impl Package {
    /// # Errors
    /// If it is no zip file, or would expand beyond the limits.
    pub(super) fn open(bytes: SharedBytes, options: &ReadOptions) -> io::Result<Package> {
        Ok(Package { archive: opened(&bytes, options).map_err(io::Error::other)?, bytes })
    }

    /// The bytes of a part; `None` where there is none of this path.
    pub(super) fn read(&self, path: &str, options: &ReadOptions) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(index) = self.archive.index_for_name(path) else { return Ok(None) };
        let part = Zipped { archive: self.archive.clone(), bytes: self.bytes.clone(), index };
        read_whole(&mut part.open(options)?, 0, options.max_article_size).map(Some)
    }
}

/// A zip file that expands within the limits, or why it is not read.
fn opened(bytes: &SharedBytes, options: &ReadOptions) -> Result<ZipArchive<SharedBytes>, String> {
    let archive = ZipArchive::new(bytes.clone()).map_err(|error| format!("no zip file, or damaged: {error}"))?;
    let sizes = (0..archive.len()).filter_map(|index| archive.by_index_data(index).ok()).map(|file| file.size());
    let expanded = sizes.fold(0, u64::saturating_add);
    options.expand.check(expanded, bytes.len()).map_err(|error| error.to_string())?;
    Ok(archive)
}

/// A file in an archive.
struct Zipped {
    archive: ZipArchive<SharedBytes>,
    bytes: SharedBytes,
    index: usize,
}

impl Zipped {
    fn open(mut self, options: &ReadOptions) -> io::Result<Box<dyn Read + Send>> {
        let file = self.archive.by_index_raw(self.index)?;
        if file.encrypted() {
            return Err(io::Error::other("encrypted, and there is no password; unpack the archive first"));
        }
        let start = file.data_start().ok_or_else(|| io::Error::other("the zip file does not say where it is"))?;
        let packed = self.bytes.range(start, file.compressed_size());
        let codec = match file.compression() {
            CompressionMethod::STORE => None,
            CompressionMethod::DEFLATE => Some(Codec::Deflate),
            CompressionMethod::BZIP2 => Some(Codec::Bzip2),
            CompressionMethod::ZSTD => Some(Codec::Zstd),
            CompressionMethod::XZ => Some(Codec::Xz),
            other => return Err(io::Error::other(format!("compressed as {other}, which is not read; zip it anew"))),
        };
        let reader: Box<dyn Read + Send> = match codec {
            None => Box::new(packed),
            Some(codec) => codec.decoder(packed, &options.expand)?,
        };
        Ok(Box::new(Checked { reader, left: file.size(), sum: flate2::Crc::new(), expected: file.crc32() }))
    }
}

/// Tells whether what came out is what went in.
struct Checked {
    reader: Box<dyn Read + Send>,
    left: u64,
    sum: flate2::Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        self.sum.update(&into[..read]);
        self.left = match self.left.checked_sub(read as u64) {
            Some(left) => left,
            None => return Err(io::Error::other("longer than the zip file says")),
        };
        // at the last byte, since whoever knows the size does not ask for more
        let is_end = read == 0 && !into.is_empty();
        if (is_end && self.left > 0) || ((is_end || self.left == 0) && self.sum.sum() != self.expected) {
            return Err(io::Error::other("damaged: what the zip file holds is not what was put in"));
        }
        Ok(read)
    }
}
