//! One article: where capitalised names stand that no list has, and what the words around them say.

use super::evidence::{Evidence, Sign};
use super::words::{self, Cue};
use crate::decide::Scene;
use crate::model::{Kind, Span};
use crate::text::class::{Class, Run, is_apostrophe, is_hyphen};
use crate::text::fold::fold_name;
use rustc_hash::{FxHashMap, FxHashSet};

/// An unlisted name in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where.
    pub(super) span: Span,
    /// The name it is counted under, folded: itself, or the full name that a surname alone stands for.
    pub(super) key: String,
    /// What speaks for which kind.
    pub(super) evidence: Evidence,
    /// Whether nothing but its capital says that it is a name, and that may be the sentence's.
    pub(super) opens_sentence: bool,
    /// Whether it is a surname that stands for a full name.
    pub(super) is_short: bool,
    /// The acronym that is introduced behind it in brackets.
    pub(super) acronym: Option<String>,
}

/// A word of the text.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    end: usize,
    case: Case,
    /// Joined to the word before by one space or line break.
    joined: bool,
    /// Whether a sentence, a line or a quotation begins with it.
    opens: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Lower,
    /// One capital and a full stop: an initial.
    Initial,
    Capital,
    /// All capitals, two letters or more.
    Upper,
}

/// What was read of an article; the memory is kept for the next.
#[derive(Default)]
pub(super) struct Scanner {
    words: Vec<Word>,
    /// Words that stand in small letters in the article.
    small: FxHashSet<String>,
    /// Last words of the full names of people so far, and whose name it is: folded, nothing where it is several people's.
    full: FxHashMap<String, Option<String>>,
    /// Acronyms that were introduced so far, and for which folded name.
    acronyms: FxHashMap<String, String>,
}

/// A title-case line has at least so many words ...
const HEADLINE_WORDS: usize = 4;
/// ... and at most so many, ...
const HEADLINE_MOST: usize = 20;
/// ... fewer than one in so many of them begin with a small letter (news prose has two in three), and no full stop ends it.
const HEADLINE_SMALL: usize = 3;
/// No name has more words; what is longer is a list or shouted.
const LONGEST_NAME: usize = 12;
/// An acronym has at most so many letters; longer words of capitals are shouted.
const LONGEST_ACRONYM: usize = 6;

