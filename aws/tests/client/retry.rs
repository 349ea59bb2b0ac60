//! How often requests are sent, what tells one attempt from another, and when a client gives up.

use std::time::Duration;

use http::{HeaderValue, Response};
use smithgen_client::transport::{
    Body, SendFuture, Transport, TransportError, TransportErrorKind as Kind,
};
use smithgen_client::{Client, Config, RetryConfig, RetryMode};

use super::run;
use super::service::{Log, PUT, PutInput, answer, scripted};

fn seconds(waits: &[Duration]) -> Vec<u64> {
    waits.iter().map(Duration::as_secs).collect()
}

fn call(answers: Vec<Response<bytes::Bytes>>, max: u32) -> (smithgen_client::Answer, Log) {
    let (config, log) = scripted(answers);
    let client = Client::new(config.max_attempts(max));
    (
        run(client.dispatch(&PUT, &PutInput::named("n"))).unwrap(),
        log,
    )
}

#[test]
fn failures_that_pass_are_retried_with_growing_waits() {
    let (found, log) = call(vec![answer(500, "X"), answer(503, "X"), answer(200, "")], 3);
    assert_eq!((found.response.status().as_u16(), found.attempts), (200, 3));
    assert!(found.reached_max);
    assert_eq!(seconds(&log.waits()), [1, 2]);
    assert_eq!(
        log.header("amz-sdk-request"),
        ["attempt=1", "attempt=2; max=3", "attempt=3; max=3"]
    );
    let ids = log.header("amz-sdk-invocation-id");
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[test]
fn codes_and_modelled_traits_decide() {
    for (status, code, attempts) in [
        (400, "TooManyRequestsException", 2),
        (400, "RequestTimeout", 2),
        (400, "Busy", 2),
        (400, "Wrong", 1),
        (400, "SlowDownException", 1),
        (429, "X", 2),
        (429, "Wrong", 1),
        (429, "Busy", 2),
        (501, "X", 1),
        (301, "X", 1),
    ] {
        let (found, log) = call(vec![answer(status, code), answer(200, "")], 3);
        assert_eq!(found.attempts, attempts, "{status} {code}");
        assert_eq!(log.urls().len(), found.attempts as usize);
        assert!(!found.reached_max);
    }
}

#[test]
fn too_many_requests_are_retried_whatever_the_body_unless_only_codes_count() {
    let pages = [
        "",
        "<html>Too Many Requests</html>",
        "{}",
        "{\"message\":\"slow\"}",
    ];
    for page in pages {
        for (by_status, attempts) in [(true, 2), (false, 1)] {
            let mut busy = http::Response::new(bytes::Bytes::from_static(page.as_bytes()));
            *busy.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
            let (config, log) = scripted(vec![busy, answer(200, "")]);
            let client = Client::new(config.retry_throttling_status(by_status));
            let found = run(client.dispatch(&PUT, &PutInput::named("n"))).unwrap();
            assert_eq!(found.attempts, attempts, "{page}");
            assert_eq!(log.urls().len(), attempts as usize);
        }
    }
}

/// Errors that come after the status of a success.
mod late {
    use super::*;
    use smithgen_runtime::{
        Http, Kind, Member, OperationSpec, Schema, Segment, Service, Unit, prelude, protocol,
    };

    static OUTPUT: Schema = Schema::new(
        "example#CopyOutput",
        Kind::Structure,
        &[Member::new("ETag", &prelude::STRING)],
    );
    static STORE: Service = Service::new(
        "example#Example",
        "",
        "Example",
        &protocol::REST_XML_NO_ERROR_WRAPPING,
    );
    static COPY: OperationSpec = OperationSpec::new("Copy", &STORE, &prelude::UNIT, &OUTPUT)
        .with_http(&Http::new("PUT", &[Segment::Literal("copy")], 200));

    fn said(body: &'static str) -> Response<bytes::Bytes> {
        Response::new(bytes::Bytes::from_static(body.as_bytes()))
    }

    const LATE: &str = "<Error><Code>InternalError</Code></Error>";
    const COPIED: &str = "<CopyResult><ETag>e</ETag></CopyResult>";

    #[test]
    fn an_error_under_the_status_of_a_success_is_retried() {
        let (config, log) = scripted(vec![said(LATE), said(COPIED)]);
        let client = Client::new(config.endpoint_url("https://example.com"));
        let found = run(client.dispatch(&COPY, &Unit)).unwrap();
        assert_eq!((found.attempts, log.urls().len()), (2, 2));
        assert_eq!(found.response.body(), COPIED);
    }

    #[test]
    fn it_gives_no_retries_back() {
        let (config, log) = scripted(vec![said(LATE)]);
        let client = Client::new(config.endpoint_url("https://example.com").max_attempts(2));
        for _ in 0..150 {
            run(client.dispatch(&COPY, &Unit)).unwrap();
        }
        // 500 tokens buy 100 retries.
        assert_eq!(log.urls().len(), 250);
    }
}

#[test]
fn the_last_allowed_attempt_is_told_whatever_its_answer() {
    let (found, _) = call(vec![answer(503, "X"), answer(400, "Wrong")], 2);
    assert_eq!(
        (
            found.response.status().as_u16(),
            found.attempts,
            found.reached_max
        ),
        (400, 2, true)
    );
    let (found, _) = call(vec![answer(400, "Wrong")], 1);
    assert_eq!((found.attempts, found.reached_max), (1, true));
}

#[test]
fn the_services_clock_says_how_long_a_request_is_of_use() {
    let mut dated = answer(500, "X");
    let date = HeaderValue::from_static("Tue, 31 Dec 2024 23:59:30 GMT");
    dated.headers_mut().insert("date", date);
    let (_, log) = call(vec![dated, answer(500, "X"), answer(200, "")], 3);
    let expected = [
        "attempt=1",
        "ttl=20250101T000030Z; attempt=2; max=3",
        "ttl=20250101T000030Z; attempt=3; max=3",
    ];
    assert_eq!(log.header("amz-sdk-request"), expected);
}

#[test]
fn what_a_service_says_of_waiting_is_ignored() {
    let mut response = answer(503, "X");
    response
        .headers_mut()
        .insert("retry-after", HeaderValue::from_static("99"));
    let (_, log) = call(vec![response, answer(200, "")], 3);
    assert_eq!(seconds(&log.waits()), [1]);
}

#[test]
fn a_client_whose_calls_all_fail_stops_retrying() {
    let (config, log) = scripted(vec![answer(500, "X")]);
    let client = Client::new(config.max_attempts(2));
    for _ in 0..150 {
        run(client.dispatch(&PUT, &PutInput::named("n"))).unwrap();
    }
    // 500 tokens buy 100 retries.
    assert_eq!(log.urls().len(), 250);
}

#[test]
fn adaptive_clients_slow_down_when_they_are_throttled() {
    let (config, log) = scripted(vec![answer(400, "Throttling")]);
    let retry = RetryConfig {
        mode: RetryMode::Adaptive,
        max_attempts: 2,
    };
    let client = Client::new(config.retry(retry).jitter(|| 0.0));
    for _ in 0..5 {
        run(client.dispatch(&PUT, &PutInput::named("n"))).unwrap();
    }
    let slowed = log
        .waits()
        .iter()
        .filter(|wait| **wait > Duration::ZERO)
        .count();
    assert!(slowed >= 5, "{:?}", log.waits());
}

/// Fails in this way, always.
struct Broken(Kind);

impl Transport for Broken {
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        let error = TransportError::new(self.0, request.uri().to_string());
        Box::pin(std::future::ready(Err(error)))
    }
}

