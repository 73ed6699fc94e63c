//! Files of every format and container, cut off and changed at random: each is a row, and nothing panics.
//!
//! `GAZETAG_MUTATIONS=5000 cargo test --release --test all mutations -- --nocapture` changes each file that many times
//! instead, and there also holds each reading to 5 s and the process to 500 MB.

use crate::support::{gzip, tar, zip};
use gazetag::articles::{Batch, Feed, ReadOptions, inputs};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// Each file is cut off at so many places.
const CUTS: usize = 200;

/// And changed so many times, where nothing else is asked for.
const CHANGES: usize = 100;

/// No small file gives more text than this.
const MOST_TEXT: usize = 64 << 20;

#[test]
fn texts_and_pages() {
    let russian = "Президент России Владимир Путин прибыл в Сирию и встретился с Башаром Асадом.";
    let utf16: Vec<u8> = format!("\u{feff}{russian}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (koi8, ..) = encoding_rs::KOI8_R.encode(russian);
    let (japanese, ..) = encoding_rs::ISO_2022_JP.encode("ロシアのプーチン大統領は、シリアを訪問した。");
    mutate("utf8.txt", russian.as_bytes());
    mutate("utf16.txt", &utf16);
    mutate("koi8.txt", &koi8);
    mutate("japanese.md", &japanese);
    mutate("page.html", page().as_bytes());
}

#[test]
fn records() {
    mutate("lines.jsonl", lines().as_bytes());
    let list = lines().trim_end().replace('\n', ", ");
    mutate("list.json", format!("{{\"articles\": [{list}]}}").as_bytes());
    mutate(
        "table.csv",
        b"title,text,date\n\"A \"\"visit\"\"\",\"Putin went,\nto Syria\",2024-03-09\nB,Iraq,03/04/2024\n",
    );
    mutate("table.tsv", b"title\ttext\nA\tPutin went to Syria\nB\tIraq\n");
    let items = "<item><title>A &amp; B</title><link>https://example.org/a</link><pubDate>Sat, 09 Mar 2024 10:00:00 +0000</pubDate>\
                 <description><![CDATA[<p>Putin went to <b>Syria</b>.]]></description></item>".repeat(2);
    mutate(
        "feed.rss",
        format!("<?xml version='1.0'?><rss><channel><title>P</title>{items}</channel></rss>").as_bytes(),
    );
    let entry = "<entry><title>A</title><link href='x'/><author><name>B</name></author><content type='html'>&lt;p&gt;Syria</content></entry>";
    mutate("feed.atom", format!("<feed xml:lang='de'>{entry}</feed>").as_bytes());
    mutate("crawl.warc", crawl().as_bytes());
}

#[test]
fn mails_and_documents() {
    mutate("mail.eml", mail().as_bytes());
    let mailbox = format!("From a@b.c Sat Mar  9 10:00:00 2024\n{}\n", mail()).repeat(2);
    mutate("inbox.mbox", mailbox.as_bytes());
    mutate("report.docx", &docx());
}

#[test]
fn compressed_files_and_archives() {
    let text = "Putin went to Syria and met Assad. ".repeat(20);
    let text = text.as_bytes();
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(text).unwrap();
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(text).unwrap();
    mutate("a.txt.gz", &gzip(text));
    mutate("a.txt.bz2", &bzip2.finish().unwrap());
    mutate("a.txt.xz", &xz.finish().unwrap());
    mutate("a.txt.zst", &zstd::encode_all(text, 1).unwrap());
    let (report, page, lines) = (docx(), page(), lines());
    let inner = zip(&[("in.txt", b"Oman")]);
    let files: [(&str, &[u8]); 5] = [
        ("a.txt", text),
        ("b/c.html", page.as_bytes()),
        ("d.jsonl", lines.as_bytes()),
        ("e.docx", &report),
        ("f.zip", &inner),
    ];
    mutate("a.zip", &zip(&files));
    mutate("a.tar", &tar(&files));
    mutate("a.tgz", &gzip(&tar(&files)));
    mutate("a.warc.gz", &gzip(crawl().as_bytes()));
    mutate("a.mbox.gz", &gzip(mail().as_bytes()));
}

/// What a typed file is without an ending: known by its first bytes.
#[test]
fn files_without_an_ending() {
    mutate("zip", &zip(&[("a.txt", b"Syria")]));
    mutate("gzip", &gzip(&tar(&[("a.txt", b"Syria")])));
    mutate("mail", mail().as_bytes());
    mutate("office", &docx());
}

/// Reads a file cut off and changed in all ways.
fn mutate(name: &str, bytes: &[u8]) {
    let asked = std::env::var("GAZETAG_MUTATIONS").ok().and_then(|count| count.parse::<usize>().ok());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let mut slowest = (Duration::ZERO, String::new());
    let mut read = |mutant: &[u8], what: String| {
        std::fs::write(&path, mutant).unwrap();
        let begun = Instant::now();
        read(&path, name, &what);
        slowest = slowest.clone().max((begun.elapsed(), what));
    };
    read(bytes, "whole".to_owned());
    let step = bytes.len().div_ceil(CUTS);
    for cut in (0..bytes.len()).step_by(step) {
        read(&bytes[..cut], format!("cut off at {cut}"));
    }
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..asked.unwrap_or(CHANGES) {
        let mut mutant = bytes.to_vec();
        let mut what = String::from("changed:");
        for _ in 0..=random.below(3) {
            let at = random.below(mutant.len());
            // one bit, or any other byte
            mutant[at] ^= if random.below(2) == 0 { 1 << random.below(8) } else { random.below(255) as u8 + 1 };
            let _ = write!(what, " {at} to {:02x}", mutant[at]);
        }
        read(&mutant, what);
    }
    if asked.is_some() {
        let peak = peak_memory();
        eprintln!("{name}: slowest {:?} ({}), memory so far {} MB", slowest.0, slowest.1, peak / 1_000_000);
        assert!(slowest.0 < Duration::from_secs(5), "{name} {slowest:?}");
        assert!(peak < 500_000_000, "{name}: {peak} bytes");
    }
}

/// Reads a file: rows that are its own, and no more text than such a file can have.
fn read(path: &Path, name: &str, what: &str) {
    let mut feed = Feed::new(inputs(&[path.to_path_buf()], &[]).unwrap(), ReadOptions::default());
    let batches = std::iter::from_fn(|| feed.next_batch());
    let (mut rows, mut text) = (0, 0);
    for article in batches.flat_map(Batch::articles) {
        assert!(article.name.starts_with(name), "{name} {what}: a row {}", article.name);
        rows += 1;
        text += article.text.len();
    }
    assert!(rows > 0, "{name} {what}: no row");
    assert!(text < MOST_TEXT, "{name} {what}: {text} bytes of text");
}

/// The most memory that this process had, in bytes; 0 where the system does not say.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Marsaglia's xorshift: the same numbers at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

fn page() -> String {
    let paragraph = "<p>The president arrived in <a href='/syria'>Syria</a> on Monday &amp; met his colleague, the Kremlin said.</p>";
    let data = r#"<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A visit", "datePublished": "2024-03-09"}</script>"#;
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>A visit</title>{data}</head><body><nav><ul><li>Sport</ul></nav>\
         <article><h1>A visit</h1>{}<table><tr><td>New<td>York</table></article></body></html>",
        paragraph.repeat(6)
    )
}

