//! Full names of listed people with one wrong letter: "President Vladmir Putin", "Abdel Fattah el-Siss".
//!
//! What is looked at has strong evidence already: a title stands before it, or a family name that the lists have behind
//! it, or the text begins as a listed name of three words and more does. One word of the name may then be one letter away
//! (one put in, left out, changed, or two that changed places); all others are exact. A word that is a name or an
//! ordinary word itself is never taken for another, and neither is one that a hit covers.
//!
//! The names lie under their words but one in an index, which is built when a text first asks. An article pays one
//! search for titles, and a look at each of its one-word hits.

use super::introduced::Again;
use crate::gazetteer::cues::{Cue, Cues};
use crate::model::{Candidate, Facts, Hits, Kind, NameId, NameSource, Span};
use crate::text::class::{Class, is_apostrophe, is_hyphen};
use crate::text::fold::{fold_name, fold_name_into};
use crate::text::word_hash::plain_end;
use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

/// How many letters a name has at the least: in short ones a letter makes another name.
const FEWEST_LETTERS: usize = 10;

/// How many letters the wrong word has at the least, as listed.
const FEWEST_IN_WORD: usize = 5;

/// How many words a name has.
const WORDS: std::ops::RangeInclusive<usize> = 2..=5;

/// From how many words on the others are evidence enough: a given name alone is none.
const WORDS_WITHOUT_TITLE: usize = 3;

/// Lists of more names are not indexed: among so many, a name one letter away is mostly somebody else, and the index
/// would take more memory than the names.
const MOST_NAMES: usize = 1_000_000;

/// How many names of lists there are for one word of people's names, about.
const NAMES_A_WORD: usize = 4;

/// Titles that are looked for in the text, without their first letters, which have a capital or not.
const TITLES: [&str; 16] = [
    "resident ",
    "inister ",
    "hancellor ",
    "remier ",
    "ecretary ",
    "enator ",
    "eneral ",
    "overnor ",
    "mbassador ",
    "eader ",
    "ommander ",
    "rince ",
    "résident ",
    "inistre ",
    "residente ",
    "inistro ",
];

/// The names of listed people by all of their words but one. Empty until a text asks for it.
#[derive(Debug, Default)]
pub struct FullNames(OnceLock<Index>);

impl FullNames {
    /// An index that is yet to be built.
    #[must_use]
    pub fn new() -> FullNames {
        FullNames::default()
    }

    fn of(&self, facts: &dyn Facts) -> &Index {
        self.0.get_or_init(|| Index::build(facts))
    }
}

#[derive(Debug, Default)]
struct Index {
    /// A number of the words but one and of the first letter of that one; sorted.
    names: Vec<(u64, NameId)>,
    /// Words of any person's name.
    words: FxHashSet<u64>,
}

impl Index {
    fn build(facts: &dyn Facts) -> Index {
        let mut index = Index::default();
        if facts.name_count() > MOST_NAMES {
            return index;
        }
        index.words.reserve(facts.name_count() / NAMES_A_WORD);
        let mut name = String::new();
        for id in (0..facts.name_count()).filter_map(|i| u32::try_from(i).ok()).map(NameId) {
            let of = facts.name_use(id);
            if facts.kind(of.entity) != Kind::Person {
                continue;
            }
            name.clear();
            fold_name_into(facts.name(id).text, &mut name);
            let mut words = [""; *WORDS.end()];
            let mut count = 0;
            for word in name.split(' ') {
                index.words.insert(number(word));
                words.get_mut(count).into_iter().for_each(|place| *place = word);
                count += 1;
            }
            let by_name = matches!(of.source, NameSource::Canonical | NameSource::Alias) && !of.blocked;
            if !by_name || !WORDS.contains(&count) || !name.is_ascii() {
                continue;
            }
            // where a syllable is a name, a letter makes another one
            let syllables = super::introduced::FAMILY_FIRST.contains(&facts.brief(of.entity).country);
            if syllables || name.bytes().filter(u8::is_ascii_alphabetic).count() < FEWEST_LETTERS {
                continue;
            }
            let words = &words[..count];
            for (at, word) in words.iter().enumerate() {
                if word.len() >= FEWEST_IN_WORD {
                    index.names.push((key(words, at), id));
                }
            }
        }
        index.names.sort_unstable();
        index
    }

