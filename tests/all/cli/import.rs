//! `gazetag import`: samples written after the published descriptions of each format.

use super::{Desk, Row};
use std::fs;

/// Rows of a dump of GeoNames: 19 columns, no quoting.
const CITIES: &str = "\
2988507\tParis\tParis\tPAR,Lutetia,Paname,Parijs,Wilson,ba li,paris,巴黎,Nice\t48.85341\t2.3488\tP\tPPLC\tFR\t\t11\t75\t\t\t2138551\t\t42\tEurope/Paris\t2024-01-01
4717560\tParis\tParis\t\t33.66094\t-95.55551\tP\tPPLA2\tUS\t\tTX\t277\t\t\t24782\t\t183\tAmerica/Chicago\t2024-01-01
2643743\tLondon\tLondon\tLON,Londra,A|B,\"Lunden\",Łondra\t51.50853\t-0.12574\tP\tPPLC\tGB\t\tENG\tGLA\t\t\t8961989\t\t25\tEurope/London\t2024-01-01
741747\tOf\tOf\t\t40.94\t40.26\tP\tPPLA2\tTR\t\t61\t\t\t\t28508\t\t10\tEurope/Istanbul\t2024-01-01
3352136\tWindhoek\tWindhoek\t\t-22.55941\t17.08323\tP\tPPLC\tNA\t\t21\t\t\t\t0\t\t1721\tAfrica/Windhoek\t2024-01-01
1\tSmall Creek\tSmall Creek\t\t1\t1\tH\tSTM\tUS\t\tTX\t\t\t\t0\t\t1\tAmerica/Chicago\t2024-01-01
2\tnine columns only\t\t\t\t\t\t\t
";

const DIVISIONS: &str = "US.TX\tTexas\tTexas\t4736286\nFR.11\tÎle-de-France\tIle-de-France\t3012874\n";

const COUNTRIES: &str = "\
# a comment\r
#ISO\tISO3\tISO-Numeric\tfips\tCountry\tCapital\tArea\tPopulation\tContinent\ttld\tCurrencyCode\tCurrencyName\tPhone\tPostal Code Format\tPostal Code Regex\tLanguages\tgeonameid\tneighbours\tEquivalentFipsCode\r
NA\tNAM\t516\tWA\tNamibia\tWindhoek\t825418\t2448255\tAF\t.na\tNAD\tDollar\t264\t\t\ten\t3355338\tZA\t\r
US\tUSA\t840\tUS\tUnited States\tWashington\t9629091\t327167434\tNA\t.us\tUSD\tDollar\t1\t\t\ten\t6252001\tCA\t\r
FR\tFRA\t250\tFR\tFrance\tParis\t547030\t66987244\tEU\t.fr\tEUR\tEuro\t33\t\t\tfr\t3017382\tDE\t\r
";

const ALTERNATES: &str = "\
1\t2988507\tfr\tParis\t1\t1\t\t\t\t
2\t2988507\tfr\tVille-Lumière\t\t\t1\t\t\t
3\t2988507\tla\tLutetia\t\t\t\t1\t\t
4\t2988507\tlink\thttps://en.wikipedia.org/wiki/Paris\t\t\t\t\t\t
5\t2988507\twkdt\tQ90\t\t\t\t\t\t
6\t2988507\tde\tParys\t\t\t\t\t\t
7\t6252001\tabbr\tUSA\t\t\t\t\t\t
8\t6252001\ten\tAmerica\t\t\t\t\t\t
9\t99\ten\tNobody\t\t\t\t\t\t
";

fn geonames(desk: &Desk, more: &[&str]) -> Vec<Row> {
    let files = ["import", "geonames", "cities.txt", "divisions.txt", "countries.txt", "-o", "out.csv", "--force"];
    // one line cannot be read
    desk.run(&[&files[..], more].concat()).ends(1).says(&["cities.txt:7: row without GeoNames' 19 columns"]);
    desk.table("out.csv")
}

fn geonames_desk() -> Desk {
    Desk::new(&[("cities.txt", CITIES), ("divisions.txt", DIVISIONS), ("countries.txt", COUNTRIES)])
}

fn row<'r>(rows: &'r [Row], id: &str) -> &'r Row {
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id}"))
}

