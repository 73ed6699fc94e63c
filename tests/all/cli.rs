//! The command line as a process: exit codes, the two streams, what is left on the disk.
//!
//! Each test works in a folder of its own, from which the program is started, so that messages hold relative paths.

mod check;
mod compile;
mod import;
mod score;
mod suggest;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

type Row = BTreeMap<String, String>;

const LIST: &str = "\
name,kind,country,latitude,longitude,population,aliases,demonyms,color
Syria,place,SYR,35.5,38.25,17000000,,Syrian|Syrians,red
England,place,GBR,52.25,-1.5,56000000,,,green
Springfield,place,USA,39.75,-89.5,114000,,,
Springfield,place,CAN,49.75,-97.5,14000,,,
Bank of England,organization,GBR,,,,,,blue
Vladimir Putin,person,,,,,Putin,,grey
";

const NEWS: &str = "Vladimir Putin visited Syria.\nThe Bank of England and Springfield took note.\nPutin left.\n";

const TABLES: [&str; 8] = [
    "articles.csv",
    "by-article.csv",
    "by-month.csv",
    "countries.csv",
    "datapackage.json",
    "entities.csv",
    "mentions.csv",
    "pairs.csv",
];

/// A run of the program that has ended.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let ran = Ran {
            code: output.status.code().expect("the program ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        for stream in [&ran.out, &ran.err] {
            assert!(!stream.contains("panicked at") && !stream.contains("went wrong inside"), "{ran:?}");
        }
        ran
    }

    #[track_caller]
    fn ends(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Standard error holds all of this.
    #[track_caller]
    fn says(self, parts: &[&str]) -> Ran {
        for part in parts {
            assert!(self.err.contains(part), "no '{part}' in {}", self.err);
        }
        self
    }

    /// What standard output holds.
    #[track_caller]
    fn shows(self, parts: &[&str]) -> Ran {
        for part in parts {
            assert!(self.out.contains(part), "no '{part}' in {}", self.out);
        }
        self
    }

    /// The program could not run: it says so, and gives no data.
    #[track_caller]
    fn refuses(self, parts: &[&str]) -> Ran {
        let ran = self.ends(2).says(parts);
        assert_eq!(ran.out, "");
        ran
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The mentions on standard output.
    fn rows(&self) -> Vec<Row> {
        rows(self.out.as_bytes(), b',')
    }
}

fn rows(table: &[u8], delimiter: u8) -> Vec<Row> {
    let table = table.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(table);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(table);
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The cells of one column.
fn column<'r>(rows: &'r [Row], column: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[column].as_str()).collect()
}

#[track_caller]
fn find<'r>(rows: &'r [Row], column: &str, cell: &str) -> &'r Row {
    rows.iter().find(|row| row[column] == cell).unwrap_or_else(|| panic!("no {column} '{cell}' in {rows:#?}"))
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A folder to work in.
struct Desk(tempfile::TempDir);

impl Desk {
    /// A desk with these files on it.
    fn new(files: &[(&str, &str)]) -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        for (name, text) in files {
            desk.write(name, text);
        }
        desk
    }

    /// A desk with a list `list.csv` and a folder of news `in`.
    fn with_news() -> Desk {
        Desk::new(&[("list.csv", LIST), ("in/a.txt", NEWS), ("in/b.txt", "Syria again.\n")])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gazetag"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// Runs with this text on standard input.
    fn feed(&self, text: &str, arguments: &[&str]) -> Ran {
        let command = self.command(arguments);
        Ran::of(assert_cmd::Command::from_std(command).write_stdin(text).output().unwrap())
    }

    fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Tags `in` with `list.csv` to standard output; the mentions.
    fn mentions(&self, more: &[&str]) -> Vec<Row> {
        self.run(&[&["tag", "in", "-g", "list.csv", "-o", "-"], more].concat()).ends(0).rows()
    }

    /// Tags `in` with `list.csv` into `out`.
    fn tag(&self, more: &[&str]) -> Ran {
        self.run(&[&["tag", "in", "-g", "list.csv", "-o", "out"], more].concat())
    }

    /// A table in a folder.
    fn table(&self, name: &str) -> Vec<Row> {
        rows(&fs::read(self.path(name)).unwrap(), b',')
    }

    /// The names in a folder; nothing where it is not there.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The files of a folder, byte for byte.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let read = |name: String| {
            let bytes = fs::read(self.path(folder).join(&name)).unwrap();
            (name, bytes)
        };
        self.names(folder).into_iter().map(read).collect()
    }

    /// The tables of a folder without the package, which tells the options.
    fn tables(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        self.files(folder).into_iter().filter(|(name, _)| name.ends_with(".csv")).collect()
    }
}

// Streams

