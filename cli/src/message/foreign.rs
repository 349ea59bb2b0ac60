//! Responses that do not come from the service: redirects, and pages from proxies. Used only under the program's
//! own name; the reference takes such a page for a message or ignores it.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::protocol::error_code;
use smithgen_runtime::schema::{Kind, Trait};
use smithgen_runtime::url::text_without_userinfo;

use super::error;
use crate::errors::{Failure, ServiceFailure};
use crate::limits::EXTRACT_CHARACTERS;
use crate::value::Value;

/// Explains a response that does not come from the service; `is_error` is the protocol's view.
pub(crate) fn failure(
    operation: &'static OperationSpec,
    response: &http::Response<Bytes>,
    is_error: bool,
    exhausted: Option<u32>,
) -> Option<Failure> {
    if error_code::of_header(response.headers()).is_some() {
        return None;
    }
    let status = response.status();
    let is_foreign = is_page(response) || !is_document(operation, response);
    if status.is_redirection() && (is_foreign || response.body().trim_ascii().is_empty()) {
        let message = redirect(status, response);
        return Some(service_failure(operation, status, message, exhausted));
    }
    if !is_foreign || response.body().is_empty() || (!is_error && takes_bytes(operation)) {
        return None;
    }
    let what = described(response);
    if is_error {
        let reason = status.canonical_reason().unwrap_or("an error");
        let message = format!("{reason}. The answer is {what}");
        return Some(service_failure(operation, status, message, exhausted));
    }
    Some(Failure::general(format!(
        "The answer to {} ({status}) is not the service's: it is {what} Is the endpoint right?",
        operation.name()
    )))
}

/// Explains a success response that does not match the output shape, in the runtime's words.
pub(crate) fn unreadable(operation: &OperationSpec, response: &http::Response<Bytes>) -> Failure {
    let mut output = DynamicStructure::new(operation.output(), Typing::Typed);
    let protocol = operation.service().protocol();
    let decoded = protocol.decode_response(operation, response, &mut output);
    let fault = match decoded {
        Err(error) => error.to_string(),
        Ok(()) => "it has not the shape that the model gives it".to_owned(),
    };
    cannot_be_read(operation, &fault)
}

/// Explains a success response that lacks a required payload.
pub(crate) fn missing_payload(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
) -> Option<Failure> {
    let mut members = operation.output().members().iter();
    let payload = members.find(|m| m.traits().contains(&Trait::HttpPayload))?;
    let is_bytes = matches!(
        payload.target().kind(),
        Kind::Blob | Kind::String | Kind::Enum
    );
    let is_missing = response.body().is_empty() && payload.is_required() && !is_bytes;
    let fault = format!("it is empty, and `{}` is required", payload.name());
    is_missing.then(|| cannot_be_read(operation, &fault))
}

fn cannot_be_read(operation: &OperationSpec, fault: &str) -> Failure {
    Failure::general(format!(
        "The answer to {} cannot be read: {fault}",
        operation.name()
    ))
}

fn service_failure(
    operation: &'static OperationSpec,
    status: http::StatusCode,
    message: String,
    exhausted: Option<u32>,
) -> Failure {
    Failure::Service(Box::new(ServiceFailure {
        code_first: false,
        operation: operation.name(),
        code: Value::from(status.as_str()),
        message: Value::from(message),
        members: Vec::new(),
        exhausted,
    }))
}

fn redirect(status: http::StatusCode, response: &http::Response<Bytes>) -> String {
    let reason = status.canonical_reason().unwrap_or("a redirect");
    let location = response.headers().get(LOCATION);
    let location = location.map(|value| String::from_utf8_lossy(value.as_bytes()));
    match location {
        Some(location) => format!(
            "{reason}. The answer points to {}, and redirects are not followed: give the endpoint that is meant.",
            shortened(&text_without_userinfo(&location))
        ),
        None => {
            format!("{reason}. Redirects are not followed, and the answer does not say where to.")
        }
    }
}

/// Whether the body is HTML, by its media type or its first bytes.
fn is_page(response: &http::Response<Bytes>) -> bool {
    let body = response.body().trim_ascii_start();
    let starts = |with: &[u8]| {
        body.get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    media_type(response).is_some_and(|it| it.eq_ignore_ascii_case("text/html"))
        || starts(b"<!doctype html")
        || starts(b"<html")
}

/// Whether the protocol recognizes the body as a document, valid or not.
fn is_document(operation: &OperationSpec, response: &http::Response<Bytes>) -> bool {
    let (said, is_text) = error::decoded(operation, response);
    said.found().is_some() || (said.unreadable().is_none() && is_text.is_ok())
}

/// Whether any body is a valid output of the operation.
fn takes_bytes(operation: &OperationSpec) -> bool {
    operation.output().members().iter().any(|member| {
        let is_raw = matches!(
            member.target().kind(),
            Kind::Blob | Kind::String | Kind::Enum | Kind::Document
        );
        let is_stream = [member.traits(), member.target().traits()]
            .iter()
            .any(|traits| traits.contains(&Trait::Streaming));
        is_stream || (is_raw && member.traits().contains(&Trait::HttpPayload))
    })
}

fn media_type(response: &http::Response<Bytes>) -> Option<&str> {
    let value = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or(value).trim())
}

/// Describes the body by its media type and its first words.
fn described(response: &http::Response<Bytes>) -> String {
    let kind = match media_type(response).filter(|it| it.is_ascii()) {
        _ if is_page(response) => "a page of HTML".to_owned(),
        Some(kind) => format!("of type {}", shortened(kind)),
        None => "of no known type".to_owned(),
    };
    let text = String::from_utf8_lossy(response.body());
    match shortened(&plain_text(&text)) {
        text if text.is_empty() => format!("{kind}."),
        text => format!("{kind}: \"{text}\"."),
    }
}

/// The text of a page without tags, comments, scripts and styles, with runs of blanks collapsed.
fn plain_text(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        out.push(' ');
        let name = tag.get(..6).map(str::to_ascii_lowercase);
        let end = match name.as_deref() {
            Some("script") => "</script>",
            Some(name) if name.starts_with("style") => "</style>",
            Some(name) if name.starts_with("!--") => "-->",
            _ => ">",
        };
        rest = tag.split_once(end).map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ")
}

/// Truncates text to fit a message.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(EXTRACT_CHARACTERS) {
        Some((end, _)) => format!("{} ...", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_page_its_words_are_told() {
        let page = "<!DOCTYPE html><html><head><STYLE>b { c: d }</style><title>502 Bad\n Gateway</title></head>\
                    <!-- a > b --><body><script>if (a < b) {}</script><h1>Try later</h1></body></html>";
        assert_eq!(plain_text(page), "502 Bad Gateway Try later");
        assert_eq!(plain_text("busy < <"), "busy");
        assert_eq!(plain_text("no page at all"), "no page at all");
    }

    #[test]
    fn an_extract_is_as_long_as_a_message_has_room_for_and_no_longer() {
        let just = "é".repeat(EXTRACT_CHARACTERS);
        assert_eq!(shortened(&just), just);
        assert_eq!(shortened(&(just.clone() + "é")), just + " ...");
    }
}
