//! Which files are read, and how.
//!
//! A new format is a file beside this one and a line in [`FORMATS`].

use super::{ReadOptions, batch::Batches, html, jsonl, text};
use crate::model::Article;
use std::io::Read;
use std::path::Path;

/// How the bytes of a file become articles.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// The file is one article: its name and its bytes make it. Runs on a worker's thread.
    Document(fn(String, Vec<u8>, &ReadOptions) -> Article),
    /// The file holds many articles and is read in order, batch by batch. It yields at least one article.
    Container(fn(String, Box<dyn Read + Send>, &ReadOptions) -> Batches),
}

/// Every format, by the extensions of its files in lower case.
const FORMATS: [(&[&str], Format); 3] = [
    (&["txt", "text", "md", "markdown"], Format::TEXT),
    (&["html", "htm", "xhtml"], Format::Document(html::article)),
    (&["jsonl", "ndjson"], Format::Container(jsonl::batches)),
];

impl Format {
    /// Plain text: what standard input is, and a file whose name does not say.
    pub const TEXT: Format = Format::Document(text::article);

    /// The format that a file's name ends in, in any case; `None` where such files are not read.
    #[must_use]
    pub fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?;
        let listed = |extensions: &[&str]| extensions.iter().any(|listed| listed.eq_ignore_ascii_case(extension));
        FORMATS.iter().find(|(extensions, _)| listed(extensions)).map(|(_, format)| *format)
    }
}

/// Why a file of this name is not read.
pub(super) fn unread(path: &Path) -> String {
    match path.extension() {
        Some(extension) => format!("type .{} is not read", extension.display()),
        None => "a file without an extension is not read; name the file itself to read it as text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides() {
        let document = |name: &str| matches!(Format::of(Path::new(name)), Some(Format::Document(_)));
        let container = |name: &str| matches!(Format::of(Path::new(name)), Some(Format::Container(_)));
        for name in ["a.txt", "a.b.TXT", "a.Md", "a.markdown", "a.text", "a.HTML", "a.htm", "a.xhtml", ".a.txt"] {
            assert!(document(name), "{name}");
        }
        for name in ["a.jsonl", "a.NDJSON"] {
            assert!(container(name), "{name}");
        }
        for name in ["a", "a.", ".txt", "txt", "a.jpg", "a.txt.gz", "a.txt~", "a.json"] {
            assert!(Format::of(Path::new(name)).is_none(), "{name}");
        }
    }

    #[test]
    fn an_unread_file_says_why() {
        assert_eq!(unread(Path::new("b/a.tar.JPG")), "type .JPG is not read");
        assert!(unread(Path::new("b.c/a")).contains("without an extension"));
    }
}
