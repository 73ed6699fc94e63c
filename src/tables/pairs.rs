//! `pairs.csv`: who appears with whom, in how many articles, paragraphs and sentences.

use super::csv::Rows;
use super::entities::EntityCounts;
use super::mentioned::Mentioned;
use super::runs::{Record, Runs, Spill};
use super::tally::Tally;
use super::{Column, Flavour, Value, ValueType};
use crate::model::{Facts, Mention};
use crate::text::sentence::{Break, break_between};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::io;

/// An article with more entities than this says little about any two of them, and has 20,000 pairs: it is left out.
pub const MOST_ENTITIES: usize = 200;

/// The columns of the table.
#[must_use]
pub fn columns() -> Vec<Column> {
    use ValueType::{Count, Number, Text};
    vec![
        Column::new("entity_a", Text, "canonical name of the one whose id comes first"),
        Column::new("entity_b", Text, "canonical name of the other"),
        Column::new("id_a", Text, "id of the first"),
        Column::new("id_b", Text, "id of the other"),
        Column::new("kind_a", Text, "kind of the first"),
        Column::new("kind_b", Text, "kind of the other"),
        Column::new("articles", Count, "in how many articles both are mentioned"),
        Column::new("paragraphs", Count, "in how many paragraphs both are mentioned"),
        Column::new("sentences", Count, "in how many sentences both are mentioned"),
        Column::new("pmi", Number, "pointwise mutual information by articles, in bits: 0 is chance"),
    ]
}

/// What `pairs.csv` is made of beside the pairs.
pub struct PairTable<'t> {
    /// The entities.
    pub facts: &'t dyn Facts,
    /// Which were mentioned, and in how many articles.
    pub entities: &'t EntityCounts,
    /// In how many articles a pair must be together to be listed.
    pub least: u32,
    /// How many articles have text.
    pub articles: u64,
    /// How the table is written.
    pub flavour: Flavour,
}

/// Counts of all pairs: gathered per thread, added up at the end.
pub struct PairCounts {
    /// By two entities: articles, paragraphs, sentences.
    tally: Tally,
    article: ArticlePairs,
}

/// The pairs of one article, counted in little memory before they are added to those of all: once for each pair, however
/// many paragraphs and sentences it shares.
#[derive(Default)]
struct ArticlePairs {
    /// How many entities the article has; below, they are known by their places among them.
    entities: usize,
    /// In how many paragraphs and sentences two entities are: a row for the first, a column for the second.
    together: Vec<[u32; 2]>,
    paragraph: Vec<usize>,
    sentence: Vec<usize>,
}

impl PairCounts {
    /// None yet.
    #[must_use]
    pub fn new(spill: Spill) -> PairCounts {
        PairCounts { tally: Tally::new(spill), article: ArticlePairs::default() }
    }

    /// Counts one article with its mentions, sorted out. Says whether the article was counted: one with more than
    /// [`MOST_ENTITIES`] is not.
    ///
    /// # Errors
    /// Where memory is full and the disk is too.
    pub fn add(&mut self, text: &str, mentions: &[Mention], mentioned: &Mentioned) -> io::Result<bool> {
        let entities = mentioned.entities();
        if entities.len() > MOST_ENTITIES {
            return Ok(false);
        }
        if entities.len() > 1 {
            self.article.count(text, mentions, mentioned);
            for (i, a) in entities.iter().enumerate() {
                let others = entities.iter().zip(self.article.together_with(i)).skip(i + 1);
                self.tally.add(a.0, others.map(|(b, &[paragraphs, sentences])| (b.0, [1, paragraphs, sentences])));
            }
        }
        self.tally.settle()?;
        Ok(true)
    }

    /// Puts the counts in order, once all are added.
    pub fn close(&mut self) {
        self.tally.close();
    }

    /// Takes over the counts of another thread.
    pub fn merge(&mut self, other: PairCounts) {
        self.tally.merge(other.tally);
    }

    /// Adds what another part counted of a pair.
    ///
    /// # Errors
    /// Where memory is full and the disk is too.
    pub fn add_counts(&mut self, [a, b, sums @ ..]: PairPart) -> io::Result<()> {
        self.tally.add(a, std::iter::once((b, sums)));
        self.tally.settle()
    }

