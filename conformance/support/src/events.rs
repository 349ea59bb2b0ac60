//! `smithy.test#eventStreamTests`: events that a client sends and receives, and what goes before them.

use serde_json::Value;
use smithgen_client::ErrorView;
use smithgen_runtime::bytes::{Bytes, BytesMut};
use smithgen_runtime::event::{EventError, EventStream, MEDIA_TYPE};
use smithgen_runtime::http::{self, Request};
use smithgen_runtime::{Ref, Structure};

use crate::case::{self, Case};
use crate::exchange::Exchange;
use crate::frame::{self, Frame};
use crate::outcome::{Call, Outcome, expect};
use crate::request::check_head;
use crate::{client, compare, params, run, values};

/// A field that is a stream of events.
pub trait Streams {
    /// Their type.
    type Event;
    /// Makes it the stream of these.
    fn put(&mut self, events: Vec<Self::Event>);
    /// Takes the stream out.
    fn take(&mut self) -> EventStream<Self::Event>;
}

impl<T> Streams for EventStream<T> {
    type Event = T;
    fn put(&mut self, events: Vec<T>) {
        *self = EventStream::from_events(events);
    }
    fn take(&mut self) -> EventStream<T> {
        std::mem::take(self)
    }
}

impl<T> Streams for Option<EventStream<T>> {
    type Event = T;
    fn put(&mut self, events: Vec<T>) {
        *self = Some(EventStream::from_events(events));
    }
    fn take(&mut self) -> EventStream<T> {
        Option::take(self).unwrap_or_default()
    }
}

/// Makes a field the stream of these events.
pub fn put<S: Streams>(field: &mut S, events: Vec<S::Event>) {
    field.put(events);
}

/// Takes the stream of a field.
pub fn take<S: Streams>(field: &mut S) -> EventStream<S::Event> {
    field.take()
}

/// Sends the events of a case that requests have, answers with those that responses have, and compares both.
///
/// `put` and `take` are the streams of input and output.
///
/// # Errors
/// The first difference.
pub fn events<O: smithgen_client::Operation, S, R>(
    case: &str,
    call: Call<O>,
    put: fn(&mut O::Input, Vec<S>),
    take: fn(&mut O::Output) -> EventStream<R>,
) -> Outcome
where
    S: Structure + Default,
    R: Structure + Default,
{
    let case = Case::parse(case)?;
    let mut input = O::Input::default();
    params::fill_labels(&mut input);
    params::fill(&mut input, &case.0["initialRequestParams"])?;
    let mut events = Vec::new();
    for data in of(&case, "request") {
        let mut event = S::default();
        params::fill(&mut event, &data["params"])?;
        events.push(event);
    }
    put(&mut input, events);
    let exchange = Exchange::answering(answer(&case, starts_with_message(O::SPEC))?);
    let config = client::config(&case, &exchange, O::SPEC);
    // Cases have events as they are before they are signed.
    let config = config.validate(false).anonymous(true);
    let result = run::block_on(call(config, input))?;
    match exchange.requests().pop() {
        Some(request) => sent(&case, starts_with_message(O::SPEC), &request)?,
        None => return Err(nothing_sent(result.err().as_ref()).into()),
    }
    // A case about the request alone says nothing of the response.
    let said = ["initialResponse", "initialResponseParams"];
    let answers = said.iter().any(|name| case.0.get(*name).is_some())
        || of(&case, "response").next().is_some();
    if !answers && failure(&case).is_none() {
        return Ok(());
    }
    let ended = match result {
        Ok(output) => received::<O, R>(&case, output, take)?,
        Err(error) => Some(Failure::of(&error)),
    };
    Ok(as_expected(&case, ended)?)
}

fn nothing_sent(error: Option<&impl std::fmt::Display>) -> String {
    match error {
        Some(error) => format!("nothing was sent: {error}"),
        None => "nothing was sent".to_owned(),
    }
}

/// The events of a direction.
pub(crate) fn of<'a>(case: &'a Case, direction: &'a str) -> impl Iterator<Item = &'a Value> {
    let events = case.0["events"].as_array().into_iter().flatten();
    events.filter(move |event| event["type"] == direction)
}

/// The expected failure.
pub(crate) fn failure(case: &Case) -> Option<&Value> {
    case.0["expectation"].get("failure")
}

/// Whether input and output are the first messages of their streams, as where no other place takes them.
pub(crate) fn starts_with_message(operation: &smithgen_runtime::OperationSpec) -> bool {
    let format = operation.service().protocol().events();
    format.is_some_and(|format| format.initial_messages)
}

/// What a case calls the body of a request or response that streams events: messages, or the payload of the first.
pub(crate) fn is_payload(initial: &Case) -> bool {
    !matches!(initial.media_type(), "" | MEDIA_TYPE)
}

