//! What a model says of a shape.

use smithgen_model::model::traits::{Trait, id};
use smithgen_model::model::{Kind, Member, Model, Node, Reference, Shape, ShapeId, Traits};

use super::{Applied, At, MemberFacts, Part, Use};
use crate::lower::docs::Reader;

/// How many uses are listed. `String` has thousands.
const USES: usize = 200;

/// Traits that bind a member to a part of an HTTP message, and how that part is called.
const BINDINGS: [(&str, &str); 7] = [
    ("smithy.api#httpLabel", "path"),
    ("smithy.api#httpQuery", "query"),
    ("smithy.api#httpQueryParams", "query parameters"),
    ("smithy.api#httpHeader", "header"),
    ("smithy.api#httpPrefixHeaders", "headers"),
    ("smithy.api#httpPayload", "body"),
    ("smithy.api#httpResponseCode", "status"),
];

/// Traits that say what values must be.
const CONSTRAINTS: [&str; 4] = [
    "smithy.api#length",
    "smithy.api#range",
    "smithy.api#pattern",
    "smithy.api#uniqueItems",
];

/// Traits that are told in another way.
const TOLD: [&str; 6] = [
    id::DOCUMENTATION,
    id::REQUIRED,
    id::DEFAULT,
    id::ENUM_VALUE,
    "smithy.api#http",
    "smithy.api#examples",
];

/// Where facts are found.
pub(super) struct Facts<'m> {
    pub(super) model: &'m Model,
    pub(super) reader: &'m Reader,
    pub(super) has_bindings: bool,
}

impl Facts<'_> {
    pub(super) fn documentation(&self, traits: &Traits) -> String {
        let text = traits.text(id::DOCUMENTATION);
        text.map_or(String::new(), |text| self.reader.plain(text))
    }

    pub(super) fn member(&self, shape: &Shape, member: &Member) -> MemberFacts {
        let target = self.model.target(member);
        let is_enum = matches!(shape.kind, Kind::Enum | Kind::IntEnum);
        let own = self.documentation(&member.traits);
        let documentation = match target {
            Some(target) if own.is_empty() => self.documentation(&target.traits),
            _ => own,
        };
        // A constraint of the member comes before that of its target.
        let constraints = CONSTRAINTS.iter().filter_map(|id| {
            let of_target = || target.and_then(|target| target.traits.get(id));
            let value = member.traits.get(id).or_else(of_target)?;
            Some(constraint(id, value))
        });
        let binding = BINDINGS.iter().find_map(|(id, part)| {
            let value = member.traits.get(id)?;
            Some(match value.as_str() {
                Some(name) => format!("{part} `{name}`"),
                None if *part == "path" => format!("{part} `{{{}}}`", member.name),
                None => (*part).to_owned(),
            })
        });
        MemberFacts {
            name: member.name.to_string(),
            target: (!is_enum).then(|| member.target.to_string()),
            kind: target.filter(|_| !is_enum).map(|it| it.kind.name()),
            required: member.traits.has(id::REQUIRED),
            default: member.traits.get(id::DEFAULT).cloned(),
            value: match is_enum {
                true => member.traits.get(id::ENUM_VALUE).cloned(),
                false => None,
            },
            binding: binding.filter(|_| self.has_bindings),
            constraints: constraints.collect(),
            traits: other_traits(&member.traits),
            documentation,
        }
    }

    /// Method, path and status of an operation.
    pub(super) fn http(&self, shape: &Shape) -> Option<String> {
        let value = shape.traits.get("smithy.api#http")?;
        let text = |key| value.get(key).and_then(Node::as_str);
        let (method, uri) = (text("method")?, text("uri")?);
        let code = value.get("code").map_or("200".to_owned(), Node::to_string);
        self.has_bindings
            .then(|| format!("{method} {uri} → {code}"))
    }
}

fn constraint(id: &str, value: &Node) -> String {
    let name = id.rsplit('#').next().unwrap_or(id);
    let bound = |key| value.get(key).map(Node::to_string);
    match (bound("min"), bound("max"), value.as_str()) {
        (Some(min), Some(max), _) if min == max => format!("{name} {min}"),
        (Some(min), Some(max), _) => format!("{name} {min} to {max}"),
        (Some(min), None, _) => format!("{name} at least {min}"),
        (None, Some(max), _) => format!("{name} at most {max}"),
        (None, None, Some(text)) => format!("{name} `{text}`"),
        (None, None, None) if name == "uniqueItems" => "unique items".to_owned(),
        (None, None, None) => name.to_owned(),
    }
}

