//! First words: of names, and of a text at a start, folded in the same way.
//!
//! A word is what folds from a start to the next character that is no word character; in scripts without spaces, where
//! words have no end to see, it is the first two folded characters.

use super::LONGEST_NAME;
use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::{fold_char, is_ideograph};

/// A folded first word.
#[derive(Clone, Copy, Debug)]
pub(super) struct FirstWord {
    /// Its first folded character.
    pub(super) first: char,
    /// Where it ends, in bytes from where it began: behind its last letter and the marks on it.
    pub(super) end: usize,
    /// Whether it is of a script without spaces, where it is but a beginning.
    pub(super) unspaced: bool,
}

/// Folds the first word of a name, or of a text at a start, into a buffer.
///
/// Used for names and for all text that is not plain ASCII, so that both always agree.
pub(super) fn first_word_of(text: &str, word: &mut Vec<u8>) -> Option<FirstWord> {
    word.clear();
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if plain > 0 && text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        word.extend(text.bytes().take(plain).map(|byte| byte.to_ascii_lowercase()));
        return Some(FirstWord { first: char::from(word[0]), end: plain, unspaced: false });
    }
    if let Some(first_word) = ideographs(text, word) {
        return Some(first_word);
    }
    if let Some(first_word) = cyrillic(text.as_bytes(), word) {
        return Some(first_word);
    }
    word.clear();
    let folded = text.char_indices().map(|(at, c)| (at, c, fold_char(c).as_bytes()));
    let mut chars = folded.filter(|(_, _, folded)| !folded.is_empty());
    let (at, source, folded) = chars.next()?;
    let class = Class::of(source);
    word.extend_from_slice(folded);
    let first = fold_char(source).chars().next()?;
    let mut end = at + source.len_utf8();
    if !class.is_word() {
        word.truncate(first.len_utf8());
        return Some(FirstWord { first, end, unspaced: true });
    }
    let mut last = class.run();
    let mut sheds_marks = class.sheds_marks();
    if let Run::Unspaced(_) = last {
        word.truncate(first.len_utf8());
        if let Some(second) = second_of(source, &mut chars.map(|(_, c, _)| c)) {
            word.extend_from_slice(second.encode_utf8(&mut [0; 4]).as_bytes());
        }
        return Some(FirstWord { first, end, unspaced: true });
    }
    for (at, c, folded) in chars {
        let class = Class::of(c);
        if class.is_word() {
            if edge::between(last, class.run()) {
                break;
            }
            last = class.run();
            sheds_marks = class.sheds_marks();
            word.extend_from_slice(folded);
        } else if !class.is_mark() {
            break;
        } else if !sheds_marks {
            word.extend_from_slice(folded);
        } else if at > end {
            // something that is passed over stands between: the mark belongs to no letter
            continue;
        }
        end = at + c.len_utf8();
        if word.len() > LONGEST_NAME {
            break;
        }
    }
    Some(FirstWord { first, end, unspaced: false })
}

/// The first word of a text that begins with two ideographs: the rest of [`first_word_of`] gives the same.
fn ideographs(text: &str, word: &mut Vec<u8>) -> Option<FirstWord> {
    let mut chars = text.chars();
    let first = chars.next().filter(|&c| is_ideograph(c))?;
    chars.next().filter(|&c| is_ideograph(c))?;
    word.extend_from_slice(text.as_bytes().first_chunk::<6>()?);
    Some(FirstWord { first, end: 3, unspaced: true })
}

/// The first word of a text if it is of Russian letters or the like, with ASCII behind it that is none of a word: the rest
/// of [`first_word_of`] gives the same. Each is a letter of two bytes, U+0400 to U+047F.
fn cyrillic(text: &[u8], word: &mut Vec<u8>) -> Option<FirstWord> {
    let (mut first, mut end) = (None, 0);
    while let Some(&[lead @ (0xD0 | 0xD1), last]) = text.get(end..).and_then(<[u8]>::first_chunk) {
        let c = char::from_u32(u32::from(lead & 0x1F) << 6 | u32::from(last & 0x3F))?;
        first.get_or_insert(c);
        match fold_char(c).as_bytes() {
            &[first, second] => word.extend([first, second]),
            folded => word.extend_from_slice(folded),
        }
        end += 2;
    }
    let first = fold_char(first?).chars().next()?;
    let ends = text.get(end).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric());
    (end <= LONGEST_NAME && ends).then_some(FirstWord { first, end, unspaced: false })
}

/// The folded character behind the first one, which may stand for two itself; a space for any white space.
fn second_of(first: char, others: &mut impl Iterator<Item = char>) -> Option<char> {
    fold_char(first).chars().nth(1).or_else(|| {
        let c = others.next()?;
        if Class::of(c).is_white() { Some(' ') } else { fold_char(c).chars().next() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_are_words_of_a_script_without_spaces_and_fold_to_themselves() {
        for c in ('\u{4E00}'..='\u{9FFF}').filter(|&c| is_ideograph(c)) {
            let class = Class::of(c);
            assert!(class.is_word() && matches!(class.run(), Run::Unspaced(_)) && c.len_utf8() == 3, "{c}");
            assert!(!class.is_mark() && !class.is_white() && !class.is_dropped(), "{c}");
            assert!(fold_char(c).chars().eq([c]), "{c}");
        }
        let (mut quick, mut slow) = (Vec::new(), Vec::new());
        let first = first_word_of("普京会", &mut quick).unwrap();
        // a variation selector is passed over
        let other = first_word_of("普\u{FE00}京会", &mut slow).unwrap();
        assert_eq!((&quick, first.first, first.end, first.unspaced), (&slow, other.first, 3, other.unspaced));
    }

    #[test]
    fn russian_letters_are_letters_of_one_run() {
        for c in '\u{400}'..='\u{47F}' {
            let class = Class::of(c);
            assert!(class.is_word() && !class.is_mark() && class.run() == Run::Spaced, "{c}");
            assert!(!fold_char(c).as_bytes().is_empty(), "{c}");
            let text = format!("\u{431}{c}");
            assert!(!edge::is_start(&text, 2, c), "{c}");
        }
    }

    #[test]
    fn russian_words_are_the_same_with_anything_behind_them() {
        let (mut quick, mut slow) = (Vec::new(), Vec::new());
        for word in ["Путин", "ёлка", "Йод", "\u{400}\u{45D}"] {
            for behind in ["", " ", ".", "_x", "'", "\n"] {
                let text = format!("{word}{behind}");
                let first = first_word_of(&text, &mut quick).unwrap();
                // a soft hyphen is passed over, and is none of the letters
                let other = first_word_of(&format!("{word}\u{AD}{behind}"), &mut slow).unwrap();
                assert_eq!((&quick, first.first, first.end), (&slow, other.first, word.len()), "{text}");
            }
        }
    }
}
