//! The report: one page, whole by itself, that holds whatever articles hold without ever running it. In a browser, where
//! there is one: `cargo test` says where it skips that, and the gate sees to it that there is.

mod browser;

use crate::support::{gazetag, root};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use browser::{Browser, chromium};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

const LIST: &str = "\
name,kind,country,latitude,longitude,class,aliases
Syria,place,SYR,35.5,38.25,country,
Aleppo,place,SYR,36.2,37.16,city,حلب
\"</script><script>hacked()</script>\",place,,1,2,city,
Bank of England,organization,GBR,,,,
<b>Bold</b> Party,organization,,,,,
Vladimir Putin,person,,,,,Putin
";

const HOSTILE: &str = "Putin <script>hacked()</script> met </script><script>hacked()</script> in Syria. <!-- Aleppo\n\
    <img src=x onerror=hacked()> \u{202e}Putin\u{202c} \u{2028} ]]> {{policy}} 🌍 Aleppo\n\nحلب مدينة. =cmd() \u{1}Syria\n";

/// A folder of hostile articles and a list.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        desk.write("list.csv", LIST);
        desk.write("in/a <b>&.txt", HOSTILE);
        let record = json!({"text": "The Bank of England is in Syria.", "title": "<script>hacked()</script>",
            "date": "2024-03-09", "source": "\"><img src=x onerror=hacked()>", "url": "javascript:hacked()"});
        let other =
            json!({"text": format!("Aleppo. {}", "x".repeat(1_000_000)), "date": "2024-05-01", "source": "Wire"});
        desk.write("in/b.jsonl", &format!("{record}\n{other}\n"));
        desk.write("in/c.txt", "\0\0\0\0");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        gazetag().current_dir(self.0.path()).args(arguments).output().unwrap()
    }

    #[track_caller]
    fn ends(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        said
    }

    /// Tags, with a report; one of the files is no text.
    #[track_caller]
    fn tag(&self, arguments: &[&str]) -> String {
        self.ends(1, &[&["tag", "in", "-g", "list.csv", "-o", "out", "--report"], arguments].concat())
    }
}

/// What stands between two marks, from the first on.
fn between<'t>(text: &'t str, begin: &str, end: &str) -> &'t str {
    let from = text.find(begin).unwrap() + begin.len();
    &text[from..from + text[from..].find(end).unwrap()]
}

// The file

#[test]
fn nothing_but_the_page_s_own_script_may_run() {
    let desk = Desk::new();
    desk.tag(&[]);
    let page = desk.read("out/report.html");
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let style = hash(between(&page, "<style>", "</style>"));
    let script = hash(between(&page, "<script>", "</script>"));
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'"
        )
    );
    // what is shown without a script is escaped, the rest is in blocks
    assert!(page.contains("<li>&lt;/script&gt;&lt;script&gt;hacked()&lt;/script&gt; (1)</li>"));
    for raw in ["<script>hacked", "<img", "<!--", "\u{202e}"] {
        assert!(!page.contains(raw), "{raw}");
    }
    assert_eq!(
        page.matches("<script").count(),
        4,
        "the overview, the script, a chunk that one article fills, one chunk"
    );
    for asks in ["src=", "<link", "<img", "<iframe", "url(", "@import", "fetch(", "XMLHttpRequest", "WebSocket"] {
        assert!(!page.contains(asks), "{asks}");
    }
}

#[test]
fn the_same_run_gives_the_same_page() {
    let desk = Desk::new();
    let said = desk.tag(&[]);
    assert!(said.contains("The report is out/report.html"), "{said}");
    let page = desk.read("out/report.html");
    for flavour in ["excel", "semicolon", "plain"] {
        desk.tag(&["--csv", flavour, "-j", "3"]);
        assert!(desk.read("out/report.html") == page, "{flavour}");
        desk.ends(0, &["report", "out", "-o", "page.html", "-j", "1"]);
        assert!(desk.read("page.html") == page, "{flavour}");
    }
}

