//! Between a command's values and messages: inputs become requests, responses become results or errors.
//!
//! The JSON protocols are read and written here, with the reference's tolerance and its order of
//! members; the others go through the runtime's codecs.

pub(crate) mod dynamic;
pub(crate) mod error;
pub(crate) mod foreign;
pub(crate) mod json_body;
pub(crate) mod redact;
pub(crate) mod response;

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Member, Trait};

/// Which members of JSON have another name than in the model, and which leaves are converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    /// `restJson1`: `jsonName`, bindings, numbers converted.
    Rest,
    /// `awsJson1_0` and `awsJson1_1`: all members in the body, by their names.
    Rpc,
}

/// The operation's flavour of JSON, if its protocol is a JSON one.
pub(crate) fn json(operation: &OperationSpec) -> Option<Json> {
    let id = operation.service.protocol.id();
    if id.ends_with("#restJson1") {
        Some(Json::Rest)
    } else if id.contains("#awsJson1_") {
        Some(Json::Rpc)
    } else {
        None
    }
}

/// Whether the member is somewhere else than in the body's structure.
pub(crate) fn is_bound(member: &Member) -> bool {
    member.traits().iter().any(|t| {
        matches!(
            t,
            Trait::HttpLabel
                | Trait::HttpQuery(_)
                | Trait::HttpQueryParams
                | Trait::HttpHeader(_)
                | Trait::HttpPrefixHeaders(_)
                | Trait::HttpPayload
                | Trait::HttpResponseCode
        )
    })
}

impl Json {
    /// The member's name in the body.
    pub(crate) fn name(self, member: &Member) -> &'static str {
        match self {
            Json::Rest => member.json_name(),
            Json::Rpc => member.name(),
        }
    }
}

#[cfg(test)]
mod tests;
