//! First words: of names, and of a text at a start, folded in the same way.
//!
//! A word is what folds from a start to the next character that is no word character; in scripts without spaces, where
//! words have no end to see, it is the first two folded characters.

use super::LONGEST_NAME;
use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::fold_char;

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
    let folded = text.char_indices().map(|(at, c)| (at, c, fold_char(c).as_bytes()));
    let mut chars = folded.filter(|(_, _, folded)| !folded.is_empty());
    let (at, source, folded) = chars.next()?;
    let class = Class::of(source);
    word.extend_from_slice(folded);
    let first = std::str::from_utf8(word).ok()?.chars().next()?;
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

/// The folded character behind the first one, which may stand for two itself; a space for any white space.
fn second_of(first: char, others: &mut impl Iterator<Item = char>) -> Option<char> {
    fold_char(first).chars().nth(1).or_else(|| {
        let c = others.next()?;
        if Class::of(c).is_white() { Some(' ') } else { fold_char(c).chars().next() }
    })
}