impl Scanner {
    /// The unlisted names of an article, in order.
    pub(super) fn scan(&mut self, text: &str, scene: &Scene<'_>) -> Vec<Found> {
        self.read(text);
        self.full.clear();
        self.acronyms.clear();
        let known = Known::new(scene);
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let (from, end) = (at, self.name_end(text, at));
            if end > at {
                at = end;
                if let Some(one) = self.name(text, from, end, &known) {
                    // the acronym in brackets is part of what was found
                    at += usize::from(one.acronym.is_some());
                    self.remember(&one);
                    found.push(one);
                }
            } else {
                at += 1;
            }
        }
        found
    }

    fn read(&mut self, text: &str) {
        self.words.clear();
        self.small.clear();
        let mut line_begins = 0;
        let mut last_end = 0;
        let mut opens = true;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let class = Class::of(c);
            if class.is_break() {
                drop_headline(&text[..start], &mut self.words, &mut line_begins);
            }
            if !class.is_word() || class.run() != Run::Spaced {
                continue;
            }
            let mut end = start + c.len_utf8();
            let (mut upper, mut letters) = (usize::from(class.is_upper()), 1);
            let mut last = c;
            while let Some(&(i, next)) = chars.peek() {
                let class = Class::of(next);
                if class.is_word() || class.is_mark() {
                    upper += usize::from(class.is_upper());
                    letters += usize::from(class.is_word());
                } else if !joins(text, i, next, end - start) {
                    break;
                }
                last = next;
                end = i + next.len_utf8();
                chars.next();
            }
            let gap = &text[last_end..start];
            opens |= opens_sentence(text, &self.words, gap);
            let begins_upper = Class::of(c).is_upper();
            let prefixed = text[start..end].split_once(is_hyphen).is_some_and(|(prefix, rest)| {
                prefix.chars().count() <= 3 && rest.chars().next().is_some_and(|c| Class::of(c).is_upper())
            });
            let dotted = text[end..].starts_with('.');
            let case = match (begins_upper, letters, upper) {
                (true, 1, _) if dotted => Case::Initial,
                (true, 2.., _) if upper == letters => Case::Upper,
                (true, ..) => Case::Capital,
                (false, ..) if prefixed => Case::Capital,
                _ => Case::Lower,
            };
            if case == Case::Initial {
                end += 1;
                chars.next();
            }
            if case == Case::Lower && Class::of(last).is_word() && !self.small.contains(&text[start..end]) {
                self.small.insert(text[start..end].to_owned());
            }
            let joined = is_one_space(gap);
            self.words.push(Word { start, end, case, joined, opens });
            opens = false;
            last_end = end;
        }
        drop_headline(text, &mut self.words, &mut line_begins);
    }

    fn text<'t>(&self, text: &'t str, word: usize) -> &'t str {
        &text[self.words[word].start..self.words[word].end]
    }

    /// Where the run of capitalised words that begins here ends, small words between them included; `at` where none begins.
    fn name_end(&self, text: &str, at: usize) -> usize {
        if self.words[at].case == Case::Lower {
            return at;
        }
        let mut end = at + 1;
        loop {
            // a title's full stop belongs to it: Mr. Karim
            let joined = |i: usize| {
                let dotted = || {
                    let title = words::of(self.text(text, i - 1)).any(Cue::TITLE);
                    title && is_one_space(text[self.words[i - 1].end..self.words[i].start].trim_start_matches('.'))
                };
                i < self.words.len() && (self.words[i].joined || dotted())
            };
            if joined(end) && self.words[end].case != Case::Lower {
                end += 1;
                continue;
            }
            let small = (end..self.words.len().min(end + 3)).take_while(|&i| joined(i) && self.links(text, i, end));
            let next = end + small.count();
            if next > end && joined(next) && self.words[next].case != Case::Lower {
                end = next + 1;
                continue;
            }
            return end;
        }
    }

    /// Whether a small word may stand between the words of a name of which the one before `end` is the last.
    fn links(&self, text: &str, word: usize, end: usize) -> bool {
        if self.words[word].case != Case::Lower {
            return false;
        }
        let cue = words::of(self.text(text, word));
        let before = words::of(self.text(text, end - 1));
        let of_organization = before.any(Cue::ORGANIZATION | Cue::PLACE);
        cue.any(Cue::PARTICLE)
            || of_organization && (cue.any(Cue::LINK) || word > end && self.text(text, word) == "the")
    }

    /// The name in a run of words, without what only stands before it; nothing where the lists have it.
    fn name(&self, text: &str, from: usize, to: usize, known: &Known<'_, '_>) -> Option<Found> {
        if to - from > LONGEST_NAME {
            return None;
        }
        let mut evidence = Evidence::default();
        let cue = |i: usize| words::of(self.text(text, i));
        let (mut from, mut to) = (from, to);
        let organization = (from..to).any(|i| cue(i).any(Cue::ORGANIZATION | Cue::PLACE));
        // a title parts what stands before it from the name: French Foreign Minister Karim
        let title = (from..to - 1).rev().find(|&i| cue(i).any(Cue::TITLE | Cue::ROLE) && !cue(i).any(Cue::GIVEN));
        // Laurel County Clerk Dean Johnson, but not Officer Training School
        let names_somebody = |title: usize| {
            cue(title + 1).any(Cue::GIVEN) && (title + 1..to).all(|i| !cue(i).any(Cue::ORGANIZATION | Cue::PLACE))
        };
        if let Some(title) = title.filter(|&title| title == from || !organization || names_somebody(title)) {
            evidence.add(Sign::Title);
            from = title + 1;
        } else if from > 0 && self.words[from].joined && cue(from - 1).any(Cue::ROLE) {
            evidence.add(Sign::Title);
        }
        // Los Angeles is listed with its article
        let listed = |from: usize, to: usize| known.covers(Span::new(self.words[from].start, self.words[to - 1].end));
        if listed(from, to) {
            return None;
        }
        while from < to && self.is_no_name(text, from, known) {
            from += 1;
        }
        while from < to && (cue(to - 1).any(Cue::CALENDAR) || self.words[to - 1].case == Case::Lower) {
            to -= 1;
        }
        if from >= to || (from..to).all(|i| matches!(self.words[i].case, Case::Lower | Case::Initial)) {
            return None;
        }
        let span = Span::new(self.words[from].start, self.words[to - 1].end);
        let surface = span.of(text);
        let single = from + 1 == to;
        if known.covers(span)
            || self.is_shouted(from, to)
            || single && (self.is_word(text, from) || self.is_numbered(text, from))
        {
            return None;
        }
        let key = fold_name(surface);
        if key.chars().count() < 2 {
            return None;
        }
        if single {
            let short = |key: &str, evidence| Found {
                span,
                key: key.to_owned(),
                evidence,
                opens_sentence: false,
                is_short: true,
                acronym: None,
            };
            if let Some(full) = self.acronyms.get(surface) {
                return Some(short(full, Evidence::default()));
            }
            if known.last_names.contains(&key) {
                return None;
            }
            if let Some(Some(full)) = self.full.get(&key) {
                evidence.add(Sign::Short);
                return Some(short(full, evidence));
            }
        }
        let opens_sentence = single && self.words[from].opens && !evidence.any();
        self.look_inside(text, from, to, &mut evidence);
        self.look_around(text, from, to, &mut evidence, known);
        let acronym = self.acronym(text, from, to);
        if acronym.is_some() {
            evidence.add(Sign::Acronym);
        }
        Some(Found { span, key, evidence, opens_sentence, is_short: false, acronym })
    }

    /// Keeps what a surname or an acronym alone may stand for later.
    fn remember(&mut self, found: &Found) {
        if let Some(acronym) = &found.acronym {
            self.acronyms.insert(acronym.clone(), found.key.clone());
        }
        if let Some((_, last)) = found.key.rsplit_once(' ')
            && !found.is_short
            && found.evidence.is_of_person()
        {
            let same = self.full.entry(last.to_owned()).or_insert_with(|| Some(found.key.clone()));
            if same.as_deref() != Some(&found.key) {
                *same = None;
            }
        }
    }

    /// Whether a word at the beginning of a run is no part of the name: an ordinary word that opens a sentence, an article,
    /// a day, a people.
    fn is_no_name(&self, text: &str, at: usize, known: &Known<'_, '_>) -> bool {
        let word = &self.words[at];
        let cue = words::of(self.text(text, at));
        let common = cue.any(Cue::COMMON) && !cue.any(Cue::GIVEN | Cue::ORGANIZATION);
        let span = Span::new(word.start, word.end);
        word.case == Case::Lower
            || cue.any(Cue::CALENDAR)
            || common && word.opens
            || common && self.small.contains(self.text(text, at).to_lowercase().as_str())
            || is_article(self.text(text, at))
            || known.is_demonym(span)
    }

    fn is_shouted(&self, from: usize, to: usize) -> bool {
        let shouted = self.words[from..to].iter().all(|word| word.case == Case::Upper);
        shouted && (to - from > 1 || self.words[from].end - self.words[from].start > LONGEST_ACRONYM)
    }

    /// Whether a single capitalised word is rather an ordinary one: short, listed as one, or in small letters elsewhere.
    fn is_word(&self, text: &str, at: usize) -> bool {
        let word = self.text(text, at);
        let cue = words::of(word);
        let roman = word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
        let kind = Cue::COMMON | Cue::CALENDAR | Cue::TITLE | Cue::ROLE | Cue::ORGANIZATION;
        let upper = self.words[at].case == Case::Upper;
        // TV, CEO
        upper && cue.any(Cue::ORGANIZATION | Cue::PLACE | Cue::TITLE)
            || !upper && (word.chars().count() < 3 || cue.any(kind | Cue::PLACE | Cue::GIVEN | Cue::SPEECH))
            || roman
            || word.bytes().all(|b| b.is_ascii_digit())
            || self.small.contains(word.to_lowercase().as_str())
    }

    /// Whether a number follows: Interstate 55 and Block 8 are one of a sort each, and the sort is no name.
    fn is_numbered(&self, text: &str, at: usize) -> bool {
        let next = self.words.get(at + 1).filter(|next| next.joined);
        next.is_some_and(|next| text.as_bytes()[next.start].is_ascii_digit())
    }

    /// Whether the last word of a name is an ordinary one, which ends no name of a person: Florence Statistical Area.
    fn ends_in_word(&self, text: &str, to: usize) -> bool {
        let cue = words::of(self.text(text, to - 1));
        cue.any(Cue::COMMON) && !cue.any(Cue::GIVEN | Cue::SURNAME)
    }

    fn look_inside(&self, text: &str, from: usize, to: usize, evidence: &mut Evidence) {
        let cue = |i: usize| words::of(self.text(text, i));
        let single = from + 1 == to;
        if cue(to - 1).any(Cue::ORGANIZATION) || cue(from).any(Cue::ORGANIZATION) && !single {
            evidence.add(Sign::OrganizationWord);
        } else if (cue(to - 1).any(Cue::PLACE) || cue(from).any(Cue::PLACE)) && !single {
            evidence.add(Sign::PlaceWord);
        } else if cue(from).any(Cue::GIVEN) && !single && !self.ends_in_word(text, to) {
            evidence.add(Sign::GivenName);
        } else if single && cue(from).any(Cue::SURNAME) {
            evidence.add(Sign::Surname);
        }
        if !single && self.words[from..to - 1].iter().any(|word| word.case == Case::Initial) {
            evidence.add(Sign::Initial);
        }
        if single && self.words[from].case == Case::Upper {
            evidence.add(Sign::Capitals);
        }
    }

    fn look_around(&self, text: &str, from: usize, to: usize, evidence: &mut Evidence, known: &Known<'_, '_>) {
        let near = |i: usize| self.words.get(i).filter(|word| word.case == Case::Lower).map(|_| self.text(text, i));
        let before = from.checked_sub(1).filter(|_| self.words[from].joined).and_then(near);
        let after = Some(to).filter(|&i| i < self.words.len() && self.words[i].joined).and_then(near);
        if after.is_some_and(|word| word == "who" || words::of(word).any(Cue::SPEECH))
            || before.is_some_and(|word| words::of(word).any(Cue::SPEECH))
        {
            evidence.add(Sign::Speech);
        }
        if before.is_some_and(|word| words::of(word).any(Cue::PREPOSITION)) {
            evidence.add(Sign::Preposition);
        }
        let end = self.words[to - 1].end;
        let region = text[end..].strip_prefix(", ").map(|_| end + 2);
        if region.is_some_and(|at| known.place_begins(at)) {
            evidence.add(Sign::Region);
        }
    }

    /// The acronym in brackets behind a name, if its letters are the name's initials.
    fn acronym(&self, text: &str, from: usize, to: usize) -> Option<String> {
        let inside = text[self.words[to - 1].end..].strip_prefix(" (")?;
        let acronym = &inside[..inside.find(')')?];
        if to - from < 2 || !(2..=LONGEST_ACRONYM).contains(&acronym.len()) {
            return None;
        }
        let mut initials = (from..to).filter_map(|i| self.text(text, i).chars().next());
        let fits = acronym
            .chars()
            .all(|letter| letter.is_ascii_uppercase() && initials.any(|i| i.eq_ignore_ascii_case(&letter)));
        fits.then(|| acronym.to_owned())
    }
}

