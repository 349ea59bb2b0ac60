//! Whether endpoint rules use only what their version has.

use super::rule_set::all_rules;
use super::{BDD, RULE_SET};
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

type Version = (u32, u32);

/// The functions that came after the first version, and when.
const LATER: [(&str, Version); 3] = [("coalesce", (1, 1)), ("ite", (1, 1)), ("split", (1, 1))];

/// When indices that count from the end came.
const NEGATIVE_INDEX: Version = (1, 1);

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for id in [RULE_SET, BDD] {
        for (subject, applied) in context.with_trait(id) {
            let stated = applied.value.get("version").and_then(Node::as_str);
            let Some(version) = stated.and_then(parse) else {
                continue;
            };
            let mut check = Check {
                subject,
                id,
                version,
            };
            let whole = conditions(&applied.value);
            for (number, condition) in whole.enumerate() {
                check.expression(report, &format!("condition {number}"), condition);
            }
            for rule in all_rules(&applied.value) {
                check.rule(report, &format!("rule {}", rule.way), rule.node);
            }
            let results = applied.value.get("results").and_then(Node::as_array);
            for (number, result) in results.into_iter().flatten().enumerate() {
                check.rule(report, &format!("result {number}"), result);
            }
        }
    }
}

fn parse(text: &str) -> Option<Version> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn conditions(node: &Node) -> impl Iterator<Item = &Node> {
    let conditions = node.get("conditions").and_then(Node::as_array);
    conditions.into_iter().flatten()
}

struct Check<'m> {
    subject: Subject<'m>,
    id: &'static str,
    version: Version,
}

impl Check<'_> {
    fn rule(&mut self, report: &mut Report<'_>, place: &str, rule: &Node) {
        for (number, condition) in conditions(rule).enumerate() {
            self.expression(report, &format!("condition {number} of {place}"), condition);
        }
        if let Some(message) = rule.get("error") {
            self.expression(report, &format!("the error of {place}"), message);
        }
        let endpoint = rule.get("endpoint");
        if let Some(url) = endpoint.and_then(|it| it.get("url")) {
            self.expression(report, &format!("the URL of {place}"), url);
        }
        let headers = endpoint.and_then(|it| it.get("headers")?.as_object());
        for (name, values) in headers.into_iter().flatten() {
            let place = format!("header `{name}` of {place}");
            for value in values.as_array().into_iter().flatten() {
                self.expression(report, &place, value);
            }
        }
    }

    /// Looks at an expression and those in it.
    fn expression(&mut self, report: &mut Report<'_>, place: &str, expression: &Node) {
        let mut open = vec![expression];
        while let Some(node) = open.pop() {
            let arguments = node.get("argv").and_then(Node::as_array);
            let Some(name) = node.get("fn").and_then(Node::as_str) else {
                continue;
            };
            let arguments = arguments.map_or(&[][..], Vec::as_slice);
            let path = arguments.get(1).and_then(Node::as_str).unwrap_or_default();
            let since = match name {
                "getAttr" if path.contains("[-") => Some(NEGATIVE_INDEX),
                name => LATER
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, since)| *since),
            };
            if let Some((major, minor)) = since.filter(|since| self.version < *since) {
                let what = match name {
                    "getAttr" => format!("`{path}`, which counts from the end"),
                    name => format!("`{name}`"),
                };
                let (own_major, own_minor) = self.version;
                let message = format!(
                    "{place} has {what}, but the rules are of version {own_major}.{own_minor}"
                );
                let event = report.of_trait(Severity::Error, self.subject, self.id, message);
                report.push(event.help(format!("set `version` to `{major}.{minor}`")));
            }
            open.extend(arguments);
        }
    }
}
