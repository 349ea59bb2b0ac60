//! A server on a socket, and clients that do not behave.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use smithgen_server::limits::SERVER_HEAD_BYTES;
use smithgen_server::stand_in::{Conduct, Server, listen_until};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

const HOUR: Duration = Duration::from_secs(3600);
const SOON: Duration = Duration::from_millis(50);

/// A conduct that waits for ever, changed.
fn conduct(change: impl FnOnce(&mut Conduct)) -> Conduct {
    let mut conduct = Conduct::default();
    conduct.head_timeout = HOUR;
    conduct.body_timeout = HOUR;
    conduct.drain = HOUR;
    change(&mut conduct);
    conduct
}

/// A server with a page, and a way to stop it.
struct Running {
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: JoinHandle<()>,
}

impl Running {
    fn start(conduct: Conduct) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_all().build().unwrap().block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap().port()).unwrap();
                let server = Arc::new(Server::new().page("/", "hello\n"));
                let stopped = async { drop(stopped.await) };
                listen_until(listener, server, conduct, stopped)
                    .await
                    .unwrap();
            });
        });
        Running {
            port: told.recv().unwrap(),
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

    fn stop(mut self) {
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

/// A whole response whose body is `hello`.
fn hello(stream: &mut TcpStream) {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"hello\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        bytes.extend(byte);
    }
    assert!(bytes.starts_with(b"HTTP/1.1 200 OK\r\n"));
}

fn get(port: u16) -> Vec<u8> {
    format!("GET / HTTP/1.1\r\nhost: localhost:{port}\r\n\r\n").into_bytes()
}

fn post(port: u16, headers: &str) -> Vec<u8> {
    format!("POST /x HTTP/1.1\r\nhost: localhost:{port}\r\n{headers}\r\n\r\n").into_bytes()
}

#[test]
fn connections_that_say_nothing_or_too_little_end() {
    let server = Running::start(conduct(|conduct| conduct.head_timeout = SOON));
    assert_eq!(server.ask(b""), "");
    assert_eq!(rest(&mut server.connect()), "");
    let answer = server.ask(b"GET / HTTP/1.1\r\nhost: loc");
    assert!(!answer.contains("200 OK"), "{answer}");
    // One that has been answered, and asks nothing more.
    let mut stream = server.connect();
    stream.write_all(&get(server.port)).unwrap();
    hello(&mut stream);
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn bodies_that_do_not_come_are_not_waited_for() {
    let server = Running::start(conduct(|conduct| conduct.body_timeout = SOON));
    for (headers, begin) in [
        ("content-length: 9", "half"),
        ("content-length: 9", ""),
        ("transfer-encoding: chunked", "2\r\nha\r\n"),
    ] {
        let request = [post(server.port, headers), begin.into()].concat();
        let answer = server.ask(&request);
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
    }
}

#[test]
fn bodies_have_a_limit() {
    let server = Running::start(conduct(|conduct| conduct.body_bytes = 8));
    let ask = |headers: &str, body: &str| {
        let headers = format!("{headers}\r\nconnection: close");
        server.ask(&[post(server.port, &headers), body.into()].concat())
    };
    let answer = ask("content-length: 8", "12345678");
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    let answer = ask("transfer-encoding: chunked", "8\r\n12345678\r\n0\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    for (headers, body) in [
        // Nothing of it needs to have come.
        ("content-length: 9", ""),
        ("transfer-encoding: chunked", "9\r\n123456789\r\n"),
    ] {
        let answer = ask(headers, body);
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("8 bytes at most"), "{answer}");
    }
    let answer = ask("transfer-encoding: chunked", "x\r\n");
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[test]
fn heads_have_a_limit() {
    let server = Running::start(conduct(|_| {}));
    let of = |length: usize| {
        let head = |filled: usize| {
            let headers = format!("connection: close\r\nx: {}", "y".repeat(filled));
            post(server.port, &headers)
        };
        server.ask(&head(length - head(0).len()))
    };
    let answer = of(SERVER_HEAD_BYTES);
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    let answer = of(SERVER_HEAD_BYTES + 1);
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    let many = "a: b\r\n".repeat(200);
    let answer = server.ask(&post(server.port, many.trim_end()));
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
}

#[test]
fn only_so_many_connections_are_served_at_a_time() {
    let server = Running::start(conduct(|conduct| conduct.connections = 2));
    let [mut first, mut second, mut third] = [(); 3].map(|()| server.connect());
    third.write_all(&get(server.port)).unwrap();
    for stream in [&mut first, &mut second] {
        for _ in 0..3 {
            stream.write_all(&get(server.port)).unwrap();
            hello(stream);
        }
    }
    third.set_nonblocking(true).unwrap();
    let waits = third.peek(&mut [0]).unwrap_err();
    assert_eq!(waits.kind(), ErrorKind::WouldBlock);
    drop(first);
    third.set_nonblocking(false).unwrap();
    hello(&mut third);
}

#[test]
fn requests_for_another_host_are_refused() {
    let server = Running::start(conduct(|_| {}));
    let port = server.port;
    let ask = |target: &str, hosts: &str| {
        let request = format!("GET {target} HTTP/1.1\r\n{hosts}connection: close\r\n\r\n");
        server.ask(request.as_bytes())
    };
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let answer = ask("/", &format!("host: {host}:{port}\r\n"));
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    for hosts in [
        format!("host: evil.example:{port}\r\n"),
        format!("host: localhost:{}\r\n", port ^ 1),
        "host: localhost\r\n".to_owned(),
        format!("host: localhost:{port}\r\nhost: evil.example\r\n"),
        String::new(),
    ] {
        let answer = ask("/", &hosts);
        assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
        assert!(
            answer.contains(&format!("localhost:{port} and 127.0.0.1:{port} alone")),
            "{answer}"
        );
    }
    let answer = ask(
        &format!("http://evil.example:{port}/"),
        &format!("host: localhost:{port}\r\n"),
    );
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
}

#[test]
fn pages_are_for_those_who_look() {
    let server = Running::start(conduct(|_| {}));
    let ask = |line: &str| {
        let host = format!(
            "host: localhost:{}\r\nconnection: close\r\n\r\n",
            server.port
        );
        server.ask(format!("{line} HTTP/1.1\r\n{host}").as_bytes())
    };
    let answer = ask("GET /?x=y");
    assert!(
        answer.contains("content-type: text/plain; charset=utf-8\r\n"),
        "{answer}"
    );
    assert!(answer.ends_with("\r\n\r\nhello\n"), "{answer}");
    let answer = ask("HEAD /");
    assert!(answer.contains("content-length: 6\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    assert!(ask("GET /other").starts_with("HTTP/1.1 404 "));
    assert!(ask("POST /").starts_with("HTTP/1.1 404 "));
}

/// A connection whose request is known to be in flight.
fn in_flight(server: &Running) -> TcpStream {
    let mut stream = server.connect();
    let head = post(server.port, "content-length: 4\r\nexpect: 100-continue");
    stream.write_all(&head).unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[test]
fn what_is_in_flight_ends_before_the_server_does() {
    let mut server = Running::start(conduct(|_| {}));
    let (mut idle, mut busy) = (server.connect(), in_flight(&server));
    idle.write_all(&get(server.port)).unwrap();
    hello(&mut idle);
    drop(server.stop.take());
    // Idle connections end at once, and so does the listener.
    assert_eq!(rest(&mut idle), "");
    assert!(TcpStream::connect(("127.0.0.1", server.port)).is_err());
    busy.write_all(b"body").unwrap();
    let answer = rest(&mut busy);
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    server.stop();
}

#[test]
fn what_does_not_end_is_cut_off() {
    let server = Running::start(conduct(|conduct| conduct.drain = SOON));
    let mut busy = in_flight(&server);
    server.stop();
    assert_eq!(rest(&mut busy), "");
}
