//! A model as a JSON AST of version 2.0, always the same for the same model: sorted but for members.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::Errors;
use crate::load::add_all;
use crate::maps::HashSet;
use crate::model::traits::id;
use crate::model::{
    Kind, Member, Model, Operation, Reference, Resource, Service, Shape, ShapeId, Traits,
};

/// The model as a JSON AST. Shapes that are built in or of dependencies are left out.
///
/// Mixins are as they were written: a member that a shape inherits is not its own, and traits that the shape adds to it
/// are applied from outside.
pub fn json_ast(model: &Model) -> Value {
    let mut shapes: Vec<(String, Value)> = Vec::new();
    let mut introduced = introduced(model);
    for shape in model.shapes.values() {
        if model.sources.is_own(shape.location) {
            let value = shape_value(model, shape, &mut introduced);
            shapes.push((shape.id.to_string(), value));
        }
    }
    for (member, traits) in introduced {
        if !traits.is_empty() {
            let mut apply = Map::new();
            apply.insert("type".into(), "apply".into());
            apply.insert("traits".into(), trait_values(&traits));
            shapes.push((member, Value::Object(apply)));
        }
    }
    shapes.sort_by_cached_key(|(id, _)| order(id));
    let mut root = Map::new();
    root.insert("smithy".into(), "2.0".into());
    if !model.metadata.is_empty() {
        let metadata: BTreeMap<_, _> = model.metadata.iter().collect();
        let metadata = metadata
            .into_iter()
            .map(|(key, value)| (key.clone(), value.clone()));
        root.insert("metadata".into(), Value::Object(metadata.collect()));
    }
    root.insert("shapes".into(), Value::Object(shapes.into_iter().collect()));
    Value::Object(root)
}

/// Traits that `apply` statements add to members that their shapes inherit.
pub(super) fn introduced(model: &Model) -> BTreeMap<String, Traits> {
    let mut introduced: BTreeMap<String, Traits> = BTreeMap::new();
    for statement in &model.applied {
        let shape = model.shapes.get(&statement.shape);
        let is_own = shape.is_some_and(|shape| model.sources.is_own(shape.location));
        if let Some(member) = statement.member.as_ref().filter(|_| is_own) {
            let id = statement.shape.member(member);
            let traits = introduced.entry(id.clone()).or_default();
            // Conflicts were reported when mixins were flattened.
            add_all(
                traits,
                &statement.traits,
                &id,
                &model.sources,
                &mut Errors::new(),
            );
        }
    }
    introduced
}

fn shape_value(model: &Model, shape: &Shape, introduced: &mut BTreeMap<String, Traits>) -> Value {
    let mut value = Map::new();
    value.insert("type".into(), shape.kind.name().into());
    if !shape.mixins.is_empty() {
        let mixins = shape.mixins.iter().map(|mixin| target(&mixin.target));
        value.insert("mixins".into(), mixins.collect());
    }
    let inherited = inherited_names(model, shape);
    from_several(model, shape, introduced);
    let mut own = Vec::new();
    for member in &shape.members {
        if !inherited.contains(&*member.name) {
            own.push(member);
            continue;
        }
        let id = shape.id.member(&member.name);
        let traits = introduced.entry(id.clone()).or_default();
        add_all(
            traits,
            &member.traits,
            &id,
            &model.sources,
            &mut Errors::new(),
        );
    }
    match &shape.kind {
        Kind::Structure | Kind::Union | Kind::Enum | Kind::IntEnum => {
            let members = own
                .iter()
                .map(|member| (member.name.to_string(), member_value(member)));
            value.insert("members".into(), Value::Object(members.collect()));
        }
        Kind::List | Kind::Map => {
            for member in own {
                value.insert(member.name.to_string(), member_value(member));
            }
        }
        Kind::Service(service) => service_value(service, &mut value),
        Kind::Operation(operation) => operation_value(operation, &mut value),
        Kind::Resource(resource) => resource_value(resource, &mut value),
        _ => {}
    }
    let traits = trait_values(&shape.traits);
    if traits.as_object().is_some_and(|traits| !traits.is_empty()) {
        value.insert("traits".into(), traits);
    }
    Value::Object(value)
}

/// The names of all members that a shape has from its mixins.
fn inherited_names<'m>(model: &'m Model, shape: &'m Shape) -> HashSet<&'m str> {
    let mixins = model.mixins_of(shape).into_iter();
    mixins
        .flat_map(|mixin| mixin.members.iter().map(|member| &*member.name))
        .collect()
}

