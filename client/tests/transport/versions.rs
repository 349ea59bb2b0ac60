//! Versions of HTTP that cannot be had, for want of the feature or because of what is on the way.

use smithgen_client::transport::{HttpVersions, Proxies, Proxy, TransportErrorKind as Kind};

use super::server::{Server, Step, ok};
use super::{post, run, send, transport};

#[test]
fn without_tls_nobody_asks_for_http2_and_http1_is_as_good() {
    let server = Server::start(vec![Step::Answer(ok("a"))]);
    let mut request = post(&server.url("/"), "");
    request.extensions_mut().insert(HttpVersions::Http2OrHttp1);
    let response = run(send(&transport(|_| {}), request)).unwrap();
    assert_eq!(response.body(), "a");
    assert_eq!(server.seen()[0].line, "POST / HTTP/1.1");
}

#[test]
fn http2_alone_needs_the_feature_and_no_proxy_for_plain_http() {
    let proxied = transport(|settings| {
        settings.proxies = Proxies {
            http: Proxy::parse("http://127.0.0.1:1"),
            ..Proxies::default()
        };
    });
    let mut request = post("http://one.invalid/", "");
    request.extensions_mut().insert(HttpVersions::Http2);
    let error = run(send(&proxied, request)).unwrap_err();
    assert_eq!(error.kind, Kind::Unusable);
    let expected = match cfg!(feature = "http2") {
        true => "a proxy for plain HTTP",
        false => "the feature `http2`",
    };
    assert!(error.to_string().contains(expected), "{error}");
    assert!(!error.is_retryable());
}
