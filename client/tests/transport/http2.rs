//! HTTP/2: which version is spoken, shared connections. What their bodies do is in `streams`.

mod interim;
mod streams;

use std::net::{Shutdown, SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, Version};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use smithgen_client::transport::{
    Body, BodyStream, Certificates, HttpVersions, HyperTransport, Proxy, Transport, TransportError,
    TransportErrorKind as Kind,
};
use tokio::sync::{Barrier, mpsc};

use super::peer::{Answer, Peer, Ways};
use super::server::{Server, Step};
use super::tls::Authority;
use super::{kind, post, run, send, transport};

fn text(text: &'static str) -> Response<Answer> {
    let body = Full::new(Bytes::from_static(text.as_bytes())).map_err(|never| match never {});
    Response::new(body.boxed_unsync())
}

/// Sends what it gets, while it gets it.
async fn echo(request: Request<Incoming>) -> Response<Answer> {
    Response::new(request.into_body().boxed_unsync())
}

fn wanting(versions: HttpVersions, mut request: Request<Body>) -> Request<Body> {
    request.extensions_mut().insert(versions);
    request
}

/// A request over HTTP/2 that is known to be spoken.
fn only(url: &str, body: &'static str) -> Request<Body> {
    wanting(HttpVersions::Http2, post(url, body))
}

/// A request over HTTP/2 or HTTP/1.1.
fn either(url: &str) -> Request<Body> {
    wanting(HttpVersions::Http2OrHttp1, post(url, ""))
}

/// A server's settings and a transport that trusts it.
fn tls(name: &str, offered: &[&str]) -> (Ways, HyperTransport) {
    let authority = Authority::new(name);
    let bundle = Certificates::Bundle(authority.bundle());
    let transport = transport(|settings| settings.certificates = bundle);
    (serving(&authority, offered), transport)
}

/// Settings of a server over TLS that offers these versions.
fn serving(authority: &Authority, offered: &[&str]) -> Ways {
    let mut config = Arc::unwrap_or_clone(authority.server("localhost", |_| {}));
    config.alpn_protocols = offered.iter().map(|id| id.as_bytes().to_vec()).collect();
    Ways {
        tls: Some(Arc::new(config)),
        ..Ways::default()
    }
}

/// A body from a channel: read when there is something, never twice.
struct Pieces(mpsc::Receiver<Result<Bytes, TransportError>>);

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        self.0.poll_recv(context)
    }
}

type Sender = mpsc::Sender<Result<Bytes, TransportError>>;

/// A request whose body is sent piece by piece.
fn streaming(url: &str) -> (Sender, Request<Body>) {
    let (sender, receiver) = mpsc::channel(1);
    let request = Request::post(url).body(Body::stream(Pieces(receiver)));
    (sender, wanting(HttpVersions::Http2, request.unwrap()))
}

#[test]
fn the_server_picks_the_version_and_connections_are_used_again() {
    for (offered, expected) in [
        (&["h2", "http/1.1"][..], Version::HTTP_2),
        (&["h2"], Version::HTTP_2),
        (&["http/1.1"], Version::HTTP_11),
        (&[], Version::HTTP_11),
    ] {
        let (ways, transport) = tls("picks", offered);
        run(async {
            let peer = Peer::start(ways, async |_| text("a")).await;
            for _ in 0..3 {
                let response = send(&transport, either(&peer.https("/"))).await.unwrap();
                assert_eq!(response.body(), "a");
            }
            let versions: Vec<_> = peer.seen().iter().map(|seen| seen.head.version).collect();
            assert_eq!(versions, [expected; 3], "{offered:?}");
            assert_eq!(peer.connections(), [0, 0, 0], "{offered:?}");
        });
    }
}

