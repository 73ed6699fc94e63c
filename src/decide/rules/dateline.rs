//! Datelines: `CAIRO, Dec 11 (Reuters) -`, `PARIS (AP) —`, `Istanbul —`, `LONDON 1996-12-06`.

use crate::decide::chain::is_iso_date;
use crate::decide::{Rule, Scene};
use crate::model::{Kind, Reason};

/// Supports a place that opens a line and that a dash follows, with a date or an agency in brackets between, or a date
/// alone: of 643 such lines of an agency all open with a place.
pub(super) struct Dateline;

/// How far behind the name the dash may stand, in bytes.
const FARTHEST: usize = 60;

impl Rule for Dateline {
    fn reason(&self) -> Reason {
        Reason::Dateline
    }

    fn about(&self) -> &'static str {
        "it stands in a dateline"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        for hit in 0..scene.hits.len() {
            let span = scene.hits[hit].span;
            if !scene.opens_sentence(hit) || !scene.could_be(hit, Kind::Place) {
                continue;
            }
            let text = scene.text;
            let opens_line =
                text[..span.start()].trim_end_matches([' ', '\u{A0}']).chars().next_back().is_none_or(|c| c == '\n');
            if opens_line && is_dateline(&text[span.end()..]) {
                scene.support(hit, Kind::Place, crate::decide::weights::DATELINE, self.reason());
                scene.support(hit, Kind::Person, -crate::decide::weights::DATELINE, self.reason());
                scene.support(hit, Kind::Organization, -crate::decide::weights::DATELINE, self.reason());
            }
        }
    }
}

/// Whether what follows a name makes it a dateline: a dash soon, and nothing before it but a date, a region, an agency.
fn is_dateline(rest: &str) -> bool {
    let mut end = rest.len().min(FARTHEST);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let near = &rest[..end];
    // a hyphen, or the first byte of a longer dash
    if memchr::memchr2(b'-', 0xE2, near.as_bytes()).is_none() {
        return false;
    }
    let line = near.lines().next().unwrap_or_default().trim_end();
    if let Some((between, date)) = line.rsplit_once(' ')
        && is_iso_date(date)
    {
        return is_between(between);
    }
    let dash = [" - ", " – ", " — ", " -- ", "—"].iter().filter_map(|dash| near.find(dash)).min();
    let Some(dash) = dash else { return false };
    let between = &near[..dash];
    !between.contains('\n') && is_between(between)
}

/// Whether there is no prose between a place and the end of its dateline, which would have words in small letters.
fn is_between(between: &str) -> bool {
    let outside = between.split('(').next().unwrap_or(between);
    (between.is_empty() || between.starts_with([',', ' ', '/']))
        && !outside.split([' ', ',']).any(|word| word.len() > 2 && word.starts_with(|c: char| c.is_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::is_dateline;

    #[test]
    fn a_dash_behind_dates_and_agencies_alone() {
        for (rest, expected) in [
            (", Dec 11 (Reuters) - The", true),
            (" (AP) — A", true),
            (" — A", true),
            (", Texas (AP) -- A", true),
            (" is a city — and a large one", false),
            (", where he was born - and", false),
            (" fell\n - item", false),
            (" 1996-12-06\nJapan began", true),
            (" , United Arab Emirates 1996-12-06", true),
            (" was hit on 1996-12-06", false),
            (" 2 DERBY 1\n - item", false),
            ("", false),
        ] {
            assert_eq!(is_dateline(rest), expected, "{rest}");
        }
    }
}
