//! A folder of tables that appears whole or not at all.
//!
//! Each table is written beside its place and renamed when all are complete; `datapackage.json` is removed first and
//! put in place last, so where it stands the set is whole and of one run. A killed run leaves files that begin with
//! [`LEAVING_PREFIX`], which the next run removes.

use super::part::PartReader;
use super::{Column, articles, by_article, by_month, countries, entities, formats, mentions, pairs};
use crate::gazetteer::Gazetteer;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// All tables that a run may write.
const TABLES: [&str; 8] =
    ["articles", "by-article", "by-month", "countries", "dropped", "entities", "mentions", "pairs"];

/// Whether a run may write a file or folder of that name.
fn is_a_name_of_ours(name: &str) -> bool {
    name == PART_FOLDER
        || name == REPORT
        || name == PACKAGE
        || name.strip_suffix(".csv").is_some_and(|table| TABLES.contains(&table))
        || formats::file_names(&TABLES).any(|file| file == name)
}

/// The folder of what a shard knows beyond its tables.
const PART_FOLDER: &str = "partial";

/// What the names of half-written files begin with.
pub const LEAVING_PREFIX: &str = ".gazetag-";

/// What they end with.
const LEAVING_SUFFIX: &str = ".tmp";

/// The page that is made of the tables. A run that writes them again removes it: it would tell of other tables.
pub const REPORT: &str = "report.html";

/// What every report has among its first bytes, and no other page.
pub const REPORT_MARK: &str = "<meta name=\"generator\" content=\"gazetag ";

/// The file that says what the set is.
pub const PACKAGE: &str = "datapackage.json";

/// A word that only our `datapackage.json` holds.
pub const PACKAGE_MARK: &str = "\"gazetag\"";

/// Why a folder cannot take tables.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It holds other things than an earlier run's tables.
    #[error(
        "the folder {folder} is not empty and holds '{found}', which is no table of an earlier run: choose another \
         folder with -o, or write into this one with --force (which deletes nothing that is not gazetag's)"
    )]
    NotOurs {
        /// The folder.
        folder: String,
        /// A file in it that is not ours.
        found: String,
    },
    /// It holds a file that is called like a table but is none of gazetag's.
    #[error(
        "the folder {folder} holds a file '{found}' that gazetag did not write, and a table of that name would replace \
         it: move it away, or choose another folder with -o"
    )]
    Taken {
        /// The folder.
        folder: String,
        /// The file.
        found: String,
    },
    /// A path that is a file.
    #[error("{0} is a file, not a folder: give -o a folder, or - for standard output")]
    IsFile(String),
    /// The system refused something.
    #[error("cannot write {path}")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The system refused a temporary file.
    #[error("cannot keep counts in a temporary file of the output folder")]
    Spill(#[from] io::Error),
}

fn io_error(path: &Path, source: io::Error) -> FolderError {
    FolderError::Io { path: path.display().to_string(), source }
}

/// Whether a folder that holds other files may be written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Only where everything in it is an earlier run's.
    Ours,
    /// Also beside other files. What is not ours stays, and nothing of it is replaced.
    Force,
}

/// Where a run's tables go.
#[derive(Debug)]
pub struct TableFolder {
    folder: PathBuf,
    /// Tables of an earlier run.
    old: Vec<PathBuf>,
}

