//! What a character is to the matcher: one look-up for every question the stages ask of a character.
//!
//! Classes are computed from the Unicode tables a page of 256 characters at a time, when the page is first touched,
//! so a text in English and Russian pays for two or three pages and a start of the program for none.

use std::sync::OnceLock;
use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_script::{Script, UnicodeScript};

/// The properties of one character, packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u16);

/// How a script separates its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// Words stand between spaces or punctuation: Latin, Cyrillic, Arabic, Hangul, digits ...
    Spaced,
    /// No spaces; a name may begin and end anywhere inside the run. One value per script.
    Unspaced(u8),
    /// A Katakana run is one word.
    Katakana,
}

impl Class {
    const WORD: u16 = 1;
    const MARK: u16 = 1 << 1;
    const UPPER: u16 = 1 << 2;
    const LOWER: u16 = 1 << 3;
    const DROPPED: u16 = 1 << 4;
    const TRANSPARENT: u16 = 1 << 5;
    const SPACE: u16 = 1 << 6;
    const BREAK: u16 = 1 << 7;
    const STOP: u16 = 1 << 8;
    const SHEDS_MARKS: u16 = 1 << 9;
    const RUN_SHIFT: u32 = 10;
    const RUN_KATAKANA: u16 = 1;

    /// The class of a character.
    #[inline]
    #[must_use]
    pub fn of(c: char) -> Class {
        let code = c as usize;
        PAGES[code >> 8].get_or_init(|| page(code >> 8))[code & 0xFF]
    }

    const fn has(self, bit: u16) -> bool {
        self.0 & bit != 0
    }

    /// A letter or a decimal digit. A mark is none: it belongs to a word where it stands on one of its characters.
    #[inline]
    #[must_use]
    pub const fn is_word(self) -> bool {
        self.has(Self::WORD)
    }

    /// A combining mark that takes part in spelling. Variation selectors are none.
    #[inline]
    #[must_use]
    pub const fn is_mark(self) -> bool {
        self.has(Self::MARK)
    }

    /// An upper-case or title-case letter.
    #[inline]
    #[must_use]
    pub const fn is_upper(self) -> bool {
        self.has(Self::UPPER)
    }

    /// A lower-case letter.
    #[inline]
    #[must_use]
    pub const fn is_lower(self) -> bool {
        self.has(Self::LOWER)
    }

    /// Passed over when names are compared: soft hyphen, tatweel, zero-width and directional characters, selectors.
    #[inline]
    #[must_use]
    pub const fn is_dropped(self) -> bool {
        self.has(Self::DROPPED)
    }

    /// A dropped character that also joins: the word goes on behind it.
    #[inline]
    #[must_use]
    pub const fn is_transparent(self) -> bool {
        self.has(Self::TRANSPARENT)
    }

    /// A space of any width.
    #[inline]
    #[must_use]
    pub const fn is_space(self) -> bool {
        self.has(Self::SPACE)
    }

    /// A character that ends a line.
    #[inline]
    #[must_use]
    pub const fn is_break(self) -> bool {
        self.has(Self::BREAK)
    }

    /// White space that always ends a name: tab, vertical tab, form feed.
    #[inline]
    #[must_use]
    pub const fn is_stop(self) -> bool {
        self.has(Self::STOP)
    }

    /// White space of any kind.
    #[inline]
    #[must_use]
    pub const fn is_white(self) -> bool {
        self.0 & (Self::SPACE | Self::BREAK | Self::STOP) != 0
    }

    /// A letter of the scripts whose marks are dropped in comparison: Latin, Greek, Cyrillic, Arabic, Hebrew.
    #[inline]
    #[must_use]
    pub const fn sheds_marks(self) -> bool {
        self.has(Self::SHEDS_MARKS)
    }

    /// How the script of the character separates words.
    #[inline]
    #[must_use]
    pub const fn run(self) -> Run {
        match self.0 >> Self::RUN_SHIFT {
            0 => Run::Spaced,
            Self::RUN_KATAKANA => Run::Katakana,
            script => Run::Unspaced(script as u8),
        }
    }

