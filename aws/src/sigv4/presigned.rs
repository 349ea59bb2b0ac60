//! Signatures in URLs.

use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Uri};
use percent_encoding::percent_encode;
use smithgen_client::auth::AuthError;
use smithgen_runtime::binding::RESERVED;

use super::key::{Scope, SigningKey, sha256_hex, timestamp};
use super::{Parameters, SECURITY_TOKEN, canonical, payload};
use crate::limits::PRESIGNED;

/// Signs a request in its URL, which is good for some time.
///
/// # Errors
/// A time that services do not accept, or a URL that becomes too long.
pub(super) fn presign(
    request: &mut Request<Bytes>,
    parameters: &Parameters<'_>,
    expires: Duration,
) -> Result<(), AuthError> {
    if !PRESIGNED.contains(&expires.as_secs()) {
        return Err(AuthError::Other(format!(
            "a URL is good for {} to {} seconds, not {}",
            PRESIGNED.start(),
            PRESIGNED.end(),
            expires.as_secs()
        )));
    }
    let time = timestamp(parameters.time);
    let scope = Scope::regional(&time, parameters.region, parameters.name);
    let credentials = parameters.credentials;
    request.headers_mut().remove(AUTHORIZATION);
    let signed_headers = canonical::signed_headers(request.headers());
    let credential = format!("{}/{scope}", credentials.access_key_id);
    let seconds = expires.as_secs().to_string();
    let mut pairs = vec![
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", &credential),
        ("X-Amz-Date", &time),
        ("X-Amz-Expires", &seconds),
        ("X-Amz-SignedHeaders", &signed_headers),
    ];
    if let Some(token) = &credentials.session_token {
        // The parameter has the name of the header, which is another one in sessions of S3 Express.
        let is_session = parameters.token_header != SECURITY_TOKEN;
        pairs.push(match is_session {
            true => ("X-Amz-S3session-Token", token),
            false => ("X-Amz-Security-Token", token),
        });
    }
    for (name, value) in pairs {
        add(request, name, value)?;
    }
    let payload = payload::presigned(request, parameters);
    let canonical = canonical::request(request, &payload, parameters.plain_path);
    let text = format!(
        "AWS4-HMAC-SHA256\n{time}\n{scope}\n{}",
        sha256_hex(&canonical.text)
    );
    let key = SigningKey::derive(&credentials.secret_access_key, &scope);
    add(request, "X-Amz-Signature", &key.sign(text.as_bytes()))
}

/// Adds a pair to the query.
fn add(request: &mut Request<Bytes>, name: &str, value: &str) -> Result<(), AuthError> {
    let uri = request.uri();
    let (path, and) = match uri.query() {
        None => (uri.path().to_owned(), "?"),
        Some("") => (format!("{}?", uri.path()), ""),
        Some(query) => (format!("{}?{query}", uri.path()), "&"),
    };
    let value = percent_encode(value.as_bytes(), RESERVED);
    let target = format!("{path}{and}{name}={value}");
    let mut parts = uri.clone().into_parts();
    let too_long = |_| AuthError::Other("the signed URL is too long".to_owned());
    parts.path_and_query = Some(target.try_into().map_err(too_long)?);
    *request.uri_mut() =
        Uri::from_parts(parts).map_err(|error| AuthError::Other(error.to_string()))?;
    Ok(())
}
