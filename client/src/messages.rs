//! An operation without I/O: `input → request` and `response → output or error`.

use bytes::Bytes;
use smithgen_runtime::body::Body;
#[cfg(feature = "event-streams")]
use smithgen_runtime::event;
use smithgen_runtime::message::{self, Encoded};
use smithgen_runtime::operation::{EncodeOptions, OperationSpec};
use smithgen_runtime::schema::{Member, Trait};
use smithgen_runtime::view::{Ref, Slot, Structure};
use smithgen_runtime::{DecodeError, InputError, Metadata};

use crate::encoded::EncodedRequest;
use crate::error::{ClientError, OperationError, ResponseError, Unmodeled, Unread};
use crate::operation::Operation;

/// A response with information on how it was obtained. It may be a service error.
#[non_exhaustive]
pub struct Answer {
    /// The final response with its whole body.
    pub response: http::Response<Bytes>,
    /// The unread body of a success, if that was requested; the response's own body is empty then.
    pub body: Option<Body>,
    /// Number of attempts.
    pub attempts: u32,
    /// Whether the maximum number of attempts was reached.
    pub reached_max: bool,
}

impl std::fmt::Debug for Answer {
    /// Omits headers and body, which may contain secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.response.status())
            .field("attempts", &self.attempts)
            .field("reached_max", &self.reached_max)
            .finish_non_exhaustive()
    }
}

/// Serializes an operation's request. Its URI has only path and query: scheme, host and the operation's host prefix
/// belong to an endpoint.
///
/// # Errors
/// [`InputError::Missing`] lists all required members that are not set, [`InputError::Invalid`] is the first one
/// that cannot be serialized.
pub fn encode<O: Operation>(input: &O::Input) -> Result<EncodedRequest, InputError> {
    encode_with::<O>(input, &EncodeOptions::default())
}

/// Like [`encode`], with the caller's source of idempotency tokens and JSON style.
///
/// # Errors
/// Like [`encode`].
pub fn encode_with<O: Operation>(
    input: &O::Input,
    options: &EncodeOptions<'_>,
) -> Result<EncodedRequest, InputError> {
    whole(O::SPEC, message::encode(O::SPEC, input, options, true)?)
}

/// Like [`encode_with`], for an operation given by its tables. Required members are not checked.
///
/// # Errors
/// Like [`encode`].
pub fn encode_operation(
    operation: &'static OperationSpec,
    input: &dyn Structure,
    options: &EncodeOptions<'_>,
) -> Result<EncodedRequest, InputError> {
    let encoded = message::encode(operation, input, options, false)?;
    whole(operation, encoded)
}

/// The request, if all of it is in memory.
fn whole(
    operation: &'static OperationSpec,
    encoded: Encoded,
) -> Result<EncodedRequest, InputError> {
    match encoded.payload {
        None => Ok(EncodedRequest::new(operation.name(), encoded.request)),
        Some(_) => Err(InputError::Invalid {
            path: String::new(),
            reason: "its body streams: only a client can send it".to_owned(),
        }),
    }
}

/// Parses an operation's response.
///
/// # Errors
/// The modelled error that the response names; an unmodelled one for any other response that is not a success; a
/// [`ClientError`] for a body that does not match the model.
/// response that is not a success; a [`ClientError`] for a body that is not what the model says.
pub fn decode<O: Operation>(response: http::Response<Bytes>) -> Result<O::Output, O::Error> {
    #[cfg(feature = "event-streams")]
    if let Some((member, _)) = event::stream_member(O::SPEC.output())
        && O::SPEC.service().protocol().is_success(O::SPEC, &response)
    {
        let (head, body) = response.into_parts();
        let head = http::Response::from_parts(head, Bytes::new());
        return at_once(decode_events::<O>(head, body.into(), member));
    }
    decode_after::<O>(response, 1)
}

/// Like [`decode`], for a response whose body may still be arriving.
pub(crate) async fn decode_answer<O: Operation>(answer: Answer) -> Result<O::Output, O::Error> {
    let Some(body) = answer.body else {
        return decode_after::<O>(answer.response, answer.attempts);
    };
    #[cfg(feature = "event-streams")]
    if let Some((member, _)) = event::stream_member(O::SPEC.output()) {
        return decode_events::<O>(answer.response, body, member).await;
    }
    let mut output = decode_after::<O>(answer.response, answer.attempts)?;
    stream(&mut output, body);
    Ok(output)
}

