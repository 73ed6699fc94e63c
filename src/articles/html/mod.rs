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

mod about;
mod body;
mod bounds;
pub(super) mod charset;
mod element;
mod page;
mod survey;
mod tokens;

use super::date::put_first_certain;
use super::{ReadOptions, decode::decode, language::iso_639_1, text::settle};
use crate::model::Article;
use about::about;
use body::body;
use survey::survey;

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
            let mut article = of_text(name, &decoded.text, options);
            article.encoding = decoded.encoding;
            article.note(&decoded.note);
            article
        }
        Err(error) => Article::failed(name, error.to_string()),
    }
}

/// The article in a page that is text already.
pub(super) fn of_text(name: String, html: &str, options: &ReadOptions) -> Article {
    let survey = survey(html);
    let about = about(&survey);
    let page = page::extract(html);
    let mut article = Article {
        name,
        title: if about.title.is_empty() { page.title.clone() } else { about.title },
        author: about.author,
        source: about.site,
        url: about.url,
        language: if page.language.is_empty() { iso_639_1(&about.language) } else { page.language },
        ..Article::default()
    };
    article.text = match (options.html, survey.out_of_bounds) {
        (PagePart::All, _) => page.text,
        (PagePart::Article, Some(bound)) => {
            article.note(&format!("all text of the page: the article is not looked for in one with {bound}"));
            page.text
        }
        (PagePart::Article, None) => body(html, &[&article.title, &page.title]).unwrap_or_else(|| {
            article.note(if page.text.is_empty() { "" } else { "all text of the page: no article was found in it" });
            page.text
        }),
    };
    put_first_certain(&mut article, &about.dates, &options.dates);
    settle(article)
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

    fn page(html: &str) -> Article {
        of_text("a.html".into(), html, &ReadOptions::default())
    }

    #[test]
    fn the_article_is_taken_and_what_stands_around_it_is_not() {
        let paragraph = "The president arrived in Syria on Monday and met his colleague at a base, the Kremlin said. ";
        let html = format!(
            "<title>Visit to Syria | Wire</title><body><nav><ul><li><a href=/a>Sport</a><li><a href=/b>Weather in Oslo</a></ul></nav>\
             <main><article><h1>Visit to Syria</h1>{}</article></main><footer><p>About us</p></footer>",
            format!("<p>{}</p>", paragraph.repeat(3)).repeat(4)
        );
        let article = page(&html);
        assert!(article.text.starts_with("The president"), "{}", article.text);
        assert_eq!(article.text.matches("Kremlin").count(), 12);
        assert!(!article.text.contains("Oslo") && !article.text.contains("About us"), "{}", article.text);
        assert_eq!((&*article.title, &*article.error), ("Visit to Syria | Wire", ""));
        let all = ReadOptions { html: PagePart::All, ..ReadOptions::default() };
        assert!(of_text("a.html".into(), &html, &all).text.contains("Oslo"));
    }

    #[test]
    fn pages_that_no_parser_survives_keep_their_text_and_say_so() {
        let deep = |name: &str, depth: usize| {
            format!("{}Syria{}", format!("<{name}>").repeat(depth), format!("</{name}>").repeat(depth))
        };
        let attributes: String = (0..50_000).map(|n| format!(" a{n}=1")).collect();
        let fonts: String = (0..5_000).map(|n| format!("<p><font size={n}>Syria ")).collect();
        let pages = [
            ("nested", deep("div", 100_000)),
            ("nested", deep("span", 10_000)),
            ("nested", deep("table><tr><td", 2_000)),
            ("nested", "<ul><li>Syria".repeat(5_000)),
            ("nested", "<div></b>Syria".repeat(5_000)),
            ("not closed", fonts.replace("<font", "<b")),
            ("attributes", format!("<p{attributes}>Syria</p>")),
            ("text", "<p>Syria and more of it</p>".repeat(200_000)),
            ("elements", format!("<table>{}</table>", "<tr><td>Syria</td></tr>".repeat(50_000))),
            ("closed", fonts),
        ];
        for (why, html) in pages {
            let article = page(&html);
            assert!(article.text.contains("Syria"), "{why}");
            assert!(article.error.starts_with("all text of the page: "), "{why}: {}", article.error);
        }
    }

    #[test]
    fn what_a_page_says_of_itself_fills_its_row() {
        let html = "<html lang=en><meta property=og:title content=T><meta property=og:site_name content=S>\
                    <meta name=author content=A><meta name=date content='03/04/2024'><link rel=canonical href=https://a.b/c>\
                    <p>Syria";
        let article = page(html);
        assert_eq!(
            [article.title, article.source, article.author, article.url, article.language],
            ["T", "S", "A", "https://a.b/c", "en"]
        );
        assert!(article.error.contains("could be two days"), "{}", article.error);
    }
}
