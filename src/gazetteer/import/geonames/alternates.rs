//! `alternateNamesV2.txt`: names by language, with what kind of name each is.
//!
//! Columns: alternate name id, geonames id, language, name, and four flags that are `1` or empty: preferred, short,
//! colloquial, historic; then from and to. Languages that are none hold other things: links, codes of airports and
//! posts, Wikidata ids.

use super::super::source::Lines;
use super::super::{Entry, ImportError, List, Progress};
use super::Options;
use std::io::Write;
use std::path::Path;

/// Alternate names of the places that are taken.
pub(super) struct Alternates {
    /// Sorted.
    wanted: Vec<u32>,
    texts: String,
    names: Vec<Name>,
}

#[derive(Clone, Copy)]
struct Name {
    /// The place: an index into `wanted`.
    of: u32,
    start: usize,
    len: u32,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Name,
    Abbreviation,
    Wikidata,
}

/// Flags of a row, by column.
const COLLOQUIAL: usize = 6;
const HISTORIC: usize = 7;
/// When it fell out of use.
const TO: usize = 9;

impl Alternates {
    pub(super) fn of(mut wanted: Vec<u32>) -> Alternates {
        wanted.sort_unstable();
        wanted.dedup();
        Alternates { wanted, texts: String::new(), names: Vec::new() }
    }

    pub(super) fn read<W: Write>(
        &mut self,
        path: &Path,
        options: &Options,
        list: &mut List<W>,
        progress: Progress<'_>,
    ) -> Result<(), ImportError> {
        let mut lines = Lines::open(path, progress)?;
        let file = lines.file.clone();
        while let Some((number, line)) = lines.next()? {
            let line = match line {
                Ok("") => continue,
                Ok(line) => line,
                Err(why) => {
                    list.unreadable(&file, number, why);
                    continue;
                }
            };
            let mut cells = [""; 10];
            line.split('\t').zip(&mut cells).for_each(|(cell, place)| *place = cell);
            let [_, id, language, name, ..] = cells;
            let Ok(id) = id.parse::<u32>() else {
                list.unreadable(&file, number, "alternate name without the id of a place");
                continue;
            };
            let Ok(of) = self.wanted.binary_search(&id) else { continue };
            let what = match language {
                "link" | "post" | "iata" | "icao" | "faac" | "unlc" | "tcid" | "uicn" | "phon" => {
                    list.skip_name(match language {
                        "link" => "link",
                        "post" => "postal code",
                        "iata" | "icao" | "faac" => "airport code",
                        _ => "code or transcription",
                    });
                    continue;
                }
                "wkdt" => What::Wikidata,
                "abbr" => What::Abbreviation,
                language => {
                    let base = language.split(['-', '_']).next().unwrap_or(language);
                    if !options.languages.is_empty() && !options.languages.contains(base) {
                        list.skip_name("another language");
                        continue;
                    }
                    What::Name
                }
            };
            // fr_1793: the names that the French revolution gave
            let historic = cells[HISTORIC] == "1" || !cells[TO].is_empty() || language == "fr_1793";
            if historic && !options.historic {
                list.skip_name("historic name (--historic)");
            } else if cells[COLLOQUIAL] == "1" {
                list.skip_name("colloquial name");
            } else {
                let narrow = |n: usize| u32::try_from(n).expect("a line is shorter than 2^32 bytes");
                let start = self.texts.len();
                self.names.push(Name { of: narrow(of), start, len: narrow(name.len()), what });
                self.texts.push_str(name);
            }
        }
        Ok(())
    }

    /// Brings the names into the order of their places.
    pub(super) fn finish(mut self) -> Alternates {
        self.names.sort_by_key(|name| (name.of, name.start));
        self
    }

    /// Adds a place's names to its row.
    pub(super) fn give(&self, id: u32, entry: &mut Entry) {
        let Ok(of) = self.wanted.binary_search(&id) else { return };
        let first = self.names.partition_point(|name| (name.of as usize) < of);
        for name in self.names[first..].iter().take_while(|name| name.of as usize == of) {
            let text = &self.texts[name.start..name.start + name.len as usize];
            match name.what {
                What::Name => entry.aliases.push(text.to_owned()),
                What::Abbreviation => entry.exact.push(text.to_owned()),
                What::Wikidata => text.clone_into(&mut entry.wikidata),
            }
        }
    }
}