impl TableFolder {
    /// Makes the folder ready, without touching an earlier run's tables: leavings of a killed run are removed.
    ///
    /// # Errors
    /// Where it holds what is not ours and `overwrite` does not force it, or the system refuses.
    pub fn open(folder: &Path, overwrite: Overwrite) -> Result<TableFolder, FolderError> {
        if folder.is_file() {
            return Err(FolderError::IsFile(folder.display().to_string()));
        }
        std::fs::create_dir_all(folder).map_err(|error| io_error(folder, error))?;
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|error| io_error(folder, error))? {
            names.push(entry.map_err(|error| io_error(folder, error))?.path());
        }
        names.sort();
        let (leavings, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|path| is_leaving(path));
        let (old, foreign): (Vec<_>, Vec<_>) = others.into_iter().partition(|path| is_ours(path));
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown = folder.display().to_string();
        if let Some(found) = foreign.iter().map(name).find(|name| is_a_name_of_ours(name)) {
            return Err(FolderError::Taken { folder: shown, found });
        }
        if let (Some(found), Overwrite::Ours) = (foreign.first().map(name), overwrite) {
            return Err(FolderError::NotOurs { folder: shown, found });
        }
        for leaving in leavings {
            std::fs::remove_file(&leaving).map_err(|error| io_error(&leaving, error))?;
        }
        Ok(TableFolder { folder: folder.to_owned(), old })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Removes the half-written files of a folder: for a process that is about to end. What cannot be removed now is
    /// removed by the next run.
    pub fn sweep(folder: &Path) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if is_leaving(&entry.path()) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    /// Begins a table.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn table(&self, name: &str) -> Result<TableFile, FolderError> {
        let path = self.folder.join(name);
        // apart, so that an error of the system names the table and not its temporary file
        let (file, beside) = self.temporary(name)?.into_parts();
        let file = BufWriter::with_capacity(1 << 18, file);
        Ok(TableFile { name: name.to_owned(), path, file, beside, hasher: blake3::Hasher::new(), bytes: 0 })
    }

    /// Begins a table that a library writes by itself, into the file it is given.
    ///
    /// # Errors
    /// Where the system refuses, and those of `write`.
    pub fn table_at<E: From<FolderError>>(
        &self,
        name: &str,
        write: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<FinishedTable, E> {
        let path = self.folder.join(name);
        let beside = self.temporary(name)?.into_temp_path();
        write(&beside)?;
        let hashed = File::open(&beside).and_then(|mut file| {
            let mut hasher = blake3::Hasher::new();
            let bytes = io::copy(&mut file, &mut hasher)?;
            Ok((bytes, hasher.finalize().to_hex().to_string()))
        });
        let (bytes, blake3) = hashed.map_err(|error| io_error(&path, error))?;
        Ok(FinishedTable { name: name.to_owned(), path, beside, bytes, blake3 })
    }

    fn temporary(&self, name: &str) -> Result<NamedTempFile, FolderError> {
        tempfile::Builder::new()
            .prefix(&format!("{LEAVING_PREFIX}{}-", name.replace('/', "-")))
            .suffix(LEAVING_SUFFIX)
            .permissions_if_unix()
            .tempfile_in(&self.folder)
            .map_err(|error| io_error(&self.folder.join(name), error))
    }

    /// Puts more files of the run in place whose tables are here, the package last. Nothing else is touched.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn add(self, files: Vec<FinishedTable>, package: &[u8]) -> Result<(), FolderError> {
        let mut package_file = self.table(PACKAGE)?;
        package_file.write(package)?;
        let package_file = package_file.finish()?;
        remove_if_there(&self.folder.join(PACKAGE))?;
        files.into_iter().try_for_each(FinishedTable::put_in_place)?;
        package_file.put_in_place()
    }

    /// Removes the tables of the earlier run, its package first, and puts those of this one in place, the package last.
    ///
    /// # Errors
    /// Where the system refuses; until all of this run is written nothing of the earlier one is touched.
    pub fn commit(self, tables: Vec<FinishedTable>, package: &[u8]) -> Result<(), FolderError> {
        let mut package_file = self.table(PACKAGE)?;
        package_file.write(package)?;
        let package_file = package_file.finish()?;
        remove_if_there(&self.folder.join(PACKAGE))?;
        // before, not by replacing them: some systems bring all of a file that replaces another to the disk at once, which
        // took 0.2 s for 165 MB
        self.old.iter().try_for_each(|old| remove_if_there(old))?;
        tables.into_iter().try_for_each(FinishedTable::put_in_place)?;
        package_file.put_in_place()
    }
}

/// Temporary files are private by default; tables are for everybody the user lets into the folder.
trait Permissions {
    fn permissions_if_unix(&mut self) -> &mut Self;
}

impl Permissions for tempfile::Builder<'_, '_> {
    fn permissions_if_unix(&mut self) -> &mut Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // what is left after the user's umask
            self.permissions(std::fs::Permissions::from_mode(0o666));
        }
        self
    }
}

/// A table that is being written.
#[derive(Debug)]
pub struct TableFile {
    name: String,
    path: PathBuf,
    file: BufWriter<File>,
    beside: TempPath,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl TableFile {
    /// Adds bytes.
    ///
    /// # Errors
    /// Where the system refuses: a full disk.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), FolderError> {
        self.write_all(bytes).map_err(|error| io_error(&self.path, error))
    }

    /// Ends the table; it is complete, but not yet in its place.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn finish(self) -> Result<FinishedTable, FolderError> {
        let path = self.path;
        self.file.into_inner().map_err(|error| io_error(&path, error.into_error()))?;
        let blake3 = self.hasher.finalize().to_hex().to_string();
        Ok(FinishedTable { name: self.name, path, beside: self.beside, bytes: self.bytes, blake3 })
    }
}

impl Write for TableFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // at the end, once
        Ok(())
    }
}

/// A complete table that waits for its place.
#[derive(Debug)]
pub struct FinishedTable {
    /// File name.
    pub name: String,
    path: PathBuf,
    beside: TempPath,
    /// Size.
    pub bytes: u64,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub blake3: String,
}