#[test]
fn places_of_geonames_lie_in_regions_and_countries() {
    let rows = geonames(&geonames_desk(), &[]);
    let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str()).collect();
    assert_eq!(
        ids,
        [
            "gn2988507",
            "gn4717560",
            "gn2643743",
            "gn3352136",
            "gn3012874",
            "gn4736286",
            "gn3017382",
            "gn3355338",
            "gn6252001"
        ]
    );
    let paris = row(&rows, "gn2988507");
    assert_eq!(
        [
            &paris["kind"],
            &paris["class"],
            &paris["country"],
            &paris["latitude"],
            &paris["population"],
            &paris["part_of"]
        ],
        ["place", "city", "FRA", "48.85341", "2138551", "gn3012874"]
    );
    // no airport code, no name of a man, no word, nothing in lower case
    assert_eq!(paris["aliases"], "Lutetia|Paname|Parijs|巴黎");
    assert_eq!(row(&rows, "gn4717560")["part_of"], "gn4736286");
    // a quote is a quote, a | cannot be written, Łondra meets what Londra does; no division is given, no country either
    let london = row(&rows, "gn2643743");
    assert_eq!((london["aliases"].as_str(), london["part_of"].as_str()), ("Londra|\"Lunden\"", ""));
    // NA is a country, 0 people are unknown
    let windhoek = row(&rows, "gn3352136");
    assert_eq!([&windhoek["country"], &windhoek["population"], &windhoek["part_of"]], ["NAM", "", "gn3355338"]);
    let texas = row(&rows, "gn4736286");
    assert_eq!(
        [&texas["class"], &texas["country"], &texas["with_place"], &texas["part_of"]],
        ["region", "USA", "TX", "gn6252001"]
    );
    assert_eq!(row(&rows, "gn3355338")["class"], "country");
}

#[test]
fn what_is_left_out_of_geonames_is_counted() {
    let desk = geonames_desk();
    let ran = desk.run(&["import", "geonames", "cities.txt", "-o", "out.csv", "--json"]).ends(1);
    let counts = ran.says(&["rows: 4 taken, 2 left out, 1 unreadable"]).json();
    let count = |what: &str, reason: &str| {
        let of = |row: &&serde_json::Value| row["what"] == what && row["reason"] == reason;
        counts.as_array().unwrap().iter().find(of).map(|row| row["count"].as_u64().unwrap())
    };
    assert_eq!(count("rows", ""), Some(4));
    assert_eq!(count("rows", "name of one or two letters"), Some(1));
    assert_eq!(count("rows", "feature of class H that is not asked for (--features)"), Some(1));
    assert_eq!(count("rows", "row without GeoNames' 19 columns"), Some(1));
    assert_eq!(count("names", "airport code"), Some(2));
    assert_eq!(count("names", "alias of a place that is a name of people"), Some(1));
}

#[test]
fn geonames_is_filtered_by_feature_and_population() {
    let desk = geonames_desk();
    let names = |more: &[&str]| -> Vec<String> {
        desk.run(&[&["import", "geonames", "cities.txt", "-o", "out.csv", "--force"], more].concat()).ends(1);
        desk.table("out.csv").into_iter().map(|row| row["name"].clone()).collect()
    };
    assert_eq!(names(&["--features", "H.STM"]), ["Small Creek"]);
    assert_eq!(names(&["--features", "H,P"]), ["Paris", "Paris", "London", "Windhoek", "Small Creek"]);
    // the capital of unknown population stays
    assert_eq!(names(&["--min-population", "25000"]), ["Paris", "London", "Windhoek"]);
    assert_eq!(names(&["--all-names", "--min-population", "25000"]), ["Paris", "London", "Of", "Windhoek"]);
    desk.run(&["import", "geonames", "cities.txt", "-o", "x.csv", "--features", "P;A"])
        .refuses(&["'P;A' is no feature"]);
}

#[test]
fn alternate_names_have_languages_and_flags() {
    let desk = geonames_desk();
    desk.write("alternates.txt", ALTERNATES);
    let rows = geonames(&desk, &["alternates.txt"]);
    let paris = row(&rows, "gn2988507");
    assert_eq!([&paris["aliases"], &paris["wikidata"]], ["Parys", "Q90"]);
    let america = row(&rows, "gn6252001");
    assert_eq!([&america["aliases"], &america["exact"]], ["America", "USA"]);
    let rows = geonames(&desk, &["alternates.txt", "--languages", "la,fr", "--historic"]);
    assert_eq!(row(&rows, "gn2988507")["aliases"], "Lutetia");
    desk.run(&["import", "geonames", "cities.txt", "-o", "x.csv", "--languages", "en"])
        .refuses(&["alternateNamesV2.txt: give it too"]);
}

