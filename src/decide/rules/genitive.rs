//! A name with a German or Scandinavian -s counts in texts of these languages alone: the "Jordans" of an English one
//! are a family.

use crate::decide::{Ranked, Rule, Scene};
use crate::model::{Reason, VariantRule};

/// German, Luxembourgish, Swedish, Danish, Norwegian, by ISO 639-1.
const LANGUAGES: [&str; 7] = ["de", "lb", "sv", "da", "nb", "nn", "no"];

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
        let has_s = |candidate: &Ranked| candidate.variant == Some(VariantRule::GenitiveS);
        // what language the text is in is asked only where it matters
        if !scene.any_candidate(has_s) || is_germanic(scene) {
            return;
        }
        for hit in 0..scene.hits.len() {
            scene.rule_out(hit, self.reason(), has_s);
        }
    }
}

/// Whether a text is in German or a Scandinavian language: as is known of it, or by its small words.
fn is_germanic(scene: &Scene<'_>) -> bool {
    if !scene.language.is_empty() {
        return LANGUAGES.contains(&scene.language);
    }
    let (mut germanic, mut others) = (0, 0);
    for word in scene.text.split(|c: char| !c.is_alphabetic()) {
        germanic += usize::from(GERMANIC.contains(&word));
        others += usize::from(OTHERS.contains(&word));
    }
    germanic > others
}

#[cfg(test)]
mod tests {
    use super::super::support::{verdicts, verdicts_in};
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
        for (language, expected) in
            [("de", "Deutschlands=ger"), ("nb", "Deutschlands=ger"), ("en", "-Deutschlands:genitive")]
        {
            let found = verdicts_in(language, &list, "Deutschlands", &TagOptions::default());
            assert_eq!(found, [expected], "{language}");
        }
    }
}
