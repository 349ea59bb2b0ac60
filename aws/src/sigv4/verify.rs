//! Verifies signatures of requests, for servers: in `Authorization`, or in a URL that is good for some time.
//!
//! Source: "AWS Signature Version 4 for API requests", AWS Identity and Access Management user guide. Nothing here reads a
//! body or looks up a key: the caller has both.

use std::fmt;
use std::time::Duration;

use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;

use smithgen_client::auth::Credentials;
use smithgen_runtime::DateTime;
use smithgen_runtime::schema::TimestampFormat;

use super::key::{Scope, SigningKey, sha256_hex};
use super::payload::{Rest, UNSIGNED, UNSIGNED_TRAILER};
use super::signed_body::SignedBody;
use super::stream::Chain;
use super::{CONTENT_SHA256, DATE, SECURITY_TOKEN, canonical};
use crate::limits::{CLOCK_SKEW_SECONDS, PRESIGNED};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What signatures must be like.
#[derive(Clone, Debug)]
pub struct Verifier {
    name: String,
    region: Option<String>,
    skew: Duration,
    plain_path: bool,
    unsigned_payload: bool,
}

/// Who signed a request.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The key's id.
    pub access_key_id: String,
    /// When it was signed.
    pub time: DateTime,
    /// For which region.
    pub region: String,
    /// Names of the headers that the signature covers, in lower case.
    pub signed_headers: Vec<String>,
    /// Whether the signature covers the body, at once or piece by piece.
    pub covers_body: bool,
    /// What verifies a body that is signed piece by piece.
    pub body: Option<SignedBody>,
}

/// Why a signature is not good. Never says what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The request is not signed.
    Missing,
    /// What is there is no signature: why.
    Malformed(&'static str),
    /// It is for another day, region or service.
    Scope,
    /// The key is not known, or its session token is another.
    UnknownKey,
    /// The request's time is too far from the server's, or the URL is no longer good.
    Time,
    /// A header that must be signed is not.
    UnsignedHeader,
    /// The body is not the one that was signed.
    Payload,
    /// The signature does not cover the body.
    UnsignedBody,
    /// The signature is another.
    Mismatch,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VerifyError::Missing => "the request is not signed",
            VerifyError::Malformed(why) => why,
            VerifyError::Scope => "the signature is for another day, region or service",
            VerifyError::UnknownKey => "the key of the signature is not known",
            VerifyError::Time => "the signature is not good at this time",
            VerifyError::UnsignedHeader => "a header that must be signed is not",
            VerifyError::Payload => "the body is not the one that was signed",
            VerifyError::UnsignedBody => "the signature does not cover the body",
            VerifyError::Mismatch => "the signature does not match",
        })
    }
}

impl std::error::Error for VerifyError {}

/// What a request says of its signature.
struct Claim {
    access_key_id: String,
    date: String,
    region: String,
    name: String,
    time: String,
    signed_headers: Vec<String>,
    signature: String,
    /// How long it is good, for one in a URL.
    expires: Option<u64>,
    token: Option<String>,
}

