//! Which letter cases of a surface a name allows, word by word.

use super::class::Class;
use super::fold::{FoldedChar, Folder};

/// What the words of a name allow beyond how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acronym {
    /// An all-capitals word of the name may also be written as a word: Nato, Unesco.
    MayBeAWord,
    /// It may not, because it would be an ordinary word: Aids.
    OnlyCapitals,
}

/// From how many letters on an all-capitals word may also be written as a word.
pub const ACRONYM_AS_WORD_FROM: usize = 4;

/// Any small letter: what the second half of a letter that stands for two counts as.
const SMALL_LETTER: char = 'e';

/// Whether a surface that folds to the same as `name` is written in a case that the name allows under `auto`.
///
/// Every word (also the parts between hyphens and apostrophes, and the parts that an inner capital begins: Mc-Cain)
/// may stand as written, with its first letter raised, or in capitals. An all-capitals word stands as written, or from
/// four letters on as a word where `acronym` allows. A leading "The" may be "the". Letters without case are free.
#[must_use]
pub fn fits(name: &str, surface: &str, acronym: Acronym) -> bool {
    let mut of_surface = Folder::new(surface).filter(|folded| !Class::of(folded.source).is_white());
    let mut part = Part::default();
    let mut first_word = true;
    let mut last_name: Option<char> = None;
    let (mut last_at, mut last_written_at) = (None, None);
    let of_name = Folder::new(name);
    for FoldedChar { source, at, .. } in of_name {
        let class = Class::of(source);
        if class.is_white() {
            if !part.close(acronym, std::mem::take(&mut first_word)) {
                return false;
            }
            last_name = None;
            continue;
        }
        let Some(FoldedChar { source: written, at: written_at, .. }) = of_surface.next() else {
            return false;
        };
        // a letter that stands for two (Œ, ß): its second half is small, and in capitals goes with the first
        let second = last_at.replace(at) == Some(at);
        let second_written = last_written_at.replace(written_at) == Some(written_at);
        if !class.is_word() {
            if !part.close(acronym, false) {
                return false;
            }
            last_name = None;
            continue;
        }
        let inner_capital = class.is_upper() && last_name.is_some_and(|last| Class::of(last).is_lower());
        if inner_capital && !part.close(acronym, false) {
            return false;
        }
        if second_written {
            part.letters += 1;
        } else {
            part.add(if second { SMALL_LETTER } else { source }, written);
        }
        last_name = Some(source);
    }
    part.close(acronym, first_word) && of_surface.next().is_none()
}

/// A stretch of letters that has one case.
#[derive(Default)]
struct Part {
    letters: usize,
    name_capitals: usize,
    cased: usize,
    differs: usize,
    differs_first: bool,
    lowered_first: bool,
    surface_capitals: usize,
    is_the: bool,
}

impl Part {
    fn add(&mut self, name: char, surface: char) {
        let (name_class, surface_class) = (Class::of(name), Class::of(surface));
        let first = self.letters == 0;
        self.letters += 1;
        self.is_the = matches!((self.letters, name), (1, 'T'))
            || self.is_the && matches!((self.letters, name), (2, 'h') | (3, 'e'));
        if !(name_class.is_upper() || name_class.is_lower()) {
            return;
        }
        self.cased += 1;
        self.name_capitals += usize::from(name_class.is_upper());
        self.surface_capitals += usize::from(surface_class.is_upper());
        if name_class.is_upper() != surface_class.is_upper() {
            self.differs += 1;
            self.differs_first |= first;
            self.lowered_first |= first && name_class.is_upper();
        }
    }

    /// Whether the stretch stands in a case it allows; begins the next one.
    fn close(&mut self, acronym: Acronym, leading_word: bool) -> bool {
        let part = std::mem::take(self);
        let as_written = part.differs == 0;
        let raised = part.differs == 1 && part.differs_first && !part.lowered_first;
        let capitals = part.surface_capitals == part.cased;
        if as_written || raised || capitals {
            return true;
        }
        if leading_word && part.is_the && part.differs == 1 && part.lowered_first {
            return true;
        }
        let all_capitals = part.name_capitals == part.cased && part.letters == part.cased;
        let as_a_word = part.surface_capitals == 1 && part.differs == part.cased - 1 && !part.differs_first;
        all_capitals && acronym == Acronym::MayBeAWord && part.letters >= ACRONYM_AS_WORD_FROM && as_a_word
    }
}

