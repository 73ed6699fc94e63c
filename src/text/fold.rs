//! Folding: the form in which names and text are compared, one source character at a time, so that every
//! folded byte belongs to a known place of the text.
//!
//! In this order: apostrophes and hyphens become one each; compatibility decomposition; marks dropped on Latin, Greek,
//! Cyrillic, Arabic and Hebrew letters; case by lower(upper(c)); a table for letters that do not decompose; tatweel,
//! soft hyphens and zero-width characters dropped. White space is not this file's matter except that [`fold_name`]
//! makes one space of any amount of it.
//!
//! Symbols and numbers that are no decimal digits (™ ² ½) stay as they are: they are edges, not letters.

use super::class::{Class, is_apostrophe, is_hyphen};
use std::sync::OnceLock;
use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_normalization::char::decompose_compatible;

/// What one character folds to: UTF-8 of 0 to 15 bytes.
///
/// Longer compatibility decompositions exist only for Arabic phrase ligatures (such as U+FDFA); those stay themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folded {
    bytes: [u8; MAX_FOLDED],
    len: u8,
}

/// No character folds to more bytes.
pub const MAX_FOLDED: usize = 15;

impl Folded {
    const NOTHING: Folded = Folded { bytes: [0; MAX_FOLDED], len: 0 };

    /// The folded text.
    #[inline]
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).expect("folding yields whole characters")
    }

    /// The folded text as characters.
    #[inline]
    pub fn chars(&self) -> impl Iterator<Item = char> + '_ {
        let mut left = self.as_bytes();
        std::iter::from_fn(move || {
            let (c, length) = first_char(left)?;
            left = &left[length..];
            Some(c)
        })
    }

    fn of_str(text: &str) -> Option<Folded> {
        let mut folded = Folded::NOTHING;
        folded.bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        folded.len = u8::try_from(text.len()).ok()?;
        Some(folded)
    }
}

/// Whether a character is one of the unified ideographs, U+4E00 to U+9FFF: each is a word character of a script without
/// spaces, takes three bytes, and folds to itself. There are so many that a look into a table for each would be one into
/// far memory.
#[inline]
#[must_use]
pub const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// The first character of bytes that are known to be text, and how many bytes it takes: they are not looked at again.
#[inline]
fn first_char(text: &[u8]) -> Option<(char, usize)> {
    let bits = |at: usize| text.get(at).map(|byte| u32::from(byte & 0x3F));
    let lead = u32::from(*text.first()?);
    let (code, length) = match lead {
        0..0x80 => (lead, 1),
        0x80..0xE0 => ((lead & 0x1F) << 6 | bits(1)?, 2),
        0xE0..0xF0 => ((lead & 0x0F) << 12 | bits(1)? << 6 | bits(2)?, 3),
        _ => ((lead & 0x07) << 18 | bits(1)? << 12 | bits(2)? << 6 | bits(3)?, 4),
    };
    Some((char::from_u32(code)?, length))
}

/// The folded form of one character, its own marks dropped where its script sheds them.
///
/// A combining mark that stands by itself folds to itself here: whether it is dropped depends on what it stands on, see
/// [`Folder`].
#[inline]
#[must_use]
pub fn fold_char(c: char) -> &'static Folded {
    let code = c as usize;
    &PAGES[code >> 8].get_or_init(|| page(code >> 8))[code & 0xFF]
}

/// ASCII to its folded byte: lower case, the grave accent as an apostrophe.
pub const ASCII_FOLD: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = if byte == b'`' { b'\'' } else { byte.to_ascii_lowercase() };
        byte += 1;
    }
    table
};

static PAGES: [OnceLock<Box<[Folded; 256]>>; 0x1100] = [const { OnceLock::new() }; 0x1100];

fn page(number: usize) -> Box<[Folded; 256]> {
    let mut page = Box::new([Folded::NOTHING; 256]);
    let mut buffer = String::new();
    for (low, folded) in page.iter_mut().enumerate() {
        let code = u32::try_from(number << 8 | low).expect("a page number is below 0x1100");
        let Some(c) = char::from_u32(code) else { continue };
        buffer.clear();
        fold_into(c, &mut buffer);
        *folded = Folded::of_str(&buffer).unwrap_or_else(|| {
            Folded::of_str(c.encode_utf8(&mut [0; 4])).expect("a character has four bytes at the most")
        });
    }
    page
}

fn fold_into(c: char, out: &mut String) {
    if Class::of(c).is_dropped() {
        return;
    }
    if is_apostrophe(c) {
        return out.push('\'');
    }
    if is_hyphen(c) {
        return out.push('-');
    }
    if matches!(get_general_category(c), Category::OtherSymbol | Category::OtherNumber) {
        return out.push(c);
    }
    let mut sheds_marks = false;
    decompose_compatible(c, |part| {
        let class = Class::of(part);
        if class.is_mark() {
            if !sheds_marks {
                out.push(part);
            }
            return;
        }
        sheds_marks = class.sheds_marks();
        match undecomposable(part) {
            Some(letters) => out.push_str(letters),
            // ŉ comes apart into an apostrophe and a letter
            None if is_apostrophe(part) => out.push('\''),
            None => part.to_uppercase().flat_map(char::to_lowercase).for_each(|letter| {
                // upper case may itself decompose (ǰ): its marks go the same way
                if !(sheds_marks && Class::of(letter).is_mark()) {
                    out.push(undecomposable_lower(letter));
                }
            }),
        }
    });
}

