//! Mails, and what is attached to them.
//!
//! | in the mail | in the article |
//! |---|---|
//! | `Subject` | title |
//! | `From` | author: the names, or the addresses where there are none |
//! | `Date` | date |
//! | the plain text; where there is none, what a reader sees of the HTML | text, letter for letter; a blank line between parts |
//! | an attachment | an article of its own, read as the file that it is: `a.eml!report.docx` |
//! | pictures that the HTML shows | nothing |
//!
//! `mail-parser` takes the mail apart. What encoding a part is in is asked as of any text, with what the part declares.
//! Promised: a mail of any bytes is an article at least. A mail that was made to be taken apart for hours is counted
//! first and is read as plain text.

use super::document::{Articles, caught};
use super::format::{FileType, Format, unread};
use super::members::Place;
use super::{Batch, ReadOptions, date, decode::decode, document, html, text, text::settle};
use crate::model::{Article, Status};
use encoding_rs::Encoding;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Address, HeaderName, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use memchr::memchr_iter;
use std::collections::HashSet;
use std::io::Cursor;
use std::iter::once;
use std::path::Path;
use std::sync::Arc;

/// Parts that a mail may have. Each may lie in the one before, and a tree that deep is taken down by recursion.
const PARTS: usize = 1_000;

/// The beginning of each group of parts is looked for in all that follows: so many bytes at most, some 2 s.
const SEARCHED: usize = 2 << 30;

/// Types of parts and the file that they would be, where they have no name.
const TYPES: [(&str, &str); 6] = [
    ("text/plain", "txt"),
    ("text/html", "html"),
    ("message/rfc822", "eml"),
    ("message/global", "eml"),
    ("application/pdf", "pdf"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
];

/// The articles of a mail that lies in `depth - 1` other files: itself, and what is attached.
pub(super) fn articles(name: String, bytes: Vec<u8>, depth: u32, options: &Arc<ReadOptions>) -> Articles {
    if let Some(bound) = exceeded(&bytes) {
        let mut article = text::article(name, bytes, options);
        article.note(&format!("read as plain text: a mail with {bound} is not taken apart"));
        return Box::new(once(article));
    }
    caught(&name.clone(), || {
        let Some(message) = MessageParser::default().parse(&bytes) else {
            let error = "no mail: it does not begin with fields such as From and Date";
            return Box::new(once(Article::failed(name, error)));
        };
        let attachments = attachments(&message, &name, depth, options);
        let mail = mail(name, &message, options);
        Box::new(once(mail).chain(attachments.into_iter().flat_map(Attachment::articles)))
    })
}

/// Why a mail is not taken apart, if it is not.
fn exceeded(bytes: &[u8]) -> Option<&'static str> {
    let stands = |word: &[u8], at: usize| bytes.get(at..at + word.len()).is_some_and(|b| b.eq_ignore_ascii_case(word));
    let word_before = |word: &[u8], at: usize| at.checked_sub(word.len()).is_some_and(|begin| stands(word, begin));
    let parts = memchr_iter(b'-', bytes).filter(|&at| word_before(b"content", at) && stands(b"-type", at)).count();
    let groups = memchr_iter(b'/', bytes).filter(|&at| word_before(b"multipart", at)).count();
    if parts > PARTS {
        Some("more than 1,000 parts")
    } else if groups.saturating_mul(bytes.len()) > SEARCHED {
        Some("so many groups of parts for its size")
    } else {
        None
    }
}

/// The article of the mail itself.
fn mail(name: String, message: &Message<'_>, options: &ReadOptions) -> Article {
    let mut article = Article {
        name,
        title: one_line(message.subject().unwrap_or_default()),
        author: message.from().map(authors).unwrap_or_default(),
        ..Article::default()
    };
    date::put(&mut article, message.header_raw(HeaderName::Date).unwrap_or_default().trim(), &options.dates);
    article = add_texts(article, message, &message.text_body, options);
    if article.text.chars().all(char::is_whitespace) && message.html_body != message.text_body {
        article = add_texts(article, message, &message.html_body, options);
    }
    if article.text.is_empty() && article.status == Status::Failed {
        return article;
    }
    article.status = Status::Ok;
    settle(article)
}

