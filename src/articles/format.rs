//! Which files are read, and how.
//!
//! A new format is a file beside this one and a line in [`FORMATS`].

use super::compression::Codec;
use super::document::Document;
use super::{ReadOptions, batch::Batches, docx, html, mbox, records, syndication, text, warc};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// What the bytes of a file hold, once they are out of their compression.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// Something that is read as a whole, on a worker's thread.
    Document(Document),
    /// Many articles, read in order, batch by batch. It yields at least one.
    Records(fn(String, Box<dyn Read + Send>, &Arc<ReadOptions>) -> Batches),
    /// Other files.
    Archive(Archive),
}

/// A file of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Archive {
    /// One after the other.
    Tar,
    /// With a table of contents at its end.
    Zip,
    /// Mails one after the other.
    Mailbox,
}

/// How a file is read: out of its compression, if it has one, and then as what it holds.
#[derive(Clone, Copy, Debug)]
pub struct FileType {
    /// What it is compressed with.
    pub codec: Option<Codec>,
    /// What it holds.
    pub format: Format,
}

/// Every format, by the extensions of its files in lower case.
const FORMATS: [(&[&str], Format); 13] = [
    (&["txt", "text", "md", "markdown", "srt", "vtt"], Format::TEXT),
    (&["html", "htm", "xhtml"], Format::HTML),
    (&["docx", "docm", "dotx"], Format::DOCX),
    (&["eml"], Format::Document(Document::Mail)),
    (&["mbox", "mbx"], Format::Archive(Archive::Mailbox)),
    (&["jsonl", "ndjson", "jl"], Format::Records(records::lines)),
    (&["json"], Format::Records(records::values)),
    (&["csv"], Format::Records(records::table)),
    (&["tsv", "tab"], Format::Records(records::table)),
    (&["rss", "atom", "xml", "rdf"], Format::Records(syndication::batches)),
    (&["warc", "wet"], Format::Records(warc::batches)),
    (&["zip"], Format::Archive(Archive::Zip)),
    (&["tar"], Format::Archive(Archive::Tar)),
];

/// Extensions that name a compression and the archive in it.
const TAR_IN: [(&str, Codec); 6] = [
    ("tgz", Codec::Gzip),
    ("tbz", Codec::Bzip2),
    ("tbz2", Codec::Bzip2),
    ("txz", Codec::Xz),
    ("tzst", Codec::Zstd),
    ("taz", Codec::Gzip),
];

/// Fields that programs put at the top of a mail when they hand it on.
const MAIL_FIELDS: [&str; 6] =
    ["Return-Path:", "Received:", "Delivered-To:", "Message-ID:", "MIME-Version:", "X-Mozilla-Status:"];

/// Types of documents that are not read but by a program that the user names.
const BY_PROGRAM: [&str; 12] = ["pdf", "doc", "rtf", "odt", "epub", "ppt", "pptx", "ps", "djvu", "msg", "pst", "wpd"];

impl Format {
    /// Plain text: what standard input is, and a file whose name does not say.
    pub const TEXT: Format = Format::Document(Document::Article(text::article));
    const HTML: Format = Format::Document(Document::Article(html::article));
    const DOCX: Format = Format::Document(Document::Article(docx::article));

    fn of_extension(extension: &str) -> Option<Format> {
        let listed = |extensions: &[&str]| extensions.iter().any(|listed| listed.eq_ignore_ascii_case(extension));
        FORMATS.iter().find(|(extensions, _)| listed(extensions)).map(|(_, format)| *format)
    }
}

impl FileType {
    /// Plain text, not compressed.
    pub const TEXT: FileType = FileType::plain(Format::TEXT);

    /// A file that is not compressed.
    #[must_use]
    pub const fn plain(format: Format) -> FileType {
        FileType { codec: None, format }
    }

    /// The type that a file's name ends in, in any case; `None` where such files are not read.
    #[must_use]
    pub fn of(path: &Path) -> Option<FileType> {
        let extension = path.extension()?.to_str()?;
        if let Some((_, codec)) = TAR_IN.iter().find(|(listed, _)| listed.eq_ignore_ascii_case(extension)) {
            return Some(FileType { codec: Some(*codec), format: Format::Archive(Archive::Tar) });
        }
        let Some(codec) = Codec::of_extension(extension) else {
            return Format::of_extension(extension).map(FileType::plain);
        };
        let inner = Path::new(path.file_stem()?).extension()?.to_str()?;
        Some(FileType { codec: Some(codec), format: Format::of_extension(inner)? })
    }

