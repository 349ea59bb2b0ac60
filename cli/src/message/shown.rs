//! What may be seen of a request: its sensitive values redacted.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use smithgen_client::{INVOCATION_ID, Prepared};
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::Trait;

use crate::params::words::HIDDEN;

/// A request for display.
pub(crate) struct Shown {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    /// Uncompressed.
    pub(crate) body: Bytes,
}

impl Shown {
    /// What may be seen of `real`, of a request that was built from redacted input. Some inputs cannot be sent when
    /// they are redacted, for one because the value is part of the host; of those, everything that may hold a value
    /// is left out. `is_same` says that nothing in the input was redacted.
    pub(crate) fn new(redacted: Option<Prepared>, real: &Prepared, is_same: bool) -> Shown {
        let mut shown = match redacted {
            Some(prepared) => {
                let (head, body) = prepared.request.into_parts();
                Shown {
                    method: head.method,
                    url: head.uri.to_string(),
                    headers: head.headers,
                    body,
                }
            }
            None => Shown::without_values(real),
        };
        let sent = real.request.headers();
        // These describe the bytes on the wire, not the redacted body, and the one call that is made.
        for name in [CONTENT_LENGTH, CONTENT_ENCODING, INVOCATION_ID] {
            if let Some(value) = sent.get(&name) {
                shown.headers.insert(name, value.clone());
            }
        }
        let hidden = HeaderValue::from_static(HIDDEN);
        for (name, value) in sent.iter().filter(|(name, _)| is_checksum(name)) {
            // What is secret may be guessed from its checksum.
            let value = if is_same { value } else { &hidden };
            shown.headers.insert(name, value.clone());
        }
        shown
    }

    fn without_values(real: &Prepared) -> Shown {
        let request = &real.request;
        let mut headers = request.headers().clone();
        headers.remove(http::header::HOST);
        for name in carriers(real.operation, &headers) {
            headers.insert(name, HeaderValue::from_static(HIDDEN));
        }
        Shown {
            method: request.method().clone(),
            url: real.shown_url.clone(),
            headers,
            body: Bytes::from_static(HIDDEN.as_bytes()),
        }
    }
}

/// The headers that carry members of the input.
fn carriers(operation: &OperationSpec, headers: &HeaderMap) -> Vec<HeaderName> {
    let members = operation.input().members().iter();
    let traits: Vec<&Trait> = members.flat_map(|member| member.traits()).collect();
    let carries = |name: &&HeaderName| {
        traits.iter().any(|t| match t {
            Trait::HttpHeader(own) => name.as_str().eq_ignore_ascii_case(own),
            Trait::HttpPrefixHeaders(prefix) => {
                name.as_str().starts_with(&prefix.to_ascii_lowercase())
            }
            _ => false,
        })
    };
    headers.keys().filter(carries).cloned().collect()
}

/// Whether the header is made of the bytes of the body.
fn is_checksum(name: &HeaderName) -> bool {
    const NAMES: [&str; 3] = [
        "content-md5",
        "x-amz-content-sha256",
        "x-amz-sha256-tree-hash",
    ];
    let name = name.as_str();
    NAMES.contains(&name) || name.starts_with("x-amz-checksum-")
}
