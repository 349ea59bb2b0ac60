//! AWS Signature Version 4, which proves who sent a request and that it was not modified.
//!
//! Source: "Create a signed AWS API request", AWS Identity and Access Management user guide.

#[cfg(feature = "sigv4a")]
mod asymmetric;
mod canonical;
#[cfg(feature = "event-streams")]
mod events;
mod key;
mod payload;
mod presigned;
mod signed_body;
mod signer;
mod stream;
#[cfg(test)]
mod tests;
mod verify;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderValue, Request};

#[cfg(feature = "sigv4a")]
use asymmetric::sign as sign_asymmetric;
#[cfg(feature = "event-streams")]
use events::EventSigner;
use presigned::presign;
pub use signed_body::SignedBody;
pub use signer::AwsSigner;
use stream::ChunkSigner;
pub use verify::{Verified, Verifier, VerifyError};

#[cfg(feature = "event-streams")]
use smithgen_client::auth::Clock;
use smithgen_client::auth::{AuthError, Credentials, Signed};
use smithgen_runtime::DateTime;
use smithgen_runtime::operation::OperationSpec;

use key::{Scope, SigningKey, sha256_hex, timestamp};
use payload::{Rest, payload};

const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// The inputs of a signature besides the request.
struct Parameters<'a> {
    credentials: &'a Credentials,
    /// The signing name of the service.
    name: &'a str,
    /// The region; for an asymmetric signature, the regions joined by commas.
    region: &'a str,
    time: DateTime,
    /// Whether the path is signed as it is, rather than normalized and encoded a second time.
    plain_path: bool,
    /// Whether the payload's hash is sent as a header.
    hash_header: bool,
    /// Whether the signature is symmetric, so that chunks and events can be signed too.
    symmetric: bool,
    /// The header for the session token.
    token_header: HeaderName,
    operation: &'static OperationSpec,
    /// The clock for signing events.
    #[cfg(feature = "event-streams")]
    clock: Clock,
}

/// Signs a request. For a streaming body, also returns what signs the rest.
///
/// # Errors
/// Keys that are not valid in headers, or a body that cannot be signed before it is read.
fn sign(request: &mut Request<Bytes>, parameters: &Parameters<'_>) -> Result<Signed, AuthError> {
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
    let mut signed = Signed::default();
    match Rest::of(&payload) {
        Rest::Chunks { .. } => signed.chunks = Some(Box::new(ChunkSigner::new(chain))),
        #[cfg(feature = "event-streams")]
        Rest::Events => {
            let secret = parameters.credentials.secret_access_key.clone();
            let signer = EventSigner::new(chain, secret, parameters.clock.clone());
            signed.events = Some(Box::new(signer));
        }
        Rest::Nothing => {}
    }
    Ok(signed)
}

/// Sets the time and the session token, and removes an older signature.
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
        headers.insert(parameters.token_header.clone(), token);
    }
    Ok(())
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
