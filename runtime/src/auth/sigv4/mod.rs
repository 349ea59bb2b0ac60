//! AWS Signature Version 4: proves who sends a request and that nobody changed it.
//!
//! Source: "Create a signed AWS API request", AWS Identity and Access Management user guide.

#[cfg(feature = "sigv4a")]
mod asymmetric;
mod canonical;
mod key;
mod stream;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderValue, Request};

#[cfg(feature = "sigv4a")]
pub(super) use asymmetric::sign as sign_asymmetric;
pub(crate) use key::sha256_hex;
pub use stream::{ChunkSigner, EventSigner};

use super::{AuthError, Credentials};
use crate::client::Streamed;
use crate::operation::{OperationSpec, OperationTrait};
use crate::value::DateTime;
use key::{Scope, SigningKey, timestamp};

pub(crate) const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// What a signature is made of, besides the request.
pub(super) struct Parameters<'a> {
    pub(super) credentials: &'a Credentials,
    /// The service's name in the signature.
    pub(super) name: &'a str,
    /// The region; of an asymmetric signature the regions, joined by commas.
    pub(super) region: &'a str,
    pub(super) time: DateTime,
    /// The path is signed as it is: neither normalised nor encoded a second time.
    pub(super) plain_path: bool,
    /// The payload's hash travels as a header.
    pub(super) hash_header: bool,
    pub(super) operation: &'static OperationSpec,
}

/// Signs a request. Of one that streams, what signs the rest of it is put into its extensions:
/// [`ChunkSigner`] or [`EventSigner`].
///
/// # Errors
/// Keys that no header can hold; a body that cannot be signed before it is read.
pub(super) fn sign(
    request: &mut Request<Bytes>,
    parameters: &Parameters<'_>,
) -> Result<(), AuthError> {
    let time = timestamp(parameters.time);
    add_headers(request, parameters, &time)?;
    let scope = Scope::regional(&time, parameters.region, parameters.name);
    let payload = payload(request, parameters)?;
    let canonical = canonical::request(request, &payload, parameters.plain_path);
    let text = format!(
        "AWS4-HMAC-SHA256\n{time}\n{scope}\n{}",
        sha256_hex(&canonical.text)
    );
    let key = SigningKey::derive(&parameters.credentials.secret_access_key, &scope);
    let signature = key.sign(text.as_bytes());
    authorization(
        request,
        "AWS4-HMAC-SHA256",
        &format!("{}/{scope}", parameters.credentials.access_key_id),
        &canonical.signed_headers,
        &signature,
    )?;
    let chain = stream::Chain::new(key, scope, time, signature);
    if payload.starts_with("STREAMING-AWS4-HMAC-SHA256-PAYLOAD") {
        request.extensions_mut().insert(ChunkSigner::new(chain));
    } else if payload == EVENTS {
        let secret = parameters.credentials.secret_access_key.clone();
        request
            .extensions_mut()
            .insert(EventSigner::new(chain, secret));
    }
    Ok(())
}

const EVENTS: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// Sets the time and the session's token, and takes away an older signature.
fn add_headers(
    request: &mut Request<Bytes>,
    parameters: &Parameters<'_>,
    time: &str,
) -> Result<(), AuthError> {
    let invalid = |_| AuthError::Invalid {
        what: "session token",
    };
    let headers = request.headers_mut();
    headers.remove(AUTHORIZATION);
    // Digits and letters.
    if let Ok(time) = HeaderValue::from_str(time) {
        headers.insert(DATE, time);
    }
    if let Some(token) = &parameters.credentials.session_token {
        let mut token = HeaderValue::from_str(token).map_err(invalid)?;
        token.set_sensitive(true);
        headers.insert(SECURITY_TOKEN, token);
    }
    Ok(())
}

/// The payload's hash, or what stands in its place. A header that is there already decides.
fn payload(request: &mut Request<Bytes>, parameters: &Parameters<'_>) -> Result<String, AuthError> {
    if let Some(value) = request.headers().get(CONTENT_SHA256)
        && let Ok(text) = value.to_str()
    {
        return Ok(text.to_owned());
    }
    let unsigned = parameters
        .operation
        .traits
        .contains(&OperationTrait::UnsignedPayload);
    let streamed = request.extensions().get::<Streamed>();
    let text = match streamed {
        Some(_) if unsigned => UNSIGNED.to_owned(),
        _ if unsigned => UNSIGNED.to_owned(),
        Some(_) => UNSIGNED.to_owned(),
        None => sha256_hex(request.body()),
    };
    if parameters.hash_header || streamed.is_some() {
        // Digits, capital letters and dashes.
        if let Ok(value) = HeaderValue::from_str(&text) {
            request.headers_mut().insert(CONTENT_SHA256, value);
        }
    }
    Ok(text)
}

fn authorization(
    request: &mut Request<Bytes>,
    algorithm: &str,
    credential: &str,
    signed_headers: &str,
    signature: &str,
) -> Result<(), AuthError> {
    let text = format!(
        "{algorithm} Credential={credential}, SignedHeaders={signed_headers}, Signature={signature}"
    );
    let mut value = HeaderValue::from_str(&text).map_err(|_| AuthError::Invalid {
        what: "access key id",
    })?;
    value.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(())
}
