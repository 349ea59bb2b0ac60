//! How the signature covers the body: by its hash, piece by piece, or not at all.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName};
use http::{HeaderValue, Request};

use super::key::sha256_hex;
use super::signer::is_object_store;
use super::{CONTENT_SHA256, Parameters};
use smithgen_client::auth::{AuthError, Streamed};
use smithgen_runtime::message::{append_encoding, chunked_length, signatures_length};
use smithgen_runtime::operation::{Auth, OperationSpec, OperationTrait};

pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
pub(super) const UNSIGNED_TRAILER: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const CHUNKS: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const CHUNKS_TRAILER: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
const EVENTS: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";
const DECODED_LENGTH: HeaderName = HeaderName::from_static("x-amz-decoded-content-length");

/// How the body is signed after the head.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// Not at all, or together with the head.
    Nothing,
    Chunks {
        has_trailer: bool,
    },
    #[cfg(feature = "event-streams")]
    Events,
}

impl Rest {
    pub(super) fn of(payload: &str) -> Self {
        match payload {
            CHUNKS => Rest::Chunks { has_trailer: false },
            CHUNKS_TRAILER => Rest::Chunks { has_trailer: true },
            #[cfg(feature = "event-streams")]
            EVENTS => Rest::Events,
            _ => Rest::Nothing,
        }
    }
}

/// Whether a streaming body's hash must be known before it is sent. Only S3 accepts signed chunks, and only some
/// operations accept unsigned bodies.
pub(super) fn is_hash_needed(operation: &OperationSpec, headers: &HeaderMap) -> bool {
    let mut schemes = operation.auth().iter();
    schemes.any(|scheme| matches!(scheme, Auth::SigV4 | Auth::SigV4a))
        && !operation
            .traits()
            .contains(&OperationTrait::UnsignedPayload)
        && !is_object_store(operation.service().signing_name())
        && !headers.contains_key(CONTENT_SHA256)
}

/// The payload hash or its replacement; also sets the related headers.
///
/// # Errors
/// A body that would have to be read in advance but can be read only once; events under SigV4a.
pub(super) fn payload(
    request: &mut Request<Bytes>,
    parameters: &Parameters<'_>,
) -> Result<String, AuthError> {
    let streamed = request.extensions().get::<Streamed>().copied();
    let given = request.headers().get(CONTENT_SHA256);
    let given = given
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let traits = parameters.operation.traits();
    let unsigned = traits.contains(&OperationTrait::UnsignedPayload);
    let store = is_object_store(parameters.name);
    let open = given
        .as_deref()
        .is_none_or(|given| given == UNSIGNED_TRAILER);
    // Over TLS the body is protected without signed chunks.
    let in_chunks = open
        && streamed == Some(Streamed::Bytes)
        && store
        && parameters.symmetric
        && !unsigned
        && request.uri().scheme_str() != Some("https");
    let text = if in_chunks && sign_chunks(request.headers_mut()) {
        let chunks = if given.is_some() {
            CHUNKS_TRAILER
        } else {
            CHUNKS
        };
        chunks.to_owned()
    } else if let Some(given) = given {
        return Ok(given);
    } else {
        match streamed {
            Some(Streamed::Events) if parameters.symmetric => EVENTS.to_owned(),
            Some(Streamed::Events) => {
                return Err(AuthError::Unsupported {
                    operation: parameters.operation.name(),
                    scheme: "sigv4a",
                });
            }
            Some(Streamed::Bytes) if !unsigned && !store => return Err(AuthError::Unsignable),
            Some(_) => UNSIGNED.to_owned(),
            None if unsigned => UNSIGNED.to_owned(),
            None => sha256_hex(request.body()),
        }
    };
    if parameters.hash_header || streamed.is_some() {
        // Digits, letters and dashes.
        if let Ok(value) = HeaderValue::from_str(&text) {
            request.headers_mut().insert(CONTENT_SHA256, value);
        }
    }
    Ok(text)
}

/// The payload hash of a request that is sent by others, who choose a body that streams.
pub(super) fn presigned(request: &Request<Bytes>, parameters: &Parameters<'_>) -> String {
    let traits = parameters.operation.traits();
    let is_open = is_object_store(parameters.name)
        || request.extensions().get::<Streamed>().is_some()
        || traits.contains(&OperationTrait::UnsignedPayload);
    match is_open {
        true => UNSIGNED.to_owned(),
        false => sha256_hex(request.body()),
    }
}

/// Sets the headers of signed chunks; false if the length, which they require, is unknown.
fn sign_chunks(headers: &mut HeaderMap) -> bool {
    let number = |name| {
        let text = headers.get(name)?.to_str().ok()?;
        text.parse::<u64>().ok()
    };
    let Some(length) = number(CONTENT_LENGTH) else {
        return false;
    };
    let (decoded, unsigned, has_trailer) = match number(DECODED_LENGTH) {
        Some(decoded) => (decoded, length, true),
        None => (length, chunked_length(length, 0), false),
    };
    if !has_trailer {
        append_encoding(headers, "aws-chunked");
        headers.insert(DECODED_LENGTH, decoded.into());
    }
    let signed = unsigned.saturating_add(signatures_length(decoded, has_trailer));
    headers.insert(CONTENT_LENGTH, signed.into());
    true
}
