//! Whether URIs are written in ASCII.

use super::bound;
use crate::diagnostic::Severity;
use crate::model::traits::{Http, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in bound(context) {
        let uri = &bound.http.uri;
        if !uri.is_ascii() {
            let message = format!("the URI `{uri}` has characters outside ASCII");
            let event = report.of_trait(Severity::Error, bound.shape, Http::ID, message);
            report.push(event.help("write them in percent-encoding"));
        }
    }
}
