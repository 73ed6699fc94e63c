//! A name with a German or Scandinavian -s counts in texts of these languages alone: the "Jordans" of an English one
//! are a family.

use crate::decide::{Rule, Scene};
use crate::model::{Reason, VariantRule};

/// Small words of German, Swedish, Danish and Norwegian that other languages do not have.
const GERMANIC: [&str; 20] = [
    "der", "die", "und", "das", "den", "dem", "von", "mit", "ist", "nicht", "och", "att", "det", "som", "på", "för",
    "og", "af", "til", "ikke",
];

/// Small words of the languages that a text is in otherwise.
const OTHERS: [&str; 16] =
    ["the", "of", "and", "to", "in", "that", "la", "le", "les", "el", "los", "que", "du", "il", "van", "het"];

/// Rules out names with -s in texts of other languages.
pub(super) struct Genitive;

impl Rule for Genitive {
    fn reason(&self) -> Reason {
        Reason::Genitive
    }

    fn about(&self) -> &'static str {
        "a German or Scandinavian -s behind a name counts in texts of these languages alone"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        let has_s = |scene: &Scene<'_>, name| scene.facts.name_use(name).variant == Some(VariantRule::GenitiveS);
        let mut germanic = None;
        for hit in 0..scene.hits.len() {
            let any = scene.candidates(hit).iter().any(|candidate| has_s(scene, candidate.name));
            // what language the text is in is asked once, and only where it matters
            if any && !*germanic.get_or_insert_with(|| is_germanic(scene.text)) {
                scene.rule_out(hit, self.reason(), |scene, candidate| has_s(scene, candidate.name));
            }
        }
    }
}

/// Whether the small words of a text are those of German or a Scandinavian language.
fn is_germanic(text: &str) -> bool {
    let (mut germanic, mut others) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()) {
        germanic += usize::from(GERMANIC.contains(&word));
        others += usize::from(OTHERS.contains(&word));
    }
    germanic > others
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    #[test]
    fn an_s_counts_in_german_and_scandinavian_texts() {
        let list = [("places.csv", "id,name,country,class\nger,Deutschland,DEU,country\njor,Jordan,JOR,country\n")];
        for (text, expected) in [
            ("Die Zukunft Deutschlands und der Einfluss Jordans", &["Deutschlands=ger", "Jordans=jor"][..]),
            ("The end of the Jordans", &["-Jordans:genitive"]),
            ("Deutschlands", &["-Deutschlands:genitive"]),
        ] {
            assert_eq!(verdicts(&list, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
