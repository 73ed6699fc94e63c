//! `gazetag explain`: why each hit of an article was kept or dropped.

mod text;

use super::decide::DecideArguments;
use super::load::ListArguments;
use super::paint::Paint;
use super::reading::ReadingArguments;
use super::{DONE, FAILED, out};
use anyhow::bail;
use clap::Args;
use gazetag::articles::{Feed, inputs};
use gazetag::decide::{DecideOptions, Scene, Verdict};
use gazetag::lexicon::{Lexicon, Reject};
use gazetag::model::{Article, Entity, Facts, NameId, Role, Span, Status};
use gazetag::tagger::{TagOptions, Tagger};
use gazetag::text::fold::fold_name;
use gazetag::text::offsets::Counter;
use serde::Serialize;
use std::cmp::Reverse;
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

    #[command(flatten)]
    decide: DecideArguments,

    #[command(flatten)]
    reading: ReadingArguments,

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

/// A hit, or a place where the wanted name stands and is none.
#[derive(Serialize)]
struct Row {
    surface: String,
    start_char: usize,
    end_char: usize,
    kept: bool,
    candidates: Vec<CandidateRow>,
    reasons: Vec<&'static str>,
    #[serde(skip)]
    at: Place,
}

/// What only the text for people shows of a hit.
struct Place {
    span: Span,
    line: usize,
    role: Role,
    confidence: f32,
}

#[derive(Clone, PartialEq, Serialize)]
struct CandidateRow {
    entity_id: String,
    entity: String,
    kind: &'static str,
    class: String,
    country: String,
    score: f32,
    chosen: bool,
    ruled_out: bool,
}

impl CandidateRow {
    /// A candidate that nothing was decided of.
    fn new(entity: Entity<'_>) -> CandidateRow {
        CandidateRow {
            entity_id: entity.id.to_owned(),
            entity: entity.name.to_owned(),
            kind: entity.kind.as_str(),
            class: entity.class.to_owned(),
            country: entity.country.to_owned(),
            score: entity.weight,
            chosen: false,
            ruled_out: false,
        }
    }
}

/// The reason where the wanted name stands in the text and in no list.
const NOT_LISTED: &str = "not-listed";

impl Explain {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let read = self.reading.options()?;
        let mut feed = Feed::new(inputs(std::slice::from_ref(&self.article), &[])?, read);
        let gazetteer = self.lists.load(self.quiet)?;
        let decide = DecideOptions { nested: self.nested, ..self.decide.options(&gazetteer)? };
        let tagger = Tagger::with_options(gazetteer, TagOptions { decide, ..TagOptions::default() });
        let mut explained: Option<Article> = None;
        while let Some(batch) = feed.next_batch() {
            for article in batch.articles() {
                if explained.is_some() {
                    bail!("{} holds more than one article: explain takes one", self.article.display());
                }
                explained = Some(article);
            }
        }
        let Some(article) = explained else { bail!("{} holds no article", self.article.display()) };
        let failed = matches!(article.status, Status::Failed | Status::Skipped);
        if failed {
            out::message(format_args!("{}: {}", out::printable(&article.name), out::printable(&article.error)));
        }
        let wanted = self.name.as_deref().map(|name| Wanted::new(name, tagger.facts()));
        let rows = rows(&tagger, &article, wanted.as_ref());
        if self.json {
            out::json(&rows)?;
        } else if !failed {
            let paint = Paint::for_stdout();
            out::data(&match &wanted {
                None => text::whole(&article, &rows, &paint),
                Some(wanted) => text::of_name(&article, wanted, &rows, &paint),
            })?;
        }
        Ok(if failed { FAILED } else { DONE })
    }
}

/// The name that is asked for.
struct Wanted {
    name: String,
    folded: String,
    /// Whom it names, by the lists.
    entities: Vec<CandidateRow>,
}