/// The texts of these parts, a blank line between them; `Failed` where one of them is no text.
fn add_texts(mut article: Article, message: &Message<'_>, parts: &[u32], options: &ReadOptions) -> Article {
    article.text.clear();
    for part in parts.iter().filter_map(|&id| message.part(id)) {
        let is_html = matches!(part.body, PartType::Html(_));
        if !is_html && !matches!(part.body, PartType::Text(_)) {
            continue;
        }
        let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
        let declared = |bytes: &[u8]| {
            let named = charset.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
            named.or_else(|| if is_html { html::charset::declared(bytes) } else { None })
        };
        match decode(bytes(message, part), options.encoding, declared) {
            Ok(decoded) => {
                let text = if is_html { html::plain(&decoded.text) } else { decoded.text };
                if !article.text.is_empty() && !text.trim().is_empty() {
                    let end = if article.text.ends_with('\n') { "\n" } else { "\n\n" };
                    article.text.push_str(end);
                }
                article.text.push_str(&text);
                if article.encoding.is_empty() {
                    article.encoding = decoded.encoding;
                }
                article.note(&decoded.note);
            }
            Err(error) => {
                article.status = Status::Failed;
                article.note(&error.to_string());
            }
        }
    }
    article
}

/// The bytes of a part as they were before they were made fit for a mail.
fn bytes(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let (begin, end) = (part.offset_body as usize, part.offset_end as usize);
    let raw = message.raw_message.get(begin..end).unwrap_or_default();
    let decoded = match part.encoding {
        mail_parser::Encoding::None => Some(raw.to_vec()),
        mail_parser::Encoding::Base64 => base64_decode(raw),
        mail_parser::Encoding::QuotedPrintable => quoted_printable_decode(raw),
    };
    decoded.unwrap_or_else(|| raw.to_vec())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Who wrote it.
fn authors(from: &Address<'_>) -> String {
    let authors = from.iter().filter_map(|author| author.name().or_else(|| author.address()));
    authors.map(one_line).collect::<Vec<_>>().join("; ")
}

/// A file that came with a mail.
struct Attachment {
    place: Place,
    file_type: Result<FileType, Box<Article>>,
    bytes: Vec<u8>,
}

impl Attachment {
    fn articles(self) -> Articles {
        let file = Cursor::new(self.bytes);
        match self.file_type {
            Err(row) => Box::new(once(*row)),
            Ok(FileType { codec, format: Format::Document(document) }) => {
                let Place { name, depth, options, .. } = self.place;
                document::articles(name, Ok(file), 0, (codec, document), depth + 1, &options)
            }
            Ok(file_type) => Box::new(self.place.batches(file_type, Box::new(file)).flat_map(Batch::articles)),
        }
    }
}

fn attachments(message: &Message<'_>, mail: &str, depth: u32, options: &Arc<ReadOptions>) -> Vec<Attachment> {
    let mut names = HashSet::new();
    let mut attachments = Vec::new();
    for (number, part) in message.attachments.iter().filter_map(|&id| Some((id, message.part(id)?))) {
        if is_shown(part) || matches!(part.body, PartType::Multipart(_)) {
            continue;
        }
        let mime = part.content_type().map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()));
        let mime = mime.unwrap_or_else(|| "text/plain".to_owned()).to_ascii_lowercase();
        let extension = TYPES.iter().find(|(listed, _)| *listed == mime).map(|(_, extension)| *extension);
        let unnamed = || format!("part-{number}.{}", extension.or(mime.rsplit('/').next()).unwrap_or_default());
        let name = part.attachment_name().map(one_line).filter(|name| !name.is_empty()).unwrap_or_else(unnamed);
        let place = Place::new(mail, &unique(name, &mut names), depth, options);
        // its type says what its name does not
        let by_type =
            || extension.and_then(|extension| options.file_type(&Path::new("part").with_extension(extension)));
        let file_type = match options.file_type(Path::new(&place.path)).or_else(by_type) {
            Some(file_type) => place.allowed(file_type),
            None => Err(Box::new(Article::skipped(&*place.name, unread(Path::new(&place.path))))),
        };
        let bytes = if file_type.is_ok() { bytes(message, part) } else { Vec::new() };
        attachments.push(Attachment { place, file_type, bytes });
    }
    attachments
}

/// Whether a part is a picture or the like that the HTML of the mail shows.
fn is_shown(part: &MessagePart<'_>) -> bool {
    let is_media = part.content_type().is_some_and(|kind| matches!(kind.ctype(), "image" | "audio" | "video" | "font"));
    is_media && part.content_id().is_some()
}

