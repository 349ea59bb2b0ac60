//! Completion as someone at a terminal meets it, in each shell. Shells that are not installed are skipped, and that is
//! said.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::terminal::{Home, Terminal, called};

/// To the start of the line.
const START: &str = "\x01";

/// A home with profiles, aliases and files, whose names a shell must not obey.
fn home(test: &str) -> Home {
    let home = Home::new(&format!("completions-{test}"));
    let write = |path: &str, text: &str| {
        let path = home.0.join(path);
        fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
        fs::write(path, text).expect("a file");
    };
    write(
        ".aws/config",
        "[default]\n[profile work]\nregion = x\n[profile \"a b\"]\n[profile \"$(touch HERE)\"]\n\
         [profile \"`touch HERE`\"]\n[profile \";touch HERE\"]\n[profile \"o'clock\"]\n\
         [sso-session no]\n[services no2]\n",
    );
    write(".aws/credentials", "[keys]\n");
    write(
        ".aws/cli/alias",
        "[toplevel]\nmine = sso-oidc register-client\n\
         [command sso-oidc]\npublic = register-client --client-type public\n",
    );
    write("x y.json", "{}");
    write("$(touch HERE).json", "{}");
    write("directory/inner.json", "{}");
    for name in ["sso-oidc", "aws"] {
        called(&home, name, &[]);
    }
    // The AWS CLI's own completer, which knows services that are not here.
    let completer = home.0.join("aws_completer");
    let completes = "#!/bin/sh\ncase \"$COMP_LINE\" in 'aws s3'*) echo 's3api ' ;; esac\n";
    fs::write(&completer, completes).expect("a file");
    fs::set_permissions(&completer, fs::Permissions::from_mode(0o755)).expect("a program");
    home
}

/// A shell with the script in it.
struct Shell {
    name: &'static str,
    terminal: Terminal,
    /// How many lines were run.
    count: usize,
}

impl Shell {
    fn start(name: &'static str, home: &Home) -> Option<Shell> {
        let (words, script): (&[&str], _) = match name {
            "bash" => (&["--norc", "-i"], "source <(sso-oidc completion bash)"),
            "zsh" => (
                &["-f", "-i"],
                "autoload -U compinit; compinit -D; bindkey -e; source <(sso-oidc completion zsh)",
            ),
            _ => (&["--no-config", "-i"], "sso-oidc completion fish | source"),
        };
        if Command::new(name).arg("--version").output().is_err() {
            println!("skipped: {name} is not installed");
            return None;
        }
        // Shells want a terminal that is their own.
        let mut command = Command::new("setsid");
        command
            .args(["--ctty", name])
            .args(words)
            .env_clear()
            .env("HOME", &home.0)
            .env("TERM", "xterm")
            .env("PATH", format!("{}:/usr/bin:/bin", home.0.display()))
            .current_dir(&home.0);
        let mut terminal = Terminal::with(command, (200, 40));
        terminal.press(script).press("; echo 'all 'set\r");
        terminal.expect("all set");
        Some(Shell {
            name,
            terminal,
            count: 0,
        })
    }

    /// Types keys, tabulators among them, and proves that the line is these words then.
    #[track_caller]
    fn completes(&mut self, keys: &str, words: &[&str]) {
        self.count += 1;
        let end = format!("end{}", self.count);
        let shown: String = words.iter().map(|word| format!("<{word}>")).collect();
        println!("{}: {keys:?}", self.name);
        self.terminal.press(keys).press(&format!(" {end}"));
        self.terminal
            .press(START)
            .press("printf '<%s>' ")
            .press("\r");
        self.terminal.expect(&format!("{shown}<{end}>"));
    }
}

