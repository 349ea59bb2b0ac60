//! The command of both services, called as a user calls it, and a server on this machine that answers it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};

/// Answers one request after the other with these bodies; a request for endpoints names the server itself.
fn serve(answers: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !request.windows(4).any(|it| it == b"\r\n\r\n") {
                let count = stream.read(&mut buffer).unwrap();
                request.extend_from_slice(&buffer[..count]);
            }
            let length = answer.len();
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
            stream.write_all((head + &answer).as_bytes()).unwrap();
        }
    });
    url
}

fn harbour(url: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_harbour"))
        .args(arguments)
        .env_clear()
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("FERRY_ENDPOINT_URL", url)
        .env("TUGS_ENDPOINT_URL", url)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn services_are_named_first_and_pages_are_joined() {
    let answers = [
        r#"{"page":{"crossings":["a"],"next":"2"}}"#,
        r#"{"page":{"crossings":["b"]}}"#,
    ];
    let url = serve(answers.map(str::to_owned).to_vec());
    let output = harbour(
        &url,
        &[
            "ferry",
            "list-crossings",
            "--query",
            "page.crossings",
            "--output",
            "text",
        ],
    );
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), "a\nb\n");

    let output = harbour(
        &serve(vec!["{}".to_owned()]),
        &["tugs", "call", "--name", "a"],
    );
    assert_eq!((text(&output.stderr), output.status.code()), ("", Some(0)));
}

#[test]
fn a_command_waits_for_what_the_model_says() {
    let url = serve(vec![r#"{"state":"arrived"}"#.to_owned()]);
    let output = harbour(&url, &["ferry", "wait", "crossing-arrived", "--id", "7"]);
    assert_eq!((text(&output.stderr), text(&output.stdout)), ("", ""));
    assert!(output.status.success());

    let url = serve(vec![r#"{"state":"called off"}"#.to_owned()]);
    let output = harbour(&url, &["ferry", "wait", "crossing-arrived", "--id", "7"]);
    assert_eq!(output.status.code(), Some(255));
    let told = text(&output.stderr);
    assert!(
        told.contains("Waiter CrossingArrived failed: Waiter encountered a terminal failure state"),
        "{told}"
    );
}
