//! The stand-in of the service, asked by the command itself: in process, and on a port.

use std::io::{BufRead, BufReader};
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
        let mut process = command()
            .args(["local-server", "--port", "0"])
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
    let server = Server::start();
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
    assert_eq!(
        text(&started.stdout),
        "https://device.sso.local/\n",
        "{}",
        text(&started.stderr)
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
