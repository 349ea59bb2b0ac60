//! Which files of a folder make a model together: one with a service, and those that it needs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

#[derive(Debug, PartialEq)]
pub(super) struct Source {
    /// Path of the file with the service below the folder, without its extension.
    pub(super) file: String,
    /// That file, then those it needs.
    pub(super) paths: Vec<PathBuf>,
    /// The shapes that belong to other services' files among them: these have a model of their own.
    pub(super) foreign: BTreeSet<String>,
}

/// All that a folder has.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) models: Vec<Source>,
    /// Files that are no models.
    pub(super) notes: Vec<String>,
    /// Files that may be models and cannot be read, with the reason.
    pub(super) broken: Vec<(String, String)>,
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

/// What a file is to this program.
enum File {
    Model(Part),
    Other,
    Broken(String),
}

/// The models of a folder and of those in it; and what is said of the other files.
///
/// # Errors
/// A folder that cannot be listed.
pub(super) fn sources(folder: &Path) -> Result<Sources, String> {
    let mut parts = Vec::new();
    let mut sources = Sources::default();
    let name = |path: &Path| {
        let below = path.strip_prefix(folder).unwrap_or(path);
        // The folder may be a file itself.
        let name = match below.file_name() {
            Some(_) => below,
            None => Path::new(path.file_name().unwrap_or_default()),
        };
        name.to_string_lossy().into_owned()
    };
    for path in files(folder)? {
        match file(&path) {
            File::Model(part) => parts.push(part),
            File::Other => sources.notes.push(format!("{}: not a model", name(&path))),
            File::Broken(reason) => sources.broken.push((name(&path), reason)),
        }
    }
    let (services, others): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|it| it.has_service);
    let mut used: Vec<&Path> = Vec::new();
    // A file that no service needs is a model by itself: its cases must not get lost.
    for first in services.into_iter().chain(others) {
        if used.contains(&first.path.as_path()) {
            continue;
        }
        let chosen = with_needed(first, &parts);
        let without_service = chosen.iter().filter(|part| !part.has_service);
        used.extend(without_service.map(|part| part.path.as_path()));
        let foreign = chosen.iter().skip(1).filter(|part| part.has_service);
        let ids = foreign.flat_map(|part| &part.defined);
        let ids = ids.filter(|id| !first.defined.contains(*id));
        sources.models.push(Source {
            file: Path::new(&name(&first.path))
                .with_extension("")
                .to_string_lossy()
                .into_owned(),
            paths: chosen.iter().map(|part| part.path.clone()).collect(),
            foreign: ids.cloned().collect(),
        });
    }
    Ok(sources)
}

/// A file and those that define what it lacks, or add to what it defines. Files without a service come first.
fn with_needed<'a>(first: &'a Part, all: &'a [Part]) -> Vec<&'a Part> {
    let mut chosen = vec![first];
    loop {
        let is_missing = |id: &String| !chosen.iter().any(|part| part.defined.contains(id));
        let missing: BTreeSet<&String> = chosen
            .iter()
            .flat_map(|part| &part.needed)
            .filter(|id| is_missing(id))
            .collect();
        let is_needed = |part: &Part, has_service: bool| {
            let changes = |id: &String| chosen.iter().any(|part| part.defined.contains(id));
            part.has_service == has_service
                && !chosen.iter().any(|chosen| chosen.path == part.path)
                && (part.defined.iter().any(|id| missing.contains(id))
                    || (!has_service && part.changed.iter().any(changes)))
        };
        let next = [false, true]
            .into_iter()
            .find_map(|has_service| all.iter().find(|part| is_needed(part, has_service)));
        match next {
            Some(next) => chosen.push(next),
            None => return chosen,
        }
    }
}

fn file(path: &Path) -> File {
    let is_json = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) => return File::Broken(error.to_string()),
    };
    let model: Value = match serde_json::from_slice(&text) {
        Ok(model) => model,
        Err(error) if is_json => return File::Broken(error.to_string()),
        Err(_) => return File::Other,
    };
    match model["shapes"].as_object() {
        Some(shapes) => File::Model(part(path, shapes)),
        None if model.get("smithy").is_some() && model.get("shapes").is_some() => {
            File::Broken("`shapes` is no object".to_owned())
        }
        None => File::Other,
    }
}

fn part(path: &Path, shapes: &Map<String, Value>) -> Part {
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
    Part {
        path: path.to_owned(),
        has_service: shapes.values().any(|shape| shape["type"] == "service"),
        defined: ids(false).collect(),
        needed,
        changed: ids(true).collect(),
    }
}

/// The ids that a shape refers to, wherever they stand but in traits.
pub(super) fn targets(value: &Value, found: &mut BTreeSet<String>) {
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

/// The files of a folder and of those in it, sorted. A folder that links to one above it is entered once.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let (mut files, mut seen) = (Vec::new(), BTreeSet::new());
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let failed = |e: std::io::Error| format!("{}: {e}", path.display());
        if !path.is_dir() {
            files.push(path);
        } else if seen.insert(path.canonicalize().map_err(failed)?) {
            for entry in std::fs::read_dir(&path).map_err(failed)? {
                open.push(entry.map_err(failed)?.path());
            }
        }
    }
    files.sort();
    Ok(files)
}
