//! What the word lists say of a word when unlisted names are looked for.

use crate::gazetteer::cues::columns;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A set of things that the lists say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cue(u16);

impl Cue {
    pub(super) const COMMON: Cue = Cue(1);
    pub(super) const GIVEN: Cue = Cue(1 << 1);
    pub(super) const SURNAME: Cue = Cue(1 << 2);
    /// An office, rank or honorific before a name, with a capital.
    pub(super) const TITLE: Cue = Cue(1 << 3);
    /// An occupation or relation, which stands before names in small letters.
    pub(super) const ROLE: Cue = Cue(1 << 4);
    pub(super) const ORGANIZATION: Cue = Cue(1 << 5);
    pub(super) const PLACE: Cue = Cue(1 << 6);
    pub(super) const PREPOSITION: Cue = Cue(1 << 7);
    pub(super) const SPEECH: Cue = Cue(1 << 8);
    pub(super) const CALENDAR: Cue = Cue(1 << 9);
    /// Stands in small letters inside the names of people: de, van, bin.
    pub(super) const PARTICLE: Cue = Cue(1 << 10);
    /// Stands in small letters inside the names of organizations: of, for.
    pub(super) const LINK: Cue = Cue(1 << 11);

    pub(super) const fn any(self, other: Cue) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn and(self, other: Cue) -> Cue {
        Cue(self.0 | other.0)
    }
}

const PARTICLES: &str = "de del della di da das do dos du van von der den ter ten bin ibn bint al el ud";
const LINKS: &str = "of for on";

/// What the lists say of a word, whatever its case and without the full stop at its end.
pub(super) fn of(word: &str) -> Cue {
    static WORDS: OnceLock<FxHashMap<String, Cue>> = OnceLock::new();
    let words = WORDS.get_or_init(read);
    words.get(word.trim_end_matches('.').to_lowercase().as_str()).copied().unwrap_or_default()
}

fn read() -> FxHashMap<String, Cue> {
    let mut words: FxHashMap<String, Cue> = FxHashMap::default();
    let mut add = |word: &str, cue: Cue| {
        let known = words.entry(word.trim_end_matches('.').to_lowercase()).or_default();
        *known = known.and(cue);
    };
    let lists: [(&[u8], &str, Cue); 6] = [
        (include_bytes!("../../gazetteers/cues/common-words.csv"), "word", Cue::COMMON),
        (include_bytes!("../../gazetteers/cues/given-names.csv"), "name", Cue::GIVEN),
        (include_bytes!("../../gazetteers/cues/surnames.csv"), "name", Cue::SURNAME),
        (include_bytes!("../../gazetteers/cues/calendar.csv"), "word", Cue::CALENDAR),
        (include_bytes!("../../gazetteers/cues/place-prepositions.csv"), "word", Cue::PREPOSITION),
        (include_bytes!("../../gazetteers/cues/speech-verbs.csv"), "word", Cue::SPEECH),
    ];
    for (bytes, column, cue) in lists {
        columns(bytes, [column]).for_each(|[word]| add(&word, cue));
    }
    let titles = include_bytes!("../../gazetteers/cues/titles.csv");
    for [title, position, kind] in columns(titles, ["title", "position", "kind"]) {
        // the last word of a title stands before the name: Secretary of State Karim
        if let Some(last) = title.rsplit(' ').next().filter(|_| position == "before") {
            add(last, if kind == "role" { Cue::ROLE } else { Cue::TITLE });
        }
    }
    let kinds: [(&[u8], Cue); 2] = [
        (include_bytes!("../../gazetteers/cues/organization-words.csv"), Cue::ORGANIZATION),
        (include_bytes!("../../gazetteers/cues/place-words.csv"), Cue::PLACE),
    ];
    for (bytes, cue) in kinds {
        for [word, position] in columns(bytes, ["word", "position"]) {
            // what tells the kind is the first word of a beginning (Bank of) and the last of an end (Police Department)
            let telling = if position == "first" { word.split(' ').next() } else { word.rsplit(' ').next() };
            telling.into_iter().for_each(|word| add(word, cue));
        }
    }
    for (list, cue) in [(PARTICLES, Cue::PARTICLE), (LINKS, Cue::LINK)] {
        list.split(' ').for_each(|word| add(word, cue));
    }
    words
}
