//! The words right before and behind a name: prepositions, verbs of saying, `who`, articles, numbers.

use crate::decide::chain::Gap;
use crate::decide::{Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{Kind, NameSource, Reason};

/// Reads the neighbours in small letters. Shares of the kinds behind and before them: "in", "near", "at": places 79 to
/// 96 %; "X said" and "X, who": people 63 and 80 %; a number right behind a name: organizations 82 % (measured on
/// agency news).
pub(super) struct Context;

const PREPOSITION: Reason = Reason::Preposition;
/// An ordinary word behind in, near, at: with a capital it is a place there.
const WORD_IN: Reason = Reason::WordAsPlace;
const DETERMINER: Reason = Reason::ArticleBefore;
const SPEECH: Reason = Reason::SpeechVerb;
const WHO: Reason = Reason::WhoAfter;
const NUMBER: Reason = Reason::NumberAfter;
const ROAD: Reason = Reason::NumberJoined;
const SLASH: Reason = Reason::Credit;

impl Rule for Context {
    fn reason(&self) -> Reason {
        Reason::Context
    }

    fn about(&self) -> &'static str {
        "the words right before and behind it say what it is"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        use crate::decide::weights as w;
        for hit in 0..scene.hits.len() {
            let rest = &scene.text[scene.hits[hit].span.end()..];
            if rest.starts_with('-') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
                scene.support_all(hit, w::ROAD_NUMBER, ROAD);
                continue;
            }
            let Some(chain) = scene.chain(hit) else { continue };
            let first = scene.hits[hit].words.0 == 0 && !scene.words(hit).is_empty();
            let last = scene.word_after(hit).is_none() && !scene.words(hit).is_empty();
            let (before, gap_before) = (chain.before, chain.gap_before);
            let (after, gap_after, number) = (chain.after, chain.gap_after, chain.number_after);
            if first && gap_before == Gap::Space && !before.is_none() {
                if before.any(Cue::PREPOSITION) {
                    scene.support(hit, Kind::Place, w::PREPOSITION, PREPOSITION);
                    let word = scene.single(hit).is_some_and(|cue| cue.any(Cue::COMMON) && !cue.any(Cue::CALENDAR));
                    if word && last && before.any(Cue::LOCATIVE) {
                        scene.support(hit, Kind::Place, w::WORD_IN, WORD_IN);
                    }
                    scene.support(hit, Kind::Person, w::PREPOSITION_PERSON, PREPOSITION);
                    scene.support(hit, Kind::Organization, w::PREPOSITION_ORGANIZATION, PREPOSITION);
                } else if before.any(Cue::DETERMINER) {
                    scene.support(hit, Kind::Person, w::DETERMINER_PERSON, DETERMINER);
                }
            }
            if last && gap_after == Gap::Space {
                if number && scene.candidates(hit)[0].source != NameSource::WithPlace {
                    scene.support(hit, Kind::Place, w::NUMBER_AFTER, NUMBER);
                } else if after.any(Cue::SPEECH) {
                    scene.support(hit, Kind::Person, w::SPEECH_PERSON, SPEECH);
                    scene.support(hit, Kind::Place, w::SPEECH_PLACE, SPEECH);
                }
            }
            if last && gap_after == Gap::Comma && after.any(Cue::RELATIVE) {
                scene.support(hit, Kind::Person, w::WHO_PERSON, WHO);
                scene.support(hit, Kind::Place, w::WHO_PLACE, WHO);
            }
            if last && gap_after == Gap::Slash || first && gap_before == Gap::Slash {
                scene.support(hit, Kind::Place, w::CREDIT, SLASH);
            }
        }
    }
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
    fn neighbours_in_small_letters_speak() {
        for (text, expected) in [
            ("a crash on Laurel-24 today", vec!["-Laurel:number-joined"]),
            ("flooding near Laurel today", vec!["Laurel=laurel"]),
            ("It was Lowell, who had seen it.", vec!["-Lowell:who-after"]),
            ("It was Lowell, which had seen it.", vec!["Lowell=lowell"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