/// What the lists know in an article.
struct Known<'s, 'a> {
    scene: &'s Scene<'a>,
    /// Last words, folded, of people who are named in full.
    last_names: FxHashSet<String>,
}

impl<'s, 'a> Known<'s, 'a> {
    fn new(scene: &'s Scene<'a>) -> Known<'s, 'a> {
        let people = (0..scene.hits.len()).filter(|&hit| scene.kind(hit) == Kind::Person);
        let last = people.filter_map(|hit| scene.surface(hit).rsplit_once(char::is_whitespace));
        Known { scene, last_names: last.map(|(_, last)| fold_name(last)).collect() }
    }

    /// The hits that begin in a span.
    fn within(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let hits = &self.scene.hits;
        let first = hits.partition_point(|hit| hit.span.start < span.start);
        (first..hits.len()).take_while(move |&hit| hits[hit].span.start < span.end)
    }

    /// Whether listed names, one after another, cover a span.
    fn covers(&self, span: Span) -> bool {
        let mut at = span.start;
        for hit in self.within(span) {
            let hit = self.scene.hits[hit].span;
            // a space or a hyphen may stand between two
            if hit.start <= at.saturating_add(1) {
                at = at.max(hit.end);
            }
        }
        at >= span.end
    }

    fn is_demonym(&self, span: Span) -> bool {
        self.within(span).any(|hit| self.scene.hits[hit].span == span && self.scene.is_demonym(hit))
    }

