//! Characters that nobody sees: soft hyphens, zero-width ones, controls, and the sign for what could not be read.

use super::{Patient, risk};
use crate::gazetteer::problem::Problem;
use crate::text::class::Class;

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    for name in &patient.names {
        let odd = |c: char| Class::of(c).is_dropped() && !is_spelling(c) || c == '\u{FFFD}' || c.is_control();
        let Some(found) = name.text.chars().find(|&c| odd(c)) else { continue };
        let clean: String = name.text.chars().filter(|&c| !odd(c)).collect();
        let message = format!("'{}' holds the invisible character U+{:04X}", name.text, found as u32);
        let suggestion = if found == '\u{FFFD}' {
            "a letter was lost there: write the name again by hand".to_owned()
        } else {
            format!("write '{}'", clean.trim())
        };
        problems.push(risk(patient.row_of(name), "invisible-character", name.text, message, suggestion));
    }
}

/// Persian and the scripts of India spell with the zero-width joiners, Arabic draws words out with tatweel.
fn is_spelling(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{640}')
}
