//! The parts of a run to what one run would have written, byte for byte.
//!
//! Batches go to the shards in turn, so the first batch of the run is the first of shard 1, the second the first of
//! shard 2. Their rows are copied in that order; only the cell `story` is made anew, since it names a row of the whole.
//! Counts add up.

use super::{
    Output, Piece, ROWS_IN_MEMORY, RunError, RunOptions, Sink, Summary, TableCounts, Tagged, Totals, describe, top,
};
use crate::gazetteer::ListSource;
use crate::model::{Entity, EntityId, Facts, Kind, ListedName, NameId, NameUse};
use crate::tables::articles::columns as article_columns;
use crate::tables::by_article;
use crate::tables::entities::EntityPart;
use crate::tables::folder::{FolderError, TableFolder};
use crate::tables::formats::{Format, Points};
use crate::tables::mentions::columns as mention_columns;
use crate::tables::part::{PartCounts, PartHeader, PartReader};
use crate::tables::runs::Spill;
use rayon::ThreadPool;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Why parts make no whole.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A folder holds no part.
    #[error("{} holds no part of a run, as `gazetag tag --shard` writes it: {error}", folder.display())]
    NoPart {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Not all parts are there.
    #[error("{}", name_missing(*.of, .missing))]
    Missing {
        /// How many there are.
        of: u32,
        /// Which are missing, from 1.
        missing: Vec<u32>,
    },
    /// Two folders hold the same part.
    #[error("{} and {} both hold part {index}/{of}", first.display(), second.display())]
    Twice {
        /// One folder.
        first: PathBuf,
        /// The other.
        second: PathBuf,
        /// Which part.
        index: u32,
        /// Of how many.
        of: u32,
    },
    /// A part is of another run.
    #[error("{} is a part of another run than {}: {what} differ", folder.display(), first.display())]
    Other {
        /// The folder.
        folder: PathBuf,
        /// The folder it was compared with.
        first: PathBuf,
        /// What differs.
        what: &'static str,
    },
    /// A table was changed after it was written.
    #[error("{} is not as `gazetag tag` wrote it: tag that part again", path.display())]
    Changed {
        /// The table.
        path: PathBuf,
    },
    /// The tables could not be written.
    #[error(transparent)]
    Run(#[from] RunError),
}

fn name_missing(of: u32, missing: &[u32]) -> String {
    let parts: Vec<String> = missing.iter().map(|index| format!("{index}/{of}")).collect();
    format!(
        "missing: part {}; write it with `gazetag tag --shard {}` and name its folder too",
        parts.join(", "),
        parts[0]
    )
}

impl From<FolderError> for MergeError {
    fn from(error: FolderError) -> Self {
        MergeError::Run(error.into())
    }
}

/// All parts of a run.
pub struct Parts {
    /// By their number.
    folders: Vec<PathBuf>,
    header: PartHeader,
    tables: Vec<Vec<(String, String)>>,
    facts: PartFacts,
    totals: Totals,
}

impl Parts {
    /// Reads what the parts in these folders are.
    ///
    /// # Errors
    /// Where one is no part, is missing, is there twice or is of another run.
    pub fn open(folders: &[PathBuf]) -> Result<Parts, MergeError> {
        let mut parts: Vec<(PathBuf, PartCounts)> = Vec::new();
        for folder in folders {
            // pairs and months may be many: they are read when there is a place to keep them
            let counts = PartReader::open(folder).and_then(|part| part.counts(|_| Ok(()), |_| Ok(())));
            let counts = counts.map_err(|error| MergeError::NoPart { folder: folder.clone(), error })?;
            if let Some((first, one)) = parts.first() {
                let what = difference(&one.header, &counts.header);
                what.map_or(Ok(()), |what| {
                    Err(MergeError::Other { folder: folder.clone(), first: first.clone(), what })
                })?;
            }
            parts.push((folder.clone(), counts));
        }
        parts.sort_by_key(|(_, counts)| counts.header.shard.index);
        let of = parts.first().map_or(1, |(_, counts)| counts.header.shard.of);
        let twice = parts.windows(2).find(|pair| pair[0].1.header.shard == pair[1].1.header.shard);
        if let Some([(first, one), (second, _)]) = twice {
            let (first, second) = (first.clone(), second.clone());
            return Err(MergeError::Twice { first, second, index: one.header.shard.index, of });
        }
        let has = |index: u32| parts.iter().any(|(_, counts)| counts.header.shard.index == index);
        let missing: Vec<u32> = (1..=of).filter(|index| !has(*index)).collect();
        if !missing.is_empty() {
            return Err(MergeError::Missing { of, missing });
        }
        let header = parts[0].1.header.clone();
        let mut facts = PartFacts { entities: BTreeMap::new(), own_columns: header.own_columns.clone() };
        let mut totals = Totals::new(None);
        let (mut places, mut tables) = (Vec::new(), Vec::new());
        for (folder, counts) in parts {
            places.push(folder);
            tables.push(counts.header.tables);
            for entity in counts.entities {
                totals.entities.add_part(&entity);
                facts.entities.insert(entity.entity, entity);
            }
        }
        Ok(Parts { folders: places, header, tables, facts, totals })
    }

    /// The options of the run.
    ///
    /// # Errors
    /// Where the part is damaged.
    fn options(&self) -> io::Result<RunOptions> {
        Ok(RunOptions {
            formats: vec![Format::Csv],
            points: Points::Entities,
            flavour: self.header.flavour,
            offsets: self.header.offsets,
            dropped: self.header.dropped,
            min_pair: self.header.min_pair,
            strict: false,
            texts: None,
            paths: self.header.paths.clone(),
            described: serde_json::from_str(&self.header.options)?,
            part: None,
        })
    }

    /// Adds up what the parts counted.
    fn count(&mut self, spill: Spill) -> Result<(), MergeError> {
        let counts = self.totals.tables.insert(TableCounts::new(spill));
        for folder in &self.folders {
            let no_part = |error| MergeError::NoPart { folder: folder.clone(), error };
            let part = PartReader::open(folder).map_err(no_part)?;
            let (pairs, months) = (&mut counts.pairs, &mut counts.months);
            let part = part.counts(|pair| pairs.add_counts(pair), |month| months.add_counts(month)).map_err(no_part)?;
            counts.countries.merge(part.header.countries);
            for (country, id, name) in part.header.country_names {
                counts.names.add(country, id, &name);
            }
        }
        Ok(())
    }

    /// Writes the tables of the whole run.
    ///
    /// # Errors
    /// Where a table of a part was changed, the folder cannot be written, or the user interrupts.
    pub fn merge(
        mut self,
        pool: &ThreadPool,
        folder: TableFolder,
        interrupted: &AtomicBool,
    ) -> Result<Summary, MergeError> {
        let damaged = |error| MergeError::NoPart { folder: self.folders[0].clone(), error };
        let options = self.options().map_err(damaged)?;
        self.count(Spill::shared(folder.path().to_owned(), 1))?;
        let mut sources = Vec::new();
        for (folder, tables) in self.folders.iter().zip(&self.tables) {
            let source = Source::open(folder, &options, tables);
            sources.push(source.map_err(|error| MergeError::NoPart { folder: folder.clone(), error })?);
        }
        let mut output = Output::Folder(folder);
        let mut sink = Sink::open(&mut output, &options)?;
        let mut summary = Summary::default();
        let mut batch = 0;
        loop {
            let at = batch % sources.len();
            let no_part = |error| MergeError::NoPart { folder: self.folders[at].clone(), error };
            let Some(tagged) = sources[at].next().map_err(no_part)? else { break };
            while let Some(rows) = sources[at].piece().map_err(no_part)? {
                sink.write_piece(&rows)?;
            }
            if interrupted.load(Ordering::Relaxed) {
                return Err(RunError::Interrupted.into());
            }
            sink.write(tagged, &mut summary)?;
            batch += 1;
        }
        for (source, folder) in sources.into_iter().zip(&self.folders) {
            source.check(folder)?;
        }
        summary.entities = self.totals.entities.len() as u64;
        summary.top = top(&self.totals.entities, &self.facts);
        let (tables, _) = pool.install(|| sink.finish(&mut self.totals, &self.facts, &[], &options, 0, &summary))?;
        if let Output::Folder(folder) = output {
            let package = describe(&tables, &[], &self.header.lists, &options, &summary).to_bytes();
            folder.commit(tables.into_iter().map(|(table, _, _)| table).collect(), &package)?;
        }
        Ok(summary)
    }
}

/// In what two parts are of different runs.
fn difference(a: &PartHeader, b: &PartHeader) -> Option<&'static str> {
    let hashes = |lists: &[ListSource]| -> Vec<String> { lists.iter().map(|list| list.blake3.clone()).collect() };
    let checks = [
        (a.shard.of == b.shard.of, "the numbers of parts"),
        (a.version == b.version, "the versions of gazetag"),
        (a.inputs == b.inputs, "the inputs"),
        (a.options == b.options && a.flavour == b.flavour && a.offsets == b.offsets, "the options"),
        (hashes(&a.lists) == hashes(&b.lists), "the lists"),
    ];
    checks.into_iter().find(|(is_same, _)| !is_same).map(|(_, what)| what)
}

