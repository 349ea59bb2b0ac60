//! Converts events to messages and back: where each member of an event is.
//!
//! Source: Smithy 2.0, "Event streams" and "Amazon Event Stream Specification".

use std::borrow::Cow;

use bytes::Bytes;

use super::frame::{HeaderValue, Message};
use crate::codec::JsonStyle;
use crate::codec::Part;
use crate::codec::noted;
use crate::error::{DecodeError, InputError};
use crate::operation::{EventFormat, OperationSpec};
use crate::schema::{Kind, Member, Schema, Trait};
use crate::value::{Document, Strictness};
use crate::view::{Event, Ref, Slot, Structure};

pub(super) const MESSAGE_TYPE: &str = ":message-type";
pub(super) const EVENT_TYPE: &str = ":event-type";
const EXCEPTION_TYPE: &str = ":exception-type";
const CONTENT_TYPE: &str = ":content-type";

fn is(member: &Member, wanted: Trait) -> bool {
    member.traits.contains(&wanted)
}

fn invalid(member: &str, reason: impl Into<String>) -> InputError {
    InputError::Invalid {
        path: member.to_owned(),
        reason: reason.into(),
    }
}

fn malformed(member: &str, reason: &str) -> DecodeError {
    DecodeError {
        path: member.to_owned(),
        ..DecodeError::new(reason)
    }
}

/// Serializes the variant of the union that is set.
///
/// # Errors
/// None is set, or a value cannot be represented where it is bound.
pub fn encode(
    format: EventFormat<'_>,
    operation: &OperationSpec,
    event: &dyn Structure,
) -> Result<Message, InputError> {
    let members = event.schema().members.iter().enumerate();
    let set = members.map(|(index, member)| (member, event.get(index)));
    let set = set.into_iter().find_map(|(member, value)| match value {
        Ref::Structure(value) => Some((member, value)),
        _ => None,
    });
    let Some((member, value)) = set else {
        return Err(invalid("", "not an event of the model"));
    };
    let mut message = Message::default();
    if is_error(member.target) {
        message.push_text(MESSAGE_TYPE, "exception");
        message.push_text(EXCEPTION_TYPE, member.name);
    } else {
        message.push_text(MESSAGE_TYPE, "event");
        message.push_text(EVENT_TYPE, member.name);
    }
    content(format, operation, value, &mut message)?;
    Ok(message)
}

pub(super) fn is_error(schema: &Schema) -> bool {
    let mut traits = schema.traits.iter();
    traits.any(|t| matches!(t, Trait::Error { .. }))
}

/// The headers and payload of an event.
fn content(
    format: EventFormat<'_>,
    operation: &OperationSpec,
    event: &dyn Structure,
    message: &mut Message,
) -> Result<(), InputError> {
    let members = event.schema().members;
    if let Some((bytes, media_type)) = payload(format, operation, event)? {
        message.push_text(CONTENT_TYPE, media_type);
        message.payload = bytes.into();
    }
    for (index, member) in members.iter().enumerate() {
        if is(member, Trait::EventHeader)
            && let Some(value) = header(member, event.get(index))?
        {
            message.headers.push((member.name.to_owned(), value));
        }
    }
    Ok(())
}

/// Bytes and their media type.
type Written = Option<(Vec<u8>, Cow<'static, str>)>;

fn payload(
    format: EventFormat<'_>,
    operation: &OperationSpec,
    event: &dyn Structure,
) -> Result<Written, InputError> {
    let members = event.schema().members;
    let style = JsonStyle::Compact;
    let explicit = members
        .iter()
        .position(|member| is(member, Trait::EventPayload));
    let Some((index, member)) = explicit.and_then(|i| members.get(i).map(|m| (i, m))) else {
        if members.iter().all(|member| is(member, Trait::EventHeader)) {
            return Ok(None);
        }
        let document = Body { event };
        let bytes = format.codec.write(
            operation.envelope(event.schema()),
            &document,
            Part::All,
            style,
        )?;
        return Ok(Some((bytes, format.media_type.into())));
    };
    Ok(match event.get(index) {
        Ref::Unset | Ref::Null => None,
        Ref::Blob(bytes) => Some((bytes.to_vec(), "application/octet-stream".into())),
        Ref::Str(text) => Some((text.as_bytes().to_vec(), "text/plain".into())),
        value => {
            let codec = format.codec;
            let bytes =
                codec.write_payload(operation.envelope(member.target), member, value, style)?;
            Some((bytes, format.media_type.into()))
        }
    })
}

/// The members of an event that are not in headers.
struct Body<'a> {
    event: &'a dyn Structure,
}

