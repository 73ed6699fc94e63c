//! A search in progress: one text through all sieves.

use super::accept::{self, Cases};
use super::names::{CompiledName, Looked, Names, Scratch};
use super::pairs::WordPair;
use super::sieve::{Asks, Blocks, Sieve};
use super::starts::{self, Form, Sink, Start};
use super::words::{BEHIND_ODD, MOST_LEADS};
use super::{LexiconOptions, Reject, Work};
use crate::model::{Candidate, Facts, Hits, NameId, Span};
use crate::text::class::Class;
use crate::text::edge;
use crate::text::word_hash;
use crate::text::zones::Zones;

/// How many starts go through the sieves together: while one look at memory is under way, the next begins.
const BATCH: usize = 128;

/// How many bytes walks may pass over for each byte of text before they have to keep out of each other's way. Prose
/// stays below one.
const WALKED_PER_BYTE: u64 = 8;

/// What a found name counts for in walked bytes: about as much time and more memory.
const FOUND_COUNTS: u64 = 32;

/// From how many bytes on a walk that finds no name is noted as unfinished: two words, or nearly so.
const LONG_WALK: usize = 8;

/// How a text goes on behind the first word or the first two of a longer name.
pub(super) enum GoesOn {
    /// In no way that a longer name does.
    No,
    /// With a plain word of this hash, as a longer name does.
    Plain { word: u64, end: usize },
    /// In another way: a walk will see.
    Unclear,
}

/// How a text goes on at `end`, behind words of a hash: where a plain word follows, the filter of pairs says whether a
/// longer name may go on so.
#[inline]
pub(super) fn goes_on(sieve: &Sieve<impl Blocks>, text: &str, end: usize, words: u64) -> GoesOn {
    let bytes = text.as_bytes();
    let next = end + 1;
    match bytes.get(end) {
        Some(b' ' | b'\n') => match bytes.get(next) {
            Some(byte) if byte.is_ascii_alphanumeric() => {
                let end = word_hash::plain_end(bytes, next);
                let hash = word_hash::plain_word(bytes, next, end);
                if bytes.get(end).is_some_and(|&next| next >= 0x80) && !starts::is_punctuation(bytes, end) {
                    GoesOn::Unclear
                } else if sieve.may_begin(words, hash) {
                    GoesOn::Plain { word: hash, end }
                } else {
                    GoesOn::No
                }
            }
            Some(b' ' | b'\n' | b'\r') => GoesOn::Unclear,
            Some(0x80..) if !starts::is_punctuation(bytes, next) => GoesOn::Unclear,
            _ => GoesOn::No,
        },
        Some(b'\r') => GoesOn::Unclear,
        Some(0x80..) if !starts::is_punctuation(bytes, end) => GoesOn::Unclear,
        _ => GoesOn::No,
    }
}

/// One text, and memory that is used again and again.
pub(super) struct Search<'s, 't, N, R> {
    names: &'s N,
    text: &'t str,
    taker: Taker<'s, 't, R>,
    batch: [Start; BATCH],
    /// The two words at each start of the batch, if longer names may begin with them.
    pairs: [WordPair; BATCH],
    waiting: usize,
    scratch: Scratch,
    work: Work,
    /// What walks may still pass over freely.
    budget: u64,
    /// Where the walk that went farthest ended.
    walked_to: usize,
}

/// Takes the names that may stand as they are written.
struct Taker<'s, 't, R> {
    facts: &'s dyn Facts,
    options: LexiconOptions,
    text: &'t str,
    zones: Zones<'t>,
    hits: &'s mut Hits,
    rejected: R,
}

