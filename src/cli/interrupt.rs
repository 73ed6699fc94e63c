//! Interrupts (Ctrl-C and the like) of commands that write tables.

use super::{INTERRUPTED, out};
use anyhow::Context as _;
use gazetag::pipeline::RunError;
use gazetag::tables::folder::TableFolder;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The first interrupt asks the run to end; where it cannot within a moment (it waits for input), or at the second,
/// the half-written files are removed and the process ends. What is given back is to be set once the tables are in place.
pub(super) fn listen_for_interrupts(interrupted: &Arc<AtomicBool>, folder: &Path) -> anyhow::Result<Arc<AtomicBool>> {
    const PATIENCE: Duration = Duration::from_millis(700);
    let flag = Arc::clone(interrupted);
    let in_place = Arc::new(AtomicBool::new(false));
    let are_in_place = Arc::clone(&in_place);
    let folder = folder.to_owned();
    ctrlc::set_handler(move || {
        let again = flag.swap(true, Ordering::SeqCst);
        if !again {
            std::thread::sleep(PATIENCE);
        }
        TableFolder::sweep(&folder);
        if are_in_place.load(Ordering::SeqCst) {
            out::message(format_args!("gazetag: interrupted: the tables are whole, the report was not made"));
        } else {
            out::message(format_args!("gazetag: {}", RunError::Interrupted));
        }
        std::process::exit(i32::from(INTERRUPTED));
    })
    .context("cannot listen for interrupts")?;
    Ok(in_place)
}
