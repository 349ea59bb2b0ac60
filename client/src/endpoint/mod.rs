//! Endpoints: evaluates the rules, with parameters from settings.
//!
//! Source: Smithy 2.0, "Smithy Endpoints rules engine".

mod account;
mod context;
mod error;
mod eval;
mod functions;
mod platform;
mod region;
mod url;
mod value;

pub use error::{EndpointError, EndpointErrorKind};
pub use eval::{Endpoint, resolve};
pub use functions::{is_valid_host_label, uri_encode};
pub use platform::{Attributes, Platform, ServiceUrls, Store};
pub use region::check_region;
pub use smithgen_runtime::endpoint_rules::{
    ContextParameter, ContextSource, Function, InputStep, RuleSet,
};
pub use url::Url;
pub use value::Value;

pub(crate) use account::Account;
pub(crate) use context::{Known, bind, may_find_secret};
