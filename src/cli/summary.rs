//! The end of a run as a small page on the terminal: counts, the most mentioned, failures, where things are.

use super::out;
use super::paint::{Look, Paint};
use super::report::Page;
use gazetag::model::Kind;
use gazetag::pipeline::Summary;
use gazetag::tables::pairs::MOST_ENTITIES;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Duration;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// What a run left behind.
pub(super) struct Written<'w> {
    /// The folder of its tables.
    pub(super) folder: Option<&'w PathBuf>,
    /// The page made of them.
    pub(super) page: Option<Page>,
}

/// Tells the end of a run: failures always, the rest if it is not to be quiet.
pub(super) fn tell(summary: &Summary, took: Duration, is_quiet: bool, written: &Written<'_>) {
    tell_failures(summary);
    if is_quiet {
        return;
    }
    for article in &summary.not_paired {
        out::message(format_args!("not in pairs.csv, more than {MOST_ENTITIES} entities: {}", out::printable(article)));
    }
    let page = Layout { paint: Paint::for_stderr(), bars: std::io::stderr().is_terminal() };
    for line in page.lines(summary, took, written) {
        out::message(format_args!("{line}"));
    }
}

/// Tells which articles failed, and why.
pub(super) fn tell_failures(summary: &Summary) {
    for (article, error) in &summary.failures {
        out::message(format_args!("failed: {}: {}", out::printable(article), out::printable(error)));
    }
    let more = summary.failed - summary.failures.len() as u64;
    if more > 0 {
        out::message(format_args!("failed: {more} articles more"));
    }
}

/// How the summary is laid out: with bars on a terminal, plain elsewhere.
struct Layout {
    paint: Paint,
    bars: bool,
}

/// Columns of a name, at least.
const NAME: usize = 24;

/// Columns of both counts with the space before each.
const COUNTS: usize = 18;

/// A bar is not wider, however wide the terminal.
const BAR: usize = 40;

impl Layout {
    fn lines(&self, summary: &Summary, took: Duration, written: &Written<'_>) -> Vec<String> {
        let mut lines = vec![self.figures(summary, took)];
        let others = [(summary.empty, "empty"), (summary.skipped, "skipped"), (summary.failed, "failed")];
        let others: Vec<String> =
            others.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if !others.is_empty() {
            let look = if summary.failed == 0 { Look::Faint } else { Look::Dropped };
            lines.push(self.paint.paint(look, &format!("{}: see articles.csv", others.join(", "))));
        }
        for kind in Kind::ALL {
            self.kind(kind, summary, &mut lines);
        }
        if let Some(folder) = written.folder {
            lines.push(String::new());
            lines.push(format!("The tables are in {}", self.paint.paint(Look::Bold, &folder.display().to_string())));
        }
        lines.extend(written.page.as_ref().map(Page::about));
        lines
    }

    fn figures(&self, summary: &Summary, took: Duration) -> String {
        let seconds = took.as_secs_f64();
        #[allow(clippy::cast_precision_loss, reason = "a rate needs no more digits")]
        let megabytes = summary.bytes as f64 / 1e6;
        let counts = format!(
            "{}, {} of {} {}",
            counted(summary.read, "article"),
            counted(summary.mentions, "mention"),
            summary.entities,
            if summary.entities == 1 { "entity" } else { "entities" },
        );
        let rate = format!(", {seconds:.2} s, {:.1} MB/s", megabytes / seconds);
        format!("{}{}", self.paint.paint(Look::Bold, &counts), self.paint.paint(Look::Faint, &rate))
    }

