//! Chains of capitalised words around hits, and what they are read as: "Mayor Alice Walker", "Laurel County",
//! "Paris Police Department" are names that no list may have, and what lies in them is no name of its own.
//!
//! Only the words around hits are looked at, and each once, so the cost is that of the hits.

use crate::gazetteer::cues::{Cue, Cues};
use crate::model::Span;
use crate::text::class::{Class, is_apostrophe, is_hyphen};
use crate::text::word_hash::plain_end;
use std::ops::Range;

/// How many words a chain may reach to the left of a hit and altogether: names are shorter, title lines are not.
const MOST_LEFT: usize = 6;
const MOST_TOKENS: usize = 14;

/// How many bytes of a word are looked at: longer "words" are runs of a script without spaces.
const LONGEST_TOKEN: usize = 64;

/// Up to how many letters a word in capitals is an abbreviation rather than an ordinary word.
const SHORT: usize = 4;

/// A shorter word in capitals is no part of a person's name: "Paris TX".
const SHORTEST_IN_CAPITALS: usize = 3;

/// How a word is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// With a small letter first.
    #[default]
    Small,
    /// With a capital first.
    Capital,
    /// In capitals, two or more.
    Capitals,
    /// A single capital, with or without a full stop, or several with full stops: J., J.R.
    Initial,
    /// With a digit first.
    Number,
}

/// A word of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// What the lists say of it.
    pub cue: Cue,
    /// How it is written.
    pub shape: Shape,
}

/// What stands between a chain and its neighbour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gap {
    /// White space alone.
    Space,
    /// A comma.
    Comma,
    /// `'s` or a bare apostrophe.
    Possessive,
    /// An opening bracket before, a closing one behind.
    Bracket,
    /// A quotation mark.
    Quote,
    /// A slash.
    Slash,
    /// A dash or a hyphen.
    Dash,
    /// The end of a sentence, a line, or the text.
    Stop,
    /// Anything else.
    #[default]
    Other,
}

/// What a part of a chain is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A person, named with a given name or an initial.
    Person,
    /// A person behind a title.
    Titled,
    /// An organization.
    Organization,
    /// A place.
    Place,
}

/// Some words of a chain that are one name, listed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where.
    pub span: Span,
    /// As what.
    pub reading: Reading,
    /// How many words.
    pub words: u8,
    /// The cue of its last word.
    pub last: Cue,
}

/// A run of capitalised words on one line.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// From the first word to the last.
    pub span: (u32, u32),
    /// Its words, among those of the scene.
    pub tokens: Range<u32>,
    /// Its parts, among those of the scene.
    pub parts: Range<u32>,
    /// Whether it opens a sentence, a line or a quotation.
    pub opens: bool,
    /// Whether it is a line in title case or capitals.
    pub heading: bool,
    /// What the lists say of the word before.
    pub before: Cue,
    /// Between it and the word before.
    pub gap_before: Gap,
    /// What the lists say of the word behind.
    pub after: Cue,
    /// Between it and the word behind.
    pub gap_after: Gap,
    /// Whether a number follows.
    pub number_after: bool,
}

/// The chains of one article.
#[derive(Debug, Default)]
pub struct Chains {
    /// The chains in order.
    pub list: Vec<Chain>,
    /// Their words.
    pub tokens: Vec<Token>,
    /// What they are read as.
    pub parts: Vec<Part>,
}

impl Chains {
    /// Forgets all, keeps the memory.
    pub fn clear(&mut self) {
        self.list.clear();
        self.tokens.clear();
        self.parts.clear();
    }