/// Runs a future that never waits, since all its bytes are in memory.
#[cfg(feature = "event-streams")]
fn at_once<T, E: From<ClientError>>(
    future: impl std::future::Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(result) => result,
        std::task::Poll::Pending => {
            let response = http::Response::new(Bytes::new());
            Err(unreadable(DecodeError::new("not all in memory"), &response).into())
        }
    }
}

/// Parses an output whose body is an event stream.
#[cfg(feature = "event-streams")]
async fn decode_events<O: Operation>(
    head: http::Response<Bytes>,
    body: Body,
    member: usize,
) -> Result<O::Output, O::Error> {
    let mut incoming = event::Incoming::new(O::SPEC, body);
    let mut initial = None;
    // Without other members there is no initial message to wait for.
    if O::SPEC.output().members().len() > 1 {
        initial = match incoming.initial().await {
            Ok(initial) => initial,
            Err(event::BrokenEvents::Transport(error)) => {
                return Err(ClientError::from(error).into());
            }
            Err(event::BrokenEvents::Decode(error)) => return Err(unreadable(error, &head).into()),
            Err(_) => return Err(unreadable(DecodeError::new("the stream ended"), &head).into()),
        };
    }
    let mut output = O::Output::default();
    let bare = bare(&head);
    if let Err(error) = event::open(O::SPEC, bare, initial.as_ref(), &mut output) {
        return Err(unreadable(error, &head).into());
    }
    if let Slot::Events(events) = output.slot(member) {
        events.connect(Box::new(incoming));
    }
    Ok(output)
}

/// Copies status and headers.
#[cfg(feature = "event-streams")]
fn bare(head: &http::Response<Bytes>) -> http::Response<()> {
    let mut bare = http::Response::new(());
    *bare.status_mut() = head.status();
    bare.headers_mut().clone_from(head.headers());
    bare
}

/// Stores the body in the output's streaming member.
fn stream(output: &mut dyn Structure, body: Body) {
    let members = output.schema().members();
    let streams = |member: &Member| member.traits().contains(&Trait::Streaming);
    if let Some(index) = members.iter().position(streams)
        && let Slot::Stream(slot) = output.slot(index)
    {
        *slot = body.into();
    }
}

/// Like [`decode`], for a request with this number of attempts.
pub(crate) fn decode_after<O: Operation>(
    response: http::Response<Bytes>,
    attempts: u32,
) -> Result<O::Output, O::Error> {
    let protocol = O::SPEC.service().protocol();
    if protocol.is_success(O::SPEC, &response) {
        let mut output = O::Output::default();
        let decoded = message::encoding::refuse(O::SPEC, &response)
            .and_then(|()| protocol.decode_response(O::SPEC, &response, &mut output));
        return match decoded {
            Ok(()) => Ok(output),
            Err(error) => Err(unreadable(error, &response).into()),
        };
    }
    let mut metadata = protocol.error_metadata(O::SPEC, &response);
    metadata.attempts = attempts;
    let mut decoded = Ok(());
    let mut read = |members: &mut dyn Structure| {
        decoded = protocol.decode_error(O::SPEC, &response, members);
        fill_message(members, &metadata);
    };
    let modeled = protocol
        .error_index(O::SPEC, &metadata)
        .and_then(|index| O::Error::modeled(index, Unread::new(metadata.clone(), &mut read)));
    Err(match (modeled, decoded) {
        (Some(error), Ok(())) => error,
        // An error whose members cannot be parsed keeps its code and its whole response.
        _ => Unmodeled::new(metadata, response).into(),
    })
}

/// Fills the message member from the error's metadata, because services write `Message` where their model has
/// `message`, and vice versa.
fn fill_message(error: &mut dyn Structure, metadata: &Metadata) {
    let members = error.schema().members();
    let is_message = |member: &Member| member.name().eq_ignore_ascii_case("message");
    let Some(index) = members.iter().position(is_message) else {
        return;
    };
    // The text may belong to another member.
    let is_other = |member: &Member| member.json_name() == "errorMessage";
    let is_unset = matches!(error.get(index), Ref::Unset | Ref::Str(""));
    if is_unset
        && !members.iter().any(is_other)
        && let Some(text) = &metadata.message
        && let Slot::Str(place) = error.slot(index)
    {
        place.clone_from(text);
    }
}

fn unreadable(error: DecodeError, response: &http::Response<Bytes>) -> ClientError {
    ResponseError::new(error, response).into()
}
