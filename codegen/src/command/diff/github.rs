//! Changes as annotations of GitHub's workflows: <https://docs.github.com/actions/reference/workflow-commands>.

use crate::Severity;

use super::change::{Change, Comparison, located};

pub(super) fn print(comparison: &Comparison) -> String {
    let shown = comparison.shown();
    // The log shows nothing else of changes, and those that are meant need no attention.
    let shown = shown
        .iter()
        .filter(|it| it.severity() != Severity::Suppressed);
    let mut lines: Vec<String> = shown.map(|change| line(comparison, change)).collect();
    lines.push(data(&comparison.summary()));
    if let Some(bump) = comparison.bump {
        lines.push(format!("proposed version: {}", bump.name()));
    }
    lines.join("\n")
}

fn line(comparison: &Comparison, change: &Change) -> String {
    let event = &change.event;
    let level = match event.severity {
        _ if comparison.is_failure(change) => "error",
        Severity::Error | Severity::Danger | Severity::Warning => "warning",
        Severity::Note | Severity::Suppressed => "notice",
    };
    let mut properties = Vec::new();
    // What is only in the old model has no line in what is checked out.
    if let Some(place) = &event.new {
        properties.push(format!("file={}", property(&place.file)));
        properties.push(format!("line={}", place.line));
        properties.push(format!("col={}", place.column));
    }
    let title = format!("{} {}", event.severity.name(), event.id);
    properties.push(format!("title={}", property(&title)));
    let mut message = event.message.clone();
    if let (Some(place), None) = (&event.old, &event.new) {
        message.push_str(&format!("\nit was at {}", located(place)));
    }
    for (name, effect) in change.impact.iter().flat_map(|it| it.effects()) {
        message.push_str(&format!(
            "\n{name}: {} {}",
            effect.grade.name(),
            effect.reason
        ));
    }
    if let Some(help) = &event.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    format!("::{level} {}::{}", properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_command() {
        assert_eq!(data("a%\n::error::b"), "a%25%0A::error::b");
        assert_eq!(property("a,b:c\r"), "a%2Cb%3Ac%0D");
    }
}