impl Verifier {
    /// Signatures for the service with this [signing name](smithgen_runtime::Service::signing_name), in any region.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Verifier {
            plain_path: super::signer::is_object_store(&name),
            name,
            region: None,
            skew: Duration::from_secs(CLOCK_SKEW_SECONDS),
            unsigned_payload: false,
        }
    }

    /// Signatures for this region only.
    #[must_use]
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// How far the request's time may be from the server's.
    #[must_use]
    pub fn with_skew(mut self, skew: Duration) -> Self {
        self.skew = skew;
        self
    }

    /// Accepts signatures that do not cover the body: `UNSIGNED-PAYLOAD`, and chunks with a trailer that are not signed
    /// themselves, as clients send them over TLS.
    #[must_use]
    pub fn allow_unsigned_payload(mut self) -> Self {
        self.unsigned_payload = true;
        self
    }

    /// Verifies the signature of a request at this time. `body` is `None` for one that has not been read: then its hash
    /// must be in the request, and whoever reads it compares. `credentials` knows the key of an id.
    ///
    /// # Errors
    /// The request is not signed, or its signature is not good.
    pub fn verify(
        &self,
        head: &Parts,
        body: Option<&[u8]>,
        now: DateTime,
        credentials: impl FnOnce(&str) -> Option<Credentials>,
    ) -> Result<Verified, VerifyError> {
        let claim = match head.headers.get(AUTHORIZATION) {
            Some(value) => in_header(&head.headers, value)?,
            None => in_query(head.uri.query().unwrap_or_default())?,
        };
        if claim.name != self.name
            || self
                .region
                .as_ref()
                .is_some_and(|region| *region != claim.region)
            || !claim.time.starts_with(&claim.date)
        {
            return Err(VerifyError::Scope);
        }
        let time = self.check_time(&claim, now)?;
        check_headers(&claim, &head.headers)?;
        let (payload, covers_body) = self.payload(&claim, &head.headers, body)?;
        let credentials = credentials(&claim.access_key_id).ok_or(VerifyError::UnknownKey)?;
        if credentials.session_token != claim.token {
            return Err(VerifyError::UnknownKey);
        }
        let chain = self.check_signature(&claim, head, &payload, &credentials)?;
        let secret = &credentials.secret_access_key;
        let body = SignedBody::of(Rest::of(&payload), chain, secret);
        Ok(Verified {
            access_key_id: claim.access_key_id,
            time,
            region: claim.region,
            signed_headers: claim.signed_headers,
            covers_body,
            body,
        })
    }

    fn check_time(&self, claim: &Claim, now: DateTime) -> Result<DateTime, VerifyError> {
        let time = parse_time(&claim.time).ok_or(VerifyError::Malformed("not a time"))?;
        let skew = i64::try_from(self.skew.as_secs()).unwrap_or(i64::MAX);
        let age = now.secs().saturating_sub(time.secs());
        let oldest = match claim.expires {
            None => skew,
            Some(seconds) if PRESIGNED.contains(&seconds) => {
                i64::try_from(seconds).unwrap_or(i64::MAX)
            }
            Some(_) => return Err(VerifyError::Malformed("not a time that a URL is good for")),
        };
        match (skew.saturating_neg()..=oldest).contains(&age) {
            true => Ok(time),
            false => Err(VerifyError::Time),
        }
    }

    /// What the signature says of the body, and whether it covers it.
    fn payload(
        &self,
        claim: &Claim,
        headers: &HeaderMap,
        body: Option<&[u8]>,
    ) -> Result<(String, bool), VerifyError> {
        let given = match headers.get(CONTENT_SHA256) {
            Some(value) => Some(value.to_str().map_err(|_| VerifyError::Payload)?),
            // A URL of an object store says nothing of the body.
            None if claim.expires.is_some() && self.plain_path => Some(UNSIGNED),
            None => None,
        };
        match (given, body) {
            (Some(given @ (UNSIGNED | UNSIGNED_TRAILER)), _) => match self.unsigned_payload {
                true => Ok((given.to_owned(), false)),
                false => Err(VerifyError::UnsignedBody),
            },
            (Some(given), _) if given.starts_with("STREAMING-") => match Rest::of(given) {
                Rest::Nothing => Err(VerifyError::Malformed("not a way to sign a body")),
                _ => Ok((given.to_owned(), true)),
            },
            (Some(given), Some(body)) => match given == sha256_hex(body) {
                true => Ok((given.to_owned(), true)),
                false => Err(VerifyError::Payload),
            },
            (Some(given), None) => Ok((given.to_owned(), true)),
            (None, Some(body)) => Ok((sha256_hex(body), true)),
            (None, None) => Err(VerifyError::Payload),
        }
    }

    fn check_signature(
        &self,
        claim: &Claim,
        head: &Parts,
        payload: &str,
        credentials: &Credentials,
    ) -> Result<Chain, VerifyError> {
        let names: Vec<&str> = claim.signed_headers.iter().map(String::as_str).collect();
        let query = head.uri.query().unwrap_or_default();
        let unsigned: Vec<&str> = query
            .split('&')
            .filter(|pair| claim.expires.is_none() || !pair.starts_with("X-Amz-Signature="))
            .collect();
        let target = canonical::Target {
            method: head.method.as_str(),
            path: head.uri.path(),
            query: &unsigned.join("&"),
            plain_path: self.plain_path,
        };
        let mut headers = std::borrow::Cow::Borrowed(&head.headers);
        // HTTP/2 has the host elsewhere.
        if !headers.contains_key(HOST)
            && let Some(host) = head.uri.authority()
            && let Ok(host) = HeaderValue::from_str(host.as_str())
        {
            headers.to_mut().insert(HOST, host);
        }
        let canonical = canonical::text(&target, &headers, &names, payload);
        let scope = Scope::regional(&claim.time, &claim.region, &claim.name);
        let text = format!(
            "{ALGORITHM}\n{}\n{scope}\n{}",
            claim.time,
            sha256_hex(&canonical)
        );
        let key = SigningKey::derive(&credentials.secret_access_key, &scope);
        match key.verify(text.as_bytes(), &claim.signature) {
            true => {
                let (time, signature) = (claim.time.clone(), claim.signature.clone());
                Ok(Chain::new(key, scope, time, signature))
            }
            false => Err(VerifyError::Mismatch),
        }
    }
}

/// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
fn in_header(headers: &HeaderMap, value: &HeaderValue) -> Result<Claim, VerifyError> {
    let wrong = VerifyError::Malformed("not a signature of AWS, version 4");
    let text = value.to_str().map_err(|_| wrong)?;
    let fields = text.strip_prefix(ALGORITHM).ok_or(wrong)?;
    let (mut credential, mut signed, mut signature) = (None, None, None);
    for field in fields.split(',') {
        let (name, value) = field.trim().split_once('=').ok_or(wrong)?;
        let place = match name {
            "Credential" => &mut credential,
            "SignedHeaders" => &mut signed,
            "Signature" => &mut signature,
            _ => return Err(wrong),
        };
        if place.replace(value).is_some() {
            return Err(wrong);
        }
    }
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let time = text(DATE).ok_or(VerifyError::Malformed("a signature without a time"))?;
    Claim::new(
        credential.ok_or(wrong)?,
        signed.ok_or(wrong)?,
        signature.ok_or(wrong)?,
        time,
        text(SECURITY_TOKEN),
    )
}

/// `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=…` and so on.
fn in_query(query: &str) -> Result<Claim, VerifyError> {
    let wrong = VerifyError::Malformed("not a URL that is signed with version 4");
    let mut found = std::collections::HashMap::new();
    for pair in query.split('&').filter(|pair| pair.starts_with("X-Amz-")) {
        let (name, value) = pair.split_once('=').ok_or(wrong)?;
        let value = percent_decode_str(value).decode_utf8().map_err(|_| wrong)?;
        if found.insert(name, value).is_some() {
            return Err(wrong);
        }
    }
    let text = |name: &str| found.get(name).map(AsRef::as_ref);
    match text("X-Amz-Algorithm") {
        None => return Err(VerifyError::Missing),
        Some(ALGORITHM) => {}
        Some(_) => return Err(wrong),
    }
    let expires = text("X-Amz-Expires").and_then(|seconds| seconds.parse().ok());
    let claim = Claim::new(
        text("X-Amz-Credential").ok_or(wrong)?,
        text("X-Amz-SignedHeaders").ok_or(wrong)?,
        text("X-Amz-Signature").ok_or(wrong)?,
        text("X-Amz-Date").ok_or(wrong)?,
        text("X-Amz-Security-Token").or_else(|| text("X-Amz-S3session-Token")),
    )?;
    Ok(Claim {
        expires: Some(expires.ok_or(wrong)?),
        ..claim
    })
}

impl Claim {
    fn new(
        credential: &str,
        signed_headers: &str,
        signature: &str,
        time: &str,
        token: Option<&str>,
    ) -> Result<Self, VerifyError> {
        let wrong = VerifyError::Malformed("not a credential with its scope");
        // An id may have slashes, its scope has four.
        let mut parts = credential.rsplitn(5, '/');
        let mut next = || parts.next().filter(|part| !part.is_empty()).ok_or(wrong);
        let (end, name, region, date, id) = (next()?, next()?, next()?, next()?, next()?);
        if end != "aws4_request" || date.len() != 8 {
            return Err(wrong);
        }
        Ok(Claim {
            access_key_id: id.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            name: name.to_owned(),
            time: time.to_owned(),
            signed_headers: signed_headers.split(';').map(str::to_owned).collect(),
            signature: signature.to_owned(),
            expires: None,
            token: token.map(str::to_owned),
        })
    }
}

/// The host must be signed, and what only a signer sets.
fn check_headers(claim: &Claim, headers: &HeaderMap) -> Result<(), VerifyError> {
    let signed = &claim.signed_headers;
    let in_order = signed.windows(2).all(|pair| pair.first() < pair.get(1));
    let lower = |name: &String| name.bytes().all(|byte| !byte.is_ascii_uppercase());
    if !in_order || !signed.iter().all(lower) {
        return Err(VerifyError::Malformed("signed headers that are not sorted"));
    }
    let is_signed = |name: &str| signed.iter().any(|signed| signed == name);
    // Added by proxies on the way.
    let added = |name: &str| matches!(name, "x-amz-cf-id");
    let mut names = headers.keys().map(|name| name.as_str());
    let all = names.all(|name| !name.starts_with("x-amz-") || added(name) || is_signed(name));
    match all && is_signed("host") {
        true => Ok(()),
        false => Err(VerifyError::UnsignedHeader),
    }
}

/// `20150830T123600Z`.
fn parse_time(text: &str) -> Option<DateTime> {
    let is_plain = text.len() == 16 && text.is_ascii();
    let part = |from: usize, to: usize| text.get(from..to).filter(|_| is_plain);
    let spelled = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(9, 11)?,
        part(11, 13)?,
        part(13, 15)?
    );
    (part(8, 9)? == "T" && part(15, 16)? == "Z")
        .then(|| DateTime::parse(&spelled, TimestampFormat::DateTime).ok())
        .flatten()
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
