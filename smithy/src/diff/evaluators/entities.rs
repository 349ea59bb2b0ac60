//! What services and resources have of operations and resources, as far as bindings are compared.

use crate::maps::HashSet;
use crate::model::{Kind, Reference, Shape};

/// A service or resource.
pub(super) struct Entity<'m> {
    /// Its `operations`: those of a resource's lifecycle and of its collection are none of them.
    pub(super) operations: &'m [Reference],
    /// Its `resources`.
    pub(super) resources: &'m [Reference],
}

/// What a shape has, if it is a service or resource.
pub(super) fn entity(shape: &Shape) -> Option<Entity<'_>> {
    match &shape.kind {
        Kind::Service(it) => Some(Entity {
            operations: &it.operations,
            resources: &it.resources,
        }),
        Kind::Resource(it) => Some(Entity {
            operations: &it.operations,
            resources: &it.resources,
        }),
        _ => None,
    }
}

/// How ids of events name the kind of a shape.
pub(super) fn type_name(shape: &Shape) -> &'static str {
    match shape.kind {
        Kind::Resource(_) => "Resource",
        _ => "Service",
    }
}

/// The references to shapes that others do not refer to, each shape once.
pub(super) fn only_in<'m>(
    these: &'m [Reference],
    others: &[Reference],
) -> impl Iterator<Item = &'m Reference> {
    let others: HashSet<_> = others.iter().map(|it| it.target.clone()).collect();
    let mut seen = HashSet::default();
    these
        .iter()
        .filter(move |it| !others.contains(&it.target) && seen.insert(&it.target))
}