#[test]
fn a_server_without_http2_is_refused_where_nothing_else_may_be_spoken() {
    for offered in [&["http/1.1"][..], &[]] {
        let (ways, transport) = tls("refused-version", offered);
        run(async {
            let peer = Peer::start(ways, async |_| text("a")).await;
            let error = send(&transport, only(&peer.https("/"), "")).await;
            let error = error.unwrap_err();
            assert_eq!(error.kind, Kind::Unusable);
            assert!(
                error.to_string().contains("does not take HTTP/2"),
                "{error}"
            );
            assert!(peer.seen().is_empty());
        });
    }
}

#[test]
fn connections_of_either_version_do_not_stand_in_for_each_other() {
    let (ways, transport) = tls("apart", &["h2", "http/1.1"]);
    run(async {
        let peer = Peer::start(ways, async |_| text("a")).await;
        let url = peer.https("/");
        for request in [post(&url, ""), either(&url), post(&url, ""), only(&url, "")] {
            send(&transport, request).await.unwrap();
        }
        let versions: Vec<_> = peer.seen().iter().map(|seen| seen.head.version).collect();
        let (old, new) = (Version::HTTP_11, Version::HTTP_2);
        assert_eq!(versions, [old, new, old, new]);
        assert_eq!(peer.connections(), [0, 1, 0, 1]);
    });
}

