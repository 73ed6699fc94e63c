//! Names made from names, by rule: what a list need not say because everybody writes it so.
//!
//! A rule is a file: a function that looks at one listed name and gives other ways to write it. Each variant carries
//! its rule, and tables show it among the reasons of a mention. What a variant must never be is settled here, for all
//! rules: an ordinary word, a blocked name, shorter than four letters unless it is an acronym, or a name that some list
//! gives to anybody. Where variants of two entities meet, both go if they come from different names (George W. and
//! George H. W. Bush are not "George Bush"); if both come from one name that the two share, they share the variant too.
//!
//! Rules see names one by one, while rows are read; `Drafts::settle` looks at all of them once, at the end. Time and
//! memory are linear in the names, and memory is one entry per variant.

mod abbreviation;
mod ampersand;
mod arabic;
mod arabic_proclitic;
mod company_ending;
mod dots;
mod family_first;
mod genitive_s;
mod hyphen;
mod initials;
mod korean_particle;
mod middle_name;
mod russian_case;
mod transliteration;

use super::blocked::Blocked;
use super::cues::Cues;
use super::rows::NameRow;
use super::strings::{Strings, Text};
use crate::model::{CaseRule, EntityId, Kind, LONGEST_NAME, NameSource, NameUse, VariantRule};
use crate::text::class::Class;
use crate::text::fold::fold_key;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// Whether names are derived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variants {
    /// From all names but those of rows that say `off`.
    #[default]
    Derive,
    /// From none.
    Off,
}

/// A variant has at least so many letters: what is shorter is found in all sorts of words. Acronyms may be shorter, and
/// so may scripts that write a syllable or a word with one character.
const FEWEST_LETTERS: usize = 4;

/// A listed name, as the rules see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'n> {
    /// As the list writes it.
    pub(super) text: &'n str,
    /// The column it stands in.
    pub(super) source: NameSource,
    /// The kind of its entity.
    pub(super) kind: Kind,
    /// The class of its entity.
    pub(super) class: &'n str,
    /// The country of its entity, ISO alpha-3, empty where unknown.
    pub(super) country: &'n str,
    /// Whether world news names the entity: a country, a large city, a weight of the first rank.
    pub(super) prominent: bool,
}

impl Name<'_> {
    fn is_person(&self) -> bool {
        self.kind == Kind::Person
    }
}

/// The scripts that rules are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Hangul,
    Other,
}

impl Script {
    /// The script of the first letter.
    fn of(text: &str) -> Script {
        let first = text.chars().find(|&c| Class::of(c).is_word() && !c.is_ascii_digit());
        match first {
            Some('A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') => Script::Latin,
            Some('\u{400}'..='\u{4FF}') => Script::Cyrillic,
            Some('\u{620}'..='\u{6FF}') => Script::Arabic,
            Some('\u{AC00}'..='\u{D7A3}') => Script::Hangul,
            _ => Script::Other,
        }
    }
}

type Derive = fn(&Name<'_>, &mut Emit<'_>);

/// The rules with the script of the names they look at, in their order: where two give the same, the first one counts.
const RULES: [(VariantRule, Script, Derive); 14] = [
    (VariantRule::Abbreviation, Script::Latin, abbreviation::derive),
    (VariantRule::Ampersand, Script::Latin, ampersand::derive),
    (VariantRule::CompanyEnding, Script::Latin, company_ending::derive),
    (VariantRule::Dots, Script::Latin, dots::derive),
    (VariantRule::Initials, Script::Latin, initials::derive),
    (VariantRule::MiddleName, Script::Latin, middle_name::derive),
    (VariantRule::FamilyFirst, Script::Latin, family_first::derive),
    (VariantRule::Hyphen, Script::Latin, hyphen::derive),
    (VariantRule::Arabic, Script::Latin, arabic::derive),
    (VariantRule::Transliteration, Script::Latin, transliteration::derive),
    (VariantRule::GenitiveS, Script::Latin, genitive_s::derive),
    (VariantRule::RussianCase, Script::Cyrillic, russian_case::derive),
    (VariantRule::ArabicProclitic, Script::Arabic, arabic_proclitic::derive),
    (VariantRule::KoreanParticle, Script::Hangul, korean_particle::derive),
];

