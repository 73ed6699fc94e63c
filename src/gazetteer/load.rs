//! Which lists, and from where: files, folders of files, the embedded set.

use super::archive::{self, Archive, ArchiveError, Base};
use super::blocked::Blocked;
use super::merge::{Builder, ListInfo};
use super::problem::{Level, ListErrors, Problem};
use super::row::{Columns, ListRow, RowReader};
use super::source::{ListSource, SourceFile};
use super::table::{Chunk, Table, TableError, decode};
use super::variants::Variants;
use super::{Gazetteer, embedded, json_lines, spreadsheet};
use crate::model::Kind;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What happens to rows that cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadRows {
    /// Nothing is loaded.
    #[default]
    Refuse,
    /// They are left out; each stays reported.
    Skip,
}

/// Why lists could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file or folder that cannot be read.
    #[error("cannot read the list {path}")]
    Unreadable {
        /// The path as given.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A path that holds no list.
    #[error(
        "{path} holds no list: give a .csv, .tsv, .xlsx, .ods, .jsonl or .gaz file, a folder with lists, or 'default'"
    )]
    NoList {
        /// The path as given.
        path: String,
    },
    /// A compiled list that cannot be used.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Rows that cannot be read.
    #[error(transparent)]
    Errors(#[from] ListErrors),
}

/// Lists to load, in order: later ones win where two say different things of one entity.
#[derive(Debug, Default)]
pub struct Lists {
    lists: Vec<List>,
    variants: Variants,
}

#[derive(Debug)]
enum List {
    /// Files that belong together: a folder, the embedded set, one file.
    Files(Vec<ListFile>),
    Compiled(Arc<Archive>),
}

impl List {
    fn files(&self) -> &[ListFile] {
        match self {
            List::Files(files) => files,
            List::Compiled(_) => &[],
        }
    }
}

#[derive(Debug)]
struct ListFile {
    name: String,
    bytes: Bytes,
    read_from: Option<SourceFile>,
}

#[derive(Debug)]
enum Bytes {
    Embedded(&'static [u8]),
    Read(Vec<u8>),
}

impl ListFile {
    fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Embedded(bytes) => bytes,
            Bytes::Read(bytes) => bytes,
        }
    }

    fn file_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    fn is_blocked_list(&self) -> bool {
        self.file_name() == embedded::BLOCKED
    }

    fn kind(&self) -> Option<Kind> {
        kind_of_file(self.file_name())
    }
}

/// The kind that a file is called after.
pub(super) fn kind_of_file(name: &str) -> Option<Kind> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.to_lowercase().as_str() {
        "people" | "persons" => Some(Kind::Person),
        "organizations" | "organisations" => Some(Kind::Organization),
        "places" => Some(Kind::Place),
        _ => None,
    }
}

/// The word that stands for the embedded lists where a path is asked for.
pub const DEFAULT: &str = "default";

impl Lists {
    /// No list yet.
    #[must_use]
    pub fn new() -> Self {
        Lists::default()
    }

    /// Whether names are derived from the listed ones; they are where nothing else is said.
    #[must_use]
    pub fn variants(mut self, variants: Variants) -> Self {
        self.variants = variants;
        self
    }

    /// Adds the embedded lists.
    #[must_use]
    pub fn add_default(mut self) -> Self {
        let file = |(name, bytes): (&str, &'static [u8])| ListFile {
            name: format!("{DEFAULT}/{name}"),
            bytes: Bytes::Embedded(bytes),
            read_from: None,
        };
        self.lists.push(List::Files(embedded::LISTS.map(file).into()));
        self
    }

    /// Adds a list from memory; `name` ends in a file name, which says the kind where it is `people.csv` or the like.
    #[must_use]
    pub fn add_bytes(mut self, name: &str, bytes: Vec<u8>) -> Self {
        self.lists.push(List::Files(vec![ListFile {
            name: name.to_owned(),
            bytes: Bytes::Read(bytes),
            read_from: None,
        }]));
        self
    }

