//! Whether the members of enums have values, of the right type, and each its own.

use super::is_name_of_value;
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::traits::id::ENUM_VALUE;
use crate::model::{Kind, Member, Node, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for shape in context.shapes() {
        match shape.kind {
            Kind::Enum => check_enum(report, shape),
            Kind::IntEnum => check_int_enum(report, shape),
            _ => {}
        }
    }
}

fn check_enum(report: &mut Report<'_>, shape: &Shape) {
    let mut values = HashSet::default();
    for member in &shape.members {
        let subject = (shape, member);
        match member.traits.get(ENUM_VALUE) {
            // Its name is its value.
            None => {
                if !values.insert(&*member.name) {
                    report.error(subject, twice(&member.name));
                }
            }
            Some(Node::String(text)) => {
                if !values.insert(text) {
                    report.error(subject, twice(text));
                }
                if text.is_empty() {
                    let event = report.event(Severity::Error, subject, "its value is empty");
                    report.push(
                        event.help("give it a value of some text, or none: then its name is it"),
                    );
                }
            }
            Some(other) => {
                let message =
                    format!("its value is {other}, but the values of an enum are strings");
                report.trait_error(subject, ENUM_VALUE, message);
            }
        }
        check_name(report, shape, member);
    }
}

fn check_int_enum(report: &mut Report<'_>, shape: &Shape) {
    let mut values = HashSet::default();
    for member in &shape.members {
        let subject = (shape, member);
        let number = match member.traits.get(ENUM_VALUE) {
            None => {
                let event = report.event(Severity::Error, subject, "it has no value");
                report.push(event.help("give it one: `NAME = 1`"));
                continue;
            }
            Some(Node::Number(number)) => number.to_string(),
            Some(other) => {
                let message =
                    format!("its value is {other}, but the values of an intEnum are whole numbers");
                report.trait_error(subject, ENUM_VALUE, message);
                continue;
            }
        };
        // `2.0` is one too.
        let Some(value) = member.int_value() else {
            let message = format!("its value is {number}, which is no whole number of 32 bits");
            report.trait_error(subject, ENUM_VALUE, message);
            continue;
        };
        if !values.insert(value) {
            report.error(subject, twice(&number));
        }
        check_name(report, shape, member);
    }
}

fn twice(value: &str) -> String {
    format!("another member has the value `{value}` already")
}

fn check_name(report: &mut Report<'_>, shape: &Shape, member: &Member) {
    if !is_name_of_value(&member.name) {
        let message = format!("the name `{}` is not in capitals", member.name);
        let event = report.event(Severity::Warning, (shape, member), message);
        report.push(event.help("names of members of enums are written `LIKE_THIS`"));
    }
}
