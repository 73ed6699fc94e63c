//! CSV and TSV: an article in each row.
//!
//! What stands between cells is found in the header: comma, semicolon, tab or bar. Cells that are not UTF-8 are decoded
//! as loose texts are.

use super::profile::{Fact, Profile, known, no_text};
use super::utf8;
use crate::articles::read::TooLarge;
use crate::articles::{Batch, ReadOptions, batch::Batches};
use crate::articles::{date, decode::decode, language::iso_639_1, text::settle};
use crate::model::{Article, Status};
use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many bytes of rows make a batch.
const BATCH_BYTES: usize = 512 << 10;

/// Stands behind a table while it is read, as a row of its own. Where it comes out inside another row, a quote was opened
/// there and the file ended before it was closed.
const END: &str = "\u{1C}end of the table\u{1C}";

/// A header is no longer than this.
const MAX_HEADER: usize = 64 << 10;

/// The articles of a table.
pub(in crate::articles) fn table(name: String, file: Box<dyn Read + Send>, options: &Arc<ReadOptions>) -> Batches {
    let mut file = utf8(file, options);
    let mut begin = Vec::new();
    if let Err(error) = (&mut file).take(MAX_HEADER as u64).read_to_end(&mut begin) {
        return Batch::only(Article::failed(name, error.to_string()));
    }
    if begin.trim_ascii().is_empty() {
        return Batch::only(Article { name, status: Status::Empty, ..Article::default() });
    }
    let since_row = Arc::new(AtomicU64::new(0));
    let delimiter = delimiter(&begin);
    let limit = options.max_article_size.saturating_add(1 << 20);
    let file = Box::new(io::Cursor::new(begin).chain(file).chain(io::Cursor::new(format!("\n{END}\n"))));
    let bounded = Bounded { file, read: Arc::clone(&since_row), limit };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).buffer_capacity(64 << 10).from_reader(bounded);
    let header = match reader.byte_headers() {
        Ok(header) => header.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect::<Vec<_>>(),
        Err(error) => return Batch::only(Article::failed(name, error.to_string())),
    };
    let columns = Columns::of(&header, options);
    if columns.text.is_empty() {
        let why = no_text("column", header.iter().map(String::as_str), &options.fields);
        // a table of something else beside the articles is no article that was lost
        let row = if options.fields.text.is_some() { Article::failed(name, why) } else { Article::skipped(name, why) };
        return Batch::only(row);
    }
    let (name, columns) = (name.into(), Arc::new(columns));
    Box::new(Rows { name, reader, columns, since_row, limit: options.max_article_size, number: 0, is_done: false })
}

