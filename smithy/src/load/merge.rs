//! Merges files: equal definitions become one, others conflict.

use super::elide::Elided;
use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::maps::HashSet;
use crate::model::id::InvalidId;
use crate::model::{Apply, Kind, Model, Node, Reference, Resource, Shape, ShapeId, Trait, Traits};
use crate::source::{Location, Sources};

/// The model under construction.
#[derive(Default)]
pub(super) struct Merge {
    pub(super) model: Model,
    /// Members whose targets are still to be found.
    pub(super) elided: Vec<Elided>,
    /// The ids that were named so far.
    pub(super) ids: Ids,
    metadata_at: indexmap::IndexMap<String, Location>,
}

/// Ids that are named again and again, each parsed once.
#[derive(Default)]
pub(super) struct Ids {
    known: HashSet<ShapeId>,
}

impl Ids {
    /// The id of a text that stands where one of a shape belongs.
    pub(super) fn reference(&mut self, text: &str) -> Result<ShapeId, InvalidId> {
        if let Some(known) = self.known.get(text) {
            return Ok(known.clone());
        }
        let id = ShapeId::parse_reference(text)?;
        self.known.insert(id.clone());
        Ok(id)
    }
}

impl Merge {
    /// Adds a shape; the traits of a second, equal definition are merged.
    pub(super) fn shape(&mut self, shape: Shape, sources: &Sources, errors: &mut Errors) {
        let Some(first) = self.model.shapes.get_mut(shape.id.as_str()) else {
            self.model.shapes.insert(shape.id.clone(), shape);
            return;
        };
        if let Some(difference) = difference(first, &shape) {
            let problem = Diagnostic::error(format!(
                "conflicting definitions of `{}`: {difference}",
                shape.id
            ))
            .at(sources.place(first.location))
            .shape(&shape.id)
            .related("defined again here", sources.place(shape.location))
            .help("keep one of them, or give one another name");
            errors.push(problem);
            return;
        }
        let is_own = sources.is_own(first.location) && sources.is_own(shape.location);
        if is_own && first.location != shape.location {
            let message = format!("`{}` is defined twice, in the same way", shape.id);
            let note = Diagnostic::of(Severity::Note, "Model.IgnoredDuplicateDefinition", message)
                .at(sources.place(first.location))
                .shape(&shape.id);
            errors.push(note.related("defined again here", sources.place(shape.location)));
        }
        for member in &shape.members {
            if let Some(kept) = first.members.get_mut(&member.name) {
                let id = shape.id.member(&member.name);
                add_all(&mut kept.traits, &member.traits, &id, sources, errors);
            }
        }
        add_all(
            &mut first.traits,
            &shape.traits,
            shape.id.as_str(),
            sources,
            errors,
        );
    }

    /// Stores an `apply` until all shapes are known.
    pub(super) fn apply(&mut self, apply: Apply) {
        self.model.applied.push(apply);
    }

    /// Adds a metadata key: arrays are concatenated, equal values become one, others conflict.
    pub(super) fn metadata(
        &mut self,
        key: &str,
        value: Node,
        at: Location,
        sources: &Sources,
        errors: &mut Errors,
    ) {
        if !sources.is_own(at) {
            return;
        }
        let Some(first) = self.model.metadata.get_mut(key) else {
            self.model.metadata.insert(key.to_owned(), value);
            self.metadata_at.insert(key.to_owned(), at);
            return;
        };
        match (first, value) {
            (Node::Array(first), Node::Array(more)) => first.extend(more),
            (first, value) if *first == value => {}
            _ => {
                let first_at = self.metadata_at.get(key).and_then(|at| sources.place(*at));
                let problem = Diagnostic::error(format!("conflicting values of metadata `{key}`"))
                    .at(sources.place(at))
                    .related("first given here", first_at)
                    .help("only arrays and equal values can be merged");
                errors.push(problem);
            }
        }
    }
}