impl<'s, 't, N: Names, R: FnMut(Span, NameId, Reject)> Search<'s, 't, N, R> {
    pub(super) fn new(
        names: &'s N,
        facts: &'s dyn Facts,
        options: LexiconOptions,
        text: &'t str,
        hits: &'s mut Hits,
        rejected: R,
    ) -> Self {
        let zones = Zones::new(text, options.zones);
        Search {
            names,
            text,
            taker: Taker { facts, options, text, zones, hits, rejected },
            batch: [Start::NOWHERE; BATCH],
            pairs: [WordPair::NONE; BATCH],
            waiting: 0,
            scratch: Scratch::default(),
            work: Work::default(),
            budget: (text.len() as u64 + 1024) * WALKED_PER_BYTE,
            walked_to: 0,
        }
    }

    pub(super) fn run(mut self) -> Work {
        let mut word = Vec::new();
        self.work.starts = starts::scan(self.text, self.names.beginnings(), &mut word, &mut self);
        self.sift();
        self.work
    }

    /// Sifts the waiting starts, all of which begin a name as far as the first filter can tell.
    fn sift(&mut self) {
        let names = self.names;
        let waiting = std::mem::take(&mut self.waiting);
        let mut left = 0;
        for i in 0..waiting {
            let mut start = self.batch[i];
            start.asks = self.asks(&start);
            let mut pair = WordPair::NONE;
            if start.asks.has(Asks::SPACED) {
                match goes_on(names.sieve(), self.text, start.end(), start.hash) {
                    GoesOn::Plain { word, end } if start.form == Form::Plain => {
                        pair = WordPair::new(start.hash, word, end);
                    }
                    GoesOn::Plain { .. } | GoesOn::Unclear => {}
                    GoesOn::No => start.asks = start.asks.without(Asks::SPACED),
                }
            }
            self.batch[left] = start;
            self.pairs[left] = pair;
            left += usize::from(!start.asks.is_nothing());
        }
        self.work.looks += left as u64;
        let looks = self.batch[..left].iter().zip(&self.pairs);
        let touched = looks.fold(0, |touched, (start, pair)| touched ^ names.touch(start.hash, pair.hash()));
        std::hint::black_box(touched);
        for i in 0..left {
            let (start, pair) = (self.batch[i], self.pairs[i]);
            self.at(&start, pair);
        }
    }

    /// What is to be asked of a start. A word that is a name in capitals alone, such as US or IT, is none where its second
    /// letter is small.
    #[inline]
    fn asks(&self, start: &Start) -> Asks {
        let asks = self.names.sieve().asks(start.hash);
        if !asks.has(Asks::CAPITALS) {
            return asks;
        }
        let second = self.text.as_bytes().get(start.at() + 1);
        let small = start.form == Form::Plain && second.is_some_and(u8::is_ascii_lowercase);
        let asks = asks.without(Asks::CAPITALS);
        if small && !self.taker.options.ignore_case { asks } else { asks.and(Asks::SINGLE) }
    }

    /// Finds the names that begin at a start or have their first capital there.
    #[inline]
    fn at(&mut self, start: &Start, pair: WordPair) {
        let leads = self.here(start, pair);
        if leads != 0 {
            self.look_back(start.at(), leads);
        }
    }

    /// Finds the names that begin at a start; says what stands before it in others ([`Looked::leads`]).
    #[inline]
    fn here(&mut self, start: &Start, pair: WordPair) -> u8 {
        if self.budget == 0 && start.at() < self.walked_to {
            return 0;
        }
        let taker = &mut self.taker;
        let before = taker.hits.len();
        let offer = |end, names: &[CompiledName]| taker.offer(start, end, names);
        let looked = self.names.look(self.text, start, pair, &mut self.scratch, offer);
        let found = taker.hits.len() - before;
        if found > 1 {
            taker.hits.reverse_from(before);
        } else if found == 0 && looked.walked_to >= start.at() + LONG_WALK {
            taker.hits.note_unfinished(start.at());
        }
        self.spend(start, looked, found);
        looked.leads
    }

    #[inline]
    fn spend(&mut self, start: &Start, looked: Looked, found: usize) {
        if looked.walked_to > start.at() {
            let walked = (looked.walked_to - start.at()) as u64;
            self.work.walked += walked;
            self.walked_to = self.walked_to.max(looked.walked_to);
            self.budget = self.budget.saturating_sub(walked + found as u64 * FOUND_COUNTS);
        }
    }

