//! Where sentences and paragraphs end, as far as that can be told without a dictionary.
//!
//! A sentence ends with a stop that white space and no small letter follow, and which is not the dot of an initial, of
//! letters with dots (U.S.) or of an abbreviation of a short list. A paragraph ends with a blank line.

/// What ends between two places of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Both are in one sentence.
    None,
    /// A sentence, in one paragraph.
    Sentence,
    /// A paragraph.
    Paragraph,
}

/// Words whose dot ends no sentence where a capital or a number follows: what stands before names and dates.
const ABBREVIATIONS: [&str; 58] = [
    "Adm", "Apr", "Aug", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Dec", "Dipl", "Dr", "Dra", "Feb", "Fr", "Frl", "Ft",
    "Gen", "Gov", "Gr", "Hon", "Hr", "Insp", "Jan", "Jr", "Lt", "Maj", "Messrs", "Mgr", "Mlle", "Mme", "Mr", "Mrs",
    "Ms", "Msgr", "Mt", "No", "Nos", "Nov", "Nr", "Oct", "Pres", "Prof", "Rep", "Reps", "Rev", "Sen", "Sens", "Sept",
    "Sgt", "Sr", "Sra", "Sta", "Ste", "Supt", "Vol", "bzw", "vs", "St",
];

/// The greatest end between bytes `from` and `to` of a text, both character boundaries. Linear in what lies between.
#[must_use]
pub fn break_between(text: &str, from: usize, to: usize) -> Break {
    let mut found = Break::None;
    let mut blank_since_line_end = false;
    for (offset, c) in text[from..to].char_indices() {
        match c {
            '\n' if blank_since_line_end => return Break::Paragraph,
            '\n' => blank_since_line_end = true,
            c if c.is_whitespace() => {}
            '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '。' | '！' | '？' | '｡' => {
                blank_since_line_end = false;
                if found == Break::None && ends_sentence(text, from + offset, c) {
                    found = Break::Sentence;
                }
            }
            _ => blank_since_line_end = false,
        }
    }
    found
}

fn ends_sentence(text: &str, at: usize, stop: char) -> bool {
    if matches!(stop, '。' | '！' | '？' | '｡') {
        return true;
    }
    let closed =
        text[at + stop.len_utf8()..].trim_start_matches(['"', '\'', '”', '’', '»', ')', ']', '.', '!', '?', '…']);
    let next = closed.trim_start();
    if next.len() == closed.len() {
        return false;
    }
    let opens = next.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
    opens.is_none_or(|c| !c.is_lowercase()) && (stop != '.' || !is_abbreviation(&text[..at]))
}

/// Whether what stands before a dot takes it for itself.
fn is_abbreviation(before: &str) -> bool {
    let rest = before.trim_end_matches(char::is_alphanumeric);
    let word = &before[rest.len()..];
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    !word.is_empty() && (initial || rest.ends_with('.') || ABBREVIATIONS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_two_names() {
        for (gap, found) in [
            ("", Break::None),
            (" and ", Break::None),
            (" left. ", Break::Sentence),
            (".” ", Break::Sentence),
            ("! (", Break::Sentence),
            (" said Mr. ", Break::None),
            (" and George W. ", Break::None),
            (" of the U.S. ", Break::None),
            (" at 3.5 for ", Break::None),
            (" v. the ", Break::None),
            ("。", Break::Sentence),
            ("؟ ", Break::Sentence),
            ("\n", Break::None),
            (".\n", Break::Sentence),
            ("a\nb", Break::None),
            ("a.\n\nb", Break::Paragraph),
            ("a\r\n \u{A0}\r\nb", Break::Paragraph),
            ("\n\n", Break::Paragraph),
        ] {
            let text = format!("Assad{gap}Putin");
            assert_eq!(break_between(&text, 5, 5 + gap.len()), found, "{gap:?}");
        }
    }
}
