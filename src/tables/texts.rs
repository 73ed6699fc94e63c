//! The texts that offsets count in, a file for each article.
//!
//! `news/a.zip!b.html` becomes `news_a.zip_b.html.txt`. Where two articles would have one file, or files that only differ
//! in case, the later one in the order of the tables gets `~2`, `~3` ... before `.txt`. A name too long for a file is cut,
//! and ends in a hash of the whole. Texts of an earlier run are written over; nothing is deleted.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Bytes of an article's name that its file keeps. File systems allow 255, some of which `.txt` and `~2` take.
const NAME_BYTES: usize = 200;

/// A folder of texts.
#[derive(Debug)]
pub struct TextFolder {
    folder: PathBuf,
    /// Names given, in lower case.
    given: HashSet<String>,
}

/// A text that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {error}", path.display())]
pub struct TextError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
}

impl TextFolder {
    /// Makes the folder where it is not there.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn open(folder: &Path) -> Result<Self, TextError> {
        fs::create_dir_all(folder).map_err(|error| TextError { path: folder.to_path_buf(), error })?;
        Ok(TextFolder { folder: folder.to_path_buf(), given: HashSet::new() })
    }

    /// Writes the text of an article, byte for byte. The file appears whole or not at all.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn write(&mut self, article: &str, text: &str) -> Result<(), TextError> {
        let name = self.name(article);
        let path = self.folder.join(name);
        let written = NamedTempFile::new_in(&self.folder).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.persist(&path).map_err(|error| error.error)
        });
        written.map(|_| ()).map_err(|error| TextError { path, error })
    }

    /// The file of an article, one that no other has.
    fn name(&mut self, article: &str) -> String {
        let mut stem = article.replace(['/', '#', '!', '\\', '\0'], "_");
        if stem.len() > NAME_BYTES {
            let hash = blake3::hash(article.as_bytes()).to_hex();
            let end = (0..=NAME_BYTES).rev().find(|&end| stem.is_char_boundary(end)).unwrap_or(0);
            stem.truncate(end);
            stem = format!("{stem}~{}", &hash[..16]);
        }
        let mut names = (1..).map(|number| match number {
            1 => format!("{stem}.txt"),
            _ => format!("{stem}~{number}.txt"),
        });
        let free = names.find(|name| self.given.insert(name.to_lowercase()));
        free.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_a_file_of_its_own() {
        let place = tempfile::tempdir().unwrap();
        let mut texts = TextFolder::open(&place.path().join("new/folder")).unwrap();
        let long = "x".repeat(300);
        let rows = [
            ("a.txt", "a.txt.txt"),
            ("a/b.zip!c#1", "a_b.zip_c_1.txt"),
            ("a_b.zip_c_1", "a_b.zip_c_1~2.txt"),
            ("A/B.zip!C#1", "A_B.zip_C_1~3.txt"),
            ("../../etc", ".._.._etc.txt"),
        ];
        for (article, file) in rows {
            texts.write(article, article).unwrap();
            assert_eq!(fs::read_to_string(place.path().join("new/folder").join(file)).unwrap(), article);
        }
        texts.write(&format!("{long}1"), "1").unwrap();
        texts.write(&format!("{long}2"), "\r\n\u{feff}é").unwrap();
        let files: Vec<_> = fs::read_dir(place.path().join("new/folder")).unwrap().collect();
        assert_eq!(files.len(), rows.len() + 2);
    }

    #[test]
    fn a_folder_that_is_a_file_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = TextFolder::open(file.path()).unwrap_err().to_string();
        assert!(error.starts_with("cannot write /"), "{error}");
    }
}
