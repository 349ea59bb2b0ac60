//! The traits of a shape or member: raw values for all, typed readings for those the generator honours.

mod aws;
pub(crate) mod builtin;
#[allow(missing_docs, reason = "each is the id of the trait it is named for")]
pub mod id;
mod rules;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Number;

use super::id::ShapeId;
use super::node::Node;
use crate::source::Location;

pub use self::aws::{AwsQueryError, AwsService, HttpChecksum, Sigv4, Sigv4a};
pub use self::rules::{
    ClientContextParam, ClientContextParams, ContextParam, EndpointBdd, OperationContextParam,
    OperationContextParams, StaticContextParam, StaticContextParams,
};

/// One trait as applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Trait {
    /// The trait's id.
    pub id: ShapeId,
    /// Its value; `{}` for an annotation.
    pub value: Node,
    /// Where it is applied.
    pub location: Location,
}

/// The traits of one shape or member, in the order of application. Unknown traits are kept.
#[derive(Debug, Clone, Default)]
pub struct Traits(Vec<Trait>);

/// A trait whose value has a type here.
pub trait Known: DeserializeOwned {
    /// The trait's id.
    const ID: &'static str;
}

impl Traits {
    /// The value of a trait by its absolute id.
    pub fn get(&self, id: &str) -> Option<&Node> {
        self.find(id).map(|found| &found.value)
    }

    /// Whether a trait is applied.
    pub fn has(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// A trait with its place.
    pub fn find(&self, id: &str) -> Option<&Trait> {
        self.0.iter().find(|applied| applied.id == *id)
    }

    /// The typed value of a trait; `None` also when the value is malformed, which `resolve` has reported.
    pub fn read<T: Known>(&self) -> Option<T> {
        self.try_read().and_then(Result::ok)
    }

    /// The typed value of a trait, or why its value is not what the trait takes.
    pub fn try_read<T: Known>(&self) -> Option<Result<T, serde_json::Error>> {
        self.get(T::ID).map(|value| T::deserialize(value))
    }

    /// The text of a trait that takes one, such as `smithy.api#documentation`.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.get(id).and_then(Node::as_str)
    }

    /// All traits, in the order of application.
    pub fn iter(&self) -> std::slice::Iter<'_, Trait> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies a trait that is not applied yet.
    pub(crate) fn push(&mut self, new: Trait) {
        self.0.push(new);
    }

    /// Applies a trait in place of any former value.
    pub(crate) fn set(&mut self, new: Trait) {
        match self.0.iter_mut().find(|applied| applied.id == new.id) {
            Some(old) => *old = new,
            None => self.0.push(new),
        }
    }

    pub(crate) fn find_mut(&mut self, id: &str) -> Option<&mut Trait> {
        self.0.iter_mut().find(|applied| applied.id == *id)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<Trait> {
        let at = self.0.iter().position(|applied| applied.id == *id)?;
        Some(self.0.remove(at))
    }
}

impl<'a> IntoIterator for &'a Traits {
    type Item = &'a Trait;
    type IntoIter = std::slice::Iter<'a, Trait>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        pub struct $name(pub String);
        impl Known for $name {
            const ID: &'static str = $id;
        }
    )*};
}

texts! {
    /// The header that carries a member.
    HttpHeader = "smithy.api#httpHeader";
    /// The prefix of the headers that carry a map; may be empty.
    HttpPrefixHeaders = "smithy.api#httpPrefixHeaders";
    /// The query parameter that carries a member.
    HttpQuery = "smithy.api#httpQuery";
    /// The regular expression (ECMA 262, unanchored) that a text must match.
    Pattern = "smithy.api#pattern";
    /// The name of a member in JSON.
    JsonName = "smithy.api#jsonName";
    /// The name of a member or shape in XML.
    XmlName = "smithy.api#xmlName";
    /// The media type of a blob or string.
    MediaType = "smithy.api#mediaType";
    /// The name of a member in ec2Query.
    Ec2QueryName = "aws.protocols#ec2QueryName";
}

macro_rules! known {
    ($($name:ident = $id:literal;)*) => {$(
        impl Known for $name {
            const ID: &'static str = $id;
        }
    )*};
}

known! {
    Http = "smithy.api#http";
    HttpError = "smithy.api#httpError";
    Fault = "smithy.api#error";
    TimestampFormat = "smithy.api#timestampFormat";
    Length = "smithy.api#length";
    Range = "smithy.api#range";
    Paginated = "smithy.api#paginated";
    Examples = "smithy.api#examples";
    Endpoint = "smithy.api#endpoint";
    Auth = "smithy.api#auth";
    HttpApiKeyAuth = "smithy.api#httpApiKeyAuth";
    XmlNamespace = "smithy.api#xmlNamespace";
    Retryable = "smithy.api#retryable";
    Deprecated = "smithy.api#deprecated";
    ExternalDocumentation = "smithy.api#externalDocumentation";
    RequestCompression = "smithy.api#requestCompression";
    RestXml = "aws.protocols#restXml";
    Mixin = "smithy.api#mixin";
    EnumDefinitions = "smithy.api#enum";
    Tags = "smithy.api#tags";
    References = "smithy.api#references";
    Sigv4 = "aws.auth#sigv4";
    Sigv4a = "aws.auth#sigv4a";
    AwsService = "aws.api#service";
    HttpChecksum = "aws.protocols#httpChecksum";
    AwsQueryError = "aws.protocols#awsQueryError";
    ContextParam = "smithy.rules#contextParam";
    StaticContextParams = "smithy.rules#staticContextParams";
    OperationContextParams = "smithy.rules#operationContextParams";
    ClientContextParams = "smithy.rules#clientContextParams";
    EndpointBdd = "smithy.rules#endpointBdd";
}