/// Adds traits by the rules of [`add`].
pub(crate) fn add_all(
    traits: &mut Traits,
    more: &Traits,
    shape: &str,
    sources: &Sources,
    errors: &mut Errors,
) {
    for new in more {
        add(traits, new.clone(), shape, sources, errors);
    }
}

/// Adds a trait: arrays are concatenated, equal values become one, others conflict.
pub(crate) fn add(
    traits: &mut Traits,
    new: Trait,
    shape: &str,
    sources: &Sources,
    errors: &mut Errors,
) {
    let Some(old) = traits.find_mut(new.id.as_str()) else {
        traits.set(new);
        return;
    };
    match (&mut old.value, new.value) {
        (Node::Array(old), Node::Array(more)) => old.extend(more),
        (old, value) if *old == value => {}
        _ => {
            let problem = Diagnostic::error(format!(
                "conflicting values of trait `{}` on `{shape}`",
                new.id
            ))
            .at(sources.place(new.location))
            .shape(shape)
            .trait_id(&new.id)
            .related("first applied here", sources.place(old.location))
            .help("keep one of them: only arrays and equal values can be merged");
            errors.push(problem);
        }
    }
}

/// How two definitions of a shape differ, ignoring traits.
fn difference(a: &Shape, b: &Shape) -> Option<String> {
    if a.kind.name() != b.kind.name() {
        return Some(format!(
            "one is of type {}, the other of type {}",
            a.kind.name(),
            b.kind.name()
        ));
    }
    let names = |shape: &Shape| {
        shape
            .members
            .iter()
            .map(|m| m.name.to_string())
            .collect::<Vec<_>>()
    };
    if names(a) != names(b) {
        return Some(format!(
            "their members are [{}] and [{}]",
            names(a).join(", "),
            names(b).join(", ")
        ));
    }
    if let (Kind::Service(a), Kind::Service(b)) = (&a.kind, &b.kind)
        && a.version != b.version
    {
        return Some(format!(
            "they are of versions `{}` and `{}`",
            a.version, b.version
        ));
    }
    let retargeted = a
        .members
        .iter()
        .zip(&b.members)
        .find(|(a, b)| a.target != b.target);
    if let Some((a, b)) = retargeted {
        return Some(format!(
            "member `{}` targets `{}` in one, `{}` in the other",
            a.name, a.target, b.target
        ));
    }
    if !same(&a.mixins, &b.mixins) {
        return Some("they use different mixins".into());
    }
    (!same_bindings(&a.kind, &b.kind)).then(|| "they bind different shapes".into())
}

fn same(a: &[Reference], b: &[Reference]) -> bool {
    a.iter().map(|r| &r.target).eq(b.iter().map(|r| &r.target))
}

fn same_bindings(a: &Kind, b: &Kind) -> bool {
    fn pairs(
        map: &indexmap::IndexMap<String, Reference>,
    ) -> impl Iterator<Item = (&String, &ShapeId)> {
        map.iter()
            .map(|(name, reference)| (name, &reference.target))
    }
    match (a, b) {
        (Kind::Service(a), Kind::Service(b)) => {
            let lists = same(&a.operations, &b.operations) && same(&a.resources, &b.resources);
            lists && same(&a.errors, &b.errors) && a.version == b.version && a.rename == b.rename
        }
        (Kind::Operation(a), Kind::Operation(b)) => {
            a.input.target == b.input.target
                && a.output.target == b.output.target
                && same(&a.errors, &b.errors)
        }
        (Kind::Resource(a), Kind::Resource(b)) => {
            let life = |r: &Resource| {
                r.lifecycle
                    .iter()
                    .map(|(k, r)| (*k, r.target.clone()))
                    .collect::<Vec<_>>()
            };
            let lists = same(&a.operations, &b.operations)
                && same(&a.collection_operations, &b.collection_operations)
                && same(&a.resources, &b.resources);
            let names = pairs(&a.identifiers).eq(pairs(&b.identifiers))
                && pairs(&a.properties).eq(pairs(&b.properties));
            lists && names && life(a) == life(b)
        }
        _ => true,
    }
}