impl Wanted {
    fn new(name: &str, facts: &dyn Facts) -> Wanted {
        let folded = fold_name(name);
        let names = (0..facts.name_count()).map(|i| NameId(u32::try_from(i).expect("there are fewer than 2^32 names")));
        let named = names.map(|id| facts.name(id)).filter(|name| fold_name(name.text) == folded);
        let mut entities: Vec<_> = named.map(|name| name.of.entity).collect();
        entities.sort_unstable();
        entities.dedup();
        let entities = entities.into_iter().map(|entity| CandidateRow::new(facts.entity(entity))).collect();
        Wanted { name: name.to_owned(), folded, entities }
    }

    fn is(&self, surface: &str) -> bool {
        fold_name(surface) == self.folded
    }
}

/// The hits of an article by start, longer first; of a wanted name also where it stands and is no hit.
fn rows(tagger: &Tagger, article: &Article, wanted: Option<&Wanted>) -> Vec<Row> {
    let text = article.text.as_str();
    let mut counter = Counter::new(text);
    let mut rows: Vec<Row> = tagger.judge(article, |scene| {
        let hits = (0..scene.hits.len()).filter(|&hit| wanted.is_none_or(|wanted| wanted.is(scene.surface(hit))));
        hits.map(|hit| row(scene, hit, &mut counter)).collect()
    });
    let Some(wanted) = wanted else { return rows };
    let mut missing = |span: Span, candidates: Vec<CandidateRow>, why: &'static str, rows: &mut Vec<Row>| {
        let (start, end) = (counter.at(span.start()), counter.clone().at(span.end()));
        let at = Place { span, line: start.line, role: Role::Name, confidence: 0.0 };
        rows.push(Row {
            surface: span.of(text).to_owned(),
            start_char: start.char,
            end_char: end.char,
            kept: false,
            candidates,
            reasons: vec![why],
            at,
        });
    };
    let is_new = |rows: &[Row], span: Span| rows.iter().all(|row| row.at.span.start != span.start);
    for (span, name, why) in tagger.rejects(text) {
        if wanted.is(span.of(text)) && is_new(&rows, span) {
            let entity = tagger.facts().entity(tagger.facts().name_use(name).entity);
            missing(span, vec![CandidateRow::new(entity)], why.as_str(), &mut rows);
        }
    }
    // where no search begins: inside words, or with a small letter first; and where no list has the name
    if !wanted.folded.is_empty() {
        for (span, why) in Lexicon::stands(text, &wanted.folded) {
            let why = match why {
                Reject::Case if wanted.entities.is_empty() => NOT_LISTED,
                _ if wanted.entities.is_empty() => continue,
                why => why.as_str(),
            };
            if is_new(&rows, span) {
                missing(span, wanted.entities.clone(), why, &mut rows);
            }
        }
    }
    rows.sort_by_key(|row| (row.start_char, Reverse(row.end_char)));
    rows
}

fn row(scene: &Scene<'_>, hit: usize, counter: &mut Counter<'_>) -> Row {
    let judged = &scene.hits[hit];
    let (start, end) = (counter.at(judged.span.start()), counter.clone().at(judged.span.end()));
    let kept = judged.verdict == Verdict::Kept;
    let chosen = scene.chosen(hit);
    let mut candidates: Vec<CandidateRow> = scene
        .candidates(hit)
        .iter()
        .map(|candidate| CandidateRow {
            score: candidate.score,
            chosen: kept && *candidate == chosen,
            ruled_out: candidate.out,
            ..CandidateRow::new(scene.facts.entity(candidate.entity))
        })
        .collect();
    candidates.sort_by(|a, b| {
        let key = |row: &CandidateRow| (!row.chosen, row.ruled_out);
        key(a).cmp(&key(b)).then(b.score.total_cmp(&a.score)).then_with(|| a.entity_id.cmp(&b.entity_id))
    });
    Row {
        surface: scene.surface(hit).to_owned(),
        start_char: start.char,
        end_char: end.char,
        kept,
        candidates,
        reasons: judged.reasons.as_slice().iter().map(|reason| reason.as_str()).collect(),
        at: Place { span: judged.span, line: start.line, role: judged.role, confidence: judged.confidence },
    }
}
