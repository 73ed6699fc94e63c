//! Codes of countries: two letters to three.

use isocountry::CountryCode;

/// The three letters for a code of two; three stay. Empty where there is no such country.
///
/// Kosovo has no code of ISO's; `XKX` is what the World Bank, GeoNames and the shipped lists use.
#[must_use]
pub fn alpha_3(code: &str) -> &'static str {
    let upper = code.trim().to_ascii_uppercase();
    match upper.as_str() {
        "XK" | "XKX" => "XKX",
        // gone, but in lists of the past: Netherlands Antilles, Serbia and Montenegro
        "AN" | "ANT" => "ANT",
        "CS" | "SCG" => "SCG",
        two if two.len() == 2 => CountryCode::for_alpha2(two).map_or("", |country| country.alpha3()),
        three => CountryCode::for_alpha3(three).map_or("", |country| country.alpha3()),
    }
}

/// Whether a code of two letters is that of a land that is no state of its own.
#[must_use]
pub fn is_territory(code: &str) -> bool {
    const TERRITORIES: [&str; 50] = [
        "AI", "AN", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "EH", "FK", "FO", "GF",
        "GG", "GI", "GL", "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC",
        "NF", "NU", "PF", "PM", "PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "UM",
    ];
    TERRITORIES.contains(&code) || matches!(code, "VG" | "VI" | "WF" | "YT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_three_letters() {
        for (code, three) in [
            ("GB", "GBR"),
            ("na", "NAM"),
            ("XK", "XKX"),
            ("SSD", "SSD"),
            ("SS", "SSD"),
            ("ZZ", ""),
            ("", ""),
            ("U", ""),
        ] {
            assert_eq!(alpha_3(code), three, "{code}");
        }
    }
}
