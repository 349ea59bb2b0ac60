//! Changes for other programs: the events of `validate`, with both places.

use serde_json::{Value, json};
use smithgen_model::Place;

use super::change::{Change, Comparison};

pub(super) fn print(comparison: &Comparison) -> String {
    let events: Vec<Value> = comparison.changes.iter().map(event).collect();
    let mut printed = json!({ "events": events });
    if let (Some(bump), Some(object)) = (comparison.bump, printed.as_object_mut()) {
        object.insert("bump".to_owned(), bump.name().into());
    }
    if let (false, Some(object)) = (comparison.rest.is_empty(), printed.as_object_mut()) {
        object.insert("rest".to_owned(), comparison.rest.as_slice().into());
    }
    format!("{printed:#}")
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
