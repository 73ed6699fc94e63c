//! The word lists that rules read, out of `gazetteers/cues/`, embedded in the program.
//!
//! They are data, not names: a line each, the word first. Words are compared in lower case, hyphen parts and elisions
//! folded. What all lists say of one word is asked at once ([`Cues::of`]): a rule sees a set of [`Cue`]s.

use super::word_table::WordTable;
use rustc_hash::FxHashSet;
use std::collections::HashMap;
use std::ops::BitOr;
use std::sync::OnceLock;

/// A set of things that the lists say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cue(u32);

impl Cue {
    /// Nothing is said of the word.
    pub const NONE: Cue = Cue(0);
    /// An ordinary word of a language.
    pub const COMMON: Cue = Cue(1);
    /// A given name.
    pub const GIVEN: Cue = Cue(1 << 1);
    /// A family name.
    pub const SURNAME: Cue = Cue(1 << 2);
    /// The last word of a title before a name: President, Dr, Captain.
    pub const TITLE: Cue = Cue(1 << 3);
    /// The same of an occupation or a relation, which stands before names in small letters too: spokesman, coach.
    pub const ROLE: Cue = Cue(1 << 4);
    /// What follows the name of a person: Jr., PhD.
    pub const SUFFIX: Cue = Cue(1 << 5);
    /// The last word of an organization's name: University, Council, Inc.
    pub const ORGANIZATION: Cue = Cue(1 << 6);
    /// The first word of an organization's name: Bank (of), Université.
    pub const ORGANIZATION_FIRST: Cue = Cue(1 << 7);
    /// The last word of a place's name: County, River, Street.
    pub const PLACE: Cue = Cue(1 << 8);
    /// The first word of a place's name: Lake, Mount, San.
    pub const PLACE_FIRST: Cue = Cue(1 << 9);
    /// A preposition that places follow, such as in and near.
    pub const PREPOSITION: Cue = Cue(1 << 10);
    /// A verb of saying.
    pub const SPEECH: Cue = Cue(1 << 11);
    /// A month, a weekday, a feast.
    pub const CALENDAR: Cue = Cue(1 << 12);
    /// A direction or a part, which makes no other name of a place: north, southern, downtown.
    pub const DIRECTION: Cue = Cue(1 << 13);
    /// A particle inside the names of people: de, van, bin.
    pub const PARTICLE: Cue = Cue(1 << 14);
    /// A word that nouns follow: the, a, this; der, das, le.
    pub const DETERMINER: Cue = Cue(1 << 15);
    /// The same in German.
    pub const GERMAN_DETERMINER: Cue = Cue(1 << 20);
    /// A preposition or conjunction that may stand between the words of a name: of, and, for.
    pub const LINK: Cue = Cue(1 << 16);

    /// A preposition that says where, and nothing else: in, near, at.
    pub const LOCATIVE: Cue = Cue(1 << 17);
    /// The last word of an event's name, or of a law's or a treaty's: War, Cup, Festival, Act.
    pub const EVENT: Cue = Cue(1 << 19);
    /// A pronoun for people behind a comma: who, whose.
    pub const RELATIVE: Cue = Cue(1 << 18);

    /// Whether the two have something in common.
    #[inline]
    #[must_use]
    pub const fn any(self, other: Cue) -> bool {
        self.0 & other.0 != 0
    }

    /// The set without some.
    #[inline]
    #[must_use]
    pub const fn without(self, other: Cue) -> Cue {
        Cue(self.0 & !other.0)
    }

