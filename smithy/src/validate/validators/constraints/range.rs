//! Whether the bounds of ranges are bounds, and numbers of the type that they are for.

use crate::decimal::Decimal;
use crate::model::traits::{Known, Range};
use crate::model::{Kind, Node};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(Range::ID) {
        let target = match subject.member {
            None => Some(subject.shape),
            Some(member) => context.target(member),
        };
        let takes_fractions = target.is_none_or(|target| {
            matches!(target.kind, Kind::Float | Kind::Double | Kind::BigDecimal)
        });
        let bound = |name: &str| match applied.value.get(name) {
            Some(Node::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let (min, max) = (bound("min"), bound("max"));
        for (name, bound) in [("min", &min), ("max", &max)] {
            let bound = bound.as_ref().filter(|text| text.contains(['.', 'e', 'E']));
            if let (Some(bound), false) = (bound, takes_fractions) {
                let kind = target.map_or("number", |target| target.kind.name());
                let message = format!("`{name}` is {bound}, but a {kind} is a whole number");
                report.trait_error(subject, Range::ID, message);
            }
        }
        if let (Some(min), Some(max)) = (&min, &max)
            && Decimal::parse(min) > Decimal::parse(max)
        {
            let message = format!("`min` is {min}, but `max` no more than {max}");
            report.trait_error(subject, Range::ID, message);
        }
    }
}
