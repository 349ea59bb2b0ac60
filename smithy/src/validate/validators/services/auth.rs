//! Whether a service with several ways to authenticate says which is best.

use crate::diagnostic::Severity;
use crate::model::traits::id::AUTH_DEFINITION;
use crate::validate::context::Context;
use crate::validate::report::Report;

const AUTH: &str = "smithy.api#auth";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let traits = &bound.shape.traits;
        let schemes = traits.iter().filter(|applied| {
            let definition = context.shape(&applied.id);
            definition.is_some_and(|definition| definition.traits.has(AUTH_DEFINITION))
        });
        let schemes = schemes.count();
        if schemes > 1 && !traits.has(AUTH) {
            let message = format!(
                "it has {schemes} authentication schemes, which clients try in the order of their ids"
            );
            let event = report.event(Severity::Warning, bound.shape, message);
            report.push(event.help("say which is best with the trait `auth`"));
        }
    }
}
