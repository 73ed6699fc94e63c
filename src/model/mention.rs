//! A hit that was kept.

use super::{EntityId, Kind, Reason, Span};
use std::fmt;

/// How many reasons one mention can carry. A hit meets a handful of rules; what speaks later than that is not noted.
pub const MAX_REASONS: usize = 10;

/// The reasons of one decision, in the order in which the rules spoke, none twice.
#[derive(Clone, Copy)]
pub struct Reasons {
    /// Those from `len` on are not taken.
    list: [Reason; MAX_REASONS],
    len: u8,
}

impl Default for Reasons {
    fn default() -> Self {
        Reasons { list: [Reason::Unique; MAX_REASONS], len: 0 }
    }
}

impl PartialEq for Reasons {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Reasons {}

impl fmt::Debug for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.as_slice()).finish()
    }
}

impl Reasons {
    /// Notes a reason unless it is there already.
    pub fn push(&mut self, reason: Reason) {
        let len = usize::from(self.len);
        if len < MAX_REASONS && !self.as_slice().contains(&reason) {
            self.list[len] = reason;
            self.len += 1;
        }
    }

    /// Notes a reason as the last one, in the place of another where all are taken: what dropped a hit is never lost.
    pub fn push_last(&mut self, reason: Reason) {
        let len = usize::from(self.len);
        if len == MAX_REASONS && !self.as_slice().contains(&reason) {
            self.len -= 1;
        }
        if let Some(at) = self.as_slice().iter().position(|known| *known == reason) {
            self.list[at..usize::from(self.len)].rotate_left(1);
        } else {
            self.push(reason);
        }
    }

    /// The reasons in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Reason] {
        &self.list[..usize::from(self.len)]
    }
}

impl fmt::Display for Reasons {
    /// The rule names with `;` between, as in the tables.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, reason) in self.as_slice().iter().enumerate() {
            if i > 0 {
                f.write_str(";")?;
            }
            f.write_str(reason.as_str())?;
        }
        Ok(())
    }
}

/// In what way a mention names its entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// By a name.
    #[default]
    Name,
    /// By its people or its adjective: "Syrian".
    Demonym,
    /// Inside the name of another entity: England in "Bank of England".
    Nested,
    /// In a title that is printed a second time.
    Repeat,
}

impl Role {
    /// The word that tables use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Name => "name",
            Role::Demonym => "demonym",
            Role::Nested => "nested",
            Role::Repeat => "repeat",
        }
    }
}

/// A span of a text and the entity it names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// Where, in bytes of the text.
    pub span: Span,
    /// Who or what: ask the tagger's facts for its name.
    pub entity: EntityId,
    /// The kind of that entity.
    pub kind: Kind,
    /// Name, demonym, nested or repeat.
    pub role: Role,
    /// How many entities the surface could mean.
    pub candidates: u32,
    /// How sure the choice is, from 0 to 1.
    pub confidence: f32,
    /// Which rules spoke.
    pub reasons: Reasons,
}
