//! WARC: what a crawler was answered, page by page.
//!
//! Record n of `crawl.warc.gz` is `crawl.warc.gz#n`. Responses, resources and conversions are articles; a page that was
//! not there, or a picture, is skipped and says so. Requests and notes of the crawler about itself are none. The date of
//! a record is that of the crawl, not of the page, and is not taken.

use super::batch::{Batch, Batches};
use super::compression::Codec;
use super::read::{TooLarge, read_whole};
use super::{ReadOptions, html, text};
use crate::model::{Article, Status};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

/// A record's header is no longer than this; 1 kB is usual.
const MAX_HEADER: u64 = 64 << 10;

/// Lines that a header may have.
const MAX_FIELDS: usize = 128;

/// So many bytes of records make a batch.
const BATCH_BYTES: u64 = 512 << 10;

/// The articles of a crawl.
pub(super) fn batches(name: String, file: Box<dyn Read + Send>, options: &Arc<ReadOptions>) -> Batches {
    let file = BufReader::with_capacity(64 << 10, file);
    Box::new(Crawl { name, file, options: Arc::clone(options), number: 0, has_articles: false, is_done: false })
}

struct Crawl {
    name: String,
    file: BufReader<Box<dyn Read + Send>>,
    options: Arc<ReadOptions>,
    /// How many records were begun.
    number: u64,
    has_articles: bool,
    is_done: bool,
}

/// What became of a record.
enum Record {
    Row(Article),
    /// The name and address of an article, how it was fetched, its bytes.
    Page {
        name: String,
        url: String,
        mime: String,
        block: Vec<u8>,
    },
    /// No article.
    Note,
}

impl Iterator for Crawl {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let (mut records, mut bytes) = (Vec::new(), 0);
        while !self.is_done && bytes < BATCH_BYTES {
            match self.record() {
                Ok(Some((Record::Note, _))) => {}
                Ok(Some((record, size))) => {
                    bytes += size;
                    records.push(record);
                }
                Ok(None) => self.is_done = true,
                Err(error) => {
                    self.is_done = true;
                    records.push(Record::Row(Article::failed(
                        format!("{}#{}", self.name, self.number),
                        error.to_string(),
                    )));
                }
            }
        }
        if records.is_empty() && !self.has_articles {
            records.push(Record::Row(Article { name: self.name.clone(), status: Status::Empty, ..Article::default() }));
        }
        self.has_articles = true;
        let options = Arc::clone(&self.options);
        (!records.is_empty())
            .then(|| Batch::new(bytes, records.into_iter().map(move |record| article(record, &options))))
    }
}

impl Crawl {
    fn record(&mut self) -> io::Result<Option<(Record, u64)>> {
        let Some(header) = self.header()? else { return Ok(None) };
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let fields = match httparse::parse_headers(&header, &mut fields) {
            Ok(httparse::Status::Complete((_, fields))) => fields,
            _ => return Err(io::Error::other("damaged: this is no header of a WARC record")),
        };
        let field = |name: &str| {
            let found = fields.iter().find(|field| field.name.eq_ignore_ascii_case(name));
            found.map(|field| String::from_utf8_lossy(field.value).trim().to_owned()).unwrap_or_default()
        };
        let size = field("Content-Length").parse::<u64>();
        let size = size.map_err(|_| io::Error::other("damaged: a WARC record without a Content-Length"))?;
        let name = format!("{}#{}", self.name, self.number);
        let url = field("WARC-Target-URI").trim_matches(['<', '>']).to_owned();
        let row = |article: Article| Record::Row(Article { url: url.clone(), ..article });
        let kind = field("WARC-Type").to_ascii_lowercase();
        let record = match &*kind {
            "response" | "resource" | "conversion" if url.starts_with("dns:") => Record::Note,
            "response" | "resource" | "conversion" if size > self.options.max_article_size => {
                row(TooLarge::Known { size, limit: self.options.max_article_size }.article(name))
            }
            "response" | "resource" | "conversion" => {
                let block = read_whole(&mut (&mut self.file).take(size), size, size);
                let block = block.map_err(|error| io::Error::other(error.to_string()))?;
                if (block.len() as u64) < size {
                    return Err(cut_off());
                }
                return Ok(Some((Record::Page { name, url, mime: field("Content-Type"), block }, size)));
            }
            "revisit" => row(Article::skipped(name, "the same page as at an earlier visit")),
            "continuation" => row(Article::skipped(name, "the rest of a page that was cut in pieces")),
            _ => Record::Note,
        };
        if io::copy(&mut (&mut self.file).take(size), &mut io::sink())? < size {
            return Err(cut_off());
        }
        Ok(Some((record, size)))
    }

    /// The lines behind `WARC/1.0` up to the blank one; nothing at the end of the file.
    fn header(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = (&mut self.file).take(MAX_HEADER).read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(None);
            }
            if !line.trim_ascii().is_empty() {
                break;
            }
        }
        self.number += 1;
        if !line.starts_with(b"WARC/") {
            return Err(io::Error::other("no WARC file, or damaged: here a record should begin"));
        }
        let mut header = Vec::new();
        loop {
            let begun = header.len();
            let room = MAX_HEADER.saturating_sub(begun as u64);
            if room == 0 {
                return Err(io::Error::other("damaged: the header of this WARC record has no end"));
            }
            if (&mut self.file).take(room).read_until(b'\n', &mut header)? == 0 {
                return Err(cut_off());
            }
            if header[begun..].trim_ascii().is_empty() {
                return Ok(Some(header));
            }
        }
    }
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the file is cut off in this record")
}

