//! Makes shapes of botocore's descriptions of services, known as C2J: the service, and the files beside it that say how
//! results are paginated, what to wait for and where the service is.

mod customizations;
mod layered;
mod members;
mod metadata;
mod names;
mod operations;
mod pagination;
mod parts;
mod shapes;
mod values;
mod waiters;

use indexmap::IndexMap;

use self::layered::{Fields, Layered};
use self::metadata::Wire;
pub(super) use self::parts::{Description, Part, part_of};
use super::ast::File;
use super::json::Json;
use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::maps::{HashMap, HashSet};
use crate::model::{Kind, Members, Node, Shape, ShapeId, Trait, Traits, Version};
use crate::source::{Location, Sources};

use super::merge::Merge;

/// A description being turned into shapes.
struct Reader<'a, 'e> {
    file: File<'e>,
    namespace: String,
    service_id: String,
    wire: Wire,
    /// The namespace of XML that the whole service has.
    xml_namespace: Option<String>,
    /// What is described of each shape, by its name in the description.
    described: IndexMap<String, Described<'a>>,
    /// Shapes that are described wrongly, by the same names.
    broken: HashMap<String, ShapeId>,
    /// The shapes that were made.
    shapes: IndexMap<ShapeId, Shape>,
    /// How often a shape is an input, an output, an error or the target of a member.
    uses: HashMap<ShapeId, u32>,
    /// The operations, of which shapes must not have the names: descriptions keep the two apart, models do not.
    operations: HashSet<String>,
}

/// A shape as described.
struct Described<'a> {
    id: ShapeId,
    at: Location,
    kind: &'static str,
    fields: Fields<'a>,
}

/// Reads a description with the files beside it.
pub(super) fn read(
    description: &Description,
    sources: &Sources,
    merge: &mut Merge,
    errors: &mut Errors,
) {
    let mut reader = Reader {
        file: File::new(description.service, sources, merge, errors),
        namespace: String::new(),
        service_id: String::new(),
        wire: Wire::default(),
        xml_namespace: None,
        described: IndexMap::new(),
        broken: HashMap::default(),
        shapes: IndexMap::new(),
        uses: HashMap::default(),
        operations: HashSet::default(),
    };
    reader.read(description, sources);
    let Reader {
        mut file, shapes, ..
    } = reader;
    for shape in shapes.into_values() {
        file.add(shape);
    }
}

/// What a file says of a service besides its shapes.
const SERVICE: &[&str] = &[
    "version",
    "metadata",
    "operations",
    "shapes",
    "documentation",
    "examples",
    "clientContextParams",
    "deprecated",
    "deprecatedMessage",
    "deprecatedSince",
    "authorizers",
];

