//! Time stays linear in the text, whatever the text: told from the work that a search had to do, not from the clock.

use gazetag::gazetteer::{BadRows, Lists};
use gazetag::lexicon::{Lexicon, LexiconOptions, Work};
use gazetag::model::Hits;
use std::sync::Arc;

/// How much more work a byte of any text may be than a byte of prose.
const AT_MOST: f64 = 20.0;

/// Bytes of each text; twice as many is searched too.
const SIZE: usize = 100_000;

fn lexicon(names: &[String]) -> Lexicon {
    let rows = names.iter().map(|name| format!("\"{name}\",place,any\n"));
    let list = format!("name,kind,case\n{}", rows.collect::<String>());
    let gazetteer = Lists::new().add_default().add_bytes("list.csv", list.into_bytes()).load(BadRows::Refuse).unwrap();
    Lexicon::compile(Arc::new(gazetteer.0), LexiconOptions::default())
}

/// What a search costs for each byte: bytes passed over, places looked at, bytes walked along, hits kept.
fn cost(lexicon: &Lexicon, text: &str) -> f64 {
    let mut hits = Hits::default();
    let Work { starts, looks, walked } = lexicon.find(text, &mut hits);
    (text.len() as u64 + starts + looks + walked + hits.len() as u64) as f64 / text.len() as f64
}

fn repeated(part: &str, bytes: usize) -> String {
    part.repeat(bytes / part.len() + 1)
}

#[test]
fn no_text_is_much_more_work_than_prose() {
    // names that are prefixes of each other, hundreds deep, and one that differs from all others only at its end
    let mut names: Vec<String> =
        (1..=250).map(|count| vec!["Zu"; count].join("-")).filter(|name| name.len() <= 500).collect();
    names.push(format!("{}x", vec!["Ha"; 160].join("-")));
    names.extend((1..=500).map(|count| "q".repeat(count)));
    let lexicon = lexicon(&names);
    let prose = "Syrian state television showed how Vladimir Putin walked along a line of soldiers at Hmeymim. The U.S. \
                 said little, and nobody in Moscow, Cairo or the Hague asked whether the war in Iraq was over.\n\n";
    let prose = cost(&lexicon, &repeated(prose, SIZE));
    for (what, part) in [
        ("one name part", "Zu-"),
        ("one name part that leads nowhere", "Ha-"),
        ("one name", "Putin "),
        ("no spaces", "PutinAssad"),
        ("one word", "q"),
        ("words of one letter", "q "),
        ("capitals", "PUTIN"),
        ("combining marks", "\u{301}"),
        ("a letter and marks", "e\u{301}\u{302}\u{303}"),
        ("a letter and marks behind a capital", "É\u{301}\u{AD}"),
        ("apostrophes", "O'"),
        ("small words before a capital", "von der "),
        ("soft hyphens", "Pu\u{AD}"),
        ("spaces", " "),
        ("line breaks", "New\n"),
        ("Han", "东京北京"),
        ("Katakana", "マリ"),
        ("underscores", "_"),
        ("backticks", "`a"),
        ("hashes", "#a@"),
        ("dots", "U.S."),
    ] {
        for size in [SIZE, 2 * SIZE] {
            let cost = cost(&lexicon, &repeated(part, size));
            assert!(cost <= AT_MOST * prose, "{what}, {size} bytes: {cost:.1} for a byte, and prose {prose:.1}");
        }
    }
}