/// The traits of members that a shape has from several of its mixins without saying more about them itself: those of all
/// but the first, which the reference counts as the shape's own.
fn from_several(model: &Model, shape: &Shape, introduced: &mut BTreeMap<String, Traits>) {
    if shape.mixins.len() < 2 {
        return;
    }
    let mut seen: HashSet<&str> = HashSet::default();
    let mut found: BTreeMap<String, Traits> = BTreeMap::new();
    for used in &shape.mixins {
        let Some(mixin) = model.shapes.get(&used.target) else {
            continue;
        };
        let mut of_mixin = HashSet::default();
        for part in model.mixins_of(mixin).into_iter().chain([mixin]) {
            for member in &part.members {
                of_mixin.insert(&*member.name);
                let id = shape.id.member(&member.name);
                let is_again = seen.contains(&*member.name) && shape.member(&member.name).is_none();
                if is_again && !introduced.contains_key(&id) {
                    let traits = found.entry(id).or_default();
                    member.traits.iter().for_each(|it| traits.set(it.clone()));
                }
            }
        }
        seen.extend(of_mixin);
    }
    introduced.extend(found);
}

/// What ids are sorted by: their letters whatever their case, and their case where that is all.
fn order(id: &str) -> (String, String) {
    (id.to_ascii_lowercase(), id.to_owned())
}

fn target(id: &ShapeId) -> Value {
    serde_json::json!({ "target": id.as_str() })
}

fn member_value(member: &Member) -> Value {
    let mut value = Map::new();
    value.insert("target".into(), member.target.as_str().into());
    let traits = trait_values(&member.traits);
    if traits.as_object().is_some_and(|traits| !traits.is_empty()) {
        value.insert("traits".into(), traits);
    }
    Value::Object(value)
}

/// Traits sorted by their ids. `box` says in version 1.0 what in 2.0 is said by the absence of a default.
fn trait_values(traits: &Traits) -> Value {
    let sorted: BTreeMap<&str, &Value> = traits
        .iter()
        .filter(|applied| applied.id != *id::BOX)
        .map(|applied| (applied.id.as_str(), &applied.value))
        .collect();
    let sorted = sorted
        .into_iter()
        .map(|(id, value)| (id.to_owned(), value.clone()));
    Value::Object(sorted.collect())
}

/// Adds references under a key, sorted and each once, unless there are none.
fn references(key: &str, list: &[Reference], value: &mut Map<String, Value>) {
    let mut ids: Vec<&ShapeId> = list.iter().map(|reference| &reference.target).collect();
    ids.sort_by_cached_key(|id| order(id.as_str()));
    ids.dedup();
    if !ids.is_empty() {
        value.insert(key.into(), ids.into_iter().map(target).collect());
    }
}

fn named(key: &str, names: &IndexMap<String, Reference>, value: &mut Map<String, Value>) {
    if !names.is_empty() {
        let names = names
            .iter()
            .map(|(name, reference)| (name.clone(), target(&reference.target)));
        value.insert(key.into(), Value::Object(names.collect()));
    }
}

fn service_value(service: &Service, value: &mut Map<String, Value>) {
    if !service.version.is_empty() {
        value.insert("version".into(), service.version.as_str().into());
    }
    references("operations", &service.operations, value);
    references("resources", &service.resources, value);
    references("errors", &service.errors, value);
    if !service.rename.is_empty() {
        let renamed: BTreeMap<_, _> = service.rename.iter().collect();
        let renamed = renamed
            .into_iter()
            .map(|(id, name)| (id.to_string(), name.as_str().into()));
        value.insert("rename".into(), Value::Object(renamed.collect()));
    }
}

fn operation_value(operation: &Operation, value: &mut Map<String, Value>) {
    value.insert("input".into(), target(&operation.input.target));
    value.insert("output".into(), target(&operation.output.target));
    references("errors", &operation.errors, value);
}

fn resource_value(resource: &Resource, value: &mut Map<String, Value>) {
    named("identifiers", &resource.identifiers, value);
    named("properties", &resource.properties, value);
    for (kind, operation) in &resource.lifecycle {
        value.insert(kind.name().into(), target(&operation.target));
    }
    references("operations", &resource.operations, value);
    references(
        "collectionOperations",
        &resource.collection_operations,
        value,
    );
    references("resources", &resource.resources, value);
}
