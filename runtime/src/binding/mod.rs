//! REST bindings: where the members of an operation are in an HTTP message.
//!
//! Source: Smithy 2.0, "HTTP bindings". There is one [`Rest`] per protocol, over the codec of its bodies, which
//! client and server share. Bindings apply only to members of inputs, outputs and errors.

mod header;
mod host;
pub(crate) mod media;
mod read;
mod request;
mod response;
pub(crate) mod rpc;
mod token;
mod uri;
mod write;

pub use host::check_length as check_host_length;
pub use host::{host_prefix, shown_host_prefix};
pub(crate) use response::{request_id, with_head};
pub use uri::{RESERVED, shown_path};
pub use write::reserve;

use crate::codec::{Codec, Part};
use crate::schema::{Member, Schema, Trait};

/// A REST protocol: the binding style with the protocol's options.
pub struct Rest {
    /// Codec of bodies.
    pub codec: &'static dyn Codec,
    /// Whether a payload structure that is not set is sent as an empty document.
    pub empty_structure_payload: bool,
    /// Whether a response without members in its body still has an empty document.
    pub empty_response_document: bool,
}

/// The direction of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// To the service: it carries an input.
    Request,
    /// From the service: it carries an output or an error.
    Response,
}

impl Side {
    /// The members that remain for the document in the body.
    pub(crate) fn document(self) -> Part {
        Part::Of(match self {
            Side::Request => |member| Location::of(member, Side::Request) == Location::Document,
            Side::Response => |member| Location::of(member, Side::Response) == Location::Document,
        })
    }
}

/// Where a member is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Label,
    Query(&'static str),
    QueryParams,
    Header(&'static str),
    PrefixHeaders(&'static str),
    Payload,
    Status,
    /// In the document of the body.
    Document,
}

impl Location {
    /// Where a member is bound. Labels and queries do not apply to responses, nor a status to requests.
    pub(crate) fn of(member: &Member, side: Side) -> Location {
        let bound = member.traits.iter().find_map(|t| match t {
            Trait::HttpHeader(name) => Some(Location::Header(name)),
            Trait::HttpPrefixHeaders(prefix) => Some(Location::PrefixHeaders(prefix)),
            Trait::HttpPayload => Some(Location::Payload),
            Trait::HttpResponseCode if side == Side::Response => Some(Location::Status),
            Trait::HttpLabel if side == Side::Request => Some(Location::Label),
            Trait::HttpQuery(name) if side == Side::Request => Some(Location::Query(name)),
            Trait::HttpQueryParams if side == Side::Request => Some(Location::QueryParams),
            _ => None,
        });
        bound.unwrap_or(Location::Document)
    }
}

/// The content of a message's body.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    /// Nothing is bound to it.
    None,
    /// A document of the members that are not bound elsewhere.
    Document,
    Payload(usize, &'static Member),
}

impl Body {
    pub(crate) fn of(schema: &'static Schema, side: Side) -> Body {
        let mut body = Body::None;
        for (index, member) in schema.members.iter().enumerate() {
            match Location::of(member, side) {
                Location::Payload => return Body::Payload(index, member),
                Location::Document => body = Body::Document,
                _ => {}
            }
        }
        body
    }
}

/// Whether the operation has no such structure, as opposed to an empty one.
pub(crate) fn is_unit(schema: &Schema) -> bool {
    schema.id == crate::schema::prelude::UNIT.id
}
