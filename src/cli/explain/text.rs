//! An explanation for people: the article with marks, and below it what the marks mean.

use super::super::paint::{Look, Paint};
use super::{CandidateRow, NOT_LISTED, Row, Wanted};
use crate::cli::out;
use crate::cli::table::Text;
use gazetag::decide::RULES;
use gazetag::model::{Article, Role, Span, VariantRule};
use gazetag::tables::context;
use std::collections::BTreeMap;

/// How many candidates of a hit are shown; JSON has all.
const CANDIDATES: usize = 5;
/// How many lines of a hit's places are named.
const LINES: usize = 8;

/// The whole article and all hits.
pub(super) fn whole(article: &Article, rows: &[Row], paint: &Paint) -> String {
    let marks = marks(rows);
    let notes = Notes::new(rows, &marks);
    let mut text = Text::default();
    let kept = rows.iter().filter(|row| row.kept).count();
    text.line(format_args!(
        "{}: {} hits, {kept} kept, {} dropped",
        paint.paint(Look::Bold, &out::printable(&article.name)),
        rows.len(),
        rows.len() - kept
    ));
    if rows.is_empty() {
        return text.into_string();
    }
    let legend = [
        (Look::Person, "[person]"),
        (Look::Organization, "[organization]"),
        (Look::Place, "[place]"),
        (Look::Dropped, "{dropped}"),
    ];
    let legend = legend.map(|(look, word)| paint.paint(look, word)).join(" ");
    text.line(format_args!("{legend}; the numbers are explained below"));
    text.line(format_args!(""));
    for line in marked(&article.text, rows, &marks, &notes, paint) {
        text.line(format_args!("{line}"));
    }
    notes.tell(rows, paint, &mut text);
    text.into_string()
}

/// One name: what the lists say of it, where it stands, and why it counts there or not.
pub(super) fn of_name(article: &Article, wanted: &Wanted, rows: &[Row], paint: &Paint) -> String {
    let mut text = Text::default();
    let name = paint.paint(Look::Bold, &out::printable(&wanted.name));
    if wanted.entities.is_empty() {
        text.line(format_args!("{name} is in no list"));
    } else {
        text.line(format_args!("{name} is in the lists:"));
        tell_candidates(&wanted.entities, paint, &mut text);
    }
    let article_name = out::printable(&article.name);
    match (rows.len(), rows.iter().filter(|row| row.kept).count()) {
        (0, _) => {
            text.line(format_args!("{article_name} does not have it"));
            return text.into_string();
        }
        (places, kept) => {
            let times = if places == 1 { "place" } else { "places" };
            text.line(format_args!("{article_name} has it in {places} {times}; {kept} count"));
        }
    }
    let all: Vec<(Span, usize)> = rows.iter().enumerate().map(|(i, row)| (row.at.span, i)).collect();
    let notes = Notes::new(rows, &all);
    text.line(format_args!(""));
    let (mut left, mut right) = (String::new(), String::new());
    for (row, &note) in rows.iter().zip(&notes.of_row) {
        let before = context::before(&article.text, row.at.span.start(), &mut left);
        let after = context::after(&article.text, row.at.span.end(), &mut right);
        let (open, close, look) = brackets(row);
        let surface = one_line(&row.surface);
        let mark = paint.paint(look, &format!("{open}{surface}{close}{}", raised(note + 1)));
        let space = |is: bool| if is { " " } else { "" };
        let text_before = &article.text[..row.at.span.start()];
        let text_after = &article.text[row.at.span.end()..];
        text.line(format_args!(
            "line {:<5} {}{}{mark}{}{}",
            row.at.line,
            out::printable(before),
            space(text_before.ends_with(char::is_whitespace) && !before.is_empty()),
            space(text_after.starts_with(char::is_whitespace) && !after.is_empty()),
            out::printable(after)
        ));
    }
    notes.tell(rows, paint, &mut text);
    text.into_string()
}

/// Hits that are explained alike share a note. Those that have a mark come first.
struct Notes {
    /// The note of each row.
    of_row: Vec<usize>,
    /// The rows of each note, in order.
    rows: Vec<Vec<usize>>,
    /// How many notes have a mark in the text.
    marked: usize,
}

