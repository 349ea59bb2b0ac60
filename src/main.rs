//! The command `sso-oidc`: everything it does follows from the tables of the generated crate.

use std::process::ExitCode;

use smithgen_cli::Options;
use sso_oidc_client::cli::COMMANDS;

fn main() -> ExitCode {
    smithgen_cli::main(&[&COMMANDS], Options::new(env!("CARGO_PKG_VERSION")))
}
