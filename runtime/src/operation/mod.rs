//! What a generated service and its operations say of themselves: static data the client, a server
//! and a command line all read.

mod auth;
mod digests;
mod http_trait;
mod http_versions;
mod options;
mod properties;
mod protocol;
mod service;

pub use auth::{ApiKey, Auth};
#[cfg(not(feature = "checksums"))]
pub use digests::message_digests;
pub use digests::{
    AttributeMembers, CompareDigests, DigestPair, MessageDigests, Messages, SentMessages,
};
pub use http_trait::{Http, Segment};
pub use http_versions::HttpVersions;
pub use options::{COMPRESS_FROM, ChecksumMode, EncodeOptions};
pub use properties::{BucketAddressing, Checksum, ChecksumAlgorithm, DefaultText, Discovery};
pub use protocol::{Addressing, EventFormat, Protocol};
pub use service::Service;

use crate::codec::Envelope;
use crate::schema::Schema;
use crate::view::Structure;

/// An operation.
pub struct OperationSpec {
    pub(crate) name: &'static str,
    pub(crate) service: &'static Service,
    pub(crate) input: &'static Schema,
    pub(crate) output: &'static Schema,
    pub(crate) errors: &'static [&'static Schema],
    pub(crate) http: Option<&'static Http>,
    pub(crate) auth: &'static [Auth],
    pub(crate) host_prefix: Option<&'static str>,
    pub(crate) traits: &'static [OperationTrait],
}

/// A property that few operations have.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum OperationTrait {
    /// `@readonly`.
    Readonly,
    /// `@idempotent`.
    Idempotent,
    /// The payload is not signed.
    UnsignedPayload,
    /// `@httpChecksumRequired`: a `Content-MD5` of the body as it is sent.
    ChecksumRequired,
    /// `aws.protocols#httpChecksum`: checksums whose algorithm the caller chooses.
    Checksum(&'static Checksum),
    /// The SHA-256 of the body and that of the tree of its megabytes, as two headers.
    TreeHash,
    /// A body that streams is sent only when the service wants it: `Expect: 100-continue`.
    ExpectContinue,
    /// Headers that every request has, by name and value; those of the input win.
    Headers(&'static [(&'static str, &'static str)]),
    /// A text that stands in for an input member which is unset or empty.
    DefaultText(&'static DefaultText),
    /// The request goes to the URL that the input member with this index holds.
    EndpointMember(usize),
    /// Another operation tells where this one is called.
    DiscoveredEndpoint(&'static Discovery),
    /// A bucket that belongs in the host, where no endpoint rules put it there.
    BucketAddressing(&'static BucketAddressing),
    /// What the path lacks is in the endpoint's URL: `/` alone adds nothing to it.
    PathInEndpoint,
    /// The versions of HTTP that it travels over, where that is not HTTP/1.1.
    HttpVersions(HttpVersions),
    /// Where parameters of the endpoint rules come from.
    EndpointParameters(&'static [crate::endpoint_rules::ContextParameter]),
    /// `@requestCompression`: the encodings in order of preference.
    RequestCompression(&'static [&'static str]),
    /// `@s3UnwrappedXmlOutput`: the output's only member is the root of the response's document.
    UnwrappedXmlOutput,
    /// Digests in the answer are compared with messages.
    MessageDigests(&'static MessageDigests),
}

/// An operation as a type: ties input and output together.
pub trait TypedOperation {
    /// Input.
    type Input: Structure + Default + Send;
    /// Output.
    type Output: Structure + Default + Send;
    /// The operation's static data.
    const SPEC: &'static OperationSpec;
}

impl OperationSpec {
    /// An operation without errors, bindings, authentication and rarer properties.
    pub const fn new(
        name: &'static str,
        service: &'static Service,
        input: &'static Schema,
        output: &'static Schema,
    ) -> Self {
        OperationSpec {
            name,
            service,
            input,
            output,
            errors: &[],
            http: None,
            auth: &[],
            host_prefix: None,
            traits: &[],
        }
    }

    /// Errors in model order, the service's own last.
    pub const fn with_errors(mut self, errors: &'static [&'static Schema]) -> Self {
        self.errors = errors;
        self
    }

    /// `@http`.
    pub const fn with_http(mut self, http: &'static Http) -> Self {
        self.http = Some(http);
        self
    }

    /// Authentication schemes in order of preference.
    pub const fn with_auth(mut self, schemes: &'static [Auth]) -> Self {
        self.auth = schemes;
        self
    }

    /// `@endpoint` host prefix, with `{label}` for host labels.
    pub const fn with_host_prefix(mut self, prefix: &'static str) -> Self {
        self.host_prefix = Some(prefix);
        self
    }

    /// Rarer properties.
    pub const fn with_traits(mut self, traits: &'static [OperationTrait]) -> Self {
        self.traits = traits;
        self
    }

    /// Name in the model.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The service it belongs to.
    pub const fn service(&self) -> &'static Service {
        self.service
    }

    /// Input structure, `smithy.api#Unit` when there is none.
    pub const fn input(&self) -> &'static Schema {
        self.input
    }

    /// Output structure, `smithy.api#Unit` when there is none.
    pub const fn output(&self) -> &'static Schema {
        self.output
    }

    /// Errors in model order, the service's own last.
    pub const fn errors(&self) -> &'static [&'static Schema] {
        self.errors
    }

    /// `@http`.
    pub const fn http(&self) -> Option<&'static Http> {
        self.http
    }

    /// Authentication schemes in order of preference; empty when the call is anonymous.
    pub const fn auth(&self) -> &'static [Auth] {
        self.auth
    }

    /// Rarer properties.
    pub const fn traits(&self) -> &'static [OperationTrait] {
        self.traits
    }

    /// What is around the document of this structure: an input, an output, an error or a payload.
    pub(crate) fn envelope(&self, schema: &'static Schema) -> Envelope {
        Envelope {
            namespace: self.service.xml_namespace,
            unwrapped: std::ptr::eq(schema, self.output)
                && self.traits.contains(&OperationTrait::UnwrappedXmlOutput),
        }
    }

    /// Whether a response of this status is a success: 2xx, or what the model says, which may be a redirect.
    pub fn succeeds_with(&self, status: http::StatusCode) -> bool {
        status.is_success() || self.http.is_some_and(|http| http.code == status.as_u16())
    }

    /// Whether sending it twice has the effect of sending it once.
    pub fn is_idempotent(&self) -> bool {
        self.traits
            .iter()
            .any(|t| matches!(t, OperationTrait::Idempotent | OperationTrait::Readonly))
    }

    /// The versions of HTTP that it travels over.
    pub fn http_versions(&self) -> HttpVersions {
        let mut said = self.traits.iter().filter_map(|t| match t {
            OperationTrait::HttpVersions(versions) => Some(*versions),
            _ => None,
        });
        said.next().unwrap_or_default()
    }
}
