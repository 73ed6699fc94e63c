//! Where sentences and paragraphs end, as far as that can be told without a dictionary.
//!
//! A sentence ends with a stop that white space and no small letter follow, and which is not the dot of an initial, of
//! letters with dots (U.S.) or of an abbreviation of a short list. A paragraph ends with a blank line.

use wide::u8x16;

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
    let gap = &text[..to];
    let mut found = Break::None;
    let mut at = from;
    loop {
        at = next_mark(gap.as_bytes(), at);
        let Some(c) = gap[at..].chars().next() else { return found };
        match c {
            '\n' => {
                let behind = gap[at + 1..].trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
                if behind.starts_with('\n') {
                    return Break::Paragraph;
                }
            }
            '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '。' | '！' | '？' | '｡'
                if found == Break::None && ends_sentence(text, at, c) =>
            {
                found = Break::Sentence;
            }
            _ => {}
        }
        at += c.len_utf8();
    }
}

/// Whether a byte may begin what ends a sentence, or is a line end.
const MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    let mut i = 0;
    // …, ؟, ۔, ।, 。 and ｡ begin with the last of these
    let first_bytes = *b"\n.!?\xE2\xD8\xDB\xE0\xE3\xEF";
    while i < first_bytes.len() {
        marks[first_bytes[i] as usize] = true;
        i += 1;
    }
    marks
};

/// So many bytes are asked together for marks: most are among letters and spaces alone.
const BLOCK: usize = 16;

/// One bit for each byte of a block that is a mark of ASCII or beyond ASCII.
#[inline]
fn marks_in(block: [u8; BLOCK]) -> u32 {
    let bytes = u8x16::new(block);
    let are = |byte: u8| bytes.simd_eq(u8x16::new([byte; BLOCK]));
    (are(b'\n') | are(b'.') | are(b'!') | are(b'?') | bytes).to_bitmask()
}

/// Where the next byte is from a place on that may begin a mark; the end where there is none.
fn next_mark(bytes: &[u8], mut from: usize) -> usize {
    while let Some(&block) = bytes[from..].first_chunk::<BLOCK>() {
        let mut marks = marks_in(block);
        while marks != 0 {
            let at = marks.trailing_zeros() as usize;
            if MARKS[usize::from(block[at])] {
                return from + at;
            }
            marks &= marks - 1;
        }
        from += BLOCK;
    }
    let rest = &bytes[from..];
    from + rest.iter().position(|&byte| MARKS[usize::from(byte)]).unwrap_or(rest.len())
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
            ("\n\u{2003}\n", Break::Paragraph),
            ("\u{A0}\n\u{3000}. \n", Break::Sentence),
            ("；… The other side of the river saw nothing of it", Break::Sentence),
            (
                " who said in Ankara that nothing of it was true, and then left for a week or two.\r\n\r\n",
                Break::Paragraph,
            ),
        ] {
            let text = format!("Assad{gap}Putin");
            assert_eq!(break_between(&text, 5, 5 + gap.len()), found, "{gap:?}");
        }
    }
}
