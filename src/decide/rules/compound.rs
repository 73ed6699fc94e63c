//! Parts of capitalised compounds that no list has: Barre in Wilkes-Barre, Marie in Jean-Marie.

use crate::decide::{Rule, Scene, Verdict};
use crate::model::{Reason, Span};
use crate::text::class::{Class, is_apostrophe, is_hyphen};
use crate::text::fold::fold_name;
use std::cell::OnceCell;

/// How many parts of a compound are looked at on either side.
const MOST_PARTS: usize = 4;

/// Drops a hit that a hyphen or an apostrophe joins to another capitalised part, unless that part is an elision, a
/// suffix, a known modifier or a hit itself.
pub(super) struct Compound;

impl Rule for Compound {
    fn reason(&self) -> Reason {
        Reason::Compound
    }

    fn about(&self) -> &'static str {
        "it is part of a capitalised compound that no list has"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        let joined = |hit: usize| {
            joiner_before(scene.text, scene.hits[hit].span.start()).is_some()
                || joiner_after(scene.text, scene.hits[hit].span.end()).is_some()
        };
        let ends = OnceCell::new();
        let is_part = |hit: &usize| {
            let span = scene.hits[*hit].span;
            joined(*hit) && (extends_right(scene, span) || extends_left(scene, span, &ends))
        };
        let parts: Vec<usize> = scene.kept().filter(is_part).collect();
        parts.into_iter().for_each(|hit| scene.drop(hit, self.reason()));
    }
}

/// Whether a hit that stands begins at a place. Hits come by start.
fn begins_hit(scene: &Scene<'_>, start: usize) -> bool {
    let first = scene.hits.partition_point(|hit| hit.span.start() < start);
    let mut there = scene.hits[first..].iter().take_while(|hit| hit.span.start() == start);
    there.any(|hit| hit.verdict == Verdict::Kept)
}

/// Where hits end that stand, in order.
fn ends_of(scene: &Scene<'_>) -> Vec<usize> {
    let mut ends: Vec<usize> = scene.kept().map(|hit| scene.hits[hit].span.end()).collect();
    ends.sort_unstable();
    ends
}

/// Whether a byte may be the first or the last of a joiner, or of one behind it.
const fn may_join(byte: u8) -> bool {
    matches!(byte, b'-' | b'\'' | b'`' | 0x80..)
}

/// The place behind a joining hyphen or apostrophe at `at`, if a letter or digit follows it.
fn joiner_after(text: &str, at: usize) -> Option<usize> {
    text.as_bytes().get(at).filter(|&&byte| may_join(byte))?;
    let mut chars = text[at..].chars();
    let joiner = chars.next().filter(|&c| is_hyphen(c) || is_apostrophe(c))?;
    chars.next().is_some_and(|c| Class::of(c).is_word()).then_some(at + joiner.len_utf8())
}

/// The place before a joining hyphen or apostrophe that ends at `at`, if a letter or digit precedes it.
fn joiner_before(text: &str, at: usize) -> Option<usize> {
    text.as_bytes()[..at].last().filter(|&&byte| may_join(byte))?;
    let mut chars = text[..at].chars().rev();
    let joiner = chars.next().filter(|&c| is_hyphen(c) || is_apostrophe(c))?;
    chars.next().is_some_and(|c| Class::of(c).is_word() || Class::of(c).is_mark()).then_some(at - joiner.len_utf8())
}

fn in_word(c: char) -> bool {
    Class::of(c).is_word() || Class::of(c).is_mark() || Class::of(c).is_transparent()
}

fn extends_right(scene: &Scene<'_>, span: Span) -> bool {
    let text = scene.text;
    let mut at = span.end();
    for _ in 0..MOST_PARTS {
        let Some(start) = joiner_after(text, at) else { return false };
        if begins_hit(scene, start) {
            return false;
        }
        let end = text[start..].find(|c| !in_word(c)).map_or(text.len(), |length| start + length);
        let part = &text[start..end];
        if is_possessive(&text[at..start], part) || scene.cues.may_follow_hyphen(&fold_name(part)) {
            return false;
        }
        if part.chars().next().is_some_and(|c| Class::of(c).is_upper()) {
            return true;
        }
        at = end;
    }
    false
}

fn extends_left(scene: &Scene<'_>, span: Span, ends: &OnceCell<Vec<usize>>) -> bool {
    let text = scene.text;
    let mut at = span.start();
    for _ in 0..MOST_PARTS {
        let Some(end) = joiner_before(text, at) else { return false };
        if ends.get_or_init(|| ends_of(scene)).binary_search(&end).is_ok() {
            return false;
        }
        let start = text[..end].char_indices().rev().take_while(|&(_, c)| in_word(c)).last().map_or(end, |(at, _)| at);
        let part = &text[start..end];
        let folded = fold_name(part);
        // "R-Ohio", "D-N.Y.": the party of a member of a parliament
        if part.len() == 1 && !text[end..at].chars().all(is_apostrophe) {
            return false;
        }
        let apostrophe = text[end..at].chars().all(is_apostrophe);
        if scene.cues.may_precede_hyphen(&folded) || apostrophe && scene.cues.is_elision(&folded) {
            return false;
        }
        if part.chars().next().is_some_and(|c| Class::of(c).is_upper()) {
            return true;
        }
        at = start;
    }
    false
}

/// `'s` behind a name, `'S` behind one in capitals.
fn is_possessive(joiner: &str, part: &str) -> bool {
    let is_s = matches!(part, "s" | "S") || !part.is_ascii() && fold_name(part) == "s";
    is_s && joiner.chars().all(is_apostrophe)
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    #[test]
    fn parts_of_unlisted_compounds_are_dropped() {
        let list = "id,name,demonyms\nbarre,Barre,\nmarie,Marie,\niraq,Iraq,Iraqi\nsyria,Syria,Syrian\n\
                    avon,Avon,\nstratford,Stratford,\nputin,Putin,\n";
        for (text, expected) in [
            ("in Wilkes-Barre today", vec!["-Barre:compound"]),
            ("Jean-Marie", vec!["-Marie:compound"]),
            ("the Iraqi-Syrian border", vec!["Iraqi=iraq", "Syrian=syria"]),
            ("Iraq-style", vec!["Iraq=iraq"]),
            ("anti-Putin, Anti-Putin", vec!["Putin=putin", "Putin=putin"]),
            ("d'Iraq, l’Iraq, D'Iraq", vec!["Iraq=iraq", "Iraq=iraq", "Iraq=iraq"]),
            ("Putin's and PUTIN'S", vec!["Putin=putin", "PUTIN=putin"]),
            ("Stratford-upon-Avon", vec!["Stratford=stratford", "Avon=avon"]),
            ("Henley-upon-Avon", vec!["-Avon:compound"]),
            ("Iraq-", vec!["Iraq=iraq"]),
            ("Iraq-2", vec!["-Iraq:number-joined"]),
        ] {
            let found = verdicts(&[("places.csv", list)], text, &TagOptions::default());
            // a chain through a lower-case part still ends in another hit: Stratford-upon-Avon
            assert_eq!(found, expected, "{text}");
        }
    }
}