/// The traits that are told in no other way.
pub(super) fn other_traits(traits: &Traits) -> Vec<Applied> {
    let is_other = |applied: &&Trait| {
        let id = applied.id.as_str();
        let is_bound = BINDINGS.iter().any(|(known, _)| *known == id);
        !is_bound && !TOLD.contains(&id) && !CONSTRAINTS.contains(&id)
    };
    let others = traits.iter().filter(is_other);
    let mut others: Vec<Applied> = others
        .map(|applied| Applied {
            id: applied.id.to_string(),
            value: applied.value.clone(),
        })
        .collect();
    others.sort_by(|a, b| a.id.cmp(&b.id));
    others
}

/// What a service, resource or operation is made of.
pub(super) fn parts(shape: &Shape) -> Vec<Part> {
    let ids = |list: &[Reference]| -> Vec<String> {
        list.iter().map(|it| it.target.to_string()).collect()
    };
    let pairs = |map: &indexmap::IndexMap<String, Reference>| -> Vec<String> {
        let pair = |(name, it): (&String, &Reference)| format!("{name}: {}", it.target);
        map.iter().map(pair).collect()
    };
    let mut parts = match &shape.kind {
        Kind::Service(service) => vec![
            ("operations", ids(&service.operations)),
            ("resources", ids(&service.resources)),
            ("errors", ids(&service.errors)),
        ],
        Kind::Operation(operation) => vec![
            ("input", vec![operation.input.target.to_string()]),
            ("output", vec![operation.output.target.to_string()]),
            ("errors", ids(&operation.errors)),
        ],
        Kind::Resource(resource) => {
            let lifecycle = resource.lifecycle.iter();
            let lifecycle = lifecycle.map(|(it, to)| format!("{}: {}", it.name(), to.target));
            vec![
                ("identifiers", pairs(&resource.identifiers)),
                ("properties", pairs(&resource.properties)),
                ("lifecycle", lifecycle.collect()),
                ("operations", ids(&resource.operations)),
                ("collectionOperations", ids(&resource.collection_operations)),
                ("resources", ids(&resource.resources)),
            ]
        }
        _ => Vec::new(),
    };
    parts.retain(|(_, shapes)| !shapes.is_empty());
    let part = |(name, shapes)| Part { name, shapes };
    parts.into_iter().map(part).collect()
}

/// Who uses a shape: members, operations, resources and services of the model, in its order.
pub(super) fn uses(model: &Model, wanted: &ShapeId) -> Vec<Use> {
    let mut uses = Vec::new();
    for shape in model.shapes.values() {
        if uses.len() >= USES {
            break;
        }
        if !model.is_own(shape.location) {
            continue;
        }
        for member in &shape.members {
            if member.target == *wanted && !matches!(shape.kind, Kind::Enum | Kind::IntEnum) {
                uses.push(Use {
                    id: shape.id.member(&member.name),
                    role: "target",
                    place: At::of(model.place(member.location)),
                });
            }
        }
        let mixins = shape.mixins.iter().map(|it| ("mixin", it));
        for (role, reference) in bound(shape).into_iter().chain(mixins) {
            if reference.target == *wanted {
                uses.push(Use {
                    id: shape.id.to_string(),
                    role,
                    place: At::of(model.place(reference.location)),
                });
            }
        }
        let traits = shape.members.iter().map(|member| &member.traits);
        let applied = traits.chain([&shape.traits]).flatten();
        if let Some(applied) = applied.into_iter().find(|it| it.id == *wanted) {
            uses.push(Use {
                id: shape.id.to_string(),
                role: "trait",
                place: At::of(model.place(applied.location)),
            });
        }
    }
    uses.truncate(USES);
    uses
}

/// The shapes that a service, operation or resource names, each with its role.
fn bound(shape: &Shape) -> Vec<(&'static str, &Reference)> {
    fn all<'m>(role: &'static str, list: &'m [Reference]) -> Vec<(&'static str, &'m Reference)> {
        list.iter().map(|it| (role, it)).collect()
    }
    match &shape.kind {
        Kind::Service(service) => [
            all("operation", &service.operations),
            all("resource", &service.resources),
            all("error", &service.errors),
        ]
        .concat(),
        Kind::Operation(operation) => {
            let ends = vec![("input", &operation.input), ("output", &operation.output)];
            [ends, all("error", &operation.errors)].concat()
        }
        Kind::Resource(resource) => {
            let identifiers = resource.identifiers.values();
            let properties = resource.properties.values();
            let identifiers = identifiers.map(|it| ("identifier", it));
            let properties = properties.map(|it| ("property", it));
            let lifecycle = resource.lifecycle.iter();
            let lifecycle = lifecycle.map(|(it, operation)| (it.name(), operation));
            let single = identifiers.chain(properties).chain(lifecycle).collect();
            [
                single,
                all("operation", &resource.operations),
                all("collection operation", &resource.collection_operations),
                all("resource", &resource.resources),
            ]
            .concat()
        }
        _ => Vec::new(),
    }
}