    fn place_begins(&self, at: usize) -> bool {
        let here = Span::new(at, at + 1);
        self.within(here).any(|hit| self.scene.kind(hit) == Kind::Place)
    }
}

/// Whether a character that is no letter stands inside a word: the apostrophe of O'Brien, the hyphen of al-Karim.
fn joins(text: &str, at: usize, c: char, length: usize) -> bool {
    let next = text[at + c.len_utf8()..].chars().next();
    let upper = next.is_some_and(|next| Class::of(next).is_upper());
    upper && (is_hyphen(c) || is_apostrophe(c) && length <= 2)
}

fn is_one_space(gap: &str) -> bool {
    let mut breaks = 0;
    let white = gap.chars().all(|c| {
        breaks += usize::from(c == '\n');
        Class::of(c).is_space() || Class::of(c).is_break()
    });
    white && !gap.is_empty() && breaks <= 1
}

/// Whether what stands before a word ends a sentence, opens a quotation or begins a paragraph.
fn opens_sentence(text: &str, words: &[Word], gap: &str) -> bool {
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '•' | '*' | '#' | '|' | ':' | ';');
    let dotted = gap.starts_with('.') && {
        let word = words.last().map_or("", |word| &text[word.start..word.end]);
        !words::of(word).any(Cue::TITLE)
    };
    dotted || gap.contains(['!', '?', '…']) || gap.contains(quote) || gap.matches('\n').count() > 1 || words.is_empty()
}

/// Takes the words of a line off again if it is a headline, in which capitals say nothing; `line` ends where it does.
fn drop_headline(line: &str, words: &mut Vec<Word>, line_begins: &mut usize) {
    let of_line = &words[*line_begins..];
    let small = of_line.iter().filter(|word| word.case == Case::Lower).count();
    let ended = line.trim_end().ends_with(['.', '!', '?', '"', '”', '»']);
    let long = (HEADLINE_WORDS..=HEADLINE_MOST).contains(&of_line.len());
    if long && small * HEADLINE_SMALL < of_line.len() && !ended {
        words.truncate(*line_begins);
    }
    *line_begins = words.len();
}

fn is_article(word: &str) -> bool {
    matches!(word, "The" | "A" | "An" | "THE" | "Der" | "Die" | "Das" | "Le" | "La" | "Les" | "El" | "Los" | "I")
}
