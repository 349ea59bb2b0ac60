//! What all protocols do after a request is serialized: fixed headers, compression, checksums, and streaming
//! bodies. It depends only on the operation's traits.

#[cfg(feature = "checksums")]
mod checksum;
mod chunked;
mod dechunk;
mod defaults;
#[cfg(feature = "checksums")]
mod digest;
#[cfg(feature = "checksums")]
mod digests;
pub mod encoding;
#[cfg(feature = "event-streams")]
mod events;
#[cfg(feature = "compression")]
mod gunzip;
#[cfg(feature = "compression")]
mod gzip;
mod length;
mod payload;
#[cfg(feature = "checksums")]
mod tree_hash;
mod unpack;
#[cfg(feature = "checksums")]
mod verify;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue};

pub use chunked::{chunked_length, signatures_length};
pub(crate) use defaults::Defaulted;
#[cfg(feature = "checksums")]
pub use digests::message_digests;
pub use payload::Payload;
pub use unpack::{unpack, unpack_bytes};
#[cfg(feature = "checksums")]
pub use verify::{is_checksum_wanted, verify};

use crate::error::InputError;
#[cfg(feature = "event-streams")]
use crate::event;
use crate::operation::EncodeOptions;
use crate::operation::{OperationSpec, OperationTrait};
use crate::schema::{Member, Trait};
use crate::value::ByteStream;
use crate::view::{Ref, Structure};

/// A request whose body may still have to be read.
pub struct Encoded {
    /// The request; if it streams, only the head.
    pub request: http::Request<Bytes>,
    /// The body of a streaming request.
    pub payload: Option<Payload>,
}

/// Serializes a request completely.
///
/// # Errors
/// [`InputError::Missing`] if validation is enabled, [`InputError::Invalid`] for a value that cannot be serialized.
pub fn encode(
    operation: &'static OperationSpec,
    input: &dyn Structure,
    options: &EncodeOptions<'_>,
    validate: bool,
) -> Result<Encoded, InputError> {
    let defaulted = Defaulted::new(operation, input);
    let input = defaulted
        .as_ref()
        .map_or(input, |defaulted| defaulted as &dyn Structure);
    if validate {
        crate::validate::required(input)?;
    }
    let protocol = operation.service.protocol;
    #[cfg(feature = "event-streams")]
    if let Some((member, _)) = event::stream_member(operation.input) {
        let beside = event::WithoutStream { input, member };
        let request = protocol.encode_request(operation, &beside, options)?;
        return events::complete(operation, input.get(member), request);
    }
    let request = protocol.encode_request(operation, input, options)?;
    complete(operation, input, request, options)
}

fn complete(
    operation: &OperationSpec,
    input: &dyn Structure,
    mut request: http::Request<Bytes>,
    options: &EncodeOptions<'_>,
) -> Result<Encoded, InputError> {
    fixed_headers(operation, request.headers_mut());
    #[cfg(feature = "event-streams")]
    events::accept(operation, request.headers_mut());
    let payload = put_stream(input, &mut request)?;
    #[cfg_attr(
        not(any(feature = "checksums", feature = "compression")),
        allow(unused_mut)
    )]
    let mut encoded = Encoded { request, payload };
    #[cfg(feature = "compression")]
    gzip::apply(operation, input, &mut encoded, options)?;
    #[cfg(not(feature = "checksums"))]
    refuse_checksums(operation)?;
    #[cfg(feature = "checksums")]
    checksum::apply(operation, input, &mut encoded, options)?;
    let _ = options;
    Ok(encoded)
}

/// Adds an input's streaming blob to the request, and sets its length. Anything not in memory is returned, to be
/// sent later.
fn put_stream(
    input: &dyn Structure,
    request: &mut http::Request<Bytes>,
) -> Result<Option<Payload>, InputError> {
    let schema = input.schema();
    let Some((member, stream)) = streamed(input) else {
        let known = u64::try_from(request.body().len()).ok();
        length::agreed(schema, request.headers(), known)?;
        return Ok(None);
    };
    let length = length::agreed(schema, request.headers(), stream.length())?;
    set_length(request.headers_mut(), length);
    if length.is_none() && member.traits.contains(&Trait::RequiresLength) {
        return Err(invalid(member.name, "its length must be known"));
    }
    Ok(match stream.as_bytes() {
        Some(bytes) => {
            *request.body_mut() = bytes;
            None
        }
        None => Some(Payload::new(stream.clone(), length)),
    })
}

/// The streaming blob of an input, if it is set.
fn streamed(input: &dyn Structure) -> Option<(&'static Member, &ByteStream)> {
    let members = input.schema().members.iter().enumerate();
    members
        .filter(|(_, member)| member.traits.contains(&Trait::Streaming))
        .find_map(|(index, member)| match input.get(index) {
            Ref::Stream(stream) => Some((member, stream)),
            _ => None,
        })
}

