//! What was found, counted over articles, in memory that does not grow with them.

use super::evidence::Evidence;
use super::scan::Found;
use crate::model::Article;
use crate::tables::context;
use rustc_hash::{FxHashMap, FxHashSet};

/// How many spellings of a name are told apart; the rest are rare.
const SURFACES: usize = 8;
/// How many examples a name has.
const EXAMPLES: usize = 3;
/// How many names are held at once. 66 MB of English news have 130,000.
const MOST: usize = 400_000;

/// A name, counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Where it is sure to be a name.
    pub(super) mentions: u32,
    /// At the beginning of a sentence, with nothing else to say that it is one.
    pub(super) openings: u32,
    pub(super) articles: u32,
    pub(super) evidence: Evidence,
    /// How it is written, and how often.
    pub(super) surfaces: Vec<(String, u32)>,
    /// How its last word is written where that stands for all of it.
    pub(super) shorts: Vec<(String, u32)>,
    /// Acronyms that were introduced for it.
    pub(super) acronyms: Vec<(String, u32)>,
    pub(super) examples: Vec<String>,
}

impl Entry {
    pub(super) fn merge(&mut self, other: Entry) {
        self.mentions += other.mentions;
        self.openings += other.openings;
        self.articles += other.articles;
        self.evidence.merge(&other.evidence);
        for (all, more) in [
            (&mut self.surfaces, other.surfaces),
            (&mut self.shorts, other.shorts),
            (&mut self.acronyms, other.acronyms),
        ] {
            more.into_iter().for_each(|(text, times)| note(all, &text, times));
        }
        let room = EXAMPLES.saturating_sub(self.examples.len());
        self.examples.extend(other.examples.into_iter().take(room));
    }
}

fn note(list: &mut Vec<(String, u32)>, text: &str, times: u32) {
    if let Some((_, count)) = list.iter_mut().find(|(known, _)| known == text) {
        *count += times;
    } else if list.len() < SURFACES {
        list.push((text.to_owned(), times));
    }
}

/// Names and their counts.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) entries: FxHashMap<String, Entry>,
    /// How many mentions a name can have that is not held any more.
    pub(super) forgotten: u32,
}

impl Counts {
    /// Counts the names of one article.
    pub(super) fn add(&mut self, article: &Article, found: &[Found]) {
        let mut met: FxHashSet<&str> = FxHashSet::default();
        for one in found {
            let surface: String = one.span.of(&article.text).split_whitespace().collect::<Vec<&str>>().join(" ");
            if !self.entries.contains_key(&one.key) {
                self.entries.insert(one.key.clone(), Entry::default());
            }
            let entry = self.entries.get_mut(&one.key).expect("it was inserted");
            if one.opens_sentence {
                entry.openings += 1;
            } else {
                entry.mentions += 1;
            }
            entry.evidence.merge(&one.evidence);
            note(if one.is_short { &mut entry.shorts } else { &mut entry.surfaces }, &surface, 1);
            one.acronym.iter().for_each(|acronym| note(&mut entry.acronyms, acronym, 1));
            if met.insert(&one.key) {
                entry.articles += 1;
                if entry.examples.len() < EXAMPLES {
                    entry.examples.push(example(article, one));
                }
            }
        }
    }

    /// Adds what was counted elsewhere, later in the order of articles.
    pub(super) fn merge(&mut self, other: Counts) {
        #[allow(clippy::iter_over_hash_type, reason = "each name is merged by itself: the order makes no difference")]
        for (key, entry) in other.entries {
            self.entries.entry(key).or_default().merge(entry);
        }
    }

    /// Forgets the rarest names where there are too many (after lossy counting, Manku and Motwani 2002): a name that comes
    /// again later is then counted from there.
    pub(super) fn forget(&mut self) {
        while self.entries.len() > MOST {
            self.forgotten += 1;
            let rare = self.forgotten;
            self.entries.retain(|_, entry| entry.mentions + entry.openings > rare);
        }
    }
}

fn example(article: &Article, found: &Found) -> String {
    let (mut left, mut right, mut surface) = (String::new(), String::new(), String::new());
    let left = context::before(&article.text, found.span.start(), &mut left);
    let right = context::after(&article.text, found.span.end(), &mut right);
    context::collapse(found.span.of(&article.text), &mut surface);
    let behind = if right.starts_with(|c: char| c.is_alphanumeric() || c == '(') { " " } else { "" };
    let before = if left.is_empty() || left.ends_with(['“', '"', '(', '‘', '-', '’', '\'']) { "" } else { " " };
    format!("{left}{before}[{surface}]{behind}{right} ({})", article.name)
}