/// The batches of one part.
struct Source {
    part: PartReader,
    /// Bytes of rows of mentions, and of what was dropped, that are left of its last batch.
    left: [u64; 2],
    mentions: TableReader,
    dropped: Option<TableReader>,
    by_article: TableReader,
    articles: TableReader,
}

impl Source {
    fn open(folder: &Path, options: &RunOptions, hashes: &[(String, String)]) -> io::Result<Source> {
        let header = |columns: &[_]| options.flavour.header(columns).len();
        let open = |name: &str, header: usize| {
            let hash = hashes.iter().find(|(table, _)| table == name).map(|(_, hash)| hash.clone()).unwrap_or_default();
            TableReader::open(&folder.join(name), header, hash)
        };
        let mention_header = header(&mention_columns(options.offsets));
        Ok(Source {
            part: PartReader::open(folder)?,
            left: [0; 2],
            mentions: open("mentions.csv", mention_header)?,
            dropped: options.dropped.then(|| open("dropped.csv", mention_header)).transpose()?,
            by_article: open("by-article.csv", header(&by_article::columns()))?,
            articles: open("articles.csv", header(&article_columns()))?,
        })
    }

    /// The next batch, whose mentions come piece by piece.
    fn next(&mut self) -> io::Result<Option<Tagged>> {
        let Some(part) = self.part.batch()? else { return Ok(None) };
        let mut articles = Vec::new();
        for row in &part.articles {
            let bytes = self.articles.take(u64::from(row.len) + u64::from(row.digits))?;
            let (before, rest) = bytes.split_at(row.story_at as usize);
            articles.extend_from_slice(before);
            articles.extend_from_slice(&rest[usize::from(row.digits)..]);
        }
        self.left = [part.mentions.1, part.dropped.1];
        let by_article = self.by_article.take(part.by_article.1)?;
        Ok(Some(Tagged { by_article, articles, part, ..Tagged::default() }))
    }