/// Whether a surface stands letter for letter as `name` does: the same cases and marks; apostrophes, hyphens and white
/// space count as their kind.
#[must_use]
pub fn is_as_written(name: &str, surface: &str) -> bool {
    if name == surface {
        return true;
    }
    let written = |text| {
        Folder::new(text)
            .filter(|folded: &FoldedChar| !Class::of(folded.source).is_white())
            .map(|folded| (folded.folded, Class::of(folded.source).is_upper()))
    };
    written(name).eq(written(surface)) && super::fold::same_marks(name, surface)
}

/// Whether all letters of a name are capitals, two of them or more: such a name may also be written with dots (U.S.).
#[must_use]
pub fn is_acronym(name: &str) -> bool {
    let mut capitals = 0;
    let all = name.chars().map(Class::of).filter(|class| !class.is_mark()).all(|class| {
        capitals += 1;
        class.is_upper()
    });
    all && capitals >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_written_raised_or_in_capitals() {
        for (name, surface, expected) in [
            ("Vladimir Putin", "Vladimir Putin", true),
            ("Vladimir Putin", "Vladimir PUTIN", true),
            ("Vladimir Putin", "VLADIMIR PUTIN", true),
            ("Vladimir Putin", "vladimir Putin", false),
            ("Vladimir Putin", "VLadimir Putin", false),
            ("von der Leyen", "Von der Leyen", true),
            ("von der Leyen", "VON DER LEYEN", true),
            ("John McCain", "John McCAIN", true),
            ("John McCain", "John MCCAIN", true),
            ("John McCain", "John Mccain", false),
            ("al-Assad", "al-ASSAD", true),
            ("al-Assad", "Al-Assad", true),
            ("al-Assad", "al-assad", false),
            ("The Hague", "the Hague", true),
            ("The Hague", "THE HAGUE", true),
            ("The Hague", "the hague", false),
            ("Bank of The Hague", "Bank of the Hague", false),
            ("US", "US", true),
            ("US", "Us", false),
            ("US", "us", false),
            ("NATO", "Nato", true),
            ("NATO", "nato", false),
            ("WHO", "Who", false),
            ("Diyarbakır", "DİYARBAKIR", true),
            ("Straße", "STRASSE", true),
            ("Œuilly", "Oeuilly", true),
            ("Oeuilly", "Œuilly", true),
            ("Œuilly", "OEUILLY", true),
            ("Œuilly", "oeuilly", false),
            ("Москва", "МОСКВА", true),
            ("Москва", "москва", false),
            ("سوريا", "سوريا", true),
            ("iPhone", "IPHONE", true),
            ("iPhone", "Iphone", false),
            ("New York", "New\nYork", true),
            ("G20", "G20", true),
            ("G20", "g20", false),
        ] {
            assert_eq!(fits(name, surface, Acronym::MayBeAWord), expected, "{name} / {surface}");
        }
        assert!(!fits("AIDS", "Aids", Acronym::OnlyCapitals));
    }

    #[test]
    fn exact_means_letter_for_letter() {
        for (name, surface, expected) in [
            ("US", "US", true),
            ("US", "us", false),
            ("Mass.", "Mass.", true),
            ("Xi'an", "Xi’an", true),
            ("New York", "New\nYork", true),
            ("Québec", "Quebec", false),
            ("Québec", "Que\u{301}bec", true),
        ] {
            assert_eq!(is_as_written(name, surface), expected, "{name} / {surface}");
        }
    }

    #[test]
    fn acronyms_are_all_capitals() {
        for (name, expected) in [("US", true), ("U.S.", false), ("U", false), ("G20", false), ("ООН", true)] {
            assert_eq!(is_acronym(name), expected, "{name}");
        }
    }
}
