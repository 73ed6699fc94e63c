//! `gazetag compile`, and what the other commands do with its file.

use super::{Desk, LIST, column, find};
use crate::support::root;
use std::fs;

const TABLES: [&str; 7] =
    ["articles.csv", "by-article.csv", "by-month.csv", "countries.csv", "entities.csv", "mentions.csv", "pairs.csv"];

fn compiled(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::with_news();
    files.iter().for_each(|(name, text)| desk.write(name, text));
    desk.run(&["compile", "-g", "list.csv", "-o", "list.gaz"]).ends(0).says(&["list.gaz: 6 entities", "MB"]);
    desk
}

/// Changes the first bytes that are `old`.
fn overwrite(desk: &Desk, name: &str, old: &[u8], new: &[u8]) {
    let mut bytes = fs::read(desk.path(name)).unwrap();
    let at = bytes.windows(old.len()).position(|found| found == old).unwrap();
    bytes[at..at + new.len()].copy_from_slice(new);
    fs::write(desk.path(name), bytes).unwrap();
}

#[test]
fn compiled_lists_give_the_tables_of_their_lists() {
    let desk = Desk::with_news();
    let corpus = root().join("corpus");
    let corpus = corpus.to_str().unwrap();
    for (number, lists) in [&["-g", "default"][..], &["-g", "default", "-g", "list.csv"]].iter().enumerate() {
        let (file, from_file, from_lists) =
            (format!("{number}.gaz"), format!("{number}.file"), format!("{number}.lists"));
        desk.run(&[&["compile", "-q", "-o", &file], *lists].concat()).ends(0);
        desk.run(&["tag", "-q", corpus, "--dropped", "-g", &file, "-o", &from_file]);
        desk.run(&[&["tag", "-q", corpus, "--dropped", "-o", &from_lists], *lists].concat());
        for table in TABLES.iter().chain(&["dropped.csv"]) {
            let read = |folder: &str| fs::read(desk.path(folder).join(table)).unwrap();
            assert!(read(&from_file) == read(&from_lists), "{table} of {lists:?}");
        }
    }
}

#[test]
fn lists_lie_on_a_compiled_one() {
    let mine = "name,kind,country,latitude,longitude,color,aliases\nSyria,place,SYR,35.5,38.25,violet,Syrie\n\
                Aleppo,place,SYR,36.2,37.16,white,\n";
    let desk = compiled(&[("mine.csv", mine), ("in/c.txt", "Aleppo lies in Syria, la Syrie.\n")]);
    for (lists, color) in [
        (["-g", "list.gaz", "-g", "mine.csv"], "violet"),
        (["-g", "mine.csv", "-g", "list.gaz"], "red"),
        (["-g", "list.csv", "-g", "mine.csv"], "violet"),
    ] {
        desk.run(&[&["tag", "in", "--force", "-o", "out"], &lists[..]].concat()).ends(0);
        let entities = desk.table("out/entities.csv");
        let syria: Vec<_> = entities.iter().filter(|row| row["entity"] == "Syria").collect();
        assert_eq!(syria.len(), 1, "{lists:?}: {entities:#?}");
        assert_eq!((syria[0]["color"].as_str(), syria[0]["mentions"].as_str()), (color, "4"), "{lists:?}");
        assert_eq!(find(&entities, "entity", "Aleppo")["color"], "white");
    }
}

#[test]
fn two_compiled_lists_are_one_gazetteer() {
    let other = "name,kind,country,latitude,longitude,population,color\nSyria,place,SYR,35.5,38.25,1,blue\n\
                 Homs,place,SYR,34.7,36.7,,\n";
    let desk = compiled(&[("other.csv", other), ("in/c.txt", "Homs and Syria.\n")]);
    desk.run(&["compile", "-g", "other.csv", "-o", "other.gaz"]).ends(0);
    desk.run(&["tag", "in", "-g", "list.gaz", "-g", "other.gaz", "-o", "out"]).ends(0);
    let entities = desk.table("out/entities.csv");
    assert_eq!(find(&entities, "entity", "Syria")["color"], "blue");
    assert_eq!(find(&entities, "entity", "Homs")["mentions"], "1");
    // and both compiled into one
    desk.run(&["compile", "-g", "list.gaz", "-g", "other.gaz", "-o", "both.gaz"]).ends(0);
    desk.run(&["tag", "in", "-g", "both.gaz", "-o", "both"]).ends(0);
    for table in TABLES {
        let read = |folder: &str| fs::read(desk.path(folder).join(table)).unwrap();
        assert!(read("out") == read("both"), "{table}");
    }
}

