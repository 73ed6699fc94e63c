//! The word lists that rules read, out of `gazetteers/cues/`, embedded in the program.
//!
//! They are data, not names: a line each, the word first. Words are compared in lower case, hyphen parts and elisions
//! folded.

use super::table::Table;
use rustc_hash::FxHashSet;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The word lists.
#[derive(Debug)]
pub struct Cues {
    common_words: FxHashSet<String>,
    hyphen_before: FxHashSet<String>,
    hyphen_after: FxHashSet<String>,
    elisions: FxHashSet<String>,
    given_names: FxHashSet<String>,
    surnames: FxHashSet<String>,
}

impl Cues {
    /// The embedded word lists, read when they are first asked for.
    pub fn get() -> &'static Cues {
        static CUES: OnceLock<Cues> = OnceLock::new();
        CUES.get_or_init(|| {
            let hyphen_parts = columns(include_bytes!("../../gazetteers/cues/hyphen-parts.csv"), ["part", "position"]);
            let mut parts: HashMap<String, FxHashSet<String>> = HashMap::new();
            for [part, position] in hyphen_parts {
                parts.entry(position).or_default().insert(part.to_lowercase());
            }
            let mut take = |position: &str| parts.remove(position).unwrap_or_default();
            let words = columns(include_bytes!("../../gazetteers/cues/common-words.csv"), ["word"]);
            let elisions = columns(include_bytes!("../../gazetteers/cues/elisions.csv"), ["part"]);
            let given_names = columns(include_bytes!("../../gazetteers/cues/given-names.csv"), ["name"]);
            let surnames = columns(include_bytes!("../../gazetteers/cues/surnames.csv"), ["name"]);
            let (hyphen_before, mut hyphen_after) = (take("before"), take("after"));
            hyphen_after.extend(take("suffix"));
            Cues {
                common_words: words.map(|[word]| word.to_lowercase()).collect(),
                hyphen_before,
                hyphen_after,
                elisions: elisions.map(|[part]| part.to_lowercase()).collect(),
                given_names: given_names.map(|[name]| name.to_lowercase()).collect(),
                surnames: surnames.map(|[name]| name.to_lowercase()).collect(),
            }
        })
    }

    /// Whether a lower-case word is an ordinary word of English, German, French or Spanish.
    #[must_use]
    pub fn is_common_word(&self, lower: &str) -> bool {
        self.common_words.contains(lower)
    }

    /// Whether a lower-case word is a given name.
    #[must_use]
    pub fn is_given_name(&self, lower: &str) -> bool {
        self.given_names.contains(lower)
    }

    /// Whether a lower-case word is a family name.
    #[must_use]
    pub fn is_surname(&self, lower: &str) -> bool {
        self.surnames.contains(lower)
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

/// Some columns of a table that is known to have them.
pub(crate) fn columns<const N: usize>(bytes: &[u8], names: [&str; N]) -> impl Iterator<Item = [String; N]> {
    let table =
        Table::open(bytes, names[0]).unwrap_or_else(|error| panic!("cue lists are under test: {}", error.message));
    let at = names.map(|name| table.header.iter().position(|cell| cell == name).expect("cue lists are under test"));
    let rows: Vec<_> =
        table.rows().map(|row| at.map(|i| row.cells.get(i).unwrap_or_default().trim().to_owned())).collect();
    rows.into_iter()
}
