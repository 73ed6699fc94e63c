//! Which names are spellings of one.

use super::counts::Entry;
use crate::text::fold::fold_name;
use rustc_hash::{FxHashMap, FxHashSet};

/// Spellings differ by at most one letter in so many: Hmeymim and Hmeimim, Abdel and Abdul; not Marino and Morena.
const LETTERS_FOR_ONE: usize = 5;

/// Brings spellings of one name together, and acronyms to the name for which they were introduced. `entries` come by
/// count, and the more frequent spelling takes the rarer ones in.
pub(super) fn fold(entries: Vec<(String, Entry)>) -> Vec<(String, Entry)> {
    let mut acronyms: FxHashMap<String, Option<usize>> = FxHashMap::default();
    for (i, (_, entry)) in entries.iter().enumerate() {
        for (acronym, _) in &entry.acronyms {
            // introduced for two names, it belongs to none
            acronyms.entry(fold_name(acronym)).and_modify(|of| *of = None).or_insert(Some(i));
        }
    }
    let mut kept: Vec<(String, Entry)> = Vec::with_capacity(entries.len());
    let mut by_skeleton: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut place = vec![0; entries.len()];
    let mut late: Vec<(usize, Entry)> = Vec::new();
    for (i, (key, entry)) in entries.into_iter().enumerate() {
        if let Some(&Some(of)) = acronyms.get(&key)
            && of != i
        {
            late.push((of, entry));
            continue;
        }
        let alike = by_skeleton.entry(skeleton(&key)).or_default();
        if let Some(&same) = alike.iter().find(|&&other| is_spelling(&kept[other].0, &key)) {
            place[i] = same;
            kept[same].1.merge(entry);
        } else {
            alike.push(kept.len());
            place[i] = kept.len();
            kept.push((key, entry));
        }
    }
    for (of, mut entry) in late {
        // the acronym is an alias already
        entry.surfaces.clear();
        kept[place[of]].1.merge(entry);
    }
    kept
}

/// The consonants of a folded name, word by word, doubled ones once.
fn skeleton(key: &str) -> String {
    let mut skeleton = String::with_capacity(key.len());
    for c in key.chars() {
        if !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | '-' | '\'') && !skeleton.ends_with(c) {
            skeleton.push(c);
        }
    }
    skeleton
}

/// Whether two names of one skeleton differ by few enough letters.
fn is_spelling(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let allowed = a.len().min(b.len()) / LETTERS_FOR_ONE;
    a.len().abs_diff(b.len()) <= allowed && distance(&a, &b) <= allowed
}

/// How many letters must be put in, taken out or changed (Levenshtein 1965).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The surnames that stand for one of these names only.
pub(super) fn unshared_shorts(entries: &[(String, Entry)]) -> FxHashSet<String> {
    let mut names: FxHashMap<&str, usize> = FxHashMap::default();
    for (key, _) in entries {
        if let Some((_, last)) = key.rsplit_once(' ') {
            *names.entry(last).or_default() += 1;
        }
    }
    let unshared: FxHashSet<&str> = names.into_iter().filter(|(_, count)| *count == 1).map(|(name, _)| name).collect();
    unshared.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_and_others() {
        let same = |a: &str, b: &str| skeleton(a) == skeleton(b) && is_spelling(a, b);
        for (a, b) in [
            ("hmeymim", "hmeimim"),
            ("abdel fattah", "abdul fatah"),
            ("muammar gaddafi", "moammar gadafi"),
            ("jaffari", "jafari"),
        ] {
            assert!(same(a, b), "{a} {b}");
        }
        for (a, b) in [("marino", "morena"), ("jones", "james"), ("jon", "jan"), ("anna karim", "anna kareem osman")] {
            assert!(!same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn the_distance_of_two_words() {
        let of = |a: &str, b: &str| distance(&a.chars().collect::<Vec<char>>(), &b.chars().collect::<Vec<char>>());
        assert_eq!((of("kitten", "sitting"), of("", "abc"), of("abc", "abc")), (3, 3, 0));
    }
}
