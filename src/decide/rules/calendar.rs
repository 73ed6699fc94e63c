//! Months, weekdays and feasts.

use crate::decide::chain::Gap;
use crate::decide::{Rule, Scene};
use crate::gazetteer::cues::Cue;
use crate::model::Reason;

/// Doubts hits that are a month, a weekday or a feast, unless a place follows behind a comma.
pub(super) struct Calendar;

impl Rule for Calendar {
    fn reason(&self) -> Reason {
        Reason::Calendar
    }

    fn about(&self) -> &'static str {
        "it is a month, a weekday or a feast"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        for hit in 0..scene.hits.len() {
            let dated = scene.chain(hit).is_none_or(|chain| chain.gap_after != Gap::Comma || chain.number_after);
            if scene.single(hit).is_some_and(|cue| cue.any(Cue::CALENDAR)) && dated {
                scene.support_all(hit, crate::decide::weights::CALENDAR, self.reason());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::support::verdicts;
    use crate::tagger::TagOptions;

    const LISTS: [(&str, &str); 1] = [(
        "places.csv",
        "id,name,class,population\nlondon,London,city,8900000\nparis,Paris,city,2100000\nlaurel,Laurel,city,18000\nlowell,Lowell,city,100000\nreading,Reading,city,170000\ndelta,Delta,city,102000\nessen,Essen,city,580000\nmarch,March,city,22000\nbulgaria,Bulgaria,country,6900000\nvirginia,Virginia,region,8600000\n",
    )];

    #[test]
    fn months_are_no_places() {
        for (text, expected) in
            [("It happened in March.", vec!["-March:calendar"]), ("On March 3 they left.", vec!["-March:calendar"])]
        {
            assert_eq!(verdicts(&LISTS, text, &TagOptions::default()), expected, "{text}");
        }
    }
}
