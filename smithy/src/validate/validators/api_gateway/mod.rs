//! Validators of the traits of API Gateway.

mod authorizers;
mod cors;
mod endpoint;

use super::{Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    Validator::other("AuthorizersTrait", authorizers::check),
    Validator::other("EndpointConfiguration", endpoint::check),
    Validator::other("GatewayResponsesCors", cors::check),
];