    /// The person whose listed name the words are but for one letter; none where it could be two.
    fn find(&self, words: &[&str], facts: &dyn Facts, may_be_wrong: impl Fn(usize) -> bool) -> Option<Candidate> {
        let mut found: Option<Candidate> = None;
        for at in (0..words.len()).filter(|&at| words[at].len() + 1 >= FEWEST_IN_WORD) {
            if self.names.is_empty() || self.words.contains(&number(words[at])) || !may_be_wrong(at) {
                continue;
            }
            let key = key(words, at);
            let first = self.names.partition_point(|(other, _)| *other < key);
            for &(_, name) in self.names[first..].iter().take_while(|(other, _)| *other == key) {
                let listed = fold_name(facts.name(name).text);
                let listed: Vec<&str> = listed.split(' ').collect();
                let same = listed.len() == words.len() && (0..words.len()).all(|i| i == at || listed[i] == words[i]);
                if !same || !is_one_letter_away(words[at].as_bytes(), listed[at].as_bytes()) {
                    continue;
                }
                let entity = facts.name_use(name).entity;
                match found {
                    Some(known) if known.entity != entity => return None,
                    Some(_) => {}
                    None => found = Some(Candidate { entity, name }),
                }
            }
        }
        found
    }
}

fn number(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

fn key(words: &[&str], without: usize) -> u64 {
    let mut hasher = FxHasher::default();
    for (at, word) in words.iter().enumerate() {
        if at == without { word.as_bytes().first().hash(&mut hasher) } else { word.hash(&mut hasher) }
    }
    hasher.finish()
}

/// Whether one letter put in, left out or changed, or two that change places, make one word of the other. An -s more is
/// a plural or a genitive.
fn is_one_letter_away(written: &[u8], listed: &[u8]) -> bool {
    let same = |a: &[u8], b: &[u8]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let first = same(written, listed);
    let (a, b) = (&written[first..], &listed[first..]);
    match written.len().cmp(&listed.len()) {
        std::cmp::Ordering::Equal => match (a, b) {
            ([x, y, a @ ..], [v, w, b @ ..]) if x == w && y == v && x != y => a == b,
            ([_, a @ ..], [_, b @ ..]) => a == b,
            _ => false,
        },
        std::cmp::Ordering::Greater => written.len() == listed.len() + 1 && &a[1..] == b && a != b"s",
        std::cmp::Ordering::Less => written.len() + 1 == listed.len() && a == &b[1..],
    }
}

/// Where full names stand with one wrong letter, by start; `spaced` says of each hit whether a space stands in it.
pub(super) fn find(
    text: &str,
    hits: &Hits,
    spaced: &[bool],
    facts: &dyn Facts,
    names: &FullNames,
    cues: &Cues,
) -> Vec<Again> {
    let article = Article { text, hits, facts, names, cues };
    let mut found = Vec::new();
    for at in titles().find_iter(text).map(|title| title.end()) {
        if !article.begins_hit(at) && article.is_title(at) {
            found.extend(article.from(at, *WORDS.start()));
        }
    }
    for &at in hits.unfinished() {
        found.extend(article.from(at as usize, WORDS_WITHOUT_TITLE));
    }
    for (hit, spaced) in hits.iter().zip(spaced) {
        let span = hit.span;
        let one_word = !spaced && text.as_bytes().get(span.start().wrapping_sub(1)) == Some(&b' ');
        if one_word && hits.candidates(hit).iter().any(|of| facts.kind(of.entity) == Kind::Person) {
            found.extend(article.before(span));
        }
    }
    found.sort_by_key(|again| (again.span.start, std::cmp::Reverse(again.span.end)));
    found.dedup_by_key(|again| again.span);
    found
}

fn titles() -> &'static AhoCorasick {
    static TITLES_IN_TEXT: OnceLock<AhoCorasick> = OnceLock::new();
    TITLES_IN_TEXT.get_or_init(|| {
        let titles = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(TITLES);
        titles.expect("a handful of short patterns is within all limits")
    })
}

struct Article<'t> {
    text: &'t str,
    hits: &'t Hits,
    facts: &'t dyn Facts,
    names: &'t FullNames,
    cues: &'t Cues,
}

impl<'t> Article<'t> {
    fn begins_hit(&self, at: usize) -> bool {
        self.hits.covers(at, at + 1)
    }

    /// Whether the word before `at` is a title or a role.
    fn is_title(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end();
        let start = before
            .rfind(|c: char| !Class::of(c).is_word())
            .map_or(0, |i| i + before[i..].chars().next().map_or(0, char::len_utf8));
        self.cues.of(&before[start..]).any(Cue::TITLE | Cue::ROLE)
    }

