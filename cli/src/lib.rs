//! Runtime of the command lines that `smithgen` generates.
//!
//! [`main`] is a whole program: given the tables of one or more services, it behaves like the AWS CLI, down to
//! messages and exit codes. Nothing here knows a particular service.
//!
//! Throughout this crate, **the reference** is AWS CLI 2.36.7 on Python 3.11. We match its order of checks, its
//! messages, and the way it prints numbers and text. A program invoked as `aws` does exactly what the reference
//! does, apart from a few extra options that must be written in full. Under its own name it may explain errors more
//! clearly. Where the reference's message comes straight from the Python interpreter, comments speak of Python's
//! words.
//!
//! ```
//! use std::process::ExitCode;
//!
//! use smithgen_cli::Options;
//! use smithgen_cli::table::Commands;
//!
//! fn run(service: &'static Commands) -> ExitCode {
//!     smithgen_cli::main(&[service], Options::new(env!("CARGO_PKG_VERSION")))
//! }
//! ```

// Internals are public only to tests and fuzzing, which reach them through `fuzzing`.
#![cfg_attr(not(feature = "fuzzing"), allow(unreachable_pub))]

mod alias;
mod args;
mod call;
mod completion;
mod debug;
mod encoding;
mod errors;
mod exchange_log;
#[cfg(any(test, feature = "fuzzing"))]
mod fixture;
mod foreign;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod help;
mod interrupt;
mod json;
mod limits;
mod message;
mod outfile;
mod output;
mod pager;
mod pages;
mod params;
mod program;
mod progress;
mod prompt;
mod python;
mod query;
mod refusal;
mod run;
mod save;
mod settings;
mod skeleton;
mod stdio;
pub mod table;
mod value;
mod version;
mod yaml;

use std::process::ExitCode;

pub use program::Options;

/// Runs the process's command line.
///
/// If the program is invoked as `aws`, the first word names the service, and its behaviour is indistinguishable
/// from the reference. Under any other name, the service is implied when there is only one.
#[must_use]
pub fn main(services: &[&'static table::Commands], options: Options) -> ExitCode {
    let mut words = std::env::args_os();
    let called = words.next().unwrap_or_else(|| "aws".into());
    let words: Vec<args::Word> = words.map(args::Word::from_os).collect();
    run::Run::main(services, &options, &called, &words)
}

// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