    /// Adds a file, a folder of files, a compiled list (`.gaz`), or the embedded lists where the path is `default`.
    ///
    /// Of a folder the files are read that end in `.csv`, `.tsv`, `.xlsx`, `.ods`, `.jsonl` or `.ndjson`, in order of their names; a `blocked.csv` among them holds for
    /// the lists of the folder, and given by itself for all lists.
    ///
    /// # Errors
    /// Where a file cannot be read or there is none.
    pub fn add_path(mut self, path: &Path) -> Result<Self, LoadError> {
        if path.as_os_str() == DEFAULT {
            return Ok(self.add_default());
        }
        let unreadable = |path: &Path, source| LoadError::Unreadable { path: path.display().to_string(), source };
        let is_folder = std::fs::metadata(path).map_err(|error| unreadable(path, error))?.is_dir();
        if !is_folder && has_extension(path, archive::EXTENSION) {
            self.lists.push(List::Compiled(Arc::new(Archive::open(path)?)));
            return Ok(self);
        }
        let mut paths = vec![path.to_owned()];
        if is_folder {
            let entries = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
            paths = entries.map_err(|error| unreadable(path, error))?.into_iter().map(|entry| entry.path()).collect();
            paths.retain(|path| is_list(path) && path.is_file());
            paths.sort();
        }
        if paths.is_empty() || !is_folder && !is_list(path) {
            return Err(LoadError::NoList { path: path.display().to_string() });
        }
        let read = |path: PathBuf| -> Result<ListFile, LoadError> {
            // its state first: a change while it is read is seen later
            let state = SourceFile::of(&path).and_then(|state| Ok((state, std::fs::read(&path)?)));
            let (state, bytes) = state.map_err(|error| unreadable(&path, error))?;
            let name = path.display().to_string();
            Ok(ListFile { name, bytes: Bytes::Read(bytes), read_from: Some(state) })
        };
        self.lists.push(List::Files(paths.into_iter().map(read).collect::<Result<_, _>>()?));
        Ok(self)
    }

    /// Reads and merges all lists, on the threads of the current rayon pool. With the gazetteer come the warnings and,
    /// where bad rows are skipped, their errors.
    ///
    /// The first compiled list stays in its file, below all others; further ones are read like rows.
    ///
    /// # Errors
    /// All rows that cannot be read, at once; tables that are none even where bad rows are skipped.
    pub fn load(self, bad_rows: BadRows) -> Result<(Gazetteer, Vec<Problem>), LoadError> {
        let mut problems = Vec::new();
        let (blocked, everywhere) = self.blocked(&mut problems);
        let files: Vec<(usize, &ListFile)> = self
            .lists
            .iter()
            .enumerate()
            .flat_map(|(list, of)| of.files().iter().map(move |file| (list, file)))
            .collect();
        let mut tables = Vec::new();
        let mut unusable = Vec::new();
        for (at, (list, file)) in files.iter().enumerate().filter(|(_, (_, file))| !file.is_blocked_list()) {
            match OpenFile::open(file, &mut problems) {
                Ok(table) => tables.push((at, *list, table)),
                Err(problem) => unusable.push(*problem),
            }
        }
        let mut sources: Vec<ListSource> = files.par_iter().map(|(_, file)| source(file)).collect();
        let compiled = |list: &List| match list {
            List::Compiled(archive) => Some(Arc::clone(archive)),
            List::Files(_) => None,
        };
        let base = self.lists.iter().enumerate().find_map(|(number, list)| Some((number, compiled(list)?)));
        let base_number = base.as_ref().map(|(number, _)| *number);
        let mut builder = match base {
            Some((number, archive)) => Builder::on(archive, narrow(number), self.variants),
            None => Builder::new(self.variants),
        };
        let mut from = 0;
        let others = self.lists.iter().enumerate().filter(|(number, _)| Some(*number) != base_number);
        let others = others.filter_map(|(number, list)| Some((number, Some(compiled(list)?))));
        // the files between two compiled lists are read together
        for (number, archive) in others.chain([(self.lists.len(), None)]) {
            let to = from + tables[from..].iter().take_while(|(_, list, _)| *list < number).count();
            let open: Vec<&OpenFile<'_>> = tables[from..to].iter().map(|(_, _, table)| table).collect();
            read_in_order(&open, |table, rows, wrong| {
                let (at, list, table) = &tables[from + table];
                problems.extend(wrong);
                sources[*at].rows += rows.len();
                let info = ListInfo {
                    file: &table.file.name,
                    number: narrow(*list),
                    embedded: sources[*at].embedded,
                    blocked: &blocked[*list],
                    own_columns: &table.own_columns,
                };
                builder.add(&info, &rows, &mut problems);
            });
            from = to;
            if let Some(archive) = archive {
                // every byte is read anyway
                archive.verify()?;
                builder.add_archive(&archive, narrow(number), &mut problems);
            }
        }
        let is_error = |problem: &Problem| problem.level == Level::Error;
        if bad_rows == BadRows::Refuse {
            unusable.extend(problems.iter().filter(|problem| is_error(problem)).cloned());
        }
        if !unusable.is_empty() {
            return Err(ListErrors(unusable).into());
        }
        let mut of_files = sources.into_iter();
        let sources = self.lists.iter().flat_map(|list| match list {
            List::Files(files) => of_files.by_ref().take(files.len()).collect(),
            List::Compiled(archive) => vec![compiled_source(archive)],
        });
        let sources = sources.collect();
        Ok((builder.finish(sources, everywhere), problems))
    }

