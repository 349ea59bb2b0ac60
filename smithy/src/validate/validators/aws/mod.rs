//! Validators of the traits that AWS defines for its services: names, signing, protocols, checksums.

pub(super) mod arn;
mod checksum;
mod discovery;
mod error_codes;
mod error_rename;
mod event_source;
mod http_versions;
mod metric_namespace;
mod payload;
mod sdk_id;
mod sigv4;

pub(super) use self::arn::{ARN, labels};
use super::{Validator, listed};
use crate::model::Shape;
use crate::model::traits::{AwsService, Known};
use crate::validate::context::{Bound, Context};

pub(super) const TABLE: &[Validator] = &[
    Validator::other("ArnTemplate", arn::template),
    Validator::other("ArnTrait", arn::delimiter),
    Validator::other("ClientEndpointDiscovery", discovery::check),
    Validator::other("CloudWatchNamespace", metric_namespace::check),
    Validator::other("ErrorRename", error_rename::check),
    Validator::other("EventSource", event_source::check),
    Validator::other("HttpChecksumTrait", checksum::check),
    Validator::other("ProtocolHttp", http_versions::aws),
    Validator::other("ProtocolHttpPayload", payload::check),
    Validator::other("QueryErrorCode", error_codes::check),
    Validator::other("Rpcv2CborTrait", http_versions::rpc_v2_cbor),
    Validator::other("Rpcv2JsonTrait", http_versions::rpc_v2_json),
    Validator::other("SdkServiceId", sdk_id::check),
    Validator::other("SigV4Traits", sigv4::check),
];

/// The protocols of AWS that say which versions of HTTP they use.
const HTTP_PROTOCOLS: [&str; 4] = [
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
];

/// The services with the trait `aws.api#service`, and what it says.
pub(super) fn services<'c, 'm>(
    context: &'c Context<'m>,
) -> impl Iterator<Item = (&'c Bound<'m>, AwsService)> {
    let all = context.services().values();
    all.filter_map(|bound| Some((bound, bound.shape.traits.read::<AwsService>()?)))
}

/// The service part of its ARNs: as stated, or else its name.
pub(super) fn arn_namespace(service: &Shape, stated: &AwsService) -> String {
    let stated = stated.arn_namespace.clone();
    stated.unwrap_or_else(|| service.id.name().to_ascii_lowercase())
}

/// The id of the trait `aws.api#service`.
pub(super) const SERVICE: &str = AwsService::ID;
