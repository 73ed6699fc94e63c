//! Every format, read back with another library than the one that wrote it, says what the CSV tables say: on articles and
//! lists that mean to break writers.

use crate::support::gazetag;
use calamine::{Data, Reader as _, Xlsx};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use quick_xml::events::Event;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A list with cells that spreadsheets, databases and markup take for something else. The column `Entity` is
/// called as one of gazetag's.
const LIST: &str = "\
name,kind,id,class,country,latitude,longitude,aliases,wikidata,note,Entity\n\
Buenos Aires,place,Q12345678901234567890123,city,ARG,-34.6131,-58.3772,,Q1486,00123,\"=1+1\"\n\
=SUM(A1),organization,Q2,,,,,Sumland,,-1+1,<b>\n\
\"O'Brien \"\"Bob\"\" <script>alert(1)</script>\",person,Q3,,,,,Obrien,,@here,\"a,b;c\"\n\
Damascus,place,Q4,city,SYR,33.5102,36.29128,دمشق,Q3766,'quoted,&amp;\n\
Null Island,place,Q5,island,,0,0,,,NULL,_x0041_\n\
東京,place,Q6,city,JPN,35.69,139.69,,,\"😀 \",\n";

/// Strings that writers stumble over.
const TITLES: [&str; 12] = [
    "<script>alert('x')</script> & ]]>",
    "=cmd|' /C calc'!A1",
    "\u{1}control\u{1b}[31m\u{7f}",
    "_x0041_ _x000D_",
    "  spaces at both ends  ",
    "tab\there \"quoted\" 'single'",
    "שלום دمشق \u{202e}right to left",
    "😀👩\u{200d}👩\u{200d}👧 e\u{301}",
    "'=already guarded",
    "+49 30 123456",
    "-12.50",
    "\u{fffe}\u{ffff}no characters",
];

/// Dates around the ends of Excel's calendar.
const DATES: [&str; 4] = ["2024-03-09", "1848-03-18", "1900-02-28", "1900-03-01"];

struct Desk(tempfile::TempDir);

impl Desk {
    fn hostile() -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        let articles = desk.path("in");
        fs::create_dir_all(articles.join("=1+1")).unwrap();
        fs::write(desk.path("list.csv"), LIST).unwrap();
        let text = "Obrien left Buenos Aires for Damascus. دمشق is far. 😀Buenos Aires😀 Sumland pays.\n\nNull Island.";
        let lines: Vec<String> = TITLES
            .iter()
            .enumerate()
            .map(|(n, title)| {
                json!({"text": text, "title": title, "date": DATES[n % DATES.len()], "author": TITLES[n]}).to_string()
            })
            .chain([json!({"text": "東京。Obrien.", "title": "é".repeat(40_000)}).to_string()])
            .collect();
        fs::write(articles.join("records.jsonl"), lines.join("\n")).unwrap();
        let long = format!("{} Buenos Aires <b>{} Damascus", "word ".repeat(200_000), "\u{1}x ".repeat(200));
        fs::write(articles.join("=1+1/-long, \"line\".txt"), long).unwrap();
        #[cfg(unix)]
        fs::write(articles.join("new\nline\u{1}.txt"), text).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let output = gazetag().current_dir(self.0.path()).args(arguments).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    #[track_caller]
    fn done(&self, arguments: &[&str]) {
        let (code, error) = self.run(&[arguments, &["-q"]].concat());
        assert_eq!((code, error.as_str()), (0, ""), "{arguments:?}");
    }

    /// All files of a folder.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path(folder)).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())).collect()
    }
}

const ALL: &str = "csv,tsv,jsonl,xlsx,parquet,sqlite,geojson,gexf";
const OTHERS: &str = "tsv,jsonl,xlsx,parquet,sqlite,geojson,gexf";

/// A cell, whatever it was read from.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Nothing,
    Number(f64),
    Text(String),
}

