//! Where an article is: places of countries and regions that it names, near its sure ones, and at home, before their
//! namesakes.

use crate::decide::weights as w;
use crate::decide::{Ranked, Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::{CountryCode, EntityId, Kind, Level, NameSource, Point, Reason};
use rustc_hash::{FxHashMap, FxHashSet};

/// Ranks the candidates of places by the countries and regions that the sure places of the article lie in, and by how
/// near they are to these.
pub(super) struct Focus;

/// The reason of a place where the paper is at home.
const HOME: Reason = Reason::Home;

/// How many sure places are compared with: more of them say little more, and cost for each hit.
const MOST_SURE: usize = 32;

/// How far apart two places can be in latitude if they are within [`w::NEAR_KM`], in degrees.
const NEAR_DEGREES: f64 = w::NEAR_KM / 111.0;

/// Up to this latitude, in degrees, a degree of longitude has 38 km and more.
const POLAR: f64 = 70.0;

/// How far apart two places on this side of [`POLAR`] can be in longitude if they are within [`w::NEAR_KM`], in degrees.
const NEAR_DEGREES_EAST: f64 = w::NEAR_KM / 37.0;

/// A first division, by its country and name: lists give one region different ids, and not all give its point.
pub(super) type Region<'a> = (CountryCode, &'a str);

/// About how many sure places an article has, and countries and regions of these.
const USUAL: usize = 8;

struct Votes<'a> {
    countries: Vec<(CountryCode, f32)>,
    regions: Vec<(Region<'a>, f32)>,
    points: Vec<Point>,
    total: f32,
}

impl<'a> Votes<'a> {
    fn add(&mut self, country: CountryCode, region: Option<Region<'a>>, votes: f32) {
        self.total += votes;
        match self.countries.iter_mut().find(|(code, _)| *code == country) {
            Some((_, count)) => *count += votes,
            None => self.countries.push((country, votes)),
        }
        if let Some(region) = region {
            match self.regions.iter_mut().find(|(of, _)| *of == region) {
                Some((_, count)) => *count += votes,
                None => self.regions.push((region, votes)),
            }
        }
    }

    fn country(&self, country: CountryCode) -> f32 {
        self.countries.iter().find(|(code, _)| *code == country && code.is_some()).map_or(0.0, |(_, count)| *count)
    }

    fn region(&self, region: Region<'a>) -> f32 {
        self.regions.iter().find(|(of, _)| *of == region).map_or(0.0, |(_, count)| *count)
    }
}

/// How many of the names of an article that have several places have one in each region: Arlington, Lancaster and Mansfield
/// all lie in Texas. Places that are far less known than a namesake do not count: Ohio has a London, a Paris and a Rome.
#[derive(Default)]
struct Crowd<'a> {
    regions: FxHashMap<Region<'a>, u32>,
    names: u32,
}

/// So many other names make a crowd ...
const CROWD: u32 = 2;
/// ... if they are at least one in so many.
const ONE_IN: u32 = 3;

impl<'a> Crowd<'a> {
    /// Of the hits that stand and could mean several entities.
    fn of(scene: &Scene<'a>, hits: &[usize]) -> Crowd<'a> {
        let mut crowd = Crowd::default();
        if hits.len() <= CROWD as usize {
            return crowd;
        }
        let mut met: FxHashSet<&str> = FxHashSet::default();
        let mut regions: Vec<Region<'a>> = Vec::new();
        for &hit in hits {
            let places = scene.candidates(hit).iter().filter(|of| !of.out && of.kind == Kind::Place);
            // what the sure ones say is in the votes
            if places.clone().count() < 2 || !met.insert(scene.surface(hit)) {
                continue;
            }
            let best = places.clone().map(|place| place.score).fold(f32::NEG_INFINITY, f32::max);
            regions.clear();
            for place in places.filter(|place| place.level < Level::Region && place.score > best - w::CROWD_NEAR) {
                if let Some(region) = region_of(scene, place.entity)
                    && !regions.contains(&region)
                {
                    regions.push(region);
                }
            }
            crowd.names += u32::from(!regions.is_empty());
            regions.iter().for_each(|region| *crowd.regions.entry(*region).or_default() += 1);
        }
        crowd
    }

    fn is_one(&self) -> bool {
        self.names > CROWD
    }

    /// The share of the other names that have a place in a region.
    fn share(&self, region: Region<'a>) -> f32 {
        let count = self.regions.get(&region).copied().unwrap_or_default();
        #[allow(clippy::cast_precision_loss, reason = "an article has fewer than 2^24 names")]
        let share = |count: u32, of: u32| count as f32 / of as f32;
        if count > CROWD && count * ONE_IN >= self.names { share(count - 1, self.names - 1) } else { 0.0 }
    }
}

impl Rule for Focus {
    fn reason(&self) -> Reason {
        Reason::Focus
    }

