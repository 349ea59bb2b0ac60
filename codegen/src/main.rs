//! The program `smithgen`: what build scripts do, from a shell, and what else there is to do with models.

use std::process::ExitCode;

fn main() -> ExitCode {
    smithgen::run_command(std::env::args_os())
}
