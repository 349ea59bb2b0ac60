//! Whether each shape has the members without which it is none: of lists, maps and enums.

use crate::diagnostic::{Diagnostic, Errors};
use crate::model::{Kind, Model, Shape};

/// Reports shapes that lack members; `flat` is the model without mixins.
pub(super) fn check(model: &Model, flat: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        if model.broken.contains(&shape.id) || shape.id.is_prelude() {
            continue;
        }
        if shape.mixins.is_empty() {
            check_shape(flat, shape, errors);
        } else if let Some(shape) = flat.shapes.get(&shape.id) {
            check_shape(flat, shape, errors);
        }
    }
}

fn check_shape(model: &Model, shape: &Shape, errors: &mut Errors) {
    let name = shape.kind.name();
    let needed: &[&str] = match shape.kind {
        Kind::List => &["member"],
        Kind::Map => &["key", "value"],
        Kind::Enum | Kind::IntEnum if shape.members.is_empty() => {
            let problem = Diagnostic::error(format!("the {name} has no members"));
            let problem = problem.at(model.place(shape.location)).shape(&shape.id);
            errors.push(problem.help("add one for each of its values"));
            return;
        }
        _ => return,
    };
    for member in needed {
        if shape.member(member).is_none() {
            let problem = Diagnostic::error(format!("the {name} has no `{member}`"))
                .at(model.place(shape.location))
                .shape(&shape.id);
            errors.push(problem.help(format!("add `{member}` and the shape that it targets")));
        }
    }
}