    fn compute(c: char) -> Class {
        let mut bits = match c {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => return Class(Self::BREAK),
            '\t' | '\u{B}' | '\u{C}' => return Class(Self::STOP),
            // soft hyphen, tatweel, zero-width non-joiner and joiner, word joiner
            '\u{AD}' | '\u{640}' | '\u{200C}' | '\u{200D}' | '\u{2060}' => {
                return Class(Self::DROPPED | Self::TRANSPARENT);
            }
            // zero-width space, byte order mark, directional marks and embeddings, variation selectors
            '\u{200B}'
            | '\u{FEFF}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{61C}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{E0100}'..='\u{E01EF}' => return Class(Self::DROPPED),
            // an apostrophe, though Unicode calls it and its neighbours letters
            '\u{2BB}' | '\u{2BC}' => return Class(0),
            _ => match get_general_category(c) {
                Category::UppercaseLetter | Category::TitlecaseLetter => Self::WORD | Self::UPPER,
                Category::LowercaseLetter => Self::WORD | Self::LOWER,
                Category::ModifierLetter | Category::OtherLetter | Category::DecimalNumber => Self::WORD,
                Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark => Self::MARK,
                Category::SpaceSeparator => return Class(Self::SPACE),
                _ => return Class(0),
            },
        };
        if bits & Self::WORD != 0 {
            let script = c.script();
            if matches!(script, Script::Latin | Script::Greek | Script::Cyrillic | Script::Arabic | Script::Hebrew) {
                bits |= Self::SHEDS_MARKS;
            }
            let run = match script {
                // the prolonged sound mark and its half-width form have no script of their own
                Script::Katakana => Self::RUN_KATAKANA,
                _ if matches!(c, '\u{30FC}' | '\u{FF70}' | '\u{FF9E}' | '\u{FF9F}') => Self::RUN_KATAKANA,
                Script::Han => 2,
                Script::Hiragana => 3,
                Script::Thai => 4,
                Script::Lao => 5,
                Script::Khmer => 6,
                Script::Myanmar => 7,
                _ => 0,
            };
            bits |= run << Self::RUN_SHIFT;
        }
        Class(bits)
    }
}

type Page = Box<[Class; 256]>;

static PAGES: [OnceLock<Page>; 0x1100] = [const { OnceLock::new() }; 0x1100];

fn page(number: usize) -> Page {
    let mut classes = Box::new([Class::default(); 256]);
    for (low, class) in classes.iter_mut().enumerate() {
        let code = u32::try_from(number << 8 | low).expect("a page number is below 0x1100");
        if let Some(c) = char::from_u32(code) {
            *class = Class::compute(c);
        }
    }
    classes
}

/// Whether a character is one of the apostrophes that compare equal.
#[inline]
#[must_use]
pub const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | '\u{2BC}' | '\u{2BB}' | '\u{201B}' | '\u{FF07}')
}

/// Whether a character is one of the hyphens that compare equal.
#[inline]
#[must_use]
pub const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '\u{2011}' | '\u{2012}' | '–' | '−' | '\u{FE63}' | '\u{FF0D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_decimal_digits() {
        for c in "aZéßıЖ中マก7٣".chars() {
            assert!(Class::of(c).is_word(), "{c}");
        }
        for c in "_-'’™²½Ⅷ☺️ \u{FE0F}\u{AD}".chars() {
            assert!(!Class::of(c).is_word(), "{c:?}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_told_apart() {
        assert_eq!(Class::of('a').run(), Run::Spaced);
        assert_eq!(Class::of('서').run(), Run::Spaced);
        assert_eq!(Class::of('マ').run(), Run::Katakana);
        assert_eq!(Class::of('ー').run(), Run::Katakana);
        assert_ne!(Class::of('中').run(), Class::of('の').run());
    }

    #[test]
    fn marks_are_shed_where_the_design_says() {
        for (c, sheds) in [('e', true), ('α', true), ('и', true), ('ا', true), ('ש', true), ('ハ', false), ('म', false)]
        {
            assert_eq!(Class::of(c).sheds_marks(), sheds, "{c}");
        }
        assert!(Class::of('\u{301}').is_mark());
        assert!(!Class::of('\u{FE0F}').is_mark());
    }
}
