//! GeoJSON (RFC 7946): a point for each row that has coordinates, with all other columns as its properties.

use super::jsonl::{key, push};
use super::{Format, FormatError, RunTables, Written, position};
use crate::tables::Value;
use crate::tables::folder::TableFolder;
use crate::tables::read::RunTable;

/// Writes the points of a table.
pub(super) fn write(run: &RunTables<'_>, table: &RunTable, folder: &TableFolder) -> Result<Written, FormatError> {
    let mut file = folder.table(&format!("{}.geojson", table.name))?;
    let (latitude, longitude) = (position(table, "latitude")?, position(table, "longitude")?);
    let keys: Vec<Vec<u8>> = table.columns.iter().map(|column| key(&column.name)).collect();
    file.write(
        format!("{{\"type\":\"FeatureCollection\",\"name\":\"gazetag {}\",\"features\":[", table.name).as_bytes(),
    )?;
    let mut points = 0;
    let mut feature = Vec::new();
    run.rows(table, |row| {
        let (Value::Number(north), Value::Number(east)) = (row[latitude], row[longitude]) else { return Ok(()) };
        feature.clear();
        feature.extend_from_slice(if points == 0 { b"\n" } else { b",\n" });
        feature.extend_from_slice(b"{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[");
        push(&mut feature, Value::Number(east));
        feature.push(b',');
        push(&mut feature, Value::Number(north));
        feature.extend_from_slice(b"]},\"properties\":");
        let others = keys.iter().zip(row).enumerate().filter(|(at, _)| *at != latitude && *at != longitude);
        for (i, (_, (key, value))) in others.enumerate() {
            feature.push(if i == 0 { b'{' } else { b',' });
            feature.extend_from_slice(key);
            push(&mut feature, *value);
        }
        feature.extend_from_slice(b"}}");
        points += 1;
        Ok(file.write(&feature)?)
    })?;
    file.write(b"\n]}\n")?;
    Ok(Written::tables(file.finish()?, Format::Geojson, &[(table.name.clone(), points)]))
}
