//! A model: shapes with members, traits and locations, merged from all files and the prelude.

pub mod id;
pub mod node;
pub mod protocols;
pub mod shape;
mod shapes;
pub mod timestamp;
pub mod traits;
pub mod uri;

use std::sync::Arc;

use indexmap::IndexMap;

pub use self::id::ShapeId;
pub use self::node::{Node, integer};
pub use self::shape::{
    Kind, Lifecycle, Member, Members, Operation, Reference, Resource, Service, Shape, Version,
};
pub use self::shapes::Shapes;
pub use self::traits::{Trait, Traits};
use crate::maps::HashSet;
use crate::nearest::nearest;
use crate::source::{Location, Place, Sources};

/// The id of the unit shape: the input or output of operations without one, and the target of an enum's members.
pub const UNIT: &str = "smithy.api#Unit";

/// All shapes of the given files and of the prelude, sorted by id.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The shapes by id.
    pub shapes: Shapes,
    /// The metadata of all files, merged.
    pub metadata: IndexMap<String, Node>,
    /// The files.
    pub sources: Arc<Sources>,
    /// The traits that `apply` statements add, until `resolve` has done so.
    pub(crate) applied: Vec<Apply>,
    /// Ids of shapes whose definition is invalid; references to them are not dangling.
    pub(crate) broken: HashSet<ShapeId>,
    /// The lists that were written as sets.
    pub(crate) sets: HashSet<ShapeId>,
    /// Mixins that were flattened; nothing may target them.
    pub(crate) mixins: HashSet<ShapeId>,
    /// The inputs of all operations, set by `resolve`.
    pub(crate) inputs: HashSet<ShapeId>,
    /// Shapes that are used as something other than an input: an output, an error, a member's target.
    pub(crate) not_only_inputs: HashSet<ShapeId>,
}

/// Traits applied to a shape or member from elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Apply {
    pub(crate) shape: ShapeId,
    pub(crate) member: Option<String>,
    pub(crate) traits: Traits,
}

impl Model {
    /// The shape of that id.
    pub fn get(&self, id: &str) -> Option<&Shape> {
        self.shapes.get(id)
    }

    /// The shape that a member targets.
    pub fn target(&self, member: &Member) -> Option<&Shape> {
        self.shapes.get(&member.target)
    }

    /// The services, sorted by id.
    pub fn services(&self) -> impl Iterator<Item = &Shape> {
        self.shapes
            .values()
            .filter(|shape| matches!(shape.kind, Kind::Service(_)))
    }

    /// All mixins that a shape has, also by way of others, each once and after those that it has itself.
    pub fn mixins_of<'m>(&'m self, shape: &'m Shape) -> Vec<&'m Shape> {
        let mut found = Vec::new();
        let mut seen = HashSet::from_iter([&shape.id]);
        let reverse = |shape: &'m Shape| shape.mixins.iter().rev().map(|it| (&it.target, false));
        let mut open: Vec<(&ShapeId, bool)> = reverse(shape).collect();
        while let Some((id, is_done)) = open.pop() {
            let Some(mixin) = self.shapes.get(id) else {
                continue;
            };
            if is_done {
                found.push(mixin);
            } else if seen.insert(id) {
                open.push((id, true));
                open.extend(reverse(mixin));
            }
        }
        found
    }

    /// Whether a location is in a file that was asked for: neither built in nor of a dependency.
    pub fn is_own(&self, at: Location) -> bool {
        self.sources.is_own(at)
    }

    /// The shape that was probably meant by an id that nothing has: the same name in another namespace, or the nearest
    /// name of the same.
    pub(crate) fn similar(&self, wanted: &ShapeId) -> Option<String> {
        let same = self.shapes.keys().find(|id| id.name() == wanted.name());
        if let Some(id) = same {
            return Some(id.to_string());
        }
        let namespace = wanted.namespace();
        let neighbours = self.shapes.keys().filter(|id| id.namespace() == namespace);
        let meant = nearest(wanted.name(), neighbours.map(ShapeId::name))?;
        Some(format!("{namespace}#{meant}"))
    }

    /// The line and column of a location.
    pub fn place(&self, at: Location) -> Option<Place> {
        self.sources.place(at)
    }

    /// The line and column of a part of the value of a trait that is applied at a location.
    pub(crate) fn place_in_value(&self, at: Location, path: &str) -> Option<Place> {
        self.sources.place_in_value(at, path)
    }
}
