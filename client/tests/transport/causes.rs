//! What an error says of why it came to it.

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpListener;

use smithgen_client::transport::{TransportError, TransportErrorKind as Kind};

use super::server::{Server, Step};
use super::{post, run, send, transport};

fn fails(url: &str) -> TransportError {
    let error = run(send(&transport(|_| {}), post(url, ""))).unwrap_err();
    // Words for people, and behind them what programs look for.
    let words = error.cause().unwrap();
    for machine in ["os error", "Kind", "Error(", "{", "::"] {
        assert!(!words.contains(machine), "{words}");
    }
    assert!(error.to_string().ends_with(&words));
    error
}

#[test]
fn a_port_that_nobody_listens_at_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error = fails(&url);
    assert_eq!(error.kind, Kind::Connect);
    assert_eq!(error.cause().unwrap(), "connection refused");
    assert_eq!(
        error.to_string(),
        format!("could not connect to {url}: connection refused")
    );
    let source = error.source().unwrap();
    let source = source.downcast_ref::<std::io::Error>().unwrap();
    assert_eq!(source.kind(), std::io::ErrorKind::ConnectionRefused);
}

#[test]
fn a_host_that_is_not_there_is_named() {
    let error = fails("http://nowhere.invalid/");
    assert_eq!(error.kind, Kind::Connect);
    let words = error.cause().unwrap();
    assert!(
        words.starts_with("host not found: nowhere.invalid ("),
        "{words}"
    );
}

#[test]
fn what_is_cut_off_or_is_no_http_says_so() {
    for (answer, because) in [
        (
            &b""[..],
            "the connection was closed before the response was whole",
        ),
        (
            b"HTTP/1.1 200",
            "the connection was closed before the response was whole",
        ),
        (
            b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
            "what came cannot be read as HTTP",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf",
            "connection closed too early",
        ),
    ] {
        let server = Server::start(vec![Step::AnswerAndClose(answer.to_vec())]);
        let error = fails(&server.url("/"));
        assert_eq!(error.kind, Kind::Closed);
        let words = error.cause().unwrap();
        assert!(words.contains(because), "{words}");
    }
}

#[cfg(feature = "rustls")]
#[test]
fn a_server_without_tls_is_said_to_have_none() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for (stream, answer) in listener.incoming().zip([
            &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
            b"",
            // A fatal alert: protocol version.
            b"\x15\x03\x01\x00\x02\x02\x46",
        ]) {
            let mut stream = stream.unwrap();
            let mut hello = [0; 64];
            stream.read_exact(&mut hello).unwrap();
            stream.write_all(answer).unwrap();
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            // Reads what is left, or closing would cut off the answer.
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    let url = format!("https://localhost:{port}/");
    for because in [
        "what the server answered is not TLS: is it a server for http?",
        "the connection was closed during the TLS handshake",
        "the server speaks neither TLS 1.2 nor TLS 1.3",
    ] {
        let error = fails(&url);
        assert_eq!(error.kind, Kind::Tls);
        assert_eq!(error.cause().unwrap(), because);
    }
}
