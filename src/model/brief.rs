//! The facts of an entity that every hit asks for, without any text.

use super::{Entity, Kind, Point};

/// ISO 3166-1 alpha-3 as a number; 0 where the list gives none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct CountryCode(pub u16);

impl CountryCode {
    /// No country.
    pub const NONE: CountryCode = CountryCode(0);

    /// Three capital letters, five bits each; anything else is no country.
    #[must_use]
    pub const fn of(alpha3: &str) -> CountryCode {
        let letters = alpha3.as_bytes();
        if letters.len() != 3 {
            return CountryCode::NONE;
        }
        let mut code = 0;
        let mut i = 0;
        while i < 3 {
            if !letters[i].is_ascii_uppercase() {
                return CountryCode::NONE;
            }
            code = code << 5 | (letters[i] - b'A' + 1) as u16;
            i += 1;
        }
        CountryCode(code)
    }

    /// The three letters.
    #[must_use]
    pub fn letters(self) -> String {
        let letter = |shift: u16| char::from(b'@' + (self.0 >> shift & 31) as u8);
        if self.is_some() { [10, 5, 0].map(letter).iter().collect() } else { String::new() }
    }

    /// Whether a country is known.
    #[must_use]
    pub const fn is_some(self) -> bool {
        self.0 != 0
    }
}

/// How large a place is in the order of the world, out of its class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A building, a base, a sight; also people and organizations.
    #[default]
    Spot,
    /// A town, a village, a part of a city.
    Town,
    /// A county or a district.
    County,
    /// Waters, mountains, islands, deserts.
    Nature,
    /// The first division of a country: state, province, governorate.
    Region,
    /// A country or a territory.
    Country,
    /// A continent or a part of the world.
    Continent,
}

impl Level {
    /// The level of an entity by its class; only places have one.
    #[must_use]
    pub fn of_entity(kind: Kind, class: &str) -> Level {
        match class {
            _ if kind != Kind::Place => Level::Spot,
            "city" | "capital" | "town" | "village" | "suburb" | "settlement" => Level::Town,
            "county" | "district" | "municipality" => Level::County,
            "water" | "mountain" | "island" | "desert" | "river" | "lake" | "sea" => Level::Nature,
            "region" | "state" | "province" => Level::Region,
            "country" | "territory" => Level::Country,
            "continent" | "area" => Level::Continent,
            _ => Level::Spot,
        }
    }
}

/// The facts of an entity that every hit asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brief {
    /// Person, organization or place.
    pub kind: Kind,
    /// How large a place is.
    pub level: Level,
    /// The country it lies in or belongs to.
    pub country: CountryCode,
    /// The prior.
    pub weight: f32,
    /// Where it lies.
    pub point: Option<Point>,
}

impl Brief {
    /// The short form of an entity.
    #[must_use]
    pub fn of(entity: &Entity<'_>) -> Brief {
        Brief {
            kind: entity.kind,
            level: Level::of_entity(entity.kind, entity.class),
            country: CountryCode::of(entity.country),
            weight: entity.weight,
            point: entity.point,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CountryCode;

    #[test]
    fn codes_are_three_capitals_and_tell_countries_apart() {
        assert!(CountryCode::of("FRA").is_some());
        ["FRA", "AZZ", "ZAA", ""].iter().for_each(|code| assert_eq!(CountryCode::of(code).letters(), *code));
        assert_ne!(CountryCode::of("FRA"), CountryCode::of("FRO"));
        for other in ["", "FR", "fra", "FR4", "FRAN"] {
            assert_eq!(CountryCode::of(other), CountryCode::NONE, "{other}");
        }
    }
}
