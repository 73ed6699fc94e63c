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
mod neighbours;
mod one_sense;
mod ordinary;
mod person_word;
mod prior;
mod repeat;
mod score_line;
mod settle;
mod unlisted;
mod variant;
mod with_place;

use super::Rule;

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
    &score_line::ScoreLine,
    &lower_case::LowerCase,
    &elsewhere::Elsewhere,
    &settle::Settle,
    &longest::Longest,
    &one_sense::OneSense,
    &focus::Focus,
    &prior::Prior,
    &variant::Variant,
    &demonym::Demonym,
    &repeat::Repeat,
];

/// The rule of a name.
///
/// # Errors
/// Names the rules there are.
pub fn by_name(name: &str) -> Result<&'static str, String> {
    let mut names = RULES.iter().map(|rule| rule.reason().as_str());
    names.find(|known| *known == name).ok_or_else(|| {
        let all: Vec<&str> = RULES.iter().map(|rule| rule.reason().as_str()).collect();
        format!("{name}: there is no such rule; these are the rules: {}", all.join(", "))
    })
}

#[cfg(test)]
pub(crate) mod support {
    use crate::gazetteer::{BadRows, Lists};
    use crate::tagger::{TagOptions, Tagger};

    /// What a tagger over a few lists finds, as `surface=id` in order; dropped hits as `-surface:reason`.
    pub(crate) fn verdicts(lists: &[(&str, &str)], text: &str, options: &TagOptions) -> Vec<String> {
        let lists = lists.iter().fold(Lists::new(), |all, (name, list)| all.add_bytes(name, list.as_bytes().to_vec()));
        let (gazetteer, _) = lists.load(BadRows::Refuse).unwrap();
        let tagger = Tagger::with_options(gazetteer, options.clone());
        tagger.judge(text, |scene| {
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
