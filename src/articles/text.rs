//! Plain text and Markdown: the file is the text, letter for letter.

use super::{ReadOptions, decode::decode};
use crate::model::{Article, Status};

/// The article in the bytes of a text file. Markdown stays as it is written: its marks are no letters, and no name
/// holds them.
pub(super) fn article(name: String, bytes: Vec<u8>, options: &ReadOptions) -> Article {
    match decode(bytes, options.encoding, |_| None) {
        Ok(decoded) => settle(Article {
            name,
            text: decoded.text,
            encoding: decoded.encoding,
            error: decoded.note,
            ..Article::default()
        }),
        Err(error) => Article::failed(name, error.to_string()),
    }
}

/// Marks an article without text as empty: every format's last step. White space is no text.
pub(super) fn settle(mut article: Article) -> Article {
    if article.text.chars().all(char::is_whitespace) {
        article.text = String::new();
        article.status = Status::Empty;
    }
    article
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_ok_empty_or_failed() {
        let rows: [(&[u8], Status, &str); 6] = [
            (b"Syria\r\n", Status::Ok, "Syria\r\n"),
            (b"# **Syria**\n", Status::Ok, "# **Syria**\n"),
            (b"", Status::Empty, ""),
            (b" \r\n\t\n", Status::Empty, ""),
            (b"\xEF\xBB\xBF\n", Status::Empty, ""),
            (b"\0\0", Status::Failed, ""),
        ];
        for (bytes, status, text) in rows {
            let article = article("a.txt".into(), bytes.to_vec(), &ReadOptions::default());
            assert_eq!((article.status, &*article.text), (status, text), "{bytes:?}");
        }
    }
}
