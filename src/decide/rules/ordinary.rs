//! Names that are ordinary words: at the start of a sentence, in a heading, in the middle of a sentence.

use crate::decide::chain::{Gap, Shape, Token};
use crate::decide::scene::INTRODUCED;
use crate::decide::{Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{Kind, Level, Reason};
use crate::text::class::Class;

/// Doubts hits of one word that is an ordinary word of a language, the more where its capital says nothing; where all
/// nouns have one, also towns behind a determiner.
pub(super) struct Ordinary;

/// The same word where every word of a sentence's start has a capital.
const OPENS: Reason = Reason::SentenceStart;
/// A German noun behind its article: das Essen, die Halle.
pub(super) const NOUN: Reason = Reason::Noun;
/// A point of the compass or a part of a town.
const DIRECTION: Reason = Reason::Direction;
/// The same word in a line of capitals.
const HEADING: Reason = Reason::Heading;

impl Rule for Ordinary {
    fn reason(&self) -> Reason {
        Reason::CommonWord
    }

    fn about(&self) -> &'static str {
        "it is an ordinary word"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[
            (OPENS, "it is an ordinary word that opens a sentence"),
            (NOUN, "it is an ordinary word behind an article, in a language that gives nouns a capital"),
            (DIRECTION, "it is a point of the compass or a part of a town"),
            (HEADING, "it is an ordinary word in a line of capitals"),
        ]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        use crate::decide::weights as w;
        for hit in 0..scene.hits.len() {
            // "Mass." is no "mass"
            if scene.surface(hit).ends_with('.') {
                continue;
            }
            let [word] = scene.words(hit) else { continue };
            let cue = if is_shouted(scene, hit) { scene.cues.of(scene.surface(hit)) } else { word.cue };
            let noun = scene.nouns_have_capitals && is_behind_determiner(scene, hit);
            if !cue.any(Cue::COMMON) {
                if noun && is_town(scene, hit) {
                    scene.support(hit, Kind::Place, w::NOUN, NOUN);
                }
                continue;
            }
            if cue.any(Cue::DIRECTION) {
                scene.support_all(hit, w::DIRECTION_WORD, DIRECTION);
                continue;
            }
            scene.support_all(hit, w::COMMON_WORD, self.reason());
            if noun {
                scene.support_all(hit, w::NOUN, NOUN);
            }
            // whom the body names in full the headline names too
            let introduced = scene.hits[hit].reasons.as_slice().contains(&INTRODUCED);
            if introduced && scene.chain(hit).is_some_and(|chain| chain.heading) {
                continue;
            }
            if scene.chain(hit).is_some_and(|chain| chain.heading) {
                scene.support_all(hit, w::HEADING, HEADING);
            } else if scene.opens_sentence(hit) {
                scene.support_all(hit, w::SENTENCE_START, OPENS);
            }
        }
    }
}

/// Whether a word of a line of capitals is in capitals for the line alone: "NICE MOBILE HOME", but not "US FORCES".
fn is_shouted(scene: &Scene<'_>, hit: usize) -> bool {
    let Some(chain) = scene.chain(hit).filter(|chain| chain.heading) else { return false };
    let capitals = |token: &Token| token.shape == Shape::Capitals;
    let as_word = |name: &str| name.chars().any(|c| Class::of(c).is_lower());
    scene.chains.tokens_of(chain).iter().all(capitals)
        && scene.candidates(hit).iter().all(|candidate| as_word(scene.facts.name(candidate.name).text))
}

/// Whether a German determiner stands right before a hit: das, die, sein, beim. Luxembourgish has most of them.
fn is_behind_determiner(scene: &Scene<'_>, hit: usize) -> bool {
    match scene.word_before(hit) {
        Some(before) => before.cue.any(Cue::GERMAN_DETERMINER),
        None => scene.chain(hit).is_some_and(|chain| {
            chain.gap_before == Gap::Space && chain.before.any(Cue::GERMAN_DETERMINER) && scene.hits[hit].words.0 == 0
        }),
    }
}

