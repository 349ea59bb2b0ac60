//! Whether operations that change a part of a resource can tell what is to be changed.

use super::listed;
use crate::diagnostic::Severity;
use crate::model::Lifecycle;
use crate::model::traits::id::DEFAULT;
use crate::validate::context::{Context, Role};
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (shape, operation) in context.operations() {
        let name = shape.id.name().to_ascii_lowercase();
        let is_named_so = name.starts_with("update") || name.starts_with("patch");
        let is_update = || {
            let roles = context.roles(&shape.id);
            roles.contains(&Role::Lifecycle(Lifecycle::Update))
        };
        if !is_named_so && !is_update() {
            continue;
        }
        let input = context.shape(&operation.input.target);
        let members = input.iter().flat_map(|input| &input.members);
        let members = members.filter(|member| member.traits.has(DEFAULT));
        let names: Vec<&str> = members.map(|member| &*member.name).collect();
        if !names.is_empty() {
            let message = format!(
                "it updates, but cannot tell whether {} were sent, for they have defaults",
                listed(names)
            );
            let event = report.event(Severity::Warning, shape, message);
            report.push(event.help("leave the defaults out"));
        }
    }
}
