//! Checks that names are short enough for generated code.

use super::at_shape;
use crate::diagnostic::Errors;
use crate::limits::MEMBER_NAME;
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
