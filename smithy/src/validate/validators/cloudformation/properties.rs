//! Whether each property of a resource in CloudFormation has one type.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{ADDITIONAL_IDENTIFIER, listed};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::traits::id::NESTED_PROPERTIES;
use crate::model::{Kind, Lifecycle, Member, Node, Resource, Shape, ShapeId};
use crate::validate::context::Context;
use crate::validate::report::Report;
use crate::validate::validators::resources::identity::identity;

const ID: &str = "aws.cloudformation#cfnResource";
const EXCLUDED: &str = "aws.cloudformation#cfnExcludeProperty";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(ID) {
        let shape = subject.shape;
        let Some(resource) = shape.as_resource() else {
            continue;
        };
        let text = |key: &str| applied.value.get(key).and_then(Node::as_str);
        if let Some(name) = text("primaryIdentifier") {
            primary(context, report, (shape, resource), name);
        }
        let name = text("name").unwrap_or_else(|| shape.id.name());
        for (property, targets) in properties(context, resource, &applied.value) {
            if targets.len() > 1 {
                let targets = listed(targets.iter().map(|it| it.as_str()));
                let message = format!(
                    "the property `{property}` of `{name}` in CloudFormation has several types: {targets}"
                );
                let event = report.of_trait(Severity::Error, shape, ID, message);
                report.push(event.help("let all members of that name target one shape, or apply `cfnExcludeProperty` to one"));
            }
        }
    }
}

/// What identifies a resource instead of its identifiers is a property, and a string.
fn primary(
    context: &Context<'_>,
    report: &mut Report<'_>,
    (shape, resource): (&Shape, &Resource),
    name: &str,
) {
    let Some(property) = resource.properties.get(name) else {
        let message = format!("its `primaryIdentifier` is `{name}`, which is no property of it");
        return report.trait_error(shape, ID, message);
    };
    let target = context.shape(&property.target);
    if let Some(target) = target.filter(|it| !matches!(it.kind, Kind::String | Kind::Enum)) {
        let kind = target.kind.name();
        let message =
            format!("its `primaryIdentifier` is `{name}`, which is no string, but of type {kind}");
        report.trait_error(shape, ID, message);
    }
}

/// The properties of a resource, and what each targets: in identifiers, in the inputs and outputs of lifecycle
/// operations, and in further structures.
fn properties<'m>(
    context: &Context<'m>,
    resource: &'m Resource,
    value: &Node,
) -> IndexMap<&'m str, BTreeSet<&'m ShapeId>> {
    let mut found: IndexMap<&str, BTreeSet<&ShapeId>> = IndexMap::new();
    for (name, identifier) in &resource.identifiers {
        found.entry(name).or_default().insert(&identifier.target);
    }
    let operation = |life: Lifecycle| {
        let reference = resource.lifecycle_operation(life)?;
        context.shape(&reference.target)
    };
    if let Some(read) = operation(Lifecycle::Read) {
        let input = context.input(read);
        additional(&mut found, input);
        let output = context.output(read).map(|it| nested(context, it));
        add(&mut found, resource, input, output);
    }
    for life in [Lifecycle::Put, Lifecycle::Create, Lifecycle::Update] {
        let input = operation(life).and_then(|operation| context.input(operation));
        add(
            &mut found,
            resource,
            input,
            input.map(|it| nested(context, it)),
        );
    }
    let further = value.get("additionalSchemas").and_then(Node::as_array);
    for id in further.into_iter().flatten().filter_map(Node::as_str) {
        let shape = context
            .model
            .get(id)
            .filter(|it| matches!(it.kind, Kind::Structure));
        additional(&mut found, shape);
        add(&mut found, &Resource::default(), None, shape);
    }
    found
}

/// Adds the members that identify a resource besides its identifiers.
fn additional<'m>(
    found: &mut IndexMap<&'m str, BTreeSet<&'m ShapeId>>,
    structure: Option<&'m Shape>,
) {
    let members = structure.into_iter().flat_map(|it| &it.members);
    for member in members.filter(|it| it.traits.has(ADDITIONAL_IDENTIFIER)) {
        // It replaces what was known of that name.
        found.insert(&member.name, BTreeSet::from([&member.target]));
    }
}

/// Adds the members of a structure, save those that are excluded or identifiers of the input.
fn add<'m>(
    found: &mut IndexMap<&'m str, BTreeSet<&'m ShapeId>>,
    resource: &Resource,
    input: Option<&'m Shape>,
    properties: Option<&'m Shape>,
) {
    let identifiers = identity(resource, input).into_values();
    let identifiers: HashSet<&str> = identifiers.map(|member| &*member.name).collect();
    let is_property =
        |member: &&Member| !identifiers.contains(&*member.name) && !member.traits.has(EXCLUDED);
    let members = properties.into_iter().flat_map(|it| &it.members);
    for member in members.filter(is_property) {
        found
            .entry(&member.name)
            .or_default()
            .insert(&member.target);
    }
}

/// The structure with the properties: what a member marked so targets, or the whole.
fn nested<'m>(context: &Context<'m>, structure: &'m Shape) -> &'m Shape {
    let mut members = structure.members.iter();
    let member = members.find(|member| member.traits.has(NESTED_PROPERTIES));
    let target = member.and_then(|member| context.target(member));
    target
        .filter(|it| matches!(it.kind, Kind::Structure))
        .unwrap_or(structure)
}
