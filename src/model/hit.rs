//! Where listed names stand in a text, before anything is decided.

use super::{EntityId, NameId, Span};

/// One entity that a hit could mean, and the name by which it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Candidate {
    /// Who or what.
    pub entity: EntityId,
    /// By which name.
    pub name: NameId,
}

/// A span that equals a name; its candidates lie in [`Hits::candidates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub span: Span,
    first: u32,
    count: u32,
}

/// All hits of one text, overlapping ones too: by start, longer first.
///
/// The two vectors are kept from article to article, so that a thread allocates once.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    hits: Vec<Hit>,
    candidates: Vec<Candidate>,
    unfinished: Vec<u32>,
}

impl Hits {
    /// Forgets the hits, keeps the memory.
    pub fn clear(&mut self) {
        self.hits.clear();
        self.candidates.clear();
        self.unfinished.clear();
    }

    /// Notes where a text begins as a longer name does and then goes on in another way, without any name there.
    #[inline]
    pub fn note_unfinished(&mut self, start: usize) {
        if let Ok(start) = u32::try_from(start) {
            self.unfinished.push(start);
        }
    }

    /// The places noted by [`Hits::note_unfinished`], in order.
    #[must_use]
    pub fn unfinished(&self) -> &[u32] {
        &self.unfinished
    }

    /// Adds a hit with its candidates; without any, nothing is added. Of several names of one entity the first stays.
    pub fn push(&mut self, span: Span, candidates: impl IntoIterator<Item = Candidate>) {
        let mut hit = self.begin(span);
        candidates.into_iter().for_each(|candidate| hit.add(candidate));
        hit.keep();
    }

    /// Begins a hit, which counts once it is kept.
    #[inline]
    pub fn begin(&mut self, span: Span) -> HitBeingAdded<'_> {
        let first = self.candidates.len();
        HitBeingAdded { hits: self, span, first }
    }

    /// Turns round the order of the hits from a number on.
    #[inline]
    pub fn reverse_from(&mut self, first: usize) {
        self.hits[first..].reverse();
    }

    /// Brings the hits into their order: by start, longer first; a span that was found in two ways stays once.
    pub fn sort(&mut self) {
        let key = |hit: &Hit| (hit.span.start, std::cmp::Reverse(hit.span.end));
        if !self.hits.is_sorted_by_key(key) {
            self.hits.sort_by_key(key);
        }
        self.hits.dedup_by_key(|hit| hit.span);
        self.sort_unfinished();
    }

    fn sort_unfinished(&mut self) {
        self.unfinished.sort_unstable();
        self.unfinished.dedup();
    }

    /// Adds the hits of another search of the same text; both are in their order. A span that both found has the candidates
    /// of both, those of this search first.
    pub fn merge(&mut self, other: &Hits) {
        self.unfinished.extend_from_slice(&other.unfinished);
        self.sort_unfinished();
        if other.is_empty() {
            return;
        }
        let mine = std::mem::take(self);
        self.unfinished.clone_from(&mine.unfinished);
        let mut others = other.iter().peekable();
        let key = |hit: &Hit| (hit.span.start, std::cmp::Reverse(hit.span.end));
        for hit in mine.iter() {
            while let Some(before) = others.next_if(|other| key(other) < key(hit)) {
                self.push(before.span, other.candidates(before).iter().copied());
            }
            let same = others.next_if(|other| other.span == hit.span);
            let more = same.map_or(&[][..], |same| other.candidates(same));
            self.push(hit.span, mine.candidates(hit).iter().chain(more).copied());
        }
        for hit in others {
            self.push(hit.span, other.candidates(hit).iter().copied());
        }
    }

    /// How many hits there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// The hits in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Hit> {
        self.hits.iter()
    }

    /// Whether a hit reaches from a place, or from before it, to another.
    #[must_use]
    pub fn covers(&self, start: usize, end: usize) -> bool {
        /// How many hits are looked back upon: those that begin near by and reach so far are few.
        const NEAR: usize = 16;
        let before = self.hits.partition_point(|hit| hit.span.start() <= start);
        self.hits[..before].iter().rev().take(NEAR).any(|hit| hit.span.end() >= end)
    }

    /// The entities that a hit could mean.
    #[must_use]
    pub fn candidates(&self, hit: &Hit) -> &[Candidate] {
        &self.candidates[hit.first as usize..(hit.first + hit.count) as usize]
    }
}

/// A hit that gathers candidates. Dropped before it is kept, it leaves nothing behind.
pub struct HitBeingAdded<'h> {
    hits: &'h mut Hits,
    span: Span,
    first: usize,
}

impl HitBeingAdded<'_> {
    /// Adds a candidate, unless its entity is one already.
    #[inline]
    pub fn add(&mut self, candidate: Candidate) {
        if self.candidates().iter().all(|known| known.entity != candidate.entity) {
            self.hits.candidates.push(candidate);
        }
    }

    /// The candidates so far.
    #[inline]
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.hits.candidates[self.first..]
    }

    /// Makes it a hit, if it has candidates.
    ///
    /// # Panics
    /// If a text has 2^32 candidates.
    #[inline]
    pub fn keep(self) {
        let last = self.hits.candidates.len();
        if last > self.first {
            let narrow = |n: usize| u32::try_from(n).expect("a text has fewer than 2^32 candidates");
            let (first, count) = (narrow(self.first), narrow(last - self.first));
            self.hits.hits.push(Hit { span: self.span, first, count });
        }
        std::mem::forget(self);
    }
}

impl Drop for HitBeingAdded<'_> {
    fn drop(&mut self) {
        self.hits.candidates.truncate(self.first);
    }
}
