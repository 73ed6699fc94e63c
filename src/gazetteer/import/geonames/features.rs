//! GeoNames' feature classes and codes: which are taken, and what gazetag calls them.

use std::str::FromStr;

/// Feature classes (`P`) and codes (`H.SEA`, or `SEA` alone).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features {
    classes: Vec<String>,
    codes: Vec<String>,
}

impl Default for Features {
    /// Lands, divisions and populated places, and of the rest what news names: continents, seas, straits, islands,
    /// mountain ranges, deserts. Streams, farms, hotels and churches are by far the most of a dump; their names are
    /// those of a thousand others.
    ///
    /// Former divisions and abandoned or razed places (codes that end in `H`, `W`, `Q`) are left out.
    fn default() -> Features {
        let codes = [
            "ADM1", "ADM2", "ADM3", "ADMD", "PCL", "PCLD", "PCLF", "PCLI", "PCLIX", "PCLS", "TERR", "PPL", "PPLA",
            "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLC", "PPLG", "PPLL", "PPLS", "PPLX", "PPLF", "PPLR", "STLMT",
            "CONT", "RGN", "OCN", "SEA", "GULF", "STRT", "CHNM", "ISL", "ISLS", "ATOL", "PEN", "MTS", "DSRT",
        ];
        Features { classes: Vec::new(), codes: codes.map(str::to_owned).into() }
    }
}

impl Features {
    /// Whether a row of this class and code is taken.
    #[must_use]
    pub fn take(&self, class: &str, code: &str) -> bool {
        self.classes.iter().any(|wanted| wanted == class) || self.codes.iter().any(|wanted| wanted == code)
    }
}

/// A word that is neither a class nor a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no feature: give classes such as P, or codes such as PPLC or H.SEA, with commas between them")]
pub struct FeatureError(String);

impl FromStr for Features {
    type Err = FeatureError;

    fn from_str(text: &str) -> Result<Features, FeatureError> {
        let mut features = Features { classes: Vec::new(), codes: Vec::new() };
        for word in text.split(',').map(|word| word.trim().to_ascii_uppercase()) {
            let code = word.split_once('.').map_or(word.as_str(), |(_, code)| code);
            let sound = code.bytes().all(|byte| byte.is_ascii_alphanumeric());
            match (sound, word.len(), code.len()) {
                (true, 1, 1) if "AHLPRSTUV".contains(code) => features.classes.push(word),
                (true, _, 2..=5) => features.codes.push(code.to_owned()),
                _ => return Err(FeatureError(word)),
            }
        }
        Ok(features)
    }
}

/// The class of gazetag's lists for a feature.
pub(super) fn class_of(class: &str, code: &str) -> &'static str {
    match (class, code) {
        ("A", "PCLI" | "PCL" | "PCLH") => "country",
        ("A", "PCLD" | "PCLF" | "PCLIX" | "PCLS" | "TERR" | "ZN" | "ZNB") => "territory",
        ("A", "ADM1" | "ADM1H") => "region",
        ("A", "ADM2" | "ADM2H") => "county",
        ("A", _) | ("P", "PPLX") => "district",
        ("P", _) => "city",
        ("L", "CONT") => "continent",
        ("T", "ISL" | "ISLS" | "ISLT" | "ISLF" | "ISLM" | "ISLET" | "ATOL") => "island",
        ("T", "DSRT" | "ERG" | "REG") => "desert",
        ("T", "MT" | "MTS" | "PK" | "PKS" | "VLC" | "HLL" | "HLLS" | "RDGE" | "PASS" | "SPUR") => "mountain",
        ("H" | "U", _) => "water",
        ("S", "MNMT" | "CSTL" | "HSTS" | "ANS" | "PAL" | "PYR" | "PYRS" | "TMPL" | "CH" | "MSQE") => "landmark",
        ("S" | "R", _) => "facility",
        _ => "area",
    }
}

/// The class for a feature class alone, where its letter says enough.
pub(in super::super) fn class_of_letter(letter: &str) -> &'static str {
    match letter {
        "P" => "city",
        "H" => "water",
        "S" | "R" => "facility",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_classes_and_codes() {
        let features: Features = "p, H.SEA,adm1".parse().unwrap();
        for (class, code, taken) in
            [("P", "PPL", true), ("H", "SEA", true), ("H", "STM", false), ("A", "ADM1", true), ("A", "ADM2", false)]
        {
            assert_eq!(features.take(class, code), taken, "{class}.{code}");
        }
        for wrong in ["", "X", "P;A", "P,,A", "TOOLONG"] {
            assert!(wrong.parse::<Features>().is_err(), "{wrong}");
        }
    }
}
