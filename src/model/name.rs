//! One way to write an entity.

use super::EntityId;

/// The number of a name within one gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

impl NameId {
    /// The index into a table of names.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where in a list a name stands, which is also what it may match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameSource {
    /// Column `name`.
    Canonical,
    /// Column `aliases`.
    Alias,
    /// Column `exact`: matched letter for letter.
    Exact,
    /// Column `with_place`: counts only right after a place.
    WithPlace,
    /// Column `demonyms`.
    Demonym,
}

impl NameSource {
    /// All sources, in the order of their columns.
    pub const ALL: [NameSource; 5] =
        [NameSource::Canonical, NameSource::Alias, NameSource::Exact, NameSource::WithPlace, NameSource::Demonym];

    /// The column of the list.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            NameSource::Canonical => "name",
            NameSource::Alias => "aliases",
            NameSource::Exact => "exact",
            NameSource::WithPlace => "with_place",
            NameSource::Demonym => "demonyms",
        }
    }
}

/// Which letter cases of a name's letters match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseRule {
    /// As written, first letters raised, or all capitals, word by word.
    #[default]
    Auto,
    /// Letter for letter.
    Exact,
    /// Any case.
    Any,
}

impl CaseRule {
    /// The word that the column `case` uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            CaseRule::Auto => "auto",
            CaseRule::Exact => "exact",
            CaseRule::Any => "any",
        }
    }
}

/// What a name may match and for whom, without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameUse {
    /// Whom it names.
    pub entity: EntityId,
    /// The column it stands in.
    pub source: NameSource,
    /// Which cases match.
    pub case: CaseRule,
    /// Whether it comes from the embedded lists alone, so that rules can trust a user's own names more.
    pub embedded: bool,
    /// Whether a list of blocked names says that it never matches on its own.
    pub blocked: bool,
}

/// A name as a list gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedName<'a> {
    /// As written in the list.
    pub text: &'a str,
    /// What it may match and for whom.
    pub of: NameUse,
}
