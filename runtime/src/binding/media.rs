//! Media types of bodies, and the checks of servers.

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::write::is_event_stream;
use super::{Body, Rest, Side, is_unit};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::schema::{Kind, Member, Schema, Trait};

const XML: &str = "application/xml";

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
        let mut lines = headers.get_all(CONTENT_TYPE).iter();
        let sent = lines.next().map(|value| essence(value.as_bytes()));
        let conflicting = lines.any(|line| Some(essence(line.as_bytes())) != sent);
        let expected = match Body::of(input, Side::Request) {
            Body::Payload(_, member) if takes_any(member) => return Ok(()),
            Body::Payload(_, member) => Some(self.payload_type(member)),
            Body::Document => Some(self.codec.media_type()),
            // Even an input without members may arrive as an empty document.
            Body::None if input.members.is_empty() && !is_unit(input) => {
                Some(self.codec.media_type())
            }
            // The type is the caller's own, as any other member.
            Body::None if input.members.iter().any(is_content_type) => return Ok(()),
            Body::None => None,
        };
        let fits = match (sent, expected) {
            (Some(sent), Some(expected)) => sent.eq_ignore_ascii_case(essence(expected.as_bytes())),
            (Some(sent), None) => sent.is_empty(),
            // Clients of AWS send XML without saying so.
            (None, Some(_)) => body.is_empty() || self.codec.media_type() == XML,
            (None, None) => true,
        };
        let kind = DecodeErrorKind::UnsupportedMediaType;
        if fits && !conflicting {
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
        check_accepted(sent, headers)
    }
}

/// Whether a member is bound to the header `Content-Type`.
fn is_content_type(member: &Member) -> bool {
    member
        .traits
        .iter()
        .any(|t| matches!(t, Trait::HttpHeader(name) if CONTENT_TYPE.as_str().eq_ignore_ascii_case(name)))
}

/// Rejects a request with a body of another media type than this. A body may be there without a type.
#[cfg(feature = "constraints")]
pub(crate) fn check_sent(
    media_type: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), DecodeError> {
    let expected = essence(media_type.as_bytes());
    let mut lines = headers.get_all(CONTENT_TYPE).iter();
    // JSON under another name is still JSON.
    let is_json = |name: &[u8]| {
        name.to_ascii_lowercase()
            .windows(4)
            .any(|part| part == b"json")
    };
    let fits = lines.all(|line| {
        let sent = essence(line.as_bytes());
        sent.eq_ignore_ascii_case(expected) || (is_json(expected) && is_json(sent))
    });
    match fits || body.is_empty() {
        true => Ok(()),
        false => Err(DecodeError::of_kind(
            DecodeErrorKind::UnsupportedMediaType,
            "unsupported media type",
        )),
    }
}

/// Rejects a request that does not accept this media type: of the ranges of `Accept` that include it, the most specific
/// one decides, by its weight. Source: RFC 9110, section 12.5.1.
pub(crate) fn check_accepted(media_type: &str, headers: &HeaderMap) -> Result<(), DecodeError> {
    let mut lines = headers.get_all(ACCEPT).iter();
    // Most clients name one type or none.
    match (lines.next(), lines.next()) {
        (None, _) => return Ok(()),
        (Some(line), None) if line == media_type || line == "*/*" => return Ok(()),
        _ => {}
    }
    let sent = essence(media_type.as_bytes());
    let lines = headers.get_all(ACCEPT).iter();
    let ranges = lines.flat_map(|line| line.as_bytes().split(|b| *b == b','));
    let mut ranges = ranges.filter(|range| !essence(range).is_empty()).peekable();
    let any = ranges.peek().is_none();
    let best = ranges
        .filter_map(|range| Some((includes(essence(range), sent)?, is_wanted(range))))
        .max_by_key(|(specificity, _)| *specificity);
    match any || best.is_some_and(|(_, wanted)| wanted) {
        true => Ok(()),
        false => Err(DecodeError::of_kind(
            DecodeErrorKind::NotAcceptable,
            "no acceptable media type",
        )),
    }
}

/// Whether the weight of a range is not zero.
fn is_wanted(range: &[u8]) -> bool {
    let mut parameters = range.split(|b| *b == b';').skip(1).map(<[u8]>::trim_ascii);
    let weight = parameters.find_map(|p| p.strip_prefix(b"q=").or(p.strip_prefix(b"Q=")));
    let weight = weight.and_then(|text| std::str::from_utf8(text).ok()?.parse::<f32>().ok());
    weight.is_none_or(|weight| weight > 0.0)
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

/// How specifically a media range of `Accept` includes the type; `None` if it does not.
fn includes(range: &[u8], media_type: &[u8]) -> Option<u8> {
    let kind = media_type.split(|b| *b == b'/').next().unwrap_or_default();
    match range.strip_suffix(b"/*") {
        Some(b"*") => Some(0),
        Some(range) if range.eq_ignore_ascii_case(kind) => Some(1),
        None if range.eq_ignore_ascii_case(media_type) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(lines: &[&'static str], media_type: &str) -> bool {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(ACCEPT, http::HeaderValue::from_static(line));
        }
        check_accepted(media_type, &headers).is_ok()
    }

    #[test]
    fn the_most_specific_range_decides() {
        for (lines, accepted) in [
            (&[][..], true),
            (&[""], true),
            (&["*/*"], true),
            (&["application/*"], true),
            (&["text/*"], false),
            (&["text/html, Application/JSON; q=0.1"], true),
            (&["text/html", "application/json"], true),
            (&["application/json;q=0"], false),
            (&["application/json; q=0.0, */*"], false),
            (&["application/*;q=0, */*"], false),
            (&["application/json, application/*;q=0"], true),
            (&["*/*;q=0"], false),
            (&["application/jsonx"], false),
        ] {
            assert_eq!(accepts(lines, "application/json"), accepted, "{lines:?}");
        }
    }
}