    /// Whether nothing is said.
    #[inline]
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Cue {
    type Output = Cue;

    #[inline]
    fn bitor(self, other: Cue) -> Cue {
        Cue(self.0 | other.0)
    }
}

/// Words that are too many things to be a list: closed classes of English, German, French and Spanish.
const CLOSED: [(Cue, &str); 8] = [
    (Cue::RELATIVE, "who whose whom qui quien"),
    (Cue::LOCATIVE, "in near at outside inside en à dans"),
    (Cue::PREPOSITION, "aus nach bei à dans desde sur depuis vers en nahe"),
    (
        Cue::DIRECTION,
        "north south east west northern southern eastern western northeast northwest southeast southwest northeastern \
         northwestern southeastern southwestern central greater upper lower downtown uptown upstate inner outer rural \
         suburban metropolitan mainland metro occupied nearby",
    ),
    (
        Cue::PARTICLE,
        "de del della di da das do dos du des la le van von der den ter ten bin ibn bint al el abu abd ul ud zu zur",
    ),
    (
        Cue::DETERMINER,
        "the a an this that these those each every his her their our its my your le la les un une ce cette el los las \
         una unos",
    ),
    (
        Cue(Cue::DETERMINER.0 | Cue::GERMAN_DETERMINER.0),
        "der die das dem den des ein eine einen einem einer eines dieser diese dieses diesem diesen jede jeder jedes \
         jedem jeden mein meine meinen meinem sein seine seinen seinem seiner ihre ihren ihrem ihrer unser unsere \
         unseren unserem kein keine keiner keinen keinem beim zum zur im am vom",
    ),
    (Cue::LINK, "of and for the in at & de du des la und für y et"),
];

/// Titles that are also ordinary words of small letters: evidence only with a capital.
const ONLY_CAPITAL: &str = "general major private count chief captain forward guard model partner principal official \
                            prop anchor patron editor resident rival defensa milieu milieux chef deputy senior dean \
                            hooker rookie candidate lawmakers";

/// The word lists.
#[derive(Debug)]
pub struct Cues {
    words: WordTable<Cue>,
    hyphen_before: FxHashSet<String>,
    hyphen_after: FxHashSet<String>,
    elisions: FxHashSet<String>,
}

/// About how many words the lists have.
const MANY_WORDS: usize = 25_000;

impl Cues {
    /// The embedded word lists, read when they are first asked for.
    pub fn get() -> &'static Cues {
        static CUES: OnceLock<Cues> = OnceLock::new();
        CUES.get_or_init(|| {
            let mut parts: HashMap<String, FxHashSet<String>> = HashMap::new();
            let hyphen_parts = include_bytes!("../../gazetteers/cues/hyphen-parts.csv");
            columns(hyphen_parts, ["part", "position"], |[part, position]| {
                parts.entry(position.to_owned()).or_default().insert(part.to_lowercase());
            });
            let mut take = |position: &str| parts.remove(position).unwrap_or_default();
            let mut elisions = FxHashSet::default();
            columns(include_bytes!("../../gazetteers/cues/elisions.csv"), ["part"], |[part]| {
                elisions.insert(part.to_lowercase());
            });
            let (hyphen_before, mut hyphen_after) = (take("before"), take("after"));
            hyphen_after.extend(take("suffix"));
            Cues { words: words(), hyphen_before, hyphen_after, elisions }
        })
    }

    /// What the lists say of a word, whatever its case; a full stop at its end makes no difference.
    #[inline]
    #[must_use]
    pub fn of(&self, word: &str) -> Cue {
        let dotted = word.as_bytes().last() == Some(&b'.');
        self.words.get_lowered(&word[..word.len() - usize::from(dotted)]).unwrap_or_default()
    }

    #[inline]
    fn lower(&self, lower: &str) -> Cue {
        self.words.get(lower).unwrap_or_default()
    }

    /// Whether a lower-case word is an ordinary word of English, German, French or Spanish.
    #[must_use]
    pub fn is_common_word(&self, lower: &str) -> bool {
        self.lower(lower).any(Cue::COMMON)
    }

    /// Whether a lower-case name is a given name.
    #[must_use]
    pub fn is_given_name(&self, lower: &str) -> bool {
        self.lower(lower).any(Cue::GIVEN)
    }

    /// Whether a lower-case name is a family name.
    #[must_use]
    pub fn is_surname(&self, lower: &str) -> bool {
        self.lower(lower).any(Cue::SURNAME)
    }

    /// Whether a lower-case part may stand before a hyphen and a name without making another name: anti, pro, ex.
    #[must_use]
    pub fn may_precede_hyphen(&self, lower: &str) -> bool {
        self.hyphen_before.contains(lower)
    }

