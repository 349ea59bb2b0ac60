//! Operations: their static data, input, output, errors, and what the client's call offers.

use super::endpoint::ContextParameter;
use super::{Docs, Ident, Path, SchemaRef, Setter, Shape};

/// An operation; one file under `operations/`, in which all its paths are meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The file's module: `register_client`.
    pub module: Ident,
    /// The client's method.
    pub method: Ident,
    /// The type that stands for the operation: `RegisterClient`.
    pub marker: Ident,
    /// The type of a call that is not sent yet: `RegisterClientCall`.
    pub call: Ident,
    /// Name in the model.
    pub name: String,
    /// What it does.
    pub docs: Docs,
    /// What it does, in a sentence.
    pub brief: Docs,
    /// Its input.
    pub input: StructureUse,
    /// Its output.
    pub output: StructureUse,
    /// Its errors.
    pub error: ErrorEnum,
    /// `@http`.
    pub http: Option<Http>,
    /// Authentication schemes, best first; empty when the call is anonymous.
    pub auth: Vec<Auth>,
    /// Prefix of the host, with `{label}` for host labels.
    pub host_prefix: Option<String>,
    /// Where the tokens are, when its results come in pages.
    pub pages: Option<Paginated>,
    /// Rarer properties.
    pub traits: Vec<OperationTrait>,
    /// What sets the members of the input.
    pub setters: Vec<CallSetter>,
    /// Its own input and output.
    pub shapes: Vec<Shape>,
}

/// A structure that is an operation's input or output.
#[derive(Debug, Clone, PartialEq)]
pub struct StructureUse {
    /// The name that the operation has for it.
    pub ty: Ident,
    /// The type, where it is more than this operation's.
    pub shared: Option<Path>,
    /// Its schema.
    pub schema: SchemaRef,
}

/// A setter of a call: sets a member of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct CallSetter {
    /// The call's method.
    pub name: Ident,
    /// The input's field.
    pub field: Ident,
    /// How a value becomes that of the field.
    pub setter: Setter,
    /// Whether the member must be given.
    pub is_required: bool,
    /// What the member is, in a sentence, and the way to the rest.
    pub docs: Docs,
}

/// The enum of an operation's errors.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorEnum {
    /// The type's name.
    pub name: Ident,
    /// The errors of the model, in the order of the operation's table.
    pub variants: Vec<ErrorVariant>,
}

/// An error of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorVariant {
    /// The variant's name.
    pub name: Ident,
    /// The structure.
    pub ty: Path,
    /// Its schema.
    pub schema: SchemaRef,
}

/// `@http`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http {
    /// Method, upper case.
    pub method: String,
    /// Path segments.
    pub path: Vec<Segment>,
    /// Literal query pairs.
    pub query: Vec<(String, Option<String>)>,
    /// Status of a success.
    pub code: u16,
}

/// A segment of a path; labels are indices of input members.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub enum Segment {
    Literal(String),
    Label(usize),
    Greedy(usize),
}

/// An authentication scheme. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are the names of the schemes")]
pub enum Auth {
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
pub struct ApiKey {
    /// Header or query parameter name.
    pub name: String,
    /// In a header, else in the query.
    pub header: bool,
    /// Scheme in front of the key.
    pub scheme: Option<String>,
}

/// `@paginated`. Numbers are member indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paginated {
    /// The input member that takes the token.
    pub input_token: usize,
    /// The way to the next token in the output, through structures.
    pub output_token: Vec<usize>,
    /// The member beside the next token that is false on the last page.
    pub more: Option<usize>,
}

/// A property that few operations have. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "each is the Smithy trait it is named for")]
pub enum OperationTrait {
    Readonly,
    Idempotent,
    UnsignedPayload,
    ChecksumRequired,
    Checksum(Checksum),
    /// The hash of the tree of the body's megabytes, as a header.
    TreeHash,
    /// The encodings, best first.
    RequestCompression(Vec<String>),
    UnwrappedXmlOutput,
    /// A header that every request has: name and value.
    Header(String, String),
    /// A text that stands in for an input member which is unset or empty.
    DefaultText(usize, String),
    /// The request goes to the URL that the input member holds.
    EndpointMember(usize),
    /// The bucket that the input member names is addressed without rules.
    BucketAddressing(Option<usize>),
    /// What the label of this member would add to the path is in the endpoint's URL.
    PathInEndpoint(usize),
    /// The versions of HTTP that it travels over, where that is not HTTP/1.1.
    HttpVersions(HttpVersions),
    /// Where parameters of the endpoint rules come from.
    EndpointParameters(Vec<ContextParameter>),
}

/// Versions of HTTP, other than HTTP/1.1 alone. The variants are the runtime's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpVersions {
    /// HTTP/2; HTTP/1.1 of a server that does not speak it.
    Http2OrHttp1,
    /// HTTP/2 only.
    Http2,
}

/// `aws.protocols#httpChecksum`; members are indices into the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    /// Whether a request must carry a checksum.
    pub required: bool,
    /// The member that names the algorithm of the request.
    pub algorithm_member: Option<usize>,
    /// What that member may name.
    pub request: Vec<ChecksumAlgorithm>,
    /// The member that asks for a checksum of the response.
    pub mode_member: Option<usize>,
    /// What the response may use.
    pub response: Vec<ChecksumAlgorithm>,
}

/// An algorithm of checksums. The variants are the runtime's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are the names of the algorithms")]
pub enum ChecksumAlgorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
}