    /// The most mentioned of a kind.
    fn kind(&self, kind: Kind, summary: &Summary, lines: &mut Vec<String>) {
        let top: Vec<_> = summary.top.iter().filter(|(of, ..)| *of == kind).collect();
        let Some(most) = top.iter().map(|(_, _, mentions, _)| *mentions).max() else { return };
        let room = self.paint.width.saturating_sub(2 + COUNTS);
        let bar = if self.bars { room.saturating_sub(NAME + 1).min(BAR) } else { 0 };
        let widest = room - if bar > 0 { bar + 1 } else { 0 };
        let width = if self.bars { widest } else { widest.min(42) };
        let look = Look::of_kind(kind.as_str());
        let title = self.paint.paint(look, plural(kind));
        let gap = " ".repeat((2 + width + if bar > 0 { bar + 1 } else { 0 }).saturating_sub(plural(kind).width()));
        lines.push(String::new());
        lines.push(format!("{title}{gap}{}", self.paint.paint(Look::Faint, " mentions articles")));
        for (_, name, mentions, articles) in top {
            let name = fitted(&out::printable(name), width);
            let bar = if bar > 0 {
                format!(" {}", self.paint.paint(look, &blocks(*mentions, most, bar)))
            } else {
                String::new()
            };
            lines.push(format!("  {name}{bar} {mentions:>8} {articles:>8}"));
        }
    }
}

/// A text in exactly so many columns, `…` where some was cut off; a letter of East Asia takes two.
fn fitted(text: &str, width: usize) -> String {
    let full = text.width();
    if full <= width {
        return format!("{text}{}", " ".repeat(width - full));
    }
    let mut fitted = String::new();
    let mut taken = 1;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if taken + wide > width {
            break;
        }
        taken += wide;
        fitted.push(c);
    }
    fitted.push('…');
    fitted.push_str(&" ".repeat(width.saturating_sub(taken)));
    fitted
}

/// A bar of `width` columns, in eighths of a column.
fn blocks(count: u64, most: u64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (count.saturating_mul(8 * width as u64) / most.max(1)).max(1);
    let (whole, part) = (usize::try_from(eighths / 8).unwrap_or(width), (eighths % 8) as usize);
    let bar = format!("{}{}", "█".repeat(whole), EIGHTHS[part]);
    let taken = bar.chars().count();
    format!("{bar}{}", " ".repeat(width.saturating_sub(taken)))
}

/// A number of things.
fn counted(count: u64, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "People",
        Kind::Organization => "Organizations",
        Kind::Place => "Places",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_exactly_its_columns() {
        for (name, shown) in [
            ("Aleppo", "Aleppo  "),
            ("北京市", "北京市  "),
            ("İzmir", "İzmir   "),
            ("e\u{301}e\u{301}", "e\u{301}e\u{301}      "),
            ("Bank of England", "Bank of…"),
            ("中华人民共和国", "中华人… "),
        ] {
            assert_eq!(fitted(name, 8), shown);
            assert_eq!(fitted(name, 8).width(), 8, "{name}");
        }
    }

    #[test]
    fn bars_grow_by_eighths_and_never_vanish() {
        for (count, shown) in [(8, "████"), (4, "██  "), (3, "█▌  "), (1, "▌   "), (0, "▏   ")] {
            assert_eq!(blocks(count, 8, 4), shown, "{count}");
        }
    }

    #[test]
    fn every_line_fits_the_terminal() {
        let top = |name: &str, mentions| (Kind::Place, name.to_owned(), mentions, 1);
        let summary = Summary {
            read: 2,
            mentions: 9,
            entities: 3,
            top: vec![top("北京市".repeat(20).as_str(), 7), top("Aleppo", 1), top(&"x".repeat(200), 1)],
            ..Summary::default()
        };
        let written = Written { folder: None, page: None };
        for (width, bars) in [(40, true), (60, true), (80, true), (120, true), (40, false), (100, false)] {
            let layout = Layout { paint: Paint::plain(width), bars };
            let lines = layout.lines(&summary, Duration::from_secs(1), &written);
            let rows: Vec<&String> = lines.iter().skip(2).collect();
            assert_eq!(rows.len(), 4, "{lines:#?}");
            let wide = rows[0].width();
            assert!(wide <= width && rows.iter().all(|row| row.width() == wide), "{lines:#?}");
            assert_eq!(rows.iter().any(|row| row.contains('█')), bars && width >= 60, "{lines:#?}");
        }
    }
}
