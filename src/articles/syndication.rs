//! RSS and Atom: an article in each item.
//!
//! A feed is one document of some hundred items at most, so it is read as a whole. The text of an item is its fullest:
//! `content:encoded` or `content`, else `description` or `summary`; the marks of the page that it was are taken off.

use super::batch::{Batch, Batches};
use super::date::{self, DateOptions};
use super::language::iso_639_1;
use super::read::read_whole;
use super::xml::{attribute, local, range, unescaped};
use super::{ReadOptions, decode::decode, html, text::settle};
use crate::model::Article;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::Read;
use std::sync::Arc;

/// The articles of a feed: item n of `news.xml` is `news.xml#n`.
pub(super) fn batches(name: String, mut file: Box<dyn Read + Send>, options: &Arc<ReadOptions>) -> Batches {
    let bytes = match read_whole(&mut file, 0, options.max_article_size) {
        Ok(bytes) => bytes,
        Err(error) => return Batch::only(error.article(name)),
    };
    let size = bytes.len() as u64;
    let options = Arc::clone(options);
    let articles = std::iter::once(bytes).flat_map(move |bytes| articles(&name, bytes, &options));
    Box::new(std::iter::once(Batch::new(size, articles)))
}

fn articles(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Vec<Article> {
    let decoded = match decode(bytes, options.encoding, html::charset::declared) {
        Ok(decoded) => decoded,
        Err(error) => return vec![Article::failed(name, error.to_string())],
    };
    let mut feed =
        Feed { name, dates: options.dates.clone(), encoding: decoded.encoding, note: decoded.note, ..Feed::default() };
    if let Err(error) = feed.read(&decoded.text) {
        feed.articles.push(Article::failed(format!("{name}#{}", feed.articles.len() + 1), error.to_string()));
    }
    if !feed.is_feed {
        return vec![Article::skipped(name, "XML that is no RSS or Atom feed is not read")];
    }
    if feed.articles.is_empty() {
        let (name, encoding, error) = (name.to_owned(), feed.encoding, feed.note);
        feed.articles.push(settle(Article { name, encoding, error, ..Article::default() }));
    }
    feed.articles
}

/// A feed that is being read.
#[derive(Default)]
struct Feed<'n> {
    name: &'n str,
    dates: DateOptions,
    encoding: &'static str,
    note: String,
    /// Whether its root is one of a feed.
    is_feed: bool,
    title: String,
    language: String,
    articles: Vec<Article>,
}

/// An item that is being read, with its texts from the fullest to the shortest.
#[derive(Default)]
struct Item {
    texts: [String; 4],
    title: String,
    dates: [String; 2],
    authors: Vec<String>,
    url: String,
}

impl Feed<'_> {
    fn read(&mut self, xml: &str) -> Result<(), quick_xml::Error> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut item: Option<Item> = None;
        let mut has_root = false;
        loop {
            let event = reader.read_event()?;
            let (start, is_empty) = match &event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::End(end) => {
                    if matches!(local(end.name().as_ref()), "item" | "entry")
                        && let Some(item) = item.take()
                    {
                        self.end(item);
                    }
                    continue;
                }
                Event::Eof => {
                    return match item {
                        Some(_) => Err(quick_xml::Error::Syntax(quick_xml::errors::SyntaxError::UnclosedTag)),
                        None => Ok(()),
                    };
                }
                _ => continue,
            };
            let name = start.name();
            let element = local(name.as_ref());
            if !has_root {
                has_root = true;
                self.is_feed = matches!(element, "rss" | "feed" | "RDF");
                if !self.is_feed {
                    return Ok(());
                }
                self.language = attribute(start, "lang").unwrap_or_default();
                continue;
            }
            match (element, &mut item) {
                ("channel" | "image" | "textinput", _) => {}
                ("item" | "entry", _) => item = Some(Item::default()),
                ("link", Some(item)) if is_empty || attribute(start, "href").is_some() => {
                    let is_main = attribute(start, "rel").is_none_or(|rel| rel == "alternate");
                    if is_main && let Some(href) = attribute(start, "href") {
                        item.url = href;
                    }
                }
                ("author", Some(_)) | ("author", None) if !is_empty => {
                    let end = start.to_end().into_owned();
                    let span = reader.read_to_end(end.name())?;
                    if let Some(item) = &mut item {
                        item.authors.push(author(&xml[range(&span)]));
                    }
                }
                _ if is_empty => {}
                (_, Some(item)) => {
                    let end = start.to_end().into_owned();
                    let is_markup = attribute(start, "type").is_some_and(|kind| kind == "xhtml");
                    let is_media = name.as_ref().starts_with("media:") || name.as_ref().starts_with("itunes:");
                    let span = reader.read_to_end(end.name())?;
                    if !is_media {
                        item.fill(local(end.name().as_ref()), &xml[range(&span)], is_markup);
                    }
                }
                ("title" | "language", None) => {
                    let end = start.to_end().into_owned();
                    let span = reader.read_to_end(end.name())?;
                    let text = html::plain(&unescaped(&xml[range(&span)]));
                    let field =
                        if local(end.name().as_ref()) == "title" { &mut self.title } else { &mut self.language };
                    if field.is_empty() {
                        *field = text;
                    }
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, item: Item) {
        let first = |texts: &[String]| texts.iter().find(|text| !text.trim().is_empty()).cloned().unwrap_or_default();
        let mut article = Article {
            name: format!("{}#{}", self.name, self.articles.len() + 1),
            text: first(&item.texts),
            title: item.title,
            author: item.authors.join("; "),
            source: self.title.clone(),
            url: item.url,
            language: iso_639_1(&self.language),
            encoding: self.encoding,
            error: self.note.clone(),
            ..Article::default()
        };
        date::put(&mut article, &first(&item.dates), &self.dates);
        self.articles.push(settle(article));
    }
}

