//! Names of one or two letters: they stand in all sorts of abbreviations.

use super::{Patient, risk};
use crate::gazetteer::problem::Problem;
use crate::text::class::Class;

/// Names of so few letters are short.
const SHORT: usize = 2;

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    for name in patient.names.iter().filter(|name| !name.exact && name.folded.len() <= 4 * SHORT) {
        let letters = name.text.chars().filter(|&c| Class::of(c).is_word()).count();
        let cased = name.text.chars().any(|c| Class::of(c).is_upper() || Class::of(c).is_lower());
        if letters <= SHORT && cased {
            let message = format!(
                "'{}' has {letters} letter{} and will be found in many places",
                name.text,
                if letters == 1 { "" } else { "s" }
            );
            let suggestion = "move it to the column 'exact', or delete it";
            problems.push(risk(patient.row_of(name), "short", name.text, message, suggestion));
        }
    }
}
