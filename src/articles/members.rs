//! What lies in an archive, to batches: small files together, each file of records by itself.

use super::batch::{Batch, Batches};
use super::document::{Articles, Document};
use super::format::{Archive, FileType, Format, unread};
use super::read::read_whole;
use super::{ReadOptions, document, stream};
use crate::model::{Article, Status};
use std::io::{Cursor, Read};
use std::iter::once;
use std::path::Path;
use std::sync::Arc;

/// As many make a batch as of loose files.
const BATCH_MEMBERS: usize = 64;

/// Or so many bytes.
const BATCH_BYTES: u64 = 512 << 10;

/// A file in an archive.
pub(super) enum Member {
    /// What is read as a whole, made into articles on the thread that asks for them, and how many bytes that are.
    One(Box<dyn FnOnce() -> Articles + Send>, u64),
    /// Many, read from the archive as they come: all before the next member.
    Many(Batches),
}

impl Member {
    pub(super) fn row(article: Article) -> Member {
        Member::One(Box::new(move || Box::new(once(article))), 0)
    }

    /// A file that is read as a stream, whose bytes are gone once the archive is read on: a document is read here, and
    /// made into an article later.
    pub(super) fn of_stream(place: Place, mut reader: impl Read + Send + 'static, size: u64) -> Member {
        match place.kind() {
            Err(row) => Member::row(*row),
            Ok(FileType { format: Format::Document(document), codec }) => {
                let Place { name, depth, options, .. } = place;
                let bytes = read_whole(&mut reader, size, options.max_article_size);
                Member::One(
                    Box::new(move || match bytes {
                        Ok(bytes) => {
                            let (size, file) = (bytes.len() as u64, Cursor::new(bytes));
                            document::articles(name, Ok(file), size, (codec, document), depth + 1, &options)
                        }
                        Err(error) => Box::new(once(error.article(name))),
                    }),
                    size,
                )
            }
            Ok(file_type) => Member::Many(place.batches(file_type, Box::new(reader))),
        }
    }
}

/// Where a file lies: its name, and in how many archives.
pub(super) struct Place {
    pub(super) name: String,
    /// Its path inside the archive.
    pub(super) path: String,
    /// In how many archives it lies.
    pub(super) depth: u32,
    pub(super) options: Arc<ReadOptions>,
}

impl Place {
    /// In an archive of that name, which lies in `depth - 1` others.
    pub(super) fn new(archive: &str, path: &str, depth: u32, options: &Arc<ReadOptions>) -> Place {
        let path = path.trim_start_matches("./").to_owned();
        Place { name: format!("{archive}!{path}"), path, depth, options: Arc::clone(options) }
    }

    /// Hidden files are passed over, as in a folder, and so is what macOS puts beside each file.
    pub(super) fn is_hidden(&self) -> bool {
        let hidden = |part: &str| (part.starts_with('.') && part != "..") || part == "__MACOSX";
        self.path.split('/').any(hidden)
    }

    /// How it is read, or the row that says why it is not.
    pub(super) fn kind(&self) -> Result<FileType, Box<Article>> {
        let path = Path::new(&self.path);
        let file_type = self.options.file_type(path);
        self.allowed(file_type.ok_or_else(|| Box::new(Article::skipped(&*self.name, unread(path))))?)
    }

    /// This type, if a file of it may lie as deep as this one.
    pub(super) fn allowed(&self, file_type: FileType) -> Result<FileType, Box<Article>> {
        let most = self.options.expand.depth;
        let (what, allowed) = match file_type.format {
            Format::Archive(Archive::Tar | Archive::Zip) => ("an archive", self.depth < most),
            // what is in it is not hidden as in an archive: it may lie where other articles may
            Format::Archive(Archive::Mailbox) | Format::Document(Document::Mail) => ("a mail", self.depth <= most),
            Format::Document(_) | Format::Records(_) => ("", true),
        };
        if allowed {
            return Ok(file_type);
        }
        let error = format!("{what} in {} others is not read; --max-depth allows more", self.depth);
        Err(Box::new(Article::failed(&*self.name, error)))
    }

    pub(super) fn batches(self, file_type: FileType, reader: Box<dyn Read + Send>) -> Batches {
        stream::batches(self.name, file_type, reader, self.depth + 1, &self.options)
    }
}

/// The batches of an archive.
pub(super) struct Members<I> {
    name: String,
    members: I,
    open: Option<Batches>,
    is_empty: bool,
}

impl<I: Iterator<Item = Member>> Members<I> {
    pub(super) fn new(name: String, members: I) -> Self {
        Members { name, members, open: None, is_empty: true }
    }
}

impl<I: Iterator<Item = Member>> Iterator for Members<I> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        loop {
            if let Some(batch) = self.open.as_mut().and_then(Iterator::next) {
                return Some(batch);
            }
            self.open = None;
            let (mut files, mut bytes) = (Vec::new(), 0);
            while files.len() < BATCH_MEMBERS && bytes < BATCH_BYTES {
                match self.members.next() {
                    Some(Member::One(make, size)) => {
                        bytes += size;
                        files.push(make);
                    }
                    Some(Member::Many(batches)) => {
                        self.open = Some(batches);
                        break;
                    }
                    None => break,
                }
            }
            let is_first = std::mem::replace(&mut self.is_empty, false);
            if !files.is_empty() {
                return Some(Batch::new(bytes, files.into_iter().flat_map(|make| make())));
            }
            if self.open.is_none() {
                let name = std::mem::take(&mut self.name);
                return is_first.then(|| Batch::one(Article { name, status: Status::Empty, ..Article::default() }));
            }
        }
    }
}
