//! What an article is called.
//!
//! Names are made of paths, so that a reader of a table finds the file: `/` between folders on every system, nothing
//! escaped where a path is Unicode.

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// What standard input is called.
pub(super) const STDIN: &str = "stdin";

/// A path as a name. Bytes that are not UTF-8 become `%FF`, and a `%` beside them `%25`.
///
/// Where that would be the name of another file too, or of standard input, `./` stands before it: no two inputs of one
/// run share a name. `base` is the folder that the path is relative to, empty for the current one; standard input is
/// read only beside paths of that kind.
pub(super) fn of_path(path: &Path, base: &Path) -> String {
    let (name, is_taken) = match path.to_str() {
        Some(path) => (path.to_owned(), path == STDIN && base == Path::new("")),
        None => {
            let name = escaped(path.as_os_str().as_encoded_bytes());
            let is_taken = base.join(&name).symlink_metadata().is_ok();
            (name, is_taken)
        }
    };
    let name = if MAIN_SEPARATOR == '/' { name } else { name.replace(MAIN_SEPARATOR, "/") };
    if is_taken { format!("./{name}") } else { name }
}

fn escaped(path: &[u8]) -> String {
    let mut name = String::with_capacity(path.len() + 8);
    for chunk in path.utf8_chunks() {
        name.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    name
}

/// A path as it was typed, without the parts that say nothing: `a/b` of `./a//b/`.
pub(super) fn tidy(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_path_loses_what_says_nothing() {
        let rows = [
            ("a", "a"),
            ("./a", "a"),
            ("a/", "a"),
            ("./a//b/./c/", "a/b/c"),
            (".", ""),
            ("../a", "../a"),
            ("a/../b", "a/../b"),
            ("/a/b", "/a/b"),
        ];
        for (typed, name) in rows {
            assert_eq!(of_path(&tidy(Path::new(typed)), Path::new("x")), name, "{typed}");
        }
    }

    #[test]
    fn a_file_beside_standard_input_is_not_called_like_it() {
        assert_eq!(of_path(Path::new("stdin"), Path::new("")), "./stdin");
        assert_eq!(of_path(Path::new("stdin"), Path::new("folder")), "stdin");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_has_a_name_of_its_own() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let name = |path: &[u8]| of_path(Path::new(OsStr::from_bytes(path)), Path::new(""));
        assert_eq!(name(b"caf\xE9/a.txt"), "caf%E9/a.txt");
        assert_eq!(name(b"caf\xE8/a.txt"), "caf%E8/a.txt");
        assert_eq!(name(b"%E9\xE9.txt"), "%25E9%E9.txt");
        assert_eq!(name("100 % café.txt".as_bytes()), "100 % café.txt");
        assert_eq!(name(b"\xF0\x9F\xFF"), "%F0%9F%FF");
    }
}
