//! Changes for other programs: the events of `validate`, with both places.

use serde_json::{Value, json};
use smithgen_model::Place;

use super::change::{Change, Comparison};

pub(super) fn print(comparison: &Comparison) -> String {
    let mut printed = "{\n".to_owned();
    if let Some(bump) = comparison.bump {
        printed.push_str(&format!("  \"bump\": \"{}\",\n", bump.name()));
    }
    // One by one: as values, the events of a large model would take many times as much memory.
    printed.push_str("  \"events\": [");
    for (number, change) in comparison.changes.iter().enumerate() {
        printed.push_str(if number == 0 { "\n" } else { ",\n" });
        for (number, line) in format!("{:#}", event(change)).lines().enumerate() {
            printed.push_str(if number == 0 { "    " } else { "\n    " });
            printed.push_str(line);
        }
    }
    printed.push_str(match comparison.changes.is_empty() {
        true => "]",
        false => "\n  ]",
    });
    if !comparison.rest.is_empty() {
        let rest = Value::from(comparison.rest.as_slice());
        printed.push_str(&format!(",\n  \"rest\": {rest}"));
    }
    printed.push_str("\n}");
    printed
}

fn event(change: &Change) -> Value {
    let event = &change.event;
    let at = change.place();
    let message = match &event.help {
        Some(help) => format!("{} (help: {help})", event.message),
        None => event.message.clone(),
    };
    let mut printed = json!({
        "severity": event.severity.name(),
        "id": event.id,
        "shape": event.shape,
        "file": at.map(|place| &place.file),
        "line": at.map(|place| place.line),
        "column": at.map(|place| place.column),
        "message": message,
        "old": event.old.as_ref().map(place),
        "new": event.new.as_ref().map(place),
    });
    if let (Some(impact), Some(object)) = (&change.impact, printed.as_object_mut()) {
        let effects = impact.effects().map(|(name, effect)| {
            let effect = json!({ "grade": effect.grade.name(), "reason": effect.reason });
            (name.to_owned(), effect)
        });
        object.insert(
            "impact".to_owned(),
            Value::Object(effects.into_iter().collect()),
        );
    }
    printed
}

fn place(place: &Place) -> Value {
    json!({ "file": place.file, "line": place.line, "column": place.column })
}
