//! Compiled lists give back what was compiled, and no damage to them does anything but end a run.

use crate::support::cases;
use gazetag::compile::{Progress, compile};
use gazetag::gazetteer::archive::Archive;
use gazetag::gazetteer::{BadRows, Gazetteer, Lists};
use gazetag::model::{EntityId, Facts, NameId};
use gazetag::tagger::Tagger;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

struct Nobody;

impl Progress for Nobody {
    fn begun(&self, _temporary: &Path) {}
    fn folded(&self, _names: usize) {}
}

fn load(path: &Path) -> Gazetteer {
    Lists::new().add_path(path).unwrap().load(BadRows::Refuse).unwrap().0
}

/// All that facts say, in words.
fn told(facts: &dyn Facts) -> String {
    let mut told = format!("{:?}\n", facts.own_columns());
    for id in (0..facts.entity_count()).map(|i| EntityId(u32::try_from(i).unwrap())) {
        let entity = facts.entity(id);
        let own: Vec<&str> = (0..facts.own_columns().len()).map(|column| facts.own_value(id, column)).collect();
        let (kind, weight, parent) = (facts.kind(id), facts.weight(id), facts.parent(id));
        writeln!(told, "{entity:?} {own:?} {kind} {weight} {parent:?} {:?}", facts.by_id(entity.id)).unwrap();
    }
    for id in (0..facts.name_count()).map(|i| NameId(u32::try_from(i).unwrap())) {
        let name = facts.name(id);
        assert_eq!(name.of, facts.name_use(id));
        writeln!(told, "{name:?}").unwrap();
    }
    told
}

const COLUMNS: &str = "id,name,kind,aliases,exact,with_place,demonyms,class,country,latitude,longitude,population,weight,\
                       part_of,case,wikidata,geonames,note";

