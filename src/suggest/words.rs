//! What the word lists say of a word when unlisted names are looked for.

pub(super) use crate::gazetteer::cues::Cue;
use crate::gazetteer::cues::Cues;

/// Small words inside the names of people; fewer than the rules for listed names know, since here each joins two names.
const PARTICLES: [&str; 21] = [
    "de", "del", "della", "di", "da", "das", "do", "dos", "du", "van", "von", "der", "den", "ter", "ten", "bin", "ibn",
    "bint", "al", "el", "ud",
];

/// Small words inside the names of organizations.
const LINKS: [&str; 3] = ["of", "for", "on"];

/// What the lists say of a word, whatever its case and without the full stop at its end. Whether a word tells a kind as
/// the first or as the last of a name makes no difference here.
pub(super) fn of(word: &str) -> Cue {
    let mut cue = Cues::get().of(word).without(Cue::PARTICLE | Cue::LINK);
    for (first, kind) in [(Cue::ORGANIZATION_FIRST, Cue::ORGANIZATION), (Cue::PLACE_FIRST, Cue::PLACE)] {
        if cue.any(first) {
            cue = cue | kind;
        }
    }
    let is = |small: &&str| small.eq_ignore_ascii_case(word);
    if PARTICLES.iter().any(is) {
        cue = cue | Cue::PARTICLE;
    }
    if LINKS.iter().any(is) {
        cue = cue | Cue::LINK;
    }
    cue
}
