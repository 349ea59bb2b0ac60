//! Requests that a server must refuse: with which error, and for broken constraints with which words.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::{DecodeErrorKind, constraints, http};

use crate::model::Model;
use crate::protocols::protocol;
use crate::schemas::Tables;
use crate::values::{Role, Side, fill};

/// Cases whose templates are expanded, one entry a case.
pub(crate) const FILE: &str = "malformed-expanded.json";

/// Passed and failed cases by file; cases of protocols that the runtime lacks are left out.
pub(crate) fn run(dir: &Path, id: &str) -> Result<BTreeMap<String, (usize, usize)>, String> {
    let path = dir.join(FILE);
    let mut counts = BTreeMap::new();
    let Ok(text) = std::fs::read(&path) else {
        return Ok(counts);
    };
    let cases: Vec<Json> =
        serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut models = BTreeMap::new();
    for case in cases {
        let text = |name: &str| case[name].as_str().unwrap_or_default();
        let Some(protocol) = protocol(text("protocol"), &Json::Null) else {
            continue;
        };
        if !text("id").contains(id) {
            continue;
        }
        let file = text("file").to_owned();
        if !models.contains_key(&file) {
            models.insert(
                file.clone(),
                Model::read(&dir.join(format!("{file}.json")))?,
            );
        }
        let Some(model) = models.get(&file) else {
            continue;
        };
        let counts: &mut (usize, usize) = counts.entry(file).or_default();
        match refused(model, &case, protocol) {
            Ok(()) => counts.0 += 1,
            Err(error) => {
                counts.1 += 1;
                println!("FAILED server {}: {error}", text("id"));
            }
        }
    }
    Ok(counts)
}

fn refused(
    model: &Model,
    case: &Json,
    protocol: &'static dyn smithgen_runtime::Protocol,
) -> Result<(), String> {
    let service = model
        .services()
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned();
    let operation = case["operation"].as_str().unwrap_or_default();
    let operation = Tables::new(model).operation(&service, operation, protocol);
    let request = request(&case["request"])?;
    let mut input = DynamicStructure::new(operation.input(), Typing::Typed);
    let name = match protocol.decode_request(operation, &request, &mut input) {
        Err(error) => match error.kind {
            DecodeErrorKind::Malformed => "SerializationException",
            DecodeErrorKind::UnsupportedMediaType => "UnsupportedMediaTypeException",
            DecodeErrorKind::NotAcceptable => "NotAcceptableException",
            DecodeErrorKind::Incomplete => "ValidationException",
        },
        Ok(()) => "ValidationException",
    };
    let expected = case["response"]["headers"]["x-amzn-errortype"]
        .as_str()
        .unwrap_or_default();
    if expected != name {
        return Err(format!("expected {expected}, found {name}"));
    }
    fill(model, &mut input, Side::Server, Role::Input, false);
    let found = constraints::violations(&input);
    match case["response"]["body"]["assertion"]["contents"].as_str() {
        Some(contents) if name == "ValidationException" => worded(contents, &found),
        _ if name == "ValidationException" && found.is_empty() => Err("taken for valid".to_owned()),
        _ => Ok(()),
    }
}

fn request(case: &Json) -> Result<http::Request<Bytes>, String> {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    let pairs: Vec<&str> = case["queryParams"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    let mut uri = text("uri").to_owned();
    if !pairs.is_empty() {
        uri.push('?');
        uri.push_str(&pairs.join("&"));
    }
    let mut builder = http::Request::builder().method(text("method")).uri(uri);
    for (name, value) in case["headers"].as_object().into_iter().flatten() {
        builder = builder.header(name, value.as_str().unwrap_or_default());
    }
    builder
        .body(Bytes::from(text("body").to_owned()))
        .map_err(|e| e.to_string())
}

fn worded(contents: &str, found: &[constraints::Violation]) -> Result<(), String> {
    // Cases without parameters still have the template's escape.
    let contents = contents.replace("$$", "$");
    let expected: Json = serde_json::from_str(&contents).map_err(|e| e.to_string())?;
    let fields: Vec<Json> = found
        .iter()
        .map(|v| serde_json::json!({ "message": v.message, "path": v.path }))
        .collect();
    let same = expected["fieldList"].as_array() == Some(&fields);
    if same {
        Ok(())
    } else {
        Err(format!("expected {contents}, found {found:?}"))
    }
}
