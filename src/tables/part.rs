//! `partial/part.bin`: what a shard knows beyond its tables, so that all shards together are one run.
//!
//! A file of frames, each its length (4 bytes, little-endian) and a value in the `postcard` format: one for each batch,
//! in order; then counts of entities, pairs and months; at the end what the run was. Written by [`PartWriter`], read by
//! [`PartReader`].

use super::by_month::MonthPart;
use super::countries::Counts;
use super::csv::Flavour;
use super::entities::EntityPart;
use super::folder::{FinishedTable, FolderError, TableFile};
use super::mentions::OffsetUnits;
use super::pairs::PairPart;
use crate::gazetteer::ListSource;
use crate::model::{CountryCode, EntityId};
use crate::text::signature::Signature;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::Path;

/// The file, in the folder of the tables.
pub const PART: &str = "partial/part.bin";

/// A frame is no longer than this; a batch has some thousand articles.
const MAX_FRAME: u32 = 1 << 30;

/// So many counts of pairs or months go into a frame.
const COUNTS_A_FRAME: usize = 1 << 16;

/// Which part of a run, counted from 1, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// From 1.
    pub index: u32,
    /// How many there are.
    pub of: u32,
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((index, of)) if (1..=of).contains(&index) => Ok(Shard { index, of }),
            _ => Err(format!("'{text}' is no part of a run, such as 1/3, 2/3 or 3/3")),
        }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// An article's row, whose cell `story` is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRow {
    /// Bytes before its cell `story`.
    pub story_at: u32,
    /// Bytes of the row.
    pub len: u32,
    /// What its text is compared by; nothing where it has none.
    pub signature: Option<Signature>,
    /// How many entities it mentions.
    pub entities: u32,
    /// Digits in the cell `story` of the shard's own table.
    pub digits: u8,
}

/// What a batch added to the tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchPart {
    /// Articles read, empty ones among them; articles without text; articles left out.
    pub read: [u64; 3],
    /// Articles that failed, and why.
    pub failed: Vec<(String, String)>,
    /// Articles that mention too many entities for `pairs.csv`.
    pub not_paired: Vec<String>,
    /// Bytes of text.
    pub bytes: u64,
    /// Rows of `mentions.csv` and their bytes.
    pub mentions: (u64, u64),
    /// Rows of `dropped.csv` and their bytes.
    pub dropped: (u64, u64),
    /// Rows of `by-article.csv` and their bytes.
    pub by_article: (u64, u64),
    /// Rows of `articles.csv`.
    pub articles: Vec<ArticleRow>,
    /// The entities of all its articles, one article after the other, each once in an article, in rising order.
    pub entities: Vec<EntityId>,
}

/// What the run was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartHeader {
    /// The program's version.
    pub version: String,
    /// Which part it is.
    pub shard: Shard,
    /// BLAKE3 of the names and sizes of all inputs, and how many batches they make.
    pub inputs: (String, u64),
    /// The options, as JSON.
    pub options: String,
    /// What was tagged, as it was typed. Parts that were tagged elsewhere may have had it elsewhere.
    pub paths: Vec<String>,
    /// How the tables are written.
    pub flavour: Flavour,
    /// Offsets beside code points.
    pub offsets: OffsetUnits,
    /// Whether there is a `dropped.csv`.
    pub dropped: bool,
    /// In how many articles a pair must appear to be listed.
    pub min_pair: u32,
    /// The lists.
    pub lists: Vec<ListSource>,
    /// The lists' own columns.
    pub own_columns: Vec<String>,
    /// Counts of countries.
    pub countries: Vec<(CountryCode, Counts)>,
    /// What the lists call them, and which of their entities says so.
    pub country_names: Vec<(CountryCode, EntityId, String)>,
    /// Name and BLAKE3 of each table.
    pub tables: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
enum Frame {
    Batch(BatchPart),
    Entities(Vec<EntityPart>),
    Pairs(Vec<PairPart>),
    Months(Vec<MonthPart>),
    End(Box<PartHeader>),
}

