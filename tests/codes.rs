//! The code of a device, asked for at a terminal.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Command;

use crate::terminal::{ENTER, Home, Terminal};

/// A service that gives the keys of a role once; returns what it was asked.
fn service() -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a question");
        let mut reader = BufReader::new(stream.try_clone().expect("the same"));
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a line");
            let line = line.trim_end().to_lowercase();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().expect("a number");
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let answer = "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>\
            <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
            <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
        let length = answer.len();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close");
        let _ = stream.write_all(format!("{head}\r\n\r\n{answer}").as_bytes());
        String::from_utf8(body).expect("text")
    });
    (url, serving)
}

/// Asks for the code in a session whose terminal is this one, or that has none but its standard streams.
fn asked(name: &str, options: &[&str]) {
    let home = Home::new(name);
    std::fs::create_dir_all(home.0.join(".aws")).expect("a directory");
    std::fs::write(
        home.0.join(".aws/config"),
        "[default]\nrole_arn = r\nsource_profile = base\nmfa_serial = device\n\
         [profile base]\naws_access_key_id = k\naws_secret_access_key = s\n",
    )
    .expect("a file");
    let (url, serving) = service();
    let mut command = Command::new("setsid");
    command
        .args(options)
        .arg(env!("CARGO_BIN_EXE_sso-oidc"))
        .args(["create-token-with-iam", "--client-id", "c"])
        .args(["--grant-type", "g", "--endpoint-url", "http://127.0.0.1:1"])
        .env_clear()
        .env("HOME", &home.0)
        .env("TERM", "xterm")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_MAX_ATTEMPTS", "1")
        .env("AWS_ENDPOINT_URL_STS", url);
    let mut terminal = Terminal::with(command, (100, 40));
    terminal.expect("Enter MFA code for device: ");
    terminal.press("123456").press(ENTER);
    let (code, shown) = terminal.end();
    assert_eq!(code, Some(255), "{shown}");
    assert!(shown.contains("Could not connect"), "{shown}");
    assert!(!shown.contains("123456"), "{shown}");
    let body = serving.join().expect("an end");
    assert!(body.contains("SerialNumber=device"), "{body}");
    assert!(body.contains("TokenCode=123456"), "{body}");
}

#[test]
fn a_code_is_asked_for_on_the_terminal_of_the_session() {
    asked("codes-session", &["--ctty", "--wait"]);
}

#[test]
fn a_code_is_asked_for_on_standard_input_without_such_a_terminal() {
    asked("codes-stdin", &["--wait"]);
}
