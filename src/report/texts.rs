//! The articles of a run, read again.
//!
//! Articles come in the order of the tables, since the run read them so; what is not in the tables (another folder, a
//! `--take`) is passed over. A text counts only where each mention's surface still stands at its offsets: otherwise the
//! article was changed since, and marks would lie.

use super::run::{MentionRow, Run};
use crate::articles::{Batch, Feed};
use crate::model::{Article, Status};
use crate::pipeline::Progress;
use rayon::prelude::*;
use std::collections::VecDeque;

/// Batches that are read at a time, on all threads.
const BATCHES: usize = 16;

/// Texts in the order of the tables.
pub(super) struct Texts<'r> {
    run: &'r Run,
    feed: Option<Feed>,
    progress: &'r dyn Progress,
    /// Those that were read ahead, with their numbers, rising.
    ahead: VecDeque<(usize, String)>,
    /// The least number that a further text may have.
    next: usize,
}

impl<'r> Texts<'r> {
    /// From a feed of the articles that were tagged; without one there is no text.
    pub(super) fn new(run: &'r Run, feed: Option<Feed>, progress: &'r dyn Progress) -> Self {
        Texts { run, feed, progress, ahead: VecDeque::new(), next: 0 }
    }

    /// The text of that article; numbers are asked for in rising order.
    pub(super) fn take(&mut self, number: usize) -> Option<String> {
        loop {
            while self.ahead.front().is_some_and(|(first, _)| *first < number) {
                self.ahead.pop_front();
            }
            match self.ahead.front() {
                Some((first, _)) if *first == number => return self.ahead.pop_front().map(|(_, text)| text),
                Some(_) => return None,
                None if self.feed.is_none() => return None,
                None => self.read_ahead(),
            }
        }
    }

    fn read_ahead(&mut self) {
        let Some(feed) = &mut self.feed else { return };
        let batches: Vec<Batch> = std::iter::from_fn(|| feed.next_batch()).take(BATCHES).collect();
        if batches.is_empty() {
            self.feed = None;
            return;
        }
        let read = batches.into_par_iter().map(|batch| {
            let bytes = batch.bytes();
            let articles: Vec<Article> = batch.articles().collect();
            self.progress.advance(articles.len() as u64, bytes);
            articles
        });
        let read: Vec<Vec<Article>> = read.collect();
        for article in read.into_iter().flatten().filter(|article| article.status == Status::Ok) {
            if let Some(number) = self.run.article(&article.name).filter(|&number| number >= self.next) {
                self.next = number + 1;
                self.ahead.push_back((number, article.text));
            }
        }
    }
}

/// Where mentions stand in a text, in UTF-16 units as scripts count: their starts and lengths. Nothing where one does not
/// stand there.
pub(super) fn places(text: &str, mentions: &[MentionRow]) -> Option<Vec<(u32, u32)>> {
    let mut wanted: Vec<usize> = mentions.iter().flat_map(|mention| [mention.start, mention.end]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    // byte and UTF-16 offset of each wanted code point
    let mut found: Vec<(usize, u32)> = Vec::with_capacity(wanted.len());
    let mut ahead = wanted.iter().peekable();
    let mut utf16 = 0;
    let ends = text.char_indices().map(|(byte, c)| (byte, c.len_utf16())).chain([(text.len(), 0)]);
    for (char, (byte, units)) in ends.enumerate() {
        if ahead.next_if_eq(&&char).is_some() {
            found.push((byte, utf16));
        }
        if ahead.peek().is_none() {
            break;
        }
        utf16 += u32::try_from(units).expect("1 or 2");
    }
    let place = |char: usize| wanted.binary_search(&char).ok().and_then(|at| found.get(at).copied());
    mentions
        .iter()
        .map(|mention| {
            let ((from, start), (to, end)) = (place(mention.start)?, place(mention.end)?);
            (text.get(from..to)? == mention.surface).then(|| (start, end - start))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(start: usize, surface: &str) -> MentionRow {
        let end = start + surface.chars().count();
        MentionRow { start, end, surface: surface.to_owned(), ..MentionRow::default() }
    }

    #[test]
    fn places_count_as_scripts_do() {
        let text = "🌍 é Bank of England\r\nend";
        let mentions = [mention(4, "Bank of England"), mention(12, "England"), mention(21, "end")];
        assert_eq!(places(text, &mentions), Some(vec![(5, 15), (13, 7), (22, 3)]));
        assert_eq!(places("", &[]), Some(Vec::new()));
    }

    #[test]
    fn a_text_that_was_changed_has_no_places() {
        for text in ["", "Syria", "In Iraq", "In Syri", "🌍🌍 Syri"] {
            assert_eq!(places(text, &[mention(3, "Syria")]), None, "{text}");
        }
        let backwards = MentionRow { start: 3, end: 1, ..MentionRow::default() };
        assert_eq!(places("In Syria", &[backwards]), None);
    }
}
