//! `aws.protocols#awsQueryCompatible`: services that migrated from awsQuery keep its error codes.

use bytes::Bytes;

use super::error_code::{self, QUERY_ERROR};
use crate::error::Metadata;
use crate::schema::{QueryError, Schema, Trait};

/// Requests the query protocol's codes.
pub(super) const MODE: (&str, &str) = ("x-amzn-query-mode", "true");

/// Takes code and fault from the header, if present; the name in the body still determines the shape.
pub(super) fn apply(metadata: &mut Metadata, response: &http::Response<Bytes>) {
    let Some((code, fault)) = error_code::of_query_header(response.headers()) else {
        return;
    };
    metadata.shape = Some(std::mem::replace(&mut metadata.code, code));
    if !fault.is_empty() {
        metadata.fault = Some(fault);
    }
}

/// The header for an error.
pub(super) fn error_header(schema: &'static Schema) -> (&'static str, String) {
    (QUERY_ERROR, format!("{};{}", code(schema), fault(schema)))
}

/// `@awsQueryError`.
pub(super) fn query_error(schema: &'static Schema) -> Option<&'static QueryError> {
    schema.traits.iter().find_map(|t| match t {
        Trait::AwsQueryError(error) => Some(*error),
        _ => None,
    })
}

/// The code of an error in the query protocol: `@awsQueryError`, else the shape's name.
pub(super) fn code(schema: &'static Schema) -> &'static str {
    query_error(schema).map_or(schema.service_name(), |error| error.code)
}

/// Whose fault an error is, in the query protocol's terms.
pub(super) fn fault(schema: &Schema) -> &'static str {
    match schema
        .traits
        .iter()
        .any(|t| matches!(t, Trait::Error { client: false }))
    {
        true => "Receiver",
        false => "Sender",
    }
}
