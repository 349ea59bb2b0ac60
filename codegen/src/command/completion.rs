//! `smithgen completion`: prints a script for a shell.

use std::process::ExitCode;

use clap::Args;
use clap_complete::Shell;

use super::terminal::tell_raw;

/// What `completion` is told.
#[derive(Args)]
pub(super) struct Completion {
    /// The shell that reads the script.
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(arguments: &Completion) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::program(),
        "smithgen",
        &mut script,
    );
    tell_raw(&String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}