/// Whether a hit could be no other place than a town: towns take no article, as countries, rivers and regions may.
fn is_town(scene: &Scene<'_>, hit: usize) -> bool {
    scene.candidates(hit).iter().all(|candidate| candidate.kind == Kind::Place && candidate.level == Level::Town)
}

#[cfg(test)]
mod tests {
    use super::super::support::{verdicts, verdicts_in};
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 1] = [(
        "places.csv",
        "id,name,class,population\nlondon,London,city,8900000\nparis,Paris,city,2100000\nlaurel,Laurel,city,18000\nlowell,Lowell,city,100000\nreading,Reading,city,170000\ndelta,Delta,city,102000\nnice,Nice,city,340000\nessen,Essen,city,580000\nmarch,March,city,22000\nbulgaria,Bulgaria,country,6900000\nvirginia,Virginia,region,8600000\n",
    )];

    #[test]
    fn where_nouns_have_capitals_the_determiner_says_what_is_a_word() {
        let list = [(
            "places.csv",
            "id,name,class,country,population\nessen,Essen,city,DEU,580000\nhalle,Halle,city,DEU,240000\naalen,Aalen,city,DEU,68000\nsingen,Singen,city,DEU,48000\n\
             worms,Worms,city,DEU,83000\nberlin,Berlin,city,DEU,3700000\niran,Iran,country,IRN,80000000\n",
        )];
        for (language, text, expected) in [
            // declared or detected: the words of the text need not show it
            ("de", "Das Essen war kalt.", vec!["-Essen:common-word"]),
            ("de", "Sie lobten sein Essen.", vec!["-Essen:common-word"]),
            ("de", "Nach dem Essen gingen sie.", vec!["-Essen:common-word"]),
            ("de", "Kein gutes Essen.", vec!["-Essen:common-word"]),
            ("de", "Die Halle ist voll.", vec!["-Halle:common-word"]),
            // in no list of ordinary words
            ("de", "Das Aalen ist schön.", vec!["-Aalen:noun"]),
            ("de", "Vor dem Aalen kommt Arbeit.", vec!["-Aalen:noun"]),
            ("de", "Er wohnt in Aalen.", vec!["Aalen=aalen"]),
            ("de", "Er reist in den Iran.", vec!["Iran=iran"]),
            // determiners of other languages are German words too
            ("de", "Sie dachten an Aalen.", vec!["Aalen=aalen"]),
            // what the same word is elsewhere is no answer
            ("de", "In Halle sang er in der Halle.", vec!["Halle=halle", "-Halle:common-word"]),
            ("de", "In Halle und in Essen.", vec!["Halle=halle", "Essen=essen"]),
            ("de", "Er zog nach Essen.", vec!["Essen=essen"]),
            ("de", "Züge aus Aalen, Berlin und Essen.", vec!["Aalen=aalen", "Berlin=berlin", "Essen=essen"]),
            // capitals beside it say nothing there
            ("de", "Gestern hat Berlin Häuser gekauft.", vec!["Berlin=berlin"]),
            ("lb", "Gëschter huet Berlin Haiser kaaft.", vec!["Berlin=berlin"]),
            // where they do, an unknown one makes another name
            ("en", "Then the Berlin Haiser opened.", vec!["-Berlin:unknown-after"]),
            ("", "Then the Berlin Haiser opened.", vec!["-Berlin:unknown-after"]),
            // not known: the text shows it
            ("", "Er mag das Essen und die Stadt.", vec!["-Essen:common-word"]),
        ] {
            assert_eq!(verdicts_in(language, &list, text, &TagOptions::default()), expected, "{language}: {text}");
        }
    }

    #[test]
    fn ordinary_words_are_names_where_something_says_so() {
        for (text, expected) in [
            ("Reading is fun.", vec!["-Reading:common-word"]),
            ("He likes Reading books.", vec!["-Reading:common-word"]),
            ("She lives in Reading.", vec!["Reading=reading"]),
            ("IN THE NICE MOBILE HOME", vec!["-NICE:common-word"]),
            ("Wir haben das Essen und die Suppe.", vec!["-Essen:common-word"]),
            ("Er wohnt in Essen und arbeitet dort.", vec!["Essen=essen"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
