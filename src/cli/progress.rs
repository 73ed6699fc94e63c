//! A progress bar on standard error, where that is a terminal.

use gazetag::pipeline::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// Articles and bytes done, MB/s, time left.
pub(super) struct Bar {
    bar: ProgressBar,
    articles: AtomicU64,
    rows: AtomicU64,
}

impl Bar {
    /// A bar for so many bytes; nothing is drawn with `quiet` or where standard error is no terminal.
    pub(super) fn new(bytes: u64, quiet: bool) -> Bar {
        let bar = drawn(bytes, quiet, "{bar:30} {bytes}/{total_bytes}  {msg} articles  {bytes_per_sec}  {eta} left");
        Bar { bar, articles: AtomicU64::new(0), rows: AtomicU64::new(0) }
    }

    /// Takes the bar off the screen.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar for so many bytes of files that are no articles.
pub(super) fn bytes(bytes: u64, quiet: bool) -> ProgressBar {
    drawn(bytes, quiet, "{bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left")
}

fn drawn(bytes: u64, quiet: bool, template: &str) -> ProgressBar {
    let bar = ProgressBar::new(bytes);
    if quiet || !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar.set_style(style(template));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is constant")
}

impl Progress for Bar {
    fn advance(&self, articles: u64, bytes: u64) {
        let done = self.articles.fetch_add(articles, Ordering::Relaxed) + articles;
        if !self.bar.is_hidden() {
            self.bar.set_message(done.to_string());
        }
        self.bar.inc(bytes);
    }

    fn write(&self, rows: u64) {
        if self.rows.fetch_add(rows, Ordering::Relaxed) == 0 {
            self.bar.set_style(style("{spinner} {human_pos} rows written in other formats  {elapsed}"));
            self.bar.reset();
        }
        self.bar.inc(rows);
    }
}
