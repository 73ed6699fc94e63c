//! The rules, in the order in which they run.

mod blocked;
mod calendar;
mod comma;
mod compound;
mod context;
mod dateline;
mod demonym;
mod elsewhere;
mod focus;
mod genitive;
mod leading_the;
mod longest;
mod lower_case;
mod misspelling;
mod neighbours;
mod one_sense;
mod ordinary;
mod person_word;
mod place_list;
mod prior;
mod repeat;
mod score_line;
mod settle;
mod siblings;
mod unlisted;
mod variant;
mod with_place;

use super::Rule;
use crate::model::{Reason, VariantRule};

/// All rules in their order. What a name may be comes first, then who is meant, then what overlaps, then labels.
pub static RULES: &[&dyn Rule] = &[
    &blocked::Blocked,
    &with_place::WithPlace,
    &genitive::Genitive,
    &compound::Compound,
    &leading_the::LeadingThe,
    &calendar::Calendar,
    &ordinary::Ordinary,
    &unlisted::Unlisted,
    &neighbours::Neighbours,
    &person_word::PersonWord,
    &context::Context,
    &comma::Comma,
    &dateline::Dateline,
    &place_list::PlaceList,
    &score_line::ScoreLine,
    &lower_case::LowerCase,
    &elsewhere::Elsewhere,
    &settle::Settle,
    &longest::Longest,
    &one_sense::OneSense,
    &siblings::Siblings,
    &focus::Focus,
    &prior::Prior,
    &variant::Variant,
    &misspelling::Misspelling,
    &demonym::Demonym,
    &repeat::Repeat,
];

/// The rule, or the finer reason, of a name.
///
/// # Errors
/// Names those there are.
pub fn by_name(name: &str) -> Result<&'static str, String> {
    let of_rules = || RULES.iter().map(|rule| rule.reason());
    let finer = || RULES.iter().flat_map(|rule| rule.finer()).chain(&OF_SCENE).map(|(reason, _)| *reason);
    let list = |reasons: &mut dyn Iterator<Item = Reason>| reasons.map(Reason::as_str).collect::<Vec<_>>().join(", ");
    of_rules().chain(finer()).map(Reason::as_str).find(|known| *known == name).ok_or_else(|| {
        format!(
            "{name}: there is no such rule; these are the rules: {}; and these finer reasons can be left out too: {}",
            list(&mut of_rules()),
            list(&mut finer())
        )
    })
}

/// All reasons that a hit can carry, each with what it means in a sentence: of rules, finer ones, and of variants.
pub fn reasons() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rules = RULES.iter().map(|rule| (rule.reason().as_str(), rule.about()));
    let finer =
        RULES.iter().flat_map(|rule| rule.finer()).chain(&OF_SCENE).map(|(reason, about)| (reason.as_str(), *about));
    let variants = VariantRule::ALL.iter().map(|rule| (rule.as_str(), rule.about()));
    rules.chain(finer).chain(variants)
}

/// Reasons of hits that no list has and the article itself gives.
const OF_SCENE: [(Reason, &str); 1] = [(
    super::scene::INTRODUCED,
    "the article introduced it before: the family name of a person, or letters in brackets",
)];

#[cfg(test)]
pub(crate) mod support {
    use crate::decide::Text;
    use crate::gazetteer::{BadRows, Lists};
    use crate::tagger::{TagOptions, Tagger};

    /// What a tagger over a few lists finds, as `surface=id` in order; dropped hits as `-surface:reason`.
    pub(crate) fn verdicts(lists: &[(&str, &str)], text: &str, options: &TagOptions) -> Vec<String> {
        verdicts_in("", lists, text, options)
    }

    /// [`verdicts`] in a text whose language is known.
    pub(crate) fn verdicts_in(language: &str, lists: &[(&str, &str)], text: &str, options: &TagOptions) -> Vec<String> {
        let lists = lists.iter().fold(Lists::new(), |all, (name, list)| all.add_bytes(name, list.as_bytes().to_vec()));
        let (gazetteer, _) = lists.load(BadRows::Refuse).unwrap();
        let tagger = Tagger::with_options(gazetteer, options.clone());
        tagger.judge(Text { text, language }, |scene| {
            (0..scene.hits.len())
                .map(|hit| {
                    let judged = &scene.hits[hit];
                    match judged.verdict {
                        crate::decide::Verdict::Kept => format!("{}={}", scene.surface(hit), scene.entity(hit).id),
                        crate::decide::Verdict::Dropped => {
                            let last = judged.reasons.as_slice().last().map_or("", |reason| reason.as_str());
                            format!("-{}:{last}", scene.surface(hit))
                        }
                    }
                })
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{by_name, reasons};
    use crate::model::{Reason, VariantRule};
    use std::collections::BTreeSet;

    #[test]
    fn every_reason_has_a_sentence_and_one_alone() {
        let told: Vec<&str> = reasons().map(|(reason, _)| reason).collect();
        let names: BTreeSet<&str> = told.iter().copied().collect();
        assert_eq!(names.len(), told.len(), "a reason is told twice: {told:?}");
        let all = Reason::ALL.iter().copied().chain(VariantRule::ALL.iter().map(|rule| Reason::Variant(*rule)));
        let silent: Vec<&str> = all.map(Reason::as_str).filter(|reason| !names.contains(reason)).collect();
        assert!(silent.is_empty(), "reasons without a sentence: {silent:?}");
        assert!(reasons().all(|(_, about)| about.len() > 10 && !about.ends_with('.')));
    }

    #[test]
    fn rules_and_finer_reasons_have_names() {
        assert_eq!(by_name("context"), Ok("context"));
        assert_eq!(by_name("speech-verb"), Ok("speech-verb"));
        assert_eq!(by_name("introduced"), Ok("introduced"));
        let message = by_name("speech").unwrap_err();
        assert!(message.contains("common-word") && message.contains("speech-verb"), "{message}");
    }
}
