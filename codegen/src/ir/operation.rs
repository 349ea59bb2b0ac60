//! Operations: their static data, input, output, errors, and call.

use super::endpoint::ContextParameter;
use super::waiter::Waiter;
use super::{Docs, Ident, Path, SchemaRef, Setter, Shape, Type};

/// An operation. It is one file in `operations/`, to which all its paths are relative.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Operation {
    /// The file's module: `register_client`.
    pub module: Ident,
    /// The client's method.
    pub method: Ident,
    /// The type that stands for the operation: `RegisterClient`.
    pub marker: Ident,
    /// The type of its calls: `RegisterClientCall`.
    pub call: Ident,
    /// The type that waits by its answers: `DescribeTableWait`.
    pub wait: Ident,
    /// Absolute shape id.
    pub id: String,
    /// Name in the model.
    pub name: String,
    /// What it does.
    pub docs: Docs,
    /// What it does, in a sentence; empty where the model has none.
    pub brief: Docs,
    /// What those are told who call it, if it is deprecated; may be empty.
    pub deprecated: Option<String>,
    /// What the client's method for it does: a sentence, and the way to the rest.
    pub method_docs: Docs,
    /// What its module is about, in a line.
    pub module_docs: Docs,
    /// Its input.
    pub input: StructureUse,
    /// Its output.
    pub output: StructureUse,
    /// Its errors.
    pub error: ErrorEnum,
    /// `@http`.
    pub http: Option<Http>,
    /// Authentication schemes in order of preference; empty for anonymous calls.
    pub auth: Vec<Auth>,
    /// Prefix of the host, with `{label}` for host labels.
    pub host_prefix: Option<String>,
    /// Pagination, if the operation is paginated.
    pub pages: Option<Paginated>,
    /// What can be waited for by its answers.
    pub waiters: Vec<Waiter>,
    /// Rarer properties.
    pub traits: Vec<OperationTrait>,
    /// Sources of the endpoint rules' parameters.
    pub endpoint_parameters: Vec<ContextParameter>,
    /// Setters for the members of the input.
    pub setters: Vec<CallSetter>,
    /// The members whose types do not tell whether they are given, so that calls note it.
    pub noted: Vec<usize>,
    /// Its own input and output types.
    pub shapes: Vec<Shape>,
}

/// A structure used as an operation's input or output.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StructureUse {
    /// Its name in the operation's module.
    pub ty: Ident,
    /// The type, if it is also used elsewhere.
    pub shared: Option<Path>,
    /// Its schema.
    pub schema: SchemaRef,
}

/// A setter of a call: sets a member of the input.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CallSetter {
    /// The call's method.
    pub name: Ident,
    /// The member's name in the model.
    pub member: String,
    /// The input's field.
    pub field: Ident,
    /// How a value is converted for the field.
    pub setter: Setter,
    /// Whether the member must be given.
    pub is_required: bool,
    /// The member's index, if the call notes that it is given.
    pub noted: Option<usize>,
    /// The member's first sentence, with a link to the rest.
    pub docs: Docs,
    /// What those are told who call it, if the member is deprecated; may be empty.
    pub deprecated: Option<String>,
}

/// The enum of an operation's errors.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ErrorEnum {
    /// The type's name.
    pub name: Ident,
    /// The errors of the model, in the order of the operation's table.
    pub variants: Vec<ErrorVariant>,
}

/// An error of the model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ErrorVariant {
    /// The variant's name.
    pub name: Ident,
    /// The structure.
    pub ty: Path,
    /// Its schema.
    pub schema: SchemaRef,
}

/// `@http`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Http {
    /// Method, upper case.
    pub method: String,
    /// Path segments.
    pub path: Vec<Segment>,
    /// Those that a server sees, if they are others: a client may have put some into the endpoint.
    pub route: Option<Vec<Segment>>,
    /// Literal query pairs.
    pub query: Vec<(String, Option<String>)>,
    /// Status of a success.
    pub code: u16,
}

/// A segment of a path; labels are indices of input members.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub(crate) enum Segment {
    Literal(String),
    Label(usize),
    Greedy(usize),
}

