//! Folded names being gathered for compiling: each with its first word and how it goes on.

use super::LONGEST_NAME;
use super::accept::{Shape, lead_of};
use super::beginnings::{Beginnings, Lead};
use super::first_words::{FirstWord, first_word_of};
use super::names::CompiledName;
use crate::model::{CaseRule, Facts, ListedName, NameId};
use crate::text::case::is_acronym;
use crate::text::class::{Class, Run};
use crate::text::fold::fold_name_into;
use crate::text::word_hash;
use rayon::prelude::*;
use std::ops::Range;

/// How a name goes on behind its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Not at all.
    Nothing,
    /// With a space and a word.
    Word {
        /// Its hash.
        second: u64,
        /// How the name goes on behind it.
        then: Then,
    },
    /// With this byte, in another way than a space and a word.
    Byte(u8),
    /// In a script without spaces, or from something that is no word: with anything.
    Anything,
}

/// How a name goes on behind its second word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// Not at all.
    Nothing,
    /// With a space and a word of this hash.
    Word(u64),
    /// In another way.
    Anything,
}

/// A folded name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    start: u32,
    len: u16,
    /// What may stand before its first capital.
    pub(super) lead: Lead,
    /// Hash of its first word.
    pub(super) hash: u64,
    /// How it goes on.
    pub(super) rest: Rest,
    /// The name.
    pub(super) name: CompiledName,
}

/// Folded names, in the order of their numbers.
#[derive(Default)]
pub(super) struct Keys {
    text: String,
    keys: Vec<Key>,
    /// What all of them begin with.
    pub(super) beginnings: Beginnings,
}

/// So many names are folded in one go.
const CHUNK: usize = 4096;

impl Keys {
    /// Folds the names of a range of numbers on the threads of the current rayon pool.
    pub(super) fn of_all(facts: &dyn Facts, names: Range<usize>, ignore_case: bool) -> Keys {
        let chunks = names.clone().step_by(CHUNK).map(|first| first..names.end.min(first + CHUNK));
        let folded: Vec<Keys> =
            chunks.collect::<Vec<_>>().into_par_iter().map(|chunk| Keys::of(facts, chunk, ignore_case)).collect();
        let mut all = Keys::default();
        all.text.reserve_exact(folded.iter().map(|keys| keys.text.len()).sum());
        all.keys.reserve_exact(folded.iter().map(Keys::len).sum());
        for keys in folded {
            let behind = text_offset(all.text.len());
            all.text.push_str(&keys.text);
            all.keys.extend(keys.keys.into_iter().map(|key| Key { start: behind + key.start, ..key }));
            all.beginnings.merge(keys.beginnings);
        }
        all
    }

    /// Folds the names of a range of numbers.
    pub(super) fn of(facts: &dyn Facts, names: Range<usize>, ignore_case: bool) -> Keys {
        let mut keys = Keys::default();
        let (mut key, mut word) = (String::new(), Vec::new());
        for i in names {
            let id = NameId(u32::try_from(i).expect("there are fewer than 2^32 names"));
            keys.add_name(&facts.name(id), id, ignore_case, &mut key, &mut word);
        }
        if ignore_case {
            keys.beginnings.ignore_case();
        }
        keys
    }

    fn add_name(&mut self, name: &ListedName<'_>, id: NameId, ignore_case: bool, key: &mut String, word: &mut Vec<u8>) {
        key.clear();
        fold_name_into(name.text, key);
        if key.is_empty() || key.len() > LONGEST_NAME || is_single_unspaced(key) {
            return;
        }
        let compiled = CompiledName { id, entity: name.of.entity, shape: Shape::of(name, key, ignore_case) };
        let lead = lead_of(name, ignore_case, word);
        self.add(key, compiled, lead, word);
        if name.of.case == CaseRule::Auto && is_acronym(name.text) {
            let dotted: String = key.chars().flat_map(|c| [c, '.']).collect();
            if dotted.len() <= LONGEST_NAME {
                self.add(&dotted, CompiledName { shape: Shape::Dotted, ..compiled }, Lead::None, word);
            }
        }
    }

    fn add(&mut self, key: &str, name: CompiledName, lead: Lead, word: &mut Vec<u8>) {
        let Some(first) = first_word_of(key, word) else { return };
        self.beginnings.add(key.as_bytes(), first, lead);
        let hash = word_hash::word(word);
        let rest = rest_of(key, first, word);
        let start = text_offset(self.text.len());
        let len = u16::try_from(key.len()).expect("a folded name has 512 bytes at the most");
        self.text.push_str(key);
        self.keys.push(Key { start, len, lead, hash, rest, name });
    }

    /// The folded text of a key.
    #[inline]
    pub(super) fn text(&self, key: &Key) -> &[u8] {
        &self.text.as_bytes()[key.start as usize..key.start as usize + usize::from(key.len)]
    }

    /// The folded texts of all keys, one after the other.
    pub(super) fn all(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// All keys.
    pub(super) fn as_slice(&self) -> &[Key] {
        &self.keys
    }

    /// All keys.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Key> {
        self.keys.iter()
    }

    /// How many keys there are: a name with capitals alone has a second one, with dots.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// All folded texts in one, and the keys by where they lie in it.
    pub(super) fn into_parts(self) -> (String, Vec<Key>, Beginnings) {
        (self.text, self.keys, self.beginnings)
    }
}

fn text_offset(len: usize) -> u32 {
    u32::try_from(len).expect("folded names are smaller than 4 GiB")
}

impl Key {
    /// Where its folded text lies in that of all.
    #[inline]
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.start as usize + usize::from(self.len)
    }
}

fn rest_of(key: &str, first: FirstWord, word: &mut Vec<u8>) -> Rest {
    match key.as_bytes().get(first.end) {
        _ if first.unspaced => Rest::Anything,
        None => Rest::Nothing,
        Some(b' ') => match first_word_of(&key[first.end + 1..], word) {
            Some(second) if !second.unspaced => {
                let hash = word_hash::word(word);
                Rest::Word { second: hash, then: then_of(&key[first.end + 1 + second.end..], word) }
            }
            _ => Rest::Byte(b' '),
        },
        Some(&byte) => Rest::Byte(byte),
    }
}

fn then_of(rest: &str, word: &mut Vec<u8>) -> Then {
    let Some(behind) = rest.strip_prefix(' ') else {
        return if rest.is_empty() { Then::Nothing } else { Then::Anything };
    };
    match first_word_of(behind, word) {
        Some(third) if !third.unspaced => Then::Word(word_hash::word(word)),
        _ => Then::Anything,
    }
}

/// One character of a script without spaces is never a name.
fn is_single_unspaced(key: &str) -> bool {
    let mut chars = key.chars().filter(|&c| !Class::of(c).is_mark());
    let first = chars.next();
    chars.next().is_none() && first.is_some_and(|c| Class::of(c).run() != Run::Spaced)
}
