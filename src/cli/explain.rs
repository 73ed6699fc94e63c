//! `gazetag explain`: why each hit of an article was kept or dropped.

use super::load::ListArguments;
use super::{DONE, FAILED, out};
use anyhow::bail;
use clap::Args;
use gazetag::articles::{Feed, ReadOptions, inputs};
use gazetag::decide::{RULES, Scene, Verdict};
use gazetag::lexicon::Lexicon;
use gazetag::model::{Article, NameId, Status, VariantRule};
use gazetag::tagger::{TagOptions, Tagger};
use gazetag::text::fold::fold_name;
use gazetag::text::offsets::Counter;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Show why each hit of an article was kept or dropped, with the runners-up
#[derive(Args)]
pub(super) struct Explain {
    /// The article: a file, or '-' for standard input
    article: PathBuf,

    /// Only this name, also where it stands in the text but is no hit
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    #[command(flatten)]
    lists: ListArguments,

    /// Also give places and people inside the names of organizations
    #[arg(long)]
    nested: bool,

    /// Print an array of objects
    #[arg(long)]
    json: bool,

    /// Print no warnings
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Serialize)]
struct Row {
    surface: String,
    start_char: usize,
    end_char: usize,
    kept: bool,
    candidates: Vec<CandidateRow>,
    reasons: Vec<String>,
    #[serde(skip)]
    line: usize,
}

#[derive(Serialize)]
struct CandidateRow {
    entity_id: String,
    entity: String,
    kind: &'static str,
    score: f32,
    chosen: bool,
}

impl Explain {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let mut feed = Feed::new(inputs(std::slice::from_ref(&self.article), &[])?, ReadOptions::default());
        let mut options = TagOptions::default();
        options.decide.nested = self.nested;
        let tagger = Tagger::with_options(self.lists.load(self.quiet)?, options);
        let mut rows = Vec::new();
        let mut articles = 0;
        let mut failed = false;
        while let Some(batch) = feed.next_batch() {
            for article in batch.articles() {
                articles += 1;
                if articles > 1 {
                    bail!("{} holds more than one article: explain takes one", self.article.display());
                }
                if matches!(article.status, Status::Failed | Status::Skipped) {
                    out::message(format_args!("{}: {}", out::printable(&article.name), out::printable(&article.error)));
                    failed = true;
                }
                rows = self.explain(&tagger, &article);
            }
        }
        if self.json {
            out::json(&rows)?
        } else {
            out::data(&lines(&rows))?
        }
        if let Some(name) = self.name.as_ref().filter(|_| rows.is_empty() && !self.quiet) {
            out::message(format_args!("'{}' is in no list or does not stand in the article", out::printable(name)));
        }
        Ok(if failed { FAILED } else { DONE })
    }

    fn explain(&self, tagger: &Tagger, article: &Article) -> Vec<Row> {
        let wanted = self.name.as_deref().map(fold_name);
        let is_wanted = |surface: &str| wanted.as_ref().is_none_or(|wanted| fold_name(surface) == *wanted);
        let mut counter = Counter::new(&article.text);
        let mut rows: Vec<Row> = tagger.judge(&article.text, |scene| {
            let hits = (0..scene.hits.len()).filter(|&hit| is_wanted(scene.surface(hit)));
            hits.map(|hit| row(scene, hit, &mut counter)).collect()
        });
        if self.name.is_some() {
            for (span, name, why) in tagger.rejects(&article.text) {
                let surface = span.of(&article.text);
                if is_wanted(surface) {
                    let entity = tagger.facts().entity(tagger.facts().name_use(name).entity);
                    let candidate = CandidateRow {
                        entity_id: entity.id.to_owned(),
                        entity: entity.name.to_owned(),
                        kind: entity.kind.as_str(),
                        score: entity.weight,
                        chosen: false,
                    };
                    let (start, end) = (counter.at(span.start()), counter.at(span.end()));
                    rows.push(Row {
                        surface: surface.to_owned(),
                        start_char: start.char,
                        end_char: end.char,
                        kept: false,
                        candidates: vec![candidate],
                        reasons: vec![why.as_str().to_owned()],
                        line: start.line,
                    });
                }
            }
            rows.extend(self.elsewhere(tagger, article, &rows, &mut counter));
            rows.sort_by_key(|row| (row.start_char, std::cmp::Reverse(row.end_char)));
        }
        rows
    }
}

