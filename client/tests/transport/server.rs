//! A TCP server that plays a script: each request is answered by the next step.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

/// What the server does with a request.
pub(crate) enum Step {
    /// Writes these bytes and waits for the next request on the connection.
    Answer(Vec<u8>),
    /// Writes these bytes and closes the connection.
    AnswerAndClose(Vec<u8>),
    /// Writes these bytes and then nothing, without closing, until the test lets go.
    Hang(Vec<u8>),
    /// Answers and hands the connection over, as a proxy does with a tunnel.
    Tunnel(Vec<u8>, Box<dyn FnOnce(TcpStream) + Send>),
}

/// A request as it came over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Number of the connection, from 0.
    pub(crate) connection: usize,
    pub(crate) line: String,
    /// Header lines, names in lower case.
    pub(crate) headers: Vec<String>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A server; its thread ends with the process.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    // Dropped with the server: ends `Step::Hang`.
    _hold: Sender<()>,
}

impl Server {
    /// A server on a free loopback port.
    pub(crate) fn start(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (hold, held) = channel();
        let record = seen.clone();
        std::thread::spawn(move || {
            let steps = Arc::new(Mutex::new(steps.into_iter()));
            let held = Arc::new(Mutex::new(held));
            for (number, stream) in listener.incoming().enumerate() {
                let (steps, record, held) = (steps.clone(), record.clone(), held.clone());
                std::thread::spawn(move || serve(number, stream.unwrap(), &steps, &record, &held));
            }
        });
        Server {
            address,
            seen,
            _hold: hold,
        }
    }

    /// A URL of this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

type Steps = Mutex<std::vec::IntoIter<Step>>;

fn serve(
    connection: usize,
    stream: TcpStream,
    steps: &Steps,
    record: &Mutex<Vec<Seen>>,
    held: &Mutex<Receiver<()>>,
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some(request) = read(connection, &mut reader) {
        record.lock().unwrap().push(request);
        let step = steps.lock().unwrap().next();
        match step {
            None => return,
            Some(Step::Answer(bytes)) => stream.write_all(&bytes).unwrap(),
            Some(Step::AnswerAndClose(bytes)) => return stream.write_all(&bytes).unwrap(),
            Some(Step::Hang(bytes)) => {
                stream.write_all(&bytes).unwrap();
                // Ends when the server is dropped.
                let _ = held.lock().unwrap().recv();
                return;
            }
            Some(Step::Tunnel(bytes, take)) => {
                stream.write_all(&bytes).unwrap();
                return take(stream);
            }
        }
    }
}

fn read(connection: usize, reader: &mut impl BufRead) -> Option<Seen> {
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut headers = Vec::new();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim_end();
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':')?;
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        if name == "content-length" {
            length = value.parse().ok()?;
        }
        headers.push(format!("{name}: {value}"));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen {
        connection,
        line: line.trim_end().to_owned(),
        headers,
        body,
    })
}

/// A response with this body.
pub(crate) fn ok(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