impl<'a> Reader<'a, '_> {
    fn read(&mut self, description: &Description, sources: &'a Sources) {
        let Some(root) = self.root(description, Part::Service, sources) else {
            return;
        };
        self.check_known(&root, SERVICE, "");
        if !self.version(&root) {
            return;
        }
        let metadata = self.fields_of(&root, "metadata", "");
        let Some(metadata) = metadata else {
            return self.missing(&root, "metadata", "");
        };
        let Some(service) = self.metadata(&root, &metadata) else {
            return;
        };
        let operations = self.fields_of(&root, "operations", "");
        let operations = operations.map(|fields| fields.list).unwrap_or_default();
        self.operations = operations.iter().map(|it| it.key.to_string()).collect();
        if let Some(shapes) = self.fields_of(&root, "shapes", "") {
            self.describe(shapes);
        }
        self.find_xml_namespace(&operations);
        self.make_shapes();
        let service = self.service(service, &root, &metadata);
        self.make_operations(operations, &service);
        self.mark_inputs();
        for (part, read) in [
            (
                Part::Pagination,
                Self::pagination as fn(&mut Self, Fields<'a>),
            ),
            (Part::Waiters, Self::waiters),
        ] {
            if let Some(fields) = self.root(description, part, sources) {
                read(self, fields);
            }
        }
        for (part, id) in [
            (Part::RuleSet, "smithy.rules#endpointRuleSet"),
            (Part::Bdd, "smithy.rules#endpointBdd"),
        ] {
            self.rules(description, part, id, &service, sources);
        }
    }

    /// The members of a file's object, with its extra file merged into it.
    fn root(
        &mut self,
        description: &Description,
        part: Part,
        sources: &'a Sources,
    ) -> Option<Fields<'a>> {
        let json = self.json(description.part(part)?, sources)?;
        let extra = description.extra(part);
        let extra = extra.and_then(|number| self.json(number, sources));
        let extra = extra.and_then(|json| {
            let fields = self.fields(Layered::new(json, None), "the extra file", "")?;
            fields.get("merge").map(|field| field.value.json)
        });
        self.fields(Layered::new(json, extra), "the description", "")
    }

    fn json(&mut self, number: usize, sources: &'a Sources) -> Option<Json<'a>> {
        let text = sources.iter().nth(number)?.text();
        Json::file(text, number)
            .map_err(|malformed| self.file.malformed(malformed, None))
            .ok()
    }

    /// The rules of endpoints are a trait's value as they are.
    fn rules(
        &mut self,
        description: &Description,
        part: Part,
        id: &'static str,
        service: &ShapeId,
        sources: &'a Sources,
    ) {
        let number = description.part(part);
        let Some(json) = number.and_then(|number| self.json(number, sources)) else {
            return;
        };
        match json.node() {
            Ok(value) => {
                if let Some(shape) = self.shapes.get_mut(service) {
                    set(&mut shape.traits, id, value, json.at);
                }
            }
            Err(malformed) => self.file.malformed(malformed, Some(service.as_str())),
        }
    }

    fn version(&mut self, root: &Fields<'a>) -> bool {
        match self.text(root, "version", "") {
            Some((version, at)) if version != "2.0" => {
                let message =
                    format!("version `{version}` of botocore's descriptions is not known");
                let problem = Diagnostic::error(message).at(self.file.place(at));
                self.file.push(problem.help("use one of version 2.0"));
                false
            }
            _ => true,
        }
    }

    /// The id of a shape of this service.
    fn id(&self, name: &str) -> Option<ShapeId> {
        ShapeId::parse(&format!("{}#{name}", self.namespace)).ok()
    }

    fn missing(&mut self, fields: &Fields<'a>, key: &str, subject: &str) {
        let mut problem = Diagnostic::error(format!("there is no `{key}`"));
        problem.shape = named(subject);
        let problem = problem.at(self.file.place(fields.at));
        let help = "a description of botocore has `metadata`, `operations` and `shapes`";
        self.file.push(problem.help(help));
    }

    /// Reports what is told but not read: it may change what the model means.
    fn check_known(&mut self, fields: &Fields<'a>, known: &[&str], subject: &str) {
        for field in &fields.list {
            if !known.contains(&&*field.key) {
                let message = format!("`{}` is not known here and has no effect", field.key);
                let mut problem = Diagnostic::of(Severity::Note, "Model", message);
                problem.shape = named(subject);
                let problem = problem.at(self.file.place(field.key_at));
                self.file.push(problem);
            }
        }
    }
}

fn named(subject: &str) -> Option<String> {
    (!subject.is_empty()).then(|| subject.to_owned())
}

fn empty_shape(id: ShapeId, kind: Kind, location: Location) -> Shape {
    Shape {
        id,
        kind,
        traits: Traits::default(),
        members: Members::default(),
        mixins: Vec::new(),
        location,
        version: Version::V2,
    }
}

fn set(traits: &mut Traits, id: &'static str, value: Node, location: Location) {
    traits.set(Trait {
        id: ShapeId::known(id),
        value,
        location,
    });
}

/// Applies a trait without a value.
fn mark(traits: &mut Traits, id: &'static str, location: Location) {
    set(traits, id, object([]), location);
}

/// An object of the values that there are.
fn object<const N: usize>(members: [(&str, Option<Node>); N]) -> Node {
    let members = members.into_iter();
    let there = members.filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Node::Object(there.collect())
}