fn article(record: Record, options: &ReadOptions) -> Article {
    let (name, url, mime, block) = match record {
        Record::Row(article) => return article,
        Record::Note => return Article::default(),
        Record::Page { name, url, mime, block } => (name, url, mime, block),
    };
    let page = if mime.to_ascii_lowercase().starts_with("application/http") {
        answer(block, options)
    } else {
        Ok((mime, block))
    };
    let article = match page {
        Err(why) => Article::skipped(name, why),
        Ok((mime, body)) => {
            let mime = mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match &*mime {
                "text/html" | "application/xhtml+xml" => html::article(name, body, options),
                "text/plain" => text::article(name, body, options),
                "" => Article::skipped(name, "a page that does not say what it is"),
                other => Article::skipped(name, format!("type {other} is not read")),
            }
        }
    };
    let url = if article.url.is_empty() { url } else { article.url.clone() };
    Article { url, ..article }
}

/// The type and the body of what a server answered, or why there is none.
fn answer(mut block: Vec<u8>, options: &ReadOptions) -> Result<(String, Vec<u8>), String> {
    let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let body = match response.parse(&block) {
        Ok(httparse::Status::Complete(body)) => body,
        _ => return Err("the answer of the server is damaged".to_owned()),
    };
    let status = response.code.unwrap_or_default();
    if status != 200 {
        return Err(format!("the server answered {status}"));
    }
    let field = |name: &str| {
        let found = response.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
        found.map(|field| String::from_utf8_lossy(field.value).trim().to_ascii_lowercase()).unwrap_or_default()
    };
    let (mime, encoding) = (field("content-type"), field("content-encoding"));
    let is_chunked = field("transfer-encoding").contains("chunked");
    block.drain(..body);
    if is_chunked && let Some(whole) = unchunked(&block) {
        block = whole;
    }
    // crawlers that unpack the body leave the header as it was
    if encoding.contains("gzip") && Codec::of_content(&block) == Some(Codec::Gzip) {
        let expanded = Codec::Gzip.decoder(Cursor::new(block), &options.expand).map_err(|error| error.to_string())?;
        let mut expanded = expanded;
        block = read_whole(&mut expanded, 0, options.max_article_size).map_err(|error| error.to_string())?;
    } else if encoding.contains("br") && std::str::from_utf8(&block).is_err() {
        return Err("compressed with brotli, which is not read".to_owned());
    }
    Ok((mime, block))
}

/// The body that was sent in chunks; `None` where it was not, whatever the header says.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let httparse::Status::Complete((begin, size)) = httparse::parse_chunk_size(body).ok()? else { return None };
        if size == 0 {
            return Some(whole);
        }
        let end = begin.checked_add(usize::try_from(size).ok()?)?;
        whole.extend_from_slice(body.get(begin..end)?);
        body = body.get(end + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &str, block: &str) -> String {
        format!("WARC/1.0\r\n{fields}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n", block.len())
    }

    fn response(url: &str, http: &str) -> String {
        let fields = "WARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nWARC-Target-URI: ";
        record(&format!("{fields}{url}"), http)
    }

    fn rows(crawl: &[u8]) -> Vec<String> {
        let row = |a: Article| [&*a.name, a.status.as_str(), &a.text, &a.title, &a.url, &a.error].join("|");
        let options = Arc::new(ReadOptions::default());
        let batches: Vec<Batch> = batches("c".into(), Box::new(Cursor::new(crawl.to_vec())), &options).collect();
        batches.into_iter().flat_map(Batch::articles).map(row).collect()
    }

    fn crawl() -> String {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<title>A</title><p>Syria";
        [
            record("WARC-Type: warcinfo", "software: x"),
            record("WARC-Type: request\r\nWARC-Target-URI: https://example.org/a", "GET /a"),
            response("https://example.org/a", page),
            response("https://example.org/b", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>gone"),
            response("https://example.org/c", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"),
            record("WARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Target-URI: https://example.org/d", "Iraq"),
            record("WARC-Type: revisit\r\nWARC-Target-URI: https://example.org/e", "x"),
            response(
                "https://example.org/f",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nIra\r\n1\r\nn\r\n0\r\n\r\n",
            ),
        ]
        .concat()
    }

    #[test]
    fn answers_are_articles() {
        let expected = [
            "c#3|ok|Syria|A|https://example.org/a|",
            "c#4|skipped|||https://example.org/b|the server answered 404",
            "c#5|skipped|||https://example.org/c|type image/png is not read",
            "c#6|ok|Iraq||https://example.org/d|",
            "c#7|skipped|||https://example.org/e|the same page as at an earlier visit",
            "c#8|ok|Iran||https://example.org/f|",
        ];
        assert_eq!(rows(crawl().as_bytes()), expected);
    }

    #[test]
    fn a_crawl_that_is_cut_off_says_where() {
        let crawl = crawl();
        let cut = rows(&crawl.as_bytes()[..crawl.len() - 30]);
        assert_eq!(cut.last().unwrap(), "c#8|failed||||the file is cut off in this record");
        assert_eq!(rows(b""), ["c|empty||||"]);
        assert_eq!(rows(b"Syria"), ["c#1|failed||||no WARC file, or damaged: here a record should begin"]);
    }
}
