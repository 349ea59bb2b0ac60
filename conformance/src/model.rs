//! A Smithy JSON AST, as far as test cases need it: shapes with their mixins flattened.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

pub(crate) struct Model {
    shapes: Map<String, Value>,
    /// The same model as the generator sees it.
    resolved: smithgen_model::model::Model,
}

impl Model {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        Model::read_all(&[path.to_owned()])
    }

    /// Reads a model of several files.
    pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Self, String> {
        let (mut shapes, mut applied, mut texts) = (Map::new(), Vec::new(), Vec::new());
        for path in paths {
            let name = path.display().to_string();
            let text = std::fs::read(path).map_err(|e| format!("{name}: {e}"))?;
            let mut model: Value =
                serde_json::from_slice(&text).map_err(|e| format!("{name}: {e}"))?;
            let Some(Value::Object(more)) = model.get_mut("shapes").map(Value::take) else {
                return Err(format!("{name}: no shapes"));
            };
            for (id, shape) in more {
                match shape["type"] == "apply" && !id.contains('$') {
                    true => applied.push((id, shape)),
                    false => drop(shapes.insert(id, shape)),
                }
            }
            texts.push((name, text));
        }
        for (id, shape) in applied {
            match shapes.get_mut(&id) {
                Some(target) => extend(target, &shape["traits"]),
                // What adds to nothing stays: it may have cases.
                None => drop(shapes.insert(id, shape)),
            }
        }
        let mut errors = smithgen::Errors::new();
        let mut resolved = smithgen_model::load::load_texts(texts, &mut errors);
        smithgen_model::resolve::flatten(&mut resolved, &mut errors);
        Ok(Model { shapes, resolved })
    }

    /// What the service wants of the operation without a trait that says so.
    pub(crate) fn corrections(
        &self,
        service: &str,
        operation: &str,
    ) -> Vec<smithgen_model::corrections::Correction> {
        let both = self.resolved.get(service).zip(self.resolved.get(operation));
        both.map(|(service, operation)| {
            smithgen_model::corrections::corrections(&self.resolved, service, operation)
        })
        .unwrap_or_default()
    }

    pub(crate) fn shape(&self, id: &str) -> Option<&Value> {
        self.shapes.get(id)
    }

    pub(crate) fn shapes(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.shapes.iter().map(|(id, shape)| (id.as_str(), shape))
    }

    /// The kind of a shape; prelude shapes by their name.
    pub(crate) fn kind<'a>(&'a self, id: &'a str) -> &'a str {
        match self.shape(id) {
            Some(shape) => shape["type"].as_str().unwrap_or_default(),
            None => id.rsplit('#').next().unwrap_or_default(),
        }
    }

    /// Members in order, those of mixins first, traits of redefined members merged.
    pub(crate) fn members(&self, id: &str) -> Map<String, Value> {
        let mut members = Map::new();
        let Some(shape) = self.shape(id) else {
            return members;
        };
        for mixin in targets(&shape["mixins"]) {
            for (name, member) in self.members(mixin) {
                merge(&mut members, name, member);
            }
        }
        for name in ["member", "key", "value"] {
            if let Some(member) = shape.get(name) {
                merge(&mut members, name.to_owned(), member.clone());
            }
        }
        if let Some(Value::Object(own)) = shape.get("members") {
            for (name, member) in own {
                merge(&mut members, name.clone(), member.clone());
            }
        }
        // `apply` statements of the AST name members as `shape$member`.
        for (name, member) in &mut members {
            if let Some(applied) = self.shape(&format!("{id}${name}")) {
                extend(member, &applied["traits"]);
            }
        }
        members
    }

    /// A trait of a shape, its own or a mixin's.
    pub(crate) fn shape_trait(&self, id: &str, name: &str) -> Option<&Value> {
        let shape = self.shape(id)?;
        let inherited = |mixin| {
            let local = &self.shape(mixin)?["traits"]["smithy.api#mixin"]["localTraits"];
            let is_local = local
                .as_array()
                .is_some_and(|ids| ids.iter().any(|id| id == name));
            match is_local {
                true => None,
                false => self.shape_trait(mixin, name),
            }
        };
        shape["traits"]
            .get(name)
            .or_else(|| targets(&shape["mixins"]).find_map(inherited))
    }

    /// All traits of a shape, those of its mixins too; its own win. An enum's mixins give members only.
    pub(crate) fn traits(&self, id: &str) -> Map<String, Value> {
        let mut traits = Map::new();
        let Some(shape) = self.shape(id) else {
            return traits;
        };
        for mixin in targets(&shape["mixins"]) {
            let local = &self.shape(mixin).unwrap_or(&Value::Null)["traits"]["smithy.api#mixin"];
            let local = local["localTraits"].as_array();
            let is_local = |name: &str| {
                name == "smithy.api#mixin"
                    || local.is_some_and(|local| local.iter().any(|id| id == name))
            };
            traits.extend(
                self.traits(mixin)
                    .into_iter()
                    .filter(|(name, _)| !is_local(name)),
            );
        }
        if let Value::Object(own) = &shape["traits"] {
            traits.extend(own.clone());
        }
        traits
    }

    /// The services of the model, without mixins.
    pub(crate) fn services(&self) -> Vec<&str> {
        let is_mixin = |shape: &Value| shape["traits"].get("smithy.api#mixin").is_some();
        self.shapes()
            .filter(|(_, shape)| shape["type"] == "service" && !is_mixin(shape))
            .map(|(id, _)| id)
            .collect()
    }

    /// What a shape lists under a key, and what its mixins list, each once.
    pub(crate) fn listed(&self, id: &str, key: &str) -> Vec<&str> {
        let Some(shape) = self.shape(id) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        let mixins = targets(&shape["mixins"]).flat_map(|mixin| self.listed(mixin, key));
        for target in mixins.chain(targets(&shape[key])) {
            if !all.contains(&target) {
                all.push(target);
            }
        }
        all
    }

    /// Operations of a service and of its resources.
    pub(crate) fn operations(&self, id: &str) -> Vec<&str> {
        let Some(shape) = self.shape(id) else {
            return Vec::new();
        };
        let mut operations = Vec::new();
        for key in ["operations", "collectionOperations"] {
            operations.extend(self.listed(id, key));
        }
        for key in ["create", "put", "read", "update", "delete", "list"] {
            operations.extend(shape[key]["target"].as_str());
        }
        for resource in self.listed(id, "resources") {
            operations.extend(self.operations(resource));
        }
        operations
    }
}

pub(crate) fn target(member: &Value) -> &str {
    member["target"].as_str().unwrap_or_default()
}

pub(crate) fn targets(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| item["target"].as_str())
}

fn merge(members: &mut Map<String, Value>, name: String, member: Value) {
    match members.get_mut(&name) {
        Some(before) => extend(before, &member["traits"]),
        None => {
            members.insert(name, member);
        }
    }
}

fn extend(member: &mut Value, traits: &Value) {
    if let Value::Object(traits) = traits {
        for (name, value) in traits {
            member["traits"][name] = value.clone();
        }
    }
}
