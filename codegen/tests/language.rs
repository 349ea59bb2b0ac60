//! The program's commands on models, as a user runs them: what they print, where, and how they end.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::scratch::Scratch;

const MODEL: &str = "$version: \"2.0\"

namespace ex

/// A thing.
structure Thing {
    @required
    name: String
}
";

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smithgen"));
    command.args(arguments).current_dir(directory);
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "TERM"] {
        command.env_remove(name);
    }
    command
}

/// The exit code, and what went to standard output and standard error.
fn run(directory: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(&command(directory, arguments).output().unwrap())
}

fn run_with(directory: &Path, arguments: &[&str], stdin: &str) -> (i32, String, String) {
    let mut command = command(directory, arguments);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = pipes.stderr(Stdio::piped()).spawn().unwrap();
    // What refuses its arguments does not read.
    let written = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    assert!(written.is_ok() || child.wait().unwrap().code() == Some(2));
    told(&child.wait_with_output().unwrap())
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

/// A directory with a model without mistakes, one that is not laid out, and one that is none.
fn models() -> Scratch {
    let scratch = Scratch::new(std::thread::current().name().unwrap());
    fs::write(scratch.0.join("good.smithy"), MODEL).unwrap();
    let untidy = MODEL
        .replace("    @required\n    name", "@required name")
        .replace("ex\n", "ex2\n");
    fs::write(scratch.0.join("untidy.smithy"), untidy).unwrap();
    fs::write(
        scratch.0.join("bad.smithy"),
        "$version: \"2.0\"\nnamespace ex\nstring {\n",
    )
    .unwrap();
    scratch
}

#[test]
fn models_are_printed_in_both_forms() {
    let scratch = models();
    let (code, stdout, stderr) = run(&scratch.0, &["ast", "good.smithy"]);
    assert_eq!((code, &*stderr), (0, ""));
    assert_eq!(json(&stdout)["shapes"]["ex#Thing"]["type"], "structure");
    let (code, stdout, stderr) = run(&scratch.0, &["ast", "--format", "idl", "good.smithy"]);
    assert_eq!((code, &*stdout, &*stderr), (0, MODEL, ""));
    // A file has one namespace.
    let two = ["ast", "--format", "idl", "good.smithy", "untidy.smithy"];
    let (code, stdout, stderr) = run(&scratch.0, &two);
    assert_eq!((code, &*stdout), (2, ""));
    assert!(
        stderr.contains("the model has 2 namespaces: ex, ex2"),
        "{stderr}"
    );
    let (code, stdout, stderr) = run(&scratch.0, &[&two[..], &["--out", "made"]].concat());
    assert_eq!((code, &*stdout, &*stderr), (0, "", ""));
    assert_eq!(
        fs::read_to_string(scratch.0.join("made/ex.smithy")).unwrap(),
        MODEL
    );
    let (code, _, stderr) = run(&scratch.0, &["ast", "--out", "made", "good.smithy"]);
    assert_eq!(code, 2, "{stderr}");
}

#[test]
fn mistakes_are_shown_with_their_places_and_nothing_is_printed() {
    let scratch = models();
    for arguments in [&["ast"][..], &["ast", "--format", "idl"], &["select", "*"]] {
        let (code, stdout, stderr) = run(&scratch.0, &[arguments, &["bad.smithy"]].concat());
        assert_eq!((code, &*stdout), (1, ""), "{arguments:?}");
        assert!(stderr.contains("bad.smithy:3:8"), "{stderr}");
    }
    for arguments in [&["ast"][..], &["select", "*"]] {
        let all = [arguments, &["--format", "json", "bad.smithy"]].concat();
        let (code, stdout, stderr) = run(&scratch.0, &all);
        assert_eq!((code, &*stdout), (1, ""), "{arguments:?}");
        assert_eq!(json(&stderr)["events"][0]["line"], 3);
    }
    let (code, stdout, _) = run(&scratch.0, &["validate", "--format", "json", "bad.smithy"]);
    assert_eq!(
        (code, &json(&stdout)["events"][0]["severity"]),
        (1, &"ERROR".into())
    );
}

#[test]
fn files_are_laid_out_in_place_or_listed() {
    let scratch = models();
    let at = |name: &str| scratch.0.join(name);
    let before = fs::read_to_string(at("untidy.smithy")).unwrap();
    let (code, stdout, stderr) = run(
        &scratch.0,
        &["fmt", "--check", "good.smithy", "untidy.smithy"],
    );
    assert_eq!((code, &*stdout, &*stderr), (1, "untidy.smithy\n", ""));
    let both = [
        "fmt",
        "--check",
        "--format",
        "json",
        "good.smithy",
        "untidy.smithy",
    ];
    let (code, stdout, _) = run(&scratch.0, &both);
    let expected = serde_json::json!({ "files": 2, "changed": ["untidy.smithy"], "events": [] });
    assert_eq!((code, json(&stdout)), (1, expected));
    assert_eq!(fs::read_to_string(at("untidy.smithy")).unwrap(), before);
    let (code, stdout, stderr) = run(&scratch.0, &["fmt", "."]);
    assert_eq!((code, &*stdout), (1, "1 of 3 files changed\n"));
    assert!(stderr.contains("bad.smithy:3:8"), "{stderr}");
    let after = fs::read_to_string(at("untidy.smithy")).unwrap();
    assert_eq!(after, MODEL.replace("ex\n", "ex2\n"));
    let (code, stdout, _) = run(&scratch.0, &["fmt", "untidy.smithy"]);
    assert_eq!((code, &*stdout), (0, "0 of 1 files changed\n"));
    let left = fs::read_dir(&scratch.0).unwrap().count();
    assert_eq!(left, 3, "a draft is left");
}

#[test]
fn standard_input_is_laid_out_to_standard_output_and_nothing_else_is_there() {
    let scratch = models();
    for files in [&["-"][..], &["-", "good.smithy"]] {
        let untidy = MODEL.replace("    name", "  name");
        let (code, stdout, stderr) = run_with(&scratch.0, &[&["fmt"], files].concat(), &untidy);
        assert_eq!((code, &*stdout, &*stderr), (0, MODEL, ""));
    }
    let (code, stdout, _) = run_with(&scratch.0, &["fmt", "--check", "-"], MODEL);
    assert_eq!((code, &*stdout), (0, ""));
    let (code, stdout, _) = run_with(&scratch.0, &["fmt", "--format", "json", "-"], MODEL);
    assert_eq!((code, &*stdout), (2, ""));
    let (code, stdout, _) = run_with(&scratch.0, &["ast", "--format", "idl", "-"], MODEL);
    assert_eq!((code, &*stdout), (0, MODEL));
}

#[cfg(unix)]
#[test]
fn files_keep_their_permissions_and_links_stay_links() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let scratch = models();
    let at = |name: &str| scratch.0.join(name);
    fs::create_dir_all(at("inside")).unwrap();
    symlink(at("untidy.smithy"), at("inside/link.smithy")).unwrap();
    fs::set_permissions(at("untidy.smithy"), fs::Permissions::from_mode(0o640)).unwrap();
    let before = fs::read_to_string(at("untidy.smithy")).unwrap();
    // What a link in a directory leads to is not in it.
    let (code, stdout, stderr) = run(&scratch.0, &["fmt", "inside"]);
    assert_eq!((code, &*stdout), (0, "0 of 0 files changed\n"), "{stderr}");
    assert!(stderr.contains("is a link that leads out"), "{stderr}");
    assert_eq!(fs::read_to_string(at("untidy.smithy")).unwrap(), before);
    let (code, stdout, _) = run(&scratch.0, &["fmt", "inside/link.smithy"]);
    assert_eq!((code, &*stdout), (0, "1 of 1 files changed\n"));
    assert!(
        fs::symlink_metadata(at("inside/link.smithy"))
            .unwrap()
            .is_symlink()
    );
    assert_ne!(fs::read_to_string(at("untidy.smithy")).unwrap(), before);
    let mode = fs::metadata(at("untidy.smithy"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn what_a_selector_matches_is_listed_with_its_place() {
    let scratch = models();
    let (code, stdout, stderr) = run(&scratch.0, &["select", "structure > member", "good.smithy"]);
    assert_eq!(
        (code, &*stdout, &*stderr),
        (0, "ex#Thing$name good.smithy:8:5\n", "")
    );
    let (_, stdout, _) = run(
        &scratch.0,
        &["select", "--format", "json", "structure", "good.smithy"],
    );
    let expected =
        serde_json::json!([{ "id": "ex#Thing", "file": "good.smithy", "line": 6, "column": 1 }]);
    assert_eq!(json(&stdout), expected);
    let (code, stdout, stderr) = run(&scratch.0, &["select", "strcture", "good.smithy"]);
    assert_eq!((code, &*stdout), (2, ""));
    assert!(stderr.contains("did you mean `structure`?"), "{stderr}");
}

#[test]
fn models_are_judged() {
    let scratch = models();
    let (code, stdout, stderr) = run(&scratch.0, &["validate", "good.smithy"]);
    assert_eq!((code, &*stderr), (0, ""), "{stdout}");
    let (code, stdout, stderr) = run(&scratch.0, &["validate", "bad.smithy"]);
    assert_eq!((code, &*stdout), (1, "1 error\n"));
    assert!(stderr.contains("bad.smithy:3:8"), "{stderr}");
}

#[test]
fn unknown_traits_are_errors_unless_they_are_allowed() {
    let scratch = models();
    fs::write(
        scratch.0.join("odd.smithy"),
        "$version: \"2.0\"\nnamespace ex\n@gone#trait\nstring S\n",
    )
    .unwrap();
    for command in [&["ast"][..], &["validate"], &["select", "*"]] {
        let (code, ..) = run(&scratch.0, &[command, &["odd.smithy"]].concat());
        assert_eq!(code, 1, "{command:?}");
        let (code, ..) = run(
            &scratch.0,
            &[command, &["--allow-unknown-traits", "odd.smithy"]].concat(),
        );
        assert_eq!(code, 0, "{command:?}");
    }
}

#[test]
fn a_wrong_use_is_refused_with_what_was_meant() {
    let scratch = models();
    for (arguments, help) in [
        (&["valdate", "good.smithy"][..], "'validate'"),
        (&["ast", "--formt", "idl", "good.smithy"], "'--format'"),
        (&["ast", "--format", "yaml", "good.smithy"], "json, idl"),
        (&["ast"], "<INPUT>"),
        (&[], "Usage"),
    ] {
        let (code, stdout, stderr) = run(&scratch.0, arguments);
        assert_eq!((code, &*stdout), (2, ""), "{arguments:?}");
        assert!(stderr.contains(help), "{stderr}");
    }
}

#[test]
fn help_says_what_there_is_and_how_commands_end() {
    let scratch = models();
    let (code, stdout, stderr) = run(&scratch.0, &["--help"]);
    assert_eq!((code, &*stderr), (0, ""));
    for word in [
        "generate",
        "init",
        "describe",
        "ast",
        "fmt",
        "select",
        "validate",
        "completion",
        "man",
        "Exit codes:",
    ] {
        assert!(stdout.contains(word), "{word} in:\n{stdout}");
    }
}

#[test]
fn completion_is_there_for_each_shell() {
    let scratch = models();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, stdout, stderr) = run(&scratch.0, &["completion", shell]);
        assert_eq!((code, &*stderr), (0, ""));
        assert!(
            stdout.contains("smithgen") && stdout.contains("validate"),
            "{shell}"
        );
    }
}

/// Every command and option that `--help` lists is on the page, which `man` lays out without complaint.
#[test]
fn the_man_page_has_all_that_help_has() {
    let scratch = models();
    let (code, page, stderr) = run(&scratch.0, &["man"]);
    assert_eq!((code, &*stderr), (0, ""));
    assert!(page.starts_with(".TH \"SMITHGEN\" \"1\""), "{page}");
    let page = page.replace("\\-", "-");
    let (_, help, _) = run(&scratch.0, &["--help"]);
    let commands = help.lines().skip_while(|line| *line != "Commands:");
    let commands: Vec<&str> = commands
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.contains(&"generate"), "{help}");
    for name in commands {
        assert!(page.contains(&format!("smithgen {name}")), "{name}");
        let (_, help, _) = run(&scratch.0, &[name, "--help"]);
        let words = help.split(|c: char| c.is_whitespace() || c == ',');
        for option in words.filter(|word| word.starts_with("--") && word.len() > 2) {
            assert!(page.contains(option), "{name} {option}");
        }
    }
}

