//! What the user typed to what will be read: every file, in order, under a name of its own.

use super::{FileType, Input, Source, name};
use ignore::WalkBuilder;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// From so many files on, the pool of threads that the caller is in (or rayon's own) asks for their sizes: three fifths of
/// the time a walk takes on one thread, some 2.4 µs a file. Fewer are not worth waking a pool for.
const MANY_FILES: usize = 1024;

/// A path that the user typed and that leads nowhere.
#[derive(Debug, thiserror::Error)]
#[error("cannot open {}: {error}", path.display())]
pub struct PathError {
    /// The path as typed.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
}

/// Finds what there is to read behind paths that the user typed: files, folders, or `-` for standard input.
///
/// Sorted by the bytes of their names, whatever order the paths came in. A name is the path from the folder on; where
/// one file alone was typed, the file's name; with several paths, the path as typed (without `./`). A file that several
/// paths lead to is there once, under the first of its names.
///
/// In a folder:
/// - a file of a type that is not read is [`Source::Unread`] (one that was typed is read: as text, if its name does not
///   say otherwise);
/// - hidden files and folders are passed over; `.gitignore` and its like mean nothing;
/// - a link to a file is that file under the name of the link; a link to a folder is skipped, so there are no loops;
/// - what lies in `exclude` (where the tables go) is passed over;
/// - what cannot be read is [`Source::Failed`], and the rest goes on.
///
/// # Errors
/// If a path that was typed does not exist.
pub fn inputs(paths: &[PathBuf], exclude: &[PathBuf]) -> Result<Vec<Input>, PathError> {
    let is_alone = paths.len() == 1;
    let mut seen = Seen((!is_alone).then(HashSet::new));
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            if seen.is_new(|| path.clone()) {
                inputs.push(Input { name: name::STDIN.to_owned(), source: Source::Stdin, size: 0 });
            }
            continue;
        }
        let metadata = fs::metadata(path).map_err(|error| PathError { path: path.clone(), error })?;
        if metadata.is_dir() {
            walk(&Folder::new(path, is_alone), exclude, &mut seen, &mut inputs);
            continue;
        }
        let folder = Folder::new(path.parent().unwrap_or(path), is_alone);
        let file = Path::new(path.file_name().unwrap_or_default());
        if seen.is_new(|| folder.place.join(file)) {
            let source = match FileType::of(path) {
                Some(file_type) => Source::File(path.clone(), file_type),
                None => Source::Unknown(path.clone()),
            };
            inputs.push(Input { name: folder.name_of(file), source, size: metadata.len() });
        }
    }
    inputs.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(inputs)
}

/// What stands for a list of inputs: BLAKE3 of their names and sizes, in hexadecimal. Equal lists make equal batches.
#[must_use]
pub fn digest(inputs: &[Input]) -> String {
    let mut hasher = blake3::Hasher::new();
    for input in inputs {
        hasher.update(input.name.as_bytes()).update(b"\0").update(&input.size.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Where the inputs so far truly are; kept only where several paths may lead to one file.
struct Seen(Option<HashSet<PathBuf>>);

impl Seen {
    fn is_new(&mut self, place: impl FnOnce() -> PathBuf) -> bool {
        self.0.as_mut().is_none_or(|seen| seen.insert(place()))
    }
}

/// A folder that was typed, or the one around a file that was.
struct Folder<'a> {
    typed: &'a Path,
    /// Where it truly is.
    place: PathBuf,
    /// What stands before the names of what is in it; nothing where it is alone.
    prefix: Option<PathBuf>,
}

impl<'a> Folder<'a> {
    fn new(typed: &'a Path, is_alone: bool) -> Self {
        Folder { typed, place: true_path(typed), prefix: (!is_alone).then(|| name::tidy(typed)) }
    }

    /// The name of what lies there in the folder; of the folder itself, its own.
    fn name_of(&self, relative: &Path) -> String {
        let here = Path::new("");
        match &self.prefix {
            _ if relative == here => name::of_path(self.typed, here),
            None => name::of_path(relative, self.typed),
            Some(prefix) => name::of_path(&prefix.join(relative), here),
        }
    }

    /// The rest of a path that begins with the folder as it was typed.
    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(self.typed).unwrap_or(path)
    }
}

/// Adds what is in a folder.
fn walk(folder: &Folder<'_>, exclude: &[PathBuf], seen: &mut Seen, inputs: &mut Vec<Input>) {
    let exclude: Vec<PathBuf> = exclude.iter().map(|path| true_path(path)).collect();
    if exclude.iter().any(|path| folder.place.starts_with(path)) {
        return;
    }
    let inside = exclude.iter().filter_map(|path| path.strip_prefix(&folder.place).ok());
    let inside: Vec<PathBuf> = inside.map(|path| folder.typed.join(path)).collect();
    let mut walk = WalkBuilder::new(folder.typed);
    walk.standard_filters(false).hidden(true);
    if !inside.is_empty() {
        walk.filter_entry(move |entry| !inside.iter().any(|path| path == entry.path()));
    }
    let mut entries: Vec<(PathBuf, Option<String>)> = Vec::new();
    for entry in walk.build() {
        let (path, error) = match entry {
            Ok(entry) if entry.depth() == 0 || entry.file_type().is_some_and(|kind| kind.is_dir()) => continue,
            Ok(entry) => (entry.into_path(), None),
            Err(error) => (failed_path(&error).unwrap_or(folder.typed).to_path_buf(), Some(reason(&error))),
        };
        if seen.is_new(|| folder.place.join(folder.relative(&path))) {
            entries.push((path, error));
        }
    }
    let input = |(path, error): (PathBuf, Option<String>)| {
        let name = folder.name_of(folder.relative(&path));
        let (source, size) = error.map_or_else(|| source(path), |error| (Source::Failed(error), 0));
        Input { name, source, size }
    };
    if entries.len() < MANY_FILES {
        inputs.extend(entries.into_iter().map(input));
    } else {
        inputs.par_extend(entries.into_par_iter().map(input));
    }
}

/// Where the text of something in a folder is, and its size.
fn source(path: PathBuf) -> (Source, u64) {
    let source = match (FileType::of(&path), fs::metadata(&path)) {
        (_, Ok(metadata)) if metadata.is_dir() => Source::Skipped("a link to a folder is not followed".to_owned()),
        (None, _) => Source::Unread(path),
        (Some(_), Err(error)) => Source::Failed(error.to_string()),
        (Some(file_type), Ok(metadata)) if metadata.is_file() => {
            return (Source::File(path, file_type), metadata.len());
        }
        (Some(_), Ok(_)) => Source::Skipped("a pipe, a socket or a device is not read".to_owned()),
    };
    (source, 0)
}

/// A path without links on the way; as it is where the system will not say.
fn true_path(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// The path that an error of the walk is about.
fn failed_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => failed_path(err),
        _ => None,
    }
}