    /// The chain that holds a hit's first byte; hits are asked for in the order of their starts. None where the hit
    /// does not begin a capitalised word.
    pub fn around(&mut self, text: &str, cues: &Cues, hit: Span) -> Option<u32> {
        let last = self.list.len().checked_sub(1);
        if let Some(last) = last
            && self.list[last].span.1 > hit.start
        {
            return (self.list[last].span.0 <= hit.start).then(|| narrow(last));
        }
        let shape = shape_of(&text[hit.start()..]);
        if matches!(shape, Shape::Small | Shape::Number) {
            return None;
        }
        let floor = last.map_or(0, |last| self.list[last].span.1);
        self.read(text, cues, hit, floor);
        Some(narrow(self.list.len() - 1))
    }

    fn read(&mut self, text: &str, cues: &Cues, hit: Span, floor: u32) {
        let first = narrow(self.tokens.len());
        let (start, before, gap_before) = reach_left(text, cues, hit.start(), floor as usize);
        let mut after = Cue::NONE;
        let gap_after;
        let mut number_after = false;
        let mut end = start;
        let mut word = Word::at(text, start);
        loop {
            let (token, next) = token_of(text, cues, word);
            self.tokens.push(token);
            end = token.span.end().max(end);
            let possessive = next > token.span.end() && text.as_bytes()[token.span.end()] != b'.';
            if possessive {
                gap_after = Gap::Possessive;
                if let Some(follows) = space_from(text, next) {
                    after = cues.of(&text[follows..token_end(text, follows)]);
                }
                break;
            }
            let Some(follows) = space_from(text, next) else {
                (gap_after, after, number_after) = what_follows(text, cues, next);
                break;
            };
            word = Word::at(text, follows);
            let mut cue = None;
            let goes_on = match word.shape {
                Shape::Capital | Shape::Capitals | Shape::Initial => true,
                Shape::Small => {
                    cue.insert(cues.of(word.of(text))).any(Cue::PARTICLE)
                        && space_from(text, word.end)
                            .is_some_and(|then| !matches!(shape_of(&text[then..]), Shape::Small | Shape::Number))
                        && is_name_particle(word.of(text))
                }
                Shape::Number => false,
            };
            let in_hit = follows < hit.end();
            let room = self.tokens.len() - (first as usize) < MOST_TOKENS;
            if !(in_hit || goes_on && room) {
                gap_after = Gap::Space;
                after = cue.unwrap_or_else(|| cues.of(word.of(text)));
                number_after = word.shape == Shape::Number && !is_iso_date(word.of(text));
                break;
            }
        }
        let opens = opens_sentence(text, start);
        let tokens = first..narrow(self.tokens.len());
        let words = &self.tokens[tokens.start as usize..];
        let first_part = narrow(self.parts.len());
        let heading = is_heading(words, opens);
        let chain = Chain {
            span: (narrow(start), narrow(end)),
            tokens: tokens.clone(),
            parts: first_part..first_part,
            opens,
            heading,
            before,
            gap_before,
            after,
            gap_after,
            number_after,
        };
        let by_line = opens && words.len() > 1 && matches!(words[0].span.of(text), "By" | "BY" | "Von" | "Par" | "Por");
        read_parts(words, &chain, by_line, &mut self.parts);
        self.list.push(Chain { parts: first_part..narrow(self.parts.len()), ..chain });
    }

    /// The words of a chain.
    #[must_use]
    pub fn tokens_of(&self, chain: &Chain) -> &[Token] {
        &self.tokens[chain.tokens.start as usize..chain.tokens.end as usize]
    }

    /// The parts of a chain.
    #[must_use]
    pub fn parts_of(&self, chain: &Chain) -> &[Part] {
        &self.parts[chain.parts.start as usize..chain.parts.end as usize]
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).expect("articles are smaller than 4 GiB")
}

/// Particles that stand in names of people and places in small letters; not the articles and conjunctions among them.
fn is_name_particle(word: &str) -> bool {
    !matches!(word, "la" | "le" | "des" | "den" | "do" | "die" | "das" | "las" | "los" | "du" | "al")
        || matches!(word, "al" | "du")
}

fn is_in_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let class = Class::of(c);
    class.is_word() || class.is_mark() || class.is_transparent()
}

