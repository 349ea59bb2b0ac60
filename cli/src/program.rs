//! The program's name and options, and what depends on the name it is invoked by.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use smithgen_client::transport::Transport;
use smithgen_help::upper_snake;

use crate::table::Commands;

/// What a program tells this crate about itself.
#[derive(Clone, Copy)]
pub struct Options {
    /// The program's version.
    pub(crate) version: &'static str,
    /// Creates an in-process transport that answers calls with `--endpoint-url local:`.
    pub(crate) local: Option<fn() -> Arc<dyn Transport>>,
    /// Names of services that the reference has and the program has not.
    pub(crate) others: &'static [&'static str],
}

impl Options {
    /// Options with this version and no local service.
    #[must_use]
    pub const fn new(version: &'static str) -> Options {
        Options {
            version,
            local: None,
            others: &[],
        }
    }

    /// Names the services that a program which stands in for the AWS CLI was built without. It tells who calls one.
    #[must_use]
    pub const fn without(mut self, others: &'static [&'static str]) -> Options {
        self.others = others;
        self
    }

    /// Adds a local service behind the endpoint `local:`.
    #[must_use]
    pub const fn local(mut self, local: fn() -> Arc<dyn Transport>) -> Options {
        self.local = Some(local);
        self
    }
}

/// The last component of the path the program was invoked by.
pub(crate) fn name(called: &OsStr) -> String {
    let name = Path::new(called).file_name().unwrap_or(called);
    let name = name.to_string_lossy();
    name.strip_suffix(".exe").unwrap_or(&name).to_owned()
}

/// The service that may be omitted: the only one, unless invoked as `aws`.
pub(crate) fn implied(services: &[&'static Commands], program: &str) -> Option<&'static Commands> {
    match services {
        [only] if program != "aws" => Some(only),
        _ => None,
    }
}

/// The prefix of the settings' names, if they differ from the AWS tools' names: the service's name, or the
/// program's if it has several services. As `aws`, a program uses the AWS settings.
pub(crate) fn own_prefix(services: &[&'static Commands], program: &str) -> Option<String> {
    if program == "aws" || services.iter().any(|service| service.aws) {
        return None;
    }
    Some(match services {
        [only] => only.env.to_owned(),
        _ => upper_snake(program),
    })
}
