//! Short names that an article introduces itself: the family name of a listed person whom it names in full, and the
//! letters that stand in brackets behind an organization's name, or before it.
//!
//! They are hits like those of the lists from there on to the end of the article, and rules judge them as such. An
//! article that introduces none pays nothing but a look at its hits; one that does is searched for each name.

use crate::gazetteer::cues::{Cue, Cues};
use crate::model::{Candidate, CountryCode, Facts, Hit, Hits, Kind, Span};
use crate::text::class::{Class, is_apostrophe, is_hyphen};
use memchr::memmem;
use std::borrow::Cow;
use std::ops::Range;

/// A family name of fewer letters is too often another word.
const SHORTEST_SURNAME: usize = 3;

/// How many short names one article may introduce.
const MOST: usize = 128;

/// Countries whose people are called by the first word of their names.
pub(super) const FAMILY_FIRST: [CountryCode; 7] = [
    CountryCode::of("CHN"),
    CountryCode::of("TWN"),
    CountryCode::of("HKG"),
    CountryCode::of("PRK"),
    CountryCode::of("KOR"),
    CountryCode::of("VNM"),
    CountryCode::of("KHM"),
];

/// A short name, where it holds, and whom it means.
#[derive(Clone, Debug)]
struct Introduced<'t> {
    word: Cow<'t, str>,
    within: Range<usize>,
    of: Candidate,
}

/// A place in the text where a name stands that no list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Again {
    pub(super) span: Span,
    pub(super) of: Candidate,
    /// Whether it is a full name with a wrong letter, and no short one.
    pub(super) misspelt: bool,
}

/// Where the short names stand that the hits of an article introduce, and its misspelt full names: by start, then in the
/// order of their first use. `spaced` says of each hit whether a space stands in it.
pub(super) fn find(
    text: &str,
    hits: &Hits,
    spaced: &[bool],
    misspelt: &[Again],
    facts: &dyn Facts,
    cues: &Cues,
) -> Vec<Again> {
    let mut introduced: Vec<Introduced<'_>> = Vec::new();
    let mut reached = 0;
    for (hit, spaced) in hits.iter().zip(spaced) {
        // what lies in a longer hit introduces nothing
        if hit.span.end <= reached {
            continue;
        }
        reached = hit.span.end;
        if introduced.len() >= MOST {
            break;
        }
        let surface = hit.span.of(text);
        if surface.is_ascii() {
            if !spaced {
                continue;
            }
        } else if !spaced && !surface.contains('\u{A0}') || !surface.chars().any(|c| Class::of(c).is_upper()) {
            // one word, or a script without case
            continue;
        }
        let Some(of) = main_candidate(hit, hits, facts) else { continue };
        let end = hit.span.end();
        let found = match facts.kind(of.entity) {
            Kind::Person => surname(surface, facts.brief(of.entity).country, cues).map(|word| (word, end)),
            Kind::Organization => acronym_behind(text, hit.span).map(|word| (word, end)).or_else(|| {
                let word = acronym_before(text, hit.span)?;
                Some((word, hit.span.start() - word.len() - BRACKET.len()))
            }),
            Kind::Place => None,
        };
        let Some((word, from)) = found else { continue };
        if !introduced.iter().any(|known| known.word == word && known.of.entity == of.entity) {
            introduced.push(Introduced { word: word.into(), within: from..text.len(), of });
        }
    }
    for full in misspelt.iter().take(MOST.saturating_sub(introduced.len())) {
        if let Some(word) = surname(full.span.of(text), facts.brief(full.of.entity).country, cues) {
            introduced.push(Introduced { word: word.into(), within: full.span.end()..text.len(), of: full.of });
        }
    }
    in_headline(text, facts, &mut introduced);
    if introduced.is_empty() { Vec::new() } else { stand(text, &introduced) }
}

/// A longer first line is a paragraph, in bytes.
const LONGEST_HEADLINE: usize = 250;

/// Adds the family names in the headline, which stand there before the full name does, and in capitals too.
fn in_headline<'t>(text: &'t str, facts: &dyn Facts, introduced: &mut Vec<Introduced<'t>>) {
    let Some(end) = memchr::memchr(b'\n', &text.as_bytes()[..text.len().min(LONGEST_HEADLINE)]) else { return };
    let people =
        introduced.iter().filter(|known| facts.kind(known.of.entity) == Kind::Person && known.within.start > end);
    let found: Vec<Introduced<'_>> = people
        .flat_map(|known| {
            let shouted = Introduced { word: known.word.to_uppercase().into(), within: 0..end, of: known.of };
            [Introduced { within: 0..end, ..known.clone() }, shouted]
        })
        .collect();
    introduced.extend(found);
}

/// The candidate of a full name: people before organizations, the better known first.
fn main_candidate(hit: &Hit, hits: &Hits, facts: &dyn Facts) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    for candidate in hits.candidates(hit) {
        if facts.kind(candidate.entity) == Kind::Place || facts.name_use(candidate.name).blocked {
            return None;
        }
        if best.is_none_or(|known| facts.weight(candidate.entity) > facts.weight(known.entity)) {
            best = Some(*candidate);
        }
    }
    best
}

