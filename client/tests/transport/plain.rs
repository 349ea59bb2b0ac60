//! Without TLS and proxies: messages, kept connections, timeouts, broken answers.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::pin::pin;
use std::sync::mpsc::channel;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use smithgen_client::transport::{Transport as _, TransportErrorKind as Kind};

use super::server::{Server, Step, ok};
use super::{kind, post, run, runtime, send, transport};

const SHORT: Option<Duration> = Some(Duration::from_millis(50));

#[test]
fn a_request_goes_out_unchanged_and_its_answer_comes_back() {
    let server = Server::start(vec![Step::Answer(ok("answer"))]);
    let response = run(send(
        &transport(|_| {}),
        post(&server.url("/a/../b//c?x=1&y"), "body"),
    ));
    let response = response.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.body()[..]),
        (200, &b"answer"[..])
    );
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /a/../b//c?x=1&y HTTP/1.1");
    assert_eq!(
        seen.header("host"),
        Some(server.address.to_string().as_str())
    );
    assert_eq!(seen.body, b"body");
}

#[test]
fn fields_after_the_body_are_there_at_its_end() {
    let answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n\
        3\r\nabc\r\n0\r\nx-sum: 17\r\n\r\n";
    let server = Server::start(vec![Step::Answer(answer.into()), Step::Answer(ok("next"))]);
    let transport = transport(|_| {});
    run(async {
        let response = transport.send(post(&server.url("/"), "")).await.unwrap();
        let mut body = response.into_body();
        assert_eq!(body.next().await.unwrap().unwrap(), "abc");
        assert!(body.next().await.is_none());
        assert_eq!(body.trailers().unwrap()["x-sum"], "17");
        let next = send(&transport, post(&server.url("/"), "")).await;
        assert_eq!(next.unwrap().body(), "next");
    });
    assert_eq!(server.seen()[1].connection, 0);
}

#[test]
fn connections_are_kept_and_used_again() {
    let server = Server::start((0..3).map(|_| Step::Answer(ok("x"))).collect());
    let transport = transport(|_| {});
    run(async {
        for _ in 0..3 {
            send(&transport, post(&server.url("/"), "")).await.unwrap();
        }
    });
    let connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [0, 0, 0]);
}

#[test]
fn a_connection_that_the_service_closed_meanwhile_is_replaced() {
    let (closed, wait) = channel();
    let close = move |stream: TcpStream| {
        stream.shutdown(Shutdown::Both).unwrap();
        closed.send(()).unwrap();
    };
    let server = Server::start(vec![
        Step::Tunnel(ok("a"), Box::new(close)),
        Step::Answer(ok("b")),
    ]);
    let transport = transport(|_| {});
    let runtime = runtime();
    let first = runtime.block_on(send(&transport, post(&server.url("/"), "1")));
    // Nothing drives the runtime while the service closes the connection.
    wait.recv().unwrap();
    let second = runtime.block_on(send(&transport, post(&server.url("/"), "2")));
    assert_eq!(first.unwrap().body(), "a");
    assert_eq!(second.unwrap().body(), "b");
}

#[test]
fn a_client_outlives_the_runtime_that_it_was_used_in() {
    let server = Server::start(vec![Step::Answer(ok("a")), Step::Answer(ok("b"))]);
    let transport = transport(|_| {});
    for expected in ["a", "b"] {
        let response = run(send(&transport, post(&server.url("/"), ""))).unwrap();
        assert_eq!(response.body(), expected);
    }
}

#[test]
fn bodies_end_by_chunks_or_by_the_end_of_the_connection() {
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    let closed = b"HTTP/1.0 200 OK\r\n\r\nabcde";
    let server = Server::start(vec![
        Step::Answer(chunked.to_vec()),
        Step::AnswerAndClose(closed.to_vec()),
    ]);
    let transport = transport(|_| {});
    run(async {
        for _ in 0..2 {
            let response = send(&transport, post(&server.url("/"), "")).await.unwrap();
            assert_eq!(response.body(), "abcde");
        }
    });
}

#[test]
fn nobody_listens() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let error = run(send(
        &transport(|_| {}),
        post(&format!("http://{address}/p?secret"), ""),
    ));
    let error = error.unwrap_err();
    assert_eq!(error.kind, Kind::Connect);
    assert_eq!(error.url, format!("http://{address}/p"));
}

#[test]
fn a_host_that_is_not_known_is_not_connected_to() {
    let result = run(send(
        &transport(|_| {}),
        post("http://no-such-host.invalid/", ""),
    ));
    assert_eq!(kind(result), Kind::Connect);
}

#[test]
fn answers_that_are_cut_off_or_no_http_are_errors() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        b"SSH-2.0-OpenSSH_9.6\r\n",
    ] {
        let server = Server::start(vec![Step::AnswerAndClose(bytes.to_vec())]);
        let result = run(send(&transport(|_| {}), post(&server.url("/"), "")));
        assert_eq!(
            kind(result),
            Kind::Closed,
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn silence_before_the_head_and_within_the_body_times_out() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
    ] {
        let server = Server::start(vec![Step::Hang(bytes.to_vec())]);
        let transport = transport(|settings| settings.read_timeout = SHORT);
        let result = run(send(&transport, post(&server.url("/"), "")));
        assert_eq!(kind(result), Kind::ReadTimeout, "{}", bytes.len());
    }
}

#[test]
fn a_host_that_does_not_answer_times_out() {
    // A listener whose queue is full lets further connections hang.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let transport = transport(|settings| settings.connect_timeout = SHORT);
    let mut held = Vec::new();
    let result = loop {
        let attempt = std::net::TcpStream::connect_timeout(&address, Duration::from_millis(50));
        match attempt {
            Ok(stream) => held.push(stream),
            Err(_) => break run(send(&transport, post(&format!("http://{address}/"), ""))),
        }
        assert!(held.len() < 10_000, "the queue does not fill");
    };
    assert_eq!(kind(result), Kind::ConnectTimeout);
}

#[test]
fn other_schemes_are_refused() {
    let result = run(send(&transport(|_| {}), post("ftp://127.0.0.1/", "")));
    assert_eq!(kind(result), Kind::Unusable);
}

#[test]
fn without_a_runtime_there_is_an_error() {
    let transport = transport(|_| {});
    let mut sending = pin!(send(&transport, post("http://127.0.0.1/", "")));
    let Poll::Ready(result) = sending
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    else {
        panic!("waits without a runtime");
    };
    assert_eq!(kind(result), Kind::Unusable);
}
