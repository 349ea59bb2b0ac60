//! Generates a client for a unit, leaving out the operations that the generator refuses.

use std::collections::{BTreeMap, BTreeSet};

use smithgen::{Errors, emit, format, ir, lower};
use smithgen_model::model::traits::id;
use smithgen_model::model::{self, ShapeId};
use smithgen_model::{load, resolve};

use super::cut;
use super::discover::Unit;

/// A client in memory.
pub(super) struct Client {
    pub(super) service: ir::Service,
    /// The operations that it has, by shape id.
    pub(super) operations: BTreeMap<String, Operation>,
    /// Those that it has not, with the reason.
    pub(super) refused: BTreeMap<String, String>,
}

/// A generated operation.
pub(super) struct Operation {
    pub(super) ir: ir::Operation,
    /// The shape ids of its errors, in the order of the variants.
    pub(super) errors: Vec<String>,
    /// The field of the input that is an event stream.
    pub(super) sent: Option<ir::Ident>,
    /// The field of the output that is one.
    pub(super) received: Option<ir::Ident>,
}

/// Generates the client of a unit.
///
/// # Errors
/// Why there are no cases.
pub(super) fn client(unit: &Unit) -> Result<Client, String> {
    match resolve::open(&unit.paths, Some(&unit.service), unit.operation.as_slice()) {
        Ok(mut resolved) => match lowered(unit, &resolved) {
            Ok(client) => Ok(client),
            Err(errors) => piecemeal(unit, &reason(&errors), |operations| {
                chosen(unit, &mut resolved, operations)
            }),
        },
        // What is wrong with a model is wrong whatever is chosen of it; but it may be cut.
        Err(errors) => piecemeal(unit, &reason(&errors), |operations| cut(unit, operations)),
    }
}

/// The client with the operations that a case needs and that the generator takes, each tried alone.
fn piecemeal(
    unit: &Unit,
    whole: &str,
    mut with: impl FnMut(&[String]) -> Result<Client, String>,
) -> Result<Client, String> {
    let mut good = Vec::new();
    let mut refused = BTreeMap::new();
    let needed = unit.cases.iter().flat_map(|placed| &placed.operations);
    for operation in needed.collect::<BTreeSet<_>>() {
        match with(std::slice::from_ref(operation)) {
            Ok(_) => good.push(operation.clone()),
            Err(reason) => drop(refused.insert(operation.clone(), reason)),
        }
    }
    if good.is_empty() {
        return Err(whole.to_owned());
    }
    let mut client = with(&good)?;
    client.refused = refused;
    Ok(client)
}

/// The client of a model that has nothing but these operations.
fn cut(unit: &Unit, operations: &[String]) -> Result<Client, String> {
    let texts = cut::cut(&unit.paths, &unit.service, operations)?;
    let mut errors = Errors::new();
    let loaded = load::load_texts(texts, &mut errors);
    let resolved = resolve::finish(loaded, errors, Some(&unit.service), &[]);
    resolved
        .and_then(|resolved| lowered(unit, &resolved))
        .map_err(|errors| reason(&errors))
}

/// The client with these operations only.
fn chosen(
    unit: &Unit,
    resolved: &mut resolve::Resolved,
    operations: &[String],
) -> Result<Client, String> {
    let mut errors = Errors::new();
    let service = Some(unit.service.as_str());
    let selection =
        smithgen_model::select::select(&resolved.model, service, operations, &mut errors);
    resolved.selection = selection.ok_or_else(|| reason(&errors))?;
    lowered(unit, resolved).map_err(|errors| reason(&errors))
}

fn lowered(unit: &Unit, resolved: &resolve::Resolved) -> Result<Client, Errors> {
    let options = lower::Options {
        protocol: Some(unit.protocol.clone()),
        ..lower::Options::default()
    };
    let (service, _) = lower::lower(resolved, &options)?;
    let operations = resolved.selection.operations.iter();
    let operations = operations.zip(&service.operations).map(|(id, ir)| {
        let operation = Operation {
            ir: ir.clone(),
            errors: errors(resolved, id),
            sent: events(resolved, id, &service, |it| &it.input, &ir.input),
            received: events(resolved, id, &service, |it| &it.output, &ir.output),
        };
        (id.to_string(), operation)
    });
    Ok(Client {
        operations: operations.collect(),
        refused: BTreeMap::new(),
        service,
    })
}

/// An operation's own errors, then the service's, each once.
fn errors(resolved: &resolve::Resolved, operation: &ShapeId) -> Vec<String> {
    let shape = |id: &ShapeId| resolved.model.get(id.as_str());
    let own = shape(operation).and_then(|shape| shape.as_operation());
    let service = shape(&resolved.selection.service).and_then(|shape| shape.as_service());
    let own = own.into_iter().flat_map(|operation| &operation.errors);
    let all = own.chain(service.into_iter().flat_map(|service| &service.errors));
    let mut ids: Vec<String> = Vec::new();
    for id in all.map(|error| error.target.to_string()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn reason(errors: &Errors) -> String {
    let lines: Vec<String> = errors.iter().map(|error| error.one_line()).collect();
    format!("not generated: {}", lines.join("; "))
}

/// The field of an operation's structure that is an event stream.
fn events(
    resolved: &resolve::Resolved,
    operation: &ShapeId,
    service: &ir::Service,
    structure: fn(&model::Operation) -> &model::Reference,
    structure_use: &ir::StructureUse,
) -> Option<ir::Ident> {
    let model = &resolved.model;
    let reference = structure(model.get(operation.as_str())?.as_operation()?);
    let mut members = model.get(reference.target.as_str())?.members.iter();
    let index = members.position(|member| {
        let target = model.target(member);
        target
            .is_some_and(|it| matches!(it.kind, model::Kind::Union) && it.traits.has(id::STREAMING))
    })?;
    let own = service.operations.iter().flat_map(|it| &it.shapes);
    let types = service.types.iter().map(|file| &file.shape);
    let (name, mut shapes): (_, Box<dyn Iterator<Item = _>>) = match &structure_use.shared {
        Some(path) => (path.0.last(), Box::new(types)),
        None => (Some(&structure_use.ty), Box::new(own)),
    };
    let fields = shapes.find_map(|shape| match shape {
        ir::Shape::Structure(it) if Some(&it.name) == name => Some(&it.fields),
        _ => None,
    })?;
    Some(fields.get(index)?.name.clone())
}

impl Client {
    /// The features of the runtime that the client needs.
    pub(super) fn features(&self) -> Vec<&'static str> {
        let mut features = self.service.runtime_features.clone();
        features.extend(&self.service.demanded_features);
        let mut offered = self.service.operations.iter().flat_map(|it| &it.auth);
        // All else that a scheme needs is there whatever the client is.
        if offered.any(|scheme| matches!(scheme, ir::Auth::SigV4a)) {
            features.push("sigv4a");
        }
        features.sort_unstable();
        features.dedup();
        features
    }

    /// The client's files, below the directory of a package's sources.
    pub(super) fn files(&self) -> Vec<smithgen::File> {
        format::texts(emit::emit(&self.service), &self.service.source)
    }
}
