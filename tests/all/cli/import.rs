//! `gazetag import`: samples written after the published descriptions of each format.

use super::{Desk, Row};
use std::fs;

/// Rows of a dump of GeoNames: 19 columns, no quoting.
const CITIES: &str = "\
2988507\tParis\tParis\tPAR,Lutetia,Paname,Parijs,Wilson,ba li,paris,巴黎,Nice\t48.85341\t2.3488\tP\tPPLC\tFR\t\t11\t75\t\t\t2138551\t\t42\tEurope/Paris\t2024-01-01
4717560\tParis\tParis\t\t33.66094\t-95.55551\tP\tPPLA2\tUS\t\tTX\t277\t\t\t24782\t\t183\tAmerica/Chicago\t2024-01-01
2643743\tLondon\tLondon\tLON,Londra,A|B,\"Lunden\",Łondra\t51.50853\t-0.12574\tP\tPPLC\tGB\t\tENG\tGLA\t\t\t8961989\t\t25\tEurope/London\t2024-01-01
741747\tOf\tOf\t\t40.94\t40.26\tP\tPPLA2\tTR\t\t61\t\t\t\t28508\t\t10\tEurope/Istanbul\t2024-01-01
3352136\tWindhoek\tWindhoek\t\t-22.55941\t17.08323\tP\tPPLC\tNA\t\t21\t\t\t\t0\t\t1721\tAfrica/Windhoek\t2024-01-01
1\tSmall Creek\tSmall Creek\t\t1\t1\tH\tSTM\tUS\t\tTX\t\t\t\t0\t\t1\tAmerica/Chicago\t2024-01-01
2\tnine columns only\t\t\t\t\t\t\t
";

const DIVISIONS: &str = "US.TX\tTexas\tTexas\t4736286\nFR.11\tÎle-de-France\tIle-de-France\t3012874\n";

const COUNTRIES: &str = "\
# a comment\r
#ISO\tISO3\tISO-Numeric\tfips\tCountry\tCapital\tArea\tPopulation\tContinent\ttld\tCurrencyCode\tCurrencyName\tPhone\tPostal Code Format\tPostal Code Regex\tLanguages\tgeonameid\tneighbours\tEquivalentFipsCode\r
NA\tNAM\t516\tWA\tNamibia\tWindhoek\t825418\t2448255\tAF\t.na\tNAD\tDollar\t264\t\t\ten\t3355338\tZA\t\r
US\tUSA\t840\tUS\tUnited States\tWashington\t9629091\t327167434\tNA\t.us\tUSD\tDollar\t1\t\t\ten\t6252001\tCA\t\r
FR\tFRA\t250\tFR\tFrance\tParis\t547030\t66987244\tEU\t.fr\tEUR\tEuro\t33\t\t\tfr\t3017382\tDE\t\r
";

const ALTERNATES: &str = "\
1\t2988507\tfr\tParis\t1\t1\t\t\t\t
2\t2988507\tfr\tVille-Lumière\t\t\t1\t\t\t
3\t2988507\tla\tLutetia\t\t\t\t1\t\t
4\t2988507\tlink\thttps://en.wikipedia.org/wiki/Paris\t\t\t\t\t\t
5\t2988507\twkdt\tQ90\t\t\t\t\t\t
6\t2988507\tde\tParys\t\t\t\t\t\t
7\t6252001\tabbr\tUSA\t\t\t\t\t\t
8\t6252001\ten\tAmerica\t\t\t\t\t\t
9\t99\ten\tNobody\t\t\t\t\t\t
";

fn geonames(desk: &Desk, more: &[&str]) -> Vec<Row> {
    let files = ["import", "geonames", "cities.txt", "divisions.txt", "countries.txt", "-o", "out.csv", "--force"];
    // one line cannot be read
    desk.run(&[&files[..], more].concat()).ends(1).says(&["cities.txt:7: row without GeoNames' 19 columns"]);
    desk.table("out.csv")
}

fn geonames_desk() -> Desk {
    Desk::new(&[("cities.txt", CITIES), ("divisions.txt", DIVISIONS), ("countries.txt", COUNTRIES)])
}

fn row<'r>(rows: &'r [Row], id: &str) -> &'r Row {
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id}"))
}

#[test]
fn places_of_geonames_lie_in_regions_and_countries() {
    let rows = geonames(&geonames_desk(), &[]);
    let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str()).collect();
    assert_eq!(
        ids,
        [
            "gn2988507",
            "gn4717560",
            "gn2643743",
            "gn3352136",
            "gn3012874",
            "gn4736286",
            "gn3017382",
            "gn3355338",
            "gn6252001"
        ]
    );
    let paris = row(&rows, "gn2988507");
    assert_eq!(
        [
            &paris["kind"],
            &paris["class"],
            &paris["country"],
            &paris["latitude"],
            &paris["population"],
            &paris["part_of"]
        ],
        ["place", "city", "FRA", "48.85341", "2138551", "gn3012874"]
    );
    // no airport code, no name of a man, no word, nothing in lower case
    assert_eq!(paris["aliases"], "Lutetia|Paname|Parijs|巴黎");
    assert_eq!(row(&rows, "gn4717560")["part_of"], "gn4736286");
    // a quote is a quote, a | cannot be written, Łondra meets what Londra does; no division is given, no country either
    let london = row(&rows, "gn2643743");
    assert_eq!((london["aliases"].as_str(), london["part_of"].as_str()), ("Londra|\"Lunden\"", ""));
    // NA is a country, 0 people are unknown
    let windhoek = row(&rows, "gn3352136");
    assert_eq!([&windhoek["country"], &windhoek["population"], &windhoek["part_of"]], ["NAM", "", "gn3355338"]);
    let texas = row(&rows, "gn4736286");
    assert_eq!(
        [&texas["class"], &texas["country"], &texas["with_place"], &texas["part_of"]],
        ["region", "USA", "TX", "gn6252001"]
    );
    assert_eq!(row(&rows, "gn3355338")["class"], "country");
}

