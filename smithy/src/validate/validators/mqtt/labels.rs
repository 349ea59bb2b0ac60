//! Whether the labels of topics are members of the input.

use super::topic::{Level, levels};
use super::{PUBLISH, SUBSCRIBE, listed};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::Shape;
use crate::validate::context::Context;
use crate::validate::report::Report;

const TOPIC_LABEL: &str = "smithy.mqtt#topicLabel";

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for id in [SUBSCRIBE, PUBLISH] {
        for (subject, applied) in context.with_trait(id) {
            let levels = applied.value.as_str().map(levels);
            let levels = levels.and_then(Result::ok).unwrap_or_default();
            let labels = levels.iter().filter_map(|level| match level {
                Level::Label(label) => Some(*label),
                Level::Literal(_) => None,
            });
            compare(context, report, subject.shape, id, labels.collect());
        }
    }
}

fn compare(
    context: &Context<'_>,
    report: &mut Report<'_>,
    operation: &Shape,
    id: &str,
    mut labels: HashSet<&str>,
) {
    let input = context.input(operation);
    for (input, member) in input
        .into_iter()
        .flat_map(|it| it.members.iter().map(move |m| (it, m)))
    {
        if member.traits.has(TOPIC_LABEL) && !labels.remove(&*member.name) {
            let message = format!("it is a label, but not of the topic of `{}`", operation.id);
            let event = report.of_trait(Severity::Error, (input, member), TOPIC_LABEL, message);
            report.push(event.help(format!(
                "add `{{{}}}` to the topic, or drop the trait",
                member.name
            )));
        }
    }
    if !labels.is_empty() {
        let labels = listed(labels);
        let message = format!("its topic has the labels {labels}, which no member of its input is");
        let event = report.of_trait(Severity::Error, operation, id, message);
        report.push(event.help(format!(
            "add required members of these names with `{TOPIC_LABEL}`"
        )));
    }
}
