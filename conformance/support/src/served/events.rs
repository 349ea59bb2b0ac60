//! `smithy.test#eventStreamTests`: events that a server receives and sends, and what goes before them.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use smithgen_runtime::bytes::{Bytes, BytesMut};
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::{OperationSpec, Structure, http};

use super::call::{call, described, valid, written};
use super::response::{check, check_head};
use super::{Answer, Player, Playing, Serve};
use crate::case::{self, Case};
use crate::events::{Direction, bytes, failure, is_payload, of, starts_with_message, streamed};
use crate::frame::Frame;
use crate::outcome::{Outcome, expect};
use crate::streams::{self, End, FillEvent};
use crate::{params, values};

/// Sends the events of a case that requests have, answers with those that responses have, and compares both.
///
/// # Errors
/// The first difference.
pub fn events(case: &str, serve: Serve, operation: &'static OperationSpec) -> Outcome {
    let case = Case::parse(case)?;
    let request = match is_about(&case, Direction::Request) {
        true => request(&case, operation)?,
        false => valid(operation)?,
    };
    let player = Arc::new(Streams {
        case: Case(case.0.clone()),
        ended: Mutex::default(),
    });
    let response = call(serve, player.clone(), request)?;
    let ended = player.ended.lock();
    let ended = ended.unwrap_or_else(PoisonError::into_inner).take();
    let ended = match ended {
        Some(ended) => ended?,
        // What is refused has ended before it began.
        None if is_about(&case, Direction::Request) && response.status().is_client_error() => {
            End::Broken(format!("refused with {}", response.status()))
        }
        None => return Err(format!("the method was not called: {response:?}").into()),
    };
    if let Some(expected) = failure(&case) {
        return Ok(as_expected(expected, &ended)?);
    }
    match ended {
        End::Regular => {}
        End::Error(_) if is_about(&case, Direction::Response) => {}
        other => return Err(format!("failed: {other:?}").into()),
    }
    if is_about(&case, Direction::Response) {
        received(&case, operation, &response)?;
    }
    Ok(())
}

/// Whether a case says something of a direction.
fn is_about(case: &Case, direction: Direction) -> bool {
    let names = match direction {
        Direction::Request => ["initialRequest", "initialRequestParams"],
        Direction::Response => ["initialResponse", "initialResponseParams"],
    };
    names.iter().any(|name| case.0.get(*name).is_some())
        || of(case, direction.name()).next().is_some()
}

fn as_expected(expected: &Value, ended: &End) -> Result<(), String> {
    match (expected["errorId"].as_str(), ended) {
        (_, End::Regular) => Err("it should fail, and does not".to_owned()),
        (Some(id), End::Error(shape)) => expect("error", id, shape),
        (Some(id), End::Broken(reason)) => expect("error", id, reason),
        (None, _) => Ok(()),
    }
}

