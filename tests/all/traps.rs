//! The traps that names lie in, a row each, with the lists of the program: what a reader of news would say of them.

use gazetag::decide::DecideOptions;
use gazetag::lexicon::LexiconOptions;
use gazetag::model::Role;
use gazetag::text::zones::ZoneOptions;
use gazetag::{Gazetteer, TagOptions, Tagger};
use std::sync::OnceLock;

/// What stands in a text, as `surface=id` in order, with the role where it is not by name.
fn told(tagger: &Tagger, text: &str) -> Vec<String> {
    let mentions = tagger.tag(text).into_iter().map(|mention| {
        let role = if mention.role == Role::Name { String::new() } else { format!("/{}", mention.role.as_str()) };
        format!("{}={}{role}", mention.span.of(text), tagger.facts().entity(mention.entity).id)
    });
    mentions.collect()
}

fn usual() -> &'static Tagger {
    static TAGGER: OnceLock<Tagger> = OnceLock::new();
    TAGGER.get_or_init(|| Tagger::new(Gazetteer::embedded()))
}

/// Rows of a text and what stands in it, parted by spaces; blanks inside are written as `_`.
#[track_caller]
fn holds(tagger: &Tagger, rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        let expected: Vec<String> = expected.split_whitespace().map(|cell| cell.replace('_', " ")).collect();
        let found = told(tagger, text);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn ordinary_words() {
    holds(
        usual(),
        &[
            // at the start of a sentence, in title case, in capitals
            ("Reading is good for you.", ""),
            ("Words of Wisdom From the Nice People of Reading", ""),
            ("MOST READING IS DONE IN THE NICE MOBILE HOME", ""),
            ("They moved to Reading.", "Reading=gbr-reading"),
            ("In Reading, nobody slept.", "Reading=gbr-reading"),
            // months and weekdays
            ("It rained in March and on Sunday.", ""),
            // in small letters elsewhere in the article
            ("They split the money. Split was calm.", ""),
            ("The longest flight will be to Split, in Croatia.", "Split=hrv-split Croatia=hrv"),
            // German
            ("Das Essen war kalt und die Halle voll.", ""),
            ("Er kam aus Essen und aus Halle, und das Essen schmeckte.", "Essen=deu-essen Halle=deu-halle"),
        ],
    );
}

#[test]
fn people() {
    holds(
        usual(),
        &[
            // a title or a role before, who or a role after
            ("Mayor Lincoln spoke. Mr. Jordan left.", ""),
            ("It was Lincoln, who had seen it.", ""),
            ("Lincoln, a spokesman for the company, said so.", ""),
            // in full, then the family name, in a list or not
            ("George W. Bush spoke. Later Bush left.", "George_W._Bush=george-w-bush Bush=george-w-bush"),
            ("Jack London wrote it. London was poor.", ""),
            ("Paris Whitfield sang. Whitfield was late.", ""),
            ("In Jordan Whitfield's house they sang.", ""),
            // initials
            ("J. London and J.R. London wrote.", ""),
            ("J. K. Rowling and J.K. Rowling", "J._K._Rowling=j-k-rowling J.K._Rowling=j-k-rowling"),
            // a family name of several
            ("Hillary Clinton spoke. Clinton left.", "Hillary_Clinton=hillary-clinton Clinton=hillary-clinton"),
            ("Bill Clinton spoke. Clinton left.", "Bill_Clinton=bill-clinton Clinton=bill-clinton"),
            // relatives in full
            (
                "Asma al-Assad met Bashar al-Assad. Assad left.",
                "Asma_al-Assad=asma-al-assad Bashar_al-Assad=bashar-al-assad Assad=bashar-al-assad",
            ),
        ],
    );
}

#[test]
fn organizations() {
    let nested = DecideOptions { nested: true, ..DecideOptions::default() };
    let nested = TagOptions { decide: nested, ..TagOptions::default() };
    holds(
        &Tagger::with_options(Gazetteer::embedded(), nested),
        &[
            // one organization, the place nested
            ("The Bank of England met.", "Bank_of_England=bank-of-england England=gbr-england/nested"),
            (
                "The University of Chicago met.",
                "University_of_Chicago=university-of-chicago Chicago=usa-chicago/nested",
            ),
            ("The London Zoological Society met.", "London=gbr-london/nested"),
        ],
    );
    holds(
        usual(),
        &[
            ("The Bank of England met.", "Bank_of_England=bank-of-england"),
            ("The London Zoological Society met.", ""),
            // lines of scores, fixtures
            ("Liverpool 2 Arsenal 1", "Arsenal=arsenal-fc"),
            ("CLEVELAND AT DETROIT", ""),
            ("Japan 2 Syria 1", "Japan=jpn Syria=syr"),
            // letters in brackets, either way round
            (
                "WHO? The World Health Organization (WHO) met. Then WHO left.",
                "WHO=world-health-organization World_Health_Organization=world-health-organization \
                 WHO=world-health-organization WHO=world-health-organization",
            ),
            (
                "The OAS (Organization of American States) met. Later the OAS left.",
                "OAS=organization-of-american-states Organization_of_American_States=organization-of-american-states \
                 OAS=organization-of-american-states",
            ),
        ],
    );
}

#[test]
fn kinds_of_one_name() {
    holds(
        usual(),
        &[
            ("They live in Washington.", "Washington=usa-washington-dc"),
            (
                "George Washington came. Washington said no.",
                "George_Washington=george-washington Washington=george-washington",
            ),
            ("Jordan's king flew to Jordan.", "Jordan=jor Jordan=jor"),
            ("Michael Jordan scored. Jordan left.", "Michael_Jordan=michael-jordan Jordan=michael-jordan"),
            ("Lincoln, Nebraska, is flat.", "Lincoln=usa-lincoln-ne Nebraska=usa-nebraska"),
            ("Abraham Lincoln was shot. Lincoln died.", "Abraham_Lincoln=abraham-lincoln Lincoln=abraham-lincoln"),
            ("Amazon said it would hire.", "Amazon=amazon-company"),
            ("They sailed to Santander.", "Santander=esp-santander"),
        ],
    );
}

#[test]
fn demonyms_hyphens_metonyms() {
    holds(
        usual(),
        &[
            ("Syrians speak Arabic.", "Syrians=syr/demonym"),
            (
                "Soviet-style, anti-Putin, U.S.-led, Iraqi-Syrian",
                "Soviet=soviet-union/demonym Putin=vladimir-putin U.S.=usa Iraqi=irq/demonym Syrian=syr/demonym",
            ),
            ("Washington and Moscow agreed.", "Washington=usa-washington-dc Moscow=rus-moscow"),
        ],
    );
}

#[test]
fn datelines_credits_addresses() {
    holds(
        usual(),
        &[
            ("CAIRO, Dec 11 (Reuters) - The talks began.", "CAIRO=egy-cairo Reuters=reuters"),
            ("PARIS (AP) — The talks began.", "PARIS=fra-paris AP=associated-press"),
            ("By Jack London\nThe talks began.", ""),
            ("By LINCOLN WASHINGTON\nThe talks began.", ""),
            ("Photo: Jordan Lincoln/Reuters", "Reuters=reuters"),
            ("At info@syria.org, www.syria.org, https://a.org/Syria, `Syria`, #Syria, @Putin.", ""),
        ],
    );
    let zones = ZoneOptions { hashtags: true, handles: true };
    let options =
        TagOptions { lexicon: LexiconOptions { zones, ..LexiconOptions::default() }, ..TagOptions::default() };
    holds(
        &Tagger::with_options(Gazetteer::embedded(), options),
        &[("At info@syria.org, `Syria`, #Syria, @Putin.", "Syria=syr Putin=vladimir-putin")],
    );
}

#[test]
fn places_with_namesakes() {
    holds(
        usual(),
        &[
            // Town, Region; Town, Country; abbreviations; in
            ("He moved to Paris, Texas.", "Paris=usa-paris-tx Texas=usa-texas"),
            ("He moved to Paris, Tex., in May.", "Paris=usa-paris-tx Tex.=usa-texas"),
            ("He moved to Paris, in northern Texas.", "Paris=usa-paris-tx Texas=usa-texas"),
            ("They met in Tripoli, Lebanon.", "Tripoli=lbn-tripoli Lebanon=lbn"),
            // one sense
            ("London, Ontario, was cold. London slept.", "London=can-london Ontario=can-ontario London=can-london"),
            // countries, regions and neighbours that the article names
            ("Atlanta is in Georgia.", "Atlanta=usa-atlanta Georgia=usa-georgia"),
            ("The capital of Georgia is Tbilisi.", "Georgia=geo Tbilisi=geo-tbilisi"),
            ("From Cairo they came to Alexandria.", "Cairo=egy-cairo Alexandria=egy-alexandria"),
            // siblings
            ("Georgia, Florida and Alabama voted.", "Georgia=usa-georgia Florida=usa-florida Alabama=usa-alabama"),
            ("Homs, Hama and Aleppo fell.", "Homs=syr-homs Hama=syr-hama Aleppo=syr-aleppo"),
            ("They flew to Brest, Tours, Pau and Lyon.", "Brest=fra-brest Tours=fra-tours Pau=fra-pau Lyon=fra-lyon"),
            // population, capitals and countries first
            ("They met in Paris, and then in Tripoli.", "Paris=fra-paris Tripoli=lby-tripoli"),
        ],
    );
}

#[test]
fn headlines() {
    holds(
        usual(),
        &[
            ("SYRIA WAR ENDS\n\nThe war in Syria ended.", "SYRIA=syr Syria=syr"),
            (
                "BUSH AND GORE IN DEBATE\n\nGeorge W. Bush met Al Gore.",
                "BUSH=george-w-bush GORE=al-gore George_W._Bush=george-w-bush Al_Gore=al-gore",
            ),
            (
                "Vladimir Putin in Syria\n\nText.\n\nVladimir Putin in Syria",
                "Vladimir_Putin=vladimir-putin Syria=syr Vladimir_Putin=vladimir-putin/repeat Syria=syr/repeat",
            ),
        ],
    );
}

#[test]
fn misspellings() {
    holds(
        usual(),
        &[
            (
                "Abdel Fattah el-Siss met President Vladmir Putin.",
                "Abdel_Fattah_el-Siss=abdel-fattah-el-sisi Vladmir_Putin=vladimir-putin",
            ),
            ("Then Angelo Merkel came.", ""),
        ],
    );
}