fn lines() -> String {
    "{\"title\": \"A \\u201cvisit\\u201d\", \"text\": \"Putin went to Syria.\", \"date\": \"2024-03-09\", \"authors\": [\"A\", \"B\"]}\n"
        .repeat(3)
}

fn crawl() -> String {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<title>A</title>\r\n8\r\n<p>Syria\r\n0\r\n\r\n";
    let record = |kind: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/a\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    [record("request", "GET /a"), record("response", page), record("response", page)].concat()
}

fn mail() -> String {
    "From: =?utf-8?q?Ren=C3=A9e?= <r@example.org>\nSubject: =?koi8-r?b?88nSydE=?= today\nDate: Sat, 09 Mar 2024 10:00:00 -0500\n\
     Content-Type: multipart/mixed; boundary=\"M\"\n\n--M\nContent-Type: multipart/alternative; boundary=A\n\n\
     --A\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nRen=E9e went to Sy=\nria.\n\
     --A\nContent-Type: text/html\n\n<p>Ren&eacute;e went to Syria.\n--A--\n\
     --M\nContent-Type: text/html; name=p.html\nContent-Disposition: attachment; filename*=utf-8''p%2Ehtml\nContent-Transfer-Encoding: base64\n\n\
     PHA+SXJhcTxwPklyYW4=\n--M\nContent-Type: message/rfc822\n\nSubject: inner\n\nYemen\n--M--\n"
        .to_owned()
}

fn docx() -> Vec<u8> {
    let paragraph = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">Putin &amp; Assad in </w:t></w:r><w:r><w:t>Syria</w:t></w:r></w:p>";
    let table = format!("<w:tbl><w:tr><w:tc>{paragraph}</w:tc><w:tc>{paragraph}</w:tc></w:tr></w:tbl>");
    let document = format!("<?xml version=\"1.0\"?><w:document><w:body>{paragraph}{table}</w:body></w:document>");
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            b"<Relationships><Relationship Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        ("word/document.xml", document.as_bytes()),
        ("docProps/core.xml", b"<c><dc:title>A</dc:title><dcterms:created>2024-03-09T10:00:00Z</dcterms:created></c>"),
    ])
}
