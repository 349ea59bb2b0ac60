//! What differs between two models: found in one pass, and looked at by all evaluators.

use crate::limits::TRAITS_UNINDEXED;
use crate::maps::{HashMap, HashSet};
use crate::model::{Kind, Model, Node, Operation, Reference, Resource, Service, Shape, Trait};
use crate::model::{ShapeId, Traits};
use crate::selector::Subject;

/// All that differs between two models, in the order of their shapes.
#[derive(Default)]
pub(super) struct Changes<'m> {
    /// Shapes and members that only the new model has.
    pub(super) added: Vec<Subject<'m>>,
    /// Shapes and members that only the old model has.
    pub(super) removed: Vec<Subject<'m>>,
    /// Shapes and members of both that are not the same.
    pub(super) changed: Vec<Pair<'m>>,
    /// Metadata by its key, as it was and as it is.
    pub(super) metadata: Vec<(&'m str, Option<&'m Node>, Option<&'m Node>)>,
    /// How many changed targets led here: none, where whole models are compared.
    pub(super) depth: usize,
}

/// A shape or member of both models.
pub(super) struct Pair<'m> {
    /// As it was.
    pub(super) old: Subject<'m>,
    /// As it is.
    pub(super) new: Subject<'m>,
    /// The traits that came, went or changed, in the order of the old one and then of the new one.
    pub(super) traits: Vec<TraitChange<'m>>,
}

/// A trait that is not the same in both models.
pub(super) struct TraitChange<'m> {
    /// Which one.
    pub(super) id: &'m ShapeId,
    /// As it was, if it was there.
    pub(super) old: Option<&'m Trait>,
    /// As it is, if it is there.
    pub(super) new: Option<&'m Trait>,
}

impl<'m> Changes<'m> {
    pub(super) fn of(old: &'m Model, new: &'m Model) -> Self {
        let mut changes = Self::default();
        for shape in old.shapes.values() {
            match new.shapes.get(&shape.id) {
                Some(now) => changes.compare(old, new, shape, now),
                None => changes.removed.extend(with_members(shape)),
            }
        }
        let added = new.shapes.values();
        let added = added.filter(|shape| !old.shapes.contains_key(&shape.id));
        changes.added.extend(added.flat_map(with_members));
        for (key, was) in &old.metadata {
            let is = new.metadata.get(key);
            if is != Some(was) {
                changes.metadata.push((key, Some(was), is));
            }
        }
        for (key, is) in &new.metadata {
            if !old.metadata.contains_key(key) {
                changes.metadata.push((key, None, Some(is)));
            }
        }
        changes
    }

    /// Adds what differs between two versions of a shape and between their members.
    fn compare(&mut self, old: &'m Model, new: &'m Model, was: &'m Shape, is: &'m Shape) {
        let mut has_other_members = false;
        let at = self.changed.len();
        for member in &was.members {
            let Some(now) = is.member(&member.name) else {
                self.removed.push((was, member).into());
                continue;
            };
            let pair = Pair::of((was, member).into(), (is, now).into());
            if !pair.traits.is_empty() || member.target != now.target {
                has_other_members = true;
                self.changed.push(pair);
            }
        }
        let pair = Pair::of(was.into(), is.into());
        let was_set = old.sets.contains(&was.id);
        let is_same = pair.traits.is_empty()
            && was_set == new.sets.contains(&is.id)
            && is_same_kind(&was.kind, &is.kind)
            // What an enum is made of is in the traits of its members.
            && !(has_other_members && matches!(is.kind, Kind::Enum))
            && has_same_names(was, is)
            && is_same_list(&was.mixins, &is.mixins);
        if !is_same {
            self.changed.insert(at, pair);
        }
        let added = is.members.iter();
        let added = added.filter(|member| was.member(&member.name).is_none());
        self.added
            .extend(added.map(|member| Subject::from((is, member))));
    }

    /// Shapes, but not members, of both models that are of a kind in both.
    pub(super) fn shapes<'c, T: ?Sized>(
        &'c self,
        as_kind: fn(&'m Shape) -> Option<&'m T>,
    ) -> impl Iterator<Item = (&'c Pair<'m>, &'m T, &'m T)> + 'c {
        self.changed.iter().filter_map(move |pair| {
            if pair.new.member.is_some() {
                return None;
            }
            Some((pair, as_kind(pair.old.shape)?, as_kind(pair.new.shape)?))
        })
    }

    /// Structures of both models.
    pub(super) fn structures(&self) -> impl Iterator<Item = (&Pair<'m>, &'m Shape, &'m Shape)> {
        self.shapes(|shape| matches!(shape.kind, Kind::Structure).then_some(shape))
    }

    /// Members of both models.
    pub(super) fn members(&self) -> impl Iterator<Item = &Pair<'m>> {
        let changed = self.changed.iter();
        changed.filter(|pair| pair.old.member.is_some() && pair.new.member.is_some())
    }
}

