//! What a corpus says of the names of lists.

use super::Finding;
use crate::cli::{out, progress};
use gazetag::articles::{Feed, ReadOptions, inputs};
use gazetag::gazetteer::check::{NamePlace, names};
use gazetag::gazetteer::{BadRows, Level, Lists, Problem};
use gazetag::lexicon::{Lexicon, LexiconOptions};
use gazetag::occurrences::{Occurrence, Occurrences};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A name that stands so often in small letters, ...
const FEWEST_SMALL: u64 = 2;

/// ... and at least once in so many places, is a word too.
const SMALL_ONCE_IN: u64 = 10;

/// The names of lists that occur in a corpus.
pub(super) struct Occurring {
    places: Vec<NamePlace>,
    /// By name as it is written.
    by_name: HashMap<String, Occurrence>,
}

impl Occurring {
    /// Counts the names of lists in the articles of these paths.
    pub(super) fn count(lists: Lists, paths: &[PathBuf], quiet: bool) -> anyhow::Result<Occurring> {
        let feed = Feed::new(inputs(paths, &[])?, ReadOptions::default());
        let places = names(&lists);
        let (gazetteer, _) = lists.load(BadRows::Skip)?;
        let facts = Arc::new(gazetteer);
        let options = LexiconOptions { ignore_case: true, ..LexiconOptions::default() };
        let lexicon = Lexicon::compile(facts.clone(), options);
        let bar = progress::bytes(feed.bytes(), quiet);
        let counted = Occurrences::count(&lexicon, feed, &|bytes| bar.inc(bytes));
        bar.finish_and_clear();
        for (article, error) in &counted.failed {
            out::message(format_args!("{}: {}", out::printable(article), out::printable(error)));
        }
        let known = facts.names().filter_map(|(id, name)| Some((name.text.to_owned(), counted.of(id)?.clone())));
        Ok(Occurring { by_name: known.collect(), places })
    }

    /// Problems with what the corpus says of their names, and the names that occur and have none: errors, then the names
    /// that stand most often in small letters, then the most frequent.
    pub(super) fn findings(&self, problems: Vec<Problem>) -> Vec<Finding<'_>> {
        let mut findings: Vec<Finding<'_>> = Vec::new();
        let mut told: HashMap<(String, u64), Vec<String>> = HashMap::new();
        for problem in problems {
            told.entry((problem.file.clone(), problem.line)).or_default().push(problem.name.clone());
            findings.push(Finding { occurrence: self.by_name.get(&problem.name), problem });
        }
        for place in &self.places {
            let Some(occurrence) = self.by_name.get(&place.name) else { continue };
            let Occurrence { capitalised, lower_case, .. } = occurrence;
            let is_word = *lower_case >= FEWEST_SMALL && lower_case * SMALL_ONCE_IN >= lower_case + capitalised;
            let key = (place.file.to_string(), place.line);
            let told = told.get(&key).is_some_and(|names| names.contains(&place.name));
            if told {
                continue;
            }
            let (level, code, message, suggestion) = if is_word {
                let message = format!("'{}' is a word in these articles", place.name);
                (Level::Warning, "word-in-corpus", message, "use a longer name, or put it into blocked.csv")
            } else {
                (Level::Note, "occurs", format!("'{}' occurs", place.name), "")
            };
            let problem = Problem {
                level,
                code,
                file: place.file.to_string(),
                line: place.line,
                column: 0,
                name: place.name.clone(),
                message,
                suggestion: suggestion.to_owned(),
            };
            findings.push(Finding { problem, occurrence: Some(occurrence) });
        }
        findings.sort_by_cached_key(|Finding { problem, occurrence }| {
            let counts = occurrence.map_or((0, 0), |of| (of.lower_case, of.capitalised));
            let risk = (problem.level == Level::Error, counts.0, problem.level == Level::Warning, counts.1);
            (Reverse(risk), problem.file.clone(), problem.line, problem.code, problem.name.clone())
        });
        findings
    }
}