struct Table {
    name: String,
    columns: Vec<String>,
    types: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// The CSV tables of a folder, as its package describes them.
fn csv_tables(folder: &Path) -> Vec<Table> {
    let package: Value = serde_json::from_slice(&fs::read(folder.join("datapackage.json")).unwrap()).unwrap();
    let resources = package["resources"].as_array().unwrap().iter().filter(|resource| resource["format"] == "csv");
    resources
        .map(|resource| {
            let texts = |key: &str| {
                let fields = resource["schema"]["fields"].as_array().unwrap();
                fields.iter().map(|field| field[key].as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            let (columns, types) = (texts("name"), texts("type"));
            let bytes = fs::read(folder.join(resource["path"].as_str().unwrap())).unwrap();
            let mut reader = csv::Reader::from_reader(bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap());
            assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), columns);
            let rows: Vec<Vec<Cell>> = reader
                .records()
                .map(|record| {
                    let record = record.unwrap();
                    record.iter().zip(&types).map(|(cell, value_type)| typed(cell, value_type)).collect()
                })
                .collect();
            assert_eq!(rows.len() as u64, resource["rows"].as_u64().unwrap());
            Table { name: resource["name"].as_str().unwrap().to_owned(), columns, types, rows }
        })
        .collect()
}

/// A guarded cell by the type of its column.
fn typed(cell: &str, value_type: &str) -> Cell {
    let cell = gazetag::tables::csv::without_guard(cell);
    match value_type {
        _ if cell.is_empty() => Cell::Nothing,
        "integer" | "number" => Cell::Number(cell.parse().unwrap()),
        _ => Cell::Text(cell.to_owned()),
    }
}

#[track_caller]
fn assert_same(table: &Table, format: &str, rows: &[Vec<Cell>]) {
    assert_eq!(rows.len(), table.rows.len(), "{} as {format}", table.name);
    for (number, (found, expected)) in rows.iter().zip(&table.rows).enumerate() {
        for ((found, expected), column) in found.iter().zip(expected).zip(&table.columns) {
            assert_eq!(found, expected, "{} as {format}, row {number}, {column}", table.name);
        }
        assert_eq!(found.len(), expected.len());
    }
}

fn of_json(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Nothing,
        Value::Number(number) => Cell::Number(number.as_f64().unwrap()),
        value => Cell::Text(value.as_str().unwrap().to_owned()),
    }
}

