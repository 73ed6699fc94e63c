//! A sheet of mentions to be marked by hand: a sample of a `mentions.csv`, stratified by kind and list.
//!
//! Each kind of each list is a stratum and gets a share that grows with the square root of its mentions, so that small
//! lists are seen too; how many mentions the stratum has stands in the column `of`, and [`super::sheet`] weighs by it.
//! Within a stratum those mentions are taken whose hash of article, place and entity is smallest: the same table gives the
//! same sheet, and a longer sheet holds the shorter one.

use super::rows::{RowsError, cell, column, open};
use crate::gazetteer::table::TableRow;
use crate::tables::{Column, Value, ValueType};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BinaryHeap};

/// Columns of a mention that are copied to the sheet, in the sheet's order.
const COPIED: [&str; 14] = [
    "before",
    "surface",
    "after",
    "kind",
    "entity",
    "entity_id",
    "country",
    "role",
    "confidence",
    "reason",
    "article",
    "line",
    "start_char",
    "end_char",
];

/// The columns of a sheet.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Number, Text};
    vec![
        Column::new("right", Text, "to be filled: yes or no; empty where nobody knows"),
        Column::new("before", Text, "up to 60 characters before the mention"),
        Column::new("surface", Text, "the mention as it is written"),
        Column::new("after", Text, "up to 60 characters after it"),
        Column::new("kind", Text, "person, organization or place"),
        Column::new("entity", Text, "whom or what gazetag took it for"),
        Column::new("entity_id", Text, "id of the entity in its list"),
        Column::new("country", Text, "country of the entity"),
        Column::new("role", Text, "name, demonym, nested or repeat"),
        Column::new("confidence", Number, "how sure the choice is, from 0 to 1"),
        Column::new("reason", Text, "the rules that spoke"),
        Column::new("article", Text, "the article"),
        Column::new("line", Count, "line of the article"),
        Column::new("start_char", Count, "where it begins, in code points"),
        Column::new("end_char", Count, "where it ends, in code points"),
        Column::new("list", Text, "the list that has the entity"),
        Column::new("times", Count, "how often this surface is taken for this entity in all articles"),
        Column::new("of", Count, "how many mentions of this kind and list there are in all articles"),
        Column::new("note", Text, "yours"),
    ]
}

/// A mention of the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sampled {
    copied: [String; COPIED.len()],
    list: String,
    times: u64,
    of: u64,
}

impl Sampled {
    /// The cells, in the order of [`columns`]; the first and the last are to be filled.
    pub fn cells(&self) -> impl Iterator<Item = Value<'_>> {
        let copied =
            COPIED.iter().zip(&self.copied).map(|(name, cell)| match (*name, cell.replace(',', ".").parse()) {
                ("confidence", Ok(share)) => Value::Share(share),
                _ => Value::Text(cell),
            });
        let counted = [Value::Text(&self.list), Value::Count(self.times), Value::Count(self.of), Value::Empty];
        std::iter::once(Value::Empty).chain(copied).chain(counted)
    }
}

