//! Inputs and outputs with a blob or events that stream.

use super::read::{Rejection, read_request};
use super::router::Route;
use crate::body::Body;
use crate::error::InputError;
use crate::operation::OperationSpec;
use crate::schema::{Kind, Schema, Trait};
use crate::view::{Ref, Slot, Structure};

/// What of an operation streams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streams {
    /// The body of requests: read it with [`read_streaming`], not as a whole.
    pub input: bool,
    /// The body of responses.
    pub output: bool,
}

/// What of an operation streams.
pub fn streams(operation: &OperationSpec) -> Streams {
    Streams {
        input: stream_member(operation.input).is_some(),
        output: stream_member(operation.output).is_some(),
    }
}

/// The member that is a stream, of bytes or of events.
fn stream_member(schema: &'static Schema) -> Option<(usize, Kind)> {
    let mut members = schema.members.iter().enumerate();
    members
        .find(|(_, member)| member.traits.contains(&Trait::Streaming))
        .map(|(index, member)| (index, member.target.kind))
}

/// Reads an input at zero whose last member is a stream, from the head of a request and its body: the rest of the input
/// is checked, and the stream is what remains of the body.
///
/// # Errors
/// As [`read_request`].
pub async fn read_streaming(
    route: Route,
    head: &http::request::Parts,
    body: Body,
    input: &mut (dyn Structure + Send),
) -> Result<(), Rejection> {
    let request = http::Request::from_parts(head.clone(), bytes::Bytes::new());
    read_request(route, &request, input)?;
    if let Some((index, Kind::Blob)) = stream_member(route.operation.input)
        && let Slot::Stream(slot) = input.slot(index)
    {
        *slot = body.into();
    }
    Ok(())
}

/// The response of an output with a stream; `None` if it has none.
pub(super) fn write(
    route: Route,
    output: &dyn Structure,
) -> Option<Result<http::Response<Body>, InputError>> {
    let (index, Kind::Blob) = stream_member(route.operation.output)? else {
        return None;
    };
    let Ref::Stream(_) = output.get(index) else {
        return None;
    };
    let response = route.protocol.encode_response(route.operation, output);
    Some(response.map(|response| response.map(Body::from)))
}
