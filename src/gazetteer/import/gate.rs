//! GATE: `lists.def`, which names the lists, and the `.lst` files beside it.
//!
//! A line of `lists.def` is `file:majorType:minorType:language:annotationType`, all but the first optional. A line of a
//! list is an entry, and after `:` its features (`Afghanistan:ISO2=AF:ISO3=AFG`). Entries with one `ISO3` in a list of
//! countries are one country.

use super::names::person_as_written;
use super::source::Lines;
use super::{Entry, ImportError, List, Progress};
use crate::model::Kind;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Reads the lists that each `lists.def` names. Lists of other things than people, organizations and places, and lists
/// whose entries are abbreviations, are left out and counted.
///
/// # Errors
/// Where a file cannot be read or the list cannot be written.
pub fn import<W: Write>(files: &[PathBuf], list: &mut List<W>, progress: Progress<'_>) -> Result<(), ImportError> {
    for path in files {
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("lst")) {
            return Err(ImportError::unfit(
                path,
                "what a list of GATE holds stands in the lists.def beside it: give that file",
            ));
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut lines = Lines::open(path, progress)?;
        let file = lines.file.clone();
        while let Some((number, line)) = lines.next()? {
            let line = match line {
                Ok(line) if line.trim().is_empty() => continue,
                Ok(line) => line.trim(),
                Err(why) => {
                    list.unreadable(&file, number, why);
                    continue;
                }
            };
            let mut parts = line.split(':').map(str::trim);
            let (name, major, minor) =
                (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let entries = folder.join(name);
            if name.is_empty() || !entries.is_file() {
                list.unreadable(&file, number, "line that names no list beside it");
                continue;
            }
            match kind_of(major, minor) {
                Ok((kind, class)) => read(&entries, kind, class, list, progress)?,
                Err(why) => {
                    let mut lines = Lines::open(&entries, progress)?;
                    while lines.next()?.is_some() {
                        list.skip(&why);
                    }
                }
            }
        }
    }
    Ok(())
}

/// Kind and class for GATE's types, or why a list is left out.
fn kind_of(major: &str, minor: &str) -> Result<(Kind, &'static str), String> {
    if minor.contains("abbrev") || minor.contains("ambig") || major.contains("ambig") {
        return Err(format!("list of type {major}:{minor}: abbreviations or ambiguous words"));
    }
    let place_class = match minor {
        "country" => "country",
        "city" | "cap" | "cap_us" => "city",
        "province" | "state" => "region",
        "county" => "county",
        "district" => "district",
        "island" => "island",
        "mountain" => "mountain",
        "continent" => "continent",
        "desert" => "desert",
        "water" | "sea" | "river" | "lake" | "ocean" => "water",
        "airport" | "facility" | "building" => "facility",
        // GATE's regions are those of no one country: the Alps
        "region" => "area",
        _ => "",
    };
    let organization_class = match minor {
        "company" => "company",
        "university" => "university",
        "bank" => "bank",
        "party" => "party",
        "newspaper" | "news" | "tv" | "media" => "media",
        "government" | "department" => "government",
        "team" | "sports" => "sports",
        _ => "",
    };
    match major {
        "person_full" | "person" | "person_name" => Ok((Kind::Person, "")),
        "organization" | "organisation" | "company" | "org" => Ok((Kind::Organization, organization_class)),
        "location" | "loc" | "facility" | "country" | "city" | "province" => Ok((Kind::Place, place_class)),
        other => Err(format!("list of type {other}: neither people, organizations nor places")),
    }
}

fn read<W: Write>(
    path: &Path,
    kind: Kind,
    class: &'static str,
    list: &mut List<W>,
    progress: Progress<'_>,
) -> Result<(), ImportError> {
    let mut lines = Lines::open(path, progress)?;
    let file = lines.file.clone();
    // countries by ISO code, in the order of their first entry
    let mut countries: BTreeMap<String, usize> = BTreeMap::new();
    let mut grouped: Vec<Entry> = Vec::new();
    while let Some((number, line)) = lines.next()? {
        let line = match line {
            Ok(line) if line.trim().is_empty() => continue,
            Ok(line) => line,
            Err(why) => {
                list.unreadable(&file, number, why);
                continue;
            }
        };
        let (name, features) = line.split_once(':').unwrap_or((line, ""));
        let feature = |wanted: &str| {
            let pairs = features.split(':').filter_map(|pair| pair.split_once('='));
            pairs.clone().find(|(key, _)| key.trim() == wanted).map(|(_, value)| value.trim())
        };
        if feature("kind") == Some("ambig") {
            list.skip("entry that GATE calls ambiguous");
            continue;
        }
        let name = name.trim();
        let mut entry = Entry::new(kind, &if kind == Kind::Person { person_as_written(name) } else { name.to_owned() });
        entry.class = class.into();
        match feature("ISO3").filter(|_| class == "country") {
            Some(code) => match countries.get(code) {
                Some(&at) => grouped[at].aliases.push(entry.name),
                None => {
                    code.clone_into(&mut entry.country);
                    countries.insert(code.to_owned(), grouped.len());
                    grouped.push(entry);
                }
            },
            None => list.add(entry)?,
        }
    }
    grouped.into_iter().try_for_each(|entry| list.add(entry))
}
