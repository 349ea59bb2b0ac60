//! What an error response of a JSON protocol says of itself.

use bytes::Bytes;

use crate::binding::request_id;
use crate::codec::json::Reader;
use crate::error::Metadata;
use crate::operation::OperationSpec;
use crate::schema::Schema;

/// The names of what an error's document says of itself.
pub(crate) const NAMES: [&str; 5] = ["code", "__type", "message", "Message", "errorMessage"];

/// Code, message and request id. Reads as much of the body as is JSON: one that is not, such as a
/// proxy's HTML, must not hide the status.
pub(crate) fn metadata(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    header: Option<&str>,
) -> Metadata {
    let [code, dunder_type, messages @ ..] = Reader::texts(response.body(), NAMES);
    let places = [header, code.as_deref(), dunder_type.as_deref()];
    metadata_of(operation, response, places, messages)
}

/// [`metadata`] from the texts of [`NAMES`]: `places` are those where an error may be named, the first counts most.
///
/// An error may have a member that is called as one of these places. So what names an error of the operation goes
/// before what does not.
pub(crate) fn metadata_of(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    places: [Option<&str>; 3],
    messages: [Option<String>; 3],
) -> Metadata {
    let codes = || {
        let codes = places.into_iter().flatten().map(error_code);
        codes.filter(|code| !code.is_empty())
    };
    let is_known = |code: &&str| known(operation).any(|error| error.name() == *code);
    let code = codes().find(is_known).or_else(|| codes().next());
    let message = messages.into_iter().flatten().next();
    metadata_with(operation, response, code, message)
}

/// The errors that an operation may have.
fn known(operation: &OperationSpec) -> impl Iterator<Item = &'static Schema> {
    let errors = operation.errors.iter().chain(operation.service.errors);
    errors.copied()
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
    let mut errors = known(operation).filter(|error| error.name() == code);
    errors.any(|error| {
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
