//! All names of all lists, compiled for matching: names to hits.
//!
//! A search goes through sieves, each finer than the one before: places where a word begins (`starts`, 64 bytes at a
//! time), words whose first letter some name allows there, words that are the first of some name (`first_words`, which
//! also answers for names of one word), pairs of words that are the first two of a longer one, and at last a walk
//! through an automaton (`parts`), anchored at that place. What is found is held against the rules of edges, case,
//! marks and zones (`accept`). Nothing is decided here: overlapping hits are all given, each with every entity that it
//! could mean.

mod accept;
mod bloom;
mod first_words;
mod hash;
mod parts;
mod starts;

use crate::gazetteer::cues::Cues;
use crate::gazetteer::row::LONGEST_NAME;
use crate::model::{Candidate, CaseRule, Facts, Hits, NameId, Span};
use crate::text::case::is_acronym;
use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::{FoldedChar, Folder, fold_name_into};
use crate::text::zones::{Zone, ZoneOptions, Zones};
use accept::{Cases, Shape};
use first_words::{FirstWords, Lead};
use parts::{CompiledName, Found, Parts};
use starts::Start;
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
        let mut word = Vec::new();
        for i in 0..facts.name_count() {
            let id = NameId(u32::try_from(i).expect("there are fewer than 2^32 names"));
            let name = facts.name(id);
            key.clear();
            fold_name_into(name.text, &mut key);
            if key.is_empty() || key.len() > LONGEST_NAME || is_single_unspaced(&key) {
                continue;
            }
            let compiled =
                CompiledName { id, entity: name.of.entity, shape: Shape::of(&name, &key, options.ignore_case) };
            entries.add(&key, compiled, accept::lead_of(&name, options.ignore_case, &mut word));
            if name.of.case == CaseRule::Auto && is_acronym(name.text) {
                let dotted: String = key.chars().flat_map(|c| [c, '.']).collect();
                entries.add(&dotted, CompiledName { shape: Shape::Dotted, ..compiled }, Lead::None);
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

    fn search(&self, text: &str, hits: &mut Hits, rejected: impl FnMut(Span, NameId, Reject)) {
        hits.clear();
        let mut search = Search {
            lexicon: self,
            text,
            zones: Zones::new(text, self.options.zones),
            hits,
            word: Vec::new(),
            walked: Vec::new(),
            accepted: Vec::new(),
            rejected,
        };
        starts::scan(text, &self.first_words, |start| search.at(&start));
        hits.sort();
    }
}

/// A search in progress: one text, and memory that is used again and again.
struct Search<'s, 't, R> {
    lexicon: &'s Lexicon,
    text: &'t str,
    zones: Zones<'t>,
    hits: &'s mut Hits,
    word: Vec<u8>,
    walked: Vec<Found>,
    accepted: Vec<Candidate>,
    rejected: R,
}

impl<'s, R: FnMut(Span, NameId, Reject)> Search<'s, '_, R> {
    /// Finds the names that begin at a start or have their first capital there.
    #[inline]
    fn at(&mut self, start: &Start<'_>) {
        let lexicon = self.lexicon;
        let words = &lexicon.first_words;
        let Some(slot) = words.slot(start.hash) else { return };
        for count in slot.leads() {
            self.look_back(start.at, count);
        }
        self.here(start);
    }

    /// Finds the names that begin at a start: longer ones by a walk, then those of one word.
    #[inline]
    fn here(&mut self, start: &Start<'_>) {
        let lexicon = self.lexicon;
        let words = &lexicon.first_words;
        let Some(slot) = words.slot(start.hash) else { return };
        if slot.goes_on_joined() || slot.goes_on_spaced() && self.may_go_on(start) {
            self.walk(start);
        }
        if start.unspaced {
            return;
        }
        let (key, names) = words.single(slot);
        if names.is_empty() {
            return;
        }
        let span = Span::new(start.at, start.end);
        let surface = &self.text.as_bytes()[start.at..start.end];
        let same = match start.folded {
            Some(folded) => folded == key,
            None => surface.eq_ignore_ascii_case(key),
        };
        if same {
            let written = if start.folded.is_none() { Cases::of(surface) } else { Cases::default() };
            self.offer(span, names, written);
        }
    }

    /// Finds the names that begin some small words before a capital. What the scan finds from its own start too is given
    /// once in the end.
    fn look_back(&mut self, capital: usize, count: u8) {
        let Some(at) = starts::start_before(self.text, capital, count) else { return };
        let Some(first) = self.text[at..].chars().next().filter(|&c| edge::is_start(self.text, at, c)) else { return };
        if Class::of(first).is_lower() {
            let mut word = std::mem::take(&mut self.word);
            if let Some(start) = starts::start_at(self.text, at, &self.lexicon.first_words, &mut word) {
                self.here(&start);
            }
            self.word = word;
        }
    }

    /// Whether the text behind a first word may be that of a longer name: where a plain second word follows, the filter
    /// of pairs says so; where something else follows, the walk will see.
    #[inline]
    fn may_go_on(&self, start: &Start<'_>) -> bool {
        let bytes = self.text.as_bytes();
        let second = start.end + 1;
        match bytes.get(start.end) {
            Some(b' ') if bytes.get(second).is_some_and(u8::is_ascii_alphanumeric) => {
                let end = starts::plain_end(bytes, second);
                let plain = bytes.get(end).is_none_or(u8::is_ascii);
                let hash = || hash::plain_word(bytes, second, end);
                !plain || self.lexicon.first_words.may_begin_pair(start.hash, hash())
            }
            Some(b' ' | b'\n' | b'\r' | 0x80..) => true,
            _ => false,
        }
    }

    fn walk(&mut self, start: &Start<'_>) {
        let lexicon = self.lexicon;
        let part = lexicon.first_words.part_of(start.hash);
        let mut walked = std::mem::take(&mut self.walked);
        walked.clear();
        lexicon.parts.walk(part, self.text, start.at, &mut walked);
        for found in walked.iter().rev() {
            self.offer(Span::new(start.at, found.end), lexicon.parts.names(part, found.pattern), Cases::default());
        }
        self.walked = walked;
    }

    /// Takes the names that may stand as their span is written; `written` says how, where it is a word of ASCII letters.
    fn offer(&mut self, span: Span, names: &'s [CompiledName], written: Cases) {
        let text = self.text;
        if !ends_here(text, span) {
            names.iter().for_each(|name| (self.rejected)(span, name.id, Reject::Edge));
            return;
        }
        self.accepted.clear();
        let ignore_case = self.lexicon.options.ignore_case;
        for name in names {
            let fits = accept::accepts_word(name.shape, written, text, span).unwrap_or_else(|| {
                accept::accepts(&self.lexicon.facts.name(name.id), name.shape, text, span, ignore_case)
            });
            if !fits {
                (self.rejected)(span, name.id, Reject::Case);
            } else if self.accepted.iter().all(|other| other.entity != name.entity) {
                self.accepted.push(Candidate { entity: name.entity, name: name.id });
            }
        }
        if self.accepted.is_empty() {
            return;
        }
        if let Some(zone) = self.zones.around(span) {
            for candidate in &self.accepted {
                (self.rejected)(span, candidate.name, Reject::Zone(zone));
            }
            return;
        }
        self.hits.push(span, self.accepted.iter().copied());
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

/// One character of a script without spaces is never a name.
fn is_single_unspaced(key: &str) -> bool {
    let mut chars = key.chars().filter(|&c| !Class::of(c).is_mark());
    let first = chars.next();
    chars.next().is_none() && first.is_some_and(|c| Class::of(c).run() != Run::Spaced)
}

/// Whether a name that ends with `span` ends at an edge.
fn ends_here(text: &str, span: Span) -> bool {
    // nearly always a letter with a space or punctuation behind it
    let next = text.as_bytes().get(span.end());
    if next.is_none_or(|&byte| byte.is_ascii() && byte != b'_' && !byte.is_ascii_alphanumeric()) {
        return true;
    }
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