/// Letters that stand for others though Unicode does not take them apart.
const fn undecomposable(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

const fn undecomposable_lower(c: char) -> char {
    match c {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ŧ' => 't',
        other => other,
    }
}

/// Whether a letter carries a stroke that folding takes off: it counts as a mark where short names ask for the same
/// marks.
const fn has_stroke(c: char) -> bool {
    matches!(c, 'ł' | 'Ł' | 'ø' | 'Ø' | 'đ' | 'Đ' | 'ħ' | 'Ħ' | 'ŧ' | 'Ŧ')
}

/// The folded characters of a text, each with the source character it comes from.
///
/// White space of any kind is passed on as it is; dropped characters yield nothing.
pub struct Folder<'t> {
    chars: std::str::CharIndices<'t>,
    pending: Option<(usize, char, std::str::Chars<'static>)>,
    sheds_marks: bool,
}

/// One folded character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldedChar {
    /// Byte offset of the source character.
    pub at: usize,
    /// The source character.
    pub source: char,
    /// What it folds to, one character of perhaps several.
    pub folded: char,
}

impl<'t> Folder<'t> {
    /// Folds from the beginning of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Folder { chars: text.char_indices(), pending: None, sheds_marks: false }
    }
}

impl Iterator for Folder<'_> {
    type Item = FoldedChar;

    fn next(&mut self) -> Option<FoldedChar> {
        loop {
            if let Some((at, source, rest)) = &mut self.pending {
                if let Some(folded) = rest.next() {
                    return Some(FoldedChar { at: *at, source: *source, folded });
                }
                self.pending = None;
            }
            let (at, source) = self.chars.next()?;
            let class = Class::of(source);
            if class.is_mark() {
                if self.sheds_marks {
                    continue;
                }
            } else if !class.is_dropped() {
                self.sheds_marks = class.sheds_marks();
            }
            self.pending = Some((at, source, fold_char(source).as_str().chars()));
        }
    }
}

/// A name as the lexicon keeps it: folded, one space for any white space inside, none around it.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold_name_into(name, &mut folded);
    folded
}

/// [`fold_name`] into a buffer that is appended to.
pub fn fold_name_into(name: &str, out: &mut String) {
    let begun = out.len();
    if folds_by_case_alone(name.as_bytes()) {
        out.push_str(name);
        out[begun..].make_ascii_lowercase();
        return;
    }
    let (mut white, mut sheds_marks) = (false, false);
    for c in name.chars() {
        let class = Class::of(c);
        if class.is_white() {
            (white, sheds_marks) = (true, false);
            continue;
        }
        if class.is_mark() {
            if sheds_marks {
                continue;
            }
        } else if !class.is_dropped() {
            sheds_marks = class.sheds_marks();
        }
        let letters = fold_char(c).as_str();
        if !letters.is_empty() && std::mem::take(&mut white) && out.len() > begun {
            out.push(' ');
        }
        out.push_str(letters);
    }
}

/// Whether a name is of printable ASCII without a grave accent, single spaces between its words: most are.
fn folds_by_case_alone(name: &[u8]) -> bool {
    let mut before = b' ';
    let plain = name.iter().all(|&byte| {
        let fine = byte.is_ascii_graphic() && byte != b'`' || byte == b' ' && before != b' ';
        before = byte;
        fine
    });
    plain && before != b' '
}

/// A number that is the same for names that fold to the same: [`fold_name`] without its text.
///
/// Combining marks and white space count as [`fold_char`] gives them, so a name with marks of their own, or with two
/// spaces side by side, may have a number by itself.
#[must_use]
pub fn fold_key(name: &str) -> u64 {
    // the multiplier of rustc-hash; names are short, and what they hold is no attack
    const SPREAD: u64 = 0xF135_7AEA_2E62_A9C5;
    let mut key = 0_u64;
    let mut add = |byte: u8| key = (key ^ u64::from(byte)).wrapping_mul(SPREAD).rotate_left(23);
    for c in name.chars() {
        if c.is_ascii() {
            add(ASCII_FOLD[c as usize]);
        } else {
            fold_char(c).as_bytes().iter().copied().for_each(&mut add);
        }
    }
    key
}

/// Names with fewer letters than this meet only text with the same marks: "Tô" is not "to".
pub const MARKS_MATTER_BELOW: usize = 5;