#[test]
fn an_imported_place_and_a_shipped_one_are_one() {
    let desk = geonames_desk();
    geonames(&desk, &[]);
    for (name, id) in [("London", "gn2643743"), ("Texas", "gn4736286"), ("Namibia", "gn3355338")] {
        let found = desk.run(&["lookup", name, "-g", "default", "-g", "out.csv", "--json"]).ends(0).json();
        let countries =
            |country: &str| found.as_array().unwrap().iter().filter(|row| row["country"] == country).count();
        assert_eq!(found[0]["entity_id"], id, "{found}");
        assert_eq!(countries(found[0]["country"].as_str().unwrap()), 1, "{found}");
        assert!(found[0]["latitude"].is_number(), "{found}");
    }
}

#[test]
fn an_import_leaves_a_whole_list_or_none() {
    let desk = geonames_desk();
    desk.write("mine.csv", "name\n");
    let files = |out: &str| desk.run(&["import", "geonames", "cities.txt", "-o", out]);
    files("mine.csv").refuses(&["mine.csv is there already", "--force"]);
    files("cities.txt").refuses(&["cities.txt would be read and written"]);
    files("list.txt").refuses(&["something.csv"]);
    desk.run(&["import", "geonames", "cities.txt", "nowhere.txt", "-o", "out.csv"]).refuses(&["nowhere.txt"]);
    desk.run(&["import", "geonames", "mine.csv", "-o", "out.csv"]).refuses(&["no file of GeoNames"]);
    desk.write("empty.txt", "");
    desk.run(&["import", "geonames", "empty.txt", "-o", "out.csv"]).refuses(&["no file of GeoNames"]);
    assert_eq!(desk.names("."), ["cities.txt", "countries.txt", "divisions.txt", "empty.txt", "mine.csv"]);
    assert_eq!(fs::read_to_string(desk.path("mine.csv")).unwrap(), "name\n");
    let streamed = desk.run(&["import", "geonames", "cities.txt", "-o", "-"]).ends(1).rows();
    assert_eq!(streamed.len(), 4);
}

// The other formats

/// Imports files that lie on a desk; the cells of some columns, `;` between them, a row each.
fn imported(desk: &Desk, arguments: &[&str], columns: &[&str]) -> Vec<String> {
    desk.run(&[&["import"], arguments, &["-o", "out.csv", "--force"]].concat()).ends(0);
    desk.run(&["check", "out.csv", "-q"]).ends(0);
    let cells = |row: &Row| columns.iter().map(|column| row[*column].as_str()).collect::<Vec<_>>().join(";");
    desk.table("out.csv").iter().map(cells).collect()
}

const ITEM_COLUMNS: [&str; 9] =
    ["id", "name", "kind", "aliases", "exact", "country", "latitude", "population", "geonames"];