/// The response: what the case says of it, and the bytes of its events.
fn answer(case: &Case, starts_with_message: bool) -> Result<http::Response<Bytes>, String> {
    let initial = Case(case.0["initialResponse"].clone());
    let mut body = BytesMut::new();
    let mut response = initial.response()?;
    let text = initial.text("body").unwrap_or_default();
    if starts_with_message && is_payload(&initial) && response.status().is_success() {
        let headers = serde_json::json!({
            ":message-type": {"string": "event"},
            ":event-type": {"string": "initial-response"},
            ":content-type": {"string": initial.media_type()},
        });
        let first = Frame::described(&headers, response.body().to_vec())?;
        body.extend_from_slice(&first.encode()?);
        response.headers_mut().remove(http::header::CONTENT_TYPE);
    } else if initial.media_type().is_empty() {
        // The first message of a protocol that has no place for it in the head.
        body.extend_from_slice(&case::decode(text)?);
    } else {
        body.extend_from_slice(response.body());
    }
    for event in of(case, "response") {
        body.extend_from_slice(&bytes(event)?);
    }
    *response.body_mut() = body.freeze();
    let headers = response.headers_mut();
    let name = http::header::CONTENT_TYPE;
    headers
        .entry(name)
        .or_insert(http::HeaderValue::from_static(MEDIA_TYPE));
    Ok(response)
}

/// The bytes of an event: those of the case, else what its headers and body come to.
pub(crate) fn bytes(event: &Value) -> Result<Bytes, String> {
    if let Some(bytes) = event["bytes"].as_str() {
        return case::decode(bytes);
    }
    let data = Case(event.clone());
    let body = data.text("body").unwrap_or_default();
    let payload = case::bytes(data.media_type_of_event(), body)?.to_vec();
    Frame::described(&event["headers"], payload)?
        .encode()
        .map(Bytes::from)
}

/// Compares the request: its head, and the frames of its events.
fn sent(case: &Case, starts_with_message: bool, request: &Request<Bytes>) -> Result<(), String> {
    let initial = Case(case.0["initialRequest"].clone());
    if !initial.0.is_null() {
        check_head(&initial, request)?;
    }
    streamed(
        case,
        Direction::Request,
        starts_with_message,
        request.body(),
    )
}

/// Which way events go.
#[derive(Clone, Copy)]
pub(crate) enum Direction {
    Request,
    Response,
}

impl Direction {
    /// As cases name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Direction::Request => "request",
            Direction::Response => "response",
        }
    }

    /// What cases call what comes before the events.
    fn initial(self) -> &'static str {
        match self {
            Direction::Request => "initialRequest",
            Direction::Response => "initialResponse",
        }
    }

    /// The type of the first message, where that is what comes before the events.
    pub(crate) fn initial_event(self) -> &'static str {
        match self {
            Direction::Request => "initial-request",
            Direction::Response => "initial-response",
        }
    }
}

/// Compares a body of events with those of the case.
pub(crate) fn streamed(
    case: &Case,
    direction: Direction,
    starts_with_message: bool,
    body: &[u8],
) -> Result<(), String> {
    let initial = Case(case.0[direction.initial()].clone());
    let expected: Vec<&Value> = of(case, direction.name()).collect();
    if expected.is_empty() && initial.text("body").is_none() {
        return Ok(());
    }
    let mut found = frame::frames(body)?.into_iter().peekable();
    let first = match starts_with_message {
        // Whether or not the case says so.
        true => found.next_if(|frame| is_initial(frame, direction)),
        false => None,
    };
    if let Some(body) = initial.text("body") {
        same_initial(&initial, body, first)?;
    }
    for (index, event) in expected.iter().enumerate() {
        let frame = found
            .next()
            .ok_or_else(|| format!("event {index} was not sent"))?;
        same_event(event, &frame).map_err(|e| format!("event {index}: {e}"))?;
    }
    match found.next() {
        Some(more) => Err(format!("more was sent than there is: {more:?}")),
        None => Ok(()),
    }
}

/// The first message of a request against the body that the case says it has.
fn same_initial(initial: &Case, body: &str, found: Option<Frame>) -> Result<(), String> {
    if body.is_empty() && found.is_none() {
        return Ok(());
    }
    let found = found.ok_or("no initial message was sent")?;
    let check = || {
        if is_payload(initial) {
            let maps = compare::Maps::default();
            return compare::body(initial.media_type(), body, &found.payload, &maps);
        }
        let mut expected = frame::frames(&case::decode(body)?)?;
        match (expected.pop(), expected.is_empty()) {
            (Some(expected), true) => same_frame("", &expected, &found),
            _ => Err("case: a body that is not one message".to_owned()),
        }
    };
    check().map_err(|e| format!("initial message: {e}"))
}

/// Whether a message holds the input or output.
fn is_initial(frame: &Frame, direction: Direction) -> bool {
    let kind = frame.headers.get(":event-type");
    kind.is_some_and(|(_, value)| value == direction.initial_event().as_bytes())
}

