//! Codes of a sign-in, passwords and tokens are shown and written nowhere.
#![cfg(unix)]

use crate::terminal::{ENTER, Home, Terminal, called, service};

#[test]
fn codes_are_hidden_in_dry_runs_and_logs() {
    let home = Home::new("secret-codes");
    let words = [
        "create-token",
        "--client-id",
        "open",
        "--client-secret",
        "SECRET-1",
        "--grant-type",
        "g",
        "--device-code",
        "SECRET-2",
        "--code",
        "SECRET-3",
        "--code-verifier",
        "SECRET-4",
        "--refresh-token",
        "SECRET-5",
        "--no-sign-request",
        "--debug",
    ];
    for more in [&["--dry-run"][..], &["--endpoint-url", "local:"]] {
        let words = [&words, more].concat();
        let output = called(&home, "sso-oidc", &words).output().expect("it runs");
        let text = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(text.contains("open"), "{text}");
        assert!(!text.contains("SECRET"), "{text}");
    }
}

#[test]
fn the_value_of_a_mistyped_option_is_not_repeated() {
    let home = Home::new("secret-mistyped");
    let good = ["create-token", "--client-id", "i", "--grant-type", "g"];
    for (words, name) in [
        (&["--client-secrett", "HUSH"][..], "--client-secrett"),
        (&["--client-secrett=HUSH"], "--client-secrett"),
        (
            &["--client-secret", "x", "--codee", "HUSH", "HUSH"],
            "--codee",
        ),
        (&["--client=HUSH"], "--client"),
    ] {
        let words = [&good[..], words].concat();
        let output = called(&home, "sso-oidc", &words).output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(252), "{text}");
        assert!(text.contains(name) && !text.contains("HUSH"), "{text}");
    }
    // Alone, a word is no value of an option.
    let words = [&good[..], &["--client-secret", "x", "stray"]].concat();
    let output = called(&home, "sso-oidc", &words).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("stray"), "{text}");
}

#[test]
fn the_password_of_an_endpoint_is_hidden_in_errors() {
    let home = Home::new("secret-endpoint");
    let words = [
        "register-client",
        "--client-name",
        "n",
        "--client-type",
        "t",
        "--region",
        "r",
    ];
    for url in [
        "http://u:SEC/RET@127.0.0.1:1",
        "http://u:SEC?RET@127.0.0.1:1",
        "http://u:SEC#RET@127.0.0.1:1",
        "http://u:SECRET@127.0.0.1:x",
        "http://u:SECRET@127.0.0.1:x/path#a",
    ] {
        let flag = [&words[..], &["--endpoint-url", url]].concat();
        let mut variable = called(&home, "aws", &[&["sso-oidc"], &words[..]].concat());
        variable.env("AWS_ENDPOINT_URL", url);
        for mut command in [called(&home, "sso-oidc", &flag), variable] {
            let output = command.output().expect("it runs");
            let text = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(255), "{url}: {text}");
            assert!(text.contains("***:***@127.0.0.1"), "{url}: {text}");
            assert!(
                !text.contains("SEC") && !text.contains("RET@"),
                "{url}: {text}"
            );
        }
    }
}

#[test]
fn a_device_code_in_an_answer_is_hidden_in_the_log() {
    let home = Home::new("secret-answer");
    let url = service(
        "200 OK",
        b"",
        r#"{"deviceCode": "SECRET", "userCode": "shown"}"#,
    );
    let words = [
        "start-device-authorization",
        "--client-id",
        "x",
        "--client-secret",
        "y",
        "--start-url",
        "https://example.com/start",
        "--no-sign-request",
        "--query",
        "userCode",
        "--debug",
        "--endpoint-url",
        &url,
    ];
    let output = called(&home, "sso-oidc", &words).output().expect("it runs");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(log.contains("shown"), "{log}");
    assert!(!log.contains("SECRET"), "{log}");
}

#[test]
fn the_history_has_only_lines_that_are_understood_and_hold_no_secret() {
    let home = Home::new("secret-history");
    let lines = [
        "create-token --client-secret SECRET --generate-cli-skeleton",
        "create-token --device-code SECRET --generate-cli-skeleton",
        "create-token --code SECRET --generate-cli-skeleton",
        "create-token --client-secrt SECRET",
        "create-token --client-sec SECRET --generate-cli-skeleton",
        "create-token SECRET",
        "register-client --cli-input-json SECRET --generate-cli-skeleton",
        "register-client --generate-cli-skeleton --endpoint-url http://u:SECRET@h/",
        "register-client --generate-cli-skeleton",
    ];
    for line in lines {
        let mut terminal = Terminal::start(&home, &["--cli-auto-prompt"], &[]);
        terminal.expect("choose a command").press(line).press(ENTER);
        terminal.end();
    }
    assert_eq!(
        home.history().as_deref(),
        Some(
            "register-client --generate-cli-skeleton --endpoint-url 'http://***:***@h/'\n\
             register-client --generate-cli-skeleton\n"
        )
    );
}

#[test]
fn secrets_of_earlier_versions_leave_the_history() {
    let home = Home::new("secret-earlier");
    let file = home.history_path();
    std::fs::create_dir_all(file.parent().expect("a directory")).expect("made");
    std::fs::write(&file, "create-token --device-code SECRET\nhelp\n\x1b[31m\n").expect("written");
    let alone = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&file, alone).expect("changed");
    let mut terminal = Terminal::start(&home, &["--cli-auto-prompt"], &[]);
    terminal
        .expect("choose a command")
        .press("register-client --generate-cli-skeleton")
        .press(ENTER);
    assert_eq!(terminal.end().0, Some(0));
    assert_eq!(
        home.history().as_deref(),
        Some("help\nregister-client --generate-cli-skeleton\n")
    );
}

#[test]
fn a_history_that_others_can_write_is_left_alone() {
    let home = Home::new("secret-open");
    let file = home.history_path();
    std::fs::create_dir_all(file.parent().expect("a directory")).expect("made");
    std::fs::write(&file, "help\n").expect("written");
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    std::fs::set_permissions(&file, open).expect("changed");
    let mut terminal = Terminal::start(&home, &["--cli-auto-prompt"], &[]);
    terminal
        .expect("choose a command")
        .press("register-client --generate-cli-skeleton")
        .press(ENTER);
    assert_eq!(terminal.end().0, Some(0));
    assert_eq!(home.history().as_deref(), Some("help\n"));
}