#[test]
fn results_of_wikidata_are_read_as_csv_and_as_json() {
    let service = r#"{"head": {"vars": ["item", "itemLabel", "itemAltLabel", "coord", "countryCode", "population", "geonames"]},
        "results": {"bindings": [
        {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q90"},
         "itemLabel": {"xml:lang": "en", "type": "literal", "value": "Paris"},
         "itemAltLabel": {"xml:lang": "en", "type": "literal", "value": "City of Light, VDP"},
         "coord": {"datatype": "http://www.opengis.net/ont/geosparql#wktLiteral", "type": "literal", "value": "Point(2.35 48.85)"},
         "countryCode": {"type": "literal", "value": "FR"},
         "population": {"datatype": "http://www.w3.org/2001/XMLSchema#decimal", "type": "literal", "value": "2103778"},
         "geonames": {"type": "literal", "value": "2988507"}},
        {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q90"},
         "itemLabel": {"type": "literal", "value": "Paris"}, "itemAltLabel": {"type": "literal", "value": "Lutetia"}},
        {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q99999"},
         "itemLabel": {"type": "literal", "value": "Q99999"}}]}}"#;
    let saved = r#"[{"item": "http://www.wikidata.org/entity/Q90", "itemLabel": "Paris", "itemAltLabel": "City of Light, VDP",
        "coord": "Point(2.35 48.85)", "countryCode": "FR", "population": "2103778", "geonames": "2988507"},
        {"item": "http://www.wikidata.org/entity/Q90", "itemLabel": "Paris", "itemAltLabel": "Lutetia"}]"#;
    let csv = "item,itemLabel,itemAltLabel,coord,countryCode,population,geonames\n\
        http://www.wikidata.org/entity/Q90,Paris,\"City of Light, VDP\",Point(2.35 48.85),FR,2103778,2988507\n\
        http://www.wikidata.org/entity/Q90,Paris,Lutetia,,,,\n";
    for (name, text) in [("query.json", service), ("saved.json", saved), ("query.csv", csv)] {
        let desk = Desk::new(&[(name, text)]);
        assert_eq!(
            imported(&desk, &["wikidata", name, "--kind", "place"], &ITEM_COLUMNS),
            ["Q90;Paris;place;City of Light|Lutetia;VDP;FRA;48.85;2103778;2988507"],
            "{name}"
        );
        desk.run(&["import", "wikidata", name, "-o", "x.csv"]).refuses(&["Paris (Q90)", "--kind"]);
        assert!(!desk.path("x.csv").exists());
    }
    let desk = Desk::new(&[("broken.json", &service[..service.len() - 20]), ("other.csv", "a,b\n1,2\n")]);
    let run = |name| desk.run(&["import", "wikidata", name, "--kind", "place", "-o", "out.csv"]);
    run("broken.json").refuses(&["broken.json: this is no result of a query"]);
    run("other.csv").refuses(&["no column 'item'"]);
    assert!(!desk.path("out.csv").exists());
}

#[test]
fn targets_of_opensanctions_are_people_and_organizations() {
    let targets = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\
        \"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n\
        \"Q111\",\"Person\",\"Jane DOE\",\"DOE, Jane;ДОУ Джейн;JANE MARY DOE\",\"1960-01-01\",\"gb\",\"\",\"\",\"\",\"\",\"\",\"\",\"Some List\",\"\",\"\",\"\"\n\
        \"NK-2bc\",\"Company\",\"Acme Shipping Ltd\",\"\"\"Acme; Sons\"\";ASL\",\"\",\"ru;cy\",\"\",\"\",\"\",\"\",\"\",\"\",\"Some List\",\"\",\"\",\"\"\n\
        \"NK-ship\",\"Vessel\",\"Ocean Star\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"Some List\",\"\",\"\",\"\"\n";
    let desk = Desk::new(&[("targets.simple.csv", targets)]);
    let columns = ["id", "name", "kind", "aliases", "exact", "country", "wikidata", "birth_date", "dataset"];
    assert_eq!(
        imported(&desk, &["opensanctions", "targets.simple.csv"], &columns),
        [
            "Q111;Jane Doe;person;Доу Джейн|Jane Mary Doe;;GBR;Q111;1960-01-01;Some List",
            "NK-2bc;Acme Shipping Ltd;organization;Acme; Sons;ASL;;;;Some List"
        ]
    );
    desk.write("names.csv", "id,name\n1,A\n");
    desk.run(&["import", "opensanctions", "names.csv", "-o", "x.csv"]).refuses(&["no column 'schema'"]);
}

#[test]
fn spellings_of_jrc_names_are_aliases() {
    let entities = "1\tP\tu\tSaddam+Hussein\n1\tP\tar\tصدام+حسين\n1\tP\tde\tSADDAM+HUSSEIN\n\
        8\tO\tu\tUnited+Nations\n9\tX\tu\tSomething\n";
    let desk = Desk::new(&[("entities", entities)]);
    assert_eq!(
        imported(&desk, &["jrc-names", "entities"], &["id", "name", "kind", "aliases"]),
        ["jrc1;Saddam Hussein;person;صدام حسين", "jrc8;United Nations;organization;"]
    );
}

