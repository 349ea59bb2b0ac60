//! Traits of a shape or member: raw values for all, typed values for those the generator uses.

mod aws;
pub(crate) mod builtin;
mod commands;
#[allow(missing_docs, reason = "each is the id of the trait it is named for")]
pub mod id;
mod rules;
mod wire;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Number;

use super::id::ShapeId;
use super::node::Node;
use crate::source::Location;

pub use self::aws::{
    AwsQueryError, AwsService, ClientDiscoveredEndpoint, ClientEndpointDiscovery, HttpChecksum,
    Sigv4, Sigv4a,
};
pub use self::commands::{
    Acceptor, CommandAcceptor, CommandWaiter, CommandWaiters, Comparator, Matcher, Paginator,
    PathMatcher, State, Waitable, Waiter,
};
pub use self::rules::{
    ClientContextParam, ClientContextParams, ContextParam, EndpointBdd, OperationContextParam,
    OperationContextParams, StaticContextParam, StaticContextParams,
};
pub(crate) use self::wire::is_token;
pub use self::wire::{
    ApiKeyLocation, HttpApiKeyAuth, HttpHeader, HttpPrefixHeaders, MediaType, XmlName,
};

/// One trait as applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Trait {
    /// The trait's id.
    pub id: ShapeId,
    /// Its value; `{}` for an annotation trait.
    pub value: Node,
    /// Location where it is applied.
    pub location: Location,
}

/// The traits of a shape or member, in order of application. Unknown traits are kept.
#[derive(Debug, Clone, Default)]
pub struct Traits(Vec<Trait>);

/// A trait with a typed value.
pub trait Known: DeserializeOwned {
    /// The trait's id.
    const ID: &'static str;
}

impl Traits {
    /// The value of a trait.
    pub fn get(&self, id: &str) -> Option<&Node> {
        self.find(id).map(|found| &found.value)
    }

    /// Whether a trait is applied.
    pub fn has(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// A trait with its location.
    pub fn find(&self, id: &str) -> Option<&Trait> {
        self.0.iter().find(|applied| applied.id == *id)
    }

    /// The typed value of a trait; `None` if it is absent or malformed, which `resolve` has reported.
    pub fn read<T: Known>(&self) -> Option<T> {
        self.try_read().and_then(Result::ok)
    }

    /// The typed value of a trait, or why it is malformed.
    pub fn try_read<T: Known>(&self) -> Option<Result<T, serde_json::Error>> {
        self.get(T::ID).map(|value| T::deserialize(value))
    }

    /// The text of a string trait, such as `smithy.api#documentation`.
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
    /// The query parameter that a member is bound to.
    HttpQuery = "smithy.api#httpQuery";
    /// The regular expression (ECMA 262, unanchored) that a string must match.
    Pattern = "smithy.api#pattern";
    /// The name of a member in JSON.
    JsonName = "smithy.api#jsonName";
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
    Waitable = "smithy.waiters#waitable";
    ClientEndpointDiscovery = "aws.api#clientEndpointDiscovery";
    ClientDiscoveredEndpoint = "aws.api#clientDiscoveredEndpoint";
    Paginator = "smithgen.commands#paginator";
    CommandWaiters = "smithgen.commands#waiters";
    Examples = "smithy.api#examples";
    Endpoint = "smithy.api#endpoint";
    Auth = "smithy.api#auth";
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

/// The HTTP binding of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Http {
    /// The method, as written.
    pub method: String,
    /// The pattern of path and query.
    pub uri: String,
    /// The status of a success.
    #[serde(default = "ok")]
    pub code: u16,
}

fn ok() -> u16 {
    200
}

/// The HTTP status of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct HttpError(pub u16);

/// Who is at fault for an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The client; status 400 by default.
    Client,
    /// The server; status 500 by default.
    Server,
}

/// Timestamp format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimestampFormat {
    /// RFC 3339.
    DateTime,
    /// HTTP's date format.
    HttpDate,
    /// Seconds since 1970, with an optional fraction.
    EpochSeconds,
}

/// Bounds of a length: characters of a string, bytes of a blob, elements of a list or map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Length {
    /// Minimum.
    pub min: Option<u64>,
    /// Maximum.
    pub max: Option<u64>,
}

/// Exact bounds of a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Range {
    /// Minimum.
    pub min: Option<Number>,
    /// Maximum.
    pub max: Option<Number>,
}

/// Pagination of an operation or, on a service, defaults for its operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Paginated {
    /// The input member for the token.
    pub input_token: Option<String>,
    /// Path to the next token in the output.
    pub output_token: Option<String>,
    /// Path to the items in the output.
    pub items: Option<String>,
    /// The input member for the page size.
    pub page_size: Option<String>,
}

/// Examples of an operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Examples(pub Vec<Example>);

/// One example of an operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Example {
    /// Title.
    pub title: String,
    /// Description.
    pub documentation: Option<String>,
    /// The input.
    #[serde(default)]
    pub input: Option<Node>,
    /// The output, if the example succeeds.
    pub output: Option<Node>,
    /// The error, if the example fails.
    pub error: Option<ExampleError>,
    /// Whether the input may violate constraints.
    #[serde(default)]
    pub allow_constraint_errors: bool,
}

/// The error in an example.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct ExampleError {
    /// The error structure.
    pub shape_id: String,
    /// Its members, if given.
    pub content: Option<Node>,
}

/// A prefix of the host name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Endpoint {
    /// The prefix, with `{label}` for members with the `hostLabel` trait.
    pub host_prefix: String,
}

/// Authentication schemes of a service or operation, in order of preference; empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Auth(pub Vec<String>);

/// An XML namespace.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct XmlNamespace {
    /// Its URI.
    pub uri: String,
    /// Its prefix; the default namespace if absent.
    pub prefix: Option<String>,
}

/// Marks an error as retryable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Retryable {
    /// Whether it is a throttling error.
    #[serde(default)]
    pub throttling: bool,
}

/// Marks something as deprecated.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct Deprecated {
    /// What to use instead.
    pub message: Option<String>,
    /// The version or date of the deprecation.
    pub since: Option<String>,
}

/// Links to external documentation: title and URL.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ExternalDocumentation(pub IndexMap<String, String>);

/// Request compression.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct RequestCompression {
    /// Encodings in order of preference.
    pub encodings: Vec<String>,
}

/// The `restXml` trait.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RestXml {
    /// Whether `<Error>` is the root of an error, rather than wrapped in `<ErrorResponse>`.
    pub no_error_wrapping: bool,
}

/// HTTP versions in protocol traits: ALPN ids in order of preference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
pub struct ProtocolHttp {
    /// Versions that the service supports; HTTP/1.1 by default.
    pub http: Option<Vec<String>>,
    /// Versions for operations with event streams; by default those in `http`.
    pub event_stream_http: Option<Vec<String>>,
}

/// Marks a shape as a mixin.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Mixin {
    /// Traits that are not inherited.
    #[serde(default)]
    pub local_traits: Vec<String>,
}

/// Tags that group shapes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tags(pub Vec<String>);

/// References of a string or structure to resources, uninterpreted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct References(pub Vec<Node>);

/// The values of a string with the deprecated `enum` trait.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EnumDefinitions(pub Vec<EnumDefinition>);

/// One value of a string with the deprecated `enum` trait.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub struct EnumDefinition {
    /// The value.
    pub value: String,
    /// Its name.
    pub name: Option<String>,
    /// Its documentation.
    pub documentation: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether it is deprecated.
    #[serde(default)]
    pub deprecated: bool,
}