fn check(name: &'static str) {
    let home = home(name);
    let Some(mut shell) = Shell::start(name, &home) else {
        return;
    };
    for (keys, words) in [
        ("sso-oidc reg\t", &["sso-oidc", "register-client"][..]),
        (
            "sso-oidc reg\t--client-na\t",
            &["sso-oidc", "register-client", "--client-name"],
        ),
        ("./sso-oidc reg\t", &["./sso-oidc", "register-client"]),
        (
            "aws --region us-east-1 sso-oidc --debug reg\t",
            &[
                "aws",
                "--region",
                "us-east-1",
                "sso-oidc",
                "--debug",
                "register-client",
            ],
        ),
        (
            "sso-oidc --region eu-n\t",
            &["sso-oidc", "--region", "eu-north-1"],
        ),
        (
            "sso-oidc register-client --output tex\t",
            &["sso-oidc", "register-client", "--output", "text"],
        ),
        (
            "sso-oidc register-client --output=tex\t",
            &["sso-oidc", "register-client", "--output=text"],
        ),
        (
            "sso-oidc register-client --query clientSecretE\t",
            &[
                "sso-oidc",
                "register-client",
                "--query",
                "clientSecretExpiresAt",
            ],
        ),
        (
            "sso-oidc register-client --sav\t",
            &["sso-oidc", "register-client", "--save"],
        ),
        (
            "sso-oidc create-token-w\t--sav\t",
            &["sso-oidc", "create-token-with-iam", "--sav"],
        ),
        (
            "sso-oidc pub\t--client-na\t",
            &["sso-oidc", "public", "--client-name"],
        ),
        ("aws s3a\t", &["aws", "s3api"]),
        ("aws min\t--client-na\t", &["aws", "mine", "--client-name"]),
        (
            "sso-oidc help ret\t--for\tma\t",
            &["sso-oidc", "help", "return-codes", "--format", "ma"],
        ),
        ("sso-oidc comp\tfi\t", &["sso-oidc", "completion", "fish"]),
        // Values that a shell would obey.
        ("sso-oidc --profile a\t", &["sso-oidc", "--profile", "a b"]),
        (
            "sso-oidc --profile \"a\t",
            &["sso-oidc", "--profile", "a b"],
        ),
        ("sso-oidc --profile 'a\t", &["sso-oidc", "--profile", "a b"]),
        (
            "sso-oidc --profile \\$\t",
            &["sso-oidc", "--profile", "$(touch HERE)"],
        ),
        (
            "sso-oidc --profile \"\\$\t",
            &["sso-oidc", "--profile", "$(touch HERE)"],
        ),
        (
            "sso-oidc --profile '$\t",
            &["sso-oidc", "--profile", "$(touch HERE)"],
        ),
        (
            "sso-oidc --profile '`\t",
            &["sso-oidc", "--profile", "`touch HERE`"],
        ),
        (
            "sso-oidc --profile \\;\t",
            &["sso-oidc", "--profile", ";touch HERE"],
        ),
        (
            "sso-oidc --profile=\\;\t",
            &["sso-oidc", "--profile=;touch HERE"],
        ),
        (
            "sso-oidc --profile o\t",
            &["sso-oidc", "--profile", "o'clock"],
        ),
        (
            "sso-oidc --profile \"o\t",
            &["sso-oidc", "--profile", "o'clock"],
        ),
        // Files.
        (
            "sso-oidc register-client --cli-input-json \tx\t",
            &[
                "sso-oidc",
                "register-client",
                "--cli-input-json",
                "file://x y.json",
            ],
        ),
        (
            "sso-oidc register-client --cli-input-json file://dir\tinn\t",
            &[
                "sso-oidc",
                "register-client",
                "--cli-input-json",
                "file://directory/inner.json",
            ],
        ),
        (
            "sso-oidc register-client --cli-input-json \"file://x\t",
            &[
                "sso-oidc",
                "register-client",
                "--cli-input-json",
                "file://x y.json",
            ],
        ),
        (
            "sso-oidc register-client --cli-input-json=file://x\t",
            &[
                "sso-oidc",
                "register-client",
                "--cli-input-json=file://x y.json",
            ],
        ),
        (
            "sso-oidc register-client --cli-input-json file://\\$\t",
            &[
                "sso-oidc",
                "register-client",
                "--cli-input-json",
                "file://$(touch HERE).json",
            ],
        ),
        (
            "sso-oidc --ca-bundle x\t",
            &["sso-oidc", "--ca-bundle", "x y.json"],
        ),
        (
            "sso-oidc --ca-bundle=x\t",
            &["sso-oidc", "--ca-bundle=x y.json"],
        ),
    ] {
        shell.completes(keys, words);
    }
    let path = home.0.join("x y.json");
    let path = path.to_str().expect("text");
    shell.completes(
        "sso-oidc --ca-bundle ~/x\t",
        &["sso-oidc", "--ca-bundle", path],
    );
    assert!(!home.0.join("HERE").exists());
    if name != "bash" {
        shell.terminal.press("sso-oidc create\t\t");
        shell.terminal.until_seen("Exchanges a grant");
    }
}

#[test]
fn bash_completes() {
    check("bash");
}

#[test]
fn zsh_completes() {
    check("zsh");
}

#[test]
fn fish_completes() {
    check("fish");
}

