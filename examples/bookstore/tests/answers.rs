//! What the command says when it is not the service that answers, or nobody.

mod shop;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::process::Output;

use shop::{Server, command, err, out, run};

const PAGE: &str = "<!DOCTYPE html><html><head><title>Welcome!</title><style>p { color: red }</style></head>\
                    <body><p>It works.</p></body></html>";

/// Standard error of a command that prints nothing else and ends with this code.
fn told(output: &Output, code: i32) -> String {
    let error = err(output);
    assert_eq!(
        (out(output).as_str(), output.status.code()),
        ("", Some(code)),
        "{error}"
    );
    error
}

#[test]
fn a_page_in_place_of_a_result_is_an_error() {
    let heads = [
        "200 OK\r\ncontent-type: text/html; charset=utf-8",
        "200 OK\r\ncontent-type: application/json",
        "200 OK",
    ];
    for head in heads {
        for words in [
            &["list-books"][..],
            &["get-book", "--isbn", "0-00-000000-0"],
        ] {
            let error = told(&Server::answering(head, PAGE).run(words), 255);
            assert!(error.contains("(200 OK)"), "{error}");
            assert!(error.contains("\"Welcome! It works.\""), "{error}");
            assert!(!error.contains(['<', '{']), "{error}");
        }
    }
    let error = told(
        &Server::answering("200 OK", "pong").run(&["list-books"]),
        255,
    );
    assert!(error.contains("\"pong\""), "{error}");
}

#[test]
fn a_result_of_another_shape_is_an_error_that_says_where() {
    for (body, fault) in [
        ("[1]", "expected an object"),
        (r#"{"books": {"x": 1}}"#, "`books`: expected an array"),
    ] {
        let error = told(&Server::json("200 OK", body).run(&["list-books"]), 255);
        assert!(
            error.contains("The answer to ListBooks cannot be read"),
            "{error}"
        );
        assert!(error.contains(fault), "{error}");
    }
}

#[test]
fn a_redirect_tells_where_it_points_to() {
    let head = "302 Found\r\nlocation: https://u:secret@login.example.com/in?next=/";
    for body in ["", PAGE] {
        let error = told(&Server::answering(head, body).run(&["list-books"]), 254);
        assert!(error.contains("(302)"), "{error}");
        assert!(
            error.contains("https://***:***@login.example.com/in?next=/,"),
            "{error}"
        );
        assert!(!error.contains("secret"), "{error}");
    }
    let error = told(
        &Server::answering("307 Temporary Redirect", "").run(&["list-books"]),
        254,
    );
    assert!(error.contains("does not say where to"), "{error}");
}

#[test]
fn of_a_page_with_an_error_the_status_and_the_first_words_are_told() {
    let long: &'static str = String::leak(PAGE.replace("works", &"works ".repeat(200)));
    for (head, status) in [
        ("403 Forbidden\r\ncontent-type: text/html", "(403)"),
        ("502 Bad Gateway", "(502)"),
    ] {
        let error = told(&Server::answering(head, long).run(&["list-books"]), 254);
        assert!(error.contains(status), "{error}");
        assert!(error.contains("Welcome! It works"), "{error}");
        assert!(error.len() < 400 && !error.contains('<'), "{error}");
    }
}

#[test]
fn the_error_of_the_service_is_its_own_whatever_the_type_says() {
    let head = "404 Not Found\r\ncontent-type: text/plain";
    let body = r#"{"__type": "NoSuchBook", "message": "No such book."}"#;
    let error = told(
        &Server::answering(head, body).run(&["get-book", "--isbn", "0"]),
        254,
    );
    assert!(error.contains("(NoSuchBook)"), "{error}");
}

/// Where a server says in plain words that it does not understand.
fn plain_server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 5];
        stream.read_exact(&mut hello).unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
        // Until the other side has read it.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    address
}

#[test]
fn why_nobody_answers_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let call = |url: &str, words: &[&str]| {
        let mut command = command(&[&["list-books", "--endpoint-url", url], words].concat());
        command.env("BOOKSTORE_BEARER_TOKEN", "t");
        command.env("BOOKSTORE_MAX_ATTEMPTS", "1");
        told(&command.output().unwrap(), 255)
    };
    // Connections are made, and nothing is ever said.
    let silent = format!("http://{address}");
    let error = call(&silent, &["--cli-read-timeout", "1"]);
    assert!(error.contains("Read timeout on endpoint URL"), "{error}");
    drop(listener);
    let error = call(&silent, &[]).to_lowercase();
    assert_eq!(error.matches("refused").count(), 1, "{error}");
    let error = call("https://nowhere.invalid", &[]);
    assert!(error.contains("host not found: nowhere.invalid"), "{error}");
    let error = call(&format!("https://{}", plain_server()), &[]);
    assert!(error.contains("is not TLS"), "{error}");
}

#[test]
fn encodings_are_named_by_variables_of_the_command() {
    let server = Server::json("200 OK", shop::SHELF);
    let file = concat!("file://", env!("CARGO_MANIFEST_DIR"), "/build.rs");
    let words = [
        "list-books",
        "--author",
        file,
        "--endpoint-url",
        &server.url,
    ];
    for variable in [
        "BOOKSTORE_CLI_FILE_ENCODING",
        "BOOKSTORE_CLI_OUTPUT_ENCODING",
    ] {
        let mut command = command(&words);
        command
            .env("BOOKSTORE_BEARER_TOKEN", "t")
            .env(variable, "no-such");
        let error = told(&command.output().unwrap(), 255);
        assert!(error.contains(variable), "{error}");
        assert!(out(&run(&["help"])).contains(variable));
    }
    let mut command = command(&words);
    command.env("BOOKSTORE_BEARER_TOKEN", "t");
    command.env("AWS_CLI_FILE_ENCODING", "no-such");
    command.env("AWS_CLI_OUTPUT_ENCODING", "no-such");
    assert_eq!(err(&command.output().unwrap()), "");
}
