//! Dates, where they surely are dates.
//!
//! In comes what an article says of its day, in whatever words; out goes `2024-03-09`, or nothing. A wrong day in a table
//! is worse than a missing one: what can be read in two ways is not taken, and the article says so.
//!
//! | written | taken |
//! |---|---|
//! | `2024-03-09`, with a time or not; `2024/3/9`, `2024.03.09`, `20240309` | yes: the year comes first, so the month is next |
//! | `Sat, 09 Mar 2024 10:00:00 +0000`, `March 9, 2024`, `9. März 2024`, `9 марта 2024 г.`, `2024年3月9日` | yes: the month is named ([`month`]) |
//! | `25/12/2024`, `04/04/2024` | yes: there is one way to read them |
//! | `03/04/2024`, `3.4.2024`, `9 March 24`, `yesterday` | no, unless [`DateOptions::format`] says what they mean |
//!
//! A day is the one that is written: a time zone does not move it.

mod month;

use crate::model::Article;
use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Years that an article may be of. What lies outside is of another calendar (1403 is 2024 in Iran, 2567 in Thailand).
const YEARS: RangeInclusive<i16> = 1500..=2199;

/// So much of a date that is not taken stands in the note about it.
const QUOTED_CHARS: usize = 40;

/// What exporters write where there is no date.
const NO_DATE: [&str; 6] = ["none", "null", "nan", "nat", "n/a", "undefined"];

/// Which dates are certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateOptions {
    /// How dates are written that could be read in two ways.
    pub format: Option<DateFormat>,
    /// Whether an article without a date has that of its address or its name: `news/2024/03/09/visit.html`.
    pub in_paths: bool,
}

/// How a date is written: `%d/%m/%Y`, with the letters of `strftime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFormat(String);

impl FromStr for DateFormat {
    type Err = String;

    fn from_str(format: &str) -> Result<Self, String> {
        let day = jiff::civil::date(2024, 3, 9);
        let bad = |why: &str| format!("'{format}' is no way to write a date: {why}; such as %d/%m/%Y");
        let written =
            BrokenDownTime::from(day.at(11, 45, 0, 0)).to_string(format).map_err(|error| bad(&error.to_string()))?;
        match DateFormat(format.to_owned()).read(&written) {
            Some(read) if read == day => Ok(DateFormat(format.to_owned())),
            _ => Err(bad("it does not give a year, a month and a day")),
        }
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl DateFormat {
    /// The date at the beginning of a text; a time may follow.
    fn read(&self, text: &str) -> Option<Date> {
        let (read, used) = BrokenDownTime::parse_prefix(&self.0, text).ok()?;
        let rest = &text[used..];
        let ends = !rest.starts_with(|next: char| next.is_alphanumeric()) || rest.starts_with(['T', 't']);
        read.to_date().ok().filter(|_| ends)
    }
}

/// Gives an article the date that it says it has, or a note where that is not certain.
pub(super) fn put(article: &mut Article, text: &str, options: &DateOptions) {
    match read(text, options) {
        Ok(date) => article.date = date.map(|date| date.to_string()).unwrap_or_default(),
        Err(why) => article.note(&why),
    }
}

/// The same for one that gives several dates, the likeliest first: the first that is certain counts, and where none is,
/// the first is the one that is told.
pub(super) fn put_first_certain(article: &mut Article, texts: &[String], options: &DateOptions) {
    let certain = texts.iter().find(|text| matches!(read(text, options), Ok(Some(_))));
    if let Some(text) = certain.or(texts.first()) {
        put(article, text, options);
    }
}

/// The date that a text gives; `None` where it says that there is none.
///
/// # Errors
/// If it is not certain: the sentence for the article's row.
pub(super) fn read(text: &str, options: &DateOptions) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() || NO_DATE.iter().any(|none| none.eq_ignore_ascii_case(text)) {
        return Ok(None);
    }
    let formatted = options.format.as_ref().and_then(|format| format.read(text));
    if let Some(date) = formatted.or_else(|| year_first(text)).or_else(|| named_month(text)) {
        return Ok(Some(date));
    }
    match numbers(text) {
        Numbers::One(date) => Ok(Some(date)),
        Numbers::Two => Err(format!("the date {} could be two days; --date-format says which", quoted(text))),
        Numbers::None => Err(format!("the date {} is not certain; --date-format reads more", quoted(text))),
    }
}

/// The one date in an address or a path: `2024/03/09`, `2024-03-09`, `20240309` between other characters than digits.
/// Nothing where there are several.
pub(super) fn in_path(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let starts =
        (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit()));
    let mut dates = starts.filter_map(|at| date_at(&bytes[at..]));
    let first = dates.next()?;
    dates.all(|date| date == first).then_some(first)
}