    /// The longest name that begins at `at` and has one wrong letter.
    fn from(&self, at: usize, fewest: usize) -> Option<Again> {
        let words = self.words_from(at);
        if words.len() < fewest || !words.iter().any(|word| self.is_strange(*word)) {
            return None;
        }
        (fewest..=words.len()).rev().find_map(|count| self.judge(&words[..count]))
    }

    /// Whether a word may be wrong and is in no name of a person.
    fn is_strange(&self, word: Span) -> bool {
        let unlisted = || !self.names.of(self.facts).words.contains(&number(&fold_name(word.of(self.text))));
        self.may_be_wrong(word) && unlisted()
    }

    /// A name whose last word is a hit, with a wrong letter before.
    fn before(&self, last: Span) -> Option<Again> {
        let word = self.word_before(last.start())?;
        if !self.may_be_wrong(word) {
            return None;
        }
        let mut words = vec![word, last];
        loop {
            if let Some(again) = self.judge(&words) {
                return Some(again);
            }
            if words.len() == *WORDS.end() {
                return None;
            }
            let more = self.word_before(words[0].start())?;
            words.insert(0, more);
        }
    }

    fn judge(&self, words: &[Span]) -> Option<Again> {
        let folded: Vec<String> = words.iter().map(|word| fold_name(word.of(self.text))).collect();
        let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
        let index = self.names.of(self.facts);
        let of = index.find(&folded, self.facts, |at| self.may_be_wrong(words[at]))?;
        let (first, last) = (words.first()?, words.last()?);
        Some(Again { span: Span { start: first.start, end: last.end }, of, misspelt: true })
    }

    /// Whether a word is nothing by itself that it would be if it were right.
    fn may_be_wrong(&self, word: Span) -> bool {
        let known = Cue::COMMON | Cue::GIVEN | Cue::SURNAME | Cue::TITLE | Cue::ROLE | Cue::CALENDAR | Cue::PARTICLE;
        !self.cues.of(word.of(self.text)).any(known) && !self.hits.covers(word.start(), word.end())
    }

    /// The words of what may be a name from `at` on: with capitals, or particles before one that has.
    fn words_from(&self, at: usize) -> Vec<Span> {
        let mut words = Vec::new();
        let mut capitals = 0;
        let mut start = at;
        while words.len() < *WORDS.end() {
            let word = self.word_at(start);
            if !self.is_of_name(word) {
                break;
            }
            words.push(word);
            if self.has_capital(word) {
                capitals = words.len();
            }
            match self.text[word.end()..].strip_prefix(' ') {
                Some(_) => start = word.end() + 1,
                None => break,
            }
        }
        words.truncate(capitals);
        words
    }

    fn word_at(&self, start: usize) -> Span {
        let mut end = plain_end(self.text.as_bytes(), start);
        let letters = end - start;
        let mut chars = self.text[end..].char_indices().map(|(at, c)| (letters + at, c)).peekable();
        while let Some((at, c)) = chars.next() {
            let joins = is_hyphen(c) || is_apostrophe(c);
            let goes_on = chars.peek().is_some_and(|&(_, next)| Class::of(next).is_word());
            if !(Class::of(c).is_word() || Class::of(c).is_mark() || joins && at > 0 && goes_on) {
                break;
            }
            end = start + at + c.len_utf8();
        }
        let word = &self.text[start..end];
        let possessive = word.char_indices().rev().nth(1).filter(|&(_, c)| is_apostrophe(c) && word.ends_with('s'));
        Span::new(start, possessive.map_or(end, |(at, _)| start + at))
    }

    fn word_before(&self, end: usize) -> Option<Span> {
        let before = self.text[..end].strip_suffix(' ')?;
        let in_word = |c: char| Class::of(c).is_word() || Class::of(c).is_mark() || is_hyphen(c) || is_apostrophe(c);
        let start =
            before.rfind(|c: char| !in_word(c)).map_or(0, |i| i + before[i..].chars().next().map_or(0, char::len_utf8));
        let word = Span::new(start, before.len());
        (!word.is_empty() && self.is_of_name(word)).then_some(word)
    }

    fn is_of_name(&self, word: Span) -> bool {
        let text = word.of(self.text);
        self.has_capital(word) || !text.is_empty() && self.cues.of(text).any(Cue::PARTICLE)
    }

    /// Whether a word has a capital first, or behind a hyphen: el-Sisi.
    fn has_capital(&self, word: Span) -> bool {
        let text = word.of(self.text);
        let is_raised = |part: &str| part.starts_with(|c| Class::of(c).is_upper());
        is_raised(text) || text.split_once(is_hyphen).is_some_and(|(_, behind)| is_raised(behind))
    }
}
