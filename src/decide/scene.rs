//! What a rule sees: one article, its hits and candidates, the words around them, and the facts.

use super::chain::{Chain, Chains, Part, Token};
use super::misspelt::{self, FullNames};
use super::{DecideOptions, Text, introduced};
use crate::gazetteer::cues::{Cue, Cues};
use crate::model::{
    Brief, Candidate, CaseRule, CountryCode, Entity, EntityId, Facts, Hits, Kind, Level, Mention, NameId, NameSource,
    NameUse, Reason, Reasons, Role, Span, VariantRule,
};
use std::cmp::Reverse;
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
    /// Person, organization or place.
    pub kind: Kind,
    /// How large a place it is.
    pub level: Level,
    /// The country it lies in or belongs to.
    pub country: CountryCode,
    /// The column its name stands in.
    pub source: NameSource,
    /// Whether the name is the program's own.
    pub embedded: bool,
    /// Whether the list asks that its name be kept as written.
    pub insists: bool,
    /// Whether a list says that its name never matches on its own.
    pub blocked: bool,
    /// Whether its name matches in any case.
    pub any_case: bool,
    /// The rule by which its name was derived, if no list gives it.
    pub variant: Option<VariantRule>,
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
    /// For each kind, how much speaks for a mention of that kind, in natural logarithms of odds.
    pub evidence: [f32; 3],
    /// How much the strongest doubt weighs, and its rule, if any doubted.
    doubt: Option<(f32, Reason)>,
    /// Whether it lies inside a longer hit, which decides over it.
    pub covered: bool,
    /// Whether a space stands in it.
    pub has_space: bool,
    /// The kinds that it could still mean, a bit each.
    kinds: u8,
    /// The number of the chain of words it stands in.
    chain: Option<u32>,
    /// The number of the part of its chain that holds it.
    part: Option<u32>,
    /// Whether it covers whole words of the chain, from which on and how many.
    pub(super) words: (u16, u16),
    /// The number of its first word among those of the scene; what it covers no whole words of has none.
    first_word: u32,
    /// Whether words of its chain stand before these, and behind them.
    has_neighbours: (bool, bool),
    first: u32,
    count: u32,
    chosen: u32,
}

/// The memory of a scene, kept from article to article so that a thread allocates once.
#[derive(Debug, Default)]
pub struct Memory {
    hits: Vec<Judged>,
    candidates: Vec<Ranked>,
    chains: Chains,
    /// Whether a space stands in each hit of the lists.
    spaced: Vec<bool>,
}

/// One article while it is decided.
pub struct Scene<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its language, ISO 639-1; empty where that is not known.
    pub language: &'a str,
    /// What is known of entities and names.
    pub facts: &'a dyn Facts,
    /// Word lists.
    pub cues: &'static Cues,
    /// What the run asks for.
    pub options: &'a DecideOptions,
    /// The hits, by start, longer first.
    pub hits: Vec<Judged>,
    /// The capitalised words around the hits.
    pub chains: Chains,
    /// Whether the article's language gives every noun a capital, as German does: capitals then say nothing.
    pub nouns_have_capitals: bool,
    candidates: Vec<Ranked>,
    spaced: Vec<bool>,
}

