//! Loads the shared corpora: every real model, and the reference's answers on mixins and nullability.
//!
//! They are no part of the repository. Without them these tests say so and pass.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use smithgen_model::model::{Kind, Model, Shape, Traits};
use smithgen_model::{Errors, Severity};
use smithgen_model::{load, nullability, resolve};

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

fn models_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut models: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    models.sort();
    models
}

#[test]
fn every_real_model_resolves() {
    let mut failures = Vec::new();
    for part in ["models", "conformance/protocol-tests"] {
        let Some(folder) = shared(part) else { continue };
        for path in models_in(&folder) {
            if ["index.json", "malformed-expanded.json"]
                .iter()
                .any(|name| path.ends_with(name))
            {
                continue;
            }
            // Nearly all have warnings.
            if let Err(mut errors) = resolve::open(&[path], None, &[]) {
                errors.keep(Severity::Error);
                failures.extend(errors.iter().map(|error| error.one_line()));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} problems\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// The traits of a shape or member as an object, arrays and all.
fn traits_of(traits: &Traits) -> Value {
    Value::Object(
        traits
            .iter()
            .map(|applied| (applied.id.to_string(), applied.value.clone()))
            .collect(),
    )
}

/// A shape in the form of a JSON AST, as far as mixins concern it.
fn summary(shape: &Shape) -> Value {
    let mut references: Vec<String> = shape
        .kind
        .references()
        .map(|reference| reference.target.to_string())
        .collect();
    // The reference writes them sorted, so that their order says nothing.
    references.sort();
    let members: Vec<Value> = shape
        .members
        .iter()
        .map(|m| serde_json::json!([&*m.name, m.target.as_str(), traits_of(&m.traits)]))
        .collect();
    serde_json::json!([
        shape.kind.name(),
        traits_of(&shape.traits),
        members,
        references
    ])
}

fn flat(path: &Path) -> (BTreeMap<String, Value>, Errors) {
    let mut errors = Errors::new();
    let mut model = load::load(&[path.to_owned()], &mut errors);
    resolve::flatten(&mut model, &mut errors);
    let own = model.shapes.values().filter(|shape| !shape.id.is_prelude());
    (
        own.map(|shape| (shape.id.to_string(), summary(shape)))
            .collect(),
        errors,
    )
}

#[test]
fn mixins_flatten_as_the_reference_has_them() {
    let Some(folder) = shared("conformance/idl/expect") else {
        return;
    };
    let mut open = vec![folder];
    let mut failures = Vec::new();
    let mut compared = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            let Some(unflat) = name
                .strip_suffix(".flat.json")
                .map(|stem| format!("{stem}.json"))
            else {
                if path.is_dir() {
                    open.push(path);
                }
                continue;
            };
            if !Path::new(&unflat).exists() {
                continue;
            }
            let ((got, errors), (want, _)) = (flat(Path::new(&unflat)), flat(&path));
            compared += 1;
            failures.extend(errors.iter().map(|error| error.one_line()));
            for id in got.keys().chain(want.keys()) {
                if got.get(id) != want.get(id) {
                    failures.push(format!(
                        "{name} {id}\n  got {:?}\n want {:?}",
                        got.get(id),
                        want.get(id)
                    ));
                }
            }
        }
    }
    assert!(compared > 10, "only {compared} models compared");
    failures.dedup();
    assert!(
        failures.is_empty(),
        "{} of {compared}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn optional_members(model: &Model) -> BTreeMap<String, bool> {
    let mut optional = BTreeMap::new();
    for shape in model
        .shapes
        .values()
        .filter(|shape| matches!(shape.kind, Kind::Structure | Kind::Union))
    {
        for member in &shape.members {
            optional.insert(
                shape.id.member(&member.name),
                nullability::by_traits(shape, member),
            );
        }
    }
    optional
}

#[test]
fn nullability_is_the_reference_s() {
    let Some(idl) = shared("conformance/idl") else {
        return;
    };
    let cases = json(&idl.join("nullable.json"));
    let index = json(&idl.join("index.json"));
    let mut failures = Vec::new();
    let mut compared = 0;
    for case in index.as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let Some(want) = cases["cases"].get(id).and_then(Value::as_object) else {
            continue;
        };
        let inputs: Vec<PathBuf> = case["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|input| idl.join(input.as_str().unwrap()))
            .collect();
        let is_json = inputs.iter().all(|input| {
            input
                .extension()
                .is_some_and(|extension| extension == "json")
        });
        // The expected JSON of an input in the interface language is 2.0 already, and does as well.
        let inputs = match (is_json, case["expect"].as_str()) {
            (false, Some(expected)) => vec![idl.join(expected)],
            _ => inputs,
        };
        if inputs.iter().any(|input| {
            input
                .extension()
                .is_none_or(|extension| extension != "json")
        }) {
            continue;
        }
        let mut errors = Errors::new();
        let mut model = load::load(&inputs, &mut errors);
        resolve::flatten(&mut model, &mut errors);
        let got = optional_members(&model);
        for (member, modes) in want {
            compared += 1;
            let wanted = modes.as_str().unwrap().starts_with('1');
            if got.get(member).is_some_and(|got| *got != wanted) {
                failures.push(format!("{id} {member} wanted {wanted}"));
            }
        }
    }
    assert!(compared > 100, "only {compared} members compared");
    assert!(
        failures.is_empty(),
        "{} of {compared}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn files_that_the_reference_accepts_load() {
    let Some(idl) = shared("conformance/idl") else {
        return;
    };
    let mut failures = Vec::new();
    for case in json(&idl.join("index.json")).as_array().unwrap() {
        let inputs: Vec<PathBuf> = case["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|input| idl.join(input.as_str().unwrap()))
            .collect();
        if inputs.iter().any(|input| {
            input
                .extension()
                .is_none_or(|extension| extension != "json")
        }) {
            continue;
        }
        let id = case["id"].as_str().unwrap();
        let mut errors = Errors::new();
        let mut model = load::load(&inputs, &mut errors);
        resolve::flatten(&mut model, &mut errors);
        let failed: Vec<_> = errors
            .iter()
            .filter(|error| error.severity == Severity::Error)
            .collect();
        match case["kind"].as_str() {
            Some("valid") => failures.extend(
                failed
                    .iter()
                    .map(|error| format!("{id}: {}", error.one_line())),
            ),
            Some("invalid") => {
                let _ = resolve::resolve(model, &mut errors);
                let lines: Vec<_> = errors
                    .iter()
                    .filter_map(|error| Some(error.place.as_ref()?.line as u64))
                    .collect();
                for event in case["events"].as_array().unwrap() {
                    let strict = matches!(event["severity"].as_str(), Some("ERROR" | "DANGER"));
                    // Validators in metadata are instructions to a validator, not to a generator.
                    let strict =
                        strict && !event["message"].as_str().unwrap().contains("validator");
                    if strict
                        && !event["line"]
                            .as_u64()
                            .is_some_and(|line| lines.contains(&line))
                    {
                        failures.push(format!("{id}: not reported: {event}"));
                    }
                }
            }
            _ => {}
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.len(),
        failures.join("\n")
    );
}
