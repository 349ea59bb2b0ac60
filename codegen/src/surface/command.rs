//! The commands of a service: their options, and what they print.

use super::compare::REQUIRED;
use super::names::{self, Index};
use super::{Origin, Side, Surface, wire};
use crate::ir::cli::Commands;
use crate::ir::{Operation, Path, SchemaMember, ServiceClient};

/// Adds all commands.
pub(super) fn add<'s>(
    service: &'s ServiceClient,
    commands: &'s Commands,
    index: &Index<'s>,
    surface: &mut Surface<'s>,
) {
    for command in &commands.commands {
        let name = command.name.as_str();
        let Some(operation) = operation_of(service, &command.operation) else {
            continue;
        };
        surface.add(Side::Command, name.to_owned(), "command", &operation.id);
        let place = names::operation(operation);
        if let Some((input, _)) = index.get(&place, &operation.input.schema) {
            for arg in command.accepted_args() {
                let Some(member) = input.members.get(arg.member) else {
                    continue;
                };
                let required = if arg.required { REQUIRED } else { "" };
                let value = format!("{}{required}", kind(&place, member, index));
                let origin = Origin::member(&input.id, &member.name);
                let option = format!("{name} --{}", arg.name.as_str());
                surface.add(Side::Command, option, value, origin);
            }
        }
        for option in command.page_options() {
            let option = format!("{name} --{option}");
            surface.add(Side::Command, option, "pages", &operation.id);
        }
        for added in command.added() {
            let required = if added.required { REQUIRED } else { "" };
            let option = format!("{name} --{}", added.name.as_str());
            let value = format!("option{required}");
            surface.add(Side::Command, option, value, &operation.id);
        }
        if let Some((output, own)) = index.get(&place, &operation.output.schema) {
            for member in &output.members {
                let origin = Origin::member(&output.id, &member.name);
                let field = format!("{name} > {}", member.name);
                let value = kind(&own, member, index);
                surface.add(Side::Command, field, value, origin);
            }
        }
    }
    for waiter in &commands.waiters {
        let Some(command) = commands.commands.get(waiter.command) else {
            continue;
        };
        let shape = operation_of(service, &command.operation).map_or("", |it| &it.id);
        let name = format!("{WAIT}{}", waiter.name.as_str());
        let value = format!("repeats {}", command.name.as_str());
        surface.add(Side::Command, name, value, shape);
    }
}

/// What stands before the name of what is waited for.
const WAIT: &str = "wait ";

/// The operation whose table a command names.
pub(crate) fn operation_of<'s>(service: &'s ServiceClient, table: &Path) -> Option<&'s Operation> {
    let module = table.0.iter().rev().nth(1)?;
    let mut operations = service.operations.iter();
    operations.find(|operation| operation.module == *module)
}

/// What kind of value a member takes.
pub(crate) fn kind(at: names::Place<'_>, member: &SchemaMember, index: &Index<'_>) -> String {
    match index.get(at, &member.target) {
        Some((schema, _)) => wire::kind(schema.kind).to_owned(),
        None => {
            let name = member.target.0.last().map_or("", |name| name.stem());
            name.to_lowercase().replace('_', "")
        }
    }
}
