//! Which files of a folder make a model together: one with a service, and those without that it needs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// A model.
#[derive(Debug, PartialEq)]
pub(super) struct Source {
    /// Path of the file with the service below the folder, without its extension.
    pub(super) file: String,
    /// That file, then those it needs.
    pub(super) paths: Vec<PathBuf>,
}

/// A file with shapes.
struct Part {
    path: PathBuf,
    has_service: bool,
    /// Ids of the shapes that it defines.
    defined: BTreeSet<String>,
    /// Ids that it refers to.
    needed: BTreeSet<String>,
    /// Ids that it adds traits to.
    changed: BTreeSet<String>,
}

/// The models of a folder and of those in it; and what is said of the other files.
///
/// # Errors
/// A folder that cannot be listed.
pub(super) fn sources(folder: &Path) -> Result<(Vec<Source>, Vec<String>), String> {
    let mut parts = Vec::new();
    let mut notes = Vec::new();
    for path in files(folder)? {
        let name = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .display()
            .to_string();
        match part(&path) {
            Some(part) => parts.push(part),
            None => notes.push(format!("{name}: not a model")),
        }
    }
    let (models, others): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|it| it.has_service);
    let sources = models.into_iter().map(|model| {
        let name = model.path.strip_prefix(folder).unwrap_or(&model.path);
        Source {
            file: name.with_extension("").to_string_lossy().into_owned(),
            paths: with_needed(model, &others),
        }
    });
    Ok((sources.collect(), notes))
}

/// A file and those that define what it lacks, or add to what it defines.
fn with_needed(model: &Part, others: &[&Part]) -> Vec<PathBuf> {
    let mut chosen = vec![model];
    loop {
        let is_missing = |id: &String| !chosen.iter().any(|part| part.defined.contains(id));
        let missing: BTreeSet<&String> = chosen
            .iter()
            .flat_map(|part| &part.needed)
            .filter(|id| is_missing(id))
            .collect();
        let next = others.iter().find(|other| {
            let changes = |id: &String| chosen.iter().any(|part| part.defined.contains(id));
            !chosen.iter().any(|part| part.path == other.path)
                && (other.defined.iter().any(|id| missing.contains(id))
                    || other.changed.iter().any(changes))
        });
        match next {
            Some(next) => chosen.push(next),
            None => return chosen.into_iter().map(|part| part.path.clone()).collect(),
        }
    }
}

fn part(path: &Path) -> Option<Part> {
    let model: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let shapes = model["shapes"].as_object()?;
    let ids = |applies: bool| {
        let shapes = shapes.iter();
        let shapes = shapes.filter(move |(_, shape)| (shape["type"] == "apply") == applies);
        // A change of a member changes its shape.
        shapes.map(|(id, _)| id.split('$').next().unwrap_or(id).to_owned())
    };
    let mut needed = BTreeSet::new();
    shapes
        .values()
        .for_each(|shape| targets(shape, &mut needed));
    Some(Part {
        path: path.to_owned(),
        has_service: shapes.values().any(|shape| shape["type"] == "service"),
        defined: ids(false).collect(),
        needed,
        changed: ids(true).collect(),
    })
}

/// The ids that a shape refers to, wherever they stand but in traits.
fn targets(value: &Value, found: &mut BTreeSet<String>) {
    let object = |map: &Map<String, Value>, found: &mut BTreeSet<String>| {
        for (name, value) in map {
            match value {
                Value::String(id) if name == "target" => drop(found.insert(id.clone())),
                _ if name == "traits" => {}
                value => targets(value, found),
            }
        }
    };
    match value {
        Value::Object(map) => object(map, found),
        Value::Array(items) => items.iter().for_each(|item| targets(item, found)),
        _ => {}
    }
}

/// The files of a folder and of those in it, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let listed = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let listed = listed.map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = listed.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => files.extend(self::files(&path)?),
            false => files.push(path),
        }
    }
    Ok(files)
}
