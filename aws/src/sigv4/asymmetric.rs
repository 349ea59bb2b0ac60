//! SigV4a: an asymmetric signature that is valid in several regions.
//!
//! Source: "Deriving a signing key for SigV4a", AWS Identity and Access Management user guide.

use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderValue, Request};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use super::key::{Scope, hex, hmac, sha256_hex, timestamp};
use super::payload::payload;
use super::{Parameters, add_headers, authorization, canonical};
use smithgen_client::auth::{AuthError, Credentials};

const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";
const REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");

/// Signs a request for the regions in the parameters.
///
/// # Errors
/// Like the symmetric signature.
pub(super) fn sign(
    request: &mut Request<Bytes>,
    parameters: &Parameters<'_>,
) -> Result<(), AuthError> {
    let (text, signed_headers) = string_to_sign(request, parameters)?;
    let signature: Signature = derive(parameters.credentials)?.sign(text.as_bytes());
    let scope = Scope::global(&timestamp(parameters.time), parameters.name);
    authorization(
        request,
        ALGORITHM,
        &format!("{}/{scope}", parameters.credentials.access_key_id),
        &signed_headers,
        &hex(signature.to_der().as_bytes()),
    )
}

/// Completes the headers, and returns the string to sign with the names of the signed headers.
pub(super) fn string_to_sign(
    request: &mut Request<Bytes>,
    parameters: &Parameters<'_>,
) -> Result<(String, String), AuthError> {
    let time = timestamp(parameters.time);
    add_headers(request, parameters, &time)?;
    let regions = HeaderValue::from_str(parameters.region)
        .map_err(|_| AuthError::Invalid { what: "region set" })?;
    request.headers_mut().insert(REGION_SET, regions);
    let scope = Scope::global(&time, parameters.name);
    let payload = payload(request, parameters)?;
    let canonical = canonical::request(request, &payload, parameters.plain_path);
    let hash = sha256_hex(&canonical.text);
    let text = format!("{ALGORITHM}\n{time}\n{scope}\n{hash}");
    Ok((text, canonical.signed_headers))
}

/// Derives the private key from the credentials. Hashes of a counter are candidates; the first one of at most the
/// curve's order minus two, plus one, is the key.
pub(super) fn derive(credentials: &Credentials) -> Result<SigningKey, AuthError> {
    let secret = format!("AWS4A{}", credentials.secret_access_key);
    for counter in 1..=254u8 {
        // NIST SP 800-108 in counter mode: block number, label, 0, context, length in bits.
        let mut input = 1u32.to_be_bytes().to_vec();
        input.extend_from_slice(ALGORITHM.as_bytes());
        input.push(0);
        input.extend_from_slice(credentials.access_key_id.as_bytes());
        input.push(counter);
        input.extend_from_slice(&256u32.to_be_bytes());
        let mut candidate = hmac(secret.as_bytes(), &input);
        // Try the next counter if the candidate exceeds the curve's order minus two.
        if candidate <= ORDER_LESS_TWO
            && increment(&mut candidate)
            && let Ok(key) = SigningKey::from_slice(&candidate)
        {
            return Ok(key);
        }
    }
    Err(AuthError::Invalid {
        what: "secret access key",
    })
}

/// Adds one; false on overflow.
fn increment(number: &mut [u8; 32]) -> bool {
    for digit in number.iter_mut().rev() {
        let (sum, carried) = digit.overflowing_add(1);
        *digit = sum;
        if !carried {
            return true;
        }
    }
    false
}

/// The order of P-256 minus two. Source: FIPS 186-4, D.1.2.3.
const ORDER_LESS_TWO: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x4f,
];