/// Takes what a rule gives.
pub(super) struct Emit<'d> {
    drafts: &'d mut Drafts,
    blocked: &'d Blocked,
    rule: VariantRule,
    text: &'d str,
    origin: u32,
    origin_key: u64,
}

/// What becomes of a variant that folds to the name itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Recased {
    Take,
    Refuse,
}

impl Emit<'_> {
    /// Takes a variant, given in pieces, if it may be one.
    fn push(&mut self, pieces: &[&str]) {
        self.take(pieces, Recased::Refuse);
    }

    /// Takes a variant that may differ from the name in the case of its letters alone: al-Assad of Al-Assad.
    fn push_in_any_case(&mut self, variant: &str) {
        self.take(&[variant], Recased::Take);
    }

    fn take(&mut self, pieces: &[&str], recased: Recased) {
        let drafts = &mut *self.drafts;
        let start = drafts.texts.len();
        pieces.iter().for_each(|piece| drafts.texts.push_str(piece));
        let key = fold_key(&drafts.texts[start..]);
        let same = key == self.origin_key && (recased == Recased::Refuse || drafts.texts[start..] == *self.text);
        if same || self.blocked.holds_key(key) || !may_be(&drafts.texts[start..], self.rule) {
            drafts.texts.truncate(start);
            return;
        }
        let len = u16::try_from(drafts.texts.len() - start).expect("a name has 512 bytes at the most, folded");
        drafts.list.push(Draft {
            key,
            origin_key: self.origin_key,
            start: text_offset(start),
            origin: self.origin,
            len,
            rule: self.rule,
        });
    }
}

fn text_offset(len: usize) -> u32 {
    u32::try_from(len).expect("the variants of all names are smaller than 4 GiB")
}

/// What holds for every variant, whatever its rule.
fn may_be(text: &str, rule: VariantRule) -> bool {
    if text.len() > LONGEST_NAME {
        return false;
    }
    let mut letters = 0;
    let mut acronym = true;
    let mut one_word = true;
    for c in text.chars() {
        let class = Class::of(c);
        letters += usize::from(class.is_word());
        acronym &= !class.is_word() || class.is_upper();
        one_word &= c != ' ';
    }
    let alphabet = Script::of(text) != Script::Hangul;
    if letters == 0 || alphabet && !acronym && letters < FEWEST_LETTERS {
        return false;
    }
    // the ordinary words are those of languages in Latin letters
    let may_be_common = one_word && rule != VariantRule::Dots && text.starts_with(|c: char| c < '\u{250}');
    !(may_be_common && Cues::get().is_common_word(&text.to_lowercase()))
}

/// Variants that were given and are not settled yet.
#[derive(Default)]
pub(super) struct Drafts {
    texts: String,
    list: Vec<Draft>,
}

struct Draft {
    key: u64,
    origin_key: u64,
    start: u32,
    /// The place of the name it was made from.
    origin: u32,
    len: u16,
    rule: VariantRule,
}

/// Who claims a variant.
struct Claim {
    origin_key: u64,
    entity: EntityId,
    /// Whether nobody may have it.
    out: bool,
}

/// About how many variants two names have, and how long one is, in bytes.
const VARIANTS_OF_TWO: usize = 3;
const USUAL_LENGTH: usize = 24;

impl Drafts {
    /// None yet, with room for those of so many names.
    pub(super) fn with_room(names: usize) -> Drafts {
        let drafts = names * VARIANTS_OF_TWO / 2;
        Drafts { texts: String::with_capacity(drafts * USUAL_LENGTH), list: Vec::with_capacity(drafts) }
    }

