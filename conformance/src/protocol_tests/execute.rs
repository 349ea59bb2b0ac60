//! Runs a package's tests and reads what became of each from the output of Rust's own test harness.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long the tests of a package may take together.
const PATIENCE: Duration = Duration::from_secs(300);

/// The outcome of each test by its path; one that is not among them did not finish.
pub(super) type Outcomes = BTreeMap<String, Result<(), String>>;

/// Runs the named tests, or all when none is named.
///
/// # Errors
/// When the program cannot be run.
pub(super) fn run(program: &Path, names: &[&str]) -> Result<Outcomes, String> {
    let mut command = Command::new(program);
    command.args(["--color", "never", "--exact"]).args(names);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|e| format!("{}: {e}", program.display()))?;
    let (sender, receiver) = mpsc::channel();
    let stdout = child.stdout.take();
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read until an error is all there is.
        let _ = stdout.map(|mut stdout| stdout.read_to_end(&mut bytes));
        let _ = sender.send(());
        bytes
    });
    if receiver.recv_timeout(PATIENCE).is_err() {
        // It may have ended by itself just now.
        let _ = child.kill();
    }
    let output = reader.join().unwrap_or_default();
    child
        .wait()
        .map_err(|e| format!("{}: {e}", program.display()))?;
    Ok(outcomes(&String::from_utf8_lossy(&output)))
}

/// Reads `test NAME ... ok` and the output of those that failed.
fn outcomes(output: &str) -> Outcomes {
    let mut outcomes = Outcomes::new();
    for line in output.lines() {
        let result = line
            .strip_prefix("test ")
            .and_then(|rest| rest.split_once(" ... "));
        if let Some((name, result)) = result {
            let result = match result {
                "ok" => Ok(()),
                _ => Err(reason(output, name)),
            };
            outcomes.insert(name.to_owned(), result);
        }
    }
    outcomes
}

/// What a failed test printed.
fn reason(output: &str, name: &str) -> String {
    let head = format!("---- {name} stdout ----\n");
    let Some((_, after)) = output.split_once(&head) else {
        return "it printed nothing".to_owned();
    };
    let end = after
        .find("\n---- ")
        .or_else(|| after.find("\nfailures:\n"));
    let text = after
        .get(..end.unwrap_or(after.len()))
        .unwrap_or(after)
        .trim();
    text.strip_prefix("Error: ").unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_of_tests_are_read_with_their_reasons() {
        let output = "\nrunning 3 tests\ntest a::One ... ok\ntest a::Two ... FAILED\ntest b::Three ... FAILED\n\n\
            failures:\n\n---- a::Two stdout ----\nError: body: no\n\n---- b::Three stdout ----\n\n\
            thread 'x' panicked at y:\nboom\n\n\nfailures:\n    a::Two\n    b::Three\n\ntest result: FAILED.";
        let outcomes = outcomes(output);
        assert_eq!(outcomes["a::One"], Ok(()));
        assert_eq!(outcomes["a::Two"], Err("body: no".to_owned()));
        assert_eq!(
            outcomes["b::Three"],
            Err("thread 'x' panicked at y:\nboom".to_owned())
        );
        assert_eq!(outcomes.len(), 3);
    }
}
