//! Dates, where they surely are dates.

/// `2024-03-09` of `2024-03-09T10:00:00Z`; empty where the text is no ISO 8601 date. A date that is only likely
/// (`03/09/2024`) is none: a wrong day in a table is worse than a missing one.
pub(super) fn iso_date(text: &str) -> String {
    let text = text.trim();
    match (text.get(..10), text.get(10..)) {
        (Some(date), Some(time)) if is_date(date) && is_time(time) => date.to_owned(),
        _ => String::new(),
    }
}

fn is_date(text: &str) -> bool {
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?;
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let (4, 2, 2) = (year.len(), month.len(), day.len()) else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Nothing, a time or a zone.
fn is_time(text: &str) -> bool {
    text.is_empty() || text.starts_with(['T', 't', 'Z', 'z', '+', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_iso_dates_that_exist_are_kept() {
        let rows = [
            ("2024-03-09", "2024-03-09"),
            (" 2024-03-09T10:00:00.000Z\n", "2024-03-09"),
            ("2024-03-09 10:00", "2024-03-09"),
            ("2024-03-09+02:00", "2024-03-09"),
            ("2024-02-29", "2024-02-29"),
            ("2000-02-29", "2000-02-29"),
            ("1900-02-29", ""),
            ("2023-02-29", ""),
            ("2024-04-31", ""),
            ("2024-13-01", ""),
            ("2024-00-10", ""),
            ("2024-01-00", ""),
            ("2024-03-091", ""),
            ("2024-03", ""),
            ("20240309", ""),
            ("2024/03/09", ""),
            ("03/09/2024", ""),
            ("9 March 2024", ""),
            ("+024-03-09", ""),
            ("-2024-3-09", ""),
            ("2024-03-0é", ""),
            ("２０２４-03-09", ""),
            ("", ""),
        ];
        for (text, date) in rows {
            assert_eq!(iso_date(text), date, "{text:?}");
        }
    }
}
