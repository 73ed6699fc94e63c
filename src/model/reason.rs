//! Why something was kept, chosen or dropped: the words of the column `reason`.
//!
//! Every hit of an article carries some, and a text of 10 MB can have more than a million hits: a reason is one byte.

use super::VariantRule;

/// Declares [`Reason`]: each member, and the word that tables show of it.
macro_rules! reasons {
    ($($member:ident: $word:literal,)*) => {
        /// What a rule has to say of a hit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Reason {
            $(#[doc = concat!("`", $word, "`")] $member,)*
            /// The name was derived from a listed one, by this rule.
            Variant(VariantRule),
        }

        impl Reason {
            /// All reasons but those of variants.
            pub const ALL: &[Reason] = &[$(Reason::$member,)*];

            /// The word that tables show.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Reason::$member => $word,)*
                    Reason::Variant(rule) => rule.as_str(),
                }
            }
        }
    };
}

reasons! {
    Article: "article",
    ArticleBefore: "article-before",
    BeforeRegion: "before-region",
    Blocked: "blocked",
    Calendar: "calendar",
    CommonWord: "common-word",
    Compound: "compound",
    Context: "context",
    Credit: "credit",
    Dateline: "dateline",
    Demonym: "demonym",
    Direction: "direction",
    DirectionBefore: "direction-before",
    Elsewhere: "elsewhere",
    EventAfter: "event-after",
    FamilyName: "family-name",
    Focus: "focus",
    FullName: "full-name",
    Genitive: "genitive",
    GivenName: "given-name",
    GivenNameElsewhere: "given-name-elsewhere",
    GivenNameOfPerson: "given-name-of-person",
    GivenOrFamilyName: "given-or-family-name",
    Heading: "heading",
    Home: "home",
    InOrganization: "in-organization",
    InPerson: "in-person",
    InPlace: "in-place",
    InPlaceOfTown: "in-place-of-town",
    Introduced: "introduced",
    KeptByList: "kept-by-list",
    Kind: "kind",
    Longest: "longest",
    LowerCaseElsewhere: "lower-case-elsewhere",
    Misspelling: "misspelling",
    NameAfter: "name-after",
    NameBefore: "name-before",
    Neighbours: "neighbours",
    Nested: "nested",
    Noun: "noun",
    NounAfter: "noun-after",
    NumberAfter: "number-after",
    NumberJoined: "number-joined",
    OfTown: "of-town",
    OfficeOfTown: "office-of-town",
    OneSense: "one-sense",
    OrganizationWord: "organization-word",
    PersonElsewhere: "person-elsewhere",
    PlaceList: "place-list",
    PlaceWord: "place-word",
    Preposition: "preposition",
    Prior: "prior",
    Repeat: "repeat",
    RoleAfter: "role-after",
    RoleBefore: "role-before",
    ScoreLine: "score-line",
    SentenceStart: "sentence-start",
    Siblings: "siblings",
    SortAfter: "sort-after",
    SpeechVerb: "speech-verb",
    TitleBefore: "title-before",
    TownRegion: "town-region",
    Unique: "unique",
    UnknownAfter: "unknown-after",
    UnknownBefore: "unknown-before",
    Unlikely: "unlikely",
    Unlisted: "unlisted",
    Derived: "variant",
    WhoAfter: "who-after",
    WithPlace: "with-place",
    WordAsPlace: "word-as-place",
}

const _: () = assert!(size_of::<Reason>() == 1);
