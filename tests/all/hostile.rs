//! Files made to bring a reader down: nested without end, never closed, wide, long. Each is a row with its text.
//!
//! `WRITE=DIR cargo test --test all hostile` puts them there, to be tagged one by one with a clock and a limit of memory
//! (benches/README.md).

use crate::support::zip;
use gazetag::articles::{Batch, Feed, ReadOptions, inputs};
use gazetag::model::Status;

/// Files that are text: names and what is in them.
type Files = Vec<(&'static str, String)>;

fn pages() -> Files {
    let nested = |open: &str, close: &str, depth: usize| format!("{}Syria{}", open.repeat(depth), close.repeat(depth));
    let attributes: String = (0..50_000).map(|n| format!(" a{n}=1")).collect();
    let same_attributes = " a=1".repeat(50_000);
    let fonts: String = (0..5_000).map(|n| format!("<p><font size={n}>Syria and Iraq ")).collect();
    let mixed: String = (0..5_000).map(|n| format!("<p><b><i><a href={n}><font color={n}>Syria ")).collect();
    let text = "<p>The president arrived in Syria on Monday and met his colleague at the base, the Kremlin said.</p>\n";
    vec![
        ("div-100000-deep.html", nested("<div>", "</div>", 100_000)),
        ("div-250-deep.html", format!("{}{}", nested("<div>", "</div>", 250), text.repeat(2_000))),
        ("font-5000-unclosed.html", fonts),
        ("formatting-20000-unclosed.html", mixed),
        ("attributes-50000.html", format!("<p{attributes}>Syria</p>")),
        ("attributes-50000-same.html", format!("<p{same_attributes}>Syria</p>")),
        ("attributes-999-times-500.html", format!("<p{}>Syria</p>", " a=1".repeat(999)).repeat(500)),
        ("tables-2000-deep.html", nested("<table><tr><td>", "</td></tr></table>", 2_000)),
        ("tables-80-deep-many.html", nested("<table><tr><td>", "</td></tr></table>", 80).repeat(100)),
        ("tables-unclosed.html", "<table><tr><td>Syria".repeat(20_000)),
        ("lists-5000-deep.html", nested("<ul><li>", "</li></ul>", 5_000)),
        ("text-10-mb.html", text.repeat(10_000_000 / text.len())),
        ("text-10-mb-one-block.html", format!("<p>{}</p>", "Syria and Iraq ".repeat(700_000))),
        ("rows-50000.html", format!("<table>{}</table>", "<tr><td>Syria</td><td>Iraq</td></tr>".repeat(50_000))),
        ("select-unclosed.html", "<select><option>no".repeat(50_000) + "<p>Syria"),
        ("comment-unclosed.html", format!("<p>Syria<!--{}", "-- ".repeat(1_000_000))),
        ("script-5-mb.html", format!("<p>Syria<script>{}</script>", "var a = '<p>no';\n".repeat(300_000))),
        ("json-ld-nested.html", format!("<p>Syria<script type=application/ld+json>{}", "[{\"@graph\":".repeat(50_000))),
        ("end-tags.html", "Syria</b></p></div></a>".repeat(20_000)),
        ("nul-bytes.html", "<p>Syria&#0; and &#xD800; Iraq".repeat(10_000)),
    ]
}

fn records() -> Files {
    vec![
        (
            "arrays-100000-deep.json",
            format!("{{\"text\": \"Syria\", \"x\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000)),
        ),
        ("arrays-unclosed.jsonl", format!("{{\"text\": \"Syria\"}}\n{{\"x\": {}\n", "[".repeat(1_000_000))),
        (
            "keys-100000.jsonl",
            format!("{{\"text\": \"Syria\"{}}}", (0..100_000).map(|n| format!(",\"k{n}\":{n}")).collect::<String>()),
        ),
        ("columns-100000.csv", format!("text{}\nSyria{}\n", ",x".repeat(100_000), ",".repeat(100_000))),
        ("quote-unclosed.csv", format!("text,date\nSyria,2024-03-09\n\"{}", "Iraq\n".repeat(1_000_000))),
        (
            "elements-100000-deep.rss",
            format!(
                "<rss><item><description>Syria</description>{}{}</item></rss>",
                "<a>".repeat(100_000),
                "</a>".repeat(100_000)
            ),
        ),
        (
            "same-elements-deep.rss",
            format!(
                "<rss><item><title>T</title><description>Syria{}{}</description></item></rss>",
                "<description>".repeat(100_000),
                "</description>".repeat(100_000)
            ),
        ),
        (
            "entities.rss",
            format!("<rss><item><description>Syria{}</description></item></rss>", "&amp;lt;&x;&#x41;".repeat(50_000)),
        ),
    ]
}

fn mails() -> Files {
    vec![
        (
            "subject.eml",
            format!("Subject: {}\nFrom: {}\n\nSyria", "=?utf-8?q?".repeat(200_000), "<a@b>,(".repeat(200_000)),
        ),
        (
            "fields.eml",
            format!("{}\nSyria", "Received: from x by y; Sat, 09 Mar 2024 10:00:00 +0000\n".repeat(100_000)),
        ),
        ("field-100000-lines.eml", format!("Subject: x\n{}\nSyria", " y\n".repeat(1_000_000))),
        ("mails-in-mails.eml", "Content-Type: message/rfc822\n\n".repeat(100_000) + "Subject: x\n\nSyria"),
        ("groups-900.eml", "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(900) + "\nSyria"),
        (
            "groups-unclosed.eml",
            (0..900).map(|n| format!("Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n")).collect::<String>()
                + "\n\nSyria"
                + &" ".repeat(2_000_000),
        ),
        (
            "digests.eml",
            (0..900).map(|n| format!("Content-Type: multipart/digest; boundary={n}\n\n--{n}\n\n")).collect::<String>()
                + "Subject: x\n\nSyria",
        ),
        (
            "parts-900.eml",
            format!(
                "Content-Type: multipart/mixed; boundary=x\n\n{}",
                "--x\nContent-Type: text/plain\n\nSyria\n".repeat(900)
            ),
        ),
        (
            "attachments-same-name.eml",
            format!(
                "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nSyria\n{}",
                "--x\nContent-Type: image/png; name=a.png\n\nx\n".repeat(990)
            ),
        ),
        (
            "lines-from.mbox",
            format!("From x Sat Mar 9 10:00:00 2024\nSubject: x\n\nSyria\n{}", "From x\n".repeat(300_000)),
        ),
        ("mails-20000.mbox", "From x Sat Mar 9 10:00:00 2024\nSubject: x\n\nSyria\n".repeat(20_000)),
        ("quotes.mbox", format!("From x Sat Mar 9 10:00:00 2024\nSubject: x\n\nSyria\n{}", ">".repeat(2_000_000))),
        (
            "headers-10000.warc",
            "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nSyria\r\n\r\n"
                .repeat(10_000),
        ),
    ]
}

fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let document = |body: &str| {
        zip(&[("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>").as_bytes())])
    };
    let cell = "<w:tbl><w:tr><w:tc>";
    let paragraph = "<w:p><w:r><w:t>Syria</w:t></w:r></w:p>";
    vec![
        ("tables-100000-deep.docx", document(&format!("{}{paragraph}", cell.repeat(100_000)))),
        (
            "paragraphs-100000-deep.docx",
            document(&format!("{}{paragraph}{}", "<w:p>".repeat(100_000), "</w:p>".repeat(100_000))),
        ),
        (
            "properties-100000-deep.docx",
            document(&format!("{paragraph}{}{}", "<w:rPr>".repeat(100_000), "</w:rPr>".repeat(100_000))),
        ),
        ("files-50000.docx", {
            let names: Vec<String> = (0..50_000).map(|n| format!("word/{n}.xml")).collect();
            let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
            let xml = format!("<w:document>{paragraph}</w:document>");
            files.push(("word/document.xml", xml.as_bytes()));
            zip(&files)
        }),
    ]
}

#[test]
fn hostile_pages_are_rows_with_their_text() {
    check_texts(pages());
}

#[test]
fn hostile_records_are_rows_with_their_text() {
    check_texts(records());
}

#[test]
fn hostile_mails_are_rows_with_their_text() {
    check_texts(mails());
}

#[test]
fn hostile_documents_are_rows_with_their_text() {
    check(documents());
}

fn check_texts(files: Files) {
    check(files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect());
}

fn check(files: Vec<(&'static str, Vec<u8>)>) {
    let folder = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("WRITE").map_or(folder.path().to_path_buf(), Into::into);
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let mut feed = Feed::new(inputs(std::slice::from_ref(&path), &[]).unwrap(), ReadOptions::default());
        let articles: Vec<_> = std::iter::from_fn(|| feed.next_batch()).flat_map(Batch::articles).collect();
        let has_text = articles.iter().any(|article| article.status == Status::Ok && article.text.contains("Syria"));
        assert!(has_text, "{name}: {:?} {:?}", articles.len(), articles.first().map(|a| (a.status, &a.error)));
    }
}
