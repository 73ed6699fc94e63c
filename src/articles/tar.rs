//! `.tar`: files one after the other, read as they come.
//!
//! The `tar` crate reads the headers. The walk from one to the next is here, since what lies between may be read by a
//! format that takes its time, batch by batch.

use super::ReadOptions;
use super::batch::Batches;
use super::members::{Member, Members, Place};
use crate::model::Article;
use ::tar::{Header, PaxExtensions};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const BLOCK: usize = 512;

/// A long path or a header's own notes are no longer than this.
const MAX_NOTE: u64 = 1 << 20;

/// The articles of a tar file, in its order.
pub(super) fn batches(name: String, file: Box<dyn Read + Send>, depth: u32, options: &Arc<ReadOptions>) -> Batches {
    let contents = Contents(Arc::new(Mutex::new(Current { file, left: 0 })));
    let tar = Tar { name: name.clone(), contents, padding: 0, depth, options: Arc::clone(options), is_done: false };
    Box::new(Members::new(name, tar))
}

struct Tar {
    name: String,
    contents: Contents,
    /// Bytes between the end of the file that is read and the next header.
    padding: u64,
    depth: u32,
    options: Arc<ReadOptions>,
    is_done: bool,
}

/// What is said of a file before its own header.
#[derive(Default)]
struct Notes {
    path: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Iterator for Tar {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        if self.is_done {
            return None;
        }
        match self.member() {
            Ok(Some(member)) => Some(member),
            Ok(None) => {
                self.is_done = true;
                None
            }
            Err(error) => {
                self.is_done = true;
                Some(Member::row(Article::failed(&*self.name, error.to_string())))
            }
        }
    }
}

impl Tar {
    fn member(&mut self) -> io::Result<Option<Member>> {
        let mut notes = Notes::default();
        loop {
            let Some(header) = self.header()? else { return Ok(None) };
            let size = notes.size.unwrap_or(header.entry_size()?);
            self.contents.begin(size);
            self.padding = size.next_multiple_of(BLOCK as u64) - size;
            let kind = header.entry_type();
            if kind.is_gnu_longname() {
                let mut path = self.note(size)?;
                path.truncate(path.iter().position(|byte| *byte == 0).unwrap_or(path.len()));
                notes.path = Some(path);
                continue;
            }
            if kind.is_pax_local_extensions() {
                let text = self.note(size)?;
                for note in PaxExtensions::new(&text) {
                    let note = note?;
                    match note.key_bytes() {
                        b"path" => notes.path = Some(note.value_bytes().to_vec()),
                        b"size" => notes.size = note.value().ok().and_then(|size| size.parse().ok()),
                        _ => {}
                    }
                }
                continue;
            }
            let notes = std::mem::take(&mut notes);
            if kind.is_pax_global_extensions() || kind.is_gnu_longlink() || kind.is_dir() {
                continue;
            }
            let path = notes.path.unwrap_or_else(|| header.path_bytes().into_owned());
            let place = Place::new(&self.name, &String::from_utf8_lossy(&path), self.depth, &self.options);
            if place.is_hidden() {
                continue;
            }
            if !kind.is_file() && !kind.is_contiguous() {
                let why = "a link or a special file in an archive is not read";
                return Ok(Some(Member::row(Article::skipped(place.name, why))));
            }
            return Ok(Some(Member::of_stream(place, self.contents.clone(), size)));
        }
    }

    /// The next header; `None` at the end of the archive.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut current = self.contents.lock();
        let skip = current.left.saturating_add(self.padding);
        current.left = 0;
        if io::copy(&mut (&mut current.file).take(skip), &mut io::sink())? < skip {
            return Err(cut_off());
        }
        let mut header = Header::new_old();
        match read_block(&mut current.file, header.as_mut_bytes())? {
            0 => return Err(io::Error::other("the archive has no end mark; it may be cut off")),
            BLOCK => {}
            _ => return Err(cut_off()),
        }
        if header.as_bytes().iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        let sum: u32 = header.as_bytes().iter().map(|byte| u32::from(*byte)).sum();
        let field: u32 = header.as_old().cksum.iter().map(|byte| u32::from(*byte)).sum();
        let spaces = u32::from(b' ') * 8;
        if header.cksum().ok() != Some(sum - field + spaces) {
            return Err(io::Error::other("no tar file, or damaged: what comes here is no header of a file"));
        }
        Ok(Some(header))
    }

    fn note(&mut self, size: u64) -> io::Result<Vec<u8>> {
        if size > MAX_NOTE {
            return Err(io::Error::other("damaged: a path in the tar file is longer than any path"));
        }
        let mut note = Vec::new();
        self.contents.read_to_end(&mut note)?;
        Ok(note)
    }
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the archive is cut off")
}

/// As many bytes of a block as there are.
fn read_block(file: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut len = 0;
    while len < block.len() {
        match file.read(&mut block[len..]) {
            Ok(0) => break,
            Ok(read) => len += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(len)
}

/// The bytes of the file that the archive is at. The archive moves on when whoever reads them is done.
#[derive(Clone)]
struct Contents(Arc<Mutex<Current>>);

struct Current {
    file: Box<dyn Read + Send>,
    left: u64,
}

impl Contents {
    fn lock(&self) -> MutexGuard<'_, Current> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, size: u64) {
        self.lock().left = size;
    }
}

impl Read for Contents {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut current = self.lock();
        let most = usize::try_from(current.left).unwrap_or(usize::MAX).min(into.len());
        let read = current.file.read(&mut into[..most])?;
        if read == 0 && most > 0 {
            return Err(cut_off());
        }
        current.left -= read as u64;
        Ok(read)
    }
}
