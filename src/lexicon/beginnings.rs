//! What names begin with, apart from plain capitals: which other characters of a text are worth a look.

use super::first_words::FirstWord;
use crate::text::class::Class;
use crate::text::fold::fold_char;

/// What stands in a name before its first capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nothing.
    None,
    /// Small words before its first capital: `al-Assad`, `the Hague`; or something that is no word before these, or before
    /// the capital: `'s-Hertogenbosch`, `'Ndrangheta`.
    Words {
        /// How many.
        count: u8,
        /// Whether the name begins with something else.
        behind_odd: bool,
        /// Hash of the word with the capital.
        capital: u64,
    },
    /// The small letters of its first word: `eBay`.
    Inner,
    /// Everything: it may be written without a capital.
    AllLower,
}

/// How many beginnings in small letters are looked for a block of text at a time; for more, each small letter that begins
/// a word is looked at.
const FEW_LOWER: usize = 8;

/// The same for digits.
const FEW_DIGITS: usize = 4;

/// Characters with a bit of their own in [`Beginnings::unspaced`]: those of the basic plane.
const PLANE: usize = 0x1_0000;

/// What names begin with.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    /// Whether so many names may be written without a capital that each word of small letters is to be looked at.
    pub(super) many_lower: bool,
    /// With which two bytes the few names begin that may be written without a capital or begin with a digit; 0 behind a
    /// word of one.
    few: Vec<[u8; 2]>,
    /// By the low five bits of two bytes: whether such a name begins so.
    lower_pairs: [u32; 32],
    /// Whether any name begins with a small ASCII letter, to which a letter with a mark folds.
    has_lower_ascii: bool,
    /// Whether any name may be written without a capital and begins with another letter.
    lower_beyond_ascii: bool,
    /// Whether the first capital of any name stands inside a word: eBay.
    pub(super) inner_capitals: bool,
    /// Whether so many names begin with a digit that each word that does is to be looked at.
    pub(super) many_digits: bool,
    /// Folded characters that are no word characters and begin a name that is not found backwards from a capital: `+972`.
    pub(super) odd: Vec<char>,
    /// A bit for each folded character of a script without spaces that begins a name.
    unspaced: Vec<u64>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings {
            many_lower: false,
            few: Vec::new(),
            lower_pairs: [0; 32],
            has_lower_ascii: false,
            lower_beyond_ascii: false,
            inner_capitals: false,
            many_digits: false,
            odd: Vec::new(),
            unspaced: vec![0; PLANE / 64],
        }
    }
}

impl Beginnings {
    /// Adds a folded name, its first word, and what stands before its first capital.
    pub(super) fn add(&mut self, key: &[u8], first: FirstWord, lead: Lead) {
        let found_backwards = matches!(lead, Lead::Words { .. });
        if !Class::of(first.first).is_word() && !found_backwards && !self.odd.contains(&first.first) {
            self.odd.push(first.first);
        }
        if first.unspaced
            && let Some(bits) = self.unspaced.get_mut(first.first as usize / 64)
        {
            *bits |= 1 << (first.first as usize % 64);
        }
        if first.first.is_ascii_digit() {
            self.add_few(key);
        }
        if lead == Lead::AllLower && first.first.is_ascii_lowercase() {
            let second = key.get(1).copied().unwrap_or(0);
            let pairs = &mut self.lower_pairs[usize::from(key[0] & 31)];
            // behind one letter the text may have anything: other white space, another hyphen, a mark
            *pairs |= if second.is_ascii_alphanumeric() { 1 << (second & 31) } else { u32::MAX };
            self.add_few(key);
        }
        self.lower_beyond_ascii |= lead == Lead::AllLower && !first.first.is_ascii();
        self.inner_capitals |= lead == Lead::Inner;
        self.has_lower_ascii |= matches!(lead, Lead::AllLower | Lead::Inner) && first.first.is_ascii_lowercase();
    }

    fn add_few(&mut self, key: &[u8]) {
        let few = [key[0], key.get(1).copied().filter(u8::is_ascii_alphanumeric).unwrap_or(0)];
        let most = FEW_LOWER.max(FEW_DIGITS);
        if !self.few.contains(&few) && self.few_of(few[0].is_ascii_digit()).count() <= most {
            self.few.push(few);
        }
    }

    fn few_of(&self, digits: bool) -> impl Iterator<Item = &[u8; 2]> {
        self.few.iter().filter(move |few| few[0].is_ascii_digit() == digits)
    }

    /// Settles how small letters and digits are looked for, when all names are added.
    pub(super) fn finish(&mut self) {
        self.many_lower |= self.few_of(false).count() > FEW_LOWER;
        self.many_digits |= self.few_of(true).count() > FEW_DIGITS;
        let many = (self.many_lower, self.many_digits);
        self.few.retain(|few| !if few[0].is_ascii_digit() { many.1 } else { many.0 });
    }