/// Draws `size` mentions out of a `mentions.csv`, or all if there are no more; `file` is how errors call it. `list_of`
/// says which list has an entity, by its id.
///
/// # Errors
/// Where the bytes are no table with the columns of a `mentions.csv`.
pub fn sample(
    file: &str,
    table: &[u8],
    size: usize,
    list_of: impl Fn(&str) -> String,
) -> Result<Vec<Sampled>, RowsError> {
    let table = open(file, table, &["article", "start_char", "end_char", "kind", "surface", "entity_id"])?;
    let at = COPIED.map(|name| column(&table, name));
    let rows: Vec<TableRow> = table.rows().collect();
    let of = |name: &str| at[COPIED.iter().position(|copied| *copied == name).expect("it is copied")];
    let [kind, surface, id, article, start] = ["kind", "surface", "entity_id", "article", "start_char"].map(of);
    let mut lists: FxHashMap<&str, String> = FxHashMap::default();
    let mut times: FxHashMap<(&str, &str), u64> = FxHashMap::default();
    let mut strata: BTreeMap<(String, String), Stratum> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        let id = cell(row, id);
        *times.entry((cell(row, surface), id)).or_default() += 1;
        let list = lists.entry(id).or_insert_with(|| list_of(id)).clone();
        let hash = hash(&[cell(row, article), cell(row, start), id]);
        strata.entry((cell(row, kind).to_owned(), list)).or_default().add(hash, i, size);
    }
    let shares = shares(&strata.values().map(|stratum| stratum.mentions).collect::<Vec<u64>>(), size);
    let mut sampled = Vec::new();
    for (((_, list), stratum), share) in strata.into_iter().zip(shares) {
        for (_, i) in stratum.smallest.into_sorted_vec().into_iter().take(share) {
            let row = &rows[i];
            let copied = at.map(|column| cell(row, column).to_owned());
            let times = times[&(cell(row, surface), cell(row, id))];
            sampled.push(Sampled { copied, list: list.clone(), times, of: stratum.mentions });
        }
    }
    // who marks sees equal names together
    let place = |row: &Sampled| {
        let [_, surface, _, kind, entity, .., article, _, start, _] = row.copied.clone();
        (kind, row.list.clone(), surface.to_lowercase(), entity, article, start.parse::<u64>().unwrap_or(0))
    };
    sampled.sort_by_cached_key(place);
    Ok(sampled)
}

/// The mentions of one kind and list.
#[derive(Default)]
struct Stratum {
    mentions: u64,
    /// Hash and row of those with the smallest hashes.
    smallest: BinaryHeap<(u64, usize)>,
}

impl Stratum {
    fn add(&mut self, hash: u64, row: usize, most: usize) {
        self.mentions += 1;
        self.smallest.push((hash, row));
        if self.smallest.len() > most {
            self.smallest.pop();
        }
    }
}

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// How many of each stratum are drawn: one after the other goes to the stratum with the greatest √mentions for each that
/// it would then have (Jefferson's method); no stratum gives more than it has.
#[allow(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^52")]
fn shares(mentions: &[u64], size: usize) -> Vec<usize> {
    let mut shares = vec![0_usize; mentions.len()];
    for _ in 0..size {
        let claim = |i: usize| (mentions[i] as f64).sqrt() / (shares[i] as f64 + 1.0);
        let open = (0..mentions.len()).filter(|&i| (shares[i] as u64) < mentions[i]);
        // of equal claims the first
        let Some(next) = open.rev().max_by(|&a, &b| claim(a).total_cmp(&claim(b))) else { break };
        shares[next] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> String {
        let rows = (0..rows).map(|i| {
            let (kind, id) = if i % 10 == 0 { ("person", "p1") } else { ("place", "x1") };
            format!("a{i}.txt,{i},{},{kind},Syria,{id}\n", i + 5)
        });
        format!("article,start_char,end_char,kind,surface,entity_id\n{}", rows.collect::<String>())
    }

    fn draw(rows: usize, size: usize) -> Vec<Sampled> {
        sample("m.csv", table(rows).as_bytes(), size, |id| format!("{id}.csv")).unwrap()
    }

    #[test]
    fn strata_share_by_the_root_of_their_size() {
        let drawn = draw(1000, 40);
        let people: Vec<&Sampled> = drawn.iter().filter(|row| row.list == "p1.csv").collect();
        // √100 : √900
        assert_eq!((drawn.len(), people.len()), (40, 10));
        assert!(people.iter().all(|row| row.of == 100 && row.times == 100));
        assert_eq!(draw(20, 40).len(), 20, "all there are");
        assert_eq!(draw(0, 40), []);
    }

    #[test]
    fn a_longer_sheet_holds_the_shorter_one() {
        let (short, long) = (draw(1000, 40), draw(1000, 80));
        assert!(short.iter().all(|row| long.contains(row)));
        assert_eq!(draw(1000, 40), short);
    }
}