#[test]
fn patterns_of_spacy_with_one_id_are_one_entity() {
    let patterns = "{\"label\": \"GPE\", \"pattern\": \"San Francisco\", \"id\": \"sf\"}\n\
        {\"label\": \"GPE\", \"pattern\": [{\"LOWER\": \"frisco\"}], \"id\": \"sf\"}\n\
        {\"label\":\"ORG\",\"pattern\":[{\"TEXT\":\"Apple\"}]}\n\
        {\"label\":\"PRODUCT\",\"pattern\":\"iPhone\"}\n";
    let desk = Desk::new(&[("patterns.jsonl", patterns)]);
    assert_eq!(
        imported(&desk, &["spacy", "patterns.jsonl", "--all-names"], &["id", "name", "kind", "aliases", "case"]),
        ["sf;San Francisco;place;;", "sf;San Francisco;place;frisco;any", ";Apple;organization;;"]
    );
    desk.write("article.txt", "FRISCO and frisco and San Francisco");
    let found = desk.run(&["tag", "article.txt", "-g", "out.csv", "-o", "-"]).ends(0).rows();
    assert_eq!(found.iter().filter(|row| row["entity_id"] == "sf").count(), 3);
}

#[test]
fn lists_of_gate_lie_beside_their_index() {
    let desk = Desk::new(&[
        (
            "lists.def",
            "land.lst:location:country\npeople.lst:person_full\nwords.lst:organization:company_ambig\nad.lst:date\n",
        ),
        ("land.lst", "Ruritania:ISO2=RU:ISO3=RUR:name=The Kingdom\r\nKingdom of Ruritania:ISO3=RUR\r\nAlpinia\r\n"),
        ("people.lst", "JOHN SMITH:gender=male\n"),
        ("words.lst", "Abbey:kind=ambig\n"),
        ("ad.lst", "ad\nbc\n"),
    ]);
    assert_eq!(
        imported(&desk, &["gate", "lists.def"], &["name", "kind", "class", "aliases"]),
        ["Alpinia;place;country;", "Ruritania;place;country;Kingdom of Ruritania", "John Smith;person;;"]
    );
    desk.run(&["import", "gate", "land.lst", "-o", "x.csv"]).refuses(&["lists.def beside it"]);
    desk.write("lists.def", "nowhere.lst:location\nland.lst:location\n");
    desk.run(&["import", "gate", "lists.def", "-o", "x.csv"]).ends(1).says(&["lists.def:1: line that names no list"]);
}

#[test]
fn linked_places_keep_their_years() {
    let table = "id\ttitle\ttitle_source\tfclasses\tstart\tend\tccodes\tvariants\tmatches\tlon\tlat\n\
        1001\tAbydos\tan old map\tP\t-0700\t0300\tTR\tAvido@it;Ἄβυδος@grc\tgn:123;wd:Q190\t26.4\t40.2\n\
        b2\t\"Quoted\tmap\t\t\t\t\t\t\t\t\n";
    let desk = Desk::new(&[("places.tsv", table)]);
    let columns = ["id", "name", "class", "country", "aliases", "longitude", "wikidata", "geonames", "start", "end"];
    assert_eq!(
        imported(&desk, &["linked-places", "places.tsv"], &columns),
        ["lp-1001;Abydos;city;TUR;Avido|Ἄβυδος;26.4;Q190;123;-0700;0300", "b2;\"Quoted;;;;;;;;"]
    );
}

#[test]
fn lines_are_names_of_one_kind() {
    let desk =
        Desk::new(&[("people.txt", "\u{FEFF}Jane Doe\r\n\r\n  Max   Mustermann \r\n"), ("names.txt", "Jane Doe\n")]);
    assert_eq!(
        imported(&desk, &["lines", "people.txt"], &["name", "kind"]),
        ["Jane Doe;person", "Max Mustermann;person"]
    );
    assert_eq!(imported(&desk, &["lines", "names.txt", "--kind", "place"], &["name", "kind"]), ["Jane Doe;place"]);
    desk.run(&["import", "lines", "names.txt", "-o", "x.csv"]).refuses(&["names.txt", "--kind"]);
}

#[test]
fn what_is_no_text_is_refused_or_counted() {
    let desk = Desk::new(&[("empty.txt", "")]);
    fs::write(desk.path("bad.txt"), b"Good Name\nbad \xFF name\nnul \0 name\n\xE9\n").unwrap();
    fs::write(desk.path("wide.txt"), b"\xFF\xFEG\0o\0\n\0").unwrap();
    fs::write(desk.path("zip.txt"), b"PK\x03\x04xxxx").unwrap();
    fs::write(desk.path("long.txt"), [&vec![b'x'; 17 << 20][..], b"\nGood Name\n"].concat()).unwrap();
    let run = |name| desk.run(&["import", "lines", name, "--kind", "place", "-o", "out.csv", "--force"]);
    run("empty.txt").refuses(&["nothing was taken, so no list is written"]);
    run("wide.txt").refuses(&["this is UTF-16"]);
    run("zip.txt").refuses(&["this is an archive: unpack it"]);
    assert!(!desk.path("out.csv").exists());
    run("bad.txt").ends(1).says(&["bad.txt:2: line that is not UTF-8", "1 taken, 1 left out, 2 unreadable"]);
    run("long.txt").ends(1).says(&["long.txt:1: line of more than 16 MiB", "1 taken"]);
}

