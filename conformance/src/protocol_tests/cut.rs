//! A model cut to a service and some of its operations: what is broken elsewhere must not take their cases with it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::files::targets;

/// The files of a model with nothing in them but a service, the given operations as its only ones, and what these
/// refer to.
///
/// # Errors
/// A file that is not a model.
pub(super) fn cut(
    paths: &[PathBuf],
    service: &str,
    operations: &[String],
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut models = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let text = std::fs::read(path).map_err(|e| format!("{name}: {e}"))?;
        let mut model: Value = serde_json::from_slice(&text).map_err(|e| format!("{name}: {e}"))?;
        if let Some(shape) = model["shapes"].get_mut(service) {
            narrow(shape, operations);
        }
        models.push((name, model));
    }
    let kept = reached(&models, service);
    let cut = models.into_iter().map(|(name, mut model)| {
        if let Some(shapes) = model["shapes"].as_object_mut() {
            // Definitions of traits are referred to by name alone, and say what a trait is: a way to authenticate, say.
            shapes.retain(|id, shape| {
                kept.contains(owner(id)) || shape["traits"].get("smithy.api#trait").is_some()
            });
            let rename = shapes
                .get_mut(service)
                .and_then(|it| it.get_mut("rename")?.as_object_mut());
            if let Some(rename) = rename {
                rename.retain(|id, _| kept.contains(id));
            }
        }
        // Its lines are not the file's.
        (format!("{name} (cut)"), model.to_string().into_bytes())
    });
    Ok(cut.collect())
}

/// Leaves a service these operations.
fn narrow(service: &mut Value, operations: &[String]) {
    let Some(service) = service.as_object_mut() else {
        return;
    };
    service.remove("resources");
    let operations = operations.iter().map(|id| json!({ "target": id }));
    service.insert("operations".to_owned(), operations.collect());
}

/// The shape that an entry belongs to: `apply` names members too.
fn owner(id: &str) -> &str {
    id.split('$').next().unwrap_or(id)
}

/// The shapes that a shape refers to, itself included.
fn reached(models: &[(String, Value)], from: &str) -> BTreeSet<String> {
    let shapes = models
        .iter()
        .filter_map(|(_, model)| model["shapes"].as_object());
    let shapes: Vec<&Map<String, Value>> = shapes.collect();
    let mut reached = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(id) = open.pop() {
        let mut next = BTreeSet::new();
        for shape in shapes.iter().filter_map(|shapes| shapes.get(&id)) {
            targets(shape, &mut next);
        }
        if reached.insert(id) {
            open.extend(next);
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_kept_but_what_the_operations_need() {
        let text = r##"{"smithy": "2.0", "shapes": {
            "a#S": {"type": "service", "resources": [{"target": "a#R"}], "rename": {"a#In": "X", "a#Bad": "Y"}},
            "a#R": {"type": "resource", "operations": [{"target": "a#Get"}, {"target": "a#Put"}]},
            "a#Get": {"type": "operation", "input": {"target": "a#In"}},
            "a#Put": {"type": "operation", "input": {"target": "a#Bad"}},
            "a#In": {"type": "structure", "members": {"m": {"target": "smithy.api#String"}}},
            "a#In$m": {"type": "apply", "traits": {"smithy.api#required": {}}},
            "a#Bad": {"type": "nothing"}}}"##;
        let path =
            std::env::temp_dir().join(format!("conformance-{}-cut.json", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let texts = cut(std::slice::from_ref(&path), "a#S", &["a#Get".to_owned()]).unwrap();
        std::fs::remove_file(&path).unwrap();
        let model: Value = serde_json::from_slice(&texts[0].1).unwrap();
        let shapes = model["shapes"].as_object().unwrap();
        let ids: Vec<&str> = shapes.keys().map(String::as_str).collect();
        assert_eq!(ids, ["a#S", "a#Get", "a#In", "a#In$m"]);
        let service = json!({"type": "service", "rename": {"a#In": "X"}, "operations": [{"target": "a#Get"}]});
        assert_eq!(shapes["a#S"], service);
    }
}
