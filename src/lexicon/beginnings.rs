//! What names begin with, apart from plain capitals: which other characters of a text are worth a look.

use super::first_words::FirstWord;
use crate::text::class::Class;
use crate::text::fold::fold_char;
use crate::text::lanes::Lanes;

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

/// How many names that may be written without a capital are looked for one by one; for more, each small letter that
/// begins a word is looked at.
const FEW: usize = 8;

/// How many bytes of such a name are compared.
const HEAD: usize = 16;

/// Characters with a bit of their own in [`Beginnings::unspaced`]: those of the basic plane.
const PLANE: usize = 0x1_0000;

/// What names begin with.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    /// Whether so many names may be written without a capital that each word of small letters is to be looked at.
    pub(super) many_lower: bool,
    /// The names that may be written without a capital and begin with an ASCII letter, if they are few.
    few: FewNames,
    /// By two bytes ([`pair_of`]): whether such a name, or one that begins with a digit, begins so.
    pairs: [u32; 64],
    /// Whether any name begins with a small ASCII letter, to which a letter with a mark folds.
    has_lower_ascii: bool,
    /// Whether any name may be written without a capital and begins with another letter.
    lower_beyond_ascii: bool,
    /// Whether the first capital of any name stands inside a word: eBay.
    pub(super) inner_capitals: bool,
    /// Whether any name begins with a digit.
    pub(super) has_digits: bool,
    /// Folded characters that are no word characters and begin a name that is not found backwards from a capital: `+972`.
    pub(super) odd: Vec<char>,
    /// A bit for each folded character of a script without spaces that begins a name.
    unspaced: Vec<u64>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings {
            many_lower: false,
            few: FewNames::default(),
            pairs: [0; 64],
            has_lower_ascii: false,
            lower_beyond_ascii: false,
            inner_capitals: false,
            has_digits: false,
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
        let all_lower = lead == Lead::AllLower && first.first.is_ascii_lowercase();
        self.has_digits |= first.first.is_ascii_digit();
        if all_lower || first.first.is_ascii_digit() {
            let second = key.get(1).copied().unwrap_or(0);
            let (place, bit) = pair_of(key[0], second);
            // behind one letter the text may have anything: other white space, another hyphen, a mark
            self.pairs[place] |= if second.is_ascii_alphanumeric() { bit } else { u32::MAX };
        }
        if all_lower && !self.many_lower {
            self.few.add(key);
            self.many_lower = self.few.heads.len() > FEW;
        }
        self.lower_beyond_ascii |= lead == Lead::AllLower && !first.first.is_ascii();
        self.inner_capitals |= lead == Lead::Inner;
        self.has_lower_ascii |= matches!(lead, Lead::AllLower | Lead::Inner) && first.first.is_ascii_lowercase();
    }

    /// Settles how small letters are looked for, when all names are added.
    pub(super) fn finish(&mut self) {
        if self.many_lower {
            self.few = FewNames::default();
        }
    }

    /// Adds what other names begin with.
    pub(super) fn merge(&mut self, other: Beginnings) {
        self.many_lower |= other.many_lower;
        other.few.heads.iter().for_each(|head| self.few.add(head));
        self.many_lower |= self.few.heads.len() > FEW;
        self.pairs.iter_mut().zip(other.pairs).for_each(|(pairs, others)| *pairs |= others);
        self.has_lower_ascii |= other.has_lower_ascii;
        self.lower_beyond_ascii |= other.lower_beyond_ascii;
        self.inner_capitals |= other.inner_capitals;
        self.has_digits |= other.has_digits;
        for odd in other.odd {
            if !self.odd.contains(&odd) {
                self.odd.push(odd);
            }
        }
        self.unspaced.iter_mut().zip(other.unspaced).for_each(|(bits, others)| *bits |= others);
    }

    /// As bytes: flags, pairs of bytes, characters of scripts without spaces, odd characters, few names.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let flags =
            [self.many_lower, self.has_lower_ascii, self.lower_beyond_ascii, self.inner_capitals, self.has_digits];
        let mut bytes: Vec<u8> = flags.map(u8::from).to_vec();
        bytes.extend(self.pairs.iter().flat_map(|pairs| pairs.to_le_bytes()));
        bytes.extend(self.unspaced.iter().flat_map(|bits| bits.to_le_bytes()));
        bytes.extend((self.odd.len() as u32).to_le_bytes());
        bytes.extend(self.odd.iter().flat_map(|odd| u32::from(*odd).to_le_bytes()));
        bytes.extend(self.few.heads.as_flattened());
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
        beginnings.has_digits = flag(4);
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        for pairs in &mut beginnings.pairs {
            *pairs = number(take(4)) as u32;
        }
        for bits in &mut beginnings.unspaced {
            *bits = number(take(8));
        }
        for _ in 0..number(take(4)).min(PLANE as u64) {
            beginnings.odd.extend(char::from_u32(number(take(4)) as u32).filter(|&odd| odd != '\0'));
        }
        take(HEAD * FEW).as_chunks().0.iter().for_each(|head: &[u8; HEAD]| beginnings.few.add(head));
        beginnings.finish();
        beginnings
    }

    /// Takes names as beginning with small letters too: for a search in any case.
    pub(super) fn ignore_case(&mut self) {
        self.many_lower = true;
        (b'a'..=b'z').for_each(|letter| self.pairs[pair_of(letter, 0).0] = u32::MAX);
        self.has_lower_ascii = true;
        self.lower_beyond_ascii = true;
        self.finish();
    }

    /// Those of some places of a text, one bit for each, where small ASCII letters or digits stand with which a name may
    /// begin that needs no capital, as far as the byte behind them can tell.
    pub(super) fn wanted(&self, text: &[u8], places: u64) -> u64 {
        of_places(places, |place| {
            let second = text.get(place + 1).copied().unwrap_or(0);
            let (place, bit) = pair_of(text[place], second);
            second >= 0x80 || self.pairs[place] & bit != 0
        })
    }

    /// The names that may be written without a capital, where they are few.
    #[inline]
    pub(super) fn few(&self) -> &FewNames {
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

/// The place of a letter or digit among 64, and the bit of the byte behind it; bytes share them.
#[inline]
const fn pair_of(first: u8, second: u8) -> (usize, u32) {
    // of letters and digits, only digits lack this bit
    let digit = !first >> 1 & 32;
    ((first & 31 | digit) as usize, 1 << (second & 31))
}

/// Those of some places, one bit for each, that are wanted.
#[inline]
fn of_places(mut places: u64, is_wanted: impl Fn(usize) -> bool) -> u64 {
    let mut wanted = 0;
    while places != 0 {
        let place = places.trailing_zeros();
        places &= places - 1;
        wanted |= u64::from(is_wanted(place as usize)) << place;
    }
    wanted
}

/// A few names that may be written without a capital, by their beginnings.
#[derive(Clone, Debug, Default)]
pub(super) struct FewNames {
    /// Folded; zeros behind a short name.
    heads: Vec<[u8; HEAD]>,
    /// Their first two bytes.
    pairs: Vec<FirstTwo>,
}

/// The first two bytes of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FirstTwo {
    first: u8,
    second: u8,
    /// All ones, or nothing where any byte may be the second.
    compared: u8,
}

