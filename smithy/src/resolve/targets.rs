//! Checks that references lead to existing shapes of suitable kinds.

use crate::diagnostic::{Diagnostic, Errors};
use crate::model::{Kind, Member, Model, Reference, Shape, ShapeId, UNIT};
use crate::nearest::affordable;
use crate::source::Location;

/// Reports dangling and unsuitable targets of members and bindings, and lists and maps without their members.
pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values().filter(|shape| !shape.id.is_prelude()) {
        match &shape.kind {
            Kind::List => require_members(model, shape, &["member"], errors),
            Kind::Map => require_members(model, shape, &["key", "value"], errors),
            Kind::Service(service) => {
                let mut check =
                    |list: &[Reference], wanted| list_of(model, shape, list, wanted, errors);
                check(&service.operations, Wanted::Operation);
                check(&service.resources, Wanted::Resource);
                check(&service.errors, Wanted::Error);
                for renamed in service.rename.keys() {
                    exists(
                        model,
                        renamed,
                        shape.location,
                        shape.id.as_str(),
                        "renames",
                        errors,
                    );
                }
            }
            Kind::Operation(operation) => {
                for structure in [&operation.input, &operation.output] {
                    reference(model, shape, structure, Wanted::Structure, errors);
                }
                list_of(model, shape, &operation.errors, Wanted::Error, errors);
            }
            Kind::Resource(resource) => {
                for named in resource
                    .identifiers
                    .values()
                    .chain(resource.properties.values())
                {
                    reference(model, shape, named, Wanted::Data, errors);
                }
                for (_, operation) in &resource.lifecycle {
                    reference(model, shape, operation, Wanted::Operation, errors);
                }
                let mut check =
                    |list: &[Reference], wanted| list_of(model, shape, list, wanted, errors);
                check(&resource.operations, Wanted::Operation);
                check(&resource.collection_operations, Wanted::Operation);
                check(&resource.resources, Wanted::Resource);
            }
            _ => {}
        }
        for member in &shape.members {
            check_member(model, shape, member, errors);
        }
    }
}

/// What a reference may point to.
#[derive(Clone, Copy)]
enum Wanted {
    Data,
    Structure,
    Error,
    Operation,
    Resource,
}

impl Wanted {
    fn name(self) -> &'static str {
        match self {
            Self::Data => "a data shape",
            Self::Structure => "a structure",
            Self::Error => "an error structure",
            Self::Operation => "an operation",
            Self::Resource => "a resource",
        }
    }

    fn fits(self, shape: &Shape) -> bool {
        match self {
            Self::Data => !shape.kind.is_service_kind(),
            Self::Structure | Self::Error => matches!(shape.kind, Kind::Structure),
            Self::Operation => matches!(shape.kind, Kind::Operation(_)),
            Self::Resource => matches!(shape.kind, Kind::Resource(_)),
        }
    }
}

/// The shape that was probably meant, for the first of many problems; `errors` is what there is to report so far.
pub(super) fn suggestion(model: &Model, wanted: &ShapeId, errors: &Errors) -> Option<String> {
    match errors.iter().len() > affordable(model.shapes.len()) {
        true => None,
        false => model.similar(wanted),
    }
}

fn require_members(model: &Model, shape: &Shape, names: &[&str], errors: &mut Errors) {
    if model.broken.contains(&shape.id) {
        return;
    }
    for name in names.iter().filter(|name| shape.member(name).is_none()) {
        let problem = Diagnostic::error(format!("the {} has no `{name}`", shape.kind.name()));
        let help = format!("add `\"{name}\": {{ \"target\": \"namespace#Name\" }}`");
        errors.push(
            problem
                .at(model.place(shape.location))
                .shape(&shape.id)
                .help(help),
        );
    }
}

fn check_member(model: &Model, shape: &Shape, member: &Member, errors: &mut Errors) {
    let id = || shape.id.member(&member.name);
    if matches!(shape.kind, Kind::Enum | Kind::IntEnum) {
        if member.target != UNIT {
            let message = format!(
                "a member of an enum targets `{UNIT}`, not `{}`",
                member.target
            );
            errors.push(
                Diagnostic::error(message)
                    .at(model.place(member.location))
                    .shape(id()),
            );
        }
        return;
    }
    // Check the good case first, to avoid building the member's id.
    if model
        .shapes
        .get(&member.target)
        .is_some_and(|target| Wanted::Data.fits(target))
    {
        return;
    }
    let Some(target) = exists(
        model,
        &member.target,
        member.location,
        &id(),
        "targets",
        errors,
    ) else {
        return;
    };
    let message = format!(
        "it targets `{}`, which is of type {}",
        target.id,
        target.kind.name()
    );
    let problem = Diagnostic::error(message)
        .at(model.place(member.location))
        .shape(id());
    errors.push(
        problem.help("a member holds data: services, operations and resources cannot be targeted"),
    );
}

fn list_of(model: &Model, shape: &Shape, list: &[Reference], wanted: Wanted, errors: &mut Errors) {
    for used in list {
        reference(model, shape, used, wanted, errors);
    }
}

fn reference(model: &Model, shape: &Shape, used: &Reference, wanted: Wanted, errors: &mut Errors) {
    let subject = shape.id.as_str();
    let Some(target) = exists(
        model,
        &used.target,
        used.location,
        subject,
        "refers to",
        errors,
    ) else {
        return;
    };
    if !wanted.fits(target) {
        let (expected, found) = (wanted.name(), target.kind.name());
        let message = format!(
            "expected {expected}, but `{}` is of type {found}",
            target.id
        );
        errors.push(
            Diagnostic::error(message)
                .at(model.place(used.location))
                .shape(&shape.id)
                .help(format!("name {expected} here, or remove this entry")),
        );
    } else if matches!(wanted, Wanted::Error) && !target.traits.has("smithy.api#error") {
        let problem = Diagnostic::error(format!(
            "`{}` is listed as an error, but is none",
            target.id
        ));
        let problem = problem
            .at(model.place(used.location))
            .shape(&shape.id)
            .trait_id("smithy.api#error");
        let problem = problem.related("defined here", model.place(target.location));
        errors
            .push(problem.help("apply `smithy.api#error` to it, with value `client` or `server`"));
    }
}

/// Looks up a shape and reports it if it is missing. Returns `None` without a report if its definition is invalid.
pub(super) fn exists<'m>(
    model: &'m Model,
    id: &ShapeId,
    at: Location,
    subject: &str,
    verb: &str,
    errors: &mut Errors,
) -> Option<&'m Shape> {
    if let Some(shape) = model.shapes.get(id) {
        return Some(shape);
    }
    if model.mixins.contains(id) {
        let problem =
            Diagnostic::error(format!("it {verb} `{id}`, which is a mixin")).shape(subject);
        errors.push(
            problem
                .at(model.place(at))
                .help("mixins can only be used as mixins"),
        );
    } else if !model.broken.contains(id) {
        let mut problem =
            Diagnostic::error(format!("it {verb} `{id}`, which does not exist")).shape(subject);
        problem.help =
            suggestion(model, id, errors).map(|meant| format!("did you mean `{meant}`?"));
        errors.push(problem.at(model.place(at)));
    }
    None
}
