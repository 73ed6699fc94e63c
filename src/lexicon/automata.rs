//! The names of lists, compiled in memory: a table for names of one word, and for longer ones an automaton in parts.
//!
//! All longer names whose first words share a few bits of their hash make one `aho-corasick` automaton, built when a text
//! first needs it. So a short article builds a few dozen small automata instead of one of all names, a folder builds
//! them on all threads, and a walk stays in a few cache lines. Walks are anchored: they follow no failure links, and of
//! what a state reports only the pattern that is as long as the walk counts; the others are suffixes of it, found from
//! their own starts.

use super::beginnings::Beginnings;
use super::keys::{Key, Keys};
use super::names::{CompiledName, Looked, Names, Scratch};
use super::pairs::{Pairs, WordPair};
use super::search::{GoesOn, goes_on};
use super::sieve::{Asks, Sieve};
use super::starts::{Form, Start, start_at};
use super::walk::{Walker, walk};
use super::words::{Slot, Words};
use aho_corasick::automaton::{Automaton as _, StateID};
use aho_corasick::nfa::contiguous;
use aho_corasick::{Anchored, MatchKind};
use std::ops::Range;
use std::sync::OnceLock;

/// About how many names a part holds: small enough to build in a fraction of a millisecond.
const NAMES_PER_PART: usize = 64;

/// Compiled names.
pub(super) struct Automata {
    sieve: Sieve<Vec<u64>>,
    beginnings: Beginnings,
    words: Words,
    pairs: Pairs,
    parts: Parts,
}

impl Automata {
    /// Compiles keys, in time linear in them; no automaton is built yet.
    pub(super) fn compile(keys: Keys) -> Automata {
        let (words, sieve, longer) = Words::build(&keys);
        let pairs = Pairs::build(&keys, longer.len());
        let (text, keys, mut beginnings) = keys.into_parts();
        beginnings.finish();
        Automata { sieve, beginnings, words, pairs, parts: Parts::new(text, &keys, longer) }
    }

    /// Whether there is no name.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.text.is_empty()
    }

    /// Builds all parts on the threads of the current rayon pool.
    pub(super) fn build_all(&self) {
        use rayon::prelude::*;
        (0..self.parts.parts.len()).into_par_iter().for_each(|part| {
            self.parts.part(part);
        });
    }
}

impl Names for Automata {
    type Blocks = Vec<u64>;

    #[inline]
    fn sieve(&self) -> &Sieve<Vec<u64>> {
        &self.sieve
    }

    fn beginnings(&self) -> &Beginnings {
        &self.beginnings
    }

    #[inline]
    fn touch(&self, word: u64, pair: u64) -> u64 {
        self.words.touch(word) ^ self.pairs.touch(pair)
    }

    #[inline]
    fn look(
        &self,
        text: &str,
        start: &Start,
        pair: WordPair,
        scratch: &mut Scratch,
        mut found: impl FnMut(usize, &[CompiledName]),
    ) -> Looked {
        let mut walks = start.asks.has(Asks::SPACED);
        let mut joined = false;
        let mut looked = Looked::default();
        if start.asks.has(Asks::SINGLE.and(Asks::OTHER))
            && let Some(slot) = self.words.slot(start.hash)
        {
            looked.leads = slot.leads();
            joined = slot.goes_on(text, start.end());
            let names = self.words.single(slot);
            if !names.is_empty() && self.is_word_of(slot, text, start, &mut scratch.word) {
                found(start.end(), names);
            }
        }
        if walks && !joined && !pair.is_none() {
            let keys = self.parts.text.as_bytes();
            let goes_on = || !matches!(goes_on(&self.sieve, text, pair.end(), pair.hash()), GoesOn::No);
            if let Some(names) = self.pairs.names(text.as_bytes(), start.at(), pair, keys, goes_on) {
                found(pair.end(), names);
                // a walk would have gone into what is behind
                looked.walked_to = text.len().min(pair.end() + 2);
                walks = false;
            }
        }
        if walks || joined {
            looked.walked_to = self.parts.walk(text, start, found);
        }
        looked
    }
}

impl Automata {
    /// Whether the word at a start is that of a slot.
    #[inline]
    fn is_word_of(&self, slot: &Slot, text: &str, start: &Start, word: &mut Vec<u8>) -> bool {
        let keys = self.parts.text.as_bytes();
        let (at, end) = (start.at(), start.end());
        match start.form {
            Form::Plain => self.words.is_plain(slot, text.as_bytes(), at, end, keys),
            Form::Folded => start_at(text, at, word).is_some() && *word == keys[self.words.key(slot)],
            Form::Unspaced => false,
        }
    }
}

