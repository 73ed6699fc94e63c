//! Names that are ordinary words: at the start of a sentence, in a heading, in the middle of a sentence.

use crate::decide::{Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::Reason;

/// Doubts hits of one word that is an ordinary word of a language, the more where its capital says nothing.
pub(super) struct Ordinary;

/// The same word where every word of a sentence's start has a capital.
const OPENS: Reason = Reason::SentenceStart;
/// A German noun behind its article: das Essen, die Halle.
const NOUN: Reason = Reason::Noun;
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

    fn apply(&self, scene: &mut Scene<'_>) {
        for hit in 0..scene.hits.len() {
            let words = scene.words(hit);
            if words.is_empty() || !words.iter().all(|word| word.cue.any(Cue::COMMON)) {
                continue;
            }
            // "Mass." is no "mass"
            if scene.surface(hit).ends_with('.') {
                continue;
            }
            let several = words.len() > 1;
            let heading = scene.chain(hit).is_some_and(|chain| chain.heading);
            let opens = scene.opens_sentence(hit);
            if several {
                continue;
            }
            if words[0].cue.any(Cue::DIRECTION) {
                scene.support_all(hit, crate::decide::weights::DIRECTION_WORD, DIRECTION);
                continue;
            }
            scene.support_all(hit, crate::decide::weights::COMMON_WORD, self.reason());
            let nouns = scene.nouns_have_capitals;
            let behind_article = nouns && scene.chain(hit).is_some_and(|chain| chain.before.any(Cue::DETERMINER));
            if behind_article {
                scene.support_all(hit, crate::decide::weights::NOUN, NOUN);
            }
            if heading {
                scene.support_all(hit, crate::decide::weights::HEADING, HEADING);
            } else if opens {
                scene.support_all(hit, crate::decide::weights::SENTENCE_START, OPENS);
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
    fn ordinary_words_are_names_where_something_says_so() {
        for (text, expected) in [
            ("Reading is fun.", vec!["-Reading:common-word"]),
            ("He likes Reading books.", vec!["-Reading:common-word"]),
            ("She lives in Reading.", vec!["Reading=reading"]),
            ("Wir haben das Essen und die Suppe.", vec!["-Essen:common-word"]),
            ("Er wohnt in Essen und arbeitet dort.", vec!["Essen=essen"]),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