/// The family name in a full name.
fn surname<'t>(surface: &'t str, country: CountryCode, cues: &Cues) -> Option<&'t str> {
    let is_name =
        |word: &str| word.chars().count() >= SHORTEST_SURNAME && word.starts_with(|c| Class::of(c).is_upper());
    if FAMILY_FIRST.contains(&country) {
        let first = surface.split(' ').next()?;
        return (first.len() >= 2).then_some(first);
    }
    let mut words = surface.rsplit(' ');
    let mut last = words.next()?;
    if cues.of(last).any(Cue::SUFFIX) {
        last = words.next()?;
    }
    let end = last.as_ptr() as usize - surface.as_ptr() as usize + last.len();
    let mut start = end - last.len();
    // de Gaulle, von der Leyen
    for word in words {
        let at = word.as_ptr() as usize - surface.as_ptr() as usize;
        if at == 0 || !cues.of(word).any(Cue::PARTICLE) || !word.starts_with(|c| Class::of(c).is_lower()) {
            break;
        }
        start = at;
    }
    let name = &surface[start..end];
    (is_name(last) || last.contains('-') && start > 0).then_some(name)
}

/// What opens the brackets that letters or a name stand in.
const BRACKET: &str = " (";

/// The letters in brackets behind a name whose first letters they are: "World Health Organization (WHO)".
fn acronym_behind(text: &str, span: Span) -> Option<&str> {
    let rest = text[span.end()..].strip_prefix(BRACKET)?;
    let letters = &rest[..rest.find(')').filter(|&end| (2..=8).contains(&end))?];
    are_initials(letters, span.of(text)).then_some(letters)
}

/// The letters before a name in brackets: "WHO (World Health Organization)".
fn acronym_before(text: &str, span: Span) -> Option<&str> {
    let before = text[..span.start()].strip_suffix(BRACKET).filter(|_| text[span.end()..].starts_with(')'))?;
    let length = before.bytes().rev().take_while(u8::is_ascii_uppercase).count();
    let letters = &before[before.len() - length..];
    ((2..=8).contains(&length) && are_initials(letters, span.of(text))).then_some(letters)
}

/// Whether letters are capitals, and first letters of a name's words in their order.
fn are_initials(letters: &str, name: &str) -> bool {
    let mut initials = name.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase());
    letters.chars().all(|letter| letter.is_uppercase() && initials.any(|initial| initial == letter))
}

/// Finds the short names in the text, each by itself: few articles introduce more than a handful.
fn stand(text: &str, introduced: &[Introduced<'_>]) -> Vec<Again> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for known in introduced {
        let word = memmem::Finder::new(known.word.as_bytes());
        // a name may begin inside the one before: An-An-An
        let reach = text.len().min(known.within.end + known.word.len() - 1);
        let mut at = known.within.start;
        while let Some(offset) = word.find(&bytes[at.min(reach)..reach]) {
            let start = at + offset;
            at = start + 1;
            if stands_alone(text, start, start + known.word.len()) {
                let span = Span::new(start, start + known.word.len());
                found.push(Again { span, of: known.of, misspelt: false });
            }
        }
    }
    found
}

/// Whether a short name between two places is no part of a longer word, of an address or of a compound.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    if start > 0 && text.as_bytes()[start - 1].is_ascii_alphanumeric() || !text.is_char_boundary(start) {
        return false;
    }
    let free = |c: Option<char>| c.is_none_or(|c| !Class::of(c).is_word() && !Class::of(c).is_mark() && c != '_');
    let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
    let marked = |c: Option<char>| c.is_some_and(|c| matches!(c, '@' | '#' | '/' | '.'));
    let joined = |c: Option<char>| c.is_some_and(|c| is_hyphen(c) || is_apostrophe(c));
    let small = text.as_bytes()[start].is_ascii_lowercase();
    free(before) && free(after) && !marked(before) && !(joined(before) && small)
}

#[cfg(test)]
mod tests {
    use crate::decide::rules::support::verdicts;
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 2] = [
        (
            "people.csv",
            "id,name,country\nmerkel,Angela Merkel,DEU\nleyen,Ursula von der Leyen,DEU\nxi,Xi Jinping,CHN\nmay,Theresa May,GBR\n",
        ),
        ("organizations.csv", "id,name\nwho,World Health Organization\n"),
    ];

    #[test]
    fn people_named_in_full_are_known_by_their_family_name_from_there_on() {
        for (text, expected) in [
            ("Merkel came. Angela Merkel left, and Merkel spoke.", vec!["Angela Merkel=merkel", "Merkel=merkel"]),
            (
                "Ursula von der Leyen and Von der Leyen; von der Leyen said",
                vec!["Ursula von der Leyen=leyen", "von der Leyen=leyen"],
            ),
            ("Xi Jinping met them. Xi said no.", vec!["Xi Jinping=xi", "Xi=xi"]),
            ("Angela Merkel's husband is Joachim Merkel.", vec!["Angela Merkel=merkel", "-Merkel:in-person"]),
            // the headline before, in capitals too; nothing else before
            ("MERKEL IN PARIS\n\nMerkel? Angela Merkel came.", vec!["MERKEL=merkel", "Angela Merkel=merkel"]),
            ("Merkel in Paris\n\nAngela Merkel came.", vec!["Merkel=merkel", "Angela Merkel=merkel"]),
            ("Theresa May left in May.", vec!["Theresa May=may", "-May:calendar"]),
            ("Theresa May left. Later May said she would stay.", vec!["Theresa May=may", "May=may"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }

    #[test]
    fn letters_in_brackets_hold_for_the_rest_of_the_article() {
        for text in [
            "WHO? The World Health Organization (WHO) and later the WHO.",
            "WHO? The WHO (World Health Organization), the WHO.",
        ] {
            let mut found = verdicts(&LISTS, text, &TagOptions::default());
            found.sort();
            assert_eq!(found, ["WHO=who", "WHO=who", "World Health Organization=who"], "{text}");
        }
        let other = verdicts(&LISTS, "The WTO (World Health Organization) and the WTO.", &TagOptions::default());
        assert_eq!(other, ["World Health Organization=who"]);
    }
}