impl Structure for Body<'_> {
    fn schema(&self) -> &'static Schema {
        self.event.schema()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match self.schema().members.get(member) {
            Some(found) if is(found, Trait::EventHeader) => Ref::Unset,
            _ => self.event.get(member),
        }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
    fn order(&self) -> Option<&[usize]> {
        self.event.order()
    }
}

fn header(member: &Member, value: Ref<'_>) -> Result<Option<HeaderValue>, InputError> {
    let out_of_range = || invalid(member.name, "out of range");
    Ok(Some(match value {
        Ref::Unset | Ref::Null => return Ok(None),
        Ref::Bool(value) => HeaderValue::Bool(value),
        Ref::Int(value) => match member.target.kind {
            Kind::Byte => HeaderValue::Byte(i8::try_from(value).map_err(|_| out_of_range())?),
            Kind::Short => HeaderValue::Short(i16::try_from(value).map_err(|_| out_of_range())?),
            Kind::Long => HeaderValue::Long(value),
            _ => HeaderValue::Integer(i32::try_from(value).map_err(|_| out_of_range())?),
        },
        Ref::Str(value) => HeaderValue::Text(value.to_owned()),
        Ref::Blob(value) => HeaderValue::Blob(Bytes::copy_from_slice(value)),
        Ref::Timestamp(value) => HeaderValue::Timestamp(value),
        _ => return Err(invalid(member.name, "a value of this type has no header")),
    }))
}

/// Parses a message into a union with default values.
///
/// # Errors
/// The message does not declare its type, or its content does not match the model.
pub fn decode(
    format: EventFormat<'_>,
    operation: &OperationSpec,
    message: &Message,
    event: &mut dyn Structure,
    strictness: Strictness,
) -> Result<Event, DecodeError> {
    let text = |name: &'static str| {
        let reason = "missing, or not a text";
        message.text(name).ok_or_else(|| malformed(name, reason))
    };
    let (name, kind) = match text(MESSAGE_TYPE)? {
        "event" => (text(EVENT_TYPE)?, Event::Event),
        "exception" => (text(EXCEPTION_TYPE)?, Event::Exception),
        "error" => {
            return Ok(Event::Error {
                code: message.text(":error-code").unwrap_or_default().to_owned(),
                message: message
                    .text(":error-message")
                    .unwrap_or_default()
                    .to_owned(),
            });
        }
        _ => return Err(malformed(MESSAGE_TYPE, "not a known type of message")),
    };
    let members = event.schema().members;
    let known = members.iter().position(|member| member.name == name);
    let Some((index, member)) = known.and_then(|i| members.get(i).map(|m| (i, m))) else {
        if kind == Event::Exception {
            let response = http::Response::new(message.payload.clone());
            let metadata = operation
                .service
                .protocol
                .error_metadata(operation, &response);
            return Ok(Event::Error {
                code: name.to_owned(),
                message: metadata.message.unwrap_or_default(),
            });
        }
        event.set_unknown(name);
        return Ok(kind);
    };
    if let Slot::Structure(value) = event.slot(index) {
        let read = |value: &mut dyn Structure| read(format, operation, message, value, strictness);
        let read = match strictness {
            Strictness::Strict => noted::complete(value, read),
            _ => read(value),
        };
        read.map_err(|mut error| {
            let inner = std::mem::take(&mut error.path);
            error.path = match inner.is_empty() {
                true => member.name.to_owned(),
                false => format!("{}.{inner}", member.name),
            };
            error
        })?;
    }
    // An error may be sent as an event; the model determines what it is.
    match is_error(member.target) {
        true => Ok(Event::Exception),
        false => Ok(kind),
    }
}

