//! How much each piece of evidence weighs.
//!
//! The first part is natural logarithms of odds that a hit is a mention of a kind. Those of places are coefficients of a
//! logistic regression (L2, strength 2) of "the annotator marked this span as a place" on the evidence of all rules, over
//! 22,125 hits in 885 articles of local news, web pages and encyclopedia (2026-11-28), rounded; behind some stands the
//! share of the hits with that evidence that were places. Those of people and organizations follow the shares of the
//! kinds in such contexts on agency news (a title before: people 99 %; a verb of saying behind: people 63, organizations
//! 27, places 8 %), with the sign and size that these have for places.

/// A place in a list, before any context.
pub(super) const PLACE: f32 = 0.9;
/// A person and an organization in a list: full names and well-chosen short ones.
pub(super) const PERSON: f32 = 2.0;
pub(super) const ORGANIZATION: f32 = 1.5;
/// For each power of ten of population above or below 100,000, between the two bounds: villages that lists give no
/// number for are not punished for it.
pub(super) const KNOWN: f32 = 0.45;
pub(super) const LEAST_KNOWN: f32 = 4.0;
pub(super) const MOST_KNOWN: f32 = 8.0;
/// A name of several words.
pub(super) const SEVERAL_WORDS: f32 = 0.5;
/// A name of the embedded lists, which are chosen one by one.
pub(super) const EMBEDDED: f32 = 0.6;
/// A region, a country, a continent.
pub(super) const LARGE: f32 = 0.3;
/// Another name than the first. Measured -1.3 with 200,000 names of a dump; a user's own names are better than that.
pub(super) const ALIAS: f32 = -0.8;
/// A demonym: in 73 % a place to annotators who count them at all.
pub(super) const DEMONYM: f32 = -0.5;
/// Below this a hit is dropped: F1 over places is flat between odds of 0.3 and 0.6.
pub(super) const THRESHOLD: f32 = -0.5;
/// How sure a hit is that rules would drop and the user's list keeps.
pub(super) const INSISTED: f32 = 0.3;

/// An ordinary word (3 %), one at the start of a sentence (0 %), one in a heading (0 %).
pub(super) const COMMON_WORD: f32 = -2.6;
pub(super) const SENTENCE_START: f32 = -2.0;
pub(super) const HEADING: f32 = -1.2;
/// A German noun behind its article: more than speaks for a town of a million inhabitants.
pub(super) const NOUN: f32 = -2.6;
/// North, Central, Downtown alone (2 %).
pub(super) const DIRECTION_WORD: f32 = -2.6;
/// A month or a weekday (1 %); most are ordinary words too.
pub(super) const CALENDAR: f32 = -3.0;
/// The word stands in small letters elsewhere in the article (3 %; most are ordinary words too).
pub(super) const LOWER_CASE: f32 = -0.8;

/// The whole of a name that opens with a given name.
pub(super) const FULL_NAME: f32 = 2.0;
pub(super) const FULL_NAME_PLACE: f32 = -0.5;
/// Behind a title (10 %), or a word for what somebody is (7 %).
pub(super) const TITLE: f32 = 3.0;
pub(super) const TITLE_PLACE: f32 = -2.7;
pub(super) const TITLE_ORGANIZATION: f32 = -1.0;
/// Behind Mr, Mrs, Sir: no place, however well known.
pub(super) const HONORIFIC_PLACE: f32 = -4.5;
pub(super) const ROLE_PLACE: f32 = -2.0;
/// Inside a person's name (1 %), at its head (8 %); a listed person inside the name of another.
pub(super) const IN_PERSON: f32 = -4.5;
pub(super) const PERSON_HEAD: f32 = -3.5;
pub(super) const IN_PERSON_PERSON: f32 = -3.0;
/// The whole of a name that ends in an organization's or a place's word.
pub(super) const ORGANIZATION_WORD: f32 = 2.0;
pub(super) const PLACE_WORD: f32 = 0.3;
/// Inside an organization's name (29 %), the same of an office that each town has (70 %).
pub(super) const IN_ORGANIZATION_PLACE: f32 = -1.2;
pub(super) const IN_ORGANIZATION_PERSON: f32 = -4.0;
pub(super) const IN_ORGANIZATION: f32 = -2.0;
pub(super) const CIVIC: f32 = -0.4;
/// Inside the name of another place: Laurel County (8 %), Huntsville City (32 %).
pub(super) const IN_PLACE: f32 = -3.4;
pub(super) const IN_PLACE_OF_TOWN: f32 = -1.8;

/// Behind North, South, Greater with a capital (36 %).
pub(super) const DIRECTION_BEFORE: f32 = -1.8;
/// Behind a name of people (0 %), behind a capitalised word in no list (10 %).
pub(super) const NAME_BEFORE: f32 = -2.8;
pub(super) const NAME_BEFORE_OTHER: f32 = -1.0;
pub(super) const UNKNOWN_BEFORE: f32 = -2.7;
pub(super) const UNKNOWN_BEFORE_OTHER: f32 = -1.0;
/// Before a name of people (13 %), a capitalised noun (32 %), a capitalised word in no list (16 %).
pub(super) const NAME_AFTER: f32 = -2.3;
pub(super) const NOUN_AFTER: f32 = -2.0;
pub(super) const UNKNOWN_AFTER: f32 = -2.5;
/// Before the word of an event, a law or an accord (4 %).
pub(super) const EVENT_AFTER: f32 = -3.2;
pub(super) const UNKNOWN_AFTER_OTHER: f32 = -0.5;

