//! Parts of capitalised compounds that no list has: Barre in Wilkes-Barre, Marie in Jean-Marie.

use crate::decide::{Rule, Scene};
use crate::model::{Reason, Span};
use crate::text::class::{Class, is_apostrophe, is_hyphen};
use crate::text::fold::fold_name;
use std::collections::HashSet;

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
        let suspects: Vec<usize> = scene.kept().filter(|&hit| joined(hit)).collect();
        if suspects.is_empty() {
            return;
        }
        let starts: HashSet<u32> = scene.kept().map(|hit| scene.hits[hit].span.start).collect();
        let ends: HashSet<u32> = scene.kept().map(|hit| scene.hits[hit].span.end).collect();
        for hit in suspects {
            let span = scene.hits[hit].span;
            if extends_right(scene, span, &starts) || extends_left(scene, span, &ends) {
                scene.drop(hit, self.reason());
            }
        }
    }
}

/// The place behind a joining hyphen or apostrophe at `at`, if a letter or digit follows it.
fn joiner_after(text: &str, at: usize) -> Option<usize> {
    let mut chars = text[at..].chars();
    let joiner = chars.next().filter(|&c| is_hyphen(c) || is_apostrophe(c))?;
    chars.next().is_some_and(|c| Class::of(c).is_word()).then_some(at + joiner.len_utf8())
}

/// The place before a joining hyphen or apostrophe that ends at `at`, if a letter or digit precedes it.
fn joiner_before(text: &str, at: usize) -> Option<usize> {
    let mut chars = text[..at].chars().rev();
    let joiner = chars.next().filter(|&c| is_hyphen(c) || is_apostrophe(c))?;
    chars.next().is_some_and(|c| Class::of(c).is_word() || Class::of(c).is_mark()).then_some(at - joiner.len_utf8())
}

fn in_word(c: char) -> bool {
    Class::of(c).is_word() || Class::of(c).is_mark() || Class::of(c).is_transparent()
}

fn extends_right(scene: &Scene<'_>, span: Span, starts: &HashSet<u32>) -> bool {
    let text = scene.text;
    let mut at = span.end();
    for _ in 0..MOST_PARTS {
        let Some(start) = joiner_after(text, at) else { return false };
        if u32::try_from(start).is_ok_and(|start| starts.contains(&start)) {
            return false;
        }
        let end = text[start..].find(|c| !in_word(c)).map_or(text.len(), |length| start + length);
        let part = &text[start..end];
        let folded = fold_name(part);
        if scene.cues.may_follow_hyphen(&folded) || is_possessive(&text[at..start], &folded) {
            return false;
        }
        if part.chars().next().is_some_and(|c| Class::of(c).is_upper()) {
            return true;
        }
        at = end;
    }
    false
}

fn extends_left(scene: &Scene<'_>, span: Span, ends: &HashSet<u32>) -> bool {
    let text = scene.text;
    let mut at = span.start();
    for _ in 0..MOST_PARTS {
        let Some(end) = joiner_before(text, at) else { return false };
        if u32::try_from(end).is_ok_and(|end| ends.contains(&end)) {
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

/// `'S` behind a name in capitals.
fn is_possessive(joiner: &str, folded: &str) -> bool {
    folded == "s" && joiner.chars().all(is_apostrophe)
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
