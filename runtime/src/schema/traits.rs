//! Traits that change what the runtime does, and their values.

use super::TimestampFormat;

/// Limits of `@length` and `@range`; both ends inclusive, as decimal text so that no precision is lost.
#[derive(Debug, PartialEq, Eq)]
pub struct Bounds {
    pub(crate) min: Option<&'static str>,
    pub(crate) max: Option<&'static str>,
}

/// `@xmlNamespace`.
#[derive(Debug, PartialEq, Eq)]
pub struct XmlNamespace {
    pub(crate) uri: &'static str,
    pub(crate) prefix: Option<&'static str>,
}

/// `@awsQueryError`.
#[derive(Debug, PartialEq, Eq)]
pub struct QueryError {
    pub(crate) code: &'static str,
    pub(crate) status: u16,
}

/// A trait that changes what the runtime does. Others stay in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trait {
    /// Must be set.
    Required,
    /// Has a default, which stands in for a required member that a message lacks.
    Defaulted,
    /// Never shown in debug output, logs or errors.
    Sensitive,
    /// A list or map that may hold null.
    Sparse,
    /// A list without equal items.
    UniqueItems,
    /// Member name in JSON bodies.
    JsonName(&'static str),
    /// Element or attribute name in XML.
    XmlName(&'static str),
    /// An XML attribute.
    XmlAttribute,
    /// A list or map without a wrapping element.
    XmlFlattened,
    /// XML namespace.
    XmlNamespace(&'static XmlNamespace),
    /// Name in ec2Query bodies.
    Ec2QueryName(&'static str),
    /// Timestamp format, resolved from member and target.
    TimestampFormat(TimestampFormat),
    /// Media type of a blob or string.
    MediaType(&'static str),
    /// Part of the URI path.
    HttpLabel,
    /// Query parameter of this name.
    HttpQuery(&'static str),
    /// Map of query parameters.
    HttpQueryParams,
    /// Header of this name.
    HttpHeader(&'static str),
    /// Map of headers with this prefix.
    HttpPrefixHeaders(&'static str),
    /// The whole body.
    HttpPayload,
    /// The response's status.
    HttpResponseCode,
    /// Fills a label of the endpoint's host prefix.
    HostLabel,
    /// Filled with a fresh UUID when unset.
    IdempotencyToken,
    /// A streaming blob or an event stream.
    Streaming,
    /// A streaming blob whose length must be known.
    RequiresLength,
    /// Header of an event message.
    EventHeader,
    /// Payload of an event message.
    EventPayload,
    /// Values of an enum, in model order.
    EnumValues(&'static [&'static str]),
    /// Values of an enum that are not named where all are (`@internal`).
    InternalValues(&'static [&'static str]),
    /// Values of an intEnum, in model order.
    IntEnumValues(&'static [i32]),
    /// Limits on length: items, bytes of a blob, Unicode scalar values of a string.
    Length(&'static Bounds),
    /// Limits on a number.
    Range(&'static Bounds),
    /// A regular expression the string must match somewhere.
    Pattern(&'static str),
    /// An error; true when the client is at fault.
    Error {
        /// Whose fault: client (4xx) or server (5xx).
        client: bool,
    },
    /// HTTP status of an error.
    HttpError(u16),
    /// The error may be retried.
    Retryable {
        /// It tells that the caller is too fast.
        throttling: bool,
    },
    /// Code and status of an error in the query protocols.
    AwsQueryError(&'static QueryError),
    /// The name that the service gives the shape, where that is another than its own.
    Renamed(&'static str),
}

impl Bounds {
    /// Limits: the lower and the upper one.
    pub const fn new(min: Option<&'static str>, max: Option<&'static str>) -> Self {
        Bounds { min, max }
    }

    /// Lower limit.
    pub const fn min(&self) -> Option<&'static str> {
        self.min
    }

    /// Upper limit.
    pub const fn max(&self) -> Option<&'static str> {
        self.max
    }
}

impl XmlNamespace {
    /// A namespace.
    pub const fn new(uri: &'static str, prefix: Option<&'static str>) -> Self {
        XmlNamespace { uri, prefix }
    }

    /// The namespace's URI.
    pub const fn uri(&self) -> &'static str {
        self.uri
    }

    /// The prefix, where one is given.
    pub const fn prefix(&self) -> Option<&'static str> {
        self.prefix
    }
}

impl QueryError {
    /// Code and status of an error.
    pub const fn new(code: &'static str, status: u16) -> Self {
        QueryError { code, status }
    }

    /// The code on the wire.
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.status
    }
}
