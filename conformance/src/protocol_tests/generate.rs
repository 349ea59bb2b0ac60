//! Generates a client or server for a unit, leaving out the operations that the generator refuses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use smithgen::{Config, Errors, File};

use super::cut;
use super::discover::{Side, Unit};
use crate::model::Model;
use crate::printed::{self, Printed};
use crate::printed_server::{self, Served};
use crate::scratch::Scratch;

/// Generated code in memory.
pub(super) struct Code {
    /// Its module.
    pub(super) module: String,
    pub(super) names: Names,
    /// The features that it needs.
    pub(super) features: BTreeSet<String>,
    /// Its files, below the directory of a package's sources.
    pub(super) files: Vec<File>,
    /// The operations that it has not, by shape id, with the reason.
    pub(super) refused: BTreeMap<String, String>,
    /// The shape ids of the errors of an operation, in the order of the variants.
    pub(super) errors: BTreeMap<String, Vec<String>>,
}

/// The names that code has for things.
pub(super) enum Names {
    Client(Printed),
    Server(Served),
}

/// Generates the code of a unit.
///
/// # Errors
/// Why there are no cases.
pub(super) fn code(unit: &Unit, side: Side) -> Result<Code, String> {
    match generated(unit, side, &unit.paths, unit.operation.as_slice()) {
        Ok(code) => Ok(code),
        Err(whole) => piecemeal(unit, &whole, |operations| {
            // What is wrong with a model is wrong whatever is chosen of it; but it may be cut.
            generated(unit, side, &unit.paths, operations).or_else(|_| cut(unit, side, operations))
        }),
    }
}

/// The code with the operations that a case needs and that the generator takes, each tried alone.
fn piecemeal(
    unit: &Unit,
    whole: &str,
    mut with: impl FnMut(&[String]) -> Result<Code, String>,
) -> Result<Code, String> {
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
    let mut code = with(&good)?;
    code.refused = refused;
    Ok(code)
}

/// The code of a model that has nothing but these operations.
fn cut(unit: &Unit, side: Side, operations: &[String]) -> Result<Code, String> {
    let scratch = Scratch::new()?;
    let texts = cut::cut(&unit.paths, &unit.service, operations)?;
    let names = texts.iter().enumerate().map(|(number, (name, text))| {
        let name = Path::new(name).file_name().unwrap_or_default();
        scratch.put(format!("{number}-{}", name.display()), text)
    });
    let paths: Vec<PathBuf> = names.collect::<Result<_, _>>()?;
    generated(unit, side, &paths, &[])
}

/// The code that files of models give; without operations it has all.
fn generated(
    unit: &Unit,
    side: Side,
    paths: &[PathBuf],
    operations: &[String],
) -> Result<Code, String> {
    let config = paths
        .iter()
        .fold(Config::new(), |config, path| config.model(path));
    let config = config.service(&unit.service).protocol(&unit.protocol);
    let config = match side {
        Side::Client => config,
        Side::Server => config.server(true).client(false),
    };
    let made = config
        .operations(operations)
        .files()
        .map_err(|errors| reason(&errors))?;
    let model = Model::read_all(&unit.paths)?;
    let needed = unit.cases.iter().flat_map(|placed| &placed.operations);
    let errors = needed.map(|operation| (operation.clone(), errors(&model, unit, operation)));
    let (module, names) = match side {
        Side::Client => {
            let printed = printed::read(&made.files)?;
            (printed.module.clone(), Names::Client(printed))
        }
        Side::Server => {
            let served = printed_server::read(&made.files)?;
            (served.module.clone(), Names::Server(served))
        }
    };
    Ok(Code {
        module,
        names,
        features: printed::features(&made.files),
        files: made.files,
        refused: BTreeMap::new(),
        errors: errors.collect(),
    })
}

/// An operation's own errors, then the service's, each once.
fn errors(model: &Model, unit: &Unit, operation: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let own = model.listed(operation, "errors").into_iter();
    for id in own.chain(model.listed(&unit.service, "errors")) {
        if !ids.iter().any(|it| it == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

fn reason(errors: &Errors) -> String {
    let lines: Vec<String> = errors.iter().map(|error| error.one_line()).collect();
    format!("not generated: {}", lines.join("; "))
}

impl Code {
    /// Why an operation is not there.
    pub(super) fn missing(&self, id: &str) -> String {
        let reason = self.refused.get(id).cloned();
        reason.unwrap_or_else(|| format!("{id} was not generated"))
    }
}

/// The name of an operation, of its id.
pub(super) fn name(id: &str) -> &str {
    id.rsplit('#').next().unwrap_or(id)
}
