//! What models say of traits: where they may be applied, what they exclude, and which of their changes break clients.

use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;

use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::traits::id::TRAIT;
use crate::model::{Model, Node, Shape, ShapeId};
use crate::selector::{Selector, SelectorError};
use crate::source::Location;

/// A trait as a model defines it.
#[derive(Debug, Clone)]
pub struct TraitDefinition {
    /// The shape of its values.
    pub id: ShapeId,
    /// What it may be applied to, or why that cannot be told.
    pub selector: Result<Selector, SelectorError>,
    /// The ids of traits that must not be applied together with it.
    pub conflicts: Vec<String>,
    /// In what sense a structure may have it once only.
    pub exclusive: Option<Exclusive>,
    /// Which of its changes break clients.
    pub breaking_changes: Vec<BreakingChange>,
    /// Where it is made a trait.
    pub location: Location,
}

/// In what sense a structure may have a trait once only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exclusive {
    /// One member may have it.
    Member,
    /// One member may target a shape that has it.
    Target,
}

/// A change of a trait that breaks clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakingChange {
    /// The names of members that lead to what changes; empty for the value as a whole.
    pub path: Vec<String>,
    /// What happens to it.
    pub change: Change,
    /// How grave it is.
    pub severity: Severity,
    /// What it means for clients.
    pub message: Option<String>,
}

/// What happens to a trait, or to a part of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not there before.
    Add,
    /// It is there no more.
    Remove,
    /// It comes or goes.
    Presence,
    /// It has another value.
    Update,
    /// Any of these.
    Any,
}

/// All traits that a model defines, by their ids.
#[derive(Debug, Clone, Default)]
pub struct Definitions(IndexMap<ShapeId, Arc<TraitDefinition>>);

impl Definitions {
    /// Reads the definitions of a model. Malformed parts are left out: the value of `smithy.api#trait` is checked as
    /// that of any trait is.
    pub fn of(model: &Model) -> Self {
        let traits = model.shapes.shared();
        let traits = traits.filter(|shape| shape.traits.has(TRAIT));
        let definitions =
            traits.filter_map(|shape| match model.sources.is_built_in(shape.location) {
                true => built_in(shape),
                false => TraitDefinition::of(shape).map(Arc::new),
            });
        Self(definitions.map(|it| (it.id.clone(), it)).collect())
    }

    /// The definition of a trait.
    pub fn get(&self, id: &str) -> Option<&TraitDefinition> {
        self.0.get(id).map(|it| &**it)
    }

    /// All definitions, in the order of the model.
    pub fn iter(&self) -> impl Iterator<Item = &TraitDefinition> {
        self.0.values().map(|it| &**it)
    }
}

impl TraitDefinition {
    /// Reads what a shape says of the trait that it is, if it is one.
    pub fn of(shape: &Shape) -> Option<Self> {
        let applied = shape.traits.find(TRAIT)?;
        let value = &applied.value;
        let text = |key: &str| value.get(key).and_then(Node::as_str);
        let list = |key: &str| value.get(key).and_then(Node::as_array);
        let conflicts = list("conflicts").into_iter().flatten();
        let changes = list("breakingChanges").into_iter().flatten();
        Some(Self {
            id: shape.id.clone(),
            selector: Selector::parse(text("selector").unwrap_or("*")),
            conflicts: conflicts.filter_map(Node::as_str).map(absolute).collect(),
            exclusive: match text("structurallyExclusive") {
                Some("member") => Some(Exclusive::Member),
                Some("target") => Some(Exclusive::Target),
                _ => None,
            },
            breaking_changes: changes.filter_map(breaking_change).collect(),
            location: applied.location,
        })
    }
}

/// The definition of a trait that is built in. Every model of a run has the same shape, and it is read once.
fn built_in(shape: &Arc<Shape>) -> Option<Arc<TraitDefinition>> {
    type Read = (Arc<Shape>, Arc<TraitDefinition>);
    static READ: Mutex<Option<HashMap<ShapeId, Read>>> = Mutex::new(None);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let read = read.get_or_insert_default();
    if let Some((known, definition)) = read.get(&shape.id)
        && Arc::ptr_eq(known, shape)
    {
        return Some(Arc::clone(definition));
    }
    let definition = TraitDefinition::of(shape).map(Arc::new)?;
    let both = (Arc::clone(shape), Arc::clone(&definition));
    read.entry(shape.id.clone()).or_insert(both);
    Some(definition)
}

/// The id of a trait, which is one of Smithy's own where it has no namespace.
pub fn absolute(id: &str) -> String {
    match id.contains('#') {
        true => id.to_owned(),
        false => format!("smithy.api#{id}"),
    }
}

fn breaking_change(value: &Node) -> Option<BreakingChange> {
    let text = |key: &str| value.get(key).and_then(Node::as_str);
    Some(BreakingChange {
        path: path(text("path").unwrap_or_default()),
        change: match text("change")? {
            "add" => Change::Add,
            "remove" => Change::Remove,
            "presence" => Change::Presence,
            "update" => Change::Update,
            "any" => Change::Any,
            _ => return None,
        },
        severity: text("severity")
            .and_then(Severity::named)
            .unwrap_or(Severity::Error),
        message: text("message").map(str::to_owned),
    })
}

/// The segments of a JSON pointer.
fn path(pointer: &str) -> Vec<String> {
    let segments = pointer.split('/').skip(1);
    segments
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
        .collect()
}
