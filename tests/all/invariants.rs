//! What holds for every text: spans slice, order, no overlap, the same bytes at any number of threads, a row for every
//! file, no panic.

use crate::support::{cases, gazetag, root};
use gazetag::model::{Mention, Role};
use gazetag::{Gazetteer, Tagger};
use proptest::prelude::*;
use std::path::Path;
use std::sync::OnceLock;

fn tagger() -> &'static Tagger {
    static TAGGER: OnceLock<Tagger> = OnceLock::new();
    TAGGER.get_or_init(|| Tagger::new(Gazetteer::embedded()))
}

fn check(text: &str, mentions: &[Mention]) {
    let mut reach = 0;
    for mention in mentions {
        assert!(
            text.is_char_boundary(mention.span.start()) && text.is_char_boundary(mention.span.end()),
            "{mention:?}"
        );
        assert!(!mention.span.is_empty() && (0.0..=1.0).contains(&mention.confidence), "{mention:?}");
        assert!(!mention.reasons.as_slice().is_empty(), "{mention:?}");
        if mention.role != Role::Nested {
            assert!(mention.span.start() >= reach, "{:?} overlaps in {text:?}", mention.span.of(text));
            reach = mention.span.end();
        }
    }
    assert!(mentions.is_sorted_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end))));
}

#[test]
fn mentions_of_the_corpus_are_sound() {
    let mut articles = 0;
    for entry in ignore::WalkBuilder::new(root().join("corpus")).standard_filters(false).build() {
        let path = entry.unwrap().into_path();
        if let Ok(text) = std::fs::read_to_string(&path) {
            check(&text, &tagger().tag(&text));
            articles += 1;
        }
    }
    assert!(articles >= 40, "{articles} articles");
}

/// Words of the lists among letters and signs of all sorts.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => prop::sample::select(vec![
            "Putin", "PUTIN", "Syria", "Bashar al-Assad", "U.S.", "New York", "Bank of England", "普京", "Москва",
            "the Hague", "www.", "@", "#", "`", "://", "Paris, TX", "Wilkes-", "'s", "d’",
        ]).prop_map(str::to_owned),
        2 => "[ \n\t.,;:'’–-]{1,3}",
        1 => any::<String>(),
    ];
    proptest::collection::vec(pieces, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn mentions_of_any_text_are_sound(text in texts()) {
        check(&text, &tagger().tag(&text));
    }

    #[test]
    fn every_file_of_any_bytes_has_a_row(files in proptest::collection::vec((any::<Vec<u8>>(), 0..4_usize), 1..4)) {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in");
        std::fs::create_dir(&input).unwrap();
        for (i, (bytes, ending)) in files.iter().enumerate() {
            let ending = ["txt", "html", "jsonl", "jpg"][*ending];
            std::fs::write(input.join(format!("{i}.{ending}")), bytes).unwrap();
        }
        let out = folder.path().join("out");
        let feed = gazetag::articles::Feed::new(
            gazetag::articles::inputs(&[input], &[out]).unwrap(),
            gazetag::articles::ReadOptions::default(),
        );
        let mut feed = feed;
        let mut rows = std::collections::BTreeSet::new();
        while let Some(batch) = feed.next_batch() {
            for article in batch.articles() {
                check(&article.text, &tagger().tag(&article.text));
                let file = article.name.split(['.', '#']).next().unwrap_or_default().to_owned();
                rows.insert(file);
            }
        }
        prop_assert_eq!(rows.len(), files.len());
    }
}

fn tables(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut tables: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    tables.sort();
    tables
}

#[test]
fn the_same_bytes_at_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let made: Vec<_> = ["1", "2", "16"]
        .into_iter()
        .map(|threads| {
            let out = folder.path().join(threads);
            let mut run = gazetag();
            run.args(["tag", "-q", "--dropped", "--offsets", "byte,utf16", "-j", threads, "-o"]).arg(&out);
            assert!(run.arg(root().join("corpus")).output().unwrap().status.success());
            tables(&out)
        })
        .collect();
    assert_eq!(made[0].len(), 9);
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn offsets_of_the_table_slice_to_its_surfaces() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let corpus = root().join("corpus");
    let mut run = gazetag();
    run.args(["tag", "-q", "--csv", "plain", "--offsets", "byte,utf16", "-o"]).arg(&out);
    assert!(run.arg(&corpus).output().unwrap().status.success());
    let mut reader = csv::Reader::from_path(out.join("mentions.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut checked = 0;
    for row in reader.records().map(Result::unwrap) {
        let cell = |name: &str| &row[header.iter().position(|column| column == name).unwrap()];
        let number = |name: &str| cell(name).parse::<usize>().unwrap();
        let Ok(text) = std::fs::read_to_string(corpus.join(cell("article"))) else { continue };
        if !cell("article").ends_with(".txt") {
            continue;
        }
        let surface = cell("surface");
        let (start, end) = (number("start_char"), number("end_char"));
        assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), surface);
        assert_eq!(&text[number("start_byte")..number("end_byte")], surface);
        let units: Vec<u16> = text.encode_utf16().collect();
        assert_eq!(String::from_utf16(&units[number("start_utf16")..number("end_utf16")]).unwrap(), surface);
        assert_eq!(number("line"), 1 + text[..number("start_byte")].matches('\n').count());
        checked += 1;
    }
    assert!(checked > 1_000, "{checked} mentions");
}