#[test]
fn what_is_left_out_of_geonames_is_counted() {
    let desk = geonames_desk();
    let ran = desk.run(&["import", "geonames", "cities.txt", "-o", "out.csv", "--json"]).ends(1);
    let counts = ran.says(&["rows: 4 taken, 2 left out, 1 unreadable"]).json();
    let count = |what: &str, reason: &str| {
        let of = |row: &&serde_json::Value| row["what"] == what && row["reason"] == reason;
        counts.as_array().unwrap().iter().find(of).map(|row| row["count"].as_u64().unwrap())
    };
    assert_eq!(count("rows", ""), Some(4));
    assert_eq!(count("rows", "name of one or two letters"), Some(1));
    assert_eq!(count("rows", "feature of class H that is not asked for (--features)"), Some(1));
    assert_eq!(count("rows", "row without GeoNames' 19 columns"), Some(1));
    assert_eq!(count("names", "airport code"), Some(2));
    assert_eq!(count("names", "alias of a place that is a name of people"), Some(1));
}

#[test]
fn geonames_is_filtered_by_feature_and_population() {
    let desk = geonames_desk();
    let names = |more: &[&str]| -> Vec<String> {
        desk.run(&[&["import", "geonames", "cities.txt", "-o", "out.csv", "--force"], more].concat()).ends(1);
        desk.table("out.csv").into_iter().map(|row| row["name"].clone()).collect()
    };
    assert_eq!(names(&["--features", "H.STM"]), ["Small Creek"]);
    assert_eq!(names(&["--features", "H,P"]), ["Paris", "Paris", "London", "Windhoek", "Small Creek"]);
    // the capital of unknown population stays
    assert_eq!(names(&["--min-population", "25000"]), ["Paris", "London", "Windhoek"]);
    assert_eq!(names(&["--all-names", "--min-population", "25000"]), ["Paris", "London", "Of", "Windhoek"]);
    desk.run(&["import", "geonames", "cities.txt", "-o", "x.csv", "--features", "P;A"])
        .refuses(&["'P;A' is no feature"]);
}

#[test]
fn alternate_names_have_languages_and_flags() {
    let desk = geonames_desk();
    desk.write("alternates.txt", ALTERNATES);
    let rows = geonames(&desk, &["alternates.txt"]);
    let paris = row(&rows, "gn2988507");
    assert_eq!([&paris["aliases"], &paris["wikidata"]], ["Parys", "Q90"]);
    let america = row(&rows, "gn6252001");
    assert_eq!([&america["aliases"], &america["exact"]], ["America", "USA"]);
    let rows = geonames(&desk, &["alternates.txt", "--languages", "la,fr", "--historic"]);
    assert_eq!(row(&rows, "gn2988507")["aliases"], "Lutetia");
    desk.run(&["import", "geonames", "cities.txt", "-o", "x.csv", "--languages", "en"])
        .refuses(&["alternateNamesV2.txt: give it too"]);
}

#[test]
fn an_imported_place_and_a_shipped_one_are_one() {
    let desk = geonames_desk();
    geonames(&desk, &[]);
    for (name, id) in [("London", "gn2643743"), ("Texas", "gn4736286"), ("Namibia", "gn3355338")] {
        let found = desk.run(&["lookup", name, "-g", "default", "-g", "out.csv", "--json"]).ends(0).json();
        let countries =
            |country: &str| found.as_array().unwrap().iter().filter(|row| row["country"] == country).count();
        assert_eq!(found[0]["entity_id"], id, "{found}");
        assert_eq!(countries(found[0]["country"].as_str().unwrap()), 1, "{found}");
        assert!(found[0]["latitude"].is_number(), "{found}");
    }
}

#[test]
fn an_import_leaves_a_whole_list_or_none() {
    let desk = geonames_desk();
    desk.write("mine.csv", "name\n");
    let files = |out: &str| desk.run(&["import", "geonames", "cities.txt", "-o", out]);
    files("mine.csv").refuses(&["mine.csv is there already", "--force"]);
    files("cities.txt").refuses(&["cities.txt would be read and written"]);
    files("list.txt").refuses(&["something.csv"]);
    desk.run(&["import", "geonames", "cities.txt", "nowhere.txt", "-o", "out.csv"]).refuses(&["nowhere.txt"]);
    desk.run(&["import", "geonames", "mine.csv", "-o", "out.csv"]).refuses(&["no file of GeoNames"]);
    desk.write("empty.txt", "");
    desk.run(&["import", "geonames", "empty.txt", "-o", "out.csv"]).refuses(&["no file of GeoNames"]);
    assert_eq!(desk.names("."), ["cities.txt", "countries.txt", "divisions.txt", "empty.txt", "mine.csv"]);
    assert_eq!(fs::read_to_string(desk.path("mine.csv")).unwrap(), "name\n");
    let streamed = desk.run(&["import", "geonames", "cities.txt", "-o", "-"]).ends(1).rows();
    assert_eq!(streamed.len(), 4);
}
