//! Help in terminals of several sizes, and the pages that messages point to.
#![cfg(unix)]

use std::process::{Command, Output};

use crate::terminal::{Home, Terminal, called};

fn page(home: &Home, size: (u16, u16), words: &[&str]) -> String {
    let (code, shown) = Terminal::sized(home, size, words, &[]).end();
    assert_eq!(code, Some(0), "{shown}");
    shown.replace("\r\n", "\n")
}

fn words(page: &str) -> Vec<&str> {
    page.split_whitespace().collect()
}

#[test]
fn a_page_is_as_wide_as_the_terminal() {
    let home = Home::new("help-width");
    for words_of_line in [["register-client", "help"], ["help", "config-vars"]] {
        let wide = page(&home, (200, 40), &words_of_line);
        for columns in [24, 40, 60, 80, 100] {
            let narrow = page(&home, (columns, 10), &words_of_line);
            for line in narrow.lines() {
                let width = line.chars().count();
                // A word that has no place to break it stands alone.
                let is_one_word = words(line).len() == 1;
                assert!(width < columns.into() || is_one_word, "{columns}: {line}");
            }
            // The first line is twice the title, where there is room for that.
            let body = |page: &str| page.lines().skip(1).collect::<Vec<_>>().join("\n");
            let letters = |page: &str| words(&body(page)).concat();
            assert_eq!(letters(&narrow), letters(&wide), "{columns}");
        }
    }
}

#[test]
fn words_are_broken_only_where_a_line_cannot_hold_them() {
    let home = Home::new("help-words");
    let narrow = page(&home, (24, 10), &["register-client", "help"]);
    for line in [
        "DESCRIPTION",
        "  Announces a program",
        "  --client-name",
        "  --cli-auto-prompt",
    ] {
        assert!(
            narrow.lines().any(|other| other.starts_with(line)),
            "{line}\nin\n{narrow}"
        );
    }
}

