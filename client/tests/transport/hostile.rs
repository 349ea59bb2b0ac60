//! Servers that never end, lie about lengths or send far too much, and runtimes that lack what the transport
//! needs.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use smithgen_client::limits::{INTERIM_RESPONSES, RESPONSE_HEAD_BYTES, RESPONSE_HEADERS};
use smithgen_client::transport::TransportErrorKind as Kind;

use super::server::{Server, Step, ok};
use super::{kind, post, run, send, transport};

/// Writes the bytes again and again, with this pause, until the client has gone.
fn for_ever(bytes: &'static [u8], pause: Duration) -> Step {
    let take = move |mut stream: TcpStream| {
        while stream.write_all(bytes).is_ok() {
            std::thread::sleep(pause);
        }
    };
    Step::Tunnel(Vec::new(), Box::new(take))
}

const HINTS: &[u8] = b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

#[test]
fn interim_responses_that_drip_are_no_answer_in_time() {
    for interim in [HINTS, CONTINUE] {
        let server = Server::start(vec![for_ever(interim, Duration::from_millis(20))]);
        let transport = transport(|it| it.read_timeout = Some(Duration::from_millis(200)));
        let answer = run(send(&transport, post(&server.url("/"), "body")));
        assert_eq!(kind(answer), Kind::ReadTimeout);
    }
}

#[test]
fn interim_responses_without_end_are_an_error_without_any_timeout() {
    let server = Server::start(vec![for_ever(HINTS, Duration::ZERO)]);
    let transport = transport(|it| it.read_timeout = None);
    let error = run(send(&transport, post(&server.url("/"), ""))).unwrap_err();
    assert_eq!(error.kind, Kind::Closed);
    assert!(error.to_string().contains("interim responses"), "{error}");
}

#[test]
fn as_many_interim_responses_as_are_allowed_come_before_an_answer() {
    let mut answer = HINTS.repeat(INTERIM_RESPONSES);
    answer.extend(ok("there"));
    let server = Server::start(vec![Step::Answer(answer), Step::Answer(ok("again"))]);
    let transport = transport(|_| {});
    run(async {
        for expected in ["there", "again"] {
            let answer = send(&transport, post(&server.url("/"), "")).await.unwrap();
            assert_eq!(answer.body(), expected);
        }
    });
}