/// Whether a byte is a letter or a digit of ASCII.
const IN_ASCII_WORD: [bool; 256] = {
    let mut in_word = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        in_word[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    in_word
};

/// The end of the word at `start`: letters, and what joins them inside.
fn token_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let most = (start + LONGEST_TOKEN).min(text.len());
    let mut at = start;
    loop {
        at = plain_end(&bytes[..most], at);
        if at >= most {
            break;
        }
        let byte = bytes[at];
        if byte < 0x80 {
            let joins = matches!(byte, b'\'' | b'-' | b'.' | b'_')
                && text[at + 1..].chars().next().is_some_and(|c| Class::of(c).is_word());
            if !joins {
                break;
            }
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let then = at + c.len_utf8();
        let joins = (is_apostrophe(c) || is_hyphen(c) && c != '–')
            && text[then..].chars().next().is_some_and(|c| Class::of(c).is_word());
        if !joins && !is_in_word(c) {
            break;
        }
        at = then;
        if at >= most {
            break;
        }
    }
    at
}

/// How a word is written, by its first letters.
fn shape_of(word: &str) -> Shape {
    let bytes = word.as_bytes();
    let Some(&first) = bytes.first() else { return Shape::Small };
    if !first.is_ascii_uppercase() {
        return match first {
            b'0'..=b'9' => Shape::Number,
            ..0x80 => Shape::Small,
            _ => shape_by_class(word),
        };
    }
    match bytes.get(1) {
        Some(b'a'..=b'z' | b'0'..=b'9' | b'\'' | b'`' | b'-') => Shape::Capital,
        Some(b'A'..=b'Z') => Shape::Capitals,
        None | Some(..0x80) => Shape::Initial,
        Some(_) => shape_by_class(word),
    }
}

fn shape_by_class(word: &str) -> Shape {
    let mut chars = word.chars();
    if !chars.next().is_some_and(|first| Class::of(first).is_upper()) {
        return Shape::Small;
    }
    match chars.next() {
        None | Some('.') => Shape::Initial,
        Some(c) if Class::of(c).is_upper() => Shape::Capitals,
        Some(c) if !is_in_word(c) && !is_apostrophe(c) && !is_hyphen(c) => Shape::Initial,
        Some(_) => Shape::Capital,
    }
}

/// A word of the text before anything is asked of the lists.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    shape: Shape,
}

impl Word {
    fn at(text: &str, start: usize) -> Word {
        let end = token_end(text, start);
        Word { start, end, shape: shape_of(&text[start..end]) }
    }

    fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// A word as one of a chain, and where it ends together with a full stop or a possessive that belongs to it.
fn token_of(text: &str, cues: &Cues, word: Word) -> (Token, usize) {
    let Word { start: at, end: whole, shape } = word;
    let mut end = whole;
    // the possessive is no part of the name
    if matches!(text.as_bytes()[whole - 1], b's' | b'S')
        && let Some((joiner, c)) = text[at..whole - 1].char_indices().next_back()
        && is_apostrophe(c)
        && joiner > 0
    {
        end = at + joiner;
    }
    let mut cue = cues.of(&text[at..end]);
    if cue.is_none()
        && let Some(hyphen) = text.as_bytes()[at..end].iter().position(|&byte| byte == b'-')
        && cues.of(&text[at..at + hyphen]).any(Cue::GIVEN)
    {
        cue = Cue::GIVEN;
    }
    let next = text.as_bytes().get(whole).copied();
    // "US" is not "us", "Mass." not "mass"
    if shape == Shape::Capitals && end - at <= SHORT || next == Some(b'.') && is_abbreviation(cue, end - at) {
        cue = cue.without(Cue::COMMON);
    }
    let token = Token { span: Span::new(at, end), cue, shape };
    if whole > end {
        return (token, whole);
    }
    match next {
        Some(b'.') => {
            let belongs = shape == Shape::Initial
                || cue.any(Cue::TITLE | Cue::SUFFIX | Cue::PLACE_FIRST)
                    && whole - at <= 5
                    && !cue.any(Cue::ORGANIZATION);
            (token, if belongs { whole + 1 } else { whole })
        }
        Some(b'\'' | b'`' | 0x80..) => {
            let joiner = text[whole..].chars().next().filter(|&c| is_apostrophe(c));
            (token, whole + joiner.map_or(0, char::len_utf8))
        }
        _ => (token, whole),
    }
}

fn is_abbreviation(cue: Cue, length: usize) -> bool {
    cue.any(Cue::TITLE | Cue::SUFFIX | Cue::PLACE_FIRST) && length <= 5
}

/// Where the next word begins if white space on one line alone parts it from `at`.
fn space_from(text: &str, at: usize) -> Option<usize> {
    if let [b' ', next @ b'!'..0x80, ..] = text.as_bytes()[at..] {
        return IN_ASCII_WORD[usize::from(next)].then_some(at + 1);
    }
    let mut chars = text[at..].char_indices();
    let (_, first) = chars.next()?;
    if first != ' ' && first != '\u{A0}' && !(first == '\n' && is_wrapped(text, at)) {
        return None;
    }
    for (offset, c) in chars {
        if c == ' ' && offset < 4 {
            continue;
        }
        return is_in_word(c).then_some(at + offset);
    }
    None
}

/// Whether a word is a date as agencies write it in datelines: 1996-12-06.
pub(super) fn is_iso_date(word: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = word.split('-');
    let date = [4, 2, 2].iter().all(|&length| parts.next().is_some_and(|part| digits(part, length)));
    date && parts.next().is_none()
}

/// What stands behind a chain that ends at `at`.
fn what_follows(text: &str, cues: &Cues, at: usize) -> (Gap, Cue, bool) {
    let mut chars = text[at..].char_indices();
    let Some((_, first)) = chars.next() else { return (Gap::Stop, Cue::NONE, false) };
    let gap = match first {
        ',' => Gap::Comma,
        '.' | '!' | '?' | ';' | ':' | '\n' | '\r' | '\t' | '…' => Gap::Stop,
        ')' | '(' | ']' | '[' => Gap::Bracket,
        '/' => Gap::Slash,
        '"' | '”' | '“' | '»' | '«' => Gap::Quote,
        ' ' | '\u{A0}' => match text[at..].trim_start().chars().next() {
            Some('-' | '–' | '—') => Gap::Dash,
            Some('(' | '[') => Gap::Bracket,
            Some(',') => Gap::Comma,
            Some('\'') => Gap::Possessive,
            None | Some('.' | '!' | '?' | ';' | ':') => Gap::Stop,
            Some(_) => Gap::Other,
        },
        '-' | '–' | '—' => Gap::Dash,
        c if is_apostrophe(c) => Gap::Possessive,
        _ => Gap::Other,
    };
    if gap != Gap::Comma {
        return (gap, Cue::NONE, false);
    }
    let rest = at + text[at..].find([',']).map_or(0, |comma| comma + 1);
    let Some(word) = space_from(text, rest) else { return (gap, Cue::NONE, false) };
    let end = token_end(text, word);
    let word = &text[word..end];
    (gap, cues.of(word), word.starts_with(|c: char| c.is_ascii_digit()) && !is_iso_date(word))
}

/// Where the chain of the word at `at` begins, what the lists say of the word before, and what is between.
fn reach_left(text: &str, cues: &Cues, at: usize, floor: usize) -> (usize, Cue, Gap) {
    let mut start = at;
    for _ in 0..=MOST_LEFT {
        let Some(before) = word_before(text, start, floor) else {
            return (start, Cue::NONE, gap_before(text, start));
        };
        let word = &text[before.start()..before.end()];
        let shape = shape_of(word);
        match text.as_bytes()[before.end()] {
            b',' => return (start, cues.of(word), Gap::Comma),
            b'.' => {
                let is_short = || word.len() <= 5 && cues.of(word).any(Cue::TITLE | Cue::PLACE_FIRST);
                if shape == Shape::Small || shape != Shape::Initial && !is_short() {
                    return (start, Cue::NONE, Gap::Stop);
                }
            }
            _ => {}
        }
        if matches!(shape, Shape::Capital | Shape::Capitals | Shape::Initial) {
            start = before.start();
            continue;
        }
        let cue = cues.of(word);
        match shape {
            Shape::Small if cue.any(Cue::PARTICLE) && is_name_particle(word) => {
                let joined = word_before(text, before.start(), floor).filter(|left| {
                    text[left.end()..before.start()].trim().is_empty()
                        && !matches!(shape_of(&text[left.start()..]), Shape::Small | Shape::Number)
                });
                match joined {
                    Some(left) => start = left.start(),
                    None => return (start, cue, Gap::Space),
                }
            }
            _ => return (start, cue, Gap::Space),
        }
    }
    (start, Cue::NONE, Gap::Space)
}

/// The word that white space, or a full stop or comma and white space, parts from `at`.
fn word_before(text: &str, at: usize, floor: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let mut end = at;
    let mut spaces = 0;
    let mut broke = false;
    let mut marked = false;
    let last = loop {
        if spaces > 0 && end > floor && IN_ASCII_WORD[usize::from(bytes[end - 1])] {
            break end - 1;
        }
        let c = text[floor..end].chars().next_back()?;
        let offset = end - c.len_utf8();
        match c {
            ' ' | '\u{A0}' if spaces < 3 && !marked => spaces += 1,
            '\n' if !broke && !marked && is_wrapped(text, offset) => {
                broke = true;
                spaces += 1;
            }
            '\r' => {}
            '.' | ',' if spaces > 0 && !marked => marked = true,
            c if is_in_word(c) && spaces > 0 => break offset,
            _ => return None,
        }
        end = offset;
    };
    let farthest = floor.max(at.saturating_sub(LONGEST_TOKEN));
    let (mut start, mut reached) = (last, last);
    loop {
        while reached > farthest && IN_ASCII_WORD[usize::from(bytes[reached - 1])] {
            reached -= 1;
            start = reached;
        }
        if reached == floor || matches!(bytes[reached - 1], b' ' | b'\n' | b',' | b'(' | b'"') {
            break;
        }
        let Some(c) = text[floor..reached].chars().next_back() else { break };
        let joins = matches!(c, '.') || is_apostrophe(c) || is_hyphen(c) && c != '–';
        let is_of_word = is_in_word(c);
        reached -= c.len_utf8();
        if reached < farthest || !is_of_word && !joins {
            break;
        }
        if is_of_word {
            start = reached;
        }
    }
    Some(Span::new(start, end))
}

fn gap_before(text: &str, at: usize) -> Gap {
    match text[..at].trim_end_matches([' ', '\u{A0}']).chars().next_back() {
        None | Some('.' | '!' | '?' | ';' | ':' | '\n' | '\t' | '…' | '•' | '*') => Gap::Stop,
        Some('(' | ')' | '[' | ']') => Gap::Bracket,
        Some('/') => Gap::Slash,
        Some('"' | '“' | '”' | '«' | '»' | '‘') => Gap::Quote,
        Some('-' | '–' | '—') => Gap::Dash,
        Some(',') => Gap::Comma,
        Some(c) if is_apostrophe(c) => Gap::Quote,
        Some(_) => Gap::Other,
    }
}

/// Whether a capital at `start` may be there for the sentence alone.
fn opens_sentence(text: &str, start: usize) -> bool {
    let mut breaks = 0;
    for (at, c) in text[..start].char_indices().rev() {
        match c {
            ' ' | '\u{A0}' | '\r' => {}
            '"' | '“' | '”' | '«' | '»' | '‘' | '(' | '[' | '*' | '_' | '#' | '>' | '¿' | '¡' => {}
            '\n' if breaks == 0 && is_wrapped(text, at) => breaks = 1,
            '\n' => return true,
            c if is_apostrophe(c) => {}
            '.' | '!' | '?' | ':' | ';' | '…' | '•' | '|' | '\t' | '—' => return true,
            _ => return false,
        }
    }
    true
}

/// A line of fewer bytes ends where its sentence, heading, byline or row ends: wrapped text fills its lines.
const WRAPPED_FROM: usize = 40;

/// Whether the text may go on behind a line end as if it were a space.
fn is_wrapped(text: &str, line_end: usize) -> bool {
    let line = line_end.checked_sub(WRAPPED_FROM).map(|from| &text.as_bytes()[from..line_end]);
    line.is_some_and(|line| !line.contains(&b'\n'))
}

/// How many words a heading has at the least.
const FEWEST_IN_HEADING: usize = 3;

/// Whether capitals say little here: several ordinary words have one, or all letters are capitals.
fn is_heading(words: &[Token], opens: bool) -> bool {
    if words.len() < FEWEST_IN_HEADING {
        return false;
    }
    let inner = if opens { words.get(1..).unwrap_or_default() } else { words };
    let plain = |token: &&Token| {
        token.shape != Shape::Initial
            && token.cue.any(Cue::COMMON)
            && !token.cue.any(
                Cue::TITLE
                    | Cue::ROLE
                    | Cue::ORGANIZATION
                    | Cue::ORGANIZATION_FIRST
                    | Cue::PLACE
                    | Cue::PLACE_FIRST
                    | Cue::GIVEN
                    | Cue::SURNAME
                    | Cue::DIRECTION
                    | Cue::CALENDAR,
            )
    };
    let capitals = words.iter().filter(|token| token.shape == Shape::Capitals && token.span.len() > 3).count();
    words.iter().all(|token| token.shape == Shape::Capitals)
        || inner.iter().filter(plain).count() >= FEWEST_IN_HEADING
        || capitals >= FEWEST_IN_HEADING && capitals * 3 >= words.len() * 2
}

/// Reads a chain: titles part it, and what is left is a person, an organization or a place by its first or last word.
fn read_parts(words: &[Token], chain: &Chain, by_line: bool, parts: &mut Vec<Part>) {
    let mut start = usize::from(by_line);
    // an ordinary word at the opening of a sentence has its capital from there
    while !by_line
        && start + 1 < words.len()
        && (start == 0 && chain.opens || words[start].cue.any(Cue::DETERMINER | Cue::LINK | Cue::PREPOSITION))
        && words[start].cue.any(Cue::COMMON | Cue::CALENDAR)
        && !words[start].cue.any(
            Cue::GIVEN
                | Cue::TITLE
                | Cue::ROLE
                | Cue::PLACE_FIRST
                | Cue::ORGANIZATION_FIRST
                | Cue::DIRECTION
                | Cue::SURNAME,
        )
    {
        start += 1;
    }
    let mut titled =
        by_line || chain.gap_before == Gap::Space && chain.before.any(Cue::ROLE) && !chain.before.any(Cue::PREPOSITION);
    // a word alone is a part behind a title only
    if words.len() == 1 && !titled {
        return;
    }
    while start < words.len() {
        let is_title = |token: &Token| token.cue.any(Cue::TITLE | Cue::ROLE) && token.shape != Shape::Initial;
        let end = words[start..].iter().position(is_title).map_or(words.len(), |length| start + length);
        let rest = &words[start..];
        let closes = |token: &Token| token.cue.any(Cue::ORGANIZATION | Cue::PLACE) && !is_title(token);
        if end == start {
            // "King County" and "Officer Training School" are no people
            let next = rest.get(1..).unwrap_or_default();
            let next_title = next.iter().position(is_title).unwrap_or(next.len());
            let segment = &next[..next_title];
            if segment.last().is_some_and(closes) && !segment.iter().any(|token| token.cue.any(Cue::GIVEN)) {
                push(parts, &rest[..=next_title], read_closed(segment));
                start += 1 + next_title;
                titled = false;
                continue;
            }
            titled = true;
            start += 1;
            continue;
        }
        read_segment(&words[start..end], titled, chain.heading, parts);
        titled = false;
        start = end;
    }
}

fn read_closed(segment: &[Token]) -> Reading {
    let last = segment.last().map_or(Cue::NONE, |token| token.cue);
    if last.any(Cue::ORGANIZATION) { Reading::Organization } else { Reading::Place }
}

fn push(parts: &mut Vec<Part>, words: &[Token], reading: Reading) {
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        let span = Span { start: first.span.start, end: last.span.end };
        let words = u8::try_from(words.len()).unwrap_or(u8::MAX);
        parts.push(Part { span, reading, words, last: last.cue });
    }
}

