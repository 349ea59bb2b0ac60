//! Judges the models of the shared corpus as the reference does, with all validators and as far as errors let them run.
//!
//! It is no part of the repository. Without it these tests say so and pass.

use std::path::{Path, PathBuf};

use serde_json::Value;
use smithgen_model::Errors;
use smithgen_model::validate::{Options, validate};
use smithgen_model::{load, resolve};

fn shared(part: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    let root =
        std::env::var_os("SMITHGEN_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let path = root.join(part);
    if !path.exists() {
        println!("skipped: {part} of the shared corpora is not here; set SMITHGEN_SHARED");
        return None;
    }
    Some(path)
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// An event in a comparable form; messages are our own.
fn event(severity: &str, id: &str, shape: Option<&str>) -> String {
    format!("{severity} {id} {}", shape.unwrap_or("-"))
}

fn expected(events: &Value) -> Vec<String> {
    let events = events.as_array().unwrap().iter();
    let text = |event: &'_ Value, key: &str| event.get(key)?.as_str().map(str::to_owned);
    let mut events: Vec<String> = events
        .map(|it| {
            let (severity, id) = (text(it, "severity").unwrap(), text(it, "id").unwrap());
            event(&severity, &id, text(it, "shape").as_deref())
        })
        .collect();
    events.sort();
    events
}

fn found(input: PathBuf, all_validators: bool) -> Vec<String> {
    let mut errors = Errors::new();
    let texts = load::texts(&[input], None, &mut errors);
    let loaded = load::load_with(texts, Vec::new(), &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    let model = resolve::judged(merged.model, &mut errors);
    let found = validate(&model, errors, &Options { all_validators });
    let mut events: Vec<String> = found
        .iter()
        .map(|it| event(it.severity.name(), &it.id, it.shape.as_deref()))
        .collect();
    events.sort();
    events
}

/// Compares all cases of a file; returns what differs. The traits that some need are built in.
fn compare(folder: &Path, file: &str, all_validators: bool) -> Vec<String> {
    let cases = json(&folder.join(file));
    let cases = cases["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    let mut failures = Vec::new();
    for case in cases {
        let input = case["input"].as_str().unwrap();
        let wanted = match case.get("eventsDefaultMode") {
            Some(events) if !all_validators => events,
            // Where the modes have the same events, one of them will do.
            None if all_validators => continue,
            _ => &case["events"],
        };
        let wanted = expected(wanted);
        let found = found(folder.join(input), all_validators);
        if found != wanted {
            let without = |all: &[String], other: &[String]| {
                let rest: Vec<_> = all.iter().filter(|it| !other.contains(it)).collect();
                format!("{rest:?}")
            };
            failures.push(format!(
                "{input}: lacks {}, has {}",
                without(&wanted, &found),
                without(&found, &wanted)
            ));
        }
    }
    failures
}

#[test]
fn models_have_the_events_of_the_reference() {
    let Some(folder) = shared("conformance/validation") else {
        return;
    };
    let mut failures = Vec::new();
    for file in ["core.json", "extra.json"] {
        for all_validators in [false, true] {
            failures.extend(compare(&folder, file, all_validators));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