/// What the system said: the root of the error. Those above it repeat the path, which the article's name tells.
fn reason(error: &ignore::Error) -> String {
    let Some(error) = error.io_error() else { return error.to_string() };
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.last().unwrap_or(error).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::format::unread;
    use std::fs::{create_dir, create_dir_all, write};

    /// A folder with these files in it, each with its name in it.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            create_dir_all(path.parent().unwrap()).unwrap();
            write(path, file).unwrap();
        }
        folder
    }

    /// `name`, with the reason behind it where it is not read.
    fn rows(inputs: &[Input]) -> Vec<String> {
        let row = |input: &Input| match &input.source {
            Source::File(..) | Source::Unknown(_) | Source::Stdin => input.name.clone(),
            Source::Unread(path) => format!("{}: {}", input.name, unread(path)),
            Source::Skipped(why) => format!("{}: {why}", input.name),
            Source::Failed(error) => format!("{}! {error}", input.name),
        };
        inputs.iter().map(row).collect()
    }

    fn found(paths: &[&Path]) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
        rows(&inputs(&paths, &[]).unwrap())
    }

    #[test]
    fn names_are_sorted_by_their_bytes() {
        let folder = folder(&[
            "a.txt",
            "a/b.txt",
            "a-b.txt",
            "B.TXT",
            "é.md",
            "a/c/d.html",
            "z.jsonl",
            "a/b.txt.jpg",
            "a/README",
        ]);
        let readme = "a/README: a file without an extension is not read; name the file itself to read it as text";
        let expected = [
            "B.TXT",
            "a-b.txt",
            "a.txt",
            readme,
            "a/b.txt",
            "a/b.txt.jpg: type .jpg is not read",
            "a/c/d.html",
            "z.jsonl",
            "é.md",
        ];
        assert_eq!(found(&[folder.path()]), expected);
    }

    #[test]
    fn sizes_are_those_of_what_is_read() {
        let folder = folder(&["a.txt", "bb.jsonl", "c.jpg"]);
        let inputs = inputs(&[folder.path().to_path_buf()], &[]).unwrap();
        assert_eq!(inputs.iter().map(|input| input.size).collect::<Vec<_>>(), [5, 8, 0]);
    }

    #[test]
    fn a_typed_file_is_read_whatever_it_is_called() {
        let folder = folder(&["b/README", "b/a.jpg", "b/.hidden.txt"]);
        for name in ["README", "a.jpg", ".hidden.txt"] {
            assert_eq!(found(&[&folder.path().join("b").join(name)]), [name]);
        }
    }

    #[test]
    fn hidden_and_excluded_are_passed_over() {
        let folder = folder(&[".a.txt", ".git/b.txt", "c.txt", "out/d.txt", "in/out/e.txt", ".gitignore", ".ignore"]);
        write(folder.path().join(".gitignore"), "c.txt\n").unwrap();
        write(folder.path().join(".ignore"), "c.txt\n").unwrap();
        let inputs = |exclude: &[&str]| {
            let exclude: Vec<PathBuf> = exclude.iter().map(|path| folder.path().join(path)).collect();
            rows(&inputs(&[folder.path().to_path_buf()], &exclude).unwrap())
        };
        assert_eq!(inputs(&[]), ["c.txt", "in/out/e.txt", "out/d.txt"]);
        assert_eq!(inputs(&["out"]), ["c.txt", "in/out/e.txt"]);
        assert_eq!(inputs(&["in/../out/"]), ["c.txt", "in/out/e.txt"]);
        assert_eq!(inputs(&["out", "in/out"]), ["c.txt"]);
        assert_eq!(inputs(&["nowhere"]).len(), 3);
        assert_eq!(inputs(&["."]).len(), 0);
        assert_eq!(inputs(&[".."]).len(), 0);
        assert_eq!(found(&[&folder.path().join(".git")]), ["b.txt"], "typed");
    }

    #[test]
    fn several_paths_list_a_file_once() {
        let folder = folder(&["a/x.txt", "a/b/y.txt", "c/x.txt"]);
        let path = |typed: &str| folder.path().join(typed);
        let prefix = format!("{}/", name::tidy(folder.path()).display());
        let found = |typed: &[&str]| {
            let paths: Vec<PathBuf> = typed.iter().map(|typed| path(typed)).collect();
            let rows = rows(&inputs(&paths, &[]).unwrap());
            rows.iter().map(|row| row.strip_prefix(&prefix).unwrap_or(row).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found(&["a", "c"]), ["a/b/y.txt", "a/x.txt", "c/x.txt"]);
        assert_eq!(found(&["c", "./a/."]), ["a/b/y.txt", "a/x.txt", "c/x.txt"]);
        assert_eq!(found(&["a", "a"]), ["a/b/y.txt", "a/x.txt"]);
        assert_eq!(found(&["a/b", "a"]), ["a/b/y.txt", "a/x.txt"]);
        assert_eq!(found(&["c/../a/x.txt", "a"]), ["a/b/y.txt", "c/../a/x.txt"]);
        assert_eq!(found(&["a/x.txt", "c/x.txt"]), ["a/x.txt", "c/x.txt"]);
    }

    #[test]
    fn standard_input_is_a_path() {
        assert_eq!(found(&[Path::new("-")]), ["stdin"]);
        let folder = folder(&["x.txt"]);
        let rows = found(&[Path::new("-"), folder.path(), Path::new("-")]);
        assert_eq!((rows.len(), &*rows[1]), (2, "stdin"));
    }

    #[test]
    fn a_path_that_leads_nowhere_is_named() {
        let error = inputs(&["/".into(), "no/where.txt".into()][1..], &[]).unwrap_err().to_string();
        assert!(error.starts_with("cannot open no/where.txt: "), "{error}");
        assert_eq!(inputs(&[], &[]).unwrap().len(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_files_and_not_to_folders() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["a.txt", "sub/b.txt"]);
        let link = |to: &str, name: &str| symlink(to, folder.path().join(name)).unwrap();
        link("a.txt", "link.txt");
        link("..", "sub/loop");
        link("loop.txt", "loop.txt");
        link("nowhere.txt", "broken.txt");
        link("nowhere.jpg", "broken.jpg");
        let rows = found(&[folder.path()]);
        assert_eq!(rows.len(), 7, "{rows:?}");
        assert_eq!(rows[0], "a.txt");
        assert_eq!(rows[1], "broken.jpg: type .jpg is not read");
        assert!(rows[2].starts_with("broken.txt! No such file"), "{rows:?}");
        assert_eq!(rows[3], "link.txt");
        assert!(rows[4].starts_with("loop.txt! Too many levels"), "{rows:?}");
        assert_eq!(rows[5..], ["sub/b.txt", "sub/loop: a link to a folder is not followed"]);
        link("sub", "typed");
        assert_eq!(found(&[&folder.path().join("typed")])[0], "b.txt");
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_entered_fails_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&["a.txt", "shut/b.txt", "z.txt"]);
        let shut = folder.path().join("shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o0)).unwrap();
        let is_root = fs::read_dir(&shut).is_ok();
        let rows = (found(&[folder.path()]), found(&[&shut]));
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
        if !is_root {
            assert_eq!(rows.0, ["a.txt", "shut! Permission denied (os error 13)", "z.txt"]);
            assert!(rows.1[0].ends_with("/shut! Permission denied (os error 13)"), "{rows:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_opened() {
        let folder = folder(&["a.txt"]);
        let listener = std::os::unix::net::UnixListener::bind(folder.path().join("b.txt")).unwrap();
        assert_eq!(found(&[folder.path()]), ["a.txt", "b.txt: a pipe, a socket or a device is not read"]);
        drop(listener);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_unicode_stay_apart() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&["%E9.txt", "%25%E9.txt"]);
        create_dir(folder.path().join("sub")).unwrap();
        for name in [&b"\xE9.txt"[..], b"\xE8.txt", b"%\xE9.txt", b"sub/\xE9.txt"] {
            write(folder.path().join(OsStr::from_bytes(name)), "").unwrap();
        }
        let expected = ["%25%E9.txt", "%E8.txt", "%E9.txt", "./%25%E9.txt", "./%E9.txt", "sub/%E9.txt"];
        assert_eq!(found(&[folder.path()]), expected);
    }
}