/// A given name alone (83 %: lists of places leave out the others), a family name (63 %), both (54 %).
pub(super) const GIVEN_NAME: f32 = -0.2;
pub(super) const SURNAME: f32 = -0.1;
pub(super) const GIVEN_OR_SURNAME: f32 = -0.4;
/// The article names somebody in full with this family name (11 %), or this given name (67 %).
pub(super) const PERSON_ELSEWHERE: f32 = -2.8;
pub(super) const PERSON_ELSEWHERE_ORGANIZATION: f32 = -1.5;
pub(super) const PERSON_ELSEWHERE_PERSON: f32 = 2.0;
pub(super) const GIVEN_ELSEWHERE: f32 = -0.6;

/// Behind in, near, at ... (88 %).
pub(super) const PREPOSITION: f32 = 1.3;
pub(super) const PREPOSITION_PERSON: f32 = -1.0;
pub(super) const PREPOSITION_ORGANIZATION: f32 = -0.5;
/// An ordinary word that is none behind these: "in Sunrise".
pub(super) const WORD_IN: f32 = 1.8;
/// People take no article.
pub(super) const DETERMINER_PERSON: f32 = -1.0;
/// Before a verb of saying (18 %).
pub(super) const SPEECH_PERSON: f32 = 1.5;
pub(super) const SPEECH_PLACE: f32 = -1.3;
/// Before a comma and "who": people 80, organizations 13 % (198 names of agency news).
pub(super) const WHO_PERSON: f32 = 1.0;
pub(super) const WHO_PLACE: f32 = -2.0;
/// Before a comma and what somebody is, or a word of organizations.
pub(super) const ROLE_AFTER_PERSON: f32 = 1.5;
pub(super) const ROLE_AFTER_PLACE: f32 = -2.5;
pub(super) const SORT_AFTER_ORGANIZATION: f32 = 2.0;
pub(super) const SORT_AFTER_PLACE: f32 = -2.0;
/// Before a number (21 %), joined to one (0 %), beside a slash (24 %).
pub(super) const NUMBER_AFTER: f32 = -1.6;
pub(super) const ROAD_NUMBER: f32 = -4.0;
pub(super) const CREDIT: f32 = -1.5;
/// In a line of scores or a table.
pub(super) const SCORE_PLACE: f32 = -2.5;
pub(super) const SCORE_ORGANIZATION: f32 = 2.0;
/// In a dateline (87 %).
pub(super) const DATELINE: f32 = 1.0;
/// A town before the region it lies in (95 %), that region (98 %), before a region it does not lie in (91 %).
pub(super) const TOWN_REGION: f32 = 1.2;
pub(super) const OF_TOWN: f32 = 1.7;
pub(super) const BEFORE_REGION: f32 = 1.0;
/// In a list of places.
pub(super) const PLACE_LIST: f32 = 1.5;
pub(super) const PLACE_LIST_OTHER: f32 = -1.0;
/// The same name stands elsewhere in the article in a way that shows a place (86 %).
pub(super) const ELSEWHERE: f32 = 0.8;
/// The same for an ordinary word: what spoke against it is answered.
pub(super) const WORD_ELSEWHERE: f32 = 4.6;

// Ranks among the candidates of one name, in powers of ten: a population ten times as large counts 1. Chosen by the
// share within 161 km on local news: .723 by population alone, .809 with these.

/// The country is named at all, and where all sure places lie in it.
pub(super) const COUNTRY_NAMED: f32 = 0.5;
pub(super) const COUNTRY_SHARE: f32 = 2.0;
/// The same of the first division.
pub(super) const REGION_NAMED: f32 = 1.0;
pub(super) const REGION_SHARE: f32 = 3.0;
/// All other names of the article that have namesakes have a place in its region.
pub(super) const CROWD: f32 = 2.0;
/// How much less known than its best known namesake a place may be to count there. The share within 161 km on local news
/// is .812 without the two, .814 with 1.5, .816 with 2 and without bound.
pub(super) const CROWD_NEAR: f32 = 2.0;
/// A sure place lies within so many kilometres.
pub(super) const NEAR: f32 = 1.5;
pub(super) const NEAR_KM: f64 = 150.0;
/// From which distance to the runner-up a place is sure.
pub(super) const SURE: f32 = 1.5;
/// All sure places of its list lie in its country, in its region, are as large as it.
pub(super) const SIBLING_COUNTRY: f32 = 1.0;
pub(super) const SIBLING_REGION: f32 = 2.0;
pub(super) const SIBLING_LEVEL: f32 = 1.0;
/// How much of a vote the code of a region is.
pub(super) const CODE_VOTE: f32 = 0.5;
/// Where the paper is at home.
pub(super) const HOME_COUNTRY: f32 = 1.5;
pub(super) const HOME_REGION: f32 = 2.0;
/// A name that is not the first of its place: "White House" of Casablanca.
pub(super) const OTHER_NAME: f32 = -1.0;