#[test]
fn the_network_is_given_as_many_chances_and_its_error_hides_the_query() {
    for (kind, waits) in [
        (Kind::Connect, 2),
        (Kind::Tls, 2),
        (Kind::ReadTimeout, 2),
        (Kind::Unusable, 0),
    ] {
        let log = Log::default();
        let config = Config::new()
            .endpoint_url("http://h:1/base?e=1")
            .transport(Broken(kind))
            .time(log.clone())
            .jitter(|| 1.0);
        let error = run(Client::new(config).dispatch(&PUT, &PutInput::named("n"))).unwrap_err();
        let error: TransportError = error.downcast().unwrap();
        assert_eq!(
            (error.kind, error.url.as_str()),
            (kind, "http://n.h:1/base/put?e=1")
        );
        assert_eq!(log.waits().len(), waits);
    }
}

#[test]
fn tokens_are_the_same_in_all_attempts() {
    let (config, log) = scripted(vec![answer(500, "X"), answer(200, "")]);
    let client = Client::new(config.idempotency_token(|| "T".to_owned()));
    run(client.dispatch(&PUT, &PutInput::named("n"))).unwrap();
    let bodies = log.bodies();
    assert_eq!(bodies[0], bodies[1]);
    assert!(String::from_utf8_lossy(&bodies[0]).contains("\"T\""));
}
