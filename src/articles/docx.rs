//! `.docx`: Word's text documents, a zip of XML.
//!
//! | in the document | in the article |
//! |---|---|
//! | paragraphs, headings, list items | a blank line between them |
//! | table cells | a tab between them, a blank line between rows |
//! | line breaks, tabs | as they are |
//! | text boxes | where they are anchored |
//! | footnotes, endnotes | at the end |
//! | what was deleted or moved away, and is kept as a change | nothing: the document as it reads with all changes |
//! | comments, headers, footers, field codes, pictures | nothing |
//! | title, creator, day of creation, language of its properties | title, author, date, language |
//!
//! Which file in the zip is the text, the zip says itself. Promised: work in proportion to what is in the zip, which is
//! bounded by the limits of archives and of articles, and no recursion.

use super::date;
use super::flow::{Flow, Gap};
use super::html;
use super::language::iso_639_1;
use super::read::ReadError;
use super::shared::SharedBytes;
use super::xml::{attribute, local, range, unescaped};
use super::zip::Package;
use super::{ReadOptions, decode::decode, text::settle};
use crate::model::Article;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io;

/// Where the text is if the zip does not say.
const DOCUMENT: &str = "word/document.xml";

/// Where the properties are if the zip does not say.
const PROPERTIES: &str = "docProps/core.xml";

/// Files beside the text with more of it.
const NOTES: [&str; 2] = ["footnotes.xml", "endnotes.xml"];

/// The article in the bytes of a document.
pub(super) fn article(name: String, bytes: Vec<u8>, options: &ReadOptions) -> Article {
    match read(&name, bytes, options) {
        Ok(article) => settle(article),
        Err(error) => error.article(name),
    }
}

fn read(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Article, ReadError> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(
            io::Error::other("an old Word document, or one with a password: save it as .docx without one").into()
        );
    }
    let package = Package::open(SharedBytes::from(bytes), options)?;
    let part = |path: &str| package.read(path, options)?.map(xml).transpose().map_err(ReadError::from);
    let places = part("_rels/.rels")?.map(|rels| places(&rels)).unwrap_or_default();
    let [document, properties] = places;
    let document = document.unwrap_or_else(|| DOCUMENT.to_owned());
    let Some(body) = part(&document)? else {
        return Err(io::Error::other(format!("no Word document, or damaged: it has no {document}")).into());
    };
    let mut text = Flow::default();
    add_text(&body, &mut text).map_err(|error| damaged(&document, &error))?;
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    for note in NOTES {
        let path = format!("{folder}/{note}");
        if let Some(notes) = part(path.trim_start_matches('/'))? {
            text.part(Gap::BlankLine);
            add_text(&notes, &mut text).map_err(|error| damaged(&path, &error))?;
        }
    }
    let mut article = Article {
        name: name.to_owned(),
        text: text.finish(),
        encoding: encoding_rs::UTF_8.name(),
        ..Article::default()
    };
    if let Some(properties) = part(properties.as_deref().unwrap_or(PROPERTIES))? {
        add_properties(&properties, &mut article, options);
    }
    Ok(article)
}

fn damaged(path: &str, error: &quick_xml::Error) -> ReadError {
    io::Error::other(format!("damaged: {path}: {error}")).into()
}

/// The text of an XML file.
fn xml(bytes: Vec<u8>) -> io::Result<String> {
    decode(bytes, None, html::charset::declared).map(|decoded| decoded.text).map_err(io::Error::other)
}

/// Where the text is and where the properties are.
fn places(rels: &str) -> [Option<String>; 2] {
    let mut places = [None, None];
    let mut reader = Reader::from_str(rels);
    reader.config_mut().check_end_names = false;
    while let Ok(event) = reader.read_event() {
        let start = match &event {
            Event::Start(start) | Event::Empty(start) => start,
            Event::Eof => break,
            _ => continue,
        };
        let kind = attribute(start, "Type").unwrap_or_default();
        let place = match kind.rsplit('/').next() {
            Some("officeDocument") => &mut places[0],
            Some("core-properties") => &mut places[1],
            _ => continue,
        };
        *place = attribute(start, "Target").map(|target| target.trim_start_matches('/').to_owned());
    }
    places
}

