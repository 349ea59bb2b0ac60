//! Checks that everything that commands have beyond their operations still applies: that the services, operations and
//! members that it names are there.

use std::collections::BTreeMap;

use serde_json::Value;

/// The data, as the generator reads them.
const CUSTOMIZATIONS: &str = include_str!("../../../codegen/src/lower/cli/customizations.json");

/// What no longer applies, a line each. `models` has descriptions by their SDK ids.
///
/// # Errors
/// Data that cannot be read.
pub(super) fn stale(models: &BTreeMap<String, Value>) -> Result<Vec<String>, String> {
    let all: Value = serde_json::from_str(CUSTOMIZATIONS).map_err(|error| error.to_string())?;
    let mut stale = Vec::new();
    for (kind, groups) in all.as_object().into_iter().flatten() {
        for group in groups.as_array().into_iter().flatten() {
            let service = group["service"].as_str().unwrap_or_default();
            let missing = match models.get(service) {
                Some(model) => of_group(model, kind, group),
                None => vec!["the service".to_owned()],
            };
            let told = missing.into_iter();
            stale.extend(told.map(|it| format!("{kind}: {service}: {it} is not there")));
        }
    }
    Ok(stale)
}

/// What a group names that is not in the model.
fn of_group(model: &Value, kind: &str, group: &Value) -> Vec<String> {
    let operations = texts(&group["operations"]);
    let operations = operations.into_iter().chain(group["operation"].as_str());
    let operations = operations.chain(
        match kind {
            "buckets" => ["head", "create", "session"].map(|it| group[it].as_str()),
            "reads" => [group["from"].as_str(), None, None],
            _ => [None; 3],
        }
        .into_iter()
        .flatten(),
    );
    let mut missing = Vec::new();
    for operation in operations {
        if operation == "*" {
            // Some operation has the member.
            let all = model["operations"].as_object().into_iter().flatten();
            let mut all = all.map(|(name, _)| of_operation(model, name, group));
            if !all.any(|missing| missing.is_empty()) {
                missing.push("an operation with these members".to_owned());
            }
        } else if model["operations"].get(operation).is_none() {
            missing.push(format!("`{operation}`"));
        } else {
            missing.extend(of_operation(model, operation, group));
        }
    }
    missing
}

/// The members and templates of a group that an operation's input does not have.
fn of_operation(model: &Value, operation: &str, group: &Value) -> Vec<String> {
    let input = model["operations"][operation]["input"]["shape"].as_str();
    let members = &model["shapes"][input.unwrap_or_default()]["members"];
    let mut names: Vec<&str> = Vec::new();
    for key in [
        "removed", "unlisted", "optional", "archives", "tokens", "beside",
    ] {
        names.extend(texts(&group[key]));
    }
    names.extend(group["apart"]["from"].as_str());
    for key in ["source", "url", "by"] {
        names.extend(group[key].as_str());
    }
    // What is read is not sent to the operation that reads it.
    if group["operation"].as_str() == Some(operation) {
        names.extend(group["version"][1].as_str());
        names.extend(group["whole"].as_str());
    }
    for part in group["commands"].as_array().into_iter().flatten() {
        names.extend(texts(&part["without"]));
        names.extend(keys(&part["names"]));
    }
    let fix = &group["fix"];
    names.extend(keys(&fix["numbers"]));
    for key in ["base64", "bucket", "copy_source", "ascii"] {
        names.extend(fix[key].as_str());
    }
    names.extend(fix["words"]["member"].as_str());
    names.extend(texts(&fix["key"]));
    names.extend(fix["upload_policy"][0].as_str());
    names.extend(fix["gather"]["into"].as_str());
    let moves = fix["gather"]["moves"].as_array().into_iter().flatten();
    names.extend(moves.filter_map(|it| it[0].as_str()));
    let is_missing = |name: &&str| members.get(*name).is_none();
    let names = names.into_iter().filter(is_missing);
    let mut missing: Vec<String> = names.map(|name| format!("`{operation}${name}`")).collect();
    let shapes = texts(&fix["last_segment_of"]);
    let has = |name: &&str| {
        let mut members = members.as_object().into_iter().flatten();
        members.any(|(_, member)| member["shape"] == **name)
    };
    if !shapes.is_empty() && !shapes.iter().any(has) {
        missing.push(format!("a member of {}", shapes.join(", ")));
    }
    let base = std::iter::once(&group["base"]).filter(|it| it.is_object());
    let options = group["options"].as_array().into_iter().flatten();
    let options: Vec<&Value> = options.collect();
    for templates in [
        base.collect(),
        options.into_iter().flat_map(templates).collect::<Vec<_>>(),
    ] {
        for template in templates {
            if !fits(model, input.unwrap_or_default(), template) {
                missing.push(format!("`{operation}`: {template}"));
            }
        }
    }
    missing
}

/// The templates of an option.
fn templates(option: &Value) -> impl Iterator<Item = &Value> {
    let own = [
        "fills", "values", "each", "flag", "pairs", "text", "list", "tags", "switch",
    ];
    let own = own.map(|key| &option[key]);
    let inner = ["range", "words", "prefix", "suffix"].map(|key| &option[key]["fills"]);
    let all = own.into_iter().chain(inner);
    let all = all.chain(["prefix", "suffix"].map(|key| &option[key]["otherwise"]));
    all.filter(|template| template.is_object())
}

/// What a template names that is not sent, by its first character.
const OWN: char = '_';

/// Whether a shape has all members of a template.
fn fits(model: &Value, shape: &str, template: &Value) -> bool {
    let shape = &model["shapes"][shape];
    match template {
        Value::Object(entries) => entries.iter().all(|(name, value)| {
            if name.starts_with(OWN) {
                return true;
            }
            let target = shape["members"][name]["shape"].as_str();
            target.is_some_and(|target| fits(model, target, value))
        }),
        Value::Array(items) => {
            let target = shape["member"]["shape"].as_str();
            let fits = |item| target.is_some_and(|target| fits(model, target, item));
            items.iter().all(fits)
        }
        _ => true,
    }
}

fn texts(value: &Value) -> Vec<&str> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).collect()
}

fn keys(value: &Value) -> impl Iterator<Item = &str> {
    let entries = value.as_object().into_iter().flatten();
    entries.map(|(key, _)| key.as_str())
}
