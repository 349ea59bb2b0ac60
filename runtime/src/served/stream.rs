//! Inputs and outputs with a blob or events that stream.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap};

use super::failure::StreamFailure;
use super::hosts::Prefix;
use super::read::{Rejection, read_with};
use super::router::Route;
use crate::body::Body;
use crate::error::InputError;
use crate::operation::OperationSpec;
use crate::schema::{Kind, Schema, Trait};
use crate::value::ByteStream;
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

/// Reads an input at zero with a stream, from the head of a request and its body: the rest of the input is checked, and
/// the stream is what remains of the body. Events are checked as they arrive. If the stream fails, `failure` tells why.
///
/// # Errors
/// As [`read_request`](super::read_request).
pub async fn read_streaming(
    route: Route,
    head: &http::request::Parts,
    body: Body,
    input: &mut (dyn Structure + Send),
    failure: &StreamFailure,
) -> Result<(), Rejection> {
    match stream_member(route.operation.input) {
        Some((index, Kind::Union)) => events::read(route, head, body, index, input, failure).await,
        Some((index, _)) => {
            read_head(route, head, Bytes::new(), input)?;
            if let Slot::Stream(slot) = input.slot(index) {
                *slot = failure.of_body(body).into();
            }
            Ok(())
        }
        None => read_head(route, head, Bytes::new(), input),
    }
}

/// Reads the input beside a stream.
fn read_head(
    route: Route,
    head: &http::request::Parts,
    document: Bytes,
    input: &mut dyn Structure,
) -> Result<(), Rejection> {
    let mut request = http::Request::new(document);
    *request.method_mut() = head.method.clone();
    *request.uri_mut() = head.uri.clone();
    *request.headers_mut() = head.headers.clone();
    if let Some(prefix) = head.extensions.get::<Prefix>() {
        request.extensions_mut().insert(prefix.clone());
    }
    read_with(route, &request, input)
}

/// The response of an output with a stream; `None` if it has none that is not in memory.
pub(super) fn write(
    route: Route,
    output: &dyn Structure,
) -> Option<Result<http::Response<Body>, InputError>> {
    let (index, kind) = stream_member(route.operation.output)?;
    match (kind, output.get(index)) {
        (Kind::Union, events) => Some(events::write(route, output, index, events)),
        (_, Ref::Stream(stream)) if stream.as_bytes().is_none() => {
            Some(write_blob(route, output, index, stream))
        }
        _ => None,
    }
}

fn write_blob(
    route: Route,
    output: &dyn Structure,
    index: usize,
    stream: &ByteStream,
) -> Result<http::Response<Body>, InputError> {
    let beside = Beside {
        output,
        index,
        stream: ByteStream::default(),
    };
    let mut response = route.protocol.encode_response(route.operation, &beside)?;
    set_length(response.headers_mut(), stream.length());
    let body = stream.open().map_err(|error| InputError::Invalid {
        path: String::new(),
        reason: error.to_string(),
    })?;
    Ok(response.map(|_| body))
}

fn set_length(headers: &mut HeaderMap, length: Option<u64>) {
    match length {
        Some(length) => headers.insert(CONTENT_LENGTH, length.into()),
        None => headers.remove(CONTENT_LENGTH),
    };
}

/// An output whose stream is empty.
struct Beside<'a> {
    output: &'a dyn Structure,
    index: usize,
    stream: ByteStream,
}

impl Structure for Beside<'_> {
    fn schema(&self) -> &'static Schema {
        self.output.schema()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match member == self.index {
            true => Ref::Stream(&self.stream),
            false => self.output.get(member),
        }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
    fn order(&self) -> Option<&[usize]> {
        self.output.order()
    }
}

#[cfg(feature = "event-streams")]
mod events {
    use bytes::Bytes;
    use http::HeaderValue;
    use http::header::CONTENT_TYPE;

    use super::super::failure::StreamFailure;
    use super::super::read::Rejection;
    use super::super::router::Route;
    use crate::binding::media;
    use crate::body::Body;
    use crate::error::{DecodeError, DecodeErrorKind, InputError};
    use crate::event::{self, EventSource, Incoming, WithoutStream};
    use crate::view::{BrokenEvents, Ref, Slot, Structure};

    pub(super) async fn read(
        route: Route,
        head: &http::request::Parts,
        body: Body,
        index: usize,
        input: &mut (dyn Structure + Send),
        failure: &StreamFailure,
    ) -> Result<(), Rejection> {
        let sent = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let expected = media::EVENT_STREAM.as_bytes();
        if sent.is_some_and(|sent| !media::essence(sent).eq_ignore_ascii_case(expected)) {
            let kind = DecodeErrorKind::UnsupportedMediaType;
            return Err(DecodeError::of_kind(kind, "unsupported media type").into());
        }
        let mut incoming = Incoming::of_request(route.operation, route.protocol, body);
        let first = incoming.initial().await.map_err(|error| match error {
            BrokenEvents::Decode(error) => Rejection::from(error),
            BrokenEvents::Transport(error) => error.into(),
        })?;
        // The type is that of the events, not of the document beside them.
        let mut beside = head.clone();
        beside.headers.remove(CONTENT_TYPE);
        let document = first.map(|message| message.payload).unwrap_or_default();
        super::read_head(route, &beside, document, input)?;
        if let Slot::Events(slot) = input.slot(index) {
            slot.connect(failure.of_events(incoming));
        }
        Ok(())
    }

    pub(super) fn write(
        route: Route,
        output: &dyn Structure,
        index: usize,
        events: Ref<'_>,
    ) -> Result<http::Response<Body>, InputError> {
        let invalid = |reason: String| InputError::Invalid {
            path: String::new(),
            reason,
        };
        let Some(format) = route.protocol.events() else {
            return Err(invalid("the protocol has no event streams".to_owned()));
        };
        let beside = WithoutStream {
            input: output,
            member: index,
        };
        let mut response = route.protocol.encode_response(route.operation, &beside)?;
        let media_type = HeaderValue::from_static(media::EVENT_STREAM);
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        super::set_length(response.headers_mut(), None);
        let (head, document) = response.into_parts();
        let first = format
            .initial_messages
            .then(|| event::initial_response(format, document));
        let body = match events {
            Ref::Events(events) => {
                EventSource::new(route.operation, Some(format), first, events.outgoing()).open(None)
            }
            // A stream that is not there is one without events.
            _ => match first {
                Some(first) => first
                    .encode()
                    .map_err(|error| invalid(error.to_string()))?
                    .into(),
                None => Bytes::new().into(),
            },
        };
        Ok(http::Response::from_parts(head, body))
    }
}

#[cfg(not(feature = "event-streams"))]
mod events {
    use super::super::failure::StreamFailure;
    use super::super::read::Rejection;
    use super::super::router::Route;
    use crate::body::Body;
    use crate::error::{DecodeError, InputError};
    use crate::view::{Ref, Structure};

    const MISSING: &str = "event streams need the feature `event-streams`";

    pub(super) async fn read(
        _: Route,
        _: &http::request::Parts,
        _: Body,
        _: usize,
        _: &mut (dyn Structure + Send),
        _: &StreamFailure,
    ) -> Result<(), Rejection> {
        Err(DecodeError::new(MISSING).into())
    }

    pub(super) fn write(
        _: Route,
        _: &dyn Structure,
        _: usize,
        _: Ref<'_>,
    ) -> Result<http::Response<Body>, InputError> {
        Err(InputError::Invalid {
            path: String::new(),
            reason: MISSING.to_owned(),
        })
    }
}
