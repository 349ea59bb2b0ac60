//! Whether each key of metadata is defined by one shape, and none of Smithy's own is.

use indexmap::IndexMap;

use super::METADATA;
use crate::model::Node;
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// The keys that Smithy itself gives a meaning.
const RESERVED: [&str; 3] = ["severityOverrides", "suppressions", "validators"];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (key, subjects) in definitions(context) {
        for subject in &subjects {
            if RESERVED.contains(&key) {
                let message = format!("metadata `{key}` is Smithy's own, and cannot be defined");
                report.trait_error(*subject, METADATA, message);
            } else if subjects.len() > 1 {
                let message = format!(
                    "metadata `{key}` is defined by {} shapes, and may be by one",
                    subjects.len()
                );
                report.trait_error(*subject, METADATA, message);
            }
        }
    }
}

/// The shapes that define each key of metadata.
pub(super) fn definitions<'m>(context: &Context<'m>) -> IndexMap<&'m str, Vec<Subject<'m>>> {
    let mut by_key: IndexMap<&str, Vec<Subject<'_>>> = IndexMap::new();
    for (subject, applied) in context.with_trait(METADATA) {
        if let Some(key) = applied.value.get("key").and_then(Node::as_str) {
            by_key.entry(key).or_default().push(subject);
        }
    }
    by_key
}