    /// The blocked names of each list, and those that hold for all.
    fn blocked(&self, problems: &mut Vec<Problem>) -> (Vec<Blocked>, Blocked) {
        let mut everywhere = Blocked::default();
        let mut blocked = Vec::new();
        for list in &self.lists {
            let mut of_list = Blocked::default();
            for file in list.files().iter().filter(|file| file.is_blocked_list()) {
                of_list.extend(Blocked::read(file.bytes(), &file.name, problems));
            }
            if list.files().iter().all(ListFile::is_blocked_list) {
                everywhere.extend(std::mem::take(&mut of_list));
            }
            blocked.push(of_list);
        }
        (blocked, everywhere)
    }

    /// The compiled ones among the lists.
    pub fn archives(&self) -> impl Iterator<Item = &Arc<Archive>> {
        self.lists.iter().filter_map(|list| match list {
            List::Compiled(archive) => Some(archive),
            List::Files(_) => None,
        })
    }
}

fn narrow(list: usize) -> u32 {
    u32::try_from(list).expect("nobody gives 2^32 lists")
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// How a list is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Storage {
    Csv,
    Spreadsheet,
    JsonLines,
}

impl Storage {
    const ENDINGS: [(&'static str, Storage); 6] = [
        ("csv", Storage::Csv),
        ("tsv", Storage::Csv),
        ("xlsx", Storage::Spreadsheet),
        ("ods", Storage::Spreadsheet),
        ("jsonl", Storage::JsonLines),
        ("ndjson", Storage::JsonLines),
    ];

    /// By the ending of a file's name; a table where it is none of a list.
    fn of(name: &str) -> Storage {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let known = Storage::ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
        known.map_or(Storage::Csv, |&(_, storage)| storage)
    }
}

fn is_list(path: &Path) -> bool {
    Storage::ENDINGS.iter().any(|(ending, _)| has_extension(path, ending))
}

fn source(file: &ListFile) -> ListSource {
    ListSource {
        name: file.name.clone(),
        rows: 0,
        blake3: blake3::hash(file.bytes()).to_hex().to_string(),
        embedded: embedded::holds(file.bytes()),
        file: file.read_from.clone(),
    }
}

fn compiled_source(archive: &Arc<Archive>) -> ListSource {
    ListSource {
        name: archive.path().display().to_string(),
        rows: Base::open(Arc::clone(archive)).entity_count(),
        blake3: archive.content_hash(),
        embedded: false,
        file: SourceFile::of(archive.path()).ok(),
    }
}

/// The rows of one file.
pub(super) struct FileRows {
    /// The file as the user named it.
    pub(super) file: String,
    /// The list that it belongs to, from 0.
    pub(super) list: usize,
    /// Rows that can be read.
    pub(super) rows: Vec<ListRow>,
}

impl Lists {
    /// Reads every file by itself, and the blocked names of every list; all that is wrong goes to `problems`.
    pub(super) fn read_files(&self, problems: &mut Vec<Problem>) -> (Vec<FileRows>, Vec<Blocked>) {
        let mut tables = Vec::new();
        let mut blocked = Vec::new();
        for (number, list) in self.lists.iter().enumerate() {
            let mut of_list = Blocked::default();
            for file in list.files() {
                if file.is_blocked_list() {
                    of_list.extend(Blocked::read(file.bytes(), &file.name, problems));
                    continue;
                }
                match OpenFile::open(file, problems) {
                    Ok(table) => tables.push((number, table)),
                    Err(problem) => problems.push(*problem),
                }
            }
            blocked.push(of_list);
        }
        let mut files: Vec<FileRows> = tables
            .iter()
            .map(|(list, table)| FileRows { file: table.file.name.clone(), list: *list, rows: Vec::new() })
            .collect();
        read_in_order(&tables.iter().map(|(_, table)| table).collect::<Vec<_>>(), |table, rows, wrong| {
            files[table].rows.extend(rows);
            problems.extend(wrong);
        });
        (files, blocked)
    }
}

/// A list whose header is read.
struct OpenFile<'l> {
    file: &'l ListFile,
    table: Table<'l>,
    columns: Columns,
    own_columns: Vec<String>,
}

