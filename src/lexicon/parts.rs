//! The automaton, in parts: all longer names whose first words share a few bits of their hash make one `aho-corasick`
//! automaton, built when a text first needs it.
//!
//! So a short article builds a few dozen small automata instead of one of all names, a folder builds them on all
//! threads, and a walk stays in a few cache lines. Walks are anchored: they follow no failure links, and of what a
//! state reports only the pattern that is as long as the walk counts; the others are suffixes of it, found from their
//! own starts.

use super::accept::Shape;
use super::first_words::{Beginning, FirstWords, Lead, Rest, first_word_of};
use super::hash;
use crate::model::{EntityId, NameId};
use crate::text::class::Class;
use crate::text::fold::{ASCII_FOLD, fold_char};
use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::contiguous;
use aho_corasick::{Anchored, MatchKind, PatternID};
use std::sync::OnceLock;

/// About how many names a part holds: small enough to build in a fraction of a millisecond.
const NAMES_PER_PART: usize = 64;

/// Longest run of characters inside a name that folding drops or makes one space, in bytes. Real text has a few; a
/// bound keeps walks short on text made to be slow.
const LONGEST_GAP: usize = 128;

/// A compiled name.
#[derive(Clone, Copy, Debug)]
pub(super) struct CompiledName {
    pub(super) id: NameId,
    pub(super) entity: EntityId,
    pub(super) shape: Shape,
}

/// What a walk found: one folded name, ending before this byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) end: usize,
    pub(super) pattern: PatternID,
}

/// Folded names being gathered.
#[derive(Default)]
pub(super) struct Entries {
    keys: String,
    entries: Vec<Entry>,
    word: Vec<u8>,
}

struct Entry {
    key: u32,
    len: u16,
    first: char,
    lead: Lead,
    hash: u64,
    rest: Rest,
    name: CompiledName,
}

impl Entries {
    /// Adds a name under its folded key; `lead` says what may stand before its first capital.
    pub(super) fn add(&mut self, key: &str, name: CompiledName, lead: Lead) {
        let Some(first) = first_word_of(key, &mut self.word) else { return };
        let hash = hash::word(&self.word);
        let rest = match key.as_bytes().get(first.end) {
            _ if first.unspaced => Rest::Other,
            None => Rest::Nothing,
            Some(b' ') => match first_word_of(&key[first.end + 1..], &mut self.word) {
                Some(second) if !second.unspaced => Rest::Word(hash::word(&self.word)),
                _ => Rest::Other,
            },
            Some(_) => Rest::Other,
        };
        let narrow = |n: usize| u32::try_from(n).expect("folded names are smaller than 4 GiB");
        let start = narrow(self.keys.len());
        self.keys.push_str(key);
        let len = u16::try_from(key.len()).expect("a folded name has 512 bytes at the most");
        self.entries.push(Entry { key: start, len, first: first.first, lead, hash, rest, name });
    }

    /// The first words with the one-word names, and the parts with all others. Takes time linear in the names; no
    /// automaton is built yet.
    pub(super) fn compile(self) -> (FirstWords, Parts) {
        let count = (self.entries.len() / NAMES_PER_PART).next_power_of_two();
        let mut longer: Vec<u32> = Vec::new();
        let beginning = |i: usize| {
            let entry = &self.entries[i];
            let key = self.key(entry).as_bytes();
            let Entry { hash, first, lead, rest, name, .. } = *entry;
            Beginning { hash, first, lead, rest, key, name }
        };
        let words = FirstWords::build(self.entries.len(), count, beginning, |i| {
            longer.push(u32::try_from(i).expect("there are fewer than 2^32 names"));
        });
        let part_of = |&i: &u32| words.part_of(self.entries[i as usize].hash);
        longer.sort_by_key(part_of);
        let mut begins = vec![0_usize; count + 1];
        longer.iter().for_each(|i| begins[part_of(i) + 1] += 1);
        (1..=count).for_each(|part| begins[part] += begins[part - 1]);
        let names = longer.iter().map(|&i| &self.entries[i as usize]);
        let names = names.map(|entry| KeyedName { key: entry.key, len: entry.len, name: entry.name }).collect();
        let parts = (0..count).map(|_| OnceLock::new()).collect();
        (words, Parts { keys: self.keys, names, begins, parts })
    }

    fn key(&self, entry: &Entry) -> &str {
        &self.keys[entry.key as usize..entry.key as usize + usize::from(entry.len)]
    }
}

