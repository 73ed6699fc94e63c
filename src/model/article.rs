//! One text to tag, with what is known of it.

/// What became of an article on its way in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It was read and has text.
    #[default]
    Ok,
    /// It was read and has no text.
    Empty,
    /// It was left out on purpose: a type that is not read, or over a limit that the user set. No error.
    Skipped,
    /// It could not be read, or tagging it failed. Counts for exit code 1.
    Failed,
}

impl Status {
    /// The word that tables use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Empty => "empty",
            Status::Skipped => "skipped",
            Status::Failed => "failed",
        }
    }
}

/// A text and its metadata. Metadata that is not known is empty; the text of an article that is not `Ok` is empty too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Path relative to what was tagged, `/` between folders; `news.jsonl#12` for a record; `stdin`.
    pub name: String,
    /// The decoded (or extracted) text: what every offset counts in. A byte order mark is not part of it.
    pub text: String,
    /// Headline.
    pub title: String,
    /// `YYYY-MM-DD` where it is certain, else empty.
    pub date: String,
    /// Byline.
    pub author: String,
    /// Outlet.
    pub source: String,
    /// Where it was published.
    pub url: String,
    /// ISO 639-1: as declared, else as the text reads; empty where neither is sure.
    pub language: String,
    /// Name of the encoding the bytes were read in.
    pub encoding: &'static str,
    /// What became of it.
    pub status: Status,
    /// Why it is skipped or failed; for one that is `Ok`, what a reader should know (characters that did not decode).
    pub error: String,
}

impl Article {
    /// An article that could not be read.
    #[must_use]
    pub fn failed(name: impl Into<String>, error: impl Into<String>) -> Self {
        Article { name: name.into(), status: Status::Failed, error: error.into(), ..Article::default() }
    }

    /// Adds a sentence that a reader of the tables should know.
    pub(crate) fn note(&mut self, sentence: &str) {
        if !self.error.is_empty() && !sentence.is_empty() {
            self.error.push_str("; ");
        }
        self.error.push_str(sentence);
    }

    /// An article that is left out on purpose.
    #[must_use]
    pub fn skipped(name: impl Into<String>, why: impl Into<String>) -> Self {
        Article { name: name.into(), status: Status::Skipped, error: why.into(), ..Article::default() }
    }
}
