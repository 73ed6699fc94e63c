//! What stands beside a mention: a concordance that sorts.

/// How many characters of context a table gives on either side.
pub const WIDTH: usize = 60;

/// How far context is looked for where white space fills the text, in characters.
const FARTHEST: usize = 600;

/// The bytes beside a mention that are asked whether they are ASCII: more than a context has where no blank lines or tabs
/// fill the text.
const NEAR: usize = 2 * WIDTH;

/// Up to [`WIDTH`] characters before `at`, white space collapsed, none at the ends, into `out`.
pub fn before<'o>(text: &'o str, at: usize, out: &'o mut String) -> &'o str {
    if let Some(plain) = text.get(at.saturating_sub(WIDTH)..at).filter(|window| is_plain(window)) {
        return plain.trim_matches(' ');
    }
    out.clear();
    let near = &text.as_bytes()[at.saturating_sub(NEAR)..at];
    let (mut kept, mut start) = ([b' '; WIDTH], WIDTH);
    if near.is_ascii() {
        keep(near.iter().rev().copied(), is_white, b' ', |byte| {
            start -= 1;
            kept[start] = byte;
        });
    }
    if start == 0 {
        out.push_str(str::from_utf8(&kept).expect("ASCII"));
    } else {
        let (mut kept, mut start) = ([' '; WIDTH], WIDTH);
        keep(text[..at].chars().rev().take(FARTHEST), char::is_whitespace, ' ', |c| {
            start -= 1;
            kept[start] = c;
        });
        out.extend(&kept[start..]);
    }
    out.trim_matches(' ')
}

/// Up to [`WIDTH`] characters from `at` on, white space collapsed, none at the ends, into `out`.
pub fn after<'o>(text: &'o str, at: usize, out: &'o mut String) -> &'o str {
    let end = text.len().min(at + WIDTH);
    if let Some(plain) = text.get(at..end).filter(|window| is_plain(window)) {
        return plain.trim_matches(' ');
    }
    out.clear();
    let near = &text.as_bytes()[at..text.len().min(at + NEAR)];
    let (mut kept, mut end) = ([b' '; WIDTH], 0);
    if near.is_ascii() {
        keep(near.iter().copied(), is_white, b' ', |byte| {
            kept[end] = byte;
            end += 1;
        });
    }
    if end == WIDTH {
        out.push_str(str::from_utf8(&kept).expect("ASCII"));
    } else {
        keep(text[at..].chars().take(FARTHEST), char::is_whitespace, ' ', |c| out.push(c));
    }
    out.trim_matches(' ')
}

/// Hands over as many characters as a context has, white space as one space.
#[inline]
fn keep<C: Copy>(signs: impl Iterator<Item = C>, is_white: impl Fn(C) -> bool, space: C, mut each: impl FnMut(C)) {
    let (mut count, mut in_white) = (0, false);
    for c in signs {
        let white = is_white(c);
        if white && in_white {
            continue;
        }
        if count == WIDTH {
            return;
        }
        count += 1;
        each(if white { space } else { c });
        in_white = white;
    }
}

/// Whether an ASCII character is white space.
fn is_white(byte: u8) -> bool {
    byte == b' ' || matches!(byte, b'\t'..=b'\r')
}

/// Whether a stretch is ASCII without white space but single spaces: but for those at its ends it is its own collapsed
/// form.
pub(super) fn is_plain(window: &str) -> bool {
    let bytes = window.as_bytes();
    let printable = bytes.iter().fold(true, |all, byte| all & (0x20..0x80).contains(byte));
    let shifted = bytes.get(1..).unwrap_or_default();
    printable && !bytes.iter().zip(shifted).fold(false, |any, (a, b)| any | (a | b == b' ' && a & b == b' '))
}

/// Adds a text with white space of any amount made one space, none at the ends.
pub fn collapse(text: &str, out: &mut String) {
    out.reserve(text.len());
    let mut rest = text.trim_start();
    while let Some(end) = rest.find(char::is_whitespace) {
        out.push_str(&rest[..end]);
        rest = rest[end..].trim_start();
        out.push_str(if rest.is_empty() { "" } else { " " });
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn context_is_sixty_characters_collapsed() {
        let text = format!("{} one\n\n two  Assad\tthree {}", "x".repeat(80), "é".repeat(80));
        let at = text.find("Assad").unwrap();
        let (mut left, mut right) = (String::new(), String::new());
        let left = before(&text, at, &mut left);
        let right = after(&text, at + 5, &mut right);
        assert!(left.ends_with("x one two") && left.chars().count() <= WIDTH, "{left}");
        assert!(right.starts_with("three é") && right.chars().count() <= WIDTH, "{right}");
        assert!(left.chars().count() >= WIDTH - 2 && right.chars().count() >= WIDTH - 2);
    }

    proptest! {
        #[test]
        fn never_too_wide_never_uncollapsed(text in "[a é\n\t]{0,200}", pick: prop::sample::Index) {
            let bounds: Vec<usize> = (0..=text.len()).filter(|&i| text.is_char_boundary(i)).collect();
            let at = *pick.get(&bounds);
            let (mut left, mut right) = (String::new(), String::new());
            for side in [before(&text, at, &mut left), after(&text, at, &mut right)] {
                prop_assert!(side.trim() == side);
                prop_assert!(side.chars().count() <= WIDTH && !side.contains("  ") && !side.contains(['\n', '\t']));
            }
        }
    }
}