#[test]
fn blocked_names_hold_for_a_compiled_list() {
    let desk = compiled(&[("blocked.csv", "name,reason\nSpringfield,too many\n")]);
    let mentions = desk.run(&["tag", "in", "-g", "list.gaz", "-g", "blocked.csv", "-o", "-"]).ends(0).rows();
    assert!(!column(&mentions, "surface").contains(&"Springfield"), "{mentions:#?}");
    let mentions = desk.run(&["tag", "in", "-g", "list.gaz", "-o", "-"]).ends(0).rows();
    assert!(column(&mentions, "surface").contains(&"Springfield"), "{mentions:#?}");
}

#[test]
fn a_file_that_is_not_whole_is_refused() {
    let desk = compiled(&[]);
    let sound = fs::read(desk.path("list.gaz")).unwrap();
    for (bytes, said) in [
        (sound[..sound.len() / 2].to_vec(), "not whole"),
        (LIST.as_bytes().to_vec(), "no list that gazetag compiled"),
        (Vec::new(), "no list that gazetag compiled"),
        ([&sound[..12], &[9, 0, 0, 0], &sound[16..]].concat(), "a newer gazetag"),
    ] {
        desk.write("x.gaz", "");
        fs::write(desk.path("x.gaz"), bytes).unwrap();
        desk.run(&["tag", "in", "-g", "x.gaz", "-o", "out"]).refuses(&["x.gaz", said, "gazetag compile"]);
        desk.run(&["check", "x.gaz"]).refuses(&["x.gaz", said]);
        assert!(!desk.path("out").exists());
    }
}

#[test]
fn damage_ends_a_run_once() {
    let desk = compiled(&[]);
    for i in 0..50 {
        desk.write(&format!("in/{i}.txt"), NEWS_OF_PUTIN);
    }
    desk.run(&["check", "list.gaz"]).ends(0);
    desk.run(&["tag", "in", "-g", "list.gaz", "-o", "out", "--verify"]).ends(0);
    // a text that is none
    overwrite(&desk, "list.gaz", b"Vladimir Putin", b"\xFF\xFE\xFF");
    let ran = desk.run(&["tag", "in", "-g", "list.gaz", "-o", "damaged"]);
    let ran = ran.refuses(&["list.gaz is damaged", "gazetag check", "gazetag compile"]);
    assert_eq!(ran.err.matches("damaged").count(), 1, "{}", ran.err);
    assert!(!desk.path("damaged/mentions.csv").exists());
    desk.run(&["tag", "in", "-g", "list.gaz", "-o", "out", "--verify"]).refuses(&["list.gaz is damaged"]);
    let check = desk.run(&["check", "list.gaz"]).ends(1);
    assert!(check.out.contains("list.gaz is damaged"), "{check:?}");
    desk.run(&["lookup", "Putin", "-g", "list.gaz"]).refuses(&["list.gaz is damaged"]);
}

const NEWS_OF_PUTIN: &str = "Vladimir Putin spoke.\n";

#[test]
fn a_list_that_changed_since_is_told() {
    let desk = compiled(&[]);
    let told = |desk: &Desk| desk.run(&["tag", "in", "-g", "list.gaz", "-o", "-"]).ends(0).err;
    assert!(!told(&desk).contains("changed"));
    // another time alone is no change
    desk.write("list.csv", LIST);
    assert!(!told(&desk).contains("changed"));
    desk.write("list.csv", &LIST.replace("red", "brown"));
    assert!(told(&desk).contains("list.csv has changed since list.gaz was compiled"), "{}", told(&desk));
    fs::remove_file(desk.path("list.csv")).unwrap();
    assert!(!told(&desk).contains("changed"));
}

#[test]
fn a_compiled_list_is_written_whole_or_not_at_all() {
    let desk = compiled(&[]);
    let sound = fs::read(desk.path("list.gaz")).unwrap();
    desk.write("bad.csv", "name,kind\n,place\n");
    desk.run(&["compile", "-g", "bad.csv", "-o", "list.gaz"]).refuses(&["bad.csv:2:1", "no name"]);
    desk.run(&["compile", "-g", "list.csv", "-o", "nowhere/x.gaz"]).refuses(&["cannot write nowhere/x.gaz"]);
    assert!(fs::read(desk.path("list.gaz")).unwrap() == sound);
    // again, over itself and over what is something else
    desk.run(&["compile", "-g", "list.gaz", "-o", "list.gaz", "-q"]).ends(0);
    desk.write("mine.gaz", "a diary");
    desk.run(&["compile", "-g", "list.csv", "-o", "mine.gaz"]).refuses(&["mine.gaz", "no compiled list", "--force"]);
    assert_eq!(fs::read(desk.path("mine.gaz")).unwrap(), b"a diary");
    desk.run(&["compile", "-g", "list.csv", "-o", "mine.gaz", "--force"]).ends(0);
    desk.run(&["compile", "-g", "list.csv", "-o", "mine.csv"]).refuses(&["mine.csv", ".gaz"]);
    let left: Vec<_> = fs::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_str().unwrap().starts_with('.')), "{left:?}");
}
