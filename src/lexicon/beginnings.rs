//! What names begin with, apart from plain capitals: which other characters of a text are worth a look.

use super::first_words::FirstWord;
use crate::text::class::Class;
use crate::text::fold::fold_char;
use aho_corasick::packed;

/// What stands in a name before its first capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nothing.
    None,
    /// So many small words before a word of this hash: `al-Assad`, `the Hague`.
    Words(u8, u64),
    /// The small letters of its first word: `eBay`.
    Inner,
    /// Everything: it may be written without a capital.
    AllLower,
}

/// How many beginnings in small letters are searched for: a search for a few passes over text at some gigabytes a second,
/// so it costs less than a look at each small letter that begins a word.
const FEW_LOWER: usize = 16;

/// The most letters of a beginning that are searched for.
pub(super) const LONGEST_NEEDLE: usize = 6;

/// Characters with a bit of their own in [`Beginnings::unspaced`]: those of the basic plane.
const PLANE: usize = 0x1_0000;

/// What names begin with.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    /// Whether so many names may be written without a capital that each word of small letters is to be looked at.
    pub(super) many_lower: bool,
    /// If not, with which small letters the few begin.
    few_lower: Vec<Vec<u8>>,
    /// A search for all of these at once.
    few_search: Option<packed::Searcher>,
    /// By the low five bits of two bytes: whether such a name begins so.
    lower_pairs: [u32; 32],
    /// Whether any name begins with a small ASCII letter, to which a letter with a mark folds.
    has_lower_ascii: bool,
    /// Whether any name may be written without a capital and begins with another letter.
    lower_beyond_ascii: bool,
    /// Whether the first capital of any name stands inside a word: eBay.
    pub(super) inner_capitals: bool,
    /// Whether any name begins with a digit.
    pub(super) digits: bool,
    /// Folded characters that are no word characters and begin a name: `+972`, `'s-Hertogenbosch`.
    pub(super) odd: Vec<char>,
    /// A bit for each folded character of a script without spaces that begins a name.
    unspaced: Vec<u64>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings {
            many_lower: false,
            few_lower: Vec::new(),
            few_search: None,
            lower_pairs: [0; 32],
            has_lower_ascii: false,
            lower_beyond_ascii: false,
            inner_capitals: false,
            digits: false,
            odd: Vec::new(),
            unspaced: vec![0; PLANE / 64],
        }
    }
}

impl Beginnings {
    /// Adds a folded name, its first word, what stands before its first capital, and whether capitals may
    /// stand in it elsewhere.
    pub(super) fn add(&mut self, key: &[u8], first: FirstWord, lead: Lead, mixed_case: bool) {
        if !Class::of(first.first).is_word() && !self.odd.contains(&first.first) {
            self.odd.push(first.first);
        }
        if first.unspaced
            && let Some(bits) = self.unspaced.get_mut(first.first as usize / 64)
        {
            *bits |= 1 << (first.first as usize % 64);
        }
        self.digits |= first.first.is_ascii_digit();
        if lead == Lead::AllLower && first.first.is_ascii() {
            let second = key.get(1).copied().unwrap_or(0);
            let pairs = &mut self.lower_pairs[usize::from(key[0] & 31)];
            // behind one letter the text may have anything: other white space, another hyphen, a mark
            *pairs |= if second.is_ascii_alphanumeric() { 1 << (second & 31) } else { u32::MAX };
            if !second.is_ascii_lowercase() || mixed_case {
                self.many_lower = true;
            } else if self.few_lower.len() <= FEW_LOWER {
                let letters = key.iter().take_while(|byte| byte.is_ascii_lowercase()).count().min(LONGEST_NEEDLE);
                if !self.few_lower.iter().any(|known| known == &key[..letters]) {
                    self.few_lower.push(key[..letters].to_vec());
                }
            }
        }
        self.lower_beyond_ascii |= lead == Lead::AllLower && !first.first.is_ascii();
        self.inner_capitals |= lead == Lead::Inner;
        self.has_lower_ascii |= matches!(lead, Lead::AllLower | Lead::Inner) && first.first.is_ascii();
    }

    /// Settles how small letters are looked for, when all names are added.
    pub(super) fn finish(&mut self) {
        if self.few_lower.is_empty() {
            return;
        }
        if !self.many_lower && self.few_lower.len() <= FEW_LOWER {
            let mut search = packed::Config::new();
            search.match_kind(packed::MatchKind::LeftmostLongest);
            self.few_search = search.builder().extend(&self.few_lower).build();
        }
        // not every machine can search for many at once
        self.many_lower |= self.few_search.is_none();
    }

    /// Adds what other names begin with.
    pub(super) fn merge(&mut self, other: Beginnings) {
        self.many_lower |= other.many_lower;
        for few in other.few_lower {
            if !self.few_lower.contains(&few) {
                self.few_lower.push(few);
            }
        }
        self.lower_pairs.iter_mut().zip(other.lower_pairs).for_each(|(pairs, others)| *pairs |= others);
        self.has_lower_ascii |= other.has_lower_ascii;
        self.lower_beyond_ascii |= other.lower_beyond_ascii;
        self.inner_capitals |= other.inner_capitals;
        self.digits |= other.digits;
        for odd in other.odd {
            if !self.odd.contains(&odd) {
                self.odd.push(odd);
            }
        }
        self.unspaced.iter_mut().zip(other.unspaced).for_each(|(bits, others)| *bits |= others);
    }

    /// As bytes: flags, pairs of small letters, characters of scripts without spaces, odd characters, few beginnings.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let flags = [self.many_lower, self.has_lower_ascii, self.lower_beyond_ascii, self.inner_capitals, self.digits];
        let mut bytes: Vec<u8> = flags.map(u8::from).to_vec();
        bytes.extend(self.lower_pairs.iter().flat_map(|pairs| pairs.to_le_bytes()));
        bytes.extend(self.unspaced.iter().flat_map(|bits| bits.to_le_bytes()));
        bytes.extend((self.odd.len() as u32).to_le_bytes());
        bytes.extend(self.odd.iter().flat_map(|odd| u32::from(*odd).to_le_bytes()));
        for few in &self.few_lower {
            let mut needle = [0; LONGEST_NEEDLE];
            needle[..few.len()].copy_from_slice(few);
            bytes.extend(needle);
        }
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
        beginnings.digits = flag(4);
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
        loop {
            let needle = take(LONGEST_NEEDLE);
            let letters = needle.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
            if letters < 2 {
                beginnings.finish();
                return beginnings;
            }
            beginnings.few_lower.push(needle[..letters].to_vec());
        }
    }

    /// Takes names as beginning with small letters too: for a search in any case.
    pub(super) fn ignore_case(&mut self) {
        self.many_lower = true;
        self.few_search = None;
        self.lower_pairs = [u32::MAX; 32];
        self.has_lower_ascii = true;
        self.lower_beyond_ascii = true;
    }

    /// Whether a name without a capital may begin with these two bytes, the first a small ASCII letter.
    #[inline]
    pub(super) fn lower_pair(&self, first: u8, second: u8) -> bool {
        self.lower_pairs[usize::from(first & 31)] >> (second & 31) & 1 != 0
    }

    /// The places where one of the few beginnings in small letters stands, inside words too.
    pub(super) fn few_lower<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = usize> + 't {
        self.few_search.iter().flat_map(|search| search.find_iter(text)).map(|found| found.start())
    }

    /// Whether one of the few beginnings in small letters begins with this one.
    #[inline]
    pub(super) fn few_begin_with(&self, letter: u8) -> bool {
        self.few_search.is_some() && self.few_lower.iter().any(|few| few[0] == letter)
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
