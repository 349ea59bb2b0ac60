//! Speaks to cargo as a build script does: what to watch, what is wrong.

use std::path::Path;

use super::Config;
use crate::error::{Errors, Severity};
use crate::output::Mode;

/// Generates, tells cargo everything, and says whether it went well.
pub(super) fn generate(config: &Config) -> bool {
    for input in config.inputs() {
        depend_on(&input);
    }
    match crate::generate(config, Mode::Write) {
        Ok(report) => {
            self::report(&report.warnings);
            true
        }
        Err(errors) => {
            self::report(&errors);
            false
        }
    }
}

/// Runs the script again when a file changes. Of a directory cargo watches all files in it.
pub(super) fn depend_on(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

/// Shows each problem as cargo shows the compiler's.
pub(super) fn report(problems: &Errors) {
    for problem in problems {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        println!("cargo::{severity}={}", problem.one_line());
    }
}