impl<'a> Scene<'a> {
    /// All hits kept, all candidates at their prior.
    #[must_use]
    pub fn new(
        Text { text, language }: Text<'a>,
        hits: &Hits,
        facts: &'a dyn Facts,
        names: &FullNames,
        options: &'a DecideOptions,
        memory: Memory,
    ) -> Self {
        let Memory { hits: mut judged, mut candidates, mut chains, mut spaced } = memory;
        judged.clear();
        spaced.clear();
        candidates.clear();
        chains.clear();
        let cues = Cues::get();
        let narrow = |n: usize| u32::try_from(n).expect("a text has fewer than 2^32 candidates");
        spaced.extend(hits.iter().map(|hit| text.as_bytes()[hit.span.start()..hit.span.end()].contains(&b' ')));
        let mut again = Vec::new();
        if !options.without.contains(&MISSPELLING.as_str()) {
            again = misspelt::find(text, hits, &spaced, facts, names, cues);
        }
        if !options.without.contains(&INTRODUCED.as_str()) {
            again.extend(introduced::find(text, hits, &spaced, &again, facts, cues));
        }
        // of equals the full name first
        again.sort_by_key(|again| (again.span.start, Reverse(again.span.end)));
        let mut again = again.into_iter().peekable();
        let mut listed = hits.iter().enumerate().peekable();
        let mut reach = 0;
        // hits of the lists and of the article itself, merged by start, longer first
        let order = |span: Span| (span.start, Reverse(span.end));
        loop {
            let span = match (listed.peek(), again.peek()) {
                (Some((_, hit)), Some(more)) => {
                    if order(hit.span) <= order(more.span) {
                        hit.span
                    } else {
                        more.span
                    }
                }
                (Some((_, hit)), None) => hit.span,
                (None, Some(more)) => more.span,
                (None, None) => break,
            };
            let first = narrow(candidates.len());
            let mut reasons = Reasons::default();
            let has_space = match listed.next_if(|(_, hit)| hit.span == span) {
                Some((number, hit)) => {
                    candidates.extend(hits.candidates(hit).iter().map(|candidate| ranked(*candidate, facts)));
                    spaced[number]
                }
                None => text.as_bytes()[span.start()..span.end()].contains(&b' '),
            };
            while let Some(more) = again.next_if(|more| more.span == span) {
                reasons.push(if more.misspelt { MISSPELLING } else { INTRODUCED });
                let of = &mut candidates[first as usize..];
                match of.iter_mut().find(|known| known.entity == more.of.entity) {
                    Some(known) => known.score += NAMED_IN_FULL,
                    None => {
                        let mut candidate = ranked(more.of, facts);
                        candidate.score += NAMED_IN_FULL;
                        candidates.push(candidate);
                    }
                }
            }
            let covered = span.end <= reach;
            reach = reach.max(span.end);
            let place =
                chains.around(text, cues, span).map_or(InChain::default(), |chain| InChain::of(&chains, chain, span));
            let kinds = candidates[first as usize..].iter().fold(0, |kinds, candidate| kinds | bit_of(candidate.kind));
            judged.push(Judged {
                span,
                verdict: Verdict::Kept,
                role: Role::Name,
                confidence: 0.0,
                reasons,
                evidence: [0.0; 3],
                doubt: None,
                covered,
                has_space,
                kinds,
                chain: place.chain,
                part: place.part,
                words: place.words,
                first_word: place.first_word,
                has_neighbours: place.has_neighbours,
                first,
                count: narrow(candidates.len()) - first,
                chosen: first,
            });
        }
        let nouns_have_capitals = match language {
            "" => is_german(text),
            known => NOUNS_HAVE_CAPITALS.contains(&known),
        };
        Scene { text, language, facts, cues, options, hits: judged, chains, nouns_have_capitals, candidates, spaced }
    }

    /// Gives the memory back for the next article.
    #[must_use]
    pub fn into_memory(self) -> Memory {
        Memory { hits: self.hits, candidates: self.candidates, chains: self.chains, spaced: self.spaced }
    }

