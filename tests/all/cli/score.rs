//! `gazetag score` and `gazetag sample`: figures, errors, sheets.

use super::{Desk, column, find, rows};
use serde_json::Value;
use std::fs;

const GOLD: &str = "\
article,start_char,end_char,kind,surface,entity_id,latitude,longitude,role,note
a.txt,0,14,person,Vladimir Putin,Q1,,,,
a.txt,23,28,place,Syria,gn1,35.5,38.25,,
a.txt,30,49,organization,The Bank of England,,,,,
a.txt,42,49,place,England,,,,nested,
a.txt,54,65,place,Springfield,gn3,49.75,-97.5,,
a.txt,77,82,organization,Putin,,,,,
b.txt,6,11,person,again,,,,,
b.txt,20,25,place,Aleppo,,36.2,37.2,,optional
c.txt,0,4,place,Oslo,,,,,
";

const MENTIONS: &str = "\
article,kind,entity,entity_id,surface,start_char,end_char,role,latitude,longitude,reason
in/a.txt,person,Vladimir Putin,Q1,Vladimir Putin,0,14,name,,,unique
in/a.txt,place,Syria,gn1,Syria,23,28,name,35.5,38.25,unique
in/a.txt,organization,Bank of England,Q3,Bank of England,34,49,name,,,unique
in/a.txt,place,Springfield,gn2,Springfield,54,65,name,39.75,-89.5,prior
in/a.txt,person,Vladimir Putin,Q1,Putin,77,82,name,,,unique
in/b.txt,place,Syria,gn1,Syria,0,5,name,35.5,38.25,unique
in/b.txt,place,Aleppo,gn4,Aleppo,20,25,name,,,unique
";

const DROPPED: &str = "\
article,kind,entity,entity_id,surface,start_char,end_char,role,latitude,longitude,reason
in/c.txt,place,Oslo,gn5,Oslo,0,4,name,59.9,10.7,prior;ordinary
";

fn desk() -> Desk {
    Desk::new(&[("gold.csv", GOLD), ("run/mentions.csv", MENTIONS), ("run/dropped.csv", DROPPED)])
}

/// Gold, mentions, right, wrong, missed.
fn counts(rates: &Value) -> [u64; 5] {
    ["gold", "mentions", "right", "wrong", "missed"].map(|name| rates[name].as_u64().unwrap())
}

#[test]
fn score_counts_by_kind_exactly_and_by_overlap() {
    let desk = desk();
    let score = desk.run(&["score", "--gold", "gold.csv", "--mentions", "run/mentions.csv", "--json"]).ends(0).json();
    let exact = &score["exact"];
    // Aleppo is optional: found, it is neither right nor wrong
    assert_eq!(counts(&exact["place"]), [3, 4, 2, 1, 1]);
    assert_eq!(counts(&exact["person"]), [2, 2, 1, 1, 1]);
    assert_eq!(counts(&exact["organization"]), [2, 1, 0, 1, 2]);
    assert_eq!(counts(&exact["micro"]), [7, 7, 3, 3, 4]);
    assert_eq!(counts(&exact["span only"]), [7, 7, 4, 2, 3]);
    assert_eq!(counts(&score["overlap"]["organization"]), [2, 1, 1, 0, 1]);
    assert_eq!(exact["place"]["p"].as_f64().unwrap(), 2.0 / 3.0);
    let interval = |name: &str| exact["place"][name].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let interval: Vec<f64> = interval("p_interval");
    assert!(interval[0] <= 2.0 / 3.0 && 2.0 / 3.0 <= interval[1] && interval[0] < interval[1], "{interval:?}");
    let places = &score["places"];
    assert_eq!((&places["matched"], &places["within_161km"]), (&2.into(), &1.into()));
    assert_eq!(places["within_161km_all"].as_f64().unwrap(), 0.5);
    assert_eq!((&score["ids"]["comparable"], &score["ids"]["equal"]), (&3.into(), &2.into()));
    assert_eq!(score["other_kind"]["organization found as person"], 1);
    assert_eq!(score["gold"]["not_scored"]["nested"], 1);
    let again = desk.run(&["score", "--gold", "gold.csv", "--mentions", "run", "--json"]).ends(0).json();
    assert_eq!(again, score, "the folder of a run is as good as its table");
}

