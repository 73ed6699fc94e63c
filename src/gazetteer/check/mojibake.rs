//! UTF-8 that was read as Windows-1252: KÃ¶ln for Köln.

use super::{Patient, risk};
use crate::gazetteer::problem::Problem;

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    for name in &patient.names {
        if let Some(meant) = meant(name.text) {
            let message = format!("'{}' was read in a wrong encoding", name.text);
            problems.push(risk(patient.row_of(name), "mojibake", name.text, message, format!("write '{meant}'")));
        }
    }
}

/// What the name was before, where its bytes in Windows-1252 are UTF-8.
fn meant(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let (bytes, _, unmapped) = encoding_rs::WINDOWS_1252.encode(name);
    if unmapped {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok().filter(|meant| meant != name && !meant.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn only_what_is_utf_8_underneath_is_mojibake() {
        for (name, expected) in [
            ("KÃ¶ln", Some("Köln")),
            ("CitÃ© de lâ€™Or", Some("Cité de l’Or")),
            ("Köln", None),
            ("São Paulo", None),
            ("Москва", None),
            ("Koln", None),
        ] {
            assert_eq!(meant(name).as_deref(), expected, "{name}");
        }
    }
}
