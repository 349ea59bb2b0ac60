//! `architecture graph DIRECTORY` prints which modules of a crate name which, and the circles among them;
//! `architecture public DIRECTORY` prints its public items; `architecture release` tells what stands in the way of a
//! release of the crates in this directory.

use std::io::{self, Write};
use std::path::Path;

use architecture::graph::Graph;
use architecture::public;
use architecture::release;
use architecture::source::Source;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
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
