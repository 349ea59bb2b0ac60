//! Media types of bodies, and the checks of servers.

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::write::is_event_stream;
use super::{Body, Rest, Side, is_unit};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::schema::{Kind, Member, Schema, Trait};

/// The media type of event streams.
pub(crate) const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";

impl Rest {
    /// The media type of a payload.
    pub(crate) fn payload_type(&self, member: &'static Member) -> &'static str {
        match (modeled(member), member.target.kind) {
            (Some(modeled), Kind::Blob | Kind::String | Kind::Enum) => modeled,
            (None, Kind::Blob) => "application/octet-stream",
            (None, Kind::String | Kind::Enum) => "text/plain",
            _ => self.codec.media_type(),
        }
    }

    /// Rejects a request whose `Content-Type` is not that of the operation's body.
    pub(crate) fn check_content_type(
        &self,
        input: &'static Schema,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), DecodeError> {
        let sent = headers
            .get(CONTENT_TYPE)
            .map(|value| essence(value.as_bytes()));
        let expected = match Body::of(input, Side::Request) {
            Body::Payload(_, member) if takes_any(member) => return Ok(()),
            Body::Payload(_, member) => Some(self.payload_type(member)),
            Body::Document => Some(self.codec.media_type()),
            // Even an input without members may arrive as an empty document.
            Body::None if input.members.is_empty() && !is_unit(input) => {
                Some(self.codec.media_type())
            }
            Body::None => None,
        };
        let fits = match (sent, expected) {
            (Some(sent), Some(expected)) => sent.eq_ignore_ascii_case(essence(expected.as_bytes())),
            (Some(sent), None) => sent.is_empty(),
            (None, Some(_)) => body.is_empty(),
            (None, None) => true,
        };
        let kind = DecodeErrorKind::UnsupportedMediaType;
        if fits {
            Ok(())
        } else {
            Err(DecodeError::of_kind(kind, "unsupported media type"))
        }
    }

    /// Rejects a request that does not accept the media type of the operation's response.
    pub(crate) fn check_accept(
        &self,
        output: &'static Schema,
        headers: &HeaderMap,
    ) -> Result<(), DecodeError> {
        let sent = match Body::of(output, Side::Response) {
            _ if is_unit(output) => return Ok(()),
            Body::Payload(_, member) if takes_any(member) => return Ok(()),
            Body::Payload(_, member) if is_event_stream(member) => EVENT_STREAM,
            Body::Payload(_, member) => self.payload_type(member),
            _ => self.codec.media_type(),
        };
        let sent = essence(sent.as_bytes());
        let mut ranges = headers
            .get_all(ACCEPT)
            .iter()
            .flat_map(|line| line.as_bytes().split(|b| *b == b','))
            .map(essence)
            .filter(|range| !range.is_empty())
            .peekable();
        if ranges.peek().is_none() || ranges.any(|range| includes(range, sent)) {
            return Ok(());
        }
        Err(DecodeError::of_kind(
            DecodeErrorKind::NotAcceptable,
            "no acceptable media type",
        ))
    }
}

/// A blob without a media type accepts any.
fn takes_any(member: &Member) -> bool {
    member.target.kind == Kind::Blob && modeled(member).is_none()
}

fn modeled(member: &Member) -> Option<&'static str> {
    member.traits.iter().find_map(|t| match t {
        Trait::MediaType(media_type) => Some(*media_type),
        _ => None,
    })
}

/// Type and subtype without parameters.
pub(crate) fn essence(value: &[u8]) -> &[u8] {
    value
        .split(|b| *b == b';')
        .next()
        .unwrap_or_default()
        .trim_ascii()
}

/// Whether a media range of `Accept` includes the type.
fn includes(range: &[u8], media_type: &[u8]) -> bool {
    if range == b"*/*" || range.eq_ignore_ascii_case(media_type) {
        return true;
    }
    let kind = media_type.split(|b| *b == b'/').next().unwrap_or_default();
    range
        .strip_suffix(b"/*")
        .is_some_and(|range| range.eq_ignore_ascii_case(kind))
}
