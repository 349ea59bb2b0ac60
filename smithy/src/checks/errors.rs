//! Checks that errors are structures.

use super::at_shape;
use crate::diagnostic::Errors;
use crate::model::traits::{Fault, HttpError, Known};
use crate::model::{Kind, Model};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        let fault = shape.traits.find(Fault::ID);
        let status = shape.traits.find(HttpError::ID);
        if let Some(applied) = fault.filter(|_| !matches!(shape.kind, Kind::Structure)) {
            let message = format!("a shape of type {} cannot be an error", shape.kind.name());
            errors.push(at_shape(model, shape, applied.location, message).trait_id(Fault::ID));
        }
        if let (Some(applied), None) = (status, fault) {
            let problem = at_shape(
                model,
                shape,
                applied.location,
                "it has a status, but is no error",
            );
            errors.push(
                problem
                    .trait_id(HttpError::ID)
                    .help("apply `smithy.api#error` to it as well"),
            );
        }
        if let (Some(applied), Some(HttpError(code))) = (status, shape.traits.read())
            && !(300..=599).contains(&code)
        {
            let message = format!("`{code}` is no status of an error");
            let problem = at_shape(model, shape, applied.location, message).trait_id(HttpError::ID);
            errors.push(problem.help("use one from 300 to 599"));
        }
    }
}
