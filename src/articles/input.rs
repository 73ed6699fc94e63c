//! One file of a run, before it is read.

use super::batch::Batches;
use super::compression::Counted;
use super::format::{Archive, unread};
use super::shared::SharedBytes;
use super::{Batch, FileType, Format, ReadOptions, document, stream, zip};
use crate::model::Article;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Something that becomes one article or more: a file, standard input, or what stands in the place of one.
#[derive(Debug)]
pub struct Input {
    /// The article's name; records and files in an archive add theirs to it.
    pub name: String,
    /// Where its text is.
    pub source: Source,
    /// Bytes it had when it was found; 0 where that is not known, and for what is not read.
    pub size: u64,
}

/// Where the text of an input is.
#[derive(Debug)]
pub enum Source {
    /// In a file.
    File(PathBuf, FileType),
    /// In a file whose name does not say what it holds: its first bytes do.
    Unknown(PathBuf),
    /// In a file of a type that is not read, unless the user names a program that does.
    Unread(PathBuf),
    /// In standard input.
    Stdin,
    /// Nowhere: it is left out, for this reason.
    Skipped(String),
    /// Nowhere: it cannot be reached, for this reason.
    Failed(String),
}

impl Input {
    /// Whether it may hold many articles, so that it pays to read it batch by batch.
    #[must_use]
    pub fn is_container(&self) -> bool {
        match &self.source {
            Source::File(_, file_type) => !matches!(file_type.format, Format::Document(_)),
            Source::Unknown(_) | Source::Stdin => true,
            Source::Unread(_) | Source::Skipped(_) | Source::Failed(_) => false,
        }
    }

    /// Reads, decodes and parses it: at least one article; those of a container one at each step.
    ///
    /// It never fails: what goes wrong is an article that says so.
    pub fn articles(self, options: &Arc<ReadOptions>) -> impl Iterator<Item = Article> + Send + use<> {
        let (one, many) = match self.source.settled(options) {
            Source::File(path, FileType { codec, format: Format::Document(document) }) => {
                let file = File::open(path);
                (Some(document::articles(self.name, file, self.size, (codec, document), 1, options)), None)
            }
            source => (None, Some(Input { source, ..self }.batches(options))),
        };
        one.into_iter().flatten().chain(many.into_iter().flatten().flat_map(Batch::articles))
    }

    /// Opens what may hold many articles; reading is left to the batches.
    pub(super) fn batches(self, options: &Arc<ReadOptions>) -> Batches {
        let opened = match self.source.settled(options) {
            Source::File(path, FileType { codec: None, format: Format::Archive(Archive::Zip) }) => {
                return match File::open(path).and_then(SharedBytes::try_from) {
                    Ok(bytes) => zip::batches(self.name, bytes, 1, options),
                    Err(error) => Batch::only(Article::failed(self.name, error.to_string())),
                };
            }
            Source::File(path, file_type) => opened(&path)
                .map(|(count, reader)| (count, stream::batches(self.name.clone(), file_type, reader, 1, options))),
            Source::Unknown(path) => opened(&path)
                .map(|(count, reader)| (count, stream::batches_by_content(self.name.clone(), reader, options))),
            Source::Stdin => return stream::batches_by_content(self.name, Box::new(io::stdin()), options),
            Source::Unread(path) => return Batch::only(Article::skipped(self.name, unread(&path))),
            Source::Skipped(why) => return Batch::only(Article::skipped(self.name, why)),
            Source::Failed(error) => return Batch::only(Article::failed(self.name, error)),
        };
        match opened {
            // progress is told in bytes of the file, whatever they expand to
            Ok((count, batches)) => {
                Box::new(batches.map(move |batch| batch.of_bytes(count.swap(0, Ordering::Relaxed))))
            }
            Err(error) => Batch::only(Article::failed(self.name, error.to_string())),
        }
    }
}

impl Source {
    /// The same, with a file that the user has a program for as that program's.
    fn settled(self, options: &ReadOptions) -> Source {
        let (Source::File(path, _) | Source::Unknown(path) | Source::Unread(path)) = &self else { return self };
        match options.programs.file_type(path) {
            Some(file_type) => Source::File(path.clone(), file_type),
            None => self,
        }
    }
}

/// A file, and how many bytes were read of it.
fn opened(path: &Path) -> io::Result<(Arc<AtomicU64>, Box<dyn Read + Send>)> {
    let count = Arc::new(AtomicU64::new(0));
    let reader = Counted { reader: File::open(path)?, count: Arc::clone(&count) };
    Ok((count, Box::new(reader)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    fn read(source: Source, size: u64) -> Vec<(String, Status, String)> {
        let input = || Input { name: "a".into(), source, size };
        let articles = input().articles(&Arc::new(ReadOptions { max_article_size: 20, ..ReadOptions::default() }));
        articles.map(|article| (article.name, article.status, article.text + &article.error)).collect()
    }

    #[test]
    fn every_input_is_an_article_at_least() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("a.txt"), "Syria").unwrap();
        std::fs::write(path("a.jsonl"), "{\"text\":\"Syria\"}\n{}\n").unwrap();
        std::fs::write(path("long"), "x".repeat(21)).unwrap();
        let file = |name: &str| Source::File(path(name), FileType::of(&path(name)).unwrap_or(FileType::TEXT));
        let row = |name: &str, status, text: &str| (name.to_owned(), status, text.to_owned());
        for size in [0, 4, 5, 6] {
            assert_eq!(read(file("a.txt"), size), [row("a", Status::Ok, "Syria")], "expected {size}");
        }
        let records = [row("a#1", Status::Ok, "Syria"), row("a#2", Status::Failed, "no field `text`, and no other")];
        assert_eq!(read(file("a.jsonl"), 19), records);
        assert_eq!(read(Source::Skipped("why".into()), 0), [row("a", Status::Skipped, "why")]);
        assert_eq!(read(Source::Failed("why".into()), 0), [row("a", Status::Failed, "why")]);
        for (name, size) in [("gone.txt", 5), ("gone.jsonl", 5), ("", 5), ("long", 21), ("long", 0), ("long", 3)] {
            let articles = read(file(name), size);
            let expected = if name == "long" { Status::Skipped } else { Status::Failed };
            assert_eq!((articles.len(), articles[0].1), (1, expected), "{name} {articles:?}");
        }
    }
}