/// An authentication scheme. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are the names of the schemes")]
pub(crate) enum Auth {
    None,
    SigV4,
    SigV4a,
    Bearer,
    Basic,
    Digest,
    ApiKey(ApiKey),
    /// A scheme that the runtime does not know, by its absolute id.
    Other(String),
}

/// `@httpApiKeyAuth`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiKey {
    /// Header or query parameter name.
    pub name: String,
    /// In a header, else in the query.
    pub header: bool,
    /// Scheme in front of the key.
    pub scheme: Option<String>,
}

/// `@paginated`. Numbers are member indices.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Paginated {
    /// The input member that takes the token.
    pub input_token: usize,
    /// Path to the next token in the output, through structures.
    pub output_token: Vec<usize>,
    /// The output member that is false on the last page.
    pub more: Option<usize>,
    /// What the pages consist of, if that is said.
    pub items: Option<PageItems>,
}

/// What pages consist of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageItems {
    /// Type of the list or map.
    pub ty: Type,
    /// The fields on the way to it from the output, each with whether it is optional.
    pub path: Vec<(Ident, bool)>,
}

/// A property that few operations have. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "each is the Smithy trait it is named for")]
pub(crate) enum OperationTrait {
    Readonly,
    Idempotent,
    UnsignedPayload,
    ChecksumRequired,
    Checksum(Checksum),
    /// The tree hash of the body's megabytes, as a header.
    TreeHash,
    ExpectContinue,
    /// The encodings, in order of preference.
    RequestCompression(Vec<String>),
    UnwrappedXmlOutput,
    /// A header of every request: name and value.
    Header(String, String),
    /// A default for an input member that is unset or empty.
    DefaultText(usize, String),
    /// The request goes to the URL in this input member.
    EndpointMember(usize),
    /// An operation of this module tells where it is called, which may be required.
    DiscoveredEndpoint(Ident, bool),
    /// The bucket is addressed without endpoint rules.
    BucketAddressing(BucketAddressing),
    /// Digests in the answer are compared with messages.
    MessageDigests(MessageDigests),
    /// The endpoint's URL already contains what this member's label would add to the path.
    PathInEndpoint(usize),
    /// Allowed HTTP versions, if not HTTP/1.1.
    HttpVersions(HttpVersions),
}

/// Digests of messages, and where both are. Numbers are member indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MessageDigests {
    /// Whether the contents are in the output, rather than in the input.
    pub received: bool,
    /// The list of contents, and the id of its items.
    pub contents: (Option<usize>, Option<usize>),
    /// The list of digests, and the id of its items.
    pub digests: (Option<usize>, Option<usize>),
    /// Contents and their digests.
    pub pairs: Vec<DigestPair>,
}

/// A content with its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DigestPair {
    /// The member that is digested.
    pub content: usize,
    /// The member with the digest.
    pub digest: usize,
    /// If these are attributes, the member with their type, and those with values.
    pub attributes: Option<(usize, Vec<usize>)>,
}

/// How a bucket is addressed without endpoint rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BucketAddressing {
    /// The input member with the bucket's name, if there is one.
    pub bucket: Option<usize>,
    /// The first label of the service's hosts.
    pub host: &'static str,
    /// The first label of the hosts for accelerated transfers.
    pub accelerated: &'static str,
}

/// Versions of HTTP, other than HTTP/1.1 alone. The variants are the runtime's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HttpVersions {
    /// HTTP/2, or HTTP/1.1 if the server does not support it.
    Http2OrHttp1,
    /// HTTP/2 only.
    Http2,
}

/// `aws.protocols#httpChecksum`; members are indices into the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checksum {
    /// Whether a request must carry a checksum.
    pub required: bool,
    /// The member that selects the request's algorithm.
    pub algorithm_member: Option<usize>,
    /// The allowed algorithms for requests.
    pub request: Vec<ChecksumAlgorithm>,
    /// The member that requests a checksum of the response.
    pub mode_member: Option<usize>,
    /// The allowed algorithms for responses.
    pub response: Vec<ChecksumAlgorithm>,
}

/// An algorithm of checksums. The variants are the runtime's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are the names of the algorithms")]
pub(crate) enum ChecksumAlgorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
    Sha512,
    Md5,
    Xxhash64,
    Xxhash3,
    Xxhash128,
}