impl<'m> Pair<'m> {
    pub(super) fn of(old: Subject<'m>, new: Subject<'m>) -> Self {
        let traits = trait_changes(old.traits(), new.traits());
        Self { old, new, traits }
    }

    /// A trait that came, went or changed.
    pub(super) fn changed_trait(&self, id: &str) -> Option<&TraitChange<'m>> {
        self.traits.iter().find(|change| *change.id == *id)
    }

    /// Whether it has a trait that it had not.
    pub(super) fn gains(&self, id: &str) -> bool {
        !self.old.traits().has(id) && self.new.traits().has(id)
    }

    /// Whether it had a trait that it has not.
    pub(super) fn loses(&self, id: &str) -> bool {
        self.old.traits().has(id) && !self.new.traits().has(id)
    }

    /// Whether it had a trait and has it still.
    pub(super) fn keeps(&self, id: &str) -> bool {
        self.old.traits().has(id) && self.new.traits().has(id)
    }
}

fn with_members<'m>(shape: &'m Shape) -> impl Iterator<Item = Subject<'m>> {
    let members = shape.members.iter();
    std::iter::once(shape.into()).chain(members.map(move |member| (shape, member).into()))
}

fn trait_changes<'m>(old: &'m Traits, new: &'m Traits) -> Vec<TraitChange<'m>> {
    let (was, is) = (Lookup::of(old), Lookup::of(new));
    let mut changes = Vec::new();
    for old in old {
        let new = is.find(old.id.as_str());
        if new.is_none_or(|new| new.value != old.value) {
            let (id, old) = (&old.id, Some(old));
            changes.push(TraitChange { id, old, new });
        }
    }
    for new in new {
        if was.find(new.id.as_str()).is_none() {
            let (id, old, new) = (&new.id, None, Some(new));
            changes.push(TraitChange { id, old, new });
        }
    }
    changes
}

/// Traits by their ids, with an index where there are many.
enum Lookup<'m> {
    Few(&'m Traits),
    Many(HashMap<&'m str, &'m Trait>),
}

impl<'m> Lookup<'m> {
    fn of(traits: &'m Traits) -> Self {
        match traits.iter().len() > TRAITS_UNINDEXED {
            true => Self::Many(traits.iter().map(|it| (it.id.as_str(), it)).collect()),
            false => Self::Few(traits),
        }
    }

    fn find(&self, id: &str) -> Option<&'m Trait> {
        match self {
            Self::Few(traits) => traits.find(id),
            Self::Many(traits) => traits.get(id).copied(),
        }
    }
}

fn has_same_names(old: &Shape, new: &Shape) -> bool {
    let (old, new) = (&old.members, &new.members);
    old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.name == new.name)
}

fn is_same_kind(old: &Kind, new: &Kind) -> bool {
    match (old, new) {
        (Kind::Service(old), Kind::Service(new)) => is_same_service(old, new),
        (Kind::Operation(old), Kind::Operation(new)) => is_same_operation(old, new),
        (Kind::Resource(old), Kind::Resource(new)) => is_same_resource(old, new),
        _ => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}

fn is_same_service(old: &Service, new: &Service) -> bool {
    old.version == new.version
        && is_same_set(&old.operations, &new.operations)
        && is_same_set(&old.resources, &new.resources)
        && is_same_list(&old.errors, &new.errors)
        && old.rename == new.rename
}

fn is_same_operation(old: &Operation, new: &Operation) -> bool {
    old.input.target == new.input.target
        && old.output.target == new.output.target
        && is_same_list(&old.errors, &new.errors)
}

fn is_same_resource(old: &Resource, new: &Resource) -> bool {
    let lifecycle = |it: &Resource| -> Vec<_> {
        let all = it.lifecycle.iter();
        all.map(|(life, to)| (*life, to.target.clone())).collect()
    };
    lifecycle(old) == lifecycle(new)
        && is_same_map(old.identifiers.iter(), new.identifiers.iter())
        && is_same_map(old.properties.iter(), new.properties.iter())
        && is_same_set(&old.operations, &new.operations)
        && is_same_set(&old.collection_operations, &new.collection_operations)
        && is_same_set(&old.resources, &new.resources)
}

fn is_same_list(old: &[Reference], new: &[Reference]) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a.target == b.target)
}

fn is_same_set(old: &[Reference], new: &[Reference]) -> bool {
    is_same_list(old, new) || targets(old) == targets(new)
}

fn is_same_map<'m>(
    old: impl Iterator<Item = (&'m String, &'m Reference)>,
    new: impl Iterator<Item = (&'m String, &'m Reference)>,
) -> bool {
    identities(old) == identities(new)
}

/// What is named, by whom.
pub(super) fn identities<'m>(
    named: impl Iterator<Item = (&'m String, &'m Reference)>,
) -> HashMap<&'m str, &'m ShapeId> {
    named
        .map(|(name, it)| (name.as_str(), &it.target))
        .collect()
}

/// The shapes that are referred to, each once.
pub(super) fn targets(references: &[Reference]) -> HashSet<&ShapeId> {
    references.iter().map(|it| &it.target).collect()
}
