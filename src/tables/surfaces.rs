//! In which ways entities are written, and how often: asked for each mention of a run, so it lies close together in memory.

use crate::model::EntityId;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::cmp::Reverse;
use std::hash::BuildHasher as _;

/// How often each entity is written in each way.
#[derive(Clone, Debug, Default)]
pub(super) struct SurfaceCounts {
    /// All surfaces, one behind the other.
    text: String,
    table: HashTable<Surface>,
}

#[derive(Clone, Copy, Debug)]
struct Surface {
    entity: EntityId,
    /// Bytes in the text.
    len: u32,
    begin: usize,
    times: u64,
}

impl Surface {
    fn of(self, text: &str) -> &str {
        &text[self.begin..][..self.len as usize]
    }
}

fn hash(entity: EntityId, surface: &str) -> u64 {
    FxBuildHasher.hash_one((entity, surface))
}

impl SurfaceCounts {
    /// Adds so many mentions of an entity that are written in one way.
    pub(super) fn add(&mut self, entity: EntityId, surface: &str, times: u64) {
        let text = &mut self.text;
        let hash_of = hash(entity, surface);
        match self.table.find_mut(hash_of, |known| known.entity == entity && known.of(text) == surface) {
            Some(known) => known.times += times,
            None => {
                let (begin, len) = (text.len(), u32::try_from(surface.len()).expect("a surface is shorter than 4 GiB"));
                text.push_str(surface);
                let new = Surface { entity, len, begin, times };
                self.table.insert_unique(hash_of, new, |known| hash(known.entity, known.of(text)));
            }
        }
    }

    /// Adds the counts of another.
    pub(super) fn merge(&mut self, other: &SurfaceCounts) {
        for surface in &other.table {
            self.add(surface.entity, surface.of(&other.text), surface.times);
        }
    }

    /// All of them by entity, most frequent first, then in the order of the words.
    pub(super) fn ranked(&self) -> RankedSurfaces<'_> {
        let all = self.table.iter().map(|surface| (surface.entity, Reverse(surface.times), surface.of(&self.text)));
        let mut all: Vec<_> = all.collect();
        all.sort_unstable();
        RankedSurfaces(all)
    }
}

/// Surfaces by entity.
pub(super) struct RankedSurfaces<'s>(Vec<(EntityId, Reverse<u64>, &'s str)>);

impl RankedSurfaces<'_> {
    /// How an entity is written and how often, most frequent first.
    pub(super) fn of(&self, entity: EntityId) -> impl Iterator<Item = (&str, u64)> {
        let begin = self.0.partition_point(|(other, ..)| *other < entity);
        let of_entity = self.0[begin..].iter().take_while(move |(other, ..)| *other == entity);
        of_entity.map(|&(_, Reverse(times), surface)| (surface, times))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_surface_is_first() {
        let (mut counts, mut others) = (SurfaceCounts::default(), SurfaceCounts::default());
        let [a, b] = [7, 8].map(EntityId);
        for (entity, surface) in [(a, "Putin"), (b, "Putin"), (a, "Vladimir Putin"), (a, "Putin"), (a, "Poutine")] {
            counts.add(entity, surface, 1);
            others.add(entity, surface, 1);
        }
        others.add(b, "", 3);
        counts.merge(&others);
        let ranked = counts.ranked();
        let of = |entity| ranked.of(entity).collect::<Vec<_>>();
        assert_eq!(of(a), [("Putin", 4), ("Poutine", 2), ("Vladimir Putin", 2)]);
        assert_eq!(of(b), [("", 3), ("Putin", 2)]);
        assert_eq!(of(EntityId(9)), []);
    }
}
