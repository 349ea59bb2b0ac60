//! Through proxies: absolute form, tunnels, credentials, refusals.

use std::net::TcpListener;

use smithgen_client::limits::{RESPONSE_HEADERS, TUNNEL_HEAD_BYTES};
use smithgen_client::transport::{Proxies, Proxy, TransportErrorKind as Kind};

use super::server::{Server, Step, ok};
use super::{kind, post, run, send, transport};

fn through(url: &str) -> impl FnOnce(&mut smithgen_client::transport::Settings) + use<> {
    let proxy = Proxy::parse(url).unwrap();
    move |settings| {
        settings.proxies = Proxies {
            http: Some(proxy.clone()),
            https: Some(proxy),
            direct: Vec::new(),
        };
    }
}

#[test]
fn plain_requests_are_sent_in_absolute_form_and_share_connections() {
    let proxy = Server::start(vec![Step::Answer(ok("1")), Step::Answer(ok("2"))]);
    let url = format!("http://us%40er:p%3Aw@{}", proxy.address);
    let transport = transport(through(&url));
    run(async {
        send(&transport, post("http://one.invalid/a?b", ""))
            .await
            .unwrap();
        send(&transport, post("http://two.invalid:81/", ""))
            .await
            .unwrap();
    });
    let seen = proxy.seen();
    assert_eq!(seen[0].line, "POST http://one.invalid/a?b HTTP/1.1");
    assert_eq!(seen[0].header("host"), Some("one.invalid"));
    assert_eq!(
        seen[0].header("proxy-authorization"),
        Some("Basic dXNAZXI6cDp3")
    );
    assert_eq!(seen[1].line, "POST http://two.invalid:81/ HTTP/1.1");
    assert_eq!((seen[0].connection, seen[1].connection), (0, 0));
}

#[test]
fn what_a_proxy_answers_to_a_plain_request_is_the_answer() {
    let answer = b"HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n";
    let proxy = Server::start(vec![Step::Answer(answer.to_vec())]);
    let transport = transport(through(&format!("http://{}", proxy.address)));
    let response = run(send(&transport, post("http://one.invalid/", ""))).unwrap();
    assert_eq!(response.status(), 407);
}

#[test]
fn hosts_that_are_excepted_are_reached_directly() {
    let server = Server::start(vec![Step::Answer(ok("direct"))]);
    let transport = transport(|settings| {
        through("http://127.0.0.1:1")(settings);
        settings.proxies.direct = vec!["127.0.0.1".to_owned()];
    });
    let response = run(send(&transport, post(&server.url("/"), ""))).unwrap();
    assert_eq!(response.body(), "direct");
}

#[test]
fn a_proxy_that_is_not_there_is_named_without_its_password() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for target in ["http://one.invalid/", "https://one.invalid/"] {
        let transport = transport(through(&format!("http://user:pass@{address}")));
        let error = run(send(&transport, post(target, ""))).unwrap_err();
        assert_eq!(error.kind, Kind::Proxy);
        assert_eq!(error.proxy, Some(format!("http://***:***@{address}")));
        assert!(!format!("{error} {error:?}").contains("pass"));
    }
}

#[test]
fn tunnels_that_are_refused_cut_off_or_no_http_are_errors_of_the_proxy() {
    for answer in [
        &b"HTTP/1.1 502 Bad\r\ncontent-length: 0\r\n\r\n"[..],
        b"HTTP/1.1 20",
        b"",
        b"x\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
    ] {
        let proxy = Server::start(vec![Step::AnswerAndClose(answer.to_vec())]);
        let transport = transport(through(&format!("http://user:pass@{}", proxy.address)));
        let result = run(send(&transport, post("https://one.invalid/x", "")));
        assert_eq!(
            kind(result),
            Kind::Proxy,
            "{:?}",
            String::from_utf8_lossy(answer)
        );
        let seen = &proxy.seen()[0];
        assert_eq!(seen.line, "CONNECT one.invalid:443 HTTP/1.1");
        assert_eq!(seen.header("host"), Some("one.invalid:443"));
        assert_eq!(
            seen.header("proxy-authorization"),
            Some("Basic dXNlcjpwYXNz")
        );
    }
}

#[test]
fn a_tunnel_says_why_it_is_not_open() {
    let long = |length: usize| {
        let line = format!("HTTP/1.1 503 Busy\r\nx: {}\r\n\r\n", "y".repeat(length));
        line.into_bytes()
    };
    for (answer, because) in [
        (long(100), "the proxy answered with status 503"),
        (
            b"HTTP/1.1 407 No\r\n\r\n".to_vec(),
            "the proxy asks for a user and a password",
        ),
        (
            b"SSH-2.0\r\n".to_vec(),
            "what the proxy answered cannot be read as HTTP",
        ),
        (
            b"HTTP/1.1 20".to_vec(),
            "connection closed too early by the other side",
        ),
        (long(16 * 1024), "the proxy's answer has no end"),
    ] {
        let proxy = Server::start(vec![Step::AnswerAndClose(answer)]);
        let transport = transport(through(&format!("http://{}", proxy.address)));
        let error = run(send(&transport, post("https://one.invalid/", ""))).unwrap_err();
        assert_eq!(error.kind, Kind::Proxy);
        let cause = error.cause().unwrap();
        assert!(cause.starts_with(because), "{cause}");
    }
}

/// The head of a proxy's answer that opens no tunnel: so many header fields, so many bytes in all.
fn refusal(fields: usize, length: usize) -> Vec<u8> {
    let mut head = "HTTP/1.1 503 Busy\r\n".to_owned();
    for _ in 1..fields {
        head.push_str("x: y\r\n");
    }
    let rest = length - head.len() - "z: \r\n\r\n".len();
    head.push_str(&format!("z: {}\r\n\r\n", "z".repeat(rest)));
    assert_eq!(head.len(), length);
    head.into_bytes()
}

#[test]
fn a_proxys_answer_is_as_long_as_is_allowed_and_no_longer() {
    for (answer, because) in [
        (
            refusal(1, TUNNEL_HEAD_BYTES),
            "the proxy answered with status 503",
        ),
        (
            refusal(1, TUNNEL_HEAD_BYTES + 1),
            "the proxy's answer has no end",
        ),
        (
            refusal(RESPONSE_HEADERS, 2048),
            "the proxy answered with status 503",
        ),
        (
            refusal(RESPONSE_HEADERS + 1, 2048),
            "what the proxy answered cannot be read as HTTP: too many headers",
        ),
    ] {
        let proxy = Server::start(vec![Step::Hang(answer)]);
        let transport = transport(through(&format!("http://{}", proxy.address)));
        let error = run(send(&transport, post("https://one.invalid/", ""))).unwrap_err();
        assert_eq!(error.kind, Kind::Proxy);
        assert_eq!(error.cause().unwrap(), because);
    }
}

#[test]
fn a_tunnel_that_drips_is_not_waited_for() {
    let proxy = Server::start(vec![Step::Hang(b"HTTP/1.1 200 ".to_vec())]);
    let transport = transport(|settings| {
        through(&format!("http://{}", proxy.address))(settings);
        settings.connect_timeout = Some(std::time::Duration::from_millis(50));
    });
    let error = run(send(&transport, post("https://one.invalid/", ""))).unwrap_err();
    assert_eq!(error.kind, Kind::Proxy);
    assert_eq!(
        error.cause().unwrap(),
        "the proxy did not open a tunnel in time"
    );
}