    fn about(&self) -> &'static str {
        "it lies in a country or region that the article names, or near its other places"
    }

    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[(HOME, "it lies where the paper is at home")]
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        let asked: Vec<usize> = scene.namesakes().collect();
        if asked.is_empty() {
            return;
        }
        let votes = votes(scene);
        let crowd = Crowd::of(scene, &asked);
        if votes.total == 0.0 && !crowd.is_one() && scene.options.home.is_none() {
            return;
        }
        for hit in asked {
            let (mut by_votes, mut by_home) = (false, false);
            for i in 0..scene.candidates(hit).len() {
                let candidate = scene.candidates(hit)[i];
                if candidate.out || candidate.kind != Kind::Place || candidate.level == Level::Continent {
                    continue;
                }
                let region = if candidate.level < Level::Region { region_of(scene, candidate.entity) } else { None };
                let mut more = 0.0;
                if votes.total > 0.0 {
                    let country = votes.country(candidate.country);
                    // Mexico the country is named where Mexico is; what it holds of its name is not nearer to it
                    let holds_namesake = candidate.level == Level::Country
                        && scene.candidates(hit).iter().any(|other| {
                            other.kind == Kind::Place
                                && other.country == candidate.country
                                && other.level < Level::Country
                        });
                    if (candidate.level < Level::Country || holds_namesake) && country > 0.0 {
                        more += w::COUNTRY_NAMED + w::COUNTRY_SHARE * country / votes.total;
                    }
                    let in_region = region.map_or(0.0, |region| votes.region(region));
                    if in_region > 0.0 {
                        more += w::REGION_NAMED + w::REGION_SHARE * in_region / votes.total;
                    }
                    if candidate.level < Level::Region
                        && !votes.points.is_empty()
                        && let Some(point) = scene.facts.brief(candidate.entity).point
                        && votes.points.iter().any(|sure| is_near(*sure, point))
                    {
                        more += w::NEAR;
                    }
                }
                more += w::CROWD * region.map_or(0.0, |region| crowd.share(region));
                by_votes |= more > 0.0;
                if let Some(home) = &scene.options.home
                    && !scene.is_left_out(HOME)
                    && candidate.country == home.country
                {
                    by_home = true;
                    more += w::HOME_COUNTRY;
                    let at_home = |region: Region<'_>| home.region.as_deref().is_some_and(|name| region.1 == name);
                    if region.is_some_and(at_home) {
                        more += w::HOME_REGION;
                    }
                }
                scene.candidates_mut(hit)[i].score += more;
            }
            if by_votes {
                scene.note(hit, self.reason());
            }
            if by_home {
                scene.note(hit, HOME);
            }
        }
    }
}

fn is_near(a: Point, b: Point) -> bool {
    (a.latitude - b.latitude).abs() < NEAR_DEGREES && !is_far_east(a, b) && a != b && a.distance_km(b) <= w::NEAR_KM
}

/// Whether the longitudes alone say that two places are farther apart than [`w::NEAR_KM`].
fn is_far_east(a: Point, b: Point) -> bool {
    let apart = (a.longitude - b.longitude).abs();
    a.latitude.abs().max(b.latitude.abs()) < POLAR && apart > NEAR_DEGREES_EAST && apart < 360.0 - NEAR_DEGREES_EAST
}

/// The first division that a place lies in.
pub(super) fn region_of<'a>(scene: &Scene<'a>, entity: EntityId) -> Option<Region<'a>> {
    let mut at = entity;
    for _ in 0..super::comma::MOST_PARENTS {
        let parent = scene.facts.parent(at)?;
        let brief = scene.facts.brief(parent);
        if brief.level == Level::Region {
            return Some((brief.country, scene.facts.canonical_name(parent)));
        }
        at = parent;
    }
    None
}

/// The place that a hit means if none of the others that it could mean comes near.
pub(super) fn sure_place(scene: &Scene<'_>, hit: usize) -> Option<Ranked> {
    let mut best: Option<Ranked> = None;
    let mut second = f32::NEG_INFINITY;
    for candidate in scene.candidates(hit).iter().filter(|candidate| !candidate.out && candidate.kind == Kind::Place) {
        match best {
            Some(known) if candidate.score <= known.score => second = second.max(candidate.score),
            _ => {
                second = best.map_or(second, |known| known.score);
                best = Some(*candidate);
            }
        }
    }
    best.filter(|best| best.score - second >= w::SURE)
}

