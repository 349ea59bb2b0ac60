//! Which protocol a client of a service speaks. The only list of protocols in the generator.

use std::collections::BTreeSet;

use crate::ir::{Ident, Operation, OperationTrait};
use crate::model::Shape;
use crate::model::traits::{self, id};

/// A protocol that the runtime implements.
pub(super) struct Protocol {
    /// The trait's id.
    pub(super) id: &'static str,
    /// The runtime's constant, under `rt::protocol`.
    constant: &'static str,
    /// What the constant's name ends in for services that vary the protocol.
    variant: Option<Variant>,
    /// The cargo feature of the runtime that it needs.
    feature: Option<&'static str>,
    /// Whether it sends members where `@http` and its kin say.
    pub(super) binds: bool,
}

/// Something that a service may say of its protocol, and the ending of the constant that does so.
#[derive(Clone, Copy)]
enum Variant {
    /// `@awsQueryCompatible`.
    QueryCompatible,
    /// `noErrorWrapping` of `@restXml`.
    NoErrorWrapping,
}

/// The protocols, best first: smaller messages and cheaper codecs come before larger and dearer ones, and those that
/// say what they mean before those that guess. A service with several is called by the first.
const PROTOCOLS: &[Protocol] = {
    use Variant::{NoErrorWrapping, QueryCompatible};
    &[
        rpc(
            "smithy.protocols#rpcv2Cbor",
            "RPC_V2_CBOR",
            Some(QueryCompatible),
            Some("cbor"),
        ),
        rpc(
            "smithy.protocols#rpcv2Json",
            "RPC_V2_JSON",
            Some(QueryCompatible),
            None,
        ),
        rpc(
            "aws.protocols#awsJson1_0",
            "AWS_JSON_1_0",
            Some(QueryCompatible),
            None,
        ),
        rpc(
            "aws.protocols#awsJson1_1",
            "AWS_JSON_1_1",
            Some(QueryCompatible),
            None,
        ),
        rest("aws.protocols#restJson1", "REST_JSON_1", None, None),
        rest(
            "aws.protocols#restXml",
            "REST_XML",
            Some(NoErrorWrapping),
            Some("xml"),
        ),
        rpc("aws.protocols#awsQuery", "AWS_QUERY", None, Some("query")),
        rpc("aws.protocols#ec2Query", "EC2_QUERY", None, Some("query")),
    ]
};

type Name = &'static str;

const fn rpc(
    id: Name,
    constant: Name,
    variant: Option<Variant>,
    feature: Option<Name>,
) -> Protocol {
    Protocol {
        id,
        constant,
        variant,
        feature,
        binds: false,
    }
}

const fn rest(
    id: Name,
    constant: Name,
    variant: Option<Variant>,
    feature: Option<Name>,
) -> Protocol {
    Protocol {
        id,
        constant,
        variant,
        feature,
        binds: true,
    }
}

/// The best protocol of a service that the runtime implements, or the one wanted.
pub(super) fn choose(service: &Shape, wanted: Option<&str>) -> Option<&'static Protocol> {
    let mut known = PROTOCOLS
        .iter()
        .filter(|protocol| service.traits.has(protocol.id));
    match wanted {
        None => known.next(),
        Some(wanted) => {
            known.find(|protocol| protocol.id == wanted || short(protocol.id) == wanted)
        }
    }
}

/// What can be chosen, for a diagnostic.
pub(super) fn known() -> String {
    let ids: Vec<String> = PROTOCOLS
        .iter()
        .map(|protocol| format!("`{}`", protocol.id))
        .collect();
    ids.join(", ")
}

impl Protocol {
    /// The constant's name, for a service.
    pub(super) fn constant(&self, service: &Shape) -> Ident {
        let ending = match self.variant {
            Some(Variant::QueryCompatible) if service.traits.has(id::AWS_QUERY_COMPATIBLE) => {
                "_QUERY_COMPATIBLE"
            }
            Some(Variant::NoErrorWrapping) if has_bare_errors(service) => "_NO_ERROR_WRAPPING",
            _ => "",
        };
        Ident(format!("{}{ending}", self.constant))
    }
}

fn has_bare_errors(service: &Shape) -> bool {
    let rest_xml = service.traits.read::<traits::RestXml>();
    rest_xml.is_some_and(|rest_xml| rest_xml.no_error_wrapping)
}

/// The cargo features of the runtime that a protocol and these operations need, in order.
pub(super) fn features(
    protocol: &Protocol,
    operations: &[Operation],
    has_events: bool,
) -> Vec<&'static str> {
    let mut features: BTreeSet<&'static str> = protocol.feature.into_iter().collect();
    features.extend(has_events.then_some("event-streams"));
    for property in operations.iter().flat_map(|operation| &operation.traits) {
        match property {
            OperationTrait::ChecksumRequired
            | OperationTrait::Checksum(_)
            | OperationTrait::TreeHash => features.insert("checksums"),
            OperationTrait::RequestCompression(_) => features.insert("compression"),
            OperationTrait::HttpVersions(_) => features.insert("http2"),
            _ => false,
        };
    }
    features.into_iter().collect()
}

fn short(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}
