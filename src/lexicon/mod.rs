//! All names of all lists, compiled for matching: names to hits.
//!
//! A search goes through four sieves, each cheaper than the next: places where a word begins ([`starts`], 64 bytes at
//! a time), words whose first letter some name allows there, words that are the first of some name
//! ([`first_words`]), and at last a walk through an automaton ([`parts`]), anchored at that place. What the walk finds
//! is then held against the rules of design 5: edges, case, marks, zones ([`accept`]). Nothing is decided here:
//! overlapping hits are all given, each with every entity that it could mean.

mod accept;
mod first_words;
mod parts;
mod starts;

use crate::gazetteer::cues::Cues;
use crate::gazetteer::row::LONGEST_NAME;
use crate::model::{Candidate, Facts, Hits, NameId, Span};
use crate::text::case::is_acronym;
use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::fold_name_into;
use crate::text::zones::{Zone, ZoneOptions, Zones};
use first_words::FirstWords;
use parts::Parts;
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
    first_words: FirstWords,
    parts: Parts,
}

impl Lexicon {
    /// Compiles the names of `facts`. Automata are built later, each when a text first needs it.
    #[must_use]
    pub fn compile(facts: Arc<dyn Facts>, options: LexiconOptions) -> Lexicon {
        let mut entries = parts::Entries::default();
        let mut key = String::new();
        for i in 0..facts.name_count() {
            let id = NameId(u32::try_from(i).expect("there are fewer than 2^32 names"));
            let name = facts.name(id);
            key.clear();
            fold_name_into(name.text, &mut key);
            if key.is_empty() || key.len() > LONGEST_NAME || is_single_unspaced(&key) {
                continue;
            }
            entries.add(&key, name.text, id, accept::Shape::Plain, accept::may_begin_lower(&name, options.ignore_case));
            if name.case == crate::model::CaseRule::Auto && is_acronym(name.text) {
                let dotted: String = key.chars().flat_map(|c| [c, '.']).collect();
                entries.add(&dotted, &dotted, id, accept::Shape::Dotted, false);
            }
        }
        let (first_words, parts) = entries.compile();
        Lexicon { facts, options, first_words, parts }
    }

    /// What is known of the entities and names.
    #[must_use]
    pub fn facts(&self) -> &Arc<dyn Facts> {
        &self.facts
    }

    /// Builds every automaton now, on the threads of the current rayon pool, instead of when a text first needs it.
    pub fn build_all(&self) {
        self.parts.build_all();
    }

    /// Finds all names in a text: by start, longer first.
    pub fn find(&self, text: &str, hits: &mut Hits) {
        self.search(text, hits, |_, _, _| {});
    }

    /// [`Lexicon::find`], which also reports each name that stands in the text but is no hit, and why.
    pub fn find_and_explain(&self, text: &str, hits: &mut Hits, rejected: impl FnMut(Span, NameId, Reject)) {
        self.search(text, hits, rejected);
    }

    fn search(&self, text: &str, hits: &mut Hits, mut rejected: impl FnMut(Span, NameId, Reject)) {
        hits.clear();
        let mut zones = Zones::new(text, self.options.zones);
        let mut found: Vec<parts::Found> = Vec::new();
        let mut accepted: Vec<Candidate> = Vec::new();
        starts::scan(text, &self.first_words, |start, part| {
            found.clear();
            self.parts.walk(part, text, start, &mut found);
            for found in found.iter().rev() {
                let span = Span::new(start, found.end);
                let names = self.parts.names(part, found.pattern);
                if !ends_here(text, span) {
                    names.iter().for_each(|name| rejected(span, name.id, Reject::Edge));
                    continue;
                }
                accepted.clear();
                for name in names {
                    let listed = self.facts.name(name.id);
                    if !accept::accepts(&listed, name.shape, text, span, self.options.ignore_case) {
                        rejected(span, name.id, Reject::Case);
                    } else if accepted.iter().all(|other| other.entity != listed.entity) {
                        accepted.push(Candidate { entity: listed.entity, name: name.id });
                    }
                }
                if accepted.is_empty() {
                    continue;
                }
                if let Some(zone) = zones.around(span) {
                    accepted.iter().for_each(|candidate| rejected(span, candidate.name, Reject::Zone(zone)));
                    continue;
                }
                hits.push(span, accepted.iter().copied());
            }
        });
        hits.sort();
    }
}

/// One character of a script without spaces is never a name (design 5.4).
fn is_single_unspaced(key: &str) -> bool {
    let mut chars = key.chars().filter(|&c| !Class::of(c).is_mark());
    let first = chars.next();
    chars.next().is_none() && first.is_some_and(|c| Class::of(c).run() != Run::Spaced)
}

/// Whether a name that ends with `span` ends at an edge.
fn ends_here(text: &str, span: Span) -> bool {
    let last = text[..span.end()].chars().rev().find(|&c| !Class::of(c).is_mark() && !Class::of(c).is_dropped());
    let run = last.map(Class::of).filter(|class| class.is_word()).map(Class::run);
    edge::is_end(text, span.end(), run)
}

/// Whether an all-capitals name may also be written as a word: not where that would be an ordinary word (Aids, Care).
fn acronym_rule(name: &str) -> crate::text::case::Acronym {
    if Cues::get().is_common_word(&name.to_lowercase()) {
        crate::text::case::Acronym::OnlyCapitals
    } else {
        crate::text::case::Acronym::MayBeAWord
    }
}
