//! A home of its own for a test of the command, and a service to call.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_sso-oidc");

/// A directory for one test that is home, holds a link `aws`, and goes away with the test.
pub(crate) struct Home(pub(crate) PathBuf);

impl Home {
    /// A new one; the name tells tests apart.
    pub(crate) fn new(name: &str) -> Home {
        let path = std::env::temp_dir().join(format!("sso-oidc-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a directory");
        std::os::unix::fs::symlink(BINARY, path.join("aws")).expect("a link");
        Home(path)
    }

    /// A program with nothing of this machine's environment.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", &self.0)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .current_dir(&self.0);
        command.stdin(Stdio::null());
        command
    }

    /// Writes a file below the directory.
    pub(crate) fn write(&self, path: &str, content: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
        fs::write(path, content).expect("a file");
    }

    /// The link `aws`.
    pub(crate) fn aws_link(&self) -> Command {
        self.command(self.0.join("aws").to_str().expect("a path"))
    }

    /// Runs the binary under its own name.
    pub(crate) fn own(&self, line: &str) -> Output {
        self.command(BINARY)
            .args(line.split(' '))
            .output()
            .expect("the binary runs")
    }

    /// Runs the binary as `aws sso-oidc`.
    pub(crate) fn aws(&self, line: &str) -> Output {
        let aws = self.0.join("aws");
        let aws = aws.to_str().expect("a path");
        self.command(aws)
            .arg("sso-oidc")
            .args(line.split(' '))
            .output()
            .expect("the link runs")
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What was printed.
pub(crate) fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What was said on standard error.
pub(crate) fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Answers every request with a registration whose secret is `hush`.
pub(crate) fn service() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(stream.try_clone().expect("a reader"));
            let mut length = 0;
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().expect("a length");
                }
                line.clear();
            }
            let _ = reader.read_exact(&mut vec![0; length]);
            let body = r#"{"clientId": "id", "clientSecret": "hush", "clientSecretExpiresAt": 5}"#;
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    url
}