#[test]
fn cargo_has_the_same_commands() {
    let scratch = models();
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-smithgen"))
        .args(["smithgen", "ast", "--format", "idl", "good.smithy"])
        .current_dir(&scratch.0)
        .output();
    let (code, stdout, _) = told(&output.unwrap());
    assert_eq!((code, &*stdout), (0, MODEL));
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let scratch = models();
    let shown = |variables: &[(&str, &str)]| {
        let mut command = command(&scratch.0, &["ast", "bad.smithy"]);
        command.envs(variables.iter().copied());
        told(&command.output().unwrap()).2
    };
    assert!(!shown(&[]).contains('\x1b'));
    assert!(shown(&[("CLICOLOR_FORCE", "1")]).contains('\x1b'));
    assert!(!shown(&[("CLICOLOR_FORCE", "0")]).contains('\x1b'));
    assert!(!shown(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains('\x1b'));
}

/// A full disk is a failure, told on one line; a pipe that nobody reads is not.
#[cfg(target_os = "linux")]
#[test]
fn answers_that_cannot_be_written_are_a_failure() {
    let scratch = models();
    for arguments in [
        &["ast", "good.smithy"][..],
        &["select", "*", "good.smithy"],
        &["validate", "good.smithy"],
        &["fmt", "good.smithy"],
        &["completion", "bash"],
        &["--help"],
    ] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = command(&scratch.0, arguments).stdout(full).output();
        let (code, _, stderr) = told(&output.unwrap());
        assert_eq!(
            (code, stderr.lines().count()),
            (1, 1),
            "{arguments:?}: {stderr}"
        );
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command(&scratch.0, arguments).stdout(writer).output();
        let (code, _, stderr) = told(&output.unwrap());
        assert_eq!((code, &*stderr), (0, ""), "{arguments:?}");
    }
}

