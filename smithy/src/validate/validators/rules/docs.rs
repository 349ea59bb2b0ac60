//! Whether the parameters of endpoint rules are documented.

use super::rule_set::parameters;
use super::{BDD, RULE_SET};
use crate::diagnostic::Severity;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for id in [RULE_SET, BDD] {
        for (subject, applied) in context.with_trait(id) {
            for parameter in parameters(&applied.value).iter().filter(|it| !it.has_docs) {
                let message = format!(
                    "parameter `{}` of its endpoint rules has no documentation",
                    parameter.name
                );
                let event = report.of_trait(Severity::Warning, subject, id, message);
                report.push(event.help("say in its `documentation` what it is for"));
            }
        }
    }
}
