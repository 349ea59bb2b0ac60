//! Reads the headers and body of a message into a structure.

use http::HeaderMap;

use super::{Body, Location, Rest, Side, header, write};
use crate::codec::failure::{Failure, Result};
use crate::codec::plain as text;
use crate::error::DecodeError;
use crate::operation::OperationSpec;
use crate::schema::{Kind, Member, TimestampFormat};
use crate::value::{Strictness, Untyped};
use crate::view::{Slot, Structure};

/// Reads the members bound to headers.
pub(crate) fn headers(
    headers: &HeaderMap,
    value: &mut dyn Structure,
    side: Side,
    strictness: Strictness,
) -> Result<()> {
    for (index, member) in value.schema().members.iter().enumerate() {
        match Location::of(member, side) {
            Location::Header(name) => {
                let text =
                    header::get(headers, name, strictness).map_err(|e| e.in_member(member.name))?;
                let Some(text) = text else { continue };
                // An empty header is a valid string or list, but not a valid number.
                let textual = matches!(
                    member.target.kind,
                    Kind::String | Kind::Enum | Kind::List | Kind::Blob
                );
                if text.is_empty() && !textual && strictness != Strictness::Strict {
                    continue;
                }
                let read = header::read(&text, member, value.slot(index), strictness);
                read.map_err(|e| e.in_member(member.name))?;
            }
            Location::PrefixHeaders(prefix) => {
                prefix_headers(headers, prefix, member, value, index, strictness)
                    .map_err(|e| e.in_member(member.name))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// All headers with the prefix, including those bound to other members. If there are none, a client sets an empty
/// map, since absent and empty cannot be distinguished; a server leaves it unset unless it is required.
fn prefix_headers(
    headers: &HeaderMap,
    prefix: &str,
    member: &'static Member,
    value: &mut dyn Structure,
    index: usize,
    strictness: Strictness,
) -> Result<()> {
    let [keys, value_member, ..] = member.target.members else {
        return Ok(());
    };
    // Names in a header map are lower case.
    let prefix = prefix.to_ascii_lowercase();
    let mut names = headers
        .keys()
        .filter_map(|name| name.as_str().strip_prefix(&prefix).map(|k| (name, k)))
        .peekable();
    if names.peek().is_none() && strictness == Strictness::Strict && !member.must_be_sent() {
        return Ok(());
    }
    let Slot::Map(map) = value.slot(index) else {
        return Ok(());
    };
    for (name, key) in names {
        if let Some(text) = header::get(headers, name.as_str(), strictness)? {
            let read = header::read(&text, value_member, map.insert(key), strictness);
            read.map_err(|e| e.in_entry(keys.shown(key)))?;
        }
    }
    Ok(())
}

impl Rest {
    /// Reads the members in the body. An empty body sets nothing, except that a loosely read payload becomes empty.
    pub(crate) fn read_body(
        &self,
        operation: &OperationSpec,
        body: &[u8],
        value: &mut dyn Structure,
        side: Side,
        strictness: Strictness,
    ) -> std::result::Result<(), DecodeError> {
        let what = Body::of(value.schema(), side);
        if body.is_empty()
            && match (what, strictness) {
                (Body::Payload(..), Strictness::Loose) => false,
                // Text and bytes may be empty, and are there all the same.
                (Body::Payload(_, member), Strictness::Strict) => {
                    !member.must_be_sent()
                        || !matches!(member.target.kind, Kind::Blob | Kind::String | Kind::Enum)
                }
                _ => true,
            }
        {
            return Ok(());
        }
        match what {
            Body::None => Ok(()),
            Body::Document => self.codec.read(
                operation.envelope(value.schema()),
                body,
                value,
                side.document(),
                strictness,
            ),
            // Events are read from the body elsewhere.
            Body::Payload(_, member) if write::is_event_stream(member) => Ok(()),
            Body::Payload(index, member) => match member.target.kind {
                Kind::Blob => match value.slot(index) {
                    Slot::Blob(slot) => {
                        *slot = body.into();
                        Ok(())
                    }
                    Slot::Stream(slot) => {
                        *slot = body.to_vec().into();
                        Ok(())
                    }
                    Slot::Untyped(slot) => {
                        *slot = Untyped::Bytes(body.to_vec());
                        Ok(())
                    }
                    _ => Ok(()),
                },
                Kind::String | Kind::Enum => {
                    payload_text(body, member, value.slot(index), strictness)
                        .map_err(|e| e.in_member(member.name).into())
                }
                _ if body.is_empty() => {
                    value.slot(index);
                    Ok(())
                }
                _ => self.codec.read_payload(
                    operation.envelope(member.target),
                    body,
                    member,
                    value.slot(index),
                    strictness,
                ),
            },
        }
    }
}

fn payload_text(
    body: &[u8],
    member: &Member,
    slot: Slot<'_>,
    strictness: Strictness,
) -> Result<()> {
    let text = std::str::from_utf8(body).map_err(|e| Failure::at(e.valid_up_to(), "not UTF-8"))?;
    text::read(text, member, slot, TimestampFormat::DateTime, strictness)
}
