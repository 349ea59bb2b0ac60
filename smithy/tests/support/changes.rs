//! Two versions of a model, compared in tests.

#![allow(dead_code, reason = "each test uses a part of it")]

use smithgen_model::Model;
use smithgen_model::diff::{Event, diff};

use crate::support;

pub(crate) fn model(text: &str) -> Model {
    let (model, errors) = support::model(&format!("$version: \"2.0\"\n{text}"));
    assert!(!errors.has_errors(), "{text}\n{errors}");
    model
}

pub(crate) fn events(old: &str, new: &str) -> Vec<Event> {
    diff(&model(old), &model(new))
}

/// Each event as `SEVERITY id shape`.
pub(crate) fn lines(events: &[Event]) -> Vec<String> {
    let lines = events.iter().map(|event| {
        let shape = event.shape.as_deref().unwrap_or("-");
        format!("{} {} {shape}", event.severity.name(), event.id)
    });
    lines.collect()
}

/// Checks what is told of a change in the namespace `ex`.
#[track_caller]
pub(crate) fn expect(old: &str, new: &str, expected: &[&str]) {
    let [old, new] = [old, new].map(|text| format!("namespace ex\n{text}"));
    assert_eq!(lines(&events(&old, &new)), expected, "{old}\n---\n{new}");
}
