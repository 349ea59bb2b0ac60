//! The commands of the program, one a file.

pub(crate) mod ast;
pub(crate) mod diff;
pub(crate) mod fmt;
pub(crate) mod generate;
mod limits;
pub(crate) mod select;
pub(crate) mod validate;

use std::io::{IsTerminal, Write};

use smithgen::Errors;

/// Shows problems as a person reads them.
fn show(problems: &Errors) {
    if !problems.is_empty() {
        let mut stderr = std::io::stderr().lock();
        let coloured = stderr.is_terminal() && !is_plain();
        // If standard error is closed, there is nowhere left to report to.
        let _ = writeln!(stderr, "{}", problems.report(coloured));
    }
}

/// Whether the user wants no colours, or has a terminal without: <https://no-color.org>.
fn is_plain() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|name| name == "dumb")
}

/// Says something on standard output.
fn tell(text: &str) {
    // A closed pipe is not a failure.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Problems as JSON, for other programs to read.
fn events(problems: &Errors) -> serde_json::Value {
    let event = |problem: &smithgen_model::Diagnostic| {
        let place = problem.place.as_ref();
        let message = match &problem.help {
            Some(help) => format!("{} (help: {help})", problem.message),
            None => problem.message.clone(),
        };
        serde_json::json!({
            "severity": problem.severity.name(),
            "id": problem.id,
            "shape": problem.shape,
            "file": place.map(|place| &place.file),
            "line": place.map(|place| place.line),
            "column": place.map(|place| place.column),
            "message": message,
        })
    };
    let events: Vec<_> = problems.iter().map(event).collect();
    serde_json::json!({ "events": events })
}