    /// Adds what other names begin with.
    pub(super) fn merge(&mut self, other: Beginnings) {
        self.many_lower |= other.many_lower;
        for few in other.few {
            if !self.few.contains(&few) {
                self.few.push(few);
            }
        }
        self.lower_pairs.iter_mut().zip(other.lower_pairs).for_each(|(pairs, others)| *pairs |= others);
        self.has_lower_ascii |= other.has_lower_ascii;
        self.lower_beyond_ascii |= other.lower_beyond_ascii;
        self.inner_capitals |= other.inner_capitals;
        self.many_digits |= other.many_digits;
        for odd in other.odd {
            if !self.odd.contains(&odd) {
                self.odd.push(odd);
            }
        }
        self.unspaced.iter_mut().zip(other.unspaced).for_each(|(bits, others)| *bits |= others);
    }

    /// As bytes: flags, pairs of small letters, characters of scripts without spaces, odd characters, few beginnings.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let flags =
            [self.many_lower, self.has_lower_ascii, self.lower_beyond_ascii, self.inner_capitals, self.many_digits];
        let mut bytes: Vec<u8> = flags.map(u8::from).to_vec();
        bytes.extend(self.lower_pairs.iter().flat_map(|pairs| pairs.to_le_bytes()));
        bytes.extend(self.unspaced.iter().flat_map(|bits| bits.to_le_bytes()));
        bytes.extend((self.odd.len() as u32).to_le_bytes());
        bytes.extend(self.odd.iter().flat_map(|odd| u32::from(*odd).to_le_bytes()));
        bytes.extend(self.few.as_flattened());
        bytes
    }

    /// What [`Beginnings::to_bytes`] gave. Where a byte is another, other characters are looked at, no more.
    pub(super) fn from_bytes(mut bytes: &[u8]) -> Beginnings {
        let mut take = |count: usize| bytes.split_off(..count.min(bytes.len())).unwrap_or_default();
        let mut beginnings = Beginnings::default();
        let flags = take(5);
        let flag = |i: usize| flags.get(i).is_some_and(|&flag| flag != 0);
        beginnings.many_lower = flag(0);
        beginnings.has_lower_ascii = flag(1);
        beginnings.lower_beyond_ascii = flag(2);
        beginnings.inner_capitals = flag(3);
        beginnings.many_digits = flag(4);
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        for pairs in &mut beginnings.lower_pairs {
            *pairs = number(take(4)) as u32;
        }
        for bits in &mut beginnings.unspaced {
            *bits = number(take(8));
        }
        for _ in 0..number(take(4)).min(PLANE as u64) {
            beginnings.odd.extend(char::from_u32(number(take(4)) as u32).filter(|&odd| odd != '\0'));
        }
        let few = take(2 * (FEW_LOWER + FEW_DIGITS)).as_chunks().0;
        beginnings.few.extend(few.iter().filter(|few: &&[u8; 2]| few[0].is_ascii_alphanumeric()));
        beginnings.finish();
        beginnings
    }

    /// Takes names as beginning with small letters too: for a search in any case.
    pub(super) fn ignore_case(&mut self) {
        self.many_lower = true;
        self.few.retain(|few| few[0].is_ascii_digit());
        self.lower_pairs = [u32::MAX; 32];
        self.has_lower_ascii = true;
        self.lower_beyond_ascii = true;
    }

    /// Whether a name without a capital may begin with these two bytes, the first a small ASCII letter.
    #[inline]
    pub(super) fn lower_pair(&self, first: u8, second: u8) -> bool {
        self.lower_pairs[usize::from(first & 31)] >> (second & 31) & 1 != 0
    }

    /// With which two bytes the few names begin that may be written without a capital or begin with a digit: letters are
    /// small; 0 is behind a word of one.
    #[inline]
    pub(super) fn few(&self) -> &[[u8; 2]] {
        &self.few
    }

    /// Whether a name begins with this folded character, which is no word character.
    pub(super) fn is_odd(&self, folded: &[u8]) -> bool {
        self.odd.iter().any(|odd| odd.encode_utf8(&mut [0; 4]).as_bytes() == folded)
    }

    /// Whether a name may begin with this character beyond ASCII, which is a letter or a digit of the class.
    #[inline]
    pub(super) fn wants(&self, c: char, class: Class) -> bool {
        !class.is_lower()
            || self.lower_beyond_ascii
            || self.has_lower_ascii && fold_char(c).as_bytes().first().is_some_and(u8::is_ascii)
    }

    /// Whether a name may begin with this folded character of a script without spaces.
    #[inline]
    pub(super) fn wants_unspaced(&self, folded: char) -> bool {
        self.unspaced.get(folded as usize / 64).is_none_or(|bits| bits >> (folded as usize % 64) & 1 != 0)
    }
}
