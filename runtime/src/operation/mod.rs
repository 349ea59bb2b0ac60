//! What a generated service and its operations say of themselves: static data the client, a server
//! and a command line all read.

mod http_versions;
mod options;
mod protocol;

pub use http_versions::HttpVersions;
pub use options::{COMPRESS_FROM, ChecksumMode, EncodeOptions};
pub use protocol::{EventFormat, Protocol};

use crate::codec::Envelope;
use crate::schema::Schema;
use crate::view::Structure;

/// A service.
pub struct Service {
    /// Absolute shape id.
    pub id: &'static str,
    /// API version, empty where the model has none.
    pub version: &'static str,
    /// The SDK id (`SSO OIDC`), or the shape's name.
    pub sdk_id: &'static str,
    /// Name to sign for, where the service uses SigV4.
    pub signing_name: &'static str,
    /// The protocol: the first of the model's in the documented order, or the one chosen.
    pub protocol: &'static dyn Protocol,
    /// Rules that make an endpoint of region and settings.
    pub endpoint_rules: Option<&'static crate::endpoint_rules::RuleSet>,
    /// `@xmlNamespace` of the service.
    pub xml_namespace: Option<&'static crate::schema::XmlNamespace>,
    /// Every error of every operation of the service, chosen or not.
    pub errors: &'static [&'static Schema],
}

/// An operation.
pub struct OperationSpec {
    /// Name in the model.
    pub name: &'static str,
    /// The service it belongs to.
    pub service: &'static Service,
    /// Input structure, `smithy.api#Unit` when there is none.
    pub input: &'static Schema,
    /// Output structure, `smithy.api#Unit` when there is none.
    pub output: &'static Schema,
    /// Errors in model order, the service's own last.
    pub errors: &'static [&'static Schema],
    /// `@http`.
    pub http: Option<&'static Http>,
    /// Authentication schemes in order of preference; empty when the call is anonymous.
    pub auth: &'static [Auth],
    /// `@endpoint` host prefix, with `{label}` for host labels.
    pub host_prefix: Option<&'static str>,
    /// Rarer properties.
    pub traits: &'static [OperationTrait],
}

/// `@http`.
#[derive(Debug)]
pub struct Http {
    /// Method, upper case.
    pub method: &'static str,
    /// Path segments.
    pub path: &'static [Segment],
    /// Literal query pairs; a value is absent for `?name` alone.
    pub query: &'static [(&'static str, Option<&'static str>)],
    /// Status of a success.
    pub code: u16,
}

/// A segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Fixed text.
    Literal(&'static str),
    /// The input member with this index, percent-encoded.
    Label(usize),
    /// The input member with this index, slashes kept.
    Greedy(usize),
}

/// An authentication scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// No authentication.
    None,
    /// AWS Signature Version 4.
    SigV4,
    /// AWS Signature Version 4, asymmetric.
    SigV4a,
    /// Bearer token.
    Bearer,
    /// Basic.
    Basic,
    /// Digest.
    Digest,
    /// API key.
    ApiKey(&'static ApiKey),
    /// A scheme that this library does not know, by the absolute id of its trait. Only an
    /// authorizer of the caller's can serve it.
    Other(&'static str),
}

/// `@httpApiKeyAuth`.
#[derive(Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Header or query parameter name.
    pub name: &'static str,
    /// In a header, else in the query.
    pub header: bool,
    /// Scheme in front of the key.
    pub scheme: Option<&'static str>,
}

