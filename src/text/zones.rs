//! Stretches of a text in which names do not count: web and e-mail addresses, file names and paths, code,
//! and, unless asked for, hashtags and handles.
//!
//! Asked hit by hit, in rising order of their starts: only the run of non-space characters around a hit is looked at,
//! and each run once, so the cost is that of the runs that hold hits. Code alone needs a look at the whole text, which
//! is one search for backticks.

use super::class::{Class, Run};
use crate::model::Span;

/// Which marked words are names all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ZoneOptions {
    /// Find names in hashtags: `#Syria`.
    pub hashtags: bool,
    /// Find names in handles: `@Putin`.
    pub handles: bool,
}

/// Why names do not count in a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// A web address, with or without its scheme.
    Url,
    /// An e-mail address.
    Email,
    /// A file name or a path.
    File,
    /// Code between backticks.
    Code,
    /// A word after `#`.
    Hashtag,
    /// A word after `@`.
    Handle,
}

impl Zone {
    /// The word for it in explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Zone::Url => "in-url",
            Zone::Email => "in-email",
            Zone::File => "in-file-name",
            Zone::Code => "in-code",
            Zone::Hashtag => "in-hashtag",
            Zone::Handle => "in-handle",
        }
    }
}

impl Zone {
    /// All zones.
    pub const ALL: [Zone; 6] = [Zone::Url, Zone::Email, Zone::File, Zone::Code, Zone::Hashtag, Zone::Handle];

    /// What it means, in a sentence.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Zone::Url => "it lies in a web address",
            Zone::Email => "it lies in an e-mail address",
            Zone::File => "it lies in a file name or a path",
            Zone::Code => "it lies in code between backticks",
            Zone::Hashtag => "it lies in a hashtag, where names count with --hashtags",
            Zone::Handle => "it lies in a handle, where names count with --handles",
        }
    }
}

const SPACE: u8 = 1;
const OPENS: u8 = 2;
const CLOSES: u8 = 4;
/// What a space is too, for whoever looks behind a sign.
const OPENING_SPACE: u8 = 8;
const CLOSING_SPACE: u8 = 16;
const ANY_SPACE: u8 = SPACE | OPENING_SPACE | CLOSING_SPACE;

/// What a byte is to a hit beside it.
const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        signs[byte as usize] = match byte {
            b' ' | b'\n' | b'\r' => ANY_SPACE,
            b'(' => OPENS,
            b'.' | b',' | b';' | b':' | b')' | b'?' | b'!' => CLOSES,
            _ => 0,
        };
        byte += 1;
    }
    signs
};

/// The zones of one text.
pub struct Zones<'t> {
    text: &'t str,
    options: ZoneOptions,
    code: Vec<Span>,
    token: Span,
    in_token: Vec<(Span, Zone)>,
}

impl<'t> Zones<'t> {
    /// Prepares for a text.
    #[must_use]
    pub fn new(text: &'t str, options: ZoneOptions) -> Self {
        let code = if memchr::memchr(b'`', text.as_bytes()).is_some() { code_spans(text) } else { Vec::new() };
        Zones { text, options, code, token: Span { start: 0, end: 0 }, in_token: Vec::new() }
    }

    /// The zone that swallows a hit, if one does. A hit that is all of its zone (a listed `Amazon.com`) stands.
    #[inline]
    pub fn around(&mut self, hit: Span) -> Option<Zone> {
        if self.code.is_empty() && self.stands_free(hit) {
            return None;
        }
        self.look_around(hit)
    }

    /// Whether a hit stands between spaces, but for a bracket before it and a full stop or the like behind it: nearly
    /// all do, and none of these is part of a zone.
    #[inline]
    fn stands_free(&self, hit: Span) -> bool {
        let bytes = self.text.as_bytes();
        // what is before the text and behind it is a space too
        let sign = |at: usize| bytes.get(at).map_or(ANY_SPACE, |&byte| SIGNS[usize::from(byte)]);
        let (start, end) = (hit.start(), hit.end());
        let before = sign(start.wrapping_sub(1)) | sign(start.wrapping_sub(2)) & OPENING_SPACE;
        let after = sign(end) | sign(end + 1) & CLOSING_SPACE;
        let is_free = |signs: u8, spaced: u8| signs & SPACE != 0 || signs & spaced == spaced;
        is_free(before, OPENS | OPENING_SPACE) & is_free(after, CLOSES | CLOSING_SPACE)
    }

    fn look_around(&mut self, hit: Span) -> Option<Zone> {
        if let Some(code) = self.code.get(self.code.partition_point(|code| code.end <= hit.start))
            && code.contains(hit)
        {
            return Some(Zone::Code);
        }
        if hit.start < self.token.start {
            self.token = Span { start: 0, end: 0 };
        }
        if !self.token.contains(Span { start: hit.start, end: hit.start }) || self.token.end == hit.start {
            self.enter_token(hit);
        }
        let (_, zone) = self.in_token.iter().find(|(zone, _)| zone.contains(hit) && *zone != hit)?;
        Some(*zone)
    }

