//! Whether members are bound to headers that may be sent, and each to its own.

use indexmap::IndexMap;

use super::listed;
use crate::diagnostic::Severity;
use crate::model::Shape;
use crate::model::traits::is_token;
use crate::model::traits::{HttpHeader, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// Headers that clients, servers and what is between them set by themselves.
const TAKEN: [&str; 15] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "www-authenticate",
    "x-forwarded-for",
];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut structures: IndexMap<&str, &Shape> = IndexMap::new();
    for (subject, applied) in context.with_trait(HttpHeader::ID) {
        structures.insert(subject.shape.id.as_str(), subject.shape);
        let Some(name) = applied.value.as_str() else {
            continue;
        };
        let problem = if TAKEN.contains(&&*name.to_ascii_lowercase()) {
            "is not for members: clients and servers set it themselves"
        } else if !name.is_empty() && !is_token(name) {
            "is no name for a header"
        } else {
            continue;
        };
        let message = format!("`{name}` {problem}");
        report.tell_of_trait(Severity::Danger, subject, HttpHeader::ID, message);
    }
    for shape in structures.into_values() {
        let mut members: IndexMap<String, Vec<&str>> = IndexMap::new();
        for member in &shape.members {
            if let Some(name) = member.traits.text(HttpHeader::ID) {
                let same = members.entry(name.to_lowercase()).or_default();
                same.push(&member.name);
            }
        }
        for (name, members) in members {
            if members.len() > 1 {
                let message = format!("{} are bound to one header, `{name}`", listed(members));
                report.error(shape, message);
            }
        }
    }
}
