//! Files to articles.

mod decode;

pub use decode::{DecodeError, Decoded, decode};