    /// Whether a lower-case part may stand behind a name and a hyphen without making another name: style, led, based.
    #[must_use]
    pub fn may_follow_hyphen(&self, lower: &str) -> bool {
        self.hyphen_after.contains(lower)
    }

    /// Whether a lower-case part is an elided article or preposition: l'Iran, d'Assad.
    #[must_use]
    pub fn is_elision(&self, lower: &str) -> bool {
        self.elisions.contains(lower)
    }
}

/// All lists but those of parts of words, word by word.
fn words() -> WordTable<Cue> {
    let mut words = WordTable::with_room(MANY_WORDS);
    let mut lower = String::new();
    let mut add = |word: &str, cue: Cue| {
        let word = word.trim_end_matches('.');
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.push_str(&word.to_lowercase());
        }
        if let Some(known) = words.get_mut(&lower) {
            *known = *known | cue;
        } else if !lower.is_empty() {
            words.insert(&lower, cue);
        }
    };
    let single = |word: &str| !word.contains(' ');
    for (bytes, column, cue) in [
        (include_bytes!("../../gazetteers/cues/common-words.csv").as_slice(), "word", Cue::COMMON),
        (include_bytes!("../../gazetteers/cues/given-names.csv"), "name", Cue::GIVEN),
        (include_bytes!("../../gazetteers/cues/surnames.csv"), "name", Cue::SURNAME),
        (include_bytes!("../../gazetteers/cues/calendar.csv"), "word", Cue::CALENDAR),
        (include_bytes!("../../gazetteers/cues/place-prepositions.csv"), "word", Cue::PREPOSITION),
        (include_bytes!("../../gazetteers/cues/speech-verbs.csv"), "word", Cue::SPEECH),
        (include_bytes!("../../gazetteers/cues/event-words.csv"), "word", Cue::EVENT),
    ] {
        columns(bytes, [column], |[word]| add(word, cue));
    }
    let titles = include_bytes!("../../gazetteers/cues/titles.csv");
    columns(titles, ["title", "position", "kind"], |[title, position, kind]| {
        let last = title.rsplit(' ').next().unwrap_or(title);
        let capital = title.chars().next().is_some_and(char::is_uppercase);
        match (position, kind) {
            ("after", _) if single(title) => add(title, Cue::SUFFIX),
            ("before", "role") if !capital => add(last, Cue::ROLE),
            ("before", _) => add(last, Cue::TITLE),
            _ => {}
        }
    });
    for (bytes, first, last) in [
        (
            include_bytes!("../../gazetteers/cues/organization-words.csv").as_slice(),
            Cue::ORGANIZATION_FIRST,
            Cue::ORGANIZATION,
        ),
        (include_bytes!("../../gazetteers/cues/place-words.csv"), Cue::PLACE_FIRST, Cue::PLACE),
    ] {
        columns(bytes, ["word", "position"], |[word, position]| {
            let (head, tail) = (word.split(' ').next(), word.rsplit(' ').next());
            if position != "last"
                && let Some(head) = head
            {
                add(head, first);
            }
            if position != "first"
                && let Some(tail) = tail
            {
                add(tail, last);
            }
        });
    }
    for (cue, list) in CLOSED {
        list.split(' ').filter(|word| !word.is_empty()).for_each(|word| add(word, cue));
    }
    for word in ONLY_CAPITAL.split(' ').filter(|word| !word.is_empty()) {
        if let Some(known) = words.get_mut(word)
            && known.any(Cue::ROLE)
        {
            *known = Cue(known.0 & !Cue::ROLE.0 | Cue::TITLE.0);
        }
    }
    words
}

/// Takes some columns of an embedded list, row by row.
fn columns<const N: usize>(bytes: &[u8], names: [&str; N], mut take: impl FnMut([&str; N])) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().expect("cue lists are under test");
    let at = names.map(|name| header.iter().position(|cell| cell == name).expect("cue lists are under test"));
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).expect("cue lists are under test") {
        take(at.map(|i| row.get(i).unwrap_or_default().trim()));
    }
}
