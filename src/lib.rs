//! Tags the people, organizations and places of gazetteers in articles.
pub mod articles;
pub mod bench;
pub mod decide;
pub mod gazetteer;
pub mod lexicon;
pub mod model;
pub mod pipeline;
pub mod tables;
pub mod tagger;
pub mod text;
