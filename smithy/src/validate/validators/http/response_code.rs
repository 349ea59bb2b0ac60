//! Whether statuses say what happened: success, or whose fault an error is.

use super::bindings::{Body, Message};
use super::{Bound, bound};
use crate::diagnostic::Severity;
use crate::model::Kind;
use crate::model::traits::{Fault, Http, HttpError, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// The statuses that have no body.
const WITHOUT_BODY: [u16; 2] = [204, 205];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in bound(context) {
        check_operation(context, report, &bound);
    }
    for (subject, _) in context.with_trait(Fault::ID) {
        let traits = subject.traits();
        let (Some(fault), Some(HttpError(code))) = (traits.read::<Fault>(), traits.read()) else {
            continue;
        };
        let (whose, codes) = match fault {
            Fault::Client => ("a client", 400..500),
            Fault::Server => ("a server", 500..600),
        };
        let is_structure = matches!(subject.shape.kind, Kind::Structure);
        if is_structure && !codes.contains(&code) {
            let message = format!(
                "its status is {code}, but errors of {whose} have one from {} to {}",
                codes.start,
                codes.end - 1
            );
            report.tell_of_trait(Severity::Danger, subject, HttpError::ID, message);
        }
    }
}

fn check_operation(context: &Context<'_>, report: &mut Report<'_>, bound: &Bound<'_>) {
    let code = bound.http.code;
    if !(200..300).contains(&code) {
        let message = format!("its status is {code}, but that of success is from 200 to 299");
        report.tell_of_trait(Severity::Danger, bound.shape, Http::ID, message);
        return;
    }
    let output = context.shape(&bound.operation.output.target);
    let has_body = output.is_some_and(|output| !Body::of(output, Message::Response).is_empty());
    if WITHOUT_BODY.contains(&code) && has_body {
        let message =
            format!("its output needs a body, which a response of status {code} cannot have");
        let event = report.event(Severity::Warning, bound.shape, message);
        report.push(event.help("bind all members of the output to headers or to the status"));
    }
}