fn read(
    format: EventFormat<'_>,
    operation: &OperationSpec,
    message: &Message,
    event: &mut dyn Structure,
    strictness: Strictness,
) -> Result<(), DecodeError> {
    let members = event.schema().members;
    let mut is_document = false;
    let mut explicit = None;
    for (index, member) in members.iter().enumerate() {
        if is(member, Trait::EventHeader) {
            if let Some(value) = message.header(member.name) {
                read_header(member, value, event.slot(index))?;
            }
        } else if is(member, Trait::EventPayload) {
            explicit = Some((index, member));
        } else {
            is_document = true;
        }
    }
    let bytes = &message.payload;
    match explicit {
        Some((index, member)) => match member.target.kind {
            Kind::Blob | Kind::String | Kind::Enum => read_raw(member, bytes, event.slot(index)),
            _ if bytes.is_empty() => Ok(()),
            _ => {
                let slot = event.slot(index);
                let codec = format.codec;
                codec.read_payload(
                    operation.envelope(member.target),
                    bytes,
                    member,
                    slot,
                    strictness,
                )
            }
        },
        None if is_document && !bytes.is_empty() => format.codec.read(
            operation.envelope(event.schema()),
            bytes,
            event,
            Part::All,
            strictness,
        ),
        None => Ok(()),
    }
}

/// Reads a blob or string that is the whole payload.
fn read_raw(member: &Member, bytes: &[u8], slot: Slot<'_>) -> Result<(), DecodeError> {
    let text = || std::str::from_utf8(bytes).map_err(|_| malformed(member.name, "not UTF-8"));
    match slot {
        Slot::Blob(slot) => *slot = bytes.into(),
        Slot::Str(slot) => *slot = text()?.to_owned(),
        Slot::Enum(slot) => slot.set(text()?),
        Slot::Untyped(slot) => *slot = text()?.into(),
        _ => {}
    }
    Ok(())
}

fn read_header(member: &Member, value: &HeaderValue, slot: Slot<'_>) -> Result<(), DecodeError> {
    match (slot, value) {
        (Slot::Bool(slot), HeaderValue::Bool(value)) => *slot = *value,
        (Slot::I8(slot), HeaderValue::Byte(value)) => *slot = *value,
        (Slot::I16(slot), HeaderValue::Short(value)) => *slot = *value,
        (Slot::I32(slot), HeaderValue::Integer(value)) => *slot = *value,
        (Slot::IntEnum(slot), HeaderValue::Integer(value)) => slot.set(*value),
        (Slot::I64(slot), HeaderValue::Long(value)) => *slot = *value,
        (Slot::Str(slot), HeaderValue::Text(value)) => *slot = value.clone(),
        (Slot::Enum(slot), HeaderValue::Text(value)) => slot.set(value),
        (Slot::Blob(slot), HeaderValue::Blob(value)) => *slot = value.to_vec().into(),
        (Slot::Timestamp(slot), HeaderValue::Timestamp(value)) => *slot = *value,
        (Slot::Untyped(slot), value) => *slot = document(value).into(),
        (Slot::Skip, _) => {}
        _ => return Err(malformed(member.name, "a header of another type")),
    }
    Ok(())
}

/// A header's value, for programs that know the event only by its schema.
fn document(value: &HeaderValue) -> Document {
    match value {
        HeaderValue::Bool(value) => Document::Bool(*value),
        HeaderValue::Byte(value) => i64::from(*value).into(),
        HeaderValue::Short(value) => i64::from(*value).into(),
        HeaderValue::Integer(value) => i64::from(*value).into(),
        HeaderValue::Long(value) => (*value).into(),
        HeaderValue::Text(value) => Document::String(value.clone()),
        HeaderValue::Blob(_) | HeaderValue::Timestamp(_) | HeaderValue::Uuid(_) => Document::Null,
    }
}
