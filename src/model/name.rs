//! One way to write an entity.

use super::EntityId;

/// The longest name that can be matched, in folded bytes.
pub const LONGEST_NAME: usize = 512;

/// The number of a name within one gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

impl NameId {
    /// The index into a table of names.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where in a list a name stands, which is also what it may match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameSource {
    /// Column `name`.
    Canonical,
    /// Column `aliases`.
    Alias,
    /// Column `exact`: matched letter for letter.
    Exact,
    /// Column `with_place`: counts only right after a place.
    WithPlace,
    /// Column `demonyms`.
    Demonym,
}

impl NameSource {
    /// All sources, in the order of their columns.
    pub const ALL: [NameSource; 5] =
        [NameSource::Canonical, NameSource::Alias, NameSource::Exact, NameSource::WithPlace, NameSource::Demonym];

    /// The column of the list.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            NameSource::Canonical => "name",
            NameSource::Alias => "aliases",
            NameSource::Exact => "exact",
            NameSource::WithPlace => "with_place",
            NameSource::Demonym => "demonyms",
        }
    }
}

/// Which letter cases of a name's letters match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseRule {
    /// As written, first letters raised, or all capitals, word by word.
    #[default]
    Auto,
    /// Letter for letter.
    Exact,
    /// Any case.
    Any,
}

impl CaseRule {
    /// The word that the column `case` uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            CaseRule::Auto => "auto",
            CaseRule::Exact => "exact",
            CaseRule::Any => "any",
        }
    }
}

/// The rule by which a name was derived from one that a list gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariantRule {
    /// `St.` and `Saint`, `Mt.` and `Mount`, `Ft.` and `Fort`.
    Abbreviation,
    /// `&` and `and`.
    Ampersand,
    /// `Inc.`, `plc`, `AG`: put behind a company's name or taken off.
    CompanyEnding,
    /// `U.S.` and `US`.
    Dots,
    /// `J. K.`, `J.K.` and `JK`; `Jr.` with and without its comma and dot.
    Initials,
    /// Middle names and initials left out.
    MiddleName,
    /// The family name first where the language puts it there, or last.
    FamilyFirst,
    /// A hyphen or a space.
    Hyphen,
    /// Arabic articles and joins: al-, el-, Abdel, bin.
    Arabic,
    /// Another spelling of Russian and Arabic letters in Latin ones.
    Transliteration,
    /// A Russian case.
    RussianCase,
    /// An Arabic particle joined in front.
    ArabicProclitic,
    /// A German or Scandinavian genitive.
    GenitiveS,
    /// A Korean particle joined behind.
    KoreanParticle,
}

impl VariantRule {
    /// All rules, in the order in which names are derived.
    pub const ALL: [VariantRule; 14] = [
        VariantRule::Abbreviation,
        VariantRule::Ampersand,
        VariantRule::CompanyEnding,
        VariantRule::Dots,
        VariantRule::Initials,
        VariantRule::MiddleName,
        VariantRule::FamilyFirst,
        VariantRule::Hyphen,
        VariantRule::Arabic,
        VariantRule::Transliteration,
        VariantRule::RussianCase,
        VariantRule::ArabicProclitic,
        VariantRule::GenitiveS,
        VariantRule::KoreanParticle,
    ];

    /// What tables show of it, among the reasons of a mention.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            VariantRule::Abbreviation => "variant-abbreviation",
            VariantRule::Ampersand => "variant-ampersand",
            VariantRule::CompanyEnding => "variant-company-ending",
            VariantRule::Dots => "variant-dots",
            VariantRule::Initials => "variant-initials",
            VariantRule::MiddleName => "variant-middle-name",
            VariantRule::FamilyFirst => "variant-family-first",
            VariantRule::Hyphen => "variant-hyphen",
            VariantRule::Arabic => "variant-arabic",
            VariantRule::Transliteration => "variant-transliteration",
            VariantRule::RussianCase => "ending-russian",
            VariantRule::ArabicProclitic => "ending-arabic",
            VariantRule::GenitiveS => "ending-s",
            VariantRule::KoreanParticle => "ending-korean",
        }
    }

    /// What it does, in a sentence.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            VariantRule::Abbreviation => "the list writes St., Mt. or Ft. out, or short",
            VariantRule::Ampersand => "the list writes 'and' for '&', or '&' for 'and'",
            VariantRule::CompanyEnding => {
                "the list writes the company with another legal form behind its name, or with none"
            }
            VariantRule::Dots => "the list writes the acronym with dots, or without",
            VariantRule::Initials => "the list spaces or dots the initials or Jr. in another way",
            VariantRule::MiddleName => "the list has a middle name, an initial or a patronymic more",
            VariantRule::FamilyFirst => "the list has the family name at the other end",
            VariantRule::Hyphen => "the list has a hyphen where this is a space, or a space where this is a hyphen",
            VariantRule::Arabic => "the list writes an Arabic article or join in another way",
            VariantRule::Transliteration => "the list spells the Russian or Arabic name in another way",
            VariantRule::RussianCase => "the name stands in another Russian case",
            VariantRule::ArabicProclitic => "an Arabic particle is joined to the name",
            VariantRule::GenitiveS => "the name has a German or Scandinavian -s",
            VariantRule::KoreanParticle => "a Korean particle is joined to the name",
        }
    }
}

/// What a name may match and for whom, without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameUse {
    /// Whom it names.
    pub entity: EntityId,
    /// The column it stands in; of a derived name, the column of the name it was derived from.
    pub source: NameSource,
    /// The rule by which it was derived, if it is no name that a list gives.
    pub variant: Option<VariantRule>,
    /// Which cases match.
    pub case: CaseRule,
    /// Whether it comes from the embedded lists alone, so that rules can trust a user's own names more.
    pub embedded: bool,
    /// Whether a list of blocked names says that it never matches on its own.
    pub blocked: bool,
}

/// A name as a list gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedName<'a> {
    /// As written in the list.
    pub text: &'a str,
    /// What it may match and for whom.
    pub of: NameUse,
}
