//! `architecture graph DIRECTORY` prints which modules of a crate name which, and the circles among them;
//! `architecture public DIRECTORY` prints its public items; `architecture release` tells what stands in the way of a
//! release of the crates in this directory.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use architecture::graph::Graph;
use architecture::public;
use architecture::release;
use architecture::source::Source;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> io::Result<()> {
    match arguments {
        ["graph", directory] => {
            let source = Source::read(Path::new(directory))?;
            write!(io::stdout(), "{}", Graph::of(&source))
        }
        ["public", directory] => {
            let source = Source::read(Path::new(directory))?;
            write!(io::stdout(), "{}", public::list(&source)?)
        }
        ["release"] => {
            let mut told = release::faults(Path::new("."))?;
            told.extend(release::obstacles(Path::new("."))?);
            match told.is_empty() {
                true => writeln!(io::stdout(), "nothing stands in the way of a release"),
                false => Err(io::Error::other(told.join("\n"))),
            }
        }
        _ => Err(io::Error::other(
            "usage: architecture graph|public DIRECTORY, or architecture release",
        )),
    }
}
