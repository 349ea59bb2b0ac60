//! Compares signatures with those of the AWS SDKs: `vectors.json` was made with botocore and aws-sigv4 from random
//! requests.

use bytes::Bytes;
use http::Request;
use http::header::AUTHORIZATION;
use serde_json::Value;

#[cfg(feature = "event-streams")]
use super::events::EventChain;
use super::*;
use smithgen_client::auth::Credentials;
use smithgen_runtime::body::ChunkSigner as _;
use smithgen_runtime::operation::{OperationSpec, Service};
use smithgen_runtime::protocol;
use smithgen_runtime::schema::prelude;

static SERVICE: Service = Service::new("example#Service", "1", "Example", &protocol::REST_JSON_1)
    .with_signing_name("service");

static OPERATION: OperationSpec =
    OperationSpec::new("Operation", &SERVICE, &prelude::UNIT, &prelude::UNIT);

fn vectors(kind: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    all[kind].as_array().unwrap().clone()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap()
}

fn request(case: &Value) -> Request<Bytes> {
    let mut request = Request::builder()
        .method(text(case, "method"))
        .uri(text(case, "uri"));
    for header in case["headers"].as_array().unwrap() {
        request = request.header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
    }
    request
        .body(Bytes::from(text(case, "body").to_owned()))
        .unwrap()
}

fn credentials(case: &Value) -> Credentials {
    Credentials {
        account_id: None,
        session_token: case["token"].as_str().map(str::to_owned),
        ..Credentials::new(text(case, "access"), text(case, "secret"))
    }
}

#[cfg(feature = "event-streams")]
fn clock() -> Clock {
    std::sync::Arc::new(|| DateTime::from_secs(0))
}

fn parameters<'a>(case: &'a Value, credentials: &'a Credentials) -> Parameters<'a> {
    Parameters {
        credentials,
        name: text(case, "name"),
        region: text(case, "region"),
        time: DateTime::from_secs(case["time"].as_i64().unwrap()),
        plain_path: case["plain"].as_bool().unwrap(),
        hash_header: case["plain"].as_bool().unwrap(),
        token_header: super::SECURITY_TOKEN,
        symmetric: true,
        operation: &OPERATION,
        #[cfg(feature = "event-streams")]
        clock: clock(),
    }
}

#[test]
fn requests_are_signed_as_botocore_signs_them() {
    let cases = vectors("requests");
    assert!(!cases.is_empty());
    for case in cases {
        let (mut request, credentials) = (request(&case), credentials(&case));
        sign(&mut request, &parameters(&case, &credentials)).unwrap();
        let found = request.headers()[AUTHORIZATION].to_str().unwrap();
        assert_eq!(found, text(&case, "authorization"), "{case:#}");
    }
}

fn chain(case: &Value) -> stream::Chain {
    let time = timestamp(DateTime::from_secs(case["time"].as_i64().unwrap()));
    let scope = Scope::regional(&time, text(case, "region"), text(case, "name"));
    let key = SigningKey::derive(text(case, "secret"), &scope);
    stream::Chain::new(key, scope, time, text(case, "seed").to_owned())
}

#[test]
fn chunks_and_trailers_are_signed_as_the_sdk_signs_them() {
    for case in vectors("chunks") {
        let mut signer = ChunkSigner::new(chain(&case));
        let chunks = case["chunks"].as_array().unwrap();
        for (chunk, expected) in chunks.iter().zip(case["signatures"].as_array().unwrap()) {
            assert_eq!(signer.chunk(chunk.as_str().unwrap().as_bytes()), *expected);
        }
        let found = signer.trailer(text(&case, "trailer"));
        assert_eq!(found, text(&case, "trailer_signature"));
    }
}

#[cfg(feature = "event-streams")]
#[test]
fn events_are_signed_as_the_sdk_signs_them() {
    for case in vectors("events") {
        let mut signer = EventChain::new(chain(&case), text(&case, "secret").to_owned());
        for event in case["events"].as_array().unwrap() {
            let time = DateTime::from_secs(event["time"].as_i64().unwrap());
            let bytes: Vec<u8> = serde_json::from_value(event["bytes"].clone()).unwrap();
            let found = key::hex(&signer.event(time, &bytes));
            assert_eq!(found, text(event, "signature"), "{event}");
        }
    }
}

#[cfg(feature = "sigv4a")]
#[test]
fn asymmetric_keys_are_the_sdks() {
    for case in vectors("keys") {
        let key = asymmetric::derive(&credentials(&case)).unwrap();
        assert_eq!(key::hex(&key.to_bytes()), text(&case, "key"));
    }
}