    /// All pairs by their entities.
    ///
    /// # Errors
    /// Where a temporary file cannot be read.
    pub fn sorted(&mut self) -> io::Result<impl Iterator<Item = io::Result<PairPart>>> {
        self.tally.sorted()
    }

    /// Writes the pairs that share enough articles, most articles first, then most paragraphs, then by ids; says how
    /// many they are. Rows are made on all threads of the current rayon pool, a bounded number at a time.
    ///
    /// # Errors
    /// What `write` says, and where a temporary file cannot be read or written.
    pub fn write<E: From<io::Error> + Send>(
        &mut self,
        table: &PairTable<'_>,
        spill: Spill,
        mut write: impl FnMut(&[u8]) -> Result<(), E> + Send,
    ) -> Result<u64, E> {
        let entities = table.entities.by_id(table.facts);
        let ranks: FxHashMap<u32, u32> = entities.iter().map(|(entity, _)| entity.0).zip(0..).collect();
        let cells: Vec<[Vec<u8>; 3]> = entities
            .par_iter()
            .map(|&(entity, _)| {
                let entity = table.facts.entity(entity);
                let cells = [entity.name, entity.id, entity.kind.as_str()];
                cells.map(|cell| Rows::encode(table.flavour, [Value::Text(cell)]))
            })
            .collect();
        let mut pairs = Runs::new(spill);
        for pair in self.tally.sorted()? {
            let [a, b, articles, paragraphs, sentences] = pair?;
            if articles >= table.least {
                let (a, b) = (ranks[&a], ranks[&b]);
                // most first
                pairs.push([u32::MAX - articles, u32::MAX - paragraphs, a.min(b), a.max(b), sentences])?;
            }
        }
        let encode = |pairs: &[Record]| {
            let mut rows = Rows::new(table.flavour);
            for &[articles, paragraphs, a, b, sentences] in pairs {
                let (a, b) = (a as usize, b as usize);
                let articles = u64::from(u32::MAX - articles);
                for (of_a, of_b) in cells[a].iter().zip(&cells[b]) {
                    rows.encoded(of_a);
                    rows.encoded(of_b);
                }
                rows.count(articles);
                rows.count(u64::from(u32::MAX - paragraphs));
                rows.count(u64::from(sentences));
                rows.cell(Value::Number(mutual_information(table.articles, articles, entities[a].1, entities[b].1)));
                rows.end_row();
            }
            rows.into_bytes()
        };
        let mut count = 0;
        let mut records = pairs.merged()?;
        let mut rows: Vec<Vec<u8>> = Vec::new();
        loop {
            let window =
                records.by_ref().take(ROWS_PER_CHUNK * CHUNKS_AT_A_TIME).collect::<io::Result<Vec<Record>>>()?;
            count += window.len() as u64;
            // while the rows before are written
            let (written, next) = rayon::join(
                || rows.iter().try_for_each(|rows| write(rows)),
                || window.par_chunks(ROWS_PER_CHUNK).map(encode).collect(),
            );
            written?;
            rows = next;
            if rows.is_empty() {
                return Ok(count);
            }
        }
    }
}

/// What a part of a run counted of two entities: the entities, then articles, paragraphs and sentences.
pub type PairPart = Record;

const PARAGRAPHS: usize = 0;
const SENTENCES: usize = 1;

impl ArticlePairs {
    fn count(&mut self, text: &str, mentions: &[Mention], mentioned: &Mentioned) {
        self.entities = mentioned.entities().len();
        self.together.clear();
        self.together.resize(self.entities * self.entities, [0; 2]);
        let mut end = mentions.first().map_or(0, |mention| mention.span.start());
        for (mention, &place) in mentions.iter().zip(mentioned.places()) {
            let start = mention.span.start();
            match break_between(text, end.min(start), start) {
                Break::None => {}
                Break::Sentence => self.end_sentence(),
                Break::Paragraph => {
                    self.end_sentence();
                    self.end_paragraph();
                }
            }
            self.sentence.push(place as usize);
            self.paragraph.push(place as usize);
            end = end.max(mention.span.end());
        }
        self.end_sentence();
        self.end_paragraph();
    }

    /// In how many paragraphs and sentences an entity is together with each.
    fn together_with(&self, entity: usize) -> &[[u32; 2]] {
        &self.together[entity * self.entities..][..self.entities]
    }

