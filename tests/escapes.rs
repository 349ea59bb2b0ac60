//! What servers and files say commands no terminal.
#![cfg(unix)]

use crate::terminal::{Home, Terminal, called, service};

const CALL: [&str; 8] = [
    "register-client",
    "--client-name",
    "n",
    "--client-type",
    "public",
    "--no-sign-request",
    "--no-cli-pager",
    "--endpoint-url",
];

const ERROR: &str =
    r#"{"code": "Bad\u001b[31m\u0007", "message": "a\u009b1mb\u202ec\u2066d\r\ne"}"#;
const RESULT: &str = r#"{"clientId": "a\u001b]0;t\u0007b\u009b1m", "clientSecret": "x\u202ey"}"#;

/// Whether bytes hold what a terminal obeys, beyond ends of lines.
fn commands(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let text = text.replace("\r\n", "\n");
    text.chars().any(|c| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn an_error_shows_its_commands() {
    let home = Home::new("escape-error");
    let url = service("400 Bad Request", b"", ERROR);
    for format in ["enhanced", "legacy", "text", "yaml"] {
        let words = [&CALL[..], &[&url, "--cli-error-format", format]].concat();
        let output = called(&home, "sso-oidc", &words).output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(254), "{text}");
        assert!(!commands(&output.stderr), "{format}: {text:?}");
        assert!(
            text.contains(r"Bad\x1b[31m") || text.contains(r"Bad\e[31m"),
            "{text}"
        );
    }
    // JSON stays JSON, and a coloured table has its own colours only.
    let words = [&CALL[..], &[&url, "--cli-error-format", "json"]].concat();
    let output = called(&home, "sso-oidc", &words).output().expect("it runs");
    assert!(!commands(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains(r"a\u009b1mb\u202ec\u2066d\r\ne"));
    let words = [
        &CALL[..],
        &[&url, "--cli-error-format", "table", "--color", "on"],
    ]
    .concat();
    let output = called(&home, "sso-oidc", &words).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("\x1b[1m") && text.contains(r"Bad\x1b[31m"),
        "{text:?}"
    );
    assert!(
        !text.contains('\u{9b}') && !text.contains("\x1b[31m"),
        "{text:?}"
    );
}

#[test]
fn as_aws_commands_are_shown_on_a_terminal_and_written_elsewhere() {
    let home = Home::new("escape-aws");
    let url = service("400 Bad Request", b"", ERROR);
    let words = [&["sso-oidc"], &CALL[..], &[&url]].concat();
    let output = called(&home, "aws", &words).output().expect("it runs");
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("Bad\x1b[31m"),
        "{output:?}"
    );
    let terminal = Terminal::with(called(&home, "aws", &words), (80, 24));
    let (code, bytes) = terminal.end_with_bytes();
    assert_eq!(code, Some(254));
    assert!(!commands(&bytes), "{:?}", String::from_utf8_lossy(&bytes));
}

#[test]
fn a_result_commands_no_terminal_in_any_format() {
    let home = Home::new("escape-result");
    let url = service("200 OK", b"", RESULT);
    for format in ["json", "text", "table", "yaml", "yaml-stream"] {
        let words = [&CALL[..], &[&url, "--output", format, "--color", "off"]].concat();
        let terminal = Terminal::with(called(&home, "sso-oidc", &words), (80, 24));
        let (code, bytes) = terminal.end_with_bytes();
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(code, Some(0), "{text}");
        assert!(!commands(&bytes), "{format}: {text:?}");
        assert!(text.contains(r"x\u202ey"), "{format}: {text:?}");
    }
    // What goes elsewhere is as it is.
    let words = [
        &CALL[..],
        &[&url, "--output", "text", "--query", "clientSecret"],
    ]
    .concat();
    let output = called(&home, "sso-oidc", &words).output().expect("it runs");
    assert_eq!(output.stdout, "x\u{202e}y\n".as_bytes());
}

#[test]
fn the_log_shows_commands_of_headers() {
    let home = Home::new("escape-log");
    let url = service("200 OK", b"x-note: a\xc2\x9b31mb\r\n", "{}");
    let words = [&CALL[..], &[&url, "--debug"]].concat();
    let output = called(&home, "sso-oidc", &words).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains(r"x-note: a\x9b31mb"), "{text}");
    assert!(!commands(&output.stderr), "{text:?}");
}
