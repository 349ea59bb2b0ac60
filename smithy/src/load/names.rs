//! Which shapes there are, by name: what names in the interface language may mean.

use super::json::{Entry, Json};
use crate::diagnostic::Diagnostic;
use crate::idl::tree;
use crate::maps::HashMap;
use crate::model::{Shape, Version};
use crate::nearest::nearest;
use crate::source::Place;

/// All shapes of all files, with their types.
#[derive(Default)]
pub(super) struct Names {
    /// What is built in, and looked for last.
    built_in: Option<&'static Self>,
    types: HashMap<String, String>,
    /// The names of shapes by namespace, for suggestions.
    of_namespace: HashMap<String, Vec<String>>,
}

/// The namespace of Smithy's own shapes.
pub(super) const PRELUDE_NAMESPACE: &str = "smithy.api";

impl Names {
    /// Those of what is built in.
    pub(super) fn with(built_in: &'static Self) -> Self {
        Self {
            built_in: Some(built_in),
            ..Self::default()
        }
    }

    fn add(&mut self, namespace: &str, name: &str, shape_type: &str) {
        let names = self.of_namespace.entry(namespace.to_owned()).or_default();
        names.push(name.to_owned());
        let id = format!("{namespace}#{name}");
        self.types
            .entry(id)
            .or_insert_with(|| shape_type.to_owned());
    }

    /// Adds shapes that are made already.
    pub(super) fn add_shapes<'s>(&mut self, shapes: impl Iterator<Item = &'s Shape>) {
        for shape in shapes {
            self.add(shape.id.namespace(), shape.id.name(), shape.kind.name());
        }
    }

    /// Adds the shapes of a file in the interface language, those with mistakes included.
    pub(super) fn add_idl(&mut self, file: &tree::File<'_>) {
        let Some(namespace) = &file.namespace else {
            return;
        };
        for statement in &file.statements {
            let tree::Statement::Shape(shape) = statement else {
                continue;
            };
            self.add(namespace.name, shape.name.text, shape.keyword.text);
            let tree::ShapeBody::Operation(operation) = &shape.body else {
                continue;
            };
            for property in &operation.properties {
                if matches!(property.value, tree::PropertyValue::Inline(_)) {
                    let name = file.inline_name(shape.name.text, property.key.text);
                    self.add(namespace.name, &name, "structure");
                }
            }
        }
        for name in &file.broken {
            self.add(namespace.name, name, "structure");
        }
    }

    /// Adds the shapes of a JSON AST; what is wrong with it is reported when it is read.
    pub(super) fn add_json(&mut self, text: &str) {
        fn entries(json: Json<'_>) -> Vec<Entry<'_>> {
            json.entries().unwrap_or_default()
        }
        let Ok(root) = Json::file(text.trim_start_matches('\u{feff}'), 0) else {
            return;
        };
        let shapes = entries(root)
            .into_iter()
            .filter(|entry| entry.key == "shapes");
        for shape in shapes.flat_map(|shapes| entries(shapes.value)) {
            let Some((namespace, name)) = shape.key.split_once('#') else {
                continue;
            };
            let properties = entries(shape.value);
            let stated = properties.iter().find(|property| property.key == "type");
            let stated = stated.and_then(|property| property.value.string().ok());
            match stated.as_deref() {
                None | Some("apply") => {}
                Some(stated) => self.add(namespace, name, stated),
            }
        }
    }

    /// Whether there is a shape of that absolute id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.type_of(id).is_some()
    }

    fn type_of(&self, id: &str) -> Option<&str> {
        let own = self.types.get(id).map(String::as_str);
        own.or_else(|| self.built_in?.type_of(id))
    }

    /// The value of a trait that is applied without one.
    pub(super) fn annotation_value(&self, id: &str) -> crate::model::Node {
        use crate::model::Node;
        match self.type_of(id) {
            Some("list" | "set") => Node::Array(Vec::new()),
            None | Some("structure" | "map") => Node::Object(serde_json::Map::new()),
            Some(_) => Node::Null,
        }
    }

    /// The names of the shapes of a namespace.
    pub(super) fn in_namespace<'n>(&'n self, namespace: &str) -> impl Iterator<Item = &'n str> {
        let of = |names: &'n Self| names.of_namespace.get(namespace).into_iter().flatten();
        let built_in = self.built_in.into_iter().flat_map(of);
        of(self).chain(built_in).map(String::as_str)
    }
}

/// What came with version 2.0, or went with it: a trait of that id is refused in a file of the other version.
pub(super) fn refused_trait(version: Version, id: &str) -> Option<(&'static str, &'static str)> {
    match (version, id) {
        (Version::V1, "smithy.api#mixin") => Some((
            "mixins need version 2.0 of Smithy, and this file is of 1.0",
            "state version 2.0 at the top of the file",
        )),
        (Version::V1, "smithy.api#default") => Some((
            "the trait `smithy.api#default` needs version 2.0 of Smithy, and this file is of 1.0",
            "state version 2.0 at the top of the file",
        )),
        (Version::V2, "smithy.api#box") => Some((
            "the trait `smithy.api#box` is one of version 1.0 of Smithy, and this file is of 2.0",
            "leave it out: in 2.0 a member may be absent unless it has a default or is required",
        )),
        _ => None,
    }
}

/// The same of types of shapes.
pub(super) fn refused_type(version: Version, name: &str) -> Option<(String, &'static str)> {
    match (version, name) {
        (Version::V1, "enum" | "intEnum") => Some((
            format!("shapes of type {name} need version 2.0 of Smithy, and this file is of 1.0"),
            "state version 2.0 at the top of the file",
        )),
        (Version::V2, "set") => Some((
            "sets are of version 1.0 of Smithy, and this file is of 2.0".to_owned(),
            "make it a list with the trait `smithy.api#uniqueItems`",
        )),
        _ => None,
    }
}

/// What to say of the properties of an object that are not known, if there are any.
pub(super) fn unknown_properties(
    unknown: Vec<(&str, Option<Place>)>,
    known: &[&str],
    shape: Option<&str>,
) -> Option<Diagnostic> {
    let names: Vec<String> = unknown
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let mut places = unknown.into_iter();
    let (first, at) = places.next()?;
    let (message, meant) = match names.as_slice() {
        [name] => (
            format!("unknown property {name}"),
            nearest(first, known.iter().copied()),
        ),
        names => (format!("unknown properties {}", names.join(", ")), None),
    };
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the properties known here: {}", known.join(", ")),
    };
    let mut problem = Diagnostic::warning(message).at(at).help(help);
    for (name, at) in places {
        problem = problem.related(format!("`{name}` is here"), at);
    }
    problem.shape = shape.map(str::to_owned);
    Some(problem)
}
