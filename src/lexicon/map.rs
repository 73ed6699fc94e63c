//! The names of a compiled gazetteer, searched where they lie in its file: an `fst` map from folded names to their
//! numbers, and the filters before it. Opening reads next to nothing, whatever the number of names.
//!
//! | section | content |
//! |---|---|
//! | `keys` | the map: folded name to the place of its first posting |
//! | `postings` | numbers of names, 4 bytes each, those of one key side by side |
//! | `shapes` | a byte for each posting: the form of the name, and whether it is the last of its key |
//! | `words`, `answers`, `pairs` | the blocks of the filters |
//! | `leads` | hashes of capitalised words before which names begin, sorted; in the low byte what stands before |
//! | `begin` | what names begin with |

use super::accept::Shape;
use super::beginnings::Beginnings;
use super::keys::{Keys, Rest};
use super::names::{CompiledName, Looked, Names, Scratch};
use super::pairs::WordPair;
use super::sieve::{Asks, Blocks, Sieve};
use super::starts::Start;
use super::walk::{Walker, walk};
use super::words::{USED, join_bit, next_bits};
use crate::gazetteer::archive::{Archive, ArchiveError, Damage, Shared, Tag, Writer};
use crate::model::{Facts, NameId};
use fst::raw::{Fst, Node};
use rayon::prelude::*;
use std::io::{self, Write};
use std::sync::Arc;

const KEYS: Tag = *b"keys\0\0\0\0";
const POSTINGS: Tag = *b"postings";
const SHAPES: Tag = *b"shapes\0\0";
const FILTERS: [Tag; 3] = [*b"words\0\0\0", *b"answers\0", *b"pairs\0\0\0"];
const LEADS: Tag = *b"leads\0\0\0";
const BEGIN: Tag = *b"begin\0\0\0";
/// The most names that one key has: what a list of postings is never longer than.
const MOST_NAMES: Tag = *b"mostname";
/// Bits of the bytes with which any name goes on behind its first word, in another way than with a space and a word.
const JOINS: Tag = *b"joins\0\0\0";

/// Set in a shape's byte where the posting is the last of its key.
const LAST: u8 = 0x80;

/// How many names are folded at a time.
const CHUNK: usize = 1 << 16;

/// A folded name, small enough to keep millions of.
#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    len: u16,
    shape: Shape,
    id: NameId,
}

/// Everything that is gathered from the names before it is written.
#[derive(Default)]
struct Gathered {
    text: String,
    entries: Vec<Entry>,
    words: Vec<(u64, Asks)>,
    pairs: Vec<(u64, u64)>,
    leads: Vec<(u64, u8)>,
    joins: u8,
    beginnings: Beginnings,
}

/// Writes the names of `facts` for searching. `folded` is told how many names are done, now and then.
///
/// # Errors
/// Where the disk takes no more.
pub fn write(facts: &dyn Facts, writer: &mut Writer, folded: impl Fn(usize) + Sync) -> Result<(), ArchiveError> {
    let mut all = gather(facts, &folded);
    write_filters(&mut all, writer)?;
    let text = all.text.as_bytes();
    let key = |entry: &Entry| &text[entry.start as usize..entry.start as usize + usize::from(entry.len)];
    all.entries.par_sort_unstable_by(|a, b| key(a).cmp(key(b)).then(a.id.cmp(&b.id)));
    let same = all.entries.chunk_by(|a, b| key(a) == key(b));
    let most = same.clone().map(<[Entry]>::len).max().unwrap_or(0);
    writer.number(MOST_NAMES, most as u64);
    writer.section(KEYS, |out| {
        let mut map = fst::MapBuilder::new(out).map_err(io::Error::other)?;
        let mut first = 0;
        for names in same.clone() {
            map.insert(key(&names[0]), first).map_err(io::Error::other)?;
            first += names.len() as u64;
        }
        map.finish().map_err(io::Error::other)
    })?;
    writer
        .section(POSTINGS, |out| all.entries.iter().try_for_each(|entry| out.write_all(&entry.id.0.to_le_bytes())))?;
    writer.section(SHAPES, |out| {
        for names in same.clone() {
            for (i, entry) in names.iter().enumerate() {
                let last = if i + 1 == names.len() { LAST } else { 0 };
                out.write_all(&[entry.shape.to_byte() | last])?;
            }
        }
        Ok(())
    })
}