#[test]
fn a_run_without_a_report_removes_the_old_one() {
    let desk = Desk::new();
    desk.tag(&[]);
    desk.ends(1, &["tag", "in", "-g", "list.csv", "-o", "out"]);
    assert!(!desk.path("out/report.html").exists());
}

#[test]
fn what_cannot_be_made_says_why() {
    let desk = Desk::new();
    let said = desk.ends(2, &["report", "in"]);
    assert!(said.contains("in holds no run of gazetag"), "{said}");
    let said = desk.ends(2, &["tag", "in", "-g", "list.csv", "-o", "-", "--report"]);
    assert!(said.contains("give -o a folder"), "{said}");
    desk.tag(&[]);
    desk.write("mine.html", "<p>mine");
    let said = desk.ends(2, &["report", "out", "-o", "mine.html"]);
    assert!(said.contains("mine.html is there already and is no report: --force"), "{said}");
    assert_eq!(desk.read("mine.html"), "<p>mine");
    desk.ends(0, &["report", "out", "-o", "mine.html", "--force"]);
    let said = desk.ends(2, &["report", "out", "--articles", "gone"]);
    assert!(said.contains("gone"), "{said}");
    let entities = desk.read("out/entities.csv");
    let but_the_last: Vec<&str> = entities.trim_end().rsplitn(2, "\r\n").skip(1).collect();
    desk.write("out/entities.csv", &format!("{}\r\n", but_the_last[0]));
    let said = desk.ends(2, &["report", "out"]);
    assert!(said.contains("mentions.csv: the entity") && said.contains("is not in entities.csv"), "{said}");
}

#[test]
fn articles_that_are_gone_or_changed_are_shown_by_their_context() {
    let desk = Desk::new();
    desk.tag(&[]);
    let whole = desk.read("out/report.html");
    fs::rename(desk.path("in"), desk.path("elsewhere")).unwrap();
    let said = desk.ends(0, &["report", "out"]);
    assert!(said.contains("the texts of 3 articles were not found"), "{said}");
    assert!(desk.read("out/report.html").len() < whole.len());
    let said = desk.ends(0, &["report", "out", "--articles", "elsewhere"]);
    assert!(!said.contains("not found"), "{said}");
    assert!(desk.read("out/report.html") == whole);
    desk.write("elsewhere/a <b>&.txt", &format!("Changed. {HOSTILE}"));
    let said = desk.ends(0, &["report", "out", "--articles", "elsewhere"]);
    assert!(said.contains("the texts of 1 articles were not found"), "{said}");
}

// In a browser

/// A browser, unless there is none and nobody insists.
fn browser() -> Option<Browser> {
    match chromium() {
        Some(path) => Some(Browser::start(&path)),
        None if std::env::var_os("GAZETAG_NEEDS_BROWSER").is_some() => {
            panic!("no Chromium in the path, and GAZETAG_NEEDS_BROWSER is set")
        }
        None => {
            eprintln!("skipped: no Chromium in the path; CHROMIUM=PATH names one");
            None
        }
    }
}

/// The report of the corpus.
fn corpus_page(folder: &Path) -> PathBuf {
    let out = folder.join("out");
    let done =
        gazetag().current_dir(root()).args(["tag", "corpus", "-q", "--report", "-o"]).arg(&out).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    out.join("report.html")
}

/// Keeps what the window shows, to be looked at: in `target`, where it is in nobody's way.
fn keep(browser: &mut Browser, name: &str) -> Vec<u8> {
    let png = STANDARD.decode(browser.screenshot()).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.png")), &png).unwrap();
    png
}

