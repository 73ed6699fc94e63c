//! Capitalised words right before and behind a hit that no reading explains.

use crate::decide::chain::Shape;
use crate::decide::{Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{Kind, NameSource, Reason};

/// Doubts hits that another capitalised word touches: names of several words are mostly names that no list has.
pub(super) struct Neighbours;

/// Up to how many letters a word in capitals behind a name is a code of its region, not the rest of the name.
const LONGEST_CODE: usize = 3;

/// Up to how many letters a word that opens a sentence is taken for a preposition or an article.
const LONGEST_SMALL_WORD: usize = 2;

const BEFORE_UNKNOWN: Reason = Reason::UnknownBefore;
const BEFORE_KNOWN: Reason = Reason::NameBefore;
const DIRECTION: Reason = Reason::DirectionBefore;
const AFTER_UNKNOWN: Reason = Reason::UnknownAfter;
const AFTER_KNOWN: Reason = Reason::NameAfter;
const AFTER_COMMON: Reason = Reason::NounAfter;
/// Vietnam War, Stockholm Open: of 26 listed places before the word of an event, a law or an accord 1 was annotated.
const AFTER_EVENT: Reason = Reason::EventAfter;

impl Rule for Neighbours {
    fn reason(&self) -> Reason {
        Reason::Neighbours
    }

    fn about(&self) -> &'static str {
        "a capitalised word that is in no list stands beside it"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[
            (BEFORE_UNKNOWN, "a capitalised word that is in no list stands before it"),
            (BEFORE_KNOWN, "a name of people stands before it"),
            (DIRECTION, "North, South, Greater or the like stands before it"),
            (AFTER_UNKNOWN, "a capitalised word that is in no list stands behind it"),
            (AFTER_KNOWN, "a name of people stands behind it"),
            (AFTER_COMMON, "a capitalised ordinary word stands behind it"),
            (AFTER_EVENT, "the word of an event, a law or a treaty stands behind it"),
        ]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        use crate::decide::weights as w;
        if scene.nouns_have_capitals {
            return;
        }
        for hit in 0..scene.hits.len() {
            let code = scene.candidates(hit)[0].source == NameSource::WithPlace;
            if code || scene.hits[hit].covered || scene.part(hit).is_some() {
                continue;
            }
            if scene.word_after(hit).is_some_and(|after| after.cue.any(Cue::EVENT)) {
                scene.support(hit, Kind::Place, w::EVENT_AFTER, AFTER_EVENT);
                continue;
            }
            if scene.chain(hit).is_none_or(|chain| chain.heading) {
                continue;
            }
            let opens = scene.opens_sentence_before(hit);
            if let Some(before) = scene.word_before(hit) {
                let cue = before.cue;
                if cue.any(Cue::DIRECTION) {
                    scene.support(hit, Kind::Place, w::DIRECTION_BEFORE, DIRECTION);
                } else if cue.any(Cue::TITLE | Cue::ROLE)
                    || cue.any(Cue::COMMON) && (opens || !cue.any(Cue::GIVEN))
                    || opens && cue.is_none() && is_beyond_word_lists(before.span.of(scene.text))
                {
                    // an ordinary word with a capital of the sentence, or a title: nothing follows
                } else if cue.any(Cue::GIVEN | Cue::SURNAME) {
                    scene.support(hit, Kind::Place, w::NAME_BEFORE, BEFORE_KNOWN);
                    scene.support(hit, Kind::Organization, w::NAME_BEFORE_OTHER, BEFORE_KNOWN);
                    scene.support(hit, Kind::Person, w::NAME_BEFORE_OTHER, BEFORE_KNOWN);
                } else {
                    scene.support(hit, Kind::Place, w::UNKNOWN_BEFORE, BEFORE_UNKNOWN);
                    scene.support(hit, Kind::Organization, w::UNKNOWN_BEFORE_OTHER, BEFORE_UNKNOWN);
                    scene.support(hit, Kind::Person, w::UNKNOWN_BEFORE_OTHER, BEFORE_UNKNOWN);
                }
            }
            if let Some(after) = scene.word_after(hit) {
                let cue = after.cue;
                let code = after.shape == Shape::Capitals && after.span.len() <= LONGEST_CODE;
                if code || cue.any(Cue::TITLE | Cue::ROLE | Cue::CALENDAR) {
                    // "Paris TX", "Baghdad Mayor", "London May 3": the name ends there
                } else if cue.any(Cue::GIVEN | Cue::SURNAME) {
                    scene.support(hit, Kind::Place, w::NAME_AFTER, AFTER_KNOWN);
                } else if cue.any(Cue::COMMON) {
                    scene.support(hit, Kind::Place, w::NOUN_AFTER, AFTER_COMMON);
                } else {
                    scene.support(hit, Kind::Place, w::UNKNOWN_AFTER, AFTER_UNKNOWN);
                    scene.support(hit, Kind::Person, w::UNKNOWN_AFTER_OTHER, AFTER_UNKNOWN);
                    scene.support(hit, Kind::Organization, w::UNKNOWN_AFTER_OTHER, AFTER_UNKNOWN);
                }
            }
        }
    }
}

/// Whether a word that is in no list may be an ordinary one all the same: the lists are of languages in Latin letters, and
/// small words of others (Il Cairo, Na Ukrainie) are in none.
fn is_beyond_word_lists(word: &str) -> bool {
    word.chars().count() <= LONGEST_SMALL_WORD || word.starts_with(|c: char| c >= '\u{250}')
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 1] = [(
        "places.csv",
        "id,name,class,population\nlondon,London,city,8900000\nparis,Paris,city,2100000\nlaurel,Laurel,city,18000\nlowell,Lowell,city,100000\nreading,Reading,city,170000\ndelta,Delta,city,102000\nessen,Essen,city,580000\nmarch,March,city,22000\nbulgaria,Bulgaria,country,6900000\nvirginia,Virginia,region,8600000\n",
    )];

    #[test]
    fn unknown_capitals_beside_a_name_make_another_name() {
        for (text, expected) in [
            ("They saw Xyzzy Lowell today.", vec!["-Lowell:unknown-before"]),
            ("The Lowell Xyzzy opened.", vec!["-Lowell:unknown-after"]),
            ("Yesterday London fell silent.", vec!["London=london"]),
            ("Il London e Paris.", vec!["London=london", "Paris=paris"]),
            ("She won the London Marathon in Paris.", vec!["-London:event-after", "Paris=paris"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
