//! Changes as test results: those that are as grave as asked for are failures.

use crate::Severity;

use super::change::{Change, Comparison, located};
use super::markup::Markup;

pub(super) fn print(comparison: &Comparison) -> String {
    let shown = comparison.shown();
    let failures = shown.iter().filter(|it| comparison.is_failure(it)).count();
    let skipped = shown
        .iter()
        .filter(|it| it.severity() == Severity::Suppressed && !comparison.is_failure(it))
        .count();
    let [tests, failures, skipped] = [shown.len(), failures, skipped].map(|it| it.to_string());
    let name = format!("changes from {} to {}", comparison.old, comparison.new);
    let mut page = Markup::default();
    page.verbatim("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let totals = [
        ("name", "smithgen diff"),
        ("tests", &tests),
        ("failures", &failures),
    ];
    page.open("testsuites", &totals);
    page.line();
    let totals = [
        ("name", name.as_str()),
        ("tests", &tests),
        ("failures", &failures),
        ("skipped", &skipped),
    ];
    page.open("testsuite", &totals);
    page.line();
    for change in &shown {
        case(&mut page, comparison, change);
    }
    page.close();
    page.line();
    page.finish()
}

fn case(page: &mut Markup, comparison: &Comparison, change: &Change) {
    let event = &change.event;
    let name = event.shape.as_deref().unwrap_or("metadata");
    let place = change.place();
    let (file, line) = match place {
        Some(place) => (place.file.as_str(), place.line.to_string()),
        None => ("", String::new()),
    };
    let mut attributes = vec![("classname", &*event.id), ("name", name)];
    if place.is_some() {
        attributes.extend([("file", file), ("line", line.as_str())]);
    }
    page.open("testcase", &attributes);
    let details = details(change);
    let severity = event.severity.name();
    if comparison.is_failure(change) {
        let attributes = [("type", severity), ("message", event.message.as_str())];
        page.element("failure", &attributes, &details);
    } else if event.severity == Severity::Suppressed {
        let reason = event.help.as_deref().unwrap_or("meant");
        page.element("skipped", &[("message", reason)], "");
        page.element("system-out", &[], &details);
    } else {
        page.element("system-out", &[], &format!("{severity}: {details}"));
    }
    page.close();
    page.line();
}

fn details(change: &Change) -> String {
    let event = &change.event;
    let mut lines = vec![event.message.clone()];
    for (name, place) in [("old", &event.old), ("new", &event.new)] {
        lines.extend(place.iter().map(|it| format!("{name}: {}", located(it))));
    }
    for (name, effect) in change.impact.iter().flat_map(|it| it.effects()) {
        lines.push(format!("{name}: {} {}", effect.grade.name(), effect.reason));
    }
    lines.extend(event.help.iter().map(|help| format!("help: {help}")));
    lines.join("\n")
}
