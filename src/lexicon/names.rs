//! The compiled names as a search asks for them, wherever they are kept: in automata, or in a mapped archive.

use super::accept::Shape;
use super::beginnings::Beginnings;
use super::pairs::WordPair;
use super::sieve::{Blocks, Sieve};
use super::starts::Start;
use crate::model::{EntityId, NameId};

/// A compiled name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CompiledName {
    pub(super) id: NameId,
    pub(super) entity: EntityId,
    pub(super) shape: Shape,
}

/// All names of some lists.
pub(super) trait Names {
    /// The memory of the filters.
    type Blocks: Blocks;

    /// What turns most words away.
    fn sieve(&self) -> &Sieve<Self::Blocks>;

    /// What names begin with.
    fn beginnings(&self) -> &Beginnings;

    /// Asks memory for what is known of a word and of a pair ahead of its use, both by their hashes: something of it, to
    /// be passed to [`std::hint::black_box`].
    fn touch(&self, word: u64, pair: u64) -> u64;

    /// Reports the names that begin at a start with the place where they end, shorter ones first. Only what `start` asks
    /// for has to be looked for; `pair` are the two words there, if they are plain ones; `scratch` is memory to work in.
    fn look(
        &self,
        text: &str,
        start: &Start,
        pair: WordPair,
        scratch: &mut Scratch,
        found: impl FnMut(usize, &[CompiledName]),
    ) -> Looked;
}

/// Memory that looking for names needs, kept so that a search allocates once.
#[derive(Default)]
pub(super) struct Scratch {
    /// For a folded word.
    pub(super) word: Vec<u8>,
    /// For the names of a key.
    pub(super) names: Vec<CompiledName>,
}

/// What else there was to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Looked {
    /// How many small words before the start names begin: bit n for n words; and [`super::words::BEHIND_ODD`].
    pub(super) leads: u8,
    /// The farthest byte of the text that a walk went to.
    pub(super) walked_to: usize,
}