/// A name that no attachment before had: `note (2).txt` for the second `note.txt`.
fn unique(name: String, names: &mut HashSet<String>) -> String {
    let mut unique = name.clone();
    let mut number = 2;
    while !names.insert(unique.clone()) {
        let path = Path::new(&name);
        let extension = path.extension().map(|extension| format!(".{}", extension.display())).unwrap_or_default();
        let stem = name.strip_suffix(&extension).unwrap_or(&name);
        unique = format!("{stem} ({number}){extension}");
        number += 1;
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(mail: &[u8]) -> Vec<String> {
        let row = |a: Article| {
            let text = a.text.replace('\r', "");
            let cells = [&*a.name, a.status.as_str(), &text, &a.title, &a.date, &a.author, a.encoding, &a.error];
            cells.join("|")
        };
        articles("a.eml".into(), mail.to_vec(), 1, &Arc::default()).map(row).collect()
    }

    /// Each line ends as lines of a mail do.
    fn crlf(mail: &str) -> Vec<u8> {
        mail.replace('\n', "\r\n").into_bytes()
    }

    #[test]
    fn a_mail_is_an_article() {
        let mail = "From: =?utf-8?q?Ren=C3=A9e_Berger?= <r.berger@example.org>\nTo: x@example.org\n\
                    Subject: =?windows-1251?b?0ejw6P8=?=\n =?utf-8?q?_today?=\nDate: Sat, 09 Mar 2024 23:10:00 -0500\n\n\
                    Putin went to Syria.\n\nSo.\n";
        let row = "a.eml|ok|Putin went to Syria.\n\nSo.\n|Сирия today|2024-03-09|Renée Berger|UTF-8|";
        assert_eq!(rows(&crlf(mail)), [row]);
        assert_eq!(rows(mail.as_bytes()), [row]);
        let bare = "From: r.berger@example.org, B <b@example.org>\n\nSyria";
        assert_eq!(rows(bare.as_bytes()), ["a.eml|ok|Syria|||r.berger@example.org; B|UTF-8|"]);
        assert_eq!(rows(b"Subject: Syria\n\n"), ["a.eml|empty||Syria|||UTF-8|"]);
        assert_eq!(rows(b""), ["a.eml|failed||||||no mail: it does not begin with fields such as From and Date"]);
    }

    #[test]
    fn a_part_is_read_in_the_encoding_that_it_declares() {
        let mail = |head: &str, body: &[u8]| [b"Subject: x\n", head.as_bytes(), b"\n\n", body].concat();
        let rows_of: [(&str, &[u8], &str); 6] = [
            ("Content-Type: text/plain; charset=koi8-r", b"\xF3\xC9\xD2\xC9\xD1", "ok|Сирия|x|||KOI8-R|"),
            (
                "Content-Type: text/plain; charset=\"iso-8859-1\"\nContent-Transfer-Encoding: quoted-printable",
                b"Ren=E9e went to Sy=\nria.",
                "ok|Renée went to Syria.|x|||windows-1252|",
            ),
            (
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
                b"0KHQuNGA\n0LjRjw==\n",
                "ok|Сирия|x|||UTF-8|",
            ),
            (
                "Content-Type: text/html; charset=windows-1252",
                b"<p>Ren\xE9e<p>d\x92Alep &amp; so<script>no</script>",
                "ok|Renée\n\nd’Alep & so|x|||windows-1252|",
            ),
            (
                "Content-Type: text/plain; charset=utf-8",
                b"caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 \xFF",
                "ok|café café café \u{fffd}|x|||UTF-8|1 character did not decode as UTF-8",
            ),
            ("Content-Type: text/plain", b"\0\0\0", "failed||x||||binary data, not text"),
        ];
        for (head, body, row) in rows_of {
            assert_eq!(rows(&mail(head, body)), [format!("a.eml|{row}")], "{head}");
        }
    }

    #[test]
    fn plain_text_is_taken_before_html_and_attachments_are_articles() {
        let mail = "Subject: x\nContent-Type: multipart/mixed; boundary=M\n\npreamble\n--M\n\
                    Content-Type: multipart/alternative; boundary=A\n\n--A\nContent-Type: text/plain\n\nSyria\n\
                    --A\nContent-Type: text/html\n\n<p>not this\n--A--\n\
                    --M\nContent-Type: text/plain; name=n.txt\nContent-Disposition: attachment; filename=n.txt\n\nIraq\n\
                    --M\nContent-Type: text/html\nContent-Disposition: attachment; filename=\"n.txt\"\n\nIran\n\
                    --M\nContent-Type: application/octet-stream; name=p.html\nContent-Transfer-Encoding: base64\n\nPHA+T21hbg==\n\
                    --M\nContent-Type: image/png\nContent-Disposition: attachment; filename=scan.png\n\nx\n\
                    --M\nContent-Type: image/png\nContent-Id: <a@b>\n\nx\n\
                    --M\nContent-Type: text/plain\nContent-Disposition: attachment; filename=README\n\nQatar\n\
                    --M\nContent-Type: message/rfc822\n\nSubject: inner\n\nYemen\n\
                    --M\nContent-Type: application/json; name=r.jsonl\n\n{\"text\": \"Egypt\"}\n{\"text\": \"Sudan\"}\n--M--\n";
        let expected = [
            "a.eml|ok|Syria|x|||UTF-8|",
            "a.eml!n.txt|ok|Iraq||||UTF-8|",
            "a.eml!n (2).txt|ok|Iran||||UTF-8|",
            "a.eml!p.html|ok|Oman||||UTF-8|",
            "a.eml!scan.png|skipped||||||type .png is not read",
            "a.eml!README|ok|Qatar||||UTF-8|",
            "a.eml!part-10.eml|ok|Yemen|inner|||UTF-8|",
            "a.eml!r.jsonl#1|ok|Egypt||||UTF-8|",
            "a.eml!r.jsonl#2|ok|Sudan||||UTF-8|",
        ];
        assert_eq!(rows(mail.as_bytes()), expected);
        assert_eq!(rows(&crlf(mail)), expected);
    }

    #[test]
    fn html_is_read_where_there_is_no_plain_text() {
        let html = "Subject: x\nContent-Type: multipart/alternative; boundary=A\n\n\
                    --A\nContent-Type: text/plain\n\n \n--A\nContent-Type: text/html\n\n<p>Syria<p>Iraq\n--A--\n";
        assert_eq!(rows(html.as_bytes()), ["a.eml|ok|Syria\n\nIraq|x|||UTF-8|"]);
        let only = "Subject: x\nContent-Type: multipart/alternative; boundary=A\n\n\
                    --A\nContent-Type: text/html\n\n<p>Syria\n--A--\n";
        assert_eq!(rows(only.as_bytes()), ["a.eml|ok|Syria|x|||UTF-8|"]);
        let both = "Subject: x\nContent-Type: multipart/mixed; boundary=A\n\n--A\nContent-Type: text/plain\n\nSyria\n\n\
                    --A\nContent-Type: text/html\n\n<p>Iraq\n--A--\n";
        assert_eq!(rows(both.as_bytes()), ["a.eml|ok|Syria\n\nIraq|x|||UTF-8|"]);
    }

    #[test]
    fn mails_lie_in_mails_as_deep_as_allowed() {
        let mut mail = "Subject: innermost\n\nSyria".to_owned();
        for depth in 0..4 {
            mail = format!(
                "Content-Type: multipart/mixed; boundary=B{depth}\n\n--B{depth}\nContent-Type: message/rfc822\n\n{mail}\n--B{depth}--\n"
            );
        }
        let rows = rows(mail.as_bytes());
        let names: Vec<&str> = rows.iter().map(|row| row.split('|').next().unwrap()).collect();
        let step = "!part-1.eml";
        assert_eq!(names, (0..4).map(|n| format!("a.eml{}", step.repeat(n))).collect::<Vec<_>>());
        assert!(rows[3].contains("|failed|") && rows[3].contains("--max-depth"), "{rows:?}");
    }

    #[test]
    fn a_mail_that_cannot_be_taken_apart_is_plain_text() {
        let nested = format!("{}\nSyria", "Content-Type: message/rfc822\n\n".repeat(100_000));
        let groups = "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(990) + &" ".repeat(3 << 20) + "Syria";
        for mail in [nested, groups] {
            let rows = rows(mail.as_bytes());
            assert_eq!(rows.len(), 1);
            assert!(
                rows[0].contains("Syria") && rows[0].contains("|read as plain text: a mail with "),
                "{:.100}",
                rows[0]
            );
        }
    }
}
