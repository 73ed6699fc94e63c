//! The first words of all names: the sieve before the walk, and the answer for names of one word.
//!
//! A word is what folds from a start to the next character that is no word character; in scripts without spaces, where
//! words have no end to see, it is the first two folded characters. A Bloom filter turns most words away; for the rest
//! a table says which one-word names the word is, and whether longer names begin with it. A second Bloom filter over
//! the first two words turns away most places where a longer name might begin.

use super::bloom::Bloom;
use super::hash;
use super::parts::CompiledName;
use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::Folder;
use std::ops::Range;

/// What is known of a first word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    hash: u64,
    /// Its one-word names, as places in a list.
    first: u32,
    count: u16,
    /// Length of the folded word, if it is a name by itself.
    key_len: u16,
    key: u32,
    flags: u8,
}

const USED: u8 = 1;
/// Longer names go on behind a space.
const SPACED: u8 = 2;
/// Longer names go on in another way: with a hyphen, an apostrophe, a dot, or in a script without spaces.
const JOINED: u8 = 4;

impl Slot {
    /// Whether longer names go on behind a space.
    #[inline]
    pub(super) const fn goes_on_spaced(&self) -> bool {
        self.flags & SPACED != 0
    }

    /// Whether longer names go on in another way.
    #[inline]
    pub(super) const fn goes_on_joined(&self) -> bool {
        self.flags & JOINED != 0
    }
}

/// First words with their filters.
#[derive(Debug)]
pub(super) struct FirstWords {
    any_case: Bloom,
    lower_case: Bloom,
    pairs: Bloom,
    slots: Vec<Slot>,
    /// Folded one-word names, one after the other.
    keys: Vec<u8>,
    /// One-word names, those of a slot side by side.
    names: Vec<CompiledName>,
    /// By the low five bits of two bytes: whether a word that may stand in lower case begins so.
    lower_pairs: [u32; 32],
    /// Whether any name may begin in lower case.
    pub(super) any_lower: bool,
    /// Whether any name begins with a digit.
    pub(super) digits: bool,
    /// Folded characters that are no word characters and begin a name: `+972`, `'s-Hertogenbosch`.
    pub(super) odd: Vec<char>,
    part_mask: u64,
}

/// What a name begins with, for [`FirstWords::build`].
pub(super) struct Beginning<'k> {
    /// Hash of the first word.
    pub(super) hash: u64,
    /// First folded character.
    pub(super) first: char,
    /// Whether it may stand in lower case.
    pub(super) lower: bool,
    /// How it goes on.
    pub(super) rest: Rest,
    /// The whole folded name.
    pub(super) key: &'k [u8],
    /// The name.
    pub(super) name: CompiledName,
}

/// How a name goes on behind its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Not at all.
    Nothing,
    /// With a space and a word of this hash.
    Word(u64),
    /// In another way.
    Other,
}