// Lists that are used as they are

/// A file of files, as spreadsheets are.
fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        packed.start_file(*name, options).unwrap();
        std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

/// A workbook whose second sheet is a list; its third row is empty, its last has an unknown kind.
fn xlsx() -> Vec<u8> {
    let row = |number: usize, cells: &[&str]| {
        let cells: String = cells
            .iter()
            .enumerate()
            .map(|(i, cell)| {
                let place = char::from(b'A' + u8::try_from(i).unwrap());
                match cell.parse::<f64>() {
                    Ok(value) => format!("<c r=\"{place}{number}\"><v>{value}</v></c>"),
                    Err(_) => format!("<c r=\"{place}{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
                }
            })
            .collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    let sheet = |rows: &[String]| {
        format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{}</sheetData></worksheet>",
            rows.concat()
        )
    };
    let list = sheet(&[
        row(1, &["Name", "kind", "population", "aliases"]),
        row(2, &["Ruritania", "place", "1200000", "Kingdom of Ruritania|Rurland"]),
        row(4, &["Strelsau", "river"]),
    ]);
    packed(&[
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
             </Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
             <sheet name=\"Notes\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"List\" sheetId=\"2\" r:id=\"rId2\"/>\
             </sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
             <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml\"/>\
             </Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet(&[row(1, &["a note"])])),
        ("xl/worksheets/sheet2.xml", &list),
    ])
}

/// The same list as an OpenDocument sheet, without the wrong row.
fn ods() -> Vec<u8> {
    let row = |cells: &[&str]| {
        let cells: String = cells
            .iter()
            .map(|cell| {
                format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>")
            })
            .collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"List\">{}{}</table:table></office:spreadsheet></office:body></office:document-content>",
        row(&["name", "kind", "population", "aliases"]),
        row(&["Ruritania", "place", "1200000", "Kingdom of Ruritania|Rurland"])
    );
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("content.xml", &content),
    ])
}

#[test]
fn spreadsheets_and_json_lines_are_lists_too() {
    let desk = Desk::new(&[("article.txt", "The Kingdom of Ruritania, or Rurland.")]);
    let json = "{\"name\": \"Ruritania\", \"kind\": \"place\", \"population\": 1200000, \
                \"aliases\": [\"Kingdom of Ruritania\", \"Rurland\"]}\n\n";
    desk.write("list.jsonl", json);
    fs::write(desk.path("list.xlsx"), xlsx()).unwrap();
    fs::write(desk.path("list.ods"), ods()).unwrap();
    for list in ["list.jsonl", "list.xlsx", "list.ods"] {
        let tag = ["tag", "article.txt", "-o", "-", "-g", list, "--skip-bad-rows"];
        let surfaces: Vec<String> = desk.run(&tag).ends(0).rows().iter().map(|row| row["surface"].clone()).collect();
        assert_eq!(surfaces, ["Kingdom of Ruritania", "Rurland"], "{list}");
    }
    desk.run(&["check", "list.xlsx"]).ends(1).shows(&["list.xlsx:4:2: error: 'river' is no kind"]);
    desk.write(
        "bad.jsonl",
        "{\"name\": \"A\", \"kind\": \"place\"}\n[1]\n{\"name\": {}}\nnonsense\n{\"kind\": \"place\"}\n",
    );
    desk.run(&["check", "bad.jsonl"]).ends(1).shows(&[
        "bad.jsonl:2: error: the line is no JSON object",
        "bad.jsonl:3: error: 'name' is neither text, number nor an array of texts",
        "bad.jsonl:4: error: the line is no JSON",
        "bad.jsonl:5:2: error: the row has no name",
    ]);
    desk.write("fake.xlsx", "name,kind\nA,place\n");
    desk.run(&["check", "fake.xlsx"]).ends(1).shows(&["fake.xlsx: error: this is no spreadsheet"]);
}