#[test]
fn every_format_reads_back_as_the_tables() {
    let desk = Desk::hostile();
    desk.done(&[
        "tag",
        "in",
        "-g",
        "list.csv",
        "--dropped",
        "--min-pair",
        "1",
        "--format",
        ALL,
        "--mentions",
        "-o",
        "out",
    ]);
    let out = desk.path("out");
    let tables = csv_tables(&out);
    assert_eq!(tables.len(), 8);
    assert!(tables.iter().all(|table| !table.rows.is_empty() || table.name == "dropped"));
    for table in &tables {
        let bytes = fs::read(out.join(format!("{}.tsv", table.name))).unwrap();
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(&*bytes);
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), table.columns);
        let rows = reader.records().map(|record| {
            let plain = |(cell, value_type): (&str, &String)| match value_type.as_str() {
                _ if cell.is_empty() => Cell::Nothing,
                "integer" | "number" => Cell::Number(cell.parse().unwrap()),
                _ => Cell::Text(cell.to_owned()),
            };
            record.unwrap().iter().zip(&table.types).map(plain).collect::<Vec<_>>()
        });
        assert_same(table, "tsv", &rows.collect::<Vec<_>>());

        let lines = fs::read_to_string(out.join(format!("{}.jsonl", table.name))).unwrap();
        let rows = lines.lines().map(|line| {
            let object: Value = serde_json::from_str(line).unwrap();
            table.columns.iter().map(|name| of_json(&object[name])).collect::<Vec<_>>()
        });
        assert_same(table, "jsonl", &rows.collect::<Vec<_>>());

        assert_same(table, "parquet", &from_parquet(&out.join(format!("{}.parquet", table.name)), table));
    }
    let database = rusqlite::Connection::open(out.join("gazetag.sqlite")).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook(out.join("gazetag.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Summary", "Entities", "Articles", "Pairs", "Mentions", "Dropped"]);
    for (name, sheet) in [
        ("entities", "Entities"),
        ("articles", "Articles"),
        ("pairs", "Pairs"),
        ("mentions", "Mentions"),
        ("dropped", "Dropped"),
    ] {
        let table = tables.iter().find(|table| table.name == name).unwrap();
        assert_same(table, "sqlite", &from_sqlite(&database, table));
        let spelled = Table {
            name: name.to_owned(),
            columns: table.columns.clone(),
            types: table.types.clone(),
            rows: table.rows.iter().map(|row| row.iter().map(in_workbook).collect()).collect(),
        };
        let range = book.worksheet_range(sheet).unwrap();
        let header: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(header, table.columns);
        let rows: Vec<Vec<Cell>> = range.rows().skip(1).map(|row| row.iter().map(from_workbook).collect()).collect();
        assert_same(&spelled, "xlsx", &rows);
    }
    let summary = book.worksheet_range("Summary").unwrap();
    let cut = summary.rows().find(|row| row[0].to_string().starts_with("cells cut")).unwrap();
    assert_eq!(cut[1].to_string(), "1", "the long title");
    let check = |sql: &str| -> Vec<String> {
        let mut rows = database.prepare(sql).unwrap();
        rows.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(check("PRAGMA integrity_check"), ["ok"]);
    assert_eq!(check("SELECT \"table\" FROM pragma_foreign_key_check"), [""; 0]);
    let found = check(
        "SELECT DISTINCT m.entity_id FROM mentions_fts JOIN mentions m ON m.rowid = mentions_fts.rowid \
         WHERE mentions_fts MATCH 'sumland AND pays'",
    );
    assert!(found.contains(&"Q2".to_owned()), "{found:?}");

    for name in ["entities", "mentions"] {
        let table = tables.iter().find(|table| table.name == name).unwrap();
        assert_points(&out.join(format!("{name}.geojson")), table);
    }
    assert_graph(&out.join("pairs.gexf"), &tables);
}

fn from_parquet(path: &Path, table: &Table) -> Vec<Vec<Cell>> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| {
            let row = row.unwrap();
            let names: Vec<String> = row.get_column_iter().map(|(name, _)| name.clone()).collect();
            assert_eq!(names, table.columns);
            row.get_column_iter()
                .map(|(name, field)| match field {
                    Field::Null => Cell::Nothing,
                    Field::Str(text) => Cell::Text(text.clone()),
                    #[allow(clippy::cast_precision_loss, reason = "the numbers are small")]
                    Field::Long(count) => Cell::Number(*count as f64),
                    Field::Double(number) => Cell::Number(*number),
                    Field::Date(days) => {
                        let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(*days)).unwrap();
                        Cell::Text(day.to_string())
                    }
                    other => panic!("{name} is {other:?}"),
                })
                .collect()
        })
        .collect()
}

