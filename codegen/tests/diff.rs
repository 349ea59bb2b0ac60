//! The command `diff`: what it compares, what it ignores, and how it ends.

mod scratch;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use scratch::Scratch;

const OLD: &str = "$version: \"2.0\"\nnamespace ex\nstructure A { a: String }\nstructure B {}\n";
const NEW: &str = "$version: \"2.0\"\nnamespace ex\nstructure A { a: Integer }\n";

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smithgen"));
    command.arg("diff").args(arguments).current_dir(folder);
    // Nothing above a test's directory is its repository.
    command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
    command.stdin(Stdio::null()).output().unwrap()
}

#[track_caller]
fn expect(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
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
fn events(folder: &Path, arguments: &[&str], code: i32) -> Vec<String> {
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

fn pair(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch.put("old.smithy", OLD);
    scratch.put("new.smithy", NEW);
    scratch
}

const BOTH: [&str; 2] = [
    "ERROR ChangedMemberTarget ex#A$a",
    "ERROR RemovedShape ex#B",
];

#[test]
fn files_directories_and_standard_input_are_compared() {
    let scratch = pair("diff-inputs");
    let folder = &scratch.0;
    assert_eq!(events(folder, &["old.smithy", "new.smithy"], 1), BOTH);
    scratch.put(
        "was/deep/one.smithy",
        "$version: \"2.0\"\nnamespace ex\nstructure A { a: String }",
    );
    scratch.put(
        "was/two.json",
        r#"{"smithy": "2.0", "shapes": {"ex#B": {"type": "structure"}}}"#,
    );
    assert_eq!(events(folder, &["was", "new.smithy"], 1), BOTH);
    assert_eq!(
        events(folder, &["was", "old.smithy"], 0),
        Vec::<String>::new()
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_smithgen"));
    let mut child = command
        .args(["diff", "old.smithy", "-"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), NEW.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("new:  <stdin>:3:15"));
    let (_, err) = expect(folder, &["-", "-"], 2);
    assert!(
        err.contains("both models cannot be read from standard input"),
        "{err}"
    );
}

#[test]
fn the_exit_code_says_whether_anything_is_as_grave_as_asked_for() {
    let scratch = Scratch::new("diff-fail-on");
    let folder = &scratch.0;
    scratch.put(
        "old.smithy",
        "$version: \"2.0\"\nnamespace ex\nstructure A { a: String, b: String }\nstring B",
    );
    scratch.put(
        "new.smithy",
        "$version: \"2.0\"\nnamespace ex\nstructure A { b: String, a: String }\nstring C",
    );
    let run = |fail_on: &str, code| {
        expect(
            folder,
            &["--fail-on", fail_on, "old.smithy", "new.smithy"],
            code,
        );
        expect(
            folder,
            &["--fail-on", fail_on, "old.smithy", "old.smithy"],
            0,
        );
    };
    run("error", 0);
    run("danger", 1);
    run("warning", 1);
    run("note", 1);
    run("never", 0);
    let (out, _) = expect(
        folder,
        &["--severity", "danger", "old.smithy", "new.smithy"],
        0,
    );
    assert!(out.contains("DANGER ChangedMemberOrder ex#A"), "{out}");
    assert!(!out.contains("RemovedShape"), "{out}");
    assert!(out.ends_with("1 danger, 1 warning, 1 note\n"), "{out}");
    let (_, err) = expect(folder, &["--fail-on", "all", "old.smithy", "new.smithy"], 2);
    assert!(err.contains("invalid value 'all'"), "{err}");
}

#[test]
fn a_side_that_cannot_be_read_is_no_result() {
    let scratch = pair("diff-unreadable");
    let folder = &scratch.0;
    scratch.put(
        "broken.smithy",
        "$version: \"2.0\"\nnamespace ex\nstructure {",
    );
    scratch.put(
        "unknown.smithy",
        "$version: \"2.0\"\nnamespace ex\n@ex.other#t\nstructure A { a: Integer }",
    );
    let (out, err) = expect(folder, &["old.smithy", "broken.smithy"], 2);
    assert!(
        out.is_empty() && err.contains("broken.smithy:3:11"),
        "{out}{err}"
    );
    let (_, err) = expect(folder, &["missing.smithy", "new.smithy"], 2);
    assert!(err.contains("cannot read `missing.smithy`"), "{err}");
    let told = events(folder, &["old.smithy", "broken.smithy"], 2);
    assert!(
        told.iter().all(|event| event == "ERROR Model -"),
        "{told:?}"
    );
    // Both sides are told of at once.
    let (_, err) = expect(folder, &["missing.smithy", "broken.smithy"], 2);
    assert!(
        err.contains("missing.smithy") && err.contains("broken.smithy:3:11"),
        "{err}"
    );
    expect(folder, &["old.smithy", "unknown.smithy"], 2);
    let told = events(
        folder,
        &["--allow-unknown-traits", "old.smithy", "unknown.smithy"],
        1,
    );
    assert!(
        told.contains(&"WARNING ModifiedTrait.Add.ex.other#t ex#A".to_owned()),
        "{told:?}"
    );
    scratch.put(
        "other.smithy",
        "$version: \"2.0\"\nnamespace ex.other\n@trait\nstructure t {}",
    );
    let told = events(
        folder,
        &["--dep", "other.smithy", "old.smithy", "unknown.smithy"],
        1,
    );
    assert!(
        told.contains(&"NOTE ModifiedTrait.Add.ex.other#t ex#A".to_owned()),
        "{told:?}"
    );
}

#[test]
fn what_is_wrong_with_the_old_model_is_past() {
    let scratch = pair("diff-past");
    let folder = &scratch.0;
    let wrong = format!("{OLD}@ex.other#t\nstructure C {{ a: Missing }}\n");
    scratch.put("old.smithy", &wrong);
    let arguments = ["old.smithy", "new.smithy"];
    let (out, err) = expect(folder, &arguments, 1);
    assert!(out.contains("ERROR RemovedShape ex#C"), "{out}");
    assert!(err.contains("is not defined, in the old model"), "{err}");
    assert!(err.contains("old.smithy:5:1"), "{err}");
    assert_eq!(events(folder, &arguments, 1).len(), 3);
    // The new one is to be mended.
    expect(folder, &["new.smithy", "old.smithy"], 2);
}

#[test]
fn what_is_meant_is_ignored_with_a_reason() {
    let scratch = pair("diff-ignore");
    let folder = &scratch.0;
    let entries = "[[ignore]]\nid = \"RemovedShape\"\nshape = \"ex#*\"\nreason = \"nobody used it\"\n\
                   [[ignore]]\nid = \"ChangedMemberTarget\"\nshape = \"ex#A$a\"\nreason = \"agreed\"\nexpires = 2999-01-31\n";
    scratch.put("ignore.toml", entries);
    let arguments = ["--ignore", "ignore.toml", "old.smithy", "new.smithy"];
    let told = events(folder, &arguments, 0);
    assert_eq!(told, BOTH.map(|it| it.replace("ERROR", "SUPPRESSED")));
    let (out, err) = expect(
        folder,
        &[&["--severity", "suppressed"], &arguments[..]].concat(),
        0,
    );
    assert!(out.contains("help: ignored: nobody used it"), "{out}");
    assert!(
        out.contains("help: ignored: agreed, until 2999-01-31"),
        "{out}"
    );
    assert!(err.is_empty(), "{err}");
    let (out, _) = expect(
        folder,
        &[
            &["--format", "junit", "--severity", "suppressed"],
            &arguments[..],
        ]
        .concat(),
        0,
    );
    assert!(out.contains("failures=\"0\" skipped=\"2\""), "{out}");
}

#[test]
fn entries_that_are_over_or_mean_nothing_are_told_of() {
    let scratch = pair("diff-stale");
    let folder = &scratch.0;
    scratch.put(
        "ignore.toml",
        "[[ignore]]\nid = \"RemovedShape\"\nshape = \"ex#B\"\nreason = \"soon back\"\nexpires = \"2001-02-03\"\n\n\
         [[ignore]]\nid = \"Removed\"\nshape = \"*\"\nreason = \"an id ends at a dot\"\n",
    );
    let arguments = ["--ignore", "ignore.toml", "old.smithy", "new.smithy"];
    assert_eq!(events(folder, &arguments, 1), BOTH);
    let (_, err) = expect(folder, &arguments, 1);
    assert!(
        err.contains("`RemovedShape` of `ex#B` was ignored until 2001-02-03"),
        "{err}"
    );
    assert!(err.contains("ignore.toml:1:1"), "{err}");
    assert!(err.contains("no change is `Removed` of `*`"), "{err}");
    assert!(err.contains("ignore.toml:7:1"), "{err}");
}

#[test]
fn a_file_of_ignored_changes_has_every_mistake_told_at_its_place() {
    let scratch = pair("diff-malformed");
    let folder = &scratch.0;
    let cases = [
        (
            "[[ignore]]\nid = \"A\"\nshape = \"*\"\n",
            "1:1",
            "the entry has no `reason`",
        ),
        (
            "[[ignore]]\nid = \"A\"\nshape = \"*\"\nreason = \" \"\n",
            "4:10",
            "`reason` is a text that is not empty",
        ),
        (
            "[[ignore]]\nid = \"A\"\nshape = \"*\"\nreson = \"x\"\n",
            "4:1",
            "did you mean `reason`?",
        ),
        (
            "[[ignore]]\nid = 1\nshape = \"*\"\nreason = \"x\"\n",
            "2:6",
            "`id` is a text",
        ),
        (
            "[[ignore]]\nid = \"A\"\nshape = \"*\"\nreason = \"x\"\nexpires = \"2027-02-30\"\n",
            "5:11",
            "`expires` is no day",
        ),
        ("ignores = []\n", "1:1", "`ignores` is no key of this file"),
        ("ignore = 1\n", "1:10", "`ignore` is a list of tables"),
        ("ignore = [1]\n", "1:11", "an entry is a table"),
        ("[[ignore\n", "1:9", "expected `]]`"),
    ];
    for (text, place, expected) in cases {
        scratch.put("ignore.toml", text);
        let (out, err) = expect(
            folder,
            &["--ignore", "ignore.toml", "old.smithy", "new.smithy"],
            2,
        );
        assert!(out.is_empty(), "{out}");
        assert!(err.contains(expected), "{text}: {err}");
        assert!(
            err.contains(&format!("ignore.toml:{place}")),
            "{text}: {err}"
        );
    }
    let many = "[[ignore]]\nid = \"A\"\nshape = \"*\"\nreason = \"x\"\n".repeat(2_001);
    scratch.put("ignore.toml", &many);
    let (_, err) = expect(
        folder,
        &["--ignore", "ignore.toml", "old.smithy", "new.smithy"],
        2,
    );
    assert!(err.contains("there are more than 2000 entries"), "{err}");
    let (_, err) = expect(
        folder,
        &["--ignore", "none.toml", "old.smithy", "new.smithy"],
        2,
    );
    assert!(err.contains("cannot read `none.toml`"), "{err}");
}

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
