//! The kernels of gazetag against the clock: `cargo bench`. Every benchmark first asserts what it finds, so that a fast
//! wrong engine is caught.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use gazetag::lexicon::{Lexicon, LexiconOptions};
use gazetag::model::{Article, Hits};
use gazetag::tables::Flavour;
use gazetag::tables::csv::Rows;
use gazetag::tables::mentions::{MentionWriter, OffsetUnits};
use gazetag::{Gazetteer, Tagger};
use std::hint::black_box;
use std::sync::Arc;

/// A paragraph with nine names, demonyms among them, and words that begin like names.
const PARAGRAPH: &str = "Syrian state television showed how Vladimir Putin and Bashar al-Assad walked along a line of \
                         soldiers at Hmeymim. The U.S. said little, and nobody in Moscow, Cairo or the Hague asked \
                         whether the war in Iraq was over. Its end had been announced before, in rooms with flags, by \
                         people who did not stay to see what came of it.\n\n";
const NAMES_IN_PARAGRAPH: usize = 9;
const PARAGRAPHS: usize = 200;

fn text() -> String {
    PARAGRAPH.repeat(PARAGRAPHS)
}

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    assert!(Gazetteer::embedded().names().count() > 10_000);
    group.bench_function("read the embedded lists", |bencher| bencher.iter(Gazetteer::embedded));
    let gazetteer = Arc::new(Gazetteer::embedded());
    group.bench_function("compile", |bencher| {
        bencher.iter(|| Lexicon::compile(gazetteer.clone(), LexiconOptions::default()));
    });
    group.bench_function("compile and build every automaton", |bencher| {
        bencher.iter(|| Lexicon::compile(gazetteer.clone(), LexiconOptions::default()).build_all());
    });
    group.finish();
}

fn hits(criterion: &mut Criterion) {
    let lexicon = Lexicon::compile(Arc::new(Gazetteer::embedded()), LexiconOptions::default());
    let mut group = criterion.benchmark_group("hits");
    for (what, text) in [("no text", String::new()), ("a paragraph", PARAGRAPH.to_owned()), ("an article", text())] {
        let mut found = Hits::default();
        lexicon.find(&text, &mut found);
        let paragraphs = text.len() / PARAGRAPH.len();
        assert!(found.len() >= paragraphs * NAMES_IN_PARAGRAPH, "{} hits in {paragraphs} paragraphs", found.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(what, |bencher| bencher.iter(|| lexicon.find(black_box(&text), &mut found)));
    }
    group.finish();
}

fn tag(criterion: &mut Criterion) {
    let tagger = Tagger::new(Gazetteer::embedded());
    let text = text();
    assert_eq!(tagger.tag(&text).len(), PARAGRAPHS * NAMES_IN_PARAGRAPH);
    let mut group = criterion.benchmark_group("tag");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("an article", |bencher| bencher.iter(|| tagger.tag(black_box(&text))));
    group.finish();
}

fn tables(criterion: &mut Criterion) {
    let tagger = Tagger::new(Gazetteer::embedded());
    let article = Article { name: "bench.txt".to_owned(), text: text(), ..Article::default() };
    let mentions = tagger.tag(&article.text);
    let write = |flavour| {
        let mut rows = Rows::new(flavour);
        MentionWriter::new(tagger.facts(), OffsetUnits::default(), flavour).write(&article, &mentions, &mut rows);
        rows.into_bytes()
    };
    assert_eq!(write(Flavour::Plain).iter().filter(|&&byte| byte == b'\n').count(), PARAGRAPHS * NAMES_IN_PARAGRAPH);
    let mut group = criterion.benchmark_group("tables");
    group.throughput(Throughput::Elements(mentions.len() as u64));
    for flavour in [Flavour::Excel, Flavour::Plain] {
        group.bench_function(flavour.as_str(), |bencher| {
            bencher.iter_batched(|| (), |()| write(black_box(flavour)), BatchSize::SmallInput);
        });
    }
    group.finish();
}

criterion_group!(kernels, build, hits, tag, tables);
criterion_main!(kernels);
