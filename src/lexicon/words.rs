//! What is known of each first word: the names of one word, and how longer ones go on.

use super::accept::Shape;
use super::beginnings::Lead;
use super::keys::{Key, Keys, Rest, Then};
use super::names::CompiledName;
use super::sieve::{Asks, Sieve};
use super::slots::{self, home, tag};
use crate::model::{EntityId, NameId};
use crate::text::class::Class;
use crate::text::fold::{ASCII_FOLD, fold_char};
use crate::text::word_hash;
use std::ops::Range;

/// The most small words that may stand before the first capital of a name; one with more is looked for from every word.
pub(super) const MOST_LEADS: u8 = 4;

/// Set in [`Slot::flags`] where there is a word; the next [`MOST_LEADS`] bits say how many small words before it names
/// begin.
pub(super) const USED: u8 = 1;

/// Set in [`Slot::flags`] where names begin with something that is no word, before these small words or before none.
pub(super) const BEHIND_ODD: u8 = USED << (MOST_LEADS + 1);

impl Lead {
    /// The hash of the capital word that the name is found from, and what is set in [`Slot::flags`] of it.
    pub(super) fn found_from(self) -> Option<(u64, u8)> {
        match self {
            Lead::Words { count, behind_odd, capital } => {
                Some((capital, USED << count | if behind_odd { BEHIND_ODD } else { 0 }))
            }
            _ => None,
        }
    }
}

/// Every byte: names go on in any way.
const ANYTHING: u8 = u8::MAX;

/// What is known of a first word, in 32 bytes, so that one look at memory nearly always answers.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(super) struct Slot {
    /// Half of the hash, which also says where the slot is.
    tag: u32,
    key_len: u8,
    /// How many names of one word it is.
    count: u8,
    flags: u8,
    /// Bits of the bytes with which longer names go on, in another way than with a space and a word.
    joins: u8,
    /// The first eight bytes of the folded word, if it is a name by itself.
    head: [u8; HEAD],
    /// The name, if it is the only one.
    name: CompiledName,
    /// Where the folded text begins in that of all; where there are several names, the number of their group.
    place: u32,
}

/// Bytes of a folded word that a slot holds: most names of one word are no longer.
const HEAD: usize = 8;

/// The names of a word that has several.
#[derive(Clone, Copy, Debug)]
struct Group {
    /// Where the folded text begins in that of all.
    key: u32,
    /// The first name, as a place in [`Words::names`].
    first: u32,
    /// How many names are there already, while the table is made.
    filled: u32,
}

impl Slot {
    const FREE: Slot = Slot {
        tag: 0,
        key_len: 0,
        count: 0,
        flags: 0,
        joins: 0,
        head: [0; HEAD],
        name: CompiledName { id: NameId(0), entity: EntityId(0), shape: Shape::Plain },
        place: 0,
    };

    /// How many small words before it names begin: bit n for n words; and [`BEHIND_ODD`].
    #[inline]
    pub(super) const fn leads(&self) -> u8 {
        self.flags & !USED
    }

    /// Whether longer names may go on with what stands at a place of the text.
    #[inline]
    pub(super) fn goes_on(&self, text: &str, at: usize) -> bool {
        self.joins & next_bits(text, at) != 0
    }

    const fn is_used(&self) -> bool {
        self.flags & USED != 0
    }
}

/// A bit for a folded byte; bytes share them.
pub(super) const fn join_bit(byte: u8) -> u8 {
    if byte < 0x80 { 1 << (byte & 7) } else { 1 << 7 }
}

/// The bits of what a byte of ASCII folds to inside a name.
const NEXT_BITS: [u8; 0x80] = {
    let mut bits = [0; 0x80];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        bits[byte as usize] = match byte {
            b'\t' | b'\x0B' | b'\x0C' => 0,
            b'\n' | b'\r' => join_bit(b' '),
            _ => join_bit(ASCII_FOLD[byte as usize]),
        };
        byte += 1;
    }
    bits
};

