//! The command beside its local server, for tests.

// Each test uses some of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

/// A session of IAM Identity Center, and a profile that uses a role by it.
pub(crate) const CONFIG: &str = "\
[sso-session desk]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile reader]
sso_session = desk
sso_account_id = 444455556666
sso_role_name = ReadOnly
region = us-east-1
";

/// The command with an environment that says nothing.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sso-oidc"));
    command
        .env_clear()
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

/// A folder that no other test uses, empty.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// What a call printed, by the names of its fields.
pub(crate) type Fields = BTreeMap<String, String>;

/// A local server on a port of its own, stopped at the end.
pub(crate) struct Desk {
    pub(crate) process: Child,
    pub(crate) endpoint: String,
}

impl Desk {
    pub(crate) fn start(options: &[&str]) -> Desk {
        let mut process = command()
            .arg("local-server")
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let stdout = process.stdout.take().expect("stdout is piped");
        let mut endpoint = String::new();
        BufReader::new(stdout)
            .read_line(&mut endpoint)
            .expect("it prints its endpoint");
        let endpoint = endpoint.trim().to_owned();
        assert!(endpoint.starts_with("http://"), "{endpoint}");
        Desk { process, endpoint }
    }

    /// Ends it without a chance to say goodbye.
    pub(crate) fn kill(&mut self) {
        self.process.kill().expect("it can be killed");
        self.process.wait().expect("it ends");
    }

    pub(crate) fn host(&self) -> &str {
        self.endpoint.strip_prefix("http://").expect("it is http")
    }

    /// The command with this server as its endpoint.
    pub(crate) fn call(&self, words: &[&str]) -> Output {
        command()
            .args(words)
            .args(["--endpoint-url", &self.endpoint])
            .output()
            .expect("the command runs")
    }

    /// The fields that a call prints.
    pub(crate) fn fields(&self, words: &[&str]) -> Fields {
        let output = self.call(words);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        fields(&text(&output.stdout))
    }

    /// A public client that may have codes sent to this machine.
    pub(crate) fn client(&self) -> Fields {
        self.fields(&[
            "register-client",
            "--client-name",
            "demo",
            "--client-type",
            "public",
            "--redirect-uris",
            "http://127.0.0.1/callback",
        ])
    }

    pub(crate) fn device(&self, client: &Fields) -> Fields {
        let (id, secret) = (&client["clientId"], &client["clientSecret"]);
        self.fields(&[
            "start-device-authorization",
            "--client-id",
            id,
            "--client-secret",
            secret,
            "--start-url",
            "https://example.awsapps.com/start",
        ])
    }

    /// Asks for a token; the grant and what belongs to it are options.
    pub(crate) fn token(&self, client: &Fields, options: &[&str]) -> Output {
        let (id, secret) = (&client["clientId"], &client["clientSecret"]);
        let mut words = vec!["create-token", "--client-id", id, "--client-secret", secret];
        words.extend(options);
        self.call(&words)
    }

    pub(crate) fn poll(&self, client: &Fields, device: &Fields) -> Output {
        let grant = "urn:ietf:params:oauth:grant-type:device_code";
        let code = &device["deviceCode"];
        self.token(client, &["--grant-type", grant, "--device-code", code])
    }

    /// The whole answer to a request with these lines of headers.
    pub(crate) fn get(&self, path: &str, headers: &str) -> String {
        let host = format!("host: {}\r\n", self.host());
        get(self.host(), path, &format!("{host}{headers}"))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The whole answer to a request at an address.
pub(crate) fn get(address: &str, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let request = format!("GET {path} HTTP/1.1\r\n{headers}connection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the server answers");
    answer
}

/// A header of an answer.
pub(crate) fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let start = format!("{name}: ");
    let mut lines = answer.lines();
    let line = lines.find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("no {name} in {answer}"))
}

/// The strings and numbers of an object of JSON, one on each line.
pub(crate) fn fields(json: &str) -> Fields {
    let lines = json.lines().filter_map(|line| {
        let (name, value) = line.trim().trim_end_matches(',').split_once("\": ")?;
        let value = value.trim_matches('"');
        Some((name.trim_matches('"').to_owned(), value.to_owned()))
    });
    lines.collect()
}

/// A field of JSON on one line.
pub(crate) fn value(json: &str, name: &str) -> String {
    let (_, rest) = json
        .split_once(&format!("\"{name}\":"))
        .unwrap_or_else(|| panic!("no {name} in {json}"));
    let rest = rest.trim_start_matches('"');
    rest.split(['"', ',', '}'])
        .next()
        .unwrap_or_default()
        .to_owned()
}
