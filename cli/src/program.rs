//! The program: its name, what it says of itself, and what follows from how it is called.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use smithgen_client::transport::Transport;
use smithgen_help::upper_snake;

use crate::table::Commands;

/// What a program says of itself.
#[derive(Clone, Copy)]
pub struct Options {
    /// Its version.
    pub version: &'static str,
    /// Makes what answers in process to calls with `--endpoint-url local:`.
    pub local: Option<fn() -> Arc<dyn Transport>>,
}

impl Options {
    /// A program of this version.
    #[must_use]
    pub const fn new(version: &'static str) -> Options {
        Options {
            version,
            local: None,
        }
    }

    /// The same program with a service of its own behind the endpoint `local:`.
    #[must_use]
    pub const fn local(mut self, local: fn() -> Arc<dyn Transport>) -> Options {
        self.local = Some(local);
        self
    }
}

/// The last part of the name by which the program was called.
pub(crate) fn name(called: &OsStr) -> String {
    let name = Path::new(called).file_name().unwrap_or(called);
    let name = name.to_string_lossy();
    name.strip_suffix(".exe").unwrap_or(&name).to_owned()
}

/// The service that need not be named: the only one, but as `aws`.
pub(crate) fn implied(services: &[&'static Commands], program: &str) -> Option<&'static Commands> {
    match services {
        [only] if program != "aws" => Some(only),
        _ => None,
    }
}

/// What the program's settings start with, where they are not those of AWS tools: the service's name, or the
/// program's where it has several. Called as `aws`, a program has the settings of AWS.
pub(crate) fn own_prefix(services: &[&'static Commands], program: &str) -> Option<String> {
    if program == "aws" || services.iter().any(|service| service.aws) {
        return None;
    }
    Some(match services {
        [only] => only.env.to_owned(),
        _ => upper_snake(program),
    })
}
