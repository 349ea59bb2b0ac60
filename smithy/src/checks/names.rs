//! Checks that a shape has each member once, and that names are short enough for generated code.

use super::at_shape;
use crate::diagnostic::{Diagnostic, Errors};
use crate::limits::MEMBER_NAME;
use crate::maps::HashMap;
use crate::model::Model;

/// Reports members whose names are longer than the limit.
pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        for member in &shape.members {
            let length = member.name.len();
            if length > MEMBER_NAME {
                let message = format!(
                    "smithgen cannot generate a member whose name has {length} bytes: {MEMBER_NAME} are the most"
                );
                let problem = at_shape(model, shape, member.location, message);
                errors.push(problem.help("choose a shorter name"));
            }
        }
    }
}

/// Reports members that a shape has twice.
pub(super) fn once(model: &Model, errors: &mut Errors) {
    let mut seen = HashMap::default();
    for shape in model.shapes.values() {
        seen.clear();
        for member in &shape.members {
            let Some(first) = seen.insert(&*member.name, member.location) else {
                continue;
            };
            let problem = Diagnostic::error(format!("member `{}` is defined twice", member.name))
                .at(model.place(member.location))
                .shape(shape.id.member(&member.name))
                .related("the other is here", model.place(first));
            errors.push(problem.help("remove one of them"));
        }
    }
}
