//! Metadata of error responses in JSON protocols.

use bytes::Bytes;

use super::error_code::{self, CodeSources};
use crate::binding::request_id;
use crate::codec::json::Reader;
use crate::error::Metadata;
use crate::operation::OperationSpec;
use crate::schema::Schema;

/// The members of an error's document that contain metadata.
pub(crate) const NAMES: [&str; 6] = [
    "code",
    "Code",
    "__type",
    "message",
    "Message",
    "errorMessage",
];

/// The texts of [`NAMES`] in a document.
pub(crate) type Texts = [Option<String>; NAMES.len()];

/// Code, message and request id. Reads the body as far as it is JSON: a body that is not, such as a proxy's HTML,
/// must not hide the status.
pub(crate) fn metadata(operation: &OperationSpec, response: &http::Response<Bytes>) -> Metadata {
    let texts = Reader::texts(response.body(), NAMES);
    metadata_of(operation, response, texts, CodeSources::by_precedence)
}

/// Like [`metadata`], given the texts of [`NAMES`] and the protocol's precedence.
///
/// An error may have a member with one of these names, so a code that names an error of the operation takes
/// precedence over one that does not.
pub(crate) fn metadata_of<I: Iterator<Item = String>>(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    texts: Texts,
    in_order: impl Fn(CodeSources<String>) -> I,
) -> Metadata {
    let [code, capital_code, dunder_type, messages @ ..] = texts;
    let name = |text: String| match by_id(operation, &text) {
        Some(error) => error.service_name().to_owned(),
        None => error_code::name(&text).trim().to_owned(),
    };
    let headers = response.headers();
    let places = CodeSources {
        header: error_code::text_of_header(headers).map(name),
        code: code.or(capital_code).map(name),
        query: error_code::of_query_header(headers).map(|(code, _)| code),
        dunder_type: dunder_type.map(name),
    };
    let codes: Vec<String> = in_order(places).filter(|code| !code.is_empty()).collect();
    let is_known = |code: &&String| known(operation).any(|error| is_named(error, code));
    let code = codes.iter().find(is_known).or_else(|| codes.first());
    let message = messages.into_iter().flatten().next();
    metadata_with(operation, response, code.map(String::as_str), message)
}

/// Whether a code names an error, by its name in the service or its own.
fn is_named(error: &Schema, code: &str) -> bool {
    error.service_name() == code || error.name() == code
}

/// The error that an absolute id names, which distinguishes errors with the same name.
fn by_id(operation: &OperationSpec, text: &str) -> Option<&'static Schema> {
    let id = text.split(':').next().unwrap_or_default().trim();
    known(operation).find(|error| error.id == id)
}

/// The errors that an operation may return.
fn known(operation: &OperationSpec) -> impl Iterator<Item = &'static Schema> {
    let errors = operation.errors.iter().chain(operation.service.errors);
    errors.copied()
}

/// Metadata with this code, or the status if there is none.
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

/// An error's object, with its name inserted at the start.
pub(crate) fn with_type(object: &[u8], id: &str) -> Vec<u8> {
    let members = object.strip_prefix(b"{").unwrap_or(object);
    let comma = if members == b"}" { "" } else { "," };
    // Shape ids need no escaping.
    let mut named = format!("{{\"__type\":\"{id}\"{comma}").into_bytes();
    named.extend_from_slice(members);
    named
}

/// Whether the model marks the message of this error as sensitive.
fn has_secret_message(operation: &OperationSpec, code: &str) -> bool {
    let mut errors = known(operation).filter(|error| is_named(error, code));
    errors.any(|error| {
        let names = ["message", "Message", "errorMessage"];
        let messages = error
            .members
            .iter()
            .filter(|member| names.contains(&member.json_name()));
        error.is_sensitive() || messages.into_iter().any(|member| member.is_sensitive())
    })
}
