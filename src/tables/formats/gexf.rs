//! GEXF 1.3, the format of Gephi: entities are nodes, pairs are edges, weighted by articles. Undirected.

use super::xml_text::allowed;
use super::{Format, FormatError, RunTables, Written, position};
use crate::tables::folder::{TableFile, TableFolder};
use crate::tables::read::RunTable;
use crate::tables::{Value, ValueType};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;
use std::io;

const FILE: &str = "pairs.gexf";

/// Columns of `entities.csv` that nodes have.
const OF_NODES: [&str; 9] =
    ["kind", "class", "mentions", "articles", "first_date", "last_date", "country", "latitude", "longitude"];

/// Columns of `pairs.csv` that edges have, besides the weight.
const OF_EDGES: [&str; 3] = ["paragraphs", "sentences", "pmi"];

/// Writes the graph.
pub(super) fn write(run: &RunTables<'_>, folder: &TableFolder) -> Result<Written, FormatError> {
    let (entities, pairs) = (run.table("entities")?, run.table("pairs")?);
    let mut xml = Writer::new(folder.table(FILE)?);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).map_err(failed)?;
    open(&mut xml, "gexf", &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")])?;
    open(&mut xml, "meta", &[])?;
    let about = "People, organizations and places; an edge where two are in one article";
    for (name, text) in [("creator", "gazetag"), ("description", about)] {
        open(&mut xml, name, &[])?;
        xml.write_event(Event::Text(BytesText::new(text))).map_err(failed)?;
        close(&mut xml, name)?;
    }
    close(&mut xml, "meta")?;
    let counts = graph(run, &mut xml, entities, pairs)?;
    close(&mut xml, "gexf")?;
    Ok(Written::tables(xml.into_inner().finish()?, Format::Gexf, &counts))
}

type Xml = Writer<TableFile>;

fn failed(error: io::Error) -> FormatError {
    FormatError::refused(FILE, error)
}

fn graph(
    run: &RunTables<'_>,
    xml: &mut Xml,
    entities: &RunTable,
    pairs: &RunTable,
) -> Result<[(String, u64); 2], FormatError> {
    open(xml, "graph", &[("defaultedgetype", "undirected"), ("mode", "static")])?;
    let of_nodes = attributes(xml, "node", entities, &OF_NODES)?;
    let of_edges = attributes(xml, "edge", pairs, &OF_EDGES)?;

    let (id, label) = (position(entities, "entity_id")?, position(entities, "entity")?);
    open(xml, "nodes", &[])?;
    let nodes = run.rows(entities, |row| {
        let (id, label) = (text(row[id]), text(row[label]));
        item(xml, "node", &[("id", &id), ("label", &label)], row, &of_nodes)
    })?;
    close(xml, "nodes")?;

    let (a, b, weight) = (position(pairs, "id_a")?, position(pairs, "id_b")?, position(pairs, "articles")?);
    open(xml, "edges", &[])?;
    let mut number = 0;
    let edges = run.rows(pairs, |row| {
        let (a, b, weight) = (text(row[a]), text(row[b]), text(row[weight]));
        let edge = number.to_string();
        number += 1;
        item(xml, "edge", &[("id", &edge), ("source", &a), ("target", &b), ("weight", &weight)], row, &of_edges)
    })?;
    close(xml, "edges")?;
    close(xml, "graph")?;
    Ok([("entities".to_owned(), nodes), ("pairs".to_owned(), edges)])
}

/// Declares attributes, and gives where their columns are.
fn attributes(xml: &mut Xml, class: &str, table: &RunTable, names: &[&str]) -> Result<Vec<usize>, FormatError> {
    open(xml, "attributes", &[("class", class)])?;
    let mut columns = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let column = position(table, name)?;
        let value_type = match table.columns[column].value_type {
            ValueType::Text | ValueType::Date => "string",
            ValueType::Count => "long",
            ValueType::Number => "double",
        };
        let number = number.to_string();
        let attributes = [("id", number.as_str()), ("title", name), ("type", value_type)];
        xml.create_element("attribute").with_attributes(attributes).write_empty().map_err(failed)?;
        columns.push(column);
    }
    close(xml, "attributes")?;
    Ok(columns)
}

/// A node or an edge with its values.
fn item(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    row: &[Value<'_>],
    columns: &[usize],
) -> Result<(), FormatError> {
    open(xml, name, attributes)?;
    open(xml, "attvalues", &[])?;
    for (number, column) in columns.iter().enumerate().filter(|(_, column)| row[**column] != Value::Empty) {
        let (number, value) = (number.to_string(), text(row[*column]));
        let attributes = [("for", number.as_str()), ("value", value.as_str())];
        xml.create_element("attvalue").with_attributes(attributes).write_empty().map_err(failed)?;
    }
    close(xml, "attvalues")?;
    close(xml, name)
}

fn open(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> Result<(), FormatError> {
    let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
    xml.write_event(Event::Start(start)).map_err(failed)
}

fn close(xml: &mut Xml, name: &str) -> Result<(), FormatError> {
    xml.write_event(Event::End(BytesEnd::new(name))).map_err(failed)
}

fn text(value: Value<'_>) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => allowed(text).into_owned(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Share(share) => share.to_string(),
    }
}
