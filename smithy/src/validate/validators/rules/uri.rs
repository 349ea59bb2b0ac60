//! Whether the URLs of endpoint rules start with a scheme.

use super::RULE_SET;
use super::rule_set::all_rules;
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(RULE_SET) {
        for rule in all_rules(&applied.value) {
            let url = rule.node.get("endpoint").and_then(|it| it.get("url"));
            let Some(url) = url.and_then(Node::as_str) else {
                continue;
            };
            // What starts with a variable is known when the rules are evaluated.
            let is_variable = url.starts_with('{') && !url.starts_with("{{");
            if !is_variable && !has_scheme(url) {
                let message = format!("rule {} gives the URL `{url}`", rule.way);
                let event = report.of_trait(Severity::Error, subject, RULE_SET, message);
                report.push(event.help("start it with `https://` or `http://`"));
            }
        }
    }
}

/// Whether an address is one of HTTP.
pub(super) fn has_scheme(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}
