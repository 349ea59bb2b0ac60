//! Which cases a folder of models has for clients or servers, and which service, operation and protocol each is for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::expand;
use super::files::{self, Source};
use crate::model::Model;

/// What a case is about. The order is that of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A file or trait that cannot be read: how many cases it has is not known.
    Unreadable,
    Request,
    Response,
    Error,
    Malformed,
    Events,
}

impl Kind {
    /// The kind as the table names it; also the name of the module of its tests.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Unreadable => "unreadable",
            Kind::Request => "requests",
            Kind::Response => "responses",
            Kind::Error => "errors",
            Kind::Malformed => "malformed",
            Kind::Events => "events",
        }
    }
}

/// One case, wherever it can be run.
#[derive(Debug)]
pub(super) struct Case {
    /// The model's path below the folder, without its extension.
    pub(super) file: String,
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) protocol: String,
    /// The operation or error that has it.
    pub(super) shape: String,
    /// The trait's own value.
    pub(super) data: Value,
}

/// Who is tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Side {
    #[default]
    Client,
    Server,
}

impl Side {
    /// As cases name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Side::Client => "client",
            Side::Server => "server",
        }
    }
}

/// A service of a model with one of its protocols: what a client or server is generated for.
#[derive(Debug)]
pub(super) struct Unit {
    /// The files of the model.
    pub(super) paths: Vec<PathBuf>,
    /// As in [`Case::file`].
    pub(super) file: String,
    /// Absolute shape id.
    pub(super) service: String,
    /// Absolute id of the trait.
    pub(super) protocol: String,
    /// The only operation that it has; all without one.
    pub(super) operation: Option<String>,
    pub(super) cases: Vec<Placed>,
}

impl Unit {
    /// A unit per operation that a case needs; none where that would be the same.
    pub(super) fn parts(&self) -> Vec<Unit> {
        let needed = self.cases.iter().flat_map(|placed| &placed.operations);
        let needed: BTreeSet<&String> = needed.collect();
        if needed.len() < 2 || self.operation.is_some() {
            return Vec::new();
        }
        let part = |operation: &String| Unit {
            paths: self.paths.clone(),
            file: self.file.clone(),
            service: self.service.clone(),
            protocol: self.protocol.clone(),
            operation: Some(operation.clone()),
            cases: self
                .cases
                .iter()
                .filter(|placed| placed.operations.contains(operation))
                .map(|placed| Placed {
                    case: placed.case,
                    operations: vec![operation.clone()],
                })
                .collect(),
        };
        needed.into_iter().map(part).collect()
    }
}

/// A case in a unit.
#[derive(Debug)]
pub(super) struct Placed {
    /// Its index in [`Found::cases`].
    pub(super) case: usize,
    /// The operations it holds for, by id: more than one for errors only.
    pub(super) operations: Vec<String>,
}

/// All that a folder has.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Whom the cases are for.
    pub(super) side: Side,
    pub(super) cases: Vec<Case>,
    pub(super) units: Vec<Unit>,
    /// Cases that belong to no unit, with the reason.
    pub(super) lost: Vec<(usize, String)>,
    /// Files that are no models, and models without cases.
    pub(super) notes: Vec<String>,
}

/// The cases of a side, of every model in a folder and below it.
///
/// # Errors
/// A folder that cannot be listed.
pub(super) fn discover(folder: &Path, side: Side) -> Result<Found, String> {
    let mut found = Found {
        side,
        ..Found::default()
    };
    let sources = files::sources(folder)?;
    found.notes = sources.notes;
    for (file, reason) in &sources.broken {
        found.unreadable(file, "", reason);
    }
    for source in &sources.models {
        match Model::read_all(&source.paths) {
            Ok(model) => {
                let before = found.cases.len();
                add_model(&mut found, &model, source);
                if found.cases.len() == before {
                    let file = &source.file;
                    found
                        .notes
                        .push(format!("{file}: no cases for {}s", side.name()));
                }
            }
            Err(error) => found.unreadable(&source.file, "", &error),
        }
    }
    Ok(found)
}

impl Found {
    /// Something that may hold cases fails as one.
    fn unreadable(&mut self, file: &str, shape: &str, reason: &str) {
        self.lost.push((self.cases.len(), reason.to_owned()));
        self.cases.push(Case {
            file: file.to_owned(),
            kind: Kind::Unreadable,
            id: shape.to_owned(),
            protocol: String::new(),
            shape: shape.to_owned(),
            data: Value::Null,
        });
    }
}

