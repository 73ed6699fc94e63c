//! A full name with one wrong letter is a little less sure than the one that is listed.

use crate::decide::{Rule, Scene, Verdict};
use crate::model::Reason;

/// Lowers the confidence of misspelt names: where the scene found them, strong evidence stood beside them. Left out
/// ([`DecideOptions::without`](crate::decide::DecideOptions::without)), none is looked for.
pub(super) struct Misspelling;

/// How sure a misspelt name is beside a listed one. No gold text has enough of them to measure it.
const MISSPELT: f32 = 0.9;

impl Rule for Misspelling {
    fn reason(&self) -> Reason {
        crate::decide::scene::MISSPELLING
    }

    fn about(&self) -> &'static str {
        "it is the full name of a listed person but for one letter, behind a title or with the rest of the name"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        for hit in &mut scene.hits {
            if hit.verdict == Verdict::Kept && hit.reasons.as_slice().contains(&self.reason()) {
                hit.confidence *= MISSPELT;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::decide::DecideOptions;
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 2] = [
        (
            "people.csv",
            "id,name,aliases,country\nputin,Vladimir Putin,Putin,RUS\nsisi,Abdel Fattah el-Sisi,,EGY\nmerkel,Angela Merkel,,DEU\n\
             netanyahu,Benjamin Netanyahu,,ISR\nleyen,Ursula von der Leyen,,DEU\nerdogan,Recep Tayyip Erdogan,Erdogan,TUR\n\
             kim,Kim Jong-un,,PRK\nlee,Bruce Lee,,USA\nmarten,Jan Marten Visser,,NLD\nmartin,Jan Martin Visser,,NLD\n",
        ),
        ("places.csv", "id,name\nangola,Angola\n"),
    ];

    fn found(text: &str) -> Vec<String> {
        verdicts(&LISTS, text, &TagOptions::default())
    }

    #[test]
    fn one_wrong_letter_beside_strong_evidence() {
        for (text, expected) in [
            // the rest of the name
            ("Then Abdel Fattah el-Siss came.", vec!["Abdel Fattah el-Siss=sisi"]),
            ("Then Abdel Fatah el-Sisi came.", vec![]),
            ("Then Ursula von der Leyn came.", vec!["Ursula von der Leyn=leyen"]),
            ("Then Recep Tayip Erdogan came.", vec!["Recep Tayip Erdogan=erdogan", "-Erdogan:longest"]),
            ("Vladmir Putin's speech", vec!["Vladmir Putin=putin", "-Putin:longest"]),
            // a title
            ("said President Vladmir Putin.", vec!["Vladmir Putin=putin", "-Putin:longest"]),
            ("the prime minister Benjamin Netanyau", vec!["Benjamin Netanyau=netanyahu"]),
            ("Chancellor Angela Merkl.", vec!["Angela Merkl=merkel"]),
            ("Chancellor Angela Mekrel.", vec!["Angela Mekrel=merkel"]),
            ("Chancellor Angela Merkeil.", vec!["Angela Merkeil=merkel"]),
            ("Chancellor Angela Merdel.", vec!["Angela Merdel=merkel"]),
            // two letters
            ("Chancellor Angela Mrekl.", vec![]),
            ("Chancellor Angela Merrkell.", vec![]),
            // a given name alone is no evidence
            ("Then Angela Merkl came.", vec![]),
            // the family name later
            (
                "President Abdel Fattah el-Siss left. Later el-Siss spoke.",
                vec!["Abdel Fattah el-Siss=sisi", "el-Siss=sisi"],
            ),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn words_that_are_names_or_words_are_no_misspellings() {
        for (text, expected) in [
            // a given name, a word, a plural, a listed name
            ("Chancellor Angelo Merkel.", vec![]),
            ("Chancellor Angola Merkel.", vec!["-Angola:in-person"]),
            ("the Benjamin Netanyahus of this world, minister Benjamin Netanyahus", vec![]),
            // short names, names of syllables
            ("President Bruce Leo, President Bruce Lie", vec![]),
            ("President Kim Jong-um", vec![]),
            // whom, of two?
            ("Minister Jan Martn Visser", vec![]),
            // not in small letters
            ("the president vladmir Putin", vec!["Putin=putin"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn it_is_a_reason_and_can_be_left_out() {
        let text = "President Abdel Fattah el-Siss";
        let lists = LISTS
            .iter()
            .fold(crate::gazetteer::Lists::new(), |all, (name, list)| all.add_bytes(name, list.as_bytes().to_vec()));
        let tagger = crate::Tagger::new(lists.load(crate::gazetteer::BadRows::Refuse).unwrap().0);
        let mentions = tagger.tag(text);
        assert!(mentions[0].reasons.to_string().contains("misspelling"), "{}", mentions[0].reasons);
        assert!(mentions[0].confidence < 0.9, "{}", mentions[0].confidence);
        let options = TagOptions {
            decide: DecideOptions { without: vec!["misspelling"], ..Default::default() },
            ..Default::default()
        };
        assert!(verdicts(&LISTS, text, &options).is_empty());
    }
}