    /// Finds the names that begin some small words before a capital, or with something that is no word before these. What
    /// the scan finds from its own start too is given once in the end.
    fn look_back(&mut self, capital: usize, leads: u8) {
        if leads & BEHIND_ODD != 0 {
            self.behind_odd(capital);
        }
        for count in (1..=MOST_LEADS).filter(|count| leads >> count & 1 != 0) {
            let Some(at) = starts::start_before(self.text, capital, count) else { continue };
            if leads & BEHIND_ODD != 0 {
                self.behind_odd(at);
            }
            let Some(first) = self.text[at..].chars().next() else { continue };
            if Class::of(first).is_lower() && edge::is_start(self.text, at, first) {
                self.found_backwards(at);
            }
        }
    }

    /// Finds the names that begin with the character before a word, if it is none of a word.
    fn behind_odd(&mut self, word: usize) {
        let Some(odd) = self.text[..word].chars().next_back() else { return };
        let at = word - odd.len_utf8();
        if !accept::is_of_words(odd) && edge::is_start(self.text, at, odd) {
            self.found_backwards(at);
        }
    }

    fn found_backwards(&mut self, at: usize) {
        let Some(mut start) = starts::start_at(self.text, at, &mut self.scratch.word) else { return };
        if !self.names.sieve().may_know(start.hash) {
            return;
        }
        start.asks = self.asks(&start);
        if !start.asks.is_nothing() {
            self.here(&start, WordPair::NONE);
        }
    }
}

impl<R: FnMut(Span, NameId, Reject)> Taker<'_, '_, R> {
    /// Takes the names that may stand as they are written between a start and an end.
    fn offer(&mut self, start: &Start, end: usize, names: &[CompiledName]) {
        let text = self.text;
        let span = Span::new(start.at(), end);
        if !ends_here(text, span) {
            names.iter().for_each(|name| (self.rejected)(span, name.id, Reject::Edge));
            return;
        }
        let plain = start.form == Form::Plain && end == start.end();
        let written = if plain { Cases::of(text.as_bytes(), span) } else { Cases::default() };
        let mut hit = self.hits.begin(span);
        for name in names {
            let fits = accept::accepts_word(name.shape, written, text, span).unwrap_or_else(|| {
                accept::accepts(&self.facts.name(name.id), name.shape, text, span, self.options.ignore_case)
            });
            if fits {
                hit.add(Candidate { entity: name.entity, name: name.id });
            } else {
                (self.rejected)(span, name.id, Reject::Case);
            }
        }
        if hit.candidates().is_empty() {
            return;
        }
        match self.zones.around(span) {
            None => hit.keep(),
            Some(zone) => {
                hit.candidates().iter().for_each(|of| (self.rejected)(span, of.name, Reject::Zone(zone)));
            }
        }
    }
}

impl<N: Names, R: FnMut(Span, NameId, Reject)> Sink for Search<'_, '_, N, R> {
    #[inline]
    fn start(&mut self, start: Start) {
        self.batch[self.waiting] = start;
        // without a branch: most starts are passed over, and which ones cannot be foreseen
        self.waiting += usize::from(self.names.sieve().may_know(start.hash));
        if self.waiting == BATCH {
            self.sift();
        }
    }
}

/// Whether a name that ends with `span` ends at an edge.
pub(super) fn ends_here(text: &str, span: Span) -> bool {
    // nearly always a letter with a space or punctuation behind it
    let next = text.as_bytes().get(span.end());
    if next.is_none_or(|&byte| byte.is_ascii() && byte != b'_' && !byte.is_ascii_alphanumeric()) {
        return true;
    }
    let last = text[..span.end()].chars().rev().find(|&c| !Class::of(c).is_mark() && !Class::of(c).is_dropped());
    let run = last.map(Class::of).filter(|class| class.is_word()).map(Class::run);
    edge::is_end(text, span.end(), run)
}
