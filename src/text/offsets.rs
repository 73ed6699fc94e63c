//! Byte offsets counted in the units that other programs use: code points, UTF-16 units, lines.

/// A place in a text in all units, each from 0 but `line`, which counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// UTF-8 bytes.
    pub byte: usize,
    /// Unicode code points.
    pub char: usize,
    /// UTF-16 code units.
    pub utf16: usize,
    /// 1 and the line feeds before.
    pub line: usize,
}

/// Converts byte offsets in one pass: cheapest when they are asked in rising order.
///
/// An offset before the last one starts again from the beginning of the text.
#[derive(Clone, Debug)]
pub struct Counter<'t> {
    text: &'t str,
    here: Position,
}

impl<'t> Counter<'t> {
    /// Counts in `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Counter { text, here: Self::BEGIN }
    }

    const BEGIN: Position = Position { byte: 0, char: 0, utf16: 0, line: 1 };

    /// The position of a byte offset, which must be a character boundary of the text.
    pub fn at(&mut self, byte: usize) -> Position {
        if byte < self.here.byte {
            self.here = Self::BEGIN;
        }
        let passed = &self.text.as_bytes()[self.here.byte..byte];
        self.here.line += memchr::memchr_iter(b'\n', passed).count();
        let (mut chars, mut wide) = (passed.len(), 0);
        if !passed.is_ascii() {
            for part in passed.chunks(usize::from(u8::MAX)) {
                // so few that a byte holds the sums: compiles to vector instructions
                chars -= usize::from(part.iter().map(|b| u8::from(b & 0xC0 == 0x80)).sum::<u8>());
                wide += usize::from(part.iter().map(|&b| u8::from(b >= 0xF0)).sum::<u8>());
            }
        }
        self.here.char += chars;
        self.here.utf16 += chars + wide;
        self.here.byte = byte;
        self.here
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_as_the_standard_library_does(text in any::<String>(), picks in proptest::collection::vec(any::<prop::sample::Index>(), 1..8)) {
            let bounds: Vec<usize> = (0..=text.len()).filter(|&i| text.is_char_boundary(i)).collect();
            let mut counter = Counter::new(&text);
            for pick in picks {
                let byte = *pick.get(&bounds);
                let before = &text[..byte];
                prop_assert_eq!(counter.at(byte), Position {
                    byte,
                    char: before.chars().count(),
                    utf16: before.encode_utf16().count(),
                    line: 1 + before.matches('\n').count(),
                });
            }
        }
    }
}
