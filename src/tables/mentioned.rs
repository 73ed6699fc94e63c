//! Which entities an article mentions, and by which of its mentions: sorted out once, for all tables that count them.

use crate::model::{EntityId, Mention};

/// The entities of one article. Kept from article to article, for its memory.
#[derive(Debug, Default)]
pub struct Mentioned {
    /// The mentions by their entities, then in their order: the entity in the upper half, the mention's number in the
    /// lower one.
    order: Vec<u64>,
    entities: Vec<EntityId>,
    /// Where in `order` the mentions of each entity end.
    ends: Vec<usize>,
    /// Which of the entities each mention names.
    places: Vec<u32>,
}

impl Mentioned {
    /// Sorts out the mentions of an article, of which there are fewer than 2^32.
    pub fn sort_out(&mut self, mentions: &[Mention]) {
        self.order.clear();
        self.order.extend((0..).zip(mentions).map(|(number, mention)| u64::from(mention.entity.0) << 32 | number));
        self.order.sort_unstable();
        self.entities.clear();
        self.ends.clear();
        self.places.clear();
        self.places.resize(mentions.len(), 0);
        let mut groups = self.order.chunk_by(|a, b| a >> 32 == b >> 32);
        let mut end = 0;
        for (place, group) in (0..).zip(&mut groups) {
            self.entities.push(EntityId((group[0] >> 32) as u32));
            end += group.len();
            self.ends.push(end);
            group.iter().for_each(|&mention| self.places[number_of(mention)] = place);
        }
    }

    /// The entities that are mentioned, each once, in rising order.
    #[must_use]
    pub fn entities(&self) -> &[EntityId] {
        &self.entities
    }

    /// Which of [`Mentioned::entities`] each mention names.
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// The entities with the numbers of their mentions, both in rising order. No entity is without mentions.
    pub fn groups(&self) -> impl Iterator<Item = (EntityId, impl ExactSizeIterator<Item = usize>)> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let groups = begins.zip(&self.ends).map(|(begin, &end)| self.order[begin..end].iter().copied().map(number_of));
        self.entities.iter().copied().zip(groups)
    }
}

/// The number of a mention in the lower half.
#[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn number_of(mention: u64) -> usize {
    mention as u32 as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, Reasons, Role, Span};

    #[test]
    fn every_mention_is_with_its_entity() {
        let mention = |entity: u32| Mention {
            span: Span::new(0, 1),
            entity: EntityId(entity),
            kind: Kind::Place,
            role: Role::Name,
            candidates: 1,
            confidence: 1.0,
            reasons: Reasons::default(),
        };
        let mut mentioned = Mentioned::default();
        for _ in 0..2 {
            mentioned.sort_out(&[7, u32::MAX, 7, 0, 7, 0].map(mention));
            assert_eq!(mentioned.entities(), [0, 7, u32::MAX].map(EntityId));
            assert_eq!(mentioned.places(), [1, 2, 1, 0, 1, 0]);
            let groups: Vec<(u32, Vec<usize>)> =
                mentioned.groups().map(|(entity, mentions)| (entity.0, mentions.collect())).collect();
            assert_eq!(groups, [(0, vec![3, 5]), (7, vec![0, 2, 4]), (u32::MAX, vec![1])]);
        }
        mentioned.sort_out(&[]);
        assert_eq!((mentioned.entities().len(), mentioned.groups().count()), (0, 0));
    }
}
