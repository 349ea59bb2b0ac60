//! Speaks to cargo as a build script does: what to watch, what is wrong.

use std::path::Path;

use super::Config;
use crate::Report;
use crate::error::{Diagnostic, Errors};
use crate::output::Mode;

/// What generated code is made of.
const RUNTIME: &str = "smithgen-runtime";

/// What the tables of a command line are made of.
const COMMANDS: &str = "smithgen-cli";

/// Generates, tells cargo everything, and says whether it went well.
pub(super) fn generate(config: &Config) -> bool {
    match demand_crates(config).and_then(|()| crate::generate(config, Mode::Write)) {
        Ok(Report { warnings, .. }) => {
            for input in config.inputs() {
                // Of a directory cargo watches all files in it.
                println!("cargo::rerun-if-changed={}", input.display());
            }
            for warning in &warnings {
                println!("cargo::warning={}", warning.one_line());
            }
            true
        }
        Err(errors) => {
            fail(&errors);
            false
        }
    }
}

/// Shows all problems, as cargo shows the compiler's. Of a script that fails cargo shows everything it wrote, so that
/// nothing is told in cargo's own words besides: an instruction has room for one line, and would be shown twice. Nor
/// has such a script to say what to watch; cargo runs it again in any case.
pub(super) fn fail(problems: &Errors) {
    eprintln!("{problems}");
}

/// Modules that go to `OUT_DIR` are included by the package whose script this is: it has to depend on the crates that
/// they name.
fn demand_crates(config: &Config) -> Result<(), Errors> {
    let includes = !config.is_package() && config.out_dir.is_none();
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").filter(|_| includes);
    let manifest = manifest.map(|directory| Path::new(&directory).join("Cargo.toml"));
    let Some(text) = manifest.and_then(|path| std::fs::read_to_string(path).ok()) else {
        return Ok(());
    };
    let has_commands = config.services.iter().any(|service| service.cli);
    let needed = [RUNTIME]
        .into_iter()
        .chain(has_commands.then_some(COMMANDS));
    let mut errors = Errors::new();
    for name in needed.filter(|name| !text.contains(name)) {
        let message = format!("what is generated needs the crate `{name}`");
        let help = format!("add it to the dependencies in Cargo.toml: `cargo add {name}`");
        errors.push(Diagnostic::error(message).help(help));
    }
    errors.into_result(()).map(drop)
}
