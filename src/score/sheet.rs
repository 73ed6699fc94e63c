//! A sheet of mentions that somebody marked: how many are right, by kind and list, and which names to block.

use super::interval::{Interval, wilson};
use super::rows::{BadRows, RowsError, bytes_of, cell, column, open};
use crate::gazetteer::table::TableRow;
use crate::text::fold::fold_name;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What people write into the column `right`.
const YES: &str = "yes y right true 1 ok ✓ ✔ ja j oui si sí s sim да";
const NO: &str = "no n wrong false 0 ✗ ✘ nein non não нет";

/// What a marked sheet says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Marked {
    /// Rows of the sheet.
    pub rows: usize,
    /// Rows that were left empty.
    pub unmarked: usize,
    /// All mentions.
    pub all: Share,
    /// By kind.
    pub kinds: BTreeMap<String, Share>,
    /// By list.
    pub lists: BTreeMap<String, Share>,
    /// Names that were wrong each time, the most frequent in the articles first: rows for a `blocked.csv`.
    pub blocked: Vec<Blocked>,
}

/// How many mentions are right, estimated from those that were marked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Mentions in all articles.
    pub mentions: u64,
    /// Marked ones.
    pub marked: u64,
    /// Marked as right.
    pub right: u64,
    /// The estimated share of right mentions. Strata count by their mentions, not by how many were drawn.
    pub precision: f64,
    /// Its 95 % interval: Wilson's, with the effective size of a weighted sample (Kish 1965).
    pub interval: Interval,
}

/// A row proposed for a `blocked.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Blocked {
    /// The name.
    pub name: String,
    /// Why, for whoever reads the list.
    pub reason: String,
    /// How often it was marked, each time as wrong.
    pub wrong: u64,
    /// How often it is found in all articles, as far as the sheet says.
    pub times: u64,
}

/// Kind and list, with what was marked of it.
#[derive(Clone, Copy, Default)]
struct Stratum {
    mentions: u64,
    marked: u64,
    right: u64,
}

impl Marked {
    /// Reads a sheet that [`super::sample`] made and somebody filled.
    ///
    /// # Errors
    /// Where it cannot be read, has no column `right`, `kind`, `surface`, `list` or `of`, a mark is neither yes nor no,
    /// or nothing is marked.
    pub fn open(path: &Path) -> Result<Marked, RowsError> {
        let (file, bytes) = bytes_of(path)?;
        Marked::read(&file, &bytes)
    }

    /// [`Marked::open`] of bytes; `file` is how errors call it.
    ///
    /// # Errors
    /// As there.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Marked, RowsError> {
        let columns = ["right", "kind", "surface", "list", "of"];
        let table = open(file, bytes, &columns)?;
        let rows: Vec<TableRow> = table.rows().collect();
        let [right, kind, surface, list, of] = columns.map(|name| column(&table, name));
        let [entity, before, after, times] = ["entity", "before", "after", "times"].map(|name| column(&table, name));
        let mut strata: BTreeMap<(&str, &str), Stratum> = BTreeMap::new();
        let mut names: BTreeMap<String, Name> = BTreeMap::new();
        let mut bad = Vec::new();
        for row in &rows {
            let Ok(mentions) = cell(row, of).trim().parse() else {
                bad.push((row.line, format!("of: '{}' is no number: the column is the sheet's", cell(row, of))));
                continue;
            };
            let is_right = match mark(cell(row, right)) {
                Ok(Some(is_right)) => is_right,
                Ok(None) => {
                    strata.entry((cell(row, kind), cell(row, list))).or_default().mentions = mentions;
                    continue;
                }
                Err(message) => {
                    bad.push((row.line, message));
                    continue;
                }
            };
            let stratum = strata.entry((cell(row, kind), cell(row, list))).or_default();
            stratum.mentions = mentions;
            stratum.marked += 1;
            stratum.right += u64::from(is_right);
            let name = names.entry(fold_name(cell(row, surface))).or_default();
            name.marked += 1;
            name.right += u64::from(is_right);
            if name.marked == 1 {
                name.surface = cell(row, surface).split_whitespace().collect::<Vec<&str>>().join(" ");
                let context = [cell(row, before), cell(row, surface), cell(row, after)].join(" ");
                name.example = format!("taken for {} in: {}", cell(row, entity), context.trim());
            }
            let times = cell(row, times).trim().parse().unwrap_or(0);
            name.times = name.times.max(times);
        }
        let marked: u64 = strata.values().map(|stratum| stratum.marked).sum();
        if bad.is_empty() && marked == 0 {
            let message = "nothing is marked: write yes or no into the column 'right'".to_owned();
            return Err(RowsError::Table { file: file.to_owned(), line: 1, message });
        }
        if !bad.is_empty() {
            return Err(RowsError::Rows(BadRows { file: file.to_owned(), rows: bad }));
        }
        let by = |key: fn(&(&str, &str)) -> String| {
            let mut groups: BTreeMap<String, Vec<Stratum>> = BTreeMap::new();
            for (stratum, counts) in &strata {
                groups.entry(key(stratum)).or_default().push(*counts);
            }
            let shares = groups.into_iter().filter_map(|(name, strata)| Some((name, share(&strata)?)));
            shares.collect::<BTreeMap<String, Share>>()
        };
        let all: Vec<Stratum> = strata.values().copied().collect();
        Ok(Marked {
            rows: rows.len(),
            unmarked: rows.len() - usize::try_from(marked).expect("it counts rows"),
            all: share(&all).expect("something is marked"),
            kinds: by(|(kind, _)| (*kind).to_owned()),
            lists: by(|(_, list)| (*list).to_owned()),
            blocked: proposed(names),
        })
    }
}

