//! Compressed files and archives: what lies in them is read as if it were loose.

use crate::support::{gzip, tar, zip};
use gazetag::articles::{Batch, ExpandLimits, Feed, ReadOptions, inputs};
use gazetag::model::{Article, Status};
use std::path::Path;

/// `name status text-or-error` of everything in a folder.
fn rows(folder: &Path, options: ReadOptions) -> Vec<String> {
    let mut feed = Feed::new(inputs(&[folder.to_path_buf()], &[]).unwrap(), options);
    let batches: Vec<Batch> = std::iter::from_fn(|| feed.next_batch()).collect();
    let row = |a: Article| format!("{} {} {}{}", a.name, a.status.as_str(), a.text, a.error).trim_end().to_owned();
    batches.into_iter().flat_map(Batch::articles).map(row).collect()
}

#[test]
fn members_are_read_as_if_they_were_loose() {
    let long = format!("{}/c.txt", "long/".repeat(40));
    let lines = b"{\"text\": \"one\"}\n{\"text\": \"two\"}\n";
    let files: Vec<(&str, &[u8])> = vec![
        ("a.txt", b"Syria"),
        ("./b/c.html", b"<p>Iraq"),
        ("d.jsonl", lines),
        ("pic.jpg", b"\xFF\xD8"),
        (&long, b"Iran"),
        (".hidden/x.txt", b"no"),
        ("__MACOSX/._a.txt", b"no"),
    ];
    let packed = gzip(b"Egypt");
    let inner = [zip(&[("in.txt", b"Oman")]), gzip(&tar(&[("in.txt", b"Yemen")]))];
    let mut files = files;
    files.extend([("e.txt.gz", &*packed), ("f.zip", &*inner[0]), ("g.tar.gz", &*inner[1])]);
    let expected = |archive: &str| {
        [
            format!("{archive}!a.txt ok Syria"),
            format!("{archive}!b/c.html ok Iraq"),
            format!("{archive}!d.jsonl#1 ok one"),
            format!("{archive}!d.jsonl#2 ok two"),
            format!("{archive}!pic.jpg skipped type .jpg is not read"),
            format!("{archive}!{long} ok Iran"),
            format!("{archive}!e.txt.gz ok Egypt"),
            format!("{archive}!f.zip!in.txt ok Oman"),
            format!("{archive}!g.tar.gz!in.txt ok Yemen"),
        ]
    };
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("1.tar", &tar(&files));
    write("2.tar.gz", &gzip(&tar(&files)));
    write("3.zip", &zip(&files));
    let all = ["1.tar", "2.tar.gz", "3.zip"].map(expected).concat();
    assert_eq!(rows(folder.path(), ReadOptions::default()), all);
}

#[test]
fn archives_lie_in_each_other_as_deep_as_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = zip(&[("c.zip", &zip(&[("x.txt", b"Syria")]))]);
    std::fs::write(folder.path().join("a.zip"), zip(&[("b.zip", &inner)])).unwrap();
    let error = "a.zip!b.zip!c.zip failed an archive in 2 others is not read; --max-depth allows more";
    assert_eq!(rows(folder.path(), ReadOptions::default()), [error]);
    let expand = ExpandLimits { depth: 3, ..ExpandLimits::default() };
    let options = ReadOptions { expand, ..ReadOptions::default() };
    assert_eq!(rows(folder.path(), options), ["a.zip!b.zip!c.zip!x.txt ok Syria"]);
}

#[test]
fn a_zip_bomb_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = vec![b' '; 32 << 20];
    std::fs::write(folder.path().join("a.zip"), zip(&[("x.txt", &zeros)])).unwrap();
    let error =
        "a.zip failed expands to more than 100 times its size, as a bomb does; --max-expanded-ratio allows more";
    assert_eq!(rows(folder.path(), ReadOptions::default()), [error]);
}

#[test]
fn damaged_archives_are_rows() {
    let files: [(&str, &[u8]); 3] =
        [("a.txt", b"Syria and Iraq"), ("b.txt", b"Iran"), ("c.jsonl", b"{\"text\": \"Oman\"}\n")];
    for (name, bytes) in [("a.tar", tar(&files)), ("a.zip", zip(&files)), ("a.tgz", gzip(&tar(&files)))] {
        let folder = tempfile::tempdir().unwrap();
        let read = |bytes: &[u8]| {
            std::fs::write(folder.path().join(name), bytes).unwrap();
            rows(folder.path(), ReadOptions::default())
        };
        let step = bytes.len() / 40 + 1;
        for cut in (0..bytes.len() - 1024.min(bytes.len() - 1)).step_by(step) {
            let rows = read(&bytes[..cut]);
            assert!(rows.iter().any(|row| row.contains(" failed ")), "{name} cut at {cut}: {rows:?}");
        }
        for at in (0..bytes.len()).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            assert!(!read(&flipped).is_empty(), "{name} flipped at {at}");
        }
    }
}

#[test]
fn an_encrypted_or_unknown_member_fails_alone() {
    let mut bytes = zip(&[("a.txt", b"Syria"), ("b.txt", b"Iraq")]);
    // the method of the second file, in its own header and in the table of contents
    let heads: Vec<usize> = memchr_all(&bytes, b"b.txt");
    bytes[heads[0] - 22] = 98;
    bytes[heads[1] - 36] = 98;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.zip"), &bytes).unwrap();
    let rows = rows(folder.path(), ReadOptions::default());
    assert_eq!(rows[0], "a.zip!a.txt ok Syria");
    assert!(rows[1].starts_with("a.zip!b.txt failed compressed as "), "{rows:?}");
}

fn memchr_all(bytes: &[u8], part: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|at| bytes[*at..].starts_with(part)).collect()
}

#[test]
fn a_typed_file_is_known_by_its_first_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let status = |bytes: &[u8]| {
        let path = folder.path().join("export");
        std::fs::write(&path, bytes).unwrap();
        let mut feed = Feed::new(inputs(&[path], &[]).unwrap(), ReadOptions::default());
        let batches: Vec<Batch> = std::iter::from_fn(|| feed.next_batch()).collect();
        let articles = batches.into_iter().flat_map(Batch::articles);
        articles.map(|article| (article.name, article.status, article.text)).collect::<Vec<_>>()
    };
    let row = |name: &str, text: &str| vec![(name.to_owned(), Status::Ok, text.to_owned())];
    assert_eq!(status(b"Syria"), row("export", "Syria"));
    assert_eq!(status(&gzip(b"Syria")), row("export", "Syria"));
    assert_eq!(status(&gzip(&tar(&[("a.txt", b"Syria")]))), row("export!a.txt", "Syria"));
    assert_eq!(status(&zip(&[("a.txt", b"Syria")])), row("export!a.txt", "Syria"));
    assert_eq!(status(b"{\"text\": \"Syria\"}"), row("export", "Syria"));
    assert_eq!(status(b"<!DOCTYPE html><p>Syria"), row("export", "Syria"));
}
