//! Whether the patterns of URIs and of host prefixes can be read.

use super::bound;
use super::pattern::{Uri, host_prefix};
use crate::diagnostic::Severity;
use crate::model::traits::{Endpoint, Http, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in bound(context) {
        if let Err(problem) = Uri::parse(&bound.http.uri) {
            let message = format!("the URI `{}` is malformed: {problem}", bound.http.uri);
            let event = report.of_trait(Severity::Error, bound.shape, Http::ID, message);
            report.push(event.help("write it as `/literal/{label}/{greedy+}?name=value`"));
        }
    }
    for (subject, _) in context.with_trait(Endpoint::ID) {
        let Some(Endpoint { host_prefix: text }) = subject.traits().read() else {
            continue;
        };
        if let Err(problem) = host_prefix(&text) {
            let message = format!("the host prefix `{text}` is malformed: {problem}");
            let event = report.of_trait(Severity::Error, subject, Endpoint::ID, message);
            report.push(event.help("write it as `literal-{label}.`"));
        }
    }
}
