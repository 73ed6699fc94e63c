//! `gazetag suggest`: names that no list has.

use super::{Desk, column, find};

/// Stories with names of the list (Syria, Vladimir Putin) and four that it does not have.
const STORIES: [&str; 4] = [
    "Mr Farid Obeidan said the harbour would open. Obeidan spoke in Syria on Monday. He met Vladimir Putin.\n",
    "The Oruba Shipping Company hired Farid Obeidan. \"We wait,\" said Obeidan. Ships lay off Tel Marwan, Syria.\n",
    "Workers of the Oruba Shipping Company marched through Tel Marwan. However, the Oruba Shipping Company paid.\n",
    "The National Harbour Board (NHB) met in Tel Merwan. The NHB and the National Harbour Board wait for Farid Obeidan.\n",
];

fn desk() -> Desk {
    let desk = Desk::with_news();
    for (i, story) in STORIES.iter().enumerate() {
        desk.write(&format!("stories/{i}.txt"), story);
    }
    desk.write(
        "stories/4.txt",
        "Harbour Fears Rise As Strange Winter Grows Longer\n\nThe National Harbour Board waits.\n",
    );
    desk
}

#[test]
fn suggest_finds_what_no_list_has() {
    let desk = desk();
    let rows = desk.run(&["suggest", "stories", "-g", "list.csv"]).ends(0).rows();
    let cells = |name: &str| {
        let row = find(&rows, "name", name);
        ["kind", "aliases", "mentions", "articles"].map(|cell| row[cell].clone())
    };
    assert_eq!(cells("Farid Obeidan"), ["person", "Obeidan", "5", "3"], "{rows:#?}");
    assert_eq!(cells("Oruba Shipping Company"), ["organization", "", "3", "2"]);
    assert_eq!(cells("National Harbour Board"), ["organization", "NHB", "4", "2"]);
    assert_eq!(cells("Tel Marwan"), ["place", "Tel Merwan", "3", "3"], "a vowel is no other name");
    assert_eq!(rows.len(), 4, "no listed name, no day, no headline, no word that opens a sentence: {rows:#?}");
    let person = find(&rows, "name", "Farid Obeidan");
    assert!(person["evidence"].contains("surname alone later 2"), "{person:?}");
    assert!(person["examples"].starts_with("Mr [Farid Obeidan] said the harbour"), "{person:?}");
    assert!(column(&rows, "mentions").is_sorted_by(|a, b| a.parse::<u32>().unwrap() >= b.parse().unwrap()));
}

#[test]
fn kept_suggestions_are_a_list() {
    let desk = desk();
    desk.run(&["suggest", "stories", "-g", "list.csv", "-o", "new.csv", "-q"]).ends(0);
    desk.run(&["check", "new.csv"]).ends(0).says(&["0 errors"]);
    let found = desk.run(&["tag", "stories", "-g", "list.csv", "-g", "new.csv", "-o", "-"]).ends(0).rows();
    let surfaces = column(&found, "surface");
    assert!(["Farid Obeidan", "Tel Merwan", "NHB"].iter().all(|name| surfaces.contains(name)), "{surfaces:?}");
    let nothing = desk.run(&["suggest", "stories", "-g", "list.csv", "-g", "new.csv"]).ends(0).rows();
    assert_eq!(column(&nothing, "name"), Vec::<&str>::new(), "listed, they are not new");
}

#[test]
fn suggest_gives_the_same_at_any_number_of_threads() {
    let desk = desk();
    let run = |more: &[&str]| {
        desk.run(&[&["suggest", "stories", "-g", "list.csv", "--least", "1"], more].concat()).ends(0).out
    };
    let one = run(&["-j", "1"]);
    assert_eq!(one, run(&["-j", "4"]));
    assert!(one.lines().count() > 4);
    assert_eq!(run(&["-n", "2"]).lines().count(), 3);
    desk.run(&["suggest", "nowhere"]).refuses(&["nowhere"]);
    desk.write("bad/x.jsonl", "broken\n");
    desk.run(&["suggest", "bad", "-g", "list.csv"]).ends(1).says(&["failed: x.jsonl#1"]);
}

/// What stood among the suggestions and is no name, or not of the kind that was guessed.
#[test]
fn suggest_knows_sorts_letters_and_titles() {
    let desk = Desk::with_news();
    for i in 0..3 {
        desk.write(
            &format!("stories/{i}.txt"),
            "It happened on Interstate 55, near Block 8. Police closed Interstate 55 for the TV crews. \
             The chairman of RRB, said RRB. The talks went to Laurel County Clerk Dean Obeidan, and later to Obeidan. \
             It lies in the Florence Statistical Area, they said.\n",
        );
    }
    let rows = desk.run(&["suggest", "stories", "-g", "list.csv"]).ends(0).rows();
    let names = column(&rows, "name");
    assert!(["Interstate", "Block", "TV"].iter().all(|name| !names.contains(name)), "{names:?}");
    let kind = |name: &str| find(&rows, "name", name)["kind"].clone();
    assert_eq!([kind("RRB"), kind("Dean Obeidan")], ["organization", "person"]);
    assert_ne!(kind("Florence Statistical Area"), "person");
}
