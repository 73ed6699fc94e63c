//! `gazetag completions`: what a shell needs to complete commands and options.

use super::{Arguments, DONE, out};
use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, generate};

/// Print the script with which a shell completes commands and options
#[derive(Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> anyhow::Result<u8> {
        let mut script = Vec::new();
        generate(self.shell, &mut Arguments::command(), "gazetag", &mut script);
        out::data(&String::from_utf8_lossy(&script))?;
        Ok(DONE)
    }
}
