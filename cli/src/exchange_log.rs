//! Logs every attempt of a call, request and response, with sensitive values redacted.

use std::sync::Arc;

use bytes::Bytes;
use smithgen_client::transport::{Body, SendFuture, Transport, TransportError};
use smithgen_runtime::operation::OperationSpec;

use crate::debug::Log;
use crate::json;
use crate::message::output::{self, Timestamps};
use crate::message::shown::Shown;
use crate::message::{error, redact};
use crate::params::words::HIDDEN;
use crate::value::Value;

pub(crate) struct Logging {
    pub(crate) inner: Arc<dyn Transport>,
    pub(crate) log: Log,
    pub(crate) operation: &'static OperationSpec,
    pub(crate) shown: Shown,
    /// The largest response that is read, in bytes.
    pub(crate) max_response: u64,
}

/// Headers that carry credentials.
const SECRET: [&str; 6] = [
    "authorization",
    "proxy-authorization",
    "x-amz-security-token",
    "cookie",
    "set-cookie",
    "x-api-key",
];

impl Transport for Logging {
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        Box::pin(async move {
            self.log.line("smithgen.endpoint", || {
                let shown = &self.shown;
                format!(
                    "Sending {} {} with headers {{{}}} and body {}",
                    shown.method,
                    shown.url,
                    headers(
                        shown
                            .headers
                            .iter()
                            .chain(request.headers().get_key_value_attempt())
                    ),
                    body(&shown.body)
                )
            });
            let result = self.inner.send(request).await;
            match result {
                Err(error) => Err(self.failed(error)),
                Ok(response) => self.answered(response).await,
            }
        })
    }
}

/// Finds the header that differs between attempts.
trait Attempt {
    fn get_key_value_attempt(&self) -> Option<(&http::HeaderName, &http::HeaderValue)>;
}

impl Attempt for http::HeaderMap {
    fn get_key_value_attempt(&self) -> Option<(&http::HeaderName, &http::HeaderValue)> {
        self.iter()
            .find(|(name, _)| name.as_str() == "amz-sdk-request")
    }
}

impl Logging {
    fn failed(&self, mut error: TransportError) -> TransportError {
        // The real URL may contain sensitive values.
        let url = std::mem::replace(&mut error.url, self.shown.url.clone());
        self.log
            .line("smithgen.transport", || format!("No response: {error}"));
        error.url = url;
        error
    }

    async fn answered(
        &self,
        response: http::Response<Body>,
    ) -> Result<http::Response<Body>, TransportError> {
        let (head, content) = response.into_parts();
        let content: Bytes = content
            .collect_within(self.max_response)
            .await
            .map_err(|error| self.failed(error))?;
        self.log.line("smithgen.parser", || {
            let response = http::Response::from_parts(head.clone(), content.clone());
            format!(
                "Response {} with headers {{{}}} and body {}",
                head.status.as_u16(),
                headers(
                    head.headers
                        .iter()
                        .filter(|(name, _)| !self.is_sensitive(name))
                ),
                response_body(self.operation, &response)
            )
        });
        Ok(http::Response::from_parts(head, Body::from(content)))
    }

    /// Whether this header carries a sensitive member of the output.
    fn is_sensitive(&self, header: &http::HeaderName) -> bool {
        use smithgen_runtime::schema::Trait;
        self.operation
            .output()
            .members()
            .iter()
            .filter(|m| m.is_sensitive())
            .any(|member| {
                member.traits().iter().any(|t| match t {
                    Trait::HttpHeader(name) => header.as_str().eq_ignore_ascii_case(name),
                    Trait::HttpPrefixHeaders(prefix) => {
                        header.as_str().starts_with(&prefix.to_ascii_lowercase())
                    }
                    _ => false,
                })
            })
    }
}

fn headers<'a>(
    headers: impl Iterator<Item = (&'a http::HeaderName, &'a http::HeaderValue)>,
) -> String {
    let one = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        let shown = if SECRET.contains(&name.as_str()) {
            HIDDEN.to_owned()
        } else {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        format!("{name}: {shown}")
    };
    headers.map(one).collect::<Vec<_>>().join(", ")
}

fn body(body: &Bytes) -> String {
    match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("({} bytes)", body.len()),
    }
}

/// The response body as far as the model allows it to be shown: members of the output or error, otherwise only its
/// length.
fn response_body(operation: &'static OperationSpec, response: &http::Response<Bytes>) -> String {
    let members = || {
        let protocol = operation.service().protocol();
        let shape = match protocol.is_success(operation, response) {
            true => operation.output(),
            false => {
                let metadata = protocol.error_metadata(operation, response);
                error::shape(operation, &metadata)?
            }
        };
        let view = output::read(operation, shape, response).ok()?;
        if view.unreadable().is_some() {
            return None;
        }
        let members = output::result(operation, &view, Timestamps::Wire, &[]).ok()?;
        Some(json::compact(&Value::Map(redact::map(&members, shape))))
    };
    members().unwrap_or_else(|| format!("({} bytes)", response.body().len()))
}
