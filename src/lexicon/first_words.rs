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
    /// Bit n: names begin n small words before it.
    leads: u8,
}

/// The most small words that may stand before the first capital of a name; one with more is looked for from every word.
pub(super) const MOST_LEADS: u8 = 4;

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

    /// How many small words before it names begin: one number after the other.
    #[inline]
    pub(super) fn leads(&self) -> impl Iterator<Item = u8> + use<> {
        let leads = self.leads;
        (1..=MOST_LEADS).filter(move |count| leads >> count & 1 != 0)
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
    all: Bloom,
    pairs: Bloom,
    slots: Vec<Slot>,
    used: usize,
    /// Folded one-word names, one after the other.
    keys: Vec<u8>,
    /// One-word names, those of a slot side by side.
    names: Vec<CompiledName>,
    /// Whether any name may be written without a capital and begins with an ASCII letter.
    pub(super) all_lower: bool,
    /// By the low five bits of two bytes: whether such a name begins so.
    lower_pairs: [u32; 32],
    /// Whether any name may be written without a capital and begins with another letter.
    lower_beyond_ascii: bool,
    /// Whether the first capital of any name stands inside a word: eBay.
    pub(super) inner_capitals: bool,
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
    /// What may stand before its first capital.
    pub(super) lead: Lead,
    /// How it goes on.
    pub(super) rest: Rest,
    /// The whole folded name.
    pub(super) key: &'k [u8],
    /// The name.
    pub(super) name: CompiledName,
}

/// What stands in a name before its first capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nothing.
    None,
    /// So many small words before a word of this hash: `al-Assad`, `the Hague`.
    Words(u8, u64),
    /// The small letters of its first word: `eBay`.
    Inner,
    /// Everything: it may be written without a capital.
    AllLower,
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
        let spaced = (0..count).filter(|&i| matches!(beginning(i).rest, Rest::Word(_))).count();
        let mut words = FirstWords {
            // a name with small words before its capital adds that word too
            all: Bloom::new(count * 9 / 8),
            pairs: Bloom::new(spaced),
            slots: vec![Slot::default(); 2],
            used: 0,
            keys: Vec::new(),
            names: Vec::new(),
            all_lower: false,
            lower_pairs: [0; 32],
            lower_beyond_ascii: false,
            inner_capitals: false,
            digits: false,
            odd: Vec::new(),
            part_mask: parts as u64 - 1,
        };
        let mut single = Vec::new();
        for i in 0..count {
            let name = beginning(i);
            words.note(&name);
            if let Lead::Words(count, capital) = name.lead {
                words.all.add(capital);
                words.slot_mut(capital).leads |= 1 << count;
            }
            let key = u32::try_from(words.keys.len()).expect("folded names are smaller than 4 GiB");
            let slot = *words.slot_mut(name.hash);
            let is_first = slot.count == 0;
            let room = slot.count < u16::MAX && (is_first || words.keys[slot.key_range()] == *name.key);
            let slot = words.slot_mut(name.hash);
            match name.rest {
                Rest::Nothing if room => {
                    slot.count += 1;
                    if is_first {
                        slot.key = key;
                        slot.key_len = u16::try_from(name.key.len()).expect("a folded name has 512 bytes at the most");
                        words.keys.extend_from_slice(name.key);
                    }
                    single.push((i, name.name));
                }
                // a second word of the same hash goes to the automaton
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
        self.all.add(name.hash);
        if !Class::of(name.first).is_word() && !self.odd.contains(&name.first) {
            self.odd.push(name.first);
        }
        self.digits |= name.first.is_ascii_digit();
        if name.lead == Lead::AllLower && name.first.is_ascii() {
            self.all_lower = true;
            let second = name.key.get(1).copied().unwrap_or(0);
            let pairs = &mut self.lower_pairs[usize::from(name.key[0] & 31)];
            // behind one letter the text may have anything: other white space, another hyphen, a mark
            *pairs |= if second.is_ascii_alphanumeric() { 1 << (second & 31) } else { u32::MAX };
        }
        self.lower_beyond_ascii |= name.lead == Lead::AllLower && !name.first.is_ascii();
        self.inner_capitals |= name.lead == Lead::Inner;
    }

    /// Whether a word of this hash may be the first of a name, or its first capital: few others pass.
    #[inline]
    pub(super) fn may_begin(&self, hash: u64) -> bool {
        self.all.may_hold(hash)
    }

    /// Whether a name without a capital may begin with these two bytes, the first a small ASCII letter.
    #[inline]
    pub(super) fn lower_pair(&self, first: u8, second: u8) -> bool {
        self.lower_pairs[usize::from(first & 31)] >> (second & 31) & 1 != 0
    }

    /// Whether a name may begin with this character.
    #[inline]
    pub(super) fn wants(&self, first: char) -> bool {
        match first {
            '0'..='9' => self.digits,
            'a'..='z' => self.all_lower || self.inner_capitals,
            'A'..='Z' => true,
            other => self.all_lower || self.lower_beyond_ascii || !Class::of(other).is_lower(),
        }
    }

    /// Whether a longer name may begin with two words of these hashes.
    #[inline]
    pub(super) fn may_begin_pair(&self, first: u64, second: u64) -> bool {
        self.pairs.may_hold(hash::pair(first, second))
    }

    /// Where the search for a slot begins in a table of so many.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "an index below the number of slots is kept")]
    const fn home(hash: u64, slots: usize) -> usize {
        (hash >> 20) as usize & (slots - 1)
    }

    #[inline]
    fn slot_index(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = Self::home(hash, self.slots.len());
        while self.slots[at].flags & USED != 0 && self.slots[at].hash != hash {
            at = (at + 1) & mask;
        }
        at
    }

    /// The slot of a word, made where there is none; the table grows so that half of it stays free.
    fn slot_mut(&mut self, hash: u64) -> &mut Slot {
        let mut index = self.slot_index(hash);
        if self.slots[index].flags & USED == 0 {
            if (self.used + 1) * 2 > self.slots.len() {
                let size = self.slots.len() * 2;
                let slots = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
                for slot in slots.into_iter().filter(|slot| slot.flags & USED != 0) {
                    let index = self.slot_index(slot.hash);
                    self.slots[index] = slot;
                }
                index = self.slot_index(hash);
            }
            self.used += 1;
            self.slots[index] = Slot { hash, flags: USED, ..Slot::default() };
        }
        &mut self.slots[index]
    }

    /// Asks memory for the slot of a word ahead of its use: something of it, to be passed to
    /// [`std::hint::black_box`].
    #[inline]
    pub(super) fn touch(&self, hash: u64) -> u8 {
        self.slots[Self::home(hash, self.slots.len())].flags
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
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if plain > 0 && text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        word.extend(text.bytes().take(plain).map(|byte| byte.to_ascii_lowercase()));
        return Some(FirstWord { first: char::from(word[0]), end: plain, unspaced: false });
    }
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
