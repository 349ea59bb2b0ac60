//! Requests that a server must refuse: with which error, and for broken constraints with which words.

use std::collections::BTreeMap;
use std::path::Path;

use conformance_support::compare;
use serde_json::Value as Json;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::served::{self, Found, Route, Router};
use smithgen_runtime::{OperationSpec, Protocol, http};

use crate::model::Model;
use crate::protocols::protocol;
use crate::schemas::Tables;

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

fn refused(model: &Model, case: &Json, protocol: &'static dyn Protocol) -> Result<(), String> {
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
    let route = route(operation, protocol, &request)?;
    match served::read_request(route, &request, &mut input) {
        Ok(()) => Err("taken for valid".to_owned()),
        Err(rejection) => answered(
            &case["response"],
            &served::write_rejection(route, &rejection),
        ),
    }
}

/// The route of a request for this operation.
pub(crate) fn route(
    operation: &'static OperationSpec,
    protocol: &'static dyn Protocol,
    request: &http::Request<Bytes>,
) -> Result<Route, String> {
    let router = Router::new(operation.service(), &[protocol], [operation]);
    let mut head = http::Request::new(());
    *head.method_mut() = request.method().clone();
    *head.uri_mut() = request.uri().clone();
    *head.headers_mut() = request.headers().clone();
    let found = match router.find(&head.into_parts().0) {
        Ok(Found::Route(route)) => Ok(route),
        Ok(Found::Form(protocol)) => {
            let form = router.unpack_form(request.clone(), 1 << 20);
            let form = form.map_err(|problem| problem.message().to_owned())?;
            router.find_in_form(protocol, &form)
        }
        Err(error) => Err(error),
    };
    found.map_err(|error| format!("route: {error:?}"))
}

/// Compares an answer with that of the case.
fn answered(expected: &Json, found: &http::Response<Bytes>) -> Result<(), String> {
    if expected["code"] != found.status().as_u16() {
        return Err(format!(
            "expected {}, found {}",
            expected["code"],
            found.status()
        ));
    }
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        compare::header(name, value.as_str().unwrap_or_default(), found.headers())?;
    }
    match expected["body"]["assertion"]["contents"].as_str() {
        // Cases without parameters still have the template's escape.
        Some(contents) => {
            let contents = contents.replace("$$", "$");
            let media_type = expected["body"]["mediaType"].as_str().unwrap_or_default();
            compare::body_of_response(media_type, &contents, found.body())
        }
        None => Ok(()),
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