impl Notes {
    fn new(rows: &[Row], marks: &[(Span, usize)]) -> Notes {
        let mut notes = Notes { of_row: vec![0; rows.len()], rows: Vec::new(), marked: 0 };
        let mut is_marked = vec![false; rows.len()];
        marks.iter().for_each(|&(_, row)| is_marked[row] = true);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&row| !is_marked[row]);
        let mut known: BTreeMap<(&str, bool, Vec<&str>), Vec<usize>> = BTreeMap::new();
        let round = |share: f32| (share * 100.0).round();
        for i in order {
            let row = &rows[i];
            let alike = known.entry((&row.surface, row.kept, row.reasons.clone())).or_default();
            let same = alike.iter().copied().find(|&note| {
                let first: &Row = &rows[notes.rows[note][0]];
                first.at.role == row.at.role
                    && round(first.at.confidence) == round(row.at.confidence)
                    && first.candidates == row.candidates
            });
            let note = same.unwrap_or_else(|| {
                alike.push(notes.rows.len());
                notes.rows.push(Vec::new());
                notes.rows.len() - 1
            });
            notes.rows[note].push(i);
            notes.of_row[i] = note;
            if is_marked[i] {
                notes.marked = notes.rows.len();
            }
        }
        notes
    }

    fn tell(&self, rows: &[Row], paint: &Paint, text: &mut Text) {
        for (note, places) in self.rows.iter().enumerate() {
            if note == self.marked {
                text.line(format_args!(""));
                text.line(format_args!("under other names:"));
            }
            let row = &rows[places[0]];
            let (_, _, look) = brackets(row);
            let surface = paint.paint(look, &one_line(&row.surface));
            text.line(format_args!(""));
            text.line(format_args!("{:>5} {surface}  {}", note + 1, verdict(row, places, rows)));
            tell_candidates(&row.candidates, paint, text);
            if let Some(told) = why(row) {
                text.line(format_args!("      {told}"));
            }
        }
        let mut spoke: Vec<&str> = rows.iter().flat_map(|row| row.reasons.iter().copied()).collect();
        spoke.sort_unstable();
        spoke.dedup();
        let spoken: Vec<(&str, &str)> = abouts().filter(|(reason, _)| spoke.contains(reason)).collect();
        if !spoken.is_empty() {
            let width = spoken.iter().map(|(reason, _)| reason.chars().count()).max().unwrap_or(0);
            text.line(format_args!(""));
            for (reason, about) in spoken {
                text.line(format_args!("{}  {about}", paint.paint(Look::Bold, &format!("{reason:<width$}"))));
            }
        }
    }
}

/// The reasons there are and what they mean: of rules, of names that are derived, and of names that are no hit.
fn abouts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rules = RULES.iter().map(|rule| (rule.reason().as_str(), rule.about()));
    rules.chain(VariantRule::ALL.iter().map(|rule| (rule.as_str(), rule.about()))).chain(OTHERS)
}

/// Reasons for which a name that stands in the text is no hit, so that no rule saw it.
const OTHERS: [(&str, &str); 3] = [
    ("inside-word", "it begins or ends inside a word"),
    ("case", "the name does not count in this case: capitals and small letters differ"),
    (NOT_LISTED, "no list has the name"),
];

/// Kept or dropped, how often, where, and how sure.
fn verdict(row: &Row, places: &[usize], rows: &[Row]) -> String {
    let mut verdict = if row.kept { "kept" } else { "dropped" }.to_owned();
    if places.len() > 1 {
        verdict += &format!(" {} times", places.len());
    }
    let mut lines: Vec<usize> = places.iter().map(|&i| rows[i].at.line).collect();
    lines.dedup();
    let shown: Vec<String> = lines.iter().take(LINES).map(usize::to_string).collect();
    let more = if lines.len() > LINES { ", ..." } else { "" };
    verdict += &format!(", {} {}{more}", if lines.len() == 1 { "line" } else { "lines" }, shown.join(", "));
    if row.kept {
        verdict += &format!(", confidence {:.2}", row.at.confidence);
    }
    if row.at.role != Role::Name {
        verdict += &format!(", {}", row.at.role.as_str());
    }
    verdict
}

/// The rules that spoke; what the last one does, where it dropped the hit.
fn why(row: &Row) -> Option<String> {
    let last = *row.reasons.last()?;
    if row.kept {
        return Some(format!("by {}", row.reasons.join(", ")));
    }
    let before = match &row.reasons[..row.reasons.len() - 1] {
        [] => String::new(),
        before => format!(", after {}", before.join(", ")),
    };
    let about = abouts().find(|(reason, _)| *reason == last).map(|(_, about)| about);
    Some(match about {
        Some(about) => format!("dropped by {last}: {about}{before}"),
        None => format!("dropped by {last}{before}"),
    })
}

