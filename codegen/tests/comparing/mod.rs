//! Runs the command `diff`, and reads what it prints.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::scratch::Scratch;

pub(crate) const OLD: &str =
    "$version: \"2.0\"\nnamespace ex\nstructure A { a: String }\nstructure B {}\n";
pub(crate) const NEW: &str = "$version: \"2.0\"\nnamespace ex\nstructure A { a: Integer }\n";

pub(crate) fn diff(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smithgen"));
    command.arg("diff").args(arguments).current_dir(folder);
    // Nothing above a test's directory is its repository.
    command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
    command.stdin(Stdio::null()).output().unwrap()
}

#[track_caller]
pub(crate) fn expect(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let output = diff(folder, arguments);
    let [out, err] =
        [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it).into_owned());
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}\n{out}\n{err}"
    );
    (out, err)
}

/// Each event of `--format json` as `SEVERITY id shape`.
#[track_caller]
pub(crate) fn events(folder: &Path, arguments: &[&str], code: i32) -> Vec<String> {
    let (out, err) = expect(folder, &[&["--format", "json"], arguments].concat(), code);
    let printed: serde_json::Value = serde_json::from_str(&out).expect(&err);
    let events = printed["events"].as_array().unwrap().iter();
    let text = |event: &serde_json::Value, key: &str| event[key].as_str().unwrap_or("-").to_owned();
    events
        .map(|it| {
            format!(
                "{} {} {}",
                text(it, "severity"),
                text(it, "id"),
                text(it, "shape")
            )
        })
        .collect()
}

pub(crate) fn pair(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch.put("old.smithy", OLD);
    scratch.put("new.smithy", NEW);
    scratch
}

pub(crate) const BOTH: [&str; 2] = [
    "ERROR ChangedMemberTarget ex#A$a",
    "ERROR RemovedShape ex#B",
];
