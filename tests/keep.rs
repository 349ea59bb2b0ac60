//! `--save` and `--reuse` as a user sees them: what is printed, what is sent, what is on disk.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A service that registers everyone for a day, and how often it was asked.
struct Service {
    url: String,
    calls: Arc<AtomicUsize>,
}

impl Service {
    fn start() -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
                answer(stream, number);
            }
        });
        Service { url, calls }
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

fn answer(mut stream: std::net::TcpStream, number: usize) {
    let mut reader = BufReader::new(stream.try_clone().expect("a reader"));
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        let lower = line.to_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let expires = since.as_secs() + 86_400;
    let body = format!(
        r#"{{"clientId": "id-{number}", "clientSecret": "s", "clientSecretExpiresAt": {expires}}}"#
    );
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream
        .write_all((head + &body).as_bytes())
        .expect("answered");
}

/// A home directory of its own, deleted afterwards.
struct Home(PathBuf);

impl Home {
    fn new(test: &str) -> Home {
        let path =
            std::env::temp_dir().join(format!("sso-oidc-keep-{}-{test}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join(".aws")).expect("a directory");
        let config = "[default]\nregion = us-east-1\nsso_session = mine\nsso_account_id = 1\nsso_role_name = r\n\
                      [sso-session mine]\nsso_region = us-east-1\nsso_start_url = https://mine.awsapps.com/start\n";
        fs::write(path.join(".aws/config"), config).expect("a file");
        Home(path)
    }

    fn cache(&self) -> PathBuf {
        self.0.join(".aws/sso/cache")
    }

    fn run(&self, service: &Service, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sso-oidc"));
        command.env_clear().env("HOME", &self.0).args([
            "register-client",
            "--client-name",
            "n",
            "--client-type",
            "public",
            "--no-sign-request",
            "--query",
            "clientId",
            "--output",
            "text",
            "--endpoint-url",
            &service.url,
        ]);
        command.args(words).output().expect("it runs")
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn files(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn what_was_saved_is_used_again() {
    let (service, home) = (Service::start(), Home::new("again"));
    assert_eq!(printed(&home.run(&service, &["--reuse"])), "id-1\n");
    assert_eq!(files(&home.cache()), Vec::<String>::new());
    assert_eq!(printed(&home.run(&service, &["--save"])), "id-2\n");
    // sha1 of {"region": "us-east-1", "scopes": null, "session_name": "mine", "startUrl": "https://mine…", "tool": "botocore"}
    assert_eq!(
        files(&home.cache()),
        ["9ac2b5d14d2256def25fb9e2faff740a107bcb76.json"]
    );
    assert_eq!(printed(&home.run(&service, &["--reuse"])), "id-2\n");
    assert_eq!(
        printed(&home.run(&service, &["--reuse", "--save"])),
        "id-2\n"
    );
    assert_eq!(service.calls(), 2);
    assert_eq!(
        printed(&home.run(&service, &["--scopes", "other", "--reuse"])),
        "id-3\n"
    );
}

#[test]
fn an_invalid_input_stays_invalid() {
    let (service, home) = (Service::start(), Home::new("invalid"));
    printed(&home.run(&service, &["--save"]));
    let output = home.run(
        &service,
        &["--reuse", "--cli-input-json", r#"{"unknown": 1}"#],
    );
    assert_eq!(output.status.code(), Some(252), "{output:?}");
}

#[test]
fn only_the_whole_words_mean_it() {
    let (service, home) = (Service::start(), Home::new("words"));
    for word in ["--sav", "--save=1", "--reus"] {
        let output = home.run(&service, &[word]);
        assert_eq!(output.status.code(), Some(252), "{word}: {output:?}");
    }
    assert_eq!(service.calls(), 0);
}

#[test]
fn nothing_is_sent_when_the_result_could_not_be_kept() {
    let (service, home) = (Service::start(), Home::new("place"));
    fs::write(home.0.join(".aws/sso"), "").expect("a file in the way");
    let output = home.run(&service, &["--save"]);
    assert_eq!(output.status.code(), Some(255));
    assert!(output.stdout.is_empty());
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("Unable to save to "),
        "{output:?}"
    );
    assert_eq!(service.calls(), 0);
}
