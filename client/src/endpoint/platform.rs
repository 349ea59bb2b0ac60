//! Extension point for the platform that a service runs on, which neither model nor rules describe.

use std::fmt::Debug;

use smithgen_runtime::endpoint_rules::Function;
use smithgen_runtime::operation::{BucketAddressing, Service};

use super::{EndpointError, Url, Value};

/// The platform that a service runs on.
pub trait Platform: Sync {
    /// Evaluates a function of the platform; `None` if the result is not set, or the function is unknown.
    fn call(&self, function: Function, arguments: &[Option<Value>; 4]) -> Option<Value>;

    /// The actual region, and whether its name requests FIPS.
    fn region<'a>(&self, region: &'a str) -> (&'a str, bool);

    /// The endpoint of a store whose operations have no rules.
    ///
    /// # Errors
    /// Settings and bucket do not form a valid endpoint.
    fn store(&self, store: &Store<'_>) -> Result<Url, EndpointError>;
}

/// The inputs of a store's endpoint.
#[derive(Debug)]
#[non_exhaustive]
pub struct Store<'a> {
    /// The addressing table.
    pub addressing: &'static BucketAddressing,
    /// The region.
    pub region: Option<&'a str>,
    /// The bucket, if the operation has one.
    pub bucket: Option<&'a str>,
    /// The configured URL.
    pub url: Option<Url>,
    /// Whether to use an endpoint that supports IPv4 and IPv6.
    pub dual_stack: bool,
    /// Other settings by names of endpoint parameters; the last value for a name counts.
    pub parameters: &'a [(String, Value)],
}

impl<'a> Store<'a> {
    pub(crate) fn new(
        addressing: &'static BucketAddressing,
        parameters: &'a [(String, Value)],
    ) -> Self {
        Store {
            addressing,
            region: None,
            bucket: None,
            url: None,
            dual_stack: false,
            parameters,
        }
    }
}

/// A platform-specific value with named attributes.
pub trait Attributes: Debug + Sync {
    /// The attribute of this name.
    fn attribute(&self, name: &str) -> Option<Value>;
}

/// Provides URLs of services from other sources.
pub trait ServiceUrls: Send + Sync {
    /// The URL, if one is set. A client may call this once for all of its calls.
    ///
    /// # Errors
    /// The setting cannot be read.
    fn url(&self, service: &Service) -> Result<Option<String>, EndpointError>;
}
