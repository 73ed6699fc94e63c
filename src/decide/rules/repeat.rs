//! A title that is printed twice: its names count once.

use crate::decide::{Rule, Scene};
use crate::model::{Reason, Role, Span};
use memchr::memmem;

/// Labels the hits in a line further down that is the first line again.
pub(super) struct Repeat;

/// A shorter first line is no title, a longer one is a paragraph; in bytes.
const SHORTEST: usize = 12;
const LONGEST: usize = 250;

/// So much of the title is looked for, in bytes; the search is made ready faster for short ones.
const HEAD: usize = 32;

impl Rule for Repeat {
    fn reason(&self) -> Reason {
        Reason::Repeat
    }

    fn about(&self) -> &'static str {
        "it stands in the title, which is printed a second time"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        let Some(again) = repeated(scene.text) else { return };
        for hit in 0..scene.hits.len() {
            if scene.stands(hit) && again.contains(scene.hits[hit].span) && scene.hits[hit].role == Role::Name {
                scene.hits[hit].role = Role::Repeat;
                scene.note(hit, self.reason());
            }
        }
    }
}

/// Where the first line stands as a line again.
fn repeated(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let end = text[start..].find('\n').map(|length| start + length)?;
    let title = text[start..end].trim_end();
    if !(SHORTEST..=LONGEST).contains(&title.len()) {
        return None;
    }
    let bytes = text.as_bytes();
    let title = title.as_bytes();
    let closes = |behind: &[u8]| matches!(behind.first(), None | Some(b'\n' | b'\r'));
    // what begins a line overlaps with nothing found before it: there is no line end in a title
    memmem::find_iter(&bytes[end..], &title[..title.len().min(HEAD)])
        .map(|at| end + at)
        .find(|&at| bytes[at - 1] == b'\n' && bytes[at..].strip_prefix(title).is_some_and(closes))
        .map(|at| Span::new(at, at + title.len()))
}

#[cfg(test)]
mod tests {
    use super::repeated;

    #[test]
    fn only_a_whole_line_is_the_title_again() {
        let title = "Putin visits Syria";
        for (text, expected) in [
            ("Putin visits Syria\n\nText.\n\nPutin visits Syria\n", true),
            ("Putin visits Syria\n\nText.\n\nPutin visits Syria", true),
            ("Putin visits Syria\n\nOn Monday Putin visits Syria again.", false),
            ("Putin visits Syria", false),
        ] {
            assert_eq!(repeated(text).map(|span| span.of(text)), expected.then_some(title), "{text}");
        }
        let long = "Putin visits Syria and tells troops to withdraw";
        for (again, expected) in [(long, true), ("Putin visits Syria and tells troops to wait", false)] {
            let text = format!("{long}\n\nText. {long}\n\n{again}\n");
            let found = repeated(&text).map(|span| span.start());
            assert_eq!(found, expected.then(|| text.len() - long.len() - 1), "{again}");
        }
    }
}