/// How an operation travels over HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Http {
    /// The method, as written.
    pub method: String,
    /// The pattern of path and query.
    pub uri: String,
    /// The status of success.
    #[serde(default = "ok")]
    pub code: u16,
}

fn ok() -> u16 {
    200
}

/// The status that an error has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct HttpError(pub u16);

/// Whose fault an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The caller's: status 400 unless stated.
    Client,
    /// The service's: status 500 unless stated.
    Server,
}

/// How a timestamp is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimestampFormat {
    /// RFC 3339.
    DateTime,
    /// The date of HTTP's headers.
    HttpDate,
    /// Seconds since 1970, with a fraction if need be.
    EpochSeconds,
}

/// The bounds of a length: characters of a text, bytes of a blob, elements of a list or map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Length {
    /// The least.
    pub min: Option<u64>,
    /// The most.
    pub max: Option<u64>,
}

/// The bounds of a number, exact.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Range {
    /// The least.
    pub min: Option<Number>,
    /// The most.
    pub max: Option<Number>,
}

/// How an operation pages; on a service, the values that its operations inherit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Paginated {
    /// The input member that takes the token.
    pub input_token: Option<String>,
    /// The path in the output to the next token.
    pub output_token: Option<String>,
    /// The path in the output to the items.
    pub items: Option<String>,
    /// The input member that sets the size of a page.
    pub page_size: Option<String>,
}

/// Examples of an operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Examples(pub Vec<Example>);

/// One example of an operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// More about it.
    pub documentation: Option<String>,
    /// The input.
    #[serde(default)]
    pub input: Option<Node>,
    /// The output, for an example that succeeds.
    pub output: Option<Node>,
    /// The error, for one that fails.
    pub error: Option<ExampleError>,
    /// Whether the input may break the model's constraints.
    #[serde(default)]
    pub allow_constraint_errors: bool,
}

/// The error that an example meets.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct ExampleError {
    /// The error structure.
    pub shape_id: String,
    /// Its members, if any are given.
    pub content: Option<Node>,
}

/// A prefix of the host name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Endpoint {
    /// The prefix, with `{label}` for members bound by `hostLabel`.
    pub host_prefix: String,
}

/// The authentication schemes of a service or operation, best first; empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Auth(pub Vec<String>);

/// An API key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct HttpApiKeyAuth {
    /// The header or query parameter.
    pub name: String,
    /// `header` or `query`.
    #[serde(rename = "in")]
    pub location: String,
    /// The word before the key in the header.
    pub scheme: Option<String>,
}

/// An XML namespace.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct XmlNamespace {
    /// Its URI.
    pub uri: String,
    /// Its prefix; without one it is the default namespace.
    pub prefix: Option<String>,
}

/// That an error may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Retryable {
    /// Whether the service is throttling.
    #[serde(default)]
    pub throttling: bool,
}

/// That something should no longer be used.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Deprecated {
    /// What to use instead.
    pub message: Option<String>,
    /// Since when.
    pub since: Option<String>,
}

/// Links to further documentation: title and URL.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ExternalDocumentation(pub IndexMap<String, String>);

/// How a request may be compressed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct RequestCompression {
    /// The encodings, best first.
    pub encodings: Vec<String>,
}

/// `@restXml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RestXml {
    /// Whether `<Error>` is the root of an error, rather than in an `<ErrorResponse>`.
    pub no_error_wrapping: bool,
}

/// What the traits of protocols say of versions of HTTP: ALPN ids, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
pub struct ProtocolHttp {
    /// Those that the service speaks; HTTP/1.1 when unset.
    pub http: Option<Vec<String>>,
    /// Those for operations with event streams; as `http` when unset.
    pub event_stream_http: Option<Vec<String>>,
}

/// That a shape is a mixin.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Mixin {
    /// Traits that its users do not inherit.
    #[serde(default)]
    pub local_traits: Vec<String>,
}

/// Words that group shapes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tags(pub Vec<String>);

/// Resources that a string or structure refers to, as they are.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct References(pub Vec<Node>);

/// The values of a string with the deprecated `enum` trait.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EnumDefinitions(pub Vec<EnumDefinition>);

/// One value of a string with the deprecated `enum` trait.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub struct EnumDefinition {
    /// The value on the wire.
    pub value: String,
    /// Its name.
    pub name: Option<String>,
    /// What it means.
    pub documentation: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether it should no longer be used.
    #[serde(default)]
    pub deprecated: bool,
}
