//! Which names of a foreign list are taken.
//!
//! Some names cannot stand in a list at all. Others could, but would be found in every second sentence, and no list
//! from elsewhere means that: codes, names of one or two letters, transcriptions in lower case, ordinary words.

use crate::gazetteer::cues::Cues;
use crate::model::{Kind, LONGEST_NAME};
use crate::text::class::Class;
use crate::text::fold::{fold_name, marks_matter};
use std::collections::HashSet;

/// Names of no more letters than this are left out.
const SHORT: usize = 2;

/// What is done with names that hurt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameFilter {
    /// They are left out.
    #[default]
    Careful,
    /// They are taken.
    All,
}

/// What a name is in its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The canonical name: an ordinary word (Nice, Split) may be one.
    Canonical,
    /// Another name.
    Alias,
    /// A name that is matched letter for letter: it may be short.
    Exact,
}

/// Why a name is left out, if it is.
pub(super) fn refuse(name: &str, part: Part, kind: Kind, filter: NameFilter) -> Option<&'static str> {
    if name.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return Some("name with a control or replacement character");
    }
    if part != Part::Canonical && name.contains('|') {
        return Some("name with a |, which stands between names in a list");
    }
    let folded = fold_name(name);
    if folded.is_empty() {
        return Some("empty name");
    }
    if folded.len() > LONGEST_NAME {
        return Some("name of more than 512 bytes");
    }
    if filter == NameFilter::All || part == Part::Exact {
        return None;
    }
    let cased = name.chars().filter(|&c| is_cased(c)).count();
    let letters = name.chars().filter(|&c| Class::of(c).is_word()).count();
    if letters <= SHORT && (cased > 0 || letters < SHORT) {
        return Some("name of one or two letters");
    }
    if letters > 0 && name.chars().all(|c| !c.is_alphabetic()) {
        return Some("name without a letter");
    }
    if cased > 0 && !name.chars().any(|c| Class::of(c).is_upper()) {
        return Some("name in lower case");
    }
    let cues = Cues::get();
    let lower = name.to_lowercase();
    if part == Part::Alias && (cues.is_common_word(&lower) || cues.is_common_word(&folded)) {
        return Some("alias that is an ordinary word");
    }
    // Wilson for a suburb of Chicago, Keith for a village near New York: the man is meant nearly always
    if part == Part::Alias && kind == Kind::Place && (cues.is_given_name(&lower) || cues.is_surname(&lower)) {
        return Some("alias of a place that is a name of people");
    }
    None
}

/// Words of names that texts write small; matching lets them begin with a capital too.
const PARTICLES: [&str; 22] = [
    "al", "as", "ash", "bin", "bint", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le",
    "ter", "van", "von", "y", "zu",
];

/// A person's name as texts write it, where a list has words of it in capitals: Vladimir PUTIN is Vladimir Putin.
///
/// A name of a single word stays, it may be an acronym; so do initials and the numbers of kings.
pub(super) fn person_as_written(name: &str) -> String {
    if !name.trim().contains(' ') {
        return name.to_owned();
    }
    let mut written = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| Class::of(c).is_word() != Class::of(first).is_word()).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        let capitals = part.chars().nth(1).is_some() && part.chars().all(|c| Class::of(c).is_upper());
        let is_number = part.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        if !capitals || is_number {
            written.push_str(part);
            continue;
        }
        let small = part.to_lowercase();
        let is_particle = PARTICLES.contains(&small.as_str()) && !written.is_empty();
        if is_particle {
            written.push_str(&small);
        } else {
            written.push(first);
            written.extend(part.chars().skip(1).flat_map(char::to_lowercase));
        }
    }
    written
}

/// Whether a letter has a capital that texts use: Georgian has, but no text begins names with it.
fn is_cased(c: char) -> bool {
    let class = Class::of(c);
    (class.is_upper() || class.is_lower()) && !matches!(c, '\u{10D0}'..='\u{10FF}')
}

/// Tells names that match the same texts.
#[derive(Default)]
pub(super) struct Seen {
    keys: HashSet<String>,
}

impl Seen {
    /// Forgets the names of the last row.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
    }

    /// Whether no name before matches what this one does: letters, and which of them are capitals; short names also by
    /// their marks.
    pub(super) fn is_new(&mut self, name: &str) -> bool {
        let mut key = if name.chars().count() < 5 || marks_matter(name) { name.to_owned() } else { fold_name(name) };
        key.push('\u{1F}');
        key.extend(name.chars().filter(|c| c.is_alphabetic()).map(|c| if Class::of(c).is_upper() { 'A' } else { 'a' }));
        self.keys.insert(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hurts_is_left_out() {
        for (name, part, expected) in [
            ("Londres", Part::Alias, None),
            ("Of", Part::Alias, Some("name of one or two letters")),
            ("Of", Part::Canonical, Some("name of one or two letters")),
            ("北京", Part::Alias, None),
            ("京", Part::Alias, Some("name of one or two letters")),
            ("lun dun", Part::Alias, Some("name in lower case")),
            ("les Escaldes", Part::Canonical, None),
            ("ლონდონი", Part::Alias, None),
            ("لندن", Part::Alias, None),
            ("Reading", Part::Canonical, None),
            ("Reading", Part::Alias, Some("alias that is an ordinary word")),
            ("Wilson", Part::Alias, Some("alias of a place that is a name of people")),
            ("US", Part::Exact, None),
            ("12", Part::Alias, Some("name without a letter")),
            ("1945", Part::Alias, Some("name without a letter")),
            ("A|B", Part::Alias, Some("name with a |, which stands between names in a list")),
            ("A|B City", Part::Canonical, None),
            ("a\0b", Part::Canonical, Some("name with a control or replacement character")),
            ("\u{200B}", Part::Canonical, Some("empty name")),
        ] {
            assert_eq!(refuse(name, part, Kind::Place, NameFilter::Careful), expected, "{name}");
        }
        assert_eq!(refuse("lun dun", Part::Alias, Kind::Place, NameFilter::All), None);
        assert_eq!(refuse("Wilson", Part::Alias, Kind::Person, NameFilter::Careful), None);
        let long = "x".repeat(513);
        assert_eq!(refuse(&long, Part::Alias, Kind::Place, NameFilter::All), Some("name of more than 512 bytes"));
    }

    #[test]
    fn words_in_capitals_are_written_as_texts_do() {
        for (name, written) in [
            ("Vladimir PUTIN", "Vladimir Putin"),
            ("BASHAR AL-ASSAD", "Bashar al-Assad"),
            ("URSULA VON DER LEYEN", "Ursula von der Leyen"),
            ("JOHN F. KENNEDY", "John F. Kennedy"),
            ("BENEDICT XVI", "Benedict XVI"),
            ("LI WEI", "Li Wei"),
            ("John McCAIN", "John McCAIN"),
            ("ÉLISE ŁUCKA", "Élise Łucka"),
            ("PELE", "PELE"),
            ("张 伟", "张 伟"),
        ] {
            assert_eq!(person_as_written(name), written);
        }
    }

    #[test]
    fn names_that_match_the_same_are_one() {
        let mut seen = Seen::default();
        for (name, new) in
            [("Wrocław", true), ("Wroclaw", false), ("WROCLAW", true), ("Köln", true), ("Koln", true), ("Köln", false)]
        {
            assert_eq!(seen.is_new(name), new, "{name}");
        }
    }
}
