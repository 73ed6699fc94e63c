//! Bytes that come in order, whatever they hold, to batches.

use super::batch::{Batch, Batches};
use super::format::{Archive, FileType, Format};
use super::read::read_whole;
use super::shared::SharedBytes;
use super::{ReadOptions, document, mbox, tar, zip};
use std::io::{self, Cursor, Read};
use std::iter::once;
use std::sync::Arc;

/// The first bytes by which a file is known whose name does not say: a block of a tar, the first fields of a mail.
const PEEK: u64 = 512;

/// The batches of a file of that type, which is `depth - 1` archives deep.
pub(super) fn batches(
    name: String,
    file_type: FileType,
    reader: Box<dyn Read + Send>,
    depth: u32,
    options: &Arc<ReadOptions>,
) -> Batches {
    let mut reader = match file_type.codec {
        None => reader,
        Some(codec) => match codec.decoder(reader, &options.expand) {
            Ok(reader) => reader,
            Err(error) => return Batch::only(crate::model::Article::failed(name, error.to_string())),
        },
    };
    match file_type.format {
        Format::Document(document) => {
            let articles = move |(name, reader, options): (String, _, Arc<ReadOptions>)| {
                document::articles(name, Ok(reader), 0, (None, document), depth, &options)
            };
            Box::new(once(Batch::new(0, once((name, reader, Arc::clone(options))).flat_map(articles))))
        }
        Format::Records(open) => open(name, reader, options),
        Format::Archive(Archive::Tar) => tar::batches(name, reader, depth, options),
        Format::Archive(Archive::Mailbox) => mbox::batches(name, reader, depth, options),
        // its table of contents is at its end
        Format::Archive(Archive::Zip) => match read_whole(&mut reader, 0, options.max_article_size) {
            Ok(bytes) => zip::batches(name, SharedBytes::from(bytes), depth, options),
            Err(error) => Batch::only(error.article(name)),
        },
    }
}

/// The batches of a file whose name does not say what it is: its first bytes do, and those of what is compressed in it.
pub(super) fn batches_by_content(name: String, reader: Box<dyn Read + Send>, options: &Arc<ReadOptions>) -> Batches {
    let open = |reader| -> io::Result<(FileType, Box<dyn Read + Send>)> {
        let (mut file_type, mut reader) = peek(reader)?;
        if let Some(codec) = file_type.codec.take() {
            let (inner, expanded) = peek(codec.decoder(reader, &options.expand)?)?;
            (file_type, reader) = (FileType::plain(inner.format), expanded);
        }
        Ok((file_type, reader))
    };
    match open(reader) {
        Ok((file_type, reader)) => batches(name, file_type, reader, 1, options),
        Err(error) => Batch::only(crate::model::Article::failed(name, error.to_string())),
    }
}

fn peek(mut reader: Box<dyn Read + Send>) -> io::Result<(FileType, Box<dyn Read + Send>)> {
    let mut begin = Vec::new();
    reader.as_mut().take(PEEK).read_to_end(&mut begin)?;
    Ok((FileType::of_content(&begin), Box::new(Cursor::new(begin).chain(reader))))
}