/// The bits of what a text may fold to at a place.
#[inline]
pub(super) fn next_bits(text: &str, at: usize) -> u8 {
    match text.as_bytes().get(at) {
        None => 0,
        Some(&byte @ 0..0x80) => NEXT_BITS[usize::from(byte)],
        Some(0x80..) => {
            let c = text[at..].chars().next().expect("there is a byte at this place");
            match fold_char(c).as_bytes() {
                _ if Class::of(c).is_white() => join_bit(b' '),
                [first, ..] if !Class::of(c).is_mark() => join_bit(*first),
                _ => ANYTHING,
            }
        }
    }
}

/// The table of first words.
#[derive(Default)]
pub(super) struct Words {
    slots: Vec<Slot>,
    used: usize,
    /// One-word names of words that have several, side by side.
    names: Vec<CompiledName>,
    groups: Vec<Group>,
}

impl Words {
    /// Takes in all keys. Gives the filters over them too, and the numbers of the keys that are not in the table.
    pub(super) fn build(keys: &Keys) -> (Words, Sieve<Vec<u64>>, Vec<u32>) {
        let slots = vec![Slot::FREE; 2 + keys.len() / 2];
        let mut words = Words { slots, ..Words::default() };
        let (mut single, mut longer) = (Vec::new(), Vec::new());
        let mut runs = 0;
        for (number, key) in keys.iter().enumerate() {
            let number = u32::try_from(number).expect("there are fewer than 2^32 names");
            if words.add(keys, key) {
                single.push(number);
            } else {
                longer.push(number);
            }
            runs += match key.rest {
                Rest::Word { then: Then::Word(_), .. } => 2,
                Rest::Word { .. } => 1,
                _ => 0,
            };
        }
        let mut sieve = Sieve::for_keys(words.used, runs);
        for key in keys.iter() {
            words.add_to(&mut sieve, key);
        }
        words.place_names(keys, &single);
        (words, sieve, longer)
    }

    /// Adds a key; whether the table answers for it.
    fn add(&mut self, keys: &Keys, key: &Key) -> bool {
        if let Some((capital, leads)) = key.lead.found_from() {
            self.slot_mut(capital).flags |= leads;
        }
        let text = keys.text(key);
        let slot = self.slot_mut(key.hash);
        let same = slot.count == 0 || &keys.all()[slot.place as usize..][..usize::from(slot.key_len)] == text;
        match key.rest {
            Rest::Nothing => {
                // a second word of the same tag, a very long one, and the names beyond 255 go to the automaton
                let key_len = u8::try_from(text.len()).ok();
                let (Some(key_len), Some(count)) = (key_len.filter(|_| same), slot.count.checked_add(1)) else {
                    slot.joins = ANYTHING;
                    return false;
                };
                if slot.count == 0 {
                    slot.place = u32::try_from(key.range().start).expect("folded names are smaller than 4 GiB");
                    slot.key_len = key_len;
                    slot.name = key.name;
                    let head = &text[..text.len().min(HEAD)];
                    slot.head[..head.len()].copy_from_slice(head);
                }
                slot.count = count;
                return true;
            }
            Rest::Word { .. } => {}
            Rest::Byte(byte) => slot.joins |= join_bit(byte),
            Rest::Anything => slot.joins = ANYTHING,
        }
        false
    }

    fn add_to(&self, sieve: &mut Sieve<Vec<u64>>, key: &Key) {
        if let Some((capital, _)) = key.lead.found_from() {
            sieve.add_word(capital, Asks::OTHER);
        }
        let asks = match key.rest {
            Rest::Nothing => {
                let single = key.name.shape.asks();
                // some of its names may have gone to the automaton
                let elsewhere = self.slot(key.hash).is_some_and(|slot| slot.joins == ANYTHING);
                if elsewhere { single.and(Asks::OTHER) } else { single }
            }
            Rest::Word { second, then } => {
                sieve.add_pair(key.hash, second);
                if let Then::Word(third) = then {
                    sieve.add_pair(word_hash::pair(key.hash, second), third);
                }
                Asks::SPACED
            }
            Rest::Byte(_) | Rest::Anything => Asks::OTHER,
        };
        sieve.add_word(key.hash, asks);
    }

