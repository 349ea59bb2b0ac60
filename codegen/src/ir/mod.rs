//! The intermediate representation, as plain data: every name is legal and unique, and every type, path, default
//! and binding is decided. Built by `lower` and read by `emit`; independent of Smithy's model and of Rust's tokens.

pub(crate) mod cli;
pub(crate) mod endpoint;
pub(crate) mod operation;
#[cfg(feature = "package")]
pub(crate) mod package;
pub(crate) mod schema;
pub(crate) mod server;
pub(crate) mod shape;
pub(crate) mod types;
pub(crate) mod waiter;

pub(crate) use operation::{
    ApiKey, Auth, BucketAddressing, CallSetter, Checksum, ChecksumAlgorithm, DigestPair, ErrorEnum,
    ErrorVariant, Http, HttpVersions, MessageDigests, Operation, OperationTrait, PageItems,
    Paginated, Segment, StructureUse,
};
pub(crate) use schema::{
    Bounds, EnumValues, QueryError, Schema, SchemaKind, SchemaMember, SchemaRef, TimestampFormat,
    Trait, XmlNamespace,
};
pub(crate) use server::{ServedError, ServedErrors, ServedOperation, ServedProtocol, Server};
pub(crate) use shape::{
    Attributes, Constructor, Enumeration, Extras, Field, IntEnumeration, Parameter, Serde, Setter,
    Shape, Structure, Union, Variant, Wrap,
};
pub(crate) use types::{Argument, DocumentValue, Finite, Ident, NumberValue, Path, Type, Value};

/// Markdown that rustdoc accepts without warnings; may be empty.
pub(crate) type Docs = String;

/// A service, ready to be written as a module.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServiceClient {
    /// The module's name and that of its directory: `sso_oidc`.
    pub module: Ident,
    /// What the service is.
    pub docs: Docs,
    /// The client's documentation, without the features it needs.
    pub client_docs: Docs,
    /// What those are told who use the client, if the service is deprecated; may be empty.
    pub deprecated: Option<String>,
    /// The origin of the model, for the header of every file.
    pub source: Source,
    /// Absolute shape id.
    pub id: String,
    /// API version; empty if the model has none.
    pub version: String,
    /// The SDK id, or the shape's name.
    pub sdk_id: String,
    /// Whether it is an AWS service.
    pub is_of_aws: bool,
    /// The signing name; empty if nothing is signed with SigV4.
    pub signing_name: String,
    /// The runtime's constant of the protocol, under `rt::protocol`.
    pub protocol: Ident,
    /// The cargo feature of the protocol.
    pub protocol_feature: Option<Feature>,
    /// The runtime's cargo features that the code needs, including the protocol's.
    pub runtime_features: Vec<&'static str>,
    /// The features that the module's root requires. Signing is among them unless a package has its own feature for
    /// it.
    pub demanded_features: Vec<Feature>,
    /// `@xmlNamespace` of the service.
    pub xml_namespace: Option<XmlNamespace>,
    /// The endpoint rules.
    pub endpoint_rules: Option<endpoint::RuleSet>,
    /// Whether there are Rust types, rather than tables alone.
    pub has_types: bool,
    /// The crate that types and tables stand on.
    pub home: Home,
    /// Whether operations have calls, of a client of their own or of any.
    pub has_calls: bool,
    /// Whether there is a client with a method per operation.
    pub has_client: bool,
    /// What a server implements, if requested.
    pub server: Option<Server>,
    /// The tables of the command line, if requested.
    pub cli: Option<cli::Commands>,
    /// The cargo feature that enables the command line's tables.
    pub cli_feature: Option<String>,
    /// Every error of all operations in the service, selected or not, with paths relative to `service.rs`.
    pub errors: Vec<SchemaRef>,
    /// Schemas that only `errors` needs, without types. They are in `service.rs`.
    pub tables: Vec<Schema>,
    /// The selected operations, in model order.
    pub operations: Vec<Operation>,
    /// All shapes with a type, except inputs and outputs of single operations; one file each.
    pub types: Vec<TypeFile>,
    /// Schemas of lists and maps, in a single file.
    pub collections: Vec<Schema>,
}

/// A cargo feature that generated code requires with a macro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Feature {
    /// The macro: the feature's name as an identifier.
    pub demand: Ident,
    /// The crate whose feature it is.
    pub home: Home,
}

/// A crate that generated code depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// `smithgen-client`.
    Client,
    /// `smithgen-server`.
    Server,
    /// `smithgen-aws`.
    Aws,
}

/// The origin of the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Source {
    /// The model's file name without its directory; for several files, the first and the number of others.
    pub file: String,
    /// SHA-256 of all files, lower-case hexadecimal.
    pub sha256: String,
}

/// A file under `types/`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TypeFile {
    /// The file's module.
    pub module: Ident,
    /// The shape in it.
    pub shape: Shape,
}
