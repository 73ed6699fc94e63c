//! Tags the people, organizations and places of gazetteers in articles.
pub mod articles;
pub mod model;
