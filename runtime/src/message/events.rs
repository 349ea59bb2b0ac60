//! The body of a request with an event stream.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};

use super::payload::Payload;
use super::{Encoded, fixed_headers, invalid, set_length};
use crate::error::InputError;
use crate::event::{self, EventSource};
use crate::operation::OperationSpec;
use crate::view::Ref;

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static(event::MEDIA_TYPE);

/// Sets `Accept` for a response with an event stream, for protocols that use it.
pub(super) fn accept(operation: &OperationSpec, headers: &mut HeaderMap) {
    if headers.contains_key(ACCEPT) && event::stream_member(operation.output).is_some() {
        headers.insert(ACCEPT, MEDIA_TYPE);
    }
}

/// Makes the events the body, after the input's document if the protocol puts that there.
pub(super) fn complete(
    operation: &'static OperationSpec,
    events: Ref<'_>,
    mut request: http::Request<Bytes>,
) -> Result<Encoded, InputError> {
    let Some(format) = operation.service.protocol.events() else {
        return Err(invalid("", "the protocol has no event streams"));
    };
    let headers = request.headers_mut();
    fixed_headers(operation, headers);
    accept(operation, headers);
    headers.insert(CONTENT_TYPE, MEDIA_TYPE);
    let document = std::mem::take(request.body_mut());
    let first = format
        .initial_messages
        .then(|| event::initial_request(format, document));
    let mut payload = None;
    match events {
        Ref::Events(events) => {
            set_length(request.headers_mut(), None);
            payload = Some(Payload::events(EventSource::new(
                operation,
                Some(format),
                first,
                events.outgoing(),
            )));
        }
        // A program that knows the operation only by its tables sends no events.
        _ => {
            if let Some(first) = first {
                let frame = first
                    .encode()
                    .map_err(|error| invalid("", &error.to_string()))?;
                *request.body_mut() = frame;
            }
            let length = u64::try_from(request.body().len()).ok();
            set_length(request.headers_mut(), length);
        }
    }
    Ok(Encoded { request, payload })
}
