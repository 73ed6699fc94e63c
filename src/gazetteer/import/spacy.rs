//! spaCy's `EntityRuler`: JSON Lines of `label`, `pattern` and, if given, `id`.
//!
//! A pattern is a phrase, or a list of tokens. Of tokens those are read that name their text: `TEXT` and `ORTH` as it
//! is, `LOWER` in any case. Patterns of one `id` are one entity, the first its name.

use super::source::Lines;
use super::{Entry, ImportError, List, Progress};
use crate::model::{CaseRule, Kind};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;

#[derive(Deserialize)]
struct Line {
    label: String,
    pattern: Value,
    id: Option<String>,
}

/// Reads the files and adds a row for each pattern.
///
/// # Errors
/// Where a file cannot be read or the list cannot be written.
pub fn import<W: Write>(files: &[PathBuf], list: &mut List<W>, progress: Progress<'_>) -> Result<(), ImportError> {
    // kind and canonical name of each id
    let mut canonical: HashMap<String, (Kind, String)> = HashMap::new();
    for path in files {
        let mut lines = Lines::open(path, progress)?;
        let file = lines.file.clone();
        while let Some((number, line)) = lines.next()? {
            let line = match line {
                Ok(line) if line.trim().is_empty() => continue,
                Ok(line) => line,
                Err(why) => {
                    list.unreadable(&file, number, why);
                    continue;
                }
            };
            let Ok(line) = serde_json::from_str::<Line>(line) else {
                list.unreadable(&file, number, "line that is no object with label and pattern");
                continue;
            };
            let Some((kind, class)) = kind_of(&line.label) else {
                list.skip(&format!("label {}", line.label));
                continue;
            };
            let (text, case) = match phrase(&line.pattern) {
                Ok(phrase) => phrase,
                Err(why) => {
                    list.skip(why);
                    continue;
                }
            };
            let mut entry = Entry::new(kind, &text);
            entry.class = class.into();
            entry.case = case;
            if let Some(id) = line.id.filter(|id| !id.trim().is_empty()) {
                let id = if id.starts_with(char::is_alphabetic) { id } else { format!("x{id}") };
                let (first_kind, name) = canonical.entry(id.clone()).or_insert_with(|| (kind, text.clone()));
                if *first_kind != kind {
                    list.skip("pattern whose id is another kind before");
                    continue;
                }
                if *name != text {
                    entry.aliases.push(std::mem::replace(&mut entry.name, name.clone()));
                }
                entry.id = id;
            }
            list.add(entry)?;
        }
    }
    Ok(())
}

/// Kind and class for spaCy's labels.
fn kind_of(label: &str) -> Option<(Kind, &'static str)> {
    match label {
        "PERSON" | "PER" => Some((Kind::Person, "")),
        "ORG" | "ORGANIZATION" => Some((Kind::Organization, "")),
        "GPE" | "LOC" | "LOCATION" | "PLACE" => Some((Kind::Place, "")),
        "FAC" | "FACILITY" => Some((Kind::Place, "facility")),
        _ => None,
    }
}

/// The text of a pattern and the cases in which it counts.
fn phrase(pattern: &Value) -> Result<(String, CaseRule), &'static str> {
    const OTHER: &str = "pattern of tokens that are no plain text";
    match pattern {
        Value::String(text) => Ok((text.clone(), CaseRule::Auto)),
        Value::Array(tokens) => {
            let mut words = Vec::new();
            let mut case = CaseRule::Auto;
            for token in tokens {
                let attributes = token.as_object().filter(|attributes| attributes.len() == 1).ok_or(OTHER)?;
                let (attribute, value) = attributes.iter().next().ok_or(OTHER)?;
                match attribute.to_ascii_uppercase().as_str() {
                    "TEXT" | "ORTH" => {}
                    "LOWER" => case = CaseRule::Any,
                    _ => return Err(OTHER),
                }
                words.push(value.as_str().ok_or(OTHER)?);
            }
            Ok((joined(&words), case))
        }
        _ => Err(OTHER),
    }
}

/// Tokens as text: a point, comma or apostrophe stands at the word before it, a hyphen between two.
fn joined(words: &[&str]) -> String {
    let mut text = String::new();
    for word in words {
        let sticks = word.starts_with(['.', ',', '\'', '’', '-', ')']) || text.ends_with(['-', '(']);
        if !text.is_empty() && !sticks {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn patterns_are_texts() {
        for (pattern, expected) in [
            (json!("San Francisco"), Ok(("San Francisco", CaseRule::Auto))),
            (json!([{"LOWER": "san"}, {"LOWER": "francisco"}]), Ok(("san francisco", CaseRule::Any))),
            (json!([{"TEXT": "Guinea"}, {"ORTH": "-"}, {"TEXT": "Bissau"}]), Ok(("Guinea-Bissau", CaseRule::Auto))),
            (json!([{"LOWER": "a", "OP": "?"}]), Err(())),
            (json!([{"LOWER": {"IN": ["a", "b"]}}]), Err(())),
            (json!([{"POS": "NOUN"}]), Err(())),
            (json!(7), Err(())),
        ] {
            let read = phrase(&pattern);
            let read = read.as_ref().map(|(text, case)| (text.as_str(), *case)).map_err(|_| ());
            assert_eq!(read, expected, "{pattern}");
        }
    }
}