fn tell_candidates(candidates: &[CandidateRow], paint: &Paint, text: &mut Text) {
    for candidate in candidates.iter().take(CANDIDATES) {
        let mark = match candidate {
            CandidateRow { chosen: true, .. } => "=",
            CandidateRow { ruled_out: true, .. } => "x",
            _ => " ",
        };
        let facts = [candidate.kind, &candidate.class, &candidate.country];
        let facts: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        let name = out::printable(&candidate.entity);
        let look = if candidate.chosen { Look::of_kind(candidate.kind) } else { Look::Plain };
        let about = format!("{} ({})", facts.join(", "), candidate.entity_id);
        text.line(format_args!(
            "    {mark} {}  {}  score {:.2}",
            paint.paint(look, &name),
            paint.paint(Look::Faint, &out::printable(&about)),
            candidate.score
        ));
    }
    if candidates.len() > CANDIDATES {
        text.line(format_args!("      and {} more: --json has all", candidates.len() - CANDIDATES));
    }
}

/// What stands around a hit in the marked text, and its look.
fn brackets(row: &Row) -> (char, char, Look) {
    match row.candidates.iter().find(|candidate| candidate.chosen) {
        Some(chosen) if row.kept => ('[', ']', Look::of_kind(chosen.kind)),
        _ => ('{', '}', Look::Dropped),
    }
}

fn one_line(text: &str) -> String {
    let mut line = String::new();
    context::collapse(text, &mut line);
    out::printable(&line)
}

/// A number in raised digits: it stands beside a word and is no part of it.
fn raised(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

/// The hits that are marked, by start: all that are kept, and the dropped ones that lie under no other mark.
fn marks(rows: &[Row]) -> Vec<(Span, usize)> {
    let mut marks: Vec<(Span, usize)> = Vec::new();
    for kept in [true, false] {
        for (i, row) in rows.iter().enumerate().filter(|(_, row)| row.kept == kept) {
            let span = row.at.span;
            let place = marks.partition_point(|(mark, _)| mark.start < span.start);
            let free = |mark: Option<&(Span, usize)>| mark.is_none_or(|(mark, _)| !mark.overlaps(span));
            if free(marks.get(place)) && free(place.checked_sub(1).and_then(|before| marks.get(before))) {
                marks.insert(place, (span, i));
            }
        }
    }
    marks
}

/// The lines of the article, wrapped, with the marks.
fn marked(text: &str, rows: &[Row], marks: &[(Span, usize)], notes: &Notes, paint: &Paint) -> Vec<String> {
    let mut letters: Vec<(char, Look)> = Vec::with_capacity(text.len());
    let mut at = 0;
    for &(span, i) in marks {
        let (open, close, look) = brackets(&rows[i]);
        letters.extend(text[at..span.start()].chars().map(|c| (c, Look::Plain)));
        letters.push((open, look));
        letters.extend(span.of(text).chars().map(|c| (c, look)));
        letters.push((close, look));
        letters.extend(raised(notes.of_row[i] + 1).chars().map(|c| (c, look)));
        at = span.end();
    }
    letters.extend(text[at..].chars().map(|c| (c, Look::Plain)));
    let lines = letters.split(|(c, _)| *c == '\n');
    lines.flat_map(|line| wrapped(line, paint.width)).map(|line| painted(line, paint)).collect()
}

/// A line in pieces of at most `width` characters, cut at spaces where there are any.
fn wrapped(line: &[(char, Look)], width: usize) -> Vec<&[(char, Look)]> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while rest.len() > width {
        let cut = rest[..=width].iter().rposition(|(c, _)| *c == ' ').filter(|&cut| cut > 0);
        let (piece, next) = rest.split_at(cut.unwrap_or(width));
        pieces.push(piece);
        rest = if cut.is_some() { &next[1..] } else { next };
    }
    pieces.push(rest);
    pieces
}

fn painted(line: &[(char, Look)], paint: &Paint) -> String {
    let runs = line.chunk_by(|(_, a), (_, b)| a == b);
    let text = |run: &[(char, Look)]| run.iter().map(|(c, _)| *c).filter(|c| *c != '\r').collect::<String>();
    runs.map(|run| paint.paint(run[0].1, &out::printable(&text(run)))).collect()
}
