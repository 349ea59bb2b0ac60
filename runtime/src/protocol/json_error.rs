//! What an error response of a JSON protocol says of itself.

use bytes::Bytes;

use crate::binding::request_id;
use crate::codec::json::Reader;
use crate::error::Metadata;
use crate::operation::OperationSpec;

/// The names of what an error's document says of itself.
pub(crate) const NAMES: [&str; 5] = ["code", "__type", "message", "Message", "errorMessage"];

/// Code, message and request id. Reads as much of the body as is JSON: one that is not, such as a
/// proxy's HTML, must not hide the status.
pub(crate) fn metadata(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    header: Option<&str>,
) -> Metadata {
    let texts = Reader::texts(response.body(), NAMES);
    metadata_of(operation, response, header, texts)
}

/// [`metadata`] from the texts of [`NAMES`].
///
/// The code is the header's, else the body's `code`, else its `__type`: of those that are there the
/// first that names one of the operation's errors, as an error may have a member `code` of its own.
pub(crate) fn metadata_of(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    header: Option<&str>,
    texts: [Option<String>; 5],
) -> Metadata {
    let [code, dunder_type, message, upper_message, error_message] = texts;
    let candidates = [header, code.as_deref(), dunder_type.as_deref()];
    let candidates = candidates.into_iter().flatten().map(error_code);
    let mut codes = candidates.filter(|code| !code.is_empty());
    let is_modeled = |code: &&str| {
        let mut errors = operation.errors.iter().chain(operation.service.errors);
        errors.any(|error| error.name() == *code)
    };
    let code = codes.clone().find(is_modeled).or_else(|| codes.next());
    let message = message.or(upper_message).or(error_message);
    metadata_with(operation, response, code, message)
}

/// Metadata with this code, or the status where there is none.
pub(crate) fn metadata_with(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    code: Option<&str>,
    message: Option<String>,
) -> Metadata {
    let status = response.status().as_u16();
    let code = code
        .filter(|code| !code.is_empty())
        .map_or(status.to_string(), str::to_owned);
    Metadata {
        status,
        message: message.filter(|_| !has_secret_message(operation, &code)),
        request_id: request_id(response.headers()),
        code,
        ..Metadata::default()
    }
}

/// The header in which an error may be named.
pub(crate) fn error_type(response: &http::Response<Bytes>) -> Option<&str> {
    response
        .headers()
        .get(ERROR_TYPE)
        .and_then(|value| value.to_str().ok())
}

/// Names the error of a response.
pub(crate) const ERROR_TYPE: &str = "x-amzn-errortype";

/// The error's name: no URI after a colon, no namespace before a hash.
pub(crate) fn error_code(text: &str) -> &str {
    let text = text.split(':').next().unwrap_or_default();
    text.rsplit('#').next().unwrap_or_default().trim()
}

/// An error's object with its name in front.
pub(crate) fn with_type(object: &[u8], id: &str) -> Vec<u8> {
    let members = object.strip_prefix(b"{").unwrap_or(object);
    let comma = if members == b"}" { "" } else { "," };
    // Shape ids need no escapes.
    let mut named = format!("{{\"__type\":\"{id}\"{comma}").into_bytes();
    named.extend_from_slice(members);
    named
}

/// Whether the model marks the message of this error sensitive.
fn has_secret_message(operation: &OperationSpec, code: &str) -> bool {
    let errors = operation.errors.iter().chain(operation.service.errors);
    errors.filter(|error| error.name() == code).any(|error| {
        let names = ["message", "Message", "errorMessage"];
        let messages = error
            .members
            .iter()
            .filter(|member| names.contains(&member.json_name()));
        error.is_sensitive() || messages.into_iter().any(|member| member.is_sensitive())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_cut_to_the_name() {
        for text in [
            "FooError",
            "FooError:http://internal.example.com/coral/",
            "aws.protocoltests#FooError",
            "a.b#FooError:http://internal.example.com/#x",
            " FooError ",
        ] {
            assert_eq!(error_code(text), "FooError");
        }
    }
}