fn run(home: &Home, program: &str, words: &[&str]) -> Output {
    called(home, program, words).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The line behind `running "` in a message.
fn recommended(message: &str) -> Vec<&str> {
    let line = message
        .split("running \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    line.expect("a recommendation").split(' ').collect()
}

#[test]
fn the_page_that_a_message_recommends_exists() {
    let home = Home::new("help-topic");
    for program in ["sso-oidc", "aws"] {
        let words: &[&str] = match program {
            "aws" => &[
                "sso-oidc",
                "register-client",
                "--generate-cli-skeleton",
                "output",
            ],
            _ => &["register-client", "--generate-cli-skeleton", "output"],
        };
        let mut command = called(&home, program, words);
        command
            .args(["--client-name", "n", "--client-type", "public"])
            .args(["--no-sign-request"])
            .env("AWS_PAGER", "/no/such/pager");
        let (code, shown) = Terminal::with(command, (200, 40)).end();
        assert_eq!(code, Some(253), "{shown}");
        let line = recommended(&shown);
        assert_eq!(line[0], program);
        let output = run(&home, program, &line[1..]);
        let page = text(&output.stdout);
        assert!(page.starts_with("CONFIG-VARS()"), "{output:?}");
        assert!(
            page.contains("AWS_PAGER") && page.contains("cli_pager"),
            "{page}"
        );
    }
}

#[test]
fn every_listed_topic_has_a_page_and_others_are_refused() {
    let home = Home::new("help-topics");
    let list = text(&run(&home, "sso-oidc", &["help", "topics"]).stdout);
    let section = list.split("AVAILABLE TOPICS\n").nth(1).expect("the list");
    let topics: Vec<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("       "))
        .filter(|line| !line.is_empty() && !line.starts_with(' '))
        .collect();
    assert_eq!(topics, ["config-vars", "return-codes", "topics"]);
    for topic in topics {
        for program in ["sso-oidc", "aws"] {
            let page = text(&run(&home, program, &["help", topic]).stdout);
            assert!(
                page.starts_with(&format!("{}()", topic.to_uppercase())),
                "{page}"
            );
        }
    }
    let general = run(&home, "sso-oidc", &["help"]);
    assert!(text(&general.stdout).contains("AVAILABLE TOPICS"));
    let of_command = run(&home, "sso-oidc", &["help", "register-client"]);
    assert!(text(&of_command.stdout).starts_with("REGISTER-CLIENT()"));
    let refused = run(&home, "sso-oidc", &["help", "config-var"]);
    assert_eq!(refused.status.code(), Some(252));
    assert!(
        text(&refused.stderr).contains("* config-vars"),
        "{refused:?}"
    );
}

#[test]
fn pages_are_printed_for_man_and_as_markdown() {
    let home = Home::new("help-forms");
    let said = |words: &[&str]| {
        let output = run(&home, "sso-oidc", words);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        text(&output.stdout)
    };
    let whole = said(&["help", "--format", "markdown"]);
    assert!(whole.starts_with("# `sso-oidc`\n"));
    let commands: Vec<&str> = whole
        .lines()
        .filter(|line| line.starts_with("## `"))
        .collect();
    assert_eq!(
        commands,
        [
            "## `sso-oidc create-token`",
            "## `sso-oidc create-token-with-iam`",
            "## `sso-oidc register-client`",
            "## `sso-oidc start-device-authorization`",
        ]
    );
    // What holds for all commands is said once.
    assert_eq!(whole.matches("Global options").count(), 1);
    let one = said(&["help", "register-client", "--format", "markdown"]);
    assert_eq!(one, said(&["register-client", "help", "--format=markdown"]));
    for part in [
        "# `sso-oidc register-client`\n",
        "## Global options",
        "InvalidClientMetadataException",
    ] {
        assert!(one.contains(part), "{part}\nin\n{one}");
    }

    let topics = [
        "register-client",
        "create-token",
        "config-vars",
        "completion",
        "",
    ];
    for topic in topics {
        let words = ["help", topic, "--format", "man"];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let page = said(&words);
        assert!(page.starts_with(".TH \"SSO\\-OIDC"), "{page}");
        let path = home.0.join("page.1");
        std::fs::write(&path, page).expect("a file");
        let path = path.to_str().expect("text");
        let groff = Command::new("groff")
            .args(["-man", "-ww", "-W", "break", "-z", "-Tutf8", path])
            .output();
        match groff {
            Ok(output) => assert!(output.stderr.is_empty(), "{topic}: {output:?}"),
            Err(_) => return println!("skipped: groff is not installed"),
        }
    }
}

#[test]
fn forms_are_asked_for_in_full_and_of_the_program_itself() {
    let home = Home::new("help-forms-wrong");
    for (program, words, told) in [
        (
            "sso-oidc",
            &["help", "--format", "html"][..],
            "Found invalid choice 'html'",
        ),
        (
            "sso-oidc",
            &["help", "--form=man"],
            "Unknown options: --form=man",
        ),
        (
            "sso-oidc",
            &["register-client", "help", "x"],
            "Found invalid choice 'x'",
        ),
        (
            "aws",
            &["sso-oidc", "register-client", "help", "--format", "man"],
            "the following arguments are required",
        ),
    ] {
        let output = run(&home, program, words);
        assert_eq!(output.status.code(), Some(252), "{output:?}");
        assert!(text(&output.stderr).contains(told), "{output:?}");
    }
}

#[test]
fn the_ways_to_help_in_the_usage_exist() {
    let home = Home::new("help-usage");
    for program in ["sso-oidc", "aws"] {
        let usage = text(&run(&home, program, &[]).stderr);
        let lines = usage
            .lines()
            .filter_map(|line| line.trim().strip_prefix(program));
        let lines: Vec<&str> = lines.filter(|line| line.ends_with("help")).collect();
        assert!(lines.len() >= 2, "{usage}");
        for line in lines {
            let command = if program == "aws" {
                "sso-oidc"
            } else {
                "create-token"
            };
            let line = line
                .replace("<command>", command)
                .replace("<subcommand>", "create-token");
            let output = run(&home, program, &words(&line));
            assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
        }
    }
}