fn gather(facts: &dyn Facts, folded: &(impl Fn(usize) + Sync)) -> Gathered {
    let mut all = Gathered::default();
    let count = facts.name_count();
    let chunks: Vec<usize> = (0..count).step_by(CHUNK).collect();
    // as many chunks at a time as there are threads, so that little waits in memory
    for chunks in chunks.chunks(rayon::current_num_threads()) {
        let keys = |&first: &usize| Keys::of(facts, first..count.min(first + CHUNK), false);
        let keys: Vec<Keys> = chunks.par_iter().map(keys).collect();
        keys.into_iter().for_each(|keys| all.add(keys));
        folded(count.min(chunks.last().copied().unwrap_or(0) + CHUNK));
    }
    all.beginnings.finish();
    all
}

impl Gathered {
    fn add(&mut self, keys: Keys) {
        let base = self.text.len();
        let (text, keys, beginnings) = keys.into_parts();
        self.text.push_str(&text);
        self.beginnings.merge(beginnings);
        for key in keys {
            let start = u32::try_from(base + key.range().start).expect("folded names are smaller than 4 GiB");
            let len = u16::try_from(key.range().len()).expect("a folded name has 512 bytes at the most");
            self.entries.push(Entry { start, len, shape: key.name.shape, id: key.name.id });
            if let Some((capital, leads)) = key.lead.found_from() {
                self.words.push((capital, Asks::OTHER));
                self.leads.push((capital, leads));
            }
            let asks = match key.rest {
                Rest::Nothing => key.name.shape.asks(),
                Rest::Word { second, .. } => {
                    self.pairs.push((key.hash, second));
                    Asks::SPACED
                }
                Rest::Byte(byte) => {
                    self.joins |= join_bit(byte);
                    Asks::OTHER
                }
                Rest::Anything => {
                    self.joins = u8::MAX;
                    Asks::OTHER
                }
            };
            self.words.push((key.hash, asks));
        }
    }
}

fn write_filters(all: &mut Gathered, writer: &mut Writer) -> Result<(), ArchiveError> {
    all.words.par_sort_unstable_by_key(|&(word, _)| word);
    let distinct = all.words.chunk_by(|a, b| a.0 == b.0).count();
    all.pairs.par_sort_unstable();
    all.pairs.dedup();
    let mut sieve = Sieve::for_keys(distinct, all.pairs.len());
    all.words.iter().for_each(|&(word, asks)| sieve.add_word(word, asks));
    all.pairs.iter().for_each(|&(first, second)| sieve.add_pair(first, second));
    (all.words, all.pairs) = (Vec::new(), Vec::new());
    for (tag, blocks) in FILTERS.into_iter().zip(sieve.into_blocks()) {
        writer.section(tag, |out| write_numbers(out, &blocks))?;
    }
    all.leads.sort_unstable();
    let leads = all.leads.chunk_by(|a, b| a.0 & !0xFF == b.0 & !0xFF);
    let leads: Vec<u64> =
        leads.map(|same| same[0].0 & !0xFF | same.iter().fold(0, |leads, lead| leads | u64::from(lead.1))).collect();
    writer.section(LEADS, |out| write_numbers(out, &leads))?;
    writer.number(JOINS, all.joins.into());
    writer.bytes(BEGIN, &all.beginnings.to_bytes())
}

fn write_numbers(out: &mut dyn Write, numbers: &[u64]) -> io::Result<()> {
    numbers.iter().try_for_each(|number| out.write_all(&number.to_le_bytes()))
}

/// The names of a compiled gazetteer.
pub(super) struct Mapped {
    facts: Arc<dyn Facts>,
    ignore_case: bool,
    sieve: Sieve<Numbers>,
    beginnings: Beginnings,
    keys: Fst<Shared>,
    postings: Shared,
    shapes: Shared,
    leads: Numbers,
    most_names: usize,
    joins: u8,
}

impl Mapped {
    /// The names of an archive, of which `facts` knows everything else.
    pub(super) fn open(archive: &Arc<Archive>, facts: Arc<dyn Facts>, ignore_case: bool) -> Mapped {
        let mut beginnings = Beginnings::from_bytes(archive.section(BEGIN));
        if ignore_case {
            beginnings.ignore_case();
        }
        let Ok(keys) = Fst::new(archive.share(KEYS)) else { Damage::found("the map of names has no beginning") };
        Mapped {
            facts,
            ignore_case,
            sieve: Sieve::of(FILTERS.map(|filter| Numbers::of(archive, filter))),
            beginnings,
            keys,
            postings: archive.share(POSTINGS),
            shapes: archive.share(SHAPES),
            leads: Numbers::of(archive, LEADS),
            most_names: usize::try_from(archive.number(MOST_NAMES)).unwrap_or(usize::MAX),
            joins: archive.number(JOINS) as u8,
        }
    }

