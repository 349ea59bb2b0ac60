//! The command, and a server on this machine that answers it, for all tests.

// Each test uses another part of it.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

pub const TOKEN: &str = "token-of-the-test";

/// A bookstore that answers every request alike, and remembers the requests.
pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers with these lines and this body.
    pub fn answering(head: &'static str, body: &'static str) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                kept.lock().unwrap().push(request(&stream));
                let length = body.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
            }
        });
        Server { url, requests }
    }

    pub fn json(status: &'static str, body: &'static str) -> Server {
        Server::answering(status, body)
    }

    pub fn request(&self) -> String {
        self.requests.lock().unwrap().first().unwrap().clone()
    }

    /// The command with its endpoint and its token in the environment.
    pub fn run(&self, words: &[&str]) -> Output {
        let mut command = command(words);
        command.env("BOOKSTORE_ENDPOINT_URL", &self.url);
        command.env("BOOKSTORE_BEARER_TOKEN", TOKEN);
        command.output().unwrap()
    }
}

/// First line, headers and body of a request.
fn request(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        text.push_str(&line);
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    text + &String::from_utf8(body).unwrap()
}

/// The command in an environment without settings.
pub fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bookstore"));
    command.args(words).env_clear();
    command.env("HOME", concat!(env!("CARGO_MANIFEST_DIR"), "/tests"));
    command
}

pub fn run(words: &[&str]) -> Output {
    command(words).output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub const SHELF: &str = r#"{"books": [{"isbn": "978-0-14-143951-8", "title": "Pride and Prejudice", "authors": ["Jane Austen"]}]}"#;