/// The sure places of an article: those that no namesake comes near.
fn votes<'a>(scene: &Scene<'a>) -> Votes<'a> {
    let mut votes = Votes {
        countries: Vec::with_capacity(USUAL),
        regions: Vec::with_capacity(USUAL),
        points: Vec::with_capacity(USUAL),
        total: 0.0,
    };
    for hit in 0..scene.hits.len() {
        if !scene.stands(hit) {
            // "KY 52": the code of a region is no mention on its own, but it tells where the article is
            let code = scene.candidates(hit)[0];
            if code.source == NameSource::WithPlace
                && code.level == Level::Region
                && !scene.cues.of(scene.surface(hit)).any(Cue::COMMON)
            {
                let region = (code.country, scene.facts.canonical_name(code.entity));
                votes.add(code.country, Some(region), w::CODE_VOTE);
            }
            continue;
        }
        let Some(candidate) = sure_place(scene, hit) else { continue };
        if !candidate.country.is_some() || candidate.level == Level::Continent {
            continue;
        }
        let region = match candidate.level {
            Level::Country => None,
            Level::Region => Some((candidate.country, scene.facts.canonical_name(candidate.entity))),
            _ => region_of(scene, candidate.entity),
        };
        votes.add(candidate.country, region, 1.0);
        if candidate.level < Level::Region
            && votes.points.len() < MOST_SURE
            && let Some(point) = scene.facts.brief(candidate.entity).point
        {
            votes.points.push(point);
        }
    }
    votes
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use super::is_near;
    use crate::decide::{DecideOptions, Home};
    use crate::model::{CountryCode, Point};
    use crate::tagger::TagOptions;

    const LIST: &str = "id,name,class,country,latitude,longitude,population,part_of\n\
        fra,France,country,FRA,46,2,68000000,\nusa,United States,country,USA,39.76,-98.5,330000000,\n\
        tx,Texas,region,USA,31,-99,30000000,usa\nky,Kentucky,region,USA,37,-85,4500000,usa\n\
        p1,Paris,city,FRA,48.85,2.35,2100000,fra\np2,Paris,city,USA,33.66,-95.55,25000,tx\n\
        d,Dallas,city,USA,32.8,-96.8,1300000,tx\n\
        r1,Richmond,city,USA,37.5,-77.4,230000,usa\nr2,Richmond,city,USA,37.7,-84.3,34000,ky\n";

    fn chosen(text: &str, home: Option<Home>) -> Vec<String> {
        let options = TagOptions { decide: DecideOptions { home, ..Default::default() }, ..Default::default() };
        verdicts(&[("places.csv", LIST)], text, &options)
    }

    #[test]
    fn the_article_says_which_namesake() {
        for (text, expected) in [
            ("They met in Paris.", vec!["Paris=p1"]),
            ("In Dallas and in Paris, and all over Texas.", vec!["Dallas=d", "Paris=p2", "Texas=tx"]),
            ("In France they met, near Paris.", vec!["France=fra", "Paris=p1"]),
            ("A road in Kentucky leads to Richmond.", vec!["Kentucky=ky", "Richmond=r2"]),
        ] {
            assert_eq!(chosen(text, None), expected, "{text}");
        }
    }

    #[test]
    fn names_that_meet_in_a_region_are_meant_there() {
        let list = "id,name,class,country,population,part_of\nusa,United States,country,USA,330000000,\n\
            tx,Texas,region,USA,30000000,usa\nva,Virginia,region,USA,8600000,usa\npa,Pennsylvania,region,USA,13000000,usa\n\
            oh,Ohio,region,USA,11800000,usa\na1,Arlington,city,USA,395000,tx\na2,Arlington,city,USA,230000,va\n\
            l1,Lancaster,city,USA,40000,tx\nl2,Lancaster,city,USA,58000,pa\nl3,Lancaster,city,USA,40500,oh\n\
            m1,Mansfield,city,USA,46000,oh\nm2,Mansfield,city,USA,45500,tx\n";
        let found = |text: &str| verdicts(&[("places.csv", list)], text, &TagOptions::default());
        assert_eq!(found("Lancaster"), ["Lancaster=l2"]);
        // each has another namesake that is better known, or as well
        let roads = "roads from Arlington to Lancaster, and from there to Mansfield";
        assert_eq!(found(roads), ["Arlington=a1", "Lancaster=l1", "Mansfield=m2"]);
    }

    #[test]
    fn near_is_a_distance_wherever_on_earth() {
        let point = |(latitude, longitude)| Point { latitude, longitude };
        for (a, b, near) in [
            ((0.0, 10.0), (0.0, 11.3), true),
            ((0.0, 10.0), (0.0, 11.4), false),
            ((69.9, 0.0), (69.9, 3.9), true),
            ((69.9, 0.0), (69.9, 4.1), false),
            ((85.0, 0.0), (85.0, 15.0), true),
            ((10.0, 179.8), (10.0, -179.8), true),
            ((10.0, 179.8), (10.0, 0.0), false),
            // a place is not near itself
            ((10.0, 20.0), (10.0, 20.0), false),
        ] {
            let (a, b) = (point(a), point(b));
            assert_eq!((is_near(a, b), is_near(b, a)), (near, near), "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_paper_is_at_home_somewhere() {
        let home =
            |region: Option<&str>| Some(Home { country: CountryCode::of("USA"), region: region.map(str::to_owned) });
        assert_eq!(chosen("They met in Richmond.", home(Some("Kentucky"))), ["Richmond=r2"]);
        assert_eq!(chosen("They met in Richmond.", home(None)), ["Richmond=r1"]);
    }
}