    fn enter_token(&mut self, hit: Span) {
        let text = self.text;
        let start = text[..hit.start()].char_indices().rev().take_while(|&(_, c)| !ends_token(c)).last();
        let start = start.map_or(hit.start(), |(at, _)| at).max(self.token.end().min(hit.start()));
        let end = text[hit.start()..].find(ends_token).map_or(text.len(), |length| hit.start() + length);
        self.token = Span::new(start, end);
        self.in_token.clear();
        find_zones(&text[start..end], |from, to, zone| {
            let wanted = match zone {
                Zone::Hashtag => self.options.hashtags,
                Zone::Handle => self.options.handles,
                _ => false,
            };
            if !wanted {
                self.in_token.push((Span::new(start + from, start + to), zone));
            }
        });
    }
}

fn ends_token(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' ' | '\t'..='\r' | '<' | '>' | '"');
    }
    let class = Class::of(c);
    class.is_white()
        || matches!(class.run(), Run::Unspaced(_) | Run::Katakana)
        || matches!(c, '“' | '”' | '„' | '«' | '»' | '…' | '—' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
}

/// File endings that make a file name of what stands before them.
const FILE_ENDINGS: [&str; 44] = [
    "7z", "avi", "bmp", "c", "cpp", "csv", "doc", "docx", "exe", "gif", "gz", "h", "htm", "html", "jpeg", "jpg", "js",
    "json", "jsonl", "log", "md", "mov", "mp3", "mp4", "ods", "odt", "pdf", "png", "ppt", "pptx", "py", "rs", "rtf",
    "sh", "sql", "svg", "tar", "tif", "tsv", "txt", "xls", "xlsx", "xml", "zip",
];

/// Top-level domains that make a web address of a bare host. Only those that are no words: a missing space after a full
/// stop ("in Syria.It") makes no address.
const HOST_ENDINGS: [&str; 11] = ["biz", "com", "edu", "eu", "gov", "info", "mil", "net", "org", "ru", "uk"];

/// Finds the zones of one run of non-space characters, in one pass each for addresses, `@` and `#`.
fn find_zones(token: &str, mut found: impl FnMut(usize, usize, Zone)) {
    let bytes = token.as_bytes();
    if let Some(start) = url_start(token) {
        return found(start, token.len(), Zone::Url);
    }
    for at in memchr::memchr2_iter(b'@', b'#', bytes) {
        let word_before = token[..at].chars().next_back().is_some_and(|c| Class::of(c).is_word());
        let word_end = token[at + 1..].find(|c| !is_tag_char(c)).map_or(token.len(), |length| at + 1 + length);
        match bytes[at] {
            b'#' if word_end > at + 1 && !word_before => found(at, word_end, Zone::Hashtag),
            b'@' if word_end > at + 1 && !word_before => found(at, word_end, Zone::Handle),
            b'@' if word_before => {
                let local = token[..at]
                    .rfind(|c: char| !is_address_char(c))
                    .map_or(0, |i| i + token[i..].chars().next().map_or(1, char::len_utf8));
                let domain = token[at + 1..]
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-')))
                    .map_or(token.len(), |length| at + 1 + length);
                if token[at + 1..domain].trim_end_matches('.').contains('.') {
                    found(local, domain, Zone::Email);
                }
            }
            _ => {}
        }
    }
    let core_start = token.find(|c: char| Class::of(c).is_word() || matches!(c, '/' | '~' | '.' | '\\' | '_'));
    let core_start = core_start.unwrap_or(token.len());
    let core = token[core_start..].trim_end_matches(|c: char| !Class::of(c).is_word() && !matches!(c, '/' | '_'));
    if let Some(zone) = file_or_host(core) {
        found(core_start, core_start + core.len(), zone);
    }
}

