//! Whether protocols use for event streams only versions of HTTP that they use at all.

use super::{HTTP_PROTOCOLS, listed};
use crate::diagnostic::Severity;
use crate::model::{Node, Trait};
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn aws(context: &Context<'_>, report: &mut Report<'_>) {
    for id in HTTP_PROTOCOLS {
        of_protocol(context, report, id);
    }
}

pub(super) fn rpc_v2_cbor(context: &Context<'_>, report: &mut Report<'_>) {
    of_protocol(context, report, "smithy.protocols#rpcv2Cbor");
}

pub(super) fn rpc_v2_json(context: &Context<'_>, report: &mut Report<'_>) {
    of_protocol(context, report, "smithy.protocols#rpcv2Json");
}

fn of_protocol(context: &Context<'_>, report: &mut Report<'_>, id: &str) {
    for (subject, applied) in context.with_trait(id) {
        check(report, subject, applied);
    }
}

fn check(report: &mut Report<'_>, subject: Subject<'_>, applied: &Trait) {
    let list = |key: &str| {
        let values = applied.value.get(key).and_then(Node::as_array);
        let values = values.into_iter().flatten().filter_map(Node::as_str);
        values.collect::<Vec<&str>>()
    };
    let (all, streams) = (list("http"), list("eventStreamHttp"));
    let missing: Vec<&str> = streams.into_iter().filter(|it| !all.contains(it)).collect();
    if !missing.is_empty() {
        let id = applied.id.as_str();
        let missing = listed(missing);
        let message = format!("`eventStreamHttp` of `{id}` has {missing}, which `http` lacks");
        let event = report.of_trait(Severity::Error, subject, id, message);
        report.push(event.help("add what is missing to `http`"));
    }
}
