//! Coordinates that are missing, and those far outside the country that the row gives.
//!
//! Where a country lies is known from the shipped places: the least box that holds them, widened on all sides.

use super::{Patient, Row, risk};
use crate::gazetteer::{Gazetteer, problem::Problem};
use crate::model::{Kind, Point};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A country of which fewer places are known has no box.
const FEWEST_PLACES: usize = 5;

/// A box is widened on every side by this many degrees, or by this share of its height or width if that is more ...
const LEAST_MARGIN: f64 = 3.0;
const MARGIN_SHARE: f64 = 0.3;

/// ... and by so many degrees over the number of known places: few places leave much of a country out. With half of
/// this none of GeoNames' 32,847 cities above 15,000 people lies outside (2026-11-28); 91 of 100 are caught where
/// latitude and longitude are swapped or the longitude's sign is wrong.
const MARGIN_OVER_PLACES: f64 = 30.0;

pub(super) fn examine(patient: &Patient<'_>, problems: &mut Vec<Problem>) {
    for file in patient.files {
        let places = || file.rows.iter().filter(|row| row.kind == Kind::Place);
        let (all, with) = (places().count(), places().filter(|row| row.point.is_some()).count());
        // a list without any is meant to have none
        if 2 * with <= all {
            continue;
        }
        for row in patient.rows.iter().filter(|row| std::ptr::eq(row.file, file)) {
            if row.row.kind == Kind::Place && row.row.point.is_none() {
                let name = &row.row.names[0].0;
                let message = format!("'{name}' has no coordinates, most places of the list have");
                problems.push(risk(row, "no-coordinates", name, message, "fill 'latitude' and 'longitude'"));
            }
        }
    }
    for row in &patient.rows {
        outside(row, problems);
    }
}

fn outside(row: &Row<'_>, problems: &mut Vec<Problem>) {
    let (Some(point), Kind::Place) = (row.row.point, row.row.kind) else { return };
    let Some(land) = boxes().get(row.row.country.as_str()) else { return };
    if land.holds(point) {
        return;
    }
    let name = &row.row.names[0].0;
    let Point { latitude, longitude } = point;
    let at = |latitude, longitude| land.holds(Point { latitude, longitude });
    let suggestion = if longitude.abs() <= 90.0 && at(longitude, latitude) {
        "are latitude and longitude swapped?"
    } else if at(-latitude, longitude) || at(latitude, -longitude) || at(-latitude, -longitude) {
        "is a minus missing or too much? South and west are below 0"
    } else {
        "look at 'country' and at the coordinates"
    };
    let message = format!("'{name}' lies at {latitude}, {longitude}, far outside {}", row.row.country);
    problems.push(risk(row, "outside-country", name, message, suggestion));
}

/// From south to north, and from west eastwards, over the date line if need be.
#[derive(Clone, Copy, Debug)]
struct Box {
    south: f64,
    north: f64,
    west: f64,
    width: f64,
}

impl Box {
    fn of(points: &[Point]) -> Box {
        let latitudes = || points.iter().map(|point| point.latitude);
        let (south, north) = (latitudes().fold(90.0, f64::min), latitudes().fold(-90.0, f64::max));
        let mut longitudes: Vec<f64> = points.iter().map(|point| point.longitude).collect();
        longitudes.sort_by(f64::total_cmp);
        // the widest gap between two neighbours lies outside the country
        let next = |i: usize| if i + 1 < longitudes.len() { longitudes[i + 1] } else { longitudes[0] + 360.0 };
        let gap = |i: &usize| next(*i) - longitudes[*i];
        let widest = (0..longitudes.len()).max_by(|a, b| gap(a).total_cmp(&gap(b))).unwrap_or(0);
        let (west, width) = (next(widest), 360.0 - gap(&widest));
        #[allow(clippy::cast_precision_loss, reason = "a country has few places")]
        let for_few = MARGIN_OVER_PLACES / points.len() as f64;
        let margin = |size: f64| LEAST_MARGIN.max(size * MARGIN_SHARE) + for_few;
        let (high, wide) = (margin(north - south), margin(width));
        Box { south: south - high, north: north + high, west: west - wide, width: width + 2.0 * wide }
    }

    fn holds(&self, point: Point) -> bool {
        let east_of_west = (point.longitude - self.west).rem_euclid(360.0);
        (self.south..=self.north).contains(&point.latitude) && east_of_west <= self.width
    }
}

/// The boxes of countries, by ISO code.
fn boxes() -> &'static BTreeMap<String, Box> {
    static BOXES: OnceLock<BTreeMap<String, Box>> = OnceLock::new();
    BOXES.get_or_init(|| {
        let gazetteer = Gazetteer::embedded();
        let mut points: BTreeMap<String, Vec<Point>> = BTreeMap::new();
        for (_, entity) in gazetteer.entities() {
            if let (Kind::Place, Some(point), false) = (entity.kind, entity.point, entity.country.is_empty()) {
                points.entry(entity.country.to_owned()).or_default().push(point);
            }
        }
        points.retain(|_, points| points.len() >= FEWEST_PLACES);
        points.into_iter().map(|(country, points)| (country, Box::of(&points))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_go_over_the_date_line() {
        let at = |latitude, longitude| Point { latitude, longitude };
        let land = Box::of(&[at(-17.0, 178.0), at(-18.0, -179.0), at(-16.5, 179.9), at(-17.5, 178.5)]);
        assert!(land.holds(at(-17.0, 180.0)) && land.holds(at(-17.0, -178.0)) && !land.holds(at(-17.0, 0.0)));
    }
}