/// Adds what a reader sees of the text in a file of the document.
fn add_text(xml: &str, text: &mut Flow) -> Result<(), quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    // of each table that we are in: cells so far in this row
    let mut tables: Vec<usize> = Vec::new();
    // what stands before the next paragraph
    let mut gap = Gap::BlankLine;
    let mut paragraphs = 0_usize;
    loop {
        let event = reader.read_event()?;
        let (start, is_empty) = match &event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(end) => {
                match local(end.name().as_ref()) {
                    "p" => {
                        paragraphs = paragraphs.saturating_sub(1);
                        // a text box in a paragraph that goes on
                        text.part(if paragraphs > 0 { Gap::BlankLine } else { Gap::None });
                    }
                    "tbl" => {
                        tables.pop();
                        gap = Gap::BlankLine;
                    }
                    _ => {}
                }
                continue;
            }
            Event::Eof => return Ok(()),
            _ => continue,
        };
        let name = start.name();
        match local(name.as_ref()) {
            name if is_no_text(name) && !is_empty => {
                let end = start.to_end().into_owned();
                reader.read_to_end(end.name())?;
            }
            "t" if !is_empty => {
                let end = start.to_end().into_owned();
                let span = reader.read_to_end(end.name())?;
                text.verbatim(unescaped(&xml[range(&span)]).as_bytes());
            }
            "p" => {
                text.part(std::mem::replace(&mut gap, Gap::BlankLine));
                paragraphs += usize::from(!is_empty);
            }
            "tbl" if !is_empty => tables.push(0),
            "tr" => tables.iter_mut().last().into_iter().for_each(|cells| *cells = 0),
            "tc" => {
                let cells = tables.last_mut();
                gap = if cells.as_ref().is_some_and(|cells| **cells > 0) { Gap::Tab } else { Gap::BlankLine };
                cells.into_iter().for_each(|cells| *cells += 1);
            }
            "tab" | "ptab" => text.part(Gap::Tab),
            "br" | "cr" => text.line_break(),
            "noBreakHyphen" => text.verbatim("\u{2011}".as_bytes()),
            _ => {}
        }
    }
}

/// Whether what is in an element is no text of the document: properties, changes that took it away, what old programs
/// show instead, how a word is read aloud.
fn is_no_text(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "rt") || name.ends_with("Pr")
}

