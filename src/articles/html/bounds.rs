//! Which pages a parser can take.
//!
//! A parser that makes a tree of a page recurses into it, and copies formatting elements that were never closed into
//! every block that follows. A page made for that, or broken in that way, would overflow the stack or fill the memory,
//! which ends the process. What is counted here is at least what such a tree would have, in one pass and in bounded
//! memory.

/// Elements in elements. Browsers stop at 512; articles have some 40. A tree of 2,000 takes the extractor 0.2 s, one of
/// 10,000 overflows its stack.
const DEPTH: usize = 256;

/// Tables in tables. The words of one are counted anew for each that is around it; pages that were laid out with tables
/// nest them some 8 deep.
const TABLES: usize = 16;

/// Attributes of one element: each is compared with those before it, and 50,000 take 11 s.
const ATTRIBUTES: usize = 1_000;

/// Elements of a page. Articles have some 1,000 to 5,000.
const ELEMENTS: usize = 30_000;

/// Bytes of text outside scripts and styles.
const TEXT_BYTES: usize = 2 << 20;

/// Formatting elements that are open at the beginning of a block, summed over all blocks: that many are copied.
const COPIES: usize = 50_000;

/// What was counted of a page so far.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    /// Elements that are open, as their names' first bytes and lengths tell them apart well enough.
    open: Vec<u64>,
    tables: usize,
    name: u64,
    is_void: bool,
    formatting: usize,
    attributes: usize,
    elements: usize,
    text: usize,
    copies: usize,
    in_code: bool,
    exceeded: Option<&'static str>,
}

impl Bounds {
    /// A start tag.
    pub(super) fn start(&mut self, name: &[u8]) {
        self.name = key(name);
        self.is_void = is_void(name);
        self.attributes = 0;
        self.in_code = matches!(name, b"script" | b"style");
        self.elements += 1;
        self.check(self.elements > ELEMENTS, "more than 30,000 elements");
        if is_formatting(name) {
            self.formatting += 1;
        } else {
            self.copies += self.formatting;
            self.check(self.copies > COPIES, "too many elements that are not closed");
        }
    }

    /// An attribute of it.
    pub(super) fn attribute(&mut self) {
        self.attributes += 1;
        self.check(self.attributes > ATTRIBUTES, "more than 1,000 attributes in one element");
    }

    /// The end of a start tag.
    pub(super) fn close_start(&mut self, self_closing: bool) {
        let is_repeated = self.open.last() == Some(&self.name) && is_closed_by_the_next(self.name);
        if self.is_void || self_closing || is_repeated || self.exceeded.is_some() {
            return;
        }
        self.open.push(self.name);
        self.tables += usize::from(self.name == key(b"table"));
        self.check(self.tables > TABLES, "tables nested more than 16 deep");
        self.check(self.open.len() > DEPTH, "elements nested more than 256 deep");
    }

    /// An end tag: it closes the last element of its name and all in it, or nothing.
    pub(super) fn end(&mut self, name: &[u8]) {
        self.in_code = false;
        if is_formatting(name) {
            self.formatting = self.formatting.saturating_sub(1);
        }
        let key = key(name);
        if let Some(at) = self.open.iter().rposition(|open| *open == key) {
            self.tables -= self.open[at..].iter().filter(|open| **open == self::key(b"table")).count();
            self.open.truncate(at);
        }
    }

    /// Text of so many bytes.
    pub(super) fn text(&mut self, bytes: usize) {
        if !self.in_code {
            self.text += bytes;
            self.check(self.text > TEXT_BYTES, "more than 2 MB of text");
        }
    }

    /// The bound that the page is past, if it is.
    pub(super) fn exceeded(&self) -> Option<&'static str> {
        self.exceeded
    }

    fn check(&mut self, is_past: bool, bound: &'static str) {
        if is_past && self.exceeded.is_none() {
            self.exceeded = Some(bound);
        }
    }
}

/// A name of up to eight bytes as a number; of a longer one the first seven bytes and the length.
fn key(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let kept = name.len().min(8);
    bytes[..kept].copy_from_slice(&name[..kept]);
    if name.len() > 8 {
        bytes[7] = 0x80 | u8::try_from(name.len()).unwrap_or(0x7f);
    }
    u64::from_le_bytes(bytes)
}

/// Elements whose end tag may be left out: the next one of the same name ends them.
fn is_closed_by_the_next(name: u64) -> bool {
    const NAMES: [&[u8]; 12] =
        [b"p", b"li", b"dt", b"dd", b"tr", b"td", b"th", b"thead", b"tbody", b"option", b"a", b"button"];
    NAMES.iter().any(|one| key(one) == name)
}

fn is_formatting(name: &[u8]) -> bool {
    matches!(
        name,
        b"b" | b"big"
            | b"code"
            | b"em"
            | b"font"
            | b"i"
            | b"nobr"
            | b"s"
            | b"small"
            | b"strike"
            | b"strong"
            | b"tt"
            | b"u"
    )
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}
