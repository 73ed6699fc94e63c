//! Text in, mentions out: the lexicon and the rules together.

use crate::decide::{DecideOptions, FullNames, Memory, Scene, Text, Verdict, decide_with};
use crate::gazetteer::Gazetteer;
use crate::lexicon::{Lexicon, LexiconOptions, Reject};
use crate::model::{Facts, Hits, Kind, Mention, NameId, Span};
use std::sync::Arc;

/// How a [`Tagger`] matches, decides and what it gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagOptions {
    /// Matching.
    pub lexicon: LexiconOptions,
    /// Deciding.
    pub decide: DecideOptions,
    /// Only mentions of these kinds; empty: all.
    pub kinds: Vec<Kind>,
    /// Only mentions at least this sure, from 0 to 1.
    pub min_confidence: f32,
}

impl TagOptions {
    /// Whether a mention is wanted.
    #[must_use]
    pub fn wants(&self, mention: &Mention) -> bool {
        mention.confidence >= self.min_confidence && (self.kinds.is_empty() || self.kinds.contains(&mention.kind))
    }
}

/// Memory of so many hits is kept for the next text: some 8 MB.
const HITS_KEPT: usize = 1 << 16;

/// The memory of one thread that tags, used again for the next text. What a very long text took is given back after it.
#[derive(Debug, Default)]
pub struct Scratch {
    hits: Hits,
    memory: Memory,
}

impl Scratch {
    fn settle(&mut self) {
        if self.hits.len() > HITS_KEPT {
            *self = Scratch::default();
        }
    }
}

/// Finds the entities of a gazetteer in texts.
///
/// Built once; tagging borrows it, from any number of threads. The first texts build the automata they need, so the
/// very first is slower than the rest.
pub struct Tagger {
    lexicon: Lexicon,
    names: FullNames,
    options: TagOptions,
}

impl Tagger {
    /// A tagger with the usual options.
    #[must_use]
    pub fn new(gazetteer: Gazetteer) -> Tagger {
        Tagger::with_options(gazetteer, TagOptions::default())
    }

    /// A tagger with options of its own.
    #[must_use]
    pub fn with_options(gazetteer: Gazetteer, options: TagOptions) -> Tagger {
        let lexicon = Lexicon::compile(Arc::new(gazetteer), options.lexicon);
        Tagger { lexicon, names: FullNames::new(), options }
    }

    /// The mentions of a text, or of an article with its language, by start, longer first.
    ///
    /// # Panics
    /// If the text has 4 GiB or more.
    #[must_use]
    pub fn tag<'t>(&self, text: impl Into<Text<'t>>) -> Vec<Mention> {
        self.judge(text, |scene| mentions(scene, &self.options).collect())
    }

    /// Finds and decides the hits of a text and hands over the scene: every hit, kept or dropped, with its candidates
    /// and reasons.
    pub fn judge<'t, T>(&self, text: impl Into<Text<'t>>, look: impl FnOnce(&Scene<'_>) -> T) -> T {
        self.judge_with(&mut Scratch::default(), text, look)
    }

    /// [`Tagger::judge`] with memory that is kept from text to text.
    pub fn judge_with<'t, T>(
        &self,
        scratch: &mut Scratch,
        text: impl Into<Text<'t>>,
        look: impl FnOnce(&Scene<'_>) -> T,
    ) -> T {
        let text = text.into();
        self.lexicon.find(text.text, &mut scratch.hits);
        let memory = std::mem::take(&mut scratch.memory);
        let facts = self.lexicon.facts().as_ref();
        let scene = decide_with(memory, text, &scratch.hits, facts, &self.names, &self.options.decide);
        let seen = look(&scene);
        scratch.memory = scene.into_memory();
        scratch.settle();
        seen
    }

    /// The names that stand in a text, letters compared folded, but are no hits, and why.
    #[must_use]
    pub fn rejects(&self, text: &str) -> Vec<(Span, NameId, Reject)> {
        let mut rejects = Vec::new();
        self.lexicon.find_and_explain(text, &mut Hits::default(), |span, name, why| rejects.push((span, name, why)));
        rejects
    }

    /// The entities and names.
    #[must_use]
    pub fn facts(&self) -> &dyn Facts {
        self.lexicon.facts().as_ref()
    }

    /// The compiled names.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The options it was built with.
    #[must_use]
    pub fn options(&self) -> &TagOptions {
        &self.options
    }
}

/// The kept hits of a scene that the options want, as mentions.
pub fn mentions<'s>(scene: &'s Scene<'_>, options: &'s TagOptions) -> impl Iterator<Item = Mention> + 's {
    scene.kept().map(|hit| scene.mention(hit)).filter(|mention| options.wants(mention))
}

/// The dropped hits of a scene, as what they would have been.
pub fn dropped<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = Mention> + 's {
    (0..scene.hits.len()).filter(|&hit| scene.hits[hit].verdict == Verdict::Dropped).map(|hit| scene.mention(hit))
}
