//! The integration tests, in one binary: a file for each subject, what they share in `support`.
//!
//! They use the public API and the program alone, read nothing outside the repository and give the same result at every
//! run. `UPDATE=1 cargo test` rewrites what they compare with: the goldens, and the order and quoting of the lists.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stderr, reason = "figures and differences are for the person who runs the tests")]

mod archives;
mod cli;
mod compiled;
#[cfg(all(feature = "parquet", feature = "sqlite", feature = "xlsx"))]
mod formats;
mod gold;
mod goldens;
mod hostile;
mod invariants;
mod linear;
mod lists;
mod matching;
mod mutations;
mod naive;
mod programs;
mod report;
mod shards;
mod support;
mod traps;
