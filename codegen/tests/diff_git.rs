//! The command `diff` with what a revision in Git has.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::comparing::{BOTH, NEW, OLD, events, expect, pair};
use crate::scratch::Scratch;

/// Runs Git in a directory, independent of whoever runs the test.
fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.com",
        "-c",
        "init.defaultBranch=main",
    ]);
    command.args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"]);
    command.args(arguments).current_dir(folder);
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A repository in which a model and a directory of models changed once; `None` where there is no Git.
fn repository(name: &str) -> Option<Scratch> {
    if Command::new("git").arg("--version").output().is_err() {
        println!("git is not installed: skipped");
        return None;
    }
    let scratch = Scratch::new(name);
    let folder = &scratch.0;
    git(folder, &["init", "-q"]);
    scratch.put("model/a b.smithy", OLD);
    scratch.put(
        "model/deep/é.json",
        r#"{"smithy": "2.0", "shapes": {"ex#C": {"type": "string"}}}"#,
    );
    scratch.put("model/notes.txt", "no model");
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "one"]);
    git(folder, &["tag", "-a", "v1", "-m", "one"]);
    scratch.put("model/a b.smithy", NEW);
    git(folder, &["commit", "-q", "-a", "-m", "two"]);
    Some(scratch)
}

#[test]
fn revisions_of_a_repository_are_compared() {
    let Some(scratch) = repository("diff-git") else {
        return;
    };
    let folder = &scratch.0;
    assert_eq!(
        events(folder, &["HEAD~1:model/a b.smithy", "model/a b.smithy"], 1),
        BOTH
    );
    assert_eq!(
        events(folder, &["v1:model/a b.smithy", "main:model/a b.smithy"], 1),
        BOTH
    );
    assert_eq!(events(folder, &["v1:model", "HEAD:model/"], 1), BOTH);
    assert_eq!(events(folder, &["v1:", "."], 1), BOTH);
    let (out, _) = expect(folder, &["v1:model", "model"], 1);
    assert!(out.contains("old:  v1:model/a b.smithy:3:15"), "{out}");
    assert!(out.contains("new:  model/a b.smithy:3:15"), "{out}");
    // Paths start at the root of the repository, unless they say otherwise.
    let deep = folder.join("model/deep");
    assert_eq!(events(&deep, &["v1:model", "HEAD:model"], 1), BOTH);
    assert_eq!(
        events(&deep, &["v1:./é.json", "é.json"], 0),
        Vec::<String>::new()
    );
    let (_, err) = expect(&deep, &["v1:é.json", "é.json"], 2);
    assert!(
        err.contains("paths start at the root of the repository"),
        "{err}"
    );
    // A file of that very name goes first.
    scratch.put("v1:model", NEW);
    assert_eq!(
        events(
            folder,
            &["--allow-unknown-traits", "v1:model", "model/a b.smithy"],
            0
        ),
        Vec::<String>::new()
    );
}

#[test]
fn what_git_does_not_have_is_told_of() {
    let Some(scratch) = repository("diff-no-git") else {
        return;
    };
    let folder = &scratch.0;
    let refused = |side: &str, expected: &str| {
        let (out, err) = expect(folder, &["--", side, "model"], 2);
        assert!(out.is_empty(), "{out}");
        assert!(err.contains(expected), "{side}: {err}");
    };
    refused("v2:model", "no revision `v2` in Git");
    refused(
        "HEAD:none",
        "revision `HEAD` has no file or directory `none`",
    );
    refused(
        "HEAD:model/notes.txt/x",
        "revision `HEAD` has no file or directory",
    );
    refused(":model", "no revision in Git before a colon");
    refused("HEAD\n:model", "no revision in Git before a colon");
    for option in [
        "--help:model",
        "-x:model",
        "--output=x:model",
        "--upload-pack=touch x:model",
    ] {
        refused(option, "no revision in Git before a colon");
    }
    refused("$(touch x):model", "no revision `$(touch x)` in Git");
    refused("HEAD^{/:model", "in Git");
    assert!(!folder.join("x").exists());
    git(folder, &["commit", "-q", "--allow-empty", "-m", "three"]);
    std::fs::create_dir(folder.join("empty")).unwrap();
    scratch.put("empty/README", "no model");
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "four"]);
    refused("HEAD:empty", "there are no models in it");
    let outside = pair("diff-outside");
    let (_, err) = expect(&outside.0, &["HEAD:model", "new.smithy"], 2);
    assert!(err.contains("not a git repository"), "{err}");
}

/// What Git prints when it is given some input.
fn asked(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_directory_of_a_revision_has_an_end() {
    let Some(scratch) = repository("diff-many") else {
        return;
    };
    let folder = &scratch.0;
    let blob = asked(folder, &["hash-object", "-w", "--stdin"], NEW);
    let tree = |count: usize| {
        let entries = (0..count).map(|number| format!("100644 blob {blob}\t{number:05}.smithy\n"));
        asked(folder, &["mktree"], &entries.collect::<String>())
    };
    // A link is no model, even where it is called like one.
    let linked = format!("100644 blob {blob}\ta.smithy\n120000 blob {blob}\tb.smithy\n");
    let linked = asked(folder, &["mktree"], &linked);
    let side = format!("{linked}:");
    expect(folder, &[&side, "model/a b.smithy"], 0);
    let side = format!("{}:", tree(10_001));
    let (_, err) = expect(folder, &[&side, "model"], 2);
    assert!(err.contains("it has more than 10000 model files"), "{err}");
}

#[test]
fn without_git_there_are_only_files() {
    let scratch = pair("diff-without");
    let mut command = Command::new(env!("CARGO_BIN_EXE_smithgen"));
    command
        .args(["diff", "HEAD:model", "new.smithy"])
        .current_dir(&scratch.0);
    let output = command.env("PATH", &scratch.0).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(
        err.contains("`git` cannot be run") && err.contains("install Git"),
        "{err}"
    );
}