prop_compose! {
    fn row()(
        id in "(|[abc][0-9]?)",
        name in "[A-Zé][a-z]{2,6}( [A-Z][a-z]{1,5})?",
        kind in "(person|organization|place)",
        aliases in "([A-Z][a-z]{2,5}\\|?){0,3}",
        exact in "([A-Z]{2,3})?",
        demonym in "([A-Z][a-z]{3,5}ian)?",
        class in "(|country|city|region)",
        country in "(|FRA|DEU)",
        point in proptest::option::of((-90.0..90.0_f64, -180.0..180.0_f64, 0..16_usize)),
        population in proptest::option::of(prop_oneof![0..100_000_u64, Just(4_294_967_294), Just(4_294_967_295), Just(u64::MAX)]),
        weight in proptest::option::of(0.0..10.0_f32),
        part_of in "(|[abc][0-9]?)",
        case in "(|exact|any|auto)",
        wikidata in "(|Q[1-4])",
        geonames in "(|[1-4])",
        note in "(|x|yy)",
    ) -> String {
        let (latitude, longitude) = point.map_or((String::new(), String::new()), |(latitude, longitude, digits)| {
            (format!("{latitude:.digits$}"), format!("{longitude:.digits$}"))
        });
        let population = population.map_or(String::new(), |people| people.to_string());
        let weight = weight.map_or(String::new(), |weight| weight.to_string());
        format!(
            "{id},{name},{kind},{aliases},{exact},,{demonym},{class},{country},{latitude},{longitude},{population},\
             {weight},{part_of},{case},{wikidata},{geonames},{note}\n"
        )
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn facts_come_back_as_they_were(lists in prop::collection::vec(prop::collection::vec(row(), 1..12), 1..4)) {
        let mut all = Lists::new();
        for (number, rows) in lists.iter().enumerate() {
            all = all.add_bytes(&format!("{number}.csv"), format!("{COLUMNS}\n{}", rows.concat()).into_bytes());
        }
        let (gazetteer, _) = all.load(BadRows::Skip).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.gaz");
        compile(&gazetteer, &path, &Nobody).unwrap();
        let mapped = load(&path);
        prop_assert_eq!(told(&gazetteer), told(&mapped));
        // once more, from the file itself: the same file but for its source
        let again = folder.path().join("y.gaz");
        compile(&mapped, &again, &Nobody).unwrap();
        let hash = |path: &Path| Archive::open(path).unwrap().content_hash();
        prop_assert_eq!(hash(&path), hash(&again));
    }

    #[test]
    fn rows_on_a_compiled_list_are_merged_as_rows_on_its_list(
        below in prop::collection::vec(row(), 1..12),
        above in prop::collection::vec(row(), 1..12),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let list = |name: &str, rows: &[String]| {
            let path = folder.path().join(name);
            std::fs::write(&path, format!("{COLUMNS}\n{}", rows.concat())).unwrap();
            path
        };
        let (below, above) = (list("below.csv", &below), list("above.csv", &above));
        let off = || Lists::new().variants(gazetag::gazetteer::Variants::Off);
        let (gazetteer, _) = off().add_path(&below).unwrap().load(BadRows::Skip).unwrap();
        let file = folder.path().join("below.gaz");
        compile(&gazetteer, &file, &Nobody).unwrap();
        let load = |below: &Path| off().add_path(below).unwrap().add_path(&above).unwrap().load(BadRows::Skip).unwrap().0;
        prop_assert_eq!(told(&load(&below)), told(&load(&file)));
    }
}

const LIST: &str = "\
id,name,kind,aliases,exact,demonyms,class,country,latitude,longitude,population,part_of,wikidata,note
syr,Syria,place,Syrian Arab Republic,,Syrian|Syrians,country,SYR,35,38,17000000,,Q858,here
dam,Damascus,place,Dimashq|Shām,,,city,SYR,33.5102,36.2912780001,1500000,syr,Q3766,
hom,Homs,place,Hims,,,city,SYR,34.73,36.72,,syr,,
put,Vladimir Putin,person,Putin|Владимир Путин,,,politician,RUS,,,,,Q7747,
ass,Bashar al-Assad,person,Assad,,,politician,SYR,,,,,Q44329,there
wfp,World Food Programme,organization,,WFP|UN,,agency,,,,,,Q204344,
dup,Homs Refinery,organization,,,,company,SYR,,,,,,
";

const TEXT: &str = "Vladimir Putin met Bashar al-Assad in Damascus. Syrian and WFP staff from Homs saw Putin; the World Food \
                    Programme and the Homs Refinery did not. Dimashq, Hims, Владимир Путин, the Syrian Arab Republic.\n";

/// So many flips in a test; `FLIPS=10000` asks for more.
const FLIPS: u64 = 300;

#[test]
fn a_flip_is_refused_found_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.gaz");
    let (gazetteer, _) = Lists::new().add_bytes("list.csv", LIST.into()).load(BadRows::Refuse).unwrap();
    compile(&gazetteer, &path, &Nobody).unwrap();
    let sound = std::fs::read(&path).unwrap();
    let expected = Tagger::new(load(&path)).tag(TEXT).len();
    assert!(expected > 10, "{expected}");
    let flips = std::env::var("FLIPS").ok().and_then(|flips| flips.parse().ok()).unwrap_or(FLIPS);
    let (mut refused, mut damaged, mut whole) = (0, 0, 0);
    let mut random = 1_u64;
    let flipped = folder.path().join("y.gaz");
    for _ in 0..flips {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(random >> 16).unwrap() % sound.len();
        let mut bytes = sound.clone();
        bytes[at] ^= 1 << (random >> 13 & 7);
        // a new file each time: what is mapped is replaced by rename only
        let _ = std::fs::remove_file(&flipped);
        std::fs::write(&flipped, bytes).unwrap();
        let archive = match Archive::open(&flipped) {
            Ok(archive) => archive,
            Err(error) => {
                assert!(error.to_string().contains("y.gaz"), "{error}");
                refused += 1;
                continue;
            }
        };
        assert!(archive.verify().is_err(), "byte {at}");
        let run = catch_unwind(AssertUnwindSafe(|| {
            let tagger = Tagger::new(load(&flipped));
            for mention in tagger.tag(TEXT) {
                let entity = tagger.facts().entity(mention.entity);
                tagger.facts().parent(mention.entity).map(|parent| tagger.facts().entity(parent).id.len());
                assert!(entity.id.len() <= LIST.len());
            }
        }));
        *(if run.is_ok() { &mut whole } else { &mut damaged }) += 1;
    }
    eprintln!("{flips} flips of {} bytes: {refused} refused, {damaged} damaged, {whole} whole runs", sound.len());
    assert!(refused > 0 && damaged > 0 && whole > 0);
}
