//! One name of several entities: which is meant is a choice, by what stands around it or by weight.

use super::{Patient, risk};
use crate::gazetteer::problem::Problem;
use crate::model::NameSource;

/// So many entities are named in a message.
const NAMED: usize = 4;

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    for group in &patient.groups {
        let names = || group.iter().map(|&number| &patient.names[number]);
        // where one has it as an alias and another is called so, that is another risk
        let canonical: Vec<usize> =
            group.iter().copied().filter(|&number| patient.names[number].source == NameSource::Canonical).collect();
        let of = if canonical.is_empty() { group } else { &canonical };
        let entities = patient.entities(of);
        let [first, _, ..] = entities.as_slice() else { continue };
        let Some(name) = names().find(|name| patient.row_of(name).entity == *first) else { continue };
        let mut named: Vec<String> = entities.iter().take(NAMED).map(|&id| patient.described(id)).collect();
        if entities.len() > NAMED {
            named.push(format!("and {} more", entities.len() - NAMED));
        }
        let message = format!("'{}' is a name of {} entities: {}", name.text, entities.len(), named.join("; "));
        let suggestion = "where nothing in the text decides, the first is meant: set 'weight' if that is wrong";
        problems.push(risk(patient.row_of(name), "shared", name.text, message, suggestion));
    }
}
