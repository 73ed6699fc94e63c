//! Results of matches: `LEICESTER 2 CHELSEA 1`, league tables, `Chelsea 2-1`; and what is to be played: `CLEVELAND AT
//! NEW YORK`.

use crate::decide::chain::Token;
use crate::decide::{Rule, Scene};
use crate::model::{Kind, Level, NameSource, Reason};

/// In a line of a score or a table a town is its team: 94 % of the names that open such a line are organizations
/// (measured on agency news). Countries are countries there too.
pub(super) struct ScoreLine;

/// How many bytes a line of a table has at most.
const LONGEST_LINE: usize = 120;

impl Rule for ScoreLine {
    fn reason(&self) -> Reason {
        Reason::ScoreLine
    }

    fn about(&self) -> &'static str {
        "it stands in a line of scores, where towns are teams"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        // the last line that was looked at, so that each is read once
        let mut line = (0, 0, false);
        for hit in 0..scene.hits.len() {
            let follows = scene.chain(hit).is_some_and(|chain| chain.number_after) && scene.word_after(hit).is_none();
            let code = scene.candidates(hit)[0].source == NameSource::WithPlace;
            let is_at = |word: Option<&Token>| word.is_some_and(|word| word.span.of(scene.text) == "AT");
            let visits = is_at(scene.word_after(hit)) || is_at(scene.word_before(hit));
            if !(follows || visits) || code || scene.words(hit).is_empty() {
                continue;
            }
            let span = scene.hits[hit].span;
            if span.start() >= line.1 {
                line = line_around(scene.text, span.start());
            }
            if !(line.2 || visits && !scene.text[line.0..line.1].contains(char::is_lowercase)) {
                continue;
            }
            let country =
                scene.candidates(hit).iter().any(|candidate| !candidate.out && candidate.level == Level::Country);
            if !country {
                scene.support(hit, Kind::Place, crate::decide::weights::SCORE_PLACE, self.reason());
                scene.support(hit, Kind::Organization, crate::decide::weights::SCORE_ORGANIZATION, self.reason());
            }
        }
    }
}

/// The line around a byte, and whether it is one of a table: short, with numbers and few words in small letters.
fn line_around(text: &str, at: usize) -> (usize, usize, bool) {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    (start, end, end - start <= LONGEST_LINE && is_table(&text[start..end]))
}

fn is_table(line: &str) -> bool {
    let (mut numbers, mut small) = (0, 0);
    for word in line.split_whitespace() {
        let first = word.chars().next().unwrap_or(' ');
        numbers += usize::from(first.is_ascii_digit());
        small += usize::from(first.is_lowercase());
    }
    numbers > small
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    #[test]
    fn towns_in_scores_are_teams() {
        let lists = [
            ("places.csv", "id,name,class,population\nl,Leicester,city,350000\nj,Japan,country,120000000\n"),
            ("organizations.csv", "id,name,aliases\nlc,Leicester City,Leicester\n"),
        ];
        for (text, expected) in [
            ("Leicester 2 Derby 1", vec!["Leicester=lc"]),
            ("Japan 2 Syria 1", vec!["Japan=j"]),
            ("LEICESTER AT DERBY", vec!["LEICESTER=lc"]),
            ("DERBY AT LEICESTER", vec!["LEICESTER=lc"]),
            ("They came to live in Leicester 2 years ago.", vec!["Leicester=l"]),
        ] {
            assert_eq!(verdicts(&lists, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
