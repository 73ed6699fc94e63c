//! Names that are ordinary words: Most, Nice, Reading.

use super::{Patient, risk};
use crate::gazetteer::cues::Cues;
use crate::gazetteer::problem::Problem;

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    let cues = Cues::get();
    for name in patient.names.iter().filter(|name| !name.exact && !name.folded.contains(' ')) {
        // the words keep their marks: über is one, and so is the name Über; Élan is found where elan stands
        if cues.is_common_word(&name.text.to_lowercase()) || cues.is_common_word(&name.folded) {
            let message = format!("'{}' is an ordinary word", name.text);
            let suggestion = "use a longer name, or put it into blocked.csv";
            problems.push(risk(patient.row_of(name), "common-word", name.text, message, suggestion));
        }
    }
}
