//! Whether services whose protocol has no documents get along without.

use crate::diagnostic::Severity;
use crate::model::traits::id::PROTOCOL_DEFINITION;
use crate::model::traits::id::TRAIT;
use crate::model::{Kind, Node};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let protocols = context.with_trait(PROTOCOL_DEFINITION);
    let without = protocols.filter(|(subject, definition)| {
        let support = definition.value.get("noInlineDocumentSupport");
        support == Some(&Node::Bool(true)) && subject.traits().has(TRAIT)
    });
    let without: Vec<String> = without.map(|(subject, _)| subject.id()).collect();
    for bound in context.services().values() {
        let mut used = without
            .iter()
            .filter(|it| bound.shape.traits.has(it))
            .peekable();
        if used.peek().is_none() {
            continue;
        }
        let reached = context.closure(&bound.shape.id).into_iter();
        let documents =
            reached.filter(|it| it.member.is_none() && matches!(it.shape.kind, Kind::Document));
        let documents: Vec<&str> = documents.map(|it| it.shape.id.as_str()).collect();
        if documents.is_empty() {
            continue;
        }
        for protocol in used {
            let documents = documents.join("`, `");
            let message =
                format!("protocol `{protocol}` has no documents, but `{documents}` is used");
            report.push(report.of_trait(Severity::Error, bound.shape, protocol, message));
        }
    }
}
