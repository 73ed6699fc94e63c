//! `gazetag bench`: how fast it is on the user's own articles and lists.

use super::load::ListArguments;
use super::{DONE, out};
use anyhow::Context as _;
use clap::Args;
use gazetag::articles::inputs;
use gazetag::bench::{Compare, Measured, measure};
use gazetag::decide::DecideOptions;
use gazetag::lexicon::{Lexicon, LexiconOptions};
use gazetag::pipeline;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Measure each stage on articles and lists of your own
#[derive(Args)]
pub(super) struct Bench {
    /// Files and folders of articles
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    lists: ListArguments,

    /// Threads; all cores by default
    #[arg(short = 'j', long = "threads", value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,

    /// Also measure a plain aho-corasick search with word edges over the same names and text
    #[arg(long)]
    baseline: bool,

    /// Print one object
    #[arg(long)]
    json: bool,

    /// Print what changed against an earlier run, kept with --json
    #[arg(long, value_name = "OLD.json", conflicts_with = "json")]
    compare: Option<PathBuf>,

    /// Print no warnings
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Serialize, Deserialize)]
struct Report {
    open_seconds: f64,
    build_seconds: f64,
    #[serde(flatten)]
    measured: Measured,
}

impl Bench {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let old = self.compare.as_deref().map(read_report).transpose()?;
        let pool = pipeline::threads(self.threads)?;
        let find = || pool.install(|| inputs(&self.paths, &[]));
        find()?;
        let begun = Instant::now();
        let gazetteer = pool.install(|| self.lists.load(self.quiet))?;
        let lexicon = pool.install(|| Lexicon::compile(Arc::new(gazetteer), LexiconOptions::default()));
        let open_seconds = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        pool.install(|| lexicon.build_all());
        let build_seconds = begun.elapsed().as_secs_f64();
        let compare = if self.baseline { Compare::Baseline } else { Compare::Alone };
        let measured = measure(&lexicon, &DecideOptions::default(), find, pool.current_num_threads(), compare)?;
        let report = Report { open_seconds, build_seconds, measured };
        match old {
            Some(old) => out::data(&changes(&old, &report))?,
            None if self.json => out::json(&report)?,
            None => out::data(&lines(&report))?,
        }
        Ok(DONE)
    }
}

fn read_report(path: &Path) -> anyhow::Result<Report> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is not what 'gazetag bench --json' printed", path.display()))
}

fn lines(report: &Report) -> String {
    let measured = &report.measured;
    let mut text = String::new();
    let mut line = |what: &str, value: String| writeln!(text, "{what:<22}{value}").expect("memory is written");
    line("names", measured.names.to_string());
    line("lists opened", format!("{:.3} s", report.open_seconds));
    line("automata built", format!("{:.3} s", report.build_seconds));
    line("articles", format!("{} ({:.1} MB)", measured.articles, measured.mb));
    line("threads", measured.threads.to_string());
    for (name, stage) in measured.stages.named() {
        line(name, format!("{:>9.3} s {:>9.1} MB/s", stage.seconds, stage.mb_s));
    }
    if let (Some(baseline), Some(ratio)) = (measured.baseline, measured.ratio) {
        line(
            "plain search",
            format!("{:>21.1} MB/s, {} hits; built in {:.2} s", baseline.mb_s, baseline.hits, baseline.build_seconds),
        );
        line("hits against it", format!("{ratio:>21.2} times as fast"));
    }
    for run in &measured.runs {
        let threads = if run.threads == 1 { "1 thread" } else { &format!("{} threads", run.threads) };
        let rates =
            format!("{:>9.1} MB/s, {:.0} articles/s, {:.0} mentions/s", run.mb_s, run.articles_s, run.mentions_s);
        line(&format!("all, {threads}"), format!("{:>9.3} s {rates}", run.seconds));
    }
    line("hits found", measured.hits.to_string());
    line("mentions kept", measured.mentions.to_string());
    line("peak memory", measured.peak_mb.map_or("unknown".to_owned(), |mb| format!("{mb:.0} MB")));
    text
}

/// Each figure then and now, with the change in percent; counts only where they changed.
fn changes(old: &Report, new: &Report) -> String {
    let mut text = String::new();
    let (before, after) = (&old.measured, &new.measured);
    let counts = [
        ("names", before.names as u64, after.names as u64),
        ("articles", before.articles, after.articles),
        ("threads", before.threads as u64, after.threads as u64),
        ("hits found", before.hits, after.hits),
        ("mentions kept", before.mentions, after.mentions),
    ];
    for (what, old, new) in counts.into_iter().filter(|(_, old, new)| old != new) {
        writeln!(text, "{what:<22}{old:>12} -> {new:<12} not the same work: compare with care")
            .expect("memory is written");
    }
    let mut line = |what: &str, unit: &str, old: f64, new: f64| {
        let change = if old > 0.0 { format!("{:+.1} %", (new / old - 1.0) * 100.0) } else { String::new() };
        writeln!(text, "{what:<22}{old:>12.3} -> {new:<12.3} {unit:<5} {change:>9}").expect("memory is written");
    };
    line("lists opened", "s", old.open_seconds, new.open_seconds);
    line("automata built", "s", old.build_seconds, new.build_seconds);
    for ((name, old), (_, new)) in before.stages.named().into_iter().zip(after.stages.named()) {
        line(name, "MB/s", old.mb_s, new.mb_s);
    }
    if let (Some(old), Some(new)) = (before.ratio, after.ratio) {
        line("hits against plain", "times", old, new);
    }
    for new in &after.runs {
        if let Some(old) = before.runs.iter().find(|old| old.threads == new.threads) {
            line(&format!("all, threads: {}", new.threads), "MB/s", old.mb_s, new.mb_s);
        }
    }
    if let (Some(old), Some(new)) = (before.peak_mb, after.peak_mb) {
        line("peak memory", "MB", old, new);
    }
    text
}
