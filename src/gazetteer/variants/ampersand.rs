//! `&` and `and` in the names of organizations and places.

use super::{Emit, Name};

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    if name.is_person() {
        return;
    }
    for (written, other) in [(" & ", " and "), (" and ", " & ")] {
        if name.text.contains(written) {
            emit.push(&[&name.text.replace(written, other)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    #[test]
    fn the_sign_and_the_word_meet() {
        for (kind, text, expected) in [
            (Kind::Organization, "Marks & Spencer", &["Marks and Spencer"][..]),
            (Kind::Place, "Trinidad and Tobago", &["Trinidad & Tobago"]),
            (Kind::Organization, "AT&T", &[]),
            (Kind::Person, "Simon and Garfunkel", &[]),
        ] {
            assert_eq!(variants(VariantRule::Ampersand, &name(kind, "", text)), expected, "{text}");
        }
    }
}
