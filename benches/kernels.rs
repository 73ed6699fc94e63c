//! The kernels of gazetag against the clock: `cargo bench`. Every benchmark first asserts what it finds, so that a fast
//! wrong engine is caught.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use gazetag::lexicon::{Lexicon, LexiconOptions};
use gazetag::model::{Article, Hits};
use gazetag::tables::Flavour;
use gazetag::tables::csv::Rows;
use gazetag::tables::mentioned::Mentioned;
use gazetag::tables::mentions::{MentionWriter, OffsetUnits};
use gazetag::text::fold::{fold_name, fold_name_into};
use gazetag::text::signature::Signature;
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

/// The same in other scripts: words with endings, and words without spaces between them.
const RUSSIAN: &str = "Президент России Владимир Путин прибыл в Сирию и встретился на авиабазе Хмеймим с Башаром Асадом. В \
                       Москве, Каире и Анкаре об этом почти не говорили, а в Вашингтоне ждали, что скажет ООН. Конца \
                       войны никто не назвал, хотя о нём объявляли уже не раз.\n\n";
const NAMES_IN_RUSSIAN: usize = 9;
const CHINESE: &str = "俄罗斯总统普京星期一抵达叙利亚，在一个空军基地会见了叙利亚总统阿萨德。莫斯科、开罗和安卡拉几乎没有评论，\
                       华盛顿则等待联合国的说法。没有人说战争什么时候会结束，尽管以前已经宣布过好几次。\n\n";
const NAMES_IN_CHINESE: usize = 8;

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
    for (what, paragraph, times, names) in [
        ("no text", PARAGRAPH, 0, 0),
        ("a paragraph", PARAGRAPH, 1, NAMES_IN_PARAGRAPH),
        ("an article", PARAGRAPH, PARAGRAPHS, NAMES_IN_PARAGRAPH),
        ("an article in Russian", RUSSIAN, PARAGRAPHS, NAMES_IN_RUSSIAN),
        ("an article in Chinese", CHINESE, PARAGRAPHS, NAMES_IN_CHINESE),
    ] {
        let text = paragraph.repeat(times);
        let mut found = Hits::default();
        lexicon.find(&text, &mut found);
        assert!(found.len() >= times * names, "{what}: {} hits in {times} paragraphs", found.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(what, |bencher| bencher.iter(|| lexicon.find(black_box(&text), &mut found)));
    }
    group.finish();
}

fn fold(criterion: &mut Criterion) {
    let gazetteer = Gazetteer::embedded();
    let names: Vec<&str> = gazetteer.names().map(|(_, name)| name.text).collect();
    assert!(names.iter().all(|name| !fold_name(name).is_empty()));
    let mut group = criterion.benchmark_group("fold");
    group.throughput(Throughput::Bytes(names.iter().map(|name| name.len() as u64).sum()));
    let mut folded = String::new();
    group.bench_function("the embedded names", |bencher| {
        bencher.iter(|| {
            folded.clear();
            names.iter().for_each(|name| fold_name_into(black_box(name), &mut folded));
        });
    });
    group.finish();
}

fn signature(criterion: &mut Criterion) {
    let text = text();
    assert_eq!(Signature::of(&text), Signature::of(&text.to_uppercase()));
    let mut group = criterion.benchmark_group("signature");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("an article", |bencher| bencher.iter(|| Signature::of(black_box(&text))));
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
        let mut writer = MentionWriter::new(tagger.facts(), OffsetUnits::default(), flavour);
        let mut mentioned = Mentioned::default();
        mentioned.sort_out(&mentions);
        writer.write(&article, &mentions, &mentioned, &mut rows, |_| ());
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

criterion_group!(kernels, build, fold, hits, signature, tag, tables);
criterion_main!(kernels);
