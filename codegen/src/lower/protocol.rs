//! Which protocol a client of a service speaks. The only list of protocols in the generator.

use crate::ir::Ident;
use crate::model::Shape;

/// A protocol that the runtime implements.
pub(super) struct Protocol {
    /// The trait's id.
    pub(super) id: &'static str,
    /// The runtime's constant, under `rt::protocol`.
    pub(super) constant: &'static str,
    /// Whether it sends members where `@http` and its kin say.
    pub(super) binds: bool,
}

/// The protocols, best first: smaller messages and cheaper codecs come before larger and dearer ones, and those that
/// say what they mean before those that guess. A service with several is called by the first.
const PROTOCOLS: &[Protocol] = &[Protocol {
    id: "aws.protocols#restJson1",
    constant: "REST_JSON_1",
    binds: true,
}];

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
    /// The constant's name.
    pub(super) fn constant(&self) -> Ident {
        Ident(self.constant.to_owned())
    }
}

fn short(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}
