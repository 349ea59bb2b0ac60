//! `architecture graph DIRECTORY` prints which modules of a crate name which, and the circles among them;
//! `architecture public DIRECTORY` prints its public items.

use std::io::{self, Write};
use std::path::Path;

use architecture::graph::Graph;
use architecture::public;
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
        _ => Err(io::Error::other(
            "usage: architecture graph|public DIRECTORY",
        )),
    }
}
