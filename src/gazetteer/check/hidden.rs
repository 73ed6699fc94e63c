//! Names that never come to their entity: another one has the name too, weighs as much or more, and nothing could
//! speak for the lighter.
//!
//! Places are told apart by what lies around them. People and organizations of one name are told apart by weight
//! alone: an entity that has no other name is never found.

use super::{Patient, risk};
use crate::gazetteer::problem::Problem;
use crate::model::{EntityId, Facts as _, Kind};
use rustc_hash::FxHashMap;

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    // how many names of each entity are its own, and one that is not
    let mut seen: FxHashMap<EntityId, (usize, Option<(usize, EntityId)>)> = FxHashMap::default();
    for group in &patient.groups {
        let entities = patient.entities(group);
        for &number in group {
            let entity = patient.row_of(&patient.names[number]).entity;
            let of_entity = seen.entry(entity).or_default();
            match entities.first() {
                Some(&first) if first != entity => of_entity.1 = of_entity.1.or(Some((number, first))),
                _ => of_entity.0 += 1,
            }
        }
    }
    let mut told = rustc_hash::FxHashSet::default();
    for row in &patient.rows {
        let Some(&(0, Some((number, other)))) = seen.get(&row.entity) else { continue };
        let entity = patient.gazetteer.entity(row.entity);
        let apart = entity.kind == Kind::Place && (entity.point.is_some() || !entity.country.is_empty());
        if apart || !told.insert(row.entity) {
            continue;
        }
        let name = &patient.names[number];
        let message =
            format!("'{}' is never found: all its names are those of {}", entity.name, patient.described(other));
        let suggestion = format!(
            "give it a name of its own, or a greater weight than {:.1}; or delete it",
            patient.gazetteer.weight(other)
        );
        problems.push(risk(patient.row_of(name), "hidden", name.text, message, suggestion));
    }
}
