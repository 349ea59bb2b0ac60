//! `smithgen init`: the crate that it makes builds and passes its own tests without a warning, and nothing that was there
//! before is touched.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::crates::{cargo, root};
use crate::scratch::Scratch;

fn init(directory: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_smithgen"))
        .arg("init")
        .args(arguments)
        .current_dir(directory)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    (code, text(output.stdout), text(output.stderr))
}

#[track_caller]
fn succeeds(package: &Path, arguments: &[&str]) -> String {
    let output = cargo(package, arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}:\n{told}");
    assert!(!told.contains("warning"), "cargo {arguments:?}:\n{told}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_new_crate_builds_at_once_and_passes_its_tests() {
    // Below the workspace of the repository, as in any other.
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("init");
    for (name, more, files) in [
        ("my-notes", &["--cli", "--server"][..], 12),
        ("notes2", &[], 7),
    ] {
        let package = place.join(name);
        let _ = fs::remove_dir_all(&package);
        fs::create_dir_all(&place).unwrap();
        let arguments = [&[name, "--path", root().to_str().unwrap()], more].concat();
        let (code, stdout, stderr) = init(&place, &arguments);
        assert_eq!((code, &*stderr), (0, ""));
        assert_eq!(stdout.lines().count(), files + 2, "{stdout}");
        // The same versions as here, so that nothing has to be fetched.
        fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
        succeeds(&package, &["test"]);
        let shown = succeeds(&package, &["run", "--example", "call"]);
        assert!(shown.contains("n-1: Water the plants"), "{shown}");
        for judge in [&["fmt", "--check", "model"][..], &["validate", "model"]] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_smithgen"));
            let output = command.args(judge).current_dir(&package).output().unwrap();
            assert!(
                output.status.success() && output.stderr.is_empty(),
                "{judge:?}"
            );
        }
    }
}

#[test]
fn a_crate_may_be_named_like_a_shape_of_its_model() {
    for name in [
        "notes",
        "Tags",
        "no-such-note",
        "list_notes",
        "string",
        "other",
    ] {
        let scratch = Scratch::new("init-shapes");
        let (code, _, stderr) = init(&scratch.0, &[name, "--server"]);
        assert_eq!((code, &*stderr), (0, ""));
        let output = Command::new(env!("CARGO_BIN_EXE_smithgen"))
            .args(["generate", "--server", "--model", "model", "--out", "made"])
            .current_dir(scratch.0.join(name))
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && told.is_empty(), "{name}: {told}");
    }
}

#[test]
fn crates_of_a_registry_are_named_by_their_version() {
    let scratch = Scratch::new("init-registry");
    let (code, _, stderr) = init(&scratch.0, &["notes"]);
    assert_eq!((code, &*stderr), (0, ""));
    let manifest = fs::read_to_string(scratch.0.join("notes/Cargo.toml")).unwrap();
    for line in [
        "smithgen-client = \"0.1\"",
        "smithgen = { version = \"0.1\", default-features = false }",
    ] {
        assert!(
            manifest.lines().any(|it| it == line),
            "{line} in:\n{manifest}"
        );
    }
    assert!(!manifest.contains("workspace"), "{manifest}");
}

#[test]
fn what_is_there_stays() {
    let scratch = Scratch::new("init-there");
    scratch.put("used/src/lib.rs", "// mine\n");
    let before = scratch.all();
    for arguments in [
        &["used"][..],
        &["used", "--name", "x"],
        &["used/src/lib.rs"],
        &["new", "--name", "1st"],
        &["new", "--name", "fn"],
        &["new", "--name", "test"],
        &["."],
    ] {
        let (code, stdout, stderr) = init(&scratch.0, arguments);
        assert_eq!((code, &*stdout), (2, ""), "{arguments:?}");
        assert!(stderr.starts_with("error: "), "{stderr}");
    }
    let (code, _, stderr) = init(&scratch.0, &["new", "--path", "used"]);
    assert_eq!(code, 1, "{stderr}");
    assert_eq!(scratch.all(), before);
}

#[test]
fn an_empty_directory_becomes_a_crate_of_its_name() {
    let scratch = Scratch::new("init-empty");
    fs::create_dir(scratch.0.join("notes")).unwrap();
    let (code, stdout, _) = init(&scratch.0.join("notes"), &["--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, &answer["files"][0]), (0, &"Cargo.toml".into()));
    let manifest = fs::read_to_string(scratch.0.join("notes/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"notes\""), "{manifest}");
}