/// A property that few operations have.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Headers that every request has, by name and value; those of the input win.
    Headers(&'static [(&'static str, &'static str)]),
    /// A text that stands in for an input member which is unset or empty.
    DefaultText(&'static DefaultText),
    /// The request goes to the URL that the input member with this index holds.
    EndpointMember(usize),
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
}

/// `aws.protocols#httpChecksum`. Members are indices into the input.
#[derive(Debug, PartialEq, Eq)]
pub struct Checksum {
    /// Whether a request must carry a checksum.
    pub required: bool,
    /// The member that names the algorithm of the request.
    pub algorithm_member: Option<usize>,
    /// What that member may name.
    pub request: &'static [ChecksumAlgorithm],
    /// The member that asks for a checksum of the response.
    pub mode_member: Option<usize>,
    /// What the response may use.
    pub response: &'static [ChecksumAlgorithm],
}

/// An algorithm of [`Checksum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChecksumAlgorithm {
    /// CRC-32 of IEEE 802.3.
    Crc32,
    /// CRC-32 of Castagnoli.
    Crc32c,
    /// CRC-64 of NVMe.
    Crc64Nvme,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

/// A text that stands in for an input member which is unset or empty.
#[derive(Debug, PartialEq, Eq)]
pub struct DefaultText {
    /// Index of the input member.
    pub member: usize,
    /// The text.
    pub text: &'static str,
}

/// Where the buckets of an object store are, when its model has no endpoint rules.
#[derive(Debug, PartialEq, Eq)]
pub struct BucketAddressing {
    /// Index of the input member with the bucket's name; none where the operation has no bucket.
    pub bucket: Option<usize>,
    /// First label of the service's hosts: `s3` of `s3.eu-west-1.amazonaws.com`.
    pub host: &'static str,
    /// First label of the host that is near everywhere.
    pub accelerated_host: &'static str,
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

impl Service {
    /// A service that is not signed for, without rules, namespace and errors.
    pub const fn new(
        id: &'static str,
        version: &'static str,
        sdk_id: &'static str,
        protocol: &'static dyn Protocol,
    ) -> Self {
        Service {
            id,
            version,
            sdk_id,
            signing_name: "",
            protocol,
            endpoint_rules: None,
            xml_namespace: None,
            errors: &[],
        }
    }

    /// The name to sign for.
    pub const fn with_signing_name(mut self, name: &'static str) -> Self {
        self.signing_name = name;
        self
    }

    /// The rules that make an endpoint of region and settings.
    pub const fn with_endpoint_rules(
        mut self,
        rules: &'static crate::endpoint_rules::RuleSet,
    ) -> Self {
        self.endpoint_rules = Some(rules);
        self
    }

    /// `@xmlNamespace`.
    pub const fn with_xml_namespace(
        mut self,
        namespace: &'static crate::schema::XmlNamespace,
    ) -> Self {
        self.xml_namespace = Some(namespace);
        self
    }

    /// Every error of every operation.
    pub const fn with_errors(mut self, errors: &'static [&'static Schema]) -> Self {
        self.errors = errors;
        self
    }
}

impl Http {
    /// Method, path and the status of a success, without a query.
    pub const fn new(method: &'static str, path: &'static [Segment], code: u16) -> Self {
        Http {
            method,
            path,
            query: &[],
            code,
        }
    }

    /// Literal query pairs.
    pub const fn with_query(
        mut self,
        query: &'static [(&'static str, Option<&'static str>)],
    ) -> Self {
        self.query = query;
        self
    }
}

impl ApiKey {
    /// A key in the header or query parameter of this name.
    pub const fn new(name: &'static str, header: bool, scheme: Option<&'static str>) -> Self {
        ApiKey {
            name,
            header,
            scheme,
        }
    }
}

impl Checksum {
    /// The members that name algorithms, and what they may name.
    pub const fn new(
        algorithm_member: Option<usize>,
        request: &'static [ChecksumAlgorithm],
        mode_member: Option<usize>,
        response: &'static [ChecksumAlgorithm],
    ) -> Self {
        Checksum {
            required: false,
            algorithm_member,
            request,
            mode_member,
            response,
        }
    }

    /// A request must carry a checksum.
    pub const fn with_required(mut self) -> Self {
        self.required = true;
        self
    }
}

impl DefaultText {
    /// A text for an input member.
    pub const fn new(member: usize, text: &'static str) -> Self {
        DefaultText { member, text }
    }
}

impl BucketAddressing {
    /// The member with the bucket's name, and the first labels of hosts.
    pub const fn new(
        bucket: Option<usize>,
        host: &'static str,
        accelerated_host: &'static str,
    ) -> Self {
        BucketAddressing {
            bucket,
            host,
            accelerated_host,
        }
    }
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

    /// `@endpoint` host prefix.
    pub const fn with_host_prefix(mut self, prefix: &'static str) -> Self {
        self.host_prefix = Some(prefix);
        self
    }

    /// Rarer properties.
    pub const fn with_traits(mut self, traits: &'static [OperationTrait]) -> Self {
        self.traits = traits;
        self
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
