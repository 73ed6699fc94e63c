//! The tables of the sample corpus, byte for byte. `UPDATE=1 cargo test` writes them anew; then read the difference.

use crate::support::{gazetag, root, update};

const TABLES: [&str; 8] = [
    "articles.csv",
    "by-article.csv",
    "by-month.csv",
    "countries.csv",
    "datapackage.json",
    "entities.csv",
    "mentions.csv",
    "pairs.csv",
];

#[test]
fn the_corpus_gives_the_golden_tables() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    // as it is typed in the gate, since the package says where the articles are
    let done = gazetag()
        .current_dir(root())
        .args(["tag", "corpus"])
        .args(["--csv", "plain", "-q", "-o"])
        .arg(&out)
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let golden = root().join("tests/golden");
    for table in TABLES {
        let made = std::fs::read_to_string(out.join(table)).unwrap();
        if update() {
            std::fs::create_dir_all(&golden).unwrap();
            std::fs::write(golden.join(table), made).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(golden.join(table)).unwrap();
        let different = made.lines().zip(expected.lines()).enumerate().find(|(_, (made, expected))| made != expected);
        if let Some((line, (made, expected))) = different {
            panic!("{table}:{}\n  golden {expected}\n  made   {made}\nUPDATE=1 cargo test writes it anew", line + 1);
        }
        assert_eq!(made.lines().count(), expected.lines().count(), "{table}: UPDATE=1 cargo test writes it anew");
    }
}
