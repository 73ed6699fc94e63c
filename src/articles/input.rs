//! One file of a run, before it is read.

use super::batch::Batches;
use super::read::{ReadError, read_whole};
use super::{Batch, Format, ReadOptions};
use crate::model::Article;
use std::fs::File;
use std::io::{self, Read};
use std::iter::once;
use std::path::PathBuf;

/// Something that becomes one article or more: a file, standard input, or what stands in the place of one.
#[derive(Debug)]
pub struct Input {
    /// The article's name; records of a container add theirs to it.
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
    File(PathBuf, Format),
    /// In standard input.
    Stdin(Format),
    /// Nowhere: it is left out, for this reason.
    Skipped(String),
    /// Nowhere: it cannot be reached, for this reason.
    Failed(String),
}

impl Input {
    /// Whether it may hold many articles, so that it pays to read it batch by batch.
    #[must_use]
    pub fn is_container(&self) -> bool {
        matches!(self.source, Source::File(_, Format::Container(_)) | Source::Stdin(Format::Container(_)))
    }

    /// Reads, decodes and parses it: at least one article; those of a container one at each step.
    ///
    /// It never fails: what goes wrong is an article that says so.
    pub fn articles(self, options: &ReadOptions) -> impl Iterator<Item = Article> + Send + use<> {
        let (one, many) = match self.source {
            Source::File(path, Format::Document(read)) => {
                (Some(document(self.name, File::open(path), self.size, read, options)), None)
            }
            Source::Stdin(Format::Document(read)) => {
                (Some(document(self.name, Ok(io::stdin()), self.size, read, options)), None)
            }
            Source::Skipped(why) => (Some(Article::skipped(self.name, why)), None),
            Source::Failed(error) => (Some(Article::failed(self.name, error)), None),
            _ => (None, Some(self.batches(options))),
        };
        one.into_iter().chain(many.into_iter().flatten().flat_map(Batch::articles))
    }

    /// Opens it; reading is left to the batches.
    pub(super) fn batches(self, options: &ReadOptions) -> Batches {
        match self.source {
            Source::File(path, Format::Container(open)) => container(self.name, File::open(path), open, options),
            Source::Stdin(Format::Container(open)) => container(self.name, Ok(io::stdin()), open, options),
            _ => {
                let options = options.clone();
                Box::new(once(Batch::new(self.size, once(self).flat_map(move |input| input.articles(&options)))))
            }
        }
    }
}

/// The one article of a file.
fn document(
    name: String,
    file: io::Result<impl Read>,
    size: u64,
    read: fn(String, Vec<u8>, &ReadOptions) -> Article,
    options: &ReadOptions,
) -> Article {
    let bytes =
        file.map_err(ReadError::from).and_then(|mut file| read_whole(&mut file, size, options.max_article_size));
    match bytes {
        Ok(bytes) => read(name, bytes, options),
        Err(ReadError::TooLarge(error)) => error.article(name),
        Err(error @ ReadError::Io(_)) => Article::failed(name, error.to_string()),
    }
}

/// The batches of a container, or the one article that says why it did not open.
fn container(
    name: String,
    file: io::Result<impl Read + Send + 'static>,
    open: fn(String, Box<dyn Read + Send>, &ReadOptions) -> Batches,
    options: &ReadOptions,
) -> Batches {
    match file {
        Ok(file) => open(name, Box::new(file), options),
        Err(error) => Box::new(once(Batch::one(Article::failed(name, error.to_string())))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    fn read(source: Source, size: u64) -> Vec<(String, Status, String)> {
        let input = || Input { name: "a".into(), source, size };
        let articles = input().articles(&ReadOptions { max_article_size: 20, ..ReadOptions::default() });
        articles.map(|article| (article.name, article.status, article.text + &article.error)).collect()
    }

    #[test]
    fn every_input_is_an_article_at_least() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("a.txt"), "Syria").unwrap();
        std::fs::write(path("a.jsonl"), "{\"text\":\"Syria\"}\n{}\n").unwrap();
        std::fs::write(path("long"), "x".repeat(21)).unwrap();
        let file = |name: &str| Source::File(path(name), Format::of(&path(name)).unwrap_or(Format::TEXT));
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
