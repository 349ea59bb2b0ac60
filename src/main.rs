//! The command `sso-oidc`: everything it does follows from the tables of the generated crate.

use std::process::ExitCode;

use sso_oidc_client::cli::COMMANDS;

fn main() -> ExitCode {
    eprintln!(
        "usage: {} <command> [parameters]\n\ncommands:",
        COMMANDS.name
    );
    for command in COMMANDS.commands {
        eprintln!("  {}", command.name);
    }
    ExitCode::from(252)
}
