//! Checks that requests can be sent as operations say: validators are content with methods and statuses of any kind.

use super::{Told, at_shape};
use crate::diagnostic::Errors;
use crate::model::traits::{Http, Known, is_token};
use crate::model::uri::UriPattern;
use crate::model::{Kind, Model};

/// Reports methods, statuses and URIs that no request or response has.
pub(super) fn check(model: &Model, told: &Told, errors: &mut Errors) {
    for shape in model.shapes.values() {
        let applied = shape.traits.find(Http::ID);
        let (Kind::Operation(_), Some(applied), Some(http)) =
            (&shape.kind, applied, shape.traits.read::<Http>())
        else {
            continue;
        };
        if told.has(shape.id.as_str(), Http::ID) {
            continue;
        }
        let mut report = |message: String, help: &str| {
            let problem = at_shape(model, shape, applied.location, message).trait_id(Http::ID);
            errors.push(problem.help(help));
        };
        if !is_token(&http.method) {
            report(
                format!("smithgen cannot send the method `{}`", http.method),
                "use one such as `POST`",
            );
        }
        if !(100..=999).contains(&http.code) {
            report(
                format!("smithgen cannot send or receive the status {}", http.code),
                "use one from 200 to 299",
            );
        }
        if let Err(reason) = UriPattern::parse(&http.uri) {
            report(
                format!("smithgen cannot use the URI `{}`: {reason}", http.uri),
                "write it as `/literal/{label}/{greedy+}?name=value`",
            );
        }
    }
}