/// Writes the file as the run goes.
pub struct PartWriter(TableFile);

impl PartWriter {
    /// Into this file.
    #[must_use]
    pub fn new(file: TableFile) -> PartWriter {
        PartWriter(file)
    }

    /// Adds a batch.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn batch(&mut self, batch: BatchPart) -> Result<(), FolderError> {
        self.frame(&Frame::Batch(batch))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn finish(
        mut self,
        entities: Vec<EntityPart>,
        pairs: impl Iterator<Item = io::Result<PairPart>>,
        months: impl Iterator<Item = io::Result<MonthPart>>,
        header: PartHeader,
    ) -> Result<FinishedTable, FolderError> {
        self.frame(&Frame::Entities(entities))?;
        self.counts(pairs, Frame::Pairs)?;
        self.counts(months, Frame::Months)?;
        self.frame(&Frame::End(Box::new(header)))?;
        self.0.finish()
    }

    fn counts<T>(
        &mut self,
        mut counts: impl Iterator<Item = io::Result<T>>,
        frame: impl Fn(Vec<T>) -> Frame,
    ) -> Result<(), FolderError> {
        loop {
            let some = counts.by_ref().take(COUNTS_A_FRAME).collect::<io::Result<Vec<T>>>()?;
            if some.is_empty() {
                return Ok(());
            }
            self.frame(&frame(some))?;
        }
    }

    fn frame(&mut self, frame: &Frame) -> Result<(), FolderError> {
        let bytes = postcard::to_stdvec(frame).expect("plain values can be written");
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.0.write(&len.to_le_bytes())?;
        self.0.write(&bytes)
    }
}

/// What a part's file holds apart from its batches, pairs and months.
pub struct PartCounts {
    /// What the run was.
    pub header: PartHeader,
    /// Counts of entities.
    pub entities: Vec<EntityPart>,
}

/// Reads the file batch by batch.
pub struct PartReader(BufReader<File>);

impl PartReader {
    /// Opens the file in a folder of tables.
    ///
    /// # Errors
    /// Where there is none.
    pub fn open(folder: &Path) -> io::Result<PartReader> {
        Ok(PartReader(BufReader::with_capacity(1 << 18, File::open(folder.join(PART))?)))
    }

    /// The next batch; `None` after the last.
    ///
    /// # Errors
    /// Where the file is damaged.
    pub fn batch(&mut self) -> io::Result<Option<BatchPart>> {
        match self.frame()? {
            Frame::Batch(batch) => Ok(Some(batch)),
            _ => Ok(None),
        }
    }

    /// Passes over the batches and reads what stands behind them; counts of pairs and months, which may be many, are
    /// handed out as they come.
    ///
    /// # Errors
    /// Where the file is damaged, and those of `pair` and `month`.
    pub fn counts(
        mut self,
        mut pair: impl FnMut(PairPart) -> io::Result<()>,
        mut month: impl FnMut(MonthPart) -> io::Result<()>,
    ) -> io::Result<PartCounts> {
        let mut entities = Vec::new();
        loop {
            match self.frame()? {
                Frame::Batch(_) => {}
                Frame::Entities(more) => entities.extend(more),
                Frame::Pairs(pairs) => pairs.into_iter().try_for_each(&mut pair)?,
                Frame::Months(months) => months.into_iter().try_for_each(&mut month)?,
                Frame::End(header) => return Ok(PartCounts { header: *header, entities }),
            }
        }
    }

    fn frame(&mut self) -> io::Result<Frame> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, format!("{PART} is damaged or of another version"));
        let mut len = [0; 4];
        self.0.read_exact(&mut len)?;
        let len = u32::from_le_bytes(len);
        if len > MAX_FRAME {
            return Err(damaged());
        }
        let mut bytes = Vec::new();
        (&mut self.0).take(u64::from(len)).read_to_end(&mut bytes)?;
        postcard::from_bytes(&bytes).map_err(|_| damaged())
    }
}
