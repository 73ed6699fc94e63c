//! Tags the people, organizations and places of gazetteers in articles.
pub mod decide;
pub mod gazetteer;
pub mod lexicon;
pub mod model;
pub mod tagger;
pub mod text;