/// The request: what the case says of it, and the bytes of its events.
fn request(case: &Case, operation: &'static OperationSpec) -> Result<http::Request<Bytes>, String> {
    let mut input = DynamicStructure::new(operation.input(), Typing::Typed);
    params::fill_labels(&mut input);
    params::fill(&mut input, &case.0["initialRequestParams"])?;
    let initial = Case(case.0["initialRequest"].clone());
    let encoded = written(operation, &input)?;
    let text = initial.text("body").unwrap_or_default();
    let mut body = BytesMut::new();
    let is_message = starts_with_message(operation);
    match is_message && (is_payload(&initial) || initial.text("body").is_none()) {
        true => {
            let (media_type, payload) = match initial.text("body") {
                Some(text) => {
                    let media_type = initial.media_type();
                    (media_type.to_owned(), case::bytes(media_type, text)?)
                }
                None => (media_type(&encoded), encoded.body().clone()),
            };
            let headers = serde_json::json!({
                ":message-type": {"string": "event"},
                ":event-type": {"string": Direction::Request.initial_event()},
                ":content-type": {"string": media_type},
            });
            let first = Frame::described(&headers, payload.to_vec())?;
            body.extend_from_slice(&first.encode()?);
        }
        false => body.extend_from_slice(&case::decode(text)?),
    }
    for event in of(case, Direction::Request.name()) {
        body.extend_from_slice(&bytes(event)?);
    }
    // What a case does not say is as a client sends it.
    let mut request = encoded.map(|_| body.freeze());
    if initial.text("uri").is_some() && initial.text("method").is_some() {
        let said = described(&initial, Bytes::new(), operation)?;
        *request.method_mut() = said.method().clone();
        *request.uri_mut() = said.uri().clone();
    }
    for (name, value) in initial.headers() {
        let name: http::HeaderName = name.parse().map_err(|e| format!("case: {name}: {e}"))?;
        let value = value.parse().map_err(|e| format!("case: {name}: {e}"))?;
        request.headers_mut().insert(name, value);
    }
    let name = http::header::CONTENT_TYPE;
    let value = smithgen_runtime::event::MEDIA_TYPE;
    let headers = request.headers_mut();
    // What is sent is a stream, whatever the case calls the payload of its first message.
    headers.insert(name, http::HeaderValue::from_static(value));
    headers.remove(http::header::CONTENT_LENGTH);
    Ok(request)
}

fn media_type(request: &http::Request<Bytes>) -> String {
    let value = request.headers().get(http::header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// Compares the response: its head, and the frames of its events.
fn received(
    case: &Case,
    operation: &'static OperationSpec,
    response: &http::Response<Bytes>,
) -> Result<(), String> {
    let initial = Case(case.0["initialResponse"].clone());
    if response.status().is_success() {
        if !initial.0.is_null() {
            check_head(&initial, response)?;
        }
        let is_message = starts_with_message(operation);
        return streamed(case, Direction::Response, is_message, response.body());
    }
    check(&initial, response, operation, operation.output())
}

/// Receives the events of a case, and sends others.
struct Streams {
    case: Case,
    ended: Mutex<Option<Result<End, String>>>,
}

impl Player for Streams {
    fn called<'a>(
        &'a self,
        _: &'static OperationSpec,
        input: &'a mut (dyn Structure + Send),
        blank: &'a mut (dyn Structure + Send),
    ) -> Playing<'a> {
        Box::pin(async move {
            let ended = match is_about(&self.case, Direction::Request) {
                true => self.receive(input, blank).await,
                false => Ok(End::Regular),
            };
            let mut place = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
            *place = Some(ended);
            drop(place);
            let params = self.case.0["initialResponseParams"].clone();
            let events = self.events(Direction::Response);
            Ok(Answer::Output(Box::new(move |output| {
                params::fill(output, &params)?;
                streams::connect(output, events);
                Ok(())
            })))
        })
    }
}

impl Streams {
    async fn receive(
        &self,
        input: &mut (dyn Structure + Send),
        expected: &mut (dyn Structure + Send),
    ) -> Result<End, String> {
        if let Some(params) = self.case.0.get("initialRequestParams") {
            params::fill_labels(expected);
            params::fill(expected, params)?;
            values::same(expected, input)?;
        }
        streams::connect(expected, self.events(Direction::Request));
        match (streams::events(expected), streams::events(input)) {
            (Some(expected), Some(found)) => streams::same_events(expected, found).await,
            (Some(_), None) => Err("the method gets no stream of events".to_owned()),
            (None, _) => Ok(End::Regular),
        }
    }

    /// The events of a direction, as far as the case has parameters for them.
    fn events(&self, direction: Direction) -> Vec<FillEvent> {
        let events = of(&self.case, direction.name());
        let events = events.filter_map(|event| event.get("params").cloned());
        let fill = |params: Value| -> FillEvent {
            Box::new(move |event: &mut dyn Structure| params::fill(event, &params))
        };
        events.map(fill).collect()
    }
}
