//! Rows that say the same of the same: the same name, kind, country and place.

use super::{Patient, Row, risk};
use crate::gazetteer::problem::Problem;
use crate::model::NameSource;
use rustc_hash::FxHashMap;

/// Two places of one name and class that are nearer than this are one.
const SAME_PLACE_KM: f64 = 25.0;

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    let mut called: FxHashMap<String, Vec<&Row<'_>>> = FxHashMap::default();
    for name in patient.names.iter().filter(|name| name.source == NameSource::Canonical) {
        let row = patient.row_of(name);
        let key = [row.row.kind.as_str(), &name.folded, &row.row.country].join("\u{1F}");
        let earlier = called.entry(key).or_default();
        if let Some(same) = earlier.iter().find(|other| is_same(other, row)) {
            let message = format!("'{}' stands in {}:{} too", name.text, same.file.file, same.row.line);
            let suggestion = "delete one, or tell them apart by id, country or part_of";
            problems.push(risk(row, "duplicate", name.text, message, suggestion));
        }
        earlier.push(row);
    }
}

fn is_same(a: &Row<'_>, b: &Row<'_>) -> bool {
    // rows of one given id are meant to add up, and so are lists
    if a.file.list != b.file.list || a.row.id.is_some() && a.row.id == b.row.id {
        return false;
    }
    let near = match (a.row.point, b.row.point) {
        (Some(here), Some(there)) => here.distance_km(there) < SAME_PLACE_KM,
        (None, None) => a.row.part_of == b.row.part_of,
        _ => false,
    };
    near && a.row.class == b.row.class
}