    /// The names whose postings begin at a place, put into `names`.
    fn names(&self, first: u64, names: &mut Vec<CompiledName>) {
        names.clear();
        let (postings, shapes) = (self.postings.as_ref(), self.shapes.as_ref());
        let Ok(first) = usize::try_from(first) else { Damage::found("a place of a name is none") };
        for place in first.. {
            let shape = shapes.get(place);
            let id = place.checked_mul(4).and_then(|at| postings.get(at..at.checked_add(4)?));
            let (Some(&shape), Some(id)) = (shape, id) else { Damage::found("a place of a name is none") };
            let id = NameId(u32::from_le_bytes(id.try_into().expect("four bytes")));
            if id.index() >= self.facts.name_count() {
                Damage::found("a number of a name is none");
            }
            let Some(form) = Shape::of_byte(shape & !LAST) else { Damage::found("a form of a name is none") };
            let shape_here = if self.ignore_case { form.in_any_case() } else { form };
            names.push(CompiledName { id, entity: self.facts.name_use(id).entity, shape: shape_here });
            if shape & LAST != 0 {
                return;
            }
            if names.len() >= self.most_names {
                Damage::found("a name has more entities than any");
            }
        }
    }

    /// What stands before a word of this hash in names, as [`Looked::leads`] gives it.
    fn leads(&self, hash: u64) -> u8 {
        let (mut low, mut high) = (0, self.leads.count());
        while low < high {
            let middle = usize::midpoint(low, high);
            let here = self.leads.block(middle);
            match (here & !0xFF).cmp(&(hash & !0xFF)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return here as u8 & !USED,
            }
        }
        0
    }
}

impl Names for Mapped {
    type Blocks = Numbers;

    #[inline]
    fn sieve(&self) -> &Sieve<Numbers> {
        &self.sieve
    }

    fn beginnings(&self) -> &Beginnings {
        &self.beginnings
    }

    #[inline]
    fn touch(&self, _word: u64, _pair: u64) -> u64 {
        0
    }

    fn look(
        &self,
        text: &str,
        start: &Start,
        _: WordPair,
        scratch: &mut Scratch,
        mut found: impl FnMut(usize, &[CompiledName]),
    ) -> Looked {
        let other = start.asks.has(Asks::OTHER);
        let mut looked = Looked { leads: if other { self.leads(start.hash) } else { 0 }, walked_to: 0 };
        let joined = || self.joins == u8::MAX || self.joins & next_bits(text, start.end()) != 0;
        if start.asks.has(Asks::SINGLE.and(Asks::SPACED)) || other && joined() {
            let mut walker = MapWalker { keys: &self.keys, node: self.keys.root(), value: 0 };
            looked.walked_to = walk(text, start.at(), &mut walker, |end, first| {
                self.names(first, &mut scratch.names);
                found(end, &scratch.names);
            });
        }
        looked
    }
}

struct MapWalker<'m> {
    keys: &'m Fst<Shared>,
    node: Node<'m>,
    value: u64,
}

impl Walker for MapWalker<'_> {
    #[inline]
    fn step(&mut self, byte: u8) -> bool {
        let Some(index) = self.node.find_input(byte) else { return false };
        let transition = self.node.transition(index);
        self.value = self.value.wrapping_add(transition.out.value());
        self.node = self.keys.node(transition.addr);
        true
    }

    #[inline]
    fn name(&self) -> Option<u64> {
        self.node.is_final().then(|| self.value.wrapping_add(self.node.final_output().value()))
    }
}

/// A section of numbers of eight bytes.
pub(super) struct Numbers {
    bytes: Shared,
    count: usize,
}

impl Numbers {
    fn of(archive: &Arc<Archive>, tag: Tag) -> Numbers {
        let bytes = archive.share(tag);
        let count = bytes.as_ref().len() / 8;
        Numbers { bytes, count }
    }
}

impl Blocks for Numbers {
    #[inline]
    fn count(&self) -> usize {
        self.count
    }

