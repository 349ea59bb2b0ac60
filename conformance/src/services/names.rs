//! Checks that every exception to the rules of names still applies: that its service, operation or member is there.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use smithgen_model::load;

use super::customizations;
use super::descriptions::{self, Description};

/// The exceptions, as the generator reads them.
const EXCEPTIONS: &str = include_str!("../../../codegen/src/lower/cli/exceptions.json");

/// What botocore adds to a description, in a file beside it.
const EXTRAS: &str = "service-2.sdk-extras.json";

/// The name of a service's command, by the name of its directory.
pub(super) fn command(directory: &str) -> &str {
    match directory {
        "codedeploy" => "deploy",
        "config" => "configservice",
        "s3" => "s3api",
        name => name,
    }
}

/// What no longer applies, a line each.
///
/// # Errors
/// A description that cannot be read.
pub(super) fn stale(services: &[Description]) -> Result<Vec<String>, String> {
    let exceptions: Value = serde_json::from_str(EXCEPTIONS).map_err(|error| error.to_string())?;
    let mut models = BTreeMap::new();
    for service in services {
        let Some(path) = descriptions::model(&service.path) else {
            continue;
        };
        let mut model = read(&path)?;
        let extras = path.with_file_name(EXTRAS);
        if extras.is_file() {
            merge(&mut model, &read(&extras)?["merge"]);
        }
        let id = model["metadata"]["serviceId"].as_str().unwrap_or_default();
        models.insert(id.to_owned(), model);
    }
    let mut stale = customizations::stale(&models)?;
    for (kind, groups) in exceptions.as_object().into_iter().flatten() {
        for group in groups.as_array().into_iter().flatten() {
            let named = group["names"].as_object().into_iter().flatten();
            let named = named.map(|(what, _)| what.as_str());
            let hidden = group["operations"].as_array().into_iter().flatten();
            let hidden = hidden.filter_map(Value::as_str);
            for what in named.chain(hidden) {
                let service = group["service"].as_str();
                let is_there = match service {
                    None => models.contains_key(what),
                    Some(id) => models.get(id).is_some_and(|model| has(model, what)),
                };
                if !is_there {
                    let service = service.map(|id| format!("{id}: ")).unwrap_or_default();
                    stale.push(format!("{kind}: {service}`{what}` is not there"));
                }
            }
        }
    }
    Ok(stale)
}

fn read(path: &Path) -> Result<Value, String> {
    let bytes = load::read(path).map_err(|problem| problem.one_line())?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// Adds what is said in another place; the parser of JSON limits how deep it is.
fn merge(model: &mut Value, extras: &Value) {
    match (model, extras) {
        (Value::Object(model), Value::Object(extras)) => {
            for (key, value) in extras {
                merge(model.entry(key).or_insert(Value::Null), value);
            }
        }
        (model, extras) => model.clone_from(extras),
    }
}

/// Whether a service has an operation, or a member of an operation's input, `Operation$member` or `*$member`.
fn has(model: &Value, what: &str) -> bool {
    let Some((operation, member)) = what.split_once('$') else {
        return model["operations"].get(what).is_some();
    };
    let mut operations = model["operations"].as_object().into_iter().flatten();
    operations.any(|(name, spec)| {
        let input = spec["input"]["shape"].as_str().unwrap_or_default();
        (operation == "*" || operation == name)
            && model["shapes"][input]["members"].get(member).is_some()
    })
}
