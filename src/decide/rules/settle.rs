//! Whether a hit is a mention and of which kind: what the evidence of all rules before comes to.

use crate::decide::weights as w;
use crate::decide::{Ranked, Rule, Scene};
use crate::model::{Kind, Level, NameSource, Reason};

/// Drops hits for which no kind is likelier than not; rules out the kinds that are less likely than the best.
pub(super) struct Settle;

/// The reason of a hit whose name other kinds have too.
const KIND: Reason = Reason::Kind;
/// The reason of a hit that stays because the list or the run says so.
const KEPT: Reason = Reason::KeptByList;

impl Rule for Settle {
    fn reason(&self) -> Reason {
        Reason::Unlikely
    }

    fn about(&self) -> &'static str {
        "what speaks against it outweighs what speaks for it"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[
            (KIND, "the words around it speak for this kind among those that have the name"),
            (KEPT, "the list, or the run, asks that it be kept"),
        ]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        for hit in 0..scene.hits.len() {
            if !scene.stands(hit) {
                continue;
            }
            let mut totals = [f32::NEG_INFINITY; 3];
            for candidate in scene.candidates(hit).iter().filter(|candidate| !candidate.out) {
                let base = base(candidate, scene.hits[hit].has_space);
                let total = &mut totals[candidate.kind as usize];
                *total = total.max(base);
            }
            let mut best = Kind::Person;
            for kind in Kind::ALL {
                totals[kind as usize] += scene.hits[hit].evidence[kind as usize];
                if totals[kind as usize] > totals[best as usize] {
                    best = kind;
                }
            }
            let total = totals[best as usize];
            if scene.candidates(hit).len() > 1 {
                if totals.iter().filter(|total| total.is_finite()).count() > 1 {
                    scene.rule_out(hit, KIND, |candidate| candidate.kind != best);
                }
                let standing = scene.candidates(hit).iter().enumerate().filter(|(_, candidate)| !candidate.out);
                if let Some((index, _)) = standing.max_by(|(_, a), (_, b)| a.score.total_cmp(&b.score)) {
                    scene.choose(hit, index);
                }
            }
            scene.hits[hit].confidence = 1.0 / (1.0 + (-total).exp());
            if total < w::THRESHOLD {
                let insists = scene.candidates(hit).iter().any(|candidate| candidate.insists);
                if (insists || scene.options.keep_all) && !scene.is_left_out(KEPT) {
                    scene.hits[hit].confidence = scene.hits[hit].confidence.max(w::INSISTED);
                    scene.hits[hit].reasons.push_last(KEPT);
                    continue;
                }
                let reason = scene.doubt(hit).unwrap_or(self.reason());
                scene.drop(hit, reason);
            }
        }
    }
}

/// What speaks for a candidate before any context: how well known it is, how many words its name has, whose list it is.
fn base(candidate: &Ranked, has_space: bool) -> f32 {
    let known = w::KNOWN * (candidate.score.clamp(w::LEAST_KNOWN, w::MOST_KNOWN) - 5.0);
    let mut base = match candidate.kind {
        Kind::Place => w::PLACE + known + if candidate.source == NameSource::Demonym { w::DEMONYM } else { 0.0 },
        Kind::Person => w::PERSON,
        Kind::Organization => w::ORGANIZATION,
    };
    if has_space {
        base += w::SEVERAL_WORDS;
    }
    if candidate.embedded {
        base += w::EMBEDDED;
    }

    if candidate.level >= Level::Region {
        base += w::LARGE;
    }
    if candidate.source == NameSource::Alias {
        base += w::ALIAS;
    }
    base
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::decide::DecideOptions;
    use crate::tagger::{TagOptions, Tagger};

    const LISTS: [(&str, &str); 3] = [
        (
            "places.csv",
            "id,name,case,class,population\nw,Washington,,city,700000\nsplit,Split,,city,160000\nmobile,Mobile,exact,city,190000\n",
        ),
        ("people.csv", "id,name,aliases\ngw,George Washington,Washington\n"),
        ("organizations.csv", "id,name\namazon,Amazon\n"),
    ];

    #[test]
    fn the_words_around_a_name_say_which_kind_it_is() {
        for (text, expected) in [
            ("They live in Washington.", vec!["Washington=w"]),
            ("President Washington left.", vec!["Washington=gw"]),
            (
                "Then George Washington came. Washington said no.",
                vec!["George Washington=gw", "-Washington:longest", "Washington=gw"],
            ),
        ] {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }

    #[test]
    fn lists_and_runs_can_insist() {
        let text = "Split decisions. Mobile phones.";
        assert_eq!(
            verdicts(&LISTS, text, &TagOptions::default()),
            ["-Split:common-word", "Mobile=mobile"],
            "case = exact keeps a row's names"
        );
        let options =
            TagOptions { decide: DecideOptions { keep_all: true, ..Default::default() }, ..Default::default() };
        assert_eq!(verdicts(&LISTS, text, &options), ["Split=split", "Mobile=mobile"]);
        let lists = LISTS
            .iter()
            .fold(crate::gazetteer::Lists::new(), |all, (name, list)| all.add_bytes(name, list.as_bytes().to_vec()));
        let tagger = Tagger::with_options(lists.load(crate::gazetteer::BadRows::Refuse).unwrap().0, options);
        assert!(tagger.tag(text).iter().all(|mention| mention.confidence < 0.5), "at a lowered confidence");
    }

    #[test]
    fn a_rule_can_be_left_out() {
        let options = TagOptions {
            decide: DecideOptions { without: vec!["common-word"], ..Default::default() },
            ..Default::default()
        };
        assert_eq!(verdicts(&LISTS, "Split decisions.", &options), ["Split=split"]);
    }
}