    fn end_sentence(&mut self) {
        end_unit(&mut self.sentence, &mut self.together, self.entities, SENTENCES);
    }

    fn end_paragraph(&mut self) {
        end_unit(&mut self.paragraph, &mut self.together, self.entities, PARAGRAPHS);
    }
}

/// Counts the pairs of a paragraph or a sentence, and begins the next.
fn end_unit(present: &mut Vec<usize>, together: &mut [[u32; 2]], entities: usize, unit: usize) {
    if present.len() > 1 {
        present.sort_unstable();
        present.dedup();
        for (i, a) in present.iter().enumerate() {
            present[i + 1..].iter().for_each(|b| together[a * entities + b][unit] += 1);
        }
    }
    present.clear();
}

/// Pointwise mutual information in bits: how much oftener two entities share an article than they would by chance
/// (K. W. Church, P. Hanks, Word Association Norms, Mutual Information, and Lexicography, ACL 1989). Three decimals, so
/// that no platform's logarithm shows.
#[allow(clippy::cast_precision_loss, reason = "counts of articles are far below 2^52")]
fn mutual_information(all: u64, both: u64, a: u64, b: u64) -> f64 {
    let ratio = (both as f64 * all as f64) / (a as f64 * b as f64);
    // no minus before a zero
    (ratio.log2() * 1e3).round() / 1e3 + 0.0
}

/// How many rows a thread makes at a time: about half a megabyte.
const ROWS_PER_CHUNK: usize = 1 << 12;

/// How many such chunks are made together, while as many are written.
const CHUNKS_AT_A_TIME: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntityId, Kind, Span};

    fn mentions(text: &str, names: &[(&str, u32)]) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = names
            .iter()
            .flat_map(|(name, entity)| {
                text.match_indices(name).map(|(at, name)| Mention {
                    span: Span::new(at, at + name.len()),
                    entity: EntityId(*entity),
                    kind: Kind::Person,
                    role: crate::model::Role::Name,
                    candidates: 1,
                    confidence: 1.0,
                    reasons: crate::model::Reasons::default(),
                })
            })
            .collect();
        mentions.sort_by_key(|mention| mention.span.start());
        mentions
    }

    #[test]
    fn pairs_share_articles_paragraphs_and_sentences() {
        let text = "Ann met Bob. Ann left, Bob and Cy stayed.\n\nMr. Cy saw Ann again, and Ann saw Cy. Bob slept.";
        let mentions = mentions(text, &[("Ann", 1), ("Bob", 2), ("Cy", 3)]);
        let folder = tempfile::tempdir().unwrap();
        for records in [1 << 20, 1] {
            let mut spill = Spill::shared(folder.path().to_owned(), 1);
            spill.records = records;
            let (mut counts, mut others) = (PairCounts::new(spill.clone()), PairCounts::new(spill));
            let mut mentioned = Mentioned::default();
            mentioned.sort_out(&mentions);
            assert!(counts.add(text, &mentions, &mentioned).unwrap());
            assert!(others.add(text, &mentions, &mentioned).unwrap());
            let many: Vec<Mention> =
                (0..=MOST_ENTITIES as u32).map(|entity| Mention { entity: EntityId(entity), ..mentions[0] }).collect();
            mentioned.sort_out(&many);
            assert!(!counts.add(text, &many, &mentioned).unwrap());
            others.add_counts([1, 9, 1, 1, 0]).unwrap();
            counts.merge(others);
            let sums: Vec<PairPart> = counts.sorted().unwrap().map(Result::unwrap).collect();
            assert_eq!(sums, [[1, 2, 2, 4, 4], [1, 3, 2, 4, 4], [1, 9, 1, 1, 0], [2, 3, 2, 4, 2]], "{records}");
        }
    }

    #[test]
    fn together_oftener_than_by_chance_is_above_zero() {
        for (all, both, a, b, bits) in
            [(100, 1, 10, 10, 0.0), (100, 10, 10, 10, 3.322), (100, 1, 20, 10, -1.0), (3, 3, 3, 3, 0.0)]
        {
            let found = mutual_information(all, both, a, b);
            assert!(found.to_string() == f64::to_string(&bits), "{all} {both} {a} {b}: {found}");
        }
    }
}
