//! Whether models use what version 2.0 of Smithy has other means for.

use crate::diagnostic::Severity;
use crate::model::Version;
use crate::model::traits::id::ENUM;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for shape in context.shapes() {
        if context.model.sets.contains(&shape.id) && shape.member("member").is_some() {
            let event = report.event(Severity::Warning, shape, "sets are deprecated");
            report.push(event.help("make it a list with the trait `uniqueItems`"));
        }
        let is_own = context
            .model
            .mixins_of(shape)
            .iter()
            .all(|mixin| !mixin.traits.has(ENUM));
        if shape.version == Version::V2 && shape.traits.has(ENUM) && is_own {
            let event = report.event(Severity::Warning, shape, "the trait `enum` is deprecated");
            report.push(event.help("make it a shape of type enum"));
        }
    }
}