/// All parts.
pub(super) struct Parts {
    keys: String,
    /// Names in the order of their parts.
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

impl Parts {
    /// Builds all parts on the threads of the current rayon pool.
    pub(super) fn build_all(&self) {
        use rayon::prelude::*;
        (0..self.parts.len()).into_par_iter().for_each(|part| {
            self.part(part);
        });
    }

    fn key(&self, name: &KeyedName) -> &[u8] {
        &self.keys.as_bytes()[name.key as usize..name.key as usize + usize::from(name.len)]
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

    /// The names that a pattern of a part stands for.
    pub(super) fn names(&self, part: usize, pattern: PatternID) -> &[CompiledName] {
        let part = self.part(part);
        let pattern = pattern.as_usize();
        &part.names[part.begins[pattern] as usize..part.begins[pattern + 1] as usize]
    }

    /// Walks the automaton of a part along the text from `start`, folding on the way; adds the names that end
    /// somewhere, shorter first. Edges are not asked.
    pub(super) fn walk(&self, part: usize, text: &str, start: usize, found: &mut Vec<Found>) {
        let automaton = &self.part(part).automaton;
        let bytes = text.as_bytes();
        let mut state = automaton.start_state(Anchored::Yes).expect("contiguous automata walk anchored");
        let mut at = start;
        let mut depth = 0;
        let mut sheds_marks = false;
        let mut step = |byte: u8, depth: &mut usize| {
            state = automaton.next_state(Anchored::Yes, state, byte);
            *depth += 1;
            state
        };
        while let Some(&byte) = bytes.get(at) {
            let state = if byte < 0x80 {
                if matches!(byte, b' ' | b'\t'..=b'\r') {
                    let Some(end) = gap_end(text, at) else { return };
                    at = end;
                    step(b' ', &mut depth)
                } else {
                    at += 1;
                    sheds_marks = byte.is_ascii_alphabetic();
                    step(ASCII_FOLD[usize::from(byte)], &mut depth)
                }
            } else {
                let c = text[at..].chars().next().expect("there is a byte at this place");
                let class = Class::of(c);
                if class.is_white() {
                    let Some(end) = gap_end(text, at) else { return };
                    at = end;
                    step(b' ', &mut depth)
                } else if class.is_dropped() || class.is_mark() && sheds_marks {
                    let Some(end) = dropped_end(text, at, sheds_marks) else { return };
                    at = end;
                    continue;
                } else {
                    if !class.is_mark() {
                        sheds_marks = class.sheds_marks();
                    }
                    at += c.len_utf8();
                    let mut last = None;
                    for &byte in fold_char(c).as_bytes() {
                        last = Some(step(byte, &mut depth));
                    }
                    let Some(last) = last else { continue };
                    last
                }
            };
            if automaton.is_special(state) {
                if automaton.is_dead(state) {
                    return;
                }
                if automaton.is_match(state) {
                    let pattern = automaton.match_pattern(state, 0);
                    if automaton.pattern_len(pattern) == depth {
                        found.push(Found { end: with_marks(text, at, sheds_marks), pattern });
                    }
                }
            }
        }
    }
}

/// Where white space inside a name ends: spaces of any kind and one line break at the most; a blank line or a tab ends
/// the name.
fn gap_end(text: &str, start: usize) -> Option<usize> {
    let mut breaks = 0;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let class = Class::of(c);
        if class.is_stop() || offset > LONGEST_GAP {
            return None;
        }
        if class.is_break() {
            if c == '\r' && chars.peek().is_some_and(|&(_, next)| next == '\n') {
                chars.next();
            }
            breaks += 1;
            if breaks > 1 {
                return None;
            }
        } else if !class.is_space() {
            return Some(start + offset);
        }
    }
    None
}

/// Where a run of characters that are passed over ends.
fn dropped_end(text: &str, start: usize, sheds_marks: bool) -> Option<usize> {
    let passed = |c: char| Class::of(c).is_dropped() || sheds_marks && Class::of(c).is_mark();
    let length = text[start..].chars().take_while(|&c| passed(c)).map(char::len_utf8).try_fold(0, |sum, length| {
        let sum = sum + length;
        (sum <= LONGEST_GAP).then_some(sum)
    })?;
    Some(start + length)
}

/// The end of a name with the marks that stand on its last letter.
fn with_marks(text: &str, end: usize, sheds_marks: bool) -> usize {
    let bytes = text.as_bytes();
    if !sheds_marks || bytes.get(end).is_none_or(u8::is_ascii) {
        return end;
    }
    let marks = text[end..].chars().take_while(|&c| Class::of(c).is_mark()).map(char::len_utf8);
    end + marks.take(LONGEST_GAP).sum::<usize>()
}
