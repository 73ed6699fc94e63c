//! All inputs of a run, handed out to threads piece by piece.

use super::complete::complete;
use super::{Batch, Input, ReadOptions, batch::Batches};
use crate::model::Status;
use std::iter::Peekable;
use std::sync::Arc;
use std::vec;

/// So many small files make a batch: handing it out takes 5 µs under the lock, reading 64 files of 3 kB takes 400 µs, and
/// the last batches of a run still share out evenly.
const BATCH_FILES: usize = 64;

/// Or files of so many bytes together.
const BATCH_BYTES: u64 = 512 << 10;

/// What is left to read of a run.
///
/// Threads share it behind a lock: [`Feed::next_batch`] hands out files and blocks of lines, and reading them is up to
/// the thread that got them. Batches come in the order of the inputs, articles of a batch in order within it, so that
/// order is the order of the tables.
pub struct Feed {
    inputs: Peekable<vec::IntoIter<Input>>,
    /// The container that is being read.
    open: Option<Batches>,
    options: Arc<ReadOptions>,
    files: usize,
    bytes: u64,
    /// How many articles may still come, if not all.
    left: Option<u64>,
}

impl Feed {
    /// Feeds these inputs, in the order they are in.
    #[must_use]
    pub fn new(inputs: Vec<Input>, options: ReadOptions) -> Self {
        let files = inputs.len();
        let bytes = inputs.iter().map(|input| input.size).sum();
        Feed { inputs: inputs.into_iter().peekable(), open: None, options: Arc::new(options), files, bytes, left: None }
    }

    /// Ends after that many articles; those that are skipped are not counted.
    ///
    /// Articles are then read where batches are handed out, since nobody else knows how many there are in one: meant for
    /// trying things out on a few.
    #[must_use]
    pub fn take(self, articles: u64) -> Self {
        Feed { left: Some(articles), ..self }
    }

