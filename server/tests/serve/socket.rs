//! A server on a socket, and clients that do not behave.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use smithgen_server::limits::HEAD_BYTES;
use smithgen_server::{Conduct, Limits, listen_until};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::depot::{PIECE, Seen, server};

const HOUR: Duration = Duration::from_secs(3600);
const SOON: Duration = Duration::from_millis(50);

/// A server that waits for ever, changed.
pub(crate) struct Running {
    pub(crate) port: u16,
    pub(crate) seen: Seen,
    sent: Arc<Mutex<u32>>,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    thread: JoinHandle<()>,
}

impl Running {
    pub(crate) fn start(change: impl FnOnce(&mut Conduct, &mut Limits)) -> Self {
        let (mut conduct, mut limits) = (Conduct::default(), Limits::default());
        conduct.head_time = HOUR;
        conduct.write_time = HOUR;
        conduct.drain_time = HOUR;
        limits.body_time = HOUR;
        limits.handler_time = HOUR;
        change(&mut conduct, &mut limits);
        let (seen, sent) = (Seen::default(), Arc::default());
        let service = server(&seen, &sent).with_limits(limits).into_service();
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_all().build().unwrap().block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap().port()).unwrap();
                let stopped = async { drop(stopped.await) };
                listen_until(listener, service, conduct, stopped)
                    .await
                    .unwrap();
            });
        });
        Running {
            port: told.recv().unwrap(),
            seen,
            sent,
            stop: Some(stop),
            thread,
        }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).unwrap()
    }

    /// Sends bytes and reads until the server closes the connection.
    fn ask(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may close before it has read all.
        let _ = stream.write_all(bytes);
        rest(&mut stream)
    }

    fn post(&self, path: &str, headers: &str) -> Vec<u8> {
        format!(
            "POST {path} HTTP/1.1\r\nhost: localhost:{}\r\n{headers}\r\n\r\n",
            self.port
        )
        .into_bytes()
    }

    /// A greeting over a connection that goes on.
    fn greet(&self, stream: &mut TcpStream) {
        let head = "content-type: application/json\r\ncontent-length: 2";
        let request = [self.post("/greet/ann", head), b"{}".to_vec()].concat();
        stream.write_all(&request).unwrap();
        greeted(stream);
    }

    pub(crate) fn stop(mut self) {
        drop(self.stop.take());
        self.thread.join().unwrap();
    }
}

/// What comes until the connection is closed. A reset is an end too.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        bytes.extend(&buffer[..count]);
    }
    String::from_utf8(bytes).unwrap()
}

/// A whole response to a greeting.
fn greeted(stream: &mut TcpStream) {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"hello, ann\"}") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        bytes.extend(byte);
    }
    assert!(bytes.starts_with(b"HTTP/1.1 200 OK\r\n"));
}