/// The most frequent of those that may stand between cells, in the first line.
fn delimiter(begin: &[u8]) -> u8 {
    let line = begin.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
    // of equals the last one counts
    b"|\t;,".iter().copied().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// A file of which no row may take more than so many bytes: a quote that is never closed must not fill the memory.
struct Bounded {
    file: Box<dyn Read + Send>,
    /// Bytes since the last row ended.
    read: Arc<AtomicU64>,
    limit: u64,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.read.load(Ordering::Relaxed) > self.limit {
            return Err(io::Error::other("this row has no end; is a quote not closed?"));
        }
        let read = self.file.read(into)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Which columns may say what, the best first.
struct Columns {
    text: Vec<usize>,
    title: Vec<usize>,
    date: Vec<usize>,
    author: Vec<usize>,
    source: Vec<usize>,
    url: Vec<usize>,
    language: Vec<usize>,
    options: Arc<ReadOptions>,
}

impl Columns {
    fn of(header: &[String], options: &Arc<ReadOptions>) -> Columns {
        let keys = || header.iter().map(|cell| cell.trim());
        let profile = Profile::of(keys());
        let places = |fact| profile.places(fact, keys(), &options.fields).collect();
        Columns {
            text: places(Fact::Text),
            title: places(Fact::Title),
            date: places(Fact::Date),
            author: places(Fact::Author),
            source: places(Fact::Source),
            url: places(Fact::Url),
            language: places(Fact::Language),
            options: Arc::clone(options),
        }
    }

    fn article(&self, name: String, row: &ByteRecord) -> Article {
        let cell = |places: &[usize]| places.iter().filter_map(|place| row.get(*place)).find(|cell| !cell.is_empty());
        let Some(text) = cell(&self.text) else {
            if self.text.iter().all(|place| row.get(*place).is_none()) {
                let (has, needs) = (row.len(), self.text[0] + 1);
                return Article::failed(
                    name,
                    format!("the row has {has} cells, and the text would be in cell {needs}"),
                );
            }
            return settle(Article { name, encoding: UTF_8.name(), ..Article::default() });
        };
        let decoded = match decode(text.to_vec(), None, |_| None) {
            Ok(decoded) => decoded,
            Err(error) => return Article::failed(name, error.to_string()),
        };
        let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(UTF_8);
        let fact = |places: &[usize]| {
            let cell = cell(places).unwrap_or_default();
            let text = match std::str::from_utf8(cell) {
                Ok(text) => text.to_owned(),
                Err(_) => encoding.decode_without_bom_handling(cell).0.into_owned(),
            };
            known(text)
        };
        let mut article = Article {
            name,
            text: decoded.text,
            title: fact(&self.title),
            author: fact(&self.author),
            source: fact(&self.source),
            url: fact(&self.url),
            language: iso_639_1(&fact(&self.language)),
            encoding: decoded.encoding,
            error: decoded.note,
            ..Article::default()
        };
        date::put(&mut article, &fact(&self.date), &self.options.dates);
        settle(article)
    }
}

struct Rows {
    name: Arc<str>,
    reader: Reader<Bounded>,
    columns: Arc<Columns>,
    since_row: Arc<AtomicU64>,
    /// Bytes that a row may have.
    limit: u64,
    /// Rows so far.
    number: u64,
    is_done: bool,
}

impl Iterator for Rows {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let first = self.number + 1;
        let (mut rows, mut bytes, mut error) = (Vec::new(), 0, None);
        while !self.is_done && bytes < BATCH_BYTES {
            let mut row = ByteRecord::new();
            self.since_row.store(0, Ordering::Relaxed);
            match self.reader.read_byte_record(&mut row) {
                Ok(true) if row.len() == 1 && &row[0] == END.as_bytes() => self.is_done = true,
                Ok(true)
                    if row
                        .iter()
                        .next_back()
                        .is_some_and(|cell| memchr::memmem::rfind(cell, END.as_bytes()).is_some()) =>
                {
                    self.is_done = true;
                    self.number += 1;
                    let name = format!("{}#{}", self.name, self.number);
                    error = Some(Article::failed(name, "the file ends in a quote that is not closed: is it cut off?"));
                }
                Ok(true) => {
                    self.number += 1;
                    bytes += row.as_slice().len() + row.len();
                    rows.push(row);
                }
                Ok(false) => self.is_done = true,
                Err(failed) => {
                    self.is_done = true;
                    self.number += 1;
                    let failed = match failed.into_kind() {
                        csv::ErrorKind::Io(failed) => failed.to_string(),
                        kind => csv_words(kind),
                    };
                    error = Some(Article::failed(format!("{}#{}", self.name, self.number), failed));
                }
            }
        }
        if self.is_done && self.number == 0 {
            self.number = 1;
            error = Some(Article { name: self.name.to_string(), status: Status::Empty, ..Article::default() });
        }
        let (name, columns, limit) = (Arc::clone(&self.name), Arc::clone(&self.columns), self.limit);
        let article = move |(number, row): (u64, ByteRecord)| {
            let name = format!("{name}#{number}");
            let size = row.as_slice().len() as u64;
            if size > limit { TooLarge::Known { size, limit }.article(name) } else { columns.article(name, &row) }
        };
        let articles = (first..).zip(rows).map(article).chain(error);
        let mut articles = articles.peekable();
        articles.peek().is_some().then(|| Batch::new(bytes as u64, articles))
    }
}

fn csv_words(kind: csv::ErrorKind) -> String {
    format!("no row of a table: {kind:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(csv: &[u8]) -> Vec<Article> {
        let options = Arc::new(ReadOptions { max_article_size: 1 << 20, ..ReadOptions::default() });
        let batches: Vec<Batch> = table("f".into(), Box::new(io::Cursor::new(csv.to_vec())), &options).collect();
        batches.into_iter().flat_map(Batch::articles).collect()
    }

    fn rows(csv: &[u8]) -> Vec<String> {
        let row = |a: &Article| [&*a.name, a.status.as_str(), &a.text, &a.title, &a.date, &a.error].join("|");
        read(csv).iter().map(row).collect()
    }

    #[test]
    fn rows_are_articles_whatever_stands_between_cells() {
        for between in [",", ";", "\t", "|"] {
            let csv = "\u{feff}Title,Date,Text\r\nA,2024-03-09,\"Syria, \"\"so\"\"\nand; Iraq\t|\"\r\n\r\nB,,\r\nC\r\n";
            let csv = csv.replacen("Title,Date,Text", &format!("Title{between}Date{between}Text"), 1);
            let csv = csv.replacen("A,2024-03-09,", &format!("A{between}2024-03-09{between}"), 1);
            let csv = csv.replacen("B,,", &format!("B{between}{between}"), 1);
            let expected = [
                "f#1|ok|Syria, \"so\"\nand; Iraq\t||A|2024-03-09|",
                "f#2|empty||||",
                "f#3|failed||||the row has 1 cells, and the text would be in cell 3",
            ];
            assert_eq!(rows(csv.as_bytes()), expected, "{between:?}");
        }
    }

    #[test]
    fn other_encodings_are_read() {
        let utf16: Vec<u8> = "\u{feff}title\ttext\r\né\tSyrië\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&utf16), ["f#1|ok|Syrië|é||"]);
        let latin = read(b"title,text\r\n\xE9t\xE9,Le pr\xE9sident est all\xE9 \xE0 Gen\xE8ve\r\n");
        assert_eq!((&*latin[0].text, &*latin[0].title), ("Le président est allé à Genève", "été"));
    }

    #[test]
    fn what_is_no_table_of_articles_says_so() {
        assert_eq!(rows(b""), ["f|empty||||"]);
        assert_eq!(rows(b"text\n"), ["f|empty||||"]);
        assert_eq!(rows(b"id,name\n1,a\n"), ["f|skipped||||no column `text`; --text-field takes one of: id, name"]);
    }

    #[test]
    fn a_file_that_is_cut_off_in_a_cell_says_so() {
        let cut = |csv: &str| rows(csv.as_bytes());
        let failed = "f#2|failed||||the file ends in a quote that is not closed: is it cut off?";
        assert_eq!(cut("title,text\na,Syria\nb,\"Iraq and"), ["f#1|ok|Syria|a||", failed]);
        assert_eq!(cut("title,text\na,Syria\n\"b, or\n"), ["f#1|ok|Syria|a||", failed]);
        // a quote inside a cell opens nothing
        assert_eq!(cut("title,text\na,Syria\nb,5\" in Iraq"), ["f#1|ok|Syria|a||", "f#2|ok|5\" in Iraq|b||"]);
        assert_eq!(cut("title,text\na,\"Syria\""), ["f#1|ok|Syria|a||"]);
    }

    #[test]
    fn a_quote_that_is_not_closed_ends_the_file() {
        let csv = format!("title,text\na,Syria\nb,\"Iraq\n{}", "c,Iran\n".repeat(600_000));
        let rows = rows(csv.as_bytes());
        assert_eq!(rows, ["f#1|ok|Syria|a||", "f#2|failed||||this row has no end; is a quote not closed?"]);
    }
}
