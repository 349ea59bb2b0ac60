//! Whether the ARNs of resources have the identifiers of these.

use super::{listed, services};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::{Resource, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(in crate::validate::validators) const ARN: &str = "aws.api#arn";

/// A delimiter belongs to ARNs that are given as a whole.
pub(super) fn delimiter(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(ARN) {
        let is_absolute = applied.value.get("absolute").and_then(|it| it.as_bool());
        if is_absolute != Some(true) && applied.value.get("resourceDelimiter").is_some() {
            let message = "its ARN has a `resourceDelimiter`, but is not `absolute`";
            let event = report.of_trait(Severity::Error, subject, ARN, message);
            report.push(event.help("drop `resourceDelimiter`, or set `absolute` to true"));
        }
    }
}

/// The template has every identifier, and nothing else.
pub(super) fn template(context: &Context<'_>, report: &mut Report<'_>) {
    for (bound, _) in services(context) {
        for (id, resource) in &bound.resources {
            let shape = context.shape(id);
            let template = shape.and_then(|shape| {
                let value = shape.traits.get(ARN)?;
                Some((shape, value.get("template")?.as_str()?))
            });
            if let Some((shape, template)) = template {
                compare(report, shape, resource, template);
            }
        }
    }
}

fn compare(report: &mut Report<'_>, shape: &Shape, resource: &Resource, template: &str) {
    let labels: HashSet<&str> = labels(template).collect();
    let malformed: Vec<&str> = labels.iter().copied().filter(|it| !is_label(it)).collect();
    if !malformed.is_empty() {
        let message = format!("the labels {} of its ARN are no names", listed(malformed));
        let event = report.of_trait(Severity::Error, shape, ARN, message);
        report.push(event.help("a label is the name of an identifier of the resource"));
        return;
    }
    let names = || resource.identifiers.keys().map(String::as_str);
    let missing: Vec<&str> = names().filter(|name| !labels.contains(name)).collect();
    if !missing.is_empty() {
        let message = format!(
            "its ARN `{template}` lacks the identifiers {}",
            listed(missing)
        );
        let event = report.of_trait(Severity::Error, shape, ARN, message);
        report.push(event.help("add each as a label, `{name}`"));
    }
    let known: HashSet<&str> = names().collect();
    let extra: Vec<&str> = labels
        .into_iter()
        .filter(|it| !known.contains(it))
        .collect();
    if !extra.is_empty() {
        let message = format!(
            "its ARN `{template}` has the labels {}, which are no identifiers of the resource",
            listed(extra)
        );
        let event = report.of_trait(Severity::Error, shape, ARN, message);
        report.push(event.help("drop them, or add identifiers of these names"));
    }
}

/// What stands between braces.
pub(in crate::validate::validators) fn labels(template: &str) -> impl Iterator<Item = &str> {
    let parts = template.split('{').skip(1);
    let labels = parts.filter_map(|part| Some(part.split_once('}')?.0));
    labels.filter(|label| !label.is_empty())
}

/// Whether a label is a name, perhaps after one of the signs that stand for a rest.
fn is_label(label: &str) -> bool {
    let name = label.strip_prefix(['!', '|', '+']).unwrap_or(label);
    let mut bytes = name.bytes();
    let starts_well = bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    starts_well && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
