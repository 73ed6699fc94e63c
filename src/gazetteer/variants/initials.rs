//! Initials spaced, dotted or bare (`J. K.`, `J.K.`, `JK`); `Jr.` and `Sr.` with and without comma and dot.

use super::{Emit, Name};

pub(super) fn derive(name: &Name<'_>, emit: &mut Emit<'_>) {
    if !name.is_person() || !name.text.contains(' ') {
        return;
    }
    let text = name.text;
    if let Some((before, letters, after)) = run_of_initials(text) {
        let [mut spaced, mut dotted, mut bare] = [const { String::new() }; 3];
        for letter in &letters {
            if !spaced.is_empty() {
                spaced.push(' ');
            }
            spaced.extend([*letter, '.']);
            dotted.extend([*letter, '.']);
            bare.push(*letter);
        }
        for form in [&spaced, &dotted, &bare] {
            emit.push(&[before, form, after]);
        }
    }
    for (long, short) in [("Jr.", "Jr"), ("Sr.", "Sr")] {
        let rest = text.strip_suffix(long).or_else(|| text.strip_suffix(short));
        let Some(rest) = rest.and_then(|rest| rest.strip_suffix(' ')) else { continue };
        let rest = rest.strip_suffix(',').unwrap_or(rest);
        for (comma, form) in [(" ", long), (" ", short), (", ", long), (", ", short)] {
            emit.push(&[rest, comma, form]);
        }
    }
}

/// The first run of initials: what stands before it, its letters, what stands behind it.
fn run_of_initials(text: &str) -> Option<(&str, Vec<char>, &str)> {
    let mut letters = Vec::new();
    let (mut begin, mut end) = (0, 0);
    let mut at = 0;
    for token in text.split(' ') {
        let of_token = initials(token, at == 0);
        if of_token.is_empty() {
            if !letters.is_empty() {
                break;
            }
        } else {
            if letters.is_empty() {
                begin = at;
            }
            letters.extend(of_token);
            end = at + token.len();
        }
        at += token.len() + 1;
    }
    // a name that ends with its initials is none
    (!letters.is_empty() && end < text.len()).then(|| (&text[..begin], letters, &text[end..]))
}

/// `J.K.` and `J`; two or three capitals without dots only at the beginning (`JD Vance`).
fn initials(token: &str, first: bool) -> Vec<char> {
    // most words end the question with their second letter
    if !token.bytes().all(|byte| byte == b'.' || byte.is_ascii_uppercase()) {
        return Vec::new();
    }
    let letters: Vec<char> = token.chars().filter(|&c| c != '.').collect();
    let dots = token.len() - letters.len();
    let sound = match dots {
        0 => letters.len() == 1 || first && letters.len() <= 3,
        _ => dots == letters.len() && token.ends_with('.') && !token.contains(".."),
    };
    if sound { letters } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::support::{name, variants};
    use crate::model::{Kind, VariantRule};

    #[test]
    fn initials_are_written_in_three_ways() {
        for (text, expected) in [
            ("J. K. Rowling", &["J.K. Rowling", "JK Rowling"][..]),
            ("JD Vance", &["J. D. Vance", "J.D. Vance"]),
            ("George H.W. Bush", &["George H. W. Bush", "George HW Bush"]),
            ("John F. Kennedy", &["John F Kennedy"]),
            ("Martin Luther King Jr.", &["Martin Luther King Jr", "Martin Luther King, Jr.", "Martin Luther King, Jr"]),
            ("Malcolm X", &[]),
            ("Vladimir Putin", &[]),
            ("Mao", &[]),
        ] {
            assert_eq!(variants(VariantRule::Initials, &name(Kind::Person, "", text)), expected, "{text}");
        }
    }
}
