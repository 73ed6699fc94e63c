//! The words of gazetag as plain data: what every stage passes on to the next.
//!
//! Nothing here reads, matches or decides. A gazetteer lists [`Entity`]s, each with [`ListedName`]s; a lexicon finds
//! [`Hit`]s in an [`Article`]; deciding turns hits into [`Mention`]s. [`Facts`] is how later stages ask about
//! entities without knowing whether they came from lists or from a compiled archive.

mod article;
mod brief;
mod entity;
mod facts;
mod hit;
mod kind;
mod mention;
mod name;
mod reason;
mod span;

pub use article::{Article, Status};
pub use brief::{Brief, CountryCode, Level};
pub use entity::{Entity, EntityId, Point};
pub use facts::Facts;
pub use hit::{Candidate, Hit, HitBeingAdded, Hits};
pub use kind::{Kind, KindError};
pub use mention::{MAX_REASONS, Mention, Reasons, Role};
pub use name::{CaseRule, LONGEST_NAME, ListedName, NameId, NameSource, NameUse, VariantRule};
pub use reason::Reason;
pub use span::Span;