fn date_at(bytes: &[u8]) -> Option<Date> {
    let run = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let two = |at: usize| number(bytes.get(at..at + 2)?);
    let ends = |at: usize| !bytes.get(at).is_some_and(u8::is_ascii_digit);
    match run {
        8 => date(number(&bytes[..4])?, two(4)?, two(6)?),
        4 => {
            let separator = *bytes.get(4).filter(|byte| matches!(byte, b'/' | b'-' | b'_' | b'.'))?;
            let is_date = bytes.get(7) == Some(&separator) && ends(10);
            if is_date { date(number(&bytes[..4])?, two(5)?, two(8)?) } else { None }
        }
        _ => None,
    }
}

fn number(digits: &[u8]) -> Option<i16> {
    let all = digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok().filter(|_| all)?.parse().ok()
}

/// A day that there was.
fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    YEARS.contains(&year).then_some(date)
}

/// `2024-03-09`, `2024/3/9`, `20240309`, and what may follow: a time or a zone.
fn year_first(text: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (date, rest) = match digits(text) {
        8 => (date_at(text.as_bytes())?, &text[8..]),
        4 => {
            let separator = text[4..].chars().next().filter(|between| matches!(between, '-' | '/' | '.'))?;
            let month = &text[5..];
            let (month, day) = month.split_at(digits(month));
            let day = day.strip_prefix(separator)?;
            let (day, rest) = day.split_at(digits(day));
            if !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
                return None;
            }
            (self::date(number(&text.as_bytes()[..4])?, number(month.as_bytes())?, number(day.as_bytes())?)?, rest)
        }
        _ => return None,
    };
    is_time(rest).then_some(date)
}

/// Nothing, a time or a zone.
fn is_time(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['T', 't', 'Z', 'z', '+', ' ', ',', '.'])
}

/// A piece of a date in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    /// One or two digits, or four.
    Number(i16, usize),
    Month(i16),
    /// A word, a time, a number of other lengths.
    Other(&'t str),
}

/// `Sat, 09 Mar 2024 10:00:00 +0000`, `March 9th, 2024 at 5 p.m.`, `9 de marzo de 2024`, `2024年3月9日`: one month by its
/// name, beside it the day and the year.
fn named_month(text: &str) -> Option<Date> {
    use Piece::{Month, Number, Other};
    let text = ascii_digits(text);
    let pieces = pieces(&text);
    let mut months = (0..pieces.len()).filter(|&at| matches!(pieces[at], Month(_)));
    let (at, None) = (months.next()?, months.next()) else { return None };
    let before = |at: usize| at.checked_sub(1).map(|at| pieces[at]);
    let after = |at: usize| pieces.get(at).copied();
    let Month(month) = pieces[at] else { return None };
    match (before(at), after(at + 1), after(at + 2)) {
        // "8-9 March 2024" are two days
        (Some(Number(_, 1 | 2)), ..) if matches!(before(at - 1), Some(Number(_, 1 | 2))) => None,
        (Some(Number(day, 1 | 2)), Some(Number(year, 4)), _) => date(year, month, day),
        (Some(Number(year, 4)), Some(Number(day, 1 | 2)), None | Some(Other(_))) => date(year, month, day),
        (None | Some(Other(_)), Some(Number(day, 1 | 2)), Some(Number(year, 4))) => date(year, month, day),
        _ => None,
    }
}

/// The numbers and words of a date, without those that only join them.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = rest.chars().next() else { return pieces };
        let is_digit = first.is_ascii_digit();
        let ends = |c: char| if is_digit { !c.is_ascii_digit() && c != ':' } else { !c.is_alphabetic() || is_unit(c) };
        let len = first.len_utf8();
        let (word, after) = rest.split_at(rest[len..].find(ends).map_or(rest.len(), |end| len + end));
        rest = after;
        let word = word.trim_end_matches(':');
        match (number(word.as_bytes()), word.len(), pieces.last()) {
            (Some(number), 1 | 2 | 4, _) => pieces.push(Piece::Number(number, word.len())),
            // 3月, 3월
            (None, _, Some(&Piece::Number(month @ 1..=12, 1 | 2))) if matches!(word, "月" | "월") => {
                pieces.pop();
                pieces.push(Piece::Month(month));
            }
            _ if month::is_joint(word) => {}
            _ => pieces.push(month::named(word).map_or(Piece::Other(word), Piece::Month)),
        }
    }
}

