//! Whether what is called like a time is a timestamp.

use regex_lite::Regex;
use serde::Deserialize;

use super::{Run, read};
use crate::diagnostic::Severity;
use crate::model::{Kind, Node, Shape};
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    additional_patterns: Vec<String>,
}

/// Says that a name is like that of a time.
type Pattern = Box<dyn Fn(&str) -> bool>;

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    let mut patterns: Vec<Pattern> = vec![
        Box::new(|name| name.contains("timestamp") || name.contains("Timestamp")),
        Box::new(|name| starts_with(name, "time")),
        Box::new(|name| starts_with(name, "date")),
        Box::new(|name| ends_with(name, "time")),
        Box::new(|name| ends_with(name, "date")),
        Box::new(|name| ends_with(name, "at")),
        Box::new(|name| ends_with(name, "on")),
        Box::new(|name| ends_with(name, "since")),
    ];
    for pattern in &configuration.additional_patterns {
        let regex = Regex::new(&format!("^(?:{pattern})$"));
        let regex =
            regex.map_err(|error| format!("`{pattern}` is no regular expression: {error}"))?;
        patterns.push(Box::new(move |name| regex.is_match(name)));
    }
    Ok(Box::new(move |context, report| {
        for shape in context.shapes() {
            match shape.kind {
                Kind::Structure | Kind::Union => members(context, report, &patterns, shape),
                Kind::String => tell(report, &patterns, shape),
                _ if shape.kind.is_number() => tell(report, &patterns, shape),
                _ => {}
            }
        }
    }))
}

/// Whether a name begins with a word, whose first letter may be a capital.
fn starts_with(name: &str, word: &str) -> bool {
    let rest = without_case_of_first(name, word);
    rest.is_some_and(|rest| {
        let next = rest.bytes().next();
        next.is_none_or(|next| next == b'_' || next.is_ascii_uppercase())
    })
}

fn without_case_of_first<'n>(name: &'n str, word: &str) -> Option<&'n str> {
    let (start, rest) = name.split_at_checked(word.len())?;
    let is_same = start.get(1..) == word.get(1..) && start.eq_ignore_ascii_case(word);
    is_same.then_some(rest)
}

/// Whether a name ends with a word: after a small letter with a capital, or after an underscore with either.
fn ends_with(name: &str, word: &str) -> bool {
    let start = name.len().checked_sub(word.len());
    let Some((before, end)) = start.and_then(|start| name.split_at_checked(start)) else {
        return false;
    };
    if without_case_of_first(end, word).is_none() {
        return false;
    }
    match before.bytes().last() {
        Some(b'_') => true,
        Some(last) => last.is_ascii_lowercase() && end != word,
        None => false,
    }
}

/// A shape is told of once for each pattern.
fn tell(report: &mut Report<'_>, patterns: &[Pattern], shape: &Shape) {
    let name = shape.id.name();
    for _ in patterns.iter().filter(|matches| matches(name)) {
        push(report, shape.into(), name, shape);
    }
}

fn members(context: &Context<'_>, report: &mut Report<'_>, patterns: &[Pattern], shape: &Shape) {
    for member in &shape.members {
        let Some(target) = context.target(member) else {
            continue;
        };
        let is_time = match target.kind {
            Kind::Timestamp | Kind::Enum => true,
            Kind::Structure | Kind::List => target.members.iter().all(|part| {
                let part = context.target(part);
                part.is_none_or(|part| matches!(part.kind, Kind::Timestamp))
            }),
            _ => false,
        };
        if !is_time && patterns.iter().any(|matches| matches(&member.name)) {
            push(report, (shape, member).into(), &member.name, target);
        }
    }
}

fn push(report: &mut Report<'_>, subject: Subject<'_>, name: &str, shape: &Shape) {
    let kind = shape.kind.name();
    let message = format!("`{name}` sounds like a time, but is of type {kind}");
    let event = report.event(Severity::Danger, subject, message);
    report.push(event.help("use a timestamp"));
}
