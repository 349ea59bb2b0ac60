//! Marks secrets that a model fails to mark as `@sensitive`, each for a stated reason.
//!
//! Like other corrections, these identify a service by its SDK id and members by name, so that they work for every
//! version and namespace of a model. Missing members are ignored.

use crate::model::traits::{self, id};
use crate::model::{Model, Node, ShapeId, Trait};
use crate::select::Selection;

/// Members whose values are secrets, by the SDK id of their service.
const SECRETS: &[(&str, &[&str])] = &[(
    "SSO OIDC",
    &[
        // The device code and the client's secret are exchanged for the tokens of the user who signs in.
        "deviceCode",
        // The same applies to the authorization code from a redirect (RFC 6749, section 10.5).
        "code",
    ],
)];

/// Marks secret members as `@sensitive`.
pub(super) fn mark(model: &mut Model, selection: &Selection) {
    let service = model.get(selection.service.as_str());
    let Some(aws) = service.and_then(|it| it.traits.read::<traits::AwsService>()) else {
        return;
    };
    let ours = SECRETS.iter().filter(|(sdk_id, _)| *sdk_id == aws.sdk_id);
    let names: Vec<&str> = ours.flat_map(|(_, names)| *names).copied().collect();
    if names.is_empty() {
        return;
    }
    for shape in &selection.shapes {
        let Some(shape) = model.shapes.get_mut(shape) else {
            continue;
        };
        for member in shape.members.iter_mut() {
            let is_marked = member.traits.has(id::SENSITIVE);
            if !is_marked && names.contains(&&*member.name) {
                member.traits.set(Trait {
                    id: ShapeId::known(id::SENSITIVE),
                    value: Node::Object(serde_json::Map::new()),
                    location: member.location,
                });
            }
        }
    }
}