/// Whether a character is a word of its own in dates: year, month, day.
const fn is_unit(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '년' | '월' | '일')
}

/// Arabic, Persian and full-width digits as ASCII ones.
fn ascii_digits(text: &str) -> String {
    let ascii = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10),
        '\u{6F0}'..='\u{6F9}' => char::from_digit(c as u32 - 0x6F0, 10),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    };
    text.chars().map(|c| ascii(c).unwrap_or(c)).collect()
}

/// How many days `25/12/2024` could be.
enum Numbers {
    None,
    One(Date),
    Two,
}

/// A date of three numbers, the year last.
fn numbers(text: &str) -> Numbers {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '.' | '-'))).unwrap_or(text.len());
    let (numbers, rest) = text.split_at(end);
    let parts: Vec<&[u8]> = numbers.as_bytes().split(|byte| matches!(byte, b'/' | b'.' | b'-')).collect();
    let ([first @ ([_] | [_, _]), second @ ([_] | [_, _]), year @ [_, _, _, _]], true) = (&parts[..], is_time(rest))
    else {
        return Numbers::None;
    };
    let (Some(first), Some(second), Some(year)) = (number(first), number(second), number(year)) else {
        return Numbers::None;
    };
    match (date(year, second, first), date(year, first, second)) {
        (Some(one), Some(other)) if one != other => Numbers::Two,
        (Some(one), _) | (None, Some(one)) => Numbers::One(one),
        (None, None) => Numbers::None,
    }
}

