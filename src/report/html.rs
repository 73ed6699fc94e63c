//! The page: a template filled in, under a policy that lets nothing run but its own script.

use super::run::{ArticleRow, Run};
use super::{Counted, ReportError};
use crate::model::Kind;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::escape::escape;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write;

const TEMPLATE: &str = include_str!("page/page.html");

const STYLE: &str = include_str!("page/style.css");

/// In the order in which they build on each other.
const SCRIPTS: [&str; 10] = [
    include_str!("page/dom.js"),
    include_str!("page/data.js"),
    include_str!("page/filter.js"),
    include_str!("page/bars.js"),
    include_str!("page/map.js"),
    include_str!("page/time.js"),
    include_str!("page/graph.js"),
    include_str!("page/articles.js"),
    include_str!("page/sheet.js"),
    include_str!("page/main.js"),
];

/// So many of each kind are named where no script runs.
const NAMED: usize = 15;

/// So many articles that were not read are named.
const NOT_READ: usize = 200;

/// Writes the page; `details` writes the blocks at its end.
pub(super) fn write(
    run: &Run,
    overview: &str,
    out: &mut Counted<'_>,
    details: impl FnOnce(&mut dyn Write) -> Result<(), ReportError>,
) -> Result<(), ReportError> {
    let script = format!("'use strict';\n(() => {{\n{}}})();\n", SCRIPTS.join("\n"));
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'",
        source_of(&script),
        source_of(STYLE)
    );
    let (title, lead, plain, about) = (title(run), lead(run), plain(run), about(run));
    let values = [
        ("policy", policy.as_str()),
        ("version", env!("CARGO_PKG_VERSION")),
        ("title", &title),
        ("style", STYLE),
        ("lead", &lead),
        ("plain", &plain),
        ("about", &about),
        ("overview", overview),
        ("script", &script),
    ];
    let (page, end) = TEMPLATE.split_once("{{details}}").expect("the template has a place for them");
    fill(page, &values, out)?;
    details(out)?;
    fill(end, &values, out)?;
    Ok(())
}

/// Writes a template with values in place of `{{name}}`. Values are written as they are, and not looked into.
fn fill(template: &str, values: &[(&str, &str)], out: &mut dyn Write) -> std::io::Result<()> {
    let mut parts = template.split("{{");
    out.write_all(parts.next().unwrap_or_default().as_bytes())?;
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("each mark is closed");
        let (_, value) = values.iter().find(|(known, _)| *known == name).expect("each mark has a value");
        out.write_all(value.as_bytes())?;
        out.write_all(rest.as_bytes())?;
    }
    Ok(())
}

/// An inline script or style as a policy names it.
fn source_of(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// What was tagged, or else where the tables are.
fn title(run: &Run) -> String {
    let name = |path: &std::path::PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<String> =
        run.package().paths.iter().filter(|path| path.as_os_str() != "-").filter_map(name).collect();
    if names.len() > 3 {
        names.truncate(3);
        names.push("…".to_owned());
    }
    if names.is_empty() {
        names.extend(run.folder().file_name().map(|name| name.to_string_lossy().into_owned()));
    }
    escape(names.join(", ").as_str()).into_owned()
}

/// The figures of the run, in a sentence.
fn lead(run: &Run) -> String {
    let of_kind = |kind| run.entities.iter().filter(|entity| entity.kind == kind).count();
    let [people, organizations, places] = Kind::ALL.map(of_kind);
    let read = run.articles.iter().filter(|article| article.status == "ok").count();
    let mut lead = format!(
        "{} mentions of {} people, {} organizations and {} places in {} articles",
        bold(run.who.len()),
        bold(people),
        bold(organizations),
        bold(places),
        bold(read)
    );
    let dates = || run.articles.iter().map(|article| article.date.as_str()).filter(|date| !date.is_empty());
    match (dates().min(), dates().max()) {
        (Some(first), Some(last)) if first != last => {
            write!(lead, ", {} to {}", escape(first), escape(last)).expect("memory is written");
        }
        (Some(only), _) => write!(lead, " of {}", escape(only)).expect("memory is written"),
        _ => {}
    }
    lead.push('.');
    lead
}

fn bold(n: usize) -> String {
    format!("<b>{}</b>", grouped(n))
}

/// A number with commas between thousands.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// What the page shows where no script runs.
fn plain(run: &Run) -> String {
    let mut html = String::new();
    for (kind, named) in Kind::ALL.into_iter().zip(["People", "Organizations", "Places"]) {
        write!(html, "<div><h2>{named}</h2><ol>").expect("memory is written");
        for entity in run.entities.iter().filter(|entity| entity.kind == kind).take(NAMED) {
            write!(html, "<li>{} ({})</li>", escape(&entity.name), entity.mentions).expect("memory is written");
        }
        html.push_str("</ol></div>");
    }
    html
}

/// How the page came about.
fn about(run: &Run) -> String {
    let lists = run.package().lists.iter().filter(|(_, rows)| *rows > 0);
    let lists: Vec<String> = lists.map(|(name, rows)| format!("{} ({} rows)", escape(name), count(*rows))).collect();
    let mut html = format!(
        "<h2>About this page</h2><p>Names of the lists {} were looked up by gazetag {}; no text was understood. A name \
         can be missed, or mean somebody else: read before you quote. Point at a mark in an article for the rules that \
         spoke for it.</p>",
        lists.join(", "),
        escape(&run.package().version)
    );
    let is_unread = |article: &&ArticleRow| article.status == "failed" || article.status == "skipped";
    let unread: Vec<&ArticleRow> = run.articles.iter().filter(is_unread).collect();
    if !unread.is_empty() {
        write!(html, "<details><summary>{} files were not read</summary><ul>", grouped(unread.len())).expect("memory");
        for article in unread.iter().take(NOT_READ) {
            let (name, note) = (escape(&article.name), escape(&article.note));
            write!(html, "<li><code>{name}</code> {}: {note}</li>", escape(&article.status))
                .expect("memory is written");
        }
        if unread.len() > NOT_READ {
            html.push_str("<li>and more: see articles.csv</li>");
        }
        html.push_str("</ul></details>");
    }
    html.push_str(
        "<p>Outlines of countries: Natural Earth, in the public domain; they say nothing about who owns what. The page \
         holds all its data and asks nothing of the network.</p>",
    );
    html
}

fn count(n: u64) -> String {
    grouped(usize::try_from(n).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_between_thousands() {
        for (n, shown) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(n), shown);
        }
    }

    #[test]
    fn a_value_is_not_filled_in_itself() {
        let mut out = Vec::new();
        fill("a {{x}} b {{y}}", &[("x", "{{y}}"), ("y", "2")], &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a {{y}} b 2");
    }

    #[test]
    fn nothing_in_script_or_style_ends_its_element() {
        for text in SCRIPTS.into_iter().chain([STYLE]) {
            assert!(!text.contains("</") && !text.contains("<!--"), "{text}");
        }
    }
}
