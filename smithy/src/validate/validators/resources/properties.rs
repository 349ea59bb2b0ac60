//! Whether operations on a resource have its properties, all of them, and nothing else.

use std::collections::BTreeMap;

use super::identity::identity;
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::traits::id::{NESTED_PROPERTIES, NOT_PROPERTY, PROPERTY};
use crate::model::{Lifecycle, Member, Resource, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    // The trait itself has itself.
    let marks = context.with_trait(NOT_PROPERTY);
    let marks = marks.filter(|(subject, _)| subject.traits().has(crate::model::traits::id::TRAIT));
    let marks: HashSet<String> = marks.map(|(subject, _)| subject.id()).collect();
    for (shape, resource) in context.resources() {
        if resource.properties.is_empty() {
            continue;
        }
        let mut check = Check {
            context,
            marks: &marks,
            shape,
            resource,
            operation: "",
            identified: HashSet::default(),
            used: HashSet::default(),
        };
        let lifecycle = resource.lifecycle.iter();
        let lifecycle = lifecycle.filter(|(life, _)| *life != Lifecycle::List);
        let operations = lifecycle.map(|(_, it)| it).chain(&resource.operations);
        for reference in operations {
            let operation = context.shape(&reference.target);
            if let Some(operation) = operation {
                check.operation(report, operation);
            }
        }
        for name in resource.properties.keys() {
            if !check.used.contains(name.as_str()) {
                let message = format!("no operation on it has its property `{name}`");
                let event = report.event(Severity::Error, shape, message);
                report.push(event.help("add it to the input or output of one"));
            }
        }
    }
}

struct Check<'c, 'm> {
    context: &'c Context<'m>,
    /// The ids of traits that say of a member to be no property.
    marks: &'c HashSet<String>,
    shape: &'m Shape,
    resource: &'m Resource,
    /// The operation that is looked at.
    operation: &'m str,
    /// The members of its output that are identifiers.
    identified: HashSet<&'m str>,
    /// The properties that an operation has.
    used: HashSet<&'m str>,
}

impl<'m> Check<'_, 'm> {
    fn operation(&mut self, report: &mut Report<'_>, shape: &'m Shape) {
        let Some(operation) = shape.as_operation() else {
            return;
        };
        let output = self.context.shape(&operation.output.target);
        self.operation = shape.id.name();
        self.identified = self.identified_in(output);
        for side in [self.context.shape(&operation.input.target), output] {
            let own = self.identified_in(side);
            if let Some(properties) = side.map(|side| self.properties_of(side)) {
                self.structure(report, properties, &own);
            }
        }
    }

    /// The names of the members that are identifiers.
    fn identified_in(&self, side: Option<&'m Shape>) -> HashSet<&'m str> {
        let members = identity(self.resource, side).into_values();
        members.map(|member| &*member.name).collect()
    }

    /// The structure with the properties: what a member marked so targets, or the whole.
    fn properties_of(&self, side: &'m Shape) -> &'m Shape {
        let nested = side
            .members
            .iter()
            .filter(|it| it.traits.has(NESTED_PROPERTIES));
        let mut nested = nested.filter_map(|member| self.context.target(member));
        let nested = nested.find(|it| matches!(it.kind, crate::model::Kind::Structure));
        nested.unwrap_or(side)
    }

    fn structure(&mut self, report: &mut Report<'_>, structure: &'m Shape, own: &HashSet<&str>) {
        let mut by_property: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for member in &structure.members {
            let is_free = own.contains(&*member.name) || self.is_no_property(member);
            if is_free && !self.resource.properties.contains_key(&*member.name) {
                continue;
            }
            let name = property(member);
            self.used.insert(name);
            by_property.entry(name).or_default().push(&member.name);
            self.member(report, structure, member, name);
        }
        for (name, members) in by_property.iter().filter(|(_, members)| members.len() > 1) {
            let members = members.join("`, `");
            let message = format!("more than one member is property `{name}`: `{members}`");
            report.error(structure, message);
        }
    }

    fn is_no_property(&self, member: &Member) -> bool {
        let mut traits = member.traits.iter();
        traits.any(|applied| self.marks.contains(applied.id.as_str()))
    }

    fn member(&self, report: &mut Report<'_>, structure: &Shape, member: &Member, name: &str) {
        let resource = &self.shape.id;
        match self.resource.properties.get(name) {
            Some(wanted) if wanted.target == member.target => {}
            Some(wanted) => {
                let wanted = &wanted.target;
                let message = format!(
                    "property `{name}` of `{resource}` targets `{wanted}`, but as a member of operation `{}` it targets `{}`",
                    self.operation, member.target
                );
                report.error((structure, member), message);
            }
            None if self.identified.contains(&*member.name) => {}
            None => {
                let message = format!("`{resource}` has no property or identifier `{name}`");
                let event = report.event(Severity::Error, (structure, member), message);
                let help = "say what it is with `resourceIdentifier`, `property` or `notProperty`";
                report.push(event.help(help));
            }
        }
    }
}

/// The property that a member is.
pub(in crate::validate::validators) fn property(member: &Member) -> &str {
    let value = member.traits.get(PROPERTY);
    let name = value.and_then(|value| value.get("name")?.as_str());
    name.unwrap_or(&member.name)
}
