//! What an error response of a JSON protocol says of itself.

use bytes::Bytes;

use crate::binding::request_id;
use crate::codec::json::Reader;
use crate::error::Metadata;
use crate::operation::OperationSpec;

/// Code, message and request id. Reads as much of the body as is JSON: one that is not, such as a
/// proxy's HTML, must not hide the status.
///
/// The code is the header's, else the body's `code`, else its `__type`.
pub(crate) fn metadata(
    operation: &OperationSpec,
    response: &http::Response<Bytes>,
    header: Option<&str>,
) -> Metadata {
    let status = response.status().as_u16();
    let [code, dunder_type, message, upper_message, error_message] = Reader::texts(
        response.body(),
        ["code", "__type", "message", "Message", "errorMessage"],
    );
    let code = header
        .or(code.as_deref())
        .or(dunder_type.as_deref())
        .map(error_code);
    let code = code
        .filter(|code| !code.is_empty())
        .map_or(status.to_string(), str::to_owned);
    let message = message.or(upper_message).or(error_message);
    Metadata {
        status,
        message: message.filter(|_| !has_secret_message(operation, &code)),
        request_id: request_id(response.headers()),
        code,
        attempts: 0,
    }
}

/// The error's name: no URI after a colon, no namespace before a hash.
pub(crate) fn error_code(text: &str) -> &str {
    let text = text.split(':').next().unwrap_or_default();
    text.rsplit('#').next().unwrap_or_default().trim()
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