/// What is printed for these words.
fn said(home: &Home, program: &str, words: &[&str]) -> (Option<i32>, String, String) {
    let output = called(home, program, words).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn the_scripts_are_a_few_lines_that_call_what_printed_them() {
    let home = home("scripts");
    let path = home.0.join("sso-oidc");
    let path = path.to_str().expect("text");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let (code, script, _) = said(&home, "sso-oidc", &["completion", shell]);
        assert_eq!(code, Some(0));
        assert!(script.lines().count() < 30, "{script}");
        assert!(script.contains(path), "{script}");
    }
    // A program by a name that only quotes keep together.
    let (_, script, _) = said(&home, "it's $(touch HERE)", &["completion", "bash"]);
    let check = Command::new("bash")
        .args(["-c", &script])
        .current_dir(&home.0)
        .output();
    let check = check.expect("bash runs");
    assert!(
        check.status.success() && check.stderr.is_empty(),
        "{check:?}"
    );
    assert!(!home.0.join("HERE").exists());
}

#[test]
fn zsh_finds_the_script_among_its_functions() {
    let home = home("fpath");
    if Command::new("zsh").arg("--version").output().is_err() {
        return println!("skipped: zsh is not installed");
    }
    let (_, script, _) = said(&home, "sso-oidc", &["completion", "zsh"]);
    fs::create_dir(home.0.join("functions")).expect("a directory");
    fs::write(home.0.join("functions/_sso-oidc"), script).expect("a file");
    let line =
        "fpath=(~/functions $fpath); autoload -U compinit; compinit -D; echo $_comps[sso-oidc]";
    let mut command = Command::new("zsh");
    command.args(["-f", "-c", line]).env("HOME", &home.0);
    let output = command.output().expect("zsh runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "_sso-oidc\n");
}

#[test]
fn what_is_asked_for_wrongly_is_told_and_what_scripts_ask_is_not() {
    let home = home("wrong");
    let (code, _, told) = said(&home, "sso-oidc", &["completion", "csh"]);
    assert_eq!(code, Some(252));
    assert!(
        told.contains("usage: sso-oidc completion bash|zsh|fish|powershell"),
        "{told}"
    );
    assert_eq!(said(&home, "sso-oidc", &["completion"]).0, Some(252));
    let (_, page, _) = said(&home, "sso-oidc", &["help", "completion"]);
    assert!(page.contains("source <(sso-oidc completion zsh)"), "{page}");
    assert_eq!(said(&home, "sso-oidc", &["completion", "--help"]).1, page);
    // The reference has nothing of the kind.
    let (code, _, told) = said(&home, "aws", &["completion", "bash"]);
    assert_eq!(code, Some(252));
    assert!(told.contains("Found invalid choice 'completion'"), "{told}");

    // Settings that are wrong are no reason to disturb who presses a key.
    fs::write(home.0.join(".aws/config"), "no settings").expect("a file");
    fs::write(home.0.join(".aws/cli/alias"), "no aliases").expect("a file");
    let nothing = (Some(0), String::new(), String::new());
    for words in [
        &["fish", "sso-oidc", "--profile", ""][..],
        &["bash"],
        &["bash", "", ""],
        &["bash", "sso-oidc 'x", "no end of it"],
        &["zsh"],
        &["fish", "sso-oidc"],
        &["powershell"],
    ] {
        let words = [&["completion", "answer"], words].concat();
        assert_eq!(said(&home, "sso-oidc", &words), nothing, "{words:?}");
    }
    let words = ["completion", "answer", "fish", "sso-oidc", "reg"];
    assert!(
        said(&home, "sso-oidc", &words)
            .1
            .contains("+register-client\t")
    );
}

/// What PowerShell would be told.
#[test]
fn powershell_gives_words_in_a_variable() {
    let home = home("powershell");
    let answer = |words: &str| {
        let mut command = called(&home, "sso-oidc", &["completion", "answer", "powershell"]);
        let output = command
            .env("COMPLETION_WORDS", words)
            .output()
            .expect("it runs");
        String::from_utf8(output.stdout).expect("text")
    };
    assert_eq!(answer("sso-oidc\n--profile\na"), "+'a b'\ta b\ta b\n");
    assert_eq!(
        answer("sso-oidc\n--profile\no"),
        "+'o''clock'\to'clock\to'clock\n"
    );
    assert_eq!(
        answer("sso-oidc\nregister-client\n--output=tex"),
        "+--output=text\ttext\ttext\n"
    );
    assert!(answer("sso-oidc\nreg").starts_with("+register-client\tregister-client\tAnnounces "));
}
