//! A server that answers as a test says, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Method and target.
    pub(crate) line: String,
    /// Lines, with names in small letters.
    headers: Vec<String>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter().filter_map(|line| line.split_once(": "));
        headers
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }
}

/// An answer.
pub(crate) enum Answer {
    Says(u16, String),
    /// Nothing, and the connection stays open.
    Hangs,
}

pub(crate) fn says(status: u16, body: impl Into<String>) -> Answer {
    Answer::Says(status, body.into())
}

pub(crate) struct Server {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// A server that answers each question with what `answer` returns. It lives as long as the process.
    pub(crate) fn new(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let log = asked.clone();
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (log, answer) = (log.clone(), answer.clone());
                std::thread::spawn(move || serve(stream, &log, &*answer));
            }
        });
        Server { url, asked }
    }

    /// All questions so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Their lines.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }
}

fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<Asked>>,
    answer: &(dyn Fn(&Asked) -> Answer + Send + Sync),
) {
    let Some(asked) = read(&stream) else {
        return;
    };
    log.lock().unwrap().push(asked.clone());
    match answer(&asked) {
        Answer::Says(status, body) => {
            let length = body.len();
            let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}");
            let text = format!("{head}\r\nconnection: close\r\n\r\n{body}");
            let _ = stream.write_all(text.as_bytes());
        }
        // Whoever asked ends this.
        Answer::Hangs => drop(stream.read(&mut [0])),
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let first = lines.first()?.trim_end_matches(" HTTP/1.1").to_owned();
    let lower = |line: &String| {
        let (name, value) = line.split_once(": ").unwrap_or((line, ""));
        format!("{}: {value}", name.to_lowercase())
    };
    let mut asked = Asked {
        line: first,
        headers: lines.iter().skip(1).map(lower).collect(),
        body: String::new(),
    };
    let length = asked.header("content-length").unwrap_or("0");
    let mut body = vec![0; length.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    asked.body = String::from_utf8(body).ok()?;
    Some(asked)
}

/// An answer of STS with these keys.
pub(crate) fn role(operation: &str, id: &str, expiry: &str) -> Answer {
    let keys = format!(
        "<AccessKeyId>{id}</AccessKeyId><SecretAccessKey>hush-hush</SecretAccessKey>\
         <SessionToken>hush-hush-{id}</SessionToken><Expiration>{expiry}</Expiration>"
    );
    says(
        200,
        format!(
            "<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{operation}Result>\
             <Credentials>{keys}</Credentials><AssumedRoleUser><AssumedRoleId>A:x</AssumedRoleId>\
             <Arn>arn:aws:sts::123456789012:assumed-role/r/x</Arn></AssumedRoleUser></{operation}Result>\
             <ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></{operation}Response>"
        ),
    )
}

/// An answer of a metadata service with these keys.
pub(crate) fn metadata(id: &str, expiry: &str) -> Answer {
    says(
        200,
        format!(
            r#"{{"AccessKeyId": "{id}", "SecretAccessKey": "hush-hush", "Token": "hush-hush", "Expiration": "{expiry}"}}"#
        ),
    )
}