    /// Applies all rules to one listed name; `origin` is its place among the names.
    pub(super) fn derive(&mut self, name: &Name<'_>, case: CaseRule, origin: u32, blocked: &Blocked) {
        let script = Script::of(name.text);
        let exact = case == CaseRule::Exact;
        if script == Script::Other || name.source == NameSource::WithPlace {
            return;
        }
        let origin_key = fold_key(name.text);
        for (rule, of_script, derive) in RULES {
            if of_script == script && (!exact || rule == VariantRule::Dots) {
                derive(name, &mut Emit { drafts: self, blocked, rule, text: name.text, origin, origin_key });
            }
        }
    }

    /// Adds what was derived from later names.
    pub(super) fn append(&mut self, later: Drafts) {
        let behind = text_offset(self.texts.len());
        self.texts.push_str(&later.texts);
        self.list.extend(later.list.into_iter().map(|draft| Draft { start: behind + draft.start, ..draft }));
    }

    /// Takes back what a list of blocked names holds.
    pub(super) fn block(&mut self, blocked: &Blocked) {
        self.list.retain(|draft| !blocked.holds_key(draft.key));
    }

    /// The variants that may stand beside the listed names; `is_listed` knows those that are not in `names`.
    pub(super) fn settle(
        self,
        names: &[NameRow],
        strings: &mut Strings,
        is_listed: impl Fn(&str) -> bool,
    ) -> Vec<(Text, NameUse)> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let mut claims: FxHashMap<u64, Claim> = FxHashMap::default();
        claims.reserve(self.list.len());
        let mut standing = Vec::with_capacity(self.list.len());
        for draft in &self.list {
            let of = &names[draft.origin as usize].of;
            if of.blocked {
                continue;
            }
            let first = |claim: &Claim| claim.entity == of.entity;
            if draft.key == draft.origin_key {
                // in other letters the name is whose it was
                standing.push(draft);
                continue;
            }
            match claims.entry(draft.key) {
                Entry::Vacant(entry) => {
                    entry.insert(Claim { origin_key: draft.origin_key, entity: of.entity, out: false });
                    standing.push(draft);
                }
                Entry::Occupied(entry) if first(entry.get()) => {}
                Entry::Occupied(mut entry) => {
                    let claim = entry.get_mut();
                    claim.out |= claim.origin_key != draft.origin_key;
                    claim.entity = of.entity;
                    standing.push(draft);
                }
            }
        }
        for name in names {
            if let Some(claim) = claims.get_mut(&fold_key(strings.get(name.text))) {
                claim.out = true;
            }
        }
        let stands = |draft: &&Draft| {
            draft.key == draft.origin_key
                || claims.get(&draft.key).is_some_and(|claim| !claim.out) && !is_listed(draft.text(&self.texts))
        };
        let standing = standing.into_iter().filter(stands);
        standing
            .map(|draft| {
                let of = NameUse { variant: Some(draft.rule), ..names[draft.origin as usize].of };
                (strings.keep(draft.text(&self.texts)), of)
            })
            .collect()
    }
}

impl Draft {
    fn text<'t>(&self, texts: &'t str) -> &'t str {
        let start = self.start as usize;
        &texts[start..start + usize::from(self.len)]
    }
}

#[cfg(test)]
mod support {
    use super::*;

    /// The variants that one rule gives to a name, in order.
    pub(super) fn variants(rule: VariantRule, name: &Name<'_>) -> Vec<String> {
        let mut drafts = Drafts::default();
        drafts.derive(name, CaseRule::Auto, 0, &Blocked::default());
        let of_rule = drafts.list.iter().filter(|draft| draft.rule == rule);
        of_rule.map(|draft| draft.text(&drafts.texts).to_owned()).collect()
    }

