//! An alias that is what another entity is called.

use super::{Patient, risk};
use crate::gazetteer::problem::Problem;
use crate::model::{Facts as _, NameSource};

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    for group in patient.groups.iter().filter(|group| group.len() > 1) {
        let canonical: Vec<usize> =
            group.iter().copied().filter(|&number| patient.names[number].source == NameSource::Canonical).collect();
        let called_so = patient.entities(&canonical);
        for name in group.iter().map(|&number| &patient.names[number]) {
            let entity = patient.row_of(name).entity;
            if name.source != NameSource::Alias || called_so.contains(&entity) {
                continue;
            }
            let Some(&other) = called_so.first() else { continue };
            let own = patient.entity_of(name);
            let steals = own.weight > patient.gazetteer.weight(other);
            let message =
                format!("'{}', an alias of {}, is what {} is called", name.text, own.name, patient.described(other));
            let suggestion = if steals {
                format!("{} is heavier and will be meant by it: delete the alias if that is wrong", own.name)
            } else {
                "delete the alias unless it is needed".to_owned()
            };
            problems.push(risk(patient.row_of(name), "alias-of-another", name.text, message, suggestion));
        }
    }
}