    /// Puts the names of words that have several side by side.
    fn place_names(&mut self, keys: &Keys, single: &[u32]) {
        let mut next = 0;
        for slot in self.slots.iter_mut().filter(|slot| slot.count > 1) {
            let number = u32::try_from(self.groups.len()).expect("there are fewer than 2^32 names");
            self.groups.push(Group { key: slot.place, first: next, filled: 0 });
            self.names.extend(std::iter::repeat_n(slot.name, usize::from(slot.count)));
            next += u32::from(slot.count);
            slot.place = number;
        }
        for key in single.iter().map(|&number| &keys.as_slice()[number as usize]) {
            let slot = &self.slots[self.index(tag(key.hash))];
            if slot.count > 1 {
                let group = &mut self.groups[slot.place as usize];
                self.names[(group.first + group.filled) as usize] = key.name;
                group.filled += 1;
            }
        }
    }

    #[inline]
    fn index(&self, tag: u32) -> usize {
        slots::find(tag, self.slots.len(), |at| !self.slots[at].is_used() || self.slots[at].tag == tag)
    }

    /// The slot of a word, made where there is none; the table grows so that a third of it stays free.
    fn slot_mut(&mut self, hash: u64) -> &mut Slot {
        let tag = tag(hash);
        let mut index = self.index(tag);
        if !self.slots[index].is_used() {
            if (self.used + 1) * 3 > self.slots.len() * 2 {
                let size = self.slots.len() * 2;
                let slots = std::mem::replace(&mut self.slots, vec![Slot::FREE; size]);
                for slot in slots.into_iter().filter(|slot| slot.is_used()) {
                    let index = self.index(slot.tag);
                    self.slots[index] = slot;
                }
                index = self.index(tag);
            }
            self.used += 1;
            self.slots[index] = Slot { tag, flags: USED, ..Slot::FREE };
        }
        &mut self.slots[index]
    }

    /// Something of the slot of a word, so that it is near when it is needed.
    #[inline]
    pub(super) fn touch(&self, hash: u64) -> u64 {
        u64::from(self.slots[home(tag(hash), self.slots.len())].tag)
    }

    /// What is known of a word of this hash.
    #[inline]
    pub(super) fn slot(&self, hash: u64) -> Option<&Slot> {
        let slot = &self.slots[self.index(tag(hash))];
        slot.is_used().then_some(slot)
    }

    /// The one-word names of a slot.
    #[inline]
    pub(super) fn single<'w>(&'w self, slot: &'w Slot) -> &'w [CompiledName] {
        match slot.count {
            0 => &[],
            1 => std::slice::from_ref(&slot.name),
            count => &self.names[self.groups[slot.place as usize].first as usize..][..usize::from(count)],
        }
    }

    /// Whether a stretch of ASCII letters and digits folds to the word of a slot; `keys` is the folded text of all keys.
    #[inline]
    pub(super) fn is_plain(&self, slot: &Slot, text: &[u8], start: usize, end: usize, keys: &[u8]) -> bool {
        let len = end - start;
        len == usize::from(slot.key_len)
            && match word_hash::short_plain(text, start, len) {
                Some(folded) => folded == u64::from_le_bytes(slot.head),
                None => text[start..end].eq_ignore_ascii_case(&keys[self.key(slot)]),
            }
    }

    /// Where the folded text of a slot's names lies in that of all keys.
    pub(super) fn key(&self, slot: &Slot) -> Range<usize> {
        let key = if slot.count > 1 { self.groups[slot.place as usize].key } else { slot.place };
        key as usize..key as usize + usize::from(slot.key_len)
    }
}
