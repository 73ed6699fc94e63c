//! The two streams: data on standard output, messages on standard error. A reader that has gone away is no error.

use anyhow::Context as _;
use std::fmt;
use std::io::{self, BufWriter, Write};

/// Prints a line for the user.
pub(super) fn message(line: fmt::Arguments<'_>) {
    // nobody is there to be told that a message cannot be told
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints data.
pub(super) fn data(text: &str) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write to standard output")
}

/// Prints values as an array of JSON objects.
pub(super) fn json<T: serde::Serialize>(values: &T) -> anyhow::Result<()> {
    let mut text = serde_json::to_string_pretty(values)?;
    text.push('\n');
    data(&text)
}

/// Whether an error only says that nobody reads on.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
        cause.downcast_ref::<io::Error>().is_some_and(closed)
            || matches!(cause.downcast_ref(), Some(gazetag::pipeline::RunError::Stream(error)) if closed(error))
    })
}

/// Text for a terminal: control characters, which could move the cursor or worse, are shown as what they are.
pub(super) fn printable(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}