/// The CRT's randomized signature verifies with our key over our text.
#[cfg(feature = "sigv4a")]
#[test]
fn asymmetric_signatures_are_those_of_the_crt() {
    use p256::ecdsa::Signature;
    use p256::ecdsa::signature::Verifier;
    let parse = |hex: &str| {
        let digits = (0..hex.len()).step_by(2);
        let bytes: Vec<u8> = digits
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
        Signature::from_der(&bytes).unwrap()
    };
    for case in vectors("asymmetric") {
        let credentials = credentials(&case);
        let key = asymmetric::derive(&credentials).unwrap();
        let parameters = parameters(&case, &credentials);
        let signed = asymmetric::string_to_sign(&mut request(&case), &parameters)
            .unwrap()
            .0;
        let mut request = request(&case);
        sign_asymmetric(&mut request, &parameters).unwrap();
        let ours = request.headers()[AUTHORIZATION].to_str().unwrap();
        let (ours, our_signature) = ours.rsplit_once('=').unwrap();
        let (theirs, their_signature) = text(&case, "authorization").rsplit_once('=').unwrap();
        assert_eq!(ours, theirs);
        for signature in [our_signature, their_signature] {
            let verified = key
                .verifying_key()
                .verify(signed.as_bytes(), &parse(signature));
            assert!(verified.is_ok(), "{case:#}");
        }
    }
}
#[cfg(feature = "event-streams")]
#[test]
fn an_event_travels_in_the_message_that_signs_it() {
    use smithgen_runtime::event::{Decoder, EventSigner as _, HeaderValue};
    let chain = || chain(&vectors("events")[0]);
    let mut signer = EventSigner::new(chain(), "secret".to_owned(), clock());
    let mut same = EventChain::new(chain(), "secret".to_owned());
    let time = DateTime::from_secs(0);
    for (frame, signed) in [
        (&b"event"[..], signer.sign(b"event").unwrap()),
        (b"", signer.last().unwrap()),
    ] {
        let mut decoder = Decoder::default();
        decoder.push(&signed);
        let message = decoder.next_message().unwrap().unwrap();
        assert_eq!(message.payload, frame);
        assert_eq!(message.header(":date"), Some(&HeaderValue::Timestamp(time)));
        let signature = same.event(time, frame).to_vec();
        let expected = HeaderValue::Blob(signature.into());
        assert_eq!(message.header(":chunk-signature"), Some(&expected));
    }
}

const CASES: [Presigned; 3] = [
    Presigned {
        method: "GET",
        url: "https://b.s3.us-east-1.amazonaws.com/a%20b/c?versionId=v%201&",
        acl: false,
        token: None,
        scope: ("us-east-1", "s3"),
        seconds: 3_600,
        signature: "93b298d9bf2482a9890743dff37c9bd7181bf3356d7ad64ceeca0746c33df387",
    },
    Presigned {
        method: "PUT",
        url: "https://b.s3.us-east-1.amazonaws.com/k?",
        acl: true,
        token: Some("tok/en+="),
        scope: ("us-east-1", "s3"),
        seconds: 604_800,
        signature: "7f1069b331fba2680e8d2f4ec9a3310420afbfe2eeb5093e8ca9bc811bc3d444",
    },
    Presigned {
        method: "GET",
        url: "https://polly.eu-west-1.amazonaws.com/v1/speech?Text=h%C3%A9&",
        acl: false,
        token: None,
        scope: ("eu-west-1", "polly"),
        seconds: 1,
        signature: "461a875a7afcd4ef8c8a0fc7520d81c6160861ec417662c3fd179e47650aedca",
    },
];

/// A request, and what botocore signs it with on the second of January 2026, at 03:04:05.
struct Presigned {
    method: &'static str,
    /// The URL, and what joins it with the signature.
    url: &'static str,
    acl: bool,
    token: Option<&'static str>,
    scope: (&'static str, &'static str),
    seconds: u64,
    signature: &'static str,
}

#[test]
fn urls_carry_the_signature_that_botocore_makes() {
    for case in CASES {
        let credentials = Credentials {
            session_token: case.token.map(str::to_owned),
            ..Credentials::new("AKIDEXAMPLE", "secret")
        };
        let (region, name) = case.scope;
        let parameters = Parameters {
            credentials: &credentials,
            name,
            region,
            time: DateTime::from_secs(1_767_323_045),
            plain_path: name == "s3",
            hash_header: name == "s3",
            token_header: SECURITY_TOKEN,
            symmetric: true,
            operation: &OPERATION,
            #[cfg(feature = "event-streams")]
            clock: clock(),
        };
        let uri: http::Uri = case.url.trim_end_matches(['?', '&']).parse().unwrap();
        let mut request = Request::builder()
            .method(case.method)
            .header("host", uri.host().unwrap());
        if case.acl {
            request = request.header("x-amz-acl", "private");
        }
        let mut request = request.uri(uri).body(Bytes::new()).unwrap();
        let expires = std::time::Duration::from_secs(case.seconds);
        presign(&mut request, &parameters, expires).unwrap();
        let headers = if case.acl { "host%3Bx-amz-acl" } else { "host" };
        let token = case
            .token
            .map_or("", |_| "&X-Amz-Security-Token=tok%2Fen%2B%3D");
        let expected = format!(
            "{}X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIDEXAMPLE%2F20260102%2F{region}%2F{name}%2Faws4_request\
             &X-Amz-Date=20260102T030405Z&X-Amz-Expires={}&X-Amz-SignedHeaders={headers}{token}\
             &X-Amz-Signature={}",
            case.url, case.seconds, case.signature
        );
        assert_eq!(request.uri().to_string(), expected);
    }
}

#[test]
fn urls_are_good_for_a_second_to_a_week() {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let case = serde_json::json!({ "name": "s3", "region": "us-east-1", "time": 0, "plain": true });
    let parameters = parameters(&case, &credentials);
    for (seconds, is_good) in [(0, false), (1, true), (604_800, true), (604_801, false)] {
        let mut request = Request::new(Bytes::new());
        let expires = std::time::Duration::from_secs(seconds);
        let signed = presign(&mut request, &parameters, expires);
        assert_eq!(signed.is_ok(), is_good, "{seconds}");
    }
}
