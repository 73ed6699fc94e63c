//! Web pages: the text that a reader sees.
//!
//! In comes a page; out go its visible text, its title and the language it declares. Offsets count in that text.
//!
//! | in the page | in the text |
//! |---|---|
//! | blocks: `p`, `div`, `h1`, `li`, `tr` ... | a blank line between them |
//! | table cells, buttons, form fields | a tab between them |
//! | `br` | a line break; two are a blank line |
//! | white space | one space; in `pre` as it is |
//! | `script`, `style`, `noscript`, `template`, `svg`, `select`, `textarea`, media with what stands in for them | nothing |
//! | comments, attributes | nothing |
//! | `&eacute;` | é |
//!
//! A blank line or a tab ends a name, so no name runs from one block, row or cell into the next.
//!
//! Promised: linear time and no recursion, whatever the page holds (`html5gum` is a tokenizer; no tree is built), and no
//! text lost to tags that were never closed, save those that hide the rest of the page in a browser too. Left out on
//! purpose: style sheets and `hidden`, and telling the article from menus and footers; that takes a tree.

pub(super) mod charset;
mod element;
mod flow;
mod page;
mod tokens;

use super::{ReadOptions, decode::decode, text::settle};
use crate::model::Article;

/// What of a web page is its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PagePart {
    /// The article, without menus, adverts and what else stands around it.
    #[default]
    Article,
    /// All that a reader sees.
    All,
}

/// The text of a piece of a page.
pub(super) fn plain(html: &str) -> String {
    page::extract(html).text
}

/// The article in the bytes of a web page.
pub(super) fn article(name: String, bytes: Vec<u8>, options: &ReadOptions) -> Article {
    match decode(bytes, options.encoding, charset::declared) {
        Ok(decoded) => {
            let page = page::extract(&decoded.text);
            settle(Article {
                name,
                text: page.text,
                title: page.title,
                language: page.language,
                encoding: decoded.encoding,
                error: decoded.note,
                ..Article::default()
            })
        }
        Err(error) => Article::failed(name, error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    #[test]
    fn a_page_becomes_an_article() {
        let page =
            b"<html lang=fr-CA><meta charset=iso-8859-1><title>\n Caf\xE9 \x96 une</title><p>Le caf\xE9<p>d\x92Alep";
        let article = article("a.html".into(), page.to_vec(), &ReadOptions::default());
        assert_eq!(article.text, "Le café\n\nd’Alep");
        assert_eq!((&*article.title, &*article.language), ("Café – une", "fr"));
        assert_eq!((article.encoding, article.status, &*article.error), ("windows-1252", Status::Ok, ""));
    }

    #[test]
    fn a_page_without_text_is_empty_and_keeps_its_title() {
        let article = article(
            "a.html".into(),
            b"<title>News</title><script>var a = 1;</script>".to_vec(),
            &ReadOptions::default(),
        );
        assert_eq!((article.status, &*article.text, &*article.title), (Status::Empty, "", "News"));
    }
}
