//! Whether defaults are values of their shapes, and members repeat the defaults of what they target.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::decimal::Decimal;
use crate::diagnostic::Severity;
use crate::model::traits::id::DEFAULT;
use crate::model::{Kind, Node, Shape};
use crate::node_validation::{NodeValidator, Options};
use crate::selector::Subject;
use crate::selector::relation::Relation;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let options = Options {
        allows_zero: true,
        ..Options::default()
    };
    let validator = NodeValidator::new(&context.index, options);
    for (subject, applied) in context.with_trait(DEFAULT) {
        let value = &applied.value;
        match subject.member {
            // A member may go without the default of its target.
            Some(_) if value.is_null() => {}
            Some(member) => {
                if let Some(target) = context.target(member) {
                    let findings = validator.check_member(subject.shape, member, value);
                    for finding in findings {
                        let message = format!("the default is wrong: {}", finding.message);
                        let event = report.of_trait(finding.severity, subject, DEFAULT, message);
                        let suffix = finding.suffix.unwrap_or_default();
                        report.push(event.id(report.id(&suffix)));
                    }
                    check_form(report, subject, target, value);
                }
            }
            None => {
                check_shape(report, &validator, subject.shape, value);
                check_members(context, report, subject.shape, value);
            }
        }
    }
}

/// Checks the default of a shape.
fn check_shape<'m>(
    report: &mut Report<'_>,
    validator: &NodeValidator<'_, 'm>,
    shape: &'m Shape,
    value: &Node,
) {
    if value.is_null() {
        report.trait_error(
            shape,
            DEFAULT,
            "only members may have the default null: leave it out",
        );
        return;
    }
    for finding in validator.check(shape, value) {
        let message = format!("the default is wrong: {}", finding.message);
        let event = report.of_trait(finding.severity, shape, DEFAULT, message);
        let suffix = finding.suffix.unwrap_or_default();
        report.push(event.id(report.id(&suffix)));
    }
    check_form(report, shape.into(), shape, value);
}

/// Defaults are short: of lists, maps and documents nothing but the empty one.
fn check_form(report: &mut Report<'_>, subject: Subject<'_>, target: &Shape, value: &Node) {
    let is_filled = match value {
        Node::Array(elements) => !elements.is_empty(),
        Node::Object(entries) => !entries.is_empty(),
        _ => false,
    };
    let kind = match (&target.kind, value) {
        (Kind::Blob, Node::String(text)) => {
            if STANDARD.decode(text).is_err() {
                let message = "its default is not base64, in which blobs are written";
                report.tell_of_trait(Severity::Warning, subject, DEFAULT, message);
            }
            return;
        }
        (Kind::List, Node::Array(_)) => "list",
        (Kind::Map, Node::Object(_)) => "map",
        (Kind::Document, Node::Array(_) | Node::Object(_)) => "document",
        _ => return,
    };
    if is_filled {
        let message = format!("the default of the {kind} is not empty");
        let event = report.of_trait(Severity::Error, subject, DEFAULT, message);
        report.push(event.help("the only list or map that can be a default is an empty one"));
    }
}

/// Members of structures state the default of their target, or null.
fn check_members(context: &Context<'_>, report: &mut Report<'_>, shape: &Shape, value: &Node) {
    for subject in context.leading_to(&shape.id, Relation::Target) {
        if !matches!(subject.shape.kind, Kind::Structure) {
            continue;
        }
        match subject.traits().get(DEFAULT) {
            None => {
                let message = format!("it targets `{}`, which has the default {value}", shape.id);
                let event = report.event(Severity::Error, subject, message);
                report.push(event.help("state the same default, or the default null"));
            }
            Some(own) if !own.is_null() && !is_same(own, value) => {
                let message = format!(
                    "its default is {own}, but that of its target `{}` is {value}",
                    shape.id
                );
                let event = report.event(Severity::Error, subject, message);
                report.push(event.help("state the same default, or the default null"));
            }
            Some(_) => {}
        }
    }
}

/// Whether two values are equal, however numbers are written.
fn is_same(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Number(a), Node::Number(b)) => {
            Decimal::parse(&a.to_string()) == Decimal::parse(&b.to_string())
        }
        _ => a == b,
    }
}
