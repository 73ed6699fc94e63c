//! Characters that XML 1.0 has no way to write become U+FFFD, which readers show as a sign that something was there.

use std::borrow::Cow;

/// A text without what XML forbids: controls but tab and line ends, and the two code points that are no characters.
#[must_use]
pub fn allowed(text: &str) -> Cow<'_, str> {
    let is_forbidden =
        |c: char| matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
    if text.contains(is_forbidden) { Cow::Owned(text.replace(is_forbidden, "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn only_what_is_forbidden_is_replaced() {
        assert_eq!(allowed("a\tb\r\n\u{85}é😀"), "a\tb\r\n\u{85}é😀");
        assert_eq!(allowed("\0a\x1bb\u{FFFE}"), "\u{FFFD}a\u{FFFD}b\u{FFFD}");
    }
}
