//! Checks that the labels in a host prefix match the members bound to them.

use super::{at_member, at_shape};
use crate::diagnostic::Errors;
use crate::model::traits::{Endpoint, Known, id};
use crate::model::{Kind, Model};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        let Kind::Operation(operation) = &shape.kind else {
            continue;
        };
        let (Some(applied), Some(endpoint)) = (
            shape.traits.find(Endpoint::ID),
            shape.traits.read::<Endpoint>(),
        ) else {
            continue;
        };
        let Some(input) = model.shapes.get(&operation.input.target) else {
            continue;
        };
        for label in labels(&endpoint.host_prefix) {
            let bound = input
                .member(label)
                .filter(|member| member.traits.has(id::HOST_LABEL));
            match bound {
                None => {
                    let message = format!(
                        "the host prefix has label `{label}`, but `{}` has no such member",
                        input.id
                    );
                    let problem =
                        at_shape(model, shape, applied.location, message).trait_id(Endpoint::ID);
                    errors.push(
                        problem.help(
                            "bind a required string member to it with `smithy.api#hostLabel`",
                        ),
                    );
                }
                Some(member) if !member.traits.has(id::REQUIRED) => {
                    let problem = at_member(
                        model,
                        input,
                        member,
                        "a member in the host name must be `@required`",
                    );
                    errors.push(problem.trait_id(id::HOST_LABEL));
                }
                Some(_) => {}
            }
        }
    }
}

/// The names in braces.
fn labels(prefix: &str) -> impl Iterator<Item = &str> {
    prefix
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(label, _)| label))
}
