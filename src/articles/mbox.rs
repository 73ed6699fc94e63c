//! Mailboxes: mails one after the other.
//!
//! Mail n of `inbox.mbox` is `inbox.mbox#n`, what is attached to it `inbox.mbox#n!report.docx`. A mail begins with a line
//! `From SENDER DATE`. Lines of its text that look like one should have a `>` in front, which is taken off; not all
//! programs put it there, so a line counts where it has the date, or where a field of a mail follows it. The file is read
//! in blocks, in steady memory.

use super::batch::{Batch, Batches};
use super::document::Articles;
use super::read::TooLarge;
use super::{ReadOptions, mail};
use crate::model::{Article, Status};
use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter};
use std::io::{self, Read};
use std::iter::once;
use std::ops::Range;
use std::sync::Arc;

/// The file is read in blocks of this size; the mails that end in one make a batch.
const BLOCK: usize = 512 << 10;

/// A line that begins a mail is no longer than this, together with the line behind it.
const LINES: usize = 4 << 10;

/// The mails of a mailbox that lies in `depth - 1` other files.
pub(super) fn batches(name: String, file: Box<dyn Read + Send>, depth: u32, options: &Arc<ReadOptions>) -> Batches {
    Box::new(Mailbox {
        name: name.into(),
        file,
        depth,
        options: Arc::clone(options),
        separator: Finder::new(b"\nFrom "),
        unread: Vec::new(),
        searched: 0,
        dropped: 0,
        number: 0,
        error: None,
        has_ended: false,
        is_done: false,
    })
}

struct Mailbox {
    name: Arc<str>,
    file: Box<dyn Read + Send>,
    depth: u32,
    options: Arc<ReadOptions>,
    separator: Finder<'static>,
    /// What was read and was not handed out: it begins where a mail does.
    unread: Vec<u8>,
    /// How much of it holds no beginning of another mail.
    searched: usize,
    /// Bytes of the mail it begins with that were not kept, since it is too large.
    dropped: u64,
    /// Mails so far.
    number: u64,
    /// What stopped the reading. Mails read before come first.
    error: Option<io::Error>,
    /// Whether all of the file was read.
    has_ended: bool,
    is_done: bool,
}

impl Iterator for Mailbox {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        while !self.is_done {
            let ends = self.ends();
            if let Some(&end) = ends.last() {
                let rest = self.unread.split_off(end);
                let block = std::mem::replace(&mut self.unread, rest);
                self.searched = 0;
                if let Some(batch) = self.batch(block, &ends) {
                    return Some(batch);
                }
            } else if self.has_ended {
                self.is_done = true;
                return self.last_batch();
            } else {
                self.searched = self.unread.len().saturating_sub(LINES);
                if self.unread.len() as u64 > self.options.max_article_size {
                    // its end is still to be found
                    self.dropped += self.searched as u64;
                    self.unread.drain(..self.searched);
                    self.searched = 0;
                }
                self.fill();
            }
        }
        None
    }
}

impl Mailbox {
    /// Reads a block more.
    fn fill(&mut self) {
        match (&mut self.file).take(BLOCK as u64).read_to_end(&mut self.unread) {
            Ok(read) => self.has_ended = read == 0,
            Err(error) => {
                self.error = Some(error);
                self.has_ended = true;
            }
        }
    }

    /// Where mails end in what is unread, since others begin there. A line near its end may only seem to begin one: it is
    /// asked again with more.
    fn ends(&self) -> Vec<usize> {
        let all = &*self.unread;
        let sure = if self.has_ended { all.len() } else { all.len().saturating_sub(LINES) };
        let from = self.searched.saturating_sub(1).min(all.len());
        let ends = self.separator.find_iter(&all[from..]).map(|at| from + at + 1);
        ends.take_while(|end| *end < sure).filter(|end| begins_mail(&all[*end..])).collect()
    }