fn url_start(token: &str) -> Option<usize> {
    let scheme = memchr::memmem::find(token.as_bytes(), b"://").and_then(|colon| {
        let letters = token[..colon].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        (letters >= 2).then_some(colon - letters)
    });
    let www = memchr::memmem::find_iter(token.as_bytes(), b"www.")
        .find(|&at| token[..at].chars().next_back().is_none_or(|c| !Class::of(c).is_word()));
    match (scheme, www) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn file_or_host(core: &str) -> Option<Zone> {
    let rooted = ["/", "~/", "./", "../"].iter().any(|root| core.starts_with(root));
    let steps = memchr::memchr_iter(b'/', core.as_bytes()).take(2).count();
    if rooted && steps >= 2 || core.starts_with("~/") || memchr::memchr(b'\\', core.as_bytes()).is_some() {
        return Some(Zone::File);
    }
    let (host, path) = core.split_once('/').unwrap_or((core, ""));
    if let Some((name, ending)) = host.rsplit_once('.')
        && name.ends_with(|c: char| c.is_ascii_alphanumeric())
        && HOST_ENDINGS.contains(&ending)
    {
        return Some(Zone::Url);
    }
    let (name, ending) = if path.is_empty() { core } else { path }.rsplit_once('.')?;
    let named = name.ends_with(|c: char| Class::of(c).is_word() || matches!(c, ')' | '_' | '-'));
    let known = FILE_ENDINGS.contains(&ending) || FILE_ENDINGS.contains(&ending.to_ascii_lowercase().as_str());
    // "the U.S.C" and the like: one letter counts only in lower case behind a longer name
    let likely = ending.len() > 1 || name.len() > 2 && ending.bytes().all(|b| b.is_ascii_lowercase());
    (named && known && likely).then_some(Zone::File)
}

fn is_tag_char(c: char) -> bool {
    c == '_' || Class::of(c).is_word() || Class::of(c).is_mark()
}

fn is_address_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

/// How long code between two backticks may be, in bytes: longer pairs are quotation marks gone astray.
const LONGEST_INLINE_CODE: usize = 200;

/// Code between backticks: fenced lines, and pairs on one line whose backticks stand outside words.
fn code_spans(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let mut fence: Option<usize> = None;
    let mut done = 0;
    while let Some(backtick) = memchr::memchr(b'`', &bytes[done..]).map(|at| done + at) {
        let start = memchr::memrchr(b'\n', &bytes[done..backtick]).map_or(done, |at| done + at + 1);
        let end = memchr::memchr(b'\n', &bytes[backtick..]).map_or(text.len(), |at| backtick + at + 1);
        let line = &text[start..end];
        if line.trim_start().starts_with("```") {
            match fence.take() {
                Some(fence) => spans.push(Span::new(fence, end)),
                None => fence = Some(start),
            }
        } else if fence.is_none() {
            inline_code(line, |from, to| spans.push(Span::new(start + from, start + to)));
        }
        done = end;
    }
    spans
}

fn inline_code(line: &str, mut found: impl FnMut(usize, usize)) {
    let is_word = |c: Option<char>| c.is_some_and(|c| Class::of(c).is_word());
    let mut opened: Option<usize> = None;
    for at in memchr::memchr_iter(b'`', line.as_bytes()) {
        let (before, after) = (line[..at].chars().next_back(), line[at + 1..].chars().next());
        match opened {
            Some(start) if at - start <= LONGEST_INLINE_CODE && !is_word(after) => {
                if at > start + 1 {
                    found(start, at + 1);
                }
                opened = None;
            }
            _ if !is_word(before) && after.is_some_and(|c| !c.is_whitespace()) => opened = Some(at),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone_of(text: &str, name: &str, options: ZoneOptions) -> Option<Zone> {
        let start = text.find(name).expect("the name stands in the text");
        Zones::new(text, options).around(Span::new(start, start + name.len()))
    }

    #[test]
    fn addresses_files_and_code_swallow_names() {
        for (text, expected) in [
            ("in Syria, where", None),
            ("Iran/Syria/Iraq", None),
            ("in Syria.It was", None),
            ("see http://example.com/Syria/x now", Some(Zone::Url)),
            ("<a href=\"https://x.org/Syria\">", Some(Zone::Url)),
            ("Syria:https://x.org/a", None),
            ("www.Syria.org", Some(Zone::Url)),
            ("at news.Syria.com today", Some(Zone::Url)),
            ("write to press@Syria.gov.sy, please", Some(Zone::Email)),
            ("(Syria@example.com)", Some(Zone::Email)),
            ("#Syria", Some(Zone::Hashtag)),
            ("@Syria said", Some(Zone::Handle)),
            ("report_2-Syria.pdf", Some(Zone::File)),
            ("/home/Syria/notes", Some(Zone::File)),
            ("C:\\Syria\\notes", Some(Zone::File)),
            ("run `cd Syria` now", Some(Zone::Code)),
            ("a\n```\nlet Syria = 1;\n```\n", Some(Zone::Code)),
            ("l`Syria d`Iran", None),
            ("\"Syria\" 'Syria'", None),
            ("访问http://x.cn/a,Syria", Some(Zone::Url)),
            ("http://x.cn/a去Syria", None),
        ] {
            assert_eq!(zone_of(text, "Syria", ZoneOptions::default()), expected, "{text}");
        }
    }

    #[test]
    fn marked_words_count_where_asked() {
        let options = ZoneOptions { hashtags: true, handles: true };
        assert_eq!(zone_of("#Syria", "Syria", options), None);
        assert_eq!(zone_of("@Syria", "Syria", options), None);
        assert_eq!(zone_of("x@Syria.com", "Syria", options), Some(Zone::Email));
    }

    #[test]
    fn a_listed_address_stands() {
        assert_eq!(zone_of("at Amazon.com, they", "Amazon.com", ZoneOptions::default()), None);
        assert_eq!(zone_of("at Amazon.com, they", "Amazon", ZoneOptions::default()), Some(Zone::Url));
    }

    #[test]
    fn each_run_of_characters_is_looked_at_once() {
        let text = "Syria/".repeat(200_000);
        let mut zones = Zones::new(&text, ZoneOptions::default());
        let inside = (0..200_000).filter(|i| zones.around(Span::new(i * 6, i * 6 + 5)).is_some()).count();
        assert_eq!(inside, 0);
    }
}
