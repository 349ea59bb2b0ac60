//! In which shapes a required member stands, at any depth: only there need an input be searched for
//! what it lacks.

use crate::maps::{HashMap, HashSet};
use smithgen_model::model::traits::id;
use smithgen_model::model::{Kind, Member, Model, ShapeId};

/// Shapes that hold a required member, themselves or in what they reach.
pub(in crate::lower) type Requiring = HashSet<ShapeId>;

/// Finds them among these shapes.
pub(in crate::lower) fn requiring<'a>(
    model: &'a Model,
    shapes: impl Iterator<Item = &'a ShapeId>,
    serves: bool,
) -> Requiring {
    let is_asked_for = |member: &Member| match serves {
        // Whatever is missing in a request, its client has not filled it in.
        true => member.traits.has(id::REQUIRED),
        false => is_asked_for(member),
    };
    // Backwards along members: whatever reaches a shape that requires, requires.
    let mut users: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::default();
    let mut found: Vec<&ShapeId> = Vec::new();
    for id in shapes {
        let Some(shape) = model.get(id.as_str()) else {
            continue;
        };
        if matches!(shape.kind, Kind::Structure) && shape.members.iter().any(is_asked_for) {
            found.push(id);
        }
        for member in &shape.members {
            users.entry(&member.target).or_default().push(id);
        }
    }
    let mut requiring = Requiring::default();
    while let Some(id) = found.pop() {
        if requiring.insert(id.clone()) {
            found.extend(users.get(id).into_iter().flatten());
        }
    }
    requiring
}

/// Whether its caller must set it; a token is filled in when the request is written.
fn is_asked_for(member: &Member) -> bool {
    member.traits.has(id::REQUIRED) && !member.traits.has(id::IDEMPOTENCY_TOKEN)
}
