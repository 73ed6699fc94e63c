//! Text as it is set: words, and the gaps between them.

/// What stands between two words; where several meet, the widest wins. A tab is wider than a line break, since it ends
/// a name and the break does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing: one word in two pieces.
    #[default]
    None,
    /// A space.
    Space,
    /// A line break.
    Line,
    /// A tab.
    Tab,
    /// A blank line.
    BlankLine,
}

impl Gap {
    const fn bytes(self) -> &'static [u8] {
        match self {
            Gap::None => b"",
            Gap::Space => b" ",
            Gap::Line => b"\n",
            Gap::Tab => b"\t",
            Gap::BlankLine => b"\n\n",
        }
    }
}

/// A text that grows. A gap is written only when something follows it, so none stands at an end of the text.
#[derive(Debug, Default)]
pub(super) struct Flow {
    text: Vec<u8>,
    gap: Gap,
}

impl Flow {
    /// Leaves at least this gap before what comes next.
    pub(super) fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// A line break that was asked for: a second one makes a blank line.
    pub(super) fn line_break(&mut self) {
        self.part(if self.gap == Gap::Line { Gap::BlankLine } else { Gap::Line });
    }

    /// Adds UTF-8 text whose white space only parts words.
    pub(super) fn words(&mut self, text: &[u8]) {
        let mut rest = text;
        loop {
            let word = rest.trim_ascii_start();
            if word.len() < rest.len() {
                self.part(Gap::Space);
            }
            if word.is_empty() {
                return;
            }
            let end = word.iter().position(u8::is_ascii_whitespace).unwrap_or(word.len());
            self.verbatim(&word[..end]);
            rest = &word[end..];
        }
    }

    /// Adds UTF-8 text as it is.
    pub(super) fn verbatim(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.extend_from_slice(self.gap.bytes());
        }
        self.gap = Gap::None;
        self.text.extend_from_slice(text);
    }

    /// Whether there is no text yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        String::from_utf8(self.text).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_gap_wins() {
        let rows: [(&[Gap], &str); 7] = [
            (&[], "ab"),
            (&[Gap::Space, Gap::Space], "a b"),
            (&[Gap::Line, Gap::Space], "a\nb"),
            (&[Gap::Space, Gap::Tab, Gap::Line], "a\tb"),
            (&[Gap::BlankLine, Gap::Tab], "a\n\nb"),
            (&[Gap::Tab, Gap::BlankLine, Gap::BlankLine], "a\n\nb"),
            (&[Gap::None], "ab"),
        ];
        for (gaps, text) in rows {
            let mut flow = Flow::default();
            flow.part(Gap::BlankLine);
            flow.words(b"a");
            gaps.iter().for_each(|gap| flow.part(*gap));
            flow.words(b"b");
            flow.part(Gap::BlankLine);
            assert_eq!(flow.finish(), text, "{gaps:?}");
        }
    }

    #[test]
    fn white_space_parts_words_and_nothing_more() {
        let mut flow = Flow::default();
        for piece in [" \n New", "  York\t", "", " is", " \r\n", "no\u{a0}t  Yor", "k"] {
            flow.words(piece.as_bytes());
        }
        assert_eq!(flow.finish(), "New York is no\u{a0}t York");
    }
}
