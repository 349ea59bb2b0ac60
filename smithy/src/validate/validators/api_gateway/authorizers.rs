//! Whether authorizers stand for a way of authentication that the service has.

use super::listed;
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::model::traits::id::AUTH_DEFINITION;
use crate::validate::context::Context;
use crate::validate::report::Report;

const ID: &str = "aws.apigateway#authorizers";

/// The only form of what an authorizer gets in which it may answer simply.
const SIMPLE: &str = "2.0";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(ID) {
        let authorizers = applied.value.as_object();
        let authorizers = || authorizers.into_iter().flatten();
        let text = |value: &Node, key: &str| value.get(key)?.as_str().map(str::to_owned);
        let is_applied = |scheme: &str| {
            let definition = context.model.get(scheme);
            subject.traits().has(scheme)
                && definition.is_some_and(|it| it.traits.has(AUTH_DEFINITION))
        };
        let unknown = authorizers().filter_map(|(name, value)| {
            let scheme = text(value, "scheme")?;
            (!is_applied(&scheme)).then(|| format!("{name}` for `{scheme}"))
        });
        let unknown: Vec<String> = unknown.collect();
        if !unknown.is_empty() {
            let unknown = listed(unknown.iter().map(String::as_str));
            let message =
                format!("the service does not authenticate as its authorizers say: {unknown}");
            let event = report.of_trait(Severity::Error, subject, ID, message);
            report.push(event.help("apply the traits of these schemes to the service"));
        }
        let odd = authorizers().filter(|(_, value)| {
            let version = text(value, "authorizerPayloadFormatVersion");
            value.get("enableSimpleResponses").is_some()
                && version.is_some_and(|version| version != SIMPLE)
        });
        let odd: Vec<&str> = odd.map(|(name, _)| name.as_str()).collect();
        if !odd.is_empty() {
            let odd = listed(odd);
            let message = format!(
                "the authorizers {odd} have `enableSimpleResponses`, but another `authorizerPayloadFormatVersion` than `{SIMPLE}`"
            );
            report.trait_error(subject, ID, message);
        }
    }
}
