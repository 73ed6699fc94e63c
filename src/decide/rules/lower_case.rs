//! Words that the same article writes with a small letter: they are words there, not names.

use crate::decide::{Ranked, Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{Kind, Reason};
use crate::text::class::Class;
use memchr::memmem;

/// Doubts one-word hits whose word stands in small letters in the article too. The text is asked once for each such
/// word, and for no more than a handful of words: those of which anything is in doubt.
pub(super) struct LowerCase;

/// For how many words one article is asked.
const MOST: usize = 16;

/// Names better known than this, in powers of ten, are not asked for.
const KNOWN: f32 = 6.0;

impl Rule for LowerCase {
    fn reason(&self) -> Reason {
        Reason::LowerCaseElsewhere
    }

    fn about(&self) -> &'static str {
        "the article writes the same word with a small letter"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        let mut asked: Vec<(&str, bool)> = Vec::new();
        for hit in 0..scene.hits.len() {
            let Some(cue) = scene.single(hit) else { continue };
            if !scene.stands(hit) || scene.part(hit).is_some() {
                continue;
            }
            let doubtful = cue.any(Cue::COMMON) || scene.opens_sentence(hit);
            let known = |c: &Ranked| c.embedded || c.score > KNOWN;
            if !doubtful && scene.candidates(hit).iter().any(known) || !scene.surface(hit).is_ascii() {
                continue;
            }
            // a list that asks for any case means the small letters too
            if scene.candidates(hit).iter().any(|candidate| candidate.any_case) {
                continue;
            }
            let word = scene.surface(hit);
            let found = match asked.iter().find(|(known, _)| *known == word) {
                Some(&(_, found)) => found,
                None if asked.len() < MOST => {
                    let found = stands_small(scene.text, word);
                    asked.push((word, found));
                    found
                }
                None => continue,
            };
            if found {
                for kind in Kind::ALL {
                    scene.support(hit, kind, crate::decide::weights::LOWER_CASE, self.reason());
                }
            }
        }
    }
}

/// Whether a word stands in a text with small letters alone, between edges.
fn stands_small(text: &str, word: &str) -> bool {
    let small = word.to_ascii_lowercase();
    let free =
        |c: Option<char>| c.is_none_or(|c| !Class::of(c).is_word() && c != '-' && c != '/' && c != '@' && c != '.');
    memmem::find_iter(text.as_bytes(), small.as_bytes()).take(64).any(|at| {
        let after = text[at + small.len()..].chars().next().filter(|&c| c != '.');
        free(text[..at].chars().next_back()) && free(after)
    })
}

#[cfg(test)]
mod tests {
    use super::stands_small;

    #[test]
    fn only_whole_words_in_small_letters() {
        for (text, expected) in
            [("the split was deep", true), ("it split.", true), ("splitting, Split, www.split.hr", false), ("", false)]
        {
            assert_eq!(stands_small(text, "Split"), expected, "{text}");
        }
    }
}