/// Whether a name is so short that its marks matter.
#[must_use]
pub fn marks_matter(name: &str) -> bool {
    name.chars().filter(|&c| Class::of(c).is_word()).take(MARKS_MATTER_BELOW).count() < MARKS_MATTER_BELOW
}

/// Whether two texts that fold to the same have the same marks too.
#[must_use]
pub fn same_marks(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return true;
    }
    marked_letters(a) == marked_letters(b)
}

/// The letters of a text, lower-cased, with the marks that folding would drop.
fn marked_letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !Class::of(c).is_dropped()) {
        if !Class::of(c).is_word() && !Class::of(c).is_mark() {
            continue;
        }
        decompose_compatible(c, |part| {
            // ı differs from i in writing only where the language says so: case folding has settled it
            if has_stroke(part) {
                letters.extend(part.to_lowercase());
            } else {
                part.to_uppercase().flat_map(char::to_lowercase).for_each(|letter| {
                    unicode_normalization::char::decompose_canonical(letter, |l| letters.push(l));
                });
            }
        });
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_as_the_design_says() {
        for (text, folded) in [
            ("Assad’s", "assad's"),
            ("Xi´an", "xi'an"),
            ("al‑Assad", "al-assad"),
            ("1914–1918", "1914-1918"),
            ("DİYARBAKIR", "diyarbakir"),
            ("Diyarbakır", "diyarbakir"),
            ("Wrocław", "wroclaw"),
            ("Tromsø", "tromso"),
            ("Großbritannien", "grossbritannien"),
            ("GROSSBRITANNIEN", "grossbritannien"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("Ὀδυσσεύς", "οδυσσευσ"),
            ("Đặng", "dang"),
            ("Ægypten", "aegypten"),
            ("Þór", "thor"),
            ("ＮＡＴＯ", "nato"),
            ("ﬁn", "fin"),
            ("Орёл", "орел"),
            ("أنقرة", "انقرة"),
            ("ســوريا", "سوريا"),
            ("so\u{AD}ft", "soft"),
            ("バリ", "ハ\u{3099}リ"),
            ("मोदी", "मोदी"),
            ("Apple™ G2²", "apple™ g2²"),
            ("  New \n York ", "new york"),
            ("New\u{A0}York", "new york"),
        ] {
            assert_eq!(fold_name(text), folded, "{text}");
        }
    }

    #[test]
    fn marks_of_other_scripts_stay() {
        assert_ne!(fold_name("パリ"), fold_name("バリ"));
        assert_ne!(fold_name("मोदी"), fold_name("मद"));
    }

    #[test]
    fn short_names_ask_for_their_marks() {
        for (name, matter) in [("Tô", true), ("Çan", true), ("Lyon", true), ("Genève", false), ("U.S.", true)] {
            assert_eq!(marks_matter(name), matter, "{name}");
        }
        for (a, b, same) in [
            ("Tô", "to", false),
            ("Tô", "TÔ", true),
            ("Tô", "To\u{302}", true),
            ("Çan", "Can", false),
            ("Łódź", "Lodz", false),
            ("Łódź", "ŁÓDŹ", true),
            ("Lyon", "LYON", true),
            ("Straße", "STRASSE", true),
            ("İran", "Iran", false),
        ] {
            assert_eq!(same_marks(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn ascii_and_general_folding_agree() {
        for byte in 0..128u8 {
            let c = char::from(byte);
            assert_eq!(fold_char(c).as_bytes(), [ASCII_FOLD[usize::from(byte)]], "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn decomposed_text_folds_the_same(text in "[ -~À-ſΆ-ωА-яא-תء-يァ-ヴ一-三가-힣]{0,30}") {
            use unicode_normalization::UnicodeNormalization as _;
            prop_assert_eq!(fold_name(&text.nfc().collect::<String>()), fold_name(&text.nfd().collect::<String>()));
        }

        #[test]
        fn names_fold_as_text_does(text in "[ -~\t`À-ſ\u{300}-\u{303}А-я\u{AD}ا-ي一-三ﬁœ]{0,30}") {
            let mut folded = String::new();
            let mut white = false;
            for c in Folder::new(&text) {
                if Class::of(c.source).is_white() {
                    white = true;
                } else {
                    if std::mem::take(&mut white) && !folded.is_empty() {
                        folded.push(' ');
                    }
                    folded.push(c.folded);
                }
            }
            prop_assert_eq!(fold_name(&text), folded);
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[a-zA-ZÀ-ſΑ-ωА-я' -]{0,30}") {
            let once = fold_name(&text);
            prop_assert_eq!(fold_name(&once), once.clone());
        }

        #[test]
        fn offsets_of_the_source_never_go_back(text in any::<String>()) {
            let mut last = 0;
            for folded in Folder::new(&text) {
                prop_assert!(folded.at >= last && text.is_char_boundary(folded.at));
                prop_assert!(text[folded.at..].starts_with(folded.source));
                last = folded.at;
            }
        }
    }
}