    /// The numbers of the hits that stand.
    #[inline]
    pub fn kept(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.hits.len()).filter(|&i| self.hits[i].verdict == Verdict::Kept)
    }

    /// Whether a hit stands.
    #[inline]
    #[must_use]
    pub fn stands(&self, hit: usize) -> bool {
        self.hits[hit].verdict == Verdict::Kept
    }

    /// The text of a hit.
    #[inline]
    #[must_use]
    pub fn surface(&self, hit: usize) -> &'a str {
        self.hits[hit].span.of(self.text)
    }

    #[inline]
    fn range(&self, hit: usize) -> Range<usize> {
        let hit = &self.hits[hit];
        hit.first as usize..(hit.first + hit.count) as usize
    }

    /// All candidates of a hit, also those that are out.
    #[inline]
    #[must_use]
    pub fn candidates(&self, hit: usize) -> &[Ranked] {
        &self.candidates[self.range(hit)]
    }

    /// The candidates of a hit, to rank them.
    #[inline]
    pub fn candidates_mut(&mut self, hit: usize) -> &mut [Ranked] {
        let range = self.range(hit);
        &mut self.candidates[range]
    }

    /// Whether something holds for a candidate of any hit: rules that ask for what is rare look at all hits only then.
    pub fn any_candidate(&self, holds: impl Fn(&Ranked) -> bool) -> bool {
        self.candidates.iter().any(holds)
    }

    /// Whether a hit stands that could mean several entities, a place among them.
    #[must_use]
    pub fn has_namesakes(&self, hit: usize) -> bool {
        let judged = &self.hits[hit];
        judged.count > 1 && judged.verdict == Verdict::Kept && judged.kinds & bit_of(Kind::Place) != 0
    }

    /// The hits that stand and could mean several entities, a place among them.
    pub fn namesakes(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.hits.len()).filter(|&hit| self.has_namesakes(hit))
    }

    /// Whether a hit could still mean something of a kind.
    #[inline]
    #[must_use]
    pub fn could_be(&self, hit: usize, kind: Kind) -> bool {
        self.hits[hit].kinds & bit_of(kind) != 0
    }

    /// The chain of capitalised words that a hit stands in.
    #[inline]
    #[must_use]
    pub fn chain(&self, hit: usize) -> Option<&Chain> {
        self.hits[hit].chain.map(|chain| &self.chains.list[chain as usize])
    }

    /// The words of a hit; none where it does not cover whole words of its chain.
    #[inline]
    #[must_use]
    pub fn words(&self, hit: usize) -> &[Token] {
        let Judged { first_word, words: (_, count), .. } = self.hits[hit];
        &self.chains.tokens[first_word as usize..][..usize::from(count)]
    }

    /// The word of its chain right before a hit.
    #[inline]
    #[must_use]
    pub fn word_before(&self, hit: usize) -> Option<&Token> {
        let hit = &self.hits[hit];
        if hit.has_neighbours.0 { self.chains.tokens.get(hit.first_word as usize - 1) } else { None }
    }

    /// The word of its chain right behind a hit.
    #[inline]
    #[must_use]
    pub fn word_after(&self, hit: usize) -> Option<&Token> {
        let hit = &self.hits[hit];
        let behind = || self.chains.tokens.get(hit.first_word as usize + usize::from(hit.words.1));
        if hit.has_neighbours.1 { behind() } else { None }
    }

    /// The cue of a hit that is one word.
    #[inline]
    #[must_use]
    pub fn single(&self, hit: usize) -> Option<Cue> {
        match self.words(hit) {
            [word] => Some(word.cue),
            _ => None,
        }
    }

    /// Whether a hit opens its chain, and the chain a sentence.
    #[inline]
    #[must_use]
    pub fn opens_sentence(&self, hit: usize) -> bool {
        self.hits[hit].words.0 == 0 && self.chain(hit).is_some_and(|chain| chain.opens)
    }

    /// Whether the word before a hit is the first of a sentence.
    #[inline]
    #[must_use]
    pub fn opens_sentence_before(&self, hit: usize) -> bool {
        self.hits[hit].words.0 == 1 && self.chain(hit).is_some_and(|chain| chain.opens)
    }

    /// The part of its chain that holds a hit.
    #[inline]
    #[must_use]
    pub fn part(&self, hit: usize) -> Option<Part> {
        self.hits[hit].part.map(|part| self.chains.parts[part as usize])
    }

    /// Whether the run asks that a reason is not to count.
    #[inline]
    #[must_use]
    pub fn is_left_out(&self, reason: Reason) -> bool {
        !self.options.without.is_empty() && self.options.without.contains(&reason.as_str())
    }

    /// Notes a reason of a hit.
    pub fn note(&mut self, hit: usize, reason: Reason) {
        if !self.is_left_out(reason) {
            self.hits[hit].reasons.push(reason);
        }
    }

    /// Adds evidence that a hit is a mention of a kind, or with a negative amount that it is none.
    pub fn support(&mut self, hit: usize, kind: Kind, amount: f32, reason: Reason) {
        if !self.stands(hit) || !self.could_be(hit, kind) || self.is_left_out(reason) {
            return;
        }
        let hit = &mut self.hits[hit];
        hit.evidence[kind as usize] += amount;
        hit.reasons.push(reason);
        if amount < hit.doubt.map_or(0.0, |(strongest, _)| strongest) {
            hit.doubt = Some((amount, reason));
        }
    }

    /// [`Scene::support`] for every kind the hit could be.
    pub fn support_all(&mut self, hit: usize, amount: f32, reason: Reason) {
        for kind in Kind::ALL {
            self.support(hit, kind, amount, reason);
        }
    }

    /// The rule whose doubt weighs most, if any doubted.
    #[must_use]
    pub fn doubt(&self, hit: usize) -> Option<Reason> {
        self.hits[hit].doubt.map(|(_, reason)| reason)
    }

    /// The candidate that a hit means as things stand.
    #[inline]
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
    #[inline]
    #[must_use]
    pub fn kind(&self, hit: usize) -> Kind {
        self.chosen(hit).kind
    }

    /// Chooses the `index`-th candidate of a hit.
    #[inline]
    pub fn choose(&mut self, hit: usize, index: usize) {
        debug_assert!(index < self.range(hit).len());
        self.hits[hit].chosen = self.hits[hit].first + u32::try_from(index).expect("an index among candidates");
    }

    /// Drops a hit for a reason.
    pub fn drop(&mut self, hit: usize, reason: Reason) {
        let hit = &mut self.hits[hit];
        hit.verdict = Verdict::Dropped;
        hit.reasons.push_last(reason);
    }

    /// Rules out the candidates for which `out` speaks; a hit that has none left is dropped. Says whether any went.
    pub fn rule_out(&mut self, hit: usize, reason: Reason, out: impl Fn(&Ranked) -> bool) -> bool {
        if self.is_left_out(reason) {
            return false;
        }
        let range = self.range(hit);
        let mut any = false;
        for candidate in &mut self.candidates[range.clone()] {
            if !candidate.out && out(candidate) {
                candidate.out = true;
                any = true;
            }
        }
        if any {
            let standing = self.candidates[range].iter().filter(|candidate| !candidate.out);
            self.hits[hit].kinds = standing.fold(0, |kinds, candidate| kinds | bit_of(candidate.kind));
            if self.hits[hit].kinds == 0 {
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
        self.chosen(hit).source == NameSource::Demonym
    }

    /// A hit as a mention.
    #[must_use]
    pub fn mention(&self, hit: usize) -> Mention {
        let judged = &self.hits[hit];
        let chosen = self.chosen(hit);
        Mention {
            span: judged.span,
            entity: chosen.entity,
            kind: chosen.kind,
            role: judged.role,
            candidates: judged.count,
            confidence: judged.confidence,
            reasons: judged.reasons,
        }
    }
}

/// Languages that give every noun a capital: German and Luxembourgish.
const NOUNS_HAVE_CAPITALS: [&str; 2] = ["de", "lb"];

/// How far into a text its language is looked for, in bytes.
const LANGUAGE_SAMPLE: usize = 4096;

/// Whether a text reads as German: two of its commonest words stand in its first page, each as a word.
fn is_german(text: &str) -> bool {
    let sample = &text.as_bytes()[..text.len().min(LANGUAGE_SAMPLE)];
    let has = |word: &str| memchr::memmem::find(sample, word.as_bytes()).is_some();
    has(" und ") && (has(" der ") || has(" die ") || has(" das "))
}

/// The reason of a hit by a short name that the article itself introduced.
pub(super) const INTRODUCED: Reason = Reason::Introduced;

/// The reason of a hit by a full name with a wrong letter.
pub(super) const MISSPELLING: Reason = Reason::Misspelling;

/// How much it counts that the article names somebody in full, in powers of ten: more than being better known.
const NAMED_IN_FULL: f32 = 4.0;

fn ranked(candidate: Candidate, facts: &dyn Facts) -> Ranked {
    let brief = facts.brief(candidate.entity);
    let name = facts.name_use(candidate.name);
    Ranked {
        entity: candidate.entity,
        name: candidate.name,
        score: brief.weight + other_name(&brief, &name),
        out: false,
        kind: brief.kind,
        level: brief.level,
        country: brief.country,
        source: name.source,
        embedded: name.embedded,
        insists: name.case == CaseRule::Exact && !name.embedded,
        blocked: name.blocked,
        any_case: name.case == CaseRule::Any,
        variant: name.variant,
    }
}

/// A place is less meant by the other names of a long list than by its first; the embedded lists choose theirs.
fn other_name(brief: &Brief, name: &NameUse) -> f32 {
    let other = brief.kind == Kind::Place && name.source == NameSource::Alias && !name.embedded;
    if other { super::weights::OTHER_NAME } else { 0.0 }
}

/// The bit of a kind in a set of kinds.
const fn bit_of(kind: Kind) -> u8 {
    1 << kind as u8
}

/// Where in its chain a hit stands.
#[derive(Default)]
struct InChain {
    chain: Option<u32>,
    part: Option<u32>,
    words: (u16, u16),
    first_word: u32,
    has_neighbours: (bool, bool),
}

impl InChain {
    /// The part that holds a hit, and the words that it covers; none of these where it begins or ends inside one.
    fn of(chains: &Chains, number: u32, span: Span) -> InChain {
        let chain = &chains.list[number as usize];
        let part = chains.parts_of(chain).iter().position(|part| part.span.contains(span));
        let part = part.map(|part| chain.parts.start + count(part));
        let place = InChain { chain: Some(number), part, ..InChain::default() };
        let tokens = chains.tokens_of(chain);
        let Some(first) = tokens.iter().position(|token| token.span.start == span.start) else { return place };
        let covered = |token: &&Token| token.span.start < span.end;
        let words = tokens[first..].iter().take_while(covered).count();
        // a full stop of an abbreviation may be part of the hit alone
        let end = tokens[first + words - 1].span.end;
        if end != span.end && end + 1 != span.end {
            return place;
        }
        let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        InChain {
            words: (narrow(first), narrow(words)),
            first_word: chain.tokens.start + count(first),
            has_neighbours: (first > 0, first + words < tokens.len()),
            ..place
        }
    }
}

/// A number of words or of parts of a text.
fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text has fewer than 2^32 words")
}
