//! The command, called as a user calls it, and a server on this machine that answers it.

mod shop;

use std::process::Command;

use shop::{SHELF, Server, TOKEN, command, err, out, run};

#[test]
fn a_command_calls_its_service_with_the_token_of_the_environment() {
    let server = Server::json("200 OK", SHELF);
    let output = server.run(&[
        "list-books",
        "--author",
        "Jane Austen",
        "--query",
        "books[].title",
    ]);
    assert_eq!(err(&output), "");
    assert_eq!(out(&output), "[\n    \"Pride and Prejudice\"\n]\n");
    let request = server.request();
    assert!(
        request.starts_with("GET /books?author=Jane%20Austen HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains(&format!("authorization: Bearer {TOKEN}\r\n")),
        "{request}"
    );
}

#[test]
fn structures_and_unions_are_given_in_shorthand() {
    let server = Server::json("201 Created", r#"{"added": "2026-01-01T12:00:00Z"}"#);
    let output = server.run(&[
        "add-book",
        "--isbn",
        "978-0-14-143951-8",
        "--title",
        "Pride and Prejudice",
        "--authors",
        "Jane Austen",
        "--edition",
        "paper={pages=480}",
    ]);
    assert_eq!(
        out(&output),
        "{\n    \"added\": \"2026-01-01T12:00:00+00:00\"\n}\n"
    );
    let request = server.request();
    assert!(
        request.contains(r#""edition": {"paper": {"pages": 480}}"#),
        "{request}"
    );
}

#[test]
fn errors_of_the_service_end_the_command() {
    let body = r#"{"__type": "NoSuchBook", "message": "No such book.", "isbn": "0-00-000000-0"}"#;
    let output = Server::json("404 Not Found", body).run(&["get-book", "--isbn", "0-00-000000-0"]);
    assert_eq!(output.status.code(), Some(254));
    let error = err(&output);
    assert!(
        error.contains("(NoSuchBook) when calling the GetBook operation: No such book."),
        "{error}"
    );
    assert!(error.contains("isbn: 0-00-000000-0"), "{error}");
}

#[test]
fn a_missing_token_is_asked_for_by_the_name_of_its_variable() {
    let output = run(&["list-books", "--endpoint-url", "http://127.0.0.1:9"]);
    assert_eq!(output.status.code(), Some(253));
    let error = err(&output);
    assert!(
        error.contains("Set BOOKSTORE_BEARER_TOKEN to a bearer token."),
        "{error}"
    );
}

#[test]
fn a_missing_endpoint_is_asked_for_by_all_its_names() {
    let output = run(&["list-books"]);
    assert_eq!(output.status.code(), Some(253));
    let error = err(&output);
    for way in [
        "--endpoint-url",
        "BOOKSTORE_ENDPOINT_URL",
        "~/.bookstore/config",
    ] {
        assert!(error.contains(way), "{error}");
    }
}

#[test]
fn a_token_for_the_service_is_found_beside_those_of_aws_too() {
    let server = Server::json("200 OK", SHELF);
    let output = command(&["list-books"])
        .env("AWS_ENDPOINT_URL_BOOKSTORE", &server.url)
        .env("AWS_BEARER_TOKEN_BOOKSTORE", TOKEN)
        .output()
        .unwrap();
    assert_eq!(err(&output), "");
    assert!(server.request().contains(TOKEN));
}

#[test]
fn profiles_are_the_command_s_own() {
    let server = Server::json("200 OK", SHELF);
    let home = std::env::temp_dir().join(format!("bookstore-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".bookstore")).unwrap();
    let config = format!(
        "[profile test]\nendpoint_url = {}\noutput = text\n",
        server.url
    );
    std::fs::write(home.join(".bookstore/config"), config).unwrap();
    let output = command(&[
        "list-books",
        "--profile",
        "test",
        "--query",
        "books[0].title",
    ])
    .env("HOME", &home)
    .env("BOOKSTORE_BEARER_TOKEN", TOKEN)
    // What is meant for AWS tools does not disturb.
    .env("AWS_PROFILE", "work")
    .env("AWS_ACCESS_KEY_ID", "half")
    .output()
    .unwrap();
    std::fs::remove_dir_all(&home).unwrap();
    assert_eq!(
        (err(&output), out(&output)),
        (String::new(), "Pride and Prejudice\n".to_owned())
    );
}

#[test]
fn secrets_go_nowhere_but_to_the_service() {
    let server = Server::json("200 OK", SHELF);
    let output = server.run(&["list-books", "--debug"]);
    assert!(err(&output).contains("Response 200"), "{}", err(&output));
    assert!(!err(&output).contains(TOKEN) && !out(&output).contains(TOKEN));
    let output = server.run(&["list-books", "--endpoint-url", "http://example.com"]);
    let error = err(&output);
    assert!(
        error.contains("Give an endpoint that starts with https://."),
        "{error}"
    );
    assert!(!error.contains(TOKEN));
}

#[test]
fn nothing_speaks_of_aws() {
    let mut said = String::new();
    for words in [
        &["help"][..],
        &["list-books", "help"],
        &["get-book", "help"],
        &["add-book", "help"],
        &["list-books"],
        &["list-books", "--endpoint-url", "http://127.0.0.1:9"],
        &["list-books", "--profile", "none"],
        &[
            "list-books",
            "--no-sign-request",
            "--endpoint-url",
            "http://127.0.0.1:9",
        ],
    ] {
        let output = run(words);
        said += &(out(&output) + &err(&output));
    }
    assert!(said.contains("BOOKSTORE_BEARER_TOKEN"), "{said}");
    for word in ["AWS", "aws", "region", "Region"] {
        let line = said.lines().find(|line| line.contains(word));
        assert_eq!(line, None);
    }
}

#[test]
fn shells_complete_what_there_is() {
    let home = std::env::temp_dir().join(format!("bookstore-completion-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".bookstore")).unwrap();
    let settings = "[default]\n[profile test]\noutput = yaml\n";
    std::fs::write(home.join(".bookstore/config"), settings).unwrap();
    let said = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bookstore"));
        command.args(words).env_clear().env("HOME", &home);
        out(&command.output().unwrap())
    };
    let answer = |words: &[&str]| {
        let words = [&["completion", "answer", "fish", "bookstore"], words].concat();
        said(&words)
    };
    assert_eq!(answer(&["--profile", ""]), "+default\t\n+test\t\n");
    assert!(answer(&["add-book", "--edition", ""]).starts_with("+file://\t\n"));
    assert!(answer(&["add"]).contains("+add-book\t"));
    assert!(!answer(&["add-book", "--"]).contains("--region"));
    let page = said(&["help", "completion"]);
    for text in [page, said(&["completion", "bash"])] {
        assert!(
            text.contains("bookstore") && !text.contains("aws sso"),
            "{text}"
        );
    }
    assert!(said(&["completion", "bash"]).ends_with("\ncomplete -F _bookstore_answer bookstore\n"));
    std::fs::remove_dir_all(&home).unwrap();
}
