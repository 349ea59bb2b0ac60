//! Requests that ask for leave to send their body.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use http::Request;
use smithgen_client::transport::{Body, Settings};

use super::{post, run, send, transport};

/// So long that a test that waits for it fails.
const FOREVER: Duration = Duration::from_secs(600);
const BODY: &str = "a body";

/// A server for one connection, which is told what it got besides heads.
fn server(
    serve: impl FnOnce(TcpStream, &mut BufReader<TcpStream>) -> Vec<u8> + Send + 'static,
) -> (SocketAddr, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (got, bodies) = channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        got.send(serve(stream, &mut reader)).unwrap();
    });
    (address, bodies)
}

fn head(reader: &mut impl BufRead) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        reader.read_line(&mut head).unwrap();
    }
    head
}

fn body(reader: &mut impl Read) -> Vec<u8> {
    let mut body = vec![0; BODY.len()];
    reader.read_exact(&mut body).unwrap();
    body
}

fn asking(address: SocketAddr) -> Request<Body> {
    let mut request = post(&format!("http://{address}/"), BODY);
    let expect = http::HeaderValue::from_static("100-continue");
    request.headers_mut().insert("expect", expect);
    request
}

fn waiting(limit: Duration) -> impl FnOnce(&mut Settings) {
    move |settings| settings.continue_timeout = Some(limit)
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

#[test]
fn a_body_goes_when_it_is_wanted() {
    let (address, bodies) = server(|mut stream, reader| {
        assert!(head(reader).contains("\r\nexpect: 100-continue\r\n"));
        // An interim response of another kind gives no leave.
        stream
            .write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            .unwrap();
        let waits = Some(Duration::from_millis(50));
        stream.set_read_timeout(waits).unwrap();
        let early = reader.read(&mut [0; 1]);
        stream.set_read_timeout(None).unwrap();
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap();
        let first = body(reader);
        stream.write_all(OK).unwrap();
        // The connection is used again, and the next request asks again.
        head(reader);
        stream.write_all(b"HTTP/1.1 100\r\n\r\n").unwrap();
        let second = body(reader);
        stream.write_all(OK).unwrap();
        assert!(early.is_err(), "the body came without leave");
        [first, second].concat()
    });
    let transport = transport(waiting(FOREVER));
    run(async {
        for _ in 0..2 {
            let response = send(&transport, asking(address)).await.unwrap();
            assert_eq!(response.body(), "ok");
        }
    });
    assert_eq!(bodies.recv().unwrap(), [BODY, BODY].concat().as_bytes());
}

#[test]
fn a_body_that_is_not_wanted_stays_and_ends_its_connection() {
    for answer in [
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno",
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://elsewhere/\r\ncontent-length: 0\r\n\r\n",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let served = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            head(&mut reader);
            stream.write_all(answer.as_bytes()).unwrap();
            stream
                .set_read_timeout(Some(Duration::from_secs(60)))
                .unwrap();
            let mut rest = Vec::new();
            // The client closes the connection, whose request is not complete, and makes another one.
            reader.read_to_end(&mut rest).unwrap();
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            head(&mut reader);
            let second = body(&mut reader);
            stream.write_all(OK).unwrap();
            (rest, second)
        });
        let transport = transport(waiting(FOREVER));
        run(async {
            let response = send(&transport, asking(address)).await.unwrap();
            let status = response.status().as_u16();
            assert!(answer.contains(&status.to_string()), "{status}");
            let plain = post(&format!("http://{address}/"), BODY);
            assert_eq!(send(&transport, plain).await.unwrap().body(), "ok");
        });
        let (rest, second) = served.join().unwrap();
        assert_eq!(rest, b"", "{answer}");
        assert_eq!(second, BODY.as_bytes());
    }
}

#[test]
fn a_server_that_gives_no_leave_gets_the_body_all_the_same() {
    let (address, bodies) = server(|mut stream, reader| {
        head(reader);
        let got = body(reader);
        stream.write_all(OK).unwrap();
        got
    });
    let transport = transport(waiting(Duration::from_millis(20)));
    let response = run(async { send(&transport, asking(address)).await.unwrap() });
    assert_eq!(response.body(), "ok");
    assert_eq!(bodies.recv().unwrap(), BODY.as_bytes());
    assert_eq!(
        Settings::default().continue_timeout,
        Some(Duration::from_secs(1))
    );
}

#[test]
fn nobody_waits_without_asking_or_with_nothing_to_send() {
    let (address, bodies) = server(|mut stream, reader| {
        head(reader);
        let got = body(reader);
        stream.write_all(OK).unwrap();
        head(reader);
        stream.write_all(OK).unwrap();
        got
    });
    let transport = transport(waiting(FOREVER));
    run(async {
        let plain = post(&format!("http://{address}/"), BODY);
        send(&transport, plain).await.unwrap();
        let mut empty = asking(address);
        *empty.body_mut() = Body::default();
        empty.headers_mut().insert("content-length", 0.into());
        send(&transport, empty).await.unwrap();
    });
    assert_eq!(bodies.recv().unwrap(), BODY.as_bytes());
}
