//! Whether flattened lists drop the name that their elements have.

use crate::diagnostic::Severity;
use crate::model::Kind;
use crate::model::traits::{Known, XmlName, id::XML_FLATTENED};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(XML_FLATTENED) {
        let Some(member) = subject.member else {
            continue;
        };
        let list = context
            .target(member)
            .filter(|target| matches!(target.kind, Kind::List));
        let element = list.and_then(|list| list.member("member"));
        let name = element.and_then(|element| element.traits.text(XmlName::ID));
        let Some(name) = name.filter(|name| **name != *member.name) else {
            continue;
        };
        if !member.traits.has(XmlName::ID) {
            let message = format!(
                "its elements are called `{}` in XML, although those of its list have the name `{name}`",
                member.name
            );
            let event = report.event(Severity::Warning, subject, message);
            let help = format!("say `@xmlName(\"{name}\")` of the member if that is meant");
            report.push(event.help(help));
        }
    }
}