    /// Some rows more of its last batch.
    fn piece(&mut self) -> io::Result<Option<Piece>> {
        let tables = [
            (Some(&mut self.mentions), Piece::Mentions as fn(Vec<u8>) -> Piece),
            (self.dropped.as_mut(), Piece::Dropped),
        ];
        for ((table, piece), left) in tables.into_iter().zip(&mut self.left) {
            let len = (*left).min(ROWS_IN_MEMORY as u64);
            if let Some(table) = table.filter(|_| len > 0) {
                *left -= len;
                return table.take(len).map(|rows| Some(piece(rows)));
            }
        }
        Ok(None)
    }

    /// Whether the tables are as they were written.
    fn check(self, folder: &Path) -> Result<(), MergeError> {
        for table in
            [Some(self.mentions), Some(self.by_article), Some(self.articles), self.dropped].into_iter().flatten()
        {
            let path = table.path.clone();
            if !table.end().map_err(|error| MergeError::NoPart { folder: folder.to_owned(), error })? {
                return Err(MergeError::Changed { path });
            }
        }
        Ok(())
    }
}

/// A table of a part, read from its first row to its last.
struct TableReader {
    path: PathBuf,
    file: BufReader<File>,
    hasher: blake3::Hasher,
    hash: String,
}

impl TableReader {
    fn open(path: &Path, header: usize, hash: String) -> io::Result<TableReader> {
        let file = BufReader::with_capacity(1 << 18, File::open(path)?);
        let mut table = TableReader { path: path.to_owned(), file, hasher: blake3::Hasher::new(), hash };
        table.take(header as u64)?;
        Ok(table)
    }

    fn take(&mut self, len: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut self.file).take(len).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < len {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{} is cut off", self.path.display())));
        }
        self.hasher.update(&bytes);
        Ok(bytes)
    }

    /// Whether it ends here and is as it was written.
    fn end(mut self) -> io::Result<bool> {
        let mut rest = Vec::new();
        self.file.read_to_end(&mut rest)?;
        Ok(rest.is_empty() && self.hasher.finalize().to_hex().as_str() == self.hash)
    }
}

/// The entities that the parts mention.
struct PartFacts {
    entities: BTreeMap<EntityId, EntityPart>,
    own_columns: Vec<String>,
}

impl PartFacts {
    fn part(&self, id: EntityId) -> &EntityPart {
        &self.entities[&id]
    }
}

impl Facts for PartFacts {
    fn entity_count(&self) -> usize {
        self.entities.len()
    }

    fn name_count(&self) -> usize {
        0
    }

    fn entity(&self, id: EntityId) -> Entity<'_> {
        self.part(id).facts()
    }

    fn name(&self, _: NameId) -> ListedName<'_> {
        unreachable!("tables ask for entities, and parts have no names")
    }

    fn kind(&self, id: EntityId) -> Kind {
        self.part(id).kind()
    }

    fn weight(&self, id: EntityId) -> f32 {
        self.part(id).facts().weight
    }

    fn name_use(&self, _: NameId) -> NameUse {
        unreachable!("tables ask for entities, and parts have no names")
    }

    fn by_id(&self, id: &str) -> Option<EntityId> {
        self.entities.values().find(|part| part.facts().id == id).map(|part| part.entity)
    }

    fn parent(&self, _: EntityId) -> Option<EntityId> {
        None
    }

    fn own_columns(&self) -> &[String] {
        &self.own_columns
    }

    fn own_value(&self, id: EntityId, column: usize) -> &str {
        self.part(id).own.get(column).map_or("", String::as_str)
    }
}
