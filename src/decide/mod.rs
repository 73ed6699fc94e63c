//! Hits to mentions: which hits name somebody, and whom.
//!
//! A list of [`RULES`] runs in a visible order over one article's [`Scene`]: its text, its hits with their candidates,
//! and the facts. A rule only drops, keeps, labels or ranks, and leaves its [`Reason`]. No rule sees another article:
//! what comes out does not depend on what else is tagged. A new rule is one file in `rules/` and one line in the list.

pub mod chain;
mod introduced;
mod misspelt;
pub mod rules;
mod scene;
mod weights;

pub use misspelt::FullNames;
pub use rules::RULES;
pub use scene::{Judged, Memory, Ranked, Scene, Verdict};

use crate::model::{Article, CountryCode, EntityId, Facts, Hits, Level, NameId, Reason};

/// A text, and the language it is known to be in.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The text.
    pub text: &'a str,
    /// ISO 639-1, as declared or detected; empty where it is not known, so that rules look at the words of the text.
    pub language: &'a str,
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text { text, language: "" }
    }
}

impl<'a> From<&'a String> for Text<'a> {
    fn from(text: &'a String) -> Self {
        Text::from(text.as_str())
    }
}

impl<'a> From<&'a Article> for Text<'a> {
    fn from(article: &'a Article) -> Self {
        Text { text: &article.text, language: &article.language }
    }
}

/// What a run asks of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecideOptions {
    /// Also give places and people inside the names of organizations.
    pub nested: bool,
    /// Keep what rules about ordinary words would drop, at a lowered confidence.
    pub keep_all: bool,
    /// Where the paper is at home.
    pub home: Option<Home>,
    /// Rules that are not to run, by their reasons, and finer reasons that are not to count.
    pub without: Vec<&'static str>,
}

/// The country, and perhaps the region, that a paper writes for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The country.
    pub country: CountryCode,
    /// The canonical name of a region of it.
    pub region: Option<String>,
}

impl Home {
    /// Reads `USA` or `USA/Kentucky`; a region by its name, its id, or the code that stands behind towns.
    ///
    /// # Errors
    /// Says what is wrong: no code of a country, or a region that no list has.
    pub fn find(typed: &str, facts: &dyn Facts) -> Result<Home, String> {
        let (code, region) = typed.split_once('/').map_or((typed, None), |(code, region)| (code, Some(region.trim())));
        let country = CountryCode::of(code.trim());
        let known = || {
            let ids = (0..facts.entity_count()).filter_map(|i| u32::try_from(i).ok()).map(EntityId);
            ids.map(|id| (id, facts.brief(id))).filter(|(_, brief)| brief.country == country)
        };
        if !country.is_some() || known().next().is_none() {
            return Err(format!("{typed}: '{code}' is no country of the lists: give its three letters, such as USA"));
        }
        let Some(region) = region else { return Ok(Home { country, region: None }) };
        let of_region = |name: &str| {
            (0..facts.name_count())
                .filter_map(|i| u32::try_from(i).ok())
                .map(|i| facts.name(NameId(i)))
                .filter(|listed| listed.text == name)
                .map(|listed| (listed.of.entity, facts.brief(listed.of.entity)))
                .find(|(_, brief)| brief.country == country && brief.level == Level::Region)
        };
        let by_id = facts.by_id(region).map(|id| (id, facts.brief(id)));
        let found = by_id.filter(|(_, brief)| brief.level == Level::Region).or_else(|| of_region(region));
        let (id, _) = found.ok_or_else(|| format!("{typed}: no list has a region '{region}' of {code}"))?;
        Ok(Home { country, region: Some(facts.entity(id).name.to_owned()) })
    }
}

/// One step of deciding.
pub trait Rule: Sync {
    /// The name of the rule: what a mention or a dropped hit carries of it.
    fn reason(&self) -> Reason;

    /// What the rule does, in a sentence.
    fn about(&self) -> &'static str;

    /// The finer reasons that it gives beside its own, each with what it means, in a sentence.
    fn finer(&self) -> &'static [(Reason, &'static str)] {
        &[]
    }

    /// Applies it to the whole article.
    fn apply(&self, scene: &mut Scene<'_>);
}

/// Decides all hits of one article. The verdicts stand in the returned scene, in the order of the hits.
#[must_use]
pub fn decide<'a>(text: Text<'a>, hits: &Hits, facts: &'a dyn Facts, options: &'a DecideOptions) -> Scene<'a> {
    decide_with(Memory::default(), text, hits, facts, &FullNames::new(), options)
}

/// [`decide`] with memory that is kept from article to article, see [`Scene::into_memory`], and an index of the full names
/// of these facts that is built once.
#[must_use]
pub fn decide_with<'a>(
    memory: Memory,
    text: Text<'a>,
    hits: &Hits,
    facts: &'a dyn Facts,
    names: &FullNames,
    options: &'a DecideOptions,
) -> Scene<'a> {
    let mut scene = Scene::new(text, hits, facts, names, options, memory);
    for rule in RULES {
        if options.without.is_empty() || !options.without.contains(&rule.reason().as_str()) {
            rule.apply(&mut scene);
        }
    }
    scene
}