#[test]
fn a_reader_finds_filters_and_reads() {
    let Some(mut browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = corpus_page(folder.path());
    browser.resize(1280, 800, "light");
    browser.open(&page, "");
    let all = browser.text("#state");
    assert!(all.contains("mentions in 88 articles"), "{all}");
    keep(&mut browser, "corpus-1280-light");

    // a name: lists, map and articles have it and nothing else
    browser.click("#q");
    browser.write("aleppo");
    browser.wait_until("document.querySelectorAll('.list.place .bar-row').length === 1");
    assert_eq!(browser.text(".list.place .name"), "Aleppo");
    browser.wait_until("document.querySelectorAll('#map circle').length === 1");
    assert!(browser.count("#articles .article") > 0);
    assert!(browser.text("#state").contains("1 name with “aleppo”"), "{}", browser.text("#state"));

    // words that are no name are looked for in the texts
    browser.click("#clear");
    browser.wait_until("document.querySelectorAll('.list.place .bar-row').length === 12");
    browser.write("canal company");
    browser.wait_until("document.querySelectorAll('#articles .article').length === 1");
    assert!(browser.text("#articles").contains("suez-crisis"), "{}", browser.text("#articles"));
    browser.click("#clear");

    // kinds, by mouse
    browser.click(".kind.person");
    assert_eq!(browser.count(".list.place .bar-row"), 0);
    assert_eq!(browser.count(".list.person .bar-row"), 12);
    browser.click(".kind.person");
    assert_eq!(browser.count(".list.place .bar-row"), 12);

    // a country, from the list and off again
    browser.click("#countries .bar-row");
    browser.wait_until("document.getElementById('country').value === 'USA'");
    browser.wait_until("document.querySelectorAll('#countries .bar-row').length === 1");
    browser.click("#clear");
    assert_eq!(browser.text("#state"), all);

    // time
    browser.click(".when[data-when=\"2003\"]");
    browser.wait_until("document.querySelectorAll('#articles .article').length === 1");
    browser.click("#clear");
    browser.wait_until("document.querySelectorAll('#map circle').length > 100");

    // a circle of the map opens the place, whose lines lead to an article with marks
    browser.click("#map circle[data-entity=\"aus\"]");
    browser.wait_until("document.querySelector('#sheet').open");
    assert_eq!(browser.text("#sheet-title"), "Australia");
    browser.wait_until("document.querySelectorAll('.kwic').length > 0");
    keep(&mut browser, "corpus-1280-entity");
    browser.click(".kwic");
    browser.wait_until("document.querySelectorAll('#sheet mark.chosen').length === 1");
    assert!(browser.count("#sheet mark[data-mention]") > 5);
    browser.point_at("#sheet mark.chosen");
    browser.wait_until("!document.getElementById('tip').hidden");
    let why = browser.text("#tip");
    assert!(why.starts_with("Australia (place, country, Australia)") && why.contains("% sure"), "{why}");
    keep(&mut browser, "corpus-1280-article");
    browser.click("#sheet-back");
    browser.wait_until("document.getElementById('sheet-title').textContent === 'Australia'");
    browser.press("Escape", 27);
    browser.wait_until("!document.querySelector('#sheet').open");

    // a mention inside the map is not lost when the map is near
    let wide = browser.evaluate("+document.querySelector('#map svg').getAttribute('viewBox').split(' ')[2]");
    browser.click("#map-in");
    let near = browser.evaluate("+document.querySelector('#map svg').getAttribute('viewBox').split(' ')[2]");
    assert_eq!(near.as_f64().unwrap() * 2.0, wide.as_f64().unwrap());

    // the keyboard alone: from the list to an article and back
    browser.evaluate("document.querySelector('.list.person .bar-row').focus()");
    browser.press("Enter", 13);
    browser.wait_until("document.querySelector('#sheet').open && document.querySelectorAll('.kwic').length > 0");
    assert_eq!(browser.evaluate("document.activeElement.id"), json!("sheet-body"));
    browser.press("Escape", 27);
    browser.wait_until("!document.querySelector('#sheet').open");
    assert_eq!(browser.evaluate("document.activeElement.className"), json!("bar-row person"));

    assert_eq!(browser.complaints(), [""; 0]);
    let file = format!("file://{}", page.display());
    assert!(browser.requests().iter().all(|request| *request == file), "{:?}", browser.requests());
}

#[test]
fn a_page_fits_every_width_in_light_and_dark() {
    let Some(mut browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = corpus_page(folder.path());
    // 640 is a window of 1280 at 200 %
    for (width, height) in [(320, 600), (390, 844), (640, 400), (1280, 800), (1920, 1080)] {
        for scheme in ["light", "dark"] {
            browser.resize(width, height, scheme);
            browser.open(&page, "");
            let over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
            assert_eq!(browser.evaluate(over), json!(0), "{width}");
            keep(&mut browser, &format!("corpus-{width}-{scheme}"));
            browser.click(".article");
            browser.wait_until("document.querySelectorAll('#sheet mark[data-mention]').length > 0");
            let over = "(s => s.scrollWidth - s.clientWidth)(document.getElementById('sheet-body'))";
            assert_eq!(browser.evaluate(over), json!(0), "{width}, an article");
            keep(&mut browser, &format!("corpus-{width}-{scheme}-article"));
        }
    }
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn hostile_articles_are_read_and_never_run() {
    let Some(mut browser) = browser() else { return };
    let desk = Desk::new();
    desk.tag(&[]);
    browser.resize(1280, 800, "light");
    browser.open(&desk.path("out/report.html"), "");
    assert_eq!(browser.text("h1"), "in");
    browser.click("#articles .article[data-article=\"a <b>&.txt\"]");
    browser.wait_until("document.querySelectorAll('#sheet mark[data-mention]').length > 0");
    let shown = browser.evaluate("document.querySelector('.prose').textContent");
    assert_eq!(shown, json!(HOSTILE));
    browser.press("Escape", 27);
    for title in ["b.jsonl#1", "b.jsonl#2"] {
        browser.click(&format!("#articles .article[data-article=\"{title}\"]"));
        browser.wait_until("document.querySelectorAll('#sheet mark[data-mention]').length > 0");
        // an address that is no web page is no link
        assert_eq!(browser.count("#sheet a"), 0);
        browser.press("Escape", 27);
        browser.wait_until("!document.querySelector('#sheet').open");
    }
    browser.evaluate("document.querySelectorAll('select').forEach(s => s.dispatchEvent(new Event('change')))");
    browser.click("#q");
    browser.write("<script>");
    browser.wait_until("document.querySelectorAll('#articles .article').length > 0");
    assert_eq!(browser.evaluate("typeof hacked"), json!("undefined"));
    assert_eq!(browser.count("main script, main img, main b, #sheet script"), 0);
    assert_eq!(browser.complaints(), [""; 0]);

    // even a script that got in would not run
    browser.evaluate(
        "const s = document.createElement('div'); try { s.innerHTML = '<img src=x onerror=hacked()>' } catch {}",
    );
    assert_eq!(browser.evaluate("document.querySelectorAll('img').length"), json!(0));

    // without the texts
    fs::rename(desk.path("in"), desk.path("elsewhere")).unwrap();
    desk.ends(0, &["report", "out"]);
    browser.open(&desk.path("out/report.html"), "#a=b.jsonl%231");
    browser.wait_until("document.querySelectorAll('#sheet .lines .kwic').length > 0");
    let line = browser.evaluate("document.querySelector('#sheet .kwic').textContent");
    assert_eq!(line, json!("The Bank of England is in Syria."));
    assert_eq!(browser.complaints(), [""; 0]);
}

/// The picture in the README: what the corpus looks like. `UPDATE=picture` takes it anew; it depends on the fonts there are,
/// so other updates leave it alone.
#[test]
fn the_readme_shows_the_page() {
    let shown = root().join("docs/report.png");
    assert!(fs::metadata(&shown).unwrap().len() < 300_000, "a picture of the README is small");
    let Some(mut browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    browser.resize(1280, 1220, "light");
    browser.open(&corpus_page(folder.path()), "");
    let png = keep(&mut browser, "readme");
    if std::env::var_os("UPDATE").is_some_and(|value| value == "picture") {
        fs::write(&shown, png).unwrap();
    }
}
