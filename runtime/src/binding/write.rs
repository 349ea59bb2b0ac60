//! Serializes headers and body of an input, output or error.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};

use super::{Body, Location, Rest, Side, header};
use crate::codec::JsonStyle;
use crate::codec::failure::{Failure, Result};
use crate::codec::plain as text;
use crate::error::InputError;
use crate::operation::OperationSpec;
use crate::schema::{Kind, Member, TimestampFormat, Trait};
use crate::unit::Unit;
use crate::view::{Ref, Structure};

/// Reserves capacity before the first header, enough for most requests: for the headers of the body, of the
/// connection and of a signature.
pub fn reserve(headers: &mut HeaderMap) {
    const HEADERS: usize = 12;
    if headers.capacity() == 0 {
        headers.reserve(HEADERS);
    }
}

/// The headers that members are bound to. A member's own header takes precedence over the same one in a map.
pub(crate) fn headers(value: &dyn Structure, side: Side) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    let members = || value.schema().members.iter().enumerate();
    for (index, member) in members() {
        if let Location::PrefixHeaders(prefix) = Location::of(member, side)
            && let Ref::Map(map) = value.get(index)
            && let [keys, value_member] = member.target.members
        {
            for (key, value) in map.entries() {
                if matches!(value, Ref::Unset | Ref::Null) {
                    continue;
                }
                text::write(value_member, value, TimestampFormat::HttpDate)
                    .and_then(|text| header::put(&mut headers, &format!("{prefix}{key}"), &text))
                    .map_err(|e| e.in_entry(keys.shown(key)).in_member(member.name))?;
            }
        }
    }
    for (index, member) in members() {
        if let Location::Header(name) = Location::of(member, side) {
            let value = value.get(index);
            if !matches!(value, Ref::Unset | Ref::Null) {
                reserve(&mut headers);
                let written = header::write(&mut headers, name, member, value);
                written.map_err(|e| e.in_member(member.name))?;
            }
        }
    }
    Ok(headers)
}

/// The bytes and media type of a body; `None` if there is no body.
type Written = Option<(Vec<u8>, &'static str)>;

impl Rest {
    /// The body that members are bound to.
    pub(crate) fn body(
        &self,
        operation: &OperationSpec,
        value: &dyn Structure,
        side: Side,
        style: JsonStyle,
    ) -> std::result::Result<Written, InputError> {
        match Body::of(value.schema(), side) {
            Body::None => Ok(None),
            Body::Document => {
                let bytes = self.codec.write(
                    operation.envelope(value.schema()),
                    value,
                    side.document(),
                    style,
                )?;
                Ok(Some((bytes, self.codec.media_type())))
            }
            Body::Payload(index, member) => {
                // Events are added to the body elsewhere.
                if is_event_stream(member) {
                    return Ok(None);
                }
                let value = value.get(index);
                let unset = matches!(value, Ref::Unset | Ref::Null);
                let empty = unset && side == Side::Request && self.empty_structure_payload;
                match (unset, empty, member.target.kind) {
                    (true, true, Kind::Structure) => {
                        self.payload(operation, member, Ref::Structure(&Unit), side, style)
                    }
                    (true, ..) => Ok(None),
                    _ => self.payload(operation, member, value, side, style),
                }
            }
        }
    }

    fn payload(
        &self,
        operation: &OperationSpec,
        member: &'static Member,
        value: Ref<'_>,
        side: Side,
        style: JsonStyle,
    ) -> std::result::Result<Written, InputError> {
        let bytes = match (value, member.target.kind) {
            (Ref::Blob(bytes), _) => bytes.to_vec(),
            // A request's stream is added later, so that it need not be in memory.
            (Ref::Stream(_), _) if side == Side::Request => Vec::new(),
            (Ref::Stream(stream), _) => match stream.as_bytes() {
                Some(bytes) => bytes.to_vec(),
                None => return Err(Failure::new("not in memory").in_member(member.name).into()),
            },
            (value, Kind::String | Kind::Enum) => {
                text::write(member, value, TimestampFormat::DateTime)
                    .map(Cow::into_owned)
                    .map_err(|e| e.in_member(member.name))?
                    .into_bytes()
            }
            _ => {
                self.codec
                    .write_payload(operation.envelope(member.target), member, value, style)?
            }
        };
        Ok(Some((bytes, self.payload_type(member))))
    }
}

pub(super) fn is_event_stream(member: &Member) -> bool {
    member.target.kind == Kind::Union && member.traits.contains(&Trait::Streaming)
}

/// Sets the headers for a body. A `Content-Type` from a member is kept.
pub(crate) fn finish(headers: &mut HeaderMap, written: Written) -> Bytes {
    let Some((bytes, media_type)) = written else {
        return Bytes::new();
    };
    reserve(headers);
    if !headers.contains_key(CONTENT_TYPE)
        && let Ok(value) = HeaderValue::from_str(media_type)
    {
        headers.insert(CONTENT_TYPE, value);
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Bytes::from(bytes)
}