#[test]
fn score_tells_why_names_were_missed() {
    let desk = desk();
    desk.write("list.csv", "name,kind\nBank of England,organization\nSyria,place\n");
    let arguments = ["score", "--gold", "gold.csv", "--mentions", "run", "-g", "list.csv"];
    let ran = desk.run(&[&arguments[..], &["--errors", "errors.csv"]].concat()).ends(0);
    assert!(ran.out.contains("place") && ran.out.contains("not in the lists"), "{}", ran.out);
    let errors = desk.table("errors.csv");
    for (surface, error, group, instead) in [
        ("again", "missed", "not in the lists", ""),
        ("Oslo", "missed", "dropped: ordinary", "Oslo"),
        ("The Bank of England", "missed", "wrong edge", "Bank of England"),
        ("Bank of England", "false alarm", "wrong edge", "The Bank of England"),
        ("Syria", "false alarm", "not in gold", "Syria"),
        ("Springfield", "wrong entity", "over 161 km away", "Springfield (gn2), gold has gn3"),
    ] {
        let row = find(&errors, "surface", surface);
        assert_eq!([&row["error"], &row["group"], &row["instead"]], [error, group, instead]);
    }
    let of_putin: Vec<&str> =
        errors.iter().filter(|row| row["surface"] == "Putin").map(|row| row["group"].as_str()).collect();
    assert_eq!(of_putin, ["wrong kind", "wrong kind"], "missed as an organization, found as a person");
    let without = desk.run(&["score", "--gold", "gold.csv", "--mentions", "run", "--json"]).ends(0).json();
    let errors = without["errors"].as_array().unwrap();
    let again = errors.iter().find(|row| row["surface"] == "again").unwrap();
    assert_eq!(again["group"], "not found", "no list is named, so nobody knows");
}

#[test]
fn score_takes_switches() {
    let desk = desk();
    let places = |more: &[&str]| {
        let arguments = [&["score", "--gold", "gold.csv", "--mentions", "run", "--json"], more].concat();
        counts(&desk.run(&arguments).ends(0).json()["exact"]["place"])
    };
    assert_eq!(places(&["--nested"]), [4, 4, 2, 1, 2]);
    assert_eq!(places(&["--skip-note", "^opt"]), [3, 4, 2, 1, 1]);
    assert_eq!(places(&["--kinds", "place"]), [3, 4, 2, 1, 1]);
    let by_article = desk.run(&["score", "--gold", "gold.csv", "--mentions", "run", "--json", "--by-article"]).json();
    assert_eq!(by_article["articles"][0]["article"], "a.txt");
}

#[test]
fn a_corrected_table_is_gold_in_every_flavour() {
    let desk = Desk::with_news();
    for flavour in ["excel", "semicolon", "plain"] {
        desk.tag(&["--csv", flavour, "--force"]).ends(0);
        fs::copy(desk.path("out/mentions.csv"), desk.path("gold.csv")).unwrap();
        let score = desk.run(&["score", "in", "--gold", "gold.csv", "-g", "list.csv", "--json"]).ends(0).json();
        assert_eq!(score["exact"]["micro"]["f1"], 1.0, "{flavour}");
        assert_eq!(score["places"]["within_161km_all"], 1.0, "{flavour}");
        assert_eq!(score["errors"].as_array().unwrap().len(), 0, "{flavour}");
        let table = desk.run(&["score", "--mentions", "out", "--gold", "gold.csv", "-g", "list.csv", "--json"]);
        assert_eq!(table.ends(0).json(), score, "{flavour}: articles and their table score alike");
    }
}

