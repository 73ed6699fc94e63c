//! Files that a program of the user's reads.
#![cfg(unix)]

use crate::support::{gazetag, gzip, tar, zip};
use std::path::Path;

/// Exit code, what was said, and `article status chars error` of each row.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, Vec<String>) {
    let output = gazetag().current_dir(folder).args(["tag", "-q", "--csv", "plain"]).args(arguments).output().unwrap();
    let mut rows = Vec::new();
    if let Ok(mut table) = csv::Reader::from_path(folder.join("gazetag-out/articles.csv")) {
        for row in table.deserialize::<std::collections::HashMap<String, String>>().map(Result::unwrap) {
            let cells = ["article", "status", "chars", "error"].map(|column| row[column].as_str());
            rows.push(cells.join(" ").trim_end().to_owned());
        }
    }
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap(), rows)
}

#[test]
fn a_program_reads_loose_files_and_those_in_archives() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("in")).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(at.join("in").join(name), bytes).unwrap();
    let mail = b"Subject: x\nContent-Type: multipart/mixed; boundary=M\n\n--M\n\nSyria\n\
                 --M\nContent-Type: application/pdf; name=d.pdf\n\nIraq\n--M--\n";
    write("a.pdf", b"Putin went to Syria");
    write("b.pdf", b"bad");
    write("c.PDF.gz", &gzip(b"Iraq"));
    write("d.zip", &zip(&[("e.pdf", b"Iraq"), ("f.txt", b"Iraq")]));
    write("g.tar", &tar(&[("h.pdf", b"Iraq")]));
    write("i.eml", mail);
    write("j.doc", b"Iraq");
    let reader = at.join("reader");
    std::fs::write(
        &reader,
        "#!/bin/sh\nread -r text\nif [ \"$text\" = bad ]; then echo no pdf >&2; exit 3; fi\necho \"$1 $text\"\n",
    )
    .unwrap();
    std::fs::set_permissions(&reader, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let pre = format!("pdf='{}' read:", reader.display());
    let (code, said, rows) = run(at, &["in", "--pre", &pre]);
    let failure = format!("{}: exit code 3: no pdf", reader.display());
    let expected = [
        "a.pdf ok 26".to_owned(),
        format!("b.pdf failed  {failure}"),
        "c.PDF.gz ok 11".into(),
        "d.zip!e.pdf ok 11".into(),
        "d.zip!f.txt ok 4".into(),
        "g.tar!h.pdf ok 11".into(),
        "i.eml ok 5".into(),
        "i.eml!d.pdf ok 11".into(),
        "j.doc skipped  type .doc is not read; --pre 'doc=PROGRAM' reads it by a program".into(),
    ];
    assert_eq!((code, rows), (1, expected.to_vec()));
    assert_eq!(said, format!("failed: b.pdf: {failure}\n"));
    let (code, _, rows) = run(at, &["in/a.pdf", "--pre", &pre]);
    assert_eq!((code, rows), (0, vec!["a.pdf ok 26".to_owned()]), "typed");
    let (code, _, rows) = run(
        at,
        &[
            "in",
            "--include",
            "*.txt",
            "--include",
            "a.*",
            "--pre",
            "txt=cat",
            "--pre",
            "pdf=sleep 9",
            "--pre-timeout",
            "1",
        ],
    );
    assert_eq!(
        (code, rows),
        (1, vec!["a.pdf failed  sleep: not done after 1 s; --pre-timeout allows more".to_owned()])
    );
}

/// Whatever reads articles reads them in the same ways.
#[test]
fn all_commands_that_read_articles_take_the_same_options() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let file = |name: &str, text: &str| std::fs::write(at.join(name), text).unwrap();
    file("a.pdf", "Putin met Xanthia Quillfeather. Then Xanthia Quillfeather left.");
    file("b.jsonl", "{\"headline\": \"Putin in Syria\", \"story\": \"Xanthia Quillfeather met him.\"}\n");
    file("gold.csv", "article,start_char,end_char,kind,surface\na.pdf,0,5,person,Putin\n");
    let out = |arguments: &[&str]| {
        let output = gazetag().current_dir(at).args(arguments).output().unwrap();
        let code = output.status.code().unwrap();
        assert!(code < 2, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        (code, String::from_utf8(output.stdout).unwrap())
    };
    let pre = ["--pre", "pdf=cat"];
    let fields = ["--text-field", "story", "--title-field", "headline", "--with-title"];
    let with = |command: &[&'static str], options: &[&'static str]| [command, options].concat();
    assert_eq!(
        out(&["explain", "a.pdf", "--encoding", "utf-8", "--pre", "pdf=true", "--json"]),
        (0, "[]".to_owned() + "\n")
    );
    let (code, explained) = out(&with(&["explain", "a.pdf", "--json"], &pre));
    assert!(code == 0 && explained.contains("\"Putin\""), "{explained}");
    let (_, explained) = out(&with(&["explain", "b.jsonl", "--json"], &fields));
    let rows: Vec<serde_json::Value> = serde_json::from_str(&explained).unwrap();
    let spans: Vec<_> = rows.iter().map(|row| (row["surface"].as_str().unwrap(), row["start_char"].as_u64())).collect();
    assert_eq!(spans, [("Putin", Some(0)), ("Syria", Some(9))]);
    let (code, suggested) = out(&with(&["suggest", "a.pdf", "-q", "--least", "2"], &pre));
    assert!(code == 0 && suggested.contains("Xanthia Quillfeather"), "{suggested}");
    let (code, scored) = out(&with(&["score", "a.pdf", "-q", "--gold", "gold.csv", "--json"], &pre));
    let score: serde_json::Value = serde_json::from_str(&scored).unwrap();
    assert_eq!((code, score["exact"]["micro"]["right"].as_u64()), (0, Some(1)), "{scored}");
    let (code, sheet) = out(&with(&["sample", "a.pdf", "-q"], &pre));
    assert!(code == 0 && sheet.contains("Putin"), "{sheet}");
}

#[test]
fn a_program_that_is_not_there_is_told_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.pdf"), "x").unwrap();
    let (code, said, rows) = run(folder.path(), &["a.pdf", "--pre", "pdf=no-such-program -"]);
    assert_eq!((code, rows.len()), (2, 0));
    assert!(said.contains("there is no program no-such-program"), "{said}");
    let (code, said, _) = run(folder.path(), &["a.pdf", "--pre", "pdftotext"]);
    assert!(code == 2 && said.contains("names no type of files"), "{said}");
}
