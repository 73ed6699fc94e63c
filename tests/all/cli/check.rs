//! `gazetag check`: risks, what a corpus says of them, and decisions carried out.

use super::{Desk, Row};
use std::fs;

const LIST: &str = "id;name;kind;aliases;country;my note\r\n\
a;Split;place;Spalato|Xy;HRV;\"a \"\"quoted\"\" note\"\r\n\
b;Reading;place;;GBR;=1+1\r\n\
\r\n\
c;Jane Doe;person;Doe;;\r\n";

const NEWS: &str = "They split in Split. We split the bill, reading the news in Reading, says Jane Doe.\n\
Doe did not split, and XY is no name.";

fn desk() -> Desk {
    Desk::new(&[("mine.csv", LIST), ("news/a.txt", NEWS), ("news/b.txt", "Split again.")])
}

/// What is told of one name, as `problem capitalised lower_case inside_longer`.
fn told(json: &serde_json::Value) -> Vec<String> {
    let row = |row: &serde_json::Value| {
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        format!(
            "{} {} {} {} {}",
            text("name"),
            text("problem"),
            row["capitalised"],
            row["lower_case"],
            row["inside_longer"]
        )
    };
    json.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_corpus_says_how_often_names_bite_and_the_riskiest_come_first() {
    let desk = desk();
    let ran = desk.run(&["check", "mine.csv", "--corpus", "news", "--json"]).ends(0);
    let json = ran.json();
    assert_eq!(
        told(&json),
        [
            "Split common-word 2 3 0",
            "Reading common-word 1 1 0",
            "Xy short 1 0 0",
            "Doe occurs 2 0 1",
            "Jane Doe occurs 1 0 0"
        ]
    );
    let examples: Vec<&str> = json[0]["examples"].as_array().unwrap().iter().map(|e| e.as_str().unwrap()).collect();
    assert_eq!(examples.len(), 5);
    assert_eq!(examples[0], "They [split] in Split. We split the bill, reading the news in Reading, s");
    assert_eq!(examples[4], "[Split] again.");
    assert_eq!((&json[3]["level"], &json[0]["level"]), (&"note".into(), &"warning".into()));
    // threads do not change it
    let one = desk.run(&["check", "mine.csv", "--corpus", "news", "--json", "-j", "1"]).ends(0);
    assert_eq!(one.out, ran.out);
    desk.run(&["check", "mine.csv", "--corpus", "nowhere"]).refuses(&["nowhere", "No such file"]);
}

#[test]
fn decisions_of_an_edited_table_change_the_list() {
    let desk = desk();
    let check = ["check", "mine.csv", "--corpus", "news", "-o", "risks.csv"];
    desk.run(&check).ends(0).says(&["gazetag check mine.csv --apply risks.csv"]);
    desk.run(&check).refuses(&["risks.csv is there already", "--force"]);
    let table = fs::read_to_string(desk.path("risks.csv")).unwrap();
    assert!(
        table.starts_with("\u{FEFF}decision,name,file,line,level,problem,message,suggestion,capitalised"),
        "{table}"
    );
    let untouched = desk.run(&["check", "mine.csv", "--apply", "risks.csv"]).ends(0);
    untouched.says(&["keeps every name"]);
    assert_eq!(fs::read_to_string(desk.path("mine.csv")).unwrap(), LIST);
    let edited = table
        .replace("keep,Split,", "exact,Split,")
        .replace("keep,Xy,", "DROP,Xy,")
        .replace("keep,Reading,", "drop,Reading,")
        .replace("keep,Doe,", "drop,Doe,");
    desk.write("risks.csv", &edited);
    desk.run(&["check", "mine.csv", "--apply", "risks.csv"]).ends(0).says(&["mine.csv: 4 names changed"]);
    assert_eq!(
        fs::read_to_string(desk.path("mine.csv")).unwrap(),
        "id;name;kind;aliases;country;my note;exact;case\r\n\
         a;Split;place;Spalato;HRV;\"a \"\"quoted\"\" note\";;exact\r\n\
         \r\n\
         c;Jane Doe;person;;;;;\r\n"
    );
    assert_eq!(desk.names("."), ["mine.csv", "news", "risks.csv"]);
}

#[test]
fn decisions_that_cannot_be_carried_out_change_nothing() {
    let desk = desk();
    let table = |rows: &str| desk.write("risks.csv", &format!("decision,name,file,line\n{rows}"));
    let apply = |list: &str| desk.run(&["check", list, "--apply", "risks.csv"]);
    table("drop,Split,mine.csv,2\nperhaps,Doe,mine.csv,5\n");
    apply("mine.csv").refuses(&["risks.csv:3: 'perhaps' is no decision", "nothing was changed"]);
    table("drop,Split,mine.csv,2\ndrop,Nobody,mine.csv,5\n");
    apply("mine.csv").refuses(&["mine.csv: line 5 has no name 'Nobody'", "has changed since"]);
    table("drop,Split,mine.csv,2\n");
    apply("default").refuses(&["name that list on the command line too"]);
    table("drop,London,default/places.csv,2\n");
    apply("default").refuses(&["default/places.csv"]);
    desk.write("risks.csv", "a,b\n");
    apply("mine.csv").refuses(&["'decision'"]);
    apply("nowhere.csv").refuses(&["risks.csv"]);
    assert_eq!(fs::read_to_string(desk.path("mine.csv")).unwrap(), LIST);
}

#[test]
fn a_table_of_risks_has_a_row_for_each() {
    let desk = Desk::new(&[("list.csv", "name,kind\n+Most,person\nMost,person\nXy,person\n")]);
    desk.run(&["check", "list.csv", "-o", "risks.csv"]).ends(0).says(&["0 errors, 2 warnings"]);
    let rows: Vec<Row> = desk.table("risks.csv");
    let cells: Vec<(&str, &str, &str)> =
        rows.iter().map(|row| (row["name"].as_str(), row["line"].as_str(), row["problem"].as_str())).collect();
    assert_eq!(cells, [("Most", "3", "common-word"), ("Xy", "4", "short")]);
    assert!(rows.iter().all(|row| row["decision"] == "keep" && !row["suggestion"].is_empty()));
}