/// How many words of people's names stand at the head of some words; 0 where no given name or initial opens them.
fn person_words(words: &[Token], titled: bool) -> usize {
    let Some(first) = words.first() else { return 0 };
    let plain = first.cue.any(Cue::COMMON) && !first.cue.any(Cue::GIVEN | Cue::SURNAME);
    if plain {
        return 0;
    }
    let surname_next = words.get(1).is_some_and(|next| next.cue.any(Cue::SURNAME));
    let initial = first.shape == Shape::Initial && (first.span.len() == 1 || surname_next);
    let opens = first.cue.any(Cue::GIVEN) || initial;
    if !opens && !titled {
        return 0;
    }
    let mut count = 1;
    for word in &words[1..] {
        let ends_name = word.cue.any(Cue::COMMON | Cue::CALENDAR | Cue::ORGANIZATION | Cue::PLACE | Cue::PREPOSITION)
            && !word.cue.any(Cue::GIVEN | Cue::SURNAME | Cue::PARTICLE)
            && word.shape != Shape::Initial
            || word.shape == Shape::Capitals && word.span.len() <= SHORTEST_IN_CAPITALS;
        if ends_name || count >= 4 {
            break;
        }
        count += 1;
        if word.cue.any(Cue::SURNAME) && !word.cue.any(Cue::GIVEN) && count >= 2 {
            break;
        }
    }
    count
}

