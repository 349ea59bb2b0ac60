//! What is to be written, as plain data: every name legal and unique, every type, path, default and
//! binding decided. Made by `lower`, read by `emit`; knows neither Smithy's model nor Rust's tokens.

pub mod cli;
pub mod endpoint;
pub mod operation;
pub mod package;
pub mod schema;
pub mod shape;
pub mod types;

pub use operation::{
    ApiKey, Auth, CallSetter, Checksum, ChecksumAlgorithm, ErrorEnum, ErrorVariant, Http,
    HttpVersions, Operation, OperationTrait, Paginated, Segment, StructureUse,
};
pub use schema::{
    Bounds, EnumValues, QueryError, Schema, SchemaKind, SchemaMember, SchemaRef, TimestampFormat,
    Trait, XmlNamespace,
};
pub use shape::{
    Constructor, Enumeration, Field, IntEnumeration, Parameter, Setter, Shape, Structure, Union,
    Variant, Wrap,
};
pub use types::{Argument, DocumentValue, Ident, NumberValue, Path, Type, Value};

/// Documentation in Markdown that rustdoc takes without a warning; empty for none.
pub type Docs = String;

/// One service, ready to be written as one module.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// The module's name and that of its directory: `sso_oidc`.
    pub module: Ident,
    /// What the service is.
    pub docs: Docs,
    /// What is said of the model in every file's first lines.
    pub source: Source,
    /// Absolute shape id.
    pub id: String,
    /// API version, empty where the model has none.
    pub version: String,
    /// The name that SDKs give the service, or the shape's name.
    pub sdk_id: String,
    /// Whether it is a service of AWS.
    pub is_of_aws: bool,
    /// The name to sign for, empty where nothing is signed with SigV4.
    pub signing_name: String,
    /// The runtime's constant of the protocol, under `rt::protocol`.
    pub protocol: Ident,
    /// The cargo feature of the runtime that the protocol needs.
    pub protocol_feature: Option<&'static str>,
    /// The cargo features of the runtime that the code needs, that of the protocol included.
    pub runtime_features: Vec<&'static str>,
    /// Those that its root demands. What signs is among them where no package makes a feature of its own of it.
    pub demanded_features: Vec<&'static str>,
    /// `@xmlNamespace` of the service.
    pub xml_namespace: Option<XmlNamespace>,
    /// The rules that make an endpoint of region and settings.
    pub endpoint_rules: Option<endpoint::RuleSet>,
    /// The tables of the command line, where they are wanted.
    pub cli: Option<cli::Commands>,
    /// The cargo feature that the tables of the command line need.
    pub cli_feature: Option<String>,
    /// Every error of every operation of the service, chosen or not, as seen from `service.rs`.
    pub errors: Vec<SchemaRef>,
    /// Schemas that only `errors` needs: no type is made for them. They stand in `service.rs`.
    pub tables: Vec<Schema>,
    /// The chosen operations, in the model's order.
    pub operations: Vec<Operation>,
    /// All shapes with a type but the inputs and outputs of single operations; one file each.
    pub types: Vec<TypeFile>,
    /// Schemas of the lists and maps; one file for all.
    pub collections: Vec<Schema>,
}

/// Where the model came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The model's file name, without its directory; of several files the first and how many more.
    pub file: String,
    /// SHA-256 of all files, lower-case hexadecimal.
    pub sha256: String,
}

/// A file under `types/`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeFile {
    /// The file's module.
    pub module: Ident,
    /// The shape in it.
    pub shape: Shape,
}
