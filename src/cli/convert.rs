//! `gazetag convert`: a run's tables in other formats.

use super::interrupt::listen_for_interrupts;
use super::progress::Bar;
use super::{DONE, INTERRUPTED, out};
use anyhow::bail;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::{Args, builder::ValueParser};
use gazetag::pipeline::{self, Watch};
use gazetag::tables::formats::{Format, FormatError, Points};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Write the tables of a run in other formats, beside them
#[derive(Args)]
pub(super) struct Convert {
    /// The folder that 'gazetag tag' wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    #[command(flatten)]
    formats: FormatArguments,

    /// Threads, of which each format takes one; 0: one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// Do not tell which files were written; errors are still told
    #[arg(short, long)]
    quiet: bool,
}

/// Which formats are wanted.
#[derive(Args)]
pub(super) struct FormatArguments {
    /// Formats of the tables; may be given several times
    #[arg(long = "format", value_name = "FORMAT", value_delimiter = ',', value_parser = parser())]
    formats: Vec<Format>,

    /// With geojson: a point for each mention too, in mentions.geojson
    #[arg(long)]
    mentions: bool,
}

fn parser() -> ValueParser {
    let help = |format| match format {
        Format::Csv => "For spreadsheets, or as --csv says",
        Format::Tsv => "Tab-separated",
        Format::Jsonl => "A JSON object a line",
        Format::Xlsx => "One workbook: gazetag.xlsx",
        Format::Parquet => "Typed columns, for pandas, R, DuckDB",
        Format::Sqlite => "One database with full-text search: gazetag.sqlite",
        Format::Geojson => "Points on a map: entities.geojson",
        Format::Gexf => "A graph of who appears with whom, for Gephi: pairs.gexf",
    };
    let values = Format::ALL.map(|format| PossibleValue::new(format.as_str()).help(help(format)));
    let format = |word: String| Format::ALL.into_iter().find(|format| format.as_str() == word).unwrap_or(Format::Csv);
    PossibleValuesParser::new(values).map(format).into()
}

impl FormatArguments {
    /// The formats, each once; CSV where none is given.
    pub(super) fn or_csv(&self) -> anyhow::Result<Vec<Format>> {
        let mut formats = self.formats.clone();
        if formats.is_empty() {
            formats.push(Format::Csv);
        }
        formats.sort_unstable();
        formats.dedup();
        if let Some(missing) = formats.iter().find(|format| !format.is_built()) {
            return Err(FormatError::NotBuilt(*missing).into());
        }
        if self.mentions && !formats.contains(&Format::Geojson) {
            bail!("--mentions says what geojson holds: add --format geojson");
        }
        Ok(formats)
    }

    /// What is a point of GeoJSON.
    pub(super) fn points(&self) -> Points {
        if self.mentions { Points::Mentions } else { Points::Entities }
    }
}

impl Convert {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let formats = self.formats.or_csv()?;
        if formats.contains(&Format::Csv) {
            bail!("the tables are CSV already: give another --format, such as xlsx");
        }
        let pool = pipeline::threads(self.threads)?;
        let interrupted = Arc::new(AtomicBool::new(false));
        listen_for_interrupts(&interrupted, &self.folder)?;
        let bar = Bar::new(0, self.quiet);
        let watch = Watch { progress: &bar, interrupted: &interrupted };
        let converted = pipeline::convert(&pool, &self.folder, &formats, self.formats.points(), watch);
        bar.finish();
        match converted {
            Ok(files) => {
                if !self.quiet {
                    out::message(format_args!("written to {}: {}", self.folder.display(), files.join(", ")));
                }
                Ok(DONE)
            }
            Err(error @ FormatError::Interrupted) => {
                out::message(format_args!("gazetag: {error}"));
                Ok(INTERRUPTED)
            }
            Err(error) => Err(error.into()),
        }
    }
}
