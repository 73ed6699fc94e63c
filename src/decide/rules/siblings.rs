//! Siblings in a list: "offices in Paris, Lyon and Marseille", "Georgia, Florida and Alabama".

use crate::decide::weights as w;
use crate::decide::{Ranked, Rule, Scene};
use crate::model::{CountryCode, Kind, Level, Reason};

/// Of the places that a member of a list could be, those before the others that lie in the country and region of the
/// sure members and are of their sort.
pub(super) struct Siblings;

/// The places of a list that no namesake comes near.
struct Sure<'a> {
    country: CountryCode,
    region: Option<super::focus::Region<'a>>,
    level: Level,
}

impl Rule for Siblings {
    fn reason(&self) -> Reason {
        Reason::Siblings
    }

    fn about(&self) -> &'static str {
        "the other places of the list lie in the same country or region, or are of the same sort"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        if scene.namesakes().next().is_none() {
            return;
        }
        for list in super::place_list::lists(scene) {
            let sure: Vec<Sure<'_>> = list.iter().filter_map(|&hit| sure(scene, hit)).collect();
            if sure.is_empty() || sure.len() == list.len() {
                continue;
            }
            #[allow(clippy::cast_precision_loss, reason = "a list has a handful of members")]
            let share = |count: usize| count as f32 / sure.len() as f32;
            for &hit in &list {
                if scene.candidates(hit).len() < 2 {
                    continue;
                }
                let mut any = false;
                for i in 0..scene.candidates(hit).len() {
                    let candidate = scene.candidates(hit)[i];
                    if candidate.out || candidate.kind != Kind::Place {
                        continue;
                    }
                    let region = super::focus::region_of(scene, candidate.entity);
                    let country = sure
                        .iter()
                        .filter(|sure| candidate.level < Level::Country && sure.country == candidate.country);
                    let regions = sure.iter().filter(|sure| sure.region.is_some() && sure.region == region);
                    let levels = sure.iter().filter(|sure| sure.level == candidate.level);
                    let more = w::SIBLING_COUNTRY * share(country.count())
                        + w::SIBLING_REGION * share(regions.count())
                        + w::SIBLING_LEVEL * share(levels.count());
                    any |= more > 0.0;
                    scene.candidates_mut(hit)[i].score += more;
                }
                if any {
                    scene.note(hit, self.reason());
                }
            }
        }
    }
}

fn sure<'a>(scene: &Scene<'a>, hit: usize) -> Option<Sure<'a>> {
    let place: Ranked = super::focus::sure_place(scene, hit)?;
    let region = if place.level < Level::Region { super::focus::region_of(scene, place.entity) } else { None };
    Some(Sure { country: place.country, region, level: place.level })
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::decide::DecideOptions;
    use crate::tagger::TagOptions;

    const LIST: &str = "id,name,class,country,population,part_of\n\
        geo,Georgia,country,GEO,3700000,\nga,Georgia,region,USA,10700000,\nfl,Florida,region,USA,21500000,\nal,Alabama,region,USA,5000000,\n\
        arm,Armenia,country,ARM,2900000,\naze,Azerbaijan,country,AZE,10000000,\n\
        ky,Kentucky,region,USA,4500000,\nlex,Lexington,city,USA,320000,ky\nlou,Louisville,city,USA,630000,ky\n\
        parisky,Paris,city,USA,10000,ky\nparis,Paris,city,FRA,2100000,\nlyon,Lyon,city,FRA,520000,\nmars,Marseille,city,FRA,870000,\n\
        lyonms,Lyon,city,USA,300,\nmarsil,Marseille,city,USA,4000,\n";

    #[test]
    fn siblings_are_of_one_region_and_of_one_sort() {
        for (text, expected) in [
            ("Georgia, Florida and Alabama", vec!["Georgia=ga", "Florida=fl", "Alabama=al"]),
            ("Georgia, Armenia and Azerbaijan", vec!["Georgia=geo", "Armenia=arm", "Azerbaijan=aze"]),
            ("offices in Paris, Lyon and Marseille", vec!["Paris=paris", "Lyon=lyon", "Marseille=mars"]),
            ("roads to Lexington, Paris and Louisville", vec!["Lexington=lex", "Paris=parisky", "Louisville=lou"]),
            ("Azerbaijan and Georgia", vec!["Azerbaijan=aze", "Georgia=geo"]),
            // a comma alone is no list of two
            ("Azerbaijan, Georgia", vec!["Azerbaijan=aze", "Georgia=ga"]),
        ] {
            assert_eq!(verdicts(&[("places.csv", LIST)], text, &TagOptions::default()), expected, "{text}");
        }
        let options = TagOptions {
            decide: DecideOptions { without: vec!["siblings", "focus"], ..Default::default() },
            ..Default::default()
        };
        let found = verdicts(&[("places.csv", LIST)], "roads to Lexington, Paris and Louisville", &options);
        assert_eq!(found, ["Lexington=lex", "Paris=paris", "Louisville=lou"]);
    }
}