impl FewNames {
    fn add(&mut self, key: &[u8]) {
        let mut head = [0; HEAD];
        let length = key.len().min(HEAD);
        head[..length].copy_from_slice(&key[..length]);
        if !head[0].is_ascii_lowercase() || self.heads.len() > FEW || self.heads.contains(&head) {
            return;
        }
        self.heads.push(head);
        let compared = head[1].is_ascii_alphanumeric();
        let pair = FirstTwo {
            first: head[0],
            second: if compared { head[1] } else { 0 },
            compared: if compared { 0xFF } else { 0 },
        };
        if !self.pairs.contains(&pair) {
            self.pairs.push(pair);
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// One bit for each byte of a block where the first two bytes of a name stand, the second in any case or beyond ASCII;
    /// `behind` has the bytes one behind those of the block.
    #[inline(always)]
    pub(super) fn bits<L: Lanes>(&self, lanes: L, block: L::Block, behind: L::Block) -> u64 {
        let small = lanes.or(behind, lanes.splat(0x20));
        let high = lanes.within(behind, 0x80, 0x7F);
        let mut found = lanes.splat(0);
        for &FirstTwo { first, second, compared } in &self.pairs {
            let same = lanes.same(lanes.and(small, lanes.splat(compared)), lanes.splat(second));
            let here = lanes.and(lanes.same(block, lanes.splat(first)), lanes.or(same, high));
            found = lanes.or(found, here);
        }
        lanes.bits(found)
    }

    /// Those of some places of a text, one bit for each, with which one of the names may begin.
    pub(super) fn wanted(&self, text: &[u8], places: u64) -> u64 {
        of_places(places, |place| self.may_begin(&text[place..]))
    }

    /// Whether a text may begin with one of the names: letters, digits and single spaces are compared, up to what only
    /// folding can tell.
    fn may_begin(&self, text: &[u8]) -> bool {
        let differs = |(text, name): (&u8, &u8)| match (text.to_ascii_lowercase(), *name) {
            (text @ (b'a'..=b'z' | b'0'..=b'9'), name @ (b'a'..=b'z' | b'0'..=b'9')) => Some(text != name),
            (b' ' | b'\n', b' ') => Some(false),
            (b'a'..=b'z' | b'0'..=b'9', b' ' | 0) => Some(true),
            _ => None,
        };
        // at the first that cannot be told it may begin, and where nothing differs
        self.heads.iter().any(|head| !text.iter().zip(head).map_while(differs).any(|differs| differs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_names_are_told_from_other_words_as_far_as_letters_can() {
        let mut few = FewNames::default();
        few.add(b"the own goal");
        few.add(b"taz");
        for text in ["the own goal", "the\nown", "THE OWN", "the-own", "the  own", "thé", "the", "t", "taz", "taz."] {
            assert!(few.may_begin(text.as_bytes()), "{text}");
        }
        for text in ["this", "the owl", "then own", "the own goalkeeper", "tazer"] {
            assert!(!few.may_begin(text.as_bytes()), "{text}");
        }
    }
}