/// A service as far as cases ask.
struct Service<'a> {
    id: &'a str,
    operations: Vec<&'a str>,
}

fn add_model(found: &mut Found, model: &Model, source: &Source) {
    let services: Vec<Service<'_>> = model
        .services()
        .into_iter()
        .filter(|id| !source.foreign.contains(*id))
        .map(|id| Service {
            id,
            operations: model.operations(id),
        })
        .collect();
    let first_unit = found.units.len();
    for (id, shape) in model.shapes() {
        let is_mixin = shape["traits"].get("smithy.api#mixin").is_some();
        if is_mixin || source.foreign.contains(id) {
            continue;
        }
        for (name, kind) in kinds(model, id, shape) {
            if kind == Kind::Malformed && found.side == Side::Client {
                continue;
            }
            let Some(cases) = model.shape_trait(id, name) else {
                continue;
            };
            if !cases.is_array() {
                found.unreadable(&source.file, id, &format!("{id}: `{name}` is no list"));
            }
            let cases = cases.as_array().into_iter().flatten();
            let cases = cases.flat_map(|data| match kind {
                Kind::Malformed => expand::expanded(data),
                _ => vec![data.clone()],
            });
            for data in cases {
                let only = data["appliesTo"].as_str();
                if only.is_none_or(|only| only == found.side.name()) {
                    let text = |name: &str| data[name].as_str().unwrap_or_default().to_owned();
                    found.cases.push(Case {
                        file: source.file.clone(),
                        kind,
                        id: text("id"),
                        protocol: text("protocol"),
                        shape: id.to_owned(),
                        data,
                    });
                    place(found, first_unit, model, &services, source);
                }
            }
        }
    }
}

/// The traits with cases that a shape may have.
fn kinds(model: &Model, id: &str, shape: &Value) -> [(&'static str, Kind); 4] {
    let is_error =
        shape["type"] == "structure" && model.shape_trait(id, "smithy.api#error").is_some();
    let response = match is_error {
        true => Kind::Error,
        false => Kind::Response,
    };
    // Cases on what is neither an operation nor an error hold for nothing; they are reported.
    [
        ("smithy.test#httpRequestTests", Kind::Request),
        ("smithy.test#httpResponseTests", response),
        ("smithy.test#httpMalformedRequestTests", Kind::Malformed),
        ("smithy.test#eventStreamTests", Kind::Events),
    ]
}

/// Puts the last case into every unit that it holds for.
fn place(
    found: &mut Found,
    first_unit: usize,
    model: &Model,
    services: &[Service<'_>],
    source: &Source,
) {
    let Some((index, case)) = found.cases.iter().enumerate().next_back() else {
        return;
    };
    let mut reason = format!("no service has {}", case.shape);
    if case.protocol.is_empty() {
        reason = "the case names no protocol".to_owned();
    }
    let mut is_placed = false;
    for service in services {
        let operations = holds_for(model, service, case);
        if operations.is_empty() {
            continue;
        }
        if model.shape_trait(service.id, &case.protocol).is_none() {
            if !case.protocol.is_empty() {
                reason = format!("{} does not speak {}", service.id, case.protocol);
            }
            continue;
        }
        is_placed = true;
        let mut units = found.units.iter_mut().skip(first_unit);
        let unit = units.find(|unit| unit.service == service.id && unit.protocol == case.protocol);
        let placed = Placed {
            case: index,
            operations,
        };
        match unit {
            Some(unit) => unit.cases.push(placed),
            None => found.units.push(Unit {
                paths: source.paths.clone(),
                file: source.file.clone(),
                service: service.id.to_owned(),
                protocol: case.protocol.clone(),
                operation: None,
                cases: vec![placed],
            }),
        }
    }
    if !is_placed {
        found.lost.push((index, reason));
    }
}

/// The operations of a service that a case holds for: its own, or all that can return an error.
fn holds_for(model: &Model, service: &Service<'_>, case: &Case) -> Vec<String> {
    let has = |id: &str| model.listed(id, "errors").contains(&case.shape.as_str());
    let operations = service
        .operations
        .iter()
        .filter(|operation| match case.kind {
            Kind::Error => has(service.id) || has(operation),
            _ => **operation == case.shape,
        });
    let mut ids: Vec<String> = Vec::new();
    for operation in operations {
        if !ids.iter().any(|id| id == operation) {
            ids.push((*operation).to_owned());
        }
    }
    ids
}

#[cfg(test)]
mod tests;
