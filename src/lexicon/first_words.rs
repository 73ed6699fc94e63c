//! First words: of names, and of a text at a start, folded in the same way.
//!
//! A word is what folds from a start to the next character that is no word character; in scripts without spaces, where
//! words have no end to see, it is the first two folded characters.

use super::LONGEST_NAME;
use crate::text::class::{Class, Run};
use crate::text::edge;
use crate::text::fold::Folder;

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
    let mut bytes = [0; 4];
    let mut folder = Folder::new(text);
    let first = folder.next()?;
    word.extend_from_slice(first.folded.encode_utf8(&mut bytes).as_bytes());
    let class = Class::of(first.source);
    let mut end = first.at + first.source.len_utf8();
    let found = |end, unspaced| Some(FirstWord { first: first.folded, end, unspaced });
    if !class.is_word() {
        return found(end, true);
    }
    let mut last = class.run();
    if let Run::Unspaced(_) = last {
        if let Some(second) = folder.next() {
            let second = if Class::of(second.source).is_white() { ' ' } else { second.folded };
            word.extend_from_slice(second.encode_utf8(&mut bytes).as_bytes());
        }
        return found(end, true);
    }
    for next in folder {
        let class = Class::of(next.source);
        if class.is_word() {
            if edge::between(last, class.run()) {
                break;
            }
            last = class.run();
        } else if !class.is_mark() {
            break;
        }
        word.extend_from_slice(next.folded.encode_utf8(&mut bytes).as_bytes());
        end = next.at + next.source.len_utf8();
        if word.len() > LONGEST_NAME {
            break;
        }
    }
    end += text[end..].chars().take_while(|&c| Class::of(c).is_mark()).map(char::len_utf8).sum::<usize>();
    found(end, false)
}