impl FinishedTable {
    /// Where its bytes are until then.
    #[must_use]
    pub fn beside(&self) -> &Path {
        &self.beside
    }

    fn put_in_place(self) -> Result<(), FolderError> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| io_error(folder, error))?;
        }
        self.beside.persist(&self.path).map_err(|error| io_error(&self.path, error.error))
    }
}

fn remove_if_there(path: &Path) -> Result<(), FolderError> {
    let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_error(path, error)),
        _ => Ok(()),
    }
}

fn is_leaving(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(LEAVING_PREFIX) && name.ends_with(LEAVING_SUFFIX) && path.is_file()
}

/// Whether a file is a table or a package that gazetag wrote: by its name and how it begins.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let begin = || {
        let mut begin = Vec::new();
        let read = File::open(path).and_then(|file| file.take(512).read_to_end(&mut begin));
        read.map(|_| String::from_utf8_lossy(&begin).into_owned()).unwrap_or_default()
    };
    let begins_with = |columns: Vec<Column>| {
        let begin = begin().replace(';', ",");
        let header: Vec<&str> = columns.iter().take(5).map(|column| column.name.as_str()).collect();
        begin.trim_start_matches('\u{FEFF}').starts_with(&header.join(","))
    };
    match name.as_ref() {
        "mentions.csv" | "dropped.csv" => begins_with(mentions::columns(mentions::OffsetUnits::default())),
        "articles.csv" => begins_with(articles::columns()),
        "entities.csv" => begins_with(entities::columns(&Gazetteer::default())),
        "pairs.csv" => begins_with(pairs::columns()),
        "by-article.csv" => begins_with(by_article::columns()),
        "by-month.csv" => begins_with(by_month::columns()),
        "countries.csv" => begins_with(countries::columns()),
        PART_FOLDER => {
            let is_alone = std::fs::read_dir(path).is_ok_and(|entries| entries.count() == 1);
            is_alone
                && path.parent().is_some_and(|folder| {
                    PartReader::open(folder).is_ok_and(|part| part.counts(|_| Ok(()), |_| Ok(())).is_ok())
                })
        }
        REPORT => begin().contains(REPORT_MARK),
        PACKAGE => std::fs::read_to_string(path).is_ok_and(|text| text.contains(PACKAGE_MARK)),
        _ => formats::is_ours(path, &TABLES),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Flavour;
    use super::*;

    fn write_set(folder: &Path, tables: &[&str]) -> Result<(), FolderError> {
        let set = TableFolder::open(folder, Overwrite::Ours)?;
        let mut finished = Vec::new();
        for name in tables {
            let mut table = set.table(name)?;
            table.write(&Flavour::Excel.header(&articles::columns()))?;
            finished.push(table.finish()?);
        }
        set.commit(finished, b"{\"name\": \"gazetag\"}")
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_earlier_run_is_written_over_and_nothing_of_it_stays() {
        let folder = tempfile::tempdir().unwrap();
        write_set(folder.path(), &["articles.csv"]).unwrap();
        std::fs::write(folder.path().join(".gazetag-mentions.csv-abc.tmp"), "torn").unwrap();
        std::fs::write(folder.path().join("dropped.csv"), "article,date,kind,entity,entity_id,surface\n").unwrap();
        write_set(folder.path(), &["articles.csv"]).unwrap();
        assert_eq!(names(folder.path()), ["articles.csv", PACKAGE]);
    }

    #[test]
    fn other_files_need_force_and_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        std::fs::write(&path, "mine").unwrap();
        let error = write_set(folder.path(), &["articles.csv"]).err().unwrap().to_string();
        assert!(error.contains("notes.txt") && error.contains("--force"), "{error}");
        let set = TableFolder::open(folder.path(), Overwrite::Force).unwrap();
        set.commit(Vec::new(), b"{}").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn a_file_called_like_a_table_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mentions.csv");
        std::fs::write(&path, "my,own,columns\n").unwrap();
        for overwrite in [Overwrite::Ours, Overwrite::Force] {
            let error = TableFolder::open(folder.path(), overwrite).err().unwrap().to_string();
            assert!(error.contains("'mentions.csv' that gazetag did not write"), "{error}");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "my,own,columns\n");
    }

    #[test]
    fn what_is_not_committed_leaves_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        write_set(folder.path(), &["articles.csv"]).unwrap();
        {
            let set = TableFolder::open(folder.path(), Overwrite::Ours).unwrap();
            let mut table = set.table("mentions.csv").unwrap();
            table.write(b"half").unwrap();
        }
        assert_eq!(names(folder.path()), ["articles.csv", PACKAGE]);
    }
}
