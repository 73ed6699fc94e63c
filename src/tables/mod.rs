//! Mentions to tables: what each table's rows say, how a row becomes bytes, and how a set of files appears whole or not
//! at all.
//!
//! A table is a list of [`Column`]s and rows of [`Value`]s; a format turns rows into bytes. The rows of one article are
//! made on the thread that tagged it; counts that span articles are gathered per thread and added up at the end.

pub mod articles;
pub mod by_article;
pub mod by_month;
pub mod context;
pub mod countries;
pub mod csv;
pub mod datapackage;
pub mod entities;
pub mod folder;
pub mod formats;
pub mod mentioned;
pub mod mentions;
pub mod pairs;
pub mod part;
pub mod read;
pub mod runs;
pub mod stories;
mod surfaces;
pub mod tally;
pub mod texts;
mod value;

pub use csv::Flavour;
pub use value::{Column, Value, ValueType};
