//! Whether members are bound to parts of messages that their structure never becomes.

use super::Uses;
use super::bindings::BINDINGS;
use crate::diagnostic::Severity;
use crate::model::traits::id::{HTTP_LABEL, HTTP_QUERY_PARAMS, HTTP_RESPONSE_CODE, MIXIN};
use crate::model::traits::{HttpQuery, Known};
use crate::model::{Kind, Member, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

const OF_INPUTS: [&str; 3] = [HTTP_LABEL, HTTP_QUERY_PARAMS, HttpQuery::ID];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for shape in context.shapes() {
        // Where a mixin is used is seen at its users.
        if !matches!(shape.kind, Kind::Structure) || shape.traits.has(MIXIN) {
            continue;
        }
        let mut uses = None;
        for member in &shape.members {
            let applied = BINDINGS.iter().find(|id| member.traits.has(id));
            if let Some(id) = applied {
                let uses = uses.get_or_insert_with(|| Uses::of(context, &shape.id));
                check_member(report, shape, member, id, uses);
            }
        }
    }
}

fn check_member(report: &mut Report<'_>, shape: &Shape, member: &Member, id: &str, uses: &Uses) {
    let of_input = OF_INPUTS.iter().find(|id| member.traits.has(id));
    let is_of_output = member.traits.has(HTTP_RESPONSE_CODE);
    let beside_input = uses.as_output || uses.as_error || uses.otherwise;
    let beside_output = uses.as_input || uses.as_error || uses.otherwise;
    let is_ignored =
        of_input.is_some() && beside_input || is_of_output && beside_output || uses.otherwise;
    if !is_ignored {
        return;
    }
    let (suffix, id, wanted) = match of_input {
        Some(id) => ("Input", *id, "the input of an operation"),
        None if is_of_output => ("Output", HTTP_RESPONSE_CODE, "the output of an operation"),
        None => (
            "TopLevel",
            id,
            "an input, an output or an error of an operation",
        ),
    };
    let name = id.rsplit('#').next().unwrap_or(id);
    let message = format!(
        "`{name}` has no effect where `{}` is not {wanted}",
        shape.id
    );
    let event = report.of_trait(Severity::Warning, (shape, member), id, message);
    report.push(event.id(report.id(suffix)));
}
