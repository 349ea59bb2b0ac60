//! Where the tokens of results are that come in pages.

use crate::ir::Paginated;
use crate::model::traits;
use crate::model::{Model, Operation, Shape};

/// The operation's `@paginated`, completed by the service's. None without tokens; a path that leads nowhere has been
/// reported by then.
pub(super) fn of(
    model: &Model,
    service: &Shape,
    shape: &Shape,
    operation: &Operation,
) -> Option<Paginated> {
    let own: traits::Paginated = shape.traits.read()?;
    let all: traits::Paginated = service.traits.read().unwrap_or_default();
    let index = |shape: &Shape, name: &str| {
        let mut members = shape.members.iter();
        members.position(|member| *member.name == *name)
    };
    let input = model.get(operation.input.target.as_str())?;
    let input_token = index(input, &own.input_token.or(all.input_token)?)?;
    let mut at = model.get(operation.output.target.as_str())?;
    let mut output_token = Vec::new();
    for name in own.output_token.or(all.output_token)?.split('.') {
        let member = index(at, name)?;
        output_token.push(member);
        at = model.target(at.members.iter().nth(member)?)?;
    }
    Some(Paginated {
        input_token,
        output_token,
    })
}