    /// The type of a file whose name does not say, by its first bytes: text where these say nothing either.
    #[must_use]
    pub fn of_content(begin: &[u8]) -> FileType {
        let text = begin.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(begin).trim_ascii_start();
        let begins = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
        let format = if begin.starts_with(b"PK\x03\x04") {
            // the first file in what office programs write
            let is_office = begin.get(30..).is_some_and(|name| name.starts_with(b"[Content_Types].xml"));
            if is_office { Format::DOCX } else { Format::Archive(Archive::Zip) }
        } else if begin.get(257..262) == Some(b"ustar") {
            Format::Archive(Archive::Tar)
        } else if begin.starts_with(b"WARC/") {
            Format::Records(warc::batches)
        } else if begins("<rss") || begins("<feed") || (begins("<?xml") && !contains(text, b"<html")) {
            Format::Records(syndication::batches)
        } else if begins("<!doctype html") || begins("<html") || begins("<?xml") {
            Format::HTML
        } else if mbox::is_mailbox(begin) {
            Format::Archive(Archive::Mailbox)
        } else if MAIL_FIELDS.iter().any(|field| begins(field)) {
            Format::Document(Document::Mail)
        } else if begins("{\"") || begins("[{") || begins("{ \"") || begins("{\n") || begins("[\n") {
            Format::Records(records::values)
        } else {
            Format::TEXT
        };
        FileType { codec: Codec::of_content(begin), format }
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(text, part).is_some()
}

/// Why a file of this name is not read.
pub(super) fn unread(path: &Path) -> String {
    match path.extension() {
        Some(extension) => match path.file_stem().map(Path::new).and_then(Path::extension) {
            Some(inner) if extension.to_str().and_then(Codec::of_extension).is_some() => {
                format!("type .{} in .{} is not read", inner.display(), extension.display())
            }
            _ if BY_PROGRAM.iter().any(|listed| extension.eq_ignore_ascii_case(listed)) => {
                let extension = extension.to_ascii_lowercase();
                format!("type .{0} is not read; --pre '{0}=PROGRAM' reads it by a program", extension.display())
            }
            _ => format!("type .{} is not read", extension.display()),
        },
        None => "a file without an extension is not read; name the file itself to read it as text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides() {
        let format = |name: &str| FileType::of(Path::new(name)).map(|file_type| file_type.format);
        for name in [
            "a.txt",
            "a.b.TXT",
            "a.Md",
            "a.markdown",
            "a.text",
            "a.srt",
            "a.vtt",
            "a.HTML",
            "a.htm",
            "a.xhtml",
            ".a.txt",
        ] {
            assert!(matches!(format(name), Some(Format::Document(_))), "{name}");
        }
        for name in ["a.jsonl", "a.NDJSON", "a.json", "a.csv", "a.tsv", "a.rss", "a.warc.gz", "a.jsonl.zst", "a.csv.xz"]
        {
            assert!(matches!(format(name), Some(Format::Records(_))), "{name}");
        }
        for name in ["a.docx", "a.DOCX", "a.eml", "a.eml.gz"] {
            assert!(matches!(format(name), Some(Format::Document(_))), "{name}");
        }
        for name in ["a.zip", "a.tar", "a.tar.GZ", "a.tgz", "a.tar.bz2", "a.txz", "a.mbox", "a.mbox.gz"] {
            assert!(matches!(format(name), Some(Format::Archive(_))), "{name}");
        }
        for name in ["a", "a.", ".txt", "txt", "a.jpg", "a.txt~", "a.gz", "a.jpg.gz", "a.txt.gz.gz"] {
            assert!(format(name).is_none(), "{name}");
        }
        assert_eq!(FileType::of(Path::new("a.txt.Gz")).unwrap().codec, Some(Codec::Gzip));
        assert_eq!(FileType::of(Path::new("a.txt")).unwrap().codec, None);
    }

    #[test]
    fn an_unread_file_says_why() {
        assert_eq!(unread(Path::new("b/a.tar.JPG")), "type .JPG is not read");
        assert_eq!(unread(Path::new("b/a.PDF")), "type .pdf is not read; --pre 'pdf=PROGRAM' reads it by a program");
        assert_eq!(unread(Path::new("b/a.jpg.gz")), "type .jpg in .gz is not read");
        assert_eq!(unread(Path::new("b/a.gz")), "type .gz is not read");
        assert!(unread(Path::new("b.c/a")).contains("without an extension"));
    }
}