/// Takes what the properties say.
fn add_properties(xml: &str, article: &mut Article, options: &ReadOptions) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut created = String::new();
    while let Ok(event) = reader.read_event() {
        let start = match &event {
            Event::Start(start) => start,
            Event::Eof => break,
            _ => continue,
        };
        let name = start.name();
        let field = match local(name.as_ref()) {
            "title" => &mut article.title,
            "creator" => &mut article.author,
            "language" => &mut article.language,
            "created" => &mut created,
            _ => continue,
        };
        let end = start.to_end().into_owned();
        let Ok(span) = reader.read_to_end(end.name()) else { break };
        *field = unescaped(&xml[range(&span)]).split_whitespace().collect::<Vec<_>>().join(" ");
    }
    article.language = iso_639_1(&article.language);
    date::put(article, &created, &options.dates);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    const RELS: &str = r#"<Relationships><Relationship Id="1" Type="http://x/relationships/officeDocument" Target="/word/document2.xml"/>
        <Relationship Id="2" Type="http://x/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

    fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ::zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, ::zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// The text of a document with this body.
    fn text(body: &str) -> String {
        let xml = format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
        article("a.docx".into(), zipped(&[("word/document.xml", &xml)]), &ReadOptions::default()).text
    }

    #[test]
    fn elements_become_text_as_the_table_says() {
        let p = |text: &str| format!("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
        let tc = |inside: &str| format!("<w:tc><w:tcPr/>{inside}</w:tc>");
        let cell = |text: &str| tc(&p(text));
        let rows = [
            (p("Syria") + "<w:p/>" + &p("Iraq"), "Syria\n\nIraq"),
            (
                "<w:p><w:r><w:t>Sy</w:t></w:r><w:r><w:t xml:space=\"preserve\">ria &amp; </w:t></w:r><w:hyperlink><w:r><w:t>Iraq</w:t></w:r></w:hyperlink></w:p>".into(),
                "Syria & Iraq",
            ),
            ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>".into(), "a\nb\tc\u{2011}d"),
            (
                format!("<w:tbl><w:tblPr/><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>{}", cell("New"), cell("York"), tc(&(p("a") + &p("b"))), cell("c"), p("d")),
                "New\tYork\n\na\n\nb\tc\n\nd",
            ),
            (format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", tc(&format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>{}", cell("a"), cell("b"), p("c"))), cell("d")), "a\tb\n\nc\td"),
            (
                "<w:p><w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom>\
                 <w:ins><w:r><w:t>yes</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>".into(),
                "yes",
            ),
            (
                format!("<w:p><w:r><w:t>a</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice>\
                 <mc:Fallback><w:txbxContent>{}</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>c</w:t></w:r></w:p>", p("b"), p("b")),
                "a\n\nb\n\nc",
            ),
            ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>no</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東京</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>".into(), "東京"),
        ];
        for (body, expected) in rows {
            assert_eq!(text(&body), expected, "{body}");
        }
    }

    #[test]
    fn a_document_says_where_its_parts_are_and_what_it_is() {
        let core = "<cp:coreProperties><dc:title>A &lt;visit&gt;</dc:title><dc:creator>R. Berger</dc:creator><dc:language>de-DE</dc:language>\
                    <dcterms:created xsi:type=\"x\">2024-03-09T10:00:00Z</dcterms:created><dcterms:modified>2024-05-01T10:00:00Z</dcterms:modified></cp:coreProperties>";
        let bytes = zipped(&[
            ("[Content_Types].xml", "<x/>"),
            ("_rels/.rels", RELS),
            ("word/document2.xml", "<w:p><w:r><w:t>Syria</w:t></w:r></w:p>"),
            ("word/footnotes.xml", "<w:footnote><w:p><w:r><w:t>Iraq</w:t></w:r></w:p></w:footnote>"),
            ("docProps/core.xml", core),
            ("word/comments.xml", "<w:p><w:r><w:t>no</w:t></w:r></w:p>"),
        ]);
        let article = article("a.docx".into(), bytes, &ReadOptions::default());
        assert_eq!((&*article.text, &*article.title, &*article.author), ("Syria\n\nIraq", "A <visit>", "R. Berger"));
        assert_eq!((&*article.date, &*article.language, article.encoding), ("2024-03-09", "de", "UTF-8"));
    }

    #[test]
    fn what_is_no_document_says_so() {
        let row = |bytes: Vec<u8>| {
            let article = article("a.docx".into(), bytes, &ReadOptions::default());
            format!("{} {}", article.status.as_str(), article.error)
        };
        assert!(row(b"Syria".to_vec()).starts_with("failed no zip file, or damaged: "));
        let none = "failed no Word document, or damaged: it has no word/document.xml";
        assert_eq!(row(zipped(&[("xl/workbook.xml", "")])), none);
        assert_eq!(row(zipped(&[("word/document.xml", "<w:p/>")])), "empty ");
        assert!(
            row(zipped(&[("word/document.xml", "<w:p><w:t>Syria")])).starts_with("failed damaged: word/document.xml: ")
        );
        let bomb = "<w:p/>".repeat(4 << 20);
        assert!(row(zipped(&[("word/document.xml", &bomb)])).contains("--max-expanded-ratio"));
    }
}
