//! The three kinds of entity.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being, living, dead or legendary.
    Person,
    /// A body of people with a name: company, party, agency, club, armed group.
    Organization,
    /// Somewhere on earth that can be pointed at.
    Place,
}

impl Kind {
    /// All kinds, in the order in which tables and summaries name them.
    pub const ALL: [Kind; 3] = [Kind::Person, Kind::Organization, Kind::Place];

    /// The word that lists and tables use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Place => "place",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names none of the three kinds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no kind: the three kinds are person, organization and place")]
pub struct KindError(pub String);

impl FromStr for Kind {
    type Err = KindError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let lower = word.trim().to_lowercase();
        Kind::ALL.into_iter().find(|kind| kind.as_str() == lower).ok_or_else(|| KindError(word.trim().to_owned()))
    }
}
