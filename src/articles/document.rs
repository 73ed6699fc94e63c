//! Files that are read as a whole, on the thread that wants what is in them.

use super::compression::Codec;
use super::read::read_whole;
use super::{ReadOptions, mail};
use crate::model::Article;
use std::io::{self, Read};
use std::iter::once;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What becomes of the bytes of a file that is read as a whole.
#[derive(Clone, Copy, Debug)]
pub enum Document {
    /// One article: its name and its bytes make it.
    Article(fn(String, Vec<u8>, &ReadOptions) -> Article),
    /// A mail, and what is attached to it.
    Mail,
    /// One article: what a program writes that the user named, by its place in [`ReadOptions::programs`].
    Program(usize),
}

/// The articles of one file, made when they are asked for: at least one.
pub(super) type Articles = Box<dyn Iterator<Item = Article> + Send>;

/// Reads a file that had `size` bytes when it was found (0 where that is not known) and lies in `depth - 1` others.
pub(super) fn articles(
    name: String,
    file: io::Result<impl Read + Send + 'static>,
    size: u64,
    (codec, document): (Option<Codec>, Document),
    depth: u32,
    options: &Arc<ReadOptions>,
) -> Articles {
    let reader = file.and_then(|file| -> io::Result<Box<dyn Read + Send>> {
        match codec {
            None => Ok(Box::new(file)),
            Some(codec) => codec.decoder(file, &options.expand),
        }
    });
    let mut reader = match reader {
        Ok(reader) => reader,
        Err(error) => return Box::new(once(Article::failed(name, error.to_string()))),
    };
    if let Document::Program(program) = document {
        return Box::new(once(options.programs.article(program, name, reader, options)));
    }
    let size = if codec.is_some() { 0 } else { size };
    let bytes = match read_whole(&mut reader, size, options.max_article_size) {
        Ok(bytes) => bytes,
        Err(error) => return Box::new(once(error.article(name))),
    };
    match document {
        Document::Article(read) => caught(&name.clone(), || Box::new(once(read(name, bytes, options)))),
        Document::Mail | Document::Program(_) => mail::articles(name, bytes, depth, options),
    }
}

/// What the parsers of others trip over is the error of one article, and the rest goes on.
pub(super) fn caught(name: &str, read: impl FnOnce() -> Articles) -> Articles {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Box::new(once(Article::failed(name, "gazetag failed on this file, please report it"))))
}