    /// A name of a person, an organization or a place of a country.
    pub(super) fn name<'n>(kind: Kind, country: &'n str, text: &'n str) -> Name<'n> {
        Name { text, source: NameSource::Canonical, kind, class: "", country, prominent: false }
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::{BadRows, Gazetteer, Lists, Variants};
    use crate::model::Facts as _;

    fn load(lists: &[(&str, &str)], variants: Variants) -> Gazetteer {
        let lists = lists.iter().fold(Lists::new(), |all, (name, text)| all.add_bytes(name, text.as_bytes().to_vec()));
        lists.variants(variants).load(BadRows::Refuse).unwrap().0
    }

    /// `variant=id:rule` of all variants, in order.
    fn derived(lists: &[(&str, &str)]) -> Vec<String> {
        let gazetteer = load(lists, Variants::Derive);
        let names = gazetteer.names().filter_map(|(_, name)| {
            let rule = name.of.variant?.as_str().split_once('-').unwrap().1;
            Some(format!("{}={}:{rule}", name.text, gazetteer.entity(name.of.entity).id))
        });
        names.collect()
    }

    #[test]
    fn a_variant_never_takes_a_name_that_a_list_gives() {
        // "St Louis" would be both: they come from different names
        let places = "id,name\nusa,St. Louis\nsen,Saint Louis\n";
        assert!(derived(&[("places.csv", places)]).is_empty());
        let places = "id,name,exact\na,Saint Kitts,\nb,B,St. Kitts\n";
        assert_eq!(derived(&[("places.csv", places)]), ["St Kitts=a:abbreviation"]);
    }

    #[test]
    fn variants_of_different_names_that_meet_go_both() {
        let people = "id,name\nw,George W. Bush\nhw,George H. W. Bush\n";
        let found = derived(&[("people.csv", people)]);
        assert!(found.contains(&"George W Bush=w:initials".to_owned()), "{found:?}");
        assert!(!found.iter().any(|name| name.starts_with("George Bush=")), "{found:?}");
    }

    #[test]
    fn those_of_a_name_that_two_share_are_shared() {
        let places = "id,name,country\na,Saint Louis,USA\nb,Saint Louis,SEN\n";
        let found = derived(&[("places.csv", places)]);
        assert!(found.contains(&"St. Louis=a:abbreviation".to_owned()), "{found:?}");
        assert!(found.contains(&"St. Louis=b:abbreviation".to_owned()), "{found:?}");
    }

    #[test]
    fn a_row_or_a_run_can_do_without() {
        let places = "id,name,variants\na,Saint Louis,off\nb,Mount Elbrus,on\n";
        assert_eq!(derived(&[("places.csv", places)]), ["Mt. Elbrus=b:abbreviation", "Mt Elbrus=b:abbreviation"]);
        let gazetteer = load(&[("places.csv", places)], Variants::Off);
        assert_eq!(gazetteer.name_count(), 2);
    }

    #[test]
    fn no_variant_is_an_ordinary_word_or_blocked_or_short() {
        for (list, none) in [
            (("organizations.csv", "name,class\nApple Inc.,company\n"), "Apple"),
            (("organizations.csv", "name,class\nGap Inc.,company\n"), "Gap"),
            (("organizations.csv", "name,class\nTarget Corporation,company\n"), "Target"),
            (("organizations.csv", "name,class\nAbc Inc.,company\n"), "Abc"),
            (("places.csv", "name,exact\nA,I.T.\n"), "IT"),
        ] {
            let found = derived(&[list]);
            assert!(!found.iter().any(|name| name.starts_with(&format!("{none}="))), "{found:?}");
        }
        let places = "id,name\na,Saint Louis\n";
        let found = derived(&[("places.csv", places), ("blocked.csv", "name,reason\nSt. Louis,a test\n")]);
        assert_eq!(found, ["St Louis=a:abbreviation"]);
    }

    #[test]
    fn one_name_in_two_rows_is_derived_from_once() {
        let places = "id,name\na,Mount Elbrus\n";
        let found = derived(&[("places.csv", places), ("more/places.csv", places)]);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