fn with_headers(count: usize, value: &str) -> Vec<u8> {
    let mut head = String::from("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n");
    for index in 1..count {
        head.push_str(&format!("x-{index}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

#[test]
fn a_head_has_as_many_fields_as_are_allowed_and_no_more() {
    let fits = Server::start(vec![Step::Answer(with_headers(RESPONSE_HEADERS, "v"))]);
    let answer = run(send(&transport(|_| {}), post(&fits.url("/"), ""))).unwrap();
    assert_eq!(answer.headers().len(), RESPONSE_HEADERS);
    let more = Server::start(vec![Step::AnswerAndClose(with_headers(
        RESPONSE_HEADERS + 1,
        "v",
    ))]);
    assert_eq!(
        kind(run(send(&transport(|_| {}), post(&more.url("/"), "")))),
        Kind::Closed
    );
}

#[test]
fn a_head_is_as_long_as_is_allowed_and_no_longer() {
    let rest = RESPONSE_HEAD_BYTES - with_headers(2, "").len();
    for (length, expected) in [(rest, true), (rest + 1, false)] {
        let head = with_headers(2, &"v".repeat(length));
        let server = Server::start(vec![Step::Answer(head)]);
        let found = run(send(&transport(|_| {}), post(&server.url("/"), "")));
        assert_eq!(found.is_ok(), expected, "{length}");
    }
    let endless = Server::start(vec![for_ever(b"HTTP/1.1 200 OK\r\nx: ", Duration::ZERO)]);
    let transport = transport(|it| it.read_timeout = None);
    assert_eq!(
        kind(run(send(&transport, post(&endless.url("/"), "")))),
        Kind::Closed
    );
}

fn with_trailers(count: usize, value: &str) -> Vec<u8> {
    let mut answer =
        String::from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n");
    for index in 0..count {
        answer.push_str(&format!("x-{index}: {value}\r\n"));
    }
    answer.push_str("\r\n");
    answer.into_bytes()
}

#[test]
fn trailers_are_as_many_and_as_long_as_those_of_a_head() {
    let long = "v".repeat(RESPONSE_HEAD_BYTES);
    for (count, value, expected) in [
        (RESPONSE_HEADERS, "v", true),
        (RESPONSE_HEADERS + 1, "v", false),
        // What a trailer is beside its value, and the end of them all, take ten bytes.
        (1, &long[10..], true),
        (1, &long[9..], false),
    ] {
        let server = Server::start(vec![Step::AnswerAndClose(with_trailers(count, value))]);
        let found = run(send(&transport(|_| {}), post(&server.url("/"), "")));
        assert_eq!(found.is_ok(), expected, "{count} of {}", value.len());
    }
    let endless = Server::start(vec![Step::Tunnel(
        with_trailers(0, "")[..with_trailers(0, "").len() - 2].to_vec(),
        Box::new(|mut stream| while stream.write_all(b"x: y\r\n").is_ok() {}),
    )]);
    let transport = transport(|it| it.read_timeout = None);
    let found = run(send(&transport, post(&endless.url("/"), "")));
    assert_eq!(kind(found), Kind::Closed);
}

#[test]
fn what_is_no_http_and_lengths_that_lie_are_errors() {
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\ncontent-length: 3, 4\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "<html>",
        "",
    ] {
        let server = Server::start(vec![Step::AnswerAndClose(answer.into())]);
        let found = run(send(&transport(|_| {}), post(&server.url("/"), "")));
        assert_eq!(kind(found), Kind::Closed, "{answer:?}");
    }
}

#[test]
fn a_redirect_is_an_answer_and_nothing_follows_it() {
    let answer = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    let server = Server::start(vec![Step::Answer(answer.into())]);
    let found = run(send(&transport(|_| {}), post(&server.url("/"), ""))).unwrap();
    assert_eq!(found.status(), 302);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_runtime_that_lacks_something_is_told_what() {
    use tokio::runtime::Builder;
    let server = Server::start(Vec::new());
    let bare = Builder::new_current_thread().build().unwrap();
    let only_io = Builder::new_current_thread().enable_io().build().unwrap();
    let only_time = Builder::new_current_thread().enable_time().build().unwrap();
    let transport = transport(|_| {});
    let fails = |runtime: &tokio::runtime::Runtime, word: &str| {
        let found = runtime.block_on(send(&transport, post(&server.url("/"), "")));
        let error = found.unwrap_err();
        assert_eq!(error.kind, Kind::Unusable);
        assert!(error.to_string().contains(word), "{error}");
    };
    fails(&bare, "enable_time");
    fails(&only_io, "enable_time");
    fails(&only_time, "enable_io");
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut none = std::pin::pin!(send(&transport, post(&server.url("/"), "")));
    let std::task::Poll::Ready(Err(error)) = none.as_mut().poll(&mut context) else {
        panic!("no error")
    };
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
}

#[test]
fn a_runtime_without_a_timer_suffices_without_timeouts() {
    let server = Server::start(vec![Step::Answer(ok("there"))]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let transport = transport(|it| {
        it.connect_timeout = None;
        it.read_timeout = None;
    });
    let found = runtime
        .unwrap()
        .block_on(send(&transport, post(&server.url("/"), "")));
    assert_eq!(found.unwrap().body(), "there");
}

#[test]
fn without_a_runtime_files_fail_and_waiting_works() {
    use smithgen_client::time::{Time as _, TokioTime};
    use smithgen_runtime::ByteStream;
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut open = std::pin::pin!(ByteStream::from_path("Cargo.toml"));
    let std::task::Poll::Ready(Err(error)) = open.as_mut().poll(&mut context) else {
        panic!("no error")
    };
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
    let bare = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    bare.block_on(TokioTime.sleep(Duration::from_millis(1)));
}

#[test]
fn no_error_shows_userinfo_or_query() {
    let transport = transport(|_| {});
    for url in [
        "http://user:PW@127.0.0.1:1/?sig=PW",
        "ftp://user:PW@h/?sig=PW",
    ] {
        let error = run(send(&transport, post(url, ""))).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("PW"), "{error:?}");
    }
}