#[test]
fn score_compares_two_tables() {
    let desk = desk();
    let before = MENTIONS.replace("in/a.txt,place,Syria,gn1,Syria,23,28,name,35.5,38.25,unique\n", "");
    desk.write("before.csv", &before.replace("Aleppo,20,25", "Alepp,20,24"));
    let arguments = ["score", "--gold", "gold.csv", "--mentions", "run", "--compare", "before.csv"];
    let compare = &desk.run(&[&arguments[..], &["--json"]].concat()).ends(0).json()["compare"];
    assert_eq!(counts(&compare["exact"]["place"]), [3, 3, 1, 2, 2]);
    let difference = compare["differences"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| (&row["by"], &row["of"], &row["figure"]) == (&"exact".into(), &"place".into(), &"r".into()));
    assert!((difference.unwrap()["difference"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-12);
    let changes: Vec<(&str, &str, &str)> = compare["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["change", "error", "surface"].map(|name| row[name].as_str().unwrap()))
        .map(|[change, error, surface]| (change, error, surface))
        .collect();
    assert_eq!(changes, [("mended", "false alarm", "Alepp"), ("mended", "missed", "Syria")]);
    let told = desk.run(&arguments).ends(0).out;
    assert!(told.contains("exact place recall") && told.contains("+0.333"), "{told}");
}

#[test]
fn score_says_what_it_cannot_use() {
    let desk = desk();
    desk.run(&["score", "--gold", "nowhere.csv", "--mentions", "run"]).refuses(&["nowhere.csv"]);
    desk.run(&["score", "--gold", "gold.csv"]).refuses(&["--mentions"]);
    desk.run(&["score", "in", "--mentions", "run", "--gold", "gold.csv"]).refuses(&["cannot be used with"]);
    desk.write("bad.csv", "article,start_char,end_char,kind\na.txt,5,5,place\na.txt,one,2,place\n");
    desk.run(&["score", "--gold", "bad.csv", "--mentions", "run"]).refuses(&["bad.csv:2: ", "bad.csv:3: "]);
    desk.write("empty.csv", "article,start_char,end_char,kind\n");
    desk.run(&["score", "--gold", "empty.csv", "--mentions", "run"]).refuses(&["no row of kind"]);
    desk.write("other.csv", "article,start_char,end_char,kind\nz.txt,0,5,place\n");
    let ran = desk.run(&["score", "--gold", "other.csv", "--mentions", "run"]).ends(0);
    ran.says(&["no article of the two files has the same name", "count as wrong"]);
}

#[test]
fn a_sheet_is_drawn_marked_and_read_back() {
    let desk = Desk::with_news();
    desk.write("more.csv", "name,kind\nNotari,person\n");
    desk.write("in/c.txt", "Notari did this. Notari did that. Syria, again and again.\n");
    let lists = ["-g", "list.csv", "-g", "more.csv"];
    desk.run(&[&["sample", "in", "-o", "sheet.csv"][..], &lists].concat()).ends(0).says(&["score --sheet sheet.csv"]);
    let bytes = fs::read(desk.path("sheet.csv")).unwrap();
    assert!(bytes.starts_with("\u{FEFF}right,".as_bytes()));
    let sheet = rows(&bytes, b',');
    assert_eq!(column(&sheet, "list").iter().filter(|list| **list == "more.csv").count(), 2);
    assert_eq!(find(&sheet, "surface", "Syria")["times"], "3");
    desk.run(&["score", "--sheet", "sheet.csv"]).refuses(&["nothing is marked"]);
    let marked = String::from_utf8(bytes).unwrap();
    let marked: String = marked
        .lines()
        .enumerate()
        .map(|(i, line)| match line {
            header if i == 0 => format!("{header}\r\n"),
            wrong if wrong.contains("more.csv") => format!("no{wrong}\r\n"),
            right => format!("yes{right}\r\n"),
        })
        .collect();
    desk.write("sheet.csv", &marked);
    let read = desk.run(&["score", "--sheet", "sheet.csv", "--json", "--blocked", "blocked.csv"]).ends(0).json();
    assert_eq!(
        (&read["lists"]["list.csv"]["precision"], &read["lists"]["more.csv"]["precision"]),
        (&1.0.into(), &0.0.into())
    );
    assert_eq!(read["unmarked"], 0);
    let blocked = desk.table("blocked.csv");
    assert_eq!(column(&blocked, "name"), ["Notari"]);
    assert!(blocked[0]["reason"].starts_with("wrong 2 of 2 times"));
    let told = desk.run(&["score", "--sheet", "sheet.csv"]).ends(0).out;
    assert!(told.contains("more.csv") && told.contains("proposed for blocked.csv"), "{told}");
    let again = desk.run(&[&["tag", "in", "-o", "-", "-g", "blocked.csv"][..], &lists].concat()).ends(0).rows();
    assert!(column(&again, "surface").iter().all(|surface| *surface != "Notari"), "the proposal is a list");
}

#[test]
fn a_sample_is_the_same_each_time() {
    let desk = Desk::with_news();
    desk.tag(&[]).ends(0);
    let draw = |more: &[&str]| desk.run(&[&["sample", "-g", "list.csv", "-q"], more].concat()).ends(0).out;
    let sheet = draw(&["in", "-n", "3"]);
    assert_eq!(sheet.lines().count(), 4);
    assert_eq!(draw(&["--mentions", "out", "-n", "3"]), sheet, "articles and their table give one sheet");
    assert_eq!(draw(&["in", "-n", "3", "-j", "2"]), sheet);
    desk.run(&["sample", "-g", "list.csv"]).refuses(&["nothing to sample"]);
}

/// Two towns of one name, of which the larger is meant by default.
const TOWNS: &str = "\
name,kind,id,class,country,population,latitude,longitude
United States,place,usa,country,USA,330000000,39.76,-98.5
France,place,fra,country,FRA,68000000,46,2
Paris,place,paris-fr,city,FRA,250000,48.85,2.35
Paris,place,paris-tx,city,USA,25000,33.66,-95.55
";

const HOME: &str = "\
article,start_char,end_char,kind,surface,entity_id,latitude,longitude
a.txt,12,17,place,Paris,paris-tx,33.66,-95.55
";

#[test]
fn articles_are_scored_and_sampled_where_their_paper_is_at_home() {
    let desk = Desk::new(&[("in/a.txt", "They met in Paris."), ("towns.csv", TOWNS), ("gold.csv", HOME)]);
    let near = |more: &[&str]| {
        let arguments = [&["score", "in", "--gold", "gold.csv", "-g", "towns.csv", "--json"], more].concat();
        desk.run(&arguments).ends(0).json()["places"]["within_161km"].as_u64().unwrap()
    };
    assert_eq!((near(&[]), near(&["--home", "USA"])), (0, 1));
    assert_eq!(near(&["--home", "USA", "--without", "focus"]), 0);
    let drawn = |more: &[&str]| {
        let arguments = [&["sample", "in", "-g", "towns.csv", "-q"], more].concat();
        column(&desk.run(&arguments).ends(0).rows(), "entity_id").join(";")
    };
    assert_eq!([drawn(&[]), drawn(&["--home", "USA"])], ["paris-fr", "paris-tx"]);
    let explained = desk.run(&["explain", "in/a.txt", "-g", "towns.csv", "--home", "USA"]).ends(0);
    assert!(explained.out.contains("it lies where the paper is at home"), "{}", explained.out);
    desk.run(&["score", "in", "--gold", "gold.csv", "-g", "towns.csv", "--home", "ATL"]).refuses(&["--home ATL"]);
}

#[test]
fn a_run_is_no_folder_of_articles() {
    let desk = Desk::with_news();
    desk.tag(&[]).ends(0);
    for command in [&["score", "out", "--gold", "out/mentions.csv"][..], &["sample", "out"]] {
        desk.run(command).refuses(&["out is the folder of a run", "--mentions"]);
    }
    for command in [&["score", "--mentions", "out", "--gold", "out/mentions.csv"][..], &["sample", "--mentions", "out"]]
    {
        desk.run(&[command, &["--home", "USA"]].concat()).refuses(&["--home and --without", "--mentions"]);
    }
}
