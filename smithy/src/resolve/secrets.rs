//! What is secret and not marked `@sensitive` by its model: named corrections, each with its cause.
//!
//! As with other corrections, a service is told by its SDK id, and what is corrected by the names of members,
//! so that every version of a model and every namespace gets the same. A member that a model lacks is not missed.

use crate::model::traits::{self, id};
use crate::model::{Model, Node, ShapeId, Trait};
use crate::select::Selection;

/// Members whose values are secrets, by the SDK id of their service.
const SECRETS: &[(&str, &[&str])] = &[(
    "SSO OIDC",
    &[
        // Who has the code of a device and the client's secret gets the tokens of the person who signs in.
        "deviceCode",
        // The same holds for the authorization code that a redirection hands over (RFC 6749, section 10.5).
        "code",
    ],
)];

/// Marks the members that are secret as `@sensitive`.
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
