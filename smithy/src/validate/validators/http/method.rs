//! Whether operations do what their methods stand for.

use super::bindings::{Body, Message};
use super::{Bound, bound, listed};
use crate::diagnostic::Severity;
use crate::model::traits::id::{IDEMPOTENT, READONLY};
use crate::model::traits::{Http, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// What a method stands for.
struct Method {
    name: &'static str,
    is_readonly: bool,
    /// Unknown where it may be so or not.
    is_idempotent: Option<bool>,
    has_body: bool,
}

const METHODS: [Method; 8] = [
    method("GET", true, Some(false), false),
    method("HEAD", true, Some(false), false),
    method("OPTIONS", true, Some(false), true),
    method("TRACE", true, Some(false), false),
    method("POST", false, None, true),
    method("DELETE", false, Some(true), false),
    method("PUT", false, Some(true), true),
    method("PATCH", false, None, true),
];

const fn method(
    name: &'static str,
    is_readonly: bool,
    is_idempotent: Option<bool>,
    has_body: bool,
) -> Method {
    Method {
        name,
        is_readonly,
        is_idempotent,
        has_body,
    }
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in bound(context) {
        let known = METHODS
            .iter()
            .find(|known| bound.http.method.eq_ignore_ascii_case(known.name));
        let Some(method) = known else {
            continue;
        };
        if bound.http.method != method.name {
            let message = format!("write the method as `{}`", method.name);
            warn(report, &bound, "", message);
        }
        if method.name == "OPTIONS" {
            let message = "the method `OPTIONS` is for CORS, which servers see to by themselves";
            warn(report, &bound, "OPTIONS", message);
        }
        let facts = [
            ("readonly", READONLY, Some(method.is_readonly), "Readonly"),
            ("idempotent", IDEMPOTENT, method.is_idempotent, "Idempotent"),
        ];
        for (name, id, wanted, word) in facts {
            let method = method.name;
            match (bound.shape.traits.has(id), wanted) {
                (true, Some(false)) => {
                    let message = format!("it is `{name}`, which the method `{method}` is not for");
                    warn(report, &bound, &format!("Unnecessary{word}Trait"), message);
                }
                (false, Some(true)) => {
                    let message = format!("it is not `{name}`, which the method `{method}` is for");
                    warn(report, &bound, &format!("Missing{word}Trait"), message);
                }
                _ => {}
            }
        }
        if !method.has_body {
            check_body(context, report, &bound, method.name);
        }
    }
}

/// Checks that nothing is left for a body.
fn check_body(context: &Context<'_>, report: &mut Report<'_>, bound: &Bound<'_>, method: &str) {
    let Some(input) = context.shape(&bound.operation.input.target) else {
        return;
    };
    let body = Body::of(input, Message::Request);
    let names: Vec<&str> = match body.payload {
        Some(payload) => vec![&payload.name],
        None => body.rest.iter().map(|member| &*member.name).collect(),
    };
    if names.is_empty() {
        return;
    }
    let message = format!(
        "requests of the method `{method}` have no body as a rule, but {} travel in it",
        listed(names)
    );
    let event = report.of_trait(Severity::Danger, bound.shape, Http::ID, message);
    let event = event.help("bind them to the path, the query or headers");
    report.push(event.id(report.id("UnexpectedPayload")));
}

fn warn(report: &mut Report<'_>, bound: &Bound<'_>, suffix: &str, message: impl Into<String>) {
    let event = report.of_trait(Severity::Warning, bound.shape, Http::ID, message);
    report.push(event.id(report.id(suffix)));
}
