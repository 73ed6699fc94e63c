//! Texts and mentions in chunks: blocks that the page keeps as they are and unpacks one at a time when somebody reads an
//! article or a concordance.

use super::run::{MentionRow, Run};
use super::texts::{Texts, places};
use super::{ReportError, Told, block};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::io::Write;

/// A chunk is full at so many bytes of texts and context: unpacking one takes about 10 ms.
const CHUNK_BYTES: usize = 512 << 10;

/// What a mention costs in a chunk beyond its text, about.
const MENTION_BYTES: usize = 24;

/// The roles in the order in which `page/data.js` names them.
const ROLES: [&str; 4] = ["name", "demonym", "nested", "repeat"];

/// Some articles, one after the other.
#[derive(Default, Serialize)]
struct Chunk {
    articles: Vec<Detail>,
    /// Reasons as the table has them, each once.
    reasons: Vec<String>,
    #[serde(skip)]
    numbers: FxHashMap<String, u32>,
    #[serde(skip)]
    bytes: usize,
}

/// An article: its text and where its mentions stand, or without a text what stands around them.
#[derive(Serialize)]
struct Detail {
    text: Option<String>,
    /// In UTF-16 units; without a text nothing.
    start: Vec<u32>,
    length: Vec<u32>,
    /// Before, surface and after; with a text nothing.
    context: Vec<[String; 3]>,
    reason: Vec<u32>,
    role: Vec<u8>,
    /// In hundredths.
    confidence: Vec<u8>,
}

impl Chunk {
    fn add(&mut self, text: Option<String>, mentions: Vec<MentionRow>) -> bool {
        let placed = text.and_then(|text| places(&text, &mentions).map(|places| (text, places)));
        let (text, (start, length)): (_, (Vec<u32>, Vec<u32>)) = match placed {
            Some((text, places)) => (Some(text), places.into_iter().unzip()),
            None => (None, Default::default()),
        };
        let is_read = text.is_some();
        self.bytes += text.as_ref().map_or(0, String::len) + mentions.len() * MENTION_BYTES;
        let mut detail = Detail {
            text,
            start,
            length,
            context: Vec::new(),
            reason: Vec::with_capacity(mentions.len()),
            role: Vec::with_capacity(mentions.len()),
            confidence: mentions.iter().map(|mention| mention.confidence).collect(),
        };
        for mention in mentions {
            let role = ROLES.iter().position(|role| *role == mention.role).unwrap_or_default();
            detail.role.push(u8::try_from(role).expect("there are four"));
            detail.reason.push(self.reason(&mention.reason));
            if !is_read {
                self.bytes += mention.before.len() + mention.after.len();
                detail.context.push([mention.before, mention.surface, mention.after]);
            }
        }
        self.articles.push(detail);
        is_read
    }

    fn reason(&mut self, reason: &str) -> u32 {
        if let Some(&number) = self.numbers.get(reason) {
            return number;
        }
        let number = u32::try_from(self.reasons.len()).unwrap_or(u32::MAX);
        self.reasons.push(reason.to_owned());
        self.numbers.insert(reason.to_owned(), number);
        number
    }
}

/// Writes all chunks, each an element that says the number of its first article.
pub(super) fn write(run: &Run, texts: &mut Texts<'_>, told: &mut Told, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut chunks = Chunks { run, texts, told, out, chunk: Chunk::default(), first: 0, next: 0, mentions: Vec::new() };
    chunks.articles_that_are_whole()?;
    run.each_mention(|mention| {
        chunks.mentions.push(mention);
        chunks.articles_that_are_whole()
    })
}

/// Chunks being made of mentions that come one by one.
struct Chunks<'c, 'r> {
    run: &'c Run,
    texts: &'c mut Texts<'r>,
    told: &'c mut Told,
    out: &'c mut dyn Write,
    chunk: Chunk,
    /// The first article of the chunk.
    first: usize,
    /// The article that is being read.
    next: usize,
    /// Its mentions so far.
    mentions: Vec<MentionRow>,
}

impl Chunks<'_, '_> {
    /// Adds the articles all of whose mentions have come.
    fn articles_that_are_whole(&mut self) -> Result<(), ReportError> {
        while let Some(article) = self.run.articles.get(self.next)
            && article.mentions as usize == self.mentions.len()
        {
            let has_mentions = !self.mentions.is_empty();
            let is_read = self.chunk.add(self.texts.take(self.next), std::mem::take(&mut self.mentions));
            self.told.texts += u64::from(is_read);
            self.told.without_text += u64::from(!is_read && has_mentions);
            self.next += 1;
            if self.chunk.bytes >= CHUNK_BYTES || self.next == self.run.articles.len() {
                let packed = block::pack(&std::mem::take(&mut self.chunk));
                let first = self.first;
                writeln!(
                    self.out,
                    "<script type=\"application/vnd.gazetag\" data-first=\"{first}\">{packed}</script>"
                )?;
                self.first = self.next;
            }
        }
        Ok(())
    }
}
