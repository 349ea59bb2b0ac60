//! Members of inputs and outputs other than their event stream.
//!
//! REST protocols bind them to the HTTP message; RPC protocols send them in the stream's first message,
//! `initial-request` or `initial-response`.

use bytes::Bytes;

use super::frame::Message;
use super::marshal::{EVENT_TYPE, MESSAGE_TYPE};
use crate::error::DecodeError;
use crate::operation::{EventFormat, OperationSpec};
use crate::schema::{Kind, Member, Schema, Trait};
use crate::view::{Ref, Slot, Structure};

/// The event stream member.
pub fn stream_member(schema: &'static Schema) -> Option<(usize, &'static Member)> {
    let is_stream = |member: &Member| {
        member.target.kind == Kind::Union && member.traits.contains(&Trait::Streaming)
    };
    let mut members = schema.members.iter().enumerate();
    members.find(|(_, member)| is_stream(member))
}

/// The first message of a request, with the input's document.
pub fn initial_request(format: EventFormat<'_>, document: Bytes) -> Message {
    initial("initial-request", format, document)
}

/// The first message of a response, with the output's document.
pub fn initial_response(format: EventFormat<'_>, document: Bytes) -> Message {
    initial("initial-response", format, document)
}

fn initial(name: &str, format: EventFormat<'_>, document: Bytes) -> Message {
    let mut message = Message::default();
    message.push_text(MESSAGE_TYPE, "event");
    message.push_text(EVENT_TYPE, name);
    message.push_text(":content-type", format.media_type);
    message.payload = document;
    message
}

/// Parses the members of an output other than its stream, from the head of the response or from the first message.
/// The response has no body.
///
/// # Errors
/// A value does not match the schema, or a required one is missing: defaults used elsewhere would hide that this is
/// not the expected stream.
pub fn open(
    operation: &OperationSpec,
    head: http::Response<()>,
    initial: Option<&Message>,
    output: &mut dyn Structure,
) -> Result<(), DecodeError> {
    let payload = initial.map(|message| message.payload.clone());
    let response = head.map(|()| payload.unwrap_or_default());
    let schema = output.schema();
    let mut checked = Checked {
        seen: vec![false; schema.members.len()],
        output,
    };
    let protocol = operation.service.protocol;
    protocol.decode_response(operation, &response, &mut checked)?;
    let stream = stream_member(schema).map(|(index, _)| index);
    let members = schema.members.iter().enumerate().zip(checked.seen);
    for ((index, member), seen) in members {
        if member.is_required() && !seen && Some(index) != stream {
            return Err(DecodeError {
                path: member.name.to_owned(),
                ..DecodeError::new("missing")
            });
        }
    }
    Ok(())
}

/// An output that tracks which members were set.
struct Checked<'a> {
    output: &'a mut dyn Structure,
    seen: Vec<bool>,
}

impl Structure for Checked<'_> {
    fn schema(&self) -> &'static Schema {
        self.output.schema()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        self.output.get(member)
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        if let Some(seen) = self.seen.get_mut(member) {
            *seen = true;
        }
        self.output.slot(member)
    }
}

/// An input without its stream, for serialization.
pub(crate) struct WithoutStream<'a> {
    pub(crate) input: &'a dyn Structure,
    pub(crate) member: usize,
}

impl Structure for WithoutStream<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match member == self.member {
            true => Ref::Unset,
            false => self.input.get(member),
        }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
    fn order(&self) -> Option<&[usize]> {
        self.input.order()
    }
}