impl Item {
    fn fill(&mut self, element: &str, raw: &str, is_markup: bool) {
        let text = || html::plain(&if is_markup { raw.to_owned() } else { unescaped(raw) });
        let word = || unescaped(raw).trim().to_owned();
        match element {
            "encoded" => self.texts[0] = text(),
            "content" => self.texts[1] = text(),
            "description" => self.texts[2] = text(),
            "summary" => self.texts[3] = text(),
            "title" => self.title = text(),
            "pubDate" | "published" | "date" => self.dates[0] = word(),
            "updated" => self.dates[1] = word(),
            "creator" => self.authors.push(word()),
            "link" => self.url = word(),
            _ => {}
        }
    }
}

/// `<name>A. One</name>` of Atom, or the words themselves.
fn author(raw: &str) -> String {
    let name = raw.split_once("<name>").and_then(|(_, rest)| rest.split_once("</name>")).map(|(name, _)| name);
    html::plain(&unescaped(name.unwrap_or(raw)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(xml: &str) -> Vec<String> {
        let row = |a: &Article| {
            [&a.name, a.status.as_str(), &a.text, &a.title, &a.date, &a.author, &a.url, &a.error].join("|")
        };
        articles("f.xml", xml.as_bytes().to_vec(), &ReadOptions::default()).iter().map(row).collect()
    }

    #[test]
    fn rss_items_are_articles() {
        let feed = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="x" xmlns:dc="y"><channel>
            <title>The Paper</title><link>https://example.org</link><language>en-gb</language><image><title>no</title></image>
            <item><title>Visit &amp; talks</title><link>https://example.org/a</link><dc:creator>A. One</dc:creator>
            <description>Short</description><content:encoded><![CDATA[<p>Putin went to <b>Syria</b>.</p><p>So.</p>]]></content:encoded>
            <pubDate>2024-03-09</pubDate></item>
            <item><title>Two</title><description>&lt;p&gt;Iraq&amp;#8217;s war&lt;/p&gt;</description></item>
            <item><title>Three</title></item></channel></rss>"#;
        assert_eq!(
            rows(feed),
            [
                "f.xml#1|ok|Putin went to Syria.\n\nSo.|Visit & talks|2024-03-09|A. One|https://example.org/a|",
                "f.xml#2|ok|Iraq’s war|Two||||",
                "f.xml#3|empty||Three||||",
            ]
        );
        let articles = articles("f.xml", feed.as_bytes().to_vec(), &ReadOptions::default());
        assert_eq!((&*articles[0].source, &*articles[0].language), ("The Paper", "en"));
    }

    #[test]
    fn atom_entries_are_articles() {
        let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Blatt</title>
            <entry><title>Eins</title><link rel="self" href="s"/><link rel="alternate" href="https://example.org/1"/>
            <author><name>B. Zwei</name><email>b@example.org</email></author><updated>2024-03-10T10:00:00Z</updated>
            <content type="xhtml"><div xmlns="x"><p>Berlin</p><p>Paris</p></div></content></entry></feed>"#;
        assert_eq!(rows(feed), ["f.xml#1|ok|Berlin\n\nParis|Eins|2024-03-10|B. Zwei|https://example.org/1|"]);
    }

    #[test]
    fn what_is_no_feed_or_broken_says_so() {
        assert_eq!(rows("<svg/>"), ["f.xml|skipped||||||XML that is no RSS or Atom feed is not read"]);
        assert_eq!(rows("<rss><channel></channel></rss>"), ["f.xml|empty||||||"]);
        let cut = rows("<rss><channel><item><description>Syria</description></item><item><title>B");
        assert_eq!((cut.len(), cut[0].as_str()), (2, "f.xml#1|ok|Syria|||||"));
        assert!(cut[1].starts_with("f.xml#2|failed|"), "{cut:?}");
    }
}
