//! The stand-in of the service, asked by the command itself: in process, and on a port.
#![cfg(feature = "local-server")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

/// The command with an environment that says nothing.
fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sso-oidc"));
    command
        .env_clear()
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

fn register(client_type: &str, endpoint: &str) -> Output {
    command()
        .args(["register-client", "--client-name", "demo"])
        .args(["--client-type", client_type, "--endpoint-url", endpoint])
        .output()
        .expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// The stand-in on a port of its own, stopped at the end.
struct Server {
    process: Child,
    endpoint: String,
}

impl Server {
    fn start() -> Server {
        Server::start_with(&[])
    }

    fn start_with(options: &[&str]) -> Server {
        let mut process = command()
            .args(["local-server", "--port", "0"])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let mut endpoint = String::new();
        let stdout = process.stdout.take().expect("stdout is piped");
        BufReader::new(stdout)
            .read_line(&mut endpoint)
            .expect("it prints its endpoint");
        Server {
            process,
            endpoint: endpoint.trim().to_owned(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The whole answer to a request for a page.
fn get(server: &Server, path: &str) -> String {
    let host = server.endpoint.strip_prefix("http://").expect("it is http");
    let mut stream = TcpStream::connect(host).expect("the server listens");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the server answers");
    answer
}

#[test]
fn says_what_it_is_to_those_who_look() {
    let server = Server::start();
    let answer = get(&server, "/");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("stand-in of the OIDC service"), "{answer}");
    assert!(
        answer.contains(&format!("--endpoint-url {}\n", server.endpoint)),
        "{answer}"
    );
}

#[cfg(unix)]
#[test]
fn answers_what_it_was_asked_before_it_stops() {
    for signal in ["-TERM", "-INT"] {
        let mut server = Server::start();
        let host = server
            .endpoint
            .strip_prefix("http://")
            .expect("it is http")
            .to_owned();
        let mut stream = TcpStream::connect(&host).expect("the server listens");
        let body = r#"{"clientName": "demo", "clientType": "public"}"#;
        let head = format!(
            "POST /client/register HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nexpect: 100-continue\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("the server reads");
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).expect("the server answers");
        let process = server.process.id().to_string();
        let sent = Command::new("kill").args([signal, &process]).status();
        assert!(sent.expect("there is kill").success());
        // It has seen the signal once nobody can connect any more.
        while TcpStream::connect(&host).is_ok() {}
        stream.write_all(body.as_bytes()).expect("the server reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the server answers");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("local-client-"), "{answer}");
        let status = server.process.wait().expect("it ends");
        assert_eq!(status.code(), Some(0));
    }
}

#[test]
fn registers_in_process_without_a_region() {
    let output = register("public", "local:");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    let keys: Vec<&str> = lines
        .lines()
        .filter_map(|line| line.trim().split('"').nth(1))
        .collect();
    assert_eq!(
        keys,
        [
            "clientId",
            "clientSecret",
            "clientIdIssuedAt",
            "clientSecretExpiresAt"
        ]
    );
    assert!(lines.starts_with("{\n    \"clientId\": \"local-client-"));
}

#[test]
fn refuses_other_client_types_as_the_service_does() {
    let output = register("confidential", "local:");
    assert_eq!(output.status.code(), Some(254));
    assert!(output.stdout.is_empty());
    let message = text(&output.stderr);
    assert!(
        message.contains(
            "An error occurred (InvalidClientMetadataException) when calling the RegisterClient operation"
        ),
        "{message}"
    );
    assert!(
        message.contains("error: invalid_client_metadata"),
        "{message}"
    );
}

#[test]
fn serves_other_tools_on_a_port() {
    let server = Server::start();
    let output = register("public", &server.endpoint);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let refused = register("confidential", &server.endpoint);
    assert_eq!(refused.status.code(), Some(254));
}

#[test]
fn remembers_clients_between_calls_to_one_server() {
    let server = Server::start_with(&["--approve"]);
    let registered = text(&register("public", &server.endpoint).stdout);
    let value = |key: &str| {
        registered
            .lines()
            .find(|line| line.contains(key))
            .and_then(|line| line.split('"').nth(3))
            .unwrap_or_default()
            .to_owned()
    };
    let start = |secret: &str| {
        command()
            .args([
                "start-device-authorization",
                "--client-id",
                &value("\"clientId\""),
            ])
            .args([
                "--client-secret",
                secret,
                "--start-url",
                "https://example.awsapps.com/start",
            ])
            .args([
                "--endpoint-url",
                &server.endpoint,
                "--output",
                "text",
                "--query",
                "verificationUri",
            ])
            .output()
            .expect("the command runs")
    };
    let started = start(&value("\"clientSecret\""));
    let page = format!("{}/device", server.endpoint);
    assert_eq!(
        text(&started.stdout),
        format!("{page}\n"),
        "{}",
        text(&started.stderr)
    );
    let answer = get(&server, "/device?user_code=ABCD-EFGH");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(
        answer.contains("approves every device by itself"),
        "{answer}"
    );
    let wrong = start("wrong");
    assert_eq!(wrong.status.code(), Some(254));
    assert!(text(&wrong.stderr).contains("InvalidClientException"));
}

#[test]
fn says_how_to_use_local_server() {
    let output = command()
        .args(["local-server", "--prot", "1"])
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(252));
    assert!(text(&output.stderr).starts_with("usage: sso-oidc local-server [--port N]"));
}
