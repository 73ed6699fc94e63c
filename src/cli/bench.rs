//! `gazetag bench`: how fast it is on the user's own articles and lists.

use super::load::ListArguments;
use super::{DONE, out};
use clap::Args;
use gazetag::articles::{Feed, ReadOptions, inputs};
use gazetag::bench::{Compare, Measured, measure, peak_memory_mb};
use gazetag::decide::DecideOptions;
use gazetag::lexicon::{Lexicon, LexiconOptions};
use gazetag::pipeline;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Measure each stage on articles and lists of your own, on one thread
#[derive(Args)]
pub(super) struct Bench {
    /// Files and folders of articles
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    lists: ListArguments,

    /// Also measure a plain aho-corasick search with word edges over the same names and text
    #[arg(long)]
    baseline: bool,

    /// Print one object
    #[arg(long)]
    json: bool,

    /// Print no warnings
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Serialize)]
struct Report {
    open_seconds: f64,
    build_seconds: f64,
    peak_mb: Option<f64>,
    #[serde(flatten)]
    measured: Measured,
}

impl Bench {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let pool = pipeline::threads(0)?;
        let feed = Feed::new(pool.install(|| inputs(&self.paths, &[]))?, ReadOptions::default());
        let begun = Instant::now();
        let gazetteer = self.lists.load(self.quiet)?;
        let lexicon = Lexicon::compile(Arc::new(gazetteer), LexiconOptions::default());
        let open_seconds = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        pool.install(|| lexicon.build_all());
        let build_seconds = begun.elapsed().as_secs_f64();
        let compare = if self.baseline { Compare::Baseline } else { Compare::Alone };
        let measured = measure(&lexicon, &DecideOptions::default(), feed, compare);
        let report = Report { open_seconds, build_seconds, peak_mb: peak_memory_mb(), measured };
        if self.json {
            out::json(&report)?
        } else {
            out::data(&lines(&report))?
        }
        Ok(DONE)
    }
}

fn lines(report: &Report) -> String {
    let measured = &report.measured;
    let mut text = String::new();
    let mut line = |what: &str, value: String| writeln!(text, "{what:<22}{value}").expect("memory is written");
    line("names", measured.names.to_string());
    line("lists opened", format!("{:.3} s", report.open_seconds));
    line("automata built", format!("{:.3} s", report.build_seconds));
    line("articles", format!("{} ({:.1} MB)", measured.articles, measured.mb));
    let stages = measured.stages;
    for (name, stage) in
        [("read", stages.read), ("hits", stages.hits), ("decide", stages.decide), ("tables", stages.tables)]
    {
        line(name, format!("{:>9.3} s {:>9.1} MB/s", stage.seconds, stage.mb_s));
    }
    if let (Some(baseline), Some(ratio)) = (measured.baseline, measured.ratio) {
        line(
            "plain search",
            format!("{:>21.1} MB/s, {} hits; built in {:.2} s", baseline.mb_s, baseline.hits, baseline.build_seconds),
        );
        line("hits against it", format!("{ratio:>21.2} times as fast"));
    }
    line("hits found", measured.hits.to_string());
    line("mentions kept", measured.mentions.to_string());
    line("articles a second", format!("{:.0}", measured.articles_s));
    line("mentions a second", format!("{:.0}", measured.mentions_s));
    line("peak memory", report.peak_mb.map_or("unknown".to_owned(), |mb| format!("{mb:.0} MB")));
    text
}
