//! The article in a page, without what stands around it.
//!
//! `trafilatura` finds it; of the crates that do, it is right most often (CONTRIBUTING says how that is measured). What it
//! gives is read as a page, so blocks stay apart as everywhere.

use super::page;
use std::panic::{AssertUnwindSafe, catch_unwind};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

/// The headline is looked for in so many blocks.
const HEADLINE_BLOCKS: usize = 3;

/// A block is the headline where it is the title, or so much of its beginning: titles go on with the outlet's name.
const HEADLINE_SHARE: f64 = 0.6;

/// The text of the article; `None` where there seems to be none. `titles` are what the page is called: the headline is
/// not part of the text.
pub(super) fn body(html: &str, titles: &[&str]) -> Option<String> {
    let options = Options::default()
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    // Its own errors are caught as the pipeline's are: a page that it trips over still has a text.
    let found = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options))).ok()?.ok()?;
    let text = page::extract(&found.content_html).text;
    let text = without_headline(&text, titles);
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// What follows the headline, where the text begins with it.
fn without_headline<'t>(text: &'t str, titles: &[&str]) -> &'t str {
    let titles: Vec<String> = titles.iter().map(|title| letters(title)).filter(|title| !title.is_empty()).collect();
    let mut rest = text;
    for _ in 0..HEADLINE_BLOCKS {
        let (block, after) = rest.split_once("\n\n").unwrap_or((rest, ""));
        if is_headline(&letters(block), &titles) {
            return after;
        }
        rest = after;
    }
    text
}

#[allow(clippy::cast_precision_loss, reason = "titles are short")]
fn is_headline(block: &str, titles: &[String]) -> bool {
    let share = |title: &String| block.len() as f64 >= HEADLINE_SHARE * title.len() as f64;
    titles.iter().any(|title| !block.is_empty() && title.starts_with(block) && share(title))
}

/// The letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