#[test]
fn the_host_that_was_signed_is_the_authority() {
    run(async {
        let peer = Peer::start(Ways::default(), echo).await;
        let mut request = only(&peer.plain("/a/../b//c?x=1&y"), "body");
        let headers = request.headers_mut();
        headers.insert("host", "signed.example.com".parse().unwrap());
        for (name, value) in [
            ("connection", "x-hop"),
            ("x-hop", "1"),
            ("keep-alive", "1"),
            ("te", "gzip"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        let response = send(&transport(|_| {}), request).await.unwrap();
        assert_eq!(response.body(), "body");
        let seen = peer.seen();
        let head = &seen[0].head;
        assert_eq!(head.version, Version::HTTP_2);
        assert_eq!(head.uri, "http://signed.example.com/a/../b//c?x=1&y");
        let names: Vec<_> = head.headers.keys().map(|name| name.as_str()).collect();
        assert_eq!(names, ["content-length"]);
    });
}

#[test]
fn requests_share_a_connection_at_the_same_time() {
    let both = Arc::new(Barrier::new(2));
    let meet = move |request: Request<Incoming>| {
        let both = both.clone();
        async move {
            if request.uri().path() == "/meet" {
                both.wait().await;
            }
            text("met")
        }
    };
    run(async {
        let peer = Peer::start(Ways::default(), meet).await;
        let transport = transport(|_| {});
        send(&transport, only(&peer.plain("/"), "")).await.unwrap();
        let url = peer.plain("/meet");
        let (one, two) = tokio::join!(
            send(&transport, only(&url, "1")),
            send(&transport, only(&url, "2")),
        );
        assert_eq!(one.unwrap().body(), "met");
        assert_eq!(two.unwrap().body(), "met");
        assert_eq!(peer.connections(), [0, 0, 0]);
    });
}

#[test]
fn a_connection_is_made_for_what_the_server_does_not_take_on_another() {
    let ways = Ways {
        most: Some(1),
        ..Ways::default()
    };
    run(async {
        let peer = Peer::start(ways, echo).await;
        let transport = transport(|_| {});
        let url = peer.plain("/");
        let (sender, request) = streaming(&url);
        let response = transport.send(request).await.unwrap();
        send(&transport, only(&url, "")).await.unwrap();
        assert_eq!(peer.connections(), [0, 1]);
        drop(sender);
        assert_eq!(response.into_body().collect().await.unwrap(), "");
    });
}

#[test]
fn a_connection_that_the_server_left_is_replaced_and_nothing_is_lost() {
    run(async {
        let peer = Peer::start(Ways::default(), echo).await;
        let transport = transport(|_| {});
        send(&transport, only(&peer.plain("/"), "")).await.unwrap();
        peer.leave();
        peer.left().await;
        // A body that cannot be sent twice.
        let (sender, request) = streaming(&peer.plain("/"));
        sender.send(Ok(Bytes::from_static(b"whole"))).await.unwrap();
        drop(sender);
        let response = send(&transport, request).await.unwrap();
        assert_eq!(response.body(), "whole");
        assert_eq!(peer.connections(), [0, 1]);
    });
}

#[test]
fn a_connection_that_the_server_is_leaving_finishes_and_takes_nothing_new() {
    run(async {
        let peer = Peer::start(Ways::default(), echo).await;
        let transport = transport(|_| {});
        let (old, request) = streaming(&peer.plain("/"));
        let mut body = transport.send(request).await.unwrap().into_body();
        peer.leave();
        // Behind the server's word that it takes no more.
        for _ in 0..2 {
            old.send(Ok(Bytes::from_static(b"old"))).await.unwrap();
            assert_eq!(body.next().await.unwrap().unwrap(), "old");
        }
        let (sender, request) = streaming(&peer.plain("/"));
        sender.send(Ok(Bytes::from_static(b"new"))).await.unwrap();
        drop(sender);
        let response = send(&transport, request).await.unwrap();
        assert_eq!(response.body(), "new");
        assert_eq!(peer.connections(), [0, 1]);
        drop(old);
        assert!(body.next().await.is_none());
        peer.left().await;
    });
}

#[test]
fn a_transport_outlives_the_runtime_that_it_was_used_in() {
    let transport = transport(|_| {});
    for _ in 0..2 {
        run(async {
            let peer = Peer::start(Ways::default(), echo).await;
            let response = send(&transport, only(&peer.plain("/"), "a")).await.unwrap();
            assert_eq!(response.body(), "a");
        });
    }
}

#[test]
fn a_connection_that_is_silent_for_too_long_is_not_used_again() {
    let answer = |request: Request<Incoming>| async move {
        if request.uri().path() == "/never" {
            std::future::pending::<()>().await;
        }
        text("b")
    };
    run(async {
        let peer = Peer::start(Ways::default(), answer).await;
        let hasty = transport(|settings| settings.read_timeout = Some(Duration::from_millis(50)));
        let result = send(&hasty, only(&peer.plain("/never"), "")).await;
        assert_eq!(kind(result), Kind::ReadTimeout);
        send(&hasty, only(&peer.plain("/"), "")).await.unwrap();
        assert_eq!(peer.connections(), [0, 1]);
    });
}

#[test]
fn who_speaks_no_http2_is_no_valid_answer() {
    let server = Server::start(vec![Step::AnswerAndClose(
        b"HTTP/1.1 400 No\r\n\r\n".to_vec(),
    )]);
    let result = run(send(&transport(|_| {}), only(&server.url("/"), "")));
    assert_eq!(kind(result), Kind::Closed);
}

/// Carries bytes both ways until one side has no more.
fn carry(client: TcpStream, server: SocketAddr) {
    let server = TcpStream::connect(server).unwrap();
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let (mut from, mut to) = (server, client);
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

#[test]
fn versions_are_negotiated_through_tunnels() {
    let authority = Authority::new("tunnelled");
    let ways = serving(&authority, &["http/1.1", "h2"]);
    run(async {
        let peer = Peer::start(ways, echo).await;
        let address = peer.address;
        let established = b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec();
        let tunnel = Box::new(move |client| carry(client, address));
        let proxy = Server::start(vec![Step::Tunnel(established, tunnel)]);
        let transport = transport(|settings| {
            settings.proxies.https = Proxy::parse(&proxy.address.to_string());
            settings.certificates = Certificates::Bundle(authority.bundle());
        });
        for _ in 0..2 {
            let request = only(&peer.https("/"), "a");
            let response = send(&transport, request).await.unwrap();
            assert_eq!(response.body(), "a");
        }
        assert_eq!(peer.connections(), [0, 0]);
        assert_eq!(proxy.seen().len(), 1);
    });
}
