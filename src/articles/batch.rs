//! Work for one thread: articles that are not read yet.

use crate::model::Article;
use std::fmt;

/// Some articles of one run, in their order, with what reading them costs still to pay.
pub struct Batch {
    bytes: u64,
    articles: Box<dyn Iterator<Item = Article> + Send>,
}

/// The batches of a file that holds many articles. Taking the next one reads from the file and does no more than finding
/// where articles end, since all threads wait for it; the batch does the rest on the thread that took it.
pub(super) type Batches = Box<dyn Iterator<Item = Batch> + Send>;

impl Batch {
    /// The articles that `articles` makes when asked, out of that many bytes of input.
    pub(super) fn new(bytes: u64, articles: impl Iterator<Item = Article> + Send + 'static) -> Self {
        Batch { bytes, articles: Box::new(articles) }
    }

    /// One article that is there already.
    pub(super) fn one(article: Article) -> Self {
        Batch::new(0, std::iter::once(article))
    }

    /// All there is of a file: one article that is there already.
    pub(super) fn only(article: Article) -> Batches {
        Box::new(std::iter::once(Batch::one(article)))
    }

    /// The same articles, for that many bytes of input.
    pub(super) fn of_bytes(self, bytes: u64) -> Self {
        Batch { bytes, ..self }
    }

    /// Bytes of input that it stands for, as far as they are known: its share of [`super::Feed::bytes`].
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads, decodes and parses, one article at each step.
    pub fn articles(self) -> impl Iterator<Item = Article> + Send {
        self.articles
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}
