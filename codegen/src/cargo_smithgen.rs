//! The program `smithgen` as a command of cargo, which runs it as `cargo-smithgen smithgen …`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words = std::env::args_os();
    let mut position = 0;
    smithgen::run_command(words.filter(|word| {
        position += 1;
        position != 2 || word != "smithgen"
    }))
}
