//! Clocks that are wrong: what the service says of the time is believed, once a call and from then on.

use bytes::Bytes;
use http::{HeaderValue, Response};
use smithgen_client::auth::Credentials;
use smithgen_client::{Answer, Client};
use smithgen_runtime::{Auth, DateTime, OperationSpec, Unit, prelude::UNIT};

use super::run;
use super::service::{Log, answer, getting, scripted};

static SIGNED: OperationSpec = getting(&UNIT, &UNIT).with_auth(&[Auth::SigV4]);

/// Noon, by the client's clock.
const NOW: i64 = 1_704_110_400;

fn client(answers: Vec<Response<Bytes>>, max: u32) -> (Client, Log) {
    let (config, log) = scripted(answers);
    let config = config
        .endpoint_url("https://example.com")
        .credentials(Credentials::new("AKID", "hush"))
        .clock(|| DateTime::from_secs(NOW))
        .max_attempts(max);
    (Client::new(config), log)
}

fn dated(code: &str, date: &'static str) -> Response<Bytes> {
    let mut response = answer(403, code);
    let date = HeaderValue::from_static(date);
    response.headers_mut().insert("date", date);
    response
}

fn get(client: &Client) -> Answer {
    run(client.dispatch(&SIGNED, &Unit)).unwrap()
}

const ONE: &str = "Mon, 01 Jan 2024 13:00:00 GMT";
const TWO: &str = "Mon, 01 Jan 2024 14:00:00 GMT";

#[test]
fn the_services_time_is_signed_at_once_and_from_then_on() {
    for code in [
        "RequestTimeTooSkewed",
        "RequestExpired",
        "RequestInTheFuture",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "AuthFailure",
        "",
    ] {
        let (client, log) = client(vec![dated(code, ONE), answer(200, "")], 3);
        assert_eq!(get(&client).attempts, 2, "{code}");
        get(&client.clone());
        let times = log.header("x-amz-date");
        let expected = ["20240101T120000Z", "20240101T130000Z", "20240101T130000Z"];
        assert_eq!(times, expected, "{code}");
        assert!(log.waits().is_empty(), "{code}");
    }
}

#[test]
fn other_reasons_are_not_mistaken_for_it() {
    let near = "Mon, 01 Jan 2024 12:04:00 GMT";
    let mut cached = dated("RequestExpired", ONE);
    cached
        .headers_mut()
        .insert("age", HeaderValue::from_static("3600"));
    for response in [
        dated("AccessDenied", ONE),
        dated("SignatureDoesNotMatch", near),
        dated("RequestExpired", "some day"),
        answer(403, "RequestExpired"),
        cached,
    ] {
        let (client, log) = client(vec![response, answer(200, "")], 3);
        assert_eq!(get(&client).response.status(), 403);
        get(&client);
        assert_eq!(log.header("x-amz-date"), ["20240101T120000Z"; 2]);
    }
}

#[test]
fn a_clock_that_jumps_is_followed_once_a_call() {
    let answers = vec![dated("RequestExpired", ONE), dated("RequestExpired", TWO)];
    let (client, log) = client(answers, 5);
    assert_eq!(get(&client).attempts, 2);
    let times = log.header("x-amz-date");
    assert_eq!(times, ["20240101T120000Z", "20240101T130000Z"]);
}

#[test]
fn a_call_that_may_not_be_repeated_leaves_it_to_the_next() {
    let (client, log) = client(vec![dated("RequestExpired", ONE), answer(200, "")], 1);
    assert_eq!(get(&client).response.status(), 403);
    assert_eq!(get(&client).response.status(), 200);
    let times = log.header("x-amz-date");
    assert_eq!(times, ["20240101T120000Z", "20240101T130000Z"]);
}