fn fixed_headers(operation: &OperationSpec, headers: &mut HeaderMap) {
    for list in operation.traits.iter().filter_map(|t| match t {
        OperationTrait::Headers(list) => Some(*list),
        _ => None,
    }) {
        for (name, value) in list {
            let name = HeaderName::try_from(*name);
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                headers.entry(name).or_insert(value);
            }
        }
    }
}

/// Sets the length, if it is known.
fn set_length(headers: &mut HeaderMap, length: Option<u64>) {
    match length {
        Some(length) => headers.insert(CONTENT_LENGTH, length.into()),
        None => headers.remove(CONTENT_LENGTH),
    };
}

/// Without the feature, operations that require a checksum cannot be called.
#[cfg(not(feature = "checksums"))]
fn refuse_checksums(operation: &OperationSpec) -> Result<(), InputError> {
    let needed = operation.traits.iter().any(|t| match t {
        OperationTrait::ChecksumRequired | OperationTrait::TreeHash => true,
        OperationTrait::Checksum(checksum) => checksum.required,
        _ => false,
    });
    let reason = "the operation needs a checksum: enable the feature `checksums`";
    match needed {
        true => Err(invalid("", reason)),
        false => Ok(()),
    }
}

fn invalid(member: &str, reason: &str) -> InputError {
    InputError::Invalid {
        path: member.to_owned(),
        reason: reason.to_owned(),
    }
}

/// Appends an encoding to existing ones.
pub fn append_encoding(headers: &mut HeaderMap, encoding: &'static str) {
    use http::header::CONTENT_ENCODING;
    let before: Vec<_> = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter(|value| !value.is_empty())
        .collect();
    let all = before.into_iter().chain([encoding]).collect::<Vec<_>>();
    // Joined header values are a valid header value.
    if let Ok(value) = HeaderValue::try_from(all.join(", ")) {
        headers.insert(CONTENT_ENCODING, value);
    }
}