fn read_segment(words: &[Token], titled: bool, heading: bool, parts: &mut Vec<Part>) {
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        if !heading {
            // an organization's or a place's word closes all before it, unless a person's name stands first
            let closes = |token: &Token| token.cue.any(Cue::ORGANIZATION | Cue::PLACE);
            if let Some(last) = rest.iter().rposition(closes)
                && last > 0
                && last + 2 >= rest.len()
            {
                push(parts, &rest[..=last], read_closed(&rest[..=last]));
                at += last + 1;
                continue;
            }
            let opens = rest[0].cue;
            if rest.len() > 1 && at == 0 && opens.any(Cue::PLACE_FIRST | Cue::ORGANIZATION_FIRST) && !titled {
                let reading = if opens.any(Cue::PLACE_FIRST) { Reading::Place } else { Reading::Organization };
                let length = rest.len().min(3);
                push(parts, &rest[..length], reading);
                at += length;
                continue;
            }
        }
        let titled = titled && at == 0;
        let count = person_words(rest, titled);
        let sure = count >= 2 && (!heading || rest[1].cue.any(Cue::SURNAME) || rest[1].cue.is_none());
        if titled && count >= 1 {
            push(parts, &rest[..count], Reading::Titled);
            at += count;
        } else if sure {
            push(parts, &rest[..count], Reading::Person);
            at += count;
        } else {
            at += 1;
        }
    }
}
