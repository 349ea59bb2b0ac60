//! Whether each shape of a service has a name of its own, and new names make sense.

use indexmap::IndexSet;

use super::conflict::severity;
use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::id::is_identifier;
use crate::model::{Kind, Service, Shape, ShapeId};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// With how many others of its name each shape is compared: of more, all need another name anyway.
const COMPARED: usize = 16;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let Some(service) = bound.shape.as_service() else {
            continue;
        };
        let closure = context.closure(&bound.shape.id);
        let shapes = closure.iter().filter(|it| it.member.is_none());
        let shapes: IndexSet<&ShapeId> = shapes.map(|it| &it.shape.id).collect();
        names(context, report, bound.shape, service, &shapes);
        renames(context, report, bound.shape, service, &shapes);
    }
}

fn names(
    context: &Context<'_>,
    report: &mut Report<'_>,
    shape: &Shape,
    service: &Service,
    closure: &IndexSet<&ShapeId>,
) {
    let mut by_name: HashMap<String, Vec<&Shape>> = HashMap::default();
    for id in closure {
        let name = service.rename.get(*id).map_or(id.name(), String::as_str);
        if let Some(shape) = context.shape(id) {
            by_name
                .entry(name.to_ascii_lowercase())
                .or_default()
                .push(shape);
        }
    }
    for group in by_name.values() {
        for one in group {
            let others = group.iter().filter(|other| other.id != one.id);
            for other in others.take(COMPARED) {
                let message = format!(
                    "it has the name of `{}` in service `{}`{}",
                    other.id,
                    shape.id,
                    match service.rename.contains_key(&one.id) {
                        true => ", where it is renamed",
                        false => "",
                    }
                );
                let event = report.event(severity(context, one, other), *one, message);
                let help = "give one of them another name in `rename` of the service";
                report.push(event.help(help));
            }
        }
    }
}

fn renames(
    context: &Context<'_>,
    report: &mut Report<'_>,
    shape: &Shape,
    service: &Service,
    closure: &IndexSet<&ShapeId>,
) {
    for (from, to) in &service.rename {
        if !is_identifier(to) {
            let message = format!("it renames `{from}` to `{to}`, which is no identifier");
            report.error(shape, message);
        } else if to == from.name() {
            let message = format!("it renames `{from}` to `{to}`, which is its name");
            report.error(shape, message);
        }
        if context.model.shapes.get(from).is_none() && context.index.find(from.as_str()).is_some() {
            let message = format!("it renames `{from}`, a member, which keeps its name");
            let event = report.event(Severity::Error, shape, message);
            report.push(event.help("remove it from `rename`"));
            continue;
        }
        if !closure.contains(from) {
            let message = format!("it renames `{from}`, which is none of its shapes");
            report.error(shape, message);
            continue;
        }
        let kind = context.shape(from).map(|shape| &shape.kind);
        if let Some(kind @ (Kind::Resource(_) | Kind::Operation(_))) = kind {
            let kind = kind.name();
            let message = format!("it renames `{from}`, of type {kind}, which keeps its name");
            let event = report.event(Severity::Error, shape, message);
            report.push(event.help("remove it from `rename`"));
        }
    }
}
