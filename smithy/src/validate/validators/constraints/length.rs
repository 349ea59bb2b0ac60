//! Whether the bounds of lengths are bounds.

use crate::model::Node;
use crate::model::traits::{Known, Length};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(Length::ID) {
        let bound = |name: &str| applied.value.get(name).and_then(Node::as_i64);
        let (min, max) = (bound("min"), bound("max"));
        for (name, bound) in [("min", min), ("max", max)] {
            if let Some(bound) = bound.filter(|bound| *bound < 0) {
                let message = format!("`{name}` is {bound}, but lengths are never below 0");
                report.trait_error(subject, Length::ID, message);
            }
        }
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            let message = format!("`min` is {min}, but `max` no more than {max}");
            report.trait_error(subject, Length::ID, message);
        }
    }
}