    #[inline]
    fn block(&self, index: usize) -> u64 {
        let bytes = &self.bytes.as_ref()[8 * index..8 * index + 8];
        u64::from_le_bytes(bytes.try_into().expect("eight bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::automata::Automata;
    use super::super::{Lexicon, LexiconOptions};
    use super::*;
    use crate::Lists;
    use crate::gazetteer::{BadRows, Gazetteer};
    use crate::model::{Candidate, Hits, Span};
    use proptest::prelude::*;

    /// The same names twice: in automata, and written to a file and mapped.
    fn both(gazetteer: &Arc<Gazetteer>, options: LexiconOptions) -> (Lexicon, Lexicon) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.gaz");
        let mut writer = Writer::create(&path, Vec::new()).unwrap();
        write(gazetteer.as_ref(), &mut writer, |_| ()).unwrap();
        writer.finish().unwrap();
        let archive = Arc::new(Archive::open(&path).unwrap());
        let mapped = Lexicon {
            facts: gazetteer.clone(),
            options,
            mapped: Some(Mapped::open(&archive, gazetteer.clone(), options.ignore_case)),
            listed: Automata::compile(Keys::default()),
        };
        (Lexicon::compile(gazetteer.clone(), options), mapped)
    }

    fn found(lexicon: &Lexicon, text: &str) -> Vec<(Span, Vec<Candidate>)> {
        let mut hits = Hits::default();
        lexicon.find(text, &mut hits);
        let sorted = |candidates: &[Candidate]| {
            let mut candidates = candidates.to_vec();
            candidates.sort_unstable();
            candidates
        };
        hits.iter().map(|hit| (hit.span, sorted(hits.candidates(hit)))).collect()
    }

    fn gazetteer(rows: &str) -> Arc<Gazetteer> {
        let list = format!("name,kind,exact,case\n{rows}");
        Arc::new(Lists::new().add_bytes("list.csv", list.into_bytes()).load(BadRows::Skip).unwrap().0)
    }

    #[test]
    fn the_corpus_gives_the_same_hits_from_a_file_and_from_lists() {
        let (listed, mapped) = both(&Arc::new(Gazetteer::embedded()), LexiconOptions::default());
        let corpus = crate::articles::inputs(&["corpus".into()], &[]).unwrap();
        let mut feed = crate::articles::Feed::new(corpus, crate::articles::ReadOptions::default());
        let mut hits = 0;
        while let Some(batch) = feed.next_batch() {
            for article in batch.articles() {
                let expected = found(&listed, &article.text);
                assert_eq!(found(&mapped, &article.text), expected, "{}", article.name);
                hits += expected.len();
            }
        }
        assert!(hits > 1000, "{hits}");
    }

    #[test]
    fn what_names_begin_with_survives_a_file() {
        let names = "eBay,organization,,\nel hed,place,,\n+972 Magazine,organization,,\n7-Eleven,organization,,\nاب,place,,\n東京,place,,\nиюль,place,,any\n";
        let mut keys = Keys::of(gazetteer(names).as_ref(), 0..7, false);
        keys.beginnings.finish();
        let bytes = keys.beginnings.to_bytes();
        assert_eq!(Beginnings::from_bytes(&bytes).to_bytes(), bytes);
        // a file that is cut off or holds anything gives others, but gives some
        (0..bytes.len()).step_by(97).for_each(|end| drop(Beginnings::from_bytes(&bytes[..end])));
        drop(Beginnings::from_bytes(&vec![0xFF; bytes.len()]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(192))]
        #[test]
        fn random_names_give_the_same_hits_from_a_file_and_from_lists(
            names in prop::collection::vec(
                ("[AaBb]{1,2}([ ' .-]?[aAbBé]{1,2}){0,3}|[东京都]{1,3}|[ЖжИи]{2,3}|[ABC]{2,5}", "|exact|any"), 1..24),
            text in "([AaBbéC.' ,\n-]|[东京都ЖИжи]|AB|Ab | a){0,90}",
            ignore_case: bool,
        ) {
            let rows: String = names.iter().map(|(name, case)| format!("\"{name}\",place,,{case}\n")).collect();
            let options = LexiconOptions { ignore_case, ..LexiconOptions::default() };
            let (listed, mapped) = both(&gazetteer(&rows), options);
            prop_assert_eq!(found(&mapped, &text), found(&listed, &text));
        }
    }
}