#[cfg(all(test, feature = "compression", feature = "checksums"))]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::operation::ChecksumMode;
    use crate::operation::{Checksum, ChecksumAlgorithm, DefaultText, Http, Segment, Service};
    use crate::schema::{Kind, Schema, prelude};
    use crate::view::{Slot, View};

    static SERVICE: Service =
        Service::new("test#Service", "", "Test", &crate::protocol::REST_JSON_1);

    static INPUT: Schema = Schema::requiring(
        "test#Input",
        Kind::Structure,
        &[
            Member::new("account", &prelude::STRING)
                .with_traits(&[Trait::Required, Trait::HttpLabel]),
            Member::new("encoding", &prelude::STRING)
                .with_traits(&[Trait::HttpHeader("content-encoding")]),
            Member::new("algorithm", &prelude::STRING)
                .with_traits(&[Trait::HttpHeader("x-algorithm")]),
            Member::new("own", &prelude::STRING)
                .with_traits(&[Trait::HttpHeader("x-amz-checksum-sha1")]),
            Member::new("body", &prelude::BLOB)
                .with_traits(&[Trait::HttpPayload, Trait::Streaming]),
        ],
        &[],
    );

    #[derive(Default)]
    struct Input {
        texts: [Option<String>; 4],
        body: Option<ByteStream>,
    }

    impl Structure for Input {
        fn schema(&self) -> &'static Schema {
            &INPUT
        }
        fn get(&self, member: usize) -> Ref<'_> {
            self.texts
                .get(member)
                .map_or(self.body.view(), |text| text.view())
        }
        fn slot(&mut self, _: usize) -> Slot<'_> {
            Slot::Skip
        }
    }

    impl Input {
        fn body(bytes: impl Into<Vec<u8>>) -> Self {
            Input {
                body: Some(bytes.into().into()),
                ..Input::default()
            }
        }
        fn with(mut self, member: usize, text: &str) -> Self {
            if let Some(place) = self.texts.get_mut(member) {
                *place = Some(text.to_owned());
            }
            self
        }
    }

    fn operation(traits: &'static [OperationTrait]) -> &'static OperationSpec {
        static HTTP: Http = Http::new("PUT", &[Segment::Label(0)], 200);
        Box::leak(Box::new(
            OperationSpec::new("Do", &SERVICE, &INPUT, &prelude::UNIT)
                .with_http(&HTTP)
                .with_traits(traits),
        ))
    }

    const ACCOUNT: OperationTrait = OperationTrait::DefaultText(&DefaultText::new(0, "-"));
    static PLAIN: &[OperationTrait] = &[
        ACCOUNT,
        OperationTrait::RequestCompression(&["gzip"]),
        OperationTrait::ChecksumRequired,
    ];
    static FLEXIBLE: &[OperationTrait] = &[
        ACCOUNT,
        OperationTrait::Checksum(&Checksum::new(
            Some(2),
            &[ChecksumAlgorithm::Sha256, ChecksumAlgorithm::Crc32],
            None,
            &[],
        )),
    ];

    fn request(
        traits: &'static [OperationTrait],
        input: &Input,
        options: EncodeOptions<'_>,
    ) -> http::Request<Bytes> {
        let encoded = encode(operation(traits), input, &options, true).unwrap();
        assert!(encoded.payload.is_none());
        encoded.request
    }

    fn plain(input: &Input, compress_from: Option<usize>) -> http::Request<Bytes> {
        let options = EncodeOptions {
            compress_from,
            ..EncodeOptions::default()
        };
        request(PLAIN, input, options)
    }

    #[test]
    fn bodies_are_compressed_and_summed_up_as_sent() {
        let body = vec![b'a'; 10_240];
        let sent = plain(&Input::body(&*body).with(1, "custom"), Some(10_240));
        assert_eq!(sent.headers()["content-encoding"], "custom, gzip");
        let length = sent.body().len().to_string();
        assert_eq!(sent.headers()["content-length"], length.as_str());
        let mut read = Vec::new();
        let mut decoder = flate2::read::GzDecoder::new(&sent.body()[..]);
        decoder.read_to_end(&mut read).unwrap();
        assert_eq!(read, body);
        let again = plain(&Input::body(sent.body().to_vec()), None);
        assert_eq!(
            sent.headers()["content-md5"],
            again.headers()["content-md5"]
        );
    }

    #[test]
    fn nothing_is_compressed_when_nothing_may_be() {
        let sent = plain(&Input::body("abc"), None);
        assert_eq!(sent.body(), "abc");
        assert!(!sent.headers().contains_key("content-encoding"));
        // RFC 1321.
        assert_eq!(sent.headers()["content-md5"], "kAFQmDzST7DWlj99KOF/cg==");
    }

    #[test]
    fn an_unset_or_empty_member_has_its_default_text() {
        assert_eq!(plain(&Input::body("a"), None).uri(), "/-");
        assert_eq!(plain(&Input::body("a").with(0, ""), None).uri(), "/-");
        assert_eq!(plain(&Input::body("a").with(0, "me"), None).uri(), "/me");
    }

    #[test]
    fn a_checksum_of_the_callers_stays() {
        let sent = plain(&Input::body("a").with(3, "mine"), None);
        assert!(!sent.headers().contains_key("content-md5"));
        let options = EncodeOptions::default();
        let sent = request(FLEXIBLE, &Input::body("a").with(3, "mine"), options);
        assert_eq!(sent.headers()["x-amz-checksum-sha1"], "mine");
        assert!(!sent.headers().contains_key("x-amz-checksum-crc32"));
    }

    #[test]
    fn a_checksum_that_is_demanded_needs_no_choice() {
        static DEMANDED: &[OperationTrait] = &[
            ACCOUNT,
            OperationTrait::Checksum(
                &Checksum::new(None, &[], None, &[ChecksumAlgorithm::Sha256]).with_required(),
            ),
        ];
        let options = EncodeOptions {
            request_checksums: ChecksumMode::WhenRequired,
            ..EncodeOptions::default()
        };
        let sent = request(DEMANDED, &Input::body("abc"), options);
        assert_eq!(sent.headers()["x-amz-checksum-crc32"], "NSRBwg==");
    }

    #[test]
    fn the_caller_chooses_the_checksum() {
        let of = |input: &Input, request_checksums| {
            let options = EncodeOptions {
                request_checksums,
                ..EncodeOptions::default()
            };
            let sent = request(FLEXIBLE, input, options);
            let names = sent.headers().keys().map(|name| name.as_str().to_owned());
            names
                .filter_map(|name| name.strip_prefix("x-amz-checksum-").map(str::to_owned))
                .collect::<Vec<_>>()
        };
        let input = Input::body("a");
        assert_eq!(of(&input, ChecksumMode::WhenSupported), ["crc32"]);
        assert!(of(&input, ChecksumMode::WhenRequired).is_empty());
        let input = input.with(2, "SHA256");
        assert_eq!(of(&input, ChecksumMode::WhenRequired), ["sha256"]);
        let unknown = Input::body("a").with(2, "MD4");
        let options = EncodeOptions::default();
        assert!(encode(operation(FLEXIBLE), &unknown, &options, true).is_err());
    }
}