fn quoted(text: &str) -> String {
    let mut quoted: String = text.chars().take(QUOTED_CHARS).collect();
    if quoted.len() < text.len() {
        quoted.push('…');
    }
    format!("\"{quoted}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certain(text: &str, options: &DateOptions) -> String {
        read(text, options).ok().flatten().map(|date| date.to_string()).unwrap_or_default()
    }

    #[test]
    fn only_certain_dates_that_exist_are_kept() {
        let rows = [
            ("2024-03-09", "2024-03-09"),
            (" 2024-03-09T10:00:00.000Z\n", "2024-03-09"),
            ("2024-03-09T23:30:00-05:00", "2024-03-09"),
            ("2024-03-09 10:00", "2024-03-09"),
            ("2024-03-09+02:00", "2024-03-09"),
            ("2024-02-29", "2024-02-29"),
            ("2000-02-29", "2000-02-29"),
            ("1789-07-14", "1789-07-14"),
            ("2024-3-9", "2024-03-09"),
            ("2024/03/09", "2024-03-09"),
            ("2024. 3. 9.", ""),
            ("2024.03.09.", "2024-03-09"),
            ("20240309", "2024-03-09"),
            ("20240309T101500Z", "2024-03-09"),
            ("1900-02-29", ""),
            ("2023-02-29", ""),
            ("2024-04-31", ""),
            ("2024-13-01", ""),
            ("2024-00-10", ""),
            ("2024-01-00", ""),
            ("2024-03-091", ""),
            ("2024-03", ""),
            ("202403091", ""),
            ("1403/01/05", ""),
            ("2567-03-09", ""),
            ("25/12/2024", "2024-12-25"),
            ("12/25/2024 10:00", "2024-12-25"),
            ("04/04/2024", "2024-04-04"),
            ("31.12.2024", "2024-12-31"),
            ("03/09/2024", ""),
            ("9.3.2024", ""),
            ("25/13/2024", ""),
            ("25/12/24", ""),
            ("+024-03-09", ""),
            ("-2024-3-09", ""),
            ("2024-03-0é", ""),
            ("٢٠٢٤-03-09", ""),
            ("1709978400", ""),
            ("", ""),
        ];
        for (text, date) in rows {
            assert_eq!(certain(text, &DateOptions::default()), date, "{text:?}");
        }
    }

    #[test]
    fn a_month_that_is_named_is_certain() {
        let rows = [
            ("Sat, 09 Mar 2024 10:00:00 +0000", "2024-03-09"),
            ("Sat, 9 Mar 2024 23:30:00 -0500 (EST)", "2024-03-09"),
            ("9 March 2024", "2024-03-09"),
            ("March 9, 2024", "2024-03-09"),
            ("MARCH 9TH, 2024 AT 5 P.M.", "2024-03-09"),
            ("Updated 5:14 PM EST, Sat March 9, 2024", "2024-03-09"),
            ("Sat Mar 09 10:00:00 UTC 2024", ""),
            ("09-Mar-2024", "2024-03-09"),
            ("the 1st of May 1999", "1999-05-01"),
            ("9. März 2024, 10:00 Uhr", "2024-03-09"),
            ("Samstag, den 9. Dezember 2024", "2024-12-09"),
            ("1er août 2024 à 10h30", "2024-08-01"),
            ("9 de marzo de 2024", "2024-03-09"),
            ("9 marzo 2024", "2024-03-09"),
            ("sábado, 9 de março de 2024", "2024-03-09"),
            ("9 maart 2024", "2024-03-09"),
            ("9 sierpnia 2024", "2024-08-09"),
            ("9 марта 2024 г.", "2024-03-09"),
            ("9 березня 2024 року", "2024-03-09"),
            ("9 Ağustos 2024 Cuma", "2024-08-09"),
            ("2024. március 9.", "2024-03-09"),
            ("2024年3月9日 10:00", "2024-03-09"),
            ("2024년 3월 9일", "2024-03-09"),
            ("٩ مارس ٢٠٢٤", "2024-03-09"),
            ("9 آذار 2024", "2024-03-09"),
            ("9 listopada 2024", ""),
            ("8-9 March 2024", ""),
            ("9 March - 3 April 2024", ""),
            ("9 March 24", ""),
            ("March 2024", ""),
            ("31 April 2024", ""),
            ("yesterday", ""),
            ("3 days ago", ""),
        ];
        for (text, date) in rows {
            assert_eq!(certain(text, &DateOptions::default()), date, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_taken_is_told() {
        let why = |text: &str| read(text, &DateOptions::default()).unwrap_err();
        assert_eq!(why("03/04/2024"), "the date \"03/04/2024\" could be two days; --date-format says which");
        let long = format!("yesterday {}", "é".repeat(50));
        let quoted = format!("yesterday {}…", "é".repeat(30));
        assert_eq!(why(&long), format!("the date \"{quoted}\" is not certain; --date-format reads more"));
        for none in ["", " ", "None", "null", "NaN"] {
            assert_eq!(read(none, &DateOptions::default()), Ok(None), "{none}");
        }
    }

    #[test]
    fn a_format_settles_it() {
        let options = |format: &str| DateOptions { format: Some(format.parse().unwrap()), in_paths: false };
        let rows = [
            ("%d/%m/%Y", "03/04/2024", "2024-04-03"),
            ("%m/%d/%Y", "03/04/2024", "2024-03-04"),
            ("%d/%m/%Y", "03/04/2024 10:00", "2024-04-03"),
            ("%d/%m/%Y", "2024-03-09", "2024-03-09"),
            ("%d/%m/%Y", "03/04/20245", ""),
            ("%d.%m.%y", "03.04.24", "2024-04-03"),
        ];
        for (format, text, date) in rows {
            assert_eq!(certain(text, &options(format)), date, "{format} {text}");
        }
        for format in ["", "%d/%m", "%Y", "%Q", "d/m/Y", "%", "%H:%M"] {
            assert!(format.parse::<DateFormat>().unwrap_err().contains("such as %d/%m/%Y"), "{format}");
        }
    }

    #[test]
    fn a_path_gives_one_date_or_none() {
        let rows = [
            ("https://a.b/news/2024/03/09/visit.html", "2024-03-09"),
            ("a/2024-03-09.txt", "2024-03-09"),
            ("a/2024-03-09/20240309-1.txt", "2024-03-09"),
            ("a/visit_20240309.txt#12", "2024-03-09"),
            ("a/2024/03/09/2023-01-02.txt", ""),
            ("a/2024/13/09.txt", ""),
            ("a/2024/03/9.txt", ""),
            ("a/2024/03-09.txt", ""),
            ("a/120240309.txt", ""),
            ("a/2024/03/091.txt", ""),
            ("a/202403", ""),
            ("é/2024", ""),
            ("", ""),
        ];
        for (path, date) in rows {
            assert_eq!(in_path(path).map(|date| date.to_string()).unwrap_or_default(), date, "{path}");
        }
    }
}