/// Right, wrong, or not marked.
fn mark(cell: &str) -> Result<Option<bool>, String> {
    let word = cell.trim().trim_end_matches('.').to_lowercase();
    let is_in = |words: &str| words.split(' ').any(|known| known == word);
    match word.as_str() {
        "" | "?" => Ok(None),
        _ if is_in(YES) => Ok(Some(true)),
        _ if is_in(NO) => Ok(Some(false)),
        _ => Err(format!("right: '{}' is neither yes nor no", cell.trim())),
    }
}

/// The share of right mentions in some strata, those left out in which nothing was marked.
#[allow(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^52")]
fn share(strata: &[Stratum]) -> Option<Share> {
    let seen: Vec<&Stratum> = strata.iter().filter(|stratum| stratum.marked > 0).collect();
    let mentions: f64 = seen.iter().map(|stratum| stratum.mentions as f64).sum();
    if seen.is_empty() {
        return None;
    }
    let weighted = seen.iter().map(|s| s.mentions as f64 * s.right as f64 / s.marked as f64).sum::<f64>();
    let squares = seen.iter().map(|s| (s.mentions as f64).powi(2) / s.marked as f64).sum::<f64>();
    let precision = weighted / mentions;
    Some(Share {
        mentions: strata.iter().map(|stratum| stratum.mentions).sum(),
        marked: seen.iter().map(|stratum| stratum.marked).sum(),
        right: seen.iter().map(|stratum| stratum.right).sum(),
        precision,
        interval: wilson(precision, mentions * mentions / squares),
    })
}

#[derive(Default)]
struct Name {
    surface: String,
    marked: u64,
    right: u64,
    times: u64,
    example: String,
}

fn proposed(names: BTreeMap<String, Name>) -> Vec<Blocked> {
    let wrong = names.into_values().filter(|name| name.right == 0);
    let mut proposed: Vec<Blocked> = wrong
        .map(|name| Blocked {
            reason: format!("wrong {0} of {0} times in a marked sample; {1}", name.marked, name.example),
            name: name.surface,
            wrong: name.marked,
            times: name.times,
        })
        .collect();
    proposed.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.name.cmp(&b.name)));
    proposed
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "right,before,surface,after,kind,entity,list,times,of,note\n\
        yes,in,Paris,is,place,Paris,default,40,900,\n\
        Y,,Syria,,place,Syria,default,9,900,\n\
        no,Mr,Reading,said,place,Reading,default,7,900,\n\
        n,of,READING,and,place,Reading,default,5,900,\n\
        ?,,Oslo,,place,Oslo,default,1,900,\n\
        ja,,Varden,,person,Varden,mine.csv,3,100,\n\
        0,,May,,person,May,mine.csv,60,100,\n";

    #[test]
    fn strata_are_weighed_by_their_mentions() {
        let marked = Marked::read("s.csv", SHEET.as_bytes()).unwrap();
        assert_eq!((marked.rows, marked.unmarked, marked.all.marked, marked.all.right), (7, 1, 6, 3));
        // 900 × 2/4 and 100 × 1/2
        assert!((marked.all.precision - 0.5).abs() < 1e-12, "{marked:?}");
        let place = marked.kinds["place"];
        assert_eq!((place.mentions, place.marked, place.right), (900, 4, 2));
        assert_eq!(place.interval, wilson(0.5, 4.0));
        assert_eq!(marked.lists.keys().collect::<Vec<_>>(), ["default", "mine.csv"]);
        // (900 + 100)² over 900²/4 + 100²/2
        assert_eq!(marked.all.interval, wilson(marked.all.precision, 1_000_000.0 / 207_500.0));
    }

    #[test]
    fn names_that_were_always_wrong_are_proposed() {
        let marked = Marked::read("s.csv", SHEET.as_bytes()).unwrap();
        let names: Vec<(&str, u64)> = marked.blocked.iter().map(|row| (row.name.as_str(), row.wrong)).collect();
        assert_eq!(names, [("May", 1), ("Reading", 2)]);
        assert_eq!(
            marked.blocked[1].reason,
            "wrong 2 of 2 times in a marked sample; taken for Reading in: Mr Reading said"
        );
    }

    #[test]
    fn a_mark_that_says_nothing_is_an_error() {
        let error = Marked::read("s.csv", SHEET.replace("ja", "maybe").as_bytes()).unwrap_err().to_string();
        assert_eq!(error, "s.csv:7: right: 'maybe' is neither yes nor no");
        let error = Marked::read("s.csv", b"right,kind,surface,list,of\n,place,Oslo,default,9\n").unwrap_err();
        assert!(error.to_string().contains("nothing is marked"), "{error}");
        let error = Marked::read("s.csv", b"right,kind\n").unwrap_err().to_string();
        assert_eq!(error, "s.csv:1: no column surface, list, of");
    }
}