    /// How many inputs there were at first, those that are not read among them.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files
    }

    /// How many bytes they had when they were found.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next articles to read; `None` when all are handed out. Every input is in the batches as one article at least.
    pub fn next_batch(&mut self) -> Option<Batch> {
        let Some(mut left) = self.left else { return self.batch() };
        if left == 0 {
            return None;
        }
        let batch = self.batch()?;
        let bytes = batch.bytes();
        let mut taken = Vec::new();
        for article in batch.articles() {
            left -= u64::from(article.status != Status::Skipped);
            taken.push(article);
            if left == 0 {
                break;
            }
        }
        self.left = Some(left);
        Some(Batch::new(bytes, taken.into_iter()))
    }

    fn batch(&mut self) -> Option<Batch> {
        loop {
            if let Some(batch) = self.open.as_mut().and_then(Iterator::next) {
                return Some(self.completed(batch));
            }
            self.open = None;
            if let Some(container) = self.inputs.next_if(Input::is_container) {
                self.open = Some(container.batches(&self.options));
                continue;
            }
            return self.loose_files();
        }
    }

    /// Files up to the next container, as many as make a batch.
    fn loose_files(&mut self) -> Option<Batch> {
        let (mut files, mut bytes) = (Vec::new(), 0);
        while files.len() < BATCH_FILES && bytes < BATCH_BYTES {
            let Some(file) = self.inputs.next_if(|input| !input.is_container()) else { break };
            bytes += file.size;
            files.push(file);
        }
        let options = Arc::clone(&self.options);
        let articles = move |file: Input| file.articles(&options);
        (!files.is_empty()).then(|| self.completed(Batch::new(bytes, files.into_iter().flat_map(articles))))
    }

    /// The batch, its articles with what they do not say of themselves.
    fn completed(&self, batch: Batch) -> Batch {
        let options = Arc::clone(&self.options);
        Batch::new(batch.bytes(), batch.articles().map(move |article| complete(article, &options)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::{Source, inputs};
    use crate::model::Article;
    use std::fs::write;
    use std::path::Path;
    use std::sync::Mutex;

    fn feed(folder: &Path) -> Feed {
        Feed::new(
            inputs(&[folder.to_path_buf()], &[]).unwrap(),
            ReadOptions { max_article_size: 2 << 20, ..ReadOptions::default() },
        )
    }

    fn batches(feed: &mut Feed) -> Vec<Batch> {
        std::iter::from_fn(|| feed.next_batch()).collect()
    }

    fn row(article: &Article) -> String {
        format!("{} {} {}{}", article.name, article.status.as_str(), article.text, article.error).trim_end().to_owned()
    }

    #[test]
    fn articles_come_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| write(folder.path().join(name), text).unwrap();
        file("a.txt", "Syria");
        file("b.jsonl", "{\"text\":\"b1\"}\n\n{\"other\":\"b3\"}\n");
        file("c.html", "<title>C</title><p>Iraq");
        file("d.jsonl", "");
        file("e.jpg", "\0");
        file("f.txt", "\0");
        file("g.txt", " \n");
        file("h.txt", &"x".repeat((2 << 20) + 1));
        file("i.jsonl", "{\"text\":\"i1\"}");
        let mut feed = feed(folder.path());
        let batches = batches(&mut feed);
        assert_eq!(batches.iter().map(Batch::bytes).sum::<u64>(), feed.bytes());
        assert_eq!(feed.files(), 9);
        let rows: Vec<String> = batches.into_iter().flat_map(Batch::articles).map(|article| row(&article)).collect();
        let expected = [
            "a.txt ok Syria",
            "b.jsonl#1 ok b1",
            "b.jsonl#3 failed no field `text`; --text-field takes one of: other",
            "c.html ok Iraq",
            "d.jsonl empty",
            "e.jpg skipped type .jpg is not read",
            "f.txt failed binary data, not text",
            "g.txt empty",
            "h.txt skipped 2097153 bytes, and an article may have 2097152; --max-article-size allows more",
            "i.jsonl#1 ok i1",
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_feed_may_end_early() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path().join("a.jpg"), "").unwrap();
        write(folder.path().join("b.txt"), "Syria").unwrap();
        write(folder.path().join("c.jsonl"), "{\"text\":\"c1\"}\n{\"text\":\"c2\"}\n").unwrap();
        let names = |count| {
            let batches = batches(&mut feed(folder.path()).take(count));
            batches.into_iter().flat_map(Batch::articles).map(|article| article.name).collect::<Vec<_>>()
        };
        assert_eq!(names(0), Vec::<String>::new());
        assert_eq!(names(1), ["a.jpg", "b.txt"]);
        assert_eq!(names(2), ["a.jpg", "b.txt", "c.jsonl#1"]);
        assert_eq!(names(9), ["a.jpg", "b.txt", "c.jsonl#1", "c.jsonl#2"]);
    }

    #[test]
    fn small_files_go_together_and_large_ones_do_not() {
        let input = |size: u64| Input { name: size.to_string(), source: Source::Skipped(String::new()), size };
        let sizes = |sizes: &[u64]| {
            let mut feed = Feed::new(sizes.iter().map(|size| input(*size)).collect(), ReadOptions::default());
            batches(&mut feed).into_iter().map(|batch| batch.articles().count()).collect::<Vec<_>>()
        };
        assert_eq!(sizes(&[]), Vec::<usize>::new());
        assert_eq!(sizes(&[0; 130]), [64, 64, 2]);
        assert_eq!(sizes(&[200 << 10; 7]), [3, 3, 1]);
        assert_eq!(sizes(&[1 << 30, 1, 1 << 30, 1]), [1, 2, 1]);
    }

    #[test]
    fn a_file_that_changed_since_it_was_found_is_still_one_article() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["gone.jsonl", "gone.txt", "grown.txt", "huge.txt", "shrunk.txt"] {
            write(path(name), "Syria and Iraq").unwrap();
        }
        let mut feed = feed(folder.path());
        std::fs::remove_file(path("gone.jsonl")).unwrap();
        std::fs::remove_file(path("gone.txt")).unwrap();
        write(path("grown.txt"), "Syria and Iraq and Iran").unwrap();
        write(path("huge.txt"), "x".repeat(3 << 20)).unwrap();
        write(path("shrunk.txt"), "Syria").unwrap();
        let articles: Vec<Article> = batches(&mut feed).into_iter().flat_map(Batch::articles).collect();
        let statuses: Vec<Status> = articles.iter().map(|article| article.status).collect();
        assert_eq!(statuses, [Status::Failed, Status::Failed, Status::Ok, Status::Skipped, Status::Ok]);
        assert_eq!((&*articles[2].text, &*articles[4].text), ("Syria and Iraq and Iran", "Syria"));
        assert!(articles[3].error.contains("--max-article-size"));
    }

    #[cfg(unix)]
    #[test]
    fn an_unreadable_file_fails_with_the_reason() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.txt", "b.jsonl"] {
            let path = folder.path().join(name);
            write(&path, "Syria").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
        }
        if std::fs::File::open(folder.path().join("a.txt")).is_ok() {
            return; // root reads everything
        }
        let rows: Vec<String> = batches(&mut feed(folder.path()))
            .into_iter()
            .flat_map(Batch::articles)
            .map(|article| row(&article))
            .collect();
        let denied = "failed Permission denied (os error 13)";
        assert_eq!(rows, [format!("a.txt {denied}"), format!("b.jsonl {denied}")]);
    }

    #[test]
    fn threads_may_share_a_feed() {
        let folder = tempfile::tempdir().unwrap();
        for n in 0..300 {
            write(folder.path().join(format!("{n:03}.txt")), format!("Syria {n}")).unwrap();
        }
        let lines: String =
            (0..20_000).map(|n| format!("{{\"text\": \"Iraq in the year {n} and later\"}}\n")).collect();
        write(folder.path().join("150.jsonl"), lines).unwrap();
        let feed = Mutex::new((0, feed(folder.path())));
        let done = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    loop {
                        let next = {
                            let mut feed = feed.lock().unwrap();
                            feed.0 += 1;
                            (feed.0, feed.1.next_batch())
                        };
                        let (number, Some(batch)) = next else { return };
                        let articles: Vec<Article> = batch.articles().collect();
                        done.lock().unwrap().push((number, articles));
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap();
        done.sort_by_key(|(number, _)| *number);
        let articles: Vec<Article> = done.into_iter().flat_map(|(_, articles)| articles).collect();
        assert_eq!(articles.len(), 20_300);
        assert_eq!(articles[150].name, "150.jsonl#1");
        assert_eq!(articles[20_149].text, "Iraq in the year 19999 and later");
        assert_eq!(articles[20_150].name, "150.txt");
    }
}
