//! An entity and what is known of it.

use super::Kind;

/// The number of an entity within one gazetteer: an index, not an id that means anything elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct EntityId(pub u32);

impl EntityId {
    /// The index into a table of entities.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A point on earth in decimal degrees, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// North positive, -90 to 90.
    pub latitude: f64,
    /// East positive, -180 to 180.
    pub longitude: f64,
}

impl Point {
    /// Mean radius of the earth in kilometres (IUGG).
    pub const EARTH_RADIUS_KM: f64 = 6371.0088;

    /// Great-circle distance in kilometres, by the haversine formula.
    #[must_use]
    pub fn distance_km(self, other: Point) -> f64 {
        let (lat_a, lat_b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_lat = (lat_b - lat_a) / 2.0;
        let half_lon = (other.longitude - self.longitude).to_radians() / 2.0;
        let h = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
        2.0 * Self::EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
    }
}

/// A person, an organization or a place, with its facts. Text that a list does not give is empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entity<'a> {
    /// Stable id: given by a list, or derived from the facts. Starts with a letter.
    pub id: &'a str,
    /// Canonical name.
    pub name: &'a str,
    /// Person, organization or place.
    pub kind: Kind,
    /// Finer kind, such as `country`, `city`, `politician`, `company`.
    pub class: &'a str,
    /// ISO 3166-1 alpha-3.
    pub country: &'a str,
    /// Where a place lies.
    pub point: Option<Point>,
    /// Inhabitants, where known.
    pub population: Option<u64>,
    /// The prior: how much this entity is meant by default; `log10(population + 1)` for places unless a list says else.
    pub weight: f32,
    /// Id of what it lies in or belongs to, as the list gives it.
    pub part_of: &'a str,
    /// Wikidata id.
    pub wikidata: &'a str,
    /// GeoNames id, digits only.
    pub geonames: &'a str,
}