impl Explain {
    /// Places where the wanted name stands and no search begins: inside words, or with a small letter first.
    fn elsewhere(&self, tagger: &Tagger, article: &Article, known: &[Row], counter: &mut Counter<'_>) -> Vec<Row> {
        let wanted = self.name.as_deref().map(fold_name).unwrap_or_default();
        let facts = tagger.facts();
        let candidates = || {
            let names = (0..facts.name_count()).map(|i| facts.name(NameId(u32::try_from(i).unwrap_or(u32::MAX))));
            let named = names.filter(|name| fold_name(name.text) == wanted).map(|name| facts.entity(name.of.entity));
            let rows = named.map(|entity| CandidateRow {
                entity_id: entity.id.to_owned(),
                entity: entity.name.to_owned(),
                kind: entity.kind.as_str(),
                score: entity.weight,
                chosen: false,
            });
            rows.collect::<Vec<CandidateRow>>()
        };
        if wanted.is_empty() || candidates().is_empty() {
            return Vec::new();
        }
        let stands = Lexicon::stands(&article.text, &wanted).into_iter();
        let rows = stands.map(|(span, why)| {
            let (start, end) = (counter.at(span.start()), counter.clone().at(span.end()));
            Row {
                surface: span.of(&article.text).to_owned(),
                start_char: start.char,
                end_char: end.char,
                kept: false,
                candidates: candidates(),
                reasons: vec![why.as_str().to_owned()],
                line: start.line,
            }
        });
        rows.filter(|row| known.iter().all(|known| known.start_char != row.start_char)).collect()
    }
}

fn row(scene: &Scene<'_>, hit: usize, counter: &mut Counter<'_>) -> Row {
    let judged = &scene.hits[hit];
    let (start, end) = (counter.at(judged.span.start()), counter.clone().at(judged.span.end()));
    let chosen = scene.chosen(hit);
    let candidates = scene.candidates(hit).iter().map(|candidate| {
        let entity = scene.facts.entity(candidate.entity);
        CandidateRow {
            entity_id: entity.id.to_owned(),
            entity: entity.name.to_owned(),
            kind: entity.kind.as_str(),
            score: candidate.score,
            chosen: *candidate == chosen && judged.verdict == Verdict::Kept,
        }
    });
    Row {
        surface: scene.surface(hit).to_owned(),
        start_char: start.char,
        end_char: end.char,
        kept: judged.verdict == Verdict::Kept,
        candidates: candidates.collect(),
        reasons: judged.reasons.as_slice().iter().map(|reason| reason.0.to_owned()).collect(),
        line: start.line,
    }
}

fn lines(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        let verdict = if row.kept { "kept   " } else { "dropped" };
        let surface = out::printable(&row.surface);
        let reasons = if row.reasons.is_empty() { String::new() } else { format!("  [{}]", row.reasons.join(", ")) };
        writeln!(text, "line {:<4} {verdict} {surface}{reasons}", row.line).expect("memory is written");
        for candidate in &row.candidates {
            let mark = if candidate.chosen { '*' } else { ' ' };
            let name = out::printable(&candidate.entity);
            let (id, kind, score) = (&candidate.entity_id, candidate.kind, candidate.score);
            writeln!(text, "        {mark} {name} ({id}, {kind}, {score:.2})").expect("memory is written");
        }
    }
    let mut spoke: Vec<&str> = rows.iter().flat_map(|row| row.reasons.iter().map(String::as_str)).collect();
    spoke.sort_unstable();
    spoke.dedup();
    for rule in RULES.iter().filter(|rule| spoke.contains(&rule.reason().0)) {
        writeln!(text, "{}: {}", rule.reason().0, rule.about()).expect("memory is written");
    }
    for rule in VariantRule::ALL.iter().filter(|rule| spoke.contains(&rule.as_str())) {
        writeln!(text, "{}: {}", rule.as_str(), rule.about()).expect("memory is written");
    }
    text
}