/// An event that was sent, against the bytes of the case and what it says of them.
fn same_event(data: &Value, found: &Frame) -> Result<(), String> {
    for (name, value) in data["headers"].as_object().into_iter().flatten() {
        let expected = frame::header(value).ok_or_else(|| format!("case: header {name}"))?;
        if found.headers.get(name) != Some(&expected) {
            let found = found.headers.get(name);
            return Err(format!(
                "header {name}: expected {expected:?}, found {found:?}"
            ));
        }
    }
    let data = Case(data.clone());
    if let Some(name) = data
        .texts("forbidHeaders")
        .find(|name| found.headers.contains_key(*name))
    {
        return Err(format!("header {name} must not be there"));
    }
    if let Some(name) = data
        .texts("requireHeaders")
        .find(|name| !found.headers.contains_key(*name))
    {
        return Err(format!("header {name} must be there"));
    }
    let maps = compare::Maps::default();
    let media_type = data.media_type_of_event();
    match (data.text("body"), data.text("bytes")) {
        (Some(body), _) => compare::body(media_type, body, &found.payload, &maps),
        // Without a body the bytes are all there is. With one, the case says what counts.
        (None, Some(bytes)) => {
            let expected = frame::frames(&case::decode(bytes)?)?
                .pop()
                .ok_or("case: no frame")?;
            same_frame(media_type, &expected, found)
        }
        (None, None) => Ok(()),
    }
}

/// Messages by value: the order of headers and the spelling of the payload do not count.
fn same_frame(media_type: &str, expected: &Frame, found: &Frame) -> Result<(), String> {
    if expected.headers != found.headers {
        let (expected, found) = (&expected.headers, &found.headers);
        return Err(format!("headers: expected {expected:?}, found {found:?}"));
    }
    let media_type = match media_type {
        "" => expected.text(":content-type").unwrap_or_default(),
        media_type => media_type,
    };
    let maps = compare::Maps::default();
    match std::str::from_utf8(&expected.payload) {
        _ if media_type == "application/cbor" => {
            let text = case::encode(&expected.payload);
            compare::body(media_type, &text, &found.payload, &maps)
        }
        Ok(payload) => compare::body(media_type, payload, &found.payload, &maps),
        Err(_) => expect(
            "payload",
            &format!("{:?}", expected.payload),
            &format!("{:?}", found.payload),
        ),
    }
}

/// Why a call or a stream ended before its end.
#[derive(Debug)]
struct Failure {
    /// The error of the model, by its shape id.
    shape: Option<&'static str>,
    text: String,
}

impl Failure {
    fn of(error: &impl smithgen_client::OperationError) -> Self {
        let shape = match error.view() {
            ErrorView::Modeled(_, members) => Some(members.schema().id()),
            _ => None,
        };
        Failure {
            shape,
            text: error.to_string(),
        }
    }
}

/// Compares output and events; what ended the stream before its end.
fn received<O: smithgen_client::Operation, R: Structure + Default>(
    case: &Case,
    mut output: O::Output,
    take: fn(&mut O::Output) -> EventStream<R>,
) -> Result<Option<Failure>, String> {
    if let Some(given) = case.0.get("initialResponseParams") {
        let mut expected = O::Output::default();
        params::fill(&mut expected, given)?;
        values::same(&expected, &output)?;
    }
    let mut stream = take(&mut output);
    for (index, data) in of(case, "response").enumerate() {
        let at = |reason: String| format!("event {index}: {reason}");
        let same = |found: &R| {
            let mut expected = R::default();
            params::fill(&mut expected, &data["params"])?;
            values::same(&expected, found)
        };
        match run::block_on(stream.recv())? {
            Ok(Some(event)) => same(&event).map_err(at)?,
            Ok(None) => return Err(at("it was not received".to_owned())),
            Err(EventError::Exception(event)) => {
                same(&event).map_err(at)?;
                let text = "an exception of the model".to_owned();
                return Ok(Some(Failure {
                    shape: set_shape(&event),
                    text,
                }));
            }
            Err(EventError::Unmodeled { code, message }) => {
                let text = format!("{code}: {message}");
                return Ok(Some(Failure { shape: None, text }));
            }
            Err(EventError::Decode(error)) => {
                return Ok(Some(Failure {
                    shape: None,
                    text: error.to_string(),
                }));
            }
            Err(EventError::Transport(error)) => return Err(at(error.to_string())),
        }
    }
    match run::block_on(stream.recv())? {
        Ok(None) => Ok(None),
        Ok(Some(_)) => Err("more was received than there is".to_owned()),
        Err(_) => Err("the stream does not end where it should".to_owned()),
    }
}

/// The shape of a union's member that is set.
fn set_shape(union: &dyn Structure) -> Option<&'static str> {
    let mut members = union.schema().members().iter().enumerate();
    let set = members.find(|(index, _)| !matches!(union.get(*index), Ref::Unset))?;
    Some(set.1.target().id())
}

fn as_expected(case: &Case, ended: Option<Failure>) -> Result<(), String> {
    match (failure(case), ended) {
        (None, None) => Ok(()),
        (None, Some(failure)) => Err(format!("failed: {}", failure.text)),
        (Some(_), None) => Err("it should fail, and does not".to_owned()),
        (Some(expected), Some(failure)) => match expected["errorId"].as_str() {
            Some(id) => expect("error", id, failure.shape.unwrap_or(&failure.text)),
            None => Ok(()),
        },
    }
}
