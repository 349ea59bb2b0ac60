//! The seam for what neither a model nor its rules say: what the platform knows that a service runs on.

use std::fmt::Debug;

use smithgen_runtime::endpoint_rules::Function;
use smithgen_runtime::operation::{BucketAddressing, Service};

use super::{EndpointError, Url, Value};

/// What the platform knows that a service runs on.
pub trait Platform: Sync {
    /// The value of a function that is the platform's own; `None` where it is not set, or not known.
    fn call(&self, function: Function, arguments: &[Option<Value>; 4]) -> Option<Value>;

    /// The region proper, and whether the name asks for FIPS.
    fn region<'a>(&self, region: &'a str) -> (&'a str, bool);

    /// The endpoint of a store whose operations have no rules.
    ///
    /// # Errors
    /// When settings and bucket make none.
    fn store(&self, store: &Store<'_>) -> Result<Url, EndpointError>;
}

/// What an endpoint of a store is made of.
#[derive(Debug)]
#[non_exhaustive]
pub struct Store<'a> {
    /// What the table says.
    pub addressing: &'static BucketAddressing,
    /// The region.
    pub region: Option<&'a str>,
    /// The bucket, where the operation has one.
    pub bucket: Option<&'a str>,
    /// The URL that is set.
    pub url: Option<Url>,
    /// Whether the endpoint is to be reached over IPv4 and IPv6.
    pub dual_stack: bool,
    /// Further settings, by the names of endpoint parameters; of several with one name the last counts.
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

/// A value with named attributes that a platform has in a table.
pub trait Attributes: Debug + Sync {
    /// The attribute of this name.
    fn attribute(&self, name: &str) -> Option<Value>;
}

/// Gives the URL of a service that is set elsewhere.
pub trait ServiceUrls: Send + Sync {
    /// The URL, where one is set. A client may ask once for all of its calls.
    ///
    /// # Errors
    /// When the setting cannot be read.
    fn url(&self, service: &Service) -> Result<Option<String>, EndpointError>;
}