#[test]
fn a_run_writes_the_tables_and_a_summary() {
    let desk = Desk::with_news();
    let ran = desk.tag(&[]).ends(0).says(&["2 articles", "Vladimir Putin", "The tables are in out"]);
    assert_eq!(ran.out, "");
    assert_eq!(desk.names("out"), TABLES);
    let mentions = desk.table("out/mentions.csv");
    assert_eq!(
        column(&mentions, "surface"),
        ["Vladimir Putin", "Syria", "Bank of England", "Springfield", "Putin", "Syria"]
    );
    assert_eq!(column(&desk.table("out/articles.csv"), "status"), ["ok", "ok"]);
    let quiet = desk.tag(&["-q"]).ends(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    desk.tag(&["-v"]).ends(0).says(&["list.csv: 6 rows"]);
}

#[test]
fn without_a_folder_the_tables_go_to_gazetag_out() {
    let desk = Desk::with_news();
    desk.run(&["tag", "in", "-g", "list.csv"]).ends(0);
    assert_eq!(desk.names("gazetag-out"), TABLES);
}

#[test]
fn nothing_found_is_no_failure() {
    let desk = Desk::new(&[("list.csv", LIST), ("in/a.txt", "Nobody was anywhere.\n"), ("in/empty.txt", "")]);
    desk.tag(&[]).ends(0).says(&["0 mentions"]);
    assert_eq!(column(&desk.table("out/articles.csv"), "status"), ["ok", "empty"]);
    assert_eq!(desk.table("out/mentions.csv").len(), 0);
}

#[test]
fn standard_output_is_plain_csv() {
    let desk = Desk::with_news();
    for flavour in ["excel", "semicolon", "plain"] {
        let ran = desk.run(&["tag", "in", "-g", "list.csv", "-o", "-", "--csv", flavour]).ends(0).says(&["2 articles"]);
        assert!(ran.out.starts_with("article,date,kind,entity,entity_id,surface,"), "{}", ran.out);
        assert!(!ran.out.contains('\r') && !ran.out.contains('\u{FEFF}') && ran.out.ends_with('\n'));
        assert_eq!(ran.out.lines().count(), 7, "{}", ran.out);
        assert!(!ran.err.contains("The tables are in"), "{}", ran.err);
    }
    assert_eq!(desk.names("."), ["in", "list.csv"], "no file is made");
    desk.tag(&["--csv", "plain"]).ends(0);
    let streamed = desk.run(&["tag", "in", "-g", "list.csv", "-o", "-"]).out;
    assert_eq!(fs::read_to_string(desk.path("out/mentions.csv")).unwrap(), streamed);
}

#[test]
fn standard_input_is_one_article() {
    let desk = Desk::with_news();
    let rows = desk.feed(NEWS, &["tag", "-", "-g", "list.csv", "-o", "-"]).ends(0).rows();
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| row["article"] == "stdin"));
    desk.feed("", &["tag", "-", "-g", "list.csv", "-o", "out"]).ends(0);
    assert_eq!(find(&desk.table("out/articles.csv"), "article", "stdin")["status"], "empty");
    let both = desk.feed("Putin.", &["tag", "-", "in", "-g", "list.csv", "-o", "-"]).ends(0).rows();
    assert_eq!(column(&both, "article").iter().filter(|article| **article == "stdin").count(), 1);
    assert_eq!(both.len(), 7);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new(&[("list.csv", LIST)]);
    // more than a pipe holds
    desk.write("in/a.jsonl", &"{\"text\": \"Vladimir Putin visited Syria and the Bank of England.\"}\n".repeat(4000));
    let mut child = desk.spawn(&["tag", "in", "-g", "list.csv", "-o", "-"]);
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert!(line.starts_with("article,"), "{line}");
    drop(stdout);
    let ran = Ran::of(child.wait_with_output().unwrap()).ends(0);
    for word in ["gazetag:", "error", "pipe", "failed", "cannot"] {
        assert!(!ran.err.contains(word), "{}", ran.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let desk = Desk::with_news();
    let mut command = desk.command(&["tag", "in", "-g", "list.csv", "-o", "-"]);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let ran = Ran::of(command.stdout(full).output().unwrap());
    ran.refuses(&["gazetag: cannot write to standard output", "No space left"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_any_command_names_standard_output() {
    let desk = Desk::with_news();
    for arguments in [
        &["lookup", "Syria", "-g", "list.csv"][..],
        &["lookup", "Syria", "-g", "list.csv", "--json"],
        &["explain", "in/a.txt", "-g", "list.csv"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = Ran::of(desk.command(arguments).stdout(full).output().unwrap());
        ran.refuses(&["standard output", "No space left"]);
    }
}

/// An interrupt (or another signal) while the program waits for its input.
#[cfg(unix)]
fn interrupt(signal: &str) {
    use std::io::Write as _;
    use std::time::{Duration, Instant};
    let desk = Desk::with_news();
    desk.tag(&[]).ends(0);
    let before = desk.files("out");
    let mut child = desk.spawn(&["tag", "-", "-g", "list.csv", "-o", "out"]);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"Putin was in Syria").unwrap();
    let begun = Instant::now();
    while !desk.names("out").iter().any(|name| name.starts_with(".gazetag-")) {
        assert!(begun.elapsed() < Duration::from_secs(120), "no table is begun");
        assert!(child.try_wait().unwrap().is_none(), "the program ended");
        std::thread::sleep(Duration::from_millis(5));
    }
    let killed = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let status = child.wait().unwrap();
    drop(stdin);
    let read = |mut stream: Box<dyn std::io::Read>| {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let stdout = read(Box::new(child.stdout.take().unwrap()));
    let stderr = read(Box::new(child.stderr.take().unwrap()));
    let ran = Ran::of(Output { status, stdout, stderr }).ends(130).says(&["interrupted: no table was changed"]);
    assert_eq!(ran.out, "");
    assert_eq!(desk.files("out"), before);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_everything_as_it_was() {
    interrupt("-INT");
}

#[cfg(unix)]
#[test]
fn a_request_to_end_is_an_interrupt() {
    interrupt("-TERM");
}

#[cfg(unix)]
#[test]
fn an_interrupted_stream_ends_with_130() {
    use std::io::Read as _;
    let desk = Desk::with_news();
    let mut child = desk.spawn(&["tag", "-", "-g", "list.csv", "-o", "-"]);
    // the header is there when the program listens for interrupts
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut header = String::new();
    stdout.read_line(&mut header).unwrap();
    assert!(header.starts_with("article,"), "{header}");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let stdin = child.stdin.take();
    let status = child.wait().unwrap();
    drop(stdin);
    let mut stderr = Vec::new();
    child.stderr.take().unwrap().read_to_end(&mut stderr).unwrap();
    Ran::of(Output { status, stdout: Vec::new(), stderr }).ends(130).says(&["interrupted"]);
}

// Where the tables go

#[test]
fn an_output_that_is_a_file_is_refused() {
    let desk = Desk::with_news();
    desk.write("out", "mine");
    desk.tag(&[]).refuses(&["out is a file, not a folder", "-o"]);
    desk.tag(&["--force"]).refuses(&["out is a file"]);
    assert_eq!(fs::read_to_string(desk.path("out")).unwrap(), "mine");
    desk.run(&["tag", "in", "-g", "list.csv", "-o", "list.csv/sub"]).refuses(&["cannot write list.csv/sub"]);
}

#[test]
fn an_output_that_is_or_holds_the_input_is_refused() {
    let desk = Desk::new(&[("list.csv", LIST), ("deep/in/a.txt", NEWS)]);
    let before = desk.files("deep/in");
    for (input, output) in [
        ("deep/in", "deep/in"),
        ("deep/in", "deep"),
        ("deep/in", "."),
        ("deep/in", "deep/in/../in/"),
        ("deep/in", "deep/../deep/in"),
        ("deep/in/a.txt", "deep/in"),
        ("deep/in/a.txt", "deep"),
    ] {
        for force in [&[][..], &["--force"]] {
            let ran = desk.run(&[&["tag", input, "-g", "list.csv", "-o", output], force].concat());
            ran.refuses(&[input, output, "choose another folder with -o"]);
        }
    }
    assert_eq!(desk.files("deep/in"), before);
    assert_eq!(desk.names("deep"), ["in"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("deep", desk.path("link")).unwrap();
        desk.run(&["tag", "deep/in", "-g", "list.csv", "-o", "link"]).refuses(&["choose another folder"]);
    }
}

#[test]
fn an_output_that_becomes_the_input_is_refused() {
    let desk = Desk::with_news();
    let before = desk.files("in");
    let ran = desk.run(&["tag", "in", "-g", "list.csv", "-o", "in/new/..", "--force"]);
    ran.refuses(&["choose another folder with -o"]);
    assert_eq!(desk.files("in"), before);
}

#[test]
fn an_output_inside_the_input_is_not_read() {
    let desk = Desk::with_news();
    let arguments = ["tag", "in", "-g", "list.csv", "-o", "in/tables"];
    desk.run(&arguments).ends(0);
    let first = desk.files("in/tables");
    assert_eq!(column(&desk.table("in/tables/articles.csv"), "article"), ["a.txt", "b.txt"]);
    desk.run(&arguments).ends(0);
    assert_eq!(desk.files("in/tables"), first);
    desk.run(&["tag", "in", "-g", "list.csv", "-o", "in/../in/tables"]).ends(0);
    assert_eq!(desk.files("in/tables"), first);
}

#[test]
fn a_folder_with_other_files_needs_force_which_deletes_nothing() {
    let desk = Desk::with_news();
    desk.write("out/notes.txt", "mine");
    desk.write("out/sub/more.txt", "mine too");
    desk.tag(&[]).refuses(&["the folder out is not empty", "notes.txt", "-o", "--force"]);
    assert_eq!(desk.names("out"), ["notes.txt", "sub"]);
    desk.tag(&["--force"]).ends(0);
    assert_eq!(fs::read_to_string(desk.path("out/notes.txt")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(desk.path("out/sub/more.txt")).unwrap(), "mine too");
    assert_eq!(desk.names("out").len(), TABLES.len() + 2);
    desk.tag(&[]).refuses(&["notes.txt"]);
}

#[test]
fn an_earlier_run_and_leavings_are_written_over() {
    let desk = Desk::with_news();
    desk.tag(&["--dropped", "--csv", "semicolon"]).ends(0);
    assert!(desk.names("out").contains(&"dropped.csv".to_owned()));
    desk.write("out/.gazetag-mentions.csv-x.tmp", "torn");
    desk.tag(&[]).ends(0);
    assert_eq!(desk.names("out"), TABLES);
    // leavings alone are no foreign files
    desk.write("other/.gazetag-mentions.csv-x.tmp", "torn");
    desk.run(&["tag", "in", "-g", "list.csv", "-o", "other"]).ends(0);
    assert_eq!(desk.files("other"), desk.files("out"));
}

#[test]
fn equal_runs_are_equal_at_any_number_of_threads() {
    let desk = Desk::new(&[("list.csv", LIST)]);
    for i in 0..300 {
        let text = format!("{}Number {i}: Putin, Syria.\n", NEWS.repeat(i % 5));
        desk.write(&format!("in/{}/{i}.txt", i % 7), &text);
    }
    desk.write("in/c.jsonl", &"{\"text\": \"Putin in Springfield, Syria.\", \"date\": \"2024-05-06\"}\n".repeat(500));
    for (threads, folder) in [("1", "one"), ("3", "three"), ("0", "all")] {
        desk.run(&["tag", "in", "-g", "list.csv", "--dropped", "-j", threads, "-o", folder]).ends(0);
    }
    assert_eq!(desk.files("one").len(), TABLES.len() + 1);
    assert!(desk.files("one") == desk.files("three"), "-j 1 and -j 3 differ");
    assert!(desk.files("one") == desk.files("all"), "-j 1 and -j 0 differ");
    let stream = |threads| desk.run(&["tag", "in", "-g", "list.csv", "-o", "-", "-j", threads]).ends(0).out;
    assert!(stream("1") == stream("3"), "the streams differ");
}

// Arguments

#[test]
fn wrong_arguments_are_named() {
    let desk = Desk::with_news();
    for (arguments, said) in [
        (&[][..], &["Usage: gazetag"][..]),
        (&["frobnicate"], &["frobnicate", "--help"]),
        (&["tag"], &["<PATH>", "--help"]),
        (&["tag", "in", "--frobnicate"], &["--frobnicate", "--help"]),
        (&["tag", "in", "--kinds", "alien"], &["--kinds", "'alien' is no kind", "person, organization and place"]),
        (&["tag", "in", "--kinds", "person,alien"], &["'alien' is no kind"]),
        (&["tag", "in", "--csv", "xml"], &["xml", "excel", "semicolon", "plain"]),
        (&["tag", "in", "--offsets", "word"], &["word", "byte", "utf16"]),
        (&["tag", "in", "--min-confidence", "1.5"], &["--min-confidence", "1.5", "from 0 to 1"]),
        (&["tag", "in", "--min-confidence", "NaN"], &["--min-confidence", "from 0 to 1"]),
        (&["tag", "in", "--min-confidence", "much"], &["--min-confidence", "much"]),
        (&["tag", "in", "--max-article-size", "9x"], &["--max-article-size", "'9x' is no size", "64M"]),
        (&["tag", "in", "-j", "many"], &["many"]),
        (&["lookup"], &["<NAME>"]),
        (&["explain"], &["<ARTICLE>"]),
        (&["bench"], &["<PATH>"]),
        (&["lists"], &["--output"]),
    ] {
        desk.run(arguments).refuses(said);
    }
    assert_eq!(desk.names("."), ["in", "list.csv"]);
}

#[test]
fn help_and_version_are_data() {
    let desk = Desk::new(&[]);
    let version = desk.run(&["--version"]).ends(0);
    assert_eq!(version.out, format!("gazetag {}\n", env!("CARGO_PKG_VERSION")));
    for command in ["tag", "check", "import", "lists", "lookup", "explain", "score", "sample", "suggest", "bench"] {
        let help = desk.run(&[command, "--help"]).ends(0);
        assert!(help.out.contains("Usage: gazetag") && help.err.is_empty(), "{help:?}");
    }
}

#[test]
fn an_input_that_is_not_there_is_named() {
    let desk = Desk::with_news();
    desk.run(&["tag", "in", "nowhere", "-g", "list.csv", "-o", "out"]).refuses(&["nowhere", "No such file"]);
    desk.run(&["tag", "nowhere", "-g", "list.csv", "-o", "-"]).refuses(&["nowhere", "No such file"]);
    desk.run(&["explain", "nowhere.txt", "-g", "list.csv"]).refuses(&["nowhere.txt"]);
    desk.run(&["bench", "nowhere", "-g", "list.csv"]).refuses(&["nowhere"]);
    assert_eq!(desk.names("."), ["in", "list.csv"]);
}

// Lists

#[test]
fn a_list_that_is_not_there_is_named() {
    let desk = Desk::with_news();
    fs::create_dir(desk.path("empty")).unwrap();
    for arguments in [&["tag", "in", "-o", "-"][..], &["lookup", "Syria"], &["explain", "in/a.txt"], &["bench", "in"]] {
        let with = |list| desk.run(&[arguments, &["-g", "list.csv", "-g", list]].concat());
        with("nowhere.csv").refuses(&["gazetag: ", "list nowhere.csv", "No such file"]);
        with("empty").refuses(&["empty holds no list", ".csv, .tsv, .xlsx, .ods, .jsonl or .gaz"]);
        with("in/a.txt").refuses(&["in/a.txt holds no list", ".csv, .tsv, .xlsx, .ods, .jsonl or .gaz"]);
    }
    desk.run(&["check", "nowhere.csv"]).refuses(&["nowhere.csv"]);
}

#[test]
fn a_reason_is_told_once() {
    let desk = Desk::with_news();
    for arguments in [
        &["tag", "in", "-g", "nowhere.csv", "-o", "-"][..],
        &["check", "nowhere.csv"],
        &["tag", "in", "-g", "list.csv", "-o", "list.csv/sub"],
    ] {
        let ran = desk.run(arguments).refuses(&["(os error"]);
        assert_eq!(ran.err.matches("(os error").count(), 1, "{}", ran.err);
    }
}

/// A row of each sort that cannot be read; its column in the list, and what is said of it.
const BAD_ROWS: [(&str, usize, &str, &str); 14] = [
    (",place,,,,,,,,", 1, "the row has no name", "give one"),
    ("A,alien,,,,,,,,", 2, "'alien' is no kind", "person, organization and place"),
    ("B,,,,,,,,,", 2, "the row has no kind", "people.csv"),
    ("C,place,17,,,,,,,", 3, "the id '17' does not start with a letter", "x17"),
    ("D,place,,Syria,,,,,,", 4, "'Syria' is no country code", "alpha-3"),
    ("E,place,,,95,0,,,,", 5, "'95' is out of range", "swapped"),
    ("F,place,,,0,east,,,,", 6, "'east' is no number", "digits"),
    ("G,place,,,1,,,,,", 6, "there is no longitude", "both"),
    ("H,place,,,,,many,,,", 7, "'many' is no whole number", "digits"),
    ("I,place,,,,,,-2,,", 8, "'-2' is below 0", "0 to 10"),
    ("J,place,,,,,,x,,", 8, "'x' is no number", "digits"),
    ("K,place,,,,,,,sometimes,", 9, "'sometimes' is no case rule", "auto, exact or any"),
    ("L,place,,,,,,,,maybe", 10, "'maybe' is no setting", "on or off"),
    ("M,place,,,,,,,,,surplus", 0, "cells under 10 columns", "quotes"),
];

fn bad_list() -> String {
    let header = "name,kind,id,country,latitude,longitude,population,weight,case,variants\n";
    BAD_ROWS.iter().fold(header.to_owned(), |list, (row, ..)| list + row + "\n") + "Syria,place,,SYR,,,,,,\n"
}

#[test]
fn bad_rows_are_told_all_at_once_and_nothing_is_written() {
    let desk = Desk::with_news();
    desk.tag(&[]).ends(0);
    let before = desk.files("out");
    desk.write("bad.csv", &bad_list());
    desk.write("worse.csv", &format!("name,kind\n{},place\n", "long ".repeat(300)));
    for output in ["out", "new", "-"] {
        let arguments = ["tag", "in", "-g", "list.csv", "-g", "bad.csv", "-g", "worse.csv", "-o", output];
        let ran = desk.run(&arguments).refuses(&["--skip-bad-rows", "nothing was done"]);
        for (i, (row, column, wrong, mend)) in BAD_ROWS.iter().enumerate() {
            let place =
                if *column > 0 { format!("bad.csv:{}:{column}: ", i + 2) } else { format!("bad.csv:{}: ", i + 2) };
            let found = ran.err.lines().any(|line| {
                line.trim_start_matches("gazetag: ").starts_with(&place) && line.contains(wrong) && line.contains(mend)
            });
            assert!(found, "{row} at {place}:\n{}", ran.err);
        }
        assert!(ran.err.contains("worse.csv:2:1: ") && ran.err.contains("shorten it"), "{}", ran.err);
    }
    assert_eq!(desk.files("out"), before);
    assert_eq!(desk.names("new"), [""; 0]);
}

#[test]
fn bad_rows_can_be_left_out_and_that_is_said() {
    let desk = Desk::with_news();
    desk.write("bad.csv", &bad_list());
    for quiet in [&[][..], &["-q"]] {
        let arguments = ["tag", "in", "-g", "bad.csv", "-o", "-", "--skip-bad-rows"];
        let ran = desk.run(&[&arguments, quiet].concat()).ends(0);
        let ran = ran.says(&["bad.csv:3:2: ", "'alien' is no kind", "bad rows were left out"]);
        assert_eq!(column(&ran.rows(), "surface"), ["Syria", "Syria"]);
    }
    desk.run(&["lookup", "Syria", "-g", "bad.csv", "--skip-bad-rows"]).ends(0).says(&["bad rows were left out"]);
}

#[test]
fn own_columns_of_all_lists_are_kept() {
    let desk = Desk::with_news();
    desk.write("more.csv", "name,kind,country,latitude,longitude,rank,color\nSyria,place,SYR,35.5,38.25,7,\nVladimir Putin,person,,,,1,black\n");
    desk.tag(&["-g", "more.csv"]).ends(0);
    let entities = desk.table("out/entities.csv");
    let cells = |entity| {
        (find(&entities, "entity", entity)["color"].as_str(), find(&entities, "entity", entity)["rank"].as_str())
    };
    assert_eq!(cells("Bank of England"), ("blue", ""));
    assert_eq!(cells("Vladimir Putin"), ("black", "1"), "the later list wins");
    assert_eq!(cells("Syria"), ("red", "7"), "an empty cell does not");
}

#[test]
fn blocked_names_hold_for_their_folder_or_for_all() {
    let desk = Desk::new(&[("a/list.csv", LIST), ("b/list.csv", LIST), ("in/a.txt", NEWS)]);
    let blocked = "name,reason\nSyria,for the test\n";
    desk.write("b/blocked.csv", blocked);
    desk.write("c/blocked.csv", blocked);
    let tag = |lists: &[&str]| {
        let lists: Vec<&str> = lists.iter().flat_map(|list| ["-g", list]).collect();
        desk.run(&[&["tag", "in", "-o", "out", "--dropped"], &*lists].concat()).ends(0);
        desk.table("out/mentions.csv").iter().any(|row| row["surface"] == "Syria")
    };
    assert!(tag(&["a"]));
    assert!(!tag(&["b"]), "beside the list");
    assert!(find(&desk.table("out/dropped.csv"), "surface", "Syria")["reason"].contains("blocked"));
    assert!(!tag(&["a", "c/blocked.csv"]), "by itself, after");
    assert!(!tag(&["c/blocked.csv", "a"]), "by itself, before");
}

#[test]
fn blocked_names_of_a_folder_are_not_those_of_another() {
    let desk = Desk::new(&[("a/list.csv", LIST), ("in/a.txt", NEWS)]);
    desk.write("b/list.csv", "name,kind\nElsewhere,place\n");
    desk.write("b/blocked.csv", "name,reason\nSyria,for the test\n");
    let rows = desk.run(&["tag", "in", "-g", "a", "-g", "b", "-o", "-"]).ends(0).rows();
    find(&rows, "surface", "Syria");
}

#[test]
fn the_embedded_lists_written_out_give_the_same_tables() {
    let desk =
        Desk::new(&[("in/a.txt", NEWS), ("in/b.txt", "Most of Reading, Apple and AI in Paris, TX; US and us.\n")]);
    desk.run(&["tag", "in", "-o", "embedded", "--dropped"]).ends(0);
    desk.run(&["tag", "in", "-o", "default", "--dropped", "-g", "default"]).ends(0);
    let ran = desk.run(&["lists", "-o", "lists"]).ends(0).says(&["-g lists"]);
    assert_eq!(ran.out, "");
    assert_eq!(desk.names("lists"), ["blocked.csv", "organizations.csv", "people.csv", "places.csv"]);
    desk.run(&["tag", "in", "-o", "folder", "--dropped", "-g", "lists"]).ends(0);
    assert!(desk.table("embedded/mentions.csv").len() > 4);
    assert_eq!(desk.tables("folder"), desk.tables("embedded"));
    assert_eq!(desk.tables("default"), desk.tables("embedded"));
    // what the user changed is not written over
    desk.write("lists/people.csv", "name\nMine\n");
    desk.run(&["lists", "-o", "lists"]).refuses(&["people.csv is there and differs", "--force"]);
    assert_eq!(fs::read_to_string(desk.path("lists/people.csv")).unwrap(), "name\nMine\n");
    desk.run(&["lists", "-o", "lists", "--force", "-q"]).ends(0);
    assert!(fs::metadata(desk.path("lists/people.csv")).unwrap().len() > 1000);
    desk.run(&["lists", "-o", "lists/people.csv"]).refuses(&["lists/people.csv"]);
}

// Options of `tag`

#[test]
fn kinds_choose_mentions() {
    let desk = Desk::with_news();
    let all = desk.mentions(&[]);
    for kinds in ["person", "place", "organization,person", "Place,PERSON"] {
        let expected: Vec<Row> =
            all.iter().filter(|row| kinds.to_lowercase().contains(&row["kind"])).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < all.len());
        assert_eq!(desk.mentions(&["--kinds", kinds]), expected, "{kinds}");
    }
    assert_eq!(desk.mentions(&["--kinds", "person", "--kinds", "place,organization"]), all);
    desk.tag(&["--kinds", "person"]).ends(0);
    assert_eq!(column(&desk.table("out/entities.csv"), "kind"), ["person"]);
}

#[test]
fn min_confidence_chooses_mentions() {
    let desk = Desk::with_news();
    let all = desk.mentions(&["--min-confidence", "0"]);
    assert_eq!(all, desk.mentions(&[]));
    let sure = |row: &Row| row["confidence"].parse::<f32>().unwrap();
    let least = all.iter().map(sure).fold(1.0, f32::min);
    let most = all.iter().map(sure).fold(0.0, f32::max);
    assert!(least < most, "{all:#?}");
    let between = f32::midpoint(least, most);
    let expected: Vec<Row> = all.iter().filter(|row| sure(row) >= between).cloned().collect();
    assert_eq!(desk.mentions(&["--min-confidence", &between.to_string()]), expected);
    assert_eq!(desk.mentions(&["--min-confidence", "1"]).len(), 0);
}

#[test]
fn nested_names_are_given_where_asked_for() {
    let desk = Desk::with_news();
    assert!(desk.mentions(&[]).iter().all(|row| row["entity"] != "England"));
    let nested = desk.mentions(&["--nested"]);
    let england = find(&nested, "entity", "England");
    assert_eq!((england["role"].as_str(), england["surface"].as_str()), ("nested", "England"));
    assert_eq!(nested.len(), desk.mentions(&[]).len() + 1);
}

#[test]
fn dropped_hits_are_written_with_their_reason() {
    let desk = Desk::with_news();
    desk.tag(&[]).ends(0);
    assert_eq!(desk.names("out"), TABLES);
    desk.tag(&["--dropped"]).ends(0);
    let dropped = desk.table("out/dropped.csv");
    assert!(find(&dropped, "surface", "England")["reason"].contains("nested"));
    assert!(dropped.iter().all(|row| !row["reason"].is_empty()));
    let package: Value = serde_json::from_slice(&fs::read(desk.path("out/datapackage.json")).unwrap()).unwrap();
    let tables = package["resources"].as_array().unwrap();
    assert!(tables.iter().any(|table| table["path"] == "dropped.csv"), "{package}");
    desk.tag(&[]).ends(0);
    assert_eq!(desk.names("out"), TABLES, "an earlier run's is removed");
}

#[test]
fn flavours_of_csv() {
    let desk = Desk::with_news();
    desk.write("in/c.txt", "=1+1 Syria\n");
    let mentions = |flavour| {
        desk.tag(&["--csv", flavour]).ends(0);
        fs::read_to_string(desk.path("out/mentions.csv")).unwrap()
    };
    let excel = mentions("excel");
    assert!(excel.starts_with("\u{FEFF}article,date,"));
    assert_eq!(excel.matches('\n').count(), excel.matches("\r\n").count());
    assert!(excel.contains(",'=1+1,"), "{excel}");
    desk.tag(&[]).ends(0);
    assert_eq!(fs::read_to_string(desk.path("out/mentions.csv")).unwrap(), excel, "it is what is written unasked");
    let semicolon = mentions("semicolon");
    assert!(semicolon.starts_with("\u{FEFF}article;date;"));
    assert_eq!(semicolon.matches('\n').count(), semicolon.matches("\r\n").count());
    assert!(semicolon.contains(";'=1+1;") && semicolon.contains(";35,5;38,25;1;0,"), "{semicolon}");
    let plain = mentions("plain");
    assert!(plain.starts_with("article,date,") && !plain.contains('\r'));
    assert!(plain.contains(",=1+1,") && plain.contains(",35.5,38.25,1,0."), "{plain}");
    let unguarded = |rows: Vec<Row>| column(&rows, "entity_id").join(" ");
    assert_eq!(unguarded(rows(semicolon.as_bytes(), b';')), unguarded(rows(plain.as_bytes(), b',')));
}

#[test]
fn offsets_in_other_units() {
    let desk = Desk::new(&[("list.csv", LIST), ("in/a.txt", "é😀 Syria.\r\nPutin\n")]);
    assert!(!desk.mentions(&[])[0].contains_key("start_byte"));
    let rows = desk.mentions(&["--offsets", "byte,utf16"]);
    let offsets = |row: &Row| {
        ["start_char", "end_char", "start_byte", "end_byte", "start_utf16", "end_utf16"]
            .map(|name| row[name].parse::<usize>().unwrap())
    };
    assert_eq!(offsets(&rows[0]), [3, 8, 7, 12, 4, 9]);
    assert_eq!(offsets(&rows[1]), [11, 16, 15, 20, 12, 17]);
    let bytes = desk.mentions(&["--offsets", "byte"]);
    assert!(bytes[0].contains_key("end_byte") && !bytes[0].contains_key("end_utf16"));
}

#[test]
fn titles_are_text_where_they_are_asked_for() {
    let lines =
        "{\"title\": \"Putin in Syria\", \"text\": \"England waits.\"}\n{\"title\": \"Syria\", \"text\": \"\"}\n";
    let desk = Desk::new(&[("list.csv", LIST), ("in/a.jsonl", lines), ("in/b.txt", "Syria")]);
    let spans = |more: &[&str]| {
        let rows = desk.mentions(more);
        let cells = |row: &Row| {
            [&row["article"], &row["surface"], &row["start_char"], &row["line"]].map(String::clone).join(" ")
        };
        rows.iter().map(cells).collect::<Vec<_>>()
    };
    assert_eq!(spans(&[]), ["a.jsonl#1 England 0 1", "b.txt Syria 0 1"]);
    let expected = [
        "a.jsonl#1 Putin 0 1",
        "a.jsonl#1 Syria 9 1",
        "a.jsonl#1 England 16 3",
        "a.jsonl#2 Syria 0 1",
        "b.txt Syria 0 1",
    ];
    assert_eq!(spans(&["--with-title", "--write-text", "texts"]), expected);
    assert_eq!(fs::read_to_string(desk.path("texts/a.jsonl_1.txt")).unwrap(), "Putin in Syria\n\nEngland waits.");
}

#[test]
fn strict_stops_at_the_first_failure() {
    let desk = Desk::with_news();
    desk.tag(&[]).ends(0);
    let before = desk.files("out");
    desk.write("in/c.jsonl", "{\"text\": \"Putin.\"}\nbroken\n");
    desk.tag(&["--strict"]).ends(1).says(&["c.jsonl#2", "--strict"]);
    assert_eq!(desk.files("out"), before);
    desk.tag(&[]).ends(1);
    assert_eq!(find(&desk.table("out/articles.csv"), "article", "c.jsonl#1")["status"], "ok");
}

#[test]
fn an_article_over_the_size_is_not_tagged_and_the_rest_is() {
    let desk = Desk::with_news();
    desk.tag(&["--max-article-size", "20"]);
    let articles = desk.table("out/articles.csv");
    let large = find(&articles, "article", "a.txt");
    assert_ne!(large["status"], "ok");
    assert!(large["error"].contains("--max-article-size"), "{large:?}");
    assert_eq!(find(&articles, "article", "b.txt")["status"], "ok");
    assert_eq!(column(&desk.table("out/mentions.csv"), "article"), ["b.txt"]);
    desk.tag(&["--max-article-size", "1K"]).ends(0);
    assert_eq!(column(&desk.table("out/articles.csv"), "status"), ["ok", "ok"]);
}

#[test]
fn an_article_over_a_limit_of_the_user_is_skipped() {
    let desk = Desk::with_news();
    desk.tag(&["--max-article-size", "20"]).ends(0);
    assert_eq!(column(&desk.table("out/articles.csv"), "status"), ["skipped", "ok"]);
}

#[test]
fn ignore_case_hashtags_and_handles_find_more() {
    let desk = Desk::new(&[("list.csv", LIST), ("in/a.txt", "The syria of #Syria and @Putin.\n")]);
    assert_eq!(desk.mentions(&[]).len(), 0);
    let surfaces = |option| {
        let rows = desk.mentions(&[option]);
        rows.iter().map(|row| row["surface"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(surfaces("--ignore-case"), ["syria"]);
    assert_eq!(surfaces("--hashtags"), ["Syria"]);
    assert_eq!(surfaces("--handles"), ["Putin"]);
    assert_eq!(desk.mentions(&["--ignore-case", "--hashtags", "--handles"]).len(), 3);
}

#[test]
fn ignore_case_leaves_exact_names_alone() {
    let list = "name,kind,exact\nUnited States,place,US\n";
    let desk = Desk::new(&[("list.csv", list), ("in/a.txt", "They told us of the united states, the US.\n")]);
    let rows = desk.mentions(&["--ignore-case"]);
    assert_eq!(column(&rows, "surface"), ["united states", "US"]);
}

#[test]
fn a_bad_line_fails_alone() {
    let desk = Desk::with_news();
    desk.write("in/c.jsonl", "{\"text\": \"Putin.\"}\n\nbroken\n{\"title\": \"no text\"}\n{\"text\": \"Syria.\"}\n");
    desk.tag(&["-q"]).ends(1).says(&["failed: c.jsonl#3: ", "failed: c.jsonl#4: "]);
    let articles = desk.table("out/articles.csv");
    let status = |article: &str| find(&articles, "article", article)["status"].as_str();
    assert_eq!(["c.jsonl#1", "c.jsonl#3", "c.jsonl#4", "c.jsonl#5"].map(status), ["ok", "failed", "failed", "ok"]);
    assert!(!find(&articles, "article", "c.jsonl#3")["error"].is_empty());
    assert_eq!(desk.table("out/mentions.csv").len(), 8);
    desk.tag(&[]).ends(1).says(&["2 failed: see articles.csv"]);
}

#[test]
fn very_many_failures_are_not_all_told() {
    let desk = Desk::new(&[("list.csv", LIST), ("in/a.jsonl", &"{}\n".repeat(1_234))]);
    let ran = desk.tag(&["-q"]).ends(1).says(&["failed: a.jsonl#1000: ", "failed: 234 articles more\n"]);
    assert_eq!(ran.err.lines().count(), 1_001);
    assert_eq!(desk.table("out/articles.csv").len(), 1_234);
}

#[test]
fn a_type_that_is_not_read_is_skipped() {
    let desk = Desk::with_news();
    desk.write("in/picture.jpg", "Syria");
    desk.tag(&[]).ends(0).says(&["1 skipped: see articles.csv"]);
    let articles = desk.table("out/articles.csv");
    let picture = find(&articles, "article", "picture.jpg");
    assert_eq!(picture["status"], "skipped");
    assert!(picture["error"].contains(".jpg"), "{picture:?}");
    // typed, it is read as text
    let rows = desk.run(&["tag", "in/picture.jpg", "-g", "list.csv", "-o", "-"]).ends(0).rows();
    assert_eq!(column(&rows, "surface"), ["Syria"]);
}

#[test]
fn min_pair_leaves_out_rare_pairs() {
    let desk = Desk::with_news();
    desk.write("in/b.txt", "Putin in Syria.\n");
    desk.tag(&["--min-pair", "2"]).ends(0);
    let pairs = desk.table("out/pairs.csv");
    assert_eq!(column(&pairs, "articles"), ["2"]);
    assert_eq!((pairs[0]["entity_a"].as_str(), pairs[0]["entity_b"].as_str()), ("Vladimir Putin", "Syria"));
}

#[test]
fn counting_tables_add_up_to_the_mentions() {
    let desk = Desk::new(&[
        ("list.csv", LIST),
        (
            "in/news.jsonl",
            concat!(
                "{\"text\": \"Putin met Syrians in Syria. Syrian officials and Putin left.\", \"date\": \"2024-03-09\"}\n",
                "{\"text\": \"Syria and Putin.\", \"date\": \"2024-03-31\"}\n",
                "{\"text\": \"Syria, England.\"}\n",
            ),
        ),
    ]);
    desk.tag(&[]).ends(0);
    let months: Vec<[String; 4]> = desk
        .table("out/by-month.csv")
        .iter()
        .map(|row| ["entity", "month", "mentions", "articles"].map(|column| row[column].clone()))
        .collect();
    let expected = [
        ["Syria", "", "1", "1"],
        ["Syria", "2024-03", "4", "2"],
        ["Vladimir Putin", "2024-03", "3", "2"],
        ["England", "", "1", "1"],
    ];
    assert_eq!(months, expected.map(|row| row.map(str::to_owned)));
    let by_article = desk.table("out/by-article.csv");
    let counted: Vec<[&str; 3]> = by_article
        .iter()
        .map(|row| ["article", "entity", "mentions"].map(|column| row[column].as_str()))
        .filter(|row| row[0] != "news.jsonl#3")
        .collect();
    let expected = [
        ["news.jsonl#1", "Syria", "3"],
        ["news.jsonl#1", "Vladimir Putin", "2"],
        // equally often: by id
        ["news.jsonl#2", "Vladimir Putin", "1"],
        ["news.jsonl#2", "Syria", "1"],
    ];
    assert_eq!((counted, by_article.len()), (expected.to_vec(), 6));
    let countries: Vec<[String; 5]> = desk
        .table("out/countries.csv")
        .iter()
        .map(|row| {
            ["country", "mentions", "articles", "demonyms", "demonym_articles"].map(|column| row[column].clone())
        })
        .collect();
    let expected = [["SYR", "3", "3", "2", "1"], ["GBR", "1", "1", "0", "0"]];
    assert_eq!(countries, expected.map(|row| row.map(str::to_owned)));
    let pairs = desk.table("out/pairs.csv");
    let pair = ["articles", "paragraphs", "sentences", "pmi"].map(|column| pairs[0][column].as_str());
    // both are in two of three articles, Syria in all three
    assert_eq!((pairs.len(), pair), (1, ["2", "2", "3", "0"]));
}

#[test]
fn diff_tells_what_came_went_and_became_another() {
    let desk = Desk::with_news();
    desk.tag(&["--dropped"]).ends(0);
    fs::rename(desk.path("out"), desk.path("old")).unwrap();
    desk.write(
        "other.csv",
        &LIST.replace("Springfield,place,USA", "Springfield East,place,USA").replace("Syria,place", "Syriana,place"),
    );
    desk.run(&["tag", "in", "-g", "other.csv", "-q", "--dropped", "-o", "new"]).ends(0);
    let ran = desk.run(&["diff", "old", "new", "-o", "diff.csv"]).ends(0);
    ran.shows(&["0 added", "2 removed", "1 of another entity", "Syria (", "a.txt", "All differences are in diff.csv"]);
    let table = desk.table("diff.csv");
    assert_eq!(column(&table, "change"), ["removed", "entity", "removed"]);
    assert_eq!(column(&table, "surface"), ["Syria", "Springfield", "Syria"]);
    assert!(table[0]["new_entity"].is_empty() && !table[0]["old_reason"].is_empty(), "{table:#?}");
    let back = desk.run(&["diff", "new", "old", "--json"]).ends(0).json();
    let changes: Vec<_> = back.as_array().unwrap().iter().map(|row| row["change"].as_str().unwrap()).collect();
    assert_eq!(changes, ["added", "entity", "added"]);
    let same = desk.run(&["diff", "new", "new"]).ends(0);
    assert!(same.out.contains("0 removed") && !same.out.contains("Entities"), "{same:?}");
    desk.run(&["diff", "in", "new"]).refuses(&["in holds no run of gazetag"]);
}

#[test]
fn shells_complete_commands_and_options() {
    let desk = Desk::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        desk.run(&["completions", shell]).ends(0).shows(&["min-pair", "convert"]);
    }
}

// The other commands

#[test]
fn lookup_finds_what_a_name_could_mean() {
    let desk = Desk::with_news();
    let ran = desk.run(&["lookup", "springfield", "-g", "list.csv", "--json"]).ends(0);
    assert_eq!(ran.err, "");
    let found = ran.json();
    let found = found.as_array().unwrap();
    let mut expected = ["entity_id", "entity", "kind", "class", "country", "latitude", "longitude"];
    expected.sort_unstable();
    for entity in found {
        let mut keys = keys(entity);
        keys.sort_unstable();
        assert_eq!(keys, expected);
    }
    assert_eq!(found.iter().map(|entity| &entity["country"]).collect::<Vec<_>>(), ["USA", "CAN"], "the likelier first");
    assert_eq!((&found[0]["latitude"], &found[0]["longitude"]), (&39.75.into(), &(-89.5).into()));
    let text = desk.run(&["lookup", "Syrians", "-g", "list.csv"]).ends(0);
    assert!(text.out.contains("Syria (place, SYR)") && text.err.is_empty(), "{text:?}");
    let none = desk.run(&["lookup", "Atlantis", "-g", "list.csv"]).ends(1).says(&["no list has the name 'Atlantis'"]);
    assert_eq!(none.out, "");
    assert_eq!(desk.run(&["lookup", "Atlantis", "-g", "list.csv", "--json"]).ends(1).json(), Value::Array(Vec::new()));
    desk.run(&["lookup", "Syria"]).ends(0);
}

#[test]
fn explain_tells_every_hit() {
    let desk = Desk::with_news();
    let ran = desk.run(&["explain", "in/a.txt", "-g", "list.csv", "--json"]).ends(0);
    let hits = ran.json();
    let hits = hits.as_array().unwrap();
    let mut expected = ["surface", "start_char", "end_char", "kept", "candidates", "reasons"];
    expected.sort_unstable();
    for hit in hits {
        let mut keys = keys(hit);
        keys.sort_unstable();
        assert_eq!(keys, expected);
        let (start, end) = (hit["start_char"].as_u64().unwrap(), hit["end_char"].as_u64().unwrap());
        let surface: String =
            NEWS.chars().skip(usize::try_from(start).unwrap()).take(usize::try_from(end - start).unwrap()).collect();
        assert_eq!(hit["surface"], *surface);
        assert!(hit["reasons"].is_array() && !hit["candidates"].as_array().unwrap().is_empty(), "{hit}");
    }
    let of = |surface: &str| hits.iter().find(|hit| hit["surface"] == surface).unwrap();
    assert_eq!(of("Springfield")["candidates"].as_array().unwrap().len(), 2, "the runner-up too");
    assert_eq!((&of("Syria")["kept"], &of("England")["kept"]), (&true.into(), &false.into()));
    let nested = desk.run(&["explain", "in/a.txt", "-g", "list.csv", "--nested", "--name", "england", "--json"]);
    assert_eq!(nested.ends(0).json()[0]["kept"], true);
    let text = desk.run(&["explain", "in/a.txt", "-g", "list.csv"]).ends(0);
    for part in [
        "a.txt: 7 hits, 5 kept, 2 dropped",
        "[Vladimir Putin]¹ visited [Syria]²",
        "England  dropped, line 2",
        "= Syria  place, SYR",
    ] {
        assert!(text.out.contains(part) && text.err.is_empty(), "no '{part}' in {}", text.out);
    }
    assert!(!text.out.contains('\u{1B}'), "no colour where nobody sees it");
    let coloured =
        desk.command(&["explain", "in/a.txt", "-g", "list.csv"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(String::from_utf8(coloured.stdout).unwrap().contains("\u{1B}[1m\u{1B}[32m[Syria]"));
    let kept = hits.iter().filter(|hit| hit["kept"] == true).count();
    assert_eq!(kept, desk.run(&["tag", "in/a.txt", "-g", "list.csv", "-o", "-"]).rows().len());
}

/// What `explain --name` says of a name in a text: surface and reasons of each row that was not kept.
fn explained(text: &str, name: &str) -> Vec<(String, String)> {
    let desk = Desk::with_news();
    let ran = desk.feed(text, &["explain", "-", "-g", "list.csv", "--name", name, "--json"]).ends(0);
    let row = |row: &Value| {
        assert_eq!(row["kept"], false);
        (row["surface"].as_str().unwrap().to_owned(), row["reasons"][0].as_str().unwrap().to_owned())
    };
    ran.json().as_array().unwrap().iter().map(row).collect()
}

fn pair(surface: &str, reason: &str) -> Vec<(String, String)> {
    vec![(surface.to_owned(), reason.to_owned())]
}

#[test]
fn explain_tells_of_a_name_in_the_wrong_case() {
    assert_eq!(explained("At the Bank Of england.", "Bank of England"), pair("Bank Of england", "case"));
    assert_eq!(explained("On #Syria now.", "Syria"), pair("Syria", "in-hashtag"));
}

#[test]
fn explain_tells_of_a_name_that_begins_in_the_wrong_case() {
    assert_eq!(explained("In syria now.", "Syria"), pair("syria", "case"));
}

#[test]
fn explain_tells_of_a_name_inside_a_word() {
    assert_eq!(explained("In Syriac texts.", "Syria"), pair("Syria", "inside-word"));
}

#[test]
fn explain_tells_of_a_name_in_no_list() {
    assert_eq!(explained("Varden and varden, not Vardenia.", "Varden"), {
        [pair("Varden", "not-listed"), pair("varden", "not-listed")].concat()
    });
    let desk = Desk::with_news();
    let ask = |name: &str| desk.run(&["explain", "in/a.txt", "-g", "list.csv", "--name", name]).ends(0).out;
    assert!(ask("Varden").contains("Varden is in no list\na.txt does not have it"));
    let springfield = ask("springfield");
    for part in ["is in the lists:", "has it in 1 place; 1 count", "and [Springfield]¹ took note"] {
        assert!(springfield.contains(part), "no '{part}' in {springfield}");
    }
}

#[test]
fn explain_takes_one_article() {
    let desk = Desk::with_news();
    desk.run(&["explain", "in", "-g", "list.csv"]).refuses(&["in holds more than one article"]);
    desk.write("bad.jsonl", "broken\n");
    desk.run(&["explain", "bad.jsonl", "-g", "list.csv"]).ends(1).says(&["bad.jsonl#1: "]);
}

#[test]
fn check_tells_errors_risks_and_what_is_unreadable() {
    let desk = Desk::with_news();
    desk.write("sound.csv", "name,kind\nVladimir Putin,person\n");
    let sound = desk.run(&["check", "sound.csv"]).ends(0).says(&["0 errors, 0 warnings"]);
    assert_eq!(sound.out, "");
    assert_eq!(desk.run(&["check", "sound.csv", "--json"]).ends(0).json(), Value::Array(Vec::new()));
    desk.write("risky.csv", "name,kind\nMost,place\nXy,place\nA\u{200B}bc,place\nSame Name,person\nSame Name,person\n");
    let risky = desk.run(&["check", "risky.csv", "--json"]).ends(0).says(&["0 errors, 4 warnings"]).json();
    let problems: Vec<&str> = risky.as_array().unwrap().iter().map(|row| row["problem"].as_str().unwrap()).collect();
    assert_eq!(problems, ["common-word", "short", "invisible-character", "duplicate"]);
    for row in risky.as_array().unwrap() {
        let keys = keys(row);
        for key in ["name", "file", "line", "level", "problem", "suggestion"] {
            assert!(keys.contains(&key), "{row}");
        }
    }
    assert_eq!((&risky[0]["name"], &risky[0]["file"]), (&"Most".into(), &"risky.csv".into()));
    assert_eq!((&risky[0]["line"], &risky[0]["level"]), (&2.into(), &"warning".into()));
    desk.write("bad.csv", &bad_list());
    let bad = desk.run(&["check", "list.csv", "bad.csv"]).ends(1).says(&["14 errors"]);
    assert!(bad.out.contains("bad.csv:3:2: ") && bad.out.contains("'alien' is no kind"), "{}", bad.out);
    let quiet = desk.run(&["check", "-q", "bad.csv", "risky.csv"]).ends(1);
    assert_eq!((quiet.out.lines().count(), quiet.err.as_str()), (14, ""));
    desk.run(&["check", "nowhere.csv"]).refuses(&["nowhere.csv", "No such file"]);
}

#[test]
fn the_embedded_lists_are_sound() {
    Desk::new(&[]).run(&["check", "--quiet"]).ends(0);
}

#[test]
fn bench_measures_each_stage() {
    let desk = Desk::with_news();
    let ran = desk.run(&["bench", "in", "-g", "list.csv", "--baseline", "--json"]).ends(0);
    assert_eq!(ran.err, "");
    let report = ran.json();
    let report_keys = keys(&report);
    for key in [
        "open_seconds",
        "build_seconds",
        "peak_mb",
        "names",
        "mb",
        "articles",
        "threads",
        "runs",
        "stages",
        "hits",
        "mentions",
        "baseline",
        "ratio",
    ] {
        assert!(report_keys.contains(&key), "no {key} in {report}");
    }
    for stage in ["read", "decode", "hits", "decide", "tables"] {
        assert!(report["stages"][stage]["seconds"].is_number() && report["stages"][stage]["mb_s"].is_number());
    }
    assert_eq!((&report["articles"], &report["mentions"]), (&2.into(), &6.into()));
    let threads = |report: &serde_json::Value| -> Vec<u64> {
        report["runs"].as_array().unwrap().iter().map(|run| run["threads"].as_u64().unwrap()).collect()
    };
    let ran = desk.run(&["bench", "in", "-g", "list.csv", "--json", "-j", "3"]).ends(0).json();
    assert_eq!((threads(&ran), &ran["threads"], &ran["mentions"]), (vec![1, 2, 3], &3.into(), &6.into()));
    let text = desk.run(&["bench", "in", "-g", "list.csv"]).ends(0);
    assert!(text.out.contains("mentions kept") && text.err.is_empty(), "{text:?}");
    assert_eq!(desk.names("."), ["in", "list.csv"]);
}

#[test]
fn bench_says_what_changed_against_an_earlier_run() {
    let desk = Desk::with_news();
    desk.write("old.json", &desk.run(&["bench", "in", "-g", "list.csv", "--json", "-j", "1"]).ends(0).out);
    let same = desk.run(&["bench", "in", "-g", "list.csv", "-j", "1", "--compare", "old.json"]).ends(0);
    assert!(
        same.out.contains("hits ") && same.out.contains(" %") && !same.out.contains("not the same work"),
        "{same:?}"
    );
    let more = desk.run(&["bench", "in", "-g", "list.csv", "-g", "default", "--compare", "old.json"]).ends(0);
    assert!(more.out.contains("names ") && more.out.contains("not the same work"), "{more:?}");
    desk.write("other.json", "{}");
    desk.run(&["bench", "in", "--compare", "other.json"]).refuses(&["other.json", "bench --json"]);
    desk.run(&["bench", "in", "--compare", "none.json"]).refuses(&["none.json"]);
}