    /// The mails in a block that end there; nothing where it has none.
    fn batch(&mut self, block: Vec<u8>, ends: &[usize]) -> Option<Batch> {
        let bytes = block.len() as u64;
        let mut mails = Vec::new();
        let mut begin = 0;
        for &end in ends {
            let size = (end - begin) as u64 + std::mem::take(&mut self.dropped);
            let is_blank = begin == 0 && self.number == 0 && block[..end].trim_ascii().is_empty();
            if !is_blank {
                self.number += 1;
                mails.push((self.number, begin..end, size));
            }
            begin = end;
        }
        let (name, depth, options) = (Arc::clone(&self.name), self.depth, Arc::clone(&self.options));
        let articles = move |(number, range, size): (u64, Range<usize>, u64)| -> Articles {
            let (name, limit) = (format!("{name}#{number}"), options.max_article_size);
            if size > limit {
                return Box::new(once(TooLarge::Known { size, limit }.article(name)));
            }
            mail::articles(name, unquoted(&block[range]), depth, &options)
        };
        (!mails.is_empty()).then(|| Batch::new(bytes, mails.into_iter().flat_map(articles)))
    }

    /// The last mail, and why there are no more; a row where there is none.
    fn last_batch(&mut self) -> Option<Batch> {
        let block = std::mem::take(&mut self.unread);
        let is_blank = self.dropped == 0 && block.trim_ascii().is_empty();
        let end = block.len();
        let last = if is_blank { None } else { self.batch(block, &[end]) };
        let error = self.error.take().map(|error| {
            self.number += 1;
            Article::failed(format!("{}#{}", self.name, self.number), error.to_string())
        });
        let empty = || Article { name: self.name.to_string(), status: Status::Empty, ..Article::default() };
        let row = error.or_else(|| (self.number == 0).then(empty));
        match (last, row) {
            (Some(last), row) => Some(Batch::new(last.bytes(), last.articles().chain(row))),
            (None, row) => row.map(Batch::one),
        }
    }
}

/// Whether these lines, of which the first begins with `From `, begin a mail.
fn begins_mail(lines: &[u8]) -> bool {
    let lines = &lines[..lines.len().min(LINES)];
    let end = memchr(b'\n', lines).unwrap_or(lines.len());
    let (line, next) = (&lines[..end], lines.get(end + 1..).unwrap_or_default());
    has_date(line) || begins_field(next)
}

/// Whether it holds `Sat Mar  9 10:00`, as `asctime` writes it.
fn has_date(line: &[u8]) -> bool {
    const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let words: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    words.windows(4).any(|words| match words {
        [day, month, number, time] => {
            DAYS.contains(day)
                && MONTHS.contains(month)
                && number.iter().all(u8::is_ascii_digit)
                && time.contains(&b':')
        }
        _ => false,
    })
}

/// Whether a line begins with the name of a field and a colon.
fn begins_field(line: &[u8]) -> bool {
    let name = line.iter().position(|byte| !matches!(byte, b'!'..=b'9' | b';'..=b'~')).unwrap_or(line.len());
    name > 1 && line.get(name) == Some(&b':')
}

/// A mail without the line that begins it, and with its lines as they were sent: `From ` for `>From `.
fn unquoted(mail: &[u8]) -> Vec<u8> {
    let begin = if mail.starts_with(b"From ") { memchr(b'\n', mail).map_or(mail.len(), |end| end + 1) } else { 0 };
    let mail = &mail[begin..];
    let mut whole = Vec::with_capacity(mail.len());
    let mut kept = 0;
    for at in memchr_iter(b'>', mail).filter(|&at| at == 0 || mail[at - 1] == b'\n') {
        let quotes = mail[at..].iter().take_while(|byte| **byte == b'>').count();
        if mail[at + quotes..].starts_with(b"From ") {
            whole.extend_from_slice(&mail[kept..at]);
            kept = at + 1;
        }
    }
    whole.extend_from_slice(&mail[kept..]);
    whole
}

