//! What a rule sees: one article, its hits and candidates, and the facts.

use super::DecideOptions;
use crate::gazetteer::cues::Cues;
use crate::model::{Entity, EntityId, Facts, Hits, Kind, Mention, NameId, NameSource, Reason, Reasons, Role, Span};
use std::ops::Range;

/// What became of a hit so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// It stands.
    #[default]
    Kept,
    /// A rule dropped it; the last reason says which.
    Dropped,
}

/// A candidate with its standing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Who or what.
    pub entity: EntityId,
    /// By which name.
    pub name: NameId,
    /// How likely it is meant, as a power of ten: the prior and what rules add to it.
    pub score: f32,
    /// Whether a rule ruled it out.
    pub out: bool,
}

/// A hit and what the rules said of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// Where.
    pub span: Span,
    /// Kept or dropped.
    pub verdict: Verdict,
    /// Name, demonym, nested or repeat.
    pub role: Role,
    /// How sure the choice is, from 0 to 1.
    pub confidence: f32,
    /// Which rules spoke.
    pub reasons: Reasons,
    first: u32,
    count: u32,
    chosen: u32,
}

/// One article while it is decided.
pub struct Scene<'a> {
    /// The article's text.
    pub text: &'a str,
    /// What is known of entities and names.
    pub facts: &'a dyn Facts,
    /// Word lists.
    pub cues: &'static Cues,
    /// What the run asks for.
    pub options: &'a DecideOptions,
    /// The hits, by start, longer first.
    pub hits: Vec<Judged>,
    candidates: Vec<Ranked>,
}

impl<'a> Scene<'a> {
    /// All hits kept, all candidates at their prior.
    #[must_use]
    pub fn new(text: &'a str, hits: &Hits, facts: &'a dyn Facts, options: &'a DecideOptions) -> Self {
        let mut scene = Scene {
            text,
            facts,
            cues: Cues::get(),
            options,
            hits: Vec::with_capacity(hits.len()),
            candidates: Vec::with_capacity(hits.len()),
        };
        let narrow = |n: usize| u32::try_from(n).expect("a text has fewer than 2^32 candidates");
        for hit in hits.iter() {
            let first = narrow(scene.candidates.len());
            scene.candidates.extend(hits.candidates(hit).iter().map(|candidate| Ranked {
                entity: candidate.entity,
                name: candidate.name,
                score: facts.weight(candidate.entity),
                out: false,
            }));
            scene.hits.push(Judged {
                span: hit.span,
                verdict: Verdict::Kept,
                role: Role::Name,
                confidence: 0.0,
                reasons: Reasons::default(),
                first,
                count: narrow(scene.candidates.len()) - first,
                chosen: first,
            });
        }
        scene
    }

    /// The numbers of the hits that stand.
    pub fn kept(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.hits.len()).filter(|&i| self.hits[i].verdict == Verdict::Kept)
    }

    /// The text of a hit.
    #[must_use]
    pub fn surface(&self, hit: usize) -> &'a str {
        self.hits[hit].span.of(self.text)
    }

    fn range(&self, hit: usize) -> Range<usize> {
        let hit = &self.hits[hit];
        hit.first as usize..(hit.first + hit.count) as usize
    }

    /// All candidates of a hit, also those that are out.
    #[must_use]
    pub fn candidates(&self, hit: usize) -> &[Ranked] {
        &self.candidates[self.range(hit)]
    }

    /// The candidates of a hit, to rank or rule out.
    pub fn candidates_mut(&mut self, hit: usize) -> &mut [Ranked] {
        let range = self.range(hit);
        &mut self.candidates[range]
    }

    /// The candidate that a hit means as things stand.
    #[must_use]
    pub fn chosen(&self, hit: usize) -> Ranked {
        self.candidates[self.hits[hit].chosen as usize]
    }

    /// The entity that a hit means as things stand.
    #[must_use]
    pub fn entity(&self, hit: usize) -> Entity<'a> {
        self.facts.entity(self.chosen(hit).entity)
    }

    /// The kind of the entity that a hit means as things stand.
    #[must_use]
    pub fn kind(&self, hit: usize) -> Kind {
        self.facts.kind(self.chosen(hit).entity)
    }

    /// Chooses the `index`-th candidate of a hit.
    pub fn choose(&mut self, hit: usize, index: usize) {
        debug_assert!(index < self.range(hit).len());
        self.hits[hit].chosen = self.hits[hit].first + u32::try_from(index).expect("an index among candidates");
    }

    /// Drops a hit for a reason.
    pub fn drop(&mut self, hit: usize, reason: Reason) {
        let hit = &mut self.hits[hit];
        hit.verdict = Verdict::Dropped;
        hit.reasons.push(reason);
    }

    /// Rules out the candidates for which `out` speaks; a hit that has none left is dropped. Says whether any went.
    pub fn rule_out(&mut self, hit: usize, reason: Reason, out: impl Fn(&Scene<'a>, &Ranked) -> bool) -> bool {
        let range = self.range(hit);
        let mut any = false;
        for i in range.clone() {
            if !self.candidates[i].out && out(self, &self.candidates[i]) {
                self.candidates[i].out = true;
                any = true;
            }
        }
        if any {
            if self.candidates[range].iter().all(|candidate| candidate.out) {
                self.drop(hit, reason);
            } else {
                self.hits[hit].reasons.push(reason);
            }
        }
        any
    }

    /// Whether the chosen name of a hit is a demonym.
    #[must_use]
    pub fn is_demonym(&self, hit: usize) -> bool {
        self.facts.name_use(self.chosen(hit).name).source == NameSource::Demonym
    }

    /// A hit as a mention.
    #[must_use]
    pub fn mention(&self, hit: usize) -> Mention {
        let judged = &self.hits[hit];
        let entity = self.chosen(hit).entity;
        Mention {
            span: judged.span,
            entity,
            kind: self.facts.kind(entity),
            role: judged.role,
            candidates: judged.count,
            confidence: judged.confidence,
            reasons: judged.reasons,
        }
    }
}
