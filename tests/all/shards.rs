//! Parts of a run, put together, are the run.

use assert_cmd::Command;
use std::path::Path;

fn gazetag(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("gazetag").unwrap();
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Every file of a folder of tables but what a part has beyond them.
fn tables(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut tables = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            tables.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()));
        }
    }
    tables.sort();
    tables
}

/// How often a name stands in a long article: its rows take 5 MB.
const LONG: usize = 36_000;

#[test]
fn merged_parts_are_one_run_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("in")).unwrap();
    let names = ["Putin", "Assad", "Syria", "Iraq", "the United Nations", "Paris", "London", "Zelensky"];
    let text = |n: usize| format!("{} met {} in {}.", names[n % 8], names[n / 8 % 8], names[n / 64 % 8]);
    for n in 0..300 {
        std::fs::write(at.join(format!("in/{n:03}.txt")), text(n % 200)).unwrap();
    }
    let lines: String = (0..6_000)
        .map(|n| {
            format!("{{\"text\": \"{} {}\", \"date\": \"2024-03-{:02}\"}}\n", text(n), "word ".repeat(30), n % 28 + 1)
        })
        .collect();
    std::fs::write(at.join("in/150.jsonl"), lines + "{}\n").unwrap();
    std::fs::write(at.join("in/x.jpg"), "").unwrap();
    // more rows, kept and dropped, than wait in memory for their batch
    std::fs::write(at.join("in/151.txt"), "Vladimir Putin ".repeat(LONG)).unwrap();
    assert_eq!(gazetag(at, &["tag", "in", "-q", "--dropped", "-o", "whole"]).0, 1);
    assert_eq!(gazetag(at, &["tag", "in", "-q", "--dropped", "-j", "1", "-o", "one-thread"]).0, 1);
    assert!(tables(&at.join("one-thread")) == tables(&at.join("whole")));
    for (table, from, every) in [("mentions.csv", 0, 15), ("dropped.csv", 9, 15)] {
        let mut rows = csv::Reader::from_path(at.join("whole").join(table)).unwrap();
        let starts = rows.records().map(Result::unwrap).filter(|row| &row[0] == "151.txt").map(|row| row[6].to_owned());
        assert!(starts.eq((0..LONG).map(|n| (from + n * every).to_string())), "{table}");
    }
    for part in ["1/3", "2/3", "3/3"] {
        let code = gazetag(at, &["tag", "in", "-q", "--dropped", "--shard", part, "-o", &part[..1]]).0;
        assert!(code <= 1, "{part}");
    }
    let (code, error) = gazetag(at, &["merge", "3", "1", "-o", "merged"]);
    assert!(code == 2 && error.contains("missing: part 2/3"), "{error}");
    assert_eq!(gazetag(at, &["merge", "3", "1", "2", "-q", "-o", "merged"]).0, 1);
    let (whole, merged) = (tables(&at.join("whole")), tables(&at.join("merged")));
    assert_eq!(whole.len(), 9);
    for ((name, one), (_, other)) in whole.iter().zip(&merged) {
        assert!(one == other, "{name}");
    }
    let (code, error) = gazetag(at, &["merge", "3", "1", "1", "-o", "merged"]);
    assert!(code == 2 && error.contains("both hold part 1/3"), "{error}");
    let mut changed = std::fs::read(at.join("2/mentions.csv")).unwrap();
    let last = changed.len() - 3;
    changed[last] ^= 1;
    std::fs::write(at.join("2/mentions.csv"), changed).unwrap();
    let (code, error) = gazetag(at, &["merge", "3", "1", "2", "-q", "-o", "merged"]);
    assert!(code == 2 && error.contains("is not as `gazetag tag` wrote it"), "{error}");
    assert_eq!(tables(&at.join("merged")), whole);
}

#[test]
fn a_part_is_written_again_and_goes_with_a_whole_run() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("a.txt"), "Putin went to Syria.").unwrap();
    for arguments in [&["tag", "a.txt", "-q", "-o", "o", "--shard", "1/2"][..], &["tag", "a.txt", "-q", "-o", "o"]] {
        for _ in 0..2 {
            assert_eq!(gazetag(at, arguments), (0, String::new()), "{arguments:?}");
        }
    }
    assert!(!at.join("o/partial").exists());
}

#[test]
fn files_are_chosen_by_pattern_list_and_number() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for name in ["in/2023/a.txt", "in/2024/b.txt", "in/2024/c.md", "in/2024/d.txt"] {
        std::fs::create_dir_all(at.join(name).parent().unwrap()).unwrap();
        std::fs::write(at.join(name), "Putin went to Syria.").unwrap();
    }
    std::fs::write(at.join("list"), "in/2024\n\nin/2023/a.txt\n").unwrap();
    let articles = |arguments: &[&str]| {
        let (code, error) = gazetag(at, &[&["tag", "-q", "--csv", "plain"], arguments].concat());
        assert_eq!((code, error), (0, String::new()));
        let table = std::fs::read_to_string(at.join("gazetag-out/articles.csv")).unwrap();
        table.lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(articles(&["in", "--include", "2024/**", "--exclude", "*.md"]), ["2024/b.txt", "2024/d.txt"]);
    assert_eq!(articles(&["in", "--take", "2"]), ["2023/a.txt", "2024/b.txt"]);
    let all = ["in/2023/a.txt", "in/2024/b.txt", "in/2024/c.md", "in/2024/d.txt"];
    assert_eq!(articles(&["--files-from", "list"]), all);
    assert_eq!(articles(&["--files-from", "list", "--include", "*.txt", "--take", "2"]), all[..2]);
    let from_stdin = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("gazetag").unwrap();
        let list = "\u{feff}in/2024/d.txt\r\nin/2023\r\n";
        let run = command.current_dir(at).args(["tag", "-q", "--csv", "plain", "--files-from", "-"]);
        run.args(arguments).write_stdin(list).output().unwrap()
    };
    assert!(from_stdin(&[]).status.success());
    let table = std::fs::read_to_string(at.join("gazetag-out/articles.csv")).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).map(|row| row.split(',').next().unwrap()).collect();
    assert_eq!(rows, ["in/2023/a.txt", "in/2024/d.txt"]);
    let both = from_stdin(&["-"]);
    assert!(
        both.status.code() == Some(2) && String::from_utf8_lossy(&both.stderr).contains("cannot be an article too")
    );
}