/// Whether a file begins as a mailbox does.
pub(super) fn is_mailbox(begin: &[u8]) -> bool {
    begin.starts_with(b"From ") && begins_mail(begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes in steps, then an error if there is one.
    struct Source(io::Cursor<Vec<u8>>, usize, Option<&'static str>);

    impl Read for Source {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let step = self.1.min(into.len());
            match (self.0.read(&mut into[..step])?, self.2) {
                (0, Some(error)) => Err(io::Error::other(error)),
                (read, _) => Ok(read),
            }
        }
    }

    fn read(mailbox: &str, limit: u64, error: Option<&'static str>) -> Vec<String> {
        let file = Source(io::Cursor::new(mailbox.into()), 7_000, error);
        let options = Arc::new(ReadOptions { max_article_size: limit, ..ReadOptions::default() });
        let batches: Vec<Batch> = batches("m".into(), Box::new(file), 1, &options).collect();
        let row = |a: Article| format!("{} {} {}{}", a.name, a.status.as_str(), a.text, a.error).trim_end().to_owned();
        batches.into_iter().flat_map(Batch::articles).map(row).collect()
    }

    fn rows(mailbox: &str) -> Vec<String> {
        read(mailbox, 1 << 20, None)
    }

    #[test]
    fn mails_begin_where_a_line_says_so() {
        let mailbox = "From a@b.c Sat Mar  9 10:00:00 2024\nSubject: x\n\nSyria\n\n\
                       From - Sat, 09 Mar 2024\nSubject: y\n\nFrom Paris he went\n>From there to\n>>From\n>>From Rome: x\n\n\
                       From x Sat Mar 9 10:00:00 +0000 2024\n\n";
        let second = "m#2 ok From Paris he went\nFrom there to\n>>From\n>From Rome: x";
        assert_eq!(rows(mailbox), ["m#1 ok Syria", second, "m#3 empty"]);
        assert_eq!(rows(&mailbox.replace('\n', "\r\n")).len(), 3);
    }

    #[test]
    fn what_is_no_mailbox_is_a_row() {
        for blank in ["", "\n", "\n \r\n"] {
            assert_eq!(rows(blank), ["m empty"], "{blank:?}");
        }
        assert_eq!(rows("\nFrom x\nSubject: y\n\nSyria"), ["m#1 ok Syria"]);
        assert_eq!(rows("Subject: y\n\nSyria"), ["m#1 ok Syria"], "one mail without its line");
        assert!(rows("Syria\nFrom Iraq\n")[0].starts_with("m#1 failed no mail"));
    }

    #[test]
    fn mails_of_any_length_stay_whole() {
        let lengths: Vec<usize> = (0..60_usize).map(|n| n * n * n * 7 % 90_000).collect();
        let mail =
            |len: &usize| format!("From x Sat Mar 9 10:00:00 2024\nSubject: x\n\na{}\n\n", "From x\n".repeat(*len / 7));
        let mailbox: String = lengths.iter().map(mail).collect();
        assert!(mailbox.len() > 4 * BLOCK);
        let rows = rows(&mailbox);
        assert_eq!(rows.len(), lengths.len());
        for (n, (row, len)) in rows.iter().zip(&lengths).enumerate() {
            assert_eq!(*row, format!("m#{} ok a{}", n + 1, "From x\n".repeat(*len / 7)).trim_end());
        }
    }

    #[test]
    fn a_mail_over_the_limit_costs_that_mail() {
        let mail = |len: usize| format!("From x Sat Mar 9 10:00:00 2024\nSubject: x\n\n{}\n", "x".repeat(len));
        for over in [200, 5_000, 2 * BLOCK, 3 * BLOCK + 5_000] {
            let mailbox = [mail(10), mail(over), mail(20), mail(over)].concat();
            let rows = read(&mailbox, 150, None);
            let size = mail(over).len();
            let skipped =
                |n| format!("m#{n} skipped {size} bytes, and an article may have 150; --max-article-size allows more");
            assert_eq!(
                rows,
                ["m#1 ok xxxxxxxxxx".into(), skipped(2), format!("m#3 ok {}", "x".repeat(20)), skipped(4)]
            );
        }
    }

    #[test]
    fn a_read_error_keeps_what_came_before() {
        let rows = read("From x Sat Mar 9 10:00:00 2024\nSubject: x\n\nSyria", 1_000, Some("lost the disk"));
        assert_eq!(rows, ["m#1 ok Syria", "m#2 failed lost the disk"]);
        assert_eq!(read("", 1_000, Some("lost the disk")), ["m#1 failed lost the disk"]);
    }
}
