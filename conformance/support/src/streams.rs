//! Streams of any operation, by their views: blobs are read to their ends, events compared one by one.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Context, Poll};

use smithgen_runtime::view::{
    BrokenEvents, Event, IncomingEvents, OutgoingEvents, Slot, Structure,
};
use smithgen_runtime::{Kind, Ref, Schema, Trait};

use crate::values;

/// Fills an event that is as its type begins.
pub(crate) type FillEvent = Box<dyn FnOnce(&mut dyn Structure) -> Result<(), String> + Send>;

/// Reads the streams of bytes to their ends, so that they can be compared.
///
/// # Errors
/// One that breaks off.
pub(crate) async fn settle(value: &mut (dyn Structure + Send)) -> Result<(), String> {
    for (index, member) in value.schema().members().iter().enumerate() {
        let stream = match value.get(index) {
            Ref::Stream(stream) => stream.clone(),
            _ => continue,
        };
        let bytes = stream.collect().await;
        let bytes = bytes.map_err(|e| format!("{}: {e}", member.name()))?;
        if let Slot::Stream(place) = value.slot(index) {
            *place = bytes.into();
        }
    }
    Ok(())
}

/// The member that is a stream of events.
pub(crate) fn events_member(value: &dyn Structure) -> Option<usize> {
    value.schema().members().iter().position(is_events)
}

/// The union of the events of a schema.
pub(crate) fn events_in(schema: &'static Schema) -> Option<&'static Schema> {
    let mut members = schema.members().iter();
    members
        .find(|member| is_events(member))
        .map(smithgen_runtime::Member::target)
}

fn is_events(member: &smithgen_runtime::Member) -> bool {
    member.target().kind() == Kind::Union && member.traits().contains(&Trait::Streaming)
}

/// Makes the stream of events, if there is one, that of these.
pub(crate) fn connect(value: &mut dyn Structure, events: Vec<FillEvent>) {
    if let Some(index) = events_member(value)
        && let Slot::Events(stream) = value.slot(index)
    {
        stream.connect(Box::new(Scripted(events.into())));
    }
}

/// The events of a value, to be read.
pub(crate) fn events(value: &dyn Structure) -> Option<Box<dyn OutgoingEvents>> {
    match value.get(events_member(value)?) {
        Ref::Events(events) => Some(events.outgoing()),
        _ => None,
    }
}

/// How a stream of events ended.
#[derive(Debug)]
pub(crate) enum End {
    /// At its end.
    Regular,
    /// With an error of the model, by its shape's id.
    Error(&'static str),
    /// Broken off.
    Broken(String),
}

/// Compares events one by one; how the stream ended.
///
/// # Errors
/// The first event that is not the expected one.
pub(crate) async fn same_events(
    mut expected: Box<dyn OutgoingEvents>,
    mut found: Box<dyn OutgoingEvents>,
) -> Result<End, String> {
    let mut index = 0;
    loop {
        let mut compared = Ok(());
        let mut error = None;
        let next = poll_fn(|context| {
            found.poll_event(context, &mut |found| {
                error = error_member(found);
                compared = same_as_next(&mut *expected, found);
            })
        });
        let next = next.await;
        compared.map_err(|e| format!("event {index}: {e}"))?;
        match next {
            Ok(true) if error.is_some() => return Ok(End::Error(error.unwrap_or_default())),
            Ok(true) => index += 1,
            Ok(false) => {
                return match is_ended(&mut *expected).await {
                    true => Ok(End::Regular),
                    false => Err(format!("event {index}: it was not received")),
                };
            }
            Err(error) => {
                let mut text = error.to_string();
                if let Some(cause) = std::error::Error::source(&error) {
                    text = format!("{text}: {cause}");
                }
                return Ok(End::Broken(text));
            }
        }
    }
}

fn same_as_next(expected: &mut dyn OutgoingEvents, found: &dyn Structure) -> Result<(), String> {
    let mut compared = Ok(());
    // What a script has is there at once.
    let mut context = Context::from_waker(std::task::Waker::noop());
    let next = expected.poll_event(&mut context, &mut |expected| {
        compared = values::same(expected, found);
    });
    match next {
        Poll::Ready(Ok(true)) => compared,
        Poll::Ready(Ok(false)) => Err("there is none".to_owned()),
        Poll::Ready(Err(error)) => Err(format!("case: {error}")),
        Poll::Pending => Err("case: an event that never comes".to_owned()),
    }
}

async fn is_ended(expected: &mut dyn OutgoingEvents) -> bool {
    let next = poll_fn(|context| expected.poll_event(context, &mut |_| ())).await;
    matches!(next, Ok(false))
}

/// The shape of the union's member that is set, if it is an error.
fn error_member(union: &dyn Structure) -> Option<&'static str> {
    let mut members = union.schema().members().iter().enumerate();
    let set = members.find(|(index, _)| !matches!(union.get(*index), Ref::Unset))?;
    let target = set.1.target();
    let mut traits = target.traits().iter();
    traits
        .any(|t| matches!(t, Trait::Error { .. }))
        .then(|| target.id())
}

/// Events that are made when they are asked for.
struct Scripted(VecDeque<FillEvent>);

impl IncomingEvents for Scripted {
    fn poll_event(
        &mut self,
        _: &mut Context<'_>,
        event: &mut dyn Structure,
    ) -> Poll<Result<Option<Event>, BrokenEvents>> {
        let Some(fill) = self.0.pop_front() else {
            return Poll::Ready(Ok(None));
        };
        Poll::Ready(Ok(Some(match fill(event) {
            Ok(()) => Event::Event,
            Err(message) => Event::Error {
                code: "case".to_owned(),
                message,
            },
        })))
    }
}