/// The automaton of longer names, in parts.
struct Parts {
    /// The folded texts of all keys.
    text: String,
    /// Longer names in the order of their parts.
    names: Vec<KeyedName>,
    /// Where each part begins in `names`, and the end of the last.
    begins: Vec<usize>,
    parts: Vec<OnceLock<Part>>,
}

#[derive(Clone, Copy)]
struct KeyedName {
    key: u32,
    len: u16,
    name: CompiledName,
}

struct Part {
    automaton: contiguous::NFA,
    names: Vec<CompiledName>,
    /// Where each pattern's names begin in `names`, and the end of the last.
    begins: Vec<u32>,
}

/// The part of so many for the names whose first word has this hash.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "an index below the number of parts is kept")]
const fn part_of(hash: u64, parts: usize) -> usize {
    (hash >> 8) as usize & (parts - 1)
}

impl Parts {
    fn new(text: String, keys: &[Key], longer: Vec<u32>) -> Parts {
        let count = (longer.len() / NAMES_PER_PART).next_power_of_two();
        let part = |number: u32| part_of(keys[number as usize].hash, count);
        let mut begins = vec![0_usize; count + 1];
        longer.iter().for_each(|&number| begins[part(number) + 1] += 1);
        (1..=count).for_each(|part| begins[part] += begins[part - 1]);
        let mut free = begins.clone();
        let mut by_part = vec![0; longer.len()];
        for number in longer {
            let free = &mut free[part(number)];
            by_part[*free] = number;
            *free += 1;
        }
        let names = by_part.into_iter().map(|number| {
            let key = &keys[number as usize];
            let Range { start, end } = key.range();
            let narrow = |n: usize| u32::try_from(n).expect("folded names are smaller than 4 GiB");
            let len = u16::try_from(end - start).expect("a folded name has 512 bytes at the most");
            KeyedName { key: narrow(start), len, name: key.name }
        });
        Parts { text, names: names.collect(), begins, parts: (0..count).map(|_| OnceLock::new()).collect() }
    }

    fn key(&self, name: &KeyedName) -> &[u8] {
        &self.text.as_bytes()[name.key as usize..name.key as usize + usize::from(name.len)]
    }

    fn part(&self, part: usize) -> &Part {
        self.parts[part].get_or_init(|| {
            let mut keyed = self.names[self.begins[part]..self.begins[part + 1]].to_vec();
            keyed.sort_by(|a, b| self.key(a).cmp(self.key(b)).then(a.name.id.cmp(&b.name.id)));
            let mut patterns: Vec<&[u8]> = Vec::new();
            let mut begins = Vec::new();
            for (i, name) in keyed.iter().enumerate() {
                let key = self.key(name);
                if patterns.last() != Some(&key) {
                    patterns.push(key);
                    begins.push(u32::try_from(i).expect("a part is far smaller than 2^32"));
                }
            }
            begins.push(u32::try_from(keyed.len()).expect("a part is far smaller than 2^32"));
            let automaton = contiguous::Builder::new()
                .match_kind(MatchKind::Standard)
                .prefilter(false)
                .build(&patterns)
                .expect("a part is far below the limits of an automaton");
            Part { automaton, names: keyed.iter().map(|name| name.name).collect(), begins }
        })
    }

    fn walk(&self, text: &str, start: &Start, mut found: impl FnMut(usize, &[CompiledName])) -> usize {
        let part = self.part(part_of(start.hash, self.parts.len()));
        let state = part.automaton.start_state(Anchored::Yes).expect("contiguous automata walk anchored");
        let mut walker = PartWalker { automaton: &part.automaton, state, depth: 0, special: false };
        walk(text, start.at(), &mut walker, |end, pattern| {
            let pattern = usize::try_from(pattern).expect("a pattern's number is an index");
            found(end, &part.names[part.begins[pattern] as usize..part.begins[pattern + 1] as usize]);
        })
    }
}

struct PartWalker<'p> {
    automaton: &'p contiguous::NFA,
    state: StateID,
    depth: usize,
    special: bool,
}

impl Walker for PartWalker<'_> {
    #[inline]
    fn step(&mut self, byte: u8) -> bool {
        self.state = self.automaton.next_state(Anchored::Yes, self.state, byte);
        self.depth += 1;
        self.special = self.automaton.is_special(self.state);
        !self.special || !self.automaton.is_dead(self.state)
    }

    #[inline]
    fn name(&self) -> Option<u64> {
        if !self.special || !self.automaton.is_match(self.state) {
            return None;
        }
        let pattern = self.automaton.match_pattern(self.state, 0);
        (self.automaton.pattern_len(pattern) == self.depth).then(|| pattern.as_u32().into())
    }
}
