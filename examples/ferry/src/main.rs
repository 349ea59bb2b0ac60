use std::process::ExitCode;

use ::ferry::{ferry, tugs};

fn main() -> ExitCode {
    let options = smithgen_cli::Options::new(env!("CARGO_PKG_VERSION"));
    smithgen_cli::main(&[&ferry::cli::COMMANDS, &tugs::cli::COMMANDS], options)
}