impl<'l> OpenFile<'l> {
    fn open(file: &'l ListFile, problems: &mut Vec<Problem>) -> Result<OpenFile<'l>, Box<Problem>> {
        let whole_file = |level, code, line, message: String, suggestion: &str| Problem {
            level,
            code,
            file: file.name.clone(),
            line,
            column: 0,
            name: String::new(),
            message,
            suggestion: suggestion.to_owned(),
        };
        let suggestion = "a list is a table whose first line names its columns, 'name' among them";
        let no_table = |error: TableError| whole_file(Level::Error, "no-table", error.line, error.message, suggestion);
        let table = match Storage::of(file.file_name()) {
            Storage::Csv => Table::open(file.bytes(), "name"),
            Storage::Spreadsheet => spreadsheet::as_csv(file.bytes())
                .map_err(|message| TableError { line: 0, message })
                .and_then(|csv| Table::of_text(csv.into(), "name")),
            Storage::JsonLines => {
                let mut notes = Vec::new();
                let list = json_lines::as_csv(&decode(file.bytes(), &mut notes));
                problems.extend(list.wrong.into_iter().map(|(line, message)| {
                    whole_file(Level::Error, "bad-json", line, message, "write an object a line: {\"name\": \"...\"}")
                }));
                Table::of_text(list.csv.into(), "name").map(|mut table| {
                    table.notes = notes;
                    table.rows_from_line(1)
                })
            }
        };
        let table = table.map_err(no_table)?;
        problems.extend(table.notes.iter().map(|note| whole_file(Level::Warning, "encoding", 0, note.clone(), "")));
        let columns = Columns::find(&table.header, &file.name, problems);
        let own_columns = columns.own.iter().map(|(header, _)| header.clone()).collect();
        Ok(OpenFile { file, table, columns, own_columns })
    }

    fn read(&self, chunk: Chunk<'_>) -> (Vec<ListRow>, Vec<Problem>) {
        let reader = RowReader { file: &self.file.name, columns: &self.columns, kind: self.file.kind() };
        let mut problems = Vec::new();
        let rows = chunk.rows().filter_map(|row| reader.read(&row, &mut problems)).collect();
        (rows, problems)
    }
}

/// How many pieces each thread reads before what was read is merged.
const CHUNKS_AHEAD: usize = 4;

/// Reads the rows of files piece by piece, on all threads of the current pool, and hands them over in order: the number
/// of the file, its next rows, and what is wrong with others. While some are taken the next ones are read.
fn read_in_order(files: &[&OpenFile<'_>], mut take: impl FnMut(usize, Vec<ListRow>, Vec<Problem>) + Send) {
    let mut chunks = files.iter().enumerate().flat_map(|(number, file)| file.table.chunks().map(move |c| (number, c)));
    let ahead = rayon::current_num_threads() * CHUNKS_AHEAD;
    let mut read_next = || {
        let next: Vec<_> = chunks.by_ref().take(ahead).collect();
        next.into_par_iter().map(|(number, chunk)| (number, files[number].read(chunk))).collect::<Vec<_>>()
    };
    let mut read = read_next();
    while !read.is_empty() {
        let take_all = || read.into_iter().for_each(|(number, (rows, problems))| take(number, rows, problems));
        read = rayon::join(take_all, &mut read_next).1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Facts as _;

    fn load(lists: &[(&str, &str)]) -> Gazetteer {
        let lists = lists.iter().fold(Lists::new(), |all, (name, text)| all.add_bytes(name, text.as_bytes().to_vec()));
        lists.load(BadRows::Refuse).unwrap().0
    }

    fn entities(gazetteer: &Gazetteer) -> Vec<(String, Vec<String>)> {
        gazetteer
            .entities()
            .map(|(id, entity)| {
                let names = gazetteer.names().filter(|(_, name)| name.of.entity == id);
                (entity.id.to_owned(), names.map(|(_, name)| name.text.to_owned()).collect())
            })
            .collect()
    }

    #[test]
    fn rows_with_one_id_are_one_entity() {
        let gazetteer = load(&[("places.csv", "id,name,aliases,country\nq1,A,B,\nq1,C,B|D,FRA\n")]);
        assert_eq!(entities(&gazetteer), [("q1".to_owned(), ["A", "B", "C", "D"].map(str::to_owned).to_vec())]);
        let (_, entity) = gazetteer.entities().next().unwrap();
        assert_eq!((entity.name, entity.country), ("C", "FRA"));
    }

    #[test]
    fn rows_of_two_lists_meet_by_ids_codes_and_nearness() {
        for (first, second, expected) in [
            ("id,name,wikidata\na,X,Q1\n", "id,name,wikidata\nb,Y,Q1\n", 1),
            ("id,name\ngn5,X\n", "id,name,geonames\nb,Y,5\n", 1),
            ("name,class,country\nFrance,country,FRA\n", "name,class,country\nRF,country,FRA\n", 1),
            ("name,class,country\nFrance,region,FRA\n", "name,class,country\nRF,country,FRA\n", 2),
            (
                "name,country,latitude,longitude,class\nLondon,GBR,51.5,-0.12,city\n",
                "name,country,latitude,longitude,aliases\nGreater X,GBR,51.51,-0.1,London\n",
                1,
            ),
            (
                "name,country,latitude,longitude\nLondon,GBR,51.5,-0.12\n",
                "name,country,latitude,longitude\nLondon,CAN,42.98,-81.24\n",
                2,
            ),
            (
                "name,country,latitude,longitude\nNewport,GBR,51.58,-2.99\n",
                "name,country,latitude,longitude\nNewport,GBR,52.76,-2.37\n",
                2,
            ),
        ] {
            let gazetteer = load(&[("a/places.csv", first), ("b/places.csv", second)]);
            assert_eq!(gazetteer.entity_count(), expected, "{first} + {second}");
        }
        // within one list only the id joins
        let twice = "name,wikidata,id\nX,Q1,a\nY,Q1,b\n";
        assert_eq!(load(&[("places.csv", twice)]).entity_count(), 2);
    }

    #[test]
    fn later_cells_win_and_a_derived_id_yields() {
        let gazetteer = load(&[
            ("people.csv", "name,wikidata,country,note\nAda,Q1,GBR,first\n"),
            ("people.csv", "id,name,wikidata,note\nada,Ada Lovelace,Q1,\n"),
        ]);
        let (id, entity) = gazetteer.entities().next().unwrap();
        assert_eq!((entity.id, entity.name, entity.country), ("ada", "Ada Lovelace", "GBR"));
        assert_eq!(gazetteer.own_columns(), ["note"]);
        assert_eq!(gazetteer.own_value(id, 0), "first");
        assert_eq!(gazetteer.entity_count(), 1);
    }

    #[test]
    fn one_id_with_two_kinds_is_an_error() {
        let list = "id,name,kind\nx,A,person\nx,B,place\n";
        let error = Lists::new().add_bytes("list.csv", list.into()).load(BadRows::Refuse).err().unwrap().to_string();
        assert!(error.contains("list.csv:3: error: the id 'x' is a place here ('B') and a person"), "{error}");
    }

    #[test]
    fn bad_rows_are_refused_or_skipped() {
        let list = || Lists::new().add_bytes("places.csv", "name,latitude\nA,x\nB,\n,\n,y\n".into());
        let error = list().load(BadRows::Refuse).err().unwrap().to_string();
        assert!(error.contains("places.csv:2:2") && error.contains("places.csv:5:1"), "{error}");
        let (gazetteer, problems) = list().load(BadRows::Skip).unwrap();
        assert_eq!(gazetteer.entity_count(), 1);
        assert_eq!(problems.len(), 3);
    }

    #[test]
    fn derived_ids_do_not_change() {
        let list = "name,country,latitude,longitude\nTartus,SYR,34.889,35.8866\n";
        let (_, entity) =
            (load(&[("places.csv", list)]), ()).0.entities().next().map(|(i, e)| (i, e.id.to_owned())).unwrap();
        assert!(entity.starts_with("pl-") && entity.len() == 15, "{entity}");
        assert_eq!(entity, load(&[("x/places.csv", list)]).entities().next().unwrap().1.id);
    }

    #[test]
    fn blocked_names_hold_for_their_own_lists() {
        let own = "name,reason\nAlpha,a letter\n";
        let list = "name\nAlpha\nBeta\n";
        let gazetteer = load(&[("places.csv", list), ("blocked.csv", own)]);
        let blocked: Vec<_> = gazetteer.names().map(|(_, name)| name.of.blocked).collect();
        assert_eq!(blocked, [true, false]);
    }
}
