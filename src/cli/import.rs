//! `gazetag import`: a list from elsewhere.

use super::whole_file::{Replace, WholeFile};
use super::{DONE, FAILED, out, progress};
use anyhow::bail;
use clap::{Args, Subcommand};
use gazetag::Kind;
use gazetag::gazetteer::import::{
    ImportError, List, NameFilter, Outcome, Progress, Tally, Unit, gate, geonames, jrc_names, lines, linked_places,
    opensanctions, spacy, wikidata,
};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Turn a list from elsewhere into a list for -g
#[derive(Args)]
pub(super) struct Import {
    #[command(subcommand)]
    format: Format,
}

#[derive(Subcommand)]
enum Format {
    Geonames(Geonames),
    /// Results of the Wikidata query service, CSV or JSON
    Wikidata(WithKind),
    /// OpenSanctions' targets.simple.csv
    #[command(name = "opensanctions")]
    OpenSanctions(Plain),
    /// The file 'entities' of JRC-Names
    JrcNames(Plain),
    /// Patterns of spaCy's EntityRuler, JSON Lines
    Spacy(Plain),
    /// GATE's lists.def; the lists lie beside it
    Gate(Plain),
    /// Linked Places as a table (LP-TSV)
    LinkedPlaces(Plain),
    /// One name a line
    Lines(WithKind),
}

/// A format without options of its own
#[derive(Args)]
struct Plain {
    #[command(flatten)]
    common: Common,
}

/// A format that may not say what its names are
#[derive(Args)]
struct WithKind {
    #[command(flatten)]
    common: Common,

    /// What the names are: person, organization or place
    #[arg(long)]
    kind: Option<Kind>,
}

/// Which files, and where the list goes
#[derive(Args)]
struct Common {
    /// Files to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The list to write; - is standard output
    #[arg(short, long, value_name = "LIST.csv")]
    output: PathBuf,

    /// Also take names that hurt: of one or two letters, in lower case, ordinary words
    #[arg(long)]
    all_names: bool,

    /// Write over a list that is there already
    #[arg(long)]
    force: bool,

    /// Print what was taken and left out as an array of objects
    #[arg(long)]
    json: bool,

    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

/// Places of GeoNames: a dump, and if given admin1CodesASCII.txt, countryInfo.txt, alternateNamesV2.txt
#[derive(Args)]
struct Geonames {
    #[command(flatten)]
    common: Common,

    /// Feature classes and codes to take, such as A,P,H.SEA [default: lands, divisions, populated places, and of the
    /// rest continents, seas, straits, islands, ranges, deserts]
    #[arg(long, value_name = "CODES")]
    features: Option<geonames::Features>,

    /// Leave out populated places of fewer inhabitants, and of an unknown number; capitals stay
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_population: u64,

    /// Languages of alternate names, such as en,fr; needs alternateNamesV2.txt [default: all]
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    languages: Vec<String>,

    /// Also take names that are no longer used; needs alternateNamesV2.txt
    #[arg(long)]
    historic: bool,
}

impl Import {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        match self.format {
            Format::Geonames(geonames) => {
                let options = geonames::Options {
                    features: geonames.features.unwrap_or_default(),
                    min_population: geonames.min_population,
                    languages: geonames.languages.into_iter().collect(),
                    historic: geonames.historic,
                };
                geonames.common.run(&[], |files, list, read| geonames::import(files, &options, list, read))
            }
            Format::Wikidata(WithKind { common, kind }) => {
                common.run(&[], |files, list, read| wikidata::import(files, kind, list, read))
            }
            Format::OpenSanctions(Plain { common }) => {
                common.run(&opensanctions::OWN_COLUMNS, |files, list, read| opensanctions::import(files, list, read))
            }
            Format::JrcNames(Plain { common }) => {
                common.run(&[], |files, list, read| jrc_names::import(files, list, read))
            }
            Format::Spacy(Plain { common }) => common.run(&[], |files, list, read| spacy::import(files, list, read)),
            Format::Gate(Plain { common }) => common.run(&[], |files, list, read| gate::import(files, list, read)),
            Format::LinkedPlaces(Plain { common }) => {
                common.run(&linked_places::OWN_COLUMNS, |files, list, read| linked_places::import(files, list, read))
            }
            Format::Lines(WithKind { common, kind }) => {
                common.run(&[], |files, list, read| lines::import(files, kind, list, read))
            }
        }
    }
}

