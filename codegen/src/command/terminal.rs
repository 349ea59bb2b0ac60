//! What a command says: problems on standard error, answers on standard output, colours and progress on terminals.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use smithgen_help::{visible, visible_json};

use super::Format;
use crate::{Diagnostic, Errors};

/// Why an answer could not be written.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Shows problems as a person reads them.
pub(super) fn show(problems: &Errors) {
    if !problems.is_empty() {
        let mut stderr = io::stderr().lock();
        let text = problems.report(is_coloured(&stderr));
        // If standard error is closed, there is nowhere left to report to.
        let _ = writeln!(stderr, "{text}");
    }
}

/// Shows problems in the form that was asked for: for people, or as JSON on one line.
pub(super) fn show_as(problems: &Errors, format: Option<Format>) {
    match format {
        Some(Format::Json) if !problems.is_empty() => {
            let text = events(problems).to_string();
            let _ = writeln!(io::stderr().lock(), "{}", visible_json(&text));
        }
        _ => show(problems),
    }
}

/// Whether a stream is shown in colours: <https://no-color.org>, <https://bixense.com/clicolors>.
pub(super) fn is_coloured(stream: &impl IsTerminal) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_forced =
        std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    match is_set("NO_COLOR") {
        true => false,
        false => is_forced || (stream.is_terminal() && !is_dumb()),
    }
}

/// Whether the terminal can do nothing but print.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|name| name == "dumb")
}

/// Says something on standard output, and ends the line.
pub(super) fn tell(text: &str) {
    tell_raw(&format!("{text}\n"));
}

/// Answers in JSON, whose text nothing of a model can make command a terminal.
pub(super) fn tell_json(value: &serde_json::Value) {
    tell(&visible_json(&format!("{value:#}")));
}

/// Says something on standard output as it is.
pub(super) fn tell_raw(text: &str) {
    if LOST.get().is_some() {
        return;
    }
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes());
    if let Err(error) = written.and_then(|()| stdout.flush()) {
        let _ = LOST.set(error);
    }
}

/// Why answers were lost, if they were. A pipe that was closed is no failure: its reader had enough.
pub(super) fn lost() -> Option<&'static io::Error> {
    LOST.get()
        .filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
}

/// Problems as JSON, for other programs to read.
pub(super) fn events(problems: &Errors) -> serde_json::Value {
    serde_json::json!({ "events": event_list(problems) })
}

/// The same as a list.
pub(super) fn event_list(problems: &Errors) -> Vec<serde_json::Value> {
    let event = |problem: &Diagnostic| {
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
    problems.iter().map(event).collect()
}

/// Tells on one line of a terminal how far long work is; the line is gone once it is done.
pub(super) struct Progress {
    is_shown: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Progress {
            is_shown: io::stderr().is_terminal() && !is_dumb(),
        }
    }

    /// Shows how many of all were begun, and the name of the last of these.
    pub(super) fn tell(&self, number: usize, total: usize, name: &str) {
        if self.is_shown && total > 1 {
            let _ = write!(
                io::stderr().lock(),
                "\r\x1b[K{number} of {total}: {}",
                visible(name)
            );
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
