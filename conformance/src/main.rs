//! Runs Smithy's protocol tests.
//!
//! `cargo run -p conformance -- dynamic DIR [--id PART] [--side client|server]`: against the runtime
//! alone, with values made from the models at run time; no code is generated.

mod case;
mod compare;
mod dynamic;
mod events;
mod malformed;
mod model;
mod schemas;
mod values;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: conformance dynamic DIR [--id PART] [--side client|server]";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some("dynamic"), Some(dir)) = (args.next().as_deref(), args.next()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let mut filter = dynamic::Filter::default();
    while let Some(option) = args.next() {
        match (option.as_str(), args.next()) {
            ("--id", Some(part)) => filter.id = part,
            ("--side", Some(side)) => filter.side = Some(side),
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    let dir = PathBuf::from(dir);
    if !dir.is_dir() {
        println!("skipped: there is no directory {}", dir.display());
        return ExitCode::SUCCESS;
    }
    match dynamic::run(&dir, &filter) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