fn from_sqlite(database: &rusqlite::Connection, table: &Table) -> Vec<Vec<Cell>> {
    let mut statement = database.prepare(&format!("SELECT * FROM {} ORDER BY rowid", table.name)).unwrap();
    assert_eq!(statement.column_names().collect::<Vec<_>>(), table.columns);
    let width = table.columns.len();
    let rows = statement.query_map([], |row| {
        let cell = |at| match row.get_ref_unwrap(at) {
            ValueRef::Null => Cell::Nothing,
            #[allow(clippy::cast_precision_loss, reason = "the numbers are small")]
            ValueRef::Integer(count) => Cell::Number(count as f64),
            ValueRef::Real(number) => Cell::Number(number),
            ValueRef::Text(text) => Cell::Text(String::from_utf8(text.to_vec()).unwrap()),
            ValueRef::Blob(_) => panic!("no table has blobs"),
        };
        Ok((0..width).map(cell).collect())
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// What a workbook can hold of a cell.
fn in_workbook(cell: &Cell) -> Cell {
    let Cell::Text(text) = cell else { return cell.clone() };
    let text: String = text.chars().map(|c| if is_no_xml(c) { '\u{FFFD}' } else { c }).collect();
    if text.encode_utf16().count() <= 32_767 {
        return Cell::Text(text);
    }
    assert!(text.starts_with('é'), "of the long cells, one has nothing but this letter");
    Cell::Text(text.chars().take(32_766).chain(['…']).collect())
}

fn is_no_xml(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

fn from_workbook(cell: &Data) -> Cell {
    match cell {
        Data::Empty => Cell::Nothing,
        Data::String(text) => Cell::Text(text.clone()),
        Data::Float(number) => Cell::Number(*number),
        #[allow(clippy::cast_precision_loss, reason = "the numbers are small")]
        Data::Int(count) => Cell::Number(*count as f64),
        Data::DateTime(days) => {
            #[allow(clippy::cast_possible_truncation, reason = "days are whole")]
            let days = jiff::Span::new().days(days.as_f64() as i64);
            Cell::Text(jiff::civil::date(1899, 12, 30).checked_add(days).unwrap().to_string())
        }
        other => panic!("{other:?} in a workbook"),
    }
}

fn assert_points(path: &Path, table: &Table) {
    let map: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let at = |name: &str| table.columns.iter().position(|column| column == name).unwrap();
    let (latitude, longitude) = (at("latitude"), at("longitude"));
    let rows: Vec<&Vec<Cell>> = table.rows.iter().filter(|row| row[latitude] != Cell::Nothing).collect();
    let features = map["features"].as_array().unwrap();
    assert!(features.len() == rows.len() && features.len() > 2);
    for (feature, row) in features.iter().zip(rows) {
        let [east, north] = [0, 1].map(|axis| of_json(&feature["geometry"]["coordinates"][axis]));
        assert_eq!((&east, &north), (&row[longitude], &row[latitude]));
        for ((name, cell), column) in table.columns.iter().zip(row).zip(&table.columns) {
            if column != "latitude" && column != "longitude" {
                assert_eq!(&of_json(&feature["properties"][name]), cell, "{column}");
            }
        }
    }
}

fn assert_graph(path: &Path, tables: &[Table]) {
    let mut reader = quick_xml::Reader::from_file(path).unwrap();
    let (mut nodes, mut edges, mut buffer) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer).unwrap() {
            Event::Start(tag) if matches!(tag.name().as_ref(), "node" | "edge") => {
                let attribute = |name: &str| {
                    let attribute = tag.try_get_attribute(name).unwrap()?;
                    Some(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
                };
                if tag.name().as_ref() == "node" {
                    nodes.push(["id", "label"].map(|name| attribute(name).unwrap()).to_vec());
                } else {
                    edges.push(["source", "target", "weight"].map(|name| attribute(name).unwrap()).to_vec());
                }
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    let cells = |table: &str, columns: &[&str]| -> Vec<Vec<String>> {
        let table = tables.iter().find(|of| of.name == table).unwrap();
        let at: Vec<usize> =
            columns.iter().map(|name| table.columns.iter().position(|column| column == name).unwrap()).collect();
        let text = |cell: &Cell| match cell {
            Cell::Nothing => String::new(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.clone(),
        };
        table.rows.iter().map(|row| at.iter().map(|at| text(&row[*at])).collect()).collect()
    };
    assert_eq!(nodes, cells("entities", &["entity_id", "entity"]));
    assert_eq!(edges, cells("pairs", &["id_a", "id_b", "articles"]));
    assert!(nodes.len() > 4 && edges.len() > 4);
}

#[test]
fn converted_tables_are_those_of_the_run_byte_for_byte() {
    let desk = Desk::hostile();
    desk.done(&["tag", "in", "-g", "list.csv", "--format", ALL, "--mentions", "-o", "one"]);
    for (flavour, folder) in [("excel", "two"), ("plain", "three")] {
        desk.done(&["tag", "in", "-g", "list.csv", "-o", folder, "--csv", flavour]);
        fs::write(desk.path(folder).join("notes.txt"), "mine").unwrap();
        desk.done(&["convert", folder, "--format", "xlsx", "--format", OTHERS, "--mentions"]);
        desk.done(&["convert", folder, "--format", "gexf"]);
        let (one, mut two) = (desk.files("one"), desk.files(folder));
        assert_eq!(two.remove("notes.txt").unwrap(), b"mine");
        assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
        // other flavours are other tables, and a workbook says with what options it was made
        let is_same = |name: &str| flavour == "excel" || !name.ends_with(".csv") && !name.ends_with(".xlsx");
        for (name, bytes) in one.iter().filter(|(name, _)| is_same(name) && *name != "datapackage.json") {
            assert!(two[name] == *bytes, "{name} {flavour}");
        }
    }
    let resources = |folder: &str| {
        let package: Value = serde_json::from_slice(&desk.files(folder)["datapackage.json"]).unwrap();
        let mut resources = package["resources"].as_array().unwrap().clone();
        resources.sort_by_key(|resource| resource["path"].to_string());
        resources
    };
    assert_eq!(resources("one"), resources("two"));
    for resource in resources("one") {
        let bytes = &desk.files("one")[resource["path"].as_str().unwrap()];
        assert_eq!(resource["bytes"], bytes.len());
        assert_eq!(resource["hash"], format!("blake3:{}", blake3::hash(bytes).to_hex()));
    }
}

#[test]
fn a_run_writes_what_is_asked_and_knows_it_again() {
    let desk = Desk::hostile();
    let tag = ["tag", "in", "-g", "list.csv", "-o", "out", "--format"];
    desk.done(&[&tag[..], &[OTHERS]].concat());
    let files = desk.files("out");
    assert!(!files.keys().any(|name| name.ends_with(".csv")), "{:?}", files.keys());
    desk.done(&[&tag[..], &[OTHERS, "--mentions"]].concat());
    assert_eq!(desk.files("out").len(), files.len() + 1);
    desk.done(&[&tag[..], &["xlsx"]].concat());
    assert_eq!(desk.files("out").keys().collect::<Vec<_>>(), ["datapackage.json", "gazetag.xlsx"]);
    desk.done(&[&tag[..], &["csv"]].concat());
    assert_eq!(desk.files("out").len(), 8);
    fs::write(desk.path("out/gazetag.sqlite"), "mine").unwrap();
    let (code, error) = desk.run(&["convert", "out", "--format", "sqlite"]);
    assert!(code == 2 && error.contains("'gazetag.sqlite' that gazetag did not write"), "{error}");
}

#[test]
fn what_cannot_be_converted_is_told() {
    let desk = Desk::hostile();
    desk.done(&["tag", "in", "-g", "list.csv", "-o", "out", "--csv", "plain"]);
    desk.done(&["tag", "in", "-g", "list.csv", "-o", "book", "--format", "xlsx"]);
    fs::create_dir(desk.path("empty")).unwrap();
    for (arguments, says) in [
        (&["convert", "empty", "--format", "xlsx"][..], "empty holds no run of gazetag"),
        (&["convert", "out"], "the tables are CSV already"),
        (&["convert", "out", "--format", "docx"], "possible values: csv, tsv, jsonl, xlsx"),
        (&["convert", "out", "--format", "tsv", "--mentions"], "add --format geojson"),
        (&["convert", "book", "--format", "sqlite"], "tag again with --format csv"),
        (&["tag", "in", "-o", "-", "--format", "jsonl"], "-o - writes mentions as CSV"),
        (&["tag", "in", "-o", "part", "--shard", "1/2", "--format", "xlsx"], "gazetag convert"),
    ] {
        let (code, error) = desk.run(arguments);
        assert!(code == 2 && error.contains(says), "{arguments:?}: {error}");
    }
    let table = fs::read_to_string(desk.path("out/entities.csv")).unwrap();
    fs::write(desk.path("out/entities.csv"), table.replace("-34.6131", "south")).unwrap();
    let before = desk.files("out");
    let (code, error) = desk.run(&["convert", "out", "--format", "parquet"]);
    assert!(code == 2 && error.contains("column latitude: 'south' is no number"), "{error}");
    assert_eq!(desk.files("out"), before);
}

#[test]
fn a_table_saved_by_a_spreadsheet_is_read() {
    let desk = Desk::hostile();
    desk.done(&["tag", "in", "-g", "list.csv", "-o", "out"]);
    desk.done(&["tag", "in", "-g", "list.csv", "-o", "other", "--csv", "semicolon"]);
    for table in ["entities", "mentions", "pairs", "articles"] {
        let name = format!("{table}.csv");
        let text = fs::read_to_string(desk.path("other").join(&name)).unwrap();
        fs::write(desk.path("out").join(&name), text.trim_start_matches('\u{FEFF}')).unwrap();
    }
    desk.done(&["convert", "out", "--format", "sqlite"]);
    let database = rusqlite::Connection::open(desk.path("out/gazetag.sqlite")).unwrap();
    let south = |sql: &str| database.query_row(sql, [], |row| row.get::<_, f64>(0)).unwrap();
    assert!((south("SELECT latitude FROM entities WHERE entity = 'Buenos Aires'") + 34.6131).abs() < 1e-9);
}

/// LibreOffice reads the table and the workbook and finds the same cells. Without LibreOffice it says that it skips.
#[test]
fn libreoffice_opens_table_and_workbook() {
    let Some(office) = ["soffice", "libreoffice"].into_iter().find(|office| {
        std::process::Command::new(office).arg("--version").output().is_ok_and(|done| done.status.success())
    }) else {
        eprintln!("skipped: there is no LibreOffice here");
        return;
    };
    let desk = Desk::hostile();
    desk.done(&["tag", "in", "-g", "list.csv", "-o", "out", "--format", "csv,xlsx"]);
    let tables = csv_tables(&desk.path("out"));
    let profile = format!("-env:UserInstallation=file://{}", desk.path("profile").display());
    // quoted where text, UTF-8, formulas as what they give, each sheet to a file
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let convert = |input: &str, import: &[&str]| {
        let arguments =
            [&["--headless", &profile], import, &["--convert-to", filter, "--outdir", "back", input]].concat();
        let done = std::process::Command::new(office).current_dir(desk.0.path()).args(arguments).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    convert("out/gazetag.xlsx", &[]);
    // commas, UTF-8, from the first row on, columns as they come
    convert("out/mentions.csv", &["--infilter=CSV:44,34,76,1"]);
    for (file, name) in [
        ("gazetag-Mentions.csv", "mentions"),
        ("gazetag-Entities.csv", "entities"),
        ("gazetag-Articles.csv", "articles"),
        ("mentions.csv", "mentions"),
    ] {
        let table = tables.iter().find(|table| table.name == name).unwrap();
        let file_of = |file: &str| Some(desk.path("back").join(file)).filter(|path| path.exists());
        // newer ones name the only sheet too
        let path = file_of(file).or_else(|| file_of("mentions-mentions.csv")).unwrap();
        let mut reader = csv::Reader::from_path(path).unwrap();
        let rows: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(rows.len(), table.rows.len(), "{file}");
        for (row, expected) in rows.iter().zip(&table.rows) {
            for ((found, expected), column) in row.iter().zip(expected).zip(&table.columns) {
                let expected = if file == "mentions.csv" { expected.clone() } else { in_workbook(expected) };
                let same = match &expected {
                    Cell::Nothing => found.is_empty(),
                    Cell::Number(number) => found.parse().as_ref() == Ok(number),
                    // a table's guard stays in the cell, where it is seen and does no harm
                    Cell::Text(text) => found == text || file == "mentions.csv" && *found == format!("'{text}"),
                };
                assert!(same, "{file}, {column}: {found:?} for {expected:?}");
            }
        }
    }
}