#[test]
fn connections_that_say_nothing_or_too_little_end() {
    let server = Running::start(|conduct, _| conduct.head_time = SOON);
    assert_eq!(rest(&mut server.connect()), "");
    for begin in ["P", "POST", "GET / HTTP/1.1\r\nhost: loc"] {
        let answer = server.ask(begin.as_bytes());
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    // One that has been answered, and asks nothing more.
    let mut stream = server.connect();
    server.greet(&mut stream);
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn bodies_that_do_not_come_are_not_waited_for() {
    let server = Running::start(|_, limits| limits.body_time = SOON);
    for (headers, begin) in [
        ("content-length: 9", "half"),
        ("content-length: 9", ""),
        ("transfer-encoding: chunked", "2\r\nha\r\n"),
    ] {
        let request = [server.post("/greet/ann", headers), begin.into()].concat();
        let answer = server.ask(&request);
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
        assert!(answer.contains("RequestTimeoutException"), "{answer}");
    }
}

#[test]
fn bodies_have_a_limit() {
    let server = Running::start(|_, limits| limits.body_bytes = 8);
    let ask = |headers: &str, body: &str| {
        let headers = format!("{headers}\r\ncontent-type: application/json\r\nconnection: close");
        server.ask(&[server.post("/greet/ann", &headers), body.into()].concat())
    };
    let answer = ask("content-length: 8", "{      }");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let answer = ask("transfer-encoding: chunked", "8\r\n{      }\r\n0\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    for (headers, body) in [
        // Nothing of it needs to have come.
        ("content-length: 9", ""),
        ("transfer-encoding: chunked", "9\r\n{       }\r\n"),
    ] {
        let answer = ask(headers, body);
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("8 bytes"), "{answer}");
    }
    let answer = ask("transfer-encoding: chunked", "x\r\n");
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[test]
fn a_body_that_is_cut_off_reaches_no_method() {
    let server = Running::start(|_, _| {});
    let headers = "content-type: application/json\r\ncontent-length: 20";
    for path in ["/greet/panic", "/greet/ann"] {
        let mut stream = server.connect();
        let request = [server.post(path, headers), b"{\"text\":".to_vec()].concat();
        stream.write_all(&request).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let answer = rest(&mut stream);
        assert!(!answer.contains(" 200 "), "{answer}");
    }
    assert!(
        !server
            .seen
            .lines()
            .iter()
            .any(|line| line.contains("panic"))
    );
    server.stop();
}

#[test]
fn a_stream_that_fails_is_the_client_s_fault() {
    let server = Running::start(|_, limits| limits.body_time = SOON);
    for (headers, begin, status, name) in [
        ("content-length: 9", "half", 408, "RequestTimeoutException"),
        (
            "transfer-encoding: chunked",
            "2\r\nha\r\nx",
            400,
            "SerializationException",
        ),
    ] {
        let port = server.port;
        let head = format!("PUT /blobs/a HTTP/1.1\r\nhost: localhost:{port}\r\n{headers}");
        let request = format!("{head}\r\n\r\n{begin}");
        let answer = server.ask(request.as_bytes());
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
        assert!(answer.contains(name), "{answer}");
    }
    // Operators see what the method made of it.
    let faults = server.seen.lines();
    let faults = faults.iter().filter(|line| line.starts_with("PutBlob 500"));
    assert_eq!(faults.count(), 2);
    server.stop();
}

#[test]
fn heads_have_a_limit() {
    let server = Running::start(|_, _| {});
    let of = |length: usize| {
        let head = |filled: usize| {
            let headers = format!("connection: close\r\nx: {}", "y".repeat(filled));
            server.post("/undone", &headers)
        };
        server.ask(&head(length - head(0).len()))
    };
    let answer = of(HEAD_BYTES);
    assert!(answer.starts_with("HTTP/1.1 501 "), "{answer}");
    let answer = of(HEAD_BYTES + 1);
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    let many = "a: b\r\n".repeat(200);
    let answer = server.ask(&server.post("/undone", many.trim_end()));
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
}

#[test]
fn only_so_many_connections_are_served_at_a_time() {
    let server = Running::start(|conduct, _| conduct.connections = 2);
    let [mut first, mut second, mut third] = [(); 3].map(|()| server.connect());
    let head = "content-type: application/json\r\ncontent-length: 2";
    let request = [server.post("/greet/ann", head), b"{}".to_vec()].concat();
    third.write_all(&request).unwrap();
    for stream in [&mut first, &mut second] {
        for _ in 0..3 {
            server.greet(stream);
        }
    }
    third.set_nonblocking(true).unwrap();
    let waits = third.peek(&mut [0]).unwrap_err();
    assert_eq!(waits.kind(), ErrorKind::WouldBlock);
    drop(first);
    third.set_nonblocking(false).unwrap();
    greeted(&mut third);
}

#[test]
fn requests_for_another_host_are_refused_on_the_loopback_address() {
    let head = |host: &str| {
        format!("POST /undone HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").into_bytes()
    };
    let server = Running::start(|_, _| {});
    let answer = server.ask(&head(&format!("localhost:{}", server.port)));
    assert!(answer.starts_with("HTTP/1.1 501 "), "{answer}");
    let foreign = head(&format!("evil.example:{}", server.port));
    let answer = server.ask(&foreign);
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    server.stop();
    let server = Running::start(|conduct, _| conduct.checks_host = false);
    let answer = server.ask(&head("api.example"));
    assert!(answer.starts_with("HTTP/1.1 501 "), "{answer}");
}

#[test]
fn a_client_that_never_reads_is_given_up() {
    let server = Running::start(|conduct, _| conduct.write_time = SOON);
    let pieces = 4096;
    let mut stream = server.connect();
    let request = format!(
        "GET /blobs/{pieces} HTTP/1.1\r\nhost: localhost:{}\r\n\r\n",
        server.port
    );
    stream.write_all(request.as_bytes()).unwrap();
    // The connection ends, so that the server does.
    server.seen.wait_for("first piece");
    let sent = server.sent.clone();
    server.stop();
    let taken = *sent.lock().unwrap();
    assert!(taken < pieces, "{taken}");
}

#[test]
fn a_slow_reader_gets_all() {
    let server = Running::start(|_, _| {});
    let pieces = 64;
    let mut stream = server.connect();
    let request = format!(
        "GET /blobs/{pieces} HTTP/1.1\r\nhost: localhost:{}\r\nconnection: close\r\n\r\n",
        server.port
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let head = String::from_utf8_lossy(&bytes[..200]);
    assert!(head.contains("transfer-encoding: chunked"), "{head}");
    assert!(bytes.len() > 64 * PIECE, "{}", bytes.len());
    assert!(bytes.ends_with(b"\r\n0\r\n\r\n"));
}

/// A connection whose request is known to be in flight.
fn in_flight(server: &Running) -> TcpStream {
    let mut stream = server.connect();
    let headers = "content-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue";
    stream
        .write_all(&server.post("/greet/ann", headers))
        .unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[test]
fn what_is_in_flight_ends_before_the_server_does() {
    let mut server = Running::start(|_, _| {});
    let (mut silent, mut idle, mut busy) = (server.connect(), server.connect(), in_flight(&server));
    server.greet(&mut idle);
    drop(server.stop.take());
    // Idle connections end at once, and so does the listener.
    assert_eq!(rest(&mut idle), "");
    assert_eq!(rest(&mut silent), "");
    assert!(TcpStream::connect(("127.0.0.1", server.port)).is_err());
    busy.write_all(b"{}").unwrap();
    let answer = rest(&mut busy);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    server.stop();
}

#[test]
fn what_does_not_end_is_cut_off() {
    let server = Running::start(|conduct, _| conduct.drain_time = SOON);
    let mut busy = in_flight(&server);
    server.stop();
    assert_eq!(rest(&mut busy), "");
}

#[test]
fn a_method_knows_who_asks_no_longer() {
    let server = Running::start(|_, _| {});
    let mut stream = server.connect();
    stream.write_all(&server.post("/wait", "x: y")).unwrap();
    server.seen.wait_for("waits");
    drop(stream);
    server.seen.wait_for("dropped");
    server.stop();
}
