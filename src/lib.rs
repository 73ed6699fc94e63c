//! Finds the people, organizations and places of gazetteers in texts.
//!
//! A [`Gazetteer`] is a set of entities with their names, read from CSV lists or the ones that ship with the crate. A
//! [`Tagger`] compiles the names into automata and tags texts:
//!
//! ```
//! use gazetag::{Gazetteer, Tagger};
//!
//! let tagger = Tagger::new(Gazetteer::embedded());
//! let text = "Vladimir Putin met Assad at Hmeymim.";
//! for mention in tagger.tag(text) {
//!     let entity = tagger.facts().entity(mention.entity);
//!     println!("{} is {} ({})", mention.span.of(text), entity.name, entity.kind);
//! }
//! # assert_eq!(tagger.tag(text).len(), 3);
//! ```
//!
//! # The way through
//!
//! ```text
//! gazetteers ──► Gazetteer ──► Lexicon ──┐
//! articles ────► Article ─────────────► hits ──► decide ──► mentions ──► tables
//! ```
//!
//! Each stage takes the last one's value and gives a new one; none changes the text. [`model`] has the data types,
//! [`text`] what is asked of characters, [`gazetteer`] reads lists, [`articles`] reads files, [`lexicon`] finds hits,
//! [`decide`] turns them into mentions, [`tables`] writes. [`pipeline`] alone knows all of them.
//!
//! The library never prints and never exits. What wants many cores runs on the rayon pool that it is called in, or is
//! given; [`pipeline::threads`] makes one. Offsets inside the library are bytes of the text.

pub mod articles;
pub mod bench;
pub mod compile;
pub mod decide;
pub mod diff;
pub mod gazetteer;
pub mod lexicon;
pub mod model;
pub mod occurrences;
pub mod pipeline;
pub mod report;
pub mod score;
pub mod suggest;
pub mod tables;
pub mod tagger;
pub mod text;

pub use gazetteer::{Gazetteer, Lists};
pub use model::{Article, Entity, EntityId, Kind, Mention, Role, Span};
pub use tagger::{TagOptions, Tagger};

// the README's examples are tests too
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
