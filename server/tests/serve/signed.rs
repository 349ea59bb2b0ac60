//! Requests that are signed as AWS does.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use smithgen_client::auth::Credentials;
use smithgen_server::auth::{SigV4Layer, Verifier};
use smithgen_server::{Fault, Identity, Limits, ResponseBody};
use tower::ServiceExt;
use tower_layer::Layer;

use crate::depot::{Seen, server};

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(bytes))
}

/// A signed request to vouch for somebody.
fn signed(id: &str, secret: &str, body: &str) -> Request<Full<Bytes>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = smithgen_runtime::DateTime::from_secs(now.as_secs().try_into().unwrap());
    let mut time = now.format(smithgen_runtime::TimestampFormat::DateTime);
    time.truncate(19);
    time.retain(|c| c.is_ascii_alphanumeric());
    let time = format!("{time}Z");
    let scope = format!("{}/local/depot/aws4_request", &time[..8]);
    let canonical = format!(
        "POST\n/vouch/bob\n\nhost:depot.example\nx-amz-date:{time}\n\nhost;x-amz-date\n{}",
        sha256(body.as_bytes())
    );
    let text = format!(
        "AWS4-HMAC-SHA256\n{time}\n{scope}\n{}",
        sha256(canonical.as_bytes())
    );
    let mut key = format!("AWS4{secret}").into_bytes();
    for part in scope.split('/') {
        key = hmac(&key, part);
    }
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders=host;x-amz-date, Signature={}",
        hex(&hmac(&key, &text))
    );
    Request::post("/vouch/bob")
        .header("host", "depot.example")
        .header("x-amz-date", time)
        .header("content-type", "application/json")
        .header("authorization", authorization)
        .body(Full::from(body.to_owned()))
        .unwrap()
}

async fn look_up(id: String) -> Result<Option<(Credentials, Identity)>, Fault> {
    match id.as_str() {
        "AKIDANN" => Ok(Some((
            Credentials::new("AKIDANN", "the secret"),
            Identity::new("Ann"),
        ))),
        "AKIDDOWN" => Err(Fault::unavailable()),
        _ => Ok(None),
    }
}

async fn ask(request: Request<Full<Bytes>>) -> Response<ResponseBody> {
    let mut limits = Limits::default();
    limits.body_bytes = 64;
    let server = server(&Seen::default(), &Arc::default()).with_limits(limits);
    let layer = SigV4Layer::new(Verifier::new("depot"), look_up);
    let service = layer.layer(server.into_service());
    service.oneshot(request).await.unwrap()
}

async fn text(response: Response<ResponseBody>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn who_signed_is_an_identity() {
    let response = ask(signed("AKIDANN", "the secret", r#"{"text":"hi"}"#)).await;
    assert_eq!(response.status(), 200);
    assert_eq!(text(response).await, r#"{"greeting":"Ann"}"#);
}

#[tokio::test]
async fn what_is_not_signed_so_is_refused() {
    let mut unsigned = signed("AKIDANN", "the secret", "{}");
    unsigned.headers_mut().remove("authorization");
    let changed = signed("AKIDANN", "the secret", "{}").map(|_| Full::from("{ }"));
    let mut other = signed("AKIDANN", "the secret", "{}");
    let basic = http::HeaderValue::from_static("Basic YW5uOmFubg==");
    other.headers_mut().insert("authorization", basic);
    let wrong = signed("AKIDANN", "a secret", "{}");
    let unknown = signed("AKIDEVE", "the secret", "{}");
    for (request, reason) in [
        (unsigned, "the request is not signed"),
        (other, "the request is not signed"),
        (changed, "the signature does not match"),
        (wrong, "the signature does not match"),
        (unknown, "the key of the signature is not known"),
    ] {
        let response = ask(request).await;
        assert_eq!(response.status(), 403, "{reason}");
        let name = &response.headers()["x-amzn-errortype"];
        assert_eq!(name, "AccessDeniedException");
        let body = text(response).await;
        assert!(body.contains(reason), "{body}");
    }
    let down = signed("AKIDDOWN", "the secret", "{}");
    assert_eq!(ask(down).await.status(), 503);
}

#[tokio::test]
async fn what_is_read_to_verify_has_a_limit() {
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(64));
    let response = ask(signed("AKIDANN", "the secret", &long)).await;
    assert_eq!(response.status(), 413);
    let exact = format!("{{{}}}", " ".repeat(62));
    let response = ask(signed("AKIDANN", "the secret", &exact)).await;
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn operations_for_everybody_need_no_signature() {
    let mut request = signed("AKIDEVE", "the secret", "{}");
    *request.uri_mut() = "/greet/bob".parse().unwrap();
    assert_eq!(ask(request).await.status(), 200);
}