#[test]
fn what_is_wrong_with_the_metadata_of_a_dependency_is_nobodys_business() {
    let scratch = models();
    let odd = "$version: \"2.0\"\nmetadata suppressions = 1\nnamespace dep\nstring S\n";
    fs::write(scratch.0.join("odd.smithy"), odd).unwrap();
    let (code, _, stderr) = run(&scratch.0, &["ast", "odd.smithy"]);
    assert_eq!(code, 1, "{stderr}");
    let (code, _, stderr) = run(&scratch.0, &["ast", "--dep", "odd.smithy", "good.smithy"]);
    assert_eq!((code, &*stderr), (0, ""));
}

const SERVICE: &str = "$version: \"2.0\"

namespace ex

@aws.protocols#awsJson1_0
service NAME {
    operations: [
        Go
    ]
}

operation Go {
    input := {
        name: String
    }
}
";

#[test]
fn generation_answers_in_json_and_shows_its_progress_to_nobody_but_a_terminal() {
    let scratch = Scratch::new(std::thread::current().name().unwrap());
    for name in ["First", "Second"] {
        let text = SERVICE.replace("NAME", name);
        scratch.put(&format!("models/{name}.smithy"), &text);
    }
    let generate = ["generate", "--models", "models", "--out", "made"];
    let check = [&generate[..], &["--check", "--format", "json"]].concat();
    let (code, stdout, stderr) = run(&scratch.0, &check);
    let answer = json(&stdout);
    assert_eq!((code, &*stderr), (1, ""));
    assert_eq!(answer["changes"][0]["difference"], "missing");
    assert_eq!(answer["files"], answer["changes"].as_array().unwrap().len());
    let (code, stdout, stderr) = run(&scratch.0, &generate);
    assert_eq!((code, &*stderr), (0, ""));
    assert!(
        stdout.starts_with("made: ") && stdout.lines().count() == 1,
        "{stdout}"
    );
    let (code, stdout, _) = run(&scratch.0, &check);
    assert_eq!(
        (code, &json(&stdout)["changes"]),
        (0, &serde_json::json!([]))
    );
    scratch.put("models/Second.smithy", "service");
    let (code, stdout, stderr) = run(&scratch.0, &check);
    assert_eq!((code, &*stderr), (1, ""));
    assert_eq!(json(&stdout)["events"][0]["severity"], "ERROR");
}

#[test]
fn nothing_in_a_model_commands_the_terminal() {
    let scratch = Scratch::new(std::thread::current().name().unwrap());
    let said = "a \\u001b[31m b \\u009b c \\u202e d";
    let text = format!(
        "$version: \"2.0\"\nmetadata said = \"{said}\"\nnamespace ex\n@documentation(\"{said}\")\nstring Said\n"
    );
    fs::write(scratch.0.join("said.smithy"), text).unwrap();
    for arguments in [
        &["ast"][..],
        &["ast", "--format", "idl"],
        &["describe", "Said"],
        &["describe", "--format", "json", "Said"],
        &["validate", "--format", "json"],
    ] {
        let (code, stdout, stderr) = run(&scratch.0, &[arguments, &["said.smithy"]].concat());
        assert_eq!((code, &*stderr), (0, ""), "{arguments:?}");
        let is_command = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!stdout.contains(is_command), "{arguments:?}: {stdout:?}");
    }
    let (_, idl, _) = run(&scratch.0, &["ast", "--format", "idl", "said.smithy"]);
    let (_, before, _) = run(&scratch.0, &["ast", "said.smithy"]);
    let (_, after, _) = run_with(&scratch.0, &["ast", "-"], &idl);
    assert_eq!(before, after);
}