impl FirstWords {
    /// Takes in all names; those that are not of one word are handed to `longer` by their number.
    pub(super) fn build<'k>(
        count: usize,
        parts: usize,
        beginning: impl Fn(usize) -> Beginning<'k>,
        mut longer: impl FnMut(usize),
    ) -> Self {
        let size = (count * 2).next_power_of_two().max(2);
        let mut words = FirstWords {
            any_case: Bloom::new(count),
            lower_case: Bloom::new(count / 8),
            pairs: Bloom::new(count),
            slots: vec![Slot::default(); size],
            keys: Vec::new(),
            names: Vec::new(),
            lower_pairs: [0; 32],
            any_lower: false,
            digits: false,
            odd: Vec::new(),
            part_mask: parts as u64 - 1,
        };
        let mut single = Vec::new();
        for i in 0..count {
            let name = beginning(i);
            words.note(&name);
            let slot = words.slot_index(name.hash);
            let slot = &mut words.slots[slot];
            (slot.hash, slot.flags) = (name.hash, slot.flags | USED);
            match name.rest {
                Rest::Nothing if slot.count == 0 || words.keys[slot.key_range()] == *name.key => {
                    if slot.count == 0 {
                        slot.key = u32::try_from(words.keys.len()).expect("folded names are smaller than 4 GiB");
                        slot.key_len = u16::try_from(name.key.len()).expect("a folded name has 512 bytes at the most");
                        words.keys.extend_from_slice(name.key);
                    }
                    slot.count = slot.count.saturating_add(1);
                    single.push((i, name.name));
                }
                // two words of one hash: the second goes to the automaton
                Rest::Nothing | Rest::Other => {
                    slot.flags |= JOINED;
                    longer(i);
                }
                Rest::Word(second) => {
                    slot.flags |= SPACED;
                    words.pairs.add(hash::pair(name.hash, second));
                    longer(i);
                }
            }
        }
        words.place_names(&single, &beginning);
        words
    }

    /// Puts the names of each slot side by side.
    fn place_names<'k>(&mut self, single: &[(usize, CompiledName)], beginning: &impl Fn(usize) -> Beginning<'k>) {
        let Some(&(_, any)) = single.first() else { return };
        let mut next = 0;
        for slot in &mut self.slots {
            slot.first = next;
            next += u32::from(slot.count);
            slot.count = 0;
        }
        self.names = vec![any; single.len()];
        for &(i, name) in single {
            let index = self.slot_index(beginning(i).hash);
            let slot = &mut self.slots[index];
            self.names[slot.first as usize + usize::from(slot.count)] = name;
            slot.count += 1;
        }
    }

    fn note(&mut self, name: &Beginning<'_>) {
        self.any_case.add(name.hash);
        if !Class::of(name.first).is_word() && !self.odd.contains(&name.first) {
            self.odd.push(name.first);
        }
        self.digits |= name.first.is_ascii_digit();
        if name.lower {
            self.lower_case.add(name.hash);
            let second = name.key.get(1).copied().unwrap_or(0);
            if name.key[0].is_ascii() {
                self.lower_pairs[usize::from(name.key[0] & 31)] |= 1 << (second & 31);
                if !second.is_ascii_alphanumeric() {
                    // the text may have anything there: other white space, another hyphen, a mark
                    self.lower_pairs[usize::from(name.key[0] & 31)] = u32::MAX;
                }
            }
            self.any_lower = true;
        }
    }

    /// Whether a word that begins with these two bytes, the first a lower-case ASCII letter, may be the first of a name.
    #[inline]
    pub(super) fn lower_pair(&self, first: u8, second: u8) -> bool {
        self.lower_pairs[usize::from(first & 31)] >> (second & 31) & 1 != 0
    }

    /// Whether a word of this hash may be the first of a name: few others pass.
    #[inline]
    pub(super) fn may_begin(&self, hash: u64, lower: bool) -> bool {
        if lower { self.lower_case.may_hold(hash) } else { self.any_case.may_hold(hash) }
    }

    /// Whether a longer name may begin with two words of these hashes.
    #[inline]
    pub(super) fn may_begin_pair(&self, first: u64, second: u64) -> bool {
        self.pairs.may_hold(hash::pair(first, second))
    }

    #[allow(clippy::cast_possible_truncation, reason = "an index below the number of slots is kept")]
    fn slot_index(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 20) as usize & mask;
        while self.slots[at].flags & USED != 0 && self.slots[at].hash != hash {
            at = (at + 1) & mask;
        }
        at
    }

    /// What is known of a word of this hash.
    #[inline]
    pub(super) fn slot(&self, hash: u64) -> Option<&Slot> {
        let slot = &self.slots[self.slot_index(hash)];
        (slot.flags & USED != 0).then_some(slot)
    }

    /// The one-word names of a slot and their folded form.
    #[inline]
    pub(super) fn single(&self, slot: &Slot) -> (&[u8], &[CompiledName]) {
        (&self.keys[slot.key_range()], &self.names[slot.first as usize..slot.first as usize + usize::from(slot.count)])
    }

    /// The part of the automaton for the names whose first word has this hash.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the mask is far below 2^32")]
    pub(super) fn part_of(&self, hash: u64) -> usize {
        (hash >> 40 & self.part_mask) as usize
    }
}

impl Slot {
    fn key_range(&self) -> Range<usize> {
        self.key as usize..self.key as usize + usize::from(self.key_len)
    }
}

/// A folded first word.
#[derive(Clone, Copy, Debug)]
pub(super) struct FirstWord {
    /// Its first folded character.
    pub(super) first: char,
    /// Where it ends, in bytes from where it began: behind its last letter and the marks on it.
    pub(super) end: usize,
    /// Whether it is of a script without spaces, where it is but a beginning.
    pub(super) unspaced: bool,
}

/// Folds the first word of a name, or of a text at a start, into a buffer.
///
/// Used for names and for all text that is not plain ASCII, so that both always agree.
pub(super) fn first_word_of(text: &str, word: &mut Vec<u8>) -> Option<FirstWord> {
    word.clear();
    let mut bytes = [0; 4];
    let mut folder = Folder::new(text);
    let first = folder.next()?;
    word.extend_from_slice(first.folded.encode_utf8(&mut bytes).as_bytes());
    let class = Class::of(first.source);
    let mut end = first.at + first.source.len_utf8();
    let found = |end, unspaced| Some(FirstWord { first: first.folded, end, unspaced });
    if !class.is_word() {
        return found(end, true);
    }
    let mut last = class.run();
    if let Run::Unspaced(_) = last {
        if let Some(second) = folder.next() {
            let second = if Class::of(second.source).is_white() { ' ' } else { second.folded };
            word.extend_from_slice(second.encode_utf8(&mut bytes).as_bytes());
        }
        return found(end, true);
    }
    for next in folder {
        let class = Class::of(next.source);
        if class.is_word() {
            if edge::between(last, class.run()) {
                break;
            }
            last = class.run();
        } else if !class.is_mark() {
            break;
        }
        word.extend_from_slice(next.folded.encode_utf8(&mut bytes).as_bytes());
        end = next.at + next.source.len_utf8();
        if word.len() > super::LONGEST_NAME {
            break;
        }
    }
    end += text[end..].chars().take_while(|&c| Class::of(c).is_mark()).map(char::len_utf8).sum::<usize>();
    found(end, false)
}
