//! How often each name of a lexicon occurs in a corpus, and how it is written there: for the person who decides whether
//! a name belongs into a list.
//!
//! In come a [`Lexicon`] that ignores case and a [`Feed`]; out go counts by name. Nothing is decided: each place where a
//! name stands as whole words counts, also those inside longer names.

use crate::articles::Feed;
use crate::lexicon::Lexicon;
use crate::model::{Article, Hits, NameId, Span, Status};
use crate::tables::context;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// How many places of a name are shown.
pub const EXAMPLES: usize = 5;

/// Batches that are read before their articles are searched together.
const BATCHES: usize = 64;

/// What a corpus says of one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occurrence {
    /// Places where a letter of it is a capital, or its script has none.
    pub capitalised: u64,
    /// Places where it is in small letters throughout.
    pub lower_case: u64,
    /// Places of either sort that lie inside a longer name of the lexicon.
    pub inside_longer: u64,
    /// The first places with what stands around them, the name in square brackets.
    pub examples: Vec<String>,
}

/// What a corpus says of all names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occurrences {
    by_name: FxHashMap<NameId, Occurrence>,
    /// Articles that were searched.
    pub articles: u64,
    /// Articles that could not be read: name and reason.
    pub failed: Vec<(String, String)>,
}

impl Occurrences {
    /// Searches all articles of a feed, on the threads of the current rayon pool. `progress` is told of bytes done.
    #[must_use]
    pub fn count(lexicon: &Lexicon, mut feed: Feed, progress: &(dyn Fn(u64) + Sync)) -> Occurrences {
        let mut all = Occurrences::default();
        loop {
            let batches: Vec<_> = std::iter::from_fn(|| feed.next_batch()).take(BATCHES).collect();
            if batches.is_empty() {
                return all;
            }
            // what is reduced stays in the order of the batches, so that the first places are the first
            let counted = batches
                .into_par_iter()
                .map(|batch| {
                    let bytes = batch.bytes();
                    let mut of_batch = Occurrences::default();
                    let mut hits = Hits::default();
                    batch.articles().for_each(|article| of_batch.add(lexicon, &article, &mut hits));
                    progress(bytes);
                    of_batch
                })
                .reduce(Occurrences::default, Occurrences::and);
            all = all.and(counted);
        }
    }

    /// What is known of a name.
    #[must_use]
    pub fn of(&self, name: NameId) -> Option<&Occurrence> {
        self.by_name.get(&name)
    }

    fn add(&mut self, lexicon: &Lexicon, article: &Article, hits: &mut Hits) {
        match article.status {
            Status::Ok => {}
            Status::Failed => {
                self.failed.push((article.name.clone(), article.error.clone()));
                return;
            }
            _ => return,
        }
        self.articles += 1;
        lexicon.find(&article.text, hits);
        // hits come by start, longer first: what ends before an earlier one does lies inside it
        let mut farthest = 0;
        for hit in hits.iter() {
            let span = hit.span;
            let inside = span.end <= farthest;
            farthest = farthest.max(span.end);
            let surface = span.of(&article.text);
            let lower_case = surface.chars().any(char::is_lowercase) && !surface.chars().any(char::is_uppercase);
            for candidate in hits.candidates(hit) {
                let known = self.by_name.entry(candidate.name).or_default();
                known.capitalised += u64::from(!lower_case);
                known.lower_case += u64::from(lower_case);
                known.inside_longer += u64::from(inside);
                if known.examples.len() < EXAMPLES {
                    known.examples.push(example(&article.text, span));
                }
            }
        }
    }

    fn and(mut self, later: Occurrences) -> Occurrences {
        #[expect(clippy::iter_over_hash_type, reason = "each goes to a place of its own")]
        for (name, more) in later.by_name {
            let known = self.by_name.entry(name).or_default();
            known.capitalised += more.capitalised;
            known.lower_case += more.lower_case;
            known.inside_longer += more.inside_longer;
            let free = EXAMPLES - known.examples.len();
            known.examples.extend(more.examples.into_iter().take(free));
        }
        self.articles += later.articles;
        self.failed.extend(later.failed);
        self
    }
}

fn example(text: &str, span: Span) -> String {
    let (mut before, mut after) = (String::new(), String::new());
    let before = context::before(text, span.start(), &mut before);
    let after = context::after(text, span.end(), &mut after);
    let surface = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{before} [{surface}] {after}").trim().to_owned()
}
