//! The command line of gazetag. See `gazetag --help`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
