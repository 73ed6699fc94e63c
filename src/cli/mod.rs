//! Arguments, messages, exit codes; one file a command. Works through the public API of the library alone.
//!
//! Exit codes: 0 done, 1 done but something failed (or nothing found, where that is the question), 2 could not run,
//! 130 interrupted. Standard output carries data, standard error everything else.

mod bench;
mod check;
mod compile;
mod completions;
mod convert;
mod decide;
mod diff;
mod explain;
mod import;
mod interrupt;
mod lists;
mod load;
mod lookup;
mod merge;
mod out;
mod paint;
mod progress;
mod reading;
mod report;
mod run;
mod sample;
mod score;
mod suggest;
mod summary;
mod table;
mod tag;
mod whole_file;

use clap::{Parser, Subcommand};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// Where tables go if nothing else is said.
const DEFAULT_FOLDER: &str = "gazetag-out";

/// Done.
const DONE: u8 = 0;
/// Done, but something failed, or what was asked for is not there.
const FAILED: u8 = 1;
/// Could not run.
const UNUSABLE: u8 = 2;
/// Interrupted.
const INTERRUPTED: u8 = 130;

/// Finds the people, organizations and places of gazetteers in folders of articles and writes tables of mentions.
#[derive(Parser)]
#[command(name = "gazetag", version, propagate_version = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Tag(Box<tag::Tag>),
    Compile(compile::Compile),
    Check(check::Check),
    Import(import::Import),
    Lists(lists::WriteLists),
    Lookup(lookup::Lookup),
    Merge(merge::Merge),
    Convert(convert::Convert),
    Diff(diff::Diff),
    Report(report::Report),
    Explain(explain::Explain),
    Score(score::Score),
    Sample(sample::Sample),
    Suggest(suggest::Suggest),
    Bench(bench::Bench),
    Completions(completions::Completions),
}

/// Runs the command that the process was called with.
pub(crate) fn main() -> ExitCode {
    // what goes wrong inside is told in our own words, below and in the pipeline
    std::panic::set_hook(Box::new(|_| {}));
    let arguments = Arguments::parse();
    let run = || match arguments.command {
        Command::Tag(tag) => tag.run(),
        Command::Compile(compile) => compile.run(),
        Command::Check(check) => check.run(),
        Command::Import(import) => import.run(),
        Command::Lists(lists) => lists.run(),
        Command::Lookup(lookup) => lookup.run(),
        Command::Merge(merge) => merge.run(),
        Command::Convert(convert) => convert.run(),
        Command::Diff(diff) => diff.run(),
        Command::Report(report) => report.run(),
        Command::Explain(explain) => explain.run(),
        Command::Score(score) => score.run(),
        Command::Sample(sample) => sample.run(),
        Command::Suggest(suggest) => suggest.run(),
        Command::Bench(bench) => bench.run(),
        Command::Completions(completions) => completions.run(),
    };
    let code = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) if out::is_broken_pipe(&error) => DONE,
        Ok(Err(error)) => {
            out::message(format_args!("gazetag: {error:#}"));
            UNUSABLE
        }
        Err(_) if load::tell_damage() => UNUSABLE,
        Err(_) => {
            out::message(format_args!(
                "gazetag: something went wrong inside gazetag {}; please report it with what you did",
                env!("CARGO_PKG_VERSION")
            ));
            UNUSABLE
        }
    };
    ExitCode::from(code)
}
