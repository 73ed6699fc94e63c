//! The rules, in the order in which they run.

mod blocked;
mod compound;
mod demonym;
mod genitive;
mod longest;
mod prior;
mod variant;
mod with_place;

use super::Rule;

/// All rules in their order. What a name may be comes first, then who is meant, then what overlaps, then labels.
pub static RULES: &[&dyn Rule] = &[
    &blocked::Blocked,
    &with_place::WithPlace,
    &genitive::Genitive,
    &compound::Compound,
    &prior::Prior,
    &variant::Variant,
    &longest::Longest,
    &demonym::Demonym,
];

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
                            let last = judged.reasons.as_slice().last().map_or("", |reason| reason.0);
                            format!("-{}:{last}", scene.surface(hit))
                        }
                    }
                })
                .collect()
        })
    }
}
