//! Which protocol a client of a service speaks, and what that asks of the runtime.

use std::collections::BTreeSet;

use crate::ir::{Feature, Home, Ident, Operation, OperationTrait, ServedProtocol};
use crate::lower::service::protocols::{PROTOCOLS, Protocol, Variant};
use smithgen_model::model::Shape;
use smithgen_model::model::traits::{self, id};

/// The best protocol of a service that the runtime implements, or the one wanted.
pub(in crate::lower) fn choose(service: &Shape, wanted: Option<&str>) -> Option<&'static Protocol> {
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
pub(in crate::lower) fn known() -> String {
    let ids: Vec<String> = PROTOCOLS
        .iter()
        .map(|protocol| format!("`{}`", protocol.id))
        .collect();
    ids.join(", ")
}

impl Protocol {
    /// The constant's name, for a service.
    pub(in crate::lower) fn constant(&self, service: &Shape) -> Ident {
        let ending = match self.variant {
            Some(Variant::QueryCompatible) if service.traits.has(id::AWS_QUERY_COMPATIBLE) => {
                "_QUERY_COMPATIBLE"
            }
            Some(Variant::NoErrorWrapping) if has_bare_errors(service) => "_NO_ERROR_WRAPPING",
            _ => "",
        };
        Ident::new(&format!("{}{ending}", self.constant))
    }
}

fn has_bare_errors(service: &Shape) -> bool {
    let rest_xml = service.traits.read::<traits::RestXml>();
    rest_xml.is_some_and(|rest_xml| rest_xml.no_error_wrapping)
}

/// All protocols of a service that the runtime implements, best first.
pub(in crate::lower) fn all(service: &Shape) -> impl Iterator<Item = &'static Protocol> {
    PROTOCOLS
        .iter()
        .filter(|protocol| service.traits.has(protocol.id))
}

/// The protocols that a server of a service speaks, one of which the service's table has.
pub(in crate::lower) fn served(service: &Shape, own: &Protocol) -> Vec<ServedProtocol> {
    let protocols = all(service).map(|protocol| match protocol.id == own.id {
        true => ServedProtocol::OfService,
        false => ServedProtocol::Other {
            constant: protocol.constant(service),
            feature: protocol
                .feature
                .map(|feature| demand(feature, Home::Server)),
        },
    });
    protocols.collect()
}

/// A feature of a crate, as generated code demands it.
pub(in crate::lower) fn demand(feature: &str, home: Home) -> Feature {
    Feature {
        demand: Ident::new(&feature.replace('-', "_")),
        home,
    }
}

/// The cargo features of the runtime that these operations need besides those of protocols, in order.
pub(in crate::lower) fn features(
    operations: &[Operation],
    has_events: bool,
) -> BTreeSet<&'static str> {
    let mut features: BTreeSet<&'static str> =
        has_events.then_some("event-streams").into_iter().collect();
    for property in operations.iter().flat_map(|operation| &operation.traits) {
        match property {
            OperationTrait::ChecksumRequired
            | OperationTrait::Checksum(_)
            | OperationTrait::MessageDigests(_)
            | OperationTrait::TreeHash => features.insert("checksums"),
            OperationTrait::RequestCompression(_) => features.insert("compression"),
            OperationTrait::HttpVersions(_) => features.insert("http2"),
            _ => false,
        };
    }
    features
}

fn short(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}
