//! Pure text: which characters make words, how they are folded for comparison, where words end, what lies inside
//! addresses and code, and how bytes are counted in other units.
//!
//! Everything works on `&str` and byte offsets into it; nothing here knows of names or articles, and nothing ever
//! changes a text.

pub mod case;
pub mod class;
pub mod edge;
pub mod fold;
pub(crate) mod lanes;
pub mod offsets;
pub mod sentence;
pub mod signature;
pub(crate) mod stretches;
pub(crate) mod word_hash;
pub mod zones;