/// Where the list goes.
enum Target {
    File(WholeFile),
    Stream(io::Stdout),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::File(file) => file.write(bytes),
            Target::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::File(file) => file.flush(),
            Target::Stream(stream) => stream.flush(),
        }
    }
}

#[derive(Serialize)]
struct Row<'t> {
    what: &'static str,
    outcome: &'static str,
    reason: &'t str,
    count: u64,
}

impl Common {
    fn run(
        &self,
        own_columns: &[&str],
        import: impl FnOnce(&[PathBuf], &mut List<Target>, Progress<'_>) -> Result<(), ImportError>,
    ) -> anyhow::Result<u8> {
        let to_stream = self.output == Path::new("-");
        if to_stream && self.json {
            bail!("the list and --json would both go to standard output: give -o a file");
        }
        let target = if to_stream { Target::Stream(io::stdout()) } else { Target::File(self.begin()?) };
        let filter = if self.all_names { NameFilter::All } else { NameFilter::Careful };
        let mut list = List::new(target, own_columns, filter)?;
        let sizes = self.files.iter().filter_map(|file| std::fs::metadata(file).ok());
        let bar = progress::bytes(sizes.map(|file| file.len()).sum(), self.quiet);
        let done = import(&self.files, &mut list, &|bytes| bar.inc(bytes));
        bar.finish_and_clear();
        done?;
        let (target, tally) = list.finish()?;
        if tally.total(Unit::Row, Outcome::Taken) == 0 {
            self.report(&tally)?;
            bail!("nothing was taken, so no list is written");
        }
        if let Target::File(file) = target {
            file.put_in_place()?;
        }
        self.report(&tally)?;
        Ok(if tally.unreadable_rows() > 0 { FAILED } else { DONE })
    }

    fn begin(&self) -> anyhow::Result<WholeFile> {
        let same = |file: &PathBuf| {
            std::fs::canonicalize(file).ok().is_some_and(|file| std::fs::canonicalize(&self.output).ok() == Some(file))
        };
        if let Some(input) = self.files.iter().find(|file| same(file)) {
            bail!("{} would be read and written: give -o another name", input.display());
        }
        if self.output.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("csv")) {
            bail!("{}: a list is called something.csv", self.output.display());
        }
        WholeFile::begin(&self.output, if self.force { Replace::Whole } else { Replace::Never })
    }

    fn report(&self, tally: &Tally) -> anyhow::Result<()> {
        for told in tally.told() {
            out::message(format_args!("{}", out::printable(told)));
        }
        let untold = tally.unreadable_rows() - tally.told().len() as u64;
        if untold > 0 {
            out::message(format_args!("... and {untold} more that cannot be read"));
        }
        if self.json {
            let counts = tally.counts();
            let rows: Vec<Row<'_>> = counts
                .iter()
                .map(|count| Row {
                    what: count.unit.as_str(),
                    outcome: count.outcome.as_str(),
                    reason: &count.reason,
                    count: count.count,
                })
                .collect();
            out::json(&rows)?;
        }
        if !self.quiet {
            out::message(format_args!("{}", self.summary(tally)));
        }
        Ok(())
    }

    fn summary(&self, tally: &Tally) -> String {
        let mut text = String::new();
        for unit in [Unit::Row, Unit::Name] {
            let total = |outcome| tally.total(unit, outcome);
            let (taken, skipped) = (total(Outcome::Taken), total(Outcome::Skipped));
            write!(text, "{}: {taken} taken, {skipped} left out", unit.as_str()).expect("memory is written");
            if total(Outcome::Unreadable) > 0 {
                write!(text, ", {} unreadable", total(Outcome::Unreadable)).expect("memory is written");
            }
            text.push('\n');
            for count in tally.counts().iter().filter(|count| count.unit == unit && !count.reason.is_empty()) {
                writeln!(text, "  {:>10}  {}", count.count, count.reason).expect("memory is written");
            }
        }
        if self.output != Path::new("-") && tally.total(Unit::Row, Outcome::Taken) > 0 {
            let list = self.output.display();
            write!(text, "{list}: use it with -g {list}, beside the shipped lists with -g default -g {list}")
                .expect("memory is written");
        }
        text.trim_end().to_owned()
    }
}
