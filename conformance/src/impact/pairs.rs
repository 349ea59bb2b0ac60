//! Pairs of models: real ones that followed each other, and made ones.

use std::path::{Path, PathBuf};

use serde_json::Value;
use smithgen_model::{Errors, load, resolve};

use crate::scratch::Scratch;

/// A model and the one that replaces it.
pub(super) struct Pair {
    pub(super) id: String,
    pub(super) old: Model,
    pub(super) new: Model,
}

/// A model in a file.
pub(super) enum Model {
    /// One of the folder.
    Real(PathBuf),
    /// One that is kept as long as this is.
    Made(Scratch, Vec<u8>),
}

impl Model {
    pub(super) fn path(&self) -> Result<PathBuf, String> {
        match self {
            Model::Real(path) => Ok(path.clone()),
            Model::Made(scratch, text) => scratch.put("model.json", text),
        }
    }

    /// The model without mixins, whatever validators say of it.
    pub(super) fn read(&self) -> Result<smithgen_model::Model, String> {
        let path = self.path()?;
        let mut errors = Errors::new();
        let loaded = load::load(&[path], &mut errors);
        let merged = resolve::merge(loaded, true, &mut errors);
        Ok(merged.flat().clone())
    }
}

/// All pairs of a folder.
pub(super) fn pairs(folder: &Path) -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    for (file, list) in [("real.json", "pairs"), ("synthetic.json", "cases")] {
        let path = folder.join(file);
        let text = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let all: Value = serde_json::from_slice(&text).map_err(|e| e.to_string())?;
        for case in all[list].as_array().into_iter().flatten() {
            if case
                .get("skip")
                .is_some_and(|skip| *skip != Value::Bool(false))
            {
                continue;
            }
            let (mut old, mut new) = (case["old"].clone(), case["new"].clone());
            if !speaks(&old) && !speaks(&new) {
                give_protocol(&mut old);
                give_protocol(&mut new);
            }
            pairs.push(Pair {
                id: case["id"].as_str().unwrap_or_default().to_owned(),
                old: model(folder, &old)?,
                new: model(folder, &new)?,
            });
        }
    }
    Ok(pairs)
}

fn model(folder: &Path, value: &Value) -> Result<Model, String> {
    match value.as_str() {
        Some(path) => Ok(Model::Real(folder.join(path))),
        None => Ok(Model::Made(Scratch::new()?, value.to_string().into_bytes())),
    }
}

/// The protocol of services that have none: one that binds nothing to HTTP.
const PROTOCOL: &str = "aws.protocols#awsJson1_1";

fn services(model: &mut Value) -> impl Iterator<Item = &mut Value> {
    let shapes = model.get_mut("shapes").and_then(Value::as_object_mut);
    let shapes = shapes.into_iter().flat_map(|shapes| shapes.values_mut());
    shapes.filter(|shape| shape["type"] == "service")
}

/// Whether a service has a protocol, as all do that are real.
fn speaks(model: &Value) -> bool {
    let mut model = model.clone();
    model.is_string()
        || services(&mut model).any(|service| {
            let traits = service.get("traits").and_then(Value::as_object);
            traits.is_some_and(|it| it.keys().any(|id| id.contains(".protocols#")))
        })
}

fn give_protocol(model: &mut Value) {
    for service in services(model) {
        service["traits"][PROTOCOL] = Value::Object(serde_json::Map::new());
    }
}
