//! All names of all lists, compiled for matching: names to hits.
//!
//! A search goes through sieves, each finer than the one before: places where a word begins (`starts`, 64 bytes at a
//! time), words that are the first of some name, pairs of words that are the first two of a longer one (`sieve`),
//! tables that answer for names of one word (`words`) and of two (`pairs`), and at last a walk through an automaton
//! (`automata`), anchored at that place. What is found is held against the rules of edges, case, marks and zones (`accept`). Nothing is decided
//! here: overlapping hits are all given, each with every entity that it could mean.
//!
//! Names are asked for through one interface (`names`), whether they were read from lists or lie in the file of a
//! compiled gazetteer ([`map`]).

mod accept;
mod automata;
mod beginnings;
mod first_words;
mod keys;
pub mod map;
mod names;
mod pairs;
mod search;
mod sieve;
mod slots;
mod starts;
mod walk;
mod words;

use crate::gazetteer::Gazetteer;
use crate::gazetteer::cues::Cues;
use crate::model::{Facts, Hits, LONGEST_NAME, NameId, Span};
use crate::text::class::Class;
use crate::text::edge;
use crate::text::fold::{FoldedChar, Folder};
use crate::text::zones::{Zone, ZoneOptions};
use automata::Automata;
use keys::Keys;
use map::Mapped;
use names::Names;
use search::{Search, ends_here};
use std::ops::Add;
use std::sync::Arc;

/// How names are matched beyond what the lists say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LexiconOptions {
    /// Every name that is not `exact` matches in any case.
    pub ignore_case: bool,
    /// Whether names count in hashtags and handles.
    pub zones: ZoneOptions,
}

/// Why a name that stands in a text, letters compared folded, is no hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reject {
    /// It begins or ends inside a word.
    Edge,
    /// It is written in a case that the name does not allow.
    Case,
    /// It lies in an address, a file name, code, or a marked word.
    Zone(Zone),
}

impl Reject {
    /// The word for it in explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Reject::Edge => "inside-word",
            Reject::Case => "case",
            Reject::Zone(zone) => zone.as_str(),
        }
    }
}

/// The compiled names. Shared between threads by reference; a search needs no lock once the parts it touches are built.
pub struct Lexicon {
    facts: Arc<dyn Facts>,
    options: LexiconOptions,
    /// The names of the compiled gazetteer that the lists stand on, if they do.
    mapped: Option<Mapped>,
    listed: Automata,
}

/// What a search had to do, in numbers that are the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Places where a name might begin.
    pub starts: u64,
    /// Those that passed the filters.
    pub looks: u64,
    /// Bytes of text that walks went along.
    pub walked: u64,
}

impl Add for Work {
    type Output = Work;

    fn add(self, other: Work) -> Work {
        Work { starts: self.starts + other.starts, looks: self.looks + other.looks, walked: self.walked + other.walked }
    }
}

impl Lexicon {
    /// Compiles the names of a gazetteer, on the threads of the current rayon pool. Automata are built later, each when a
    /// text first needs it; the names of a compiled gazetteer are searched where they lie in its file.
    #[must_use]
    pub fn compile(gazetteer: Arc<Gazetteer>, options: LexiconOptions) -> Lexicon {
        let own = gazetteer.base_name_count()..gazetteer.name_count();
        let listed = Automata::compile(Keys::of_all(gazetteer.as_ref(), own, options.ignore_case));
        let mapped = gazetteer.base().map(|base| Mapped::open(base, gazetteer.clone(), options.ignore_case));
        Lexicon { facts: gazetteer, options, mapped, listed }
    }

    /// What is known of the entities and names.
    #[must_use]
    pub fn facts(&self) -> &Arc<dyn Facts> {
        &self.facts
    }

    /// Builds every automaton now, on the threads of the current rayon pool, instead of when a text first needs it.
    pub fn build_all(&self) {
        self.listed.build_all();
    }

    /// Finds all names in a text: by start, longer first. Says how much work that was.
    ///
    /// Time is linear in the text, whatever it holds: where names overlap so much that walks pass over the text again
    /// and again, names that begin inside what was walked already are given up. No prose comes near that bound.
    ///
    /// # Panics
    /// If the text has 4 GiB or more.
    pub fn find(&self, text: &str, hits: &mut Hits) -> Work {
        self.search(text, hits, |_, _, _| {})
    }

    /// [`Lexicon::find`], which also reports each name that stands in the text but is no hit, and why.
    pub fn find_and_explain(&self, text: &str, hits: &mut Hits, rejected: impl FnMut(Span, NameId, Reject)) -> Work {
        self.search(text, hits, rejected)
    }

    fn search(&self, text: &str, hits: &mut Hits, mut rejected: impl FnMut(Span, NameId, Reject)) -> Work {
        assert!(u32::try_from(text.len()).is_ok(), "articles are smaller than 4 GiB");
        hits.clear();
        let Some(mapped) = &self.mapped else { return self.search_in(&self.listed, text, hits, &mut rejected) };
        let work = self.search_in(mapped, text, hits, &mut rejected);
        if self.listed.is_empty() {
            return work;
        }
        let mut more = Hits::default();
        let work = work + self.search_in(&self.listed, text, &mut more, &mut rejected);
        hits.merge(&more);
        work
    }

    fn search_in(
        &self,
        names: &impl Names,
        text: &str,
        hits: &mut Hits,
        rejected: &mut impl FnMut(Span, NameId, Reject),
    ) -> Work {
        let work = Search::new(names, self.facts.as_ref(), self.options, text, hits, rejected).run();
        hits.sort();
        work
    }

    /// Where a folded name stands in a text, inside words too, whatever the case: for the question why it is no hit.
    #[must_use]
    pub fn stands(text: &str, folded: &str) -> Vec<(Span, Reject)> {
        let mut found = Vec::new();
        for (start, c) in text.char_indices() {
            let class = Class::of(c);
            if class.is_white() || class.is_mark() || class.is_dropped() {
                continue;
            }
            let Some(end) = end_of(&text[start..], folded) else { continue };
            let span = Span::new(start, start + end);
            let edges = edge::is_start(text, start, c) && ends_here(text, span);
            found.push((span, if edges { Reject::Case } else { Reject::Edge }));
        }
        found
    }
}

/// Where a text that begins with a folded name ends to be it.
fn end_of(text: &str, folded: &str) -> Option<usize> {
    let mut wanted = folded.chars().peekable();
    let mut white = false;
    for FoldedChar { at, source, folded } in Folder::new(text) {
        if wanted.peek().is_none() {
            return Some(at);
        }
        if Class::of(source).is_white() {
            white = at > 0;
            continue;
        }
        if std::mem::take(&mut white) && wanted.next() != Some(' ') || wanted.next() != Some(folded) {
            return None;
        }
    }
    wanted.peek().is_none().then_some(text.len())
}

/// Whether an all-capitals name may also be written as a word: not where that would be an ordinary word (Aids, Care).
fn acronym_rule(name: &str) -> crate::text::case::Acronym {
    if Cues::get().is_common_word(&name.to_lowercase()) {
        crate::text::case::Acronym::OnlyCapitals
    } else {
        crate::text::case::Acronym::MayBeAWord
    }
}
